"""What is known of languages: what they are called, which way they are written, how they write a day."""

from datetime import date

from proofpress.language import current

# Scripts that are written from right to left (ISO 15924), and languages that are usually written in one (ISO 639).
SCRIPTS = "Adlm Arab Aran Hebr Mand Mend Nkoo Rohg Samr Syrc Thaa Yezi"
LANGUAGES = "ar arc arz azb bal bqi ckb dv fa glk he iw ji ks lrc mzn nqo pnb prs ps sam sd syr ug ur yi"
RIGHT_TO_LEFT, WRITTEN_RIGHT_TO_LEFT = frozenset(SCRIPTS.split()), frozenset(LANGUAGES.split())


def name_language(tag: str, reader: str) -> str:
    """Return the name of a language in that of the reader; its tag, if one of the two has no names for languages.

    >>> name_language("de", "de"), name_language("en", "de"), name_language("tlh", "de")
    ('Deutsch', 'Englisch', 'Klingonisch')
    """
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(reader, sep="-")
    except (UnknownLocaleError, ValueError):
        return tag
    try:
        return Locale.parse(tag, sep="-").get_display_name(locale) or tag
    except (UnknownLocaleError, ValueError):
        return str(locale.languages.get(tag, tag))


def write_day(written: str) -> str:
    """Return a day, given as YYYY-MM-DD, with the name of its month; in English, and if it is no day, as it is."""
    tag = current().tag
    if tag.partition("-")[0] == "en":
        return written
    from babel import UnknownLocaleError
    from babel.dates import format_date

    try:
        return format_date(date.fromisoformat(written), "long", tag.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return written


def direction(tag: str) -> str:
    """Return `rtl` for a language that is written from right to left, else `ltr`; a script in the tag counts first.

    >>> direction("ar"), direction("az-Arab"), direction("ur-Latn"), direction("de")
    ('rtl', 'rtl', 'ltr', 'ltr')
    """
    primary, *others = tag.split("-")
    scripts = [other.title() for other in others if len(other) == 4]
    right_to_left = scripts[0] in RIGHT_TO_LEFT if scripts else primary in WRITTEN_RIGHT_TO_LEFT
    return "rtl" if right_to_left else "ltr"
