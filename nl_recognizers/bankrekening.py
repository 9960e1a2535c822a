"""Bankrekening: a Dutch account number from before IBAN (until 2014), and the giro number of the Postbank.

Form: nine or ten digits, bare or 41.71.64.300 and 041 71 64 300; a giro number has one to seven, and stands behind the
word giro or Postbank or under a label.

Worth of the check: the elfproef with the weights 10 to 1 passes 1 in 11, and not the same ones as that of the BSN:
123456789 is an old account and no BSN. A giro number has no check. So a label or the written form has to decide.

Source: elfproef of the Nederlandse Vereniging van Banken; the numbers live on as the last ten digits of an IBAN.
"""

from __future__ import annotations

import re

from piiscan.checksums import BANK_WEIGHTS, Checksum, weighted_sum
from piiscan.recognizer import Digits, Pattern, Recognizer, plain

__all__ = ["RECOGNIZER", "is_valid"]

_ELFPROEF = Checksum(BANK_WEIGHTS, 11)
_GROUPS = Digits(
    lengths=(9, 10),
    groups=((2, 2, 2, 3), (3, 2, 2, 3), (4, 2, 2, 2)),
    separators=" .-",
    bare=False,
    prior=2.5,
    checksum=_ELFPROEF,
)
_BARE = Digits(lengths=(9, 10), groups=((4, 2, 3), (3, 3, 3)), separators=" .-", checksum=_ELFPROEF)
_SHORT = Digits(lengths=(5, 6, 7))
_NEXT = Pattern(
    r"(?:rekening|rek|rabobank|abn[ \-]?amro)[ .:\"'=]{1,4}"
    r"(?P<value>[0-9]{9,10}|[0-9]{2,4}(?:[ .\-][0-9]{2,3}){2,3})",
    ignore_case=True,
    prior=5.0,
    labelled=True,
    anchor=r"(?:rekening|rek|bank|amro)[ .:\"'=]{1,4}[0-9]{2,4}[0-9 .\-]",
    reach=16,
)
"""Behind words too common to be the label of a number that does not follow at once."""
_DIGITS = r"[0-9]{2}[ .][0-9]{2}[ .][0-9]{3}|[0-9]{3}[ .][0-9]{2}[ .][0-9]{2}|[0-9]{1,7}"
_GIRO = Pattern(
    rf"(?:giro|postbank)(?:[ \-]?(?:rekening|nummer|nr)){{0,2}}[ .:\"'=]{{1,6}}(?P<value>{_DIGITS})",
    ignore_case=True,
    prior=8.0,
    labelled=True,
    anchor=r"(?:giro|postbank)[a-z .\-]{0,20}[ .:\"'=]{1,6}[0-9]",
    reach=12,
)
_SHAPE = re.compile(_GIRO.regex, re.ASCII | re.IGNORECASE)


def is_valid(text: str) -> bool:
    """Whether a written form is an old account: nine or ten digits that pass the elfproef, or a giro with its word.

    >>> is_valid("41.71.64.300"), is_valid("123456789"), is_valid("123456782")
    (True, True, False)
    >>> is_valid("giro 1234567"), is_valid("1234567"), is_valid("12345678")
    (True, False, False)
    """
    digits = _digits(text)
    if digits is None:
        match = _SHAPE.fullmatch(plain(text))
        return match is not None and bool(match["value"].strip("0 ."))
    return bool(digits.strip("0")) and weighted_sum(digits.zfill(10), BANK_WEIGHTS) % 11 == 0


def _digits(text: str) -> str | None:
    return _GROUPS.digits(text) or _BARE.digits(text)


def _check(text: str) -> bool:
    """As `is_valid`; a giro number stands here without its word, which the form or the label has seen to."""
    return is_valid(text) or is_valid(f"giro {text}")


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    if _digits(text):
        return ()
    short = (("four digits or fewer", -5.0),) if len(re.sub(r"[^0-9]", "", text)) <= 4 else ()
    return (("giro, no elfproef", -2.4), *short)


RECOGNIZER = Recognizer(
    entity="NL_BANKREKENING",
    forms=(_GROUPS, _BARE, _SHORT, _NEXT, _GIRO),
    check=_check,
    prior=-6.0,
    check_name="elfproef of banks",
    check_weight=2.4,
    context=(
        "rekeningnummer",
        "rekening nr",
        "rekening met nummer",
        "rek nr",
        "rek nummer",
        "bankrekening",
        "bankrekeningnummer",
        "bankrek",
        "banknummer",
        "bankgiro",
        "tegenrekening",
        "giro",
        "gironummer",
        "giro nr",
        "girorekening",
        "postbank",
        "postbanknummer",
        "p nummer",
        "t n v",
    ),
    adjust=_adjust,
    examples=(
        "rekeningnummer 41.71.64.300",
        "giro 1234567",
        "Bankrekening: 736160221",
        "Rabobank 3000.65.264",
        "Te betalen op 30.00.65.264 t.n.v. S. de Wit",
    ),
    counterexamples=(
        "736160221",
        "giro 555",
        "rekeningnummer 123456782",
        "Giro 2019",
        "rekening 12345678",
        "een rekening met 417164300 stuks",
    ),
)
