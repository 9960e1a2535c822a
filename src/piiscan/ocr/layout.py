"""Puts lines that were read in order, and tells where each of their characters stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from piiscan.model import Area, Span, Text
from piiscan.ocr.boxes import sides
from piiscan.ocr.turns import Line
from piiscan.runs import Runs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Quad: TypeAlias = NDArray[np.float32]

__all__ = ["laid_out"]


def laid_out(lines: Sequence[Line]) -> Text:
    """The Text of lines that were read, each box a run whose source is how well it was read, and its outline."""
    runs, numbers, edges = Runs(), [], []
    ordered: list[Line] = []
    for row, boxes in enumerate(_rows(lines), start=1):
        for place, line in enumerate(boxes):
            if ordered:
                mark = " " if place else "\n"
                runs.glue(mark)
                numbers.append(-1)
                edges.append((0.0, 0.0))
            runs.add(line.text, at=f"line={row}", source=line.score)
            numbers += [len(ordered)] * len(line.text)
            edges += _edges(line)
            ordered.append(line)
    text = runs.text()
    outline = _Outline(tuple(ordered), tuple(numbers), tuple(edges))
    return Text(text.text, starts=text.starts, places=text.places, sources=text.sources, outline=outline, unit="px")


@dataclass(frozen=True, slots=True)
class _Outline:
    """Tells where a span of the text stands: for each character its line and its left and right edge along it."""

    lines: tuple[Line, ...]
    line_of: tuple[int, ...]
    edges: tuple[tuple[float, float], ...]

    def __call__(self, span: Span) -> tuple[Area, ...]:
        found: dict[int, list[tuple[float, float]]] = {}
        for offset in range(max(0, span.start), min(span.end, len(self.line_of))):
            if self.line_of[offset] >= 0:
                found.setdefault(self.line_of[offset], []).append(self.edges[offset])
        return tuple(
            _slice(self.lines[number].quad, min(left for left, _ in edges), max(right for _, right in edges))
            for number, edges in found.items()
        )


def _slice(quad: Quad, left: float, right: float) -> Area:
    top, bottom = quad[1] - quad[0], quad[2] - quad[3]
    corners = (quad[0] + top * left, quad[0] + top * right, quad[3] + bottom * right, quad[3] + bottom * left)
    return tuple((float(x), float(y)) for x, y in corners)


def _edges(line: Line) -> list[tuple[float, float]]:
    """Left and right of each character, from 0 to 1 along its line: halfway to its neighbours."""
    middles = iter(line.middles)
    known = [None if character.isspace() else next(middles, None) for character in line.text]
    places = [place for place in known if place is not None]
    if len(places) != sum(not character.isspace() for character in line.text):
        count = len(line.text)
        return [(i / count, (i + 1) / count) for i in range(count)]
    borders = [0.0, *((a + b) / 2 for a, b in pairwise(places)), 1.0]
    edges, seen = [], 0
    for place in known:
        edges.append((borders[seen], borders[seen + 1]) if place is not None else (borders[seen], borders[seen]))
        seen += place is not None
    return edges


def _rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Boxes that stand beside each other, left to right, from top to bottom; what is turned differently comes last."""
    for turns in sorted({line.turns for line in lines}, key=lambda turns: -sum(line.turns == turns for line in lines)):
        rows: list[tuple[float, float, list[tuple[float, Line]]]] = []
        placed = [(*_level(line, _skew(lines, turns)), line) for line in lines if line.turns == turns]
        for down, height, along, line in sorted(placed, key=lambda item: item[:3]):
            fits = [row for row in rows[-8:] if abs(row[0] - down) < 0.5 * min(row[1], height)]
            if fits:
                fits[-1][2].append((along, line))
            else:
                rows.append((down, height, [(along, line)]))
        for _, _, row in rows:
            yield [line for _, line in sorted(row, key=lambda item: item[0])]


def _skew(lines: Sequence[Line], turns: int) -> complex:
    """The direction in which the boxes of one turn are read, as a unit number: that of the middle one by length."""
    ways = [complex(*(line.quad[1] - line.quad[0])) for line in lines if line.turns == turns]
    around = sum(ways) or 1
    ways.sort(key=lambda way: (way / around).imag / (abs(way) or 1))
    half = sum(map(abs, ways)) / 2
    for way in ways:
        half -= abs(way)
        if half <= 0 and abs(way):
            return way / abs(way)
    return 1 + 0j


def _level(line: Line, direction: complex) -> tuple[float, float, float]:
    """How far down, how high and how far along a box stands, seen in its reading direction."""
    middle = complex(*line.quad.mean(axis=0)) / direction
    return middle.imag, sides(line.quad)[1], middle.real
