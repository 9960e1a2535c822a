"""Stage one and two of recognition: candidates by form, verified by their recogniser, weighed by what stands around.

Stage one is linear in the length of the text: one pass of RE2 for all clusters of digits, one for each lettered form,
one for all context words. It may only over-report. Stage two looks at a candidate with the recogniser's own check.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from piiscan.detect.context import Lexicon, Surroundings, latin1
from piiscan.detect.normalise import Normalised, normalise
from piiscan.model import Evidence, Match, Span, Text
from piiscan.recognizer import Digits, Pattern, Recognizer

__all__ = ["PatternDetector"]

_CELL = 64
"""Code points that a whole cell may have, to be a value."""
_FLOOR = 0.01
"""Matches below this score are never kept."""

_CLUSTER = latin1(r"[0-9]+(?:(?:[./\-]|[ \t]{1,3}|\r?\n)[0-9]+)*", longest=True)
_URL = re.compile(r"(?:[a-z][a-z0-9+.-]{1,15}://|www\.)[^\s\"'<>|]{0,300}$", re.IGNORECASE)
_AMOUNT = re.compile(r"(?:€|EUR|euro|\$|£) {0,2}-? ?$", re.IGNORECASE)
_CENTS = re.compile(r",(?:\d\d(?!\d)|-)")


@dataclass(frozen=True, slots=True)
class _Candidate:
    recognizer: Recognizer
    start: int
    end: int
    evidence: tuple[Evidence, ...]
    labelled: bool = False


class PatternDetector:
    """Finds what recognisers declare.

    Arguments:
        recognizers: what to look for. Their context words all count, whatever ``entities`` says.
        entities: report only these; None for all.
    """

    def __init__(self, recognizers: Sequence[Recognizer], entities: frozenset[str] | None = None) -> None:
        self._lexicon = Lexicon(recognizers)
        self._entities = entities
        self._labelled = frozenset(r.entity for r in recognizers if r.label_required)
        wanted = [r for r in recognizers if self._wants(r.entity) or any(self._wants(d.entity) for d in r.derived)]
        self._bare: dict[int, list[Recognizer]] = {}
        self._grouped: dict[int, list[tuple[tuple[int, ...], Recognizer, Digits]]] = {}
        for recognizer, form in ((r, form) for r in wanted for form in r.forms if isinstance(form, Digits)):
            for length in form.lengths if form.bare else ():
                self._bare.setdefault(length, []).append(recognizer)
            for sizes in form.groups:
                self._grouped.setdefault(sizes[0], []).append((sizes, recognizer, form))
        self._celled = [r for r in wanted if r.whole_cell]
        self._patterns = [_Compiled(r, form) for r in wanted for form in r.forms if isinstance(form, Pattern)]

    def detect(self, part: Text) -> Iterator[Match]:
        """Every match of the part that starts in its core, overlapping ones included, spans local to its text."""
        normal = normalise(part.text)
        around = self._lexicon.read(normal.text, normal.data)
        named = self._lexicon.owners(around)
        # a number that needs its label cannot be found where no word of it stands
        idle = frozenset() if any(part.labels) else self._labelled - named
        for candidate in itertools.chain(self._candidates(normal, idle), self._cells(part, normal)):
            span = normal.original(candidate.start, candidate.end)
            if part.owns(span.start):
                match = self._weigh(candidate, normal, around, part)
                if match:
                    yield from self._with_derived(candidate.recognizer, match, normal, candidate)

    def _wants(self, entity: str) -> bool:
        return self._entities is None or entity in self._entities

    def _candidates(self, normal: Normalised, idle: frozenset[str]) -> Iterator[_Candidate]:
        if self._bare or self._grouped:
            for match in _CLUSTER.finditer(normal.data):
                start, end = match.span()
                yield from self._in_cluster(normal.text, start, end, idle)
        for compiled in self._patterns:
            if compiled.labelled or compiled.recognizer.entity not in idle:
                yield from compiled.candidates(normal)

    def _cells(self, part: Text, normal: Normalised) -> Iterator[_Candidate]:
        """Whole runs under a caption that says what they are."""
        for run, label in enumerate(part.labels if self._celled else ()):
            owners = self._lexicon.owners_of(label) if label else frozenset()
            for recognizer in self._celled:
                if recognizer.entity in owners:
                    end = part.starts[run + 1] if run + 1 < len(part.starts) else len(part.text)
                    text = part.text[part.starts[run] : min(end, part.starts[run] + _CELL + 1)]
                    start = normal.position(part.starts[run] + len(text) - len(text.lstrip()))
                    stop = normal.position(part.starts[run] + len(text.rstrip()))
                    if 0 < stop - start <= _CELL and recognizer.check(normal.text[start:stop]):
                        yield _Candidate(recognizer, start, stop, (Evidence("whole cell", 3.0),))

    def _in_cluster(self, text: str, start: int, end: int, idle: frozenset[str]) -> Iterator[_Candidate]:
        groups = [(start + m.start(), start + m.end()) for m in _GROUP.finditer(text[start:end])]
        sizes = tuple(stop - first for first, stop in groups)
        for index, (first, stop) in enumerate(groups):
            bare = self._bare.get(sizes[index], ())
            passed = [r for r in bare if r.entity not in idle and r.check(text[first:stop])]
            if passed and (found := _neighbours(text, first, stop, grouped=False)) is not None:
                yield from (_Candidate(recognizer, first, stop, found) for recognizer in passed)
            for lengths, recognizer, form in self._grouped.get(sizes[index], ()):
                if sizes[index : index + len(lengths)] == lengths and recognizer.entity not in idle:
                    stop = groups[index + len(lengths) - 1][1]
                    value = _joined(text[first:stop])
                    if form.digits(value) is None or not recognizer.check(value):
                        continue
                    found = _neighbours(text, first, stop, grouped=True)
                    if found is not None:
                        written = (Evidence("written in groups", form.prior),) if form.prior else ()
                        yield _Candidate(recognizer, first, stop, (*found, *written))

    def _weigh(self, candidate: _Candidate, normal: Normalised, around: Surroundings, part: Text) -> Match | None:
        recognizer = candidate.recognizer
        value = _joined(normal.text[candidate.start : candidate.end])
        evidence = [Evidence("prior", recognizer.prior)]
        if recognizer.check_weight:
            evidence.append(Evidence(recognizer.check_name or "check", recognizer.check_weight))
        evidence += candidate.evidence
        if recognizer.adjust:
            evidence += [Evidence(what, weight) for what, weight in recognizer.adjust(value)]
        if not candidate.labelled:
            context = self._context(candidate, normal, around, part)
            if recognizer.label_required and not any(weight > 0 for _, weight in context):
                return None
            evidence += context
        return _match(recognizer.entity, normal.original(candidate.start, candidate.end), evidence)

    def _context(self, candidate: _Candidate, normal: Normalised, around: Surroundings, part: Text) -> list[Evidence]:
        span = Span(candidate.start, candidate.end)
        place = normal.original(*span).start
        label = part.label(place)
        in_table = bool(label) and bool(part.columns)
        since = normal.position(part.starts[part.run(place)]) if in_table else 0
        return self._lexicon.weigh(candidate.recognizer, around, span, label, since)

    def _with_derived(
        self, recognizer: Recognizer, match: Match, normal: Normalised, candidate: _Candidate
    ) -> Iterator[Match]:
        if self._wants(recognizer.entity):
            yield match
        for derived in recognizer.derived:
            if self._wants(derived.entity) and derived.extract(normal.text[candidate.start : candidate.end]):
                inside = Evidence(f"inside {recognizer.entity}", 0.0)
                yield Match(derived.entity, match.spot, match.score, (*match.evidence, inside))


class _Compiled:
    """A lettered form, compiled."""

    def __init__(self, recognizer: Recognizer, form: Pattern) -> None:
        self.recognizer = recognizer
        self.labelled = form.labelled
        self._form = form
        self._engine = latin1(form.regex, ignore_case=form.ignore_case)
        self._left = re.compile(f"[{form.left}]") if form.left else None
        self._right = re.compile(f"[{form.right}]") if form.right else None
        self._group = self._engine.groupindex.get(b"value", 0)

    def candidates(self, normal: Normalised) -> Iterator[_Candidate]:
        evidence = (Evidence("form", self._form.prior),) if self._form.prior else ()
        for match in self._matches(normal.data):
            start, end = match.span(self._group)
            if start < end and self.recognizer.check(_joined(normal.text[start:end])):
                yield _Candidate(self.recognizer, start, end, evidence, self.labelled)

    def _matches(self, data: bytes) -> Iterator[Any]:
        """The matches with free borders. Where a border is not free, the search goes on one character further."""
        position = 0
        while position <= len(data):
            for match in self._engine.finditer(data, position):
                start, end = match.span()
                if self._free(data, start, end):
                    yield match
                elif end - start > 1:
                    position = start + 1
                    break
            else:
                return

    def _free(self, data: bytes, start: int, end: int) -> bool:
        before = data[start - 1 : start].decode("latin-1") if start else ""
        after = data[end : end + 1].decode("latin-1")
        return not (self._left and before and self._left.match(before)) and not (
            self._right and after and self._right.match(after)
        )


_GAP = re.compile(r"[ \t]*\r?\n\s*|\t[ \t]*| [ \t]+")
_GROUP = re.compile(r"[0-9]+")


def _joined(value: str) -> str:
    """A value that is broken over a line or spread out by blanks, with one blank for each gap."""
    return _GAP.sub(" ", value) if _GAP.search(value) else value


def _neighbours(text: str, start: int, end: int, grouped: bool) -> tuple[Evidence, ...] | None:
    """Evidence from the characters that touch a run of digits; None where it is no number of its own."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if after in ("_", "@", "%") or after.isalpha() or (before == "_" and text[start - 2 : start - 1].isdigit()):
        return None
    if before.isalpha() and not _LABEL_GLUED.search(text[max(0, start - 24) : start]):
        return None
    found = []
    if before and before in ".,-/" and text[start - 2 : start - 1].isdigit() and not (before == "," and not grouped):
        found.append(Evidence("part of a longer number", -7.0 if before in ".," or grouped else -4.0))
    if (after in ".-/" and after and text[end + 1 : end + 2].isdigit()) or _CENTS.match(text, end):
        found.append(Evidence("part of a longer number", -7.0 if after in ".," or grouped else -4.0))
    if grouped and (text[max(0, start - 2) : start].strip(" ").isdigit() or _row_goes_on(text, start, end)):
        found.append(Evidence("in a row of numbers", -2.0))
    if _AMOUNT.search(text[max(0, start - 6) : start]):
        found.append(Evidence("amount", -7.0))
    if _URL.search(text[max(0, start - 300) : start]):
        found.append(Evidence("inside a URL", -5.0))
    return tuple(found)


_LABEL_GLUED = re.compile(r"(?:bsn|sofi|nr|nummer|no|kvk|rsin|id)$", re.IGNORECASE)


def _row_goes_on(text: str, start: int, end: int) -> bool:
    """Whether a blank and another digit follow a number that is itself grouped by blanks."""
    return " " in text[start:end] and text[end : end + 1] == " " and text[end + 1 : end + 2].isdigit()


def _match(entity: str, span: Any, evidence: Sequence[Evidence]) -> Match | None:
    total = sum(weight for _, weight in evidence)
    score = 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))
    return Match(entity, span, score, tuple(evidence)) if score >= _FLOOR else None
