"""Where lines and cells end, found for a whole window at once: no object is made for a line or a cell.

A text is looked at as one byte per code point. What ends something is a mask of those bytes: true at the last character
of a line end (LF, CRLF, or CR alone) or at a delimiter.

Source of the quoting: RFC 4180, read leniently. A quote opens only at the start of a cell; what follows the quote that
closes it, up to the end of the cell, is taken as it stands; a quote that nothing closes takes all the rest.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Mask", "after_last", "cell_ends", "codes", "line_ends", "starts_after"]

Mask: TypeAlias = NDArray[np.bool_]

_LF, _CR, _QUOTE = b'\n\r"'

# The C library returns large blocks to the system as soon as they are free, and pays for every page when it takes them
# again, unless a larger block was freed before; so much of the time would go to that.
np.empty(31 << 20, np.uint8)


def codes(text: str) -> NDArray[np.uint8]:
    """A byte per code point: what it is in Latin-1, and a question mark for what Latin-1 lacks."""
    return np.frombuffer(text.encode("latin-1", "replace"), np.uint8)


def line_ends(data: NDArray[np.uint8]) -> Mask:
    """The ends of lines in a text given as `codes`; of CRLF the LF."""
    ends: Mask = data == _LF
    returns = data == _CR
    if returns.any():
        returns[:-1] &= ~ends[1:]
        ends |= returns
    return ends


def cell_ends(
    data: NDArray[np.uint8], delimiter: str, *, begun: bool = False, quotes: bool = True
) -> tuple[Mask, Mask]:
    """The ends of cells, those of rows among them, and the ends of rows.

    Arguments:
        data: the `codes` of a text.
        delimiter: one character.
        begun: whether the text begins inside a cell, where no quote opens.
        quotes: whether quotes mean anything.
    """
    rows = line_ends(data)
    cells = data == ord(delimiter)
    cells |= rows
    marks = data == _QUOTE
    if quotes and marks.any():
        outside = ~_inside(marks, np.concatenate(([not begun], cells[:-1])))
        rows &= outside
        cells &= outside
    return cells, rows


def after_last(mask: Mask) -> int:
    """The offset after the last end in a mask; 0 where there is none."""
    return mask.tobytes().rfind(1) + 1


def starts_after(ends: Mask) -> NDArray[np.intp]:
    """Where the stretches between ends begin: at 0, and after each end but one that nothing follows."""
    found = np.flatnonzero(ends[:-1])
    starts = np.empty(len(found) + 1, found.dtype)
    starts[0] = 0
    np.add(found, 1, out=starts[1:])
    return starts


def _inside(quotes: Mask, opening: Mask) -> Mask:
    """What stands in quotes, the quote that opens included, the one that closes not.

    Where every quote means something, what is inside has an odd number of them before it. Inside a cell, two quotes
    that touch stand for one: the first closes, the second opens again.

    Arguments:
        quotes: where quotes are.
        opening: where a quote would open: at the start of a cell, were it outside of quotes.
    """
    inside = _odd(quotes)
    astray = inside & quotes
    astray &= ~opening
    astray[1:] &= ~quotes[:-1]
    return _odd(_meant(quotes, opening)) if astray.any() else inside


def _odd(mask: Mask) -> Mask:
    """Whether up to and including each place the mask is true an odd number of times.

    As ``numpy.logical_xor.accumulate``, but on 64 places at a time: within a word by doubling, then from word to word.
    """
    packed = np.packbits(mask, bitorder="little")
    words = np.zeros(-(-len(packed) // 8), "<u8")
    words.view(np.uint8)[: len(packed)] = packed
    for shift in (1, 2, 4, 8, 16, 32):
        words ^= words << np.uint64(shift)
    carry = np.logical_xor.accumulate(words >> np.uint64(63) != 0)
    words[1:] ^= np.where(carry[:-1], ~np.uint64(0), np.uint64(0))
    return np.unpackbits(words.view(np.uint8), count=len(mask), bitorder="little").view(np.bool_)


def _meant(quotes: Mask, opening: Mask) -> Mask:
    """The quotes without those that are ordinary characters: in a cell that begins with none, or has closed its own.

    From a quote that opens on, every second one has to open, or touch the one before it. The first that does not is
    ordinary, and so is all up to the next that stands where one opens.
    """
    places = np.flatnonzero(quotes)
    may_open = opening[places]
    openers = np.flatnonzero(may_open)
    astray = np.flatnonzero(~may_open & np.concatenate(([True], np.diff(places) > 1)))
    ends = np.full(len(openers), len(places))
    for parity in (0, 1):
        own, wrong = openers % 2 == parity, astray[astray % 2 == parity]
        ends[own] = np.append(wrong, len(places))[np.searchsorted(wrong, openers[own])]
    following = np.searchsorted(openers, ends).tolist()
    taken, number = [], 0
    while number < len(openers):
        taken.append(number)
        number = following[number]
    turns = np.zeros(len(places) + 1, np.int8)
    turns[openers[taken]] += 1
    turns[ends[taken]] -= 1
    meant = np.zeros_like(quotes)
    meant[places] = np.cumsum(turns[:-1], dtype=np.int8)
    return meant
