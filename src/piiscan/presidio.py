"""Both directions of Presidio: our recognisers as its classes, its recognisers as our detectors.

A class per pack file is made on first use; no pack file knows Presidio. Its scores are ours: calibrated, with context
and the labels of all other recognisers already weighed, so Presidio's own context enhancer is told to leave them alone,
and no check sum lifts a score to certainty.
"""

from __future__ import annotations

import copy
import importlib
import math
from collections.abc import Iterator, Sequence
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from piiscan import packs
from piiscan.detect.patterns import PatternDetector
from piiscan.detect.resolve import resolve
from piiscan.errors import ConfigError
from piiscan.model import Evidence, Match, Span, Text
from piiscan.recognizer import Recognizer

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer, RecognizerResult

__all__ = ["PresidioDetector", "class_names", "recognizer_class"]

_FLOOR = 0.05
"""Scores below this are noise to an engine whose own threshold is usually zero."""


def class_names(pack: ModuleType) -> dict[str, str]:
    """The Presidio class name of each module of a pack: ``NlBsnRecognizer`` for ``bsn``."""
    import pkgutil

    prefix = pack.__name__.partition("_")[0].capitalize()
    modules = [info.name for info in pkgutil.iter_modules(pack.__path__) if not info.name.startswith("_")]
    return {f"{prefix}{name.capitalize()}Recognizer": name for name in modules}


@cache
def recognizer_class(pack_name: str, class_name: str) -> type[EntityRecognizer]:
    """The Presidio class for one file of a pack.

    Arguments:
        pack_name: the package (``"nl_recognizers"``).
        class_name: the class (``"NlBsnRecognizer"``).

    Raises:
        AttributeError: no file of the pack has this class.
        ConfigError: the extra ``[presidio]`` is not installed.
    """
    pack = importlib.import_module(pack_name)
    module_name = class_names(pack).get(class_name)
    recognizer = (
        getattr(importlib.import_module(f"{pack_name}.{module_name}"), "RECOGNIZER", None) if module_name else None
    )
    if not isinstance(recognizer, Recognizer):
        raise AttributeError(f"module '{pack_name}' has no attribute '{class_name}'")
    try:
        from presidio_analyzer import EntityRecognizer
    except ImportError:
        raise ConfigError("Presidio is not installed: pip install 'piiscan[presidio]'") from None
    members = {
        **_members(recognizer),
        "__module__": pack_name,
        "__doc__": importlib.import_module(f"{pack_name}.{module_name}").__doc__,
    }
    return type(class_name, (EntityRecognizer,), members)


def _members(recognizer: Recognizer) -> dict[str, Any]:
    from presidio_analyzer import EntityRecognizer

    detector = PatternDetector(packs.load(), frozenset({recognizer.entity}))

    def __init__(  # noqa: N807 - a method, written outside of its class
        self: Any,
        patterns: Any = None,
        context: list[str] | None = None,
        supported_language: str = "nl",
        supported_entity: str = recognizer.entity,
        name: Any = None,
        **more: Any,
    ) -> None:
        if patterns:
            raise ValueError("the patterns of this recogniser are declared in its pack")
        words = context or list(recognizer.context)
        EntityRecognizer.__init__(
            self, [supported_entity], name=name, supported_language=supported_language, context=words, **more
        )

    def load(self: Any) -> None:
        pass

    def analyze(self: Any, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        return [_result(self, match) for match in resolve(detector.detect(Text(text)), _FLOOR)]

    def enhance_using_context(
        self: Any,
        text: str,
        raw_recognizer_results: list[RecognizerResult],
        other_raw_recognizer_results: Any = None,
        nlp_artifacts: Any = None,
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        if context:
            part = Text(text, labels=(" ".join(context),))
            return [_result(self, match) for match in resolve(detector.detect(part), _FLOOR)]
        return [copy.copy(raw) for raw in raw_recognizer_results]

    return {
        "COUNTRY_CODE": "nl" if recognizer.entity.startswith("NL_") else None,
        "__init__": __init__,
        "load": load,
        "analyze": analyze,
        "enhance_using_context": enhance_using_context,
    }


def _result(recognizer: Any, match: Match) -> RecognizerResult:
    from presidio_analyzer import AnalysisExplanation, RecognizerResult

    assert isinstance(match.spot, Span)  # noqa: S101 - a pattern always has a span
    explanation = AnalysisExplanation(
        recognizer=recognizer.name,
        original_score=match.score,
        textual_explanation="; ".join(f"{what} {weight:+.1f}" for what, weight in match.evidence),
    )
    explanation.set_improved_score(match.score)
    metadata = {
        RecognizerResult.RECOGNIZER_NAME_KEY: recognizer.name,
        RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: recognizer.id,
        RecognizerResult.IS_SCORE_ENHANCED_BY_CONTEXT_KEY: True,
    }
    entity = recognizer.supported_entities[0]
    return RecognizerResult(entity, match.spot.start, match.spot.end, match.score, explanation, metadata)


class PresidioDetector:
    """Lets recognisers of Presidio look for what ours do not: ``Scanner(config, detectors=[PresidioDetector([...])])``.

    Arguments:
        recognizers: instances of Presidio's ``EntityRecognizer``. They get no NLP artefacts.
        entities: report only these; None for all that the recognisers support.
    """

    def __init__(self, recognizers: Sequence[EntityRecognizer], entities: frozenset[str] | None = None) -> None:
        self._recognizers: tuple[Any, ...] = tuple(recognizers)
        self._entities = entities

    def detect(self, part: Text) -> Iterator[Match]:
        """What Presidio's recognisers find in one text, their score as the only evidence."""
        for recognizer in self._recognizers:
            wanted = [e for e in recognizer.supported_entities if self._entities is None or e in self._entities]
            for found in _analyzed(recognizer, part.text, wanted):
                if part.owns(found.start):
                    score = min(max(float(found.score), 1e-6), 1 - 1e-6)
                    evidence = Evidence(f"presidio: {recognizer.name}", math.log(score / (1 - score)))
                    yield Match(found.entity_type, Span(found.start, found.end), score, (evidence,))


def _analyzed(recognizer: Any, text: str, wanted: list[str]) -> Sequence[RecognizerResult]:
    return (recognizer.analyze(text, wanted, None) or ()) if wanted else ()
