"""The shape of a number that an organisation hands out by its own rules: to an employee, to a customer.

It has no fixed form and no check; a label makes it. What is shared here is what such a number looks like, and what only
looks like one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from piiscan.recognizer import Digits, Form, Pattern, plain

__all__ = ["forms", "is_own_number"]

_TOKEN = r"[0-9A-Z](?:[./\-]?[0-9A-Z]){1,11}"  # noqa: S105 - a pattern, no secret
_SPACED = r"[0-9]{3,4}(?: [0-9]{3,4}){1,2}"
_LETTERS_FIRST = r"[A-Z]{1,4}[.\-]?[0-9]{3,8}"
_SHAPE = re.compile(f"{_TOKEN}|{_SPACED}", re.ASCII | re.IGNORECASE)
_DATE = re.compile(r"[0-9]{1,2}[./\-][0-9]{1,2}[./\-][0-9]{2,4}|[0-9]{4}[./\-][0-9]{1,2}[./\-][0-9]{1,2}", re.ASCII)


def is_own_number(text: str) -> bool:
    """Whether a token may be such a number: 3 to 12 letters and digits, a digit at least, and no date.

    >>> is_own_number("00023"), is_own_number("E-10342"), is_own_number("onbekend"), is_own_number("12-03-2024")
    (True, True, False, False)
    """
    token = plain(text)
    if not _SHAPE.fullmatch(token) or _DATE.fullmatch(token):
        return False
    letters = [character for character in token if character.isalnum()]
    return 3 <= len(letters) <= 12 and any(character.isdigit() for character in letters)


def forms(labels: Sequence[str], lengths: Sequence[int]) -> tuple[Form, ...]:
    """The forms of such a number: digits or letters and digits, which need a label, and anything right behind one.

    Arguments:
        labels: the context words; a blank stands for blanks, dots, dashes or underscores, or for nothing.
        lengths: how many digits there are where it is only digits.
    """
    words = "|".join(re.escape(label).replace(r"\ ", r"[ ._\-]{0,2}") for label in labels)
    return (
        Digits(lengths=tuple(lengths)),
        Pattern(_LETTERS_FIRST, reach=13),
        Pattern(
            rf"(?:{words})[\"']?[ \t]{{0,3}}[.:=>]{{0,2}}[ \t]{{0,24}}[\"']?(?P<value>{_SPACED}|{_TOKEN})",
            ignore_case=True,
            prior=8.0,
            labelled=True,
            reach=48,
        ),
    )
