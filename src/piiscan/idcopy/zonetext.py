"""Reads a zone that `zone` found: cuts its lines out level, reads them both ways round, and keeps the way that reads.

Which way round is decided by the letters (upside down they are none) and by the check digits; what was read is put
right by `repair` and becomes the same `mrz.Mrz` as a zone that the general reader found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from piiscan.idcopy import mrz, ocrb
from piiscan.idcopy.geometry import Box, Frame
from piiscan.idcopy.repair import Repaired, kind_of, repaired, sound
from piiscan.idcopy.zone import Zone
from piiscan.model import Area

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels: TypeAlias = NDArray[np.uint8]

__all__ = ["Reading", "believed", "read"]

_BESIDE = 1.0
"""How much is shown beyond both ends of a zone, in letters."""
_FAINT, _READ = 0.3, 0.5
"""What looks less like a zone is not read a second time; how sure of its characters a reading is, to be one."""
_BELIEVED = 1.0
"""The least sum of how much a zone looks like one and how well it reads, both from 0 to 1."""
_STEP = 2.5
"""From line to line, in letters, where only one is known."""
_LENGTHS = (30, 36, 44)
_CHECKED = 6.0
"""How much a right check digit counts against one place that is sure to hold a letter."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a zone.

    Arguments:
        mrz: its values, and the area of the zone: without room for lines that were not seen, where the lines as read,
            before any repair, have every check digit of their format right.
        raw: its lines as read, from the top.
        rows: the same after repair.
        checks: how many check digits its format has; `Mrz.valid` of them are right.
        confidence: the mean of all characters that are no fillers, from 0 to 1.
        way: the order of rows and of columns in which it is read, against that of `Zone.lines`: (1, 1) as it is,
            (-1, -1) upside down, the others in a mirror.
    """

    mrz: mrz.Mrz
    raw: tuple[str, ...] = field(repr=False)
    rows: tuple[str, ...] = field(repr=False)
    checks: int
    confidence: float
    way: tuple[int, int]


def believed(zone: Zone, reading: Reading | None) -> bool:
    """Whether that is a zone: it looks so much like one that it need not be legible, or it reads like one.

    An edge that was turned into steps looks evenly spaced too, and reads as fillers at most.
    """
    return zone.score + (reading.confidence if reading else 0.0) >= _BELIEVED


def read(pixels: Pixels, zone: Zone) -> Reading | None:
    """What stands in a zone; None where it holds no letters.

    Arguments:
        pixels: the picture in which it was found, height x width x 3, 8 bits, RGB.
        zone: where.

    Raises:
        ModelError: the model is not installed or cannot be loaded.
    """
    tried = _tried(pixels, zone, zone.lines, _WAYS[:2])
    if (tried is None or not _whole(tried)) and zone.score > _FAINT:
        tried = _better(tried, _tried(pixels, zone, zone.lines, _WAYS[2:]))  # stored as in a mirror
    if tried and not _whole(tried) and zone.score > _FAINT and _confidence(tried) > _READ:
        # a line may have been overlooked, or be none
        tried = _better(tried, _tried(pixels, zone, _with_neighbours(zone), (tried.way,)))
    if tried is None:
        return None
    raw = tuple(line.text for line in tried.lines)
    done = tried.done
    area = _tight(zone, tried.quads) if _whole(tried) else zone.area
    rows = done.rows if done else raw
    values = mrz.values(area, done.kind if done else "", rows)
    return Reading(values, raw, rows, done.checks if done else 0, _confidence(tried), tried.way)


_WAYS = ((1, 1), (-1, -1), (1, -1), (-1, 1))
"""As it lies, upside down, in a mirror, both: the order of rows and of columns."""


class _Try(NamedTuple):
    """A zone read one way: how well, the lines, where they stand, the repair, the way."""

    worth: float
    lines: list[ocrb.Line]
    quads: list[Area]
    done: Repaired | None
    way: tuple[int, int]


def _better(one: _Try | None, other: _Try | None) -> _Try | None:
    return max((each for each in (one, other) if each), key=lambda each: each.worth, default=None)


def _confidence(tried: _Try) -> float:
    sure = [
        value for line in tried.lines for letter, value in zip(line.text, line.confidence, strict=True) if letter != "<"
    ]
    return sum(sure) / len(sure) if sure else 0.0


def _whole(tried: _Try) -> bool:
    """Whether every check digit is right in what was read, before any repair."""
    return (
        tried.done is not None and tried.done.checks > 0 and sound(tried.done.kind, [line.text for line in tried.lines])
    )


def _tried(pixels: Pixels, zone: Zone, quads: Sequence[Area], ways: Sequence[tuple[int, int]]) -> _Try | None:
    """The way in which lines read best."""
    strips = [_strip(pixels, quad, zone) for quad in quads]
    best: _Try | None = None
    for way in ways:
        rows, columns = way
        seen = [ocrb.look(strip[::rows, ::columns]) for strip in strips[::rows]]
        tried = _best(seen, list(quads[::rows]), way)
        if tried is not None and (best is None or tried.worth > best.worth):
            best = tried
    return best


def _with_neighbours(zone: Zone) -> list[Area]:
    """The lines of a zone and the places of one more above and one more below."""
    step = _STEP * zone.pitch
    corners = [[complex(*corner) for corner in quad] for quad in (zone.lines[0], zone.lines[-1])]
    down = [1j * (quad[1] - quad[0]) / (abs(quad[1] - quad[0]) or 1) for quad in corners]
    if len(zone.lines) > 1:
        step = abs(sum(corners[1]) - sum(corners[0])) / 4 / (len(zone.lines) - 1)
    above, below = (
        tuple((moved.real, moved.imag) for moved in (corner + sign * step * way for corner in quad))
        for quad, way, sign in ((corners[0], down[0], -1), (corners[1], down[1], 1))
    )
    return [above, *zone.lines, below]


def _tight(zone: Zone, quads: Sequence[Area]) -> Area:
    """The area of a zone of which no line is missing: as long as it was found, as high as its lines."""
    start, end = (complex(*zone.area[n]) for n in (0, 1))
    frame = Frame((end - start) / (abs(end - start) or 1))
    whole = frame.box(zone.area)
    lines = frame.box([corner for quad in quads for corner in quad]).grown(0, 0.4 * zone.pitch)
    return frame.area(Box(whole.left, lines.top, whole.right, lines.bottom))


def _best(seen: Sequence[ocrb.Look], quads: list[Area], way: tuple[int, int]) -> _Try | None:
    """The lines of a zone at the length that suits them best."""
    free = [len(each.places) for each in seen if len(each.places) > 3]
    if not free:
        return None
    tried = []
    for length in _LENGTHS:
        lines = [(ocrb.line(each, length), quad) for each, quad in zip(seen, quads, strict=True)]
        most = 3 if length == 30 else 2
        while len(lines) > 1 and (len(lines) > most or min(_worth(line) for line, _ in (lines[0], lines[-1])) <= 0):
            lines.pop(0 if _worth(lines[0][0]) < _worth(lines[-1][0]) else -1)
        read = [line for line, _ in lines]
        kind = kind_of(read)
        done = repaired(kind, read) if kind else None
        worth = sum(map(_worth, read)) - 0.5 * sum(abs(count - length) for count in free)
        tried.append(_Try(worth + (_CHECKED * done.valid if done else 0), read, [quad for _, quad in lines], done, way))
    return max(tried, key=lambda each: each.worth)


def _worth(line: ocrb.Line) -> float:
    """How well a line reads, in places."""
    return sum(line.confidence) - 0.5 * len(line.confidence) + line.score / 4


def _strip(pixels: Pixels, quad: Area, zone: Zone) -> Pixels:
    """A line cut out level, at the size that the reader likes."""
    import cv2
    import numpy as np

    corners = [complex(*corner) for corner in quad]
    middle = sum(corners) / 4
    way = corners[1] - corners[0] + corners[2] - corners[3]
    way /= abs(way) or 1
    along = [((complex(*corner) - middle) / way).real for corner in zone.area]
    start, end = min(along) - _BESIDE * zone.pitch, max(along) + _BESIDE * zone.pitch
    # the distance of the letters is measured better than their height, to which it has a fixed relation
    up = 1j * way * zone.pitch * ocrb.HEIGHT / ocrb.PITCH / 2
    width = max(2 * ocrb.HEIGHT, round((end - start) / zone.pitch * ocrb.PITCH))
    points = (middle + way * start - up, middle + way * end - up, middle + way * start + up)
    source = np.array([(point.real, point.imag) for point in points])
    target = np.array(((0, 0), (width, 0), (0, ocrb.HEIGHT)))
    pixels, source = _reduced(pixels, source, ocrb.PITCH / zone.pitch)
    matrix = cv2.getAffineTransform(source.astype(np.float32), target.astype(np.float32))
    cut = cv2.warpAffine(pixels, matrix, (width, ocrb.HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.cvtColor(cut, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _reduced(pixels: Pixels, source: NDArray[np.float64], scale: float) -> tuple[Pixels, NDArray[np.float64]]:
    """The part of a picture around a line, made smaller where its letters are much larger than is needed."""
    import cv2
    import numpy as np

    opposite = source[1] + source[2] - source[0]
    corners = np.vstack((source, opposite))
    low = np.clip(np.floor(corners.min(axis=0)) - 2, 0, None).astype(int)
    high = np.ceil(corners.max(axis=0)).astype(int) + 2
    part = pixels[low[1] : high[1], low[0] : high[0]]
    if not part.size:
        return pixels, source
    if scale > 0.7:
        return part, source - low
    size = (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale)))
    ratio = np.array((size[0] / part.shape[1], size[1] / part.shape[0]))
    smaller = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    return np.asarray(smaller, dtype=np.uint8), (source - low) * ratio
