"""AGB-code: the number of a care provider or practice in the register of Vektis.

Form: eight digits, the first two the kind of care; bare or with a blank, dash or dot after those two.

Worth of the check: there is none, and eight digits are also a KvK-nummer or a date, so it is only reported beside a
label. Personal data where it names a provider and not a practice; the number does not say which.

Source: AGB-register (Vektis).
"""

from __future__ import annotations

import re

from piiscan.recognizer import Digits, Recognizer

__all__ = ["RECOGNIZER", "is_valid"]

_DATE = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:[0-2]\d|3[01])(?:0\d|1[0-2])20[0-3]\d", re.ASCII
)
_FORM = Digits(lengths=(8,), groups=((2, 6),), separators=" .-")


def is_valid(text: str) -> bool:
    """Whether a written form may be an AGB-code: eight digits, not all zero.

    >>> is_valid("12048821"), is_valid("12-048821"), is_valid("1204882")
    (True, True, False)
    """
    digits = _FORM.digits(text)
    return digits is not None and bool(digits.strip("0"))


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    return (("reads as a date", -3.2),) if _DATE.fullmatch(text) else ()


RECOGNIZER = Recognizer(
    entity="NL_AGB",
    forms=(_FORM,),
    check=is_valid,
    prior=-5.0,
    context=("agb", "agb code", "agb nummer", "agb nr", "agb code zorgverlener", "agb code praktijk", "vektis"),
    negative_context=("datum",),
    adjust=_adjust,
    label_required=True,
    examples=("AGB-code praktijk 12048821", "AGB: 01-012345", "agbcode zorgverlener 03012345"),
    counterexamples=("12048821", "KvK 12048821", "AGB-code 1204882", "AGB geldig vanaf 20220216"),
)
