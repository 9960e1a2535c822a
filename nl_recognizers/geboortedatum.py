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
_YEAR = re.compile(rf"(?:(?P<name>{_NAMES}) )?(?P<year>(?:19|20)\d\d)", re.IGNORECASE)
_DAY = re.compile(rf"(?P<day>\d{{1,2}})(?:(?:e|ste|de)? (?P<name>{_NAMES})|[-/](?P<month>\d{{1,2}}))", re.IGNORECASE)
_TIME = re.compile(r"(?<=\d)T[\d:.]+Z?$")


def is_valid(text: str) -> bool:
    """Whether a written form is a date on which someone alive or lately dead can have been born.

    >>> is_valid("8 oktober 1955"), is_valid("04APR1975"), is_valid("290350"), is_valid("00-00-1980")
    (True, True, True, True)
    >>> is_valid("31-02-1980"), is_valid("12-13-1980"), is_valid("1-1-1850")
    (False, False, False)
    """
    date = _TIME.sub("", " ".join(plain(text).split()))
    for form in (_YEAR_FIRST, _DAY_FIRST, _NAMED, _NAME_FIRST, _YEAR):
        match = form.fullmatch(date)
        if match and _is_date(match.groupdict(), len(date)):
            return True
    return False


def _is_date(field: dict[str, str | None], length: int) -> bool:
    bare = field.get("gap") == ""
    if bare and length not in (6, 8):
        return False
    year = field.get("year") or "2000"
    if len(year) == 4 and not 1880 <= int(year) <= 2099:
        return False
    month = _MONTH[name.lower()] if (name := field.get("name")) else int(field.get("month") or 0)
    day = int(field.get("day") or 0)
    return month <= 12 and day <= _DAYS[month - 1 if month else 0] and (month > 0 or day == 0)


def _is_part(text: str) -> bool:
    """Whether a written form is a date or, as a birthday is told, a day without a year."""
    if _WRITTEN_OUT.fullmatch(text):
        return True
    day = _DAY.fullmatch(" ".join(plain(text).split()))
    return is_valid(text) or bool(day and _is_date(day.groupdict(), len(text)) and int(day["month"] or 1))


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    digits = re.sub("[^0-9]", "", text)
    return (("bare digits", -1.5),) if len(digits) == len(text) > 4 else ()


_NUMBERS = (
    r"(?:[0-3]?[0-9] ?[\-/.] ?[01]?[0-9] ?[\-/.] ?'?(?:18|19|20)?[0-9]{2}|[0-3][0-9] [01][0-9] (?:19|20)[0-9]{2}"
    r"|(?:18|19|20)[0-9]{2} ?[\-/.] ?[01]?[0-9] ?[\-/.] ?[0-3]?[0-9](?:T[0-9:.]{4,14}[0-9]Z?)?)"
)
_DAY_MONTH = rf"[0-3]?[0-9](?:(?:e|ste|de)? (?:{_NAMES})|[\-/][01]?[0-9])"
_WRITTEN = (
    rf"(?:[0-3]?[0-9](?:e|ste|de)?[ .\-/]{{0,2}}(?:{_NAMES})(?:/(?:{_NAMES}))?[ .,\-/']{{0,3}}"
    r"(?:(?:18|19|20)[0-9]{2}|[0-9]{2})"
    rf"|(?:{_NAMES}) [0-3]?[0-9](?:st|nd|rd|th)?,? (?:19|20)[0-9]{{2}})"
)
_BARE = r"(?:(?:18|19|20)[0-9]{6}|[0-3][0-9][01][0-9](?:19|20)[0-9]{2}|[0-9]{6})"
_FULL = f"(?:{_NUMBERS}|{_WRITTEN})"
_SEX = r"\b(?:man|vrouw|male|female|jongen|meisje|mannelijk|vrouwelijk)|\((?:m|v|x)\)"
_ROW = r"(?:\((?:m|v|x)[,;/]? ?|\b(?:pt|pat(?:i[eë]nte?)?|cli[eë]nte?|bewoner)[.:, ]{1,3})"
_KIN = (
    r"(?i:echtgeno(?:ot|te)|partner|dochters?|zoons?|zoon|moeder|vader|kind|kinderen|baby|zus|broer|weduwe|oma|opa):?"
    r"(?: [A-Z][a-zà-ÿ\-]{1,20}){0,3}"
)
_NAME = r"(?:van |de |den |der |ten |ter |el |'t ){0,3}[A-ZÀ-Þ][A-Za-zà-ÿ'\-]{1,24}(?: [A-ZÀ-Þ][A-Za-zà-ÿ'\-]{1,24})?"
_TITLED = (
    r"\b(?:[Dd]hr\.?|[Mm]evr\.?|[Mm]w\.?|[Mm]evrouw|[Dd]e heer|[Pp]ati[eë]nte?:?)"
    rf" (?:[A-Z]\. ?){{0,5}}{_NAME}"
)
_COUNT = "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen"
_TENS = "twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig"
_TEENS = "tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien"
_UP_TO_99 = f"(?:(?:(?:{_COUNT})[eë]n)?(?:{_TENS})|{_TEENS}|{_COUNT})"
_IN_WORDS = (
    rf"{_UP_TO_99} (?:{_NAMES}) (?:(?:19|20)[0-9]{{2}}|negentien ?honderd(?: ?(?:en )?{_UP_TO_99})?"
    rf"|twee ?duizend(?: ?(?:en )?{_UP_TO_99})?)"
)
"""As a notary writes it out."""
_CLOSE = rf"(?:[0-3]?[0-9][\-/.][01]?[0-9][\-/.](?:19|20)[0-9]{{2}}|[0-3]?[0-9] (?:{_NAMES}) (?:19|20)[0-9]{{2}})"
_PAST = (
    r"(?:[0-3]?[0-9][\-/.][01]?[0-9][\-/.](?:19[0-9]{2}|20(?:0[0-9]|1[0-2]))"
    rf"|[0-3]?[0-9] (?:{_NAMES}) (?:19[0-9]{{2}}|20(?:0[0-9]|1[0-2])))"
)
"""A date that is no recent one: behind a name it is rather a birth than the day of the letter."""
_BOUND = "(?:(?:v[oó][oó]r|na|vanaf|tot|t/m|sinds|tussen|per) )?"
"""Before a date, these make it the bound of a rule (born before 1955): swallowed, so that the date does not count."""

_WRITTEN_OUT = re.compile(_IN_WORDS, re.IGNORECASE)

RECOGNIZER = Recognizer(
    entity="DATE_OF_BIRTH",
    whole_cell=True,
    forms=(
        Pattern(f"{_BOUND}(?:{_FULL}|{_BARE})", ignore_case=True),
        Pattern(
            rf"[^\s*0-9] ?\(?\* ?(?:[a-z]{{2,20}},? )?(?P<value>{_FULL})",
            ignore_case=True,
            left="",
            prior=6.0,
            labelled=True,
        ),
        Pattern(rf"\* ?(?P<value>{_FULL}) (?:te|in) [a-z]", ignore_case=True, prior=6.0, right="", labelled=True),
        Pattern(
            rf"(?:{_SEX})[ ,;|/\t]{{1,6}}(?P<value>{_NUMBERS}(?: (?:t/m|tot|-))?)",
            ignore_case=True,
            left="A-Za-z_",
            prior=6.0,
            labelled=True,
            anchor=rf"(?:{_SEX})[ ,;|/\t]{{1,6}}[0-9]{{1,4}} ?[ \-/.] ?[0-9]",
            reach=60,
        ),
        Pattern(
            rf"(?P<value>{_FULL}|[0-3][0-9][01][0-9](?:19|20)[0-9]{{2}})[ ,;|/\t]{{1,4}}"
            rf"(?:(?:{_SEX})(?:[ ,;|\t]|[\r\n]|$)|\([0-9]{{1,3}} ?(?:jr|jaar|j)\.?\))",
            ignore_case=True,
            right="",
            prior=7.0,
            labelled=True,
            anchor=rf"[0-9Z][ ,;|/\t]{{1,4}}(?:(?:{_SEX})(?:[ ,;|\t]|[\r\n]|$)|\([0-9]{{1,3}} ?(?:jr|jaar|j)\.?\))",
            reach=60,
        ),
        Pattern(
            rf"[,;|/\t(] ?(?:m|v|x) ?[,;|/\t] ?(?P<value>{_PAST})",
            ignore_case=True,
            left="",
            prior=6.0,
            labelled=True,
        ),
        Pattern(
            rf"{_ROW}(?P<value>{_NUMBERS})(?:\)| ?\(?(?:m|v)\b)",
            ignore_case=True,
            left="",
            right="",
            prior=6.0,
            labelled=True,
            anchor=rf"{_ROW}[0-9]{{1,4}} ?[ \-/.] ?[0-9]",
            reach=24,
        ),
        Pattern(
            rf"{_KIN} \((?P<value>{_CLOSE})\)",
            left="A-Za-z",
            right="",
            prior=6.0,
            labelled=True,
            anchor=rf"[A-Za-zÀ-ÿ'\-:] \({_CLOSE}\)",
            reach=100,
        ),
        Pattern(
            rf"\({_CLOSE}\)(?:,| en) {_NAME} \((?P<value>{_CLOSE})\)",
            left="",
            right="",
            prior=6.0,
            labelled=True,
            anchor=rf"\({_CLOSE}\)(?:,| en) ",
            reach=100,
        ),
        Pattern(
            rf"\b(?:[A-Z]\. ?){{1,4}}{_NAME} \((?P<value>{_PAST})\)",
            left="A-Za-z",
            right="",
            prior=6.0,
            labelled=True,
            anchor=rf"[A-Za-zÀ-ÿ'\-] \({_PAST}\)",
            reach=100,
        ),
        Pattern(
            rf"{_TITLED},? \(?(?P<value>{_PAST})",
            prior=5.5,
            labelled=True,
            anchor=rf"[A-Za-zÀ-ÿ'\-],? \(?{_PAST}\b",
            reach=100,
        ),
        Pattern(
            r"\b3[.:]? {0,3}(?P<value>[0-3][0-9][.\-/ ][01][0-9][.\-/ ](?:19|20)[0-9]{2})"
            r"[^\n]{0,50}[ \n]{1,4}4[ab][.:]? ",
            left="0-9",
            right="",
            prior=6.0,
            labelled=True,
            anchor=r"\b3[.:]? {0,3}[0-3][0-9][.\-/ ][01][0-9][.\-/ ](?:19|20)[0-9]{2}",
            reach=64,
        ),
        Pattern(
            rf"(?:leeftijd:? [0-9]{{1,3}}|[0-9]{{1,3}} ?(?:jr|jaar)) \((?P<value>{_FULL})\)",
            ignore_case=True,
            right="",
            prior=6.0,
            labelled=True,
            anchor=r"(?:leeftijd:? [0-9]{1,3}|[0-9] ?(?:jr|jaar)) \([0-9a-z]",
            reach=60,
        ),
        Pattern(
            rf"(?P<value>{_BOUND}{_FULL})(?: [0-9a-zÀ-ÿ'\-]{{1,20}}){{0,6}} geboren\b",
            ignore_case=True,
            right="",
            prior=6.0,
            labelled=True,
            anchor=r" geboren\b",
            reach=200,
        ),
        Pattern(
            rf"geboren (?:te [A-ZÀ-Þ][A-Za-zà-ÿ'\- ]{{1,40}} )?op (?P<value>{_IN_WORDS})",
            ignore_case=True,
            prior=6.0,
            labelled=True,
            reach=120,
        ),
        Pattern(
            r"(?:(?:geboortejaar|geb\.? ?jr\.?|jaar van geboorte)(?: \(?[a-z]{1,12}\)?)?|geb\.?|geboren|born)(?: in)?"
            rf"[ :]{{1,3}}(?P<value>(?:(?:{_NAMES}) )?(?:19|20)[0-9]{{2}})",
            ignore_case=True,
            right=r"0-9A-Za-z_\-/.",
            prior=5.0,
            labelled=True,
        ),
        Pattern(
            r"(?:verjaardag|geboortedag|birthday|jarig|geboren)(?: is| op|:){0,2} "
            rf"(?P<value>{_DAY_MONTH}(?: [0-9]{{3,4}})?)",
            ignore_case=True,
            prior=6.0,
            labelled=True,
        ),
    ),
    check=_is_part,
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
        "datum geboorte",
        "d.d. geboorte",
        "geboorteplaats en datum",
        "geb dt",
        "gbdat",
        "bday",
        "dob",
        "d.o.b",
        "geburtsdatum",
        "date de naissance",
        "date of birth",
        "birth date",
        "birthdate",
        "birthday",
        "birth",
        "birth dt",
        "born",
        "born on",
        "verjaardag",
    ),
    negative_context=(
        "datum",
        "handtekening",
        "ondertekening",
        "overlijdensdatum",
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
