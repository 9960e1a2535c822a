"""Puts a reading of a zone right by what its fields may hold and by its check digits.

Only characters that the reader itself held possible are put in. What comes of it is used to look for the same values
elsewhere on the document and to tell which document it is; it never decides whether anything is covered.

Source: ICAO Doc 9303, part 3 (4.9, check digits), 4 (TD3), 5 (TD1), 6 (TD2), 7 (visas); the Dutch driving licence has
one check digit over all that stands before it (RDW).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from piiscan.checksums import mrz_digit
from piiscan.idcopy.ocrb import Line

__all__ = ["Repaired", "kind_of", "repaired", "sound"]

_DEAREST, _PAIR = 4.5, 6.0
"""The least likely change of one character, and of two, that is made for a check digit, as log-odds."""
_DOUBT = 0.02
"""How likely what may stand at a place must be, against what was read, to be taken for it: issuers break rules too."""
_LICENCE = re.compile(r"D[0-9A-Z<]NLD[0-9A-Z<]\d{10}")
_DIGITS = frozenset("0123456789")
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_KINDS = {
    "a": _LETTERS | {"<"},
    "A": _LETTERS,
    "n": _DIGITS | {"<"},
    "N": _DIGITS,
    "c": _DIGITS | {"<"},
    "s": frozenset("MFX<"),
    "x": _DIGITS | _LETTERS | {"<"},
}
_LAYOUTS = {
    ("TD1", 30): ("Axaaa" + "x" * 9 + "c" + "x" * 15, "nnnnnnNsnnnnnnNaaa" + "x" * 11 + "N", "a" * 30),
    ("TD2", 36): ("Axaaa" + "a" * 31, "x" * 9 + "caaannnnnnNsnnnnnnN" + "x" * 7 + "N"),
    ("TD3", 44): ("Axaaa" + "a" * 39, "x" * 9 + "caaannnnnnNsnnnnnnN" + "x" * 14 + "cN"),
    ("visa", 36): ("Axaaa" + "a" * 31, "x" * 9 + "caaannnnnnNsnnnnnnN" + "x" * 8),
    ("visa", 44): ("Axaaa" + "a" * 39, "x" * 9 + "caaannnnnnNsnnnnnnN" + "x" * 16),
    ("licence", 30): ("AxAAAx" + "N" * 10 + "x" * 13 + "N",),
}
"""What may stand where: a letter (A; a: or a filler), a digit (N; n, c: or a filler), a sex (s), anything (x)."""

Cell = tuple[int, int]
"""The line and the place in it."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """A zone after repair.

    Arguments:
        kind: the format: ``TD1``, ``TD2``, ``TD3``, ``visa``, ``licence``.
        rows: its lines.
        valid: how many check digits are right.
        checks: how many there are.
    """

    kind: str
    rows: tuple[str, ...]
    valid: int
    checks: int


@dataclass(frozen=True, slots=True)
class _Check:
    """Characters, and the digit that checks them; it may be a filler where they all are."""

    cells: tuple[Cell, ...]
    digit: Cell
    optional: bool = False


def kind_of(lines: Sequence[Line]) -> str:
    """The format of as many lines of that length; empty where there is none."""
    length = len(lines[0].text) if lines else 0
    first = lines[0].alternatives[0] if length else ()
    if (len(lines), length) == (3, 30):
        return "TD1"
    if (len(lines), length) == (1, 30):
        return "licence" if any(letter == "D" for letter, _ in first) else ""
    if len(lines) == 2 and length in (36, 44):
        return "visa" if lines[0].text[0] == "V" else {36: "TD2", 44: "TD3"}[length]
    return ""


def repaired(kind: str, lines: Sequence[Line]) -> Repaired:
    """The lines of a zone of a format, each as long as that has it."""
    choices = [[_allowed(line, place, wanted) for place, wanted in enumerate(layout)]
               for line, layout in zip(lines, _LAYOUTS[kind, len(lines[0].text)], strict=True)]  # fmt: skip
    rows = [[options[0][0] for options in line] for line in choices]
    _names_ended(kind, rows)
    if kind == "TD2" and "".join(rows[0]).startswith("IDFRA"):
        # the French card before 2021 has a layout of its own: as read
        return Repaired(kind, tuple(line.text for line in lines), 0, 0)
    checks = list(_checks(kind, rows))
    for check in checks:
        if not _right(rows, check):
            _changed(rows, check, checks, choices)
    done = tuple("".join(row) for row in rows)
    return Repaired(kind, done, sum(_right(rows, check) for check in checks), len(checks))


def sound(kind: str, rows: Sequence[str]) -> bool:
    """Whether rows, as they are, have every check digit of a format right, and a licence its beginning."""
    if kind == "licence" and not _LICENCE.match(rows[0]):
        return False
    return all(_right(rows, check) for check in _checks(kind, rows))


def _allowed(line: Line, place: int, wanted: str) -> list[tuple[str, float]]:
    """What may stand at a place, the likeliest first, and what each costs against that."""
    kinds = _KINDS[wanted]
    options = [(letter, share) for letter, share in line.alternatives[place] if letter in kinds]
    read = line.alternatives[place][0]
    if not options or options[0][1] < _DOUBT * read[1]:
        return [(read[0], 0.0), *((letter, math.log(read[1] / share)) for letter, share in options)]
    best = options[0][1]
    return [(letter, math.log(best / share)) for letter, share in options]


def _names_ended(kind: str, rows: list[list[str]]) -> None:
    """Nothing stands behind three fillers in the field of the names."""
    row = 2 if kind == "TD1" else 0
    if kind == "licence":
        return
    end = "".join(rows[row]).find("<<<", 5 if row == 0 else 0)
    if end >= 0:
        rows[row][end:] = "<" * (len(rows[row]) - end)


def _checks(kind: str, rows: Sequence[Sequence[str]]) -> Iterator[_Check]:
    def cells(line: int, *spans: tuple[int, int]) -> tuple[Cell, ...]:
        return tuple((line, place) for start, end in spans for place in range(start, end))

    if kind == "licence":
        yield _Check(cells(0, (0, 29)), (0, 29))
    elif kind == "TD1":
        optional = "".join(rows[0][15:30]).partition("<")[0]
        if rows[0][14] == "<" and len(optional) > 1:  # a long number (9303-5, 4.2.2, note j)
            last = 15 + len(optional) - 1
            yield _Check(cells(0, (5, 14), (15, last)), (0, last))
        else:
            yield _Check(cells(0, (5, 14)), (0, 14))
        yield _Check(cells(1, (0, 6)), (1, 6))
        yield _Check(cells(1, (8, 14)), (1, 14))
        yield _Check(cells(0, (5, 30)) + cells(1, (0, 7), (8, 15), (18, 29)), (1, 29))
    else:
        yield _Check(cells(1, (0, 9)), (1, 9))
        yield _Check(cells(1, (13, 19)), (1, 19))
        yield _Check(cells(1, (21, 27)), (1, 27))
        if kind == "TD3":
            yield _Check(cells(1, (28, 42)), (1, 42), optional=True)
        if kind in ("TD2", "TD3"):
            last = len(rows[1]) - 1
            yield _Check(cells(1, (0, 10), (13, 20), (21, last)), (1, last))


def _right(rows: Sequence[Sequence[str]], check: _Check) -> bool:
    value = "".join(rows[line][place] for line, place in check.cells)
    digit = rows[check.digit[0]][check.digit[1]]
    if digit == "<" and check.optional:
        return not value.strip("<")
    return digit == str(mrz_digit(value))


def _changed(
    rows: list[list[str]],
    check: _Check,
    checks: Sequence[_Check],
    choices: Sequence[Sequence[Sequence[tuple[str, float]]]],
) -> None:
    """Makes the likeliest change of one character or two that puts a check digit right and no other one wrong."""
    before = [other for other in checks if _right(rows, other)]
    changes = [
        (cost, cell, letter)
        for cell in (*check.cells, check.digit)
        for letter, cost in choices[cell[0]][cell[1]]
        if letter != rows[cell[0]][cell[1]]
    ]
    changes.sort()
    tries: list[tuple[float, tuple[tuple[Cell, str], ...]]] = [
        (cost, ((cell, letter),)) for cost, cell, letter in changes if cost <= _DEAREST
    ]
    for (one, cell, letter), (two, other, second) in combinations(changes[:14], 2):
        if cell != other and one + two <= _PAIR:
            tries.append((one + two + 1.0, ((cell, letter), (other, second))))
    for _, change in sorted(tries):
        kept = [(cell, rows[cell[0]][cell[1]]) for cell, _ in change]
        for (line, place), letter in change:
            rows[line][place] = letter
        if _right(rows, check) and _consistent(rows, before):
            return
        for (line, place), letter in kept:
            rows[line][place] = letter


def _consistent(rows: Sequence[Sequence[str]], before: Sequence[_Check]) -> bool:
    """Whether the checks of single fields that were right still are; the one over all may change with them."""
    return all(_right(rows, check) for check in before if len(check.cells) < 25)
