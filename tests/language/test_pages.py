"""Pages in another language: the whole interface in German; an Arabic one that runs from right to left."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from msgspec.structs import replace

from tests.browsing import hosting, laid_out, lay_out, tabs
from tests.site import made_up

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
ARABIC = {
    "Contents": "المحتويات",
    "Sources": "المصادر",
    "All comparisons": "كل المقارنات",
    "Claims": "الادعاءات",
    "Article": "المقال",
    "Ledger": "السجل",
}
PAGES = ("index.html", "steps/claims/index.html", "steps/infographic/index.html", "comparisons/index.html")


def rendered(language: str, templates: Path) -> Mapping[str, bytes]:
    """Return the files of a made-up site in a language."""
    materials = {"steps": made_up.material("steps"), "other": made_up.material("other", sections=1)}
    site = replace(made_up.site(*materials.values()), language=language)
    return {f.path: f.data for f in made_up.render(site, materials, made_up.provenance(), templates)}


def test_no_word_of_the_interface_stays_english() -> None:
    """A German site says nothing that the catalogue has in English, and says of every page that it is German."""
    catalogue = read_po((TEMPLATES / "languages" / "de.po").open("rb"), locale="de")
    messages = [
        message.id
        for message in catalogue
        if isinstance(message.id, str) and len(message.id.split()) > 2 and not set("%<") & set(message.id)
    ]
    assert len(messages) > 80
    pages = {path: data.decode() for path, data in rendered("de", TEMPLATES).items() if path.endswith(".html")}
    assert len(pages) >= 10
    for path, page in pages.items():
        assert '<html lang="de">' in page, path
        assert "</time>" not in page or ">23. November 2026</time>" in page, path
        assert [words for words in messages if f">{words}<" in page or f'"{words}"' in page] == [], path
    assert "Unterstrichene Worte tragen ein Urteil" in pages["index.html"]


@pytest.fixture(scope="module")
def arabic(tmp_path_factory) -> Iterator[str]:
    """The address of a site whose interface is Arabic, as far as a small catalogue of its own goes."""
    root = tmp_path_factory.mktemp("arabic")
    templates = root / "templates"
    shutil.copytree(TEMPLATES, templates)
    lines = ['msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n']
    lines += [f'msgid "{english}"\nmsgstr "{arabic}"\n' for english, arabic in ARABIC.items()]
    (templates / "languages" / "ar.po").write_text("\n".join(lines), encoding="utf-8")
    lay_out(rendered("ar", templates), root / "site")
    with hosting(root / "site") as address:
        yield address


@pytest.fixture
def visit(browser, arabic) -> Iterator[Callable]:
    """Opens a page of that site."""
    with tabs(browser) as open_tab:
        yield lambda path, *options: open_tab(arabic + path, *options)


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [390, 1440])
def test_pages_from_right_to_left_fit_the_window(visit, path, width):
    """No page scrolls sideways in either direction, with its disclosures open."""
    page = laid_out(visit(path, width))
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("window.scrollTo(-500, 0)")
    assert page.evaluate("window.scrollX") == 0


@pytest.mark.browser
def test_what_stands_at_the_left_stands_at_the_right(visit):
    """The brand, the bar beside our words and the words of a section change sides; their figure, too."""
    page = laid_out(visit("index.html"))
    box = "(selector) => document.querySelector(selector).getBoundingClientRect().toJSON()"
    brand, pages = (page.evaluate(box, selector) for selector in (".bar .brand", ".bar .pages"))
    assert brand["left"] > pages["right"]
    words, stage = (page.evaluate(box, f".spread:has(.stage) > .{name}") for name in ("words", "stage"))
    assert words["left"] > stage["right"]
    edge = page.evaluate("getComputedStyle(document.querySelector('.runs')).borderRightWidth")
    assert float(edge.removesuffix("px")) > 0
    assert "المحتويات" in page.locator(".contents").get_attribute("aria-label")
