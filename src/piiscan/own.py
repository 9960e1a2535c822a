"""Patterns of the user's own: an employee number, a customer number, a file number of the house.

In a configuration each is one ``[[patterns]]``::

    [[patterns]]
    entity = "NL_PERSONEELSNUMMER"       # one of ours, or a name of your own: capitals, digits, underscores
    regex = 'VB-(?P<value>[0-9]{5})'     # RE2; the group "value" is the value where there is one
    examples = ["personeelsnummer VB-10342"]
    counterexamples = ["VB-103425"]

    [[patterns]]
    entity = "PATIENT"
    category = "bijzondere en strafrechtelijke gegevens"   # for a name of your own; else "overig"
    digits = [8]                         # how many digits, instead of a regex
    groups = [[2, 3, 3]]                 # how they may be grouped
    check = "elfproef"                   # or "elfproef-bank", "luhn", "mod97"
    context = ["patient", "patientnummer"]
    negative_context = ["kamer"]

Without ``context`` the pattern alone decides. With it, only a value shortly behind such a word is reported; with a word
elsewhere nearby, or a check, it is likely enough to be cut from a redacted copy. (mod 97 is enough to be reported.)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from math import log
from typing import Any, NamedTuple

from piiscan.categories import CATEGORIES, ENTITIES
from piiscan.checksums import Checksum, luhn, mod97
from piiscan.errors import ConfigError
from piiscan.linear import compiled
from piiscan.recognizer import Digits, Form, Pattern, Recognizer, plain
from piiscan.table import Table

__all__ = ["CHECKS", "OwnPattern", "is_entity_name"]

_ENTITY = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*", re.ASCII)
_LONGEST = 30
"""Digits of a number; no identifier of a person is longer."""
_SHORTEST = 3
"""Shorter numbers are everywhere."""
_LONGEST_MOD97 = 64
_QUICK = 16
"""Digits of the longest numbers whose sums the engine works out for all at once."""
_MARKS = " .-/"


@dataclass(frozen=True, slots=True)
class OwnPattern:
    """A pattern of the user's own, as data.

    Arguments:
        entity: the kind to report: one of ours, or a name of the user's own (``"PATIENT"``).
        regex: RE2 syntax; the group ``value`` is the value where there is one. Either this or ``digits``.
        context: words that speak for it; without any, the pattern alone decides.
        digits: how many digits it has.
        groups: the groupings in which it is written besides bare, each as long as one of ``digits``.
        separators: what may stand between groups, out of blank, dot, dash and slash.
        check: the name of a check that it passes: one of `CHECKS`; none where empty.
        negative_context: words that speak against it.
        category: the line of the privacy statement of a name of the user's own; empty for ``"overig"``.
        ignore_case: whether letters of ``regex`` match in either case.
        examples: texts in which it has to be found; looked at before a scan starts.
        counterexamples: texts in which it must not be found.
        where: the key of the configuration, for errors (``"patterns[2]"``).
        path: the file of the configuration, for errors.

    Raises:
        ConfigError: it cannot be used; names the file and the key.
    """

    entity: str
    regex: str = ""
    context: tuple[str, ...] = ()
    digits: tuple[int, ...] = ()
    groups: tuple[tuple[int, ...], ...] = ()
    separators: str = " .-"
    check: str = ""
    negative_context: tuple[str, ...] = ()
    category: str = ""
    ignore_case: bool = False
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()
    where: str = field(default="patterns", compare=False)
    path: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not is_entity_name(self.entity):
            self._fail("entity", "is no name of an entity: capitals, digits and underscores")
        if self.category and self.category not in CATEGORIES:
            self._fail("category", f"there is none of this name; there are {', '.join(CATEGORIES)}")
        if self.category and ENTITIES.get(self.entity, self.category) != self.category:
            self._fail("category", f"{self.entity} belongs to {ENTITIES[self.entity]}")
        if self.check and self.check not in CHECKS:
            self._fail("check", f"there is none of this name; there are {', '.join(CHECKS)}")
        for key in ("context", "negative_context"):
            words = getattr(self, key)
            if any(not any(map(str.isalnum, word)) for word in words):
                self._fail(key, "holds a word without letters")
            if any(max(word) > "\xff" for word in words):
                self._fail(key, "holds letters beyond Latin-1, which are not looked for")
        self._look_at_form()

    @classmethod
    def read(cls, table: Table) -> OwnPattern:
        """Reads one ``[[patterns]]``.

        Raises:
            ConfigError: an unknown key, a wrong value, or a pattern that cannot be used.
        """
        pattern = cls(
            entity=table.text("entity"),
            regex=table.text("regex"),
            context=table.texts("context"),
            digits=table.integers("digits"),
            groups=table.integer_lists("groups"),
            separators=_separators(table),
            check=table.text("check"),
            negative_context=table.texts("negative_context"),
            category=table.text("category"),
            ignore_case=table.flag("ignore_case"),
            examples=table.texts("examples"),
            counterexamples=table.texts("counterexamples"),
            where=table.name,
            path=table.path,
        )
        table.end()
        return pattern

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as `read` takes it."""
        known = [(item.name, getattr(self, item.name), item.default) for item in fields(self) if item.compare]
        return {name: value for name, value, default in known if value != default}

    def recognizer(self) -> Recognizer:
        """The recogniser that it stands for."""
        check = CHECKS.get(self.check)
        return Recognizer(
            entity=self.entity,
            forms=(self._form(check),),
            check=check.holds if check else _anything,
            prior=-3.0 if self.context else 2.0,
            check_name=check.name if check else "",
            check_weight=check.weight if check else 0.0,
            context=tuple(word.lower() for word in self.context),
            negative_context=tuple(word.lower() for word in self.negative_context),
            examples=self.examples,
            counterexamples=self.counterexamples,
        )

    def _form(self, check: _Check | None) -> Form:
        if self.regex:
            return Pattern(self.regex, ignore_case=self.ignore_case)
        longest = max(self.digits)
        checksum = check.checksum(longest) if check and check.checksum and longest <= _QUICK else None
        return Digits(lengths=self.digits, groups=self.groups, separators=self.separators, checksum=checksum)

    def _look_at_form(self) -> None:
        if bool(self.regex) == bool(self.digits):
            self._fail("regex", "give either this or digits" + (", not both" if self.regex else ""))
        if self.regex:
            if self.groups:
                self._fail("groups", "belongs to digits, not to regex")
            compiled(self.regex, f"{self.where}.regex", self.path, ignore_case=self.ignore_case)
            if max(self.regex) > "\xff":
                self._fail("regex", "holds characters beyond Latin-1, which are not looked for")
        if any(not _SHORTEST <= length <= _LONGEST for length in self.digits):
            self._fail("digits", f"a number has {_SHORTEST} to {_LONGEST} digits")
        if any(sum(group) not in self.digits or len(group) < 2 for group in self.groups):
            self._fail("groups", "a grouping has two groups or more, together as long as one of digits")
        if set(self.separators) - set(_MARKS) or (self.groups and not self.separators):
            self._fail("separators", "has to be out of blank, dot, dash and slash")

    def _fail(self, key: str, why: str) -> None:
        raise ConfigError(f"{self.where}.{key}: {why}", self.path)


def is_entity_name(name: object) -> bool:
    """Whether a kind of personal data may be called this: ``"NL_BSN"``, ``"PATIENT"``."""
    return isinstance(name, str) and _ENTITY.fullmatch(name) is not None


class _Check(NamedTuple):
    name: str
    holds: Callable[[str], bool]
    weight: float
    checksum: Callable[[int], Checksum] | None = None


def _separators(table: Table) -> str:
    value = table.get("separators")
    if value is not None and not isinstance(value, str):
        table.fail("separators", "is no text")
    return " .-" if value is None else value


def _anything(text: str) -> bool:
    return bool(text)


def _elfproef(length: int) -> Checksum:
    """As of a BSN: weights down to 2, and -1 for the last digit."""
    return Checksum((*range(length, 1, -1), -1), 11)


def _elfproef_of_banks(length: int) -> Checksum:
    """As of an old bank account: weights down to 1."""
    return Checksum(tuple(range(length, 0, -1)), 11)


def _luhn(length: int) -> Checksum:
    return Checksum(((2, 1) * length)[-length:], 10, digit_sums=True)


def _digits(text: str) -> str:
    return "".join(character for character in plain(text) if character in "0123456789")


def _passes(checksum: Callable[[int], Checksum]) -> Callable[[str], bool]:
    """The check over the digits of a value; zeros alone are a number of nobody."""

    def holds(text: str) -> bool:
        digits = _digits(text)
        return bool(digits.strip("0")) and checksum(len(digits)).holds(digits)

    return holds


def _passes_luhn(text: str) -> bool:
    digits = _digits(text)
    return bool(digits.strip("0")) and luhn(digits)


def _passes_mod97(text: str) -> bool:
    """ISO 7064 MOD 97-10: letters and digits, the check digits at the end."""
    compact = "".join(character for character in plain(text).upper() if character.isascii() and character.isalnum())
    return bool(compact.strip("0")) and len(compact) <= _LONGEST_MOD97 and mod97(compact) == 1


CHECKS: dict[str, _Check] = {
    "elfproef": _Check("elfproef", _passes(_elfproef), log(11), _elfproef),
    "elfproef-bank": _Check("elfproef of banks", _passes(_elfproef_of_banks), log(11), _elfproef_of_banks),
    "luhn": _Check("Luhn", _passes_luhn, log(10), _luhn),
    "mod97": _Check("mod 97", _passes_mod97, log(97)),
}
"""The checks that a pattern may name: over its digits, or for mod 97 over its letters and digits."""
