"""How large a picture is that somebody else made: SVG, PNG, JPEG, WebP, AVIF, GIF.

Side effects: has Pillow open the last four, from bytes.
"""

import io
import re

SVG_ROOT = re.compile(rb"<svg\b[^>]*>", re.DOTALL)
VIEW_BOX = re.compile(rb"""\bviewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)""")
PNG = b"\x89PNG\r\n\x1a\n"


def picture_size(data: bytes) -> tuple[float, float] | None:
    """Return width and height of a picture in its own pixels; None if it is none that browsers show."""
    root = SVG_ROOT.search(data[:4096])
    if root:
        box = VIEW_BOX.search(root[0])
        sides = box.groups() if box else tuple(_attribute(root[0], name) for name in (b"width", b"height"))
        size = tuple(float(side) for side in sides if side)
    elif data.startswith(PNG):
        size = tuple(float(int.from_bytes(data[at : at + 4], "big")) for at in (16, 20))
    else:
        size = _by_pillow(data)
    return (size[0], size[1]) if len(size) == 2 and min(size) > 0 else None


def _attribute(tag: bytes, name: bytes) -> bytes | None:
    match = re.search(rb"""\b%s\s*=\s*["']\s*([\d.]+)(?:px)?\s*["']""" % name, tag)
    return match and match[1]


def _by_pillow(data: bytes) -> tuple[float, ...]:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "WEBP", "AVIF", "GIF")) as picture:
            return float(picture.width), float(picture.height)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return ()
