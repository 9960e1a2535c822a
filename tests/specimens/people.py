"""People who do not exist: names by language, dates, and numbers of the right form and with right check digits.

The BSNs start with 99, which no person's does; the other numbers are random in the form that is published for them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

__all__ = ["Person", "bsn", "document_number", "random_person"]

_NAMES = tomllib.loads((Path(__file__).parent / "people.toml").read_text("utf-8"))
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_NO_ZERO = "123456789"
_BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist.

    Arguments:
        surname, given: as written in print.
        sex: ``M``, ``F`` or ``X``.
        born, issued, expires: days.
        birthplace, town: of birth, of residence.
        bsn: nine digits, of which the elfproef is right.
        personal: a number as another country gives it.
        can: six digits.
        v_number: ten digits.
        licence: ten digits.
        height: metres, as printed.
        partner: surname of a partner.
    """

    surname: str
    given: str
    sex: str
    born: date
    issued: date
    expires: date
    birthplace: str
    town: str
    bsn: str
    personal: str
    can: str
    v_number: str
    licence: str
    height: str
    partner: str

    @property
    def age(self) -> int:
        """Years on the day of issue."""
        return (self.issued - self.born).days // 365


def random_person(rng: np.random.Generator, language: str, first: date, last: date, years: int) -> Person:
    """Somebody whose document was issued within a span of days.

    Arguments:
        rng: the source of chance.
        language: of the names.
        first, last: the span.
        years: for which the document of an adult is valid.
    """
    names = _NAMES[language]
    sex = str(rng.choice(["F", "M", "F", "M", "F", "M", "F", "M", "X"]))
    issued = first + timedelta(days=int(rng.integers(0, max(1, (last - first).days))))
    age = int(rng.integers(16, 86))
    born = issued - timedelta(days=365 * age + int(rng.integers(0, 365)))
    valid = years if age >= 18 else min(years, 5)
    expires = issued.replace(year=issued.year + valid, day=min(issued.day, 28))
    return Person(
        surname=str(rng.choice(names["surnames"])),
        given=str(rng.choice(names["men" if sex == "M" else "women"])),
        sex=sex,
        born=born,
        issued=issued,
        expires=expires,
        birthplace=str(rng.choice(names["towns"])),
        town=str(rng.choice(names["towns"])),
        bsn=bsn(rng),
        personal=_digits(rng, int(rng.integers(9, 13))),
        can=_digits(rng, 6),
        v_number="2" + _digits(rng, 9),
        licence="5" + _digits(rng, 9),
        height=f"1,{rng.integers(50, 99)}",
        partner=str(rng.choice(names["surnames"])),
    )


def bsn(rng: np.random.Generator) -> str:
    """Nine digits that start with 99 and pass the elfproef (sum of the digits times 9 to 2 and -1 divisible by 11)."""
    while True:
        digits = "99" + _digits(rng, 7)
        if sum(weight * int(digit) for weight, digit in zip(_BSN_WEIGHTS, digits, strict=True)) % 11 == 0:
            return digits


def document_number(rng: np.random.Generator, form: str) -> str:
    """A number of a form.

    ``A`` stands for a letter, ``9`` for a digit but 0, ``X`` for either, ``0`` for any digit; others for themselves.
    """
    kinds = {"A": _LETTERS, "9": _NO_ZERO, "0": "0123456789", "X": _LETTERS + _NO_ZERO}
    return "".join(str(rng.choice(list(kinds[mark]))) if mark in kinds else mark for mark in form)


def _digits(rng: np.random.Generator, count: int) -> str:
    return "".join(str(digit) for digit in rng.integers(0, 10, count))
