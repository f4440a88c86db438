"""Descriptions of the tables that other programs read: Croissant (MLCommons, 1.0) and Data Package (version 2)."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from proofpress.drawing.legend import in_words
from proofpress.formatting import series
from proofpress.language import gettext
from proofpress.models import Comparison, Site
from proofpress.site.authorship import names_of
from proofpress.site.context import SiteContext
from proofpress.site.data.tables import every_file
from proofpress.site.material import Material, TableFile
from proofpress.site.prose import Prose

CROISSANT, PACKAGE = "croissant.json", "datapackage.json"
MEDIA = {"csv": "text/csv", "parquet": "application/x-parquet"}
SCHEMA_ORG = {"number": "sc:Float", "integer": "sc:Integer", "boolean": "sc:Boolean", "string": "sc:Text"}
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
CONTEXT: Mapping[str, Any] = {
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column",
    "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/", "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract",
    "field": "cr:field", "fileObject": "cr:fileObject", "fileProperty": "cr:fileProperty", "fileSet": "cr:fileSet",
    "format": "cr:format", "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath",
    "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet",
    "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace",
    "sc": "https://schema.org/", "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField",
    "transform": "cr:transform",
}  # fmt: skip
"""The JSON-LD context that Croissant 1.0 recommends word by word."""


def list_forms(material: Material) -> Iterator[tuple[str, TableFile, tuple[TableFile, ...]]]:
    """Yield each table: its experiment, the form that is described, and all forms that it is written in."""
    for experiment, of in material.exported.items():
        for table in dict.fromkeys(file.table for file in of.files):
            forms = tuple(file for file in of.files if file.table == table)
            yield experiment, forms[0], forms


def _creators(site: Site, comparison: Comparison) -> dict[str, str] | list[dict[str, str]]:
    people = [{"@type": "sc:Person", "name": each.name} for each in comparison.people]
    return (people[0] if len(people) == 1 else people) or {"@type": "sc:Organization", "name": site.author}


def describe_table(material: Material, experiment: str, table: TableFile) -> str:
    """Return what a table is: its experiment, and what makes a row of it."""
    title = " ".join(material.comparison.experiments[experiment].title.split())
    return gettext("%(title)s: %(rows)s", title=title, rows=describe_rows(table))


def describe_rows(table: TableFile) -> str:
    """Return what makes a row of a table."""
    if not table.dims:
        return gettext("one row")
    return gettext("a row for each %(each)s", each=series(list(map(in_words, table.dims))))


def write_croissant(context: SiteContext, material: Material, prose: Prose) -> bytes:
    """Return the tables described as Croissant: files with their digests, record sets with typed fields."""
    comparison, site, absolute = material.comparison, context.site, context.addresses.absolute
    folder = f"{comparison.slug}/data"
    record = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": comparison.slug,
        "alternateName": prose.plain(comparison.title),
        "description": prose.plain(comparison.description),
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "url": absolute(f"{folder}/index.html"),
        "license": site.licence_link,
        "creator": _creators(site, comparison),
        "datePublished": comparison.published,
        "inLanguage": site.language,
        "isBasedOn": site.repository,
        "version": context.provenance.version,
        "citeAs": f"{names_of(site, comparison)}: {prose.plain(comparison.title)}. "
                  f"{absolute(context.article_path(comparison.slug))}",
        "distribution": [
            {
                "@type": "cr:FileObject", "@id": file.path, "name": file.path,
                "contentUrl": absolute(f"{folder}/{file.path}"), "contentSize": f"{len(file.data)} B",
                "encodingFormat": MEDIA[file.format], "sha256": file.sha256,
            }
            for _, file in every_file(material.exported)
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet", "@id": table.table, "name": table.table,
                "description": describe_table(material, experiment, table),
                "field": [
                    {
                        "@type": "cr:Field", "@id": f"{table.table}/{column}", "name": column,
                        "description": in_words(column), "dataType": SCHEMA_ORG[kind],
                        "source": {"fileObject": {"@id": table.path}, "extract": {"column": column}},
                    }
                    for column, kind in table.fields
                ],
            }
            for experiment, table, _ in list_forms(material)
        ],
    }  # fmt: skip
    return _json(record)


def write_package(context: SiteContext, material: Material, prose: Prose) -> bytes:
    """Return the tables described as a Data Package: a resource for each file, with its schema."""
    comparison, site = material.comparison, context.site
    names = [each.name for each in comparison.people] or [site.author]
    record = {
        "$schema": PROFILE,
        "name": comparison.slug,
        "title": prose.plain(comparison.title),
        "description": prose.plain(comparison.description),
        "homepage": context.addresses.absolute(context.article_path(comparison.slug)),
        "version": context.provenance.version,
        "licenses": [{"title": site.licence, "path": site.licence_link}],
        "contributors": [{"title": name, "roles": ["creator"]} for name in names],
        "sources": [{"title": site.title, "path": site.repository}],
        "resources": [
            {
                "name": f"{file.table}-{file.format}".lower(), "type": "table", "path": file.path,
                "title": describe_table(material, experiment, file), "format": file.format,
                "mediatype": MEDIA[file.format], "encoding": "utf-8", "bytes": len(file.data),
                "hash": f"sha256:{file.sha256}",
                "schema": {
                    "fields": [
                        {"name": column, "type": kind, "title": in_words(column)} for column, kind in file.fields
                    ],
                    "primaryKey": list(file.dims),
                },
            }
            for experiment, file in every_file(material.exported)
        ],
    }  # fmt: skip
    return _json(record)


def _json(record: Any) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
