"""Loonheffingsnummer: the number under which an employer pays wage tax (loonheffingennummer, LH-nummer).

Form: nine digits, the letter L, a subnumber from 01 to 99 (usually L01): 802535860L01, 8025.35.860.L.01,
802535860 L 01. The letter may be small, or misread as 1 or I; that counts beside a label only.

Worth of the check: the elfproef on the nine digits passes 1 in 11, but the shape is rare, so that it is likely without
any label. The nine digits are the RSIN of a company, or the BSN of a sole trader who employs people: then the number
gives that BSN away.

Source: Handboek Loonheffingen (Belastingdienst); Specificatie Betalingskenmerk v1.5, 1 and 2.
"""

from __future__ import annotations

import re

from nl_recognizers import bsn, rsin
from piiscan.recognizer import Derived, Pattern, Recognizer, plain

__all__ = ["RECOGNIZER", "is_valid"]

_NINE = r"(?:[0-9]{9}|[0-9]{4}[ .\-][0-9]{2}[ .\-][0-9]{3}|[0-9]{3}[ .\-][0-9]{3}[ .\-][0-9]{3})"
_FORM = Pattern(
    _NINE + r"[ .\-]?L[ .\-]?[0-9]{2}", ignore_case=True, anchor=r"[0-9]{2}[ .\-]?L[ .\-]?[0-9]{2}", reach=9
)
_MISREAD = Pattern(_NINE + r"[ .\-]?[1I|][ .\-]?0[0-9]", ignore_case=True, prior=-5.0, reach=16)
_RETURN = Pattern(
    rf"aangifte(?:nummer|nr)[.:]?[\"']?[ \t:=]{{1,4}}[\"']?(?P<value>{_NINE}[ .]?L[ .]?[0-9]{{2}})[ .]?[0-9]{{2,6}}",
    ignore_case=True,
    prior=3.0,
    labelled=True,
    reach=40,
)
"""The number of a tax return: a period stands behind it."""
_SHAPE = re.compile(_FORM.regex, re.ASCII | re.IGNORECASE)
_MISREAD_SHAPE = re.compile(_MISREAD.regex, re.ASCII | re.IGNORECASE)


def is_valid(text: str) -> bool:
    """Whether a written form is a loonheffingsnummer: its shape, the elfproef, and not the subnumber 00.

    >>> is_valid("8025.35.860.L.01"), is_valid("123456789L01"), is_valid("123456782L00")
    (True, False, False)
    """
    return bool(_SHAPE.fullmatch(plain(text))) and _passes(text)


def _check(text: str) -> bool:
    return is_valid(text) or (bool(_MISREAD_SHAPE.fullmatch(plain(text))) and _passes(text))


def _passes(text: str) -> bool:
    return bsn.is_valid(_nine(text)) and not plain(text).endswith("00")


def _nine(text: str) -> str:
    return re.sub(r"[^0-9]", "", plain(text))[:9]


def _person(text: str) -> str | None:
    return rsin.person_in(_nine(text))


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    return (("high subnumber", -1.5),) if text[-2] != "0" else ()


RECOGNIZER = Recognizer(
    entity="NL_LOONHEFFINGSNUMMER",
    forms=(_FORM, _MISREAD, _RETURN),
    check=_check,
    prior=-1.5,
    check_name="elfproef",
    check_weight=2.4,
    context=(
        "loonheffingsnummer",
        "loonheffingennummer",
        "loonheffingen nr",
        "loonheffings nr",
        "loonbelastingnummer",
        "lh nummer",
        "lh nr",
        "lhnr",
        "aangiftenummer",
    ),
    negative_weight=0.0,
    adjust=_adjust,
    derived=(Derived("NL_BSN", _person),),
    examples=(
        "LH-nummer: 802535860L01",
        "123456782L01",
        "Loonheffingennummer 8025.35.860.L.01",
        "863521721 l 02",
        "loonheffingsnummer 802535860101",
    ),
    counterexamples=(
        "123456789L01",
        "Loonheffingsnummer 123456782L00",
        "NL123456782L01",
        "123456782L001",
        "lot 393148167L49",
        "artikel 802535860101",
    ),
)
