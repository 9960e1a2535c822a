"""Onderwijsnummer: the number in education of a pupil or student who has no BSN (persoonsgebonden nummer, PGN).

Form: nine digits that begin with 10, bare or grouped like a BSN. A pupil with a BSN has that as PGN.

Worth of the check: the sum of the BSN's elfproef leaves 5 instead of 0, so that the two never meet. With the prefix 1
in 1,100 random numbers passes; few exist, so that a label is needed all the same.

Source: Wet register onderwijsdeelnemers; stdnum.nl.onderwijsnummer for the remainder.
"""

from __future__ import annotations

from piiscan.checksums import BSN_WEIGHTS, Checksum, weighted_sum
from piiscan.recognizer import Digits, Recognizer

__all__ = ["RECOGNIZER", "is_valid"]

_FORM = Digits(
    lengths=(9,), groups=((4, 2, 3), (3, 3, 3)), separators=" .-", checksum=Checksum(BSN_WEIGHTS, 11, (5,)), first="1"
)


def is_valid(text: str) -> bool:
    """Whether a written form is an onderwijsnummer: its shape, the prefix 10 and the remainder 5.

    >>> is_valid("101222331"), is_valid("100252333"), is_valid("211222337")
    (True, False, False)
    """
    digits = _FORM.digits(text)
    return digits is not None and digits.startswith("10") and weighted_sum(digits, BSN_WEIGHTS) % 11 == 5


RECOGNIZER = Recognizer(
    entity="NL_ONDERWIJSNUMMER",
    forms=(_FORM,),
    check=is_valid,
    prior=-8.7,
    check_name="prefix 10, remainder 5",
    check_weight=7.0,
    context=(
        "onderwijsnummer",
        "onderwijs nr",
        "onderwijsnr",
        "pgn",
        "pgn nummer",
        "persoonsgebonden nummer",
        "leerlingnummer",
        "leerling nr",
        "leerlingnr",
        "bsn of onderwijsnummer",
        "bsn onderwijsnummer",
    ),
    examples=("Onderwijsnummer 101222331", "PGN: 1099.94.596", "persoonsgebonden nummer 109 992 502"),
    counterexamples=("101222331", "onderwijsnummer 102222331", "Ordernummer 101222331", "onderwijsnummer 109994498"),
)
