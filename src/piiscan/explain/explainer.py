"""Finds out what became of everything in a text that looks like personal data, and why."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from piiscan.allow import AllowList
from piiscan.baseline import Baseline
from piiscan.config import Config
from piiscan.detect.normalise import normalise
from piiscan.detect.patterns import PatternDetector
from piiscan.detect.tally import Tally
from piiscan.explain.missed import Forms, Missed, word
from piiscan.explain.place import Place, Reading, rank, span_of
from piiscan.explain.tokens import Token, tokens
from piiscan.model import Match, Span, Text
from piiscan.recognizer import Recognizer
from piiscan.scan import Scanner
from piiscan.trial import recognizers_for

__all__ = ["Explainer", "Memory"]

_SHOWN = 0.01
"""Candidates that look like nothing by themselves (a word, a user name) are worth a line from this score on."""


@dataclass(slots=True)
class Memory:
    """What is known of a blob so far: the pass rates of its columns."""

    scan: Tally = field(default_factory=Tally)
    seen: Tally = field(default_factory=Tally)


class Explainer:
    """Explains texts as one configuration sees them; reusable.

    Arguments:
        config: what a scan would be told.
        baseline: what a review has rejected.
        key: of its fingerprints.

    Raises:
        ConfigError: the configuration cannot be used.
    """

    def __init__(self, config: Config, baseline: Baseline | None = None, key: bytes = b"") -> None:
        self.config = config
        self.scanner = Scanner(config)
        self._baseline, self._key = baseline or Baseline(), key
        self._allowed = AllowList(config.allowed)
        self._recognizers: dict[str, list[Recognizer]] = {}
        for recognizer in recognizers_for(config):
            self._recognizers.setdefault(recognizer.entity, []).append(recognizer)
        self._detector = PatternDetector([one for group in self._recognizers.values() for one in group])
        self._missed = Missed(self._recognizers, config)

    def places(self, part: Text, path: str = "", memory: Memory | None = None) -> Iterator[Place]:
        """Everything in a text that looks like something, in the order of the text.

        Arguments:
            part: the text.
            path: the blob, for the baseline.
            memory: of the blob; a new one for a text by itself.

        Raises:
            RecognizerFailed: a recogniser raised or took too long.
        """
        known = memory or Memory()
        normal = normalise(part.text)
        told = [Token(*normal.original(token.start, token.end), token.kind) for token in tokens(normal.text)]
        told = [token for token in told if part.owns(token.start)]
        reported = Forms(kept := self.scanner.matches(part, tally=known.scan))
        seen = list(self._detector.detect(part, 0.0, known.seen))
        known.scan.must_be_whole()
        forms = self._missed.forms(part, told)
        for span, members, matches in _groups(told, (*seen, *kept)):
            if not members and max(match.score for match in matches) < _SHOWN:
                continue
            readings = [self._candidate(match, reported, part, path) for match in matches]
            if not any((reading.score or 0.0) >= reading.threshold for reading in readings):
                entities = {reading.entity for reading in readings}
                for token in members:
                    readings += self._missed.readings(token, forms, part, entities)
            yield Place(
                span=Span(span.start + part.base, span.end + part.base),
                at=part.at(span.start),
                value=part.text[slice(*span)],
                kind=members[0].kind if members else "value",
                readings=tuple(sorted(readings, key=rank)),
            )

    def _candidate(self, match: Match, reported: Forms, part: Text, path: str) -> Reading:
        """A match that the detectors saw, and what became of it."""
        span = span_of(match)
        reading = Reading(
            entity=match.entity,
            category=self.config.category(match.entity),
            span=Span(span.start + part.base, span.end + part.base),
            value=part.text[slice(*span)],
            verdict="reported",
            score=match.score,
            evidence=match.evidence,
            threshold=self.config.threshold(match.entity),
        )
        over = reported.over(span)
        if self.config.entities is not None and match.entity not in self.config.entities:
            return replace(reading, verdict="dropped", reason="unsought")
        if not any(found.entity == match.entity and found.spot == match.spot for found in over):
            return self._rejected(reading, sorted({found.entity for found in over}))
        if self._baseline.holds(match.entity, reading.value, self._key, (path,)):
            return replace(reading, verdict="redaction", reason="baseline")
        return reading

    def _rejected(self, reading: Reading, winners: Sequence[str]) -> Reading:
        """Why a candidate is not reported."""
        score = reading.score or 0.0
        cut = score >= self.config.threshold(reading.entity, redact=True)
        if score < reading.threshold:
            verdict = "redaction" if cut and not winners else "dropped"
            return self._below(replace(reading, verdict=verdict, reason="threshold"))  # type: ignore[arg-type]
        if self._allowed.has(reading.entity, reading.value):
            stays = self._allowed.redact or not cut
            return replace(reading, verdict="dropped" if stays else "redaction", reason="allowed")
        return replace(reading, verdict="dropped", reason="overlap" if winners else "other", about=tuple(winners))

    def _below(self, reading: Reading) -> Reading:
        """What counts most against a candidate, and whether a label would help."""
        against = [evidence for evidence in reading.evidence if evidence.weight < 0 and evidence.what != "prior"]
        if against:
            reading = replace(reading, about=(min(against, key=lambda evidence: evidence.weight).what,))
        own = [one for one in self._recognizers.get(reading.entity, ()) if word(one) and one.label_weight > 0]
        if not own or any(what.startswith("label: ") for what, _ in reading.evidence):
            return reading
        # of two labels the nearest counts, and a word nearby no longer does
        rest = [weight for what, weight in reading.evidence if not what.startswith(("other label: ", "context: "))]
        score = 1 / (1 + math.exp(-max(-60.0, min(60.0, sum(rest) + own[0].label_weight))))
        return replace(reading, with_label=score, label=word(own[0])) if score >= reading.threshold else reading


def _groups(told: Iterable[Token], matches: Iterable[Match]) -> Iterator[tuple[Span, list[Token], list[Match]]]:
    """Tokens and matches that overlap, together. Of two matches that are the same, the last counts."""
    best = {(match.entity, match.spot): match for match in matches if isinstance(match.spot, Span)}
    pieces: list[tuple[Span, Token | Match]] = [(token.span, token) for token in told]
    pieces += [(span_of(match), match) for match in best.values()]
    whole, members, found = Span(0, 0), list[Token](), list[Match]()
    for span, piece in sorted(pieces, key=lambda pair: pair[0]):
        if span.start >= whole.end:
            if members or found:
                yield whole, members, found
            whole, members, found = span, [], []
        whole = Span(whole.start, max(whole.end, span.end))
        if isinstance(piece, Token):
            members.append(piece)
        else:
            found.append(piece)
    if members or found:
        yield whole, members, found
