"""How others show a picture on pages of their own: the frame, the line of credit, the weight of a file."""

from html import escape

from proofpress.site.figures import embed_path
from proofpress.site.material import Material
from proofpress.site.pictures import widest
from proofpress.site.press import Press

FRAME_WIDTH = 640
# Of a page for frames, in CSS pixels: the picture's width, the height of a line of the caption, the letters in it, and
# the height of all else: margins, the row of numbers and files, the source. A spare line is for a wider typeface.
PICTURE_WIDTH, LINE, LETTERS, AROUND = 588, 24, 68, 152


def credit(press: Press, title: str, slug: str) -> str:
    """Return the line by which others credit a picture."""
    address = press.addresses.absolute(press.article_path(slug))
    return f"“{title}”, {press.site.author}, {address}, {press.site.licence}"


def frame_height(material: Material, figure: str) -> int:
    """Return the height in CSS pixels at which a frame shows a figure, its caption and its source without scrolling."""
    drawing = material.drawings[figure]
    main = next((p for p in drawing.pictures if p.name == widest(drawing)), None)
    width, height = (main.width, main.height) if main else (16, 9)
    lines = -(-len(drawing.caption) // LETTERS) + 1
    return round(PICTURE_WIDTH * height / width) + lines * LINE + AROUND


def embed_code(press: Press, material: Material, figure: str, title: str) -> str:
    """Return the HTML that shows a figure in a frame of somebody else's page."""
    address = press.addresses.absolute(embed_path(material.comparison.slug, figure))
    height = frame_height(material, figure)
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{FRAME_WIDTH}" height="{height}" '
        f'loading="lazy" style="border:0;width:100%"></iframe>'
    )


def weight(size: int) -> str:
    """Return a size in bytes in words.

    >>> weight(198_000)
    '198 KB'
    """
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} KB"
