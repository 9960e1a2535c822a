"""What in a text a reader would take for a number, an address, a code or a date, whether or not anything reads it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from piiscan.model import Span

__all__ = ["Token", "tokens"]

_FEWEST = 5
"""Digits of a number that deserves a line."""
_GLUE = 40
"""Letters that touch a number and are taken along, at most."""
_MONTHS = "jan|feb|mrt|maa|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec"
_DATE = re.compile(
    r"(?<![0-9./\-])(?:[0-9]{1,2}([./\-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})|[0-9]{4}([./\-])[0-9]{1,2}\2[0-9]{1,2})"
    rf"(?![0-9]|[./\-][0-9])|(?<![0-9])[0-9]{{1,2}}[ \-](?:{_MONTHS})[a-z]{{0,6}}\.?[ \-][0-9]{{2,4}}(?![0-9])",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^\s@<>()\"',;:\[\]]{1,64}@[^\s@<>()\"',;:\[\]]{0,190}|@[^\s@<>()\"',;:\[\]]{2,190}")
_CODE = re.compile(
    r"(?<![0-9A-Za-z\-])(?=[0-9A-Za-z\-]*[0-9])(?=[0-9A-Za-z\-]*[A-Za-z])"
    r"(?:[0-9A-Za-z]{1,3}-[0-9A-Za-z]{1,3}-[0-9A-Za-z]{1,3}|(?=[0-9A-Z]{6}(?![0-9A-Za-z\-]))[0-9A-Z]{6})(?![0-9A-Za-z\-])"
)
_NUMBER = re.compile(r"[0-9](?:[ .\-/]?[0-9])*")
_PIECE = re.compile(r"[^ ]+")
_GLUED = re.compile(r"[A-Za-z_]")


class Token(NamedTuple):
    """A stretch that looks like something: ``kind`` is ``"number"``, ``"address"``, ``"code"`` or ``"date"``."""

    start: int
    end: int
    kind: str

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


def tokens(text: str) -> list[Token]:
    """Every number of five digits or more, every word with an @, every code like a number plate, every date.

    What is one of these is none of the kinds named later.

    Arguments:
        text: normalised; the offsets are its own.

    >>> [text[slice(*token[:2])] for text in ["12-03-1980 12345 a@b 12-AB-34 1 23"] for token in tokens(text)]
    ['12-03-1980', '12345', 'a@b', '12-AB-34']
    """
    found: list[Token] = []  # in order, none overlapping
    for kind, spans in (
        ("date", (match.span() for match in _DATE.finditer(text))),
        ("address", (match.span() for match in _ADDRESS.finditer(text))),
        ("code", (match.span() for match in _CODE.finditer(text))),
        ("number", _numbers(text)),
    ):
        for start, end in spans:
            place = bisect_left(found, (start, end, ""))
            before = found[place - 1].end if place else 0
            after = found[place].start if place < len(found) else len(text)
            first, last = max(start, before), min(end, after)
            if (first, last) == (start, end) or (kind == "number" and _digits(text[first:last]) >= _FEWEST):
                found.insert(place, Token(first, last, kind))
    return found


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    """Numbers, bare or in groups; letters that touch them belong to them."""
    for match in _NUMBER.finditer(text):
        for start, end in _pieces(match.group(), match.start()):
            for _ in range(_GLUE):
                start -= bool(start and _GLUED.match(text[start - 1]))
                end += bool(end < len(text) and _GLUED.match(text[end]))
            yield start, end


def _pieces(cluster: str, start: int) -> Iterator[tuple[int, int]]:
    """The numbers of a cluster: long pieces between blanks each by itself, short ones next to each other together."""
    together: list[tuple[int, int]] = []
    for match in (*_PIECE.finditer(cluster), None):
        if match is not None and _digits(match.group()) < _FEWEST:
            together.append(match.span())
            continue
        if together and _digits(cluster[together[0][0] : together[-1][1]]) >= _FEWEST:
            yield start + together[0][0], start + together[-1][1]
        together = []
        if match is not None:
            yield start + match.start(), start + match.end()


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))
