"""Which matches stay where several claim the same characters: one number, one finding."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import replace

from piiscan.categories import kind
from piiscan.model import Evidence, Match, Span

__all__ = ["resolve"]

_SURE = 0.5


def resolve(matches: Iterable[Match], *, cover: bool = False) -> list[Match]:
    """The matches of one text; those of values do not overlap.

    A likely match goes before an unlikely one, a longer before a shorter, then the higher score. The readings that lose
    stay in the evidence of the one that wins.

    Arguments:
        matches: of one text.
        cover: a winner grows over the spans of those that lost to it, so that a cut leaves nothing of them.

    Returns:
        The matches in the order of their spans.
    """
    meanings: list[Match] = []
    values: list[Match] = []
    for match in matches:
        (meanings if kind(match.entity) == "meaning" else values).append(match)
    taken: list[tuple[int, int, int]] = []
    kept: list[Match] = []
    for match in sorted(values, key=_rank):
        span = _span(match)
        clashes = _clashes(taken, span)
        for number in clashes:
            kept[number] = _with(kept[number], match, cover and number == clashes[0])
        if not clashes:
            insort(taken, (span.start, span.end, len(kept)))
            kept.append(match)
    found = _apart(kept) if cover else kept
    return sorted([*found, *meanings], key=lambda match: (_span(match), match.entity, -match.score))


def _with(match: Match, lost: Match, cover: bool) -> Match:
    """A match that also knows of a reading that lost to it."""
    read = Evidence(f"also read as: {lost.entity}", 0.0)
    known = match.entity == lost.entity or read in match.evidence
    evidence = match.evidence if known else (*match.evidence, read)
    spot = match.spot
    if cover:
        own, other = _span(match), _span(lost)
        spot = Span(min(own.start, other.start), max(own.end, other.end))
    return match if known and spot == match.spot else Match(match.entity, spot, match.score, evidence)


def _apart(matches: list[Match]) -> list[Match]:
    """Matches that grew into each other, cut back to where the one before ends."""
    found: list[Match] = []
    for match in sorted(matches, key=_span):
        start, end = _span(match)
        if found and isinstance(found[-1].spot, Span) and isinstance(match.spot, Span):
            start = max(start, found[-1].spot.end)
        if start < end or not isinstance(match.spot, Span):
            found.append(replace(match, spot=Span(start, end)) if isinstance(match.spot, Span) else match)
    return found


def _span(match: Match) -> Span:
    return match.spot if isinstance(match.spot, Span) else Span(-1, -1)


def _rank(match: Match) -> tuple[bool, int, float, str, int]:
    span = _span(match)
    return match.score < _SURE, span.start - span.end, -match.score, match.entity, span.start


def _clashes(taken: list[tuple[int, int, int]], span: Span) -> list[int]:
    """The numbers of the kept matches that a span overlaps."""
    index = bisect_left(taken, (span.end, -1, -1)) - 1
    found = []
    while index >= 0 and taken[index][1] > span.start:
        found.append(taken[index][2])
        index -= 1
    return found
