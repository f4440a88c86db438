"""Which picture a page shows to whom."""

from msgspec.structs import replace

from proofpress.models import Picture
from proofpress.site.parts.pictures import HEAVY_SVG, show_picture, show_thumbnail
from tests.site import made_up


def pictures(*formats: str, weight: int = 10) -> tuple[Picture, ...]:
    """Return a light picture `f` in each of the formats."""
    return tuple(Picture("f", "light", name, 1088, 544, b"x" * weight) for name in formats)


def hrefs(*formats: str, weight: int = 10) -> list[str]:
    """Return the files offered, best first."""
    drawing = replace(made_up.drawing("f"), pictures=pictures(*formats, weight=weight))
    shown = show_picture(drawing, "steps/figures", "index.html", "f-narrow")
    return [choice.href.rpartition(".")[2] for choice in (*shown.sources, shown.image)]


def test_small_drawings_are_svg():
    """An SVG is shown as long as it is light: it is sharp at any size."""
    assert hrefs("png", "svg") == ["svg"]


def test_heavy_drawings_are_png():
    """A heavy SVG is left to downloads, the PNG is shown."""
    assert hrefs("png", "svg", weight=HEAVY_SVG + 1) == ["png"]


def test_modern_formats_come_first():
    """AVIF is offered before the PNG that every browser reads."""
    assert hrefs("png", "avif", "svg") == ["avif", "png"]


def test_no_picture_for_a_drawing_of_slides():
    """A drawing without a picture that a page can show gives none."""
    drawing = replace(made_up.drawing("f"), pictures=pictures("pdf"))
    assert show_picture(drawing, "steps/figures", "index.html", "f-narrow") is None


def test_without_a_narrow_variant_phones_get_the_wide_one():
    """No source asks for a narrow window where there is no narrow picture."""
    drawing = made_up.drawing("f")
    wide = tuple(picture for picture in drawing.pictures if picture.name == "f")
    shown = show_picture(replace(drawing, pictures=wide), "steps/figures", "index.html", "f-narrow")
    assert [choice.media for choice in shown.sources] == ["dark"]


def test_smaller_copies_are_offered_by_width():
    """A copy of a picture that is named after its width is offered to narrow windows; other names are not copies."""
    sizes = (("f", 1920), ("f-960", 960), ("f-1", 640))
    made = tuple(Picture(name, "light", "avif", width, width // 2, b"x") for name, width in sizes)
    drawing = replace(made_up.drawing("f"), pictures=(*made, *pictures("png")))
    shown = show_picture(drawing, "steps/figures", "index.html", "f-narrow")
    assert shown.sources[0].srcset == "steps/figures/f-960.avif 960w, steps/figures/f.avif 1920w"
    assert shown.sources[0].sized
    assert shown.image.href == "steps/figures/f.png"
    assert all(source.srcset.endswith("w") and source.sized for source in shown.sources)


def test_a_thumbnail_is_the_smallest_copy():
    """A list is sent the smallest copy in each theme and the modern format, and the PNG where that is not read."""
    made = [
        Picture(name, theme, format, width, width * 9 // 16, b"x")
        for theme in ("light", "dark")
        for name, format, width in (
            ("f", "avif", 1920),
            ("f-960", "avif", 960),
            ("f", "png", 1920),
            ("card", "png", 360),
        )
    ]
    drawing = replace(made_up.drawing("f"), pictures=tuple(made))
    shown = show_thumbnail(drawing, "steps/figures", "comparisons/index.html")
    offered = [(choice.href.rpartition("/")[2], bool(choice.media)) for choice in (*shown.sources, shown.image)]
    assert offered == [("f-960-dark.avif", True), ("f-dark.png", True), ("f-960.avif", False), ("f.png", False)]
    assert shown.alt == ""


def test_no_thumbnail_without_a_picture_for_every_browser():
    """Where there is no PNG, a list shows words alone."""
    drawing = replace(made_up.drawing("f"), pictures=pictures("avif"))
    assert show_thumbnail(drawing, "steps/figures", "index.html") is None
