"""Betalingskenmerk: the reference of a payment (formerly of an acceptgiro); those of the tax authority hold a BSN.

Form: sixteen digits, bare or 4-4-4-4. Short forms have seven digits, or nine to fourteen with their length in the
second digit; those need a label.

Worth of the check: the first of sixteen digits is a weighted sum modulo 11 of the rest, which 1 in 10 random numbers
passes; so a label is needed, or the layout of the tax authority, which 1 in 1,000 has by chance. There the positions 2
to 9 are the first eight digits of a BSN or RSIN, and the elfproef gives the ninth; position 10 (or 10 and 11) says
which tax, and so whether it can be a person.

Source: Specificatie Betalingskenmerk v1.5 (Belastingdienst, 2023), 1 (turnover and wage tax), 3 and 4 (income tax), 6
and 8 (vehicles), 12 to 17 (allowances); Specificaties betalingskenmerk (Betaalvereniging) for the short forms.
"""

from __future__ import annotations

from nl_recognizers import rsin
from piiscan.checksums import BSN_WEIGHTS, Checksum, betalingskenmerk, weighted_sum
from piiscan.recognizer import Derived, Digits, Pattern, Recognizer

__all__ = ["RECOGNIZER", "bsn_in", "is_valid"]

_LONG = Digits(
    lengths=(16,),
    groups=((4, 4, 4, 4),),
    separators=" .-",
    prior=0.7,
    # 1 stands for two sums, of which one leaves 2
    checksum=Checksum((1, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), 11, (0, 2)),
)
_SHORT = Digits(lengths=(7, 9, 10, 11, 12, 13, 14), bare_prior=-3.0)
_LABELLED = Pattern(
    r"kenmerk[ :.\"'=/]{1,6}(?P<value>[0-9]{16}|[0-9]{4}[ .\-][0-9]{4}[ .\-][0-9]{4}[ .\-][0-9]{4})",
    ignore_case=True,
    left="",
    prior=7.2,
    labelled=True,
    anchor=r"kenmerk[ :.\"'=/]{1,6}[0-9]{4}",
    reach=20,
)
_RETURNS, _ASSESSMENTS = ("1", "6"), ("0", "5")
"""Position 10 of turnover and wage tax: declared, and assessed afterwards."""
_INCOME, _ALLOWANCES = ("70", "71", "73", "75"), ("23", "24", "25", "26", "27", "28")
_VEHICLES = ("76", "78")
"""Positions 10 and 11 of other taxes."""
_PERIODS = frozenset(f"{number:02}" for number in (*range(13), *range(21, 33), 40, *range(71, 84)))
"""Positions 14 and 15 of turnover and wage tax: year, month, quarter, half year, four weeks."""


def is_valid(text: str) -> bool:
    """Whether a written form is a betalingskenmerk: its length, its check digit or the digit that tells its length.

    >>> is_valid("0036 0000 1130 2270"), is_valid("1036000011302270"), is_valid("003600001130227")
    (True, False, False)
    >>> is_valid("5834567890"), is_valid("1234567"), is_valid("12345678")
    (True, True, False)
    """
    digits = _LONG.digits(text) or _SHORT.digits(text)
    if digits is None or not digits.strip("0"):
        return False
    if len(digits) == 16:
        return betalingskenmerk(digits[1:]) == int(digits[0])
    return len(digits) == 7 or int(digits[1]) == (len(digits) - 2) % 10


def bsn_in(text: str) -> str | None:
    """The BSN inside a reference of the tax authority, None where there is none or it is the RSIN of a company.

    >>> bsn_in("7999 9154 4120 2300"), bsn_in("5000056789012345")
    ('999915447', None)
    """
    digits = _LONG.digits(text)
    if digits is None or not is_valid(digits):
        return None
    ninth = weighted_sum(digits[1:9], BSN_WEIGHTS[:8]) % 11
    nine = f"{digits[1:9]}{ninth}"
    if ninth == 10 or not nine.strip("0"):
        return None
    if _of_person(digits):
        return nine
    return rsin.person_in(nine) if _of_business(digits) or digits[9:11] in _VEHICLES else None


def _of_person(digits: str) -> bool:
    """Whether sixteen digits are of income tax (0 at position 14) or of an allowance (0 at position 13)."""
    kind = digits[9:11]
    return (kind in _INCOME and digits[13] == "0") or (kind in _ALLOWANCES and digits[12] == "0")


def _of_business(digits: str) -> bool:
    """Whether sixteen digits are of turnover or wage tax: a low subnumber, a period, and 0 at the end of a return."""
    if not "01" <= digits[11:13] <= "09" or digits[13:15] not in _PERIODS:
        return False
    return digits[9] in _ASSESSMENTS or (digits[9] in _RETURNS and digits[15] == "0")


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    digits = _LONG.digits(text)
    if digits is None:
        short = _SHORT.digits(text) or ""
        checked = len(short) > 7 and betalingskenmerk(short[1:]) == int(short[0])
        return (("check digit", 0.8) if checked else ("no check digit", -2.9),)
    if bsn_in(digits) and (_of_person(digits) or (_of_business(digits) and digits[15] in "01")):
        return (("layout of the tax authority", 2.3),)
    return ()


RECOGNIZER = Recognizer(
    entity="NL_BETALINGSKENMERK",
    forms=(_LONG, _SHORT, _LABELLED),
    check=is_valid,
    prior=-4.0,
    check_name="check digit or length digit",
    check_weight=2.3,
    label_weight=8.3,
    context=(
        "betalingskenmerk",
        "betalings kenmerk",
        "kenmerk",
        "betaalkenmerk",
        "betaal kenmerk",
        "acceptgiro",
        "acceptgirokenmerk",
        "o.v.v.",
        "onder vermelding van",
        "cjib",
        "cjib nummer",
        "cjib nr",
        "beschikkingsnummer",
        "payment reference",
    ),
    adjust=_adjust,
    adjust_limit=2.5,
    derived=(Derived("NL_BSN", bsn_in),),
    examples=(
        "Betalingskenmerk 0036 0000 1130 2270",
        "o.v.v. kenmerk 5000056789012345",
        "7999915441202300",
        "acceptgiro 5834567890",
        "CJIB-nummer: 5000056789012345",
    ),
    counterexamples=(
        "5000056789012345",
        "betalingskenmerk 1036000011302270",
        "Betalingskenmerk 12345678",
        "factuur 5834567890",
        "BAG 0363200000123456",
    ),
)
