"""Recognisers of Presidio as a detector of ours: ``Scanner(config, detectors=[PresidioDetector(recognizers)])``.

Those of a YAML file: ``RecognizerRegistryProvider("presidio.yaml").create_recognizer_registry().recognizers``.

An entity that piiscan does not know keeps its name, counts as a value of category ``overig`` with severity ``medium``,
and is redacted as ``[ITS NAME]``. To place it under a line of a privacy statement, give the recogniser an entity of
`piiscan.categories`.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from piiscan.detect.guard import guarded
from piiscan.detect.tally import Tally
from piiscan.errors import ConfigError
from piiscan.model import Evidence, Match, Span, Text

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer, RecognizerResult
    from presidio_analyzer.nlp_engine import NlpEngine

__all__ = ["PresidioDetector"]

_BOOST, _LEAST = 0.35, 0.4
"""What a context word adds to a score, and the least that it then is: those of Presidio's enhancer."""
_BEFORE = 60
"""Code points before a value, on its line, in which a context word counts."""
_CERTAIN = 1e-6
"""How far from 0 and 1 a score of theirs stays in log-odds."""


class PresidioDetector:
    """Lets recognisers of Presidio look for what ours do not.

    A score of theirs is the only evidence, but for a word of their ``context`` in the caption of a value or before it
    on its line, which adds what it would add in Presidio. ``Config.entities`` does not bind them.

    Arguments:
        recognizers: instances of Presidio's ``EntityRecognizer``, of any language.
        entities: report only these; None for all that they find.
        nlp_engine: for recognisers that need NLP artefacts, such as names by spaCy; loaded, and of their languages.

    Raises:
        ConfigError: there is no recogniser, or one needs an NLP engine and there is none.
    """

    def __init__(
        self,
        recognizers: Sequence[EntityRecognizer],
        entities: frozenset[str] | None = None,
        nlp_engine: NlpEngine | None = None,
    ) -> None:
        self._recognizers: list[tuple[Any, re.Pattern[str] | None]] = [(one, _words(one)) for one in recognizers]
        self._entities = entities
        self._nlp_engine = nlp_engine
        if not self._recognizers:
            raise ConfigError("no recogniser of Presidio is given")
        idle = [one.name for one, _ in self._recognizers if not nlp_engine and _reads_artefacts(one)]
        if idle:
            raise ConfigError(f"without an NLP engine nothing is found by {', '.join(idle)}")

    def detect(self, part: Text) -> Iterator[Match]:
        """What Presidio's recognisers find in one text; where one fails, the others are still heard.

        Raises:
            RecognizerFailed: when all have been heard: one raised, ran out of time, or gave what cannot be.
        """
        failures = Tally()
        artefacts: dict[str, Any] = {}
        for recognizer, words in self._recognizers:
            found = self._found(recognizer, words, part, artefacts)
            yield from guarded(found, f"presidio:{recognizer.name}", failures)
        failures.must_be_whole()

    def _found(
        self, recognizer: EntityRecognizer, words: re.Pattern[str] | None, part: Text, artefacts: dict[str, Any]
    ) -> Iterator[Match]:
        language = recognizer.supported_language
        if self._nlp_engine and language not in artefacts:
            artefacts[language] = self._nlp_engine.process_text(part.text, language)
        for found in self._results(recognizer, part.text, artefacts.get(language)):
            if part.owns(found.start):
                yield _match(recognizer, found, _supported(part, found, words))

    def _results(self, recognizer: EntityRecognizer, text: str, artefacts: Any) -> list[RecognizerResult]:
        wanted = [e for e in recognizer.supported_entities if self._entities is None or e in self._entities]
        if not wanted:
            return []
        started = time.process_time()
        raw = list(recognizer.analyze(text, wanted, artefacts) or ())
        found = recognizer.enhance_using_context(text, raw, [], artefacts, None)
        if time.process_time() - started > _patience():
            raise TimeoutError
        if not all(0 <= one.start < one.end <= len(text) and 0 <= one.score <= 1 for one in found):
            raise ValueError
        limits = recognizer.score_thresholds
        return [
            one
            for one in found
            if (self._entities is None or one.entity_type in self._entities)
            and 0 < one.score >= limits.get(one.entity_type, limits.get("default", 0.0))
        ]


def _patience() -> float:
    """Seconds of processor time in which no pattern can have run out of time.

    Presidio skips a pattern that takes longer, with no more than a warning. Its limit counts the time of the whole
    process, so that a recogniser that took less has skipped nothing.
    """
    from presidio_analyzer import pattern_recognizer

    return pattern_recognizer.REGEX_TIMEOUT_SECONDS - 0.001


def _reads_artefacts(recognizer: EntityRecognizer) -> bool:
    from presidio_analyzer.predefined_recognizers import SpacyRecognizer

    return isinstance(recognizer, SpacyRecognizer)


def _words(recognizer: EntityRecognizer) -> re.Pattern[str] | None:
    """Finds a word that begins with one of a recogniser's context words."""
    words = "|".join(re.escape(word) for word in recognizer.context or () if word)
    return re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE) if words else None


def _supported(part: Text, found: RecognizerResult, words: re.Pattern[str] | None) -> bool:
    """Whether a context word counts that the recogniser has not weighed itself."""
    from presidio_analyzer import RecognizerResult

    if words is None or (found.recognition_metadata or {}).get(RecognizerResult.IS_SCORE_ENHANCED_BY_CONTEXT_KEY):
        return False
    line = part.text[max(0, found.start - _BEFORE) : found.start].rpartition("\n")[2]
    return bool(words.search(f"{part.label(found.start)}\n{line}"))


def _match(recognizer: Any, found: RecognizerResult, supported: bool) -> Match:
    evidence = [Evidence(f"presidio: {recognizer.name}", _log_odds(found.score))]
    score = float(found.score)
    if supported:
        score = min(max(score + _BOOST, _LEAST), 1.0)
        evidence.append(Evidence("context word of Presidio", _log_odds(score) - evidence[0].weight))
    score = min(max(score, _CERTAIN), 1 - _CERTAIN)
    return Match(found.entity_type, Span(int(found.start), int(found.end)), score, tuple(evidence))


def _log_odds(score: float) -> float:
    score = min(max(float(score), _CERTAIN), 1 - _CERTAIN)
    return math.log(score / (1 - score))
