"""`.bib` files as sources: what a library says reaches the page, and what is published can be cited again."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace

from proofpress.content import load
from proofpress.content.bibliography import create_source, parse_bibliography
from proofpress.diagnostics import BuildError, Diagnostic
from proofpress.models import Comparison, Source
from proofpress.models.authors import Author
from proofpress.site.authorship import cite
from proofpress.site.context import create_context
from tests.content.sites import KINDS, small
from tests.desk import ROOT
from tests.site import made_up

COMPLETE = "title={T}, journal={J}, year=2000, url={https://example.org/}"


def read(text: str, key: str = "a") -> Source:
    """Return the source of an entry in which nothing is wrong."""
    diagnostics: list[Diagnostic] = []
    file = parse_bibliography(text, "f.bib", diagnostics)
    source = create_source(file.entries[key], file.entries, diagnostics)
    assert not diagnostics
    assert source is not None
    return source


@pytest.mark.parametrize(
    ("field", "printed"),
    [
        ("author={Ada Lovelace}", "Ada Lovelace"),
        ("author={Lovelace, Ada and Babbage, C.}", "Ada Lovelace, C. Babbage"),
        ("author={van der Berg, Jan and Martin Luther King, Jr. and others}", None),
        ("author={de la Cruz, Mar{\\'\\i}a and others}", "María de la Cruz, et al."),
        ("author={{World Health Organization}}", "World Health Organization"),
        ('author="Bj{\\"o}rn {\\O}sterg{\\aa}rd"', "Björn Østergård"),
        ("author={King, Jr., Martin Luther}", "Martin Luther King Jr."),
        ("editor={E. Ditor}", "E. Ditor"),
        ("author={" + " and ".join(f"A. N{letter}" for letter in "abcdefghijklm") + "}",
         ", ".join(f"A. N{letter}" for letter in "abcdefghij") + ", et al."),
    ],
)  # fmt: skip
def test_names_are_printed_as_people_write_them(field: str, printed: str | None) -> None:
    """First names stand first, particles before the name, organisations whole; long lists and `others` end in et al."""
    text = f"@article{{a, {field}, {COMPLETE}}}"
    if printed is None:
        printed = "Jan van der Berg, Jr. Martin Luther King, et al."
    assert read(text).authors == printed


@pytest.mark.parametrize(
    ("fields", "link"),
    [
        ("doi={10.1000/182}", "https://doi.org/10.1000/182"),
        ("doi={https://doi.org/10.1000/182}, url={https://example.org/}", "https://doi.org/10.1000/182"),
        ("doi={10.1002/(SICI)1097-0258<1::AID-X>3.0.CO;2-A}",
         "https://doi.org/10.1002/(SICI)1097-0258%3C1::AID-X%3E3.0.CO;2-A"),
        ("url={https://example.org/a\\_b}", "https://example.org/a_b"),
        ("howpublished={\\url{https://example.org/c}}", "https://example.org/c"),
        ("eprint={1412.6980}, archiveprefix={arXiv}", "https://arxiv.org/abs/1412.6980"),
        ("eprint={hep-th/9901001v2}, eprinttype={arxiv}", "https://arxiv.org/abs/hep-th/9901001v2"),
        ("journal={arXiv preprint arXiv:1412.6980}", "https://arxiv.org/abs/1412.6980"),
    ],
)  # fmt: skip
def test_a_work_is_linked_by_doi_address_or_e_print(fields: str, link: str) -> None:
    """In this order, however the library writes them; signs that no address may hold are written by their codes."""
    venue = "" if "journal" in fields else "journal={J}, "
    assert read(f"@article{{a, author={{A}}, title={{T}}, {venue}year=2000, {fields}}}").link == link


def test_a_part_has_from_the_whole_what_it_lacks() -> None:
    """`crossref` gives year, and the whole's title as where it appeared, but neither its editors nor its address."""
    text = (
        "@inproceedings{a, author={A}, title={Part}, crossref={P}, url={https://example.org/part}}\n"
        "@proceedings{p, editor={E}, title={Whole}, year={2001}, url={https://example.org/whole}}"
    )
    source = read(text)
    assert (source.authors, source.year, source.title) == ("A", "2001", "Part")
    assert (source.venue, source.link) == ("Whole", "https://example.org/part")


def test_words_of_strings_and_months_stand_for_what_they_name() -> None:
    """`@string` in any case, joined by `#`, and a word that nobody asks for may be unknown."""
    text = (
        '@STRING{Jmlr = "Journal of {Machine} Learning"}\n'
        "@article{a, author={A}, title={T}, journal=jmlr # { Research}, volume=3, month=frost, date={2010-05}, "
        "url={https://example.org/}}"
    )
    source = read(text)
    assert (source.venue, source.year) == ("Journal of Machine Learning Research 3", "2010")


def bibliography_site(folder: Path, sources: str) -> Path:
    """Return the small site whose page has these sources."""
    content = small(folder)
    page = content / "steps" / "page.yaml"
    words, _, _ = page.read_text(encoding="utf-8").partition("sources:")
    page.write_text(words + f"sources: {sources}\n", encoding="utf-8")
    (content / "steps" / "library.bib").write_text(
        "@article{robbins1951, author={Robbins, H. and Monro, S.}, title={A {Stochastic} Approximation Method},\n"
        " journal={The Annals of Mathematical Statistics}, year=1951, doi={10.1214/aoms/1177729586}}\n"
        "@misc{unfit, title={\\nothing}}\n",
        encoding="utf-8",
    )
    return content


def sources_of(content: Path) -> Comparison:
    """Return the only comparison of a site."""
    return load(content, KINDS).comparisons[0]


@pytest.mark.parametrize("sources", ["library.bib", "[library.bib]", "[../shared.bib]"])
def test_a_page_names_its_library(sources: str, tmp_path: Path) -> None:
    """Beside the page or above it: the cited entry becomes a source, and no other entry is looked at."""
    content = bibliography_site(tmp_path, sources)
    if "shared" in sources:
        (content / "steps" / "library.bib").rename(content / "shared.bib")
    found = sources_of(content).sources
    assert list(found) == ["robbins1951"]
    assert found["robbins1951"].authors == "H. Robbins, S. Monro"
    assert found["robbins1951"].title == "A Stochastic Approximation Method"


def test_entries_and_a_library_stand_side_by_side(tmp_path: Path) -> None:
    """A page may write some of its sources out; the library gives the others."""
    entry = '{id: own, authors: A, year: "2000", title: T, venue: V, link: "https://example.org/"}'
    found = sources_of(bibliography_site(tmp_path, f"[{entry}, library.bib]")).sources
    assert list(found) == ["own", "robbins1951"]


def test_a_library_outside_the_content_is_not_read(tmp_path: Path) -> None:
    """A path that leaves the content folder is refused, as links are."""
    content = bibliography_site(tmp_path, "../../library.bib")
    (content / "steps" / "library.bib").rename(tmp_path / "library.bib")
    with pytest.raises(BuildError, match="link-outside"):
        sources_of(content)


LETTERS = some.text(
    some.characters(codec="utf-8", exclude_categories=("C", "Z")) | some.sampled_from(" \\{}%&$#_~^,'\"-"),
    min_size=1,
    max_size=30,
).filter(str.strip)


MATERIAL = made_up.material("steps")
CONTEXT = create_context(made_up.site(MATERIAL), made_up.provenance(), ROOT / "templates", False)
# Braces and backslashes are in no name, and BibTeX, which looks for its parts, would not find them.
NAMES = LETTERS.filter(lambda name: not set(name) & set("{}\\"))


@given(title=LETTERS, name=NAMES)
def test_what_is_published_can_be_cited_again(title: str, name: str) -> None:
    """The BibTeX of a page, put into a library, gives its title and its author letter by letter."""
    comparison = replace(MATERIAL.comparison, authors=(Author(name),))
    bibtex = cite(CONTEXT, comparison, title).bibtex
    diagnostics: list[Diagnostic] = []
    file = parse_bibliography(bibtex, "cite.bib", diagnostics)
    (entry,) = file.entries.values()
    source = create_source(entry, file.entries, diagnostics)
    assert not diagnostics
    assert source is not None
    assert source.title == " ".join(title.split())
    assert source.authors == " ".join(name.split())
