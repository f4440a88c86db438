"""Files for machines that visit: sitemap.xml (sitemaps.org), robots.txt, feed.xml (Atom, RFC 4287), build.json."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from proofpress.models import File
from proofpress.models.artifact import BUILD_RECORD
from proofpress.site.addresses import (
    FEED,
    HOME,
    INDEX,
    LIST,
    data_path,
    further_path,
    infographic_path,
    lab_path,
    ledger_path,
)
from proofpress.site.context import SiteContext
from proofpress.site.summary import ComparisonSummary

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
ATOM = "http://www.w3.org/2005/Atom"


def create_files(context: SiteContext, summaries: Mapping[str, ComparisonSummary]) -> Iterator[File]:
    """Yield the files but build.json; also .nojekyll, which tells GitHub Pages to publish all files as they are."""
    yield File("sitemap.xml", _sitemap(context, summaries))
    yield File(
        "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {context.addresses.absolute('sitemap.xml')}\n".encode()
    )
    yield File(FEED, _feed(context, summaries))
    yield File(".nojekyll", b"")


def create_build_record(context: SiteContext) -> File:
    """Return build.json: where this build came from."""
    known = context.provenance
    record = {
        "version": known.version,
        "commit": known.commit,
        **({"changed": True} if known.changed else {}),
        "content_hash": known.content_hash,
        "libraries": dict(sorted(known.libraries.items())),
        "platform": known.platform,
        "seeds": list(known.seeds),
        "runs": known.runs,
        "updates": known.updates,
        "seconds": known.seconds,
        "experiments": dict(sorted(known.experiments.items())),
        "date": known.date,
        "address": context.site.base_url,
    }
    return File(BUILD_RECORD, (json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode())


def _sitemap(context: SiteContext, summaries: Mapping[str, ComparisonSummary]) -> bytes:
    translated = any(len(summary.languages) > 1 for summary in summaries.values())
    root = Element("urlset", {"xmlns": SITEMAP} | ({"xmlns:xhtml": XHTML} if translated else {}))

    def add(path: str, changed: str | None, languages: Mapping[str, str] = MappingProxyType({})) -> None:
        url = SubElement(root, "url")
        SubElement(url, "loc").text = context.addresses.absolute(path)
        if changed:
            SubElement(url, "lastmod").text = changed
        for tag, other in languages.items():
            address = context.addresses.absolute(other)
            SubElement(url, "xhtml:link", {"rel": "alternate", "hreflang": tag, "href": address})

    def add_each(slug: str, path: Callable[[str], str], tags: Sequence[str], changed: str) -> None:
        languages = context.list_languages(slug, tags, path)
        for each in dict.fromkeys(languages.values()) or [path(slug)]:
            add(each, changed, languages)

    for slug, summary in summaries.items():
        add_each(slug, context.article_path, summary.languages, summary.published)
        if summary.further_languages:
            add_each(slug, further_path, summary.further_languages, summary.published)
        if summary.lab:
            add(lab_path(slug), summary.published)
        add(ledger_path(slug), summary.published)
        add(data_path(slug), summary.published)
        if summary.poster:
            add(infographic_path(slug), summary.published)
    if len(summaries) > 1:
        add(LIST, max(summary.published for summary in summaries.values()))
    for page in context.site.pages:
        add(f"{page.name}/{INDEX}", None)
    return _xml(root)


def _feed(context: SiteContext, summaries: Mapping[str, ComparisonSummary]) -> bytes:
    site, address = context.site, context.addresses.absolute
    root = Element("feed", {"xmlns": ATOM, "xml:lang": site.language})
    SubElement(root, "title").text = site.title
    SubElement(root, "subtitle").text = site.description
    SubElement(root, "id").text = address(HOME)
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": address(FEED)})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": address(HOME)})
    dates = [summary.published for summary in summaries.values()]
    SubElement(root, "updated").text = _moment(max(dates, default="1970-01-01"))
    SubElement(SubElement(root, "author"), "name").text = site.author
    SubElement(root, "rights").text = site.licence
    for slug, summary in sorted(summaries.items(), key=lambda pair: (pair[1].published, pair[0])):
        entry = SubElement(root, "entry")
        SubElement(entry, "title").text = summary.title
        SubElement(entry, "id").text = address(context.article_path(slug))
        SubElement(entry, "link", {"rel": "alternate", "href": address(context.article_path(slug))})
        for tag in summary.languages[1:]:
            other = address(context.article_path(f"{slug}/{tag}"))
            SubElement(entry, "link", {"rel": "alternate", "hreflang": tag, "href": other})
        SubElement(entry, "published").text = _moment(summary.published)
        SubElement(entry, "updated").text = _moment(summary.published)
        for author in summary.authors:
            about = SubElement(entry, "author")
            SubElement(about, "name").text = author.name
            if author.link:
                SubElement(about, "uri").text = author.link
        SubElement(entry, "summary").text = summary.description
    return _xml(root)


def _moment(date: str) -> str:
    return date if "T" in date else f"{date}T00:00:00Z"


def _xml(root: Element) -> bytes:
    indent(root, " ")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode").encode() + b"\n"
