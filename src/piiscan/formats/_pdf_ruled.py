"""Tables with ruling: which words stand in which cell of a grid."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from typing import TypeAlias

from piiscan.formats._pdf_columns import Extents
from piiscan.formats._pdf_grid import Grid
from piiscan.formats._pdf_words import Word, lines

__all__ = ["Cells", "ruled"]

_TALL = 3
"""Lines in the fields of a ruled row: where they stand side by side, each of them is a row."""
_TALLEST = 5
"""Lines of a lone ruled row: one with fewer is a row with a ground of its own, of a table without ruling."""
_SIDE_BY_SIDE = 0.5
"""The share of those lines that have words in two fields."""
_CROSSED = 0.1
"""The share of the lines of a wide cell that may cross the end of a column above it."""
_FEW_ROWS = 3
"""Ruled rows: a table that has more has a line between any two of them."""
_FILLED = 0.9
"""The share of the fields of all those lines that are filled, where each of them is a row in any case."""
_PROSE = 4
"""Words: a field whose lines have this many holds running text."""
_NARROW = 8.0
"""Points: a column or row as thin as this is the space around a cell, or between two lines of a frame."""

Cells: TypeAlias = dict[tuple[int, int], list[Word]]


def ruled(
    grid: Grid, words: Sequence[Word], split: Callable[[Word], Sequence[Word]], spend: Callable[[int], None]
) -> tuple[Extents, Cells]:
    """The columns of a grid, and the words in its cells by row and column; what is empty throughout does not count.

    Arguments:
        grid: the ruling.
        words: of the page, turned as the grid is.
        split: the pieces of a word that reaches into a second cell, where it is more than one word.
        spend: takes the steps that this costs, and may stop it.
    """
    inside: dict[int, list[Word]] = {}
    left, right, top, bottom = grid.xs[0], grid.xs[-1], -grid.ys[0], -grid.ys[-1]
    spend(len(words))
    for word in words:
        if not (left < word.right and word.left < right and bottom < word.level < top):
            continue
        for piece in (word,) if _cell(grid, word, 0) == _cell(grid, word, 1) else split(word):
            number = grid.cell(((piece.left + piece.right) / 2, piece.level))
            if number is not None:
                inside.setdefault(number, []).append(piece)
    return _compressed(grid, inside)


def _cell(grid: Grid, word: Word, end: int) -> int | None:
    """The cell in which the first or the last character of a word stands."""
    half = min((word.right - word.left) / 2, word.height / 4)
    return grid.cell((word.right - half if end else word.left + half, word.level))


def _compressed(grid: Grid, inside: dict[int, list[Word]]) -> tuple[Extents, Cells]:
    """Numbers the rows and columns in which a cell with words begins."""
    fields: dict[int, dict[int, list[Word]]] = {}
    for number, (row, column, end) in _corners(grid, inside).items():
        for word, own in _spread(grid, inside[number], column, end):
            fields.setdefault(row, {}).setdefault(own, []).append(word)
    columns = sorted({column for row in fields.values() for column in row})
    if not columns:
        return (), {}
    extents = tuple((grid.xs[column], grid.xs[end]) for column, end in zip(columns, (*columns[1:], -1), strict=True))
    rows = [
        {columns.index(column): found for column, found in sorted(row.items())} for _, row in sorted(fields.items())
    ]
    parted = [part for row in rows for part in _parted(row, len(rows))]
    return extents, {(number, column): found for number, row in enumerate(parted) for column, found in row.items()}


def _spread(grid: Grid, words: Sequence[Word], column: int, end: int) -> Iterator[tuple[Word, int]]:
    """The words of a cell and the column of each: a wide cell may be a body whose lines keep to the columns above.

    Arguments:
        grid: the ruling.
        words: of the cell.
        column: in which the cell begins.
        end: the last one that it covers.
    """
    found = lines(words) if end > column else []
    free = [column]
    for place in range(column + 1, end + 1) if len(found) >= _TALL else ():
        x = grid.xs[place]
        crossed = sum(any(s.left < x < s.right for s in line.segments) for line in found)
        if crossed <= _CROSSED * len(found):
            free.append(place)
    for word in words:
        yield word, max((place for place in free if grid.xs[place] <= (word.left + word.right) / 2), default=column)


def _corners(grid: Grid, inside: Container[int]) -> dict[int, tuple[int, int, int]]:
    """Row and column in which each cell with words begins, its margins left out, and the last column it covers."""
    corners: dict[int, tuple[int, int, int]] = {}
    for (row, column), number in sorted(grid.cells.items()):
        if number in inside:
            above, left, end = corners.setdefault(number, (row, column, column))
            wide = grid.xs[left + 1] - grid.xs[left] > _NARROW
            tall = grid.ys[above + 1] - grid.ys[above] > _NARROW
            left = left if wide or column < left else column
            corners[number] = (above if tall else row, left, max(end, column))
    return corners


def _parted(row: dict[int, list[Word]], rows: int) -> list[dict[int, list[Word]]]:
    """The rows in a ruled row: one, or as many as it has lines, where only the columns are ruled."""
    words = [word for found in row.values() for word in found]
    if max(word.level for word in words) - min(word.level for word in words) < words[0].height / 2:
        return [row]
    columns = {word.start: column for column, found in row.items() for word in found}
    parts: list[dict[int, list[Word]]] = []
    for line in lines(words):
        parts.append({})
        for word in (word for segment in line.segments for word in segment.words):
            parts[-1].setdefault(columns[word.start], []).append(word)
    fields = sum(map(len, parts))
    filled = len(row) > 2 and fields >= _FILLED * len(parts) * len(row)
    beside = sum(len(part) > 1 for part in parts) >= _SIDE_BY_SIDE * len(parts)
    alike = filled or (beside and rows <= _FEW_ROWS and len(parts) >= _TALL)
    if alike and len(words) < _PROSE * fields and (rows > 1 or len(parts) >= _TALLEST):
        return parts
    return [{column: [word for part in parts for word in part.get(column, ())] for column in row}]
