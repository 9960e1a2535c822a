"""What a text tells about its being a table: what stands between the cells, and what the columns are called.

Source of the quoting: RFC 4180, read leniently; a quote opens only at the start of a cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from piiscan.formats._grid import is_header

__all__ = ["SAMPLE", "Header", "cell_pattern", "delimiter_of", "header_of"]

SAMPLE = 1 << 16
"""Code points that are looked at."""

_ROWS = 50
_WIDE = 500
"""Cells that a row has at least, where not even one fits into the sample."""
_PLAIN_CELL = re.compile(r"""(?!\s)["']?[\w .,:/@+%€-]{0,60}["']?""")
_SEPARATOR_LINE = re.compile(r"sep=([;,|\t])\r?\n", re.IGNORECASE)
"""What Excel reads and writes as the first line."""


class Header(NamedTuple):
    """The row that names the columns, counted from 0, and the names."""

    row: int
    names: Sequence[str]


@lru_cache(maxsize=8)
def cell_pattern(delimiter: str) -> re.Pattern[str]:
    """A cell and, as group 1, what ends it; a quote that nothing closes takes all the rest."""
    mark = re.escape(delimiter)
    return re.compile(rf'(?:"[^"]*+(?:""[^"]*+)*+(?:"|\Z))?+[^{mark}\r\n]*+({mark}|\r\n?|\n|\Z)')


def delimiter_of(sample: str) -> str:
    """What stands between the cells of a text; empty where it is no table."""
    declared = _SEPARATOR_LINE.match(sample)
    if declared:
        return declared[1]
    widths = {mark: _width(_rows(sample, mark), mark) for mark in ";\t|,"}
    best = max(widths, key=lambda mark: widths[mark])
    return best if widths[best] else _wide(sample)


def _wide(sample: str) -> str:
    """What stands between the cells of one very long row: hundreds of them, and none like prose or code."""
    if len(sample) < SAMPLE // 4 or "\n" in sample or "\r" in sample:
        return ""
    mark = max(";\t|,", key=sample.count)
    cells = sample.split(mark)[:-1]
    return mark if len(cells) >= _WIDE and all(map(_PLAIN_CELL.fullmatch, cells)) else ""


def _rows(sample: str, delimiter: str) -> list[list[str]]:
    """The first rows of a text that are whole, cells unquoted."""
    rows: list[list[str]] = [[]]
    for match in cell_pattern(delimiter).finditer(sample):
        cell = sample[match.start() : match.start(1)]
        if cell.startswith('"') and cell.count('"') % 2:
            # a quote that nothing closes
            return [line.split(delimiter) for line in sample.splitlines()[:_ROWS]]
        rows[-1].append(cell.strip('"').replace('""', '"') if cell.startswith('"') else cell)
        if match[1] != delimiter:
            if len(rows) == _ROWS or match.end() == len(sample):
                break
            rows.append([])
    return rows if len(sample) < SAMPLE or len(rows) == _ROWS else rows[:-1]


def _width(rows: list[list[str]], delimiter: str) -> int:
    """How many columns these rows have; 0 where they are no table.

    Four rows in five have to agree, two columns have to hold something, and commas have to be more than those of prose.
    """
    filled = [row for row in rows if any(map(str.strip, row))]
    width = _usual_width(filled)
    table = [row for row in filled if len(row) == width]
    if width < 2 or len(table) < 2 or len(table) < 0.8 * len(filled):
        return 0
    used = sum(2 * sum(bool(row[column].strip()) for row in table) >= len(table) for column in range(width))
    later = [cell for row in table for cell in row[1:]]
    prose = delimiter == "," and any(not cell or cell.startswith(" ") for cell in later)
    return width if used >= 2 and not (prose and (width < 3 or len(table) < 4)) else 0


def _usual_width(rows: list[list[str]]) -> int:
    return Counter(map(len, rows)).most_common(1)[0][0] if rows else 0


def header_of(sample: str, delimiter: str) -> Header:
    """The first row as wide as most, where it reads like names of columns."""
    rows = _rows(sample, delimiter)
    width = _usual_width([row for row in rows if any(map(str.strip, row))])
    for number, row in enumerate(rows):
        if len(row) == width > 1 and any(map(str.strip, row)):
            return Header(number, [cell.strip() for cell in row] if is_header(dict(enumerate(row))) else ())
    return Header(0, ())
