"""Candidates by their written form, verified by their recogniser, weighed by what stands around them.

Stage one (`piiscan.detect.sieve`) says where in a text a form can stand; stage two (`piiscan.detect.forms`) tries it
there with the recogniser's own check; what is left is weighed: prior, check, form, neighbours, label, context, column.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from piiscan.detect.columns import grid_of
from piiscan.detect.context import WEAK, Lexicon
from piiscan.detect.forms import Candidate, DigitsForm, Form, form_of, joined
from piiscan.detect.guard import guarded
from piiscan.detect.normalise import normalise
from piiscan.detect.numbers import Numbers
from piiscan.detect.rates import Rates
from piiscan.detect.sieve import Sieve, merged
from piiscan.detect.tally import Tally
from piiscan.model import Evidence, Match, Span, Text
from piiscan.recognizer import Recognizer

__all__ = ["PatternDetector"]

_CELL = 64
"""Code points that a whole cell may have, to be a value."""
_BATCH = 256
"""Numbers of one form that are weighed together where there are very many."""
_AROUND = WEAK[-1][0] + 100
"""Code points before and after a candidate in which words are looked for."""


class PatternDetector:
    """Finds what recognisers declare; thread-safe.

    Arguments:
        recognizers: what to look for. Their context words all count, whatever ``entities`` says.
        entities: report only these; None for all.
    """

    def __init__(self, recognizers: Sequence[Recognizer], entities: frozenset[str] | None = None) -> None:
        self.lexicon = Lexicon(recognizers)
        self._entities = entities
        wanted = [r for r in recognizers if self.wants(r.entity) or any(self.wants(d.entity) for d in r.derived)]
        pairs = [(recognizer, form) for recognizer in wanted for form in recognizer.forms]
        self.forms = [form_of(number, *pair) for number, pair in enumerate(pairs)]
        self.sieve = lru_cache(maxsize=4)(lambda limit: Sieve(self.forms, self.lexicon, limit))

    def detect(self, part: Text, threshold: float = 0.0, tally: Tally | None = None) -> Iterator[Match]:
        """Every match of the part that starts in its core, overlapping ones included, spans local to its text.

        Arguments:
            part: the text.
            threshold: the lowest score that is wanted; a higher one makes it faster.
            tally: what is known of the blob so far; it learns from this text.

        Raises:
            RecognizerFailed: one raised or took too long, and there is no tally to note it.
        """
        limit = math.log(threshold / (1 - threshold)) if 0 < threshold < 1 else math.copysign(math.inf, threshold - 1)
        known = Tally() if tally is None else tally
        yield from _Pass(self, part, limit, known).matches()
        if tally is None:
            known.must_be_whole()

    def wants(self, entity: str) -> bool:
        """Whether an entity is asked for."""
        return self._entities is None or entity in self._entities


class _Pass:
    """One pass over one text."""

    def __init__(self, detector: PatternDetector, part: Text, limit: float, tally: Tally) -> None:
        self._detector = detector
        self._lexicon = detector.lexicon
        self._sieve: Sieve = detector.sieve(limit)
        self._part = part
        self._limit = limit
        self._tally = tally
        self._normal = normalise(part.text)
        self._many: list[tuple[DigitsForm, Any, Any, Any]] = []
        """Forms with so many numbers that the cap may be reached among them."""

    def matches(self) -> Iterator[Match]:
        """The matches, in the order of the text."""
        windows, words = self._sieve.windows(self._normal.data)
        blurred = self._part.unit == "px"
        if blurred:  # a word may be misread, so its absence says nothing
            windows |= {form: [Span(0, len(self._normal.data))] for form in self._sieve.weak}
        self._grid = grid_of(self._part, self._normal, words)
        self._rates = Rates(self._grid, self._tally, lambda: self._numbers, self._lexicon.caption)
        yield from self._weighed_all(self._candidates(windows), blurred)
        for form, starts, ends, look in self._many:
            for first in range(0, len(starts), _BATCH):
                if self._tally.is_full(form.recognizer.entity):
                    self._tally.beyond[form.recognizer.entity] += len(starts) - first
                    break
                some = self._looked_at(starts[first : first + _BATCH], ends[first : first + _BATCH], look)
                found = set(guarded(some, form.recognizer.entity, self._tally))
                yield from self._weighed_all(self._own(found), blurred)

    def _weighed_all(self, found: set[Candidate], blurred: bool) -> Iterator[Match]:
        candidates = sorted(found, key=lambda one: (one.start, one.end, one.form.number))
        size = len(self._normal.data)
        regions = merged(Span(max(0, c.start - _AROUND), min(size, c.end + _AROUND)) for c in candidates)
        self._around = self._lexicon.read(self._normal, regions, blurred=blurred)
        for candidate in candidates:
            entity = candidate.form.recognizer.entity
            if self._tally.is_full(entity):
                self._tally.beyond[entity] += 1
            else:
                yield from guarded(self._weighed(candidate), entity, self._tally)

    @cached_property
    def _numbers(self) -> Numbers:
        return Numbers(self._normal.data)

    def _candidates(self, windows: dict[Form, list[Span]]) -> set[Candidate]:
        """What stage one and two leave, each once."""
        sources: list[tuple[Form, Iterator[Candidate]]] = []
        if Numbers.may_stand(self._normal.data):
            # the columns first: what they refuse is looked at no further
            sources += [
                (form, self._spans(form, *self._rates.likely(form, self._limit), form.bare))
                for form in self._sieve.summed
            ]
            sources += [(form, self._bare(form)) for form in self._sieve.bare]
            sources += [(form, self._quads(form)) for form in self._sieve.quads]
        if self._grid and self._grid.heads:
            digits = [form for form in self._sieve.weak if isinstance(form, DigitsForm)]
            sources += [(form, self._captioned_numbers(form)) for form in digits]
        self._add_captions(windows)
        sources += [(form, self._in_windows(form, spans)) for form, spans in windows.items()]
        sources += [(form, self._cells(form)) for form in self._sieve.celled] if self._has_captions else []
        found: set[Candidate] = set()
        for form, candidates in sources:
            found.update(guarded(candidates, form.recognizer.entity, self._tally))
        return self._own(found)

    def _own(self, found: set[Candidate]) -> set[Candidate]:
        """The candidates that start in the core of the part."""
        if self._part.core is None:
            return found
        return {c for c in found if self._part.owns(self._normal.original(c.start, c.end).start)}

    @property
    def _has_captions(self) -> bool:
        return bool(len(self._part.labels) or (self._grid and self._grid.heads))

    def _add_captions(self, windows: dict[Form, list[Span]]) -> None:
        """Windows for what a caption speaks for: the cells of a column, the run behind a label."""
        for form in self._sieve.weak:
            spans = self._captioned(form)
            if spans:
                windows.setdefault(form, []).extend(Span(start, end + 1) for start, end in spans)

    def _captioned(self, form: Form) -> list[Span]:
        """The cells and runs whose caption names the entity of a form; of a full one they are only counted.

        Long runs of digits are left out for a form of digits: `_captioned_numbers` has them.
        """
        entity = form.recognizer.entity
        found = [self._run(run) for run in self._runs_by_owner.get(entity, ())]
        for column in self._columns_by_owner.get(entity, ()):
            assert self._grid is not None  # noqa: S101 - it has the columns
            if self._tally.is_full(entity):
                self._tally.beyond[entity] += self._grid.filled(column) if form.is_first else 0
            else:
                found += self._grid.cells(column, self._numbers.starts if isinstance(form, DigitsForm) else None)
        return found

    def _captioned_numbers(self, form: DigitsForm) -> Iterator[Candidate]:
        """The long bare numbers in the columns that are named after the entity of a form."""
        columns = self._columns_by_owner.get(form.recognizer.entity, [])
        columns = [column for column in columns if not self._rates.refuses(form, column, self._limit)]
        if columns and self._grid and form.form.bare and not self._tally.is_full(form.recognizer.entity):
            runs = self._numbers.bare(form.form.lengths, form.form.first)
            starts, ends = self._numbers.starts[runs], self._numbers.ends[runs]
            own = np.isin(self._grid.column(starts), columns)
            yield from self._spans(form, starts[own], ends[own], form.bare)

    @cached_property
    def _columns_by_owner(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for column, head in (self._grid.heads if self._grid else {}).items():
            for entity in self._lexicon.owners_of(head):
                found.setdefault(entity, []).append(column)
        return found

    @cached_property
    def _runs_by_owner(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for run, label in enumerate(self._part.labels):
            for entity in self._lexicon.owners_of(label) if label else ():
                found.setdefault(entity, []).append(run)
        return found

    def _run(self, run: int) -> Span:
        """A run of the part, in offsets of the normalised text."""
        starts = self._part.starts
        end = starts[run + 1] if run + 1 < len(starts) else len(self._part.text)
        return Span(self._normal.position(int(starts[run])), self._normal.position(int(end)))

    def _in_windows(self, form: Form, spans: Sequence[Span]) -> Iterator[Candidate]:
        size = len(self._normal.data)
        for start, end in merged(spans):
            yield from form.find(self._normal, start, min(size, end))

    def _bare(self, form: DigitsForm) -> Iterator[Candidate]:
        """The bare numbers of a form that needs no word and has no check sum: long runs of the right length."""
        numbers = self._numbers
        runs = self._rates.usual(numbers.bare(form.form.lengths, form.form.first), self._limit)
        yield from self._spans(form, numbers.starts[runs], numbers.ends[runs], form.bare)

    def _quads(self, form: DigitsForm) -> Iterator[Candidate]:
        yield from self._spans(form, *self._numbers.quads(1, 3, "."), form.grouped)

    def _spans(self, form: DigitsForm, starts: Any, ends: Any, look: Any) -> Iterator[Candidate]:
        entity = form.recognizer.entity
        if self._tally.is_full(entity):
            self._tally.beyond[entity] += len(starts)
        elif len(starts) > _BATCH and self._tally.cap is not None:
            self._many.append((form, starts, ends, look))
        else:
            yield from self._looked_at(starts, ends, look)

    def _looked_at(self, starts: Any, ends: Any, look: Any) -> Iterator[Candidate]:
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            yield from look(self._normal.text, start, end)

    def _cells(self, form: Form) -> Iterator[Candidate]:
        """Whole cells under a caption that says what they are."""
        recognizer, text = form.recognizer, self._normal.text
        for start, end in self._captioned(form):
            cell = text[start : min(end, start + 2 * _CELL)]
            value = cell.strip(" \t\r\n\"';,|")
            first = start + cell.find(value)
            if 0 < len(value) <= _CELL and recognizer.check(value) and value not in self._heads:
                yield Candidate(form, first, first + len(value), (Evidence("whole cell", 3.0),))

    @cached_property
    def _heads(self) -> frozenset[str]:
        return frozenset(self._grid.heads.values() if self._grid else ())

    def _weighed(self, candidate: Candidate) -> Iterator[Match]:
        recognizer = candidate.form.recognizer
        text = self._normal.value(candidate.start, candidate.end)
        evidence = [Evidence("prior", recognizer.prior)]
        if recognizer.check_weight:
            evidence.append(Evidence(recognizer.check_name or "check", recognizer.check_weight))
        evidence += candidate.evidence
        if recognizer.adjust:
            evidence += [Evidence(what, weight) for what, weight in recognizer.adjust(joined(text))]
        if not candidate.form.labelled or candidate.evidence[:1] == (Evidence("whole cell", 3.0),):
            context = self._context(candidate)
            if recognizer.label_required and not any(weight > 0 for _, weight in context):
                return
            evidence += context
            evidence += self._rates.evidence(candidate, sum(weight for _, weight in context))
        total = sum(weight for _, weight in evidence)
        if total >= self._limit:
            span = self._normal.original(candidate.start, candidate.end)
            yield from self._readings(recognizer, text, span, total, evidence)

    def _context(self, candidate: Candidate) -> list[Evidence]:
        span = Span(candidate.start, candidate.end)
        label, since = "", 0
        if len(self._part.labels):
            place = self._normal.original(*span).start
            label = self._part.label(place)
        if not label and self._grid:
            cell = self._grid.cell(span.start)
            label = self._grid.heads.get(int(self._grid.columns[cell]), "")
            since = int(self._grid.starts[cell]) if label else 0
        elif label and len(self._part.columns):
            since = self._run(self._part.run(place)).start
        return self._lexicon.weigh(candidate.form.recognizer, self._around, span, label, since)

    def _readings(
        self, recognizer: Recognizer, text: str, span: Span, total: float, evidence: list[Evidence]
    ) -> Iterator[Match]:
        """The match, with what else it gives away in its evidence; only that, where it alone is wanted."""
        score = 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))
        given = [d.entity for d in recognizer.derived if self._detector.wants(d.entity) and d.extract(text)]
        if self._detector.wants(recognizer.entity):
            contains = tuple(Evidence(f"contains: {entity}", 0.0) for entity in given)
            self._tally.kept[recognizer.entity] += 1
            yield Match(recognizer.entity, span, score, (*evidence, *contains))
            return
        for entity in given:
            yield Match(entity, span, score, (*evidence, Evidence(f"inside: {recognizer.entity}", 0.0)))
