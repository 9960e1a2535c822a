"""Finds where a picture looks like a line of print: a bar of strokes, long, even and clear above and below.

Nothing is read and no letter is told from another, so blur that welds letters together and noise that breaks them do
little harm. Every direction is looked at, since a copy may lie any way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey: TypeAlias = NDArray[np.uint8]
    Map: TypeAlias = NDArray[np.float32]

__all__ = ["Bar", "find", "strokes"]

_LOW, _OCTAVES = 6.5, 3
"""The height of the smallest letters looked for, in pixels, and how many times it is doubled."""
_SOFT = 0.11
"""How much a picture is blurred for an octave, in heights of its smallest letters."""
_PALE, _NOISE = 0.4, 3
"""What is paler than that share of the darkest print around it, and that many of 255, is no print."""
_SMALL = 2.2
"""To how many pixels the smallest letters of an octave are shrunk: a line of them is a bar then."""
_STEP = 5
"""Degrees from one direction to the next: half a letter over the length of a bar."""
_LENGTH = 14
"""How long a bar is, in letters."""
_LEAST, _MOST = 0.05, 400
"""The least contrast of a bar to what is above and below it, of 1, and how many bars are kept."""


class Bar(NamedTuple):
    """A place on a line of print: a point on it, its direction (of length one), height of letters, how clear."""

    middle: complex
    direction: complex
    height: float
    score: float


def find(grey: Grey) -> list[Bar]:
    """Places on lines of print, the clearest first; a long line is found at more than one place.

    Arguments:
        grey: height x width, 8 bits, letters dark.
    """
    import cv2
    import numpy as np

    found: list[Bar] = []
    for octave in range(_OCTAVES):
        height = _LOW * 2**octave
        scale = _SMALL / height
        if min(grey.shape) * scale < 6 or max(grey.shape) * scale < 2 * _LENGTH:
            continue
        # what is finer than strokes is noise of the camera, or a pattern of the screen or the paper
        soft = np.asarray(cv2.GaussianBlur(grey, (0, 0), _SOFT * height), dtype=np.uint8)
        found += _in_octave(_even(strokes(soft, 0.75 * height), scale), scale)
    return list(_once(sorted(found, key=lambda bar: -bar.score)))[:_MOST]


def strokes(grey: Grey, widest: float) -> Grey:
    """How much darker each pixel is than the ground, where it is part of a stroke no wider than that."""
    import cv2
    import numpy as np

    side = max(3, round(widest) | 1)
    element = cv2.getStructuringElement(cv2.MORPH_RECT, (side, side))
    return np.asarray(cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, element), dtype=np.uint8)


def _even(ink: Grey, scale: float) -> Map:
    """The ink made small: pale print as strong as dark print, and what is paler than the print around it left out."""
    import cv2
    import numpy as np

    small = (max(1, round(ink.shape[1] * scale)), max(1, round(ink.shape[0] * scale)))
    darkest = cv2.dilate(ink, np.ones((round(1 / scale) | 1,) * 2, np.uint8))
    darkest = cv2.dilate(cv2.resize(darkest, small, interpolation=cv2.INTER_NEAREST), np.ones((7, 7), np.uint8))
    darkest = cv2.blur(darkest, (7, 7))
    level = cv2.resize(darkest, ink.shape[::-1], interpolation=cv2.INTER_LINEAR)
    print_ = cv2.subtract(ink, cv2.convertScaleAbs(level, alpha=_PALE, beta=_NOISE))
    shrunk = cv2.resize(print_, small, interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.minimum(1, shrunk / ((1 - _PALE) * darkest + _NOISE))


def _in_octave(ink: Map, scale: float) -> Iterator[Bar]:
    import cv2
    import numpy as np

    height, width = ink.shape
    for degrees in range(0, 180, _STEP):
        way = complex(np.cos(np.radians(degrees)), np.sin(np.radians(degrees)))
        across, down = _turned_size(width, height, way)
        middle, centre = complex(across / 2, down / 2), complex(width / 2, height / 2)
        start = centre - middle * way
        matrix = np.array([(way.real, -way.imag, start.real), (way.imag, way.real, start.imag)])
        turned = cv2.warpAffine(ink, matrix, (across, down), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        for contrast, size in _contrasts(np.asarray(turned, dtype=np.float32)):
            window = np.ones((3, max(3, int(_LENGTH * size / 2))), np.uint8)
            best = (contrast >= cv2.dilate(contrast, window)) & (contrast > _LEAST)
            for y, x in zip(*np.nonzero(best), strict=True):
                place = (start + complex(x, y) * way + 0.5 + 0.5j) / scale
                yield Bar(place, way, size / scale, float(contrast[y, x]))


def _turned_size(width: int, height: int, way: complex) -> tuple[int, int]:
    along, up = abs(way.real), abs(way.imag)
    return int(width * along + height * up) + 2, int(width * up + height * along) + 2


def _contrasts(turned: Map) -> Iterator[tuple[Map, float]]:
    """The contrast of a level bar around each pixel, for letters of either half of an octave, and their height."""
    import cv2
    import numpy as np

    for size in (1.15 * _SMALL, 1.65 * _SMALL):
        half = max(3, round(_LENGTH * size / 2))
        rows = cv2.blur(turned, (half, 1), borderType=cv2.BORDER_CONSTANT)
        core = cv2.blur(rows, (1, 3))
        near = (2, 3) if size < 1.4 * _SMALL else (3, 4)
        beside = np.zeros((9, 1), np.float32)
        for step in near:
            beside[4 - step, 0] = beside[4 + step, 0] = 0.25
        contrast = core - cv2.filter2D(rows, -1, beside, borderType=cv2.BORDER_CONSTANT)
        # both halves must be bars: an end of a line is one only half
        quarter = half // 2
        even = np.zeros_like(contrast)
        even[:, quarter:-quarter] = np.minimum(contrast[:, : -2 * quarter], contrast[:, 2 * quarter :])
        yield even, size


def _once(bars: list[Bar]) -> Iterator[Bar]:
    """Each place once, in the direction and size in which it is clearest."""
    kept: list[Bar] = []
    for bar in bars:
        for other in kept:
            to = (bar.middle - other.middle) / other.direction
            if abs(to.imag) < 0.6 * other.height and abs(to.real) < 0.4 * _LENGTH * other.height:
                break
        else:
            kept.append(bar)
            yield bar
