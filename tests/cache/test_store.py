"""The store: entries are found whole or not at all."""

import errno
import itertools
import json
import os
import shutil

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proofpress.cache.keys import digest
from proofpress.cache.store import FORMAT, MARKER, Store, pack, unpack
from proofpress.diagnostics import BuildError

KEY = digest("a key")
DAMAGED = "damaged: dropped, and made again"
FORMER = "of another format: dropped, and made again"


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


def test_no_flipped_bit_goes_unnoticed(store):
    """Whichever bit of a stored file is flipped, the entry is dropped and told, or what it says is the same."""
    where, told = store
    where.put(KEY, "runs", b"some bytes of a run", {"runs": 3})
    path = where.path(KEY, "runs")
    sound = path.read_bytes()
    for at, bit in itertools.product(range(len(sound)), range(8)):
        raw = bytearray(sound)
        raw[at] ^= 1 << bit
        path.write_bytes(raw)
        told.clear()
        entry = where.get(KEY, "runs")
        if entry is None:
            assert told[0].removeprefix(f"stored runs {KEY[:12]} is ") in (DAMAGED, FORMER)
            assert not path.exists()
        else:
            assert (entry.data, dict(entry.meta)) == (b"some bytes of a run", {"runs": 3})


@given(meta=st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=9)), data=st.binary(), at=st.data())
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_flipped_bit_of_any_entry_is_noticed(store, meta, data, at):
    """The same holds for entries of whatever bytes and facts."""
    where, _ = store
    where.put(KEY, "runs", data, meta)
    path = where.path(KEY, "runs")
    raw = bytearray(path.read_bytes())
    raw[at.draw(st.integers(0, len(raw) - 1))] ^= 1 << at.draw(st.integers(0, 7))
    path.write_bytes(raw)
    entry = where.get(KEY, "runs")
    assert entry is None or (entry.data, dict(entry.meta)) == (data, meta)


def test_a_sound_entry_under_a_wrong_name_is_dropped(store):
    """An entry is believed under its own key and kind alone: a misplaced file shows nobody another's numbers."""
    where, told = store
    where.put(KEY, "runs", b"runs", {"runs": 3})
    another = digest("another")
    for key, kind in ((another, "runs"), (KEY, "estimate")):
        path = where.path(key, kind)
        path.parent.mkdir(exist_ok=True)
        shutil.copy(where.path(KEY, "runs"), path)
        assert where.get(key, kind) is None
        assert told.pop() == f"stored {kind} {key[:12]} is {DAMAGED}"
        assert not path.exists()
    assert where.get(KEY, "runs").data == b"runs"
    assert where.used == {(KEY, "runs")}


@pytest.mark.parametrize("other", [FORMAT - 1, FORMAT + 1, None, str(FORMAT)])
def test_an_entry_of_another_format_is_dropped_with_a_word(store, other):
    """What another version of the press stored, older or newer, is told as such and made again."""
    where, told = store
    where.put(KEY, "runs", b"runs", {})
    path = where.path(KEY, "runs")
    written = json.dumps(other).encode()
    path.write_bytes(path.read_bytes().replace(b'"format": %d' % FORMAT, b'"format": ' + written, 1))
    assert where.get(KEY, "runs") is None
    assert told == [f"stored runs {KEY[:12]} is {FORMER}"]
    assert not path.exists()


@pytest.mark.parametrize(
    "raw", [b"", b"\n", b"{}\n", b"[]\n", b"null", b"[" * 200_000, b"\xff\xfe\n", b'{"format": 2}\n']
)
def test_bytes_that_are_no_entry_are_dropped(store, raw):
    """An empty file, other JSON, endless brackets: told, removed, made again."""
    where, told = store
    where.put(KEY, "runs", b"", {})
    where.path(KEY, "runs").write_bytes(raw)
    assert where.get(KEY, "runs") is None
    assert told == [f"stored runs {KEY[:12]} is {DAMAGED}"]
    where.put(KEY, "runs", b"again", {})
    assert where.get(KEY, "runs").data == b"again"


def test_a_bad_entry_that_cannot_be_removed_is_still_not_believed(store, monkeypatch):
    """In a store that can only be read a damaged entry is told, and the command goes on without it."""
    where, told = store
    where.put(KEY, "runs", b"", {})
    where.path(KEY, "runs").write_bytes(b"")

    def refuse(*names, **more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.unlink", refuse)
    assert where.get(KEY, "runs") is None
    assert told == [f"stored runs {KEY[:12]} is {DAMAGED}"]


def test_what_the_disk_refuses_is_told_with_the_name_of_the_entry(store, monkeypatch):
    """A full disk names no file by itself: the error names the entry, not a temporary file."""
    where, _ = store

    def full(*given, **more):
        raise OSError(errno.ENOSPC, "No space left on device")

    for call in ("os.replace", "builtins.open", "pathlib.Path.mkdir"):
        with monkeypatch.context() as patch:
            patch.setattr(call, full)
            with pytest.raises(OSError, match="No space left") as caught:
                where.put(KEY, "runs", b"new", {})
        assert caught.value.filename == str(where.path(KEY, "runs"))
        assert list(where.folder.rglob(".new-*")) == []


@given(share=st.floats(0, 1, exclude_max=True))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    files = {path for path in where.folder.rglob("*") if path.is_file()}
    assert files == {where.path(KEY, "runs"), where.folder / MARKER}


@pytest.mark.parametrize("umask", [0o022, 0o002, 0o077])
def test_an_entry_can_be_read_by_whom_the_umask_lets(store, umask):
    """A store that is shared can be read by those it is shared with: an entry has the mode of any other new file."""
    where, _ = store
    before = os.umask(umask)
    try:
        where.put(KEY, "runs", b"shared", {})
    finally:
        os.umask(before)
    path = where.path(KEY, "runs")
    assert path.stat().st_mode & 0o777 == 0o666 & ~umask
    assert path.parent.stat().st_mode & 0o777 == 0o777 & ~umask


def test_what_a_killed_writer_left_can_be_swept(store):
    """Temporary files go, entries stay."""
    where, _ = store
    where.put(KEY, "runs", b"whole", {})
    stray = where.folder / ".new-xyz"
    stray.write_bytes(b"half")
    where.sweep()
    assert not stray.exists()
    assert where.get(KEY, "runs").data == b"whole"


def test_a_store_in_use_is_swept_only_before_anybody_uses_it(store):
    """Who comes first removes what a killed writer left; who comes later leaves alone what the first is writing."""
    where, _ = store
    where.put(KEY, "runs", b"whole", {})
    stray = where.folder / ".new-xyz"
    stray.write_bytes(b"half")
    with where.in_use():
        assert not stray.exists()
        stray.write_bytes(b"being written")
        with Store(where.folder).in_use():
            assert stray.exists()
        assert stray.exists()
    with where.in_use():
        assert not stray.exists()


def test_a_store_in_use_is_not_cleared(store):
    """The entries of a running build are not taken away from it: that is refused in words, and works afterwards."""
    where, _ = store
    with where.in_use():
        where.put(KEY, "runs", b"whole", {})
        with pytest.raises(BuildError) as caught, Store(where.folder).alone():
            pass
        assert str(caught.value) == (
            f"{where.folder}: error[busy]: a build is using '{where.folder}' — wait until it ends"
        )
        assert where.get(KEY, "runs").data == b"whole"
    with where.alone():
        assert where.clear()
    assert not where.folder.exists()
    with where.alone():
        assert not where.clear()


def test_a_command_that_stores_nothing_leaves_no_folder(store):
    """A store that was opened in vain is not left behind as an empty folder."""
    where, _ = store
    with where.in_use():
        pass
    assert not where.folder.exists()
    with pytest.raises(RuntimeError), where.in_use():
        raise RuntimeError
    assert not where.folder.exists()


def test_only_what_is_ours_is_ever_removed(store):
    """Wherever a store is said to lie: files that no store wrote stay, whatever their names are."""
    where, _ = store
    photograph = where.folder / "ab" / f"{KEY}.jpg"
    hidden = where.folder / ".new-year"
    photograph.parent.mkdir(parents=True)
    for file in (photograph, hidden):
        file.write_bytes(b"mine")
    with where.in_use(), pytest.raises(BuildError, match="is not known to be a store"):
        where.clear()
    assert photograph.exists()
    assert hidden.exists()
    hidden.unlink()
    where.put(KEY, "runs", b"ours", {})
    assert list(where.entries()) == [(KEY, "runs")]
    assert where.clear()
    assert [path for path in where.folder.rglob("*") if path.is_file()] == [photograph]


def test_a_scratch_store_goes_with_its_command(store):
    """A store for a while is removed at the end; what a killed command left goes with the next sweep."""
    where, _ = store
    with where.scratch() as scratch:
        scratch.put(KEY, "runs", b"again", {})
        assert scratch.folder.parent == where.folder
    assert not scratch.folder.exists()
    scratch.put(KEY, "runs", b"left by one that was killed", {})
    with where.in_use():
        assert not scratch.folder.exists()


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
