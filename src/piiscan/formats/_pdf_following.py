"""The rest of a table without ruling on the next page, where too few rows are left to be a table by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from piiscan.formats._pdf_aligned import TIGHT, Aligned
from piiscan.formats._pdf_block import APART
from piiscan.formats._pdf_columns import Extents, Row, joined
from piiscan.formats._pdf_words import Line, Word, lines

__all__ = ["following"]

_ABOVE = 4
"""Lines that may stand above the rest: what is repeated at the top of every page."""
_SAME = 3.0
"""Points: a cell that starts, or ends, no further from where its column does stands in it."""


def following(words: Sequence[Word], extents: Extents) -> Aligned | None:
    """The rows at the top of a page that stand in the columns of a table of the page before.

    Arguments:
        words: of the page, turned.
        extents: of the columns.
    """
    rows: list[Row] = []
    level = 0.0
    for number, line in enumerate(lines(words)):
        cells = _fitting(line, extents)
        gap = (level - line.level) / line.height
        if len(cells) > 1 and (not rows or gap <= APART):
            rows.append(cells)
        elif rows and cells and gap <= TIGHT:
            rows[-1] = joined(rows[-1], cells)
        elif rows or number >= _ABOVE:
            break
        level = line.level
    return Aligned(extents, tuple(rows)) if rows else None


def _fitting(line: Line, extents: Extents) -> Row:
    """The cells of a line; none unless each piece stands in a column of its own and most columns are filled."""
    cells: Row = {}
    edges = 0
    for segment in line.segments:
        met = [c for c, (left, right) in enumerate(extents) if segment.left < right and left < segment.right]
        if len(met) != 1 or met[0] in cells:
            return {}
        left, right = extents[met[0]]
        edges += min(abs(segment.left - left), abs(segment.right - right)) <= _SAME
        cells[met[0]] = segment.words
    few = 1 < len(cells) < len(extents) / 2
    return {} if few or edges < min(2, len(cells)) else cells
