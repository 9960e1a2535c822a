"""Candidates by their written form, verified by their recogniser, weighed by what stands around them.

Stage one (`piiscan.detect.sieve`) says where in a text a form can stand; stage two (`piiscan.detect.forms`) tries it
there with the recogniser's own check; what is left is weighed: prior, check, form, neighbours, label, context, column.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from piiscan.detect.columns import FEWEST, grid_of
from piiscan.detect.context import WEAK, Lexicon
from piiscan.detect.forms import Candidate, DigitsForm, Form, PatternForm, form_of, joined
from piiscan.detect.guard import attempt
from piiscan.detect.normalise import normalise
from piiscan.detect.numbers import LEAST, Numbers
from piiscan.detect.rates import Rates, stands_alone
from piiscan.detect.sieve import Sieve, merged
from piiscan.detect.tally import Tally
from piiscan.model import Evidence, Match, Span, Text
from piiscan.recognizer import Recognizer

__all__ = ["PatternDetector"]

_CELL = 64
"""Code points that a whole cell may have, to be a value."""
_WHOLE_CELL = Evidence("whole cell", 3.0)
_SHORT = 4096
"""Code points of a text that is looked through with an expression rather than with arrays."""
_LONG = re.compile(f"[0-9]{{{LEAST},}}")
_QUAD = re.compile(r"(?<![0-9])(?=([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?![0-9]))")
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
        self._grid = grid_of(self._part, self._normal, words, self._uncertain(windows))
        self._rates = Rates(self._grid, self._tally, lambda: self._numbers, self._lexicon.caption)
        yield from self._weighed_all(self._found(self._sources(windows)), blurred)
        for form, starts, ends, look in self._many:
            for first in range(0, len(starts), _BATCH):
                if self._tally.is_full(form.recognizer.entity):
                    self._tally.beyond[form.recognizer.entity] += len(starts) - first
                    break
                some = zip(starts[first : first + _BATCH].tolist(), ends[first : first + _BATCH].tolist(), strict=True)
                yield from self._weighed_all(self._found([(form, self._looked_at(some, look))]), blurred)

    def _found(self, sources: Iterable[tuple[Form, Iterable[Candidate]]]) -> list[Candidate]:
        """The candidates of the sources that start in the core of the part, each once, in order."""
        found: set[Candidate] = set()
        for form, candidates in sources:
            if candidates != ():
                attempt(form.recognizer.entity, self._tally, found.update, candidates)
        if self._part.core is not None:
            found = {one for one in found if self._part.owns(self._normal.original(one.start, one.end).start)}
        return _telling(sorted(found, key=lambda one: (one.start, one.end, one.form.number)))

    def _uncertain(self, windows: dict[Form, list[Span]]) -> Iterator[Span]:
        """Where something may stand whose form says little: whether it does is for the head of its column to say."""
        for form, spans in windows.items():
            if isinstance(form, PatternForm) and not form.labelled and form.recognizer.negative_weight:
                yield from spans

    def _weighed_all(self, candidates: Sequence[Candidate], blurred: bool) -> Iterator[Match]:
        standing = [self._standing(candidate) for candidate in candidates]
        size = len(self._normal.data)
        regions = merged(
            Span(max(0, one.start - _AROUND), min(size, one.end + _AROUND))
            for one, evidence in zip(candidates, standing, strict=True)
            if evidence and not one.labelled
        )
        self._around = self._lexicon.read(self._normal, regions, blurred=blurred)
        for candidate, evidence in zip(candidates, standing, strict=True):
            entity = candidate.form.recognizer.entity
            if self._tally.is_full(entity):
                self._tally.beyond[entity] += 1
            elif evidence:
                yield from attempt(entity, self._tally, self._weighed, candidate, evidence) or ()

    @cached_property
    def _numbers(self) -> Numbers:
        return Numbers(self._normal.data)

    def _sources(self, windows: dict[Form, list[Span]]) -> Iterator[tuple[Form, Iterable[Candidate]]]:
        """What stage one and two leave, by form."""
        # the columns first: what they refuse is looked at no further
        yield from self._long_numbers()
        for number in self._sieve.quads:
            yield number, self._spans(number, *self._quads(), number.quad)
        if self._has_captions:
            for form in self._sieve.weak:
                if isinstance(form, DigitsForm):
                    yield form, self._captioned_numbers(form)
                if spans := self._captioned(form):
                    spans = [Span(start, end + 1) for start, end in spans]
                    windows[form] = merged([*windows.get(form, ()), *spans])
            for form in self._sieve.celled:
                yield form, self._cells(form)
        for form, spans in windows.items():
            yield form, self._in_windows(form, spans)

    def _long_numbers(self) -> Iterator[tuple[Form, Iterable[Candidate]]]:
        """The long bare numbers that need no word."""
        few, text = self._few(), self._normal.text
        if few is None:
            for form in self._sieve.summed:
                yield form, self._spans(form, *self._rates.likely(form, self._limit), form.bare)
            for form in self._sieve.bare:
                runs = self._rates.usual(self._rates.bare(form), self._limit)
                yield form, self._spans(form, self._numbers.starts[runs], self._numbers.ends[runs], form.bare)
        elif few:
            for form in (*self._sieve.summed, *self._sieve.bare):
                if stands_alone(form, self._limit):
                    yield form, self._looked_at((run for run in few if form.may_be(text, *run)), form.bare)

    @property
    def _has_captions(self) -> bool:
        return bool(len(self._part.labels) or (self._grid and self._grid.heads))

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
                found += self._grid.cells(column, self._rates.cells if isinstance(form, DigitsForm) else None)
        return found

    def _captioned_numbers(self, form: DigitsForm) -> Iterable[Candidate]:
        """The long bare numbers in the columns that are named after the entity of a form."""
        columns = self._columns_by_owner.get(form.recognizer.entity, [])
        columns = [column for column in columns if not self._rates.refuses(form, column, self._limit)]
        if not (columns and self._grid and form.form.bare) or self._tally.is_full(form.recognizer.entity):
            return ()
        runs = self._rates.bare(form)
        runs = runs[np.isin(self._grid.columns[self._rates.cells[runs]], columns)]
        return self._spans(form, self._numbers.starts[runs], self._numbers.ends[runs], form.bare)

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
        for start, end in spans:
            yield from form.find(self._normal, start, min(size, end))

    def _few(self) -> list[Span] | None:
        """The long numbers of a short text where they are too few to say anything of each other; else None."""
        if self._grid is not None or len(self._normal.data) > _SHORT:
            return None
        found = [Span(*match.span()) for match in _LONG.finditer(self._normal.text)]
        return found if len(found) < FEWEST else None

    def _quads(self) -> tuple[Any, Any]:
        """Starts and ends of what may be an IPv4 address."""
        if len(self._normal.data) > _SHORT:
            return self._numbers.quads(1, 3, ".")
        spans = np.array([match.span(1) for match in _QUAD.finditer(self._normal.text)], np.int64).ravel()
        return spans[0::2], spans[1::2]

    def _spans(self, form: DigitsForm, starts: Any, ends: Any, look: Any) -> Iterable[Candidate]:
        entity = form.recognizer.entity
        if not len(starts):
            return ()
        if self._tally.is_full(entity):
            self._tally.beyond[entity] += len(starts)
            return ()
        if len(starts) > _BATCH and self._tally.cap is not None:
            self._many.append((form, starts, ends, look))
            return ()
        return self._looked_at(zip(starts.tolist(), ends.tolist(), strict=True), look)

    def _looked_at(self, spans: Iterable[tuple[int, int]], look: Any) -> Iterator[Candidate]:
        for start, end in spans:
            candidate = look(self._normal.text, start, end)
            if candidate:
                yield candidate

    def _cells(self, form: Form) -> Iterator[Candidate]:
        """Whole cells under a caption that says what they are."""
        recognizer, text = form.recognizer, self._normal.text
        for start, end in self._captioned(form):
            cell = text[start : min(end, start + 2 * _CELL)]
            value = cell.strip(" \t\r\n\"';,|")
            first = start + cell.find(value)
            if 0 < len(value) <= _CELL and recognizer.check(value) and value not in self._heads:
                yield Candidate(form, first, first + len(value), (*form.standing, _WHOLE_CELL))

    @cached_property
    def _heads(self) -> frozenset[str]:
        return frozenset(self._grid.heads.values() if self._grid else ())

    def _standing(self, candidate: Candidate) -> tuple[Evidence, ...]:
        """The evidence of a candidate by itself; none where nothing around it could bring it to the limit."""
        evidence, recognizer = candidate.evidence, candidate.form.recognizer
        if self._tally.is_full(recognizer.entity):
            return ()
        if recognizer.adjust:
            value = joined(self._normal.value(candidate.start, candidate.end))
            own = attempt(recognizer.entity, self._tally, _adjusted, recognizer, value)
            if own is None:
                return ()
            evidence += own
        most = 0.0 if candidate.labelled else candidate.form.most_around
        return evidence if _total(evidence) + most >= self._limit else ()

    def _weighed(self, candidate: Candidate, evidence: tuple[Evidence, ...]) -> list[Match]:
        recognizer = candidate.form.recognizer
        if not candidate.labelled:
            context = self._context(candidate)
            if recognizer.label_required and not any(weight > 0 for _, weight in context):
                return []
            evidence += (*context, *self._rates.evidence(candidate, _total(context)))
        total = _total(evidence)
        return self._readings(candidate, total, evidence) if total >= self._limit else []

    def _context(self, candidate: Candidate) -> list[Evidence]:
        span = Span(candidate.start, candidate.end)
        label, since = "", 0
        if len(self._part.labels):
            place = self._normal.original(*span).start
            label = self._part.label(place)
        if not label and self._grid:
            cell = self._grid.cell(span.start)
            label = self._grid.heads.get(int(self._grid.columns[cell]), "")
            # under a head that says nothing ("waarde"), the cell before may say what it is
            since = int(self._grid.starts[cell]) if label and self._lexicon.of_label(label) else 0
        elif label and len(self._part.columns):
            since = self._run(self._part.run(place)).start
        return self._lexicon.weigh(candidate.form.recognizer, self._around, span, label, since)

    def _readings(self, candidate: Candidate, total: float, evidence: tuple[Evidence, ...]) -> list[Match]:
        """The match, with what else it gives away in its evidence; only that, where it alone is wanted."""
        recognizer = candidate.form.recognizer
        span = self._normal.original(candidate.start, candidate.end)
        wants = self._detector.wants
        score = 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))
        given: list[str] = []
        if recognizer.derived:
            text = self._normal.value(candidate.start, candidate.end)
            given = [d.entity for d in recognizer.derived if wants(d.entity) and d.extract(text)]
        if not wants(recognizer.entity):
            return [
                Match(entity, span, score, (*evidence, Evidence(f"inside: {recognizer.entity}", 0.0)))
                for entity in given
            ]
        self._tally.kept[recognizer.entity] += 1
        return [Match(recognizer.entity, span, score, (*evidence, *(Evidence(f"contains: {e}", 0.0) for e in given)))]


def _telling(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, but of patterns of one recogniser that match the same the most telling only."""
    best: dict[tuple[Any, ...], Candidate] = {}
    for one in candidates:
        number = one.form.number if isinstance(one.form, DigitsForm) else -1
        key = (one.start, one.end, one.form.recognizer.entity, one.labelled, number)
        if key not in best or _total(one.evidence) > _total(best[key].evidence):
            best[key] = one
    return list(best.values())


def _adjusted(recognizer: Recognizer, value: str) -> tuple[Evidence, ...]:
    """What a recogniser says of a written form; here what is no pair is told."""
    assert recognizer.adjust is not None  # noqa: S101 - the caller has looked
    return tuple(Evidence(what, weight) for what, weight in recognizer.adjust(value))


def _total(evidence: Iterable[Evidence]) -> float:
    total = 0.0
    for _, weight in evidence:
        total += weight
    return total
