"""Canvases as pictures of pixels: PNG with a palette, PNG without a ground, AVIF. The same bytes each time.

Palettes are counted in whole numbers, so that no library's way of adding up decides a colour.
"""

import io
from typing import Any

from proofpress.drawing.canvas import Canvas

PALETTE = 256
MOST_COLOURS = 1 << 15
"""Pictures of more colours keep every pixel in `compact_png`."""
KEPT, OFTEN, ROUNDS = 64, 4000, 4
"""Of `quantize`: at most so many colours stay exactly as they are, of those that fill more than one pixel in so many:
the grounds; and how often the others move."""
SMALL = 300
LEVEL = 7
"""zlib's last two levels take six times as long for a twentieth of the bytes."""


def rasterize(canvas: Canvas, scale: float = 1.0, *, clear: bool = False) -> Any:
    """Return the canvas as a Pillow picture, `scale` pixels for a design pixel. clear: without a ground."""
    from PIL import Image

    buffer = io.BytesIO()
    ground = "none" if clear else canvas.ground
    with canvas.drawn_halos():
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


def png(canvas: Canvas, scale: float = 2.0) -> bytes:
    """Return the canvas as PNG, `scale` pixels for a design pixel, as small as it looks the same."""
    return compact_png(rasterize(canvas, scale))


def indexed_png(picture: Any) -> bytes:
    """Return a Pillow picture as PNG with a palette of 256 colours, made for it; clear ones keep every pixel."""
    return _save_png(quantize(picture) if picture.mode == "RGB" else picture)


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


def compact_png(picture: Any, tolerance: int = 32) -> bytes:
    """Return a Pillow picture in RGB as PNG without a date: with a palette of 256 colours if that is harmless.

    Harmless: no pixel moves by more than `tolerance` of 255 in any channel; else every pixel is kept.
    """
    from PIL import ImageChops

    if picture.getcolors(MOST_COLOURS) is None:
        return _save_png(picture)
    few = quantize(picture)
    moved = ImageChops.difference(few.convert("RGB"), picture).getextrema()
    return _save_png(few if max(high for _, high in moved) <= tolerance else picture)


def quantize(picture: Any) -> Any:
    """Return a Pillow picture in RGB with a palette made for it: grounds exactly, the rest where most pixels are.

    The palette begins with the most frequent colours and those farthest from all chosen; then each moves to the middle
    of the pixels that it stands for (k-means), so that a smooth shade falls into many small steps.
    """
    import numpy as np
    from PIL import Image

    counted = sorted(picture.getcolors(picture.width * picture.height), key=lambda found: (-found[0], found[1]))
    often = np.array([count for count, _ in counted], dtype=np.int64)
    colours = np.array([colour for _, colour in counted], dtype=np.int32)
    kept = min(KEPT, int((often * OFTEN > often.sum()).sum()))
    palette = colours[_spread(colours, kept)]
    for _ in range(ROUNDS):
        nearest = _nearest(colours, palette)
        palette[kept:] = _middles(colours, often, nearest, palette)[kept:]
    entries = np.zeros(1 << 24, dtype=np.uint8)
    entries[colours @ (1, 1 << 8, 1 << 16)] = _nearest(colours, palette)
    pixels = np.frombuffer(picture.tobytes("raw", "RGBX"), dtype="<u4") & 0xFFFFFF
    few = Image.fromarray(entries[pixels].reshape(picture.height, picture.width), mode="P")
    few.putpalette(palette.astype(np.uint8).tobytes())
    return few


def _save_png(picture: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG", compress_level=LEVEL)
    return buffer.getvalue()


def _spread(colours: Any, kept: int) -> Any:
    """Return the positions of the first colours, and of those that, one by one, lie farthest from all before."""
    import numpy as np

    chosen = list(range(max(kept, 1)))
    far = _distances(colours, colours[chosen]).min(axis=1)
    while len(chosen) < min(PALETTE, len(colours)) and far.max() > 0:
        chosen.append(int(far.argmax()))
        far = np.minimum(far, _distances(colours, colours[chosen[-1:]])[:, 0])
    return chosen


def _distances(colours: Any, palette: Any) -> Any:
    """Return the squared distances of colours `(n, 3)` from those of a palette `(m, 3)`, `(n, m)`."""
    return sum((colours[:, None, part] - palette[None, :, part]) ** 2 for part in range(3))


def _nearest(colours: Any, palette: Any) -> Any:
    return _distances(colours, palette).argmin(axis=1)


def _middles(colours: Any, often: Any, nearest: Any, palette: Any) -> Any:
    """Return the mean colour of what each of the palette stands for; the colour itself where it stands for none."""
    import numpy as np

    whole = np.bincount(nearest, often, minlength=len(palette)).astype(np.int64)
    sums = [np.bincount(nearest, often * colours[:, part], minlength=len(palette)) for part in range(3)]
    middles = (np.stack(sums, axis=1).astype(np.int64) + whole[:, None] // 2) // np.maximum(whole, 1)[:, None]
    return np.where(whole[:, None] > 0, middles, palette)
