"""KvK-nummer: the number of a company in the trade register of the Kamer van Koophandel.

Form: eight digits, bare or grouped (69 59 90 84, 6959 9084, 69.599.084).

Worth of the check: there is none, the digits mean nothing; so it is only reported beside a label. Of "KvK" and "BSN"
the nearest wins; eight digits that are a date of our time are taken for one. Personal data where the company is a
person: the register shows the home address of a sole trader.

Source: Handelsregisterwet 2007, art. 9; kvk.nl, "Nummers in het Handelsregister".
"""

from __future__ import annotations

import re

from piiscan.recognizer import Digits, Recognizer

__all__ = ["RECOGNIZER", "is_valid"]

_DAY, _MONTH, _YEAR = "(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|1[0-2])", "(?:19[5-9][0-9]|20[0-3][0-9])"
_DATE = re.compile(f"{_DAY}{_MONTH}{_YEAR}|{_YEAR}{_MONTH}{_DAY}", re.ASCII)
_FORM = Digits(lengths=(8,), groups=((2, 2, 2, 2), (4, 4), (2, 3, 3), (2, 6)), separators=" .-")


def is_valid(text: str) -> bool:
    """Whether a written form may be a KvK-nummer: eight digits, not all zero.

    >>> is_valid("69 59 90 84"), is_valid("6959908"), is_valid("00000000")
    (True, False, False)
    """
    digits = _FORM.digits(text)
    return digits is not None and bool(digits.strip("0"))


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    return (("reads as a date", -3.6),) if _DATE.fullmatch(text) else ()


RECOGNIZER = Recognizer(
    entity="NL_KVK",
    forms=(_FORM,),
    check=is_valid,
    prior=-4.7,
    context=(
        "k.v.k.",
        "kvk",
        "kvk nummer",
        "kvk nr",
        "kvk inschrijfnummer",
        "kvk registratienummer",
        "kvk dossiernummer",
        "kvk dossiernr",
        "kvk dossier",
        "kamer van koophandel",
        "handelsregister",
        "handelsregisternummer",
        "coc",
        "coc number",
        "coc nr",
        "chamber of commerce",
        "trade register",
    ),
    negative_context=("ref", "d.d.", "datum", "telefoon", "tel"),
    adjust=_adjust,
    label_required=True,
    examples=(
        "KvK 27124700",
        "ingeschreven bij de Kamer van Koophandel onder nummer 02345678",
        "K.v.K.-nr: 69 59 90 84",
    ),
    counterexamples=(
        "12345678",
        "order 12345678",
        "KvK 1234567",
        "24122024 KvK",
        "KvK 012345678",
        "uittreksel KvK d.d. 12032024",
    ),
)
