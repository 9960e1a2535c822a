"""V-nummer: the number of a foreign national at the immigration service (vreemdelingennummer, IND).

Form: ten digits, bare or 3-3-4.

Worth of the check: none is known, so it is only reported beside a label.

Source: Vreemdelingenbesluit 2000, Basisvoorziening Vreemdelingen; no published specification of the length was found.
"""

from __future__ import annotations

from piiscan.recognizer import Digits, Recognizer

__all__ = ["RECOGNIZER", "is_valid"]

_FORM = Digits(lengths=(10,), groups=((3, 3, 4),), separators=" .-")


def is_valid(text: str) -> bool:
    """Whether a written form may be a V-nummer: ten digits, not all zero.

    >>> is_valid("2812345678"), is_valid("281.234.5678"), is_valid("281234567")
    (True, True, False)
    """
    digits = _FORM.digits(text)
    return digits is not None and bool(digits.strip("0"))


RECOGNIZER = Recognizer(
    entity="NL_VNUMMER",
    forms=(_FORM,),
    check=is_valid,
    prior=-5.0,
    context=(
        "v nummer",
        "v nr",
        "vreemdelingennummer",
        "vreemdelingen nr",
        "vreemdelingnummer",
        "ind nummer",
        "ind v nummer",
        "bvv nummer",
    ),
    negative_context=("telefoon", "tel", "mobiel"),
    label_required=True,
    examples=("V-nummer 2812345678", "vreemdelingennummer: 281.234.5678", "V-nr. 2712345678"),
    counterexamples=("2812345678", "ordernummer 2812345678", "V-nummer 281234567", "mobiel 0612345678"),
)
