"""Writes across a copy for whom and for what it was made, so that it is worth nothing elsewhere.

The words are drawn pale and slanting over everything but the black areas, where they would be read as if they stood on
the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from piiscan.model import Area

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["stamped"]


def stamped(image: Image, words: str, areas: Sequence[Area]) -> Image:
    """The picture with the words across it, in the same mode.

    Arguments:
        image: the painted picture, as it is looked at.
        words: one line; characters that no font has are drawn as boxes.
        areas: the black polygons, in its pixels.
    """
    import PIL.Image
    from PIL.ImageDraw import Draw
    from PIL.ImageFont import load_default

    side = int((image.width**2 + image.height**2) ** 0.5)
    font = load_default(max(10, side // 40))
    cover = PIL.Image.new("L", (side, side), 0)
    draw = Draw(cover)
    step = max(40, side // 7)
    width = draw.textlength(words + "   ", font=font)
    for row in range(side // step + 1):
        for column in range(int(side // width) + 2):
            draw.text(((column - row % 2 / 2) * width, row * step), words, fill=110, font=font)
    left, top = (side - image.width) // 2, (side - image.height) // 2
    cover = cover.rotate(25).crop((left, top, left + image.width, top + image.height))
    black = Draw(cover)
    for area in areas:
        black.polygon(list(area), fill=0, outline=0)
    if image.mode == "1":
        cover = cover.point([0] + [255] * 255)  # there is nothing between black and white
    ink = PIL.Image.new("RGB", image.size, (40, 60, 140)).convert(image.mode)
    return PIL.Image.composite(ink, image, cover)
