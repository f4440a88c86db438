"""Days as readers of the language in use write them."""

from datetime import date

from proofpress.language import current


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
