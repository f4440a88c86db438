"""The content folder → `Site`, or every mistake in it at once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace

from proofpress.cache.store import Store
from proofpress.content.comparison import check_references, create_comparison, read_comparison
from proofpress.content.files import as_typed, check_stray, is_inside, list_comparisons, read_file
from proofpress.content.kinds import Kinds
from proofpress.content.names import check_address, check_kebab, check_language
from proofpress.content.origins import check_origins
from proofpress.content.own_pages import read_pages
from proofpress.content.own_pictures import read_pictures
from proofpress.content.raw_comparison import RawComparison
from proofpress.content.summaries import check_summaries
from proofpress.content.translation import read_translations
from proofpress.content.validation import check
from proofpress.content.yaml_reader.characters import visible
from proofpress.content.yaml_reader.tree import Node
from proofpress.diagnostics import BuildError, Diagnostic, Diagnostics, LimitExceeded, Location, shortened, suggest
from proofpress.drawing.theme import find_fault, nearest_passing
from proofpress.models import Comparison, Site
from proofpress.models.look import Colours
from proofpress.models.names import RESERVED_SLUGS
from proofpress.models.text import find_texts

SITE_FILE = "site.yaml"
Tell = Callable[[Site], None]


def load(
    folder: Path,
    kinds: Kinds,
    *,
    drafts: bool = False,
    only: str | None = None,
    base_url: str | None = None,
    known: Collection[str] = (),
    store: Store | None = None,
    before: Mapping[str, tuple[Comparison, ...]] = MappingProxyType({}),
    tell: Tell | None = None,
) -> Site:
    """Return the site that a content folder describes, with every reference in it looked up.

    kinds: what authors may name. drafts: take comparisons with `draft: true` too. only: the slug of the one
    comparison to take, a draft or not, which is then the home. base_url: used in place of the one in site.yaml.
    known: slugs of comparisons that were found sound before, and are not read. before: comparisons as they were read
    from the same files, by slug, each with its translations. Comparisons come in order of
    their slugs; the base address ends with a slash. store: keeps what was found in files that experiments name.
    tell: is handed a site of each comparison alone once its references are found sound, and before what its sentences
    say is compared and its translations are read.
    Raises BuildError with all that is wrong.
    """
    diagnostics = Diagnostics(Location(as_typed(folder)))
    try:
        return _load(folder, kinds, drafts, only, base_url, known, diagnostics, store, before, tell)
    except LimitExceeded as enough:
        raise BuildError(map(visible, [*diagnostics, enough.diagnostic])) from None


def _load(
    folder: Path,
    kinds: Kinds,
    drafts: bool,
    only: str | None,
    base_url: str | None,
    known: Collection[str],
    diagnostics: list[Diagnostic],
    store: Store | None,
    before: Mapping[str, tuple[Comparison, ...]],
    tell: Tell | None,
) -> Site:
    slugs = list_comparisons(folder, diagnostics)
    if slugs is None:
        raise BuildError(map(visible, diagnostics))
    node = read_file(folder, folder / SITE_FILE, diagnostics)
    check_stray(folder, (SITE_FILE,), diagnostics)
    site = None if node is None else check(Site, node, diagnostics, comparisons=())
    if site is not None and node is not None:
        _check_addresses(site, node, base_url, diagnostics)
        if site.colours is not None:
            _check_colours(site.colours, node, diagnostics)
        kinds = replace(kinds, packages=site.estimators_from)
    pages = read_pages(folder, slugs, diagnostics)
    location = Location(as_typed(folder))
    if only is not None and only not in slugs and slugs:
        message = f"there is no comparison '{shortened(only)}'"
        diagnostics.append(Diagnostic(location, "unknown-comparison", message, suggest(only, slugs)))

    def whole(
        site: Site, comparisons: Sequence[Comparison], translations: Mapping[str, tuple[Comparison, ...]]
    ) -> Site:
        made = replace(
            site,
            base_url=(base_url or site.base_url).rstrip("/") + "/",
            # A comparison that is built alone is the front page: there is nothing else that links could lead to.
            home=only or site.home,
            comparisons=tuple(comparisons),
            translations={slug: several for slug, several in translations.items() if several},
            pages=pages,
        )
        return made.each(lambda comparison: replace(comparison, colours=site.colours))

    found: list[Comparison] = []
    translations: dict[str, tuple[Comparison, ...]] = {}
    left_out: list[str] = []
    language = site.language if site is not None else None
    for slug in slugs:
        if only not in (None, slug) or slug in known:
            continue
        if slug in before:
            comparison, *others = before[slug]
            found.append(comparison)
            translations[slug] = tuple(others)
            continue
        raw = _read(folder, slug, kinds, drafts or slug == only, diagnostics, left_out, store)
        if raw is not None:
            comparison = _with_pictures(create_comparison(raw, kinds), folder, slug, diagnostics)
            if tell is not None and site is not None and not diagnostics:
                tell(whole(site, [comparison], {}))
            check_summaries(comparison, kinds, diagnostics)
            check_origins(comparison, kinds, diagnostics)
            translated = read_translations(
                folder, raw, comparison, kinds, language, drafts or slug == only, diagnostics
            )
            found.append(comparison)
            translations[slug] = tuple(_with_pictures(each, folder, slug, diagnostics) for each in translated)
    if site is not None and node is not None:
        # A comparison that is built alone stands in for the home page, whatever state that is in.
        _check_home(site.home, node, slugs, only is None and site.home in left_out, diagnostics)
    if diagnostics or site is None:
        raise BuildError(map(visible, diagnostics))
    return whole(site, found, translations)


def _read(
    folder: Path,
    slug: str,
    kinds: Kinds,
    drafts: bool,
    diagnostics: list[Diagnostic],
    left_out: list[str],
    store: Store | None,
) -> RawComparison | None:
    """Return a comparison as written, in which nothing is wrong; else None, and what is wrong is noted."""
    before = len(diagnostics)
    location = Location(as_typed(folder / slug))
    check_kebab(slug, location, diagnostics, RESERVED_SLUGS)
    if not is_inside(folder, folder / slug):
        message = "the folder is a link that leads out of the content folder"
        diagnostics.append(Diagnostic(location, "link-outside", message, "put a copy of the folder here"))
        return None
    raw = read_comparison(folder, slug, kinds, drafts, diagnostics, store)
    if raw is None:
        left_out.append(slug)
        return None
    check_references(raw, kinds, diagnostics)
    return None if len(diagnostics) > before else raw


def _with_pictures(comparison: Comparison, root: Path, slug: str, diagnostics: list[Diagnostic]) -> Comparison:
    """Return a comparison, or a translation of it, with the pictures that its texts show. slug: of its folder."""
    return replace(comparison, pictures=read_pictures(find_texts(comparison), root, root / slug, diagnostics))


def _check_addresses(site: Site, node: Node, base_url: str | None, diagnostics: list[Diagnostic]) -> None:
    check_language(site.language, node.at("language").location, diagnostics)
    check_address(site.base_url, node.at("base_url").location, diagnostics, base=True)
    if base_url is not None:
        check_address(base_url, Location("--base-url"), diagnostics, base=True)
    check_address(site.repository, node.at("repository").location, diagnostics, secure=True)
    check_address(site.licence_link, node.at("licence_link").location, diagnostics, secure=True)


def _check_colours(colours: Colours, node: Node, diagnostics: list[Diagnostic]) -> None:
    fault = find_fault(colours)
    if fault is None:
        return
    role, why = fault
    near = nearest_passing(colours, role)
    hint = f"the nearest that will do is '{near}'" if near else "mend the other one first"
    written = getattr(colours, role)
    diagnostics.append(Diagnostic(node.at("colours", role).location, "colour", f"'{written}' will not do: {why}", hint))


def _check_home(home: str, node: Node, slugs: tuple[str, ...], draft: bool, diagnostics: list[Diagnostic]) -> None:
    location = node.at("home").location
    if slugs and home not in slugs:
        message = f"there is no comparison '{shortened(home)}' to be the home page"
        diagnostics.append(Diagnostic(location, "unknown-comparison", message, suggest(home, slugs)))
    elif draft:
        message = f"the home page '{home}' is a draft"
        diagnostics.append(
            Diagnostic(location, "draft", message, "name another comparison, or remove 'draft: true' from its page")
        )
