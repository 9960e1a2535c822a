"""A string in JSON that is as long as a book (a picture, a whole document): read in windows that overlap."""

from __future__ import annotations

import re
from collections.abc import Iterator

from piiscan.formats._json_walk import TOKEN, Walk, label, pointer, unescaped
from piiscan.model import Span, Text
from piiscan.reading import Reading

__all__ = ["Buffer", "in_pieces"]

_WINDOW = 1 << 19
_BEFORE, _AFTER = 1 << 10, 1 << 12
"""Code points of the file that a window shows of the ones before and after it."""
_INSIDE = re.compile(r'[^"\\]*+(?:\\(?:u[0-9a-fA-F]{4}|u(?=.{4})|[^u])[^"\\]*+)*+', re.DOTALL)
"""The inside of a string as far as whole escapes go."""


class Buffer:
    """Text that was read and not yet taken.

    Arguments:
        pieces: the rest of the text.
        path: the blob's.
        reading: the budget.

    Attributes:
        base: code points taken before.
    """

    def __init__(self, pieces: Iterator[str], path: str, reading: Reading) -> None:
        self.base = 0
        self._text = ""
        self._more = True
        self._pieces = pieces
        self._path = path
        self._reading = reading

    def show(self, wanted: int) -> tuple[str, bool]:
        """The text that comes next, so many code points of it as far as there are, and whether there is more."""
        held, size = [self._text], len(self._text)
        while self._more and size < wanted:
            self._reading.tick(self._path)
            piece = next(self._pieces, None)
            self._more = piece is not None
            held.append(piece or "")
            size += len(held[-1])
        self._text = "".join(held)
        return self._text[:wanted], self._more or size > wanted

    def take(self, count: int) -> None:
        """Takes code points from the beginning."""
        self._text = self._text[count:]
        self.base += count


def in_pieces(buffer: Buffer, walk: Walk) -> Iterator[Text]:
    """The string that the text begins with.

    Arguments:
        buffer: left behind the quote that closes the string.
        walk: told about the string, and broken where nothing closes it.
    """
    opened = TOKEN.match('""')
    step, column = (opened and walk.token(opened)) or (None, -1)
    caption = "" if column == -2 else label(step)
    buffer.take(1)
    lead, ended = 0, False
    while not ended:
        text, more = buffer.show(_WINDOW)
        end = _end(text, len(text))
        ended = end < len(text) and text[end] == '"'
        if not ended and not more:
            walk.broken, ended, end = True, True, len(text)
        cut = end if ended else _end(text, end - _AFTER)
        before, own, after = map(unescaped, (text[:lead], text[lead:cut], text[cut:end]))
        yield Text(
            text=before + own + after,
            base=buffer.base,
            core=Span(len(before), len(before) + len(own)),
            places=(pointer(step),),
            labels=(caption,),
            columns=(max(-1, column),),
            heads=walk.heads,
        )
        keep = end + 1 if ended else _end(text, cut - _BEFORE)
        walk.turn(text, keep)
        buffer.take(min(keep, len(text)))
        lead = cut - keep


def _end(text: str, limit: int) -> int:
    """The offset before ``limit`` up to which the inside of a string goes in whole escapes."""
    match = _INSIDE.match(text, 0, limit)
    return match.end() if match else 0
