"""The check sums that Dutch and international numbers share: one pure function each.

None of them pads or strips: a caller passes exactly the digits that the written form holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "BANK_WEIGHTS",
    "BSN_WEIGHTS",
    "Checksum",
    "betalingskenmerk",
    "luhn",
    "mod97",
    "mrz_digit",
    "weighted_sum",
]


@dataclass(frozen=True, slots=True)
class Checksum:
    """A sum over digits, as data, so that an engine can work it out for many numbers at once.

    Arguments:
        weights: one per digit of the longest number; a shorter one takes the last of them.
        modulus: what the sum is divided by.
        remainders: what may be left over.
        digit_sums: a product above nine counts as the sum of its digits (Luhn).
    """

    weights: tuple[int, ...]
    modulus: int
    remainders: tuple[int, ...] = (0,)
    digit_sums: bool = False

    def holds(self, digits: str) -> bool:
        """Whether the sum over ASCII digits, no more of them than there are weights, leaves one of the remainders.

        >>> Checksum(BSN_WEIGHTS, 11).holds("123456782"), Checksum((1, 2) * 8, 10, digit_sums=True).holds("1")
        (True, False)
        """
        products = [int(digit) * weight for digit, weight in zip(digits[::-1], self.weights[::-1], strict=False)]
        total = sum(p // 10 + p % 10 if self.digit_sums and p > 9 else p for p in products)
        return total % self.modulus in self.remainders


BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
"""The elfproef of BSN, RSIN and onderwijsnummer (SGR; Logisch Ontwerp BSN)."""

BANK_WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
"""The elfproef of old bank accounts; nine digits take the last nine weights."""

_KENMERK_WEIGHTS = (2, 4, 8, 5, 10, 9, 7, 3, 6, 1)


def weighted_sum(digits: str, weights: Sequence[int]) -> int:
    """The sum of digit times weight, position by position.

    Arguments:
        digits: ASCII digits, exactly as many as there are weights.
        weights: one per digit.

    >>> weighted_sum("123456782", BSN_WEIGHTS) % 11
    0
    """
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def mod97(text: str) -> int:
    """The remainder of ISO 7064 MOD 97-10: letters count as A=10 to Z=35.

    >>> mod97("ABNA0417164300NL91")
    1
    """
    return int("".join(str(int(character, 36)) for character in text)) % 97


def luhn(digits: str) -> bool:
    """Whether the Luhn sum (ISO/IEC 7812-1, annex B) is a multiple of ten.

    >>> luhn("4111111111111111")
    True
    """
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + position % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def mrz_digit(field: str) -> int:
    """The check digit of a field of a machine readable zone (ICAO 9303-3, 4.9): weights 7, 3, 1, sum modulo 10.

    Arguments:
        field: characters of ``0-9A-Z<``.

    >>> mrz_digit("SPECI2014")
    2
    """
    return sum((0 if c == "<" else int(c, 36)) * (7, 3, 1)[i % 3] for i, c in enumerate(field)) % 10


def betalingskenmerk(digits: str) -> int:
    """The check digit over the positions 2 to 16 of a betalingskenmerk.

    Source: Specificatie Betalingskenmerk, Belastingdienst.

    Arguments:
        digits: the digits after the check digit.

    >>> betalingskenmerk("036000011302270")
    0
    """
    total = sum(int(digit) * _KENMERK_WEIGHTS[i % 10] for i, digit in enumerate(reversed(digits)))
    return {10: 1, 11: 0}.get(11 - total % 11, 11 - total % 11)
