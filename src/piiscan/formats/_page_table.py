"""A table of a page of HTML: where a cell stands, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from piiscan.formats._grid import caption, is_caption

__all__ = ["PageTable"]

_MOST_COLUMNS = 1000


@dataclass(slots=True)
class PageTable:
    """A table while it is read; rows and columns count from 0.

    Arguments:
        number: of the table in the page, from 1.
        head: the captions of the columns.
        left, first: the cell before, and the first one, of the row.
        cell: the text of the cell so far.
        numbers: by column and its head, unique in the page; under a new head a column begins anew.
    """

    number: int
    row: int = -1
    column: int = -1
    width: int = 1
    head: dict[int, str] = field(default_factory=dict)
    left: str = ""
    first: str = ""
    cell: list[str] = field(default_factory=list)
    numbers: dict[tuple[int, str], int] = field(default_factory=dict)

    def label(self) -> str:
        """The caption of the cell."""
        return caption(self.above(), self.left, self.first, len(self.head))

    def above(self) -> str:
        """The head of its column; empty in the first row, and where it is no caption."""
        head = self.head.get(self.column, "") if self.row else ""
        return head.strip() if is_caption(head) else ""

    def place(self) -> str:
        """The place of the cell."""
        return f"table={self.number};row={self.row + 1};column={self.column + 1}"

    def begin_row(self) -> None:
        """A row begins."""
        self.row, self.column, self.width, self.left, self.first = self.row + 1, -1, 1, "", ""

    def begin_cell(self, attributes: Mapping[str, str]) -> None:
        """A cell begins."""
        self.column += self.width
        width = attributes.get("colspan", "1")
        self.width = min(int(width) or 1, _MOST_COLUMNS) if width.isascii() and width.isdecimal() else 1
        self.cell = []

    def end_cell(self, tag: str) -> None:
        """A cell ends."""
        self.left = "".join(self.cell).strip()
        self.first = self.first or self.left
        if self.left and (not self.row or (tag == "th" and self.column)):
            self.head[self.column] = self.left
