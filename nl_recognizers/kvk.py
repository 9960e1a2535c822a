"""KvK-nummer: the number of a company in the trade register of the Kamer van Koophandel.

Form: eight digits, bare or grouped (69 59 90 84, 6959 9084, 69.599.084).

Worth of the check: there is none, the digits mean nothing; so it is only reported beside a label. Of "KvK" and "BSN"
the nearest wins. Personal data where the company is a person: the register shows the home address of a sole trader.

Source: Handelsregisterwet 2007, art. 9; kvk.nl, "Nummers in het Handelsregister".
"""

from __future__ import annotations

from piiscan.recognizer import Digits, Recognizer

__all__ = ["RECOGNIZER", "is_valid"]

_FORM = Digits(lengths=(8,), groups=((2, 2, 2, 2), (4, 4), (2, 3, 3), (2, 6)), separators=" .-")


def is_valid(text: str) -> bool:
    """Whether a written form may be a KvK-nummer: eight digits, not all zero.

    >>> is_valid("69 59 90 84"), is_valid("6959908"), is_valid("00000000")
    (True, False, False)
    """
    digits = _FORM.digits(text)
    return digits is not None and bool(digits.strip("0"))


RECOGNIZER = Recognizer(
    entity="NL_KVK",
    forms=(_FORM,),
    check=is_valid,
    prior=-4.7,
    context=(
        "k v k",
        "kvk",
        "kvk nummer",
        "kvk nr",
        "kvk inschrijfnummer",
        "kvk dossiernummer",
        "kvk dossiernr",
        "kamer van koophandel",
        "handelsregister",
        "handelsregisternummer",
        "coc",
        "coc number",
        "coc nr",
        "chamber of commerce",
        "trade register",
    ),
    negative_context=("datum", "telefoon", "tel"),
    label_required=True,
    examples=(
        "KvK 27124700",
        "ingeschreven bij de Kamer van Koophandel onder nummer 02345678",
        "K.v.K.-nr: 69 59 90 84",
    ),
    counterexamples=("12345678", "order 12345678", "KvK 1234567", "24122024 KvK", "KvK 012345678"),
)
