"""Paints areas of a picture solid black, and turns a picture between how it is stored and how it is looked at.

Black is solid and in the full resolution: what is blurred or pixelated can be worked out again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from piiscan.model import Area

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["ORIENTATION", "fresh", "orientation", "paint", "stored", "upright", "upright_area"]

ORIENTATION = 0x0112
"""The EXIF tag that tells how the pixels have to be turned to be looked at (EXIF 2.32, 4.6.4)."""

_BLACK: dict[str, float | tuple[int, ...]] = {
    "1": 0,
    "L": 0,
    "LA": (0, 255),
    "RGB": (0, 0, 0),
    "RGBA": (0, 0, 0, 255),
    "CMYK": (0, 0, 0, 255),
    "I;16": 0,
    "I": 0,
    "F": 0,
}
# Pillow's transpositions by number: 0 mirror, 1 flip, 2 to 4 quarter turns, 5 transpose, 6 transverse
_UPRIGHT = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
_STORED = {**_UPRIGHT, 6: 2, 8: 4}


def fresh(image: Image) -> Image:
    """A copy with nothing but pixels, in a mode that can be painted and in which nothing is hidden.

    A palette becomes colours, a transparent colour an alpha channel, and the colour under full transparency black.

    Raises:
        ValueError: the mode cannot be converted.
    """
    import PIL.Image

    if "transparency" in image.info or image.mode in ("PA", "La", "RGBa"):
        image = image.convert("RGBA")
    elif image.mode not in _BLACK:
        image = image.convert("RGB")
    image = image.copy()
    image.info = {}
    if image.mode in ("LA", "RGBA"):
        hidden = image.getchannel("A").point([255] + [0] * 255)
        image.paste(PIL.Image.new(image.mode, image.size), mask=hidden)
    return image


def paint(image: Image, areas: Sequence[Area]) -> None:
    """Makes every polygon black, in place.

    Arguments:
        image: made by `fresh`.
        areas: polygons in its pixels; what lies outside of it is cut off.
    """
    from PIL import ImageDraw

    draw = ImageDraw.Draw(image)
    for area in areas:
        draw.polygon(list(area), fill=_BLACK[image.mode], outline=_BLACK[image.mode])


def orientation(image: Image) -> int:
    """How EXIF or XMP says that the pixels have to be turned; 1 for not at all."""
    number = image.getexif().get(ORIENTATION, 1)
    return number if number in _UPRIGHT else 1


def upright(image: Image, number: int) -> Image:
    """The picture as it is looked at, from how it is stored."""
    return _transposed(image, _UPRIGHT.get(number))


def upright_area(area: Area, size: tuple[int, int], number: int) -> Area:
    """A polygon of the picture as stored, in the picture as it is looked at.

    Arguments:
        area: the polygon.
        size: width and height of the picture as stored.
        number: how it has to be turned.
    """
    if number not in _UPRIGHT:
        return area
    width, height = size
    points = [
        (width - x if number in (2, 3, 7, 8) else x, height - y if number in (3, 4, 6, 7) else y) for x, y in area
    ]
    return tuple((y, x) if number >= 5 else (x, y) for x, y in points)


def stored(image: Image, number: int) -> Image:
    """The picture as it is stored, from how it is looked at."""
    return _transposed(image, _STORED.get(number))


def _transposed(image: Image, way: int | None) -> Image:
    from PIL.Image import Transpose

    return image if way is None else image.transpose(Transpose(way))
