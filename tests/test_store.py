"""The store: entries are found whole or not at all."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proofpress.keys import digest
from proofpress.store import Store, pack, unpack

KEY = digest("a key")


@pytest.fixture
def store(tmp_path):
    """An empty store that remembers what it told."""
    told = []
    made = Store(tmp_path / "runs", tell=told.append)
    return made, told


def test_what_is_put_is_got(store):
    """Bytes and facts come back as they were; other keys and kinds are not there."""
    where, _ = store
    where.put(KEY, "runs", b"\x00data\n", {"seconds": 1.5, "name": "é"})
    entry = where.get(KEY, "runs")
    assert (entry.data, dict(entry.meta)) == (b"\x00data\n", {"seconds": 1.5, "name": "é"})
    assert where.has(KEY, "runs")
    assert where.get(KEY, "other") is None
    assert where.get(digest("another"), "runs") is None


@given(at=st.integers(0), bit=st.integers(0, 7))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_flipped_bit_goes_unnoticed(store, at, bit):
    """Whichever bit of a stored file is flipped, the entry is dropped and told, or what it says is the same."""
    where, told = store
    where.put(KEY, "runs", b"some bytes of a run", {"runs": 3})
    path = where.path(KEY, "runs")
    raw = bytearray(path.read_bytes())
    raw[at % len(raw)] ^= 1 << bit
    path.write_bytes(raw)
    told.clear()
    entry = where.get(KEY, "runs")
    if entry is None:
        assert told == [f"stored runs {KEY[:12]} is damaged: dropped, and made again"]
        assert not path.exists()
    else:
        assert (entry.data, dict(entry.meta)) == (b"some bytes of a run", {"runs": 3})


@given(share=st.floats(0, 1, exclude_max=True))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_cut_goes_unnoticed(store, share):
    """A file that lost its end is dropped."""
    where, _ = store
    where.put(KEY, "runs", b"some bytes of a run", {"runs": 3})
    path = where.path(KEY, "runs")
    raw = path.read_bytes()
    path.write_bytes(raw[: int(share * len(raw))])
    assert where.get(KEY, "runs") is None


def test_a_writer_that_fails_leaves_the_old_entry(store, monkeypatch):
    """The old entry stays whole, and no temporary file stays behind."""
    where, _ = store
    where.put(KEY, "runs", b"old", {})

    def full(*names):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="No space left"):
        where.put(KEY, "runs", b"new", {})
    assert where.get(KEY, "runs").data == b"old"
    assert [path for path in where.folder.rglob("*") if path.is_file()] == [where.path(KEY, "runs")]


def test_what_a_killed_writer_left_can_be_swept(store):
    """Temporary files go, entries stay."""
    where, _ = store
    where.put(KEY, "runs", b"whole", {})
    stray = where.folder / ".new-xyz"
    stray.write_bytes(b"half")
    where.sweep()
    assert not stray.exists()
    assert where.get(KEY, "runs").data == b"whole"


def test_facts_that_are_not_numbers_are_refused(store):
    """Not-a-number never reaches JSON."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        store[0].put(KEY, "runs", b"", {"loss": float("nan")})


def test_arrays_are_packed_into_the_same_bytes_and_out_again():
    """Values, types and shapes survive; the order of names does not matter; objects are refused."""
    arrays = {"b": np.arange(6, dtype=np.int8).reshape(2, 3), "a": np.array([1.5, np.nan], np.float32)}
    data = pack(arrays)
    assert data == pack(dict(reversed(arrays.items())))
    for name, values in unpack(data).items():
        np.testing.assert_array_equal(values, arrays[name])
        assert values.dtype == arrays[name].dtype
    with pytest.raises(ValueError, match="allow_pickle"):
        unpack(pack({"o": np.array([{}], dtype=object)}))
