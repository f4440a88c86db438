"""A language from its catalogue and from what Babel knows of its numbers.

Side effects: reads the catalogues. Babel is imported only for languages other than English.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from proofpress.cache.reading import read_input
from proofpress.language.locales import direction
from proofpress.models.language import ENGLISH, Language

FOLDER = "languages"
"""Where catalogues lie in a folder of templates: `languages/de.po`."""


def read_language(tag: str, folders: Sequence[Path]) -> Language:
    """Return a language. folders: of templates; the catalogue of a later one takes the place of an earlier one's.

    A language without a catalogue keeps the English words, and writes numbers in its own way; one whose numbers nobody
    knows, in the English way. `de-AT` is read after `de`. Raises ValueError for a catalogue that cannot be read.
    """
    if tag.partition("-")[0] == "en":
        return Language(tag=tag) if tag != "en" else ENGLISH
    from babel import Locale, UnknownLocaleError

    messages: dict[str, tuple[str, ...]] = {}
    plural = ENGLISH.plural
    for name in _names(tag):
        for folder in folders:
            path = folder / FOLDER / f"{name}.po"
            data = read_input(path) if path.is_file() else None
            if data is None:
                continue
            plural, found = _read_catalogue(data)
            messages |= found
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Language(tag, direction(tag), plural=plural, messages=messages)
    # Western digits in every language: figures have no others, and programs and tables share them.
    symbols = locale.number_symbols["latn"]
    percent = locale.percent_formats[None].pattern.partition(";")[0]
    number = percent.strip("%\u00a0\u200e\u200f\u061c٪ ")
    return Language(
        tag,
        direction(tag),
        decimal=symbols["decimal"],
        group=symbols["group"],
        percent=percent.replace(number, "{}"),
        plural=plural,
        messages=messages,
    )


@lru_cache(maxsize=4)
def _read_catalogue(data: bytes) -> tuple[str, Mapping[str, tuple[str, ...]]]:
    """Return the expression that chooses among plural forms, and the forms of each message that is translated."""
    from babel.messages.pofile import read_po

    catalogue = read_po(BytesIO(data), abort_invalid=True)
    messages: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        one = message.id[0] if isinstance(message.id, list | tuple) else message.id
        forms = message.string if isinstance(message.string, list | tuple) else [message.string]
        if one and not message.fuzzy and all(forms):
            messages[one] = tuple(map(str, forms))
    return catalogue.plural_expr, messages


def _names(tag: str) -> Iterator[str]:
    """Yield the names of the catalogues of a language, the most general first: `zh`, `zh-Hant`, `zh-Hant-TW`."""
    parts = tag.split("-")
    for length in range(1, len(parts) + 1):
        yield "-".join(parts[:length])
