"""What every page shares: head, header and footer, and the call that makes a page a file."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from msgspec import Struct, field
from msgspec.structs import replace

from proofpress.diagnostics import BuildError, Diagnostic, Location
from proofpress.drawing.fonts.page import PageFont
from proofpress.drawing.picture_size import picture_size
from proofpress.drawing.theme import themes_of
from proofpress.formatting import count_each
from proofpress.language import using as speaking
from proofpress.language.locales import direction
from proofpress.language.reading import read_language
from proofpress.models import File, Site
from proofpress.models.artifact import BUILD_RECORD
from proofpress.models.language import ENGLISH, Language
from proofpress.models.look import Typeface
from proofpress.resources import layers
from proofpress.site.addresses import FEED, HOME, INDEX, LIST, PICTURES, Addresses, original_of, relative
from proofpress.site.assets import Assets, gather_assets
from proofpress.site.citations import number_sources
from proofpress.site.material import Material, Provenance
from proofpress.site.prose import Prose
from proofpress.site.templates import Templates, read_folders
from proofpress.site.typeface import own_typeface

POLICY = (
    "default-src 'none'; script-src 'self'{data}; style-src {style}; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'none'"
)
"""Nothing from other hosts, and nothing inline but what is named by its digest: JSON-LD, and the style of a page
that must stand alone."""


SCHEME = re.compile(r"https?://|mailto:")


LOGO_HEIGHT = 24
OTHER_READERS = "x-default"
"""What `hreflang` says of the page for readers of languages that it is not in."""
SCRIPTS_OF_ARTICLES = ("js/", "explorer/")
"""How the names of the scripts begin that an article loads."""


class Logo(Struct, frozen=True):
    """The picture in the bar of every page. width, height: in CSS pixels."""

    link: str
    width: int
    height: int


class Preview(Struct, frozen=True):
    """The picture that other sites show for a page. path: of the file; width, height: pixels."""

    path: str
    width: int
    height: int
    alt: str


class PageHead(Struct, frozen=True):
    """What a page says about itself.

    kind: `article` or `website`, in Open Graph's words. data: JSON-LD records. index: whether search
    engines may list it. oembed: path of the record that describes it for embedding. canonical: path of
    the page that it repeats, if it is not its own. alone: it carries its style and loads no other file.
    author: who wrote it, if not the site's author. languages: those that the page is in, by path; of a page that is in
    one alone, nothing.
    """

    path: str
    title: str
    description: str
    kind: str = "website"
    preview: Preview | None = None
    data: Any = None
    published: str | None = None
    index: bool = True
    oembed: str | None = None
    canonical: str | None = None
    alone: bool = False
    author: str = ""
    languages: Mapping[str, str] = field(default_factory=dict)


class SiteContext(Struct, frozen=True):
    """All that pages share while they are made.

    language: of the pages' own words. several: the site has more than one comparison. diagnostics: what is wrong with
    the words. links: by page, the links of texts as the page has them, with the address that was written and where.
    typeface: of the site's own; page_font: the same, as pages load it. folders: of templates, in which catalogues lie.
    """

    site: Site
    provenance: Provenance
    templates: Templates
    assets: Assets
    addresses: Addresses
    language: Language = ENGLISH
    several: bool = False
    diagnostics: list[Diagnostic] = field(default_factory=list)
    links: dict[str, dict[str, tuple[str, Location]]] = field(default_factory=dict)
    typeface: Typeface | None = None
    page_font: PageFont | None = None
    folders: tuple[Path, ...] = ()

    def about(self, provenance: Provenance) -> "SiteContext":
        """Return a context whose pages state this provenance, and that has its own diagnostics."""
        return replace(self, provenance=provenance, diagnostics=[], links={})

    def speaking(self, language: Language) -> "SiteContext":
        """Return a context of pages in another language, that has its own diagnostics."""
        with speaking(language):
            assets = gather_assets(self.templates.folder, themes_of(self.site.colours), self.page_font)
        return replace(self, language=language, assets=assets, diagnostics=[], links={})

    def scripts_of_translations(self, tags: Iterable[str]) -> Iterator[File]:
        """Yield the scripts of articles in other languages; those without any words are the same in all."""
        known = set(self.assets.paths.values())
        for tag in tags:
            assets = self.speaking(read_language(tag, self.folders)).assets
            spoken = {path for name, path in assets.paths.items() if name.startswith(SCRIPTS_OF_ARTICLES)} - known
            yield from (file for file in assets.files if file.path in spoken)
            known |= spoken

    def article_path(self, slug: str) -> str:
        """Return where the article of a comparison lies: the home comparison's is the front page."""
        return HOME if slug == self.site.home else f"{slug}/index.html"

    def list_languages(self, slug: str, tags: Sequence[str], path: Callable[[str], str]) -> dict[str, str]:
        """Return language → path of a page of a comparison, and its original's for all other readers.

        slug: of the original. tags: those that the page is in, the original's first. path: where the page lies, of a
        slug. Nothing for a page that is in one language.
        """
        if len(tags) < 2:
            return {}
        first, *others = tags
        return {first: path(slug), **{tag: path(f"{slug}/{tag}") for tag in others}, OTHER_READERS: path(slug)}

    def create_prose(self, material: Material, page: str) -> Prose:
        """Return what turns the words of a comparison into HTML for a page."""
        article = self.article_path(material.comparison.slug)
        bibliography = "" if page == article else relative(page, article)
        links = self.links.setdefault(page, {})
        folder = relative(page, f"{original_of(material.comparison.slug)}/")
        return Prose(
            material.findings.text,
            number_sources(material),
            bibliography,
            self.diagnostics,
            folder,
            links,
            material.comparison.pictures,
            f"{relative(page, f'{material.comparison.slug}/')}{PICTURES}/",
        )

    def render_page(self, template: str, head: PageHead, **view: Any) -> File:
        """Return a page: a template filled with its view and with what surrounds every page."""

        def link(target: str) -> str:
            return relative(head.path, target)

        data = _json_ld(head.data) if head.data else Markup()
        style = Markup(self.assets.style) if head.alone else Markup()
        shared = {
            "site": self.site,
            "language": self.language,
            "foreign": Markup() if self.language.known else Markup(' lang="en" dir="ltr"'),
            **self._words_of_site(),
            "alternates": [(tag, self.addresses.absolute(path)) for tag, path in head.languages.items()],
            "provenance": self.provenance,
            "head": head,
            "policy": POLICY.format(
                data=f" '{_digest(data)}'" if data else "", style=f"'{_digest(style)}'" if style else "'self'"
            ),
            "style": style,
            "icon": _data_url(self.assets.icon) if head.alone else link(self.assets.paths["icon.svg"]),
            "canonical": self.addresses.absolute(head.canonical or head.path),
            "preview_address": self.addresses.absolute(head.preview.path) if head.preview else None,
            "oembed_address": self.addresses.absolute(head.oembed) if head.oembed else None,
            "structured": data,
            "link_home": link(HOME),
            "link_list": link(LIST) if self.several else None,
            "link_feed": link(FEED),
            "logo": None if head.alone else self._logo(head.path),
            "site_links": self._navigation(head.path),
            "link_build": link(BUILD_RECORD),
            "fonts": self.assets.fonts,
            "asset": {name: link(path) for name, path in self.assets.paths.items()},
            "downloads_foot": (),
            "counted": {"work": self._work(), "seeds": format_ranges(self.provenance.seeds)},
        }  # fmt: skip
        return File(head.path, self.templates.fill(template, shared | view))

    def _work(self) -> str:
        """Return how many models were trained, where they take steps in how many, and how many runs were recorded."""
        known = self.provenance
        return count_each(
            {"trained model": known.runs, "parameter update": known.updates, "recorded run": known.recorded}
        )

    def _words_of_site(self) -> dict[str, Markup]:
        """Return the attributes of words and of links in the site's language, where the page is in another one."""
        tag = self.site.language
        if tag == self.language.tag:
            return {"of_site": Markup(), "to_site": Markup()}
        return {
            "of_site": Markup(' lang="{}" dir="{}"').format(tag, direction(tag)),
            "to_site": Markup(' hreflang="{}"').format(tag),
        }

    def _logo(self, page: str) -> Logo | None:
        """Return the site's logo as a page shows it, None if there is none. Raises BuildError if it is no picture."""
        name = self.site.logo
        if name is None:
            return None
        if name not in self.assets.paths:
            folder = self.templates.folder
            message, hint = f"the logo '{name}' is not there", f"put it into {folder.path}/assets/"
            raise BuildError([Diagnostic(folder.location(f"assets/{name}"), "missing-asset", message, hint)])
        size = picture_size(self.templates.folder.assets[name])
        if size is None:
            message, hint = f"the logo '{name}' is no picture with a size", "save it as SVG with a viewBox, or as PNG"
            raise BuildError(
                [Diagnostic(self.templates.folder.location(f"assets/{name}"), "bad-picture", message, hint)]
            )
        width = round(LOGO_HEIGHT * size[0] / size[1])
        return Logo(relative(page, self.assets.paths[name]), width, LOGO_HEIGHT)

    def _navigation(self, page: str) -> tuple[tuple[str, str, bool], ...]:
        """Return link, words and whether it is this page, for each link in the bar."""
        if self.site.navigation is None:
            links = [(f"{own.name}/", own.title) for own in self.site.pages]
        else:
            links = [(link.link, link.words) for link in self.site.navigation]
        found = []
        for address, words in links:
            if SCHEME.match(address):
                found.append((address, words, False))
            else:
                target = f"{address}{INDEX}" if address.endswith("/") or not address else address
                found.append((relative(page, target), words, target == page))
        return tuple(found)


def create_context(
    site: Site, provenance: Provenance, templates: Path, several: bool, characters: str = "", store: Path | None = None
) -> SiteContext:
    """Return what pages share. templates: the site's own folder of templates and assets, which overlays the package's.

    several: more than one comparison. characters: all that the content has. store: the folder of stored runs, in which
    the files of a font of the site's own are kept.

    Raises BuildError for what is wrong with the assets.
    """
    folder = read_folders(layers(templates), templates)
    language = read_language(site.language, layers(templates))
    typeface, page_font = None, None
    if site.font is not None and store is not None:
        # The interface speaks words that stand in no text of the author's.
        characters += "".join(chain((language.percent, language.decimal, language.group), *language.messages.values()))
        folder, typeface, page_font = own_typeface(site.font, folder, characters, store / "fonts")
    with speaking(language):
        assets = gather_assets(folder, themes_of(site.colours), page_font)
    return SiteContext(
        site,
        provenance,
        Templates(folder),
        assets,
        Addresses(site.base_url),
        language,
        several,
        typeface=typeface,
        page_font=page_font,
        folders=tuple(layers(templates)),
    )


def _data_url(svg: str) -> str:
    return f"data:image/svg+xml,{quote(svg)}"


def _digest(script: str) -> str:
    """Return the digest by which a Content Security Policy (level 3, section 2.3.1) lets an inline block pass."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _json_ld(data: Any) -> Markup:
    """Return records as the text of a script element: nothing in it can end the element."""
    text = json.dumps({"@context": "https://schema.org", "@graph": data}, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def format_ranges(numbers: tuple[int, ...]) -> str:
    """Return whole numbers in few words.

    >>> format_ranges((0, 1, 2, 3, 7))
    '0–3, 7'
    """
    parts: list[list[int]] = []
    for number in sorted(set(numbers)):
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(f"{part[0]}–{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts)
