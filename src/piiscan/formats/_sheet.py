"""The cells of one sheet to Text, row by row: numbered columns, captions, a place per cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from piiscan.formats._grid import caption, column_name, is_caption, is_header
from piiscan.model import Text
from piiscan.runs import Runs

__all__ = ["Cell", "Sheet", "column_number"]

_WINDOW = 1 << 20
_FIRST_ROWS = 20
"""Rows in which the head of a table is looked for; after that, only below an empty row."""
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows, and what else it holds.

    Arguments:
        text: what it shows.
        more: further texts, each with a label of its own (its formula, a comment) or "" for that of the cell.
        source: what the format needs to write the cell back; None where it does not.
    """

    text: str
    more: tuple[tuple[str, str], ...] = ()
    source: Any = None


@dataclass(slots=True)
class Sheet:
    """Collects rows; a window of about a million characters is a Text.

    Below each new head a table begins, whose columns have numbers of their own; the head itself stands in none.

    Arguments:
        place: of the sheet (``"sheet=Blad1"``).
    """

    place: str
    runs: Runs = field(default_factory=Runs)
    base: int = 0
    head: Mapping[int, str] = field(default_factory=dict)
    found: bool = False
    last: int = 0
    unused: Iterator[int] = field(default_factory=count)
    numbers: dict[int, int] = field(default_factory=dict)
    heads: dict[int, str] = field(default_factory=dict)

    def row(self, number: int, cells: Mapping[int, Cell]) -> Iterator[Text]:
        """Adds a row; yields the window that it completes.

        Arguments:
            number: of the row, from 1.
            cells: by column, from 0, ascending.
        """
        texts = {column: cell.text for column, cell in cells.items()}
        is_head = self._look(number, texts)
        first = next((text for text in texts.values() if text), "")
        gap, further = "\n", []
        for column, cell in cells.items():
            above, left = self.head.get(column, ""), texts.get(column - 1, "")
            label = "" if is_head else caption(above, left, first, len(self.head) or len(cells))
            at = f"{self.place};cell={column_name(column)}{number}"
            own = -1 if is_head else self._number(column, above)
            self._add(gap, Cell(cell.text, (), cell.source), at, "" if label == self.heads.get(own) else label, own)
            further += [(Cell(text, (), _beside(cell, name)), at, name or label) for name, text in cell.more]
            gap = "\t"
        for extra, at, label in further:
            self._add("\n", extra, at, label, -1)
        if self.runs.length > _WINDOW:
            yield from self.finish()

    def finish(self) -> Iterator[Text]:
        """The window that is not full yet."""
        if self.runs.length:
            text = self.runs.text(self.base, heads=self.heads, table=self.place)
            self.base += self.runs.length
            self.runs = Runs()
            yield text

    def _add(self, gap: str, cell: Cell, at: str, label: str, column: int) -> None:
        if not cell.text:
            return
        if self.runs.length:
            self.runs.glue(gap)
        self.runs.add(cell.text, at=at, label=label, column=column, source=cell.source)

    def _number(self, column: int, head: str) -> int:
        """The number of a column in the whole sheet."""
        if column not in self.numbers:
            self.numbers[column] = number = next(self.unused)
            if is_caption(head):
                self.heads[number] = head.strip()
        return self.numbers[column]

    def _begin(self, texts: Mapping[int, str]) -> bool:
        """Begins a table under this head."""
        self.head, self.numbers = dict(texts), {}
        return True

    def _look(self, number: int, texts: Mapping[int, str]) -> bool:
        """Whether this row is the head of a table; a lone caption serves until one is found."""
        fresh = not self.found and number <= _FIRST_ROWS
        below_gap = number > self.last + 1
        self.last = number
        if (fresh or below_gap) and is_header(texts):
            self.found = True
            return self._begin(texts)
        if fresh and not self.head and len(texts) == 1 and all(map(is_caption, texts.values())):
            return self._begin(texts)
        return False


def _beside(cell: Cell, label: str) -> Any:
    """Where a formula is written back; whatever else stands in a cell is not."""
    return (cell.source[0], "formula") if cell.source and label == "f" else None


def column_number(reference: str) -> int | None:
    """The column of a reference, from 0; None where it is none.

    >>> column_number("B7"), column_number("?")
    (1, None)
    """
    match = _REFERENCE.fullmatch(reference)
    if not match:
        return None
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1
