"""Finds values that are already known, wherever and however they stand.

A value that was recognised once (beside its label) is cut everywhere; a value that a person names is cut everywhere.
Digits are compared without the separators between them, letters without case, blanks as any run of blanks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import regex

from piiscan.detect.normalise import Normalised, normalise
from piiscan.model import Span

__all__ = ["KnownValues", "distinctive"]

_SHORTEST = 6
"""Letters and digits that a recognised value needs to be looked for elsewhere: an M or a year would be everywhere."""

_DIGITS = regex.compile(r"[0-9](?:[ .\-/]?[0-9])+")


def distinctive(value: str) -> bool:
    """Whether a recognised value is long enough to be looked for elsewhere."""
    return sum(character.isalnum() for character in value) >= _SHORTEST


class KnownValues:
    """A set of values with their entities.

    Arguments:
        values: value to entity. Blanks at the ends do not count; an empty value is left out.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._words: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        for value, entity in values.items():
            word = _squeezed(normalise(value).text)[0].strip()
            if not word:
                continue
            digits = "".join(filter(str.isdigit, word))
            if digits and not any(map(str.isalpha, word)):
                self._numbers[digits] = entity
            else:
                self._words[word] = entity
        self._word = regex.compile(r"\L<values>", values=list(self._words)) if self._words else None
        self._number = regex.compile(r"\L<values>", values=list(self._numbers)) if self._numbers else None

    def __bool__(self) -> bool:
        return bool(self._words or self._numbers)

    def find(self, text: str) -> Iterator[tuple[Span, str]]:
        """Where a value stands: its span in ``text`` and its entity; spans may overlap."""
        if not self:
            return
        normal = normalise(text)
        if self._word:
            squeezed, origin = _squeezed(normal.text)
            for match in self._word.finditer(squeezed, overlapped=True):
                yield normal.original(origin[match.start()], origin[match.end() - 1] + 1), self._words[match.group()]
        if self._number:
            for run in _DIGITS.finditer(normal.text):
                yield from self._in_run(normal, run.start(), run.group())

    def _in_run(self, normal: Normalised, start: int, run: str) -> Iterator[tuple[Span, str]]:
        origin = [start + offset for offset, character in enumerate(run) if character.isdigit()]
        digits = "".join(filter(str.isdigit, run))
        for match in self._number.finditer(digits, overlapped=True):  # type: ignore[union-attr]
            yield normal.original(origin[match.start()], origin[match.end() - 1] + 1), self._numbers[match.group()]


def _squeezed(text: str) -> tuple[str, range | list[int]]:
    """A text with runs of blanks made one and letters folded, and where each of its characters came from."""
    folded = text.lower() if len(text.lower()) == len(text) else text
    if not regex.search(r"[^\S ]|\s{2}", folded):
        return folded, range(len(folded))
    origin = [i for i, c in enumerate(folded) if not (c.isspace() and i and folded[i - 1].isspace())]
    return "".join(" " if folded[i].isspace() else folded[i] for i in origin), origin
