"""The written forms of recognisers, tried on a small window of text: stage two.

A `Pattern` is matched by the ``regex`` package, with a time limit and with overlapping matches, so that a match whose
check fails hides no other. A `Digits` is looked for among the groups of digits of the window.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from time import monotonic
from typing import Any, NamedTuple

import regex

from piiscan.detect.context import WEAK, latin1
from piiscan.detect.neighbours import address_neighbours, neighbours
from piiscan.detect.normalise import Normalised
from piiscan.model import Evidence
from piiscan.recognizer import Digits, Pattern, Recognizer

__all__ = ["QUAD", "Candidate", "DigitsForm", "Form", "PatternForm", "form_of", "joined"]

QUAD = ((1, 3),) * 4
"""The groups of an IPv4 address."""

_LONGEST_RUN = 4096
"""Digits that are looked at before a window, so that none of it is a piece of a run."""
_SECONDS, _PER_CHARACTER = 2.0, 2e-5
"""Seconds that a pattern may take on a window, and beyond that for each code point of it."""
_INSTANT = 1e-3
"""Seconds that a match gets when the others have used up the time of its window."""


class Candidate(NamedTuple):
    """A written form that passed its check.

    Arguments:
        form: which form.
        start, end: in code points of the normalised text.
        evidence: from its recogniser, from the form and from what touches it.
        labelled: whether the form holds the label.
    """

    form: Form
    start: int
    end: int
    evidence: tuple[Evidence, ...]
    labelled: bool = False


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
        self.standing = _standing(recognizer)
        self.reach = form.reach
        self.before = form.reach if form.anchor else 1
        self.prior = form.prior
        self.most_around = max(recognizer.label_weight, WEAK[0][1])
        self._evidence = (*self.standing, *_weighty(Evidence("form", form.prior)))

    def find(self, normal: Normalised, start: int, end: int) -> Iterator[Candidate]:
        """The candidates that lie in a window.

        Raises:
            TimeoutError: the pattern took too long.
        """
        text, failed = normal.text, start
        until = monotonic() + _SECONDS + _PER_CHARACTER * (end - start)
        while (place := self._next(normal.data, start, end)) is not None:
            start = place + 1
            match = self._engine.match(text, place, end, timeout=max(_INSTANT, until - monotonic()))
            # what is only a piece of a longer form is none, whether that passed its check or not
            if match is None or match.end() <= failed or match.end() == end < len(text):
                continue
            first, last = match.span(self._group)
            if first < last and self.recognizer.check(joined(normal.value(first, last))):
                yield Candidate(self, first, last, self._evidence, self.labelled)
                start = match.end()
            else:
                failed = match.end()

    def _next(self, data: bytes, start: int, end: int) -> int | None:
        """Where the next match may begin, found in linear time."""
        before = 1 if self.form.left else 0
        if start < before:
            return start
        hit = self._quick.search(data, start - before, end)
        return None if hit is None else int(hit.start()) + before

    @cached_property
    def _quick(self) -> Any:
        form = self.form
        left, right = f"[^{form.left}]" if form.left else "", f"(?:$|[^{form.right}])" if form.right else ""
        return latin1(f"{left}(?:{form.regex}){right}", ignore_case=form.ignore_case)

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
        self.standing = _standing(recognizer)
        self.prior = max([form.bare_prior] * form.bare + [form.prior] * bool(form.groups))
        self.has_quads = QUAD in form.groups and "." in form.separators and {*range(4, 13)} <= {*form.lengths}
        self.is_summed = form.bare and form.checksum is not None and max(form.lengths) <= len(form.checksum.weights)
        # beside words, the column of a sum may speak for it
        self.most_around = math.inf if form.checksum else max(recognizer.label_weight, WEAK[0][1])
        self._bare = _weighty(Evidence("written without separators", form.bare_prior))
        self._grouped = _weighty(Evidence("written in groups", form.prior))
        self._fewest = min(form.lengths)
        self._groups = [[(n, n) if isinstance(n, int) else n for n in group] for group in form.groups]

    def find(self, normal: Normalised, start: int, end: int) -> Iterator[Candidate]:
        """The candidates that lie in a window."""
        text = normal.text
        while start and text[start - 1].isdigit() and end - start < _LONGEST_RUN:
            start -= 1
        for cluster in _CLUSTER.finditer(text, start, end):
            first, last = cluster.span()
            if last - first >= self._fewest:
                runs = [run.span() for run in _RUN.finditer(text, first, last)]
                yield from filter(None, self._in_cluster(text, runs))

    def _in_cluster(self, text: str, runs: Sequence[tuple[int, int]]) -> Iterator[Candidate | None]:
        """What the runs of a cluster are, alone and in groups."""
        sizes = [last - first for first, last in runs]
        for index, (first, last) in enumerate(runs):
            if self.form.bare and sizes[index] in self.form.lengths:
                yield self.bare(text, first, last)
            for group in self._groups:
                if _fits(group, sizes, index):
                    yield self.grouped(text, first, runs[index + len(group) - 1][1])

    def may_be(self, text: str, start: int, end: int) -> bool:
        """Whether a run of digits has the length and the first digit of a bare number of this form."""
        return self.form.bare and end - start in self.form.lengths and text[start] in self.form.first

    def bare(self, text: str, start: int, end: int) -> Candidate | None:
        """The candidate that a run of digits of the right length is, if it is one."""
        if self.recognizer.check(text[start:end]):
            found = neighbours(text, start, end, grouped=False)
            if found is not None:
                return Candidate(self, start, end, (*self.standing, *found, *self._bare))
        return None

    def grouped(self, text: str, start: int, end: int) -> Candidate | None:
        """The candidate that groups of digits of the right sizes are, if they are one."""
        value = joined(text[start:end])
        if self.form.digits(value) is None or not self.recognizer.check(value):
            return None
        return self._beside(text, start, end)

    def quad(self, text: str, start: int, end: int) -> Candidate | None:
        """The candidate that four groups with full stops between them are, if they are one."""
        return self._beside(text, start, end) if self.recognizer.check(text[start:end]) else None

    def _beside(self, text: str, start: int, end: int) -> Candidate | None:
        found = address_neighbours(text, start, end) if self.has_quads else neighbours(text, start, end, grouped=True)
        return None if found is None else Candidate(self, start, end, (*self.standing, *found, *self._grouped))


def _standing(recognizer: Recognizer) -> tuple[Evidence, ...]:
    """What a recogniser adds to every candidate that passed its check."""
    check = Evidence(recognizer.check_name or "check", recognizer.check_weight)
    return (Evidence("prior", recognizer.prior), *_weighty(check))


def _weighty(evidence: Evidence) -> tuple[Evidence, ...]:
    return (evidence,) if evidence.weight else ()


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
