"""YAML text becomes a tree that knows its places, and nothing in it is turned into something else."""

import json
import string
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from proofpress import pipeline
from proofpress.content.files import as_typed
from proofpress.content.yaml_reader.scalars import AmbiguousScalar, resolve
from proofpress.content.yaml_reader.tree import Node, parse
from proofpress.diagnostics import Location
from proofpress.models import Text
from proofpress.models.build_options import BuildOptions
from tests.desk import ROOT


def tree(text: str) -> Node:
    """Return the tree of a text that has no problems."""
    node, diagnostics = parse(text, "page.yaml")
    assert not diagnostics
    assert node is not None
    return node


def rules(text: str) -> list[str]:
    """Return the rules that a text breaks."""
    return [diagnostic.rule for diagnostic in parse(text, "page.yaml")[1]]


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("1e-4", 1e-4),
        (".5", 0.5),
        ("-3", -3),
        ("1.10", 1.1),
        ("+2.5e3", 2500.0),
        ("0", 0),
        ("true", True),
        ("null", None),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2026-11-23", "2026-11-23"),
        ("007", "007"),
        ("0x1F", "0x1F"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("nan", "nan"),
        ("1.2.3", "1.2.3"),
        ("tRue", "tRue"),
        ("nope", "nope"),
    ],
)
def test_unquoted_words_mean_what_json_would_say(word: str, meaning: Any) -> None:
    """Numbers, true, false and null are read; dates, times, octal and other surprises of YAML 1.1 stay text."""
    assert resolve(word) == meaning
    assert type(resolve(word)) is type(meaning)


@pytest.mark.parametrize("word", ["yes", "No", "ON", "off", "y", "N", "1e999", "1e-999", "9" * 20])
def test_words_of_doubtful_meaning_are_refused(word: str) -> None:
    """Yes and no, and numbers that cannot be held, are asked about instead of guessed."""
    with pytest.raises(AmbiguousScalar):
        resolve(word)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_is_read_as_written(number: float) -> None:
    """A number that Python or JSON writes is read back bit for bit."""
    assert resolve(repr(number)) == number


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(string.printable[:95] + "äß€𝕏", max_size=20),
    lambda children: (
        st.lists(children, max_size=4)
        | st.dictionaries(st.text(string.ascii_letters, min_size=1), children, max_size=4)
    ),
    max_leaves=20,
)


@given(JSON.filter(lambda data: data is not None))
def test_json_is_read_as_json(data: Any) -> None:
    """YAML contains JSON: what the standard library writes is read back unchanged."""
    assert tree(json.dumps(data, ensure_ascii=False)).plain == data


def test_keys_and_values_know_line_and_column() -> None:
    """Places count from 1, in characters, also behind letters that take several bytes."""
    node = tree('größe: {ä: "é", b: [1, 22]}\nnext: x\n')
    assert node.key("größe") == Location("page.yaml", 1, 1)
    assert node.key("größe", "b") == Location("page.yaml", 1, 17)
    assert node.at("größe", "b", 1).location == Location("page.yaml", 1, 24)
    assert node.at("next").location == Location("page.yaml", 2, 7)


def test_words_of_a_block_begin_below_its_sign() -> None:
    """A text in a block begins at its first word, so that a complaint can point at it."""
    node = tree("text: |\n\n    first words\n    second\n")
    assert node.at("text").location == Location("page.yaml", 1, 7)
    assert node.at("text").begins == Location("page.yaml", 3, 5)


def test_windows_line_ends_and_a_mark_at_the_start_count_for_nothing() -> None:
    """Lines are the same lines whatever the editor ends them with."""
    assert tree("a: 1\r\nb: 2\r\n").at("b").location == Location("page.yaml", 2, 4)


def test_aliases_repeat_what_they_name() -> None:
    """An alias stands for the value of its anchor, at the anchor's place."""
    node = tree("a: &x [1, 2]\nb: *x\n")
    assert node.plain == {"a": [1, 2], "b": [1, 2]}
    assert node.at("b").location.line == 1


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a: 1\na: 2\n", "duplicate-key"),
        ("{a: 1, b: {c: 1, c: 2}}", "duplicate-key"),
        ("a: !!python/object/apply:os.system [ls]", "tag"),
        ("!mine x", "tag"),
        ("a: !!str 1", "tag"),
        ("? [1]\n: 2", "wrong-key"),
        ("<<: {a: 1}", "wrong-key"),
        ("a: &a [*a]", "alias-growth"),
        ("[" * 40 + "]" * 40, "too-deep"),
        ("[" * 20000 + "]" * 20000, "too-deep"),
        ('a: "\\u202e"', "control-character"),
        ("a: \x07", "control-character"),
        ("a: 1\n---\nb: 2\n", "broken-yaml"),
        ("a:\n\tb: 1\n", "tab"),
        ("# only a comment", "empty-file"),
    ],
)
def test_what_yaml_should_not_be_is_named(text: str, rule: str) -> None:
    """Each way of abusing YAML has a rule of its own, and nothing else is complained about."""
    assert rules(text) == [rule]


def test_growth_by_aliases_is_bounded_without_growing() -> None:
    """Nine times nine times … of a text is refused at once, not built first."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert rules("\n".join(lines)) == ["alias-growth"]


@pytest.mark.parametrize("mark", ["- ", "* ", "+ ", "1. ", "12) ", "-\t"])
def test_a_row_of_list_marks_is_told(mark: str) -> None:
    """Each mark begins a list within the one before: a text that nests them without end has no reader."""
    _, diagnostics = parse(f"a: |\n  Words.\n  > {mark * 600}x\nb: {json.dumps(mark * 31)}\n", "page.yaml")
    message = (
        "error[too-deep]: more than 30 marks of lists stand in a row, each a list within the one before"
        " — write fewer of them in a line, or a backslash before the first"
    )
    assert [str(diagnostic) for diagnostic in diagnostics] == [f"page.yaml:3:3: {message}", f"page.yaml:4:5: {message}"]


def test_rows_of_marks_that_nest_nothing_are_texts() -> None:
    """Thirty marks in a line, marks within a line and marks without spaces are read as they stand."""
    text = f"{'- ' * 30}x\nwords {'- ' * 600}\n{'-' * 600}\n"
    assert tree(json.dumps({"a": text})).plain == {"a": text}


def test_words_in_quotes_begin_behind_the_quote() -> None:
    """A text begins at its first word, whatever the quotes."""
    node = tree("a: \"x y\"\nb: 'x y'\nc: x y\nd: >-\n\n  x\n  y\n")
    assert [(node.at(key).begins.line, node.at(key).begins.column) for key in "abcd"] == [
        (1, 5),
        (2, 5),
        (3, 4),
        (6, 3),
    ]


@given(
    st.lists(st.text("abcä𝕏 .,", min_size=1).filter(lambda line: line == line.strip()), min_size=1, max_size=5),
    st.sampled_from(["", "'", '"', "|", ">"]),
    st.integers(0, 3),
)
def test_every_character_is_found_where_it_stands(lines: list[str], style: str, depth: int) -> None:
    """In plain, quoted, folded and kept texts over many lines, a character is located on its own line and column."""
    data: Any = "\n".join(lines) if style == "|" else " ".join(lines)
    for _ in range(depth):
        data = {"a": [data]}
    text = yaml.dump({"b": data}, default_style=style or None, allow_unicode=True, width=20)
    node = parse(text, "page.yaml")[0]
    assert node is not None
    node = node.at("b", *("a", 0) * depth)
    if "\\" in text or not isinstance(node.value, str):
        return
    written = text.split("\n")
    for offset, character in enumerate(node.value):
        if not character.isspace():
            location = Text(node.value, node.begins, lines=node.lines).locate(offset)
            assert written[location.line - 1][location.column - 1] == character, (text, offset)


def test_a_kept_tree_is_as_it_was_read():
    """Trees are kept from build to build; nothing that reads a site writes into one, translations neither."""
    kept: dict[tuple[str, str], Node | None] = {}
    options = BuildOptions(content=ROOT / "content", drafts=True)
    site = pipeline.read(options)
    for path in sorted((ROOT / "content").glob("*/*.yaml")):
        text, file = path.read_text(encoding="utf-8"), as_typed(path)
        kept[text, file] = parse(text, file)[0]
    assert pipeline.read(options) == site
    for (text, file), node in kept.items():
        assert node == parse.__wrapped__(text, file)[0]
