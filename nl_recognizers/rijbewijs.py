"""Rijbewijsnummer: the number of a Dutch driving licence, field 5 on the front and top left on the back.

Form: ten digits, bare or in groups.

Worth of the check: none is known, so the number counts only beside its label. Telephone numbers have ten digits too and
begin with a zero, which lowers the score.

Source: RDW, rubrieken op het rijbewijs (model 2014).
"""

from __future__ import annotations

from piiscan.recognizer import Digits, Pattern, Recognizer

__all__ = ["RECOGNIZER", "is_valid"]

_NAMED = Pattern(
    r"rijbewijs[ \t]{0,3}(?:[.,;:)|]|\r?\n)?[ \t\r\n]{0,4}(?:(?:document|legitimatie)?(?:nummer|nr))[ .:\"'=|]{1,20}"
    r"(?P<value>[0-9]{10})",
    ignore_case=True,
    prior=8.0,
    labelled=True,
    reach=40,
)
"""As the kind of a document whose number follows."""
_FIELD = Pattern(
    r"\b4[a-d][.:]? [^\n]{2,60}[ \t]{0,4}[ \n][ \t]{0,4}5[.:]? {0,3}(?P<value>[0-9]{10})",
    prior=6.0,
    labelled=True,
    anchor=r"[ \t\n]5[.:]? {0,3}[0-9]{10}\b",
    reach=80,
)
"""As it stands on the front, in field 5 behind one of the fields 4."""
_AFTER = Pattern(
    r"(?P<value>[0-9]{10})\)? (?:op|van|is|hoort bij)(?: het| zijn| haar| mijn| uw| je| jouw)? rijbewijs",
    ignore_case=True,
    prior=6.0,
    labelled=True,
)
_FORM = Digits(lengths=(10,), groups=((4, 3, 3), (3, 3, 4), (2, 2, 2, 2, 2), (1, 3, 3, 3)), separators=" .-")


def is_valid(text: str) -> bool:
    """Whether a written form has the ten digits of a licence.

    >>> is_valid("4910398677"), is_valid("491039867"), is_valid("0000000000")
    (True, False, False)
    """
    digits = _FORM.digits(text)
    return digits is not None and len(set(digits)) > 1


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    return (("first digit of a telephone number", -3.0),) if text.startswith("0") else ()


RECOGNIZER = Recognizer(
    entity="NL_RIJBEWIJSNUMMER",
    forms=(_FORM, _NAMED, _FIELD, _AFTER),
    check=is_valid,
    prior=-4.0,
    context=(
        "rijbewijs",
        "rijbewijsnr",
        "rijbewijsnummer",
        "rijbewijs nummer",
        "rijbewijs met nummer",
        "rijbewijs met kenmerk",
        "nummer rijbewijs",
        "rijbew",
        "rijbewijshouder",
        "driving licence",
        "driver's license",
        "driving licence number",
        "driver license number",
    ),
    negative_context=(
        "aanmeldnummer",
        "afspraak",
        "afspraaknummer",
        "boekingsnummer",
        "kandidaatnummer",
        "mobiel",
        "reservering",
        "reserveringsnummer",
        "tel",
        "telefoon",
    ),
    adjust=_adjust,
    label_required=True,
    examples=(
        "Uw rijbewijs met nummer 4055909113 verloopt.",
        "rijbewijsnr: 5094962111",
        "Rijbewijs: ja, nummer 5094 962 111",
    ),
    counterexamples=(
        "Uw aanvraag is onder nummer 4481029376 geregistreerd.",
        "rijbewijs 49103986",
        "Bestelnummer 4055909113",
        "rijbewijs gehaald, bel 0201234567",
        "CBR reserveringsnummer 4373399361",
    ),
)
