"""The cells that ruling makes: lines that cross become a grid, and where a line is missing two fields are one cell."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from piiscan.formats._pdf_geometry import Box, Point
from piiscan.formats._pdf_rules import THIN

__all__ = ["Grid", "grids"]

_NEAR = 3.5
"""Points: lines no further apart are one, and one that ends no further from another touches it."""
_SHORTEST = 5.0
"""Points: what is shorter, once its pieces are joined, is part of a drawing or a letter."""
_WHOLE = 0.7
"""The share of a side of a field that a line has to cover to part it from its neighbour."""


class _Rule(NamedTuple):
    """A line: how far down or to the right it lies, and from where to where it runs."""

    at: float
    start: float
    end: float


class Grid(NamedTuple):
    """A ruled table.

    Arguments:
        xs: where its upright lines stand, ascending.
        ys: how far below zero its level lines stand, ascending: the first is the uppermost.
        cells: the number of the cell to which each field (row, column) belongs.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: dict[tuple[int, int], int]

    @property
    def area(self) -> float:
        """Square points."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def cell(self, point: Point) -> int | None:
        """The number of the cell in which a point lies; None outside."""
        x, y = point
        return self.cells.get((bisect_right(self.ys, -y) - 1, bisect_right(self.xs, x) - 1))


def grids(rules: Iterable[Box], spend: Callable[[int], None]) -> list[Grid]:
    """The grids that lines make, the smallest first; each has two columns at least.

    Arguments:
        rules: boxes that are thin one way.
        spend: takes the steps that this costs, and may stop it.
    """
    level, upright = [], []
    for box in rules:
        spend(4)
        if box.height <= THIN:
            level.append(_Rule(-(box.bottom + box.top) / 2, box.left, box.right))
        if box.width <= THIN:
            upright.append(_Rule((box.left + box.right) / 2, -box.top, -box.bottom))
    groups = _connected(_joined(level), _joined(upright), spend)
    found = [_grid(*group, spend) for group in groups]
    return sorted((grid for grid in found if len(grid.xs) > 2), key=lambda grid: grid.area)


def _joined(rules: Sequence[_Rule]) -> list[_Rule]:
    """Lines that lie on each other, or continue each other, as one."""
    found = []
    for at, group in _near(rules):
        start, end = group[0].start, group[0].end
        for rule in group[1:]:
            if rule.start > end + _NEAR:
                found.append(_Rule(at, start, end))
                start = rule.start
            end = max(end, rule.end)
        found.append(_Rule(at, start, end))
    return [rule for rule in found if rule.end - rule.start >= _SHORTEST]


def _near(rules: Sequence[_Rule]) -> Iterator[tuple[float, list[_Rule]]]:
    """Lines at almost the same place, by where they start, and that place."""
    group: list[_Rule] = []
    for rule in sorted(rules):
        if group and rule.at - group[0].at > _NEAR:
            yield (group[0].at + group[-1].at) / 2, sorted(group, key=lambda rule: rule.start)
            group = []
        group.append(rule)
    if group:
        yield (group[0].at + group[-1].at) / 2, sorted(group, key=lambda rule: rule.start)


def _connected(
    level: Sequence[_Rule], upright: Sequence[_Rule], spend: Callable[[int], None]
) -> list[tuple[list[_Rule], list[_Rule]]]:
    """Groups of lines that cross or touch each other."""
    places = [rule.at for rule in upright]
    sets = _Sets(len(level) + len(upright))
    for number, rule in enumerate(level):
        first, stop = bisect_left(places, rule.start - _NEAR), bisect_right(places, rule.end + _NEAR)
        spend(stop - first + 1)
        for other in range(first, stop):
            if upright[other].start - _NEAR <= rule.at <= upright[other].end + _NEAR:
                sets.join(number, len(level) + other)
    groups: dict[int, tuple[list[_Rule], list[_Rule]]] = {}
    for number, rule in enumerate((*level, *upright)):
        groups.setdefault(sets.find(number), ([], []))[number >= len(level)].append(rule)
    return [group for group in groups.values() if all(group)]


def _grid(level: Sequence[_Rule], upright: Sequence[_Rule], spend: Callable[[int], None]) -> Grid:
    """The grid of one group; where it has no outer line, it ends where the lines across do."""
    xs = _with_ends([rule.at for rule in upright], level)
    ys = _with_ends([rule.at for rule in level], upright)
    floors, walls = _sides(level, ys, xs, spend), _sides(upright, xs, ys, spend)
    width = len(xs) - 1
    spend(8 * len(ys) * width)
    sets = _Sets((len(ys) - 1) * width)
    for row in range(len(ys) - 1):
        for column in range(width):
            field = row * width + column
            if row and (row, column) not in floors:
                sets.join(field - width, field)
            if column and (column, row) not in walls:
                sets.join(field - 1, field)
    cells = {(row, column): sets.find(row * width + column) for row in range(len(ys) - 1) for column in range(width)}
    return Grid(tuple(xs), tuple(ys), cells)


def _with_ends(places: Sequence[float], across: Sequence[_Rule]) -> list[float]:
    found = sorted(set(places))
    start, end = min(rule.start for rule in across), max(rule.end for rule in across)
    if start < found[0] - 2 * _NEAR:
        found.insert(0, start)
    if end > found[-1] + 2 * _NEAR:
        found.append(end)
    return found


def _sides(
    rules: Sequence[_Rule], places: Sequence[float], across: Sequence[float], spend: Callable[[int], None]
) -> set[tuple[int, int]]:
    """The sides of fields that a line covers: the number of its place, and that of the field along it."""
    covered = set()
    for rule in rules:
        place = bisect_left(places, rule.at)
        first = max(0, bisect_right(across, rule.start) - 1)
        for field in range(first, len(across) - 1):
            start, end = across[field], across[field + 1]
            if start >= rule.end:
                break
            spend(1)
            if min(end, rule.end) - max(start, rule.start) >= _WHOLE * (end - start):
                covered.add((place, field))
    return covered


class _Sets:
    """Numbers in sets that can be joined."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def find(self, number: int) -> int:
        """The smallest number of the set."""
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Makes two sets one."""
        first, second = sorted((self.find(one), self.find(other)))
        self._above[second] = first
