r"""JSON, and JSON Lines: a record per line.

A Text is the file as it stands, in windows, with the escapes inside strings resolved (``"Ren\u00e9e"`` reads
``"Renée"``), so keys, duplicate keys and digits of any length are all there, and nesting costs nothing. Its runs are
the strings and numbers. Places are JSON pointers: ``key=/persoon/bsn``, in JSON Lines ``line=7;key=/bsn``. The label of
a value is its key; its column that of all values under the same keys.

Source: RFC 8259 (JSON), RFC 6901 (JSON pointer).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from itertools import count
from typing import BinaryIO, NamedTuple, TypeAlias

from piiscan.errors import CannotRedact, LimitExceeded
from piiscan.formats._encoding import decode, looks_like_text, texts
from piiscan.formats._lazy import Lazy
from piiscan.model import Blob, Edit, Part, Problem, Status, Text, escape
from piiscan.reading import Reading

SUFFIXES = (".json", ".jsonl", ".ndjson", ".geojson", ".webmanifest", ".ipynb", ".har")
REDACTABLE = False

_WINDOW = 1 << 20
_SAMPLE = 1 << 16
_SAMPLE_TOKENS = 200
_DEEPEST = 10_000
"""Levels of nesting whose keys are remembered; what stands deeper is read all the same."""
_LONGEST_KEY = 80
_MOST_STEPS = 40
_TOKEN = re.compile(
    r'"([^"\\]*+(?:\\.[^"\\]*+)*+)("?)\s*+([:,]?)'  # a string, and whether it ends
    r'|([^\s"{}\[\]:,]++)\s*+([:,]?)'  # a number, a literal, or what has no place here
    r"|([{}\[\]:,])",
    re.DOTALL,
)
_SCALAR = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|NaN|-?Infinity")
_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_ESCAPES = {'\\"': '"', "\\/": "/", "\\n": "\n", "\\t": "\t", "\\r": "\r", "\\b": "\b", "\\f": "\f"}


def sniff(head: bytes) -> bool:
    """Text whose first two hundred tokens begin an object or an array, or a row of them."""
    if not looks_like_text(head):
        return False
    text = decode(head[:_SAMPLE]).lstrip()
    if not text.startswith(("{", "[")):
        return False
    more = len(head) >= _SAMPLE
    walk = _walked(text, more)
    return not walk.broken and (walk.complete or more or walk.tokens > 1)


def parts(blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
    """The text, window by window; a Problem where it is not well-formed, for what should follow may be missing."""
    walk = _Walk()
    with blob.open() as stream:
        yield from _windows(walk, texts(stream), blob.path, reading)
    if walk.broken or not walk.complete:
        yield Problem(blob.path, Status.PARTIAL, "malformed")


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Raises `CannotRedact`: not possible yet."""
    raise CannotRedact("this format cannot be redacted yet", blob.path)


def _windows(walk: _Walk, pieces: Iterator[str], path: str, reading: Reading) -> Iterator[Text]:
    text, base, wanted, more = next(pieces), 0, _WINDOW, True
    walk.lines = _walked(text[:_SAMPLE], more=True).records > 1
    while more:
        while more and len(text) < wanted:
            reading.tick(path)
            piece = next(pieces, None)
            more, text = piece is not None, text + (piece or "")
        # a window ends with an object if it can, so that a record is seen whole
        window = _Window(text, text.rfind("}") + 1 if more else len(text), more, walk)
        if not window.cut:
            window = _Window(text, len(text), more, walk)
        if window.cut:
            yield window.text(base)
            base, text, wanted = base + window.cut, text[window.cut :], _WINDOW
        elif more:
            wanted *= 2
            if wanted > reading.limits.part:
                raise LimitExceeded("part", path)


def _walked(text: str, more: bool) -> _Walk:
    """A walk over the beginning of a text, which may go on."""
    walk = _Walk()
    for match in _TOKEN.finditer(text):
        cut_off = match.end() == len(text) and not match[6] and (more or not match[4])
        if walk.broken or walk.tokens > _SAMPLE_TOKENS or (cut_off and match[2] != '"'):
            break
        walk.token(match)
    return walk


Step: TypeAlias = "tuple[Step | None, str | int]"
"""The step before, which neighbours share, and a key or an index; the first is the line of a record, or 0."""


class _Frame(NamedTuple):
    """An object or array that is open.

    Arguments:
        mark: ``"{"``, ``"["``, or empty for the document itself.
        step: its own.
        shape: the number of its keys without indexes.
        table: whether it stands in an array, or in a line of its own.
    """

    mark: str
    step: Step | None
    shape: int
    table: bool


_VALUE, _KEY, _COLON, _COMMA, _END = 1, 2, 4, 8, 16
"""What may come next, as bits."""


class _Walk:
    """Where in the document the next token stands; a stack of its own, so that no nesting is too deep.

    Attributes:
        broken: whether something stood where it may not.
        lines: whether each value of the document has a line of its own.
        records: how many values of the document have begun.
        tokens: how many tokens were seen.
    """

    def __init__(self) -> None:
        self.broken = False
        self.lines = False
        self.records = 0
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
            self.broken = self.broken or not (closed if word is None else _SCALAR.fullmatch(word))
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
        self._shapes.clear()

    def _scalar(self, match: re.Match[str], string: str, word: str | None) -> tuple[Step | None, int]:
        if word is None and self._next & _KEY and not self._deeper:
            self._key = unescaped(string)[:_LONGEST_KEY]
            self._next = _COLON
            return (self._frame.step, self._key), -2
        step, shape, table = self._value(match)
        return step, shape if table else -1

    def _value(self, match: re.Match[str]) -> tuple[Step, int, bool]:
        """The step, the shape, and whether in a table, of the value that begins here."""
        mark, step, shape, table = self._frame
        if mark:
            self._demand(_VALUE, _COMMA | _END)
            kind = (shape, 0 if mark == "[" else self._key)
            number = self._shapes.get(kind) or self._shapes.setdefault(kind, next(self._numbers))
            return (step, self._key), number, table or mark == "["
        self._demand(_VALUE, _VALUE)
        self.records += 1
        self.lines = self.lines or self.records > 1
        self._line += match.string.count("\n", self._counted, match.start())
        self._counted = match.start()
        return (None, self._line if self.lines else 0), 0, self.lines

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
            return
        self._demand(_END, self._next)
        self.broken = self.broken or self._frame.mark + mark not in ("{}", "[]")
        if self._stack:
            self._frame, self._key = self._stack.pop()
            self._next = _COMMA | _END if self._stack else _VALUE

    def _demand(self, wanted: int, following: int) -> None:
        self.broken = self.broken or not (self._next & wanted or self._deeper)
        self._next = following


class _Window:
    """A stretch of the document made into a Text.

    Arguments:
        text: the document from here on, as far as it was read.
        limit: where the stretch ends at the latest.
        more: whether the document goes on after ``text``.
        walk: takes the tokens.

    Attributes:
        cut: where the stretch ends: after its last whole token; 0 where there is none.
    """

    def __init__(self, text: str, limit: int, more: bool, walk: _Walk) -> None:
        self.cut = limit
        self._pieces: list[str] = []
        self._starts = array("q", [0])
        self._steps: list[Step | None] = [None]
        self._columns = array("q", [-1])
        position = shift = 0
        for match in _TOKEN.finditer(text, 0, limit):
            if more and match.end() == limit and not match[2] and not match[6]:
                self.cut = match.start()
                break
            place = walk.token(match)
            if place is None:
                continue
            raw, start = match[4] or match[1], match.start() + (match[4] is None)
            self._starts.append(start - shift)
            self._steps.append(place[0])
            self._columns.append(place[1])
            if "\\" in raw:
                plain = unescaped(raw)
                self._pieces += [text[position:start], plain]
                position, shift = start + len(raw), shift + len(raw) - len(plain)
        self._pieces.append(text[position : self.cut])
        if self.cut:
            walk.turn(text, self.cut)

    def text(self, base: int) -> Text:
        """The stretch, its escapes resolved."""
        size = len(self._starts)
        return Text(
            text="".join(self._pieces),
            base=base,
            starts=self._starts,
            places=Lazy(size, lambda run: _pointer(self._steps[run])),
            labels=Lazy(size, lambda run: "" if self._columns[run] == -2 else _label(self._steps[run])),
            columns=Lazy(size, lambda run: max(-1, self._columns[run])),
        )


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


def _pointer(step: Step | None) -> str:
    """The place of a step; of a very long one its end."""
    keys: list[str] = []
    while step and step[0]:
        keys.append(str(step[1]).replace("~", "~0").replace("/", "~1"))
        step = step[0]
    if len(keys) > _MOST_STEPS:
        keys[_MOST_STEPS:] = ["..."]
    line = f"line={step[1]}" if step and step[1] else ""
    pointer = "key=" + escape("/" + "/".join(reversed(keys))) if keys else ""
    return ";".join(filter(None, (line, pointer)))


def _label(step: Step | None) -> str:
    """The nearest key around a value."""
    while step and step[0] and not isinstance(step[1], str):
        step = step[0]
    return str(step[1]) if step and step[0] else ""
