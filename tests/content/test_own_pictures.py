"""Pictures in texts: a file beside the text is published with its size, and what no page should show is refused."""

import io
from pathlib import Path

import pytest
from PIL import Image

from proofpress.content import load
from proofpress.content.own_pictures import find_harm
from proofpress.diagnostics import BuildError, Location
from proofpress.markup import plain_words
from proofpress.models import Site, Text
from proofpress.site.prose import Prose
from tests.content.sites import KINDS, small

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">{}</svg>'


def raster(kind: str, size: tuple[int, int] = (60, 30)) -> bytes:
    """Return a picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", size, "#345").save(file, kind)
    return file.getvalue()


def load_with(folder: Path, words: str, files: dict[str, bytes]) -> Site:
    """Return the small site, whose first section says these words about its runs, with files beside its page."""
    content = small(folder)
    page = content / "steps" / "page.yaml"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("    runs: |\n", f"    runs: |\n      {words}\n\n", 1), encoding="utf-8")
    for name, data in files.items():
        (content / "steps" / name).parent.mkdir(exist_ok=True)
        (content / "steps" / name).write_bytes(data)
    return load(content, KINDS)


@pytest.mark.parametrize(
    ("name", "data", "size"),
    [
        ("a.png", raster("PNG"), (60, 30)),
        ("below/a.jpg", raster("JPEG"), (60, 30)),
        ("a.JPEG", raster("JPEG"), (60, 30)),
        ("a-b_c.webp", raster("WEBP"), (60, 30)),
        ("a.svg", SVG.format('<use href="#x"/>').encode(), (40, 20)),
    ],
)
def test_a_picture_beside_the_text_is_shown_as_large_as_it_is(
    name: str, data: bytes, size: tuple[int, int], tmp_path: Path
) -> None:
    """Its bytes are published as they are, and the page reserves its place before it is there."""
    site = load_with(tmp_path, f"See ![A _dark_ field]({name}) here.", {name: data})
    (picture,) = site.comparisons[0].pictures.values()
    assert (picture.data, picture.width, picture.height) == (data, *size)
    prose = Prose(lambda text: text.source, {}, "", [], "", None, site.comparisons[0].pictures, "steps/pictures/")
    runs = site.comparisons[0].sections[0].runs
    assert runs is not None
    html = prose.blocks(runs)
    for part in (f'src="steps/pictures/{name}"', f'width="{size[0]}" height="{size[1]}"', 'loading="lazy"'):
        assert all(word in html for word in part.split())
    assert 'alt="A _dark_ field"' in html


def test_where_no_picture_can_stand_its_words_do() -> None:
    """Slides, feeds and JSON say what a picture shows."""
    text = Text("See ![a dark field](a.png) here.", Location("f"), markup="blocks")
    assert plain_words(text, lambda text: text.source) == "See a dark field here."


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("![](a.png)", "missing-alt"),
        ("![" + "a" * 251 + "](a.png)", "too-long"),
        ("![a](b.png)", "there is no picture 'b.png' — did you mean 'a.png'"),
        ("![a](https://example.org/a.png)", "picture-elsewhere"),
        ("![a](//example.org/a.png)", "picture-elsewhere"),
        ("![a](../a.png)", "unsafe-name"),
        ("![a](a.gif)", "save it as '.png', '.jpg', '.jpeg', '.webp' or '.svg'"),
        ("![a](large.png)", "'large.png' has more than 2,000,000 bytes"),
        ("![a](text.png)", "'text.png' is no PNG with a size"),
        ("![a](broken.jpg)", "'broken.jpg' is no JPG with a size"),
        ("![a](flat.svg)", "'flat.svg' is no SVG with a size — give it a viewBox"),
        ("![a](script.svg)", "'script.svg' holds the element 'script'"),
    ],
)
def test_what_no_page_should_show_is_refused_at_its_line(written: str, said: str, tmp_path: Path) -> None:
    """No words, no file, too large, of another kind, from elsewhere, or with a script: the line and what to do."""
    files = {
        "a.png": raster("PNG"),
        "a.gif": b"GIF89a",
        "large.png": raster("PNG") + b"\0" * 2_000_000,
        "text.png": b"no picture",
        "broken.jpg": b"\xff\xd8\xff\xe0",
        "flat.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "script.svg": SVG.format("<script>alert(1)</script>").encode(),
    }
    with pytest.raises(BuildError) as caught:
        load_with(tmp_path, written, files)
    (diagnostic,) = caught.value.diagnostics
    assert said in str(diagnostic)
    assert diagnostic.location.file.endswith("steps/page.yaml")
    assert diagnostic.location.line > 1


def test_a_picture_in_a_text_of_one_paragraph_is_refused(tmp_path: Path) -> None:
    """A description is printed where no picture can stand."""
    content = small(tmp_path)
    page = content / "steps" / "page.yaml"
    text = page.read_text(encoding="utf-8")
    start = text.index("takeaway: ") + len("takeaway: ")
    page.write_text(f"{text[:start]}'![a](a.png)'\n{text[text.index(chr(10), start) + 1 :]}", encoding="utf-8")
    with pytest.raises(BuildError, match="a picture is not rendered in a text of one paragraph"):
        load(content, KINDS)


@pytest.mark.parametrize(
    ("inner", "harm"),
    [
        ("<path d='M0 0'/>", None),
        ("<image href='data:image/png;base64,AAAA'/>", None),
        ("<style>path { fill: url(#a) }</style>", None),
        ("<a href='https://example.org/'/>", "a link to 'https://example.org/'"),
        ("<image xmlns:x='http://www.w3.org/1999/xlink' x:href='x.png'/>", "a link to 'x.png'"),
        ("<path onload='alert(1)'/>", "the attribute 'onload'"),
        ("<foreignObject/>", "the element 'foreignObject'"),
        ("<style>@import 'x.css'</style>", "a style that loads something"),
        ("<path style='fill: url(https://example.org/)'/>", "a style that loads something"),
        ("<path>", "what is no XML"),
    ],
)
def test_svg_that_runs_or_loads_is_found(inner: str, harm: str | None) -> None:
    """Drawings pass; scripts, handlers, frames and whatever is elsewhere do not."""
    assert find_harm(SVG.format(inner).encode()) == harm


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_svg_with_entities_is_found_in_any_encoding(encoding: str) -> None:
    """An entity could stand for a script, and grow without end."""
    assert find_harm(('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("")).encode(encoding)) is not None
