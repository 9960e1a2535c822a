"""Finds barcodes and QR codes on a document, those that cannot be decoded too.

zxing reads what it can, enlarged where the picture is small. What it cannot read is found by its texture, since a code
that is too blurred for this reader may be read by a better one: half of it is dark, the dark is hard against the light,
and the two change often; print and photographs have one or two of these, hardly ever all.

What a code holds (on Dutch documents since 2021 the BSN, unencrypted) is never kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from piiscan.model import Area

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Grey: TypeAlias = NDArray[np.uint8]

__all__ = ["Code", "find"]

_SMALL, _LARGE = 1600, 4000
"""A picture is enlarged to the first, at most threefold, and shrunk to the second."""
_TEXTURES = ((1200, 18), (500, 9))
"""The sizes at which texture is looked at, and the share of the picture that is one patch: fine codes, coarse ones."""


class Code(NamedTuple):
    """One code: its polygon in pixels of the picture as stored, and how sure."""

    area: Area
    score: float


def find(pixels: NDArray[np.uint8]) -> list[Code]:
    """The codes in a picture, decoded ones first.

    Arguments:
        pixels: height x width x 3, 8 bits, RGB, as stored.
    """
    from PIL.Image import fromarray

    grey = fromarray(pixels).convert("L")
    longest = max(grey.size)
    scale = _LARGE / longest if longest > _LARGE else min(3.0, max(1.0, _SMALL / longest))
    textures = (code for side, part in _TEXTURES for code in _textures(*_scaled(grey, side / longest), part))
    return [*_decoded(*_scaled(grey, scale)), *textures]


def _scaled(grey: Image, scale: float) -> tuple[Grey, float]:
    import numpy as np

    size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
    return np.asarray(grey.resize(size)), scale


def _decoded(grey: Grey, scale: float) -> Iterator[Code]:
    import zxingcpp

    for code in zxingcpp.read_barcodes(grey):
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        yield Code(_padded([(corner.x / scale, corner.y / scale) for corner in corners]), 0.99)


def _textures(grey: Grey, scale: float, part: int) -> Iterator[Code]:
    import cv2
    import numpy as np

    height, width = grey.shape
    side = max(9, min(height, width) // part | 1)
    mean = cv2.blur(grey.astype(np.float32), (side, side))
    spread = cv2.blur(np.square(grey, dtype=np.float32), (side, side)) - mean * mean
    dark = (grey < mean).astype(np.float32)
    share = cv2.blur(dark, (side, side))
    changes = [cv2.blur(np.abs(np.diff(dark, axis=axis, append=0)), (side, side)) for axis in (0, 1)]
    busy = (spread > 60 * 60) & (share > 0.36) & (share < 0.64) & (np.maximum(*changes) > 0.12)
    inner, outer = (np.ones((side // n | 1, side // n | 1), np.uint8) for n in (3, 2))
    mask = cv2.dilate(cv2.morphologyEx(busy.astype(np.uint8), cv2.MORPH_OPEN, inner), outer)
    for left, top, wide, high, count in cv2.connectedComponentsWithStats(mask)[2][1:]:
        share_of_all = wide * high / (height * width)
        if 0.004 < share_of_all < 0.3 and count > 0.55 * wide * high:
            corners = ((left, top), (left + wide, top), (left + wide, top + high), (left, top + high))
            yield Code(_padded([(float(x) / scale, float(y) / scale) for x, y in corners]), 0.4)


def _padded(corners: list[tuple[float, float]]) -> Area:
    """A tenth larger on every side: what was found may end at the outermost bars, or a little before."""
    x, y = (sum(corner[axis] for corner in corners) / len(corners) for axis in (0, 1))
    return tuple((x + 1.2 * (a - x), y + 1.2 * (b - y)) for a, b in corners)
