"""Makes text plain for matching and remembers where every character came from.

Full-width digits, odd blanks and odd dashes become plain ones; soft hyphens and zero-width characters, which hide a
number from a pattern, are dropped. The engine then works on one byte per character (Latin-1 with a stand-in for the
rest), so that the offsets of a match need no translation beyond the dropped characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from piiscan.model import Span
from piiscan.recognizer import plain

__all__ = ["Normalised", "normalise"]

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_LETTER, _OTHER, _EURO, _DROPPED = 0xFF, 0xA4, 0x80, 0xAD
"""What stands for a letter beyond Latin-1, for another sign, for the euro sign, and for what is dropped (itself a soft
hyphen)."""


@dataclass(frozen=True, slots=True, eq=False)
class Normalised:
    """A text as the patterns see it.

    Arguments:
        text: plain characters, each of them in Latin-1 or the euro sign; a stand-in for others.
        data: the same, one byte per character.
        dropped: for each character that was dropped, how many of ``text`` stand before it; ascending.
        source: the original text, where ``text`` holds stand-ins.
    """

    text: str
    data: bytes
    dropped: NDArray[Any] | None = None
    source: str = ""

    def value(self, start: int, end: int) -> str:
        """The plain characters of a span of ``text``, without stand-ins."""
        if not self.source:
            return self.text[start:end]
        return plain(_INVISIBLE.sub("", self.source[slice(*self.original(start, end))]))

    def original(self, start: int, end: int) -> Span:
        """The span of the original text for a span of ``text``."""
        if self.dropped is None:
            return Span(start, end)
        first = start + int(np.searchsorted(self.dropped, start, side="right"))
        return Span(first, end + int(np.searchsorted(self.dropped, end - 1, side="right")) if end > start else first)

    def position(self, offset: int) -> int:
        """An offset of ``text`` for an offset of the original text."""
        return offset if self.dropped is None else int(self.positions(np.array([offset]))[0])

    def positions(self, offsets: NDArray[Any]) -> NDArray[Any]:
        """Offsets of ``text`` for offsets of the original text."""
        if self.dropped is None:
            return offsets
        gone = self.dropped + np.arange(len(self.dropped))
        return offsets - np.searchsorted(gone, offsets)


def normalise(text: str) -> Normalised:
    """The plain form of a text, with the way back to its offsets."""
    if text.isascii():
        return Normalised(text, text.encode("ascii"))
    data, is_latin = _bytes_of(text)
    dropped = None
    if bytes([_DROPPED]) in data:
        gone = np.flatnonzero(np.frombuffer(data, np.uint8) == _DROPPED)
        dropped = gone - np.arange(len(gone))
        data = data.translate(None, bytes([_DROPPED]))
    shown = data.decode("latin-1")
    if bytes([_EURO]) in data:
        shown = shown.replace(chr(_EURO), "€")
    return Normalised(shown, data, dropped, "" if is_latin else text)


def _bytes_of(text: str) -> tuple[bytes, bool]:
    """One byte for each character, `_DROPPED` for those to leave out, and whether all were in Latin-1."""
    try:
        return text.encode("latin-1").replace(b"\xa0", b" "), True
    except UnicodeEncodeError:
        pass
    codes: NDArray[Any] = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.dtype("<u2"))
    if len(codes) != len(text):
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))
    data = np.frombuffer(bytearray(codes.astype(np.uint8).tobytes().replace(b"\xa0", b" ")), np.uint8)
    beyond = np.flatnonzero(codes > 0xFF)
    data[beyond] = _table()[np.minimum(codes[beyond], 0xFFFF)]
    for offset in beyond[codes[beyond] > 0xFFFF].tolist():
        data[offset] = _byte(text[offset])
    return data.tobytes(), False


@cache
def _table() -> NDArray[np.uint8]:
    """The byte of each character of the basic plane."""
    return np.array([_byte(chr(code)) for code in range(0x10000)], np.uint8)


def _byte(character: str) -> int:
    if _INVISIBLE.match(character):
        return _DROPPED
    code = ord(plain(character))
    if code < 256:
        return code
    if character == "€":
        return _EURO
    return _LETTER if character.isalpha() else _OTHER
