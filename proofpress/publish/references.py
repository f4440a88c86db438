"""Where an address in a file of the site leads: to another file of the site, elsewhere, or nowhere."""

import posixpath
import re
from urllib.parse import unquote, urlsplit

from msgspec import Struct

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CSS_ADDRESS = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)|@import\s+["']([^"']+)["']""")
JS_IMPORT = re.compile(r"""(?:^|[;\s}])(?:import|export)\b[^;'"()]*?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']""")


class Target(Struct, frozen=True):
    """A file of the site and an id in it. path: relative to output/; empty where the address leaves the folder."""

    path: str
    anchor: str


class Site(Struct, frozen=True):
    """The address under which the site is published: scheme and host (empty if unknown), and a path that ends in /.

    root: without percent signs, as paths are compared.
    """

    host: str
    root: str


def site_at(base_url: str) -> Site:
    """Return where a site is published.

    >>> site_at("https://example.org/press"), site_at("")
    (Site(host='https://example.org', root='/press/'), Site(host='', root='/'))
    """
    parts = urlsplit(base_url)
    host = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return Site(host, unquote(parts.path).rstrip("/") + "/")


def loads_from_outside(address: str, site: Site) -> bool:
    """Return whether an address leads to another host."""
    if address.startswith("//"):
        return True
    if not SCHEME.match(address) or address.startswith(("data:", "blob:", "about:")):
        return False
    return not _is_ours(address, site)


def resolve(address: str, page: str, site: Site, base: str = "") -> Target | None:
    """Return the file that an address in a page leads to, or None where it leads out of the site.

    page: the page's own path; base: the `href` of its `base` element, if it has one.

    >>> site = site_at("https://example.org/press/")
    >>> resolve("../maps/#x", "tides/index.html", site)
    Target(path='maps/index.html', anchor='x')
    >>> resolve("https://example.org/press/a.png", "index.html", site)
    Target(path='a.png', anchor='')
    >>> resolve("https://example.com/a.png", "index.html", site) is None
    True
    """
    if base and not SCHEME.match(address) and not address.startswith("/"):
        address = base.rsplit("/", 1)[0] + "/" + address
    if SCHEME.match(address) or address.startswith("//"):
        if not _is_ours(address, site):
            return None
        address = address[len(site.host) :] or "/"
    rest, _, anchor = address.partition("#")
    path = unquote(rest.partition("?")[0])
    if not path:
        return Target(page, unquote(anchor))
    if path.startswith("/"):
        if not (path + "/").startswith(site.root):
            return Target("", "")
        joined = path[len(site.root) :]
    else:
        joined = posixpath.join(posixpath.dirname(page), path)
    folder = not joined or joined.endswith(("/", "/.", "/..")) or joined in (".", "..")
    normal = posixpath.normpath(joined) if joined else "."
    if normal.startswith(".."):
        return Target("", "")
    if folder:
        normal = posixpath.normpath(posixpath.join(normal, "index.html"))
    return Target(normal, unquote(anchor))


def in_css(text: str) -> list[str]:
    """Return the addresses that a style sheet loads.

    >>> in_css('@import "a.css"; p { background: url(b.png) } /* url(c.png) */')
    ['a.css', 'b.png']
    """
    return ["".join(groups) for groups in CSS_ADDRESS.findall(CSS_COMMENT.sub("", text)) if any(groups)]


def in_js(text: str) -> list[str]:
    """Return the addresses of the modules that a script imports.

    >>> in_js('import { a } from "./a.js"; const b = await import("./b.js")')
    ['./a.js', './b.js']
    """
    return ["".join(groups) for groups in JS_IMPORT.findall(text)]


def _is_ours(address: str, site: Site) -> bool:
    return bool(site.host) and (unquote(address) + "/").startswith(site.host + site.root)
