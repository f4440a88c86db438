"""The content folder → `Site`, or every problem in it at once."""

from collections.abc import Collection
from pathlib import Path

from proofpress.content import build, files, names
from proofpress.content.characters import visible
from proofpress.content.check import check
from proofpress.content.complaints import Complaints
from proofpress.content.composer import EnoughError
from proofpress.content.kinds import Kinds
from proofpress.content.nearest import mend_name
from proofpress.content.references import check_references
from proofpress.content.scalars import shortened
from proofpress.content.schema import RESERVED_SLUGS, SiteFile
from proofpress.content.tree import Node
from proofpress.content.written import read
from proofpress.problems import Place, Problem, Problems
from proofpress.values import Comparison, Site

SITE_FILE = "site.yaml"


def load(
    folder: Path,
    kinds: Kinds,
    *,
    drafts: bool = False,
    only: str | None = None,
    base_url: str | None = None,
    known: Collection[str] = (),
) -> Site:
    """Return the site that a content folder describes, with every reference in it looked up.

    kinds: what authors may name. drafts: take comparisons with `draft: true` too. only: the slug of the one
    comparison to take, which is then the home. base_url: used in place of the one in site.yaml. known: slugs of
    comparisons that were found sound before, and are not read. Comparisons come in order of their slugs; the base
    address ends with a slash. Raises Problems with all that is wrong.
    """
    problems = Complaints(Place(files.written(folder)))
    try:
        return _load(folder, kinds, drafts, only, base_url, known, problems)
    except EnoughError as enough:
        raise Problems(map(visible, [*problems, enough.problem])) from None


def _load(
    folder: Path,
    kinds: Kinds,
    drafts: bool,
    only: str | None,
    base_url: str | None,
    known: Collection[str],
    problems: list[Problem],
) -> Site:
    slugs = files.comparisons(folder, problems)
    if slugs is None:
        raise Problems(map(visible, problems))
    node = files.read(folder, folder / SITE_FILE, problems)
    files.stray(folder, (SITE_FILE,), problems)
    site = None if node is None else check(SiteFile, node, problems)
    if site is not None and node is not None:
        _addresses(site, node, base_url, problems)
    if only is not None and only not in slugs and slugs:
        says = f"there is no comparison '{shortened(only)}'"
        problems.append(Problem(Place(files.written(folder)), "unknown-comparison", says, mend_name(only, slugs)))

    wanted = [slug for slug in slugs if only in (None, slug) and slug not in known]
    found: list[Comparison] = []
    left_out: list[str] = []
    for slug in wanted:
        comparison = _comparison(folder, slug, kinds, drafts, problems, left_out)
        if comparison is not None:
            found.append(comparison)
    if site is not None and node is not None:
        # A comparison that is built alone stands in for the home page, whatever state that is in.
        _home(site.home, node, slugs, only is None and site.home in left_out, problems)
    if left_out and len(left_out) == len(wanted) and not known and not problems:
        says = f"'{only}' is a draft" if only else "every comparison is a draft"
        problems.append(Problem(Place(files.written(folder)), "draft", says, "add --drafts to build it"))
    if problems or site is None:
        raise Problems(map(visible, problems))
    return Site(
        title=site.title,
        description=site.description,
        language=site.language,
        author=site.author,
        base_url=(base_url or site.base_url).rstrip("/") + "/",
        repository=site.repository,
        licence=site.licence,
        licence_link=site.licence_link,
        # A comparison that is built alone is the front page: there is nothing else that links could lead to.
        home=only or site.home,
        comparisons=tuple(found),
    )


def _comparison(
    folder: Path, slug: str, kinds: Kinds, drafts: bool, problems: list[Problem], left_out: list[str]
) -> Comparison | None:
    before = len(problems)
    names.kebab(slug, Place(files.written(folder / slug)), problems, RESERVED_SLUGS)
    written = read(folder, slug, kinds, drafts, problems)
    if written is None:
        left_out.append(slug)
        return None
    check_references(written, kinds, problems)
    return build.comparison(written) if len(problems) == before else None


def _addresses(site: SiteFile, node: Node, base_url: str | None, problems: list[Problem]) -> None:
    names.language(site.language, node.at("language").place, problems)
    names.address(site.base_url, node.at("base_url").place, problems, base=True)
    if base_url is not None:
        names.address(base_url, Place("--base-url"), problems, base=True)
    names.address(site.repository, node.at("repository").place, problems, secure=True)
    names.address(site.licence_link, node.at("licence_link").place, problems, secure=True)


def _home(home: str, node: Node, slugs: tuple[str, ...], draft: bool, problems: list[Problem]) -> None:
    place = node.at("home").place
    if slugs and home not in slugs:
        says = f"there is no comparison '{shortened(home)}' to be the home page"
        problems.append(Problem(place, "unknown-comparison", says, mend_name(home, slugs)))
    elif draft:
        says = f"the home page '{home}' is a draft"
        problems.append(Problem(place, "draft", says, "name another comparison, or remove 'draft: true' from its page"))
