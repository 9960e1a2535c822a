"""Which columns lines of words have, and what of a line stands in which of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import TypeAlias

from piiscan.formats._pdf_words import Line, Word

__all__ = ["LIKE", "Extents", "Row", "alike", "cells_of", "columns_of", "joined"]

LIKE = 0.3
"""Heights of a line: edges that differ by less stand at the same place."""
_ODD = 10
"""One line in so many may cross the blank between two columns: a long name, a caption over two columns."""
_ENOUGH = 6
"""Lines of which one may, too."""
_BLANK = 0.25
"""Heights of a line: the least width of the blank between two columns."""
_STRICT = 0.75
"""The share of the cells of a column that start or end alike, where no wide gap parts it from the next."""
_GAP = 1.5
"""Heights of a line: the gap between words of a justified line is less."""

Row: TypeAlias = dict[int, tuple[Word, ...]]
Extents: TypeAlias = tuple[tuple[float, float], ...]


def columns_of(block: Sequence[Line]) -> Extents:
    """From where to where the columns of lines run; in each of them stands something."""
    found = _sound(block, _folded(block, _extents(block)))
    filled = {column for line in block for column in cells_of(line, found)}
    return tuple(extent for column, extent in enumerate(found) if column in filled)


def cells_of(line: Line, extents: Sequence[tuple[float, float]]) -> Row:
    """The words of a line by the column with which they have most in common, or to which they stand nearest."""
    borders = [(before[1] + after[0]) / 2 for before, after in pairwise(extents)]
    found: Row = {}
    for left, right, words in line.segments:
        near = range(bisect_left(borders, left), bisect_left(borders, right) + 1)
        parts = [(near[0], words)] if len(near) == 1 else _over(words, near, extents)
        for column, own in parts:
            if own:
                found[column] = (*found.get(column, ()), *own)
    return found


def joined(above: Row, below: Row) -> Row:
    """A row and what continues it in the next line."""
    return {column: (*above.get(column, ()), *below.get(column, ())) for column in {**above, **below}}


def alike(cells: Sequence[tuple[Word, ...]], share: float, like: float, sides: Sequence[int] = (0, 1, 2)) -> bool:
    """Whether most cells of a column start (0), end (1), or have their middle (2), at the same place."""
    edges = [(words[0].left, words[-1].right, (words[0].left + words[-1].right) / 2) for words in cells]
    needed = max(2.0, share * len(cells))
    return any(_most_alike(sorted(edge[side] for edge in edges), like) >= needed for side in sides)


def _most_alike(places: Sequence[float], like: float) -> int:
    """How many of ascending places lie within one stretch of this length."""
    most, first = 0, 0
    for last, place in enumerate(places):
        while place - places[first] > like:
            first += 1
        most = max(most, last - first + 1)
    return most


def _extents(block: Sequence[Line]) -> list[tuple[float, float]]:
    """From where to where the columns of lines run.

    Between two columns lies what no line covers; or, within what is left, what few of them do.
    """
    found = []
    inner = _covered(block, _odd(block))
    for left, right in _covered(block, 0):
        within = [extent for extent in inner if left <= extent[0] and extent[1] <= right]
        found += [(left, within[0][1]), *within[1:-1], (within[-1][0], right)] if len(within) > 1 else [(left, right)]
    return found


def _odd(block: Sequence[Line]) -> int:
    """How many lines may cross the blank between two columns."""
    return len(block) // _ODD + (_ODD > len(block) >= _ENOUGH)


def _covered(block: Sequence[Line], limit: int) -> list[tuple[float, float]]:
    """Where more lines than ``limit`` have words; gaps too narrow to part two columns count as words."""
    blank = _BLANK * median(line.height for line in block)
    pieces = [segment for line in block for segment in line.segments]
    events = sorted([(piece.left, 1) for piece in pieces] + [(piece.right, -1) for piece in pieces])
    found: list[tuple[float, float]] = []
    since, depth = 0.0, 0
    for place, step in events:
        depth += step
        if step > 0 and depth == limit + 1:
            since = found.pop()[0] if found and place - found[-1][1] < blank else place
        elif step < 0 and depth == limit:
            found.append((since, place))
    return found


def _over(
    words: tuple[Word, ...], near: Sequence[int], extents: Sequence[tuple[float, float]]
) -> list[tuple[int, tuple[Word, ...]]]:
    """The words of a piece that reaches over several columns: cut where a word starts with a column, else in one."""
    starts = {c: [at for at, word in enumerate(words) if at and abs(word.left - extents[c][0]) <= 1] for c in near[1:]}
    cuts = [(found[0], column) for column, found in starts.items() if found]
    if not cuts:
        left, right = words[0].left, words[-1].right
        return [(max(near, key=lambda c: min(right, extents[c][1]) - max(left, extents[c][0])), words)]
    ends = [*(at for at, _ in cuts), len(words)]
    columns = [near[0], *(column for _, column in cuts)]
    return [(column, words[start:end]) for column, start, end in zip(columns, (0, *ends), ends, strict=False)]


def _folded(block: Sequence[Line], extents: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The columns without those that few lines fill, and only where a neighbour is empty: they are one with it."""
    filled: list[set[int]] = [set() for _ in extents]
    for number, line in enumerate(block):
        for column in cells_of(line, extents):
            filled[column].add(number)
    found: list[tuple[tuple[float, float], set[int]]] = []
    for extent, rows in zip(extents, filled, strict=True):
        few = min(len(rows), len(found[-1][1])) <= max(1, _odd(block)) if found else False
        if few and found[-1][1].isdisjoint(rows):
            (left, _), before = found.pop()
            found.append(((left, extent[1]), before | rows))
        else:
            found.append((extent, rows))
    return [extent for extent, _ in found]


def _sound(block: Sequence[Line], extents: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The columns that something parts: a wide gap, or words that end or start alike; not the blanks of a sentence."""
    rows = [cells_of(line, extents) for line in block]
    height = median(line.height for line in block)
    found = [extents[0]]
    for column in range(1, len(extents)):
        before = [row[column - 1] for row in rows if column - 1 in row]
        after = [row[column] for row in rows if column in row]
        gaps = [row[column][0].left - row[column - 1][-1].right for row in rows if {column - 1, column} <= row.keys()]
        wide = not gaps or median(gaps) >= _GAP * height
        if wide or any(alike(cells, _STRICT, LIKE * height, (side, 2)) for cells, side in ((before, 1), (after, 0))):
            found.append(extents[column])
        else:
            found[-1] = (found[-1][0], extents[column][1])
    return found
