"""Canvases as vector pictures: SVG with its text kept or as shapes, and PDF. The same bytes each time."""

import base64
import io
import re
from collections.abc import Iterable, Mapping
from html import escape

from proofpress.drawing import fonts
from proofpress.drawing.canvas import Canvas, Halo
from proofpress.drawing.matplotlib_import import import_matplotlib
from proofpress.drawing.raster import compact_png

OPEN = b"<title></title><desc></desc>"
ANONYMOUS = {"Date": None, "Creator": None, "Format": None, "Type": None}
EMBEDDED = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=\s]+)")
COMMENTS = re.compile(r"\s*<metadata>.*?</metadata>|<!--.*?-->\s*", re.DOTALL)
LINES = re.compile(r"[ML](?: -?[\d.]+){2}(?: L(?: -?[\d.]+){2})+")
NUMBER = re.compile(r"scale\([^)]*\)|-?\d+\.\d{3,}")
NO_TURN = re.compile(r' transform="rotate\(-0 [^"]*"')

Letters = Mapping[int, str]


def svg(canvas: Canvas, identifier: str, *, letters: Letters | None = None) -> bytes:
    """Return the canvas as SVG with a view box and no size of its own and `role="img"`.

    Its title and description are empty: `described` fills them in, so that new words need no new drawing.
    Text is kept and just the letters used are embedded. identifier: makes the ids unique on a page. letters: those
    to embed, if several pictures share a cut of the typeface. To be called within `style`.
    """
    body = shorten(_double_halos(EMBEDDED.sub(_lighten, _draw_svg(canvas)), canvas.halos))
    body = body.replace(f"'{fonts.family()}'", f"'{fonts.family()}', sans-serif")
    # Ids of clip paths and marks are made unique, for an SVG may be put into a page beside others.
    body = re.sub(r'(id="|url\(#|xlink:href="#)', rf"\g<1>{identifier}-", body)
    faces = "".join(fonts.embedded(weight, used) for weight, used in (letters or letters_of([canvas])).items())
    return _open(canvas, identifier, f"<style>{faces}</style>\n{body}")


def outlined_svg(canvas: Canvas, identifier: str) -> bytes:
    """Return the canvas as SVG whose letters are shapes, for editors without the typeface; to be `described`.

    identifier: stands before every id. To be called within `style`.
    """
    with import_matplotlib().rc_context({"svg.fonttype": "path"}), canvas.drawn_halos():
        body = shorten(_draw_svg(canvas))
    names = {name: f"{identifier}{number:x}" for number, name in enumerate(re.findall(r'\bid="([^"]*)"', body))}
    body = re.sub(r'(\bid="|#)([^")]+)(?=[")])', lambda id: id.group(1) + names.get(id.group(2), id.group(2)), body)
    return _open(canvas, identifier, body)


def pdf(canvas: Canvas, title: str) -> bytes:
    """Return the canvas as PDF with its letters embedded as type, and no date. To be called within `style`."""
    buffer = io.BytesIO()
    about = {"Title": title, "CreationDate": None, "ModDate": None, "Creator": None, "Producer": None}
    with import_matplotlib().rc_context({"pdf.fonttype": 42, "pdf.compression": 9}), canvas.drawn_halos():
        canvas.figure.savefig(buffer, format="pdf", metadata=about, facecolor=canvas.ground)
    return buffer.getvalue()


def described(data: bytes, title: str, description: str) -> bytes:
    """Return an SVG of this module with its title and description filled in."""
    opening, rest = data.split(OPEN, 1)
    labels = re.search(rb'aria-labelledby="(\S+) (\S+)"', opening)
    assert labels is not None
    names = [label.decode() for label in labels.groups()]
    words = f'<title id="{names[0]}">{escape(title)}</title>\n<desc id="{names[1]}">{escape(description)}</desc>'
    return opening + words.encode() + rest


def letters_of(canvases: Iterable[Canvas]) -> Letters:
    """Return weight → the characters that some canvases set in it."""
    used: dict[int, set[str]] = {}
    for canvas in canvases:
        for text in canvas.letterings:
            used.setdefault(text.weight, set()).update(text.words)
    return {weight: "".join(sorted(used[weight])) for weight in sorted(used)}


def shorten(body: str) -> str:
    """Shorten what matplotlib writes at length within tags; the words between tags stay as they are."""
    body = re.sub(r"<[^>]+>", lambda tag: _shorten_tag(tag.group()), body)
    return re.sub(r"\n\s+", "\n", body)


def _draw_svg(canvas: Canvas) -> str:
    """Return what matplotlib writes inside the `<svg>` tag, up to its end, without comments and metadata."""
    buffer = io.BytesIO()
    canvas.figure.savefig(buffer, format="svg", metadata=ANONYMOUS, facecolor=canvas.ground)
    drawn = buffer.getvalue().decode("utf-8")
    return COMMENTS.sub("", drawn[drawn.index(">", drawn.index("<svg")) + 1 :]).lstrip()


def _open(canvas: Canvas, identifier: str, body: str) -> bytes:
    """Return a whole SVG: its tag, empty title and description, and its body."""
    opening = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {canvas.width:g} {canvas.height:g}" role="img" '
        f'aria-labelledby="{identifier}-title {identifier}-desc">\n{OPEN.decode()}\n'
    )
    return (opening + body).encode()


def _lighten(embedded: re.Match[str]) -> str:
    """Return an embedded picture with a palette, as `png` gives it; one that lets the ground through stays as it is."""
    from PIL.PngImagePlugin import PngImageFile

    picture = PngImageFile(io.BytesIO(base64.b64decode(embedded[1])))
    if picture.mode == "RGBA" and picture.getextrema()[3][0] < 255:
        return embedded[0]
    small = base64.b64encode(compact_png(picture.convert("RGB"))).decode()
    return f"data:image/png;base64,{small}" if len(small) < len(embedded[1]) else embedded[0]


def _double_halos(body: str, halos: Mapping[str, Halo]) -> str:
    """Put under each text that has a halo the same text once more, drawn as the halo: both stay text.

    Not `paint-order`, which some viewers do not know: there the halo would cover the letters.
    """

    def doubled(found: re.Match[str]) -> str:
        halo, text = halos[found.group(1)], found.group(2)
        rim = f"fill: {halo.colour}; stroke: {halo.colour}; stroke-width: {halo.width:.2f}; stroke-linejoin: round"
        below = re.sub(r"fill: [^;\"]+", rim, text, count=1).replace("<text ", '<text aria-hidden="true" ', 1)
        return f"<g>\n{below}\n{text}\n</g>"

    return re.sub(r'<g id="(halo\d+)">\s*(<text .*?</text>)\s*</g>', doubled, body, flags=re.DOTALL)


def _shorten_tag(tag: str) -> str:
    """Return a tag with short paths and two decimals elsewhere; the scale of letters keeps all that it has."""
    tag = NUMBER.sub(_shorten_number, NO_TURN.sub("", tag))
    return re.sub(r'\bd="([^"]*)"', lambda found: f'd="{_shorten_path(found.group(1))}"', tag)


def _shorten_number(found: re.Match[str]) -> str:
    text = found.group()
    return text if text.startswith("scale") else f"{float(text):.2f}".rstrip("0").rstrip(".")


def _shorten_path(path: str) -> str:
    """Return the same path to a tenth of a pixel, with the letter of a line after a line left out."""
    path = re.sub(r"-?\d+\.\d+", lambda found: f"{float(found.group()):.1f}".removesuffix(".0"), " ".join(path.split()))
    # Lines after lines need no letter of their own; a line after a curve does.
    return LINES.sub(lambda lines: lines.group().replace(" L ", " "), path)
