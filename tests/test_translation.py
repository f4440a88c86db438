"""A comparison translated: an article with pictures of its own, and links between the two."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.desk import Desk, Said

TRANSLATED = Path(__file__).parent / "sites" / "translated" / "steps"
BASE = "https://example.org/explainers/"
ADDRESSES = [("en", BASE), ("de", f"{BASE}steps/de/"), ("x-default", BASE)]
ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">')


@pytest.fixture(scope="module")
def translated(stored, tmp_path_factory) -> tuple[Desk, Said]:
    """The small site with its German translation, and what its build said."""
    desk = Desk(tmp_path_factory.mktemp("translated"), stored[0].runs)
    shutil.copytree(stored[0].folder / "content", desk.folder / "content")
    shutil.copytree(TRANSLATED, desk.folder / "content" / "steps", dirs_exist_ok=True)
    said = desk.run("--format", "json")
    assert said.status == 0, said.err
    return desk, said


@pytest.fixture(scope="module")
def pages(translated) -> tuple[str, str]:
    """The article, and its translation."""
    output = translated[0].output
    return tuple((output / path).read_text(encoding="utf-8") for path in ("index.html", "steps/de/index.html"))


def test_a_translation_trains_nothing_and_draws_what_its_article_shows(translated):
    """Runs are those of the original; one picture is drawn in German, and neither an infographic nor a ledger made."""
    desk, said = translated
    assert (said.summary["trained"], said.summary["drawn"], said.summary["pages"]) == (0, 1, 9)
    folder = desk.output / "steps" / "de"
    assert {path.name for path in folder.iterdir()} == {"index.html", "cite.bib", "figures"}
    assert "Schrittweite" in (folder / "figures" / "rate-curve.svg").read_text(encoding="utf-8")


def test_numbers_are_the_same_in_the_signs_of_the_language(pages):
    """A value that both texts print is one number, with a comma in German."""
    english, german = pages
    number = re.search(r"leaves ([\d.]+) points of accuracy", english)
    assert number is not None
    assert f"lässt {number[1].replace('.', ',')}\N{NO-BREAK SPACE}Prozentpunkte".replace("\xa0", " ") in german.replace(
        "\xa0", " "
    )


def test_the_page_says_its_language_and_that_it_is_a_translation(pages):
    """The whole page is German, says so, says that quoted words are translated, and marks what is English."""
    _, german = pages
    assert '<html lang="de">' in german
    assert "Eine Übersetzung" in german
    assert '<a class="brand" href="../../index.html" lang="en" dir="ltr" hreflang="en">' in german
    assert '"inLanguage":"de"' in german
    assert f'"translationOfWork":{{"@id":"{BASE}"}}' in german


def test_each_page_leads_to_the_other(pages):
    """A switch on each page names the other language in that language."""
    english, german = pages
    assert '<a href="steps/de/index.html" rel="alternate" hreflang="de" lang="de">Deutsch</a>' in english
    assert '<a href="../../index.html" rel="alternate" hreflang="en" lang="en">English</a>' in german


def test_both_pages_and_the_sitemap_name_the_same_addresses(translated, pages):
    """Search engines ask that alternates point at one another: both heads and both entries of the sitemap agree."""
    for page in pages:
        assert ALTERNATE.findall(page) == ADDRESSES
    canonical = [re.search(r'<link rel="canonical" href="([^"]+)">', page)[1] for page in pages]
    assert canonical == [BASE, f"{BASE}steps/de/"]
    root = ElementTree.parse(translated[0].output / "sitemap.xml").getroot()
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    found = {
        url.findtext("s:loc", namespaces=names): [
            (link.get("hreflang"), link.get("href")) for link in url.findall("x:link", names)
        ]
        for url in root.findall("s:url", names)
    }
    assert found[BASE] == found[f"{BASE}steps/de/"] == ADDRESSES
    assert found[f"{BASE}steps/claims/"] == []


def test_claims_are_underlined_and_lead_to_the_ledger(pages):
    """A claim marks its passage of the translated text, and its entry is the original's."""
    _, german = pages
    assert re.search(
        r'<a class="claim disc" id="said-small-steps-waste" href="#claim-small-steps-waste">.*Zu kleine Schritte',
        german,
    )
    assert '<a href="../claims/index.html#claim-small-steps-waste" hreflang="en">' in german


def test_a_changed_word_of_a_translation_remakes_its_page_alone(translated, tmp_path):
    """Neither a run nor a picture is made again, and no file of the original is another."""
    desk = Desk(tmp_path, translated[0].runs)
    shutil.copytree(translated[0].folder / "content", desk.folder / "content")
    desk.run()
    before = desk.site()
    desk.edit("steps/page.de.yaml", "Was ein Schritt ist", "Was man einen Schritt nennt")
    said, imported = desk.imported("--format", "json")
    assert (said.status, said.summary["trained"], said.summary["drawn"]) == (0, 0, 0), said
    assert imported == {"babel"}, "what writes numbers as its language does, and no more"
    changed = {path for path, digest in desk.site().items() if before.get(path) != digest}
    assert {path for path in changed if path.endswith(".html")} == {"steps/de/index.html"}


@pytest.fixture
def desk(translated, tmp_path) -> Iterator[Desk]:
    """The content of the translated site, to be changed."""
    mine = Desk(tmp_path, translated[0].runs)
    shutil.copytree(translated[0].folder / "content", mine.folder / "content")
    return mine


def test_a_draft_may_lack_texts_and_is_built_on_demand(desk):
    """With `draft: true` a translation is left out; `--drafts` shows what it has, the rest in the original's words."""
    file = desk.folder / "content" / "steps" / "page.de.yaml"
    words = file.read_text(encoding="utf-8").partition("sections:")[0]
    file.write_text(f"draft: true\n{words}", encoding="utf-8")
    assert desk.run().status == 0
    assert not (desk.output / "steps" / "de").exists()
    assert desk.run("--drafts").status == 0
    page = (desk.output / "steps" / "de" / "index.html").read_text(encoding="utf-8")
    assert "Kleine Schritte oder große Schritte" in page
    assert "A step subtracts a part of the gradient" in page


def test_any_language_will_do(desk):
    """A language without a catalogue, and English under a site in another language, are translations like any other."""
    folder = desk.folder / "content" / "steps"
    (folder / "page.de.yaml").rename(folder / "page.eo.yaml")
    desk.edit("site.yaml", "language: en", "language: fr")
    shutil.copy(folder / "page.eo.yaml", folder / "page.en.yaml")
    said = desk.run()
    assert said.status == 0, said.err
    esperanto = (desk.output / "steps" / "eo" / "index.html").read_text(encoding="utf-8")
    assert '<html lang="eo">' in esperanto
    assert 'hreflang="fr" lang="fr">Français</a>' in esperanto
    assert 'hreflang="en" lang="en">English</a>' in esperanto
    assert '<html lang="en">' in (desk.output / "steps" / "en" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ("en", "the page itself is in 'en' — name the language that the file is in, such as page.de.yaml"),
        (
            "lab",
            "'lab' names another page of a comparison — name the language that the file is in, such as page.de.yaml",
        ),
    ],
)
def test_a_language_that_cannot_be_one_is_refused(desk, tag, message):
    """A translation into the page's own language, or into one whose folder another page has, is told at its file."""
    folder = desk.folder / "content" / "steps"
    (folder / "page.de.yaml").rename(folder / f"page.{tag}.yaml")
    assert desk.run("check").diagnostics == [f"content/steps/page.{tag}.yaml:1:1: error[wrong-language]: {message}"]


def test_works_in_one_pair_of_brackets_may_be_cited_one_by_one(desk):
    """A translation cites the same works, in brackets of its own and in any order."""
    desk.edit("steps/page.yaml", "[@robbins1951]", "[@robbins1951; @kiefer1952]")
    work = "title: Maximum\n    venue: Annals\n    link: https://example.org/"
    entry = f"  - id: kiefer1952\n    authors: Kiefer, J.\n    year: '1952'\n    {work}\n"
    desk.edit("steps/page.yaml", "sources:\n", f"sources:\n{entry}")
    assert desk.run("check").diagnostics == [
        "content/steps/page.de.yaml:22:11: error[missing-value]: the text lacks '[@kiefer1952]', which its original has"
        " (content/steps/page.yaml:21:11) — a translation says the same numbers and names the same works: write it"
        " where it belongs"
    ]
    desk.edit("steps/page.de.yaml", "[@robbins1951]", "[@kiefer1952] und [@robbins1951]")
    said = desk.run("check")
    assert said.status == 0, said.err


FIGURE = """  rate-lines:
    title: Every rate, step by step
    caption: Test accuracy over the epochs, over {{ rate_gap.seeds }} seeds.
    alt: Lines of test accuracy. The best rate ends at {{ best_accuracy }}.
    chart: {kind: sweep, experiment: learning-rate, x: learning_rate, channel: test_accuracy}
"""
FIGUR = """  rate-lines:
    title: Jede Schrittweite für sich
    caption: Testgenauigkeit über die Epochen, über {{ rate_gap.seeds }} Startwerte.
    alt: Linien der Testgenauigkeit. Die beste Schrittweite endet bei {{ best_accuracy }}.
"""
STEP = "further:\n  - figure: rate-lines\n    text: The best rate reads {{ best_accuracy }} of the images.\n"
SCHRITT = "further:\n  - text: Die beste Schrittweite liest {{ best_accuracy }} der Bilder.\n"


def _go_further(desk: Desk) -> None:
    """Give the original of a site a page of what goes further; its translation has none yet."""
    desk.edit("steps/page.yaml", "sources:\n", f"{STEP}sources:\n")
    desk.edit("steps/figures.yaml", "figures:\n", f"figures:\n{FIGURE}")


@pytest.fixture(scope="module")
def further(translated, tmp_path_factory) -> Desk:
    """The translated site with a page of what goes further in both languages."""
    desk = Desk(tmp_path_factory.mktemp("further"), translated[0].runs)
    shutil.copytree(translated[0].folder / "content", desk.folder / "content")
    _go_further(desk)
    desk.edit("steps/page.de.yaml", "claims:\n", f"{SCHRITT}claims:\n")
    desk.edit("steps/page.de.yaml", "figures:\n", f"figures:\n{FIGUR}")
    said = desk.run()
    assert said.status == 0, said.err
    return desk


def test_what_goes_further_is_translated_with_its_numbers_and_pictures(further):
    """The page has German words, the number of the original with a comma, and a German picture of its own."""
    english, german = (
        (further.output / path).read_text(encoding="utf-8")
        for path in ("steps/further/index.html", "steps/de/further/index.html")
    )
    assert '<html lang="de">' in german
    assert "Weiteres" in german
    number = re.search(r"reads ([\d.]+)% of the images", english)
    assert number is not None
    assert f"liest {number[1].replace('.', ',')} % der Bilder" in german.replace("\xa0", " ").replace("\u202f", " ")
    assert 'src="../figures/rate-lines' in german
    assert "Schrittweite" in (further.output / "steps/de/figures/rate-lines.svg").read_text(encoding="utf-8")


def test_what_goes_further_names_its_languages_as_the_article_does(further):
    """Each of the two pages leads to the other, in words and in its head, and the sitemap says the same."""
    addresses = [("en", f"{BASE}steps/further/"), ("de", f"{BASE}steps/de/further/")]
    addresses.append(("x-default", addresses[0][1]))
    sitemap = (further.output / "sitemap.xml").read_text(encoding="utf-8")
    for _, address in addresses[:2]:
        entry = sitemap.partition(f"<loc>{address}</loc>")[2].partition("</url>")[0]
        assert re.findall(r'hreflang="([^"]+)" href="([^"]+)"', entry) == addresses
    switches = {
        "steps/further/index.html": ("../de/further/index.html", "de", "Deutsch"),
        "steps/de/further/index.html": ("../../further/index.html", "en", "English"),
    }
    for path, (href, tag, name) in switches.items():
        page = (further.output / path).read_text(encoding="utf-8")
        assert ALTERNATE.findall(page) == addresses
        assert f'<a href="{href}" rel="alternate" hreflang="{tag}" lang="{tag}">{name}</a>' in page


def test_the_translated_article_leads_to_what_goes_further_in_its_language(further):
    """Its contents name the part, and the part leads to the German page."""
    page = (further.output / "steps/de/index.html").read_text(encoding="utf-8")
    assert '<li><a href="#page-further">Weiteres</a></li>' in page
    assert re.search(r'<p>Auf <a href="further/index\.html">[^<]+</a>: Jede Schrittweite für sich\.</p>', page)


def test_what_goes_further_may_stay_in_the_original_s_language(desk):
    """A translation without it has no such page, and the original's names no other language."""
    _go_further(desk)
    said = desk.run()
    assert said.status == 0, said.err
    assert not (desk.output / "steps/de/further").exists()
    assert "hreflang" not in (desk.output / "steps/further/index.html").read_text(encoding="utf-8")
    assert f"<loc>{BASE}steps/further/</loc>" in (desk.output / "sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("further", "figure", "told"),
    [
        (
            SCHRITT,
            "",
            "43:1: error[missing-text]: 'figures' lacks 'rate-lines', which the original has"
            " — translate them; until then, write 'draft: true' at the top",
        ),
        (
            "further:\n  - text: Die beste Schrittweite liest fast alle Bilder.\n",
            FIGUR,
            "32:11: error[missing-value]: the text lacks '{{ best_accuracy }}', which its original has"
            " (content/steps/page.yaml:33:11) — a translation says the same numbers and names the same works: write it"
            " where it belongs",
        ),
        (
            "further: []\n",
            FIGUR,
            "31:1: error[wrong-count]: 'further' has 0 entries, and the original has 1"
            " — translate each of them, in the order of the original",
        ),
        (
            "further:\n  - figure: rate-lines\n    text: Sie liest {{ best_accuracy }} der Bilder.\n",
            FIGUR,
            "32:5: error[unknown-text]: 'figure' of step 1 of 'further' is not a text: the original says it"
            " — remove it",
        ),
        (
            SCHRITT.replace("best_accuracy", "rate_gap"),
            FIGUR,
            "32:40: error[other-value]: '{{ rate_gap }}' is not in the original of this text"
            " (content/steps/page.yaml:33:11) — use '{{ best_accuracy }}'",
        ),
    ],
)
def test_what_is_wrong_with_what_goes_further_is_told_as_of_sections(desk, further, figure, told):
    """A missing text, value or step, and what is no text of the original, are told at their lines."""
    _go_further(desk)
    desk.edit("steps/page.de.yaml", "claims:\n", f"{further}claims:\n")
    desk.edit("steps/page.de.yaml", "figures:\n", f"figures:\n{figure}")
    assert f"content/steps/page.de.yaml:{told}" in desk.run("check").diagnostics


JOINED = """  epochs:
    title: Accuracy over the epochs
    caption: A part of the pair.
    alt: Lines of test accuracy.
    chart: {kind: curves, experiment: learning-rate, by: learning_rate, channels: [test_accuracy], words: epochs of it}
  pair:
    title: Both at once
    caption: Accuracy by rate, and over the epochs.
    alt: Two charts of test accuracy.
    chart: {kind: joined, figures: [rate-curve, epochs], share: across, says: [by rate, by epoch]}
"""
PAIR = """  pair:
    title: Beides zugleich
    caption: Genauigkeit je Schrittweite und je Durchgang.
    alt: Zwei Diagramme der Testgenauigkeit.
    chart: {says: [je Schrittweite, je Durchgang]}
"""


def test_parts_of_a_joined_figure_are_drawn_in_the_language(desk):
    """A part that stands in no section needs no words but those its chart prints, and has no picture of its own."""
    desk.edit("steps/page.yaml", "figures: [rate-curve]", "figures: [rate-curve, pair]")
    desk.edit("steps/figures.yaml", "figures:\n", f"figures:\n{JOINED}")
    desk.edit("steps/page.de.yaml", "figures:\n", f"figures:\n{PAIR}")
    said = desk.run()
    assert said.status == 0, said.err
    folder = desk.output / "steps" / "de" / "figures"
    assert not list(folder.glob("epochs*"))
    assert "epochs of it" in (folder / "pair.svg").read_text(encoding="utf-8")
    desk.edit("steps/page.de.yaml", PAIR, f"{PAIR}  epochs: {{chart: {{words: Durchgänge}}}}\n")
    said = desk.run()
    assert said.status == 0, said.err
    words = (folder / "pair.svg").read_text(encoding="utf-8")
    assert "Durchgänge" in words
    assert "epochs of it" not in words
    assert {"je Schrittweite", "je Durchgang"} <= set(re.findall(r">([^<>]+)<", words))


def test_a_part_of_a_joined_figure_says_what_the_original_does(desk):
    """Its chart's words are texts of the original, under keys that the original has; its own title may be left out."""
    desk.edit("steps/page.yaml", "figures: [rate-curve]", "figures: [rate-curve, pair]")
    desk.edit("steps/figures.yaml", "figures:\n", f"figures:\n{JOINED}")
    desk.edit("steps/page.de.yaml", "figures:\n", f"figures:\n{PAIR}  epochs: {{chart: {{by: rate, says: [x]}}}}\n")
    assert desk.run("check").diagnostics == [
        "content/steps/page.de.yaml:47:20: error[unknown-text]: 'by' of 'chart' of the figure 'epochs' is not a text:"
        " the original says it — remove it",
        "content/steps/page.de.yaml:47:30: error[unknown-text]: 'says' of 'chart' of the figure 'epochs' is no text of"
        " the original — use 'words'",
    ]
