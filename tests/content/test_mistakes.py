"""Options that are wrong are answered in our words, with what was given and what is allowed."""

from collections.abc import Mapping
from typing import Annotated, Literal

import pytest
from msgspec import Meta, field

from proofpress.content.validation import check
from proofpress.content.yaml_reader.tree import parse
from proofpress.diagnostics import Diagnostic
from proofpress.models import Best, Options


class Digits(Options, frozen=True):
    """Options with a name, one branch of a union."""

    name: Literal["digits", "iris"]
    train: Annotated[int, Meta(ge=1)] = 10


class Moons(Options, frozen=True):
    """Options with a name, the other branch."""

    name: Literal["moons"]
    noise: Annotated[float, Meta(ge=0, lt=1)] = 0.1


class Recipe(Options, frozen=True):
    """All that options may be made of."""

    data: Digits | Moons
    hidden: Annotated[tuple[Annotated[int, Meta(ge=1)], ...], Meta(min_length=1)] = (8,)
    pair: tuple[float, float] = (0.0, 1.0)
    at: Mapping[str, float | str | Best | None] = field(default_factory=dict)
    size: Literal["all"] | int = "all"
    steps: int | None = None
    fast: bool = False

    def __post_init__(self) -> None:
        """Raise ValueError where two options contradict one another."""
        if self.fast and self.steps:
            raise ValueError("say 'fast' or 'steps', not both.")


def answers(text: str) -> list[str]:
    """Return what is said about options written as YAML, without the places' file."""
    node, found = parse(text, "f")
    assert node is not None
    assert not found
    diagnostics: list[Diagnostic] = []
    check(Recipe, node, diagnostics, called="a recipe")
    return [str(diagnostic).removeprefix("f:") for diagnostic in sorted(diagnostics)]


def test_sound_options_become_a_record() -> None:
    """Lists become tuples, mappings records, whole numbers serve as numbers; nothing else is converted."""
    node, _ = parse("{data: {name: moons, noise: 0}, pair: [1, 2], at: {x: {best: loss}, y: 1, z: last}}", "f")
    assert node is not None
    record = check(Recipe, node, [])
    assert record == Recipe(Moons("moons", 0.0), pair=(1.0, 2.0), at={"x": Best("loss"), "y": 1.0, "z": "last"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "{data: {name: digit}}",
            "1:15: error[not-allowed]: 'digit' is not allowed for 'name' — did you mean 'digits'?",
        ),
        (
            "{data: {name: sine}}",
            "1:15: error[not-allowed]: 'sine' is not allowed for 'name' — use 'digits', 'iris' or 'moons'",
        ),
        ("{data: {name: moons, noise: 1}}", "1:29: error[out-of-range]: 'noise' must be less than 1, not 1"),
        (
            "{data: {name: moons, nois: 0}}",
            "1:22: error[unknown-key]: 'nois' is not a key of 'data' — did you mean 'noise'?",
        ),
        ("{data: {name: digits, train: 0.5}}", "1:30: error[wrong-type]: 'train' must be a whole number, not 0.5"),
        (
            "{data: digits}",
            "1:8: error[wrong-type]: 'data' must be a mapping with the keys name, train or a mapping "
            "with the keys name, noise, not the text 'digits'",
        ),
        ("{data: {name: iris}, hidden: []}", "1:30: error[wrong-length]: 'hidden' must have at least 1 item, not 0"),
        (
            "{data: {name: iris}, hidden: [8, a]}",
            "1:34: error[wrong-type]: item 2 of 'hidden' must be a whole number, not the text 'a'",
        ),
        (
            "{data: {name: iris}, hidden: ['8']}",
            "1:31: error[wrong-type]: item 1 of 'hidden' must be a whole number, not the text '8' — remove the quotes",
        ),
        ("{data: {name: iris}, pair: [1]}", "1:28: error[wrong-length]: 'pair' must have 2 items, not 1"),
        ("{data: {name: iris}, pair: [1, 2, 3]}", "1:28: error[wrong-length]: 'pair' must have 2 items, not 3"),
        (
            "{data: {name: iris}, at: {x: {bets: loss}}}",
            "1:31: error[unknown-key]: 'bets' is not a key of 'x' — did you mean 'best'?",
        ),
        (
            "{data: {name: iris}, at: {x: [1]}}",
            "1:30: error[wrong-type]: 'x' must be a number, text or a mapping with the keys best, per, not a list",
        ),
        (
            "{data: {name: iris}, size: some}",
            "1:28: error[not-allowed]: 'size' must be 'all' or a whole number, not the text 'some'",
        ),
        ("{data: {name: iris}, fast: 1}", "1:28: error[wrong-type]: 'fast' must be true or false, not the number 1"),
        ("{data: {name: iris}, steps: 5, fast: true}", "1:1: error[wrong-options]: say 'fast' or 'steps', not both"),
        (
            "{hidden: [1]}",
            "1:1: error[missing-key]: a recipe needs the key 'data' — add it: a mapping with the keys name, "
            "train or a mapping with the keys name, noise",
        ),
    ],
)
def test_one_mistake_gets_one_answer(text: str, said: str) -> None:
    """Each mistake is said once, word for word, also where it lies in a union."""
    assert answers(text) == [said]


def test_all_mistakes_are_said_at_once() -> None:
    """One mistake does not hide another."""
    found = answers("data: {name: iris, train: 0}\nhidden: [0, 1]\npair: x\nspeed: 9\n")
    assert [line.split(":")[0] for line in found] == ["1", "2", "3", "4"]


def test_entry_is_where_a_missing_key_is_reported() -> None:
    """A missing key is reported where the entry begins, for there is no better place."""
    node, _ = parse("first:\n  hidden: [1]\n", "f")
    assert node is not None
    diagnostics: list[Diagnostic] = []
    check(Recipe, node.at("first"), diagnostics, called="a recipe", location=node.key("first"))
    assert [(diagnostic.rule, diagnostic.location) for diagnostic in diagnostics] == [
        ("missing-key", node.key("first"))
    ]
    assert isinstance(diagnostics[0], Diagnostic)
