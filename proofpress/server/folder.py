"""What a path of the site leads to: a file of output/, another address, or nothing.

Side effects: reads the files of output/.
"""

import gzip
import posixpath
from pathlib import Path
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
WORTH_COMPRESSING = 256


class Answer(Struct, frozen=True):
    """An answer of the server, before it is sent: status, type, bytes, and further headers."""

    status: int
    type: str
    data: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def compressed(self) -> "Answer":
        """Return the answer with its bytes gzipped, where that makes them fewer."""
        if len(self.data) < WORTH_COMPRESSING or not self.type.startswith(COMPRESSED):
            return self
        headers = {**self.headers, "Content-Encoding": "gzip"}
        return Answer(self.status, self.type, gzip.compress(self.data, 6), headers)


def look_up(output: Path, base: str, path: str) -> Answer:
    """Return what lies at a path of an address, as a static host would: folders have an index.html.

    Outside the base path only `/` leads somewhere: to the base path. What is not there, or not inside
    the folder (by `..` or by a link), is 404.html with status 404.
    """
    if not path.startswith(base):
        if path == "/" or path + "/" == base:
            return _redirect(base)
        words = f"Nothing lies at {path}: the site is served under {base}\n"
        return Answer(404, TYPES[".txt"], words.encode())
    inner = unquote(path[len(base) :])
    file = _inside(output, inner)
    if file is not None and file.is_dir():
        if inner and not inner.endswith("/"):
            return _redirect(path + "/")
        file = file / "index.html"
    if file is None or not file.is_file() or (inner.endswith("/") and file.name != "index.html"):
        return _missing(output)
    return Answer(200, TYPES.get(file.suffix.lower(), UNKNOWN), file.read_bytes())


def _inside(output: Path, inner: str) -> Path | None:
    """Return the path below the folder, or None where the words lead out of it."""
    if "\0" in inner or "\\" in inner or posixpath.isabs(inner) or ".." in inner.split("/"):
        return None
    root = output.resolve()
    found = (root / inner).resolve()
    return found if found.is_relative_to(root) else None


def _missing(output: Path) -> Answer:
    page = output / "404.html"
    if page.is_file():
        return Answer(404, HTML, page.read_bytes())
    return Answer(404, TYPES[".txt"], b"There is no such page.\n")


def _redirect(path: str) -> Answer:
    # One slash only: `//host/` would lead to another host.
    return Answer(302, TYPES[".txt"], headers={"Location": "/" + quote(unquote(path).lstrip("/"), safe="/%")})
