"""The language in use: every page and picture asks here for its words, and formatting for the signs of numbers.

English is what stands in the code, so that an English site needs no catalogue and imports no library for it. The
language stands around what is made, as the legend does, and is not handed through it. Diagnostics and the console are
always English.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from proofpress.models.language import ENGLISH, Language

_LANGUAGE: ContextVar[Language] = ContextVar("language")


@contextmanager
def using(language: Language = ENGLISH) -> Iterator[None]:
    """Speak a language for as long as the context lasts."""
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def current() -> Language:
    """Return the language in use, English outside of `using`."""
    return _LANGUAGE.get(ENGLISH)


def gettext(message: str, /, **values: Any) -> str:
    """Return a message in the language in use. values: go into its `%(name)s`; without any, `%` is a letter."""
    forms = current().messages.get(message)
    text = forms[0] if forms else message
    return text % values if values else text


def ngettext(one: str, many: str, number: int, /, **values: Any) -> str:
    """Return a message in the form that a number takes in the language in use. values: as in `gettext`."""
    language = current()
    forms = language.messages.get(one)
    text = forms[_form(language.plural, number)] if forms else one if number == 1 else many
    return text % values if values else text


def mark(message: str) -> str:
    """Return a message as it is: marked for the catalogue where it stands, translated by `gettext` where it is used."""
    return message


def marks(one: str, many: str) -> tuple[str, str]:
    """Return the two forms of a message as they are: marked for the catalogue, translated by `ngettext`."""
    return one, many


@lru_cache(maxsize=1000)
def _form(plural: str, number: int) -> int:
    """Return which form a number takes. plural: an expression of `n` in C, as catalogues have it."""
    from gettext import c2py

    return int(c2py(plural)(number))
