"""A window of a table written as text: where its cells stand, worked out when it is asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from piiscan.formats._delimited import Header
from piiscan.formats._ends import Mask, after_last, starts_after
from piiscan.formats._lazy import Lazy, Numbers
from piiscan.model import Span, Text

__all__ = ["Window"]


class Window:
    """Which run of a window stands in which row and column.

    Arguments:
        cells, rows: where cells and rows end in the text of the window.
        row, column: of the first cell, from 0.
        header: the row that names the columns.
    """

    def __init__(self, cells: Mask, rows: Mask, row: int, column: int, header: Header) -> None:
        self._cells = cells
        self._rows = rows
        self._row = row
        self._column = column
        self._header = header

    def text(self, text: str, base: int, core: Span | None, heads: Mapping[int, str]) -> Text:
        """The window as a Text."""
        starts = Numbers(lambda: self._starts)
        places = Lazy(starts.__len__, self._place)
        return Text(text, base, core, starts, places, columns=Numbers(self._numbered), heads=heads)

    def after(self) -> tuple[int, int]:
        """The row and the column of the cell that starts where the window ends, or that goes on there."""
        row = self._row + np.count_nonzero(self._rows)
        last = after_last(self._rows)
        return int(row), int(np.count_nonzero(self._cells[last:])) + (0 if last else self._column)

    @cached_property
    def _starts(self) -> NDArray[np.intp]:
        return starts_after(self._cells)

    @cached_property
    def _firsts(self) -> NDArray[np.intp]:
        """The number of the first run of each row; in a row that began in a window before, that of its first cell."""
        firsts = np.concatenate(([-self._column], 1 + np.flatnonzero(self._rows[self._starts[1:] - 1])))
        return firsts.astype(np.intp, copy=False)

    @cached_property
    def _row_starts(self) -> list[int]:
        return self._firsts.tolist()  # type: ignore[no-any-return]

    def _numbered(self) -> NDArray[np.intp]:
        """The column of each run; none in the head of the table and above it."""
        count = len(self._starts)
        bounds = np.append(np.maximum(self._firsts, 0), count)
        columns: NDArray[np.intp] = np.arange(count) - np.repeat(self._firsts, np.diff(bounds))
        above = self._header.row + 1 - self._row if self._header.names else 0
        if above > 0:
            columns[: bounds[min(above, len(bounds) - 1)]] = -1
        return columns

    def _place(self, run: int) -> str:
        row = bisect_right(self._row_starts, run) - 1
        return f"row={self._row + row + 1};column={run - self._row_starts[row] + 1}"
