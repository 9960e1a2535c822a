"""Dutch number words below a hundred, in which people spell out a number on the telephone."""

from __future__ import annotations

import re

__all__ = ["NUMBER_WORD", "spoken_digits"]

_UNITS = ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_TEENS = ("tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien")
_TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
_DIGITS = {
    **{word: str(value) for value, word in enumerate((*_UNITS, *_TEENS))},
    **{word: str(10 * value) for value, word in enumerate(_TENS, 2)},
    **{
        f"{unit}en{ten}": str(10 * tens + ones)
        for tens, ten in enumerate(_TENS, 2)
        for ones, unit in enumerate(_UNITS[1:], 1)
    },
}

# the longer words first: the first alternative that fits wins
NUMBER_WORD = "(?:[a-zéë]{3,5}[eë]n(?:" + "|".join(_TENS) + ")|" + "|".join((*_TENS, *_TEENS, *_UNITS)) + ")"
"""A pattern for one number word."""


def spoken_digits(text: str) -> str:
    """The digits of a number spelled out; ``x`` for a word that is no number.

    >>> spoken_digits("nul zes twaalf achtenveertig")
    '061248'
    """
    words = re.split("[ ,-]+", text.lower().replace("é", "e").replace("ë", "e"))
    return "".join(_DIGITS.get(word, "x") for word in words)
