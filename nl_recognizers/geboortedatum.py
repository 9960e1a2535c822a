"""Geboortedatum: the date on which a person was born, in any of the ways in which Dutch papers write it.

Form: 21-11-1984, 1.5.71, 1984/11/21, 19841121, 290350, 8 oktober 1955, 3 mrt. '80, 04APR1975, 10 MAA/MAR 1965 (travel
documents), 00-00-1980 and 19800000 (partly known, as the population register writes it), a bare year.

Worth of the check: none; every date looks the same. So it counts only beside a label (geb., geboren, DOB), behind an
asterisk, or in a form where it stands beside the sex.

Source: Logisch Ontwerp BRP (RvIG), element 03.10, for partly known dates; ICAO Doc 9303-3, 3.8, for months.
"""

from __future__ import annotations

import re

from piiscan.recognizer import Pattern, Recognizer, plain

__all__ = ["RECOGNIZER", "is_valid"]

_MONTHS = (
    ("januari", "january", "jan"),
    ("februari", "february", "feb"),
    ("maart", "march", "mrt", "mar", "maa"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("augustus", "august", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?P<gap> ?[-/.] ?|)(?P<month>\d{1,2})(?P=gap)(?P<day>\d{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?P<gap> ?[-/.] ?| |)(?P<month>\d{1,2})(?P=gap)'?(?P<year>\d{4}|\d\d)")
_NAMED = re.compile(
    rf"(?P<day>\d{{1,2}})(?:e|ste|de)?[ .\-/]{{0,2}}(?P<name>{_NAMES})(?:/(?:{_NAMES}))?[ .,\-/']{{0,3}}"
    r"(?P<year>\d{4}|\d\d)",
    re.IGNORECASE,
)
_NAME_FIRST = re.compile(rf"(?P<name>{_NAMES}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})", re.IGNORECASE)
_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)")


def is_valid(text: str) -> bool:
    """Whether a written form is a date on which someone alive or lately dead can have been born.

    >>> is_valid("8 oktober 1955"), is_valid("04APR1975"), is_valid("290350"), is_valid("00-00-1980")
    (True, True, True, True)
    >>> is_valid("31-02-1980"), is_valid("12-13-1980"), is_valid("1-1-1850")
    (False, False, False)
    """
    date = " ".join(plain(text).split())
    for form in (_YEAR_FIRST, _DAY_FIRST, _NAMED, _NAME_FIRST, _YEAR):
        match = form.fullmatch(date)
        if match and _is_date(match.groupdict(), len(date)):
            return True
    return False


def _is_date(field: dict[str, str | None], length: int) -> bool:
    bare = field.get("gap") == ""
    if bare and length not in (6, 8):
        return False
    year = field["year"] or ""
    if len(year) == 4 and not 1880 <= int(year) <= 2099:
        return False
    month = _MONTH[name.lower()] if (name := field.get("name")) else int(field.get("month") or 0)
    day = int(field.get("day") or 0)
    return month <= 12 and day <= _DAYS[month - 1 if month else 0] and (month > 0 or day == 0)


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    digits = re.sub("[^0-9]", "", text)
    if len(text) == 4:
        return (("a year alone", -2.0),)
    return (("bare digits", -1.5),) if len(digits) == len(text) else ()


_NUMBERS = (
    r"(?:[0-3]?[0-9] ?[\-/.] ?[01]?[0-9] ?[\-/.] ?'?(?:18|19|20)?[0-9]{2}|[0-3][0-9] [01][0-9] (?:19|20)[0-9]{2}"
    r"|(?:18|19|20)[0-9]{2} ?[\-/.] ?[01]?[0-9] ?[\-/.] ?[0-3]?[0-9])"
)
_WRITTEN = (
    rf"(?:[0-3]?[0-9](?:e|ste|de)?[ .\-/]{{0,2}}(?:{_NAMES})(?:/(?:{_NAMES}))?[ .,\-/']{{0,3}}"
    r"(?:(?:18|19|20)[0-9]{2}|[0-9]{2})"
    rf"|(?:{_NAMES}) [0-3]?[0-9](?:st|nd|rd|th)?,? (?:19|20)[0-9]{{2}})"
)
_BARE = r"(?:(?:18|19|20)[0-9]{6}|[0-3][0-9][01][0-9](?:19|20)[0-9]{2}|[0-9]{6}|(?:19|20)[0-9]{2})"

RECOGNIZER = Recognizer(
    entity="DATE_OF_BIRTH",
    forms=(
        Pattern(rf"{_NUMBERS}|{_WRITTEN}|{_BARE}", ignore_case=True),
        Pattern(
            rf"(?:\* ?|(?:man|vrouw|male|female)[ ,;|/\t]{{1,6}})(?P<value>{_NUMBERS}|{_WRITTEN})",
            ignore_case=True,
            left=r"0-9A-Za-z_*",
            prior=6.0,
            labelled=True,
        ),
    ),
    check=is_valid,
    prior=-5.0,
    context=(
        "geb",
        "geb.",
        "geb.dat.",
        "geb datum",
        "gebdat",
        "gebdatum",
        "geboren",
        "geboren op",
        "geboortedatum",
        "geboortedatums",
        "geboortedata",
        "geboorte datum",
        "geboortedag",
        "geboortejaar",
        "geboortedatum en plaats",
        "datum van geboorte",
        "dob",
        "date of birth",
        "birth date",
        "birthdate",
        "birthday",
        "birth",
        "born",
        "born on",
        "verjaardag",
    ),
    negative_context=(
        "in dienst",
        "datum in dienst",
        "indiensttreding",
        "uit dienst",
        "overleden",
        "gehuwd",
        "getrouwd",
        "huwelijksdatum",
        "factuurdatum",
        "vervaldatum",
        "ingangsdatum",
        "begindatum",
        "einddatum",
        "startdatum",
        "datum afgifte",
        "afgegeven",
        "afgiftedatum",
        "geldig tot",
        "geldig t/m",
        "verloopt",
    ),
    adjust=_adjust,
    label_required=True,
    examples=(
        "Q. van Dongen, geb. 28 feb 2011",
        "geboren op 8 oktober 1955 te Goes",
        "Geboren te Goes op 08-10-1955",
        '"geboortedatum": "1997-03-21"',
        "Inwoner: Ansems-Klijn, geb 290350",
        "geb 04APR1975",
        "geboortedatum 10 MAA/MAR 1965",
        "Naam Kevin Oude Lohuis Man 18-08-1998",
    ),
    counterexamples=(
        "De evaluatie liep van 12-03-2019 tot 30-06-2019.",
        "Geb.dat: onbekend   In dienst: 01-03-2012",
        "Factuurdatum 21-11-1984",
        "geboren op 31-02-1980",
        "14 februari 1985",
    ),
)
