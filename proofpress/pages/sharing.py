"""How others show a picture on pages of their own: the frame, the line of credit, the weight of a file."""

from html import escape

from proofpress.pages.figures import embed_path
from proofpress.pages.material import POSTER, Material
from proofpress.pages.pictures import widest
from proofpress.pages.press import Press

FRAME_WIDTH = 640
CAPTION_HEIGHT = 140


def drawing_size(material: Material, figure: str = POSTER) -> tuple[int, int]:
    """Return width and height, in CSS pixels, of the main picture of a figure."""
    drawing = material.drawings[figure]
    main = next((p for p in drawing.pictures if p.name == widest(drawing)), None)
    return (main.width, main.height) if main else (16, 9)


def credit(press: Press, title: str, slug: str) -> str:
    """Return the line by which others credit a picture."""
    address = press.addresses.absolute(press.article_path(slug))
    return f"“{title}”, {press.site.author}, {address}, {press.site.licence}"


def frame_height(size: tuple[int, int]) -> int:
    """Return how high a frame must be for a figure of this size, its caption and its source, in CSS pixels."""
    return round(FRAME_WIDTH * size[1] / size[0]) + CAPTION_HEIGHT


def embed_code(press: Press, slug: str, figure: str, title: str, size: tuple[int, int]) -> str:
    """Return the HTML that shows a figure in a frame of somebody else's page."""
    address = press.addresses.absolute(embed_path(slug, figure))
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{FRAME_WIDTH}" height="{frame_height(size)}" '
        f'loading="lazy" style="border:0;width:100%"></iframe>'
    )


def weight(size: int) -> str:
    """Return a size in bytes in words.

    >>> weight(198_000)
    '198 KB'
    """
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} KB"
