"""Vestigingsnummer: the number of one establishment of a company in the trade register.

Form: twelve digits, bare or in threes or fours; those issued so far begin with 0000.

Worth of the check: there is none, so it is only reported beside a label.

Source: Handelsregisterwet 2007, art. 9; kvk.nl, "Nummers in het Handelsregister".
"""

from __future__ import annotations

from piiscan.recognizer import Digits, Recognizer

__all__ = ["RECOGNIZER", "is_valid"]

_FORM = Digits(lengths=(12,), groups=((4, 4, 4), (3, 3, 3, 3)), separators=" .-")


def is_valid(text: str) -> bool:
    """Whether a written form may be a vestigingsnummer: twelve digits, not all zero.

    >>> is_valid("000012345678"), is_valid("0000 1234 5678"), is_valid("12345678")
    (True, True, False)
    """
    digits = _FORM.digits(text)
    return digits is not None and bool(digits.strip("0"))


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    return () if (_FORM.digits(text) or "").startswith("0000") else (("does not begin with 0000", -2.0),)


RECOGNIZER = Recognizer(
    entity="NL_VESTIGINGSNUMMER",
    forms=(_FORM,),
    check=is_valid,
    prior=-5.0,
    context=(
        "vestigingsnummer",
        "vestigings nr",
        "vestiging",
        "vestiging nr",
        "vest nr",
        "vestiging nummer",
        "kvk vestigingsnummer",
        "kvk vestiging",
    ),
    adjust=_adjust,
    label_required=True,
    examples=(
        "vestigingsnummer 000012345678",
        "KvK: 12345678 (vestiging 000012345678)",
        '"vestigingsnummer": "000037178598"',
    ),
    counterexamples=("000012345678", "order 000012345678", "vestigingsnummer 00001234567", "vestiging 12"),
)
