"""What the detector says of a split, ready to be fitted: candidates, their truth and the addends of their scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from benchmarks.accuracy.grammar import Document
from benchmarks.accuracy.scoring import Candidate, Row, candidates, detector, matches, owner, table
from models.evidence.features import Key, Term, rescored, terms
from piiscan.model import Match
from piiscan.recognizer import Recognizer

__all__ = ["Reading", "of_entity", "reading", "support"]


@dataclass(frozen=True)
class Reading:
    """What the detector said of the documents of a split.

    Arguments:
        texts: the documents and everything weighed in each.
        candidates: those of them that a recogniser weighed itself.
        terms: the addends of each candidate.
        recognizers: by entity.
    """

    texts: list[tuple[Document, list[Match]]]
    candidates: list[Candidate]
    terms: list[list[Term]]
    recognizers: Mapping[str, Recognizer]

    def rescored(self, weights: Mapping[Key, float]) -> dict[str, Row]:
        """The rows as they would be with other weights."""
        return table([(text, [self._with(match, weights) for match in found]) for text, found in self.texts])

    def _with(self, match: Match, weights: Mapping[Key, float]) -> Match:
        return rescored(match, terms(match, self.recognizers), weights)


def reading(recognizers: Sequence[Recognizer], texts: Sequence[Document]) -> Reading:
    """Reads the documents of a split."""
    reader = detector(recognizers)
    read = [(text, matches(reader, text)) for text in texts]
    found = [c for text, own in read for c in candidates(own, text) if owner(c.match) == c.match.entity]
    by_entity = {recognizer.entity: recognizer for recognizer in recognizers}
    return Reading(read, found, [terms(c.match, by_entity) for c in found], by_entity)


def support(rows: Reading) -> dict[Key, tuple[float, float]]:
    """Of each weight, how much weight of true and of false candidates has it in its sum."""
    sums: dict[Key, list[float]] = {}
    for candidate, row in zip(rows.candidates, rows.terms, strict=True):
        for key in {term.key for term in row if term.key}:
            sums.setdefault(key, [0.0, 0.0])[not candidate.true] += candidate.weight
    return {key: (true, false) for key, (true, false) in sums.items()}


def of_entity(rows: Reading, entity: str) -> Reading:
    """The candidates of one entity."""
    pairs = [(c, t) for c, t in zip(rows.candidates, rows.terms, strict=True) if c.match.entity == entity]
    return replace(rows, candidates=[c for c, _ in pairs], terms=[t for _, t in pairs])
