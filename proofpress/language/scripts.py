"""Which way a language is written."""

# Scripts that are written from right to left (ISO 15924), and languages that are usually written in one (ISO 639).
SCRIPTS = "Adlm Arab Aran Hebr Mand Mend Nkoo Rohg Samr Syrc Thaa Yezi"
LANGUAGES = "ar arc arz azb bal bqi ckb dv fa glk he iw ji ks lrc mzn nqo pnb prs ps sam sd syr ug ur yi"
RIGHT_TO_LEFT, WRITTEN_RIGHT_TO_LEFT = frozenset(SCRIPTS.split()), frozenset(LANGUAGES.split())


def direction(tag: str) -> str:
    """Return `rtl` for a language that is written from right to left, else `ltr`; a script in the tag counts first.

    >>> direction("ar"), direction("az-Arab"), direction("ur-Latn"), direction("de")
    ('rtl', 'rtl', 'ltr', 'ltr')
    """
    primary, *others = tag.split("-")
    scripts = [other.title() for other in others if len(other) == 4]
    right_to_left = scripts[0] in RIGHT_TO_LEFT if scripts else primary in WRITTEN_RIGHT_TO_LEFT
    return "rtl" if right_to_left else "ltr"
