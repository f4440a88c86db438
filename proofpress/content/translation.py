"""page.LANG.yaml: the texts of a comparison in another language.

A translation has the shape of the files that it translates, and of them the texts alone: experiments, claims and charts
are those of the original. So it is read and checked as the original is, with each text in the place of the other.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from msgspec import Struct
from msgspec.structs import replace

from proofpress.content.claims import check_claims, read_claim_list
from proofpress.content.collections import Collection
from proofpress.content.comparison import create_comparison
from proofpress.content.explorers import check_explorers, read_explorers
from proofpress.content.figures import names_joined, read_figures
from proofpress.content.files import list_translations, read_file
from proofpress.content.kinds import Kinds
from proofpress.content.legend import check_legend
from proofpress.content.names import language_of_file
from proofpress.content.origins import check_origins
from proofpress.content.overlay import WHOLE, Overlay
from proofpress.content.page import check_citations, check_opening, check_sections, read_page, read_sections
from proofpress.content.raw_comparison import RawComparison
from proofpress.content.summaries import check_summaries
from proofpress.content.validation import check
from proofpress.content.validation.annotations import fields
from proofpress.content.yaml_reader.tree import Node
from proofpress.diagnostics import Diagnostic, Location, suggest
from proofpress.models import Claim, Comparison, Explorer, Figure, Text
from proofpress.models.language import Language
from proofpress.models.names import RESERVED_LANGUAGES
from proofpress.models.schema import NonBlank

OF_PAGE = ("title", "description", "takeaway", "words", "intro", "table", "sections", "further")
"""The keys of page.yaml that are translated."""
OF_OTHERS: Mapping[str, Any] = {
    "claims": tuple[Claim, ...],
    "figures": Mapping[str, Figure],
    "explorers": Mapping[str, Explorer],
}
"""The keys of a translation whose texts stand in the file of that name."""
TEXTS = {**{field.key: field.annotation for field in fields(Comparison) if field.key in OF_PAGE}, **OF_OTHERS}
"""All keys of a translation but `draft` and `phrases`."""
DRAFT, PHRASES, WORDS, FURTHER = "draft", "phrases", "words", "further"


class CalledThere(Struct, frozen=True):
    """What sentences in another language call experiments.

    phrases: for each experiment, words that name its network, data and budget.
    """

    called: ClassVar[str] = "a translation"

    phrases: Mapping[str, tuple[NonBlank, ...]] = {}


def read_translations(
    root: Path,
    raw: RawComparison,
    original: Comparison,
    kinds: Kinds,
    language: str | None,
    drafts: bool,
    diagnostics: list[Diagnostic],
) -> tuple[Comparison, ...]:
    """Return the translations of a sound comparison, in order of their languages; what is wrong with each is noted.

    root: the content folder. raw: the original as written. language: the site's, None if it is not known. drafts: take
    those that say `draft: true`, which have the original's texts where they lack their own.
    """
    found = []
    for name in list_translations(root / raw.slug):
        tag = str(language_of_file(name))
        node = read_file(root, root / raw.slug / name, diagnostics)
        if node is None or _is_wrong(tag, language, node.location.file, diagnostics):
            continue
        draft = isinstance(node.value, dict) and node.at(DRAFT).value is True
        if not draft or drafts:
            overlay = Overlay(kinds, draft, diagnostics, _list_parts(original))
            translation = _read_translation(raw, original, node, tag, overlay)
            found += [translation] if translation is not None else []
    return tuple(found)


def _is_wrong(tag: str, language: str | None, file: str, diagnostics: list[Diagnostic]) -> bool:
    """Return whether there can be no translation into a language, which is noted then."""
    if tag != language and tag not in RESERVED_LANGUAGES:
        return False
    message = f"the page itself is in '{tag}'" if tag == language else f"'{tag}' names another page of a comparison"
    hint = "name the language that the file is in, such as page.de.yaml"
    diagnostics.append(Diagnostic(Location(file, 1, 1), "wrong-language", message, hint))
    return True


def _read_translation(
    raw: RawComparison, original: Comparison, node: Node, tag: str, overlay: Overlay
) -> Comparison | None:
    """Return a translation; None if something is wrong with it, which is noted."""
    diagnostics, kinds = overlay.diagnostics, overlay.kinds
    before = len(diagnostics)
    given = node.without(DRAFT, PHRASES) if isinstance(node.value, dict) else node
    whole = _original_texts(raw, original, given)
    texts = {key: annotation for key, annotation in TEXTS.items() if key in whole.value}
    file = node.location.file
    over = overlay.lay_keys(texts, whole, given, WHOLE, Location(file, 1, 1))
    page, slug = over.without(*OF_OTHERS), f"{raw.slug}/{tag}"
    claims, figures, explorers = (over.holding({key: over.at(key)}) for key in OF_OTHERS)
    laid = replace(
        raw,
        slug=slug,
        node=page,
        page=read_page(page, slug, diagnostics),
        sections=read_sections(page, diagnostics),
        claims=read_claim_list(claims, diagnostics),
        figures=read_figures(figures, kinds, diagnostics),
        explorers=read_explorers(explorers if "explorers" in over.value else None, kinds, diagnostics),
        poster=None,
        lab=None,
    )
    for look in (check_sections, check_opening, check_legend, check_citations):
        look(laid, diagnostics)
    check_explorers(laid, kinds, diagnostics)
    check_claims(replace(laid, claims=_translated_claims(laid, file)), diagnostics)
    if len(diagnostics) > before:
        return None
    made = create_comparison(laid, kinds)
    _check_sentences(replace(made, original=raw.slug), node, kinds, diagnostics)
    return replace(
        made,
        figures={
            name: _on_same_scale(figure, original.figures[name])
            for name, figure in made.figures.items()
            if name not in overlay.parts
        },
        lab=original.lab,
        original=raw.slug,
        language=Language(tag),
    )


def _check_sentences(made: Comparison, node: Node, kinds: Kinds, diagnostics: list[Diagnostic]) -> None:
    """Note what sentences of a translation leave unsaid that their original says. node: the translation as written."""
    phrases: Mapping[str, tuple[str, ...]] = {}
    if PHRASES in node.value:
        alone = node.holding({PHRASES: node.at(PHRASES)})
        called = check(CalledThere, alone, diagnostics)
        phrases = called.phrases if called is not None else {}
    for name in sorted(phrases.keys() - made.experiments.keys()):
        message, hint = f"there is no experiment '{name}' to be named", suggest(name, made.experiments)
        diagnostics.append(Diagnostic(node.at(PHRASES).key(name), "unknown-experiment", message, hint))
    named = {name: replace(each, phrases=phrases.get(name, ())) for name, each in made.experiments.items()}
    found: list[Diagnostic] = []
    for look in (check_summaries, check_origins):
        look(replace(made, experiments=named), kinds, found)
    # What is of the original stands there, and is told there.
    diagnostics.extend(each for each in found if each.location.file == node.location.file)


def _original_texts(raw: RawComparison, original: Comparison, given: Node) -> Node:
    """Return what a translation is laid over, as one tree: the page, its claims and what it shows.

    given: the translation. Without `further` in it, what goes further is not in the tree; what it has in `words`
    beside the original's is: names for which English needs no word of the author's.
    """
    assert raw.node is not None, "nothing is wrong with the original"
    further = given.child(FURTHER) is not None
    page = raw.node if further else raw.node.without(FURTHER)
    words = {name: text for each in (given, page) if (node := each.child(WORDS)) for name, text in node.items()}
    shown = (*original.figures_of_article, *(original.figures_further if further else ()))
    parts: dict[str, Node] = {
        "words": page.holding(words),
        "claims": page.holding([entry.node for entry in raw.claims.entries.values()]),
        "figures": page.holding({name: raw.figures.entries[name].node for name in (*shown, *_list_parts(original))}),
        "explorers": page.holding(
            {name: each.node for name, each in raw.explorers.entries.items() if each.record.figure in shown}
        ),
    }
    return page.holding({**page.value, **{key: node for key, node in parts.items() if node.value}}, page.keys)


def _translated_claims(laid: RawComparison, file: str) -> Collection[Claim]:
    """Return the claims whose quote and the words that it is from are both translated, so that it must be in them."""
    places: dict[str, Text] = {name: section.text for name, section in laid.sections.records.items()}
    if laid.page is not None:
        places |= {"intro": laid.page.intro, "table": laid.page.table.title}
    translated = {name for name, text in places.items() if text.location.file == file}
    return replace(
        laid.claims,
        entries={
            name: entry
            for name, entry in laid.claims.entries.items()
            if entry.record.section in translated and entry.record.quote.location.file == file
        },
    )


def _on_same_scale(figure: Figure, original: Figure) -> Figure:
    """Return a figure that has its scale with all that the original shares it with, translated or not."""

    def scaled(options: Any, of_original: Any) -> Any:
        return replace(options, peers=of_original.peers) if getattr(options, "scale", "") else options

    options = scaled(figure.options, original.options)
    if names_joined(figure):
        pairs = zip(options.joined, original.options.joined, strict=True)
        options = replace(options, joined=tuple((kind, scaled(each, other)) for (kind, each), (_, other) in pairs))
    return replace(figure, options=options)


def _list_parts(original: Comparison) -> frozenset[str]:
    """Return the figures that readers of the article see only as parts of others."""
    shown = {*original.figures_of_article, *original.figures_further}
    joined = {name for figure in shown for name in names_joined(original.figures[figure])}
    return frozenset(joined - shown)
