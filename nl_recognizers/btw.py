"""Btw-id: the VAT number of an entrepreneur (btw-nummer), and the omzetbelastingnummer, which is written without NL.

Form: NL, nine digits, B, two digits from 01 to 99; blanks, dots or dashes between, letters in either case.

Worth of the check: either the nine digits pass the elfproef (companies; sole traders until 2020; the last two are then
free), or the whole passes mod 97 with A=10 to Z=35 (sole traders since 1 January 2020, whose digits avoid the
elfproef). Together 1 in 10 random numbers pass, but the shape is rare. Digits that pass the elfproef and cannot be an
RSIN are the BSN of a sole trader; the omzetbelastingnummer of a sole trader still is one.

Source: Besluit omzetbelasting, new btw-id per 2020 (Belastingdienst); stdnum.nl.btw for the two checks.
"""

from __future__ import annotations

import re

from nl_recognizers import bsn, rsin
from piiscan.checksums import mod97
from piiscan.recognizer import Derived, Pattern, Recognizer, plain

__all__ = ["RECOGNIZER", "is_valid"]

_BREAK = r"[ .\-\r\n]{0,2}"
_NINE = r"(?:[0-9]{9}|[0-9]{4}[ .\-][0-9]{2}[ .\-][0-9]{3}|[0-9]{3}[ .\-][0-9]{3}[ .\-][0-9]{3})"
_BODY = rf"{_NINE}{_BREAK}B[ .\-]?[0-9]{{2}}"
_ID = Pattern(
    rf"(?:BTW(?:NR|ID)?|VAT)?(?P<value>NL{_BREAK}{_BODY})",
    ignore_case=True,
    anchor=rf"NL{_BREAK}[0-9]{{3}}[0-9 .\-\r\n]{{6,10}}B",
    reach=6,
)
_TAX_NUMBER = Pattern(
    f"(?:BTW|OB)?(?P<value>{_BODY})",
    ignore_case=True,
    prior=-3.5,
    anchor=rf"[0-9]{{2}}{_BREAK}B[ .\-]?[0-9]{{2}}",
    reach=14,
)
_NAMED = Pattern(
    rf"(?:OB|BTW)[ .:\-]{{1,3}}(?P<value>{_BODY})",
    ignore_case=True,
    prior=3.0,
    labelled=True,
    anchor=rf"[0-9]{{2}}{_BREAK}B[ .\-]?[0-9]{{2}}",
    reach=20,
)
"""Behind letters too common to be a label of anything else."""
_RETURN = Pattern(
    rf"aangifte(?:nummer|nr)[.:]?[\"']?[ \t:=]{{1,4}}[\"']?(?P<value>{_NINE}[ .]?B[ .]?[0-9]{{2}})[ .]?[0-9]{{2,6}}",
    ignore_case=True,
    prior=3.0,
    labelled=True,
    reach=40,
)
"""The number of a tax return: a period stands behind it."""
_WORD = r"(?:omzetbelasting(?:s?nummer)?|ob[ \-]?(?:nummer|nr)|btw[ \-]?(?:nummer|nr|id))[ .:]{0,4}"
_SHAPE = re.compile(rf"(?:{_WORD})?(?P<land>NL{_BREAK})?(?P<body>{_BODY})", re.ASCII | re.IGNORECASE)


def is_valid(text: str) -> bool:
    """Whether a written form is a btw-id, or an omzetbelastingnummer with its word before it.

    >>> is_valid("NL000099998B57"), is_valid("NL000099998B58"), is_valid("nl 802535860 b01")
    (True, False, True)
    >>> is_valid("omzetbelastingnummer 123456782B01"), is_valid("123456782B01")
    (True, False)
    """
    match = _SHAPE.fullmatch(plain(text))
    return match is not None and (match["land"] is not None or match["body"] != match[0]) and _checks(text)


def _checks(text: str) -> bool:
    """The check of both forms; one without NL has to pass the elfproef."""
    match = _SHAPE.fullmatch(plain(text))
    if not match:
        return False
    digits = _digits(match["body"])
    if digits.endswith("00") or not digits[:9].strip("0"):
        return False
    return bsn.is_valid(digits[:9]) or (match["land"] is not None and _mod97(digits))


def _digits(body: str) -> str:
    return re.sub(r"[^0-9]", "", body)


def _mod97(digits: str) -> bool:
    return mod97(f"NL{digits[:9]}B{digits[9:]}") == 1


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    return (("mod 97", 1.5),) if _mod97(_digits(text)) else ()


def _person(text: str) -> str | None:
    return rsin.person_in(_digits(plain(text))[:9])


RECOGNIZER = Recognizer(
    entity="NL_BTW",
    forms=(_ID, _TAX_NUMBER, _NAMED, _RETURN),
    check=_checks,
    prior=-1.0,
    check_name="elfproef or mod 97",
    check_weight=2.3,
    context=(
        "btw",
        "btw nr",
        "btw id",
        "btw nummer",
        "btw identificatienummer",
        "omzetbelastingnummer",
        "omzetbelasting nr",
        "omzetbelasting nummer",
        "aangiftenummer",
        "ob nummer",
        "ob nr",
        "vat",
        "vat id",
        "vat no",
        "vat number",
    ),
    negative_weight=0.0,
    adjust=_adjust,
    adjust_limit=1.5,
    derived=(Derived("NL_BSN", _person),),
    examples=(
        "Btw-id NL002455799B11",
        "NL810433941B01",
        "btw nr. NL 8025.35.860 B01",
        "omzetbelastingnummer 123456782B01",
    ),
    counterexamples=(
        "Btw-id NL000099998B58",
        "BE802535860B01",
        "NL802535860B001",
        "Partij 123456782B01",
        "NL802535860L01",
    ),
)
