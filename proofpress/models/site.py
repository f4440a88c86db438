"""The site as its author wrote it: comparisons, and the plan of each infographic."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Generic, Literal

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from proofpress.diagnostics import Location
from proofpress.models.authors import Author
from proofpress.models.checks import Check, Repeat
from proofpress.models.claims import Claim
from proofpress.models.entries import ALT, Chart, Experiment, Figure, Statistic
from proofpress.models.explorer import Explorer
from proofpress.models.lab import Lab
from proofpress.models.language import ENGLISH, Language
from proofpress.models.look import Colours, FontFiles, Legend, Role, Typeface
from proofpress.models.own_pages import NavigationLink, OwnPage, OwnPicture
from proofpress.models.schema import ENTRIES, FILLED_IN, SOME_ENTRIES, Hint, NonBlank, Phrase, Words, Written
from proofpress.models.sections import Section, Step, Table
from proofpress.models.text import (
    LABEL,
    PROSE,
    AnyText,
    Coloured,
    Label,
    Prose,
    Quoted,
    Source,
    TableRow,
    Text,
    WrittenText,
)


class Panel(Struct, Generic[AnyText], frozen=True):
    """A chart of the infographic with its words: `Text` as written, `str` once filled in.

    rectangle: left, top, width, height in design pixels of the composition.
    title: the finding, over the picture. caption: what is drawn, under the title.
    """

    called: ClassVar[str] = "a panel of the poster"

    chart: Chart
    options: Annotated[Any, FILLED_IN]
    title: Annotated[AnyText, LABEL]
    caption: Annotated[AnyText, WrittenText(Phrase, default="", cites=True)]
    rectangle: Annotated[tuple[float, float, float, float], Hint("write left, top, width and height in pixels")]
    location: Location


class Column(Struct, Generic[AnyText], frozen=True, rename={"rows": "aspects"}):
    """One mirrored pair of the infographic: rows of the table, evidence above and below the spine.

    rows: of the table, by their aspects. left, width: in design pixels. spine: the words on the dark bar.
    notes: speaker notes for the slide of this pair.
    above: the charts over the bar. below: those under it.
    """

    called: ClassVar[str] = "a column of the poster"

    rows: Annotated[tuple[TableRow[AnyText], ...], Written(Annotated[tuple[Words, ...], Meta(min_length=1)])]
    spine: Annotated[AnyText, LABEL]
    left: Annotated[float, Meta(ge=0)]
    width: Annotated[float, Meta(gt=0)]
    above: Annotated[tuple[Panel[AnyText], ...], ENTRIES]
    below: Annotated[tuple[Panel[AnyText], ...], ENTRIES]
    notes: Annotated[AnyText, PROSE, Hint("write 40 to 80 words that a speaker can say to the slide of this column")]
    location: Location

    def panels(self, role: str) -> tuple[Panel[AnyText], ...]:
        """Return the evidence for `first` (above) or `second` (below)."""
        return self.above if role == "first" else self.below

    def cells(self, role: str) -> tuple[AnyText, ...]:
        """Return the texts of the table's cells for `first` or `second`."""
        return tuple(row.cells[0 if role == "first" else 1] for row in self.rows)


class Featured(Struct, frozen=True):
    """Which pairs the picture for slides and openings shows, by an aspect.

    hero: the large one. support: the one beside it.
    """

    called: ClassVar[str] = "the choice of the picture's pairs"

    hero: Annotated[Words, Hint("write an aspect of the column whose pair is shown large")]
    support: Annotated[str, Hint("write an aspect of the column whose pair stands beside it")] = ""


class Poster(Struct, Generic[AnyText], frozen=True):
    """The infographic as data: the words of its bands and its columns, left to right.

    headline: `^…^` marks words in the first column's colour, `_…_` in the second's. picture: the pairs of the picture
    for slides and openings; without it they are the last two with evidence on both sides.
    standfirst: a sentence under the headline. columns: pairs of evidence, left to right.
    """

    called: ClassVar[str] = "the poster"

    headline: Annotated[AnyText, WrittenText(cites=True, coloured=True)]
    standfirst: Annotated[AnyText, PROSE]
    alt: Annotated[AnyText, PROSE, Hint(ALT)]
    method: Annotated[AnyText, PROSE, Hint("say in one line how the runs were made")]
    source: Annotated[AnyText, PROSE, Hint("say in one line where data and code are")]
    columns: Annotated[tuple[Column[AnyText], ...], SOME_ENTRIES]
    location: Location
    picture: Featured | None = None


class Comparison(Struct, frozen=True):
    """One comparison: everything under content/<slug>/. What page.yaml says is written, the rest is filled in.

    explorers: by the id of the figure in whose place each stands. checks: by the id of the claim that was checked.
    repeats: by the id of the experiment whose recorded runs were made again.
    quoted: how the quoted texts are read: letter by letter, or as Markdown. roles: a coordinate, a channel or an
    experiment → the column whose colour it has. words: an identifier → what readers see in its place.
    hero: the figure that the article opens with; without it, the infographic.
    further: what stands on a page of its own. pictures: what its texts show, by the name of the file.
    title: the two things compared, `X vs Y`. intro: the first words of the article, quoted. draft: whether only
    `--drafts` builds it. sources: what texts cite: entries, `.bib` files, or both.
    authors: who wrote it, if not the site's author: names, or names with links.
    original: of a translation, the slug of what it translates. Its own is that with its language, `SLUG/de`; it has the
    same experiments and claims, other words, and only the figures that its article shows.
    """

    called: ClassVar[str] = "a page"

    slug: Annotated[str, FILLED_IN]
    title: Label
    description: Annotated[Prose, Hint("say in one sentence what the comparison shows; search engines show it")]
    takeaway: Annotated[Coloured, Hint("say in one sentence what a reader should keep")]
    intro: Quoted
    table: Table
    sections: Annotated[tuple[Section, ...], SOME_ENTRIES]
    experiments: Annotated[Mapping[str, Experiment], FILLED_IN]
    statistics: Annotated[Mapping[str, Statistic], FILLED_IN]
    claims: Annotated[tuple[Claim, ...], FILLED_IN]
    figures: Annotated[Mapping[str, Figure], FILLED_IN]
    poster: Annotated[Poster[Text] | None, FILLED_IN]
    sources: Annotated[Mapping[str, Source], Written(tuple[Any, ...] | NonBlank, default=())]
    published: Annotated[NonBlank, Hint('write the day of publication, such as "2026-11-23"')]
    location: Location
    draft: bool = False
    roles: Mapping[str, Role] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)
    quoted: Literal["letters", "markdown"] = "letters"
    lab: Annotated[Lab | None, FILLED_IN] = None
    explorers: Annotated[Mapping[str, Explorer], FILLED_IN] = field(default_factory=dict)
    checks: Annotated[Mapping[str, Check], FILLED_IN] = field(default_factory=dict)
    repeats: Annotated[Mapping[str, Repeat], FILLED_IN] = field(default_factory=dict)
    colours: Annotated[Colours | None, FILLED_IN] = None
    language: Annotated[Language, FILLED_IN] = ENGLISH
    typeface: Annotated[Typeface | None, FILLED_IN] = None
    hero: NonBlank | None = None
    authors: tuple[Words | Author, ...] = ()
    further: tuple[Step, ...] = ()
    original: Annotated[str, FILLED_IN] = ""
    pictures: Annotated[Mapping[str, OwnPicture], FILLED_IN] = field(default_factory=dict)

    @property
    def people(self) -> tuple[Author, ...]:
        """Who wrote it, as records; nobody where the site's author did."""
        return tuple(Author(each) if isinstance(each, str) else each for each in self.authors)

    @property
    def figures_of_article(self) -> tuple[str, ...]:
        """The ids of the figures that the article shows, in its order, each once."""
        opening = () if self.hero is None else (self.hero,)
        return tuple(dict.fromkeys((*opening, *(name for section in self.sections for name in section.figures))))

    @property
    def figures_further(self) -> tuple[str, ...]:
        """The ids of the figures on the page of what goes further."""
        return tuple(dict.fromkeys(step.figure for step in self.further if step.figure is not None))

    @property
    def legend(self) -> Legend:
        """What its two sides, and all that its runs name, are called and coloured."""
        return Legend(self.roles, self.words, self.language, self.typeface)


class Site(Struct, frozen=True):
    """All that the author wrote, checked: every reference in it leads somewhere. site.yaml says all but comparisons.

    colours: of the two things compared. logo: an asset that stands in the bar of every page. font: an asset
    that pages and pictures are set in, or one for each weight. navigation: links there;
    to each of the pages if it is left out. pages: in the order of their names.
    sync: documents whose marked numbers `check` compares with the runs. translations: of comparisons, by their slugs.
    title: of the whole site. language: as HTML writes it, such as `en`. author: whom readers credit.
    estimators_from: packages whose estimators experiments may name.
    """

    called: ClassVar[str] = "the site"

    title: Words
    description: Annotated[Words, Hint("say in one sentence what the site is about; search engines show it")]
    language: Annotated[NonBlank, Written(NonBlank, default="en")]
    author: Words
    base_url: Annotated[
        NonBlank, Hint("write the address under which the site will be found, such as https://example.org/site/")
    ]
    repository: Annotated[
        NonBlank, Hint("write the address where the content is kept, so that readers can repeat the runs")
    ]
    licence: Annotated[Words, Hint("name the licence under which others may use the site, such as CC BY 4.0")]
    licence_link: Annotated[NonBlank, Hint("write the address of the licence's text")]
    home: Annotated[NonBlank, Hint("name the folder of the comparison that is shown first")]
    comparisons: Annotated[tuple[Comparison, ...], FILLED_IN]
    colours: Colours | None = None
    logo: NonBlank | None = None
    font: NonBlank | FontFiles | None = None
    navigation: tuple[NavigationLink, ...] | None = None
    pages: Annotated[tuple[OwnPage, ...], FILLED_IN] = ()
    sync: tuple[NonBlank, ...] = ()
    estimators_from: tuple[NonBlank, ...] = ()
    translations: Annotated[Mapping[str, tuple[Comparison, ...]], FILLED_IN] = field(default_factory=dict)

    def each(self, change: Callable[[Comparison], Comparison]) -> "Site":
        """Return the site with a change made to each comparison and each translation."""
        translations = {slug: tuple(map(change, several)) for slug, several in self.translations.items()}
        return replace(self, comparisons=tuple(map(change, self.comparisons)), translations=translations)
