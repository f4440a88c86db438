"""Files for machines that visit: sitemap.xml (sitemaps.org), robots.txt, feed.xml (Atom, RFC 4287), build.json."""

import json
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from proofpress.models import File
from proofpress.models.artifact import BUILD_RECORD
from proofpress.site.evidence import ledger_path
from proofpress.site.figures import folder_of
from proofpress.site.listed import Listed
from proofpress.site.material import POSTER
from proofpress.site.press import FEED, HOME, LIST, Press

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
ATOM = "http://www.w3.org/2005/Atom"


def files(press: Press, listed: Mapping[str, Listed]) -> Iterator[File]:
    """Yield the files but build.json; also .nojekyll, which tells GitHub Pages to publish all files as they are."""
    yield File("sitemap.xml", _sitemap(press, listed))
    yield File("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {press.addresses.absolute('sitemap.xml')}\n".encode())
    yield File(FEED, _feed(press, listed))
    yield File(".nojekyll", b"")


def build_record(press: Press) -> File:
    """Return build.json: where this build came from."""
    known = press.provenance
    record = {
        "version": known.version,
        "commit": known.commit,
        "content_hash": known.content_hash,
        "libraries": dict(sorted(known.libraries.items())),
        "platform": known.platform,
        "seeds": list(known.seeds),
        "runs": known.runs,
        "updates": known.updates,
        "seconds": known.seconds,
        "experiments": dict(sorted(known.experiments.items())),
        "date": known.date,
        "address": press.site.base_url,
    }
    return File(BUILD_RECORD, (json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode())


def _sitemap(press: Press, listed: Mapping[str, Listed]) -> bytes:
    root = Element("urlset", {"xmlns": SITEMAP})

    def add(path: str, changed: str) -> None:
        url = SubElement(root, "url")
        SubElement(url, "loc").text = press.addresses.absolute(path)
        SubElement(url, "lastmod").text = changed

    for slug, each in listed.items():
        add(press.article_path(slug), each.published)
        add(ledger_path(slug), each.published)
        if each.poster:
            add(f"{folder_of(slug, POSTER)}/index.html", each.published)
    if len(listed) > 1:
        add(LIST, max(each.published for each in listed.values()))
    return _xml(root)


def _feed(press: Press, listed: Mapping[str, Listed]) -> bytes:
    site, address = press.site, press.addresses.absolute
    root = Element("feed", {"xmlns": ATOM, "xml:lang": site.language})
    SubElement(root, "title").text = site.title
    SubElement(root, "subtitle").text = site.description
    SubElement(root, "id").text = address(HOME)
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": address(FEED)})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": address(HOME)})
    dates = [each.published for each in listed.values()]
    SubElement(root, "updated").text = _moment(max(dates, default="1970-01-01"))
    SubElement(SubElement(root, "author"), "name").text = site.author
    SubElement(root, "rights").text = site.licence
    for slug, each in sorted(listed.items(), key=lambda pair: (pair[1].published, pair[0])):
        entry = SubElement(root, "entry")
        SubElement(entry, "title").text = each.title
        SubElement(entry, "id").text = address(press.article_path(slug))
        SubElement(entry, "link", {"rel": "alternate", "href": address(press.article_path(slug))})
        SubElement(entry, "published").text = _moment(each.published)
        SubElement(entry, "updated").text = _moment(each.published)
        SubElement(entry, "summary").text = each.description
    return _xml(root)


def _moment(date: str) -> str:
    return date if "T" in date else f"{date}T00:00:00Z"


def _xml(root: Element) -> bytes:
    indent(root, " ")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode").encode() + b"\n"
