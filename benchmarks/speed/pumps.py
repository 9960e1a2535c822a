"""Hostile strings: what makes a careless pattern take quadratic time, derived from each recogniser's own declaration.

A pump is a beginning and a unit that is repeated behind it. The units of a form are what its repeats repeat, after the
shortest text that leads to them: the classic way to make a matcher try again from everywhere.
"""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from piiscan.recognizer import Digits, Pattern, Recognizer

__all__ = ["COMMON", "Pump", "lifelike", "pumps"]


class Pump(NamedTuple):
    """A beginning, and a unit that is repeated behind it."""

    start: str
    unit: str

    def text(self, length: int) -> str:
        """So many code points of it."""
        return (self.start + self.unit * (length // len(self.unit) + 1))[:length]

    def __str__(self) -> str:
        return f"{_shown(self.start)} + " * bool(self.start) + f"{_shown(self.unit)} * n"


COMMON = tuple(
    Pump("", unit)
    for unit in (
        "@", "a@", "@a", "a@a.", "a.", "a-", "a_", "<", "<<", "P<", "A", "a", "0", "9", "1 ", "1.", "1-", "1/",
        "1,", "1:", "0-", "06 ", "+31", "(0", "12 34 ", "123.456.", "1234 5678 ", "123456782 ", "123456782",
        "123-456-78", "1\n", "1\t", "0:", "::", "a:b:", "ab:cd:", "A1", "1A", "AB-12-", "1234AB", "1234 AB ",
        "NL", "NL00", "NL 0", " ", "\n", "\t", "\r\n", "=", '"', "'", "/", "://", "a://", "www.", "(", "[x]",
        "*", ":", ": ", ";", "|", "&", "%40", "é", "€ ", "\u00ad1", "1\u200b", "\u00a0", "\uff11",
        "wachtwoord: ", "wachtwoord ", "bsn ", "bsn: 1 ", "geboren op ", "man ", "januari 1 ", "een twee ",
    )
)  # fmt: skip
"""For every recogniser."""

_BEGINNINGS = 3
"""Beginnings of one unit, at most."""
_FEW = 2
"""What is repeated no more often than this (an optional letter) is no repeat."""


def pumps(recognizer: Recognizer) -> list[Pump]:
    """Those of one recogniser, none twice."""
    found: dict[Pump, None] = {}
    label = f"{recognizer.context[0]}: " if recognizer.context else ""
    for form in recognizer.forms:
        for pump in _of_digits(form) if isinstance(form, Digits) else _of_pattern(form):
            # without its word nothing may be looked for at all
            found[Pump(label + pump.start, pump.unit) if recognizer.label_required else pump] = None
        if label:
            first = next(iter(_of_digits(form) if isinstance(form, Digits) else _of_pattern(form)))
            found[Pump("", f"{label}{first.unit} ")] = None
    for words in (recognizer.context, recognizer.negative_context):
        found.update(dict.fromkeys(Pump("", f"{word}{end}") for word in words[:2] for end in (" ", ": ", " 1 ")))
        found[Pump("", " ".join(words) + " ")] = None
    found.update(dict.fromkeys(lifelike(recognizer)))
    found[Pump("", "".join((*recognizer.examples, *recognizer.counterexamples)))] = None
    return list(_sparing(pump for pump in found if pump.unit.strip()))


def lifelike(recognizer: Recognizer) -> list[Pump]:
    """Those in which there are values and words, and all of detection has work: the examples, over and over."""
    texts = (recognizer.examples, recognizer.counterexamples)
    return [Pump("", " ".join(each) + "\n") for each in texts if each]


def _sparing(found: Iterable[Pump]) -> Iterator[Pump]:
    """No unit behind more than a few beginnings: the forms of one recogniser share most of their pieces."""
    seen: Counter[str] = Counter()
    for pump in found:
        seen[pump.unit] += 1
        if seen[pump.unit] <= _BEGINNINGS:
            yield pump


def _of_digits(form: Digits) -> Iterator[Pump]:
    for separator in form.separators:
        for sizes in form.groups:
            most = (size if isinstance(size, int) else size[1] for size in sizes)
            written = separator.join("1234567890123456"[:size] for size in most)
            yield from (Pump("", written + end) for end in ("", " ", separator))
    for length in form.lengths:
        yield from (Pump("", "1234567890123456789"[:length] + end) for end in (" ", ".", "a"))


def _of_pattern(form: Pattern) -> Iterator[Pump]:
    for regex in filter(None, (form.regex, form.anchor)):
        tree = parser.parse(regex)
        whole = _shortest(tree)
        yield from (Pump("", whole + end) for end in ("", " ", "\n"))
        yield from (Pump("", whole[:end]) for end in (len(whole) - 1, len(whole) // 2) if end > 0)
        units: dict[str, None] = {}
        for start, unit in _repeats(tree, ""):
            if unit and unit not in units:
                units[unit] = None
                yield Pump(start, unit)
                yield Pump("", f"{start}{unit}")


def _repeats(tree: Iterable[Any], start: str) -> Iterator[tuple[str, str]]:
    """Of each repeat in a pattern: the shortest text before it, and what it repeats."""
    for code, value in tree:
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            if value[1] > _FEW:
                yield start, _shortest(value[2])
            yield from _repeats(value[2], start)
        else:
            for inner in _inner(code, value):
                yield from _repeats(inner, start)
        start += _shortest([(code, value)])


def _shortest(tree: Iterable[Any]) -> str:
    """A short text that a pattern matches; of a class, the end of its first range."""
    text = ""
    for code, value in tree:
        if code is op.LITERAL:
            text += chr(value)
        elif code is op.IN:
            text += _member(value)
        elif code in (op.ANY, op.NOT_LITERAL):
            text += "a"
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            text += _shortest(value[2]) * value[0]
        elif inner := _inner(code, value):
            text += _shortest(inner[0])
    return text


def _inner(code: Any, value: Any) -> list[Any]:
    """The patterns inside an element: the branches of a choice, the inside of a group."""
    if code is op.BRANCH:
        return list(value[1])
    return [value[-1]] if code in (op.SUBPATTERN, op.ATOMIC_GROUP) else []


def _member(members: list[Any]) -> str:
    if members[0][0] is op.NEGATE:
        return "a"
    code, value = members[0]
    return chr(value[1] if code is op.RANGE else value) if code in (op.RANGE, op.LITERAL) else "a"


def _shown(text: str) -> str:
    return repr(text if len(text) <= 24 else f"{text[:14]}..{text[-8:]}")
