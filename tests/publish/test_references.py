"""Where addresses lead."""

import pytest

from proofpress.publish.references import Target, in_css, in_js, loads_from_outside, resolve, site_at

SITE = site_at("https://example.org/press/")


@pytest.mark.parametrize(
    ("address", "page", "path", "anchor"),
    [
        ("", "tides/index.html", "tides/index.html", ""),
        ("#moon", "tides/index.html", "tides/index.html", "moon"),
        ("./", "tides/index.html", "tides/index.html", ""),
        ("../", "tides/index.html", "index.html", ""),
        ("..", "tides/index.html", "index.html", ""),
        ("../a%20b.png?v=3#x%20y", "tides/index.html", "a b.png", "x y"),
        ("/press/", "404.html", "index.html", ""),
        ("/press/tides/", "404.html", "tides/index.html", ""),
        ("https://example.org/press", "index.html", "index.html", ""),
        ("https://example.org/press/tides/#moon", "index.html", "tides/index.html", "moon"),
        ("../../etc/passwd", "tides/index.html", "", ""),
        ("/elsewhere/", "index.html", "", ""),
    ],
)
def test_addresses_within_the_site(address: str, page: str, path: str, anchor: str) -> None:
    """Relative, rooted and absolute addresses come to the same files; what leaves the folder has no path."""
    assert resolve(address, page, SITE) == Target(path, anchor)


@pytest.mark.parametrize(
    "address", ["https://example.com/", "//example.com/a", "mailto:a@example.org", "https://example.org/pressure/"]
)
def test_addresses_out_of_the_site(address: str) -> None:
    """Other hosts, other schemes and neighbours on the same host are not followed."""
    assert resolve(address, "index.html", SITE) is None


def test_base_moves_relative_addresses() -> None:
    """A `base` element decides what relative addresses, fragments included, are relative to."""
    assert resolve("tides/", "404.html", SITE, base="/press/") == Target("tides/index.html", "")
    assert resolve("#main", "deep/404.html", SITE, base="/press/") == Target("index.html", "main")


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("a.png", False),
        ("data:image/png;base64,AA", False),
        ("https://example.org/press/a.png", False),
        ("https://example.org/other/a.png", True),
        ("http://cdn.example/a.js", True),
        ("//cdn.example/a.js", True),
    ],
)
def test_what_another_host_would_serve(address: str, outside: bool) -> None:
    """Only files of the site, and data in the address itself, load without telling another host."""
    assert loads_from_outside(address, SITE) is outside


def test_addresses_in_style_sheets_and_scripts() -> None:
    """Imports and urls are found in all their spellings; comments are not."""
    css = "@import 'a.css'; @font-face { src: url( \"b.woff2\" ) format('woff2'), url(c.woff) } /* url(d.png) */"
    assert in_css(css) == ["a.css", "b.woff2", "c.woff"]
    js = "import './a.js';\nimport {b, c} from \"./b.js\"; export * from './c.js'; const d = import('./d.js')"
    assert in_js(js) == ["./a.js", "./b.js", "./c.js", "./d.js"]


@pytest.mark.parametrize("address", ["/a%20b/c/tides/", "/a b/c/tides/", "https://example.org/a%20b/c/tides/"])
def test_percent_signs_in_the_base_address_are_the_same_path(address: str) -> None:
    """A base address with `%20` in it holds the site's own pages, however their addresses write the space."""
    assert resolve(address, "index.html", site_at("https://example.org/a%20b/c/")) == Target("tides/index.html", "")
