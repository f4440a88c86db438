"""Whatever becomes of real content, the press takes it or says in a line what is wrong, soon and within bounds."""

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings

from tests.hostile import mutations, real
from tests.hostile.child import Child, assert_for_people

EXAMPLES = {"structures": 900, "texts": 600, "plants": 500}
MANY = {"suppress_health_check": list(HealthCheck)}


@pytest.fixture(scope="module")
def child(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Child]:
    """A worker that is held to 5 s of work a case and 1 GiB of memory."""
    child = Child(tmp_path_factory.mktemp("hostile"))
    yield child
    child.close()


@cache
def sound(at: int) -> dict[str, bytes]:
    """Return the files of a small site as they are before anything is changed."""
    comparison, piece = real.pieces()[at]
    files = real.files_of(comparison, piece)
    written = {path: mutations.encoded(mutations.dumped(data)) for path, data in files.items()}
    return {**real.own_files(comparison), **written}


def test_every_entry_of_the_real_content_is_in_a_small_site_that_loads(child: Child) -> None:
    """What is fuzzed is all of the first site's content, and sound before it is spoilt."""
    for comparison in real.comparisons():
        cut = [piece for name, piece in real.pieces() if name == comparison]
        whole = real.whole(comparison)
        assert set().union(*map(real.entries, cut)) == set(real.entries(whole))
        assert set().union(*cut) == set(whole)
    for at in range(len(real.pieces())):
        answer = child.ask(sound(at))
        assert answer["status"] == 0, answer["err"]


@settings(max_examples=EXAMPLES["structures"], **MANY)
@given(spoilt=mutations.structures())
def test_changed_structure_is_answered(child: Child, spoilt: tuple[int, dict[str, bytes]]) -> None:
    """Keys and values deleted, repeated, retyped, renamed, reordered, swapped or endless: taken, or told in lines."""
    at, files = spoilt
    assert_for_people(child.ask({**sound(at), **files}))


@settings(max_examples=EXAMPLES["texts"], **MANY)
@given(spoilt=mutations.texts())
def test_changed_text_is_answered(child: Child, spoilt: tuple[int, dict[str, bytes]]) -> None:
    """Text cut, spiked with YAML's own signs, with other line ends, encodings and bytes: taken, or told in lines."""
    at, files = spoilt
    assert_for_people(child.ask({**sound(at), **files}))


@settings(max_examples=EXAMPLES["plants"], **MANY)
@given(spoilt=mutations.plants())
def test_what_yaml_can_be_made_to_do_is_answered(child: Child, spoilt: tuple[int, dict[str, bytes]]) -> None:
    """Bombs of aliases, depth, tags, merges and numbers in place of a value: taken, or told in lines."""
    at, files = spoilt
    assert_for_people(child.ask({**sound(at), **files}))


def test_there_were_enough_cases() -> None:
    """The tests above try two thousand cases at least."""
    assert sum(EXAMPLES.values()) >= 2_000
