"""What keeps a site from being published, word for word."""

from pathlib import Path

import pytest

from proofpress.cache.store import Store
from proofpress.diagnostics import BuildError
from proofpress.models import File
from tests.publish.whole import audit

BASE_URL = "https://example.org/press/"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def page(body: str = "", path: str = "index.html", title: str = "Tides", head: str = "") -> File:
    """Return a page in which only the body may be at fault; the body begins on line 3."""
    html = f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head>\n<body><h1>T</h1>\n{body}\n'
    return File(path, html.encode())


def told(store: Store, *files: File) -> list[str]:
    with pytest.raises(BuildError) as caught:
        audit(files, store, BASE_URL)
    return [str(diagnostic) for diagnostic in caught.value.diagnostics]


IMAGE = File("a.png", b"")


def test_a_sound_site_passes(store: Store) -> None:
    """Links of every sort are followed and counted; what leads elsewhere is not."""
    body = (
        '<h2 id="moon">M</h2><a href="#moon">m</a> <a href="tides/">t</a> <a href="https://example.com">e</a>'
        '<img src="a.png" srcset="a.png 1x, a.png 2x" alt="" width="1" height="2">'
        '<svg id="s"><title>Drawn</title><use href="#moon"/></svg><a href="mailto:a@b.org">w</a><a href="#top">up</a>'
    )
    head = (
        f'<meta property="og:image" content="{BASE_URL}a.png"><link rel="canonical" href="{BASE_URL}">'
        '<link rel="stylesheet" href="s.css"><script type="module" src="s.js"></script>'
    )
    files = (
        page(body, head=head),
        page('<a href="../#moon">m</a>', "tides/index.html", "More tides"),
        page("", "moved/index.html", head='<meta name="robots" content="noindex">'),
        IMAGE,
        File("s.css", b"p { background: url(a.png) }"),
        File("s.js", b"import './s.js'"),
        File("b.json", b'{"a": 1}'),
        File("sitemap.xml", f"<urlset><url><loc>{BASE_URL}tides/</loc></url></urlset>".encode()),
    )
    assert audit(files, store, BASE_URL) == 13
    assert audit(files, store, BASE_URL) == 13


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            '<a href="tide/">x</a>',
            'index.html:3:1: error[dead-link]: <a href="tide/"> leads nowhere: the site has no file '
            "'tide/index.html' — did you mean 'tides/index.html'?",
        ),
        (
            '<p><a href="tides">x</a>',
            "index.html:3:4: error[dead-link]: <a href=\"tides\"> leads nowhere: the site has no file 'tides' "
            "— it is a folder: end the address with '/'",
        ),
        (
            '<a href="tides/#mon">x</a>',
            "index.html:3:1: error[dead-anchor]: <a href=\"tides/#mon\"> leads to no element: 'tides/index.html' "
            "has no "
            "id 'mon' — did you mean 'moon'?",
        ),
        (
            '<a href="../x">x</a>',
            'index.html:3:1: error[dead-link]: <a href="../x"> leads out of the site\'s folder — link within it',
        ),
        (
            '<p id="a"></p><p id="a"></p>',
            "index.html:3:15: error[duplicate-id]: the id 'a' is on the page twice — an id names one element",
        ),
        (
            '<img src="a.png" width="1" height="1">',
            'index.html:3:1: error[no-alt]: <img src="a.png"> has no `alt` — say what the picture shows, or give an '
            "empty alt",
        ),
        (
            '<img src="a.png" width="1" height="1" alt="a.png">',
            "index.html:3:1: error[no-alt]: <img src=\"a.png\"> has a file name as `alt`: 'a.png' — say what the "
            "picture shows",
        ),
        (
            '<img src="a.png" alt="">',
            'index.html:3:1: error[no-size]: <img src="a.png"> does not say its size, so that the page would '
            "jump while "
            "it loads — give it `width` and `height` in pixels",
        ),
        (
            "<h3>x</h3>",
            "index.html:3:1: error[heading-order]: `h3` follows `h1` — use `h2`, or raise what follows",
        ),
        ("<h1>x</h1>", "index.html:1:1: error[heading-order]: the page has 2 headings `h1` — give it just one"),
        (
            '<a href="javascript:void(0)">x</a>',
            'index.html:3:1: error[script-link]: <a href="javascript:void(0)"> runs a script — use a button and a '
            "module, or an address",
        ),
        (
            '<script src="https://cdn.example/x.js"></script>',
            'index.html:3:1: error[external-resource]: <script src="https://cdn.example/x.js"> loads from '
            "another host, "
            "which tells it who reads the page — ship the file with the site",
        ),
        (
            '<p style="background: url(//cdn.example/x.png)">',
            'index.html:3:1: error[external-resource]: <style url="//cdn.example/x.png"> loads from another host, '
            "which tells it who reads the page — ship the file with the site",
        ),
        (
            '<picture><source srcset="b.avif"></picture>',
            'index.html:3:10: error[dead-link]: <source srcset="b.avif"> leads nowhere: the site has no file '
            "'b.avif'",
        ),
    ],
)
def test_messages_of_a_page(store: Store, body: str, message: str) -> None:
    """Each fault names the file, the element and what to do — also when the page is known from before."""
    files = (page(body), page('<p id="moon">', "tides/index.html", "More tides"), IMAGE)
    assert told(store, *files) == [message]
    assert told(store, *files) == [message]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            (page(), File("index.html", b"")),
            "index.html: error[duplicate-path]: 'index.html' is made twice — two parts of the site share a name",
        ),
        (
            (IMAGE, File("A.png", b"")),
            "A.png: error[duplicate-path]: 'A.png' and 'a.png' differ only in case, and some disks hold only one "
            "of them "
            "— rename one",
        ),
        (
            (IMAGE, File("a.png/b", b"")),
            "a.png: error[duplicate-path]: 'a.png' is a file, and 'a.png/b' needs a folder of that name — rename one",
        ),
        (
            (File("../a", b""),),
            "../a: error[unsafe-path]: '../a' is not a safe path — use letters, digits, '.', '_' and '-' between "
            "slashes",
        ),
        (
            (File("nul.txt", b""),),
            "nul.txt: error[unsafe-path]: 'nul.txt' cannot be a file's name on Windows — rename it",
        ),
        (
            (File("a.json", b'{"a": NaN}'),),
            "a.json: error[bad-json]: the file does not parse: NaN is not JSON",
        ),
        (
            (page(), page(path="b.html")),
            "b.html: error[duplicate-title]: the page has the same title as 'index.html': 'Tides' — a title tells a "
            "reader which tab is which",
        ),
        (
            (File("s.css", b"@import 'https://fonts.example/f.css'"),),
            "s.css: error[external-resource]: url(https://fonts.example/f.css) loads from another host, which tells it "
            "who reads the page — ship the file with the site",
        ),
        (
            (File("s.js", b"import { a } from './gone.js'"),),
            "s.js: error[dead-link]: import './gone.js' leads nowhere: the site has no file 'gone.js'",
        ),
        (
            (page(head=f'<meta property="og:image" content="{BASE_URL}card.png">'),),
            f'index.html:1:58: error[dead-link]: <meta og:image="{BASE_URL}card.png"> leads nowhere: the site has no '
            "file 'card.png'",
        ),
        (
            (File("index.html", b'<html><title> </title><h1 id="a b">T</h1>'),),
            "index.html:1:1: error[no-lang]: the page does not say its language — give its `html` element a `lang`",
        ),
    ],
)
def test_messages_of_the_whole(store: Store, files: tuple[File, ...], message: str) -> None:
    """Faults between files are told as well, and faults of one file all at once."""
    assert message in told(store, *files)


def test_everything_is_told_at_once(store: Store) -> None:
    """A page without anything a page needs gets a line for each need."""
    messages = told(store, File("index.html", b"<p id=''>"), File("b.json", b"{"))
    assert [message.split("[")[1].split("]")[0] for message in messages] == [
        "bad-json",
        "bad-id",
        "heading-order",
        "no-lang",
        "no-title",
    ]


def test_bytes_that_are_not_text_are_told(store: Store) -> None:
    """A page that is not UTF-8 is a problem, not a crash."""
    assert "index.html: error[not-utf-8]: the page is not UTF-8" in told(store, File("index.html", b"\xff\xfe<p>"))


def test_a_sibling_under_the_same_host_is_not_followed(store: Store) -> None:
    """At the root of a host, an address written in full may lead to another site of the owner's; ours are checked."""
    files = (page('<a href="https://example.org/other/">o</a>'), page(path="tides/index.html", title="Moon"))
    audit(files, store, "https://example.org/")
    lost = (page('<a href="https://example.org/tides/lost/">o</a>'), page(path="tides/index.html", title="Moon"))
    with pytest.raises(BuildError) as caught:
        audit(lost, store, "https://example.org/")
    assert [diagnostic.rule for diagnostic in caught.value.diagnostics] == ["dead-link"]
