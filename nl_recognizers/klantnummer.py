"""Klantnummer: the number that an organisation gives a customer, member, patient or debtor.

Form: the organisation's own; three to twelve digits and letters (2200418, K-10342).

Worth of the check: there is none, so it is only reported beside a label.

Source: the categories of a privacy statement (toegangs- of identificatiegegevens).
"""

from __future__ import annotations

from nl_recognizers._own_number import forms, is_own_number
from piiscan.recognizer import Recognizer

__all__ = ["RECOGNIZER", "is_valid"]

_WHO = (
    "klant", "klanten", "relatie", "debiteur", "debiteuren", "cliënt", "client", "cliënten", "clienten", "lid", "leden",
    "lidmaatschaps", "deelnemer", "deelnemers", "abonnee", "patiënt", "patient", "patiënten", "patienten", "verzekerde",
    "verzekerden", "student", "studenten", "leerling", "leerlingen", "huurder", "huurders", "bewoners", "donateur",
    "donateurs", "cursist",
)  # fmt: skip
_LABELS = (
    *(f"{who}{number}" for who in _WHO for number in ("nummer", " nr")),
    "klant id",
    "klantcode",
    "relatiecode",
    "debiteurcode",
    "cliëntcode",
    "patient id",
    "lid id",
    "verz nr",
    "customer number",
    "customer no",
    "customer id",
    "member id",
)


def is_valid(text: str) -> bool:
    """Whether a written form may be a klantnummer.

    >>> is_valid("2200418"), is_valid("K-10342"), is_valid("nieuw")
    (True, True, False)
    """
    return is_own_number(text)


RECOGNIZER = Recognizer(
    entity="NL_KLANTNUMMER",
    forms=forms(_LABELS, range(4, 11)),
    check=is_valid,
    prior=-6.0,
    context=_LABELS,
    label_required=True,
    examples=("Klantnr 2200418", '"klantId": 883012', "Relatienummer: K-10342", "Lidnr. 10233"),
    counterexamples=("2200418", "klantnummer onbekend", "de klant kocht 2200418 stuks", "Klantnummer per 12-03-2024"),
)
