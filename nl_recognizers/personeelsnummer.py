"""Personeelsnummer: the number that an employer gives an employee (medewerkernummer, stamnummer).

Form: the employer's own; three to twelve digits and letters (00023, E-10342).

Worth of the check: there is none, so it is only reported beside a label.

Source: the categories of a privacy statement (toegangs- of identificatiegegevens).
"""

from __future__ import annotations

from nl_recognizers._own_number import forms, is_own_number
from piiscan.recognizer import Recognizer

__all__ = ["RECOGNIZER", "is_valid"]

_LABELS = (
    "personeelsnummer",
    "personeels nr",
    "personeels id",
    "pers nr",
    "pers nummer",
    "medewerkernummer",
    "medewerkersnummer",
    "medewerker nr",
    "medewerker id",
    "medewerkers nr",
    "mdw nr",
    "mdw nummer",
    "werknemernummer",
    "werknemersnummer",
    "werknemer nr",
    "werknemer id",
    "stamnummer",
    "stam nr",
    "dienstnummer",
    "employee number",
    "employee no",
    "employee id",
    "staff number",
)


def is_valid(text: str) -> bool:
    """Whether a written form may be a personeelsnummer.

    >>> is_valid("00023"), is_valid("MDW-0042"), is_valid("Jansen")
    (True, True, False)
    """
    return is_own_number(text)


RECOGNIZER = Recognizer(
    entity="NL_PERSONEELSNUMMER",
    forms=forms(_LABELS, range(3, 9)),
    check=is_valid,
    prior=-6.0,
    context=_LABELS,
    label_required=True,
    examples=("Pers.nr: 00023", "personeelsnummer E-10342", '{"medewerkerId": "4821"}', "Stamnummer 2024/118"),
    counterexamples=("00023", "personeelsnummer onbekend", "Artikel E-10342", "Personeelsnummer vanaf 12-03-2024"),
)
