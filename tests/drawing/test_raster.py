"""The palettes of pictures: grounds stay, nothing moves far, and smooth shades fall into small steps."""

import numpy as np
from PIL import Image

from proofpress.drawing.raster import KEPT, PALETTE, quantize


def shades(width: int = 400, height: int = 100) -> np.ndarray:
    """Return a picture of a white ground, a line of ink and a smooth field of far more than 256 colours."""
    picture = np.full((height, width, 3), 255, dtype=np.uint8)
    across, down = np.meshgrid(np.linspace(0, 1, width // 2), np.linspace(0, 1, height))
    field = np.stack([255 - 90 * across, 235 - 180 * across - 40 * down, 220 - 200 * across], axis=-1)
    picture[:, width // 2 :] = np.rint(field)
    picture[10:12, : width // 2] = (27, 31, 36)
    return picture


def moved(picture: np.ndarray, few: Image.Image) -> np.ndarray:
    """Return how far each channel of each pixel moved."""
    return np.abs(np.asarray(few.convert("RGB"), dtype=int) - picture.astype(int))


def test_grounds_and_ink_stay_exactly() -> None:
    """The colours of large areas are kept to the last digit, however many shades there are beside them."""
    picture = shades()
    few = quantize(Image.fromarray(picture))
    assert few.mode == "P"
    assert moved(picture, few)[:, :200].max() == 0


def test_shades_fall_into_smaller_steps_than_by_halving() -> None:
    """On a smooth field, colours move less than in the palette that Pillow makes by halving boxes, and never far."""
    picture = shades()
    image = Image.fromarray(picture)
    halved = image.quantize(PALETTE, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    ours, theirs = moved(picture, quantize(image)), moved(picture, halved)
    assert ours.mean() < theirs.mean()
    assert ours.max() <= 16


def test_few_colours_are_all_kept() -> None:
    """A picture of at most 256 colours comes out as it went in; one colour is enough."""
    rng = np.random.default_rng(1)
    for count in (1, 2, KEPT, PALETTE):
        colours = rng.permutation(1 << 12)[:count]
        picture = np.stack([colours % 16 * 17, colours // 16 % 16 * 17, colours // 256 * 17], -1).astype(np.uint8)
        tiled = np.repeat(picture[None, :, :], 3, axis=0)
        assert moved(tiled, quantize(Image.fromarray(tiled))).max() == 0


def test_the_same_picture_has_the_same_palette() -> None:
    """Nothing is left to chance: twice the same bytes."""
    one, other = (quantize(Image.fromarray(shades())) for _ in range(2))
    assert one.tobytes() == other.tobytes()
    assert one.getpalette() == other.getpalette()
