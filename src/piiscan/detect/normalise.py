"""Makes text plain for matching and remembers where every character came from.

Full-width digits, odd blanks and odd dashes become plain ones; soft hyphens and zero-width characters, which hide a
number from a pattern, are dropped. The engine then works on one byte per character (Latin-1 with a stand-in for the
rest), so that the offsets of a match need no translation beyond the dropped characters.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass

from piiscan.model import Span
from piiscan.recognizer import plain

__all__ = ["Normalised", "normalise"]

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+")
_STAND_IN = "piiscan-stand-in"


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text as the patterns see it.

    Arguments:
        text: plain characters.
        data: the same, one byte per character.
        kept: the start, in ``text``, of each stretch after dropped characters.
        dropped: how many characters were dropped before that stretch.
    """

    text: str
    data: bytes
    kept: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()

    def original(self, start: int, end: int) -> Span:
        """The span of the original text for a span of ``text``."""
        return Span(start + self._shift(start), end - 1 + self._shift(end - 1) + 1) if end > start else Span(start, end)

    def position(self, offset: int) -> int:
        """An offset of ``text`` for an offset of the original text."""
        low = 0
        for kept, dropped in zip(self.kept, self.dropped, strict=True):
            if offset < kept + dropped:
                break
            low = dropped
        return offset - low

    def _shift(self, offset: int) -> int:
        index = bisect_right(self.kept, offset) - 1
        return self.dropped[index] if index >= 0 else 0


def normalise(text: str) -> Normalised:
    """The plain form of a text, with the way back to its offsets."""
    if text.isascii():
        return Normalised(text, text.encode("ascii"))
    kept: list[int] = []
    dropped: list[int] = []
    total = 0
    for match in _INVISIBLE.finditer(text):
        total += match.end() - match.start()
        kept.append(match.end() - total)
        dropped.append(total)
    clean = plain(_INVISIBLE.sub("", text) if kept else text)
    return Normalised(clean, clean.encode("latin-1", _STAND_IN), tuple(kept), tuple(dropped))


def _stand_in(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    gone = error.object[error.start : error.end]
    return bytes(0xFF if character.isalpha() else 0xA4 for character in gone), error.end


codecs.register_error(_STAND_IN, _stand_in)
