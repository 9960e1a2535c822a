"""The tables of a PDF: the same text of a page, with a place, a column and a caption for what stands in a cell.

Places: ``page=3;table=1;row=4;column=2``, counted from 1 on each page; rows and columns without any text do not count.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from piiscan.formats._pdf_captions import Captions, captions
from piiscan.formats._pdf_effort import Effort
from piiscan.formats._pdf_search import Table, search
from piiscan.formats._pdf_view import Characters, View
from piiscan.model import Text

__all__ = ["Tables", "plain_page"]

_TABLE = "pages"
"""The columns of a file have numbers of their own throughout."""
_STEPS = 2_000_000
"""Steps for one page: one to three seconds."""


class _Piece(NamedTuple):
    """A stretch of the text in one cell."""

    start: int
    end: int
    place: str
    label: str
    column: int


class Tables:
    """Finds the tables of a file, page by page, and which of them go on from one page to the next.

    Arguments:
        path: the blob, for errors.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._columns = 0
        self._last: tuple[Table, Captions, int] | None = None

    def text(self, view: View, page: int, characters: Characters) -> Text:
        """The text of a page, with what stands in tables told apart.

        Raises:
            LimitExceeded: looking for tables took too long; `plain_page` gives the text without.
            Damaged: pdfium cannot say where the words stand.
        """
        plain = plain_page(view, page, characters)
        before = self._last[0] if self._last else None
        found = search(view, page, characters, Effort(_STEPS, self._path), before)
        if not found:
            return plain
        heads: dict[int, str] = {}
        pieces: list[_Piece] = []
        for number, table in enumerate(found):
            place = f"page={page + 1};table={number + 1}"
            pieces += self._pieces(table, characters.text, place, heads)
        return _with_runs(plain, sorted(pieces), heads)

    def _pieces(self, table: Table, text: str, place: str, heads: dict[int, str]) -> Iterator[_Piece]:
        """Where the words of a table stand in the text, and what they are called."""
        before = self._last if self._last and table.continues(self._last[0]) else None
        own = captions(table.rows(text), before[1] if before else None)
        if before and own.agree(before[1]):
            first = before[2]
        else:
            first = self._columns
            self._columns += len(table.extents)
        self._last = (table, own, first)
        heads.update({first + column: head for column, head in own.heads.items()})
        for (row, column), found in table.cells.items():
            at = f"{place};row={row + 1};column={column + 1}"
            label = own.labels.get((row, column), "")
            number = first + column if own.columns and row not in own.head else -1
            for word in found:
                yield _Piece(word.start, word.end, at, label, number)


def plain_page(view: View, page: int, characters: Characters) -> Text:
    """The text of a page, line by line."""
    starts = _line_starts(characters.text, 0, len(characters.text))
    return Text(
        text=characters.text,
        starts=[0, *starts],
        places=[f"page={page + 1}"] * (1 + len(starts)),
        outline=partial(view.areas, page, characters.index),
        unit="pt",
    )


def _line_starts(text: str, start: int, end: int) -> list[int]:
    """Where lines start after the first one of a stretch."""
    return [at + 1 for at in range(start, end - 1) if text[at] == "\n"]


def _with_runs(plain: Text, pieces: Sequence[_Piece], heads: Mapping[int, str]) -> Text:
    """The text with a run for each stretch of a cell, and for each line of what stands in none."""
    starts, places, labels, columns = array("q"), [], [], array("q")
    outside = _Piece(0, 0, plain.places[0], "", -1)

    def begin(start: int, piece: _Piece) -> None:
        starts.append(start if starts else 0)
        places.append(piece.place)
        labels.append(piece.label)
        columns.append(piece.column)

    end = 0
    for piece in (*pieces, outside._replace(start=len(plain.text))):
        between = plain.text[end : piece.start]
        if between.strip():
            first = end + len(between) - len(between.lstrip())
            for start in (first, *_line_starts(plain.text, first, end + len(between.rstrip()))):
                begin(start, outside)
        if piece.end and (not places or places[-1] != piece.place):
            begin(piece.start, piece)
        end = piece.end
    labelled = labels if any(labels) else ()
    return replace(plain, starts=starts, places=places, labels=labelled, columns=columns, heads=heads, table=_TABLE)
