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

from piiscan.checksums import Checksum

__all__ = ["Derived", "Digits", "Form", "Pattern", "Recognizer", "Size", "plain", "recognizers_in"]


Size: TypeAlias = int | tuple[int, int]
"""How many digits a group has: so many, or the least and the most."""


@dataclass(frozen=True, slots=True)
class Digits:
    """A number of digits, bare or in groups.

    Arguments:
        lengths: how many digits, separators not counted.
        groups: the groupings in which it is written (``(4, 2, 3)``), besides bare. The size of a group is a number of
            digits, or the least and the most of them (``((1, 3),) * 4``, for IPv4).
        separators: what may stand between groups; the same one throughout unless ``mixed``.
        bare: whether it also stands without separators.
        prior: log-odds added to the recogniser's when the value stands in groups (a written form is evidence).
        bare_prior: the same for when it stands without separators.
        checksum: a sum that every valid number keeps; the check may ask for more. It lets the engine drop the others
            without looking at them one by one.
        first: the digits with which a valid number may begin.
    """

    lengths: tuple[int, ...]
    groups: tuple[tuple[Size, ...], ...] = ()
    separators: str = " .-"
    bare: bool = True
    mixed: bool = False
    prior: float = 0.0
    bare_prior: float = 0.0
    checksum: Checksum | None = None
    first: str = "0123456789"

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
        sizes = [len(piece) for piece in pieces]
        fits = any(len(group) == len(sizes) and all(map(_is_of_size, sizes, group)) for group in self.groups)
        return digits if fits and (self.mixed or len(marks) == 1) else None


def _is_of_size(digits: int, size: Size) -> bool:
    return digits == size if isinstance(size, int) else size[0] <= digits <= size[1]


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
        anchor: a short pattern, itself without an unbounded or long repeat, of which a match stands inside every match
            of ``regex`` (``[0-9a-z]@[0-9a-z]`` for an e-mail address). The text is searched for anchors first, and
            ``regex`` is tried around them only. Empty: ``regex`` is its own anchor.
        reach: how many code points a match may begin before its anchor or end after it, at most.
    """

    regex: str
    ignore_case: bool = False
    left: str = r"0-9A-Za-z_"
    right: str = r"0-9A-Za-z_"
    prior: float = 0.0
    labelled: bool = False
    anchor: str = ""
    reach: int = 200


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
        foreign_weight: the same for the labels of other recognisers alone; ``negative_weight`` where it is None.
        adjust: further evidence from the written form alone: ``(what, log-odds)`` pairs.
        adjust_limit: the most that ``adjust`` ever adds up to. With the priors and the check it tells the engine
            whether a form can be reported without a word beside it; where it cannot, the words are searched for.
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
    foreign_weight: float | None = None
    adjust: Callable[[str], tuple[tuple[str, float], ...]] | None = None
    adjust_limit: float = 0.0
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
