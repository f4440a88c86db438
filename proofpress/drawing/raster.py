"""Canvases as pictures of pixels: PNG with a palette, PNG without a ground, AVIF. The same bytes each time.

Palettes are counted in whole numbers, so that no library's way of adding up decides a colour.
"""

import io
from typing import Any

from proofpress.drawing.canvas import Canvas

PALETTE = 256
MOST_COLOURS, FREQUENT = 1 << 15, 160
"""Of `compact_png`: pictures of more colours keep every pixel; so many colours are kept for being frequent."""
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

    Harmless: no pixel moves by more than `tolerance` of 255 in any channel; else every pixel is kept. The palette
    holds the most frequent colours, then, one by one, the colour that the palette so far serves worst: areas and
    lines keep their colours, only the rims of letters and lines move.
    """
    import numpy as np

    counted = picture.getcolors(MOST_COLOURS)
    if counted is None:
        return _save_png(picture)
    colours = np.array([colour for _, colour in sorted(counted, reverse=True)], dtype=np.int16)
    chosen, nearest, moved = _spread_channels(colours)
    return _save_png(_apply(picture, colours, colours[chosen], nearest) if moved <= tolerance else picture)


def quantize(picture: Any) -> Any:
    """Return a Pillow picture in RGB with a palette made for it: grounds exactly, the rest where most pixels are.

    The palette begins with the most frequent colours and those farthest from all chosen; then each moves to the middle
    of the pixels that it stands for (k-means), so that a smooth shade falls into many small steps.
    """
    import numpy as np

    counted = sorted(picture.getcolors(picture.width * picture.height), key=lambda found: (-found[0], found[1]))
    often = np.array([count for count, _ in counted], dtype=np.int64)
    colours = np.array([colour for _, colour in counted], dtype=np.int32)
    kept = min(KEPT, int((often * OFTEN > often.sum()).sum()))
    palette = colours[_spread(colours, kept)]
    for _ in range(ROUNDS):
        nearest = _nearest(colours, palette)
        palette[kept:] = _middles(colours, often, nearest, palette)[kept:]
    return _apply(picture, colours, palette, _nearest(colours, palette))


def _save_png(picture: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG", compress_level=LEVEL)
    return buffer.getvalue()


def _apply(picture: Any, colours: Any, palette: Any, nearest: Any) -> Any:
    """Return a picture with a palette `(entries, 3)`. nearest: the entry for each of its colours `(n, 3)`."""
    import numpy as np
    from PIL import Image

    entries = np.zeros(1 << 24, dtype=np.uint8)
    entries[colours.astype(np.int32) @ (1, 1 << 8, 1 << 16)] = nearest
    pixels = np.frombuffer(picture.tobytes("raw", "RGBX"), dtype="<u4") & 0xFFFFFF
    few = Image.fromarray(entries[pixels].reshape(picture.height, picture.width), mode="P")
    few.putpalette(palette.astype(np.uint8).tobytes())
    return few


def _spread_channels(colours: Any) -> tuple[list[int], Any, int]:
    """Return positions of a palette among colours `(n, 3)`, the entry for each, and how far a channel moves at most.

    The most frequent colours come first; then, one by one, the colour that the palette so far serves worst.
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
    return chosen, nearest, int(distance.max())


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
