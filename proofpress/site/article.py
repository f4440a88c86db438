"""The article: the quoted text of a comparison, and under each part of it what the runs say."""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from proofpress.models import File, Section, Source
from proofpress.site.addresses import relative
from proofpress.site.citations import cited, numbered
from proofpress.site.evidence import Evidence, evidence, ledger_path, quotes
from proofpress.site.explorers import views
from proofpress.site.figures import FigureView, figure_view, folder_of, preview
from proofpress.site.material import POSTER, Material
from proofpress.site.method import Method, experiments_in, methods
from proofpress.site.navigation import around
from proofpress.site.press import Head, Press
from proofpress.site.prose import Prose

ROWS = 4
"""Rows of a data table on the article; all of them are on the figure's own page and in its CSV."""


class Row(Struct, frozen=True):
    """An aspect of the comparison table. first, second: the cells."""

    id: str
    aspect: Markup
    first: Markup
    second: Markup


class SectionView(Struct, frozen=True):
    """A section as the template sees it. number: from 1. before, after: (link, heading) of its neighbours."""

    id: str
    number: int
    heading: Markup
    name: str
    text: Markup
    runs: Markup | None
    figures: tuple[FigureView, ...]
    evidence: Evidence
    methods: tuple[Method, ...]
    before: tuple[str, str] | None
    after: tuple[str, str] | None


def files(press: Press, material: Material) -> Iterator[File]:
    """Yield the article; for the home comparison also the page under its slug that leads to it."""
    comparison, findings = material.comparison, material.findings
    slug, path = comparison.slug, press.article_path(comparison.slug)
    prose = Prose(numbered(material), "", press.diagnostics)
    words = prose.plain(findings.text(comparison.title), comparison.title.location)
    description = prose.plain(findings.text(comparison.description), comparison.description.location)
    head = Head(
        path, words, description, kind="article", preview=preview(material),
        data=_structured(press, material, words, description), published=comparison.published,
    )  # fmt: skip
    yield press.page(
        "article.html",
        head,
        title=words,
        takeaway=prose.roles(findings.text(comparison.takeaway), comparison.takeaway.location),
        intro=prose.blocks(
            findings.text(comparison.intro), comparison.intro.location, quotes(findings, "intro", slug, path)
        ),
        intro_evidence=evidence(findings, "intro", slug, path),
        poster=figure_view(material, POSTER, path, prose, ROWS) if POSTER in material.drawings else None,
        pictured=_pictured(material, prose),
        around=around(press, material, path),
        poster_page=relative(path, f"{folder_of(slug, POSTER)}/index.html"),
        table=_table(material, prose, path),
        table_evidence=evidence(findings, "table", slug, path),
        sections=_sections(material, prose, path),
        explorers=views(material, path, prose),
        sources=tuple(source_view(source) for source in cited(material).values()),
        ledger=relative(path, ledger_path(slug)),
        downloads_foot=_downloads(material, path),
        counts=counts(material),
    )
    if slug == press.site.home:
        own = f"{slug}/index.html"
        head = Head(own, words, description, index=False, canonical=path)
        yield press.page("redirect.html", head, title=words, target=relative(own, path))


def _pictured(material: Material, prose: Prose) -> bool:
    """Return whether the poster's headline says the takeaway: then the page need not show it twice."""
    comparison, findings = material.comparison, material.findings
    if comparison.poster is None or POSTER not in material.drawings:
        return False
    headline, takeaway = comparison.poster.headline, comparison.takeaway
    said = (prose.plain(findings.text(text), text.location).rstrip(".") for text in (headline, takeaway))
    return len(set(said)) == 1


def _downloads(material: Material, page: str) -> list[tuple[str, str]]:
    slug = material.comparison.slug
    found = [(ledger_path(slug), "Claims ledger"), (f"{slug}/claims/claims.json", "Claims as JSON")]
    if POSTER in material.drawings:
        found.insert(0, (f"{folder_of(slug, POSTER)}/index.html", "Infographic in every size and format"))
    return [(relative(page, path), words) for path, words in found]


def source_view(source: Source) -> Mapping[str, str]:
    """Return a cited work for the bibliography."""
    return {"id": f"source-{source.id}", "authors": source.authors, "year": source.year,
            "title": source.title, "venue": source.venue, "link": source.link}  # fmt: skip


def counts(material: Material) -> Mapping[str, int]:
    """Return how many claims there are, and how many of them of each kind and verdict."""
    verdicts = material.findings.verdicts
    found = {"claims": len(verdicts), "measured": 0, "source": 0, "definition": 0, "opinion": 0,
             "holds": 0, "holds-if": 0, "not-shown": 0}  # fmt: skip
    for verdict in verdicts:
        found[verdict.claim.kind] += 1
        if verdict.verdict:
            found[verdict.verdict] += 1
    return {name.replace("-", "_"): number for name, number in found.items()}


def _table(material: Material, prose: Prose, page: str) -> Mapping[str, Any]:
    comparison, findings = material.comparison, material.findings
    links = quotes(findings, "table", comparison.slug, page)
    table = comparison.table

    def words(text: Any) -> Markup:
        html = prose.blocks(findings.text(text), text.location, links)
        return Markup(html.removeprefix("<p>").removesuffix("</p>")) if html.count("<p>") == 1 else html

    rows = tuple(
        Row(f"aspect-{number}", words(row.aspect), words(row.cells[0]), words(row.cells[1]))
        for number, row in enumerate(table.rows, 1)
    )
    # The name stands in attributes, where the marks of a title, even its quotes, would end them.
    name = prose.plain(findings.text(table.title), table.title.location)
    first, second = map(words, table.columns)
    return {"title": words(table.title), "name": name, "first": first, "second": second, "rows": rows}


def _sections(material: Material, prose: Prose, page: str) -> tuple[SectionView, ...]:
    comparison, findings = material.comparison, material.findings
    sections = comparison.sections
    names = [prose.plain(findings.text(section.heading), section.heading.location) for section in sections]

    def neighbour(at: int) -> tuple[str, str] | None:
        return (f"#{sections[at].id}", names[at]) if 0 <= at < len(sections) else None

    first: dict[str, str] = {}
    for section in sections:
        for experiment in _experiments(material, section):
            first.setdefault(experiment, section.id)
    return tuple(
        SectionView(
            id=section.id,
            number=at + 1,
            heading=prose.inline(findings.text(section.heading), section.heading.location),
            name=names[at],
            text=prose.blocks(
                findings.text(section.text), section.text.location,
                quotes(findings, section.id, comparison.slug, page),
            ),
            runs=prose.blocks(findings.text(section.runs), section.runs.location, roles=True) if section.runs else None,
            figures=tuple(
                figure_view(material, figure, page, prose, ROWS)
                for figure in section.figures if figure in material.drawings
            ),
            evidence=evidence(findings, section.id, comparison.slug, page),
            methods=tuple(
                method if first[method.experiment] == section.id else replace(method, lines=())
                for method in methods(material, _experiments(material, section))
            ),
            before=neighbour(at - 1),
            after=neighbour(at + 1),
        )
        for at, section in enumerate(sections)
    )  # fmt: skip


def _experiments(material: Material, section: Section) -> list[str]:
    """Return the experiments behind the figures and the measured claims of a section."""
    comparison, findings = material.comparison, material.findings
    names: list[str] = []
    for figure in section.figures:
        names.extend(experiments_in(comparison.figures[figure].options, comparison.experiments))
    for verdict in findings.verdicts:
        if verdict.claim.section == section.id and verdict.estimate:
            names.extend(verdict.estimate.experiments)
    return names


def _structured(press: Press, material: Material, title: str, description: str) -> list[dict[str, Any]]:
    """Return what search engines read: the article and the data behind it, in the words of schema.org."""
    site, slug = press.site, material.comparison.slug
    address = press.addresses.absolute
    author = {"@type": "Organization", "name": site.author}
    article_url = address(press.article_path(slug))
    common = {"author": author, "license": site.licence_link, "inLanguage": site.language,
              "datePublished": material.comparison.published, "isAccessibleForFree": True}  # fmt: skip
    article = {
        "@type": ["Article", "LearningResource"], "@id": article_url, "url": article_url, "headline": title,
        "name": title, "description": description, "learningResourceType": "explainer", **common,
    }  # fmt: skip
    shown = preview(material)
    if shown:
        article["image"] = address(shown.path)
    data = {
        "@type": "Dataset", "@id": f"{article_url}#data", "name": f"{title}: claims and figure data",
        "description": f"Every claim of the article with its verdict and numbers, and the data of every figure. "
                       f"{description}",
        "url": address(ledger_path(slug)), "isBasedOn": site.repository, "creator": author,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": "application/json",
             "contentUrl": address(f"{slug}/claims/claims.json")},
            *({"@type": "DataDownload", "encodingFormat": "text/csv",
               "contentUrl": address(f"{folder_of(slug, figure)}/{figure}.csv")} for figure in material.drawings),
        ],
        **{name: common[name] for name in ("license", "inLanguage", "datePublished", "isAccessibleForFree")},
    }  # fmt: skip
    return [article, data]
