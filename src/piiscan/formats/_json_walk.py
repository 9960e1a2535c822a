"""Where in a JSON document each token stands, found in one pass and without recursion.

Source: RFC 8259 (JSON), RFC 6901 (JSON pointer).
"""

from __future__ import annotations

import re
from itertools import count
from typing import NamedTuple, TypeAlias

from piiscan.formats._grid import is_caption
from piiscan.model import escape

__all__ = ["TOKEN", "Step", "Walk", "label", "pointer", "unescaped"]

_DEEPEST = 10_000
"""Levels of nesting whose keys are remembered; what stands deeper is read all the same."""
_LONGEST_KEY = 80
_MOST_STEPS = 40
_MOST_SHAPES = 100_000
"""Different keys and places of values that are told apart; the values of others stand in no column."""
TOKEN = re.compile(
    r'"([^"\\]*+(?:\\.[^"\\]*+)*+)("|\\?\Z)\s*+([:,]?)'  # a string, and what ends it
    r'|([^\s"{}\[\]:,]++)\s*+([:,]?)'  # a number, a literal, or what has no place here
    r"|([{}\[\]:,])",
    re.DOTALL,
)
_SCALAR = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|NaN|-?Infinity")
_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_ESCAPES = {'\\"': '"', "\\/": "/", "\\n": "\n", "\\t": "\t", "\\r": "\r", "\\b": "\b", "\\f": "\f"}

Step: TypeAlias = "tuple[Step | None, str | int]"
"""The step before, which neighbours share, and a key or an index; the first is the line of a record, or 0."""


class _Frame(NamedTuple):
    """An object or array that is open.

    Arguments:
        mark: ``"{"``, ``"["``, or empty for the document itself.
        step: its own.
        shape: the number of its keys without indexes, -1 where there are too many.
        table: whether it stands in an array, or in a line of its own.
    """

    mark: str
    step: Step | None
    shape: int
    table: bool


_VALUE, _KEY, _COLON, _COMMA, _END = 1, 2, 4, 8, 16
"""What may come next, as bits."""


class Walk:
    """Where in the document the next token stands; a stack of its own, so that no nesting is too deep.

    Attributes:
        broken: whether something stood where it may not.
        lines: whether each value of the document has a line of its own.
        records: how many values of the document have begun.
        heads: the captions of columns, by number: the nearest key, or in an array of arrays what the first one says.
        tokens: how many tokens were seen.
    """

    def __init__(self) -> None:
        self.broken = False
        self.lines = False
        self.records = 0
        self.heads: dict[int, str] = {}
        self.tokens = 0
        self._frame = _Frame("", None, 0, False)
        self._stack: list[tuple[_Frame, str | int]] = []
        self._key: str | int = 0
        self._next = _VALUE
        self._deeper = 0
        self._line = 1
        self._counted = 0
        self._shapes: dict[tuple[int, str | int], int] = {}
        self._numbers = count(1)

    @property
    def complete(self) -> bool:
        """Whether a value was read and nothing is open."""
        return bool(self.records) and not self._stack and not self._deeper

    def token(self, match: re.Match[str]) -> tuple[Step | None, int] | None:
        """Takes a token; of a string or number tells its step and its column, -1 for none and -2 for a key."""
        self.tokens += 1
        string, closed, after, word, behind, mark = match.groups()
        place = None
        if mark is None:
            place = self._scalar(match, string, word)
            self.broken = self.broken or not (closed == '"' if word is None else _SCALAR.fullmatch(word))
        elif mark in "{[":
            self._open(mark, match)
        elif mark in "}]":
            self._close(mark)
        separator = after or behind or mark
        if separator == ",":
            self._demand(_COMMA, _KEY if self._frame.mark == "{" else _VALUE)
            if isinstance(self._key, int):
                self._key += 1
        elif separator == ":":
            self._demand(_COLON, _VALUE)
        return place

    def turn(self, text: str, cut: int) -> None:
        """Says that the next token comes from the text after ``cut``."""
        self._line += text.count("\n", self._counted, cut)
        self._counted = 0

    def _scalar(self, match: re.Match[str], string: str, word: str | None) -> tuple[Step | None, int]:
        if word is None and self._next & _KEY and not self._deeper:
            self._key = (unescaped(string) if "\\" in string else string)[:_LONGEST_KEY]
            self._next = _COLON
            return (self._frame.step, self._key), -2
        step, shape, table = self._value(match)
        if self._frame.mark == "[" and word is None and table and self._in_first_row and is_caption(string):
            self.heads[shape] = unescaped(string).strip()
        return step, shape if table else -1

    def _value(self, match: re.Match[str]) -> tuple[Step, int, bool]:
        """The step, the shape, and whether in a table, of the value that begins here."""
        mark, step, shape, table = self._frame
        if mark:
            self._demand(_VALUE, _COMMA | _END)
            place = self._key if mark == "{" or self._in_row else 0
            number = self._shapes.get((shape, place)) or self._new_shape(shape, place)
            return (step, self._key), number, table or mark == "["
        self._demand(_VALUE, _VALUE)
        self.records += 1
        self.lines = self.lines or self.records > 1
        self._line += match.string.count("\n", self._counted, match.start())
        self._counted = match.start()
        return (None, self._line if self.lines else 0), 0, self.lines

    @property
    def _in_row(self) -> bool:
        """Whether the array around is one of many, in an array or each in its line: its values stand in columns."""
        around = self._stack[-1][0].mark if self._stack else "{"
        return self._frame.mark == "[" and (around == "[" or (self.lines and not around))

    @property
    def _in_first_row(self) -> bool:
        return self._in_row and (self._stack[-1][1] == 0 if self._stack[-1][0].mark else self.records == 1)

    def _new_shape(self, shape: int, place: str | int) -> int:
        if shape < 0 or len(self._shapes) >= _MOST_SHAPES:
            return -1
        number = self._shapes[shape, place] = next(self._numbers)
        self.heads[number] = place if isinstance(place, str) else self.heads.get(shape, "")
        return number

    def _open(self, mark: str, match: re.Match[str]) -> None:
        if len(self._stack) >= _DEEPEST:
            self._deeper += 1
            return
        inside = self._value(match)
        self._stack.append((self._frame, self._key))
        self._frame = _Frame(mark, *inside)
        self._key = "" if mark == "{" else 0
        self._next = (_KEY if mark == "{" else _VALUE) | _END

    def _close(self, mark: str) -> None:
        if self._deeper:
            self._deeper -= 1
            self._next = _COMMA | _END
            return
        self._demand(_END, self._next)
        self.broken = self.broken or self._frame.mark + mark not in ("{}", "[]")
        if self._stack:
            self._frame, self._key = self._stack.pop()
            self._next = _COMMA | _END if self._stack else _VALUE

    def _demand(self, wanted: int, following: int) -> None:
        self.broken = self.broken or not (self._next & wanted or self._deeper)
        self._next = following


def unescaped(raw: str) -> str:
    r"""What the inside of a string stands for; a wrong escape stands for itself.

    >>> unescaped(r"Ren\u00e9e \ud83d\ude00 \/")
    'Renée 😀 /'
    """
    return "\\".join(map(_without_pairs, raw.split("\\\\"))) if "\\" in raw else raw


def _without_pairs(raw: str) -> str:
    """`unescaped` for what holds no escaped backslash, so that every backslash begins an escape."""
    for written, meant in _ESCAPES.items():
        raw = raw.replace(written, meant)
    if "\\u" not in raw:
        return raw
    plain = _UNICODE.sub(lambda match: chr(int(match[1], 16)), raw)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def pointer(step: Step | None) -> str:
    """The place of a step; of a very long one its end."""
    keys: list[str] = []
    while step and step[0]:
        keys.append(str(step[1]).replace("~", "~0").replace("/", "~1"))
        step = step[0]
    if len(keys) > _MOST_STEPS:
        keys[_MOST_STEPS:] = ["..."]
    line = f"line={step[1]}" if step and step[1] else ""
    path = "key=" + escape("/" + "/".join(reversed(keys))) if keys else ""
    return ";".join(filter(None, (line, path)))


def label(step: Step | None) -> str:
    """The nearest key around a value."""
    while step and step[0] and not isinstance(step[1], str):
        step = step[0]
    return str(step[1]) if step and step[0] else ""
