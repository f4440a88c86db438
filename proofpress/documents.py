"""Numbers in other documents: what stands between two marks is what the runs give, or is told.

Side effects: reads and writes the documents.

    <!-- proofpress: my-comparison.rate_gap -->75.1 points<!-- / -->        Markdown, HTML
    % proofpress: my-comparison.rate_gap.interval                           TeX, on lines of their own
    75.1 points [70.2, 79.8]
    % /

Nothing outside of the marks is touched: the bytes around them, and the file's own line ends, stay.
"""

import os
import re
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from msgspec import Struct

from proofpress import claims, pipeline
from proofpress.cache.atomic import write_atomically
from proofpress.cache.store import Store
from proofpress.console import Console
from proofpress.diagnostics import BuildError, Diagnostic, Location, from_oserror, shortened, suggest
from proofpress.formatting import MINUS
from proofpress.models import Estimate, Site
from proofpress.models.build_options import BuildOptions
from proofpress.site.data.numbers import PARTS, escape_tex

Values = Mapping[str, Mapping[str, Estimate]]
"""Comparison → name of a number → the number."""

MARK = re.compile(
    r"<!--[ \t]*proofpress:[ \t]*(?P<name>\S+)[ \t]*-->(?P<old>.*?)(?P<end><!--[ \t]*/[ \t]*-->|\Z)", re.DOTALL
)
TEX_MARK = re.compile(
    r"^[ \t]*%[ \t]*proofpress:[ \t]*(?P<name>\S+)[ \t]*(?P<line>\r?\n)(?P<old>.*?)"
    r"(?P<end>^[ \t]*%[ \t]*/[ \t]*\r?$|\Z)",
    re.DOTALL | re.MULTILINE,
)
NUMBER = re.compile(rf"{MINUS}?\d[\d,]*(?:\.\d+)?")
OPENING = re.compile(r"(?:<!--|%)[ \t]*proofpress:")
TEX_SUFFIXES = (".tex", ".sty", ".ltx")


class Document(Struct, frozen=True):
    """A document with its marks filled in.

    given: what the author calls it. before, after: its text; the same if nothing is stale. stale: what is, in order.
    """

    given: str
    path: Path
    before: str
    after: str
    marks: int
    stale: tuple[Diagnostic, ...]


def list_documents(site: Site, options: BuildOptions) -> list[tuple[str, Path]]:
    """Return what `sync` of site.yaml lists, as (name, path): names count from the folder that `content/` lies in.

    Raises BuildError for one that leads out of it.
    """
    root = options.content.parent
    found = [(os.path.normpath(root / name), root / name) for name in site.sync]
    outside = [name for name, path in found if not path.resolve().is_relative_to(root.resolve())]
    if outside:
        message, hint = "the document lies outside of the site's folder", "list files beside or below content/"
        raise BuildError(Diagnostic(Location(name), "outside", message, hint) for name in outside)
    return found


def every_slug(options: BuildOptions) -> list[str]:
    """Return the names of all comparisons' folders, also of those that are not built now."""
    return sorted(path.name for path in options.content.iterdir() if path.is_dir())


def measure(site: Site, options: BuildOptions, console: Console, store: Store) -> dict[str, dict[str, Estimate]]:
    """Return all numbers of the site's comparisons; train what is not stored. Raises BuildError if one has none."""
    values: dict[str, dict[str, Estimate]] = {}
    diagnostics: list[Diagnostic] = []
    with pipeline.cluster_of(options) as cluster:
        for comparison in site.comparisons:
            records = pipeline.train(comparison, options, console, store, cluster)
            values[comparison.slug], missing = claims.measure(comparison, records, store)
            diagnostics.extend(missing)
    if diagnostics:
        raise BuildError(diagnostics)
    return values


def fill_documents(
    documents: Iterable[tuple[str, Path]], values: Values, known: Iterable[str]
) -> tuple[list[Document], list[Diagnostic]]:
    """Return documents with their marks filled in, and what is wrong with the marks.

    known: slugs of the site's comparisons; numbers of one that is not among the values are left as they stand.
    """
    found, diagnostics = [], []
    for given, path in documents:
        try:
            text = path.read_bytes().decode("utf-8")
        except OSError as error:
            diagnostics.append(from_oserror(error) or Diagnostic(Location(given), "unreadable", str(error)))
            continue
        except UnicodeDecodeError:
            diagnostics.append(
                Diagnostic(Location(given), "not-utf-8", "the document is not UTF-8", "save it as UTF-8")
            )
            continue
        document, wrong = _fill(given, path, text, values, frozenset(known))
        diagnostics.extend(wrong)
        found.append(document)
    return found, diagnostics


def write_documents(documents: Iterable[Document]) -> list[str]:
    """Write the documents in which something was stale, each whole or not at all; return their names."""
    changed = [document for document in documents if document.after != document.before]
    for document in changed:
        write_atomically(document.path.resolve(), document.after.encode())
    return [document.given for document in changed]


def _fill(
    given: str, path: Path, text: str, values: Values, known: frozenset[str]
) -> tuple[Document, list[Diagnostic]]:
    is_tex = path.suffix in TEX_SUFFIXES
    wrong: list[Diagnostic] = []
    stale: list[Diagnostic] = []
    pieces, end, marks = [], 0, 0
    for mark in (TEX_MARK if is_tex else MARK).finditer(text):
        marks += 1
        where = _locate(given, text, mark.start("name"))
        if not mark["end"] or OPENING.search(mark["old"]):
            ending = "% / on a line of its own" if is_tex else "<!-- / -->"
            message = f"the mark '{mark['name']}' has no end"
            wrong.append(Diagnostic(where, "open-mark", message, f"write {ending} after it"))
            continue
        try:
            found = _value(mark["name"], values, known)
        except LookupError as error:
            message, hint = error.args
            wrong.append(Diagnostic(where, "unknown-value", message, hint))
            continue
        if found is None:
            continue
        words, estimate = found
        new = escape_tex(words) + mark["line"] if is_tex else escape(words, quote=False)
        if not _agree(mark["old"], new, estimate):
            message = f"'{mark['name']}' reads '{shortened(mark['old'].strip(), 60)}' here; the runs give '{words}'"
            stale.append(Diagnostic(where, "stale-value", message, f"run: build.py sync {given}"))
        pieces += [text[end : mark.start("old")], new]
        end = mark.end("old")
    if not marks:
        mark_words = "% proofpress: SLUG.NAME" if is_tex else "<!-- proofpress: SLUG.NAME --><!-- / -->"
        hint = f"write {mark_words} where a number belongs, or do not list the file"
        message = "the document holds no mark, so that nothing is checked"
        wrong.append(Diagnostic(Location(given), "no-mark", message, hint))
    return Document(given, path, text, "".join([*pieces, text[end:]]), marks, tuple(stale)), wrong


def _agree(old: str, new: str, estimate: Estimate) -> bool:
    """Return whether a document's words say what the runs give: the same, or numbers within half the interval's width.

    Where training is chaotic, the last bits of another processor's sums change a number as other seeds would.
    """
    if old == new:
        return True
    read, given, interval = (_numbers(words) for words in (old, new, estimate.interval))
    if NUMBER.split(old) != NUMBER.split(new) or len(interval) < 3:
        return False
    return all(abs(a - b) <= (interval[-1] - interval[-2]) / 2 for a, b in zip(read, given, strict=True))


def _numbers(words: str) -> list[float]:
    return [float(number.replace(MINUS, "-").replace(",", "")) for number in NUMBER.findall(words)]


def _value(name: str, values: Values, known: frozenset[str]) -> tuple[str, Estimate] | None:
    """Return the words a mark stands for, and their number; None if its comparison is not built now.

    Raises LookupError(message, hint).
    """
    slug, _, rest = name.partition(".")
    number, _, part = rest.partition(".")
    if slug not in values:
        if slug in known:
            return None
        raise LookupError(f"there is no comparison '{shortened(slug)}'", suggest(slug, known))
    if number not in values[slug]:
        raise LookupError(f"'{slug}' has no number '{shortened(number)}'", suggest(number, values[slug]))
    if part and part not in PARTS:
        raise LookupError(f"'{number}' has no part '{shortened(part)}'", suggest(part, PARTS))
    estimate = values[slug][number]
    return str(getattr(estimate, part or "text")), estimate


def _locate(file: str, text: str, offset: int) -> Location:
    # A byte order mark is no column.
    before = text[:offset].removeprefix("\ufeff")
    offset = len(before)
    return Location(file, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)
