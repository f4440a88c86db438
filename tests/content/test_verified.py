"""verified.yaml: what is written out is read back, the same for the same checks."""

from pathlib import Path

from msgspec.structs import replace

from proofpress.content import VERIFIED_FILE, format_verified, load
from proofpress.models import Check, Measure, Repeat
from tests.content.sites import KINDS, small

CHECK = Check(
    claim="small-steps-waste",
    question="00112233445566778899aabbccddeeff",
    published=Measure(58.95061, -0.00000123, 1_234_567),
    rounds=(Measure(60, 50.5, 70), None, Measure(1e-9, 0, 2e22)),
    seeds=(100_000, 101_002),
    versions={"numpy": "2.4", "jax": "0.10.2"},
    day="2026-11-25",
)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    """A record that was written out is read as the same checks: rounds without a number and odd sizes too."""
    content = small(tmp_path)
    text = format_verified({CHECK.claim: CHECK})
    (content / "steps" / VERIFIED_FILE).write_text(text, encoding="utf-8")
    (comparison,) = load(content, KINDS).comparisons
    (check,) = comparison.checks.values()
    assert replace(check, location=CHECK.location) == CHECK
    assert format_verified(comparison.checks) == text


def test_the_text_is_stable() -> None:
    """Claims and versions are in order of their names, whatever the order in which they were found."""
    other = Check("a-claim", "ff", Measure(1, 1, 1), (Measure(1, 1, 1),), (5, 5), {"b": "1", "a": "2"}, None)
    text = format_verified({"small-steps-waste": CHECK, "a-claim": other})
    assert text == format_verified({"a-claim": other, "small-steps-waste": CHECK})
    assert text[text.index("claims:") :] == (
        "claims:\n"
        "  a-claim:\n"
        '    versions: {a: "2", b: "1"}\n'
        '    question: "ff"\n'
        "    published: [1, 1, 1]\n"
        "    seeds: [5, 5]\n"
        "    rounds:\n"
        "      - [1, 1, 1]\n"
        "  small-steps-waste:\n"
        '    day: "2026-11-25"\n'
        '    versions: {jax: "0.10.2", numpy: "2.4"}\n'
        '    question: "00112233445566778899aabbccddeeff"\n'
        "    published: [58.95061, -1.23e-06, 1234567]\n"
        "    seeds: [100000, 101002]\n"
        "    rounds:\n"
        "      - [60, 50.5, 70]\n"
        "      - null\n"
        "      - [1e-09, 0, 2e+22]\n"
    )


def test_without_a_record_nothing_was_checked(tmp_path: Path) -> None:
    """The file may be missing: then no claim has a check."""
    (comparison,) = load(small(tmp_path), KINDS).comparisons
    assert comparison.checks == {}


REPEAT = Repeat("learning-rate", "ff", 3, 12, 1, {"loss": 0.25, "test: accuracy": None}, "2026-11-25")


def test_repeats_are_written_behind_the_checks() -> None:
    """Runs made again stand by experiment: how many, how many alike, and how far apart; a lost number is null."""
    text = format_verified({CHECK.claim: CHECK}, {"learning-rate": REPEAT})
    assert text.startswith(format_verified({CHECK.claim: CHECK}))
    assert text[text.index("repeated:") :] == (
        "repeated:\n"
        "  learning-rate:\n"
        '    day: "2026-11-25"\n'
        '    question: "ff"\n'
        "    again: 3\n"
        "    runs: 12\n"
        "    same: 1\n"
        '    differs: {"loss": 0.25, "test: accuracy": null}\n'
    )
    assert "claims:" not in format_verified({}, {"learning-rate": REPEAT})
