"""Postcode: four digits and two letters that name one side of a Dutch street, some eight addresses.

Form: 1000 to 9999 and two letters other than SA, SD and SS, with a blank or nothing between; NL- may stand before.
F, I, O, Q, U and Y are in use since 2005.

Worth of the check: there is no check digit, and a year or a number before a short word or a unit looks the same (2024
EN, 1200 KG). Such a pair counts only behind a house number, before a place or beside a label.

Source: PostNL, Postcode-informatie; Wikipedia, "Postcodes in Nederland".
"""

from __future__ import annotations

import re

from piiscan.recognizer import Pattern, Recognizer, plain

__all__ = ["RECOGNIZER", "is_valid"]

_FORM = re.compile(r"(?:NL[- ]{0,2})?([1-9][0-9]{3}) {0,2}([A-Z]{2})", re.ASCII | re.IGNORECASE)
_NEVER = frozenset({"SA", "SD", "SS"})
_WORDS = frozenset({
    "AF", "AL", "AN", "BE", "DE", "EN", "ER", "EU", "IK", "IN", "IS", "JE", "ME", "NA", "NU", "OF", "OM", "OP", "TE",
    "UW", "WE", "ZE", "ZO",
})  # fmt: skip
_ENGLISH = frozenset({
    "as", "at", "by", "do", "go", "he", "it", "my", "no", "on", "or", "so", "to", "us",
})  # fmt: skip
_UNITS = frozenset({
    "BV", "NV", "CC", "CL", "CM", "DL", "HA", "HP", "HZ", "GB", "KB", "MB", "TB", "KG", "MG", "KM", "KV", "KW", "ML",
    "MM", "PK",
})  # fmt: skip


def is_valid(text: str) -> bool:
    """Whether a written form is a postcode rather than a number before a word or a unit.

    >>> is_valid("2611 ET"), is_valid("NL-3511LX"), is_valid("1234 SS"), is_valid("1200 KG")
    (True, True, False, False)
    """
    return _is_postcode(text) and _letters(text) not in _WORDS | _UNITS


def _is_postcode(text: str) -> bool:
    return bool(_FORM.fullmatch(plain(text))) and _letters(text) not in _NEVER


def _letters(text: str) -> str:
    return text[-2:].upper()


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    found = []
    if _letters(text) in _WORDS or text[-2:] in _ENGLISH:
        found.append(("word", -7.5))
    elif _letters(text) in _UNITS:
        found.append(("unit", -8.5))
    if text[-2:].islower():
        found.append(("lower case", -3.0))
        if text.startswith(("19", "20")):
            found.append(("year", -2.5))
    return tuple(found)


_VALUE = r"(?:NL[\- ]{0,2})?[1-9][0-9]{3} {0,2}[A-Z]{2}"
_HOUSE = (
    r"[A-Za-zÀ-ÿ.'] {1,2}[0-9]{1,5}(?: ?[A-Za-z]{1,2}|[ \-/][0-9A-Za-z]{1,4})?"
    r"(?: ?[,|;/\-] ?| {1,6}|[ ,]{0,3}\r?\n {0,8})"
)
_PLACE = r"(?:,? {1,6}|, ?)['A-Z](?:[a-zà-ÿ]{2}|[A-Z]{3}|[\- ])"
_BORDER = r"0-9A-Za-zÀ-ÿ_\-"

RECOGNIZER = Recognizer(
    entity="NL_POSTCODE",
    forms=(
        Pattern(_VALUE, ignore_case=True, left=_BORDER + "/", right=_BORDER),
        Pattern(f"(?P<value>(?i:{_VALUE})){_PLACE}", left=_BORDER + "/", right="", prior=3.0),
        Pattern(f"{_HOUSE}(?P<value>{_VALUE})", ignore_case=True, left="", right=_BORDER, prior=6.0),
        Pattern(f"{_HOUSE}(?P<value>(?i:{_VALUE})){_PLACE}", left="", right="", prior=8.0),
    ),
    check=_is_postcode,
    prior=2.0,
    context=(
        "postcode",
        "postcodes",
        "pc",
        "pc plaats",
        "postcode plaats",
        "zip",
        "zipcode",
        "zip code",
        "postal code",
        "adres",
        "woonadres",
        "postadres",
        "bezoekadres",
        "huisadres",
        "straat",
        "woonachtig",
        "wonende te",
        "address",
    ),
    label_weight=6.0,
    negative_weight=-2.0,
    adjust=_adjust,
    examples=(
        "Kerkstraat 9, 8441 CD HEERENVEEN",
        "Esweg 4\n2024 EN Haarlem",
        "postcode: 3025ab",
        "Oude Rijksweg 5\n7954 GL Rouveen",
    ),
    counterexamples=(
        "in 2024 EN 2025",
        "Hij weegt 1200 KG.",
        "van 1980 tot 2010 in Utrecht",
        "12345 AB",
        "1234 SS",
    ),
)
