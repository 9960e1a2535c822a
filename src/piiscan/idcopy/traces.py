"""Follows one line of print from a place on it to both ends, and measures how evenly its letters are spaced.

The letters of a machine readable zone stand at one distance, without a gap, from the first to the last; hardly any
other print does. How even they are is the share of the ink along the line that comes back at that distance.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from piiscan.idcopy.bars import Bar, strokes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey: TypeAlias = NDArray[np.uint8]
    Map: TypeAlias = NDArray[np.float32]

__all__ = ["Trace", "smaller", "trace"]

_HIGH = 12
"""Pixels to which the letters are scaled here."""
_SOFT = 0.9
"""How much a strip is blurred, in pixels: what is finer than strokes is noise, or a pattern of the screen."""
_PALE, _NOISE = 0.35, 6
"""What is paler than that share of the darkest print beside it, and that many of 255, is no print."""
_NEAR, _FAR = 9, 52
"""How far to both sides, in heights of letters, the direction is found, and the ends are looked for."""
_GAP = 2.6
"""How wide a gap in a line may be, in heights of letters: a reflection takes out as much."""
_SHORTEST = 8
"""How long the least piece of a line is that is worth a look, in heights of letters."""
_HINT = 0.3
"""How even the letters of a line are at least."""
_PIECE, _FINE = 7, 4
"""How long a third of a line is at least, in heights, to be measured by itself; parts of a pixel in which it is."""
_PITCHES = (0.62, 1.75)
"""The least and the greatest distance from letter to letter, in heights of letters, as measured here."""


class Trace(NamedTuple):
    """A line of print.

    Arguments:
        start: the middle of its left end, in pixels (or of its right end, where it is upside down).
        end: of the other end.
        height: of its letters, in pixels.
        pitch: from letter to letter, in pixels; 0 where they are not evenly spaced.
        even: how evenly they are, about from 0 to 1.
        full: the share of the line that is not blank.
        clear: how much more ink it has than what is just above and below it, as a share.
    """

    start: complex
    end: complex
    height: float
    pitch: float
    even: float
    full: float
    clear: float

    @property
    def middle(self) -> complex:
        """Halfway between the ends."""
        return (self.start + self.end) / 2

    @property
    def direction(self) -> complex:
        """Of length one."""
        way = self.end - self.start
        return way / (abs(way) or 1)

    @property
    def length(self) -> float:
        """From end to end."""
        return abs(self.end - self.start)

    @property
    def letters(self) -> float:
        """How many letters it holds, about."""
        return self.length / self.pitch if self.pitch else 0.0

    def reversed(self) -> Trace:
        """The same line the other way."""
        return self._replace(start=self.end, end=self.start)


def smaller(grey: Grey) -> list[Grey]:
    """A picture, the same at half the size, and so on: what `trace` takes."""
    import cv2
    import numpy as np

    greys = [grey]
    while len(greys) < 4 and min(greys[-1].shape) > 64:
        greys.append(np.asarray(cv2.pyrDown(greys[-1]), dtype=np.uint8))
    return greys


def trace(greys: Sequence[Grey], bar: Bar) -> Trace | None:
    """The line of print at a bar, or None where there is none of even letters.

    Arguments:
        greys: what `smaller` made of a picture, height x width, 8 bits, letters dark.
        bar: a place on it, and about how high its letters are.
    """
    view = _View(bar.middle, bar.direction, _HIGH / bar.height)
    view, ink = _straightened(greys, view, _NEAR, 0.1)
    if _pitch(_along(ink))[1] < _HINT:
        return None
    view, ink = _straightened(greys, view, _FAR, 0.03)
    profile = _along(ink)
    first, last = _ends(profile)
    if last - first < _SHORTEST * _HIGH:
        return None
    pitch, even = _pitch(profile[first:last])
    if even < _HINT:
        return None
    first, last, full = _regular(profile, first, last, pitch)
    at = [view.middle + view.direction * (edge - len(profile) / 2) / view.scale for edge in (first, last)]
    return Trace(at[0], at[1], _HIGH / view.scale, pitch / view.scale, even, full, _clear(ink[:, first:last]))


class _View(NamedTuple):
    """Where a strip is cut: its middle, its direction, its pixels a pixel of the picture."""

    middle: complex
    direction: complex
    scale: float

    def moved(self, shift: float, slope: float, high: float) -> _View:
        """The view in which a line that was found in this one is in the middle, level, and of the usual height."""
        direction = self.direction * complex(1, slope)
        middle = self.middle + 1j * self.direction * shift / self.scale
        return _View(middle, direction / abs(direction), self.scale * _HIGH / high)


def _straightened(greys: Sequence[Grey], view: _View, reach: int, steepest: float) -> tuple[_View, Map]:
    """The view that shows the line in the middle of another one level, and its ink."""
    size = (2 * reach * _HIGH, 5 * _HIGH)
    view = view.moved(*_straight(_ink(greys, view, size), steepest))
    return view, _ink(greys, view, size)


def _ink(greys: Sequence[Grey], view: _View, size: tuple[int, int]) -> Map:
    """How much ink is where, from 0 to 1, pale print as strong as dark print beside it; none outside the picture."""
    import cv2
    import numpy as np

    level = min(len(greys) - 1, max(0, round(-np.log2(view.scale) - 0.2)))
    way = view.direction / view.scale
    start = view.middle - complex(size[0] - 1, size[1] - 1) / 2 * way + complex(0.5, 0.5)
    matrix = np.array([(way.real, -way.imag, start.real), (way.imag, way.real, start.imag)]) / 2**level
    matrix[:, 2] -= 0.5
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    cut = cv2.warpAffine(greys[level], matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    ink = strokes(cv2.GaussianBlur(cut, (0, 0), _SOFT), 0.6 * _HIGH).astype(np.float32)
    strongest = cv2.blur(cv2.dilate(ink, np.ones((_HIGH | 1, 3 * _HIGH | 1), np.uint8)), (2 * _HIGH, 1))
    print_: Map = np.clip((ink - _PALE * strongest) / ((0.8 - _PALE) * strongest + _NOISE), 0, 1)
    places = view.middle + way * (np.arange(size[0]) - size[0] / 2)
    height, width = greys[0].shape
    inside = (places.real > 0) & (places.real < width) & (places.imag > 0) & (places.imag < height)
    print_[:, ~inside] = 0
    return print_


def _straight(ink: Map, steepest: float) -> tuple[float, float, float]:
    """How far below the middle the line nearest to it runs, its slope, and the height of its letters."""
    import cv2
    import numpy as np

    height, width = ink.shape
    columns = cv2.resize(ink, (width // _HIGH, height), interpolation=cv2.INTER_AREA)
    along = (np.arange(columns.shape[1]) + 0.5 - columns.shape[1] / 2) * _HIGH
    slopes = np.linspace(-steepest, steepest, 13)
    rows = np.arange(height)[:, None] + np.rint(slopes[:, None, None] * along).astype(np.int64)
    profiles = columns[np.clip(rows, 0, height - 1), np.arange(columns.shape[1])].mean(axis=2)
    total = np.pad(np.cumsum(profiles, axis=1), ((0, 0), (1, 0)))
    best = (-1.0, 0.0, 0.0, float(_HIGH))
    for high in (8, 10, 12, 14, 17):
        edge = max(2, high // 4)
        least = max(edge, round(height / 2 - 0.9 * _HIGH - high / 2))
        top = np.arange(least, height - high - least + 1)
        core = (total[:, top + high] - total[:, top]) / high
        beside = total[:, top] - total[:, top - edge] + total[:, top + high + edge] - total[:, top + high]
        contrast = (core - beside / (2 * edge)) * high**0.5
        slope, place = divmod(int(contrast.argmax()), len(top))
        if contrast[slope, place] > best[0]:
            shift = float(top[place]) + (high - height) / 2
            best = (float(contrast[slope, place]), shift, float(slopes[slope]), float(high))
    return best[1:]


def _along(ink: Map) -> Map:
    """The ink of the line in the middle of a strip, column by column."""
    height = len(ink)
    profile: Map = ink[(height - _HIGH) // 2 : (height + _HIGH) // 2].mean(axis=0)
    return profile


def _clear(ink: Map) -> float:
    half, middle = _HIGH // 2, len(ink) // 2
    line = float(ink[middle - half : middle + half].mean())
    above, below = ink[middle - half - 5 : middle - half - 2], ink[middle + half + 2 : middle + half + 5]
    return 1 - float(above.mean() + below.mean()) / 2 / (line or 1.0)


def _ends(profile: Map) -> tuple[int, int]:
    """Where the print around the middle begins and ends: a gap that is too wide for a line stands beyond."""
    import cv2
    import numpy as np

    thick = cv2.blur(profile[None], (_HIGH, 1))[0]
    half = len(profile) // 2
    usual = float(np.median(thick[half - 6 * _HIGH : half + 6 * _HIGH]))
    places = np.flatnonzero(profile > max(0.08, 0.3 * usual))
    if not len(places):
        return half, half
    breaks = np.flatnonzero(np.diff(places) > _GAP * _HIGH)
    runs = np.split(places, breaks + 1)
    run = min(runs, key=lambda run: max(0, run[0] - half, half - run[-1]))
    return int(run[0]), int(run[-1]) + 1


def _pitch(profile: Map) -> tuple[float, float]:
    """The distance at which the ink comes back, and how much of it does."""
    import numpy as np

    lags = np.arange(int(_PITCHES[0] * _HIGH * _FINE), int(_PITCHES[1] * _HIGH * _FINE))
    comb = _comb(profile, lags)
    place = int(comb.argmax())
    if len(profile) < 3 * _PIECE * _HIGH:
        return float(lags[place]) / _FINE, float(comb[place])
    # seen at an angle the letters come closer and closer: what one distance cannot fit, three pieces may
    near = lags[(lags > 0.8 * lags[place]) & (lags < 1.25 * lags[place])]
    pieces = [float(_comb(piece, near).max()) for piece in np.array_split(profile, 3)]
    return float(lags[place]) / _FINE, max(float(comb[place]), sum(pieces) / 3)


def _comb(profile: Map, lags: NDArray[np.int64]) -> NDArray[np.float64]:
    """How much of the ink comes back at each distance, in quarter pixels, and does not halfway."""
    import cv2
    import numpy as np

    bare = profile - cv2.blur(profile[None], (3 * _HIGH, 1))[0]
    size = 1 << (len(bare) + 6 * _HIGH).bit_length()
    power = np.abs(np.fft.rfft(bare, size)) ** 2
    again = np.fft.irfft(np.pad(power, (0, (_FINE - 1) * size // 2)), _FINE * size)
    again /= again[0] or 1
    combs = [again[n * lags] - again[(2 * n - 1) * lags // 2] for n in (1, 2, 3)]
    return np.asarray(np.mean(combs, axis=0), dtype=np.float64)


def _regular(profile: Map, first: int, last: int, pitch: float) -> tuple[int, int, float]:
    """The ends of what is evenly spaced around the middle, and the share of its letters' places that hold ink."""
    import cv2
    import numpy as np

    bare = profile - cv2.blur(profile[None], (round(2 * pitch) | 1, 1))[0]
    wave = bare * np.exp(-2j * np.pi / pitch * np.arange(len(profile)))
    window = round(4 * pitch) | 1
    smooth = cv2.blur(np.stack([wave.real, wave.imag, np.abs(bare)], axis=-1)[None], (window, 1))[0]
    strength = np.hypot(smooth[:, 0], smooth[:, 1])
    half = len(profile) // 2
    core = strength[max(first, half - 10 * _HIGH) : min(last, half + 10 * _HIGH)]
    if not len(core):
        return first, last, 0.0
    places = np.flatnonzero(strength[first:last] > 0.3 * float(np.median(core))) + first
    if len(places):
        runs = np.split(places, np.flatnonzero(np.diff(places) > 5 * pitch) + 1)
        run = min(runs, key=lambda run: max(0, run[0] - half, half - run[-1]))
        inked = np.flatnonzero(profile[run[0] : run[-1]] > 0.1) + run[0]
        if len(inked):
            first, last = int(inked[0]), int(inked[-1]) + 1
    there = cv2.dilate(profile[None], np.ones((1, round(0.9 * pitch) | 1), np.uint8))[0, first:last]
    return first, last, float((there > 0.3 * np.median(there)).mean())
