"""Betalingskenmerk: the reference of a payment (formerly of an acceptgiro); those of the tax authority hold a BSN.

Form: sixteen digits, bare or 4-4-4-4. Short forms have seven digits, or nine to fourteen with their length in the
second digit; those need a label.

Worth of the check: the first of sixteen digits is a weighted sum modulo 11 of the rest, which 1 in 10 random numbers
passes. In a reference of the tax authority the positions 2 to 9 are the first eight digits of a BSN or RSIN, and the
elfproef gives the ninth; position 10 (or 10 and 11) says which tax, and so whether it can be a person.

Source: Specificatie Betalingskenmerk v1.5 (Belastingdienst, 2023), 1 (turnover and wage tax), 3 and 4 (income tax), 12
to 17 (allowances); the rules of the acceptgiro for the short forms.
"""

from __future__ import annotations

from nl_recognizers import rsin
from piiscan.checksums import BSN_WEIGHTS, betalingskenmerk, weighted_sum
from piiscan.recognizer import Derived, Digits, Pattern, Recognizer

__all__ = ["RECOGNIZER", "bsn_in", "is_valid"]

_LONG = Digits(lengths=(16,), groups=((4, 4, 4, 4),), separators=" .-", prior=1.0)
_SHORT = Digits(lengths=(7, 9, 10, 11, 12, 13, 14))
_LABELLED = Pattern(
    r"kenmerk[ :.\"'=/]{1,6}(?P<value>[0-9]{16}|[0-9]{4}[ .\-][0-9]{4}[ .\-][0-9]{4}[ .\-][0-9]{4})",
    ignore_case=True,
    left="",
    prior=7.0,
    labelled=True,
)
_RETURNS, _ASSESSMENTS = ("1", "6"), ("0", "5")  # turnover and wage tax: declared, and assessed afterwards
_PERSONAL = ("70", "71", "73", "75", "23", "24", "25", "26", "27", "28")  # income tax and allowances
_PERIODS = frozenset([*(f"{month:02}" for month in range(13)), "21", "24", "27", "30"])  # year or month; quarter


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
    if digits[9:11] in _PERSONAL:
        return nine
    return rsin.person_in(nine) if _of_business(digits) else None


def _of_business(digits: str) -> bool:
    """Whether sixteen digits are of turnover or wage tax: position 10, a subnumber, and 0 at the end of a return."""
    return digits[11:13] != "00" and (digits[9] in _ASSESSMENTS or (digits[9] in _RETURNS and digits[15] == "0"))


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    digits = _LONG.digits(text)
    if digits is None:
        short = _SHORT.digits(text) or ""
        checked = len(short) > 7 and betalingskenmerk(short[1:]) == int(short[0])
        return (("short form", -2.0), ("check digit", 2.4) if checked else ("no check digit", -3.5))
    if bsn_in(digits) and (digits[9:11] in _PERSONAL or digits[13:15] in _PERIODS):
        return (("layout of the tax authority", 2.5),)
    return ()


RECOGNIZER = Recognizer(
    entity="NL_BETALINGSKENMERK",
    forms=(_LONG, _SHORT, _LABELLED),
    check=is_valid,
    prior=-4.0,
    check_name="check digit or length digit",
    check_weight=2.3,
    context=(
        "betalingskenmerk",
        "betalings kenmerk",
        "kenmerk",
        "betaalkenmerk",
        "betaal kenmerk",
        "acceptgiro",
        "acceptgirokenmerk",
        "cjib",
        "cjib nummer",
        "cjib nr",
        "beschikkingsnummer",
        "payment reference",
    ),
    adjust=_adjust,
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
