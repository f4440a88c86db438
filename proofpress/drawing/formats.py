"""Canvases as pictures to download: PNG with and without a ground, AVIF, PDF. The same bytes each time."""

import io
import re
from typing import Any

from proofpress.drawing.canvas import Canvas
from proofpress.drawing.palette import indexed
from proofpress.drawing.save import OPEN

SMALL = 300
LINES = re.compile(r"[ML](?: -?[\d.]+){2}(?: L(?: -?[\d.]+){2})+")
DECIMALS = re.compile(r"-?\d+\.\d{3,}")


def raster(canvas: Canvas, scale: float = 1.0, *, clear: bool = False) -> Any:
    """Return the canvas as a Pillow picture, `scale` pixels for a design pixel. clear: without a ground."""
    from PIL import Image

    buffer = io.BytesIO()
    ground = "none" if clear else canvas.ground
    with canvas.rims():
        canvas.figure.savefig(buffer, format="rgba", dpi=72 * scale, facecolor=ground)
    size = (round(canvas.width * scale), round(canvas.height * scale))
    picture = Image.frombytes("RGBA", size, buffer.getvalue())
    return picture if clear else picture.convert("RGB")


def grounded(picture: Any, ground: str) -> Any:
    """Return a Pillow picture without transparency, on a ground."""
    from PIL import Image

    if picture.mode == "RGB":
        return picture
    return Image.alpha_composite(Image.new("RGBA", picture.size, ground), picture).convert("RGB")


def png(picture: Any) -> bytes:
    """Return a Pillow picture as PNG with a palette of 256 colours, made for it; clear ones keep every pixel."""
    buffer = io.BytesIO()
    # The last two levels take six times as long for a twentieth of the bytes.
    (indexed(picture) if picture.mode == "RGB" else picture).save(buffer, format="PNG", compress_level=7)
    return buffer.getvalue()


def avif(picture: Any, width: int = 0, quality: int = 70) -> bytes:
    """Return a Pillow picture as AVIF with full colour resolution, for coloured letters. width: shrunk to it."""
    from PIL import Image

    if width and width != picture.width:
        height = round(picture.height * width / picture.width)
        picture = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    buffer = io.BytesIO()
    # Below 300 pixels the fastest way makes files as small. One thread: how work is divided may not decide the bytes.
    speed = 8 if picture.width > SMALL else 10
    picture.save(buffer, format="AVIF", quality=quality, subsampling="4:4:4", speed=speed, max_threads=1)
    return buffer.getvalue()


def outlined(canvas: Canvas, identifier: str) -> bytes:
    """Return the canvas as SVG whose letters are shapes, for editors without the typeface; to be `described`.

    identifier: stands before every id. To be called within `style`.
    """
    import matplotlib

    buffer = io.BytesIO()
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    with matplotlib.rc_context({"svg.fonttype": "path"}), canvas.rims():
        canvas.figure.savefig(buffer, format="svg", metadata=nothing, facecolor=canvas.ground)
    drawn = buffer.getvalue().decode("utf-8")
    body = drawn[drawn.index(">", drawn.index("<svg")) + 1 :].lstrip()
    body = re.sub(r"\s*<metadata>.*?</metadata>|<!--.*?-->\s*", "", body, flags=re.DOTALL)
    body = re.sub(r"<[^>]+>", lambda tag: _shorter(tag.group()), body)
    names = {name: f"{identifier}{number:x}" for number, name in enumerate(re.findall(r'\bid="([^"]*)"', body))}
    body = re.sub(r'(\bid="|#)([^")]+)(?=[")])', lambda id: id.group(1) + names.get(id.group(2), id.group(2)), body)
    opening = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {canvas.width:g} {canvas.height:g}" role="img" '
        f'aria-labelledby="{identifier}-title {identifier}-desc">\n{OPEN.decode()}\n'
    )
    return (opening + re.sub(r"\n\s+", "\n", body)).encode()


def _shorter(tag: str) -> str:
    """Return a tag with one decimal in paths and two elsewhere; the scale of letters keeps all that it has."""
    digits = 1 if ' d="' in tag else 2

    def rounded(number: re.Match[str]) -> str:
        return f"{float(number.group()):.{digits}f}".removesuffix(".0")

    # Lines after lines need no letter of their own; a line after a curve does.
    tag = LINES.sub(lambda lines: lines.group().replace(" L ", " "), " ".join(tag.split()))
    parts = re.split(r"(scale\([^)]*\))", tag)
    return "".join(part if part.startswith("scale(") else DECIMALS.sub(rounded, part) for part in parts)


def pdf(canvas: Canvas, title: str) -> bytes:
    """Return the canvas as PDF with its letters embedded as type, and no date. To be called within `style`."""
    import matplotlib

    buffer = io.BytesIO()
    about = {"Title": title, "CreationDate": None, "ModDate": None, "Creator": None, "Producer": None}
    with matplotlib.rc_context({"pdf.fonttype": 42, "pdf.compression": 9}), canvas.rims():
        canvas.figure.savefig(buffer, format="pdf", metadata=about, facecolor=canvas.ground)
    return buffer.getvalue()
