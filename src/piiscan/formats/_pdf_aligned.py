"""Tables without ruling: lines of words in which the same places are left blank, and words start or end alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from piiscan.formats._grid import is_caption, is_header
from piiscan.formats._pdf_block import APART, LOOSE, block_at, is_pair
from piiscan.formats._pdf_columns import LIKE, Extents, Row, alike, cells_of, columns_of, joined
from piiscan.formats._pdf_words import Line, Word, lines, said

__all__ = ["TIGHT", "Aligned", "aligned"]

_FEWEST = 3
"""Lines that make a table."""
_SHARE = 0.6
"""The share of the cells of a column that have to start, end or be centred alike."""
_SMALL = 0.3
"""The share of the words of running text that begin with a small letter, at least."""
_FULL = 0.8
"""The share of the width of its column that a line of it fills."""
_LONG = 8
"""Lines from which a column may be running text beside a table; fewer are a column of descriptions."""
_CLOSE = 0.9
"""The share of the usual distance of lines from which two of them are one row."""
_WIDE = 12
"""Heights of a line: a column of names is narrower."""
TIGHT = 1.6
"""Heights of a line: lines no further apart than this may be one text."""
_MARK = re.compile(r"[\W_]+|[(\[]?(?:[0-9]{1,2}|[a-zA-Z]|[ivxIVX]{1,5})[.)\]]", re.ASCII)
"""What stands before the items of a list."""
_DEEPEST = 4


class Aligned(NamedTuple):
    """A table found by its blanks.

    Arguments:
        extents: from where to where each column runs.
        rows: per row the words of each column that is filled.
    """

    extents: Extents
    rows: tuple[Row, ...]


def aligned(words: Sequence[Word], text: str, spend: Callable[[int], None], depth: int = 0) -> Iterator[Aligned]:
    """The tables that words make by how they stand, from the top down.

    Arguments:
        words: of a page, turned.
        text: of the page.
        spend: takes the steps that this costs, and may stop it.
        depth: how many columns of prose stand around these words.
    """
    spend(3 * len(words))
    found = lines(words)
    start = 0
    while start < len(found):
        block = block_at(found, start, spend)
        core = [found[number] for number in block]
        spend(20 * sum(len(line.segments) for line in core))
        extents = columns_of(core) if len(block) >= _FEWEST or is_pair(core, text) else ()
        if len(extents) < 2:
            start += 1
            continue
        table = _Table(found, block, extents, text)
        if not table.is_table and not table.is_text:
            start += 1
            continue
        yield from table.made()
        for column in table.rest() if depth < _DEEPEST else ():
            yield from aligned(column, text, spend, depth + 1)
        start = block[-1] + 1


class _Table:
    """Lines that may be a table.

    Arguments:
        found: the lines around it.
        block: the numbers of those with a piece in two columns.
        extents: from where to where the columns run.
        text: of the page.

    Attributes:
        is_table: whether they are one: two columns at least, of which one holds neither sentences nor numbers of rows.
        is_text: whether they are columns of running text.
    """

    def __init__(self, found: Sequence[Line], block: Sequence[int], extents: Extents, text: str) -> None:
        self._found = found
        self._block = block
        self._text = text
        core = [found[number] for number in block]
        self._extents = extents
        rows = [cells_of(line, self._extents) for line in core]
        columns = [[row[column] for row in rows if column in row] for column in range(len(self._extents))]
        lone = [self._inside(line) for line in found[block[0] : block[-1]] if len(line.segments) == 1]
        running = [[*cells, *(row[c] for row in lone if c in row)] for c, cells in enumerate(columns)]
        self._prose = [c for c, cells in enumerate(running) if len(cells) >= _LONG and self._is_prose(c, cells)]
        marks = [c for c, cells in enumerate(columns) if all(map(self._is_mark, cells))]
        self._kept = [c for c in range(len(columns)) if c not in self._prose and c not in marks]
        values = [c for c in self._kept if not _is_wordy(running[c]) and not _is_count(columns[c])]
        like = LIKE * median(line.height for line in core)
        in_place = sum(alike(columns[column], _SHARE, like) for column in self._kept)
        full = sum(sum(column in self._kept for column in row) > 1 for row in rows)
        self.is_table = len(self._kept) > 1 < in_place and full >= min(_FEWEST, len(block)) and bool(values)
        self.is_text = all(c in self._prose or _is_wordy(running[c]) for c in range(len(columns)))

    def made(self) -> Iterator[Aligned]:
        """The table, if it is one."""
        if self.is_table:
            rows = [{self._kept.index(column): words for column, words in row.items()} for row in self._rows()]
            yield Aligned(tuple(self._extents[column] for column in self._kept), tuple(rows))

    def rest(self) -> Iterator[list[Word]]:
        """The words of each column that is not in the table: a table may stand in it."""
        for column in self._prose if self.is_table else range(len(self._extents)):
            left = self._extents[column - 1][1] if column else float("-inf")
            right = self._extents[column + 1][0] if column + 1 < len(self._extents) else float("inf")
            inside = self._found[self._block[0] : self._block[-1] + 1]
            words = [word for line in inside for segment in line.segments for word in segment.words]
            yield [word for word in words if left <= word.left and word.right <= right]

    def _is_prose(self, column: int, cells: Sequence[tuple[Word, ...]]) -> bool:
        """Whether a column is running text: lines of several words, many in small letters, that fill its width."""
        left, right = self._extents[column]
        full = median((words[-1].right - words[0].left) / max(1.0, right - left) for words in cells)
        wide = right - left > _WIDE * cells[0][0].height
        return _small(cells) >= _SMALL and median(map(len, cells)) >= 3 and full >= _FULL and wide

    def _is_mark(self, cell: Sequence[Word]) -> bool:
        return bool(_MARK.fullmatch(said(cell, self._text)))

    def _rows(self) -> list[Row]:
        """The rows: the lines of the block, with those between and below them that belong to them, and a head above."""
        first, last = self._block[0], self._block[-1]
        found: list[tuple[float, Row]] = []
        for number in range(first, min(last + LOOSE, len(self._found))):
            line = self._found[number]
            cells = {column: words for column, words in self._inside(line).items() if column in self._kept}
            far = found and found[-1][0] - line.level > TIGHT * line.height
            if number > last and (far or not cells or self._kept[0] in cells):
                break
            if cells:
                found.append((line.level, cells))
        half = len(self._kept) / 2
        begins = [len(cells) > 1 and (self._kept[0] in cells or len(cells) > half) for _, cells in found]
        rows = []
        for start, end in _grouped([level for level, _ in found], begins):
            rows.append(found[start][1])
            for _, cells in found[start + 1 : end]:
                rows[-1] = joined(rows[-1], cells)
        return self._headed(rows)

    def _inside(self, line: Line) -> Row:
        """The cells of a line; none where a lone piece stands in no column, or runs over two."""
        if len(line.segments) > 1:
            return cells_of(line, self._extents)
        lone = line.segments[0]
        met = [c for c, (left, right) in enumerate(self._extents) if lone.left < right and left < lone.right]
        return {met[0]: lone.words} if len(met) == 1 else {}

    def _headed(self, rows: list[Row]) -> list[Row]:
        """The rows, with the line above them where that is their head, or its first line."""
        if not self._block[0]:
            return rows
        above, first = self._found[self._block[0] - 1], self._found[self._block[0]]
        gap = (above.level - first.level) / first.height
        cells = cells_of(above, self._extents) if len(above.segments) > 1 else self._inside(above)
        cells = {column: words for column, words in cells.items() if column in self._kept}
        captions = all(is_caption(said(words, self._text)) for words in cells.values())
        if not cells or not captions or len(cells) < len(above.segments):
            return rows
        if is_header({column: said(words, self._text) for column, words in rows[0].items()}):
            return [joined(cells, rows[0]), *rows[1:]] if gap <= TIGHT else rows
        return [cells, *rows] if 2 * len(cells) > len(self._kept) and gap <= APART else rows


def _small(cells: Sequence[tuple[Word, ...]]) -> float:
    """The share of words that begin with a small letter."""
    words = [word for cell in cells for word in cell]
    return sum(word.small for word in words) / len(words)


def _is_wordy(cells: Sequence[tuple[Word, ...]]) -> bool:
    """Whether most cells of a column are sentences, or parts of them: the more words, the fewer of them are small."""
    count, small = median(map(len, cells)), _small(cells)
    return small >= 0.5 or (small >= 0.4 and count >= 3) or (small >= _SMALL and count >= 5)


def _is_count(cells: Sequence[tuple[Word, ...]]) -> bool:
    """Whether most cells of a column only number its rows."""
    return sum(len(words) == 1 and words[0].end - words[0].start <= 2 for words in cells) > len(cells) / 2


def _grouped(levels: Sequence[float], begins: Sequence[bool]) -> list[tuple[int, int]]:
    """The lines of each row: those with the smallest gap are joined first, never two that begin a row.

    Where most gaps are alike, each line is a row.
    """
    gaps = [above - below for above, below in pairwise(levels)]
    limit = _CLOSE * sorted(gaps)[len(gaps) * 3 // 4] if gaps else 0.0
    group = list(range(len(levels)))  # per line the first of its row
    held = [int(begin) for begin in begins]
    for gap, number in sorted((gap, number) for number, gap in enumerate(gaps, 1)):
        above = group[number - 1]
        if gap < limit and held[above] + held[number] < 2:
            held[above] += held[number]
            for below in range(number, len(levels)):
                if group[below] != number:
                    break
                group[below] = above
    starts = [number for number, first in enumerate(group) if first == number]
    return list(pairwise((*starts, len(levels))))
