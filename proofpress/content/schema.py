"""The shape of the four files of a comparison and of site.yaml, as the author writes them.

Each record lists the keys of one mapping. `Mend` says what a missing key is for;
`called` is how messages name the record. Entries of collections (`Any`) are checked one by one, each against
its own record, so that one bad entry does not hide another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from annotated_types import Ge, MinLen

from proofpress.content.fields import Mend, Words
from proofpress.values import Options

Unit = Literal["percent", "points", "ratio", "count", "plain", "decades", "seconds"]

# Words that our texts read in another way than as the name of a statistic: Jinja's own, and ours.
RESERVED_NAMES = frozenset(
    {
        "given",
        "claims",
        "settings",
        "true",
        "false",
        "none",
        "not",
        "and",
        "or",
        "in",
        "is",
        "if",
        "elif",
        "else",
        "endif",
        "for",
        "endfor",
        "set",
        "self",
        "super",
        "loop",
        "range",
        "dict",
        "lipsum",
        "cycler",
        "joiner",
        "namespace",
        "caller",
        "varargs",
        "kwargs",
        "include",
        "import",
        "from",
        "as",
        "with",
        "without",
        "context",
        "block",
        "macro",
    }
)
# Ids that other things on a page, or in the output folder, already have.
RESERVED_SECTIONS = frozenset({"intro", "table", "sources", "infographic", "lab"})
RESERVED_SLUGS = frozenset({"assets"})


@dataclass(frozen=True)
class SiteFile(Options):
    """content/site.yaml."""

    called: ClassVar[str] = "the site"

    title: Words
    description: Annotated[Words, Mend("say in one sentence what the site is about; search engines show it")]
    author: Words
    base_url: Annotated[
        Words, Mend("write the address under which the site will be found, such as https://example.org/site/")
    ]
    repository: Annotated[
        Words, Mend("write the address where the content is kept, so that readers can repeat the runs")
    ]
    licence: Annotated[Words, Mend("name the licence under which others may use the site, such as CC BY 4.0")]
    licence_link: Annotated[Words, Mend("write the address of the licence's text")]
    home: Annotated[Words, Mend("name the folder of the comparison that is shown first")]
    language: Words = "en"


@dataclass(frozen=True)
class RowPart(Options):
    """A row of the comparison table."""

    aspect: Words
    cells: tuple[Words, Words]


@dataclass(frozen=True)
class TablePart(Options):
    """The comparison table."""

    title: Words
    columns: tuple[Words, Words]
    rows: Annotated[tuple[RowPart, ...], MinLen(1)]


@dataclass(frozen=True)
class PageFile(Options):
    """content/<slug>/page.yaml."""

    called: ClassVar[str] = "a page"

    title: Words
    description: Annotated[Words, Mend("say in one sentence what the comparison shows; search engines show it")]
    takeaway: Annotated[Words, Mend("say in one sentence what a reader should keep")]
    published: Annotated[Words, Mend('write the day of publication, such as "2026-11-23"')]
    intro: Words
    table: TablePart
    sections: Annotated[tuple[Any, ...], MinLen(1)]
    sources: tuple[Any, ...] = ()
    draft: bool = False


@dataclass(frozen=True)
class SectionPart(Options):
    """A section of the article."""

    called: ClassVar[str] = "a section"

    id: Annotated[Words, Mend("give it a short name in small letters, such as how-it-works; links lead to it")]
    heading: Annotated[Words, Mend("write the heading that readers see above the section")]
    text: Words
    runs: Words | None = None
    figures: tuple[Words, ...] = ()


@dataclass(frozen=True)
class SourcePart(Options):
    """A work that is cited."""

    called: ClassVar[str] = "a source"

    id: Annotated[Words, Mend("give it a short name, such as bergstra2012; texts cite it as [@bergstra2012]")]
    authors: Words
    year: Annotated[Words, Mend('write the year of publication in quotes, such as "2012"')]
    title: Words
    venue: Words
    link: Annotated[Words, Mend("write the work's address, such as https://doi.org/10.1000/182")]


@dataclass(frozen=True)
class ExperimentsFile(Options):
    """content/<slug>/experiments.yaml."""

    called: ClassVar[str] = "experiments.yaml"

    experiments: Mapping[str, Any]


@dataclass(frozen=True)
class ExperimentPart(Options):
    """What every experiment says, of whatever kind."""

    called: ClassVar[str] = "an experiment"

    title: Words
    kind: Words


@dataclass(frozen=True)
class ClaimsFile(Options):
    """content/<slug>/claims.yaml."""

    called: ClassVar[str] = "claims.yaml"

    claims: tuple[Any, ...]
    statistics: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class StatisticPart(Options):
    """What every statistic says, of whatever kind."""

    called: ClassVar[str] = "a statistic"

    kind: Words
    unit: Annotated[
        Unit, Mend("say in what unit it is printed: percent, points, ratio, count, plain, decades or seconds")
    ]
    digits: Annotated[Annotated[int, Ge(0)], Mend("say how many digits are printed after the decimal point")]


@dataclass(frozen=True)
class GatePart(Options):
    """The condition that the runs must meet."""

    above: float | None = None
    below: float | None = None
    within: tuple[float, float] | None = None


@dataclass(frozen=True)
class ClaimPart(Options):
    """A sentence of the article and what stands behind it."""

    called: ClassVar[str] = "a claim"

    id: Annotated[Words, Mend("give it a short name in small letters, such as rate-matters; the ledger links to it")]
    section: Annotated[Words, Mend("name the section it stands in, or 'intro', or 'table'")]
    quote: Annotated[Words, Mend("quote the words of the section that it stands for")]
    kind: Literal["measured", "definition", "source", "opinion"]
    says: Annotated[Words, Mend("say what the site states about the quoted words")]
    verdict: Literal["holds", "holds-if", "not-shown"] | None = None
    statistic: Words | None = None
    gate: GatePart | None = None
    sources: tuple[Words, ...] = ()
