"""Who wrote a comparison, and how others cite it: for pages, machines and reference managers."""

import re
from typing import Any

from msgspec import Struct

from proofpress.models import Comparison, Site
from proofpress.site.context import SiteContext

TEX = {sign: f"\\{sign}" for sign in "&%$#_"} | {
    # Written with a backslash, a brace would still be counted by BibTeX.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
"""Signs that mean something to TeX → how they are printed."""
LIGATURES = re.compile(r"(?<=[-'`,<>?!])(?=[-'`,<>])")
"""Between two signs of which TeX would make another one, such as a dash of two hyphens."""


class Citation(Struct, frozen=True):
    """How a page is cited. authors: name and link of each who is named on it. line: in words; bibtex: for a manager."""

    authors: tuple[tuple[str, str | None], ...]
    line: str
    address: str
    bibtex: str


def names_of(site: Site, comparison: Comparison) -> str:
    """Return the names of a comparison's authors, set apart by commas; the site's author if it names none."""
    return ", ".join(author.name for author in comparison.people) or site.author


def as_linked_data(site: Site, comparison: Comparison) -> dict[str, Any] | list[dict[str, Any]]:
    """Return the authors in the words of schema.org."""
    people = [
        {"@type": "Person", "name": each.name}
        | ({"url": each.link} if each.link else {})
        | ({"identifier": f"https://orcid.org/{each.orcid}"} if each.orcid else {})
        for each in comparison.people
    ]
    return (people[0] if len(people) == 1 else people) or {"@type": "Organization", "name": site.author}


def cite(context: SiteContext, comparison: Comparison, title: str) -> Citation:
    """Return how the article of a comparison is cited. title: in plain words."""
    site, year = context.site, comparison.published[:4]
    address = context.addresses.absolute(context.article_path(comparison.slug))
    names = names_of(site, comparison)
    # An organisation is one name, and braces keep it from being taken for a first and a last one.
    authors = " and ".join(_as_name(each.name) for each in comparison.people) or f"{{{_escaped(site.author)}}}"
    fields = {
        "author": authors,
        # Doubled, so that no style changes the letters.
        "title": f"{{{_escaped(title)}}}",
        "year": year,
        "howpublished": _escaped(site.title),
        "url": address,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    bibtex = "\n".join([f"@misc{{{comparison.slug.replace('/', '-')}-{year},", *lines, "}"])
    linked = tuple((each.name, each.link) for each in comparison.people)
    return Citation(linked, f"{names} ({year}). {title}. {site.title}.", address, bibtex)


def _as_name(name: str) -> str:
    """Return a name as BibTeX reads one: a comma or an `and` in it would make it another name, or two."""
    escaped = _escaped(name)
    return f"{{{escaped}}}" if re.search(r",|\band\b|^others$", name, re.IGNORECASE) else escaped


def _escaped(words: str) -> str:
    return LIGATURES.sub("{}", "".join(TEX.get(sign, sign) for sign in " ".join(words.split())))
