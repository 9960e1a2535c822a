"""RSIN: the number of a legal person or a partnership at the tax authority and in the trade register.

Form: nine digits, bare or grouped like a BSN (1234.56.782). It begins with 00 or with 80 to 89.

Worth of the check: the elfproef of the BSN and the prefix together pass 1 in 90 random numbers. A BSN outside these
prefixes can never be an RSIN; whether a BSN can begin with 00 or 8 is stated nowhere, so a bare number stays unlikely
and a label decides. Not personal data of itself, but fields called RSIN do hold the BSN of sole traders.

Source: Specificatie Betalingskenmerk v1.5, 2 (Belastingdienst) for the prefix; Besluit Handelsregister 2008.
"""

from __future__ import annotations

from nl_recognizers import bsn
from piiscan.checksums import BSN_WEIGHTS, Checksum, weighted_sum
from piiscan.recognizer import Digits, Recognizer

__all__ = ["PREFIXES", "RECOGNIZER", "is_valid", "person_in"]

PREFIXES = ("00", *(str(number) for number in range(80, 90)))
"""What every RSIN begins with."""

_ELFPROEF = Checksum(BSN_WEIGHTS, 11)
_FORM = Digits(lengths=(9,), groups=((4, 2, 3), (3, 3, 3)), separators=" .-", checksum=_ELFPROEF, first="08")
_DOTTED = Digits(
    lengths=(9,), groups=((4, 2, 3),), separators=".", bare=False, prior=2.0, checksum=_ELFPROEF, first="08"
)


def is_valid(text: str) -> bool:
    """Whether a written form is an RSIN: its shape, its prefix and the elfproef.

    >>> is_valid("8025.35.860"), is_valid("802535861"), is_valid("123456782")
    (True, False, False)
    """
    digits = _FORM.digits(text)
    if digits is None or not digits.startswith(PREFIXES) or not digits.strip("0"):
        return False
    return weighted_sum(digits, BSN_WEIGHTS) % 11 == 0


def person_in(nine: str) -> str | None:
    """The BSN that nine digits of a tax number are: of a sole trader, not of a company.

    Arguments:
        nine: the nine digits in front of ``L01`` or ``B01``.

    Returns:
        The nine digits where they pass the elfproef and cannot be an RSIN, else None.

    >>> person_in("123456782"), person_in("802535860")
    ('123456782', None)
    """
    return nine if bsn.is_valid(nine) and not nine.startswith(PREFIXES) else None


RECOGNIZER = Recognizer(
    entity="NL_RSIN",
    forms=(_FORM, _DOTTED),
    check=is_valid,
    prior=-7.0,
    check_name="elfproef and prefix",
    check_weight=4.5,
    label_weight=8.3,
    negative_weight=-4.4,
    context=(
        "rsin",
        "rsin nummer",
        "rsin nr",
        "fiscaal nummer",
        "fi nummer",
        "finummer",
        "anbi",
        "rechtspersonen en samenwerkingsverbanden informatienummer",
    ),
    examples=("RSIN 802535860", "Fiscaal nummer stichting: 8635.21.721", '{"rsin": "004495445"}'),
    counterexamples=("RSIN 802535861", "Onderdeelnr 802535860", "802535860", "RSIN 123456782"),
)
