"""Which fitted weights are to be taken: those that are better in words that they have not seen, and cost nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks.accuracy.corpus import HAND_WRITTEN, hand_written
from benchmarks.accuracy.grammar import Document
from benchmarks.accuracy.scoring import THRESHOLDS, Row, detector, matches, table
from models.evidence.declare import with_weights
from models.evidence.features import Key
from models.evidence.reading import Reading
from piiscan import packs
from piiscan.detect.resolve import resolve
from piiscan.model import Text
from piiscan.recognizer import Recognizer

__all__ = ["better", "breaks_examples", "evaluated", "loses_by_hand"]

FAMILIES, GAIN, SURE, WORSE = 8, 0.0005, 0.95, 0.002
"""For fitted weights to be taken: templates with candidates, gain in Brier score, share of draws of the templates in
which they are better; and F1 and recall that they may cost, by chance."""


def better(directions: Sequence[tuple[Reading, Mapping[Key, float]]]) -> list[str]:
    """The entities whose scores become better probabilities in words that their weights have not seen.

    Arguments:
        directions: a reading and the weights that were fitted on another one.
    """
    before = [(reading, weights, reading.rescored({})) for reading, weights in directions]
    chosen = []
    for entity in sorted({key[0] for _, weights in directions for key in weights} - {"*"}):
        sums: dict[str, list[float]] = {}
        harmless = True
        for rows, weights, old in before:
            new = rows.rescored({key: weight for key, weight in weights.items() if key[0] == entity})
            harmless &= _is_no_worse(old, new)
            for side, row in enumerate((old.get(entity), new.get(entity))):
                for candidate in row.candidates if row else ():
                    own = sums.setdefault(candidate.family, [0.0, 0.0, 0.0])
                    own[side] += candidate.weight * (candidate.match.score - candidate.true) ** 2
                    own[2] += candidate.weight * (1 - side)
        if harmless and _is_sure(list(sums.values())):
            chosen.append(entity)
    return chosen


def _is_sure(sums: Sequence[Sequence[float]]) -> bool:
    """Whether squared errors fall, and in nearly all draws of so many of the families.

    Arguments:
        sums: of each family the squared errors before and after, and the weight of its candidates.
    """
    if len(sums) < FAMILIES:
        return False
    before, after, weight = np.array(sums).T
    gains = before - after
    drawn = np.random.default_rng(1).choice(gains, (2000, len(gains)))
    return bool(gains.sum() >= GAIN * weight.sum() and np.mean(drawn.sum(axis=1) > 0) >= SURE)


def _is_no_worse(before: Mapping[str, Row], after: Mapping[str, Row]) -> bool:
    """Whether no entity is reported worse (F1) or cut less (recall)."""
    return all(
        after[entity].outcomes["report"].rates[2] >= row.outcomes["report"].rates[2] - WORSE
        and after[entity].outcomes["redact"].rates[1] >= row.outcomes["redact"].rates[1] - WORSE
        for entity, row in before.items()
    )


def loses_by_hand(recognizers: Sequence[Recognizer], weights: Mapping[Key, float], entity: str) -> bool:
    """Whether the documents by other hands are read worse: a veto, the only use that the fit makes of them."""
    if not HAND_WRITTEN.exists():
        return False
    own = {key: weight for key, weight in weights.items() if key[0] == entity}
    texts = hand_written()
    return not _is_no_worse(evaluated(recognizers, texts), evaluated(with_weights(recognizers, own), texts))


def breaks_examples(recognizer: Recognizer) -> bool:
    """Whether a recogniser no longer finds its own examples, or finds one of its counterexamples."""
    found = [_is_found(recognizer, text) for text in recognizer.examples]
    return not all(found) or any(_is_found(recognizer, text) for text in recognizer.counterexamples)


def _is_found(recognizer: Recognizer, text: str) -> bool:
    reader = detector([recognizer, *(other for other in packs.load(()) if other.entity != recognizer.entity)])
    found = resolve(m for m in reader.detect(Text(text), THRESHOLDS["report"]))
    return any(match.entity == recognizer.entity for match in found)


def evaluated(recognizers: Sequence[Recognizer], texts: Sequence[Document]) -> dict[str, Row]:
    reader = detector(recognizers)
    return table([(text, matches(reader, text)) for text in texts])
