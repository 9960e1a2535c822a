"""Every piece of evidence in words, in Dutch and English: by a table for what is known, by rule for the rest."""

from __future__ import annotations

import math
from typing import Literal, TypeAlias

__all__ = ["Language", "addend", "is_known", "number", "percent"]

Language: TypeAlias = Literal["nl", "en"]

_MOST_IN_WORDS = 2000
"""Random numbers of which one passes a check; beyond this the odds say nothing to anybody."""

_PRIOR = ("vooraf: zo geschreven, met niets eromheen", "to begin with: written like this, with nothing around it")
_CHECKS = {
    "elfproef": ("de elfproef klopt: 1 op de {odds} willekeurige nummers haalt die", "the elfproef holds"),
    "elfproef of banks": ("de elfproef voor rekeningen klopt: 1 op de {odds} haalt die", "the elfproef of banks holds"),
    "elfproef and prefix": (
        "de elfproef klopt en het begin past: 1 op de {odds} willekeurige nummers haalt dat",
        "the elfproef holds and the prefix fits",
    ),
    "elfproef or mod 97": (
        "de elfproef of mod 97 klopt: 1 op de {odds} willekeurige nummers haalt dat",
        "the elfproef or mod 97 holds",
    ),
    "mod 97": ("mod 97 klopt: 1 op de 97 willekeurige nummers haalt die", "mod 97 holds"),
    "Luhn": ("de Luhn-proef klopt: 1 op de {odds} willekeurige nummers haalt die", "the Luhn check holds"),
    "check digit or length digit": (
        "het controlecijfer of het lengtecijfer klopt: 1 op de {odds} willekeurige nummers haalt dat",
        "the check digit or the length digit is right",
    ),
    "prefix 10, remainder 5": (
        "het begint met 10 en laat bij de elfproef rest 5: 1 op de {odds} willekeurige nummers haalt dat",
        "it begins with 10 and the elfproef leaves 5",
    ),
    "check": ("de controle klopt: 1 op de {odds} willekeurige haalt die", "the check holds"),
}
_ODDS = "; 1 in {odds} random ones passes"

_TABLE = {
    # what touches it, how it is written
    "part of a longer number": ("deel van een langer nummer of bedrag", "part of a longer number or amount"),
    "in a row of numbers": ("staat in een rij getallen", "stands in a row of numbers"),
    "amount": ("is een bedrag: er staat een muntteken voor", "is an amount: a sign of a currency stands before it"),
    "inside a URL": ("staat in een webadres", "stands inside a web address"),
    "written without separators": ("zonder streepjes of spaties geschreven", "written without separators"),
    "written in groups": ("in groepen geschreven, zoals zulke nummers", "written in groups, as such numbers are"),
    "form": ("deze schrijfwijze", "this way of writing it"),
    "whole cell": ("vult een hele cel onder een kop die het zo noemt", "fills a whole cell under a head that names it"),
    "series of numbers": ("volgnummers: elk volgt op het vorige", "serial numbers: each follows on the one before"),
    # from the written form of one kind
    "Dutch bank": ("de code van een Nederlandse bank", "the code of a Dutch bank"),
    "no Dutch bank": ("geen bekende code van een Nederlandse bank", "no known code of a Dutch bank"),
    "a wide or old range": ("een ruime of oude reeks kaartnummers", "a wide or old range of card numbers"),
    "a year alone": ("alleen een jaartal", "a year alone"),
    "address of a profile": ("het adres van een profiel", "the address of a profile"),
    "bare digits": ("alleen cijfers, zonder groepen", "bare digits, not in groups"),
    "blanks around the sign": ("spaties om het apenstaartje", "blanks around the @"),
    "check digit": ("het controlecijfer klopt", "the check digit is right"),
    "no check digit": ("het controlecijfer klopt niet", "the check digit is wrong"),
    "code of a profession": ("eindigt op de code van een beroep", "ends with the code of a profession"),
    "country code without a plus": ("landnummer zonder plus", "a country code without a plus"),
    "date, unit or model": ("kan een datum, maat of type zijn", "may be a date, a unit or a model"),
    "documentation range": ("een reeks voor voorbeelden in teksten", "a range for examples in documents"),
    "does not begin with 0000": ("begint niet met 0000", "does not begin with 0000"),
    "eight digits": ("acht cijfers: de voorloopnul ontbreekt", "eight digits: the leading zero is missing"),
    "first digit of a telephone number": ("begint als een telefoonnummer", "begins like a telephone number"),
    "four digits or fewer": ("vier cijfers of minder", "four digits or fewer"),
    "giro, no elfproef": ("gironummer: daarop past geen elfproef", "a giro number, which has no elfproef"),
    "grouped": ("in gebruikelijke groepen", "in the usual groups"),
    "international form": ("de internationale schrijfwijze", "the international form"),
    "international form without a plus": (
        "de internationale schrijfwijze, zonder plus",
        "the international form, without a plus",
    ),
    "layout before 1978": ("een indeling van voor 1978", "a layout of before 1978"),
    "layout of the tax authority": ("de indeling van de Belastingdienst", "the layout of the tax authority"),
    "letter of a kind of document": (
        "begint met de letter van een soort document",
        "begins as a kind of document does",
    ),
    "letters and digits mixed": ("letters en cijfers door elkaar", "letters and digits mixed"),
    "lines of a zone": ("regels die samen een leesbare zone vormen", "lines that together make a zone"),
    "reads as a date": ("laat zich lezen als een datum", "reads as a date"),
    "right check digits": ("controlecijfers in de zone kloppen", "check digits in the zone are right"),
    "lower case": ("in kleine letters", "in lower case"),
    "mailbox of a role": (
        "een postbus van een functie, niet van een persoon",
        "the mailbox of a role, not of a person",
    ),
    "masked": ("deels afgeplakt", "partly masked"),
    "mobile": ("een mobiel nummer", "a mobile number"),
    "without the zero": ("zonder de nul ervoor", "without its leading zero"),
    "name and server": ("een naam en een server", "a name and a server"),
    "no letter in it": ("er staat geen letter in", "there is no letter in it"),
    "one digit at a time": ("cijfer voor cijfer geschreven", "written digit by digit"),
    "private range": ("een adres in een eigen netwerk", "an address in a private network"),
    "rsin prefix": (
        "begint met 00 of 80 tot 89: kan het RSIN van een bedrijf zijn",
        "begins with 00 or 80 to 89: may be the RSIN of a company",
    ),
    "service number": ("een servicenummer, van een organisatie", "a service number, of an organisation"),
    "short address": ("een verkort adres", "a short address"),
    "short form": ("de korte vorm", "the short form"),
    "high subnumber": ("een hoog volgnummer", "a high subnumber"),
    "small numbers": ("kleine getallen, zoals van een versie", "small numbers, as of a version"),
    "special series": ("een bijzondere serie", "a special series"),
    "test range": ("uit een reeks voor tests en voorbeelden", "of a range for tests and specimens"),
    "unit": ("kan een maat zijn", "may be a unit"),
    "withheld combination": ("een lettercombinatie die niet wordt uitgegeven", "letters that are not issued"),
    "word": ("de letters zijn een gewoon woord", "the letters are an ordinary word"),
    "word and digits": ("een woord met cijfers erachter", "a word followed by digits"),
    "year": ("kan een jaartal zijn", "may be a year"),
    "context word of Presidio": ("een contextwoord, volgens Presidio", "a context word, by Presidio"),
    # a copy of an identity document
    "machine readable zone": ("er staat een machineleesbare zone op", "a machine readable zone stands on it"),
    "check digits": ("de controlecijfers kloppen", "the check digits are right"),
    "face": ("er staat een gezicht op", "there is a face on it"),
    "title of a document": ("de naam van een soort document staat erop", "the name of a kind of document stands on it"),
    "labels of a document": ("opschriften van een document staan erop", "captions of a document stand on it"),
}

_RULES = {
    "label": ("label “{rest}” er vlak voor of erboven", "label “{rest}” right before it or above it"),
    "other label": (
        "een label van iets anders staat dichterbij: “{rest}”",
        "a label of something else is nearer: “{rest}”",
    ),
    "context": ("het woord “{rest}” staat in de buurt", "the word “{rest}” stands nearby"),
    "inside": ("staat in een {rest}", "stands inside: {rest}"),
    "contains": ("er staat een {rest} in", "it holds: {rest}"),
    "also read as": ("kan ook een {rest} zijn; deze lezing gaat voor", "may also be {rest}; this reading goes first"),
    "presidio": ("oordeel van Presidio ({rest})", "what Presidio says ({rest})"),
}
_COLUMN = (
    "de kolom: {passed} van de {tried} nummers erin halen de controle",
    "the column: {passed} of the {tried} numbers in it pass the check",
)
_UNKNOWN = ("aanwijzing “{what}”", "evidence “{what}”")


def addend(what: str, weight: float, lang: Language) -> str:
    """One addend of a score in words.

    Arguments:
        what: its name, as in `piiscan.model.Evidence`.
        weight: its log-odds.
        lang: ``"nl"`` or ``"en"``.

    >>> addend("elfproef", 2.4, "nl")
    'de elfproef klopt: 1 op de 11 willekeurige nummers haalt die'
    >>> addend("column: 3 of 40 pass", -7.2, "en")
    'the column: 3 of the 40 numbers in it pass the check'
    """
    if what == "prior":
        return _PRIOR[lang == "en"]
    if what in _CHECKS:
        return _check(what, weight, lang)
    if what in _TABLE:
        return _TABLE[what][lang == "en"]
    name, rest = _split(what)
    if name == "column" and len(numbers := [int(word) for word in rest.split() if word.isdigit()]) == 2:
        return _COLUMN[lang == "en"].format(passed=numbers[0], tried=numbers[1])
    if name in _RULES:
        return _RULES[name][lang == "en"].format(rest=rest)
    return _UNKNOWN[lang == "en"].format(what=what)


def is_known(what: str) -> bool:
    """Whether a name of evidence has words of its own."""
    name, _ = _split(what)
    return what == "prior" or what in _CHECKS or what in _TABLE or name in _RULES or name == "column"


def percent(share: float, lang: Language) -> str:
    """A probability as a person writes it; never rounded to certainty.

    >>> percent(0.9969, "nl"), percent(0.0101, "en"), percent(0.99999, "nl"), percent(0.0001, "en")
    ('99,7%', '1.0%', '> 99,9%', '< 0.1%')
    """
    least, most = number(0.1, lang, 1), number(99.9, lang, 1)
    shown = number(100 * share, lang, 1)
    if share > 0.9995:
        shown = f"> {most}"
    elif share < 0.0005:
        shown = f"< {least}"
    return f"{shown}%"


def number(value: float, lang: Language, digits: int = 1, sign: bool = False) -> str:
    """A number with the decimal mark of the language."""
    shown = f"{value:{'+' if sign else ''}.{digits}f}".replace("-", "−")
    return shown.replace(".", ",") if lang == "nl" else shown


def _check(what: str, weight: float, lang: Language) -> str:
    nl, en = _CHECKS[what]
    odds = 97 if what == "mod 97" else _round(math.exp(weight))
    if odds > _MOST_IN_WORDS or odds < 2:
        return nl.partition(":")[0] if lang == "nl" else en
    return nl.format(odds=odds) if lang == "nl" else (en + _ODDS).format(odds=odds)


def _round(value: float) -> int:
    """To two digits; the weights know no more."""
    return int(float(f"{value:.2g}"))


def _split(what: str) -> tuple[str, str]:
    """The rule and what it is about: ``"label: bsn"``; also as it was once written, ``"inside NL_BTW"``."""
    name, colon, rest = what.partition(": ")
    if not colon and what.startswith("inside "):
        return "inside", what.removeprefix("inside ")
    return (name, rest) if colon else ("", what)
