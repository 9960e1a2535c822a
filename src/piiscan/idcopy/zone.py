"""Finds where machine readable zones stand in a picture, by their look alone: nothing is read here.

A zone is one to three long lines of letters of one height at one distance, close above each other. `bars` finds places
on lines of print in every direction, `traces` follows each to its ends and measures how even its letters are; here the
lines are put together. Where a line of the format was not seen its place is covered all the same, on both sides.

Source: ICAO Doc 9303, parts 3 to 7 (8th edition), for the number and the length of the lines, 2.54 mm from letter to
letter and 6.35 mm from line to line at the most; RDW for the one line of the Dutch driving licence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from piiscan.idcopy.bars import Bar
from piiscan.idcopy.geometry import Box, Frame
from piiscan.idcopy.traces import Trace
from piiscan.model import Area

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels: TypeAlias = NDArray[np.uint8]

__all__ = ["Zone", "find"]

_LARGEST, _SMALLEST, _ENLARGED = 1400, 1100, 4.0
"""The longer side of the picture in which zones are looked for, and how much it is enlarged at most for that."""
_EVEN, _PAIRED = 0.45, 0.3
"""How even the letters of a line that stands alone must be, and of one beside another of the same length."""
_FULL = 0.8
"""The share of a line that must not be blank."""
_COUNTS = (22.0, 54.0)
"""How many letters a line may hold, as counted here: a reflection hides some, a border beside it adds some."""
_CLEAR = 0.4
"""How much more ink a line must have than the strips just above and below it, as a share of its own."""
_GLARE = 20
"""How many letters a reflection may hide in the middle of a line."""
_TRIES, _MOST = 4, 140
"""How often one line of print is followed, from how many places in all."""
_REACH, _LONGEST = 6, 46
"""How far a bar of print reaches to both sides, and how long a line is at most, in letters."""
_MARGIN = 1.4
"""What is covered around, in letters at the ends and in half letters above and below from the middle of a line."""
_DOUBT = 0.85
"""With less of a score one line more is covered above and below."""
_SHAPE = (0.6, 1.6)
"""The distance from letter to letter, in heights, as measured here."""
_STEP = 2.5
"""From line to line, in distances from letter to letter, where only one line was found: 6.35 mm to 2.54 mm."""
_FORMATS = ((30, 3), (36, 2), (44, 2))
"""Letters a line, and lines."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A machine readable zone.

    Arguments:
        area: all of it, and the lines of its format that were not seen, in pixels of the picture given.
        lines: the four corners of each line that was seen, from the top; whether the first is the upper left or the
            lower right one is not known before it is read.
        length: how many letters a line of it has, by its format; the nearest one where the count is in doubt.
        pitch: from letter to letter, in pixels.
        score: how sure, from 0 to 1.
    """

    area: Area
    lines: tuple[Area, ...]
    length: int
    pitch: float
    score: float


def find(pixels: Pixels) -> list[Zone]:
    """The zones in a picture, the surest first.

    Arguments:
        pixels: height x width x 3, 8 bits, RGB; the document may lie at any angle.
    """
    import cv2
    import numpy as np

    from piiscan.idcopy import bars
    from piiscan.idcopy.traces import smaller

    side = max(pixels.shape[:2])
    scale = min(1.0, _LARGEST / side) if side > _SMALLEST else min(_ENLARGED, _SMALLEST / side)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    fitted = cv2.resize(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), None, fx=scale, fy=scale, interpolation=method)
    greys = smaller(np.asarray(fitted, dtype=np.uint8))
    places = bars.find(greys[0])
    lines = [_lengthened(line, places) for line in _traced(greys, places)]
    zones = (_zone(greys, block, scale) for block in _blocks(lines))
    return list(_once([zone for zone in zones if zone is not None]))


def _traced(greys: Sequence[Pixels], bars: Sequence[Bar]) -> list[Trace]:
    """The lines at bars that may be of a zone, each once, the most even first."""
    from piiscan.idcopy.traces import trace

    found: list[Trace] = []
    tried: list[Bar] = []
    for bar in bars:
        if any(_on(bar.middle, line) and line.even > _EVEN for line in found) or _often(bar, tried):
            continue
        if len(tried) == _MOST:
            break
        tried.append(bar)
        line = trace(greys, bar)
        if line is not None and _regular(line):
            found.append(line)
    return [line for line in _joined(_distinct(found)) if line.letters >= _COUNTS[0]]


def _often(bar: Bar, tried: Sequence[Bar]) -> bool:
    """Whether a line of print was tried at other places often enough."""
    places = ((bar.middle - other.middle) / other.direction for other in tried)
    return sum(abs(to.imag) < 0.5 * bar.height and abs(to.real) < 50 * bar.height for to in places) >= _TRIES


def _regular(line: Trace) -> bool:
    return (
        line.even >= _PAIRED
        and line.full >= _FULL
        and line.clear >= _CLEAR
        and line.letters <= _COUNTS[1]
        and _SHAPE[0] <= line.pitch / line.height <= _SHAPE[1]
    )


def _on(place: complex, line: Trace) -> bool:
    to = (place - line.start) / line.direction
    return abs(to.imag) < 0.6 * line.height and -line.height < to.real < line.length + line.height


def _distinct(lines: Sequence[Trace]) -> list[Trace]:
    kept: list[Trace] = []
    for line in sorted(lines, key=_worth, reverse=True):
        if not any(_on(line.middle, other) for other in kept):
            kept.append(line)
    return kept


def _worth(line: Trace) -> float:
    """How much a line looks like one of a zone, from 0 to 1."""
    return min(1.0, line.even / 0.8) * line.full * min(1.0, line.clear / 0.7) * _fit([line])


def _fit(block: Sequence[Trace]) -> float:
    """How well the best of some lines fits a format, from a half to 1."""
    off = min(abs(line.letters - length) / length for line in block for length, _ in _FORMATS)
    return 1 - min(0.5, 2 * max(0.0, off - 0.03))


def _joined(lines: Sequence[Trace]) -> list[Trace]:
    """The same, with the pieces of a line made one that a reflection has cut in two."""
    whole: list[Trace] = []
    for line in sorted(lines, key=lambda line: -line.length):
        for place, other in enumerate(whole):
            joint = _joint(other, line)
            if joint is not None:
                whole[place] = joint
                break
        else:
            whole.append(line)
    return sorted(whole, key=_worth, reverse=True)


def _joint(line: Trace, piece: Trace) -> Trace | None:
    way = line.direction
    ends = [(end - line.start) / way for end in (piece.start, piece.end)]
    gap = max(-max(end.real for end in ends), min(end.real for end in ends) - line.length)
    if (
        not -line.pitch < gap < _GLARE * line.pitch
        or max(abs(end.imag) for end in ends) > 0.7 * line.height
        or not 0.92 < piece.pitch / line.pitch < 1.09
    ):
        return None
    along = [0.0, line.length, *(end.real for end in ends)]
    joint = line._replace(start=line.start + way * min(along), end=line.start + way * max(along))
    if joint.letters > _COUNTS[1]:
        return None
    share = piece.length / (line.length + piece.length)
    return joint._replace(even=line.even + share * (piece.even - line.even))


def _lengthened(line: Trace, bars: Sequence[Bar]) -> Trace:
    """A line with the print that goes on beyond a gap, where together they are no longer than a line can be."""
    for bar in bars:
        to = (bar.middle - line.start) / line.direction
        if (
            abs(to.imag) > 0.5 * line.height
            or abs((bar.direction / line.direction).imag) > 0.1
            or not 0.6 < bar.height / line.height < 1.6
        ):
            continue
        reach = _REACH * line.pitch
        gap = max(-to.real, to.real - line.length) - reach
        low, high = min(0.0, to.real - reach), max(line.length, to.real + reach)
        if gap < _GLARE * line.pitch and high - low <= _LONGEST * line.pitch:
            line = line._replace(start=line.start + low * line.direction, end=line.start + high * line.direction)
    return line


def _blocks(lines: Sequence[Trace]) -> Iterator[list[Trace]]:
    """Lines that stand close above each other, all read the same way, from the top."""
    rest = list(lines)
    while rest:
        block, near = [], [rest[0]]
        while near:
            block += near
            rest = [line for line in rest if line not in block]
            near = [line for line in rest if any(_beside(line, other) for other in block)]
        way = block[0].direction
        same = [line if (line.direction / way).real > 0 else line.reversed() for line in block]
        yield sorted(same, key=lambda line: (line.middle / way).imag)


def _beside(line: Trace, other: Trace) -> bool:
    """Whether one stands directly above or below the other and both may be of one zone."""
    way = other.direction
    apart = abs(((line.middle - other.middle) / way).imag)
    ends = [((end - other.start) / way).real for end in (line.start, line.end)]
    shared = min(max(ends), other.length) - max(min(ends), 0.0)
    return (
        abs((line.direction / way).imag) < 0.08
        and 0.9 * other.height < apart < 3.6 * max(line.height, other.height)
        and shared > 0.5 * min(line.length, other.length)
        and 0.8 < line.pitch / other.pitch < 1.25
    )


def _flush(line: Trace, other: Trace) -> bool:
    """Whether two lines begin or end at one margin."""
    first, last = ((line.start - other.start) / other.direction).real, ((line.end - other.end) / other.direction).real
    return min(abs(first), abs(last)) < 3 * other.pitch


def _zone(greys: Sequence[Pixels], block: list[Trace], scale: float) -> Zone | None:
    """The zone of a block of lines, completed; None where they are too weak to be one."""
    if not any(line.even >= _EVEN for line in block):
        return None
    length, count = _format(block)
    block = _completed(greys, block, count)
    frame = Frame(_direction(block))
    pitch = max(line.pitch for line in block)
    box = frame.box([(end.real, end.imag) for line in block for end in (line.start, line.end)])
    step = _step(block, frame, pitch)
    missing = max(0, count - len(block)) * step
    # a piece of a line may be of one of any length
    longest = length if box.width / pitch > 0.85 * length else _FORMATS[-1][0]
    lacking = max(0.0, longest * pitch - box.width)
    half = max(line.height for line in block)
    score = _score(block, count)
    missing = max(missing, step if score < _DOUBT else 0.0)
    box = box.grown(lacking + _MARGIN * pitch, missing + _MARGIN * half)
    area = tuple((x / scale, y / scale) for x, y in frame.area(box))
    return Zone(area, tuple(_quad(line, scale) for line in block), length, pitch / scale, score)


def _format(block: Sequence[Trace]) -> tuple[int, int]:
    """How long the lines of a block are by their format, and how many it has.

    What lies beside a line may be taken for a part of it, and a reflection may hide a part: of several lines the one
    that fits a format best tells.
    """
    return min(
        (format_ for format_ in _FORMATS), key=lambda format_: min(abs(line.letters - format_[0]) for line in block)
    )


def _score(block: Sequence[Trace], count: int) -> float:
    look = sum(_worth(line) / _fit([line]) for line in block) / len(block)
    lines = 1 - 0.15 * max(0, count - len(block)) if len(block) <= 4 else 0.4
    return look * _fit(block) * lines


def _completed(greys: Sequence[Pixels], block: list[Trace], count: int) -> list[Trace]:
    """A block with the lines that were not found, where there is something like one at the place for it."""
    while len(block) < count:
        found = [*_next(greys, block, -1), *_next(greys, block, 1)]
        if not found:
            return block
        best = max(found, key=_worth)
        way = block[0].direction
        block = sorted([*block, best], key=lambda line: (line.middle / way).imag)
    return block


def _next(greys: Sequence[Pixels], block: Sequence[Trace], sign: int) -> Iterator[Trace]:
    """What looks like one more line above (-1) or below (1) a block."""
    from piiscan.idcopy.traces import trace

    line = block[0] if sign < 0 else block[-1]
    for step in (_STEP, 2.1, 1.75):
        place = line.middle + 1j * line.direction * sign * step * line.pitch
        other = trace(greys, Bar(place, line.direction, line.height, 0.0))
        if other is None or other.clear < _CLEAR or any(_on(other.middle, one) for one in block):
            continue
        other = other if (other.direction / line.direction).real > 0 else other.reversed()
        if _beside(other, line) and _flush(other, line):
            yield other
            return


def _direction(block: Sequence[Trace]) -> complex:
    total = sum(line.end - line.start for line in block)
    return total / abs(total)


def _step(block: Sequence[Trace], frame: Frame, pitch: float) -> float:
    places = [(line.middle / frame.direction).imag for line in block]
    steps = [below - above for above, below in pairwise(places)]
    return min(steps) if steps else _STEP * pitch


def _quad(line: Trace, scale: float) -> Area:
    up = 1j * line.direction * line.height / 2
    corners = (line.start - up, line.end - up, line.end + up, line.start + up)
    return tuple((corner.real / scale, corner.imag / scale) for corner in corners)


def _once(zones: Sequence[Zone]) -> Iterator[Zone]:
    """Each zone once; one that stands across another, less sure one is an accident of spacing."""
    kept: list[Box] = []
    for zone in sorted(zones, key=lambda zone: -zone.score):
        box = Frame().box(zone.area)
        if not any(box.overlap(other) > 0.6 for other in kept):
            kept.append(box)
            yield zone
