"""The documentation site: what is generated for it is what the code has, and every picture of the gallery is there."""

import re

import pytest
import yaml

from proofpress import cli
from proofpress.content.validation.annotations import keys
from proofpress.datasets.data_set import data_sets
from proofpress.publish.page import read
from tests.desk import ROOT
from tools.docs import gallery, links, reference

DOCS = ROOT / "docs"
KINDS = [(page, name) for page in ("experiments.md", "statistics.md", "charts.md") for name in reference.kinds_of(page)]


def column(table: str, number: int = 0) -> list[str]:
    """Return the cells of a column of a table in Markdown, without code marks."""
    return [line.strip("| ").split(" | ")[number].strip("` ") for line in table.splitlines()[2:]]


@pytest.mark.parametrize(("page", "name"), KINDS)
def test_the_options_of_a_kind_are_those_of_its_record(page, name):
    """Its table has a row for each key of its record, with what it takes and a sentence; none is left blank."""
    kind = reference.kinds_of(page)[name]
    rows = reference.option_table(kind)
    assert {cell.partition(".")[0].removesuffix("[]") for cell in column(rows)} == set(keys(kind.options))
    assert all(column(rows, 1))
    mute = [row for row in rows.splitlines()[2:] if row.endswith("|  |")]
    assert not mute


def test_words_of_a_table_name_nothing_of_the_code():
    """Readers of the reference know no records of ours: no sentence sends them to a module, or speaks of None."""
    words = reference.file_tables() + reference.part_tables()
    words += "".join(reference.option_table(reference.kinds_of(page)[name]) for page, name in KINDS)
    assert not re.findall(r"see `[\w.]+`|\bNone\b|Raises \w+|ValueError|`[A-Z]\w+\.\w+`", words)


def test_every_data_set_has_a_row():
    """The table of data sets has all of them and no other, with the number of their rows."""
    rows = reference.data_set_table()
    assert column(rows) == sorted(data_sets())
    assert column(rows, 2)[column(rows).index("digits")] == "1,797"


def test_every_file_and_every_command_has_a_section():
    """The files that an author writes, and the commands that the help lists."""
    files = re.findall(r"^## `(.+)`$", reference.file_tables(), re.MULTILINE)
    assert files == [name for name in reference.json_schemas(reference.all_kinds()) if name != "verified.yaml"]
    commands = re.findall(r"^## `(.+)`$", reference.command_tables(), re.MULTILINE)
    assert commands == cli.Commands().list_commands(None)


def test_a_key_in_a_list_of_records_has_a_row():
    """Keys at any depth are there, and say whether they are required."""
    rows = reference.key_table(reference.json_schemas(reference.all_kinds())["page.yaml"])
    found = dict(zip(column(rows), column(rows, 2), strict=True))
    assert found["sections[].heading"] == "**required**"
    assert found["sections[].steps[].figure"] == "–"
    assert found["draft"] == "false"


def test_every_kind_of_chart_hangs_in_the_gallery(first_site):
    """Each kind has a picture from the built site, light and dark, with the YAML of that picture."""
    found = gallery.exhibits(ROOT / "content", first_site.output)
    assert sorted(found) == sorted(reference.all_kinds().charts)
    for kind, exhibit in found.items():
        assert exhibit.light.is_file(), exhibit.light
        assert exhibit.dark.is_file(), exhibit.dark
        assert exhibit.light.read_bytes() != exhibit.dark.read_bytes()
        assert len(exhibit.alt) > 20
        (entry,) = written if isinstance(written := yaml.safe_load(exhibit.source), list) else written.values()
        assert entry["chart"]["kind"] in (kind, *reference.all_kinds().charts[kind].aliases)
        assert (first_site.output / exhibit.link / "index.html").is_file()
    sheets = gallery.sheets(ROOT / "content", first_site.output)
    assert all(path.is_file() for *_, light, dark in sheets.values() for path in (light, dark))
    for _, _, link in gallery.explorer_links(ROOT / "content", first_site.output):
        page, _, anchor = link.partition("#")
        assert not anchor or anchor in read((first_site.output / page / "index.html").read_text(encoding="utf-8")).ids


def test_a_gallery_without_a_site_says_what_to_run(tmp_path):
    """Who builds the documentation before the site is told which command comes first."""
    with pytest.raises(FileNotFoundError, match=r"run `python build\.py` first"):
        gallery.exhibits(ROOT / "content", tmp_path)


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ('<a href="../../talk/">x</a>', []),
        ('<a href="../../gone/">x</a>', ["leads nowhere"]),
        ('<a href="../../talk/#part">x</a>', []),
        ('<a href="../../talk/#other">x</a>', ["leads to no element"]),
        ('<a href="https://example.org/site/gone/">x</a>', ["leads nowhere"]),
        ('<a href="https://example.com/gone/">x</a>', []),
        ('<script src="https://example.com/x.js"></script>', ["loaded from another host"]),
        ('<link rel="stylesheet" href="https://example.com/x.css">', ["loaded from another host"]),
    ],
)
def test_links_of_the_documentation_are_followed(tmp_path, html, told):
    """A link out of docs/ has to lead to a page of the site and an element of it; nothing is loaded from elsewhere."""
    for path, text in (("site/talk/index.html", '<h2 id="part">x</h2>'), ("docs/page/index.html", html)):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    found = list(links.follow(tmp_path / "site", tmp_path / "docs", "https://example.org/site/"))
    assert len(found) == len(told)
    assert all(words in line for words, line in zip(told, found, strict=True))
