"""What languages are called."""


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
