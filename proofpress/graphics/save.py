"""Canvases as files: SVG with its text kept and its letters embedded, and PNG. The same bytes each time."""

import io
import re
from html import escape
from typing import Any

from proofpress.graphics import lettering
from proofpress.graphics.canvas import Canvas

OPEN = b"<title></title><desc></desc>"


def svg(canvas: Canvas, identifier: str, *, outlined: bool = False) -> bytes:
    """Return the canvas as SVG with a view box and no size of its own and `role="img"`.

    Its title and description are empty: `described` fills them in, so that new words need no new drawing.
    identifier: makes the ids unique on a page. outlined: letters as shapes, for editors without the font; else
    text is kept and just the letters used are embedded. To be called within `style`.
    """
    import matplotlib

    buffer = io.BytesIO()
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    with matplotlib.rc_context({"svg.fonttype": "path" if outlined else "none"}):
        canvas.figure.savefig(buffer, format="svg", metadata=nothing, facecolor=canvas.ground)
    body = buffer.getvalue().decode("utf-8")
    body = body[body.index("<svg") :]
    body = re.sub(r"\s*<metadata>.*?</metadata>", "", body, count=1, flags=re.DOTALL)
    body = re.sub(r"<!--.*?-->\s*", "", body, flags=re.DOTALL)
    body = _shorten(body)
    # Ids of clip paths and marks are made unique, for an SVG may be put into a page beside others.
    body = re.sub(r'(id="|url\(#|xlink:href="#)', rf"\g<1>{identifier}-", body)
    head, rest = body.split(">", 1)
    view = re.search(r'viewBox="[^"]*"', head)
    assert view is not None
    opening = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{view.group()} role="img" aria-labelledby="{identifier}-title {identifier}-desc">\n'
        f"{OPEN.decode()}\n"
    )
    faces = "" if outlined else f"<style>{_faces(canvas)}</style>\n"
    return (opening + faces + rest.lstrip()).encode("utf-8")


def described(data: bytes, title: str, description: str) -> bytes:
    """Return an SVG of `svg` with its title and description filled in."""
    opening, rest = data.split(OPEN, 1)
    labels = re.search(rb'aria-labelledby="(\S+) (\S+)"', opening)
    assert labels is not None
    names = [label.decode() for label in labels.groups()]
    words = f'<title id="{names[0]}">{escape(title)}</title>\n<desc id="{names[1]}">{escape(description)}</desc>'
    return opening + words.encode() + rest


def png(canvas: Canvas, scale: float = 2.0) -> bytes:
    """Return the canvas as PNG, `scale` pixels for a design pixel, as small as it looks the same."""
    from PIL import Image

    buffer = io.BytesIO()
    canvas.figure.savefig(buffer, format="rgba", dpi=72 * scale, facecolor=canvas.ground)
    size = (round(canvas.width * scale), round(canvas.height * scale))
    return compact(Image.frombytes("RGBA", size, buffer.getvalue()).convert("RGB"))


def compact(picture: Any, tolerance: int = 32) -> bytes:
    """Return a Pillow picture as PNG without a date: with a palette of 256 colours where that is harmless.

    Harmless: no pixel moves by more than `tolerance` of 255 in any channel; else every pixel is kept.
    """
    from PIL import Image, ImageChops

    few = picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    extremes = ImageChops.difference(picture, few.convert("RGB")).getextrema()
    chosen = few if max(high for _, high in extremes) <= tolerance else picture
    buffer = io.BytesIO()
    chosen.save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()


def _faces(canvas: Canvas) -> str:
    used: dict[int, set[str]] = {}
    for set_text in canvas.letterings:
        used.setdefault(set_text.weight, set()).update(set_text.words)
    return "".join(lettering.embedded(weight, "".join(sorted(used[weight]))) for weight in sorted(used))


def _shorten(body: str) -> str:
    """Shorten what matplotlib writes at length within tags; the words between tags stay as they are."""
    body = re.sub(r"<[^>]+>", lambda tag: _short_tag(tag.group()), body)
    return re.sub(r"\n\s+", "\n", body)


def _short_tag(tag: str) -> str:
    """Return a tag with two decimals for eight, and with short paths."""
    tag = re.sub(r"-?\d+\.\d{3,}", lambda found: f"{float(found.group()):.2f}".rstrip("0").rstrip("."), tag)
    return re.sub(r'\bd="([^"]*)"', lambda found: f'd="{_short_path(found.group(1))}"', tag)


def _short_path(path: str) -> str:
    """Return the same path to a tenth of a pixel, with the letter of repeated lines left out."""
    path = re.sub(r"-?\d+\.\d+", lambda found: f"{float(found.group()):.1f}".removesuffix(".0"), " ".join(path.split()))
    return re.sub(r"(?<=\d) L (?=-?\d)", " ", re.sub(r"M (-?[\d.]+ -?[\d.]+) L ", r"M\1 ", path))
