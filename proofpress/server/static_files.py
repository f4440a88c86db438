"""What is served at a path of the site: a file of output/, a redirect, or 404.html.

Side effects: reads the files of output/.
"""

import gzip
import posixpath
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote, unquote

from msgspec import Struct, field

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".ico": "image/vnd.microsoft.icon",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".zip": "application/zip",
    ".wasm": "application/wasm",
}
UNKNOWN = "application/octet-stream"
HTML = TYPES[".html"]
COMPRESSED = ("text/", "application/json", "application/xml", "image/svg+xml")
SMALLEST_COMPRESSED = 256


class Response(Struct, frozen=True):
    """A response before it is sent: status, media type, body, and further headers."""

    status: int
    type: str
    data: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def compressed(self) -> "Response":
        """Return the response with its body gzipped, if that is worth it."""
        if len(self.data) < SMALLEST_COMPRESSED or not self.type.startswith(COMPRESSED):
            return self
        headers = {**self.headers, "Content-Encoding": "gzip"}
        return Response(self.status, self.type, gzip.compress(self.data, 6), headers)


def respond(output: Path, base: str, path: str, shown: Mapping[str, bytes] = MappingProxyType({})) -> Response:
    """Return what a static host would send for a path: of a folder, its index.html.

    shown: files, by their path in the site, that stand in for those of the folder.
    Outside the base path only `/` is served: it redirects to the base path. What is missing or lies outside the folder
    (by `..` or by a link) is 404.html with status 404.
    """
    if not path.startswith(base):
        if path == "/" or path + "/" == base:
            return _redirect(path, base)
        words = f"Nothing lies at {path}: the site is served under {base}\n"
        return Response(404, TYPES[".txt"], words.encode())
    inner = unquote(path[len(base) :])
    name = page_at(path, base)
    if name in shown:
        return Response(200, TYPES.get(Path(name).suffix.lower(), UNKNOWN), shown[name])
    file = _inside(output, inner)
    if file is not None and file.is_dir():
        if inner and not inner.endswith("/"):
            return _redirect(path, path + "/")
        file = file / "index.html"
    if file is None or (inner.endswith("/") and file.name != "index.html"):
        return _missing(output)
    try:
        return Response(200, TYPES.get(file.suffix.lower(), UNKNOWN), file.read_bytes())
    except OSError:
        return _missing(output)


def page_at(path: str, base: str) -> str:
    """Return the path in the site of what is asked for: of a folder, its index.html.

    >>> page_at("/sub/deep/", "/sub/")
    'deep/index.html'
    """
    inner = unquote(path.removeprefix(base))
    return f"{inner}index.html" if not inner or inner.endswith("/") else inner


def _inside(output: Path, inner: str) -> Path | None:
    """Return the path below the folder, None if it lies outside or is no path: too long, or a link to itself."""
    if "\0" in inner or "\\" in inner or posixpath.isabs(inner) or ".." in inner.split("/"):
        return None
    try:
        root = output.resolve()
        path = (root / inner).resolve()
        path.stat()
    except (OSError, RuntimeError):
        # Python 3.11 and 3.12 raise RuntimeError for a loop of links.
        return None
    return path if path.is_relative_to(root) else None


def _missing(output: Path) -> Response:
    page = output / "404.html"
    if page.is_file():
        return Response(404, HTML, page.read_bytes())
    return Response(404, TYPES[".txt"], b"There is no such page.\n")


def _redirect(path: str, target: str) -> Response:
    """Return a redirect from one path of this host to another, relative: a proxy may serve us below a path of its own.

    >>> _redirect("/sub/deep", "/sub/deep/").headers
    {'Location': './deep/'}
    """
    folder = posixpath.dirname("/" + unquote(path).lstrip("/"))
    relative = posixpath.relpath("/" + unquote(target).lstrip("/"), folder)
    # The dot in front keeps a name with a colon from being taken for a scheme.
    return Response(302, TYPES[".txt"], headers={"Location": f"./{quote(relative)}/"})
