"""What an explanation is made of: places in a text, and the readings of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from piiscan.categories import severity
from piiscan.model import Evidence, Match, Span

__all__ = ["Place", "Reading", "Verdict", "rank", "span_of"]

Verdict: TypeAlias = Literal["reported", "redaction", "dropped"]

_ORDER = (
    "allowed", "baseline", "overlap", "other", "threshold", "borders", "other label", "label", "check", "length",
    "unsought",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """One kind that a stretch of text was, or might have been, taken for.

    Arguments:
        entity: the kind.
        category: the line of the privacy statement that it belongs to.
        span: where, in code points of the logical part.
        value: the characters.
        verdict: ``"reported"``; ``"redaction"`` for what is only cut from a redacted copy; ``"dropped"``.
        reason: why it is not reported; empty where it is. Of a candidate: ``"threshold"``, ``"overlap"``,
            ``"allowed"``, ``"baseline"``, ``"unsought"``; ``"other"`` where its score would do and the scan does not
            have it, which is a fault. Of what never became a candidate: ``"label"``, ``"other label"``, ``"check"``,
            ``"borders"``, ``"length"``.
        about: what the reason is about: the name of a check, the word of a label, the entities that went first, the
            evidence that counts most against it, what touches it before and behind, its length and the right ones.
        score: of a candidate; None for what never became one.
        evidence: the addends of the score.
        threshold: of reporting.
        label: a word that would help right before it; empty where none would.
        with_label: the score of a candidate with it.
    """

    entity: str
    category: str
    span: Span
    value: str = field(repr=False, compare=False)
    verdict: Verdict
    reason: str = ""
    about: tuple[str, ...] = ()
    score: float | None = None
    evidence: tuple[Evidence, ...] = ()
    threshold: float = 0.5
    label: str = ""
    with_label: float | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of text and its readings: what was reported first, then the nearest.

    Arguments:
        span: in code points of the logical part.
        at: its place in the blob (``"line=14"``).
        value: the characters.
        kind: what it looks like: ``"number"``, ``"address"``, ``"code"``, ``"date"``, or else ``"value"``.
        readings: none where it is written in no form that is looked for.
    """

    span: Span
    at: str
    value: str = field(repr=False, compare=False)
    kind: str
    readings: tuple[Reading, ...]

    @property
    def verdict(self) -> Verdict:
        """The best of its readings."""
        found = {reading.verdict for reading in self.readings}
        return "reported" if "reported" in found else "redaction" if "redaction" in found else "dropped"


def rank(reading: Reading) -> tuple[bool, float, int, bool, str]:
    """The order of readings: reported ones, candidates by their score, then by how little was wanting; a BSN first."""
    order = _ORDER.index(reading.reason) if reading.reason else -1
    minor = severity(reading.entity) != "high"
    return reading.verdict != "reported", -(reading.score or 0.0), order, minor, reading.entity


def span_of(match: Match) -> Span:
    """The span of a match that stands in a text."""
    return match.spot if isinstance(match.spot, Span) else Span(-1, -1)
