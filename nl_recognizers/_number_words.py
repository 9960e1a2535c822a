"""Dutch number words below a thousand, in which people spell out a number on the telephone."""

from __future__ import annotations

import re

__all__ = ["FIRST_WORDS", "SPOKEN", "spoken_digits"]

_UNITS = ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_TEENS = ("tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien")
_TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
_BELOW_HUNDRED = {
    **{word: value for value, word in enumerate((*_UNITS, *_TEENS))},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
    **{
        f"{unit}en{ten}": 10 * tens + ones
        for tens, ten in enumerate(_TENS, 2)
        for ones, unit in enumerate(_UNITS[1:], 1)
    },
}
_DIGITS = {
    **{word: str(value) for word, value in _BELOW_HUNDRED.items()},
    **{
        f"{unit}honderd{word}": str(100 * hundreds + value)
        for hundreds, unit in enumerate(("", *_UNITS[2:]), 1)
        for word, value in (("", 0), *_BELOW_HUNDRED.items())
        if word != "nul"
    },
}

_UNIT = "(?:een|[eé][eé]n|" + "|".join(_UNITS[2:]) + ")"
_BELOW = f"(?:{_UNIT}(?:[eë]n| en )(?:{'|'.join(_TENS)})|" + "|".join((*_TENS, *_TEENS)) + f"|nul|{_UNIT})"
# the longer words first: the first alternative that fits wins
_WORD = f"(?:(?:{'|'.join(_UNITS[2:])})?honderd(?:{_BELOW})?|(?:dubbele? )?{_BELOW}|[0-9]{{1,4}})"
_GAP = "(?:[ ,.]{1,2}| ?- ?| streepje )"
_STEMS = "[eé][eé]n|elf|tien|tachtig|tw[aei]|dert|drie|v[ei][eij]|zes|zeven|acht|negen|honderd|dubbel|[0-9]"
FIRST_WORDS = f"(?:nul|plus){_GAP}(?:{_STEMS})"
"""A pattern for how a spoken number begins."""
SPOKEN = f"(?:nul|plus)(?:{_GAP}{_WORD}){{3,12}}"
"""A pattern for a number spelled out, some of it in digits, perhaps."""


def spoken_digits(text: str) -> str:
    """The digits of a number spelled out, ``+`` for "plus"; ``x`` for a word that is no number.

    >>> spoken_digits("nul zes twaalf achtenveertig"), spoken_digits("plus eenendertig zes dubbel vijf 12")
    ('061248', '+3165512')
    """
    plain = text.lower().replace("é", "e").replace("ë", "e").replace(" streepje ", " ")
    plain = re.sub(f"({_UNIT}) en ({'|'.join(_TENS)})", r"\1en\2", plain)
    digits, times = "", 1
    for word in re.split("[ ,.-]+", plain):
        if word in ("dubbel", "dubbele"):
            times = 2
            continue
        digits += times * ("+" if word == "plus" else word if word.isdigit() else _DIGITS.get(word, "x"))
        times = 1
    return digits
