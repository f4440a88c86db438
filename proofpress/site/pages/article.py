"""The article: the quoted text of a comparison, and under each part of it what the runs showed."""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from proofpress.models import INFOGRAPHIC, File, Section, Text
from proofpress.site.addresses import data_path, figure_folder, infographic_path, ledger_path, relative
from proofpress.site.citations import list_cited
from proofpress.site.context import PageHead, SiteContext
from proofpress.site.explorers import views
from proofpress.site.material import Material
from proofpress.site.parts.evidence import Evidence, count_claims, list_evidence, list_quotes
from proofpress.site.parts.figure import FigureView, choose_preview, show_figure
from proofpress.site.parts.method import Method, describe_methods, list_experiments
from proofpress.site.parts.navigation import link_pages
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


def create_files(context: SiteContext, material: Material) -> Iterator[File]:
    """Yield the article; for the home comparison also the page under its slug that leads to it."""
    comparison, findings = material.comparison, material.findings
    slug, path = comparison.slug, context.article_path(comparison.slug)
    prose = context.create_prose(material, path)
    title, description = prose.plain(comparison.title), prose.plain(comparison.description)
    head = PageHead(
        path,
        title,
        description,
        kind="article",
        preview=choose_preview(material),
        data=_structured(context, material, title, description),
        published=comparison.published,
    )
    yield context.render_page(
        "article.html",
        head,
        title=title,
        takeaway=prose.inline(comparison.takeaway),
        intro=prose.blocks(comparison.intro, list_quotes(findings, "intro", slug, path)),
        intro_evidence=list_evidence(findings, "intro", slug, path),
        poster=show_figure(material, INFOGRAPHIC, path, prose, ROWS) if INFOGRAPHIC in material.drawings else None,
        pictured=_pictured(material, prose),
        pages=link_pages(context, material, path),
        poster_page=relative(path, infographic_path(slug)),
        table=_table(material, prose, path),
        table_evidence=list_evidence(findings, "table", slug, path),
        sections=_sections(material, prose, path),
        explorers=views(material, path, prose),
        sources=tuple(list_cited(material).values()),
        ledger=relative(path, ledger_path(slug)),
        downloads_foot=_downloads(material, path),
        counts=count_claims(findings),
    )
    if slug == context.site.home:
        own = f"{slug}/index.html"
        head = PageHead(own, title, description, index=False, canonical=path)
        yield context.render_page("redirect.html", head, title=title, target=relative(own, path))


def _pictured(material: Material, prose: Prose) -> bool:
    """Return whether the infographic's headline is the takeaway: then the page need not show it twice."""
    comparison = material.comparison
    if comparison.poster is None or INFOGRAPHIC not in material.drawings:
        return False
    headline, takeaway = prose.plain(comparison.poster.headline), prose.plain(comparison.takeaway)
    return headline.rstrip(".") == takeaway.rstrip(".")


def _downloads(material: Material, page: str) -> list[tuple[str, str]]:
    slug = material.comparison.slug
    downloads = [(ledger_path(slug), "Claims ledger"), (data_path(slug), "All runs and numbers as data")]
    if INFOGRAPHIC in material.drawings:
        downloads.insert(0, (infographic_path(slug), "Infographic in every size and format"))
    return [(relative(page, path), words) for path, words in downloads]


def _table(material: Material, prose: Prose, page: str) -> Mapping[str, Any]:
    comparison = material.comparison
    links = list_quotes(material.findings, "table", comparison.slug, page)
    table = comparison.table

    def words(text: Text) -> Markup:
        html = prose.blocks(text, links)
        return Markup(html.removeprefix("<p>").removesuffix("</p>")) if html.count("<p>") == 1 else html

    rows = tuple(
        Row(f"aspect-{number}", words(row.aspect), words(row.cells[0]), words(row.cells[1]))
        for number, row in enumerate(table.rows, 1)
    )
    # The name stands in attributes, where the marks of a title, even its quotes, would end them.
    name, (first, second) = prose.plain(table.title), map(words, table.columns)
    return {"title": words(table.title), "name": name, "first": first, "second": second, "rows": rows}


def _sections(material: Material, prose: Prose, page: str) -> tuple[SectionView, ...]:
    comparison, findings = material.comparison, material.findings
    sections = comparison.sections
    names = [prose.plain(section.heading) for section in sections]

    def neighbour(index: int) -> tuple[str, str] | None:
        return (f"#{sections[index].id}", names[index]) if 0 <= index < len(sections) else None

    first: dict[str, str] = {}
    for section in sections:
        for experiment in _experiments(material, section):
            first.setdefault(experiment, section.id)
    return tuple(
        SectionView(
            id=section.id,
            number=index + 1,
            heading=prose.inline(section.heading),
            name=names[index],
            text=prose.blocks(section.text, list_quotes(findings, section.id, comparison.slug, page)),
            runs=prose.blocks(section.runs) if section.runs else None,
            figures=tuple(
                show_figure(material, figure, page, prose, ROWS)
                for figure in section.figures
                if figure in material.drawings
            ),
            evidence=list_evidence(findings, section.id, comparison.slug, page),
            methods=tuple(
                method if first[method.experiment] == section.id else replace(method, lines=())
                for method in describe_methods(material, _experiments(material, section))
            ),
            before=neighbour(index - 1),
            after=neighbour(index + 1),
        )
        for index, section in enumerate(sections)
    )


def _experiments(material: Material, section: Section) -> list[str]:
    """Return the experiments behind the figures and the measured claims of a section."""
    comparison, findings = material.comparison, material.findings
    names: list[str] = []
    for figure in section.figures:
        names.extend(list_experiments(comparison.figures[figure].options, comparison.experiments))
    for verdict in findings.verdicts:
        if verdict.claim.section == section.id and verdict.estimate:
            names.extend(verdict.estimate.experiments)
    return names


def _structured(context: SiteContext, material: Material, title: str, description: str) -> list[dict[str, Any]]:
    """Return what search engines read: the article and the data behind it, in the words of schema.org."""
    site, slug = context.site, material.comparison.slug
    address = context.addresses.absolute
    author = {"@type": "Organization", "name": site.author}
    article_url = address(context.article_path(slug))
    common = {"author": author, "license": site.licence_link, "inLanguage": site.language,
              "datePublished": material.comparison.published, "isAccessibleForFree": True}  # fmt: skip
    article = {
        "@type": ["Article", "LearningResource"], "@id": article_url, "url": article_url, "headline": title,
        "name": title, "description": description, "learningResourceType": "explainer", **common,
    }  # fmt: skip
    preview = choose_preview(material)
    if preview:
        article["image"] = address(preview.path)
    data = {
        "@type": "Dataset", "@id": f"{article_url}#data", "name": f"{title}: claims and figure data",
        "description": f"Every claim of the article with its verdict and numbers, and the data of every figure. "
                       f"{description}",
        "url": address(ledger_path(slug)), "isBasedOn": site.repository, "creator": author,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": "application/json",
             "contentUrl": address(f"{slug}/claims/claims.json")},
            *({"@type": "DataDownload", "encodingFormat": "text/csv",
               "contentUrl": address(f"{figure_folder(slug, figure)}/{figure}.csv")} for figure in material.drawings),
        ],
        **{name: common[name] for name in ("license", "inLanguage", "datePublished", "isAccessibleForFree")},
    }  # fmt: skip
    return [article, data]
