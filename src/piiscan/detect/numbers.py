"""The long digit runs of a whole window at once: where they stand, and whether a check sum holds.

Everything here works on arrays; nothing is done number by number. Offsets are those of the bytes, one byte per
character. It may over-report: whether a candidate is written as its recogniser wants is looked at later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from piiscan.checksums import Checksum

__all__ = ["LEAST", "Numbers"]

Array: TypeAlias = NDArray[Any]

LEAST = 8
"""Digits of the shortest run that is looked for; three doublings of one digit make eight."""

_PAD = 16
"""Bytes before the text, so that sixteen bytes before any place can be loaded."""
_LOW = np.uint64(0x0F0F0F0F0F0F0F0F)
_KEPT = np.array([0x0F0F0F0F0F0F0F0F >> 8 * gone << 8 * gone for gone in range(8, -1, -1)], np.uint64)
"""What is left of eight digits of which only so many belong to a number, 0 to 8: the last of them."""
_EVEN = np.uint64(0x00FF00FF00FF00FF)
_ONES = np.uint64(0x0101010101010101)
_FOUR = np.uint32(0x01010101)
_LETTERS = [chr(code).isalnum() or chr(code) in "_@%" for code in range(128)] + [False] * 128
_TOUCHES = np.array(_LETTERS, np.bool_)
"""The bytes that make a number a piece of something else when they stand right after it."""


class Numbers:
    """The runs of eight digits or more in a text.

    Arguments:
        data: the text, one byte per character.

    Attributes:
        starts, ends: of each run, half-open.
        lengths: of each run, those beyond 255 counted as 255.
    """

    def __init__(self, data: bytes) -> None:
        self._padded = np.zeros(-(-(len(data) + _PAD) // 8) * 8 + 8, np.uint8)
        self._padded[_PAD : _PAD + len(data)] = np.frombuffer(data, np.uint8)
        self._digit = (self._padded - np.uint8(48)) < 10
        # a run of eight holds four that begin at a multiple of four, and at most three beyond the last of those
        fours = self._digit.view(np.uint32)
        full = np.flatnonzero(fours == _FOUR)
        breaks = np.flatnonzero(np.diff(full) > 1)
        first, last = np.concatenate((full[:1], full[breaks + 1])), np.concatenate((full[breaks], full[-1:]))
        starts = (first << 2) - _in_a_row(fours[first - 1], (24, 16, 8))
        ends = (last << 2) + 4 + _in_a_row(fours[last + 1], (0, 8, 16))
        long = ends - starts >= LEAST
        self.starts, self.ends = starts[long] - _PAD, ends[long] - _PAD
        self.lengths = np.minimum(self.ends - self.starts, 255).astype(np.uint8)

    def bare(self, lengths: Sequence[int], first: str = "0123456789") -> Array:
        """The numbers of the runs of these lengths that begin with one of these digits and touch no letter after."""
        good = _is_one_of(self.lengths, lengths) & self._free
        if first != "0123456789":
            good &= _is_one_of(self._first, first.encode())
        return np.asarray(np.flatnonzero(good))

    def quads(self, low: int, high: int, mark: str) -> tuple[Array, Array]:
        """Four groups of so many digits with the same mark between them: starts and ends."""
        dots = np.flatnonzero(self._padded == ord(mark))
        dots = dots[self._digit[dots - 1] & self._digit[dots + 1]]
        steps = np.diff(dots)
        near = (steps >= low + 1) & (steps <= high + 1)
        first = np.flatnonzero(near[:-1] & near[1:])
        between = self._all_digits(dots[first], dots[first + 1], high) & self._all_digits(
            dots[first + 1], dots[first + 2], high
        )
        first = first[between]
        starts, before = self._edge(dots[first], -1, high)
        ends, after = self._edge(dots[first + 2], 1, high)
        whole = before & after
        return starts[whole] - _PAD, ends[whole] - _PAD

    def holds(self, runs: Array, checksum: Checksum) -> Array:
        """For which of some runs, none longer than sixteen digits, a sum over their digits holds."""
        total = np.zeros(len(runs), np.uint64)
        for word, digits in enumerate(self._words):
            weights = checksum.weights[::-1][8 * word : 8 * word + 8]
            if weights:
                total += _sum(digits[runs], checksum, weights)
        rest = total % np.uint64(checksum.modulus)
        return _is_one_of(rest, checksum.remainders)

    def values(self, runs: Array) -> Array:
        """The last sixteen digits of some runs as integers."""
        low, high = self._words
        return _integer(high[runs]) * np.int64(10**8) + _integer(low[runs])

    def before(self, runs: Array) -> Array:
        """The six bytes before each of some runs, of the same line, as one integer, all digits alike."""
        octets = self._load(self.starts[runs] - 8).view(np.uint8).reshape(-1, 8)
        masked = np.where((octets - np.uint8(48)) < 10, np.uint8(57), octets)
        line_end = (masked == 10) | (masked == 0)
        masked[np.logical_or.accumulate(line_end[:, ::-1], axis=1)[:, ::-1]] = 0
        return masked.view("<u8").ravel() >> np.uint64(16)

    @cached_property
    def _free(self) -> Array:
        """Which runs touch no letter after them."""
        return np.asarray(~_TOUCHES[self._padded[self.ends + _PAD]])

    @cached_property
    def _first(self) -> Array:
        return np.asarray(self._padded[self.starts + _PAD])

    @cached_property
    def _words(self) -> tuple[Array, Array]:
        """The last eight digits of each run, and the eight before those, as bytes of integers."""
        high = self._load(self.ends - 16) & _KEPT[np.clip(self.lengths, 8, 16) - 8]
        return self._load(self.ends - 8) & _LOW, high

    def _load(self, places: Array) -> Array:
        view: Array = np.ndarray((len(self._padded) - 7,), np.dtype("<u8"), self._padded, 0, (1,))
        return np.asarray(view[places + _PAD])

    def _edge(self, marks: Array, step: int, most: int) -> tuple[Array, Array]:
        """Where the digits end that go on from each mark, and whether they are no more than so many."""
        edge, going = marks.copy(), np.ones(len(marks), np.bool_)
        for _ in range(most):
            going &= self._digit[edge + step]
            edge += np.where(going, step, 0)
        end = edge if step < 0 else edge + 1
        return end, ~(going & self._digit[edge + step])

    def _all_digits(self, left: Array, right: Array, most: int) -> Array:
        good = np.ones(len(left), np.bool_)
        for step in range(1, most + 1):
            good &= self._digit[left + step] | (left + step >= right)
        return good


def _in_a_row(bits: Array, shifts: tuple[int, int, int]) -> Array:
    """How many of three bits are set from the first on, without a gap."""
    one, two, three = ((bits >> np.uint32(shift)) & np.uint32(1) for shift in shifts)
    return one * (np.uint32(1) + two * (np.uint32(1) + three))


def _is_one_of(values: Array, few: Iterable[int]) -> Array:
    """Whether each value is one of a few; a comparison for each is faster than a table."""
    found = np.zeros(len(values), np.bool_)
    for one in few:
        found |= values == one
    return found


def _sum(digits: Array, checksum: Checksum, weights: Sequence[int]) -> Array:
    """The sum over the last eight digits or the eight before; weights from the right."""
    if checksum.digit_sums:
        twice = (digits & _mask(weights, 2)) << np.uint64(1)
        over = ((twice + np.uint64(0x7676767676767676)) & np.uint64(0x8080808080808080)) >> np.uint64(7)
        total = (digits & _mask(weights, 1)) + twice - over * np.uint64(9)
        return np.asarray((total * _ONES) >> np.uint64(56))
    # byte 7 holds the last digit; lanes of sixteen bits hold every second one
    factor = [weight % checksum.modulus for weight in (*weights, *(0,) * (8 - len(weights)))][::-1]
    even, odd = digits & _EVEN, (digits >> np.uint64(8)) & _EVEN
    return _lanes(even, factor[0::2]) + _lanes(odd, factor[1::2])


def _lanes(values: Array, weights: Sequence[int]) -> Array:
    """The sum of lane times weight: the top lane of one multiplication."""
    packed = sum(weight << (16 * (3 - lane)) for lane, weight in enumerate(weights))
    return np.asarray((values * np.uint64(packed)) >> np.uint64(48))


def _mask(weights: Sequence[int], weight: int) -> np.uint64:
    return np.uint64(sum(0xFF << (8 * (7 - place)) for place, one in enumerate(weights) if one == weight))


def _integer(digits: Array) -> Array:
    """The number that eight digits, as bytes of an integer, write."""
    pairs = (digits * np.uint64(10) + (digits >> np.uint64(8))) & _EVEN
    fours = (pairs * np.uint64(100) + (pairs >> np.uint64(16))) & np.uint64(0x0000FFFF0000FFFF)
    whole = (fours * np.uint64(10000) + (fours >> np.uint64(32))) & np.uint64(0xFFFFFFFF)
    return np.asarray(whole.astype(np.int64))
