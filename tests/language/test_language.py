"""Words and numbers in a language: which form a number takes, and the signs that it is written with."""

import subprocess
import sys
from pathlib import Path

import pytest
from babel.numbers import format_decimal
from hypothesis import given as drawn
from hypothesis import strategies as st

from proofpress import formatting
from proofpress.language import current, gettext, ngettext, using
from proofpress.language.locales import direction
from proofpress.language.reading import read_language
from proofpress.models.language import ENGLISH, Language

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = (ROOT / "templates",)


def test_english_is_what_stands_in_the_code() -> None:
    """Outside of any language, and after one, words and numbers are English."""
    assert read_language("en", TEMPLATES) == ENGLISH
    with using(read_language("de", TEMPLATES)):
        assert gettext("Claims ledger") == "Verzeichnis der Aussagen"
    assert current() == ENGLISH
    assert gettext("Claims ledger") == "Claims ledger"
    assert ngettext("%(num)s run", "%(num)s runs", 2, num="2") == "2 runs"


def test_an_english_site_never_imports_babel() -> None:
    """The start of an English build does not pay for languages that it does not speak."""
    code = (
        "import sys; from pathlib import Path; from proofpress.language.reading import read_language;"
        "import proofpress.site, proofpress.claims, proofpress.formatting;"
        "read_language('en-GB', [Path('templates')]); sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize(
    ("tag", "fixed", "percent", "interval"),
    [
        ("en", "−1,797.5", "96.9%", "57.2 points [55.0, 59.1]"),
        ("de", "−1.797,5", "96,9\u00a0%", "57,2 Prozentpunkte [55,0; 59,1]"),
        ("fr", "−1\u202f797,5", "96,9\u00a0%", "57,2 points [55,0, 59,1]"),
        ("tr", "−1.797,5", "%96,9", "57,2 points [55,0, 59,1]"),
        ("xx-unknown", "−1,797.5", "96.9%", "57.2 points [55.0, 59.1]"),
    ],
)
def test_numbers_have_the_signs_of_the_language(tag: str, fixed: str, percent: str, interval: str) -> None:
    """Comma, thousands and percent are those of the language; words without a catalogue stay English."""
    with using(read_language(tag, TEMPLATES)):
        assert formatting.fixed(-1797.46, 1) == fixed
        assert formatting.percent(0.969, 1) == percent
        assert formatting.with_interval(57.2, 55.04, 59.1, "points", 1) == interval
        assert formatting.decimal(1797.5) == "1797.5", "links and fields are read by programs"
        assert formatting.without_percent(percent) == fixed.partition("1")[0].strip("−") + percent.strip("%\u00a0")


@drawn(st.floats(-1e9, 1e9, allow_nan=False), st.integers(0, 4), st.sampled_from(["de", "fr", "sv", "pt", "he"]))
def test_fixed_numbers_are_as_babel_writes_them(value: float, digits: int, tag: str) -> None:
    """Babel's own writer is the oracle; only the minus sign is ours in all languages."""
    with using(read_language(tag, ())):
        printed = formatting.fixed(value, digits)
    rounded = float(f"{value:.{digits}f}")
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    wanted = format_decimal(abs(rounded), pattern, tag, numbering_system="latn")
    assert printed.lstrip(formatting.MINUS) == wanted
    assert printed.startswith(formatting.MINUS) == (rounded < 0)


def test_a_number_takes_the_form_of_its_language() -> None:
    """Arabic has six forms, and gettext's expression says which."""
    plural = "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"
    arabic = Language("ar", "rtl", plural=plural, messages={"%(num)s run": tuple("abcdef")})
    with using(arabic):
        assert [ngettext("%(num)s run", "%(num)s runs", n) for n in (0, 1, 2, 3, 11, 100)] == list("abcdef")


def test_days_are_written_as_readers_write_them() -> None:
    """A day keeps its order in English, and has the month's name elsewhere; what is no day stays."""
    assert formatting.day("2026-11-23") == "2026-11-23"
    with using(read_language("de", TEMPLATES)):
        assert formatting.day("2026-11-23") == "23. November 2026"
        assert formatting.day("soon") == "soon"


def test_a_catalogue_of_the_site_goes_before_ours(tmp_path: Path) -> None:
    """A site may translate into a language that we do not bring, and use other words than ours, region by region."""
    folder = tmp_path / "languages"
    folder.mkdir()
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (folder / "de.po").write_text(f'{head}msgid "Claims"\nmsgstr "Behauptungen"\n', encoding="utf-8")
    (folder / "de-CH.po").write_text(f'{head}msgid "Lab"\nmsgstr "Labor!"\n', encoding="utf-8")
    swiss = read_language("de-CH", (*TEMPLATES, tmp_path))
    assert [swiss.messages[word][0] for word in ("Claims", "Lab", "Article")] == ["Behauptungen", "Labor!", "Artikel"]


@pytest.mark.parametrize("tag", ["ar", "he-IL", "fa", "az-Arab", "ks-arab-IN"])
def test_direction_is_that_of_the_script(tag: str) -> None:
    """Right to left is told by the script in the tag, else by the language's usual one."""
    assert direction(tag) == "rtl"
    assert direction(f"{tag.partition('-')[0]}-Latn") == "ltr"
