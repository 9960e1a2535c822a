"""Evidence as numbers: which declared weight each addend of a match comes from, and how much of it.

An addend is a share of one weight: a label further away counts for 0.7 of ``label_weight``. The worth of a check is not
fitted; it is the logarithm of one over its pass rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import exp
from typing import NamedTuple, TypeAlias

from benchmarks.accuracy.scoring import owner
from piiscan.detect.context import WEAK
from piiscan.model import Evidence, Match
from piiscan.recognizer import Recognizer

__all__ = ["Key", "Term", "rescored", "terms"]

Key: TypeAlias = tuple[str, str]
"""Whose weight (an entity; ``*`` for the engine's own) and which."""

_ENGINE = ("part of a longer number", "in a row of numbers", "amount", "inside a URL", "whole cell")
"""Addends that the engine gives to any recogniser."""
_SCALED = {"right check digits": 2.3}
"""Addends of one weight for each time that something holds."""
_NOT_FITTED = ("column: ", "series of numbers")
"""Worked out from the numbers of a column, not declared."""
_CONTEXT = WEAK[0][1]


class Term(NamedTuple):
    """An addend: its weight as declared, and the share of it that counts; no key where it is not fitted."""

    key: Key | None
    declared: float
    share: float


def terms(match: Match, recognizers: Mapping[str, Recognizer]) -> list[Term]:
    """The addends of a match; its recogniser is looked up by its entity."""
    recognizer = recognizers[owner(match)]
    return [_term(recognizer, evidence) for evidence in match.evidence]


def _term(recognizer: Recognizer, evidence: Evidence) -> Term:
    what, weight = evidence
    own = recognizer.entity
    if what.startswith("label: "):
        return Term((own, "label"), recognizer.label_weight, weight / recognizer.label_weight)
    if what.startswith("other label: "):
        return Term((own, "negative"), recognizer.negative_weight, weight / recognizer.negative_weight)
    if what.startswith("context: "):
        return Term(("*", "context"), _CONTEXT, weight / _CONTEXT)
    if what == "prior":
        return Term((own, "prior"), recognizer.prior, 1.0)
    if not weight or what == (recognizer.check_name or "check") or what.startswith(_NOT_FITTED):
        return Term(None, weight, 1.0)
    if what in _SCALED:
        return Term((own, what), _SCALED[what], weight / _SCALED[what])
    name = f"{what} {weight:+.1f}"
    return Term(("*" if what in _ENGINE else own, name), weight, 1.0)


def rescored(match: Match, row: list[Term], weights: Mapping[Key, float]) -> Match:
    """The match as it would be with other weights."""
    pairs = zip(match.evidence, row, strict=True)
    evidence = tuple(
        Evidence(what, weights.get(term.key, term.declared) * term.share if term.key else weight)
        for (what, weight), term in pairs
    )
    total = max(-60.0, min(60.0, sum(weight for _, weight in evidence)))
    return replace(match, evidence=evidence, score=1 / (1 + exp(-total)))
