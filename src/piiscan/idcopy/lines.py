"""The boxes of a text read from a picture, grouped by the direction in which they are read.

Two cards on one scan may lie at different angles, so there is a level frame for each direction.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterator
from dataclasses import dataclass

from piiscan.idcopy.geometry import Box, Frame
from piiscan.model import Area, Span, Text

__all__ = ["Group", "Line", "groups", "unread"]

_READ = 0.8
"""The mean probability of the characters of a line that was read."""
_LETTERS = 2
"""Letters and digits of what is more than a mark."""


@dataclass(frozen=True, slots=True)
class Line:
    """One box of text.

    Arguments:
        text: its characters.
        span: where they stand in the Text.
        box: where it stands in the frame of its group.
        area: where it stands in the picture as stored.
        score: the mean probability of its characters.
    """

    text: str
    span: Span
    box: Box
    area: Area
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Group:
    """Boxes that are read in one direction, from top to bottom, and the frame in which they are level."""

    frame: Frame
    lines: tuple[Line, ...]

    def rows(self) -> Iterator[list[Line]]:
        """The boxes that stand on one line together, each row from left to right."""
        row: list[Line] = []
        for line in self.lines:
            if row and not line.box.beside(row[-1].box):
                yield sorted(row, key=lambda line: line.box.left)
                row = []
            row.append(line)
        if row:
            yield sorted(row, key=lambda line: line.box.left)


def groups(text: Text) -> list[Group]:
    """The groups of a text made by `piiscan.ocr`, that with the most text first."""
    boxes = list(_boxes(text))
    found: list[Group] = []
    while boxes:
        lead = max(boxes, key=lambda box: abs(box[2]))[2]
        near = [box for box in boxes if abs(cmath.phase(box[2] / lead)) < math.pi / 4]
        frame = Frame(_middle([way / lead for _, _, way, _, _ in near]) * lead / abs(lead))
        lines = (Line(words, span, frame.box(area), area, score) for words, span, _, area, score in near)
        found.append(Group(frame, tuple(sorted(lines, key=lambda line: (line.box.middle[1], line.box.left)))))
        boxes = [box for box in boxes if box not in near]
    return sorted(found, key=lambda group: -sum(len(line.text) for line in group.lines))


def unread(text: Text) -> list[Line]:
    """The lines that were not read well enough to say that they may stay."""
    lines = (line for group in groups(text) for line in group.lines)
    return [line for line in lines if line.score < _READ and sum(map(str.isalnum, line.text)) >= _LETTERS]


def _middle(ways: list[complex]) -> complex:
    """The direction in the middle of all, each counted by its length: a slanting stamp does not pull it aside."""
    ways.sort(key=cmath.phase)
    half = sum(map(abs, ways)) / 2
    for way in ways:
        half -= abs(way)
        if half <= 0:
            return way / abs(way)
    return 1 + 0j


def _boxes(text: Text) -> Iterator[tuple[str, Span, complex, Area, float]]:
    ends = [*text.starts[1:], len(text.text)]
    for start, end, source in zip(text.starts, ends, text.sources, strict=False):
        if source is None or end <= start:
            continue
        for area in text.areas(Span(start, end))[:1]:
            way = complex(*area[1]) - complex(*area[0])
            if abs(way) > 0:
                yield text.text[start:end], Span(start, end), way, area, float(source)
