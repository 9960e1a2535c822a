"""The written forms of recognisers, tried on a small window of text: stage two.

A `Pattern` is matched by the ``regex`` package, with a time limit and with overlapping matches, so that a match whose
check fails hides no other. A `Digits` is looked for among the groups of digits of the window.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import regex

from piiscan.detect.context import latin1
from piiscan.detect.neighbours import address_neighbours, neighbours
from piiscan.detect.normalise import Normalised
from piiscan.model import Evidence
from piiscan.recognizer import Digits, Pattern, Recognizer

__all__ = ["QUAD", "Candidate", "DigitsForm", "Form", "PatternForm", "form_of", "joined"]

QUAD = ((1, 3),) * 4
"""The groups of an IPv4 address."""

_LONGEST_RUN = 4096
"""Digits that are looked at before a window, so that none of it is a piece of a run."""
_SECONDS = 2.0
_PER_CHARACTER = 2e-5
"""Seconds that a pattern may take on a window, and beyond that for each code point of it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A written form that passed its check.

    Arguments:
        form: which form.
        start, end: in code points of the normalised text.
        evidence: from the form and from what touches it.
    """

    form: Form
    start: int
    end: int
    evidence: tuple[Evidence, ...]


class PatternForm:
    """A `Pattern` of a recogniser.

    Arguments:
        number: of the form, unique in its detector.
        recognizer: whose form it is.
        form: the declaration.
    """

    def __init__(self, number: int, recognizer: Recognizer, form: Pattern) -> None:
        self.number = number
        self.recognizer = recognizer
        self.is_first = form is recognizer.forms[0]
        self.form = form
        self.labelled = form.labelled
        self.reach = form.reach
        self.before = form.reach if form.anchor else 1
        self.prior = form.prior

    def find(self, normal: Normalised, start: int, end: int) -> Iterator[Candidate]:
        """The candidates that lie in a window.

        Raises:
            TimeoutError: the pattern took too long.
        """
        first_match = self._quick.search(normal.data, start, end)
        if first_match is None:
            return
        evidence = (Evidence("form", self.form.prior),) if self.form.prior else ()
        start = first_match.start()
        taken, failed = start, start
        seconds = _SECONDS + _PER_CHARACTER * (end - start)
        for match in self._engine.finditer(normal.text, start, end, overlapped=True, timeout=seconds):
            # what is only a piece of a longer form is none, whether that passed its check or not
            if match.start() < taken or match.end() <= failed or match.end() == end < len(normal.text):
                continue
            first, last = match.span(self._group)
            if first < last and self.recognizer.check(joined(normal.value(first, last))):
                taken = match.end()
                yield Candidate(self, first, last, evidence)
            else:
                failed = match.end()

    @cached_property
    def _quick(self) -> Any:
        """Tells in linear time where the first match begins, if there is any; borders are not looked at."""
        return latin1(self.form.regex, ignore_case=self.form.ignore_case)

    @cached_property
    def _engine(self) -> Any:
        form = self.form
        left = f"(?<![{form.left}])" if form.left else ""
        right = f"(?![{form.right}])" if form.right else ""
        flags = regex.VERSION0 | (regex.IGNORECASE if form.ignore_case else 0)
        return regex.compile(f"{left}(?:{form.regex}){right}", flags)

    @cached_property
    def _group(self) -> int:
        return int(self._engine.groupindex.get("value", 0))


class DigitsForm:
    """A `Digits` of a recogniser.

    Arguments:
        number: of the form, unique in its detector.
        recognizer: whose form it is.
        form: the declaration.
    """

    labelled = False
    reach = before = 40

    def __init__(self, number: int, recognizer: Recognizer, form: Digits) -> None:
        self.number = number
        self.recognizer = recognizer
        self.is_first = form is recognizer.forms[0]
        self.form = form
        self.prior = max([form.bare_prior] * form.bare + [form.prior] * bool(form.groups))
        self.has_quads = QUAD in form.groups
        self.is_summed = form.bare and form.checksum is not None and max(form.lengths) <= len(form.checksum.weights)
        self._groups = [[(n, n) if isinstance(n, int) else n for n in group] for group in form.groups]

    def find(self, normal: Normalised, start: int, end: int) -> Iterator[Candidate]:
        """The candidates that lie in a window."""
        text = normal.text
        while start and text[start - 1].isdigit() and end - start < _LONGEST_RUN:
            start -= 1
        for cluster in _CLUSTER.finditer(text, start, end):
            runs = [match.span() for match in _RUN.finditer(text, *cluster.span())]
            sizes = [last - first for first, last in runs]
            for index, (first, last) in enumerate(runs):
                if self.form.bare and sizes[index] in self.form.lengths:
                    yield from self.bare(text, first, last)
                for group in self._groups:
                    if _fits(group, sizes, index):
                        yield from self.grouped(text, first, runs[index + len(group) - 1][1])

    def bare(self, text: str, start: int, end: int) -> Iterator[Candidate]:
        """The candidate that a run of digits of the right length is, if it is one."""
        if self.recognizer.check(text[start:end]):
            found = neighbours(text, start, end, grouped=False)
            if found is not None:
                written = (
                    (Evidence("written without separators", self.form.bare_prior),) if self.form.bare_prior else ()
                )
                yield Candidate(self, start, end, (*found, *written))

    def grouped(self, text: str, start: int, end: int) -> Iterator[Candidate]:
        """The candidate that groups of digits of the right sizes are, if they are one."""
        value = joined(text[start:end])
        if self.form.digits(value) is None or not self.recognizer.check(value):
            return
        found = address_neighbours(text, start, end) if self.has_quads else neighbours(text, start, end, grouped=True)
        if found is not None:
            written = (Evidence("written in groups", self.form.prior),) if self.form.prior else ()
            yield Candidate(self, start, end, (*found, *written))


def _fits(group: Sequence[tuple[int, int]], sizes: Sequence[int], index: int) -> bool:
    """Whether the runs from one on have the sizes of a group."""
    if index + len(group) > len(sizes):
        return False
    return all(low <= sizes[index + step] <= high for step, (low, high) in enumerate(group))


Form = PatternForm | DigitsForm

_CLUSTER = re.compile(r"[0-9]+(?:(?:[./\-]|[ \t]{1,3}|\r?\n)[0-9]+)*")
_RUN = re.compile(r"[0-9]+")
_GAP = re.compile(r"[ \t]*\r?\n\s*|\t[ \t]*| [ \t]+")


def form_of(number: int, recognizer: Recognizer, form: Digits | Pattern) -> Form:
    """A form, ready to be looked for."""
    return (DigitsForm if isinstance(form, Digits) else PatternForm)(number, recognizer, form)  # type: ignore[arg-type]


def joined(value: str) -> str:
    """A value that is broken over a line or spread out by blanks, with one blank for each gap."""
    return _GAP.sub(" ", value) if _GAP.search(value) else value
