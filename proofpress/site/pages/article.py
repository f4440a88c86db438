"""The article: the quoted text of a comparison, and beside each part of it what the runs showed."""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from proofpress.language import gettext
from proofpress.language.locales import name_language
from proofpress.models import INFOGRAPHIC, File, Section, Text
from proofpress.site.addresses import (
    PICTURES,
    citation_path,
    data_path,
    figure_folder,
    further_path,
    infographic_path,
    lab_path,
    ledger_path,
    original_of,
    relative,
)
from proofpress.site.authorship import as_linked_data, cite, names_of
from proofpress.site.citations import list_cited
from proofpress.site.context import PageHead, SiteContext
from proofpress.site.explorers import views
from proofpress.site.material import Material
from proofpress.site.parts.evidence import Badge, count_claims, list_badges, list_marks, list_quotes
from proofpress.site.parts.figure import FigureView, choose_preview, show_figure
from proofpress.site.parts.navigation import link_languages, link_pages
from proofpress.site.parts.pictures import Until, show_wide
from proofpress.site.prose import Prose


class Row(Struct, frozen=True):
    """An aspect of the comparison table. first, second: the cells."""

    id: str
    aspect: Markup
    first: Markup
    second: Markup


class SectionView(Struct, frozen=True):
    """A section as the template sees it.

    lead: the figure beside the quoted text and the notes. notes: our words about it; steps: words with a figure each.
    multiples: the other figures, small.
    """

    id: str
    heading: Markup
    name: str
    finding: Markup | None
    text: Markup
    badges: tuple[Badge, ...]
    lead: FigureView | None
    notes: tuple[Markup, ...]
    steps: tuple[tuple[Markup, FigureView], ...]
    multiples: tuple[FigureView, ...]


def create_files(context: SiteContext, material: Material) -> Iterator[File]:
    """Yield the article; for the home comparison also the page under its slug that leads to it."""
    comparison, findings = material.comparison, material.findings
    slug, path = comparison.slug, context.article_path(comparison.slug)
    further = [material.drawings[name].title for name in comparison.figures_further if name in material.drawings]
    hero = comparison.hero if comparison.hero in material.drawings else None
    prose = context.create_prose(material, path)
    title, description = prose.plain(comparison.title), prose.plain(comparison.description)
    languages = context.list_languages(original_of(slug), material.languages, context.article_path)
    head = PageHead(
        path,
        title,
        description,
        kind="article",
        preview=choose_preview(material),
        data=_structured(context, material, title, description),
        published=comparison.published,
        author=names_of(context.site, comparison),
        languages=languages,
    )
    intro, table = prose.blocks(comparison.intro, list_quotes(findings, "intro")), _table(material, prose)
    yield context.render_page(
        "article.html",
        head,
        languages=link_languages(languages, path),
        original=name_language(context.site.language, context.language.tag) if comparison.original else None,
        title=title,
        takeaway=prose.inline(comparison.takeaway),
        intro=intro,
        intro_badges=list_badges(findings, "intro", slug, path, intro),
        hero=show_figure(material, hero, path, prose, 0) if hero else None,
        poster=show_figure(material, INFOGRAPHIC, path, prose, 0) if INFOGRAPHIC in material.drawings else None,
        poster_small=show_wide(material.drawings[INFOGRAPHIC], figure_folder(slug, INFOGRAPHIC), path)
        if hero and INFOGRAPHIC in material.drawings
        else None,
        lab=relative(path, lab_path(slug)) if comparison.lab else None,
        pages=link_pages(context, material, path),
        poster_page=relative(path, infographic_path(slug)),
        table=table,
        table_badges=list_badges(findings, "table", slug, path, _words_of(table)),
        sections=_sections(material, prose, path),
        explorers=views(material, comparison.figures_of_article, path, prose),
        further=relative(path, further_path(slug)) if further else None,
        further_titles=further,
        sources=tuple(list_cited(material).values()),
        citation=cite(context, comparison, title),
        bibtex=relative(path, citation_path(slug)),
        ledger=relative(path, ledger_path(slug)),
        downloads_foot=_downloads(material, path),
        counts=count_claims(findings),
        marks=list_marks(findings),
    )
    yield File(citation_path(slug), (cite(context, comparison, title).bibtex + "\n").encode())
    yield from (File(f"{slug}/{PICTURES}/{name}", each.data) for name, each in comparison.pictures.items())
    if slug == context.site.home:
        own = f"{slug}/index.html"
        head = PageHead(own, title, description, index=False, canonical=path)
        yield context.render_page("redirect.html", head, title=title, target=relative(own, path))


def _downloads(material: Material, page: str) -> list[tuple[str, str]]:
    slug = material.comparison.slug
    downloads = [
        (ledger_path(slug), gettext("Claims ledger")),
        (data_path(slug), gettext("All runs and numbers as data")),
    ]
    if INFOGRAPHIC in material.drawings:
        downloads.insert(0, (infographic_path(slug), gettext("Infographic in every size and format")))
    return [(relative(page, path), words) for path, words in downloads]


def _table(material: Material, prose: Prose) -> Mapping[str, Any]:
    comparison = material.comparison
    quotes = list_quotes(material.findings, "table")
    table = comparison.table

    def words(text: Text) -> Markup:
        html = prose.blocks(text, quotes)
        return Markup(html.removeprefix("<p>").removesuffix("</p>")) if html.count("<p>") == 1 else html

    rows = tuple(
        Row(f"aspect-{number}", words(row.aspect), words(row.cells[0]), words(row.cells[1]))
        for number, row in enumerate(table.rows, 1)
    )
    # The name stands in attributes, where the marks of a title, even its quotes, would end them.
    name, (first, second) = prose.plain(table.title), map(words, table.columns)
    return {
        "title": words(table.title), "name": name, "aspect": words(table.aspect), "first": first, "second": second,
        "rows": rows,
    }  # fmt: skip


def _words_of(table: Mapping[str, Any]) -> str:
    """Return all words of the comparison table, with the marks of its claims."""
    cells = (cell for row in table["rows"] for cell in (row.aspect, row.first, row.second))
    return "".join((table["title"], table["aspect"], table["first"], table["second"], *cells))


def _sections(material: Material, prose: Prose, page: str) -> tuple[SectionView, ...]:
    return tuple(_section(material, section, prose, page) for section in material.comparison.sections)


def _section(material: Material, section: Section, prose: Prose, page: str) -> SectionView:
    comparison, findings = material.comparison, material.findings
    drawn = [figure for figure in section.figures if figure in material.drawings]
    lead = section.lead if section.lead in drawn else next(iter(drawn), None)
    beside = [step for step in section.steps if step.figure in drawn]
    placed = {lead, *(step.figure for step in beside)}

    others = [figure for figure in drawn if figure not in placed]
    # One alone, or the second of two, stands on the stage, where there is one.
    staged = others[-1] if len(others) <= 2 and others else None

    def show(figure: str, until: Until = "phone") -> FigureView:
        return show_figure(material, figure, page, prose, 0, until)

    notes = [step.text for step in section.steps if step not in beside]
    words = prose.blocks(section.text, list_quotes(findings, section.id))
    return SectionView(
        id=section.id,
        heading=prose.inline(section.heading),
        name=prose.plain(section.heading),
        finding=prose.inline(section.finding) if section.finding else None,
        text=words,
        badges=list_badges(findings, section.id, comparison.slug, page, words),
        lead=show(lead) if lead else None,
        notes=tuple(prose.blocks(text) for text in ([section.runs] if section.runs else notes)),
        steps=tuple((prose.blocks(step.text), show(step.figure)) for step in beside if step.figure),
        multiples=tuple(show(figure, "column" if figure == staged else "always") for figure in others),
    )


def _structured(context: SiteContext, material: Material, title: str, description: str) -> list[dict[str, Any]]:
    """Return what search engines read: the article and the data behind it, in the words of schema.org."""
    site, slug = context.site, material.comparison.slug
    address = context.addresses.absolute
    author = as_linked_data(site, material.comparison)
    article_url = address(context.article_path(slug))
    common = {"author": author, "license": site.licence_link, "inLanguage": context.language.tag,
              "datePublished": material.comparison.published, "isAccessibleForFree": True}  # fmt: skip
    article = {
        "@type": ["Article", "LearningResource"], "@id": article_url, "url": article_url, "headline": title,
        "name": title, "description": description, "learningResourceType": "explainer", **common,
    }  # fmt: skip
    preview = choose_preview(material)
    if preview:
        article["image"] = address(preview.path)
    if material.comparison.original:
        return [article | {"translationOfWork": {"@id": address(context.article_path(original_of(slug)))}}]
    if translations := material.languages[1:]:
        article["workTranslation"] = [{"@id": address(context.article_path(f"{slug}/{tag}"))} for tag in translations]
    data = {
        "@type": "Dataset", "@id": f"{article_url}#data",
        "name": gettext("%(title)s: claims and figure data", title=title),
        "description": gettext("Every claim of the article with its verdict and numbers, and the data of every figure.")
                       + f" {description}",
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
