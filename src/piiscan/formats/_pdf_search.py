"""Looks for the tables of one page of a PDF, in what pdfium knows already: ruling, and where words start and end.

No second reader is asked. That makes it cheap enough for every page, and what stands in a cell is known by the very
characters of the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from piiscan.formats._pdf_aligned import Aligned, aligned
from piiscan.formats._pdf_columns import Extents
from piiscan.formats._pdf_effort import Effort
from piiscan.formats._pdf_following import following
from piiscan.formats._pdf_grid import Grid, grids
from piiscan.formats._pdf_ruled import Cells, ruled
from piiscan.formats._pdf_view import Characters, View
from piiscan.formats._pdf_words import Word, lines, said, turned, words

__all__ = ["Table", "search"]

_FEWEST_WORDS = 4
_FEWEST_RULES = 3
_SAME = 6.0
"""Points: columns of two tables that start, end, or have their middle, no further apart are the same."""
_SHIFT = 40.0
"""Points by which a table may lie further to one side on the next page."""
_OPEN = 0.25
"""The share of the lines in ruled cells that are cut by a gap, from which the ruling does not say it all."""
_BOXES = 0.8
"""The share of cells with one character from which a table is a row of boxes for single digits."""
_LONGEST = 25
"""Words: a table of which most cells have more is running text in frames."""


class Table(NamedTuple):
    """A table where it stands.

    Arguments:
        extents: from where to where each column runs.
        cells: the words of each filled cell, by row and column, from 0.
        page: from 0.
    """

    extents: Extents
    cells: Cells
    page: int

    @property
    def top(self) -> tuple[float, float]:
        """What sorts the tables of a page."""
        return min((-word.level, word.left) for found in self.cells.values() for word in found)

    @property
    def starts(self) -> set[int]:
        """Where its words start in the text."""
        return {word.start for found in self.cells.values() for word in found}

    @property
    def filled(self) -> Extents:
        """From where to where the words of each column run."""
        columns: dict[int, list[Word]] = {}
        for (_, column), found in self.cells.items():
            columns.setdefault(column, []).extend(found)
        return tuple((min(w.left for w in own), max(w.right for w in own)) for _, own in sorted(columns.items()))

    def rows(self, text: str) -> list[dict[int, str]]:
        """What each filled cell says."""
        found: list[dict[int, str]] = [{} for _ in range(1 + max(row for row, _ in self.cells))]
        for (row, column), own in sorted(self.cells.items()):
            found[row][column] = said(own, text)
        return found

    def continues(self, before: Table) -> bool:
        """Whether its columns stand as those of another table do, perhaps all a little further to one side."""
        if len(self.extents) != len(before.extents):
            return False
        shift = self.extents[0][0] - before.extents[0][0]
        return any(_alike(self.extents, before.extents, by) for by in (0.0, shift) if abs(by) <= _SHIFT)


def search(view: View, page: int, characters: Characters, effort: Effort, before: Table | None) -> list[Table]:
    """The tables of a page, from the top down.

    Arguments:
        view: the file.
        page: from 0.
        characters: of that page.
        effort: what it may cost.
        before: the last table of the pages before, which may go on here.

    Raises:
        LimitExceeded: it costs more.
    """
    return _Search(view, page, characters, effort).tables(before)


class _Search:
    def __init__(self, view: View, page: int, characters: Characters, effort: Effort) -> None:
        self._view = view
        self._page = page
        self._characters = characters
        self._effort = effort
        self._turn = 0

    def tables(self, before: Table | None) -> list[Table]:
        own, self._turn = words(self._view, self._page, self._characters)
        self._effort.spend(4 * len(own))
        if len(own) < _FEWEST_WORDS:
            return []
        found: list[Table] = []
        for grid in self._grids():
            table = Table(*ruled(grid, own, self._split, self._effort.spend), self._page)
            if _is_table(table):
                found += self._inner(table) or [table]
                own = _without(own, [table])
        found += self._unruled(own)
        if before and before.page + 1 == self._page and not any(table.continues(before) for table in found):
            found = self._with_rest(found, own, before)
        return sorted(found, key=lambda table: table.top)

    def _grids(self) -> list[Grid]:
        rules = [turned(box, self._turn) for box in self._view.rules(self._page, self._effort.spend)]
        return grids(rules, self._effort.spend) if len(rules) >= _FEWEST_RULES else []

    def _unruled(self, own: Sequence[Word]) -> list[Table]:
        found = (self._of(one) for one in aligned(own, self._characters.text, self._effort.spend))
        return list(filter(_is_table, found))

    def _of(self, found: Aligned) -> Table:
        cells = {(number, column): list(cell) for number, row in enumerate(found.rows) for column, cell in row.items()}
        return Table(found.extents, cells, self._page)

    def _inner(self, table: Table) -> list[Table]:
        """The tables that stand in the cells of one whose ruling leaves out lines; none where it is drawn in full."""
        found = [lines(cell) for cell in table.cells.values() if len(cell) > 1]
        cut = sum(len(line.segments) > 1 for cell in found for line in cell)
        share = cut / (sum(map(len, found)) + len(table.cells) - len(found))
        if share < _OPEN:
            return []
        inner = self._unruled([word for cell in table.cells.values() for word in cell])
        more = any(len(one.extents) > len(table.extents) for one in inner)
        return inner if more or share >= 2 * _OPEN else []

    def _with_rest(self, found: list[Table], own: Sequence[Word], before: Table) -> list[Table]:
        """The tables, with the last rows of one of the page before, which are too few to be one by themselves."""
        rows = following(_without(own, found), before.filled)
        return [*found, self._of(rows)._replace(extents=before.extents)] if rows else found

    def _split(self, word: Word) -> list[Word]:
        """A word over two cells: one too long for its own, or two without a blank, shown one after the other."""
        numbers = [self._characters.index[place] for place in range(word.start, word.end)]
        strings = self._view.strings(self._page, numbers)
        cuts = [place for place in range(1, len(strings)) if strings[place] != strings[place - 1]]
        if 2 * len(cuts) >= len(strings):  # each character is shown by itself
            return [word]
        found = []
        for start, end in pairwise((0, *cuts, len(strings))):
            (box,) = self._view.boxes(self._page, [(numbers[start], numbers[end - 1])])
            place = word.start + start
            found.append(Word.at(place, word.start + end, turned(box, self._turn), self._characters.text[place]))
        return found


def _without(own: Sequence[Word], tables: Iterable[Table]) -> list[Word]:
    inside = {start for table in tables for start in table.starts}
    return [word for word in own if word.start not in inside]


def _alike(one: Extents, other: Extents, shift: float) -> bool:
    same = 0
    for (left, right), (before, after) in zip(one, other, strict=True):
        if left - shift >= after or right - shift <= before:
            return False
        starts, ends = left - before - shift, right - after - shift
        same += min(abs(starts), abs(ends), abs(starts + ends) / 2) <= _SAME
    return same >= max(2, len(one) - 1)


def _is_table(table: Table) -> bool:
    """Whether cells are a table: two rows with two cells at least, and neither boxes for digits nor prose."""
    rows = Counter(row for row, _ in table.cells)
    if len(table.extents) < 2 or sum(count > 1 for count in rows.values()) < 2:
        return False
    single = sum(sum(word.end - word.start for word in found) == 1 for found in table.cells.values())
    long = sum(len(found) > _LONGEST for found in table.cells.values())
    return single <= _BOXES * len(table.cells) and long <= len(table.cells) / 2
