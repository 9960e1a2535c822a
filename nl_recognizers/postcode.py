"""Postcode: four digits and two letters that name one side of a Dutch street, some eight addresses.

Form: 1000 to 9999 and two letters other than SA, SD and SS, with a blank or nothing between; NL- may stand before.
F, I, O, Q, U and Y are in use since 2005. After a street and a number, a line may break inside it.

Worth of the check: there is no check digit, and a year or a number before a short word or a unit looks the same (2024
EN, 1200 KG). Such a pair counts only behind a street and a number or beside a label; small letters, which are mostly
those of a word, only behind a house number, before a place or beside a label.

Source: PostNL, Postcode-informatie; Wikipedia, "Postcodes in Nederland".
"""

from __future__ import annotations

import re

from piiscan.recognizer import Pattern, Recognizer, plain

__all__ = ["RECOGNIZER", "is_valid"]

_FORM = re.compile(r"(?:NL[- ]{0,2})?([1-9][0-9]{3})\s{0,2}([A-Z]{2})", re.ASCII | re.IGNORECASE)
_NEVER = frozenset({"SA", "SD", "SS"})
_WORDS = frozenset({
    "AF", "AL", "AN", "BE", "DE", "EN", "ER", "EU", "IK", "IN", "IS", "JE", "ME", "NA", "NU", "OF", "OM", "OP", "TE",
    "UW", "WE", "ZE", "ZO",
})  # fmt: skip
_ENGLISH = frozenset({
    "as", "at", "by", "do", "go", "he", "it", "my", "no", "on", "or", "so", "to", "us",
})  # fmt: skip
_SELDOM = frozenset({"AD", "BC", "CL", "LM", "TM", "VA"})
_UNITS = frozenset({
    "AM", "BV", "CC", "CM", "DL", "FT", "GB", "GR", "HA", "HP", "HZ", "KB", "KG", "KJ", "KM", "KV", "KW",
    "HD", "KN", "MB", "MG", "ML", "MM", "MS", "MW", "NM", "NV", "PK", "PM", "PX", "ST", "TB",
})  # fmt: skip


def is_valid(text: str) -> bool:
    """Whether a written form is a postcode rather than a number before a word or a unit.

    >>> is_valid("2611 ET"), is_valid("NL-3511LX"), is_valid("1234 SS"), is_valid("1200 KG")
    (True, True, False, False)
    """
    return _is_postcode(text) and _letters(text) not in _WORDS | _UNITS | _SELDOM


def _is_postcode(text: str) -> bool:
    return bool(_FORM.fullmatch(plain(text))) and _letters(text) not in _NEVER


def _letters(text: str) -> str:
    return text[-2:].upper()


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    found = []
    if _letters(text) in _WORDS or text[-2:] in _ENGLISH:
        found.append(("word", -7.5))
    elif _letters(text) in _UNITS:
        found.append(("unit", -8.5 if text[-2:].isupper() else -10.5))
    elif _letters(text) in _SELDOM:
        found.append(("unit", -6.0))
    if text[-2:] != _letters(text) and text.startswith(("19", "20")):
        found.append(("year", -2.5))
    return tuple(found)


_COUNTRY = r"(?:NL[\- ]{0,2})?"
_CAPITALS = "[1-9][0-9]{3} {0,2}[A-Z]{2}"
_SMALL = "[1-9][0-9]{3} {0,2}(?:[a-z][A-Za-z]|[A-Z][a-z])"
_NUMBER = r"(?:[1-9][0-9]{0,2}|(?:1[0-8]|2[1-9]|[3-9][0-9])[0-9]{2}|[1-9][0-9]{4,5})"
"""Of a house or a postbus: no year."""
_ADDITION = r"(?: ?[A-Za-z]{1,2}|[\-/][0-9A-Za-z]{1,4}| (?:bis|hoog|huis|[IVX]{1,4}|[0-9]{1,3}(?:[A-Za-z]|e|hoog)?))?"
_CLOSE_ADDITION = r"(?: ?[A-Za-z]{1,2}|-[0-9A-Za-z]{1,4})?"
_THEN = r"(?: ?[,|;/\-·] ?| {1,6}|[ ,]{0,3}\r?\n {0,8})"
_STREET = (
    "(?:straat|str|laan|ln|weg|plein|pln|gracht|kade|singel|hof|dijk|pad|steeg|dreef|plantsoen|park|markt|baan|kamp"
    "|erf|burg|postbus|antwoordnummer)"
)
_IN_STREET = rf"{_STREET}\.? {{1,2}}{_NUMBER}{_ADDITION}{_THEN}"
_PLACE = r"(?:,? {1,6}|, ?)['A-Z](?:[a-zà-ÿ]{2}|s-|[A-Z]{3}|[\- ])"
_BORDER = r"0-9A-Za-zÀ-ÿ_\-"
_LEFT = _BORDER + "/"
_HOUSE = r"(?:[A-Za-zÀ-ÿ.']|[Pp]lein 19[0-9]{2}) {1,2}" + _NUMBER
_ANY = r"[1-9][0-9]{3}(?: {0,2}| ?\r?\n {0,8})[A-Z]{2}"

_FORMS = (
    Pattern(_COUNTRY + _CAPITALS, left=_LEFT, right=r"0-9A-Za-zÀ-ÿ_", anchor=rf"{_CAPITALS}\b", reach=6),
    Pattern(
        f"(?P<value>{_COUNTRY}{_CAPITALS}){_PLACE}",
        left=_LEFT,
        right="",
        prior=3.0,
        anchor=rf"{_CAPITALS}\b",
        reach=16,
    ),
    Pattern(
        f"{_HOUSE}{_ADDITION}{_THEN}(?P<value>{_COUNTRY}{_CAPITALS})",
        left="",
        right=_BORDER,
        prior=6.0,
        anchor=rf"{_CAPITALS}\b",
        reach=40,
    ),
    Pattern(
        f"{_HOUSE}{_CLOSE_ADDITION}{_THEN}(?P<value>{_COUNTRY}{_CAPITALS}){_PLACE}",
        left="",
        right="",
        prior=9.0,
        anchor=rf"{_CAPITALS}\b",
        reach=40,
    ),
    Pattern(rf"\((?P<value>{_COUNTRY}{_CAPITALS}|[1-9][0-9]{{3}}[a-z]{{2}})\)", left="", right="", prior=6.0),
    Pattern(
        f"{_IN_STREET}(?P<value>{_COUNTRY}{_ANY})",
        ignore_case=True,
        left="",
        right=_BORDER,
        prior=9.0,
        anchor=rf"{_IN_STREET}{_COUNTRY}[1-9][0-9]{{3}}[ \r\n]{{0,11}}[A-Z]{{2}}\b",
        reach=2,
    ),
    Pattern(
        f"{_HOUSE}{_CLOSE_ADDITION}{_THEN}(?P<value>{_COUNTRY}{_SMALL})",
        left="",
        right=_BORDER,
        prior=3.0,
        anchor=rf"[0-9]{_CLOSE_ADDITION}{_THEN}{_COUNTRY}{_SMALL}\b",
        reach=24,
    ),
    Pattern(
        f"(?P<value>{_COUNTRY}{_SMALL}){_PLACE}", left=_LEFT, right="", anchor=rf"{_SMALL},? {{0,6}}['A-Z]", reach=10
    ),
    Pattern(_COUNTRY + _SMALL, left=_LEFT, right=_BORDER, prior=-3.5, reach=10),
)

RECOGNIZER = Recognizer(
    entity="NL_POSTCODE",
    forms=_FORMS,
    check=_is_postcode,
    prior=2.0,
    context=(
        "postcode",
        "postcodes",
        "postcode nr",
        "postcode huisnr",
        "postcode huisnummer",
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
    negative_context=(
        "art",
        "artikel",
        "artikelcode",
        "din",
        "flight",
        "iso",
        "leverancier",
        "model",
        "nen",
        "ral",
        "serie",
        "type",
        "vlucht",
    ),
    label_weight=8.5,
    negative_weight=-2.5,
    adjust=_adjust,
    examples=(
        "Kerkstraat 9, 8441 CD HEERENVEEN",
        "Esweg 4\n2024 EN Haarlem",
        "postcode: 3025ab",
        "Plein 1940 71, 5463 LM Emmen",
        "woning te Zwolle (1139 ER)",
        "Oude Rijksweg 5\n7954 GL Rouveen",
        "ik woon op kerkstraat 9 8441 cd heerenveen",
    ),
    counterexamples=(
        "in 2024 EN 2025",
        "Hij weegt 1200 KG.",
        "van 1980 tot 2010 in Utrecht",
        "OVERZICHT 2023, 2024 EN 2025",
        "12345 AB",
        "Leverancier: 1001 AB",
        "hoogte 1200 FT",
        "1234 SS",
    ),
)
