"""Canvases as pictures to download: PNG with and without a ground, AVIF, PDF. The same bytes each time."""

import io
import re
from typing import Any

from proofpress.graphics.canvas import Canvas

COLOURS = 256


def raster(canvas: Canvas, scale: float = 1.0, *, clear: bool = False) -> Any:
    """Return the canvas as a Pillow picture, `scale` pixels for a design pixel. clear: without a ground."""
    from PIL import Image

    buffer = io.BytesIO()
    ground = "none" if clear else canvas.ground
    canvas.figure.savefig(buffer, format="rgba", dpi=72 * scale, facecolor=ground)
    size = (round(canvas.width * scale), round(canvas.height * scale))
    picture = Image.frombytes("RGBA", size, buffer.getvalue())
    return picture if clear else picture.convert("RGB")


def png(picture: Any) -> bytes:
    """Return a Pillow picture as PNG with a palette of 256 colours, made for it; clear ones keep every pixel."""
    from PIL import Image

    buffer = io.BytesIO()
    if picture.mode == "RGB":
        few = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(buffer, format="PNG", optimize=True)
    else:
        picture.save(buffer, format="PNG", compress_level=6)
    return buffer.getvalue()


def avif(picture: Any, width: int = 0, quality: int = 70) -> bytes:
    """Return a Pillow picture as AVIF with full colour resolution, for coloured letters. width: shrunk to it."""
    from PIL import Image

    if width and width != picture.width:
        height = round(picture.height * width / picture.width)
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    # One thread: how the work is divided may not decide the bytes.
    picture.save(buffer, format="AVIF", quality=quality, subsampling="4:4:4", speed=8, max_threads=1)
    return buffer.getvalue()


def short_names(svg: bytes) -> bytes:
    """Return an outlined SVG whose letters have short ids; each is named once for every time it is set."""
    letters = dict.fromkeys(re.findall(rb'id="(\w+-[A-Za-z]+Sans-[^"]+)"', svg))
    names = {letter: b"%s%x" % (letter.split(b"-")[0], number) for number, letter in enumerate(letters)}

    def renamed(found: re.Match[bytes]) -> bytes:
        return found.group(1) + names.get(found.group(2), found.group(2)) + b'"'

    return re.sub(rb'(id="|href="#)(\w+-[A-Za-z]+Sans-[^"]+)"', renamed, svg)


def pdf(canvas: Canvas, title: str) -> bytes:
    """Return the canvas as PDF with its letters embedded as type, and no date. To be called within `style`."""
    import matplotlib

    buffer = io.BytesIO()
    about = {"Title": title, "CreationDate": None, "ModDate": None, "Creator": None, "Producer": None}
    with matplotlib.rc_context({"pdf.fonttype": 42, "pdf.compression": 9}):
        canvas.figure.savefig(buffer, format="pdf", metadata=about, facecolor=canvas.ground)
    return buffer.getvalue()
