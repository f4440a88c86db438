"""Canvases as files: SVG with its text kept and its letters embedded, and PNG. The same bytes each time."""

import base64
import io
import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from proofpress.drawing import fonts
from proofpress.drawing.canvas import Canvas, Halo

IMAGE = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=\s]+)")
OPEN = b"<title></title><desc></desc>"
PALETTE, FREQUENT = 256, 160
MOST_COLOURS = 1 << 15
LINES = re.compile(r"[ML](?: -?[\d.]+){2}(?: L(?: -?[\d.]+){2})+")

Letters = Mapping[int, str]


def svg(canvas: Canvas, identifier: str, *, letters: Letters | None = None) -> bytes:
    """Return the canvas as SVG with a view box and no size of its own and `role="img"`.

    Its title and description are empty: `described` fills them in, so that new words need no new drawing.
    Text is kept and just the letters used are embedded. identifier: makes the ids unique on a page. letters: those
    to embed, where several pictures share a cut of the typeface. To be called within `style`.
    """
    buffer = io.BytesIO()
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    canvas.figure.savefig(buffer, format="svg", metadata=nothing, facecolor=canvas.ground)
    body = buffer.getvalue().decode("utf-8")
    body = body[body.index("<svg") :]
    body = re.sub(r"\s*<metadata>.*?</metadata>", "", body, count=1, flags=re.DOTALL)
    body = re.sub(r"<!--.*?-->\s*", "", body, flags=re.DOTALL)
    body = _shorten(_rimmed(IMAGE.sub(_lighter, body), canvas.halos))
    body = body.replace(f"'{fonts.FAMILY}'", f"'{fonts.FAMILY}', sans-serif")
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
    faces = f"<style>{_faces(letters or letters_of([canvas]))}</style>\n"
    return (opening + faces + rest.lstrip()).encode("utf-8")


def _lighter(embedded: re.Match[str]) -> str:
    """Return an embedded picture with a palette, as `png` gives it; one that lets the ground through stays as it is."""
    from PIL.PngImagePlugin import PngImageFile

    picture = PngImageFile(io.BytesIO(base64.b64decode(embedded[1])))
    if picture.mode == "RGBA" and picture.getextrema()[3][0] < 255:
        return embedded[0]
    small = base64.b64encode(compact(picture.convert("RGB"))).decode()
    return f"data:image/png;base64,{small}" if len(small) < len(embedded[1]) else embedded[0]


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
    with canvas.rims():
        canvas.figure.savefig(buffer, format="rgba", dpi=72 * scale, facecolor=canvas.ground)
    size = (round(canvas.width * scale), round(canvas.height * scale))
    return compact(Image.frombytes("RGBA", size, buffer.getvalue()).convert("RGB"))


def compact(picture: Any, tolerance: int = 32) -> bytes:
    """Return a Pillow picture as PNG without a date: with a palette of 256 colours where that is harmless.

    Harmless: no pixel moves by more than `tolerance` of 255 in any channel; else every pixel is kept. The palette
    holds the most frequent colours, then, one by one, the colour that the palette so far serves worst: areas and
    lines keep their colours, only the rims of letters and lines move.
    """
    import numpy as np
    from PIL import Image

    counted = picture.getcolors(MOST_COLOURS)
    chosen = picture
    if counted is not None:
        counted.sort(reverse=True)
        colours = np.array([colour for _, colour in counted], dtype=np.int16)
        palette, nearest, moved = _palette(colours)
        if moved <= tolerance:
            codes = np.zeros(1 << 24, dtype=np.uint8)
            codes[colours.astype(np.int32) @ (1 << 16, 1 << 8, 1)] = nearest
            pixels = np.asarray(picture, dtype=np.uint32) @ np.array([1 << 16, 1 << 8, 1], dtype=np.uint32)
            chosen = Image.fromarray(codes[pixels], mode="P")
            chosen.putpalette(palette.astype(np.uint8).tobytes())
    buffer = io.BytesIO()
    chosen.save(buffer, format="PNG", compress_level=7)
    return buffer.getvalue()


def _palette(colours: Any) -> tuple[Any, Any, int]:
    """Return a palette, the place in it for each colour, and how far a channel moves at most.

    colours: `(count, 3)`, the most frequent first.
    """
    import numpy as np

    chosen = list(range(min(FREQUENT, len(colours))))
    far = np.abs(colours[:, None] - colours[None, chosen]).max(axis=2)
    nearest, distance = far.argmin(axis=1), far.min(axis=1)
    while len(chosen) < min(PALETTE, len(colours)) and distance.max() > 0:
        chosen.append(int(distance.argmax()))
        far_of = np.abs(colours - colours[chosen[-1]]).max(axis=1)
        closer = far_of < distance
        nearest[closer], distance[closer] = len(chosen) - 1, far_of[closer]
    return colours[chosen], nearest, int(distance.max())


def letters_of(canvases: Iterable[Canvas]) -> Letters:
    """Return weight → the characters that some canvases set in it."""
    used: dict[int, set[str]] = {}
    for canvas in canvases:
        for text in canvas.letterings:
            used.setdefault(text.weight, set()).update(text.words)
    return {weight: "".join(sorted(used[weight])) for weight in sorted(used)}


def _faces(letters: Letters) -> str:
    return "".join(fonts.embedded(weight, characters) for weight, characters in letters.items())


def _rimmed(body: str, halos: Mapping[str, Halo]) -> str:
    """Put under each text that has a rim the same text once more, drawn as the rim: both stay text.

    Not `paint-order`, which some viewers do not know: there the rim would cover the letters.
    """

    def doubled(found: re.Match[str]) -> str:
        halo, text = halos[found.group(1)], found.group(2)
        rim = f"fill: {halo.colour}; stroke: {halo.colour}; stroke-width: {halo.width:.2f}; stroke-linejoin: round"
        below = re.sub(r"fill: [^;\"]+", rim, text, count=1).replace("<text ", '<text aria-hidden="true" ', 1)
        return f"<g>\n{below}\n{text}\n</g>"

    return re.sub(r'<g id="(halo\d+)">\s*(<text .*?</text>)\s*</g>', doubled, body, flags=re.DOTALL)


def _shorten(body: str) -> str:
    """Shorten what matplotlib writes at length within tags; the words between tags stay as they are."""
    body = re.sub(r"<[^>]+>", lambda tag: _short_tag(tag.group()), body)
    return re.sub(r"\n\s+", "\n", body)


def _short_tag(tag: str) -> str:
    """Return a tag with two decimals for eight, and with short paths."""
    tag = re.sub(r' transform="rotate\(-0 [^"]*"', "", tag)
    tag = re.sub(r"-?\d+\.\d{3,}", lambda found: f"{float(found.group()):.2f}".rstrip("0").rstrip("."), tag)
    return re.sub(r'\bd="([^"]*)"', lambda found: f'd="{_short_path(found.group(1))}"', tag)


def _short_path(path: str) -> str:
    """Return the same path to a tenth of a pixel, with the letter of a line after a line left out."""
    path = re.sub(r"-?\d+\.\d+", lambda found: f"{float(found.group()):.1f}".removesuffix(".0"), " ".join(path.split()))
    return LINES.sub(lambda lines: lines.group().replace(" L ", " "), path)
