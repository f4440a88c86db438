"""The 256 colours of a picture that show it best, and every pixel in the nearest of them. The same ones each time.

All is counted in whole numbers, so that no library's way of adding up decides a colour.
"""

from typing import Any

SIZE = 256
KEPT, OFTEN = 64, 4000
"""At most so many colours stay exactly as they are, of those that fill more than one pixel in so many: the grounds."""
ROUNDS = 4


def indexed(picture: Any) -> Any:
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
    table = np.zeros(1 << 24, dtype=np.uint8)
    table[colours @ (1, 1 << 8, 1 << 16)] = _nearest(colours, palette)
    pixels = np.frombuffer(picture.tobytes("raw", "RGBX"), dtype="<u4") & 0xFFFFFF
    few = Image.fromarray(table[pixels].reshape(picture.height, picture.width), mode="P")
    few.putpalette(palette.astype(np.uint8).tobytes())
    return few


def _spread(colours: Any, kept: int) -> Any:
    """Return the places of the first colours, and of those that, one by one, lie farthest from all before."""
    import numpy as np

    chosen = list(range(max(kept, 1)))
    far = _distances(colours, colours[chosen]).min(axis=1)
    while len(chosen) < min(SIZE, len(colours)) and far.max() > 0:
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
