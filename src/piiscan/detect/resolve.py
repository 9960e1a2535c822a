"""Which matches stay where several claim the same characters."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from piiscan.categories import kind
from piiscan.model import Match, Span

__all__ = ["resolve"]

_SURE = 0.5


def resolve(matches: Iterable[Match], threshold: float) -> list[Match]:
    """The matches of one text at or above a threshold; those of values do not overlap.

    A likely match goes before an unlikely one, a longer before a shorter, then the higher score. What is found *inside*
    another value (the BSN in a loonheffingsnummer) shares its span with it and goes or stays with it.

    Returns:
        The matches in the order of their spans.
    """
    candidates = [match for match in matches if match.score >= threshold]
    meanings = [match for match in candidates if kind(match.entity) == "meaning"]
    inside = [match for match in candidates if match not in meanings and _is_inside(match)]
    values = [match for match in candidates if match not in meanings and not _is_inside(match)]
    taken: list[tuple[int, int]] = []
    kept: dict[tuple[str, Span], Match] = {}
    for match in sorted(values, key=_rank):
        span = _span(match)
        if not _clashes(taken, span):
            insort(taken, (span.start, span.end))
            kept[match.entity, span] = match
    spans = {span for _, span in kept}
    for match in sorted(inside, key=_rank):
        if _span(match) in spans or not _clashes(taken, _span(match)):
            kept.setdefault((match.entity, _span(match)), match)
    return sorted([*kept.values(), *meanings], key=lambda match: (_span(match), match.entity, -match.score))


def _span(match: Match) -> Span:
    return match.spot if isinstance(match.spot, Span) else Span(-1, -1)


def _rank(match: Match) -> tuple[bool, int, float, str, int]:
    span = _span(match)
    return match.score < _SURE, span.start - span.end, -match.score, match.entity, span.start


def _is_inside(match: Match) -> bool:
    return bool(match.evidence) and match.evidence[-1].what.startswith("inside ")


def _clashes(taken: list[tuple[int, int]], span: Span) -> bool:
    index = bisect_left(taken, (span.end, -1))
    return index > 0 and taken[index - 1][1] > span.start
