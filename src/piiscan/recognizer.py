"""What a pack file declares: data plus one pure function.

A recogniser says which written forms its value takes (`Digits`, `Pattern`), how to check one (``check``), how likely a
candidate is before anything around it is looked at (``prior``), and which words around it speak for or against it.
The engine derives everything else; it knows no Dutch number.

The weights are natural log-odds. Rules of thumb: a bare nine-digit number is one BSN in a hundred (-4.6); the elfproef,
which 1 in 11 pass, adds ln 11 = 2.4; a label directly before it adds about 8.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import TypeAlias

__all__ = ["Derived", "Digits", "Form", "Pattern", "Recognizer", "plain", "recognizers_in"]


@dataclass(frozen=True, slots=True)
class Digits:
    """A number of digits, bare or in groups.

    Arguments:
        lengths: how many digits, separators not counted.
        groups: the groupings in which it is written (``(4, 2, 3)``), besides bare.
        separators: what may stand between groups; the same one throughout unless ``mixed``.
        bare: whether it also stands without separators.
        prior: log-odds added to the recogniser's when the value stands in groups (a written form is evidence).
    """

    lengths: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...] = ()
    separators: str = " .-"
    bare: bool = True
    mixed: bool = False
    prior: float = 0.0

    def digits(self, text: str) -> str | None:
        """The digits of a written form, or None where ``text`` is not written in one of these ways.

        >>> Digits(lengths=(9,), groups=((4, 2, 3),)).digits("1234.56.782")
        '123456782'
        """
        if text.isascii() and text.isdigit():
            return text if self.bare and len(text) in self.lengths else None
        pieces = re.split(f"[{re.escape(self.separators)}]", plain(text)) if self.separators else [plain(text)]
        digits = "".join(pieces)
        if not (digits.isascii() and digits.isdigit() and len(digits) in self.lengths):
            return None
        if len(pieces) == 1:
            return digits if self.bare else None
        marks = {character for character in plain(text) if not character.isdigit()}
        fits = tuple(map(len, pieces)) in self.groups and (self.mixed or len(marks) == 1)
        return digits if fits else None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A linear pattern in RE2 syntax: no lookaround, no backreference, no unbounded repeat of a broad class.

    The value is the group ``value`` where there is one, else the whole match. What may not touch it is declared, not
    written as lookaround.

    Arguments:
        regex: the pattern; it sees the normalised text (full-width digits, odd blanks and dashes made plain).
        ignore_case: whether letters match in either case.
        left: a regex class body of characters that may not stand directly before the match.
        right: the same for directly after it.
        prior: log-odds added to the recogniser's for this form.
        labelled: the pattern itself holds the label (``wachtwoord: ...``), so no other label is looked for.
    """

    regex: str
    ignore_case: bool = False
    left: str = r"0-9A-Za-z_"
    right: str = r"0-9A-Za-z_"
    prior: float = 0.0
    labelled: bool = False


Form: TypeAlias = Digits | Pattern


@dataclass(frozen=True, slots=True)
class Derived:
    """Another entity that this value gives away: the BSN inside a loonheffingsnummer.

    Arguments:
        entity: the other kind.
        extract: the other value out of this one's written form, or None where it holds none.
    """

    entity: str
    extract: Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Recognizer:
    """One kind of personal data: its forms, its check and what speaks for it.

    Arguments:
        entity: the kind (``"NL_BSN"``).
        forms: how it is written.
        check: whether a written form is valid; pure, total and linear.
        prior: log-odds that a candidate of this form that stands alone is real, before the check.
        check_name: what the check is called in the evidence (``"elfproef"``).
        check_weight: log-odds that passing the check adds: the logarithm of 1 / (share of random values that pass).
        context: words that speak for it; directly before the value they are its label. Lower case; a blank stands for
            any run of blanks, dots, dashes and underscores, or for nothing.
        negative_context: words that speak against it (``"factuur"`` for a BSN), beside the labels of other recognisers,
            which the engine counts against it by itself.
        label_weight: log-odds that a label adds.
        negative_weight: log-odds (below zero) that a foreign or negative label adds; 0 where the check is strong.
        adjust: further evidence from the written form alone: ``(what, log-odds)`` pairs.
        derived: other entities inside this one.
        whole_cell: a run of a table or form is itself a candidate where its caption is a label of this recogniser: for
            values without any form, such as a password in a column of passwords.
        label_required: only ever reported beside a label (a number without any form of its own).
        examples: texts in which it has to be found at the default threshold.
        counterexamples: texts in which it must not be found at the default threshold.
    """

    entity: str
    forms: tuple[Form, ...]
    check: Callable[[str], bool]
    prior: float
    check_name: str = ""
    check_weight: float = 0.0
    context: tuple[str, ...] = ()
    negative_context: tuple[str, ...] = ()
    label_weight: float = 8.0
    negative_weight: float = -4.0
    adjust: Callable[[str], tuple[tuple[str, float], ...]] | None = None
    derived: tuple[Derived, ...] = ()
    whole_cell: bool = False
    label_required: bool = False
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


_PLAIN = {
    **{0xFF10 + n: ord("0") + n for n in range(10)},
    **{0xFF21 + n: ord("A") + n for n in range(26)},
    **{0xFF41 + n: ord("a") + n for n in range(26)},
    # Arabic-Indic, Persian, Devanagari and mathematical digits
    **{zero + n: ord("0") + n for zero in (0x660, 0x6F0, 0x966, *range(0x1D7CE, 0x1D800, 10)) for n in range(10)},
    **dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], ord(" ")),
    **dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D], ord("-")),
    0xFF0E: ord("."),
    0xFF0F: ord("/"),
    0xFF1A: ord(":"),
    0xFF20: ord("@"),
    0x2024: ord("."),
}


def plain(text: str) -> str:
    """Full-width letters and digits, odd blanks and odd dashes made plain; the length stays the same.

    >>> plain("１２３４\u00a056\u2011782")
    '1234 56-782'
    """
    return text if text.isascii() else text.translate(_PLAIN)


def recognizers_in(pack: ModuleType) -> tuple[Recognizer, ...]:
    """The recognisers of a pack: the ``RECOGNIZER`` of each of its modules, in the order of their names."""
    found = []
    for info in pkgutil.iter_modules(pack.__path__):
        module = importlib.import_module(f"{pack.__name__}.{info.name}")
        recognizer = getattr(module, "RECOGNIZER", None)
        if isinstance(recognizer, Recognizer):
            found.append(recognizer)
    return tuple(found)
