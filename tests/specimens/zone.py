"""The lines of a machine readable zone, with right check digits, after ICAO Doc 9303-3 to 9303-7 and ISO/IEC 18013-1.

Written anew, not with the reader's own code: what is measured shall not measure itself.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

__all__ = ["Fields", "licence", "mrv", "name_field", "td1", "td2", "td3"]

_WRITTEN = {"ß": "SS", "Ä": "AE", "Ö": "OE", "Ü": "UE", "Å": "AA", "Æ": "AE", "Ø": "OE", "Ł": "L", "Ð": "D", "Đ": "D"}


@dataclass(frozen=True, slots=True)
class Fields:
    """What a zone says.

    Arguments:
        state: code of the State that issued it, without fillers.
        surname, given: as printed.
        number: of the document.
        born, expires: days.
        sex: ``M``, ``F`` or ``X``.
        optional: the optional data; a personal number on some.
        nation: code of the nationality, where it is not the State's.
    """

    state: str
    surname: str
    given: str
    number: str
    born: date
    sex: str
    expires: date
    optional: str = ""
    nation: str = ""

    @property
    def _of(self) -> str:
        return f"{self.nation or self.state:<<3}"

    @property
    def _birth(self) -> str:
        return _checked(f"{self.born:%y%m%d}", 6)

    @property
    def _sex(self) -> str:
        return self.sex if self.sex in "MF" else "<"

    @property
    def _expiry(self) -> str:
        return _checked(f"{self.expires:%y%m%d}", 6)


def td3(code: str, fields: Fields, *, empty: str = "<") -> tuple[str, str]:
    """Two lines of 44; ``empty`` is the check digit of an empty optional field (9303-4, 4.2.2.2)."""
    first = f"{code:<<2}{fields.state:<<3}" + name_field(fields.surname, fields.given, 39)
    document, rest = _checked(fields.number, 9), fields.optional.ljust(14, "<")
    rest += _digit(rest) if fields.optional else empty
    second = document + fields._of + fields._birth + fields._sex + fields._expiry + rest
    return first, second + _digit(document + fields._birth + fields._expiry + rest)


def td2(code: str, fields: Fields) -> tuple[str, str]:
    """Two lines of 36."""
    first = f"{code:<<2}{fields.state:<<3}" + name_field(fields.surname, fields.given, 31)
    document, rest = _checked(fields.number, 9), fields.optional.ljust(7, "<")[:7]
    second = document + fields._of + fields._birth + fields._sex + fields._expiry + rest
    return first, second + _digit(document + fields._birth + fields._expiry + rest)


def td1(code: str, fields: Fields) -> tuple[str, str, str]:
    """Three lines of 30; a number longer than nine goes on in the optional field (9303-5, 4.2.2.3 note j)."""
    document, optional = _checked(fields.number, 9), fields.optional
    if len(fields.number) > 9:
        document = fields.number[:9] + "<"
        optional = fields.number[9:] + _digit(fields.number) + "<" + optional
    first = f"{code:<<2}{fields.state:<<3}{document}" + optional.ljust(15, "<")[:15]
    second = (fields._birth + fields._sex + fields._expiry + fields._of).ljust(29, "<")
    composite = _digit(first[5:] + fields._birth + fields._expiry + second[18:29])
    return first, second + composite, name_field(fields.surname, fields.given, 30)


def mrv(length: int, fields: Fields) -> tuple[str, str]:
    """Two lines of 44 (MRV-A) or 36 (MRV-B), without a composite check digit."""
    first = f"V<{fields.state:<<3}" + name_field(fields.surname, fields.given, length - 5)
    second = _checked(fields.number, 9) + fields._of + fields._birth + fields._sex + fields._expiry + fields.optional
    return first, second.ljust(length, "<")[:length]


def licence(state: str, number: str, optional: str) -> tuple[str]:
    """The one line of 30 of a driving licence: D, configuration, state, version, number, optional data, check digit."""
    line = f"D1{state}1{number}{optional:<<13}"
    return (line + _digit(line),)


def name_field(surname: str, given: str, length: int) -> str:
    """A name as the zone writes it, cut or filled to a length (9303-3, 4.6 and section 6).

    >>> name_field("van der Meer", "Jan-Willem", 30)
    'VAN<DER<MEER<<JAN<WILLEM<<<<<<'
    """
    return f"{_written(surname)}<<{_written(given)}".ljust(length, "<")[:length]


def _written(name: str) -> str:
    text = "".join(_WRITTEN.get(mark, mark) for mark in name.replace("ı", "I").upper().replace("İ", "I"))
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", text) if mark.isascii())
    return "<".join(bare.replace("'", "").replace("-", " ").split())


def _checked(value: str, length: int) -> str:
    value = value.ljust(length, "<")[:length]
    return value + _digit(value)


def _digit(value: str) -> str:
    """Weights 7, 3, 1; A to Z count as 10 to 35, a filler as 0 (9303-3, 4.9)."""
    return str(sum((0 if mark == "<" else int(mark, 36)) * (7, 3, 1)[i % 3] for i, mark in enumerate(value)) % 10)
