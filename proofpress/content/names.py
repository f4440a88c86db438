"""What may be a name: of a comparison, a section, a figure, a statistic, a day, an address."""

import calendar
import re

from proofpress.diagnostics import Diagnostic, Location, shortened
from proofpress.models.names import DEVICES, LONGEST_NAME, is_kebab, is_snake

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
TRANSLATION = re.compile(rf"page\.({LANGUAGE.pattern})\.yaml")
DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
# Printed ASCII but for what HTML, shells and browsers would read otherwise; no user name in front of the host.
ADDRESS = re.compile(
    r"(?P<scheme>https?)://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?"
    r"(/[^\s<>\"'`\\{}|^?#\x7f-\U0010ffff]*)?(?P<rest>[?#][^\s<>\"'`\\{}|^\x7f-\U0010ffff]*)?"
)


def check_kebab(
    name: str, location: Location, diagnostics: list[Diagnostic], reserved: frozenset[str] = frozenset()
) -> None:
    """Note a name that is not safe as an id, a file name and part of an address."""
    if not is_kebab(name):
        message = f"'{shortened(name)}' cannot be a name here: it becomes part of addresses and file names"
        hint = f"use at most {LONGEST_NAME} small letters, digits and single hyphens{_instead(name, '-')}"
        diagnostics.append(Diagnostic(location, "unsafe-name", message, hint))
    elif name in reserved | DEVICES:
        diagnostics.append(_reserved(name, location))


def check_snake(name: str, location: Location, diagnostics: list[Diagnostic], reserved: frozenset[str]) -> None:
    """Note a name that cannot stand in `{{ … }}`."""
    if not is_snake(name):
        message = f"'{shortened(name)}' cannot be the name of a statistic: texts print it as {{{{ name }}}}"
        hint = f"use small letters, digits and single underscores, a letter first{_instead(name, '_')}"
        diagnostics.append(Diagnostic(location, "unsafe-name", message, hint))
    elif name in reserved | DEVICES:
        diagnostics.append(_reserved(name, location))


def _reserved(name: str, location: Location) -> Diagnostic:
    return Diagnostic(location, "reserved-name", f"the name '{name}' already has a meaning", "choose another")


def _instead(name: str, joint: str) -> str:
    """Return a suggestion made from the letters of a name, if enough of them are left."""
    better = joint.join(re.findall(r"[a-z0-9]+", name.lower()))[:LONGEST_NAME].strip(joint)
    safe = is_kebab(better) if joint == "-" else is_snake(better)
    return f", such as '{better}'" if safe else ""


def check_day(words: str, location: Location, diagnostics: list[Diagnostic]) -> None:
    """Note a day that is not in the calendar, or not written as YYYY-MM-DD."""
    year, month, number = map(int, words.split("-")) if DAY.fullmatch(words) else (0, 0, 0)
    if not year or number > calendar.monthrange(year, month)[1]:
        message = f"'{shortened(words)}' is not a day"
        diagnostics.append(Diagnostic(location, "wrong-date", message, "write year, month and day, such as 2026-11-23"))


def check_address(
    words: str, location: Location, diagnostics: list[Diagnostic], secure: bool = False, base: bool = False
) -> None:
    """Note what is no web address.

    secure: https is demanded. base: it will have paths joined to it, so that it may have no query or fragment.
    """
    schemes = ("https",) if secure else ("https", "http")
    match = ADDRESS.fullmatch(words)
    if words in ("http://", "https://"):
        message = f"'{words}' is an address without a place"
        hint = "write what comes after it, such as https://example.org/"
        diagnostics.append(Diagnostic(location, "wrong-address", message, hint))
    elif secure and match and match["scheme"] == "http":
        message = f"'{shortened(words, 60)}' is not encrypted, as links of a page must be"
        hint = "write https:// in place of http://"
        diagnostics.append(Diagnostic(location, "wrong-address", message, hint))
    elif not match or match["scheme"] not in schemes:
        message = f"'{shortened(words, 60)}' is not a web address"
        hint = f"write it out, beginning with {' or '.join(f'{scheme}://' for scheme in schemes)}"
        diagnostics.append(Diagnostic(location, "wrong-address", message, hint))
    elif base and match["rest"]:
        message = "the base address has a query or a fragment, to which no path can be joined"
        diagnostics.append(Diagnostic(location, "wrong-address", message, "remove what follows '?' or '#'"))


def check_language(words: str, location: Location, diagnostics: list[Diagnostic]) -> None:
    """Note what is no language tag (the common forms of BCP 47)."""
    if not LANGUAGE.fullmatch(words):
        message = f"'{shortened(words)}' is not a language tag"
        diagnostics.append(Diagnostic(location, "wrong-language", message, "write one such as en or de-CH"))


def language_of_file(name: str) -> str | None:
    """Return the language of the translation that a file is by its name, None if it is none.

    >>> language_of_file("page.de.yaml"), language_of_file("page.yaml")
    ('de', None)
    """
    match = TRANSLATION.fullmatch(name)
    return match[1] if match else None
