"""`.bib` files as authors keep them → sources: LaTeX becomes letters, and a DOI, an address or an e-print a link.

A library holds more than a page cites, and more kinds of faults. So each entry is looked at only if it is cited;
what breaks the file itself is told whoever is cited.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from msgspec import Struct
from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person
from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text as RichText
from pybtex.scanner import PybtexSyntaxError

from proofpress.content.names import check_address
from proofpress.content.yaml_reader.characters import forbidden_characters
from proofpress.diagnostics import Diagnostic, Location, one_of, shortened, suggest
from proofpress.models import Source

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:./+-]*")
"""Keys of entries that can be cited: they become part of links within the page."""
NAMES = ("author", "editor")
VENUES = ("journal", "journaltitle", "booktitle", "school", "institution", "publisher", "organization", "howpublished")
ARXIV = re.compile(r"(?:arxiv[:\s]\s*)?((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?)", re.IGNORECASE)
ARXIV_JOURNAL = re.compile(rf"arxiv(?: preprint)?\s+{ARXIV.pattern}", re.IGNORECASE)
DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
STYLED = re.compile(r"\\(?:emph|enquote|mbox|text(?:bf|it|rm|sc|sf|sl|tt|up)?|url|math(?:bf|cal|it|rm))\s*(?=\{)")
"""Commands that change how words look, or that quote them: their words are kept."""
SIGNS = {"textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textbraceleft": "{",
         "textbraceright": "}", "{": "{", "}": "}", "$": "$"}  # fmt: skip
SIGN = re.compile(rf"\\({'|'.join(map(re.escape, SIGNS))})(?:\{{\}}|(?<=[a-z])(?![A-Za-z])\s*|(?<=[{{}}$]))")
KEPT = {sign: chr(0xFDD0 + number) for number, sign in enumerate(dict.fromkeys(SIGNS.values()))}
"""Signs that a command stands for → what stands for them, which is no character, while the rest is read."""
COMMAND = re.compile(r"\\[A-Za-z]+")
MATHS = re.compile(r"\$[^$]*\$")
ASKED = {
    "an author": (*NAMES, "organization"),
    "a year": ("year", "date"),
    "a title": ("title",),
    "a place of publication": VENUES,
    "an address": ("doi", "url", "eprint"),
}
"""What is asked of an entry → the fields that can give it."""
MOST_NAMES, NAMES_KEPT = 12, 10
"""Of a list of more authors, only the first are named."""
LONGEST = 5_000


class BibEntry(Struct, frozen=True):
    """An entry as written. fields: by name, in small letters. places: where each begins.

    undefined: the fields whose value is a word that no `@string` defines, and that word.
    """

    key: str
    kind: str
    fields: Mapping[str, str]
    location: Location
    places: Mapping[str, Location]
    undefined: Mapping[str, str]


class Bibliography(Struct, frozen=True):
    """The entries of a file by key, the first of each. repeated: where an entry has the key of an earlier one.

    whole: whether all of the file could be read.
    """

    entries: Mapping[str, BibEntry]
    repeated: Mapping[str, Location]
    whole: bool


class UnreadLatex(ValueError):
    """A field holds a command that is not read; its name is the message."""


def parse_bibliography(text: str, file: str, diagnostics: list[Diagnostic]) -> Bibliography:
    """Return what a `.bib` file holds; what is wrong with the file itself is noted."""
    forbidden = forbidden_characters(text, file)
    diagnostics.extend(forbidden)
    reader = _Reader(text, file)
    entries: dict[str, BibEntry] = {}
    repeated: dict[str, Location] = {}
    for entry in reader.entries():
        if entry.key in entries:
            repeated.setdefault(entry.key, entry.location)
        entries.setdefault(entry.key, entry)
    diagnostics.extend(reader.diagnostics)
    return Bibliography(entries, repeated, not (forbidden or reader.diagnostics))


def create_source(entry: BibEntry, known: Mapping[str, BibEntry], diagnostics: list[Diagnostic]) -> Source | None:
    """Return the source that an entry describes, or None; what it lacks is noted. known: what `crossref` may name."""
    found: list[Diagnostic] = []
    fields, places = _inherited(entry, known, found)
    reading = _Fields(entry, fields, places, found)
    # What an entry lacks may be in the one that is not there.
    whole = not found
    if not KEY.fullmatch(entry.key):
        message = f"'{shortened(entry.key)}' cannot be cited: the key becomes part of a link"
        hint = "use letters from A to Z, digits, and _ : . / + - in it"
        found.append(Diagnostic(entry.location, "unsafe-name", message, hint))
    authors = reading.names()
    year = (reading.text("year") or reading.text("date"))[:4] if "year" not in fields else reading.text("year")
    title = ": ".join(filter(None, (reading.text("title"), reading.text("subtitle"))))
    venue, link = reading.venue(), reading.link()
    given = dict(zip(ASKED, (authors, year, title, venue, link), strict=True))
    lacking = [name for name, value in given.items() if not value and not reading.failed & set(ASKED[name])]
    if lacking and whole:
        message = f"the entry '{shortened(entry.key)}' lacks {', '.join(lacking)}"
        hint = "write " + "; ".join(f"the field {one_of(ASKED[name])}" for name in lacking)
        found.append(Diagnostic(entry.location, "missing-field", message, hint))
    for name, value in given.items():
        if len(value) > LONGEST:
            message = f"{name} of '{shortened(entry.key)}' has more than {LONGEST:,} characters"
            found.append(Diagnostic(entry.location, "too-long", message, "write less"))
    if link:
        check_address(link, places.get("url" if "doi" not in fields else "doi", entry.location), found, secure=True)
    diagnostics.extend(found)
    return None if found else Source(entry.key, authors, year, title, venue, link, entry.location)


def _inherited(
    entry: BibEntry, known: Mapping[str, BibEntry], found: list[Diagnostic]
) -> tuple[Mapping[str, str], Mapping[str, Location]]:
    """Return the fields of an entry with those that it has from the one that `crossref` names, and their locations.

    A book's title is where its part appeared; editors and addresses of the whole are not those of a part.
    """
    name = entry.fields.get("crossref", "")
    if not name:
        return entry.fields, entry.places
    parent = known.get(name) or next((each for key, each in known.items() if key.lower() == name.lower()), None)
    if parent is None:
        message = f"'crossref' names '{shortened(name)}', which is not in this file"
        found.append(Diagnostic(entry.places["crossref"], "unknown-source", message, suggest(name, known)))
        return entry.fields, entry.places
    given = {name: value for name, value in parent.fields.items() if name not in ("editor", "doi", "url", "crossref")}
    if "booktitle" not in given and "title" in given:
        given["booktitle"] = given["title"]
    places = {name: parent.places.get(name, parent.location) for name in given}
    return {**given, **entry.fields}, {**places, **entry.places}


class _Fields:
    """The fields of an entry as readers see them. failed: those that could not be read, which is noted."""

    def __init__(
        self, entry: BibEntry, fields: Mapping[str, str], places: Mapping[str, Location], found: list[Diagnostic]
    ) -> None:
        self.entry = entry
        self.fields = fields
        self.places = places
        self.found = found
        self.failed: set[str] = set()

    def text(self, name: str) -> str:
        """Return a field without its LaTeX; nothing if it is not there, or cannot be read."""
        return self._read(name, self.fields.get(name, ""))

    def _read(self, name: str, value: str) -> str:
        undefined = self.entry.undefined.get(name)
        if name in self.failed:
            return ""
        if undefined is not None:
            message = f"'{shortened(undefined)}' is no @string of this file"
            self._fail(name, "unknown-word", message, "write the value in braces, or define it with @string")
            return ""
        try:
            return plain_latex(value)
        except UnreadLatex as unread:
            message = f"the field '{name}' holds the command '{shortened(str(unread))}', which is not read"
            self._fail(name, "unread-latex", message, "write the letters themselves, in UTF-8")
        except PybtexError:
            self._fail(name, "unread-latex", f"the braces of the field '{name}' do not match", "close what is open")
        return ""

    def _fail(self, name: str, rule: str, message: str, hint: str) -> None:
        self.failed.add(name)
        self.found.append(Diagnostic(self.places.get(name, self.entry.location), rule, message, hint))

    def names(self) -> str:
        """Return who wrote the work: its authors, else its editors, else the organisation that did."""
        for role in NAMES:
            if self.fields.get(role):
                return self._people(role)
        return self.text("organization")

    def _people(self, role: str) -> str:
        written = split_name_list(self.fields[role])
        others = bool(written) and written[-1].strip().lower() == "others"
        people = []
        for name in written[:-1] if others else written:
            try:
                person = Person(name)
            except PybtexError:
                message = f"'{shortened(name)}' is no name: it has too many commas"
                self._fail(role, "wrong-name", message, "put ' and ' between two names")
                return ""
            parts = (person.first_names, person.middle_names, person.prelast_names, person.last_names,
                     person.lineage_names)  # fmt: skip
            people.append(self._read(role, " ".join(part for each in parts for part in each)))
        if len(people) > MOST_NAMES:
            people, others = people[:NAMES_KEPT], True
        return ", ".join([*filter(None, people), *(["et al."] if others else [])])

    def venue(self) -> str:
        """Return where the work appeared: journal and volume, the book, the school, the publisher, or the e-print."""
        name = next((name for name in VENUES if self.fields.get(name)), None)
        if name is None:
            return f"arXiv:{self._arxiv()}" if self._arxiv() else ""
        if name in ("journal", "journaltitle"):
            return " ".join(filter(None, (self.text(name), self.text("volume"))))
        return self.text(name)

    def link(self) -> str:
        """Return the address of the work: of its DOI, its own, or that of its e-print."""
        doi, url = self.text("doi"), self.text("url") or _address_in(self.text("howpublished"))
        if doi:
            match = DOI.fullmatch(doi)
            if match:
                return f"https://doi.org/{quote(match[1], safe='/:;().,_-+')}"
            self._fail("doi", "wrong-doi", f"'{shortened(doi)}' is no DOI", "write it as 10.1000/182")
            return ""
        arxiv = self._arxiv()
        return url or (f"https://arxiv.org/abs/{arxiv}" if arxiv else "")

    def _arxiv(self) -> str:
        """Return the number of the work at arXiv, or nothing."""
        kind = self.text("eprinttype") or self.text("archiveprefix")
        match = ARXIV.fullmatch(self.text("eprint")) if kind.lower() in ("", "arxiv") else None
        match = match or ARXIV_JOURNAL.fullmatch(self.text("journal"))
        return match[1] if match else ""


def _address_in(words: str) -> str:
    return words if words.startswith(("https://", "http://")) else ""


def plain_latex(value: str) -> str:
    r"""Return what LaTeX prints for a value, in letters; formulas stay as they are written.

    Raises UnreadLatex for a command that is not known, and PybtexError for braces that do not match.

    >>> plain_latex(r"{\'E}l{\"o} \emph{and} {Bayes} -- 50\,\%")
    'Élö and Bayes – 50 %'
    """
    value = STYLED.sub("", value).replace("\\,", " ").replace("\\ ", " ")
    words = str(RichText.from_latex(SIGN.sub(lambda match: KEPT[SIGNS[match[1]]], value)))
    left = COMMAND.search(MATHS.sub("", words))
    if left:
        raise UnreadLatex(left[0])
    for sign, kept in KEPT.items():
        words = words.replace(kept, sign)
    return " ".join(words.split())


class _Reader(LowLevelParser):  # type: ignore[misc]  # pybtex has no type hints
    """pybtex's parser, which also says where each entry and field begins. diagnostics: what is wrong with the file."""

    def __init__(self, text: str, file: str) -> None:
        super().__init__(text.replace("\r\n", "\n"), macros=dict(month_names), handle_error=self.note)
        self.file = file
        self.diagnostics: list[Diagnostic] = []
        self.lines = [0, *(match.end() for match in re.finditer("\n", self.text))]
        self.places: dict[str, Location] = {}
        self.undefined: dict[str, str] = {}

    def entries(self) -> Iterator[BibEntry]:
        """Yield every sound entry, in order; what else the file holds, such as words between them, is passed over."""
        known = 0
        for command, body in self.parse_bibliography():
            broken, known = len(self.diagnostics) > known, len(self.diagnostics)
            if broken or command.lower() in ("string", "preamble"):
                continue
            key, fields = body
            written: dict[str, str] = {}
            for name, parts in fields:
                written.setdefault(name.lower(), " ".join("".join(parts).split()))
            location = self.locate(self.command_start)
            yield BibEntry(key, command.lower(), written, location, self.places, self.undefined)

    def locate(self, position: int) -> Location:
        """Return where a character of the text stands."""
        line = bisect_right(self.lines, position)
        return Location(self.file, line, position - self.lines[line - 1] + 1)

    def note(self, error: PybtexSyntaxError) -> None:
        """Note that an entry is broken, where it begins; the reading goes on behind it."""
        where, what = self.locate(self.command_start), str(error).partition(": ")[2]
        message = f"the entry that begins here cannot be read: on line {self.locate(self.pos).line}, {what}"
        hint = "a field is written as name = {value}, with a comma before the next"
        self.diagnostics.append(Diagnostic(where, "wrong-bibtex", message, hint))

    def parse_entry_body(self, body_end: Any) -> None:
        """Read key and fields of an entry."""
        self.places, self.undefined = {}, {}
        super().parse_entry_body(body_end)

    def parse_field(self) -> None:
        """Read a field, and keep where it began."""
        self.eat_whitespace()
        start = self.pos
        super().parse_field()
        if self.current_field_name:
            self.places.setdefault(self.current_field_name.lower(), self.locate(start))

    def substitute_macro(self, name: str) -> str:
        """Return what `@string` gave a name; nothing for one that it never named, which only a reader would miss."""
        known = next((value for macro, value in self.macros.items() if macro.lower() == name.lower()), None)
        if known is None:
            self.undefined.setdefault(str(self.current_field_name).lower(), name)
        return str(known or "")
