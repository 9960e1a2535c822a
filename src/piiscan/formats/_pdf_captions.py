"""What the columns and cells of a table of a page are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from piiscan.formats._grid import caption, is_caption, is_header

__all__ = ["Captions", "captions"]

_FIRST_ROWS = 4
"""Rows in which the head of a table is looked for: titles may stand above it."""
_HEAD = 3
"""Rows that a head may have."""
_WORD = re.compile(r"[^\W\d_]{2}")
_RUNS = re.compile(r"[^\W\d_]+|\d+|\s+")

Row: TypeAlias = Mapping[int, str]
Rows: TypeAlias = Sequence[Row]


class Captions(NamedTuple):
    """The captions of a table.

    Arguments:
        head: the numbers of the rows that are its head.
        heads: of its columns.
        labels: of single cells, by row and column, beside the head of their column.
        columns: whether the cells of a column are of one kind; in a form they are not.
        wordy: whether its rows are of words only, so that each of them looks like a head.
    """

    head: tuple[int, ...]
    heads: dict[int, str]
    labels: dict[tuple[int, int], str]
    columns: bool
    wordy: bool

    def agree(self, other: Captions) -> bool:
        """Whether most heads are those of the other table."""
        same = sum(other.heads.get(column) == head for column, head in self.heads.items())
        return 2 * same >= max(len(self.heads), len(other.heads))


def captions(rows: Rows, given: Captions | None = None) -> Captions:
    """The captions of a table: the head of a column; in a form, or without a head, also what stands to the left.

    Arguments:
        rows: the text of each filled cell by its column, from 0.
        given: those of the table that this one continues, for where it has no head of its own.
    """
    head = _head(rows)
    if given and given.wordy and head and _heads(rows, head) != given.heads:
        head = ()  # every row looks like one
    body = [row for number, row in enumerate(rows) if number not in head]
    wordy = sum(map(is_header, body)) > len(body) / 2
    if _is_form(rows):
        return Captions((), {}, {(r, c): _side(rows[r], c, "") for r, c in _values(rows)}, False, wordy)
    if _is_stacked(rows):
        return Captions((), {}, _above(rows), False, wordy)
    heads = _heads(rows, head) if head else given.heads if given else {}
    named = _named(rows)
    mixed = _is_mixed(rows, named)
    labels = {
        (number, column): _side(row, column, "" if number in head else heads.get(column, ""))
        for number, row in enumerate(rows)
        for column in row
        if (mixed and column in named) or (number not in head and (column in named or column not in heads))
    }
    return Captions(head, heads, labels, not mixed, wordy)


def _head(rows: Rows) -> tuple[int, ...]:
    """The rows of the head; none where the table has none. What fills few columns is a title above it."""
    width = len({column for row in rows for column in row})
    for number, row in enumerate(rows[:_FIRST_ROWS]):
        if len(row) > 1 and not is_header(row):
            break
        if 2 * len(row) > width and is_header(row):
            last = number
            while last + 1 < min(len(rows) - 1, number + _HEAD) and _goes_on(row, rows[last + 1]):
                last += 1
            return tuple(range(number, last + 1))
    return ()


def _goes_on(head: Row, row: Row) -> bool:
    """Whether a row is a further line of the head above it."""
    words = all(is_caption(text) and not any(map(str.isdigit, text)) for text in row.values())
    return bool(row) and min(row) > min(head) and words


def _heads(rows: Rows, head: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for number in head:
        for column, text in rows[number].items():
            found[column] = f"{found.get(column, '')} {text}".strip()
    return {column: text for column, text in found.items() if is_caption(text)}


def _side(row: Row, column: int, head: str) -> str:
    """The caption of a cell by its head and the cell to its left, or the first one, if only numbers stand between."""
    before = [row[other] for other in sorted(row) if other < column] or [""]
    numbers = not any(map(_WORD.search, before[1:]))
    return caption(head, before[-1], before[0] if numbers else "", 1)


def _values(rows: Rows) -> Iterator[tuple[int, int]]:
    """The cells of a form that have a caption to their left: every second one."""
    return ((number, column) for number, row in enumerate(rows) for column in row if column % 2 and column - 1 in row)


def _is_form(rows: Rows) -> bool:
    """Whether pairs of a caption and a value stand beside each other, with a colon between most of them."""
    pairs = [(rows[number][column - 1], rows[number][column]) for number, column in _values(rows)]
    colons = sum(name.rstrip().endswith(":") or value.lstrip().startswith(":") for name, value in pairs)
    return len(pairs) > 1 and colons > len(pairs) / 2


def _is_stacked(rows: Rows) -> bool:
    """Whether rows of captions and rows of values take turns: a form in which a value stands below its caption."""
    names, values = rows[::2], rows[1::2]
    if len(values) < 2 or len(names) > len(values) or not all(map(is_header, names)):
        return False
    over = all(name.keys() >= value.keys() for name, value in zip(names, values, strict=True))
    beside = len(names[0]) == 2 and all(is_caption(row.get(0, "x")) for row in rows)  # captions to the left, as well
    return over and not beside and 2 * sum(map(is_header, values)) <= len(values)


def _above(rows: Rows) -> dict[tuple[int, int], str]:
    """The caption above each value of a form."""
    return {
        (number, column): rows[number - 1][column]
        for number in range(1, len(rows), 2)
        for column in rows[number]
        if is_caption(rows[number - 1].get(column, ""))
    }


def _named(rows: Rows) -> set[int]:
    """The columns in which a form may have its values: to the left of each stands a caption, all of them different."""
    beside: dict[int, list[str]] = {}
    for number, column in _values(rows):
        beside.setdefault(column, []).append(rows[number][column - 1])
    return {c for c, names in beside.items() if len(names) == len(set(names)) > 1 and all(map(is_caption, names))}


def _is_mixed(rows: Rows, named: set[int]) -> bool:
    """Whether a table may be a form: captions and, to the right of each, values of different kinds."""
    width = max((column + 1 for row in rows for column in row), default=0)
    return bool(named) and 2 * len(named) == width and all(_differ(rows, column) for column in named)


def _differ(rows: Rows, column: int) -> bool:
    """Whether the cells of a column are of so many kinds that no kind has more than half."""
    kinds = Counter(_kind(row[column]) for row in rows if column in row)
    return 2 * max(kinds.values()) <= kinds.total()


def _kind(text: str) -> str:
    """What a text is made of: ``"9-9-9"`` for a date, ``"a"`` for a word."""
    return _RUNS.sub(lambda run: " " if run[0].isspace() else "9" if run[0].isdigit() else "a", text)
