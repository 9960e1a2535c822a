"""MRZ: the machine readable zone of a travel document, a visa or a Dutch driving licence.

Form: lines of A-Z, 0-9 and the filler <. TD1 (cards) 3 lines of 30, TD2 2 of 36, TD3 (passports) 2 of 44, visas MRV-A
2 of 44 and MRV-B 2 of 36, the Dutch licence one line of 30 that begins D, configuration, NLD.

Worth of the check: each check digit (weights 7, 3, 1) passes one value in ten; a zone has three to five. Names, sex and
nationality are not covered, and a filler read as K, an L as 1 or a G as 6 leaves the sum as it is. A zone that is
cropped or misread is personal data all the same, so the recogniser takes what looks like one, right check digits only
adding to the score.

Source: ICAO Doc 9303, parts 3 to 7; RDW, rubrieken op het rijbewijs (model 2014), for the licence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nl_recognizers import bsn
from piiscan.checksums import mrz_digit
from piiscan.recognizer import Derived, Pattern, Recognizer

__all__ = ["RECOGNIZER", "is_valid"]

_LINE = re.compile(r"[A-Z0-9<]+")
_LICENCE = re.compile(r"D[A-Z0-9<]NLD[A-Z0-9][0-9]{10}[A-Z0-9<]{13}[0-9]")
_DATE = re.compile(r"[0-9<K]{6}")
_SEX = frozenset("MFX<K")


class _Zone(NamedTuple):
    """What the layouts have in common: the fields of the lines, and the pairs of field and check digit."""

    issuer: str
    number: str
    optional: str
    dates: tuple[str, str]
    sex: str
    checks: tuple[tuple[str, str], ...]


def is_valid(text: str) -> bool:
    r"""Whether lines, joined by a line break, are a zone without a flaw: right lengths and right check digits.

    >>> is_valid("P<NLDDE<BRUIJN<<WILLEKE<LISELOTTE<<<<<<<<<<<\nSPECI20142NLD6503101F2401151999999990<<<<<82")
    True
    >>> is_valid("D1NLD15094962111659VW87Z78NB84"), is_valid("D1NLD15094962111659VW87Z78NB85")
    (True, False)
    """
    lines = text.split("\n")
    if not all(_LINE.fullmatch(line) for line in lines):
        return False
    if len(lines) == 1:
        return bool(_LICENCE.fullmatch(text)) and mrz_digit(text[:29]) == int(text[29])
    zone = _zone(lines)
    return (
        zone is not None
        and all(_DATE.fullmatch(date) for date in zone.dates)
        and zone.sex in _SEX
        and all(_is_checked(field, digit) for field, digit in zone.checks)
    )


def _zone(lines: Sequence[str]) -> _Zone | None:
    """The fields of a whole zone of two or three lines; None where the lines fit no layout."""
    shape = tuple(map(len, lines))
    kind = lines[0][:1]
    if shape == (30, 30, 30) and kind in "IAC":
        return _card(lines[0], lines[1])
    if (shape == (44, 44) and kind in "PV") or (shape == (36, 36) and kind in "IACV"):
        return _booklet(lines[0], lines[1])
    return None


def _card(first: str, second: str) -> _Zone:
    number, optional = first[5:14], first[15:30]
    dates = ((second[:6], second[6]), (second[8:14], second[14]))
    whole = (first[5:30] + second[:7] + second[8:15] + second[18:29], second[29])
    checked = _long(number, first[14], optional)
    return _Zone(first[2:5], number, optional, (second[:6], second[8:14]), second[7], (checked, *dates, whole))


def _booklet(first: str, second: str) -> _Zone:
    number, end = second[:9], len(second) - 1
    dates = ((second[13:19], second[19]), (second[21:27], second[27]))
    whole = (second[:10] + second[13:20] + second[21:end], second[end])
    checked = (number, second[9])
    if first[0] == "V":
        checks: tuple[tuple[str, str], ...] = (checked, *dates)
    elif end == 43:
        checks = (checked, *dates, (second[28:42], second[42]), whole)
    else:
        checks = (_long(number, second[9], second[28:35]), *dates, whole)
    return _Zone(first[2:5], number, second[28:42], (second[13:19], second[21:27]), second[20], checks)


def _long(number: str, digit: str, optional: str) -> tuple[str, str]:
    """A document number and its check digit; a long number goes on in the optional data (ICAO 9303-5, 4.2.2)."""
    rest = optional.partition("<")[0]
    return (number + rest[:-1], rest[-1]) if digit == "<" and rest else (number, digit)


def _is_checked(field: str, digit: str) -> bool:
    if digit == "<":
        return not field.strip("<K")
    return digit.isdigit() and mrz_digit(field) == int(digit)


# What looks like a zone: read by people's scanners, so nothing in it is taken for granted.

_FILLERS = str.maketrans("«‹＜", "<<<")
_ROW = re.compile(r"[0-9A-Z<]{24,48}")
_NAMES = re.compile(r"[PIACV][A-Z0-9<][A-Z0<]{3}[A-Z0-9<]*<<[A-Z0-9<]*|[A-Z0]+(?:<[A-Z0]+)*<<[A-Z0]+[A-Z0<]*<<<*")
_LICENCE_ROW = r"[0-9A-Z] ?[0-9A-Z<] ?N ?[L1I] ?[D0O] ?[0-9A-Z<](?: ?[0-9OISBZGQDL]){10}(?: ?[0-9A-Z<]){12,14}"
_DATES = re.compile(r"[0-9OISBZGQDL<]{7}[MFXHNKC<V][0-9OISBZGQDL<]{7}")
_WIDTHS = (30, 36, 44)
_TORN_OFF = 3
"""Characters by which a line may be too short or too long: lost fillers, stains read as letters."""


def _rows(text: str) -> list[str]:
    """The lines of a written zone; blanks inside a line, which OCR puts there, are dropped."""
    plain = text.upper().translate(_FILLERS)
    rows = ["".join(line.split()) for line in plain.replace("\\N", "\n").split("\n") if line.strip()]
    if len(rows) > 1:
        return rows
    pieces = plain.split()
    whole = "".join(pieces)
    width = {90: 30, 72: 36, 88: 44}.get(len(whole), 0)
    if width:
        return [whole[at : at + width] for at in range(0, len(whole), width)]
    if all(_ROW.fullmatch(piece) for piece in pieces):
        return pieces
    return next((rows for width in _WIDTHS if (rows := _fitted(pieces, width))), [whole])


def _fitted(pieces: Sequence[str], width: int) -> list[str]:
    """Pieces put together to two or three lines of about this width; none where they do not fit."""
    rows = [""]
    for piece in pieces:
        if len(rows[-1]) >= width - _TORN_OFF:
            rows.append("")
        rows[-1] += piece
    return rows if 1 < len(rows) < 4 and all(abs(len(row) - width) <= _TORN_OFF for row in rows) else []


def _looks_like(text: str) -> bool:
    if re.fullmatch(_LICENCE_ROW, text.upper().translate(_FILLERS)):
        return True
    rows = {*_rows(text), *text.upper().translate(_FILLERS).split()}
    return any(_ROW.fullmatch(row) and _is_telling(row) for row in rows)


def _is_telling(row: str) -> bool:
    """Whether one line alone gives a zone away: its names and fillers, or its dates and a run of fillers."""
    if _NAMES.fullmatch(row):
        return "<<<" in row or len(row) in (30, 36, 44)
    return bool(_DATES.search(row)) and ("<<" in row or len(row) in (30, 36, 44))


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    rows = _rows(text)
    found = [("lines of a zone", 2.0)] if len(rows) > 1 else []
    right = sum(_is_checked(field, digit) for field, digit in _checks(rows))
    return (*found, ("right check digits", 2.3 * right)) if right else tuple(found)


def _checks(rows: Sequence[str]) -> Iterator[tuple[str, str]]:
    zone = _zone(rows)
    if zone:
        yield from zone.checks
    elif len(rows[0]) == 30 and _LICENCE.fullmatch(rows[0]):
        yield rows[0][:29], rows[0][29]


def _dutch(text: str) -> _Zone | None:
    zone = _zone(_rows(text))
    return zone if zone and zone.issuer == "NLD" else None


def _bsn(text: str) -> str | None:
    """The BSN in the optional data of a Dutch document of before August 2021."""
    zone = _dutch(text)
    digits = zone.optional[:9] if zone else ""
    return digits if len(digits) == 9 and bsn.is_valid(digits) else None


def _number(text: str) -> str | None:
    zone = _dutch(text)
    return zone.number if zone else None


def _licence(text: str) -> str | None:
    rows = _rows(text)
    return rows[0][6:16] if _LICENCE.fullmatch(rows[0]) else None


_C = r"0-9A-Z<«¤"
_BREAK = r"(?:[ \t\r]{0,8}\n[ \t\r]{0,8}(?:\n[ \t]{0,8})?|\\n|[ \t]{1,3})"
_WHOLE = rf"[0-9A-Z](?:[{_C}]{{0,45}}[0-9A-Z])?[<«¤]{{2}}[{_C}]{{0,46}}(?:{_BREAK}[{_C}]{{24,48}}){{0,2}}"
_TORN_LINE = rf"[{_C}][{_C} ]{{8,50}}[<«¤][{_C} ]{{0,47}}[{_C}]"
_TORN = rf"[0-9A-Z](?:[{_C} ]{{0,50}}[0-9A-Z])? ?[<«¤] ?[<«¤][{_C} ]{{0,56}}[{_C}](?:{_BREAK}{_TORN_LINE}){{0,2}}"
"""Lines as they should be, and lines torn by blanks, which end where capitals end."""

RECOGNIZER = Recognizer(
    entity="MRZ",
    forms=(
        Pattern(_WHOLE, ignore_case=True, left=_C, right=_C, anchor="[0-9A-Z][<«¤]{2}", reach=200),
        Pattern(_TORN, left=_C, right=_C, anchor="[0-9A-Z] ?[<«¤] ?[<«¤]", reach=320),
        Pattern(
            _LICENCE_ROW,
            ignore_case=True,
            prior=1.0,
            anchor="N ?[L1I] ?[D0O] ?[0-9A-Z<](?: ?[0-9OISBZGQDL]){6}",
            reach=44,
        ),
    ),
    check=_looks_like,
    prior=2.0,
    context=("mrz", "machine readable zone", "machineleesbare zone", "machineleesbare strook"),
    label_weight=2.0,
    negative_weight=0.0,
    adjust=_adjust,
    adjust_limit=13.5,
    derived=(
        Derived("NL_BSN", _bsn),
        Derived("NL_DOCUMENTNUMMER", _number),
        Derived("NL_RIJBEWIJSNUMMER", _licence),
    ),
    examples=(
        "P<NLDDE<BRUIJN<<WILLEKE<LISELOTTE<<<<<<<<<<<\nSPECI20142NLD6503101F2401151999999990<<<<<82",
        "I<NLDSPECI20212<<<<<<<<<<<<<<<\n6503101F3108022NLD<<<<<<<<<<<8\nDE<BRUIJN<<WILLEKE<LISELOTTE<<",
        "MRZ: D1NLD15094962111659VW87Z78NB84",
        "P<NLDJANSEN<<PIET<<<<<<<<<<<<<<<<<<<<<<<<<<<",
        "P<NLDVAN<D ER<BERG<<A NNA<MARIA< <<<<<<<<<< <<<<\nNX12345678 NLD9912315 F330715799 9940727<<< <<60",
    ),
    counterexamples=(
        "de strook onderaan (P<NLDSPECIMEN<<VOORBEELD)",
        "if (links<rechts) { cout << einde << endl; }",
        "<<<<<<<< HEAD",
        "KONINKRIJK DER NEDERLANDEN IDENTITEITSKAART",
    ),
)
