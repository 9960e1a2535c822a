"""What documents say: labels and titles by language, and the countries whose documents are drawn.

The labels are the common ones of EU documents (in the languages of the Union; Turkish after ICAO's fields). The numbers
have the length and the mix of letters and digits that is usual for the country, not its exact rule.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

__all__ = ["COUNTRIES", "Country", "label", "printed_date"]

_LABELS = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
_MONTHS = {
    "nl": "JAN/JAN|FEB/FEB|MAA/MAR|APR/APR|MEI/MAY|JUN/JUN|JUL/JUL|AUG/AUG|SEP/SEP|OKT/OCT|NOV/NOV|DEC/DEC",
    "en": "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC",
}


@dataclass(frozen=True, slots=True)
class Country:
    """A country whose documents are drawn.

    Arguments:
        code: ICAO code.
        sign: two letters.
        title: its name on the document.
        languages: the first its own, then those it adds.
        nationality: as printed.
        passport, card: the form of the numbers, as `people.document_number` has it.
        size: of its card: ``TD1`` or ``TD2``.
        dates: ``.``, `` ``, ``/`` or ``word`` between day, month and year.
        years: validity for adults.
        unseen: only the test set has it.
    """

    code: str
    sign: str
    title: str
    languages: tuple[str, ...]
    nationality: str
    passport: str
    card: str
    size: str
    dates: str
    years: int = 10
    unseen: bool = False


COUNTRIES = {
    one.code: one
    for one in (
        Country(
            "D<<",
            "D",
            "BUNDESREPUBLIK DEUTSCHLAND",
            ("de", "en", "fr"),
            "DEUTSCH",
            "C9XXXXXX9",
            "L9XXXXXX9",
            "TD1",
            ".",
        ),
        Country(
            "BEL",
            "B",
            "KONINKRIJK BELGIË / ROYAUME DE BELGIQUE",
            ("nl", "fr", "de", "en"),
            "Belg",
            "EA000000",
            "590000000000",
            "TD1",
            ".",
        ),
        Country("FRA", "F", "RÉPUBLIQUE FRANÇAISE", ("fr", "en"), "Française", "00AA00000", "X9AXXXXX9", "TD1", " "),
        Country(
            "ITA", "I", "REPUBBLICA ITALIANA", ("it", "en", "fr"), "ITALIANA", "AA0000000", "CA00000AA", "TD1", "/"
        ),
        Country("POL", "PL", "RZECZPOSPOLITA POLSKA", ("pl", "en"), "POLSKIE", "AA0000000", "AAA000000", "TD1", "."),
        Country(
            "GBR",
            "UK",
            "UNITED KINGDOM OF NOWHERE",
            ("en", "fr"),
            "BRITISH CITIZEN",
            "000000000",
            "000000000",
            "TD2",
            "word",
        ),
        Country("ESP", "E", "REINO DE ESPAÑA", ("es", "en"), "ESPAÑOLA", "AAA000000", "AAA000000", "TD1", " "),
        Country(
            "SWE", "S", "KONUNGARIKET SVERIGE", ("sv", "en"), "SVENSK", "00000000", "00000000", "TD1", "word", 5, True
        ),
        Country(
            "TUR", "TR", "TÜRKİYE CUMHURİYETİ", ("tr", "en"), "T.C.", "A00000000", "A00A00000", "TD1", ".", 10, True
        ),
        Country(
            "ROU", "RO", "ROMÂNIA", ("ro", "fr", "en"), "Română / ROU", "000000000", "AA000000", "TD2", ".", 10, True
        ),
        Country(
            "CZE",
            "CZ",
            "ČESKÁ REPUBLIKA",
            ("cs", "en"),
            "ČESKÁ REPUBLIKA",
            "00000000",
            "000000000",
            "TD1",
            ".",
            10,
            True,
        ),
        Country("HUN", "H", "MAGYARORSZÁG", ("hu", "en"), "MAGYAR", "AA0000000", "000000AA", "TD1", " ", 10, True),
    )
}


def label(key: str, languages: tuple[str, ...], most: int = 2, between: str = " / ") -> str:
    """A label in the first languages.

    >>> label("born", ("nl", "en", "fr"))
    'geboortedatum / date of birth'
    """
    words = dict.fromkeys(_LABELS[language][key] for language in languages[:most])
    return between.join(words)


def printed_date(day: date, style: str, language: str) -> str:
    """A date as documents print it.

    >>> printed_date(date(1985, 3, 10), "word", "nl")
    '10 MAA/MAR 1985'
    """
    if style == "word":
        months = _MONTHS.get(language, _MONTHS["en"]).split("|")
        return f"{day:%d} {months[day.month - 1]} {day:%Y}"
    return day.strftime(f"%d{style}%m{style}%Y")
