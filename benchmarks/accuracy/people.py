"""Fictitious people: names, addresses, dates of birth, sex. Kinds work as in `identifiers`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random

from benchmarks.accuracy.identifiers import Kind, Value, digits, pick

__all__ = ["KINDS", "WORDS", "full_date", "local_part"]

WORDS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "people.toml").read_text(encoding="utf-8"))
"""What names, addresses and passwords are put together from."""

_LETTERS = "ABCDEGHJKLMNPRSTVWXZ"
_WORD_LETTERS = ("EN", "IN", "OP", "KG", "BV", "DE", "KM")
_ADDITIONS = ((76, ""), (8, "{letter}"), (5, "-{digit}"), (4, " III"), (4, " A"), (3, " hs"))
_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()  # noqa: SIM905
_DATES = (
    (42, "{d:02}-{m:02}-{y}"), (8, "{d}-{m}-{y}"), (10, "{y}-{m:02}-{d:02}"), (14, "{d} {name} {y}"),
    (6, "{d:02}/{m:02}/{y}"), (4, "{d:02}.{m:02}.{y}"), (4, "{d} {short} {y}"), (4, "{y}{m:02}{d:02}"),
    (3, "{d:02}-{m:02}-{yy:02}"), (2, "{d}-{m}-'{yy:02}"), (2, "{d:02}{m:02}{yy:02}"), (1, "{d:02}{upper}{y}"),
)  # fmt: skip
_SURE_DATES = 7
"""Of these so many have four digits for the year and a mark between."""
_SEXES = (
    (40, "M V"), (20, "man vrouw"), (15, "m v"), (12, "Man Vrouw"), (4, "male female"), (4, "M V X"),
    (3, "mannelijk vrouwelijk"), (2, "V/F M/M"),
)  # fmt: skip


def one_of(what: str) -> Kind:
    """A word of a list."""

    def kind(value: Random, form: Random) -> Value:
        return Value(value.choice(WORDS[what]))

    return kind


def name(value: Random, form: Random) -> Value:
    style = pick(form, ((50, "{first} {last}"), (30, "{initials} {last}"), (20, "{last}, {initials}")))
    first, last = value.choice(WORDS["first"]), value.choice(WORDS["last"])
    initials = "".join(f"{value.choice('ABCDEFGHJKLMPRSTW')}." for _ in range(value.choice((1, 1, 2))))
    return Value(style.format(first=first, last=last, initials=initials))


def street(value: Random, form: Random) -> Value:
    addition = pick(value, _ADDITIONS).format(letter=value.choice("abc"), digit=value.randrange(1, 9))
    return Value(f"{value.choice(WORDS['street'])} {value.randrange(1, 380)}{addition}")


def house(value: Random, form: Random) -> Value:
    return Value(str(value.randrange(1, 380)))


def postcode(value: Random, form: Random) -> Value:
    letters = "SS"
    while letters in ("SA", "SD", "SS"):
        letters = value.choice(_LETTERS) + value.choice(_LETTERS)
    if value.random() < 0.04:  # letters that are words and units are issued too
        letters = value.choice(_WORD_LETTERS)
    number = digits(value, 4, "123456789")
    gap = pick(form, ((72, " "), (24, ""), (4, "lower")))
    return Value(f"{number}{letters.lower()}" if gap == "lower" else f"{number}{gap}{letters}", "NL_POSTCODE")


def local_part(value: Random) -> str:
    """The part of an e-mail address before the sign, or the name of somebody on a platform."""
    first, last = (_plain(value.choice(WORDS[which])) for which in ("first", "last"))
    style = value.choice(("{f}.{l}", "{i}.{l}", "{f}{n}", "{l}.{i}", "{f}_{l}", "{i}{l}+{w}"))
    return style.format(f=first, l=last, i=first[0], n=value.randrange(60, 99), w=value.choice(WORDS["word"]))


def _plain(text: str) -> str:
    return "".join(c for c in text.lower().translate(str.maketrans("öüçëûâ", "ouceua")) if c.isascii() and c.isalnum())


def full_date(value: Random, form: Random, first: int, last: int, loose: bool = True) -> str:
    """A date between two years in one of the ways in which dates are written."""
    table = _DATES if loose else _DATES[:_SURE_DATES]
    year, month = value.randrange(first, last + 1), value.randrange(1, 13)
    word = _MONTHS[month - 1]
    short = {"maart": "mrt"}.get(word, word[:3])
    return pick(form, table).format(
        d=value.randrange(1, 29), m=month, y=year, yy=year % 100, name=word, short=short, upper=short.upper()
    )


def born(value: Random, form: Random) -> Value:
    return Value(full_date(value, form, 1936, 2012), "DATE_OF_BIRTH")


def gender(value: Random, form: Random) -> Value:
    return Value(value.choice(pick(form, _SEXES).split()), "GENDER")


def title(value: Random, form: Random) -> Value:
    return Value(value.choice(form.choice((("dhr", "mevr"), ("De heer", "Mevrouw"), ("dhr", "mw")))), "GENDER")


KINDS: dict[str, Kind] = {
    "first": one_of("first"), "last": one_of("last"), "org": one_of("organisation"), "place": one_of("place"),
    "streetname": one_of("street"), "name": name, "street": street, "house": house, "postcode": postcode,
    "born": born, "sex": gender, "title": title,
}  # fmt: skip
