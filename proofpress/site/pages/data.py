"""The data of a comparison: a page that lists its tables and numbers, the files themselves, and their descriptions."""

from collections.abc import Iterator

from markupsafe import Markup
from msgspec import Struct

from proofpress.formatting import count, given
from proofpress.language import gettext, ngettext
from proofpress.models import File
from proofpress.site.addresses import data_folder, data_path, ledger_path, relative
from proofpress.site.context import PageHead, SiteContext
from proofpress.site.data.describe import (
    CROISSANT,
    PACKAGE,
    describe_rows,
    list_forms,
    write_croissant,
    write_package,
)
from proofpress.site.data.numbers import macro_name, write_json, write_tex, write_variables
from proofpress.site.data.tables import every_file
from proofpress.site.material import Material
from proofpress.site.pages.infographic import format_size
from proofpress.site.parts.figure import choose_preview
from proofpress.site.parts.navigation import link_pages

FORMS = {"csv": "CSV", "parquet": "Parquet"}


class TableEntry(Struct, frozen=True):
    """A table as the page lists it. files: (link, form, size)."""

    words: str
    size: str
    columns: tuple[str, ...]
    files: tuple[tuple[str, str, str], ...]


class ExperimentEntry(Struct, frozen=True):
    """An experiment with its tables. lists: channels that are in none; missing: tables too long for CSV."""

    id: str
    title: str
    ledger: str
    tables: tuple[TableEntry, ...]
    lists: tuple[str, ...]
    missing: tuple[str, ...]


def create_files(context: SiteContext, material: Material) -> Iterator[File]:
    """Yield the page of the data, every table, the descriptions and the numbers."""
    comparison, estimates = material.comparison, material.findings.estimates
    slug, path, folder = comparison.slug, data_path(comparison.slug), data_folder(comparison.slug)
    prose = context.create_prose(material, path)
    title = prose.plain(comparison.title)
    files = list(every_file(material.exported))
    first, tables = next(iter(estimates), ""), len({file.table for _, file in files})
    yield context.render_page(
        "data.html",
        PageHead(
            path,
            gettext("Data: %(title)s", title=title),
            ngettext(
                "Every run behind “%(title)s” as %(num)s table, and every number for other documents.",
                "Every run behind “%(title)s” as %(num)s tables, and every number for other documents.",
                tables,
                title=title,
                num=given(tables),
            ),
            preview=choose_preview(material),
        ),
        title=title,
        pages=link_pages(context, material, path),
        article=relative(path, context.article_path(slug)),
        experiments=_list_experiments(material, path),
        numbers=len(estimates),
        example=first,
        macro=Markup("\\") + macro_name(first),
    )
    for _, file in files:
        yield File(f"{folder}/{file.path}", file.data)
    yield File(f"{folder}/{CROISSANT}", write_croissant(context, material, prose))
    yield File(f"{folder}/{PACKAGE}", write_package(context, material, prose))
    yield File(f"{folder}/numbers.json", write_json(slug, estimates))
    yield File(f"{folder}/numbers.tex", write_tex(slug, estimates))
    yield File(f"{folder}/_variables.yml", write_variables(slug, estimates))


def _list_experiments(material: Material, page: str) -> tuple[ExperimentEntry, ...]:
    slug = material.comparison.slug
    entries = []
    for name, of in material.exported.items():
        tables = tuple(
            TableEntry(
                words=describe_rows(table),
                size=f"{count(table.rows, 'row')}, {count(len(table.fields), 'column')}",
                columns=tuple(column for column, _ in table.fields),
                files=tuple((file.path, FORMS[file.format], format_size(len(file.data))) for file in forms),
            )
            for experiment, table, forms in list_forms(material)
            if experiment == name
        )
        title = " ".join(material.comparison.experiments[name].title.split())
        ledger = relative(page, f"{ledger_path(slug)}#experiment-{name}")
        entries.append(ExperimentEntry(name, title, ledger, tables, of.channels_left_out, of.tables_left_out))
    return tuple(entries)
