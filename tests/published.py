"""How tests read a site that was published: documents, what they show, where they lead, what was judged for them."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib

from proofpress import claims, experiments, pipeline
from proofpress.cache.store import Store
from proofpress.models import Comparison, Findings, Record
from proofpress.models.build_options import BuildOptions
from tests.desk import Desk

KILO = 1024
NAMESPACE = "{http://www.w3.org/1999/xhtml}"
BLOCKS = {"p", "h1", "h2", "h3", "td", "th", "caption", "li", "div", "section", "figcaption", "header", "dd", "dt"}


def documents(output: Path) -> dict[str, Element]:
    """Return path → document, for every page, read by a parser that is not ours."""
    found = {}
    for path in sorted(output.rglob("*.html")):
        found[path.relative_to(output).as_posix()] = html5lib.parse(path.read_bytes())
    assert found, f"there is no page in {output}"
    return found


def judged_comparison(site: Desk, slug: str) -> tuple[Comparison, dict[str, Record], Store, Findings]:
    """Return a comparison of the site, its stored runs, the store, and what was found; trains nothing."""
    (comparison,) = pipeline.read(BuildOptions(content=site.folder / "content", only=slug)).comparisons
    store = Store(site.runs)
    records = experiments.train(comparison.experiments, store, jobs=1)
    assert not any(record.trained for record in records.values())
    return comparison, records, store, claims.judge(comparison, records, store)


def walk(element: Element) -> Iterator[Element]:
    """Yield an element and all below it."""
    yield from element.iter()


def text_of(element: Element) -> str:
    """Return what an element shows: its text, blocks apart, scripts, styles and marks of notes left out."""
    tag = element.tag.removeprefix(NAMESPACE) if isinstance(element.tag, str) else "!"
    if tag in {"script", "style", "template", "!"}:
        return element.tail or ""
    inside = (element.text or "") + "".join(text_of(child) for child in element)
    gap = " " if tag in BLOCKS else ""
    return f"{gap}{inside}{gap}{element.tail or ''}"


def addresses(page: Element) -> Iterator[str]:
    """Yield every address in a page."""
    for each in walk(page):
        for name in ("href", "src", "poster", "action"):
            if each.get(name) is not None:
                yield each.get(name)
        for part in (each.get("srcset") or "").split(","):
            if part.strip():
                yield part.split()[0]


def resolved(path: str) -> str:
    """Return a path within the site, `..` and `.` worked out; it must not lead out of it."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            assert parts, f"{path} leads out of the site"
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
