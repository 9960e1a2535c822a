"""AGB-code: the number of a care provider or practice in the register of Vektis.

Form: eight digits, the first two the kind of care; bare or with a blank, dash or dot after those two.

Worth of the check: there is none, and eight digits are also a KvK-nummer or a date, so it is only reported beside a
label. Personal data where it names a provider and not a practice; the number does not say which.

Source: AGB-register (Vektis).
"""

from __future__ import annotations

from piiscan.recognizer import Digits, Recognizer

__all__ = ["RECOGNIZER", "is_valid"]

_FORM = Digits(lengths=(8,), groups=((2, 6),), separators=" .-")


def is_valid(text: str) -> bool:
    """Whether a written form may be an AGB-code: eight digits, not all zero.

    >>> is_valid("12048821"), is_valid("12-048821"), is_valid("1204882")
    (True, True, False)
    """
    digits = _FORM.digits(text)
    return digits is not None and bool(digits.strip("0"))


RECOGNIZER = Recognizer(
    entity="NL_AGB",
    forms=(_FORM,),
    check=is_valid,
    prior=-5.0,
    context=("agb", "agb code", "agb nummer", "agb nr", "agb code zorgverlener", "agb code praktijk", "vektis"),
    negative_context=("datum",),
    label_required=True,
    examples=("AGB-code praktijk 12048821", "AGB: 01-012345", "agbcode zorgverlener 03012345"),
    counterexamples=("12048821", "KvK 12048821", "AGB-code 1204882", "dossiernummer 12048821"),
)
