"""Reads documents with the detector and holds what it says against the truth.

A candidate is everything that the detector weighed, per entity the best of those that overlap. Its score is right or
wrong as a probability (Brier score, calibration error); at a threshold, after `resolve`, it is a finding: found, false,
or missed. Matching is by overlap, one finding to one value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import NamedTuple

from benchmarks.accuracy.grammar import Document, Gold
from piiscan import formats, packs
from piiscan.config import Config, Limits
from piiscan.detect.patterns import PatternDetector
from piiscan.detect.resolve import resolve
from piiscan.detect.tally import Tally
from piiscan.model import Blob, Evidence, Match, Span, Text
from piiscan.reading import Reading
from piiscan.recognizer import Recognizer

__all__ = [
    "THRESHOLDS",
    "Candidate",
    "Outcome",
    "Row",
    "brier",
    "calibration_error",
    "candidates",
    "detector",
    "matches",
    "owner",
    "spread",
    "steps",
    "table",
]

THRESHOLDS = {"report": Config().min_score, "redact": Config().redact_score}
_LEAST = 0.01
"""Candidates below this score are as good as ruled out: any number is a candidate of something."""
_INSIDE, _CONTAINS = "inside: ", "contains: "


class Candidate(NamedTuple):
    """A match, whether it is true, how much its document counts, and of which template it is."""

    match: Match
    true: bool
    weight: float
    family: str


@dataclass
class Outcome:
    """How many values were found, found where there are none, and missed; and the same by weight of the documents."""

    counts: list[int] = field(default_factory=lambda: [0, 0, 0])
    weights: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])

    def add(self, kind: int, weight: float) -> None:
        """One more: 0 found, 1 false, 2 missed."""
        self.counts[kind] += 1
        self.weights[kind] += weight

    @property
    def rates(self) -> tuple[float, float, float]:
        """Precision, recall and F1 by weight; 1 where there was nothing to get wrong."""
        tp, fp, fn = self.weights
        return _share(tp, fp), _share(tp, fn), _share(2 * tp, fp + fn)


def _share(part: float, rest: float) -> float:
    return part / (part + rest) if part + rest else 1.0


@dataclass
class Row:
    """What came of one entity: at each threshold, and every candidate."""

    values: int = 0
    outcomes: dict[str, Outcome] = field(default_factory=lambda: {use: Outcome() for use in THRESHOLDS})
    candidates: list[Candidate] = field(default_factory=list)


def detector(recognizers: Sequence[Recognizer] = ()) -> PatternDetector:
    """A detector with these recognisers, or all of our own pack."""
    return PatternDetector(recognizers or packs.load(()))


def matches(reader: PatternDetector, document: Document) -> list[Match]:
    """Everything that the detector weighed in a document, spans in its text."""
    tally = Tally()
    found = []
    for part in _parts(document):
        for match in reader.detect(part, _LEAST, tally):
            if isinstance(match.spot, Span):
                span = Span(match.spot.start + part.base, match.spot.end + part.base)
                found.append(Match(match.entity, span, match.score, match.evidence))
    tally.must_be_whole()
    return found


def owner(match: Match) -> str:
    """The entity whose recogniser weighed a match: of a BSN inside another number, that number's."""
    last = match.evidence[-1].what
    return last.removeprefix(_INSIDE) if last.startswith(_INSIDE) else match.entity


def spread(found: Iterable[Match]) -> Iterator[Match]:
    """The matches, and what each gives away as a match of its own."""
    for match in found:
        yield match
        for what, _ in match.evidence:
            if what.startswith(_CONTAINS):
                inside = Evidence(f"{_INSIDE}{match.entity}", 0.0)
                yield Match(what.removeprefix(_CONTAINS), match.spot, match.score, (*match.evidence, inside))


def _parts(document: Document) -> Iterator[Text]:
    if not document.file:
        yield Text(document.text)
        return
    data = document.text.encode()
    blob = Blob(f"x.{document.file}", lambda: BytesIO(data), len(data), f"x.{document.file}")
    for part in formats.find(blob).parts(blob, Reading(Limits(), blob.size)):
        if not isinstance(part, Text) or document.text[part.base : part.base + len(part.text)] != part.text:
            raise ValueError(f"{document.name} is not read as it was written")
        yield part


def _values(document: Document) -> list[Gold]:
    """The values of a document, those inside others as well."""
    inside = (Gold(g.start, g.end, entity, ()) for g in document.gold for entity in g.inside)
    return [*document.gold, *inside]


def _overlaps(match: Match, gold: Gold) -> bool:
    return isinstance(match.spot, Span) and match.spot.start < gold.end and gold.start < match.spot.end


def _is_judged(match: Match, document: Document) -> bool:
    """Whether a match that is not true is false: nobody may have said whether it is."""
    if document.judged is not None and (match.entity not in document.judged or owner(match) != match.entity):
        return False
    return not any(not gold.entity and _overlaps(match, gold) for gold in document.gold)


def candidates(found: Iterable[Match], document: Document) -> Iterator[Candidate]:
    """The candidates of each entity with the truth; those that are not judged are left out."""
    gold = _values(document)
    by_entity = defaultdict(list)
    for match in spread(found):
        by_entity[match.entity].append(match)
    for entity, own in by_entity.items():
        for match in resolve(own):
            true = any(value.entity == entity and _overlaps(match, value) for value in gold)
            if true or _is_judged(match, document):
                yield Candidate(match, true, document.weight, document.family)


def table(read: Sequence[tuple[Document, list[Match]]]) -> dict[str, Row]:
    """The rows of all entities that were there or were found."""
    rows: dict[str, Row] = defaultdict(Row)
    for document, found in read:
        for candidate in candidates(found, document):
            rows[candidate.match.entity].candidates.append(candidate)
        for gold in _values(document):
            if gold.entity:
                rows[gold.entity].values += 1
        for use, threshold in THRESHOLDS.items():
            kept = resolve(match for match in found if match.score >= threshold)
            for entity, kind in _outcomes(document, spread(kept)):
                rows[entity].outcomes[use].add(kind, document.weight)
    return dict(sorted(rows.items()))


def _outcomes(document: Document, found: Iterable[Match]) -> Iterator[tuple[str, int]]:
    """Each finding and each missed value: its entity, and 0 for found, 1 for false, 2 for missed."""
    left = _values(document)
    for match in found:
        hit = next((gold for gold in left if gold.entity == match.entity and _overlaps(match, gold)), None)
        if hit:
            left.remove(hit)
            yield match.entity, 0
        elif _is_judged(match, document):
            yield match.entity, 1
    yield from ((gold.entity, 2) for gold in left if gold.entity)


def brier(found: Sequence[Candidate]) -> float:
    """The mean squared difference between score and truth (Brier 1950)."""
    total = sum(c.weight for c in found)
    return sum(c.weight * (c.match.score - c.true) ** 2 for c in found) / total if total else 0.0


def steps(found: Sequence[Candidate], count: int = 10) -> list[tuple[float, float, float]]:
    """Weight, mean score and share of true ones in equal steps of the score; empty steps are left out."""
    sums: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for match, true, weight, _ in found:
        step = sums[min(count - 1, int(match.score * count))]
        step[0] += weight
        step[1] += weight * match.score
        step[2] += weight * true
    return [(w, s / w, t / w) for w, s, t in (sums[step] for step in sorted(sums))]


def calibration_error(found: Sequence[Candidate]) -> float:
    """The mean difference between score and share of true ones over ten equal steps (expected calibration error)."""
    found_steps = steps(found)
    total = sum(weight for weight, _, _ in found_steps)
    return sum(weight * abs(score - true) for weight, score, true in found_steps) / total if total else 0.0
