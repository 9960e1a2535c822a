"""Numbers in the cells of a workbook, as digits and dates that a person would read (ECMA-376 part 1, 18.8.30)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

__all__ = ["Style", "shown", "style_of"]

_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Built-in formats that show a date or a time."""
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]', re.DOTALL)
_ZEROS = re.compile(r'(?:"[^"]*"|\\.|[0 ()+/-]|\[[^\]]*\])+', re.DOTALL)
_LAST_DAY = 2_958_465
_LONGEST = 21


class Style:
    """How numbers of one style are shown.

    Arguments:
        date: as a date.
        zeros: the format where it is a mask of digits (``000000000``); else empty.
    """

    __slots__ = ("date", "zeros")

    def __init__(self, date: bool = False, zeros: str = "") -> None:
        self.date = date
        self.zeros = zeros


def style_of(number: int, code: str) -> Style:
    """The style of a number format.

    Arguments:
        number: its identifier.
        code: its format code; empty for a built-in one.
    """
    first = code.partition(";")[0]
    bare = _QUOTED.sub("", first).lower()
    if (not code and number in _DATES) or (re.search(r"[dmyhs]", bare) and "general" not in bare and "0" not in bare):
        return Style(date=True)
    return Style(zeros=first if first.count("0") >= 5 and _ZEROS.fullmatch(first) else "")


def shown(raw: str, style: Style, since_1904: bool = False) -> str:
    """The text of a numeric cell: its digits, never in scientific form; the date for a cell that shows one.

    >>> shown("1.23456782E8", Style()), shown("12345678", Style(zeros="000000000"))
    ('123456782', '012345678')
    >>> shown("29252", Style(date=True))
    '1980-02-01'
    """
    try:
        number = Decimal(raw.strip())
    except InvalidOperation:
        return raw
    if not number.is_finite() or number.adjusted() > _LONGEST:
        return raw
    if style.date and 0 <= number <= _LAST_DAY:
        return _date(float(number), since_1904)
    if number == number.to_integral_value():
        digits = str(int(number))
        return _masked(digits, style.zeros) if style.zeros and not digits.startswith("-") else digits
    return str(float(number)) if "e" not in str(float(number)) else format(number, "f")


def _date(serial: float, since_1904: bool) -> str:
    # the calendar of 1900 counts a 29 February that never was
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 31 if serial < 60 else 30)
    moment = start + timedelta(days=int(serial), seconds=round(serial % 1 * 86400))
    if serial < 1:
        return moment.strftime("%H:%M:%S")
    return moment.strftime("%Y-%m-%d %H:%M:%S").removesuffix(" 00:00:00") if serial % 1 else f"{moment:%Y-%m-%d}"


def _masked(digits: str, mask: str) -> str:
    """The digits in a mask; those before its first zero go in front of it."""
    pieces = re.findall(r'"([^"]*)"|\\(.)|\[[^\]]*\]|([0 ()+/-])', mask, re.DOTALL)
    digits = digits.rjust(sum(piece[2] == "0" for piece in pieces), "0")
    extra = len(digits) - sum(piece[2] == "0" for piece in pieces)
    text, position = "", 0
    for quoted, escaped, plain in pieces:
        if plain != "0":
            text += quoted or escaped or plain
        else:
            step = 1 + (extra if not position else 0)
            text += digits[position : position + step]
            position += step
    return text
