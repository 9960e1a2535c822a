"""Tables: which column a place stands in, what the column is called, and what its pass rate says of its numbers.

One in eleven random numbers passes the elfproef, so what one number cannot tell, its column can: where nearly all pass,
they are real even without a head; where one in eleven passes, none is. The columns come from the format, or from the
text itself: lines with the same delimiters under a line that holds a label, or words set one below the other.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import merge
from itertools import count, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from piiscan.detect.normalise import Normalised
from piiscan.model import Span, Text

__all__ = ["FEWEST", "Grid", "grid_of", "log_odds", "share_real"]

FEWEST = 3
"""Numbers that a column needs to say anything."""
_STEPS = 40
_MOST = 20.0
_ROWS = 20_000
_LONGEST_LINE = 4096
_TRIED, _HIGHEST = 32, 64
"""Values of which the table is looked for, and lines above each."""
_HEAD = 40
"""Characters that the head of a column may have."""
_DELIMITERS = ";|\t,"
_VALUE = re.compile(r"\d{3}")
_DIGIT = re.compile(r"\d")
_TOKEN = re.compile(r"\S+(?: \S+)*")
_APART = re.compile(r"[^\S ]\S|  \S")
"""What stands before a second token."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The cells of a text, in offsets of the normalised text.

    Arguments:
        starts: where each cell starts, ascending.
        columns: the column of each cell; -1 for what stands in no table.
        heads: the captions of columns.
        table: what tells these columns from those of other tables of the blob; empty for tables in running text, whose
            columns mean nothing beyond it.
        length: of the text.
    """

    starts: NDArray[Any]
    columns: NDArray[Any]
    heads: Mapping[int, str]
    length: int
    table: str | None = None

    def cells_at(self, offsets: NDArray[Any]) -> NDArray[Any]:
        """The number of the cell at each of many offsets."""
        return np.maximum(np.searchsorted(self.starts, offsets, side="right") - 1, 0)

    def cell(self, offset: int) -> int:
        """The number of the cell at an offset."""
        return max(0, int(np.searchsorted(self.starts, offset, side="right")) - 1)

    def column_at(self, offset: int) -> int:
        """The column at an offset; -1 outside of a table."""
        return int(self.columns[self.cell(offset)])

    def cells(self, column: int, without: NDArray[Any] | None = None) -> list[Span]:
        """The cells of a column; not those of some numbers."""
        wanted = self.columns == column
        if without is not None:
            wanted[without] = False
        cells = np.flatnonzero(wanted)
        ends = np.append(self.starts[1:], self.length)
        return [Span(start, end) for start, end in zip(self.starts[cells].tolist(), ends[cells].tolist(), strict=True)]

    def filled(self, column: int) -> int:
        """How many cells of a column hold more than a delimiter and quotes."""
        ends = np.append(self.starts[1:], self.length)
        return int(((ends - self.starts > 3) & (self.columns == column)).sum())

    def filled_by(self, cells: NDArray[Any], starts: NDArray[Any], ends: NDArray[Any]) -> NDArray[Any]:
        """The column of each of many spans that fills its cell but for blanks, quotes and delimiters; else -1."""
        cell_ends = np.append(self.starts[1:], self.length)[cells]
        filled = (starts - self.starts[cells] <= 2) & (ends <= cell_ends) & (cell_ends - ends <= 4)
        return np.where(filled, self.columns[cells], -1)


def grid_of(part: Text, normal: Normalised, labels: Sequence[Span], values: Iterable[Span] = ()) -> Grid | None:
    """The table of a text, if it holds one.

    Arguments:
        part: the text; the columns that its format gave are believed.
        normal: its plain form.
        labels: where labels stand, for tables in running text.
        values: where something may stand, for those whose heads hold no label of ours.
    """
    if len(part.columns):
        starts = normal.positions(np.asarray(part.starts))
        return Grid(starts, np.asarray(part.columns), part.heads, len(normal.text), part.table)
    found = _Tables(normal.text, labels)
    for place in merge(labels, sorted(set(_heads_above(normal.text, islice(values, _TRIED))))):
        while place.start < place.end:
            place = Span(found.add(place), place.end)
    return found.grid()


def _heads_above(text: str, values: Iterable[Span]) -> Iterator[Span]:
    """The first line of the block of lines alike in which each value stands, unless it is the line of the value."""
    for value in values:
        start = text.rfind("\n", 0, value.start) + 1
        mark = _mark(text[start : start + _LONGEST_LINE].partition("\n")[0])
        top = start
        for _ in range(_HIGHEST if mark else 0):
            above = text.rfind("\n", 0, max(0, top - 1)) + 1
            if not top or _mark(text[above : top - 1]) != mark:
                break
            top = above
        if top < start and not _DIGIT.search(text, top, text.find("\n", top)):
            yield Span(top, top + 1)


def _mark(line: str) -> tuple[str, int] | None:
    """What parts the cells of a line, and how often it does; blanks side by side count once for all."""
    mark = max(_DELIMITERS, key=line.count)
    if line.count(mark) > 1 and not (mark == "," and ", " in line):
        return mark, line.count(mark)
    return (" ", 0) if len(_APART.findall(line.strip())) > 1 else None


@dataclass(slots=True)
class _Tables:
    """Tables in running text, collected."""

    text: str
    labels: Sequence[Span]
    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=lambda: [-1])
    heads: dict[int, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=count)
    done: int = 0

    def add(self, label: Span) -> int:
        """The table under the line in which a label starts, if there is one, and where the next line starts."""
        if label.start < self.done:
            return self.done
        start = self.text.rfind("\n", 0, label.start) + 1
        head, self.done = self._line(start)
        if len(head) > _LONGEST_LINE:
            return self.done
        rows = self._delimited(head, self.done) or self._aligned(head, self.done)
        if rows:
            columns = [next(self.numbers) for _ in rows[0]]
            for cells, names in ((row, columns) for row in rows[1:]):
                for cell, column in zip(cells, names, strict=False):
                    if cell.end > cell.start:
                        self._cell(cell, column)
            self.heads |= {
                column: self.text[slice(*cell)].strip() for cell, column in zip(rows[0], columns, strict=True)
            }
            self.done = max(self.done, self.starts[-1])
        return self.done

    def grid(self) -> Grid | None:
        """What was found."""
        if not self.heads:
            return None
        return Grid(np.array(self.starts), np.array(self.columns), self.heads, len(self.text))

    def _cell(self, cell: Span, column: int) -> None:
        if cell.start == self.starts[-1]:
            self.starts.pop()
            self.columns.pop()
        self.starts += [cell.start, cell.end]
        self.columns += [column, -1]

    def _line(self, start: int) -> tuple[str, int]:
        """The line at an offset, and where the next one starts."""
        end = self.text.find("\n", start)
        end = len(self.text) if end < 0 else end
        return self.text[start:end].rstrip("\r"), end + 1

    def _lines(self, start: int) -> Iterator[tuple[str, int]]:
        for _ in range(_ROWS):
            if start >= len(self.text):
                return
            line, after = self._line(start)
            yield line, start
            start = after

    def _delimited(self, head: str, after: int) -> list[list[Span]]:
        """The cells of lines with as many delimiters as the line of heads has."""
        mark = max(_DELIMITERS, key=head.count)
        width = head.count(mark)
        prose = mark == "," and width < 2 and " " in head
        if not width or prose or not all(_may_be_a_head(cell.strip()) for cell in head.split(mark)):
            return []
        start = after - 1 - len(head) - (self.text[after - 2 : after - 1] == "\r")
        rows = [_split(head, start, mark)]
        for line, place in self._lines(after):
            if line.count(mark) != width:
                if not line.strip(" -|+=\t"):
                    continue
                break
            rows.append(_split(line, place, mark))
        return rows if len(rows) > 1 else []

    def _aligned(self, head: str, after: int) -> list[list[Span]]:
        """The words of lines that stand below those of the line of heads, two blanks or more between them."""
        if not _APART.search(head):
            return []
        names = [Span(*match.span()) for match in _TOKEN.finditer(head)]
        if len(names) < 2 or not all(_may_be_a_head(head[start:end]) for start, end in names):
            return []
        base = after - 1 - len(head) - (self.text[after - 2 : after - 1] == "\r")
        rows = [[Span(base + start, base + end) for start, end in names]]
        for line, place in self._lines(after):
            cells = _below(names, line, place)
            if cells is None:
                if not line.strip(" -|+=\t"):
                    continue
                break
            rows.append(cells)
        # where lines begin with labels, they are the fields of a form
        is_form = any(row[0].overlaps(label) for row in rows[1:4] for label in self.labels)
        return rows if len(rows) > 1 and not is_form else []


def _may_be_a_head(name: str) -> bool:
    """Whether a text may name a column: it is short and no value, and is not the label of what stands behind it."""
    return len(name) <= _HEAD and not name.startswith(":") and not name.endswith(":") and not _VALUE.search(name)


def _split(line: str, start: int, mark: str) -> list[Span]:
    cells, place = [], start
    for piece in line.split(mark):
        cells.append(Span(place, place + len(piece)))
        place += len(piece) + 1
    return cells


def _below(names: Sequence[Span], line: str, start: int) -> list[Span] | None:
    """The cell of a line below each name; None where a word stands below none of them or two below one."""
    cells = [Span(start, start)] * len(names)
    lefts = [name.start for name in names]
    words = [Span(*match.span()) for match in _TOKEN.finditer(line)]
    if len(words) < 2:
        return None
    for word in words:
        column = max(0, bisect_right(lefts, word.start) - 1)
        if not word.overlaps(names[column]) and column + 1 < len(names) and word.overlaps(names[column + 1]):
            column += 1
        far = abs(word.start - names[column].start)
        if cells[column].end > start or (far > 3 and not word.overlaps(names[column])):
            return None
        cells[column] = Span(start + word.start, start + word.end)
    return cells


def share_real(tried: int, passed: int, chance: float, prior: float) -> float:
    """The probability that a number that passes is real, from how its column passes.

    Either the column holds none (then each passes by chance), or an unknown share of it is real: a spike and a slab.

    Arguments:
        tried, passed: numbers of the column.
        chance: of a random number to pass.
        prior: log-odds that the column holds any.
    """
    failed = tried - passed
    by_chance = passed * math.log(chance) + failed * math.log1p(-chance)
    slab = _slab(chance)
    logs = [passed * log_rate + failed * log_rest for _, log_rate, log_rest in slab]
    top = max(by_chance, *logs)
    holds_any = math.exp(max(-60.0, min(60.0, prior))) / _STEPS
    weights = [holds_any * math.exp(value - top) for value in logs]
    real = sum(weight * share for weight, (share, _, _) in zip(weights, slab, strict=True))
    return real / (math.exp(by_chance - top) + sum(weights))


@lru_cache(maxsize=64)
def _slab(chance: float) -> list[tuple[float, float, float]]:
    """For each share of real numbers: how likely one that passes is real, and the logs of passing and of failing."""
    shares = [(step + 0.5) / _STEPS for step in range(_STEPS)]
    rates = [share + (1 - share) * chance for share in shares]
    return [(share / rate, math.log(rate), math.log1p(-rate)) for share, rate in zip(shares, rates, strict=True)]


def log_odds(tried: int, passed: int, chance: float, prior: float, already: float) -> float:
    """What a column adds to the evidence of a number in it that passes.

    Arguments:
        tried, passed, chance, prior: as for `share_real`; the prior with the evidence of the column's head.
        already: the evidence that the check itself has added.
    """
    if tried < FEWEST:
        return 0.0
    real = min(max(share_real(tried, passed, chance, prior), 1e-9), 1 - 1e-9)
    return max(-_MOST, min(_MOST, math.log(real / (1 - real)) - prior - already))
