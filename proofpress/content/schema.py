"""The shape of the four files of a comparison and of site.yaml, as the author writes them.

Each record lists the keys of one mapping. `Mend` says what a missing key is for;
`called` is how messages name the record. Entries of collections (`Any`) are checked one by one, each against
its own record, so that one bad entry does not hide another.
"""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta, field

from proofpress.content.hints import Hint, Words
from proofpress.models import Options

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


class SiteFile(Options, frozen=True):
    """content/site.yaml."""

    called: ClassVar[str] = "the site"

    title: Words
    description: Annotated[Words, Hint("say in one sentence what the site is about; search engines show it")]
    author: Words
    base_url: Annotated[
        Words, Hint("write the address under which the site will be found, such as https://example.org/site/")
    ]
    repository: Annotated[
        Words, Hint("write the address where the content is kept, so that readers can repeat the runs")
    ]
    licence: Annotated[Words, Hint("name the licence under which others may use the site, such as CC BY 4.0")]
    licence_link: Annotated[Words, Hint("write the address of the licence's text")]
    home: Annotated[Words, Hint("name the folder of the comparison that is shown first")]
    language: Words = "en"


class RowPart(Options, frozen=True):
    """A row of the comparison table."""

    aspect: Words
    cells: tuple[Words, Words]


class TablePart(Options, frozen=True):
    """The comparison table."""

    title: Words
    columns: tuple[Words, Words]
    rows: Annotated[tuple[RowPart, ...], Meta(min_length=1)]


class PageFile(Options, frozen=True):
    """content/<slug>/page.yaml."""

    called: ClassVar[str] = "a page"

    title: Words
    description: Annotated[Words, Hint("say in one sentence what the comparison shows; search engines show it")]
    takeaway: Annotated[Words, Hint("say in one sentence what a reader should keep")]
    published: Annotated[Words, Hint('write the day of publication, such as "2026-11-23"')]
    intro: Words
    table: TablePart
    sections: Annotated[tuple[Any, ...], Meta(min_length=1)]
    sources: tuple[Any, ...] = ()
    draft: bool = False


class SectionPart(Options, frozen=True):
    """A section of the article."""

    called: ClassVar[str] = "a section"

    id: Annotated[Words, Hint("give it a short name in small letters, such as how-it-works; links lead to it")]
    heading: Annotated[Words, Hint("write the heading that readers see above the section")]
    text: Words
    runs: Words | None = None
    figures: tuple[Words, ...] = ()


class SourcePart(Options, frozen=True):
    """A work that is cited."""

    called: ClassVar[str] = "a source"

    id: Annotated[Words, Hint("give it a short name, such as bergstra2012; texts cite it as [@bergstra2012]")]
    authors: Words
    year: Annotated[Words, Hint('write the year of publication in quotes, such as "2012"')]
    title: Words
    venue: Words
    link: Annotated[Words, Hint("write the work's address, such as https://doi.org/10.1000/182")]


class ExperimentsFile(Options, frozen=True):
    """content/<slug>/experiments.yaml."""

    called: ClassVar[str] = "experiments.yaml"

    experiments: Mapping[str, Any]


class ExperimentPart(Options, frozen=True):
    """What every experiment says, of whatever kind."""

    called: ClassVar[str] = "an experiment"

    title: Words
    kind: Words


class ClaimsFile(Options, frozen=True):
    """content/<slug>/claims.yaml."""

    called: ClassVar[str] = "claims.yaml"

    claims: tuple[Any, ...]
    statistics: Mapping[str, Any] = field(default_factory=dict)


class StatisticPart(Options, frozen=True):
    """What every statistic says, of whatever kind."""

    called: ClassVar[str] = "a statistic"

    kind: Words
    unit: Annotated[
        Unit, Hint("say in what unit it is printed: percent, points, ratio, count, plain, decades or seconds")
    ]
    digits: Annotated[Annotated[int, Meta(ge=0)], Hint("say how many digits are printed after the decimal point")]


class GatePart(Options, frozen=True):
    """The condition that the runs must meet."""

    above: float | None = None
    below: float | None = None
    within: tuple[float, float] | None = None


class ClaimPart(Options, frozen=True):
    """A sentence of the article and what stands behind it."""

    called: ClassVar[str] = "a claim"

    id: Annotated[Words, Hint("give it a short name in small letters, such as rate-matters; the ledger links to it")]
    section: Annotated[Words, Hint("name the section it stands in, or 'intro', or 'table'")]
    quote: Annotated[Words, Hint("quote the words of the section that it stands for")]
    kind: Literal["measured", "definition", "source", "opinion"]
    says: Annotated[Words, Hint("say what the site states about the quoted words")]
    verdict: Literal["holds", "holds-if", "not-shown"] | None = None
    statistic: Words | None = None
    gate: GatePart | None = None
    sources: tuple[Words, ...] = ()
