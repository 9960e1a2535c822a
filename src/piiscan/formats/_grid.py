"""Tables: which cell is the caption of which."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

__all__ = ["caption", "column_name", "is_caption", "is_header"]

_WORD = re.compile(r"[^\W\d_]{2}")
_VALUE = re.compile(r"\d{3}|@")
_LONGEST = 60


@lru_cache(maxsize=4096)
def is_caption(text: str) -> bool:
    """Whether a cell could be the caption of others: short, with a word, without a number or an address.

    >>> is_caption("BSN"), is_caption("123456782"), is_caption("")
    (True, False, False)
    """
    return len(text) <= _LONGEST and bool(_WORD.search(text)) and not _VALUE.search(text)


def is_header(cells: Mapping[int, str]) -> bool:
    """Whether a row of a sheet (column number to text) is the head of a table: captions throughout, two at least."""
    filled = [text for text in cells.values() if text.strip()]
    return len(filled) >= 2 and sum(map(is_caption, filled)) >= 0.8 * len(filled)


def caption(header: str, left: str, first: str, columns: int) -> str:
    """The caption of a cell.

    In a table of three columns or more it is the head of the column; in a narrow one, or without a head, also the
    cell to the left or the first of the row (a form).

    Arguments:
        header: the head of its column; empty where there is none or the cell is in the head itself.
        left: the cell to its left.
        first: the first cell of its row.
        columns: how many columns the table has.
    """
    head = header.strip() if is_caption(header) else ""
    if head and columns > 2:
        return head
    side = next((text.strip() for text in (left, first) if is_caption(text)), "")
    return f"{head} {side}".strip()


@lru_cache(maxsize=1 << 15)
def column_name(number: int) -> str:
    """The letters of a column, counted from 0.

    >>> column_name(0), column_name(27)
    ('A', 'AB')
    """
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
