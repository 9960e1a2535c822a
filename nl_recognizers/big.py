"""BIG-nummer: the number of a care professional in the register of the Wet BIG.

Form: eleven digits; ten where a spreadsheet lost the leading zero (about one in eight begins with 0). The last two say
the profession (01 doctor, 04 physiotherapist, 30 nurse).

Worth of the check: none is known, so it is only reported beside a label. The register is public.

Source: Wet op de beroepen in de individuele gezondheidszorg, art. 3; bigregister.nl.
"""

from __future__ import annotations

from piiscan.recognizer import Digits, Recognizer

__all__ = ["RECOGNIZER", "is_valid"]

_FORM = Digits(lengths=(11, 10))
_PROFESSIONS = ("01", "02", "03", "04", "16", "17", "25", "30", "81")


def is_valid(text: str) -> bool:
    """Whether a written form may be a BIG-nummer: eleven digits, or ten without the leading zero.

    >>> is_valid("19012345601"), is_valid("9012345601"), is_valid("123456789")
    (True, True, False)
    """
    digits = _FORM.digits(text)
    return digits is not None and bool(digits.strip("0"))


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    digits = _FORM.digits(text) or ""
    return (("code of a profession", 1.0),) if digits.endswith(_PROFESSIONS) else ()


RECOGNIZER = Recognizer(
    entity="NL_BIG",
    forms=(_FORM,),
    check=is_valid,
    prior=-5.0,
    context=(
        "big",
        "big nummer",
        "big nr",
        "big code",
        "big register",
        "big reg nr",
        "big registratie",
        "big registratienummer",
        "big registratienr",
        "big registratie nr",
        "big inschrijving",
    ),
    adjust=_adjust,
    adjust_limit=1.0,
    label_required=True,
    examples=("BIG-nummer 19012345601", "BIG: 9012345601", "BIG-registratienr. 69012345604"),
    counterexamples=("19012345601", "ordernummer 19012345601", "BIG-nummer 123456789", "big 5"),
)
