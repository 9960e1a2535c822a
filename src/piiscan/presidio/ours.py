"""Our recognisers as classes of Presidio: one for each file of a pack, made on first use; no pack file knows Presidio.

There are three ways in::

    registry.add_recognizer(nl_recognizers.NlBsnRecognizer())                  # by Python
    AnalyzerEngineProvider("presidio.yaml").create_engine()                    # by YAML, once the pack is imported
    engine.analyze(text, "nl", ad_hoc_recognizers=[NlBsnRecognizer()])         # for one call

The scores are ours: calibrated, with the words around a value and the labels of all other recognisers weighed already,
for which no spaCy model is needed. Presidio's own context enhancer leaves them alone, and no check sum lifts a score to
certainty. However many of our recognisers look at a text, it is read once.
"""

from __future__ import annotations

import copy
import importlib
import math
import pkgutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from piiscan import packs
from piiscan.detect.patterns import PatternDetector
from piiscan.detect.resolve import resolve
from piiscan.errors import ConfigError
from piiscan.model import Match, Span, Text
from piiscan.recognizer import Recognizer, recognizers_in

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer, RecognizerResult
    from presidio_analyzer.nlp_engine import NlpArtifacts

__all__ = ["class_names", "recognizer_class", "register"]

_FLOOR = 0.05
"""Scores below this are noise to an engine whose own threshold is usually zero."""
_AROUND = ("label: ", "other label: ", "context: ")
"""How the evidence begins that comes from words around a value."""
_CONTAINS = "contains: "
"""How the evidence begins that names an entity inside another."""


def register(pack_name: str) -> tuple[type[EntityRecognizer], ...]:
    """Makes all Presidio classes of a pack, so that a YAML file finds them by name; gives them in the order of names.

    Our own pack does this by itself as soon as both it and Presidio are imported.

    Arguments:
        pack_name: the package (``"nl_recognizers"``).

    Raises:
        ConfigError: the extra ``[presidio]`` is not installed.
    """
    return tuple(recognizer_class(pack_name, name) for name in class_names(importlib.import_module(pack_name)))


def class_names(pack: ModuleType) -> dict[str, str]:
    """The Presidio class name of each module of a pack: ``NlBsnRecognizer`` for ``bsn``."""
    prefix = pack.__name__.partition("_")[0].capitalize()
    modules = [info.name for info in pkgutil.iter_modules(pack.__path__) if not info.name.startswith("_")]
    return {f"{prefix}{name.capitalize()}Recognizer": name for name in modules}


@cache
def recognizer_class(pack_name: str, class_name: str) -> type[EntityRecognizer]:
    """The Presidio class for one file of a pack.

    Arguments:
        pack_name: the package (``"nl_recognizers"``); what stands before its first ``_`` is the country.
        class_name: the class (``"NlBsnRecognizer"``).

    Raises:
        AttributeError: no file of the pack has this class.
        ConfigError: the extra ``[presidio]`` is not installed.
    """
    module_name = class_names(importlib.import_module(pack_name)).get(class_name)
    module = importlib.import_module(f"{pack_name}.{module_name}") if module_name else None
    recognizer = getattr(module, "RECOGNIZER", None)
    if not isinstance(recognizer, Recognizer):
        raise AttributeError(f"module '{pack_name}' has no attribute '{class_name}'")
    members = {
        "__doc__": module.__doc__,
        "__module__": pack_name,
        "COUNTRY_CODE": pack_name.partition("_")[0],
        "PACK": pack_name,
        "RECOGNIZER": recognizer,
    }
    return type(class_name, (_pack_recognizer(),), members)


@cache
def _pack_recognizer() -> type[EntityRecognizer]:
    """What the classes of a pack have in common; made here, since Presidio is slow to import."""
    try:
        from presidio_analyzer import LocalRecognizer
    except ImportError:
        raise ConfigError("Presidio is not installed: pip install 'piiscan[presidio]'") from None

    class PackRecognizer(LocalRecognizer):
        """Looks for one entity of a pack; the signature is that of Presidio's own recognisers.

        Arguments:
            patterns: must be left out; the forms are declared in the pack.
            context: further words that count as a label of the value, beside those of the pack. A recogniser with
                words of its own reads the text once more.
            supported_language: the language of the texts, as the engine calls it.
            supported_entity: the name of the entity in the results; the pack's where none is given.
            name: its name; that of the class where none is given.
            more: ``version``, ``country_code``, ``score_thresholds``.
        """

        PACK: ClassVar[str]
        RECOGNIZER: ClassVar[Recognizer]

        def __init__(
            self,
            patterns: None = None,
            context: Sequence[str] | None = None,
            supported_language: str = "nl",
            supported_entity: str | None = None,
            name: str | None = None,
            **more: Any,
        ) -> None:
            if patterns:
                raise ValueError("the patterns of this recogniser are declared in its pack")
            declared = self.RECOGNIZER.context
            words = tuple(word for word in context or () if word not in declared)
            self._wanted = _Wanted(self.PACK, self.RECOGNIZER.entity if words else "", words)
            entities = more.pop("supported_entities", None) or [supported_entity or self.RECOGNIZER.entity]
            more |= {"name": name, "supported_language": supported_language, "context": [*declared, *words]}
            super().__init__(entities, **more)

        def load(self) -> None:
            """Nothing is loaded per instance."""

        def analyze(
            self, text: str, entities: Sequence[str], nlp_artifacts: NlpArtifacts | None = None
        ) -> list[RecognizerResult]:
            """What stands in a text, whatever ``entities`` says: an engine leaves out those of ad hoc recognisers."""
            return [_result(self, match) for match in self._matches(text)]

        def enhance_using_context(
            self,
            text: str,
            raw_recognizer_results: Sequence[RecognizerResult],
            other_raw_recognizer_results: Sequence[RecognizerResult] = (),
            nlp_artifacts: NlpArtifacts | None = None,
            context: Sequence[str] | None = None,
        ) -> list[RecognizerResult]:
            """The results with the words that the caller gives (a column's head, a key) as their caption.

            A word can only help: a value keeps the score that the text itself gave it where that is higher.
            """
            best = {(raw.start, raw.end): copy.copy(raw) for raw in raw_recognizer_results}
            for match in self._matches(text, ", ".join(context)) if context else ():
                result = _result(self, match)
                known = best.setdefault((result.start, result.end), result)
                if result.score > known.score:
                    best[result.start, result.end] = result
            return list(best.values())

        def _matches(self, text: str, label: str = "") -> Sequence[Match]:
            return _passes.over(text, label, self._wanted).get(self.RECOGNIZER.entity, ())

    return PackRecognizer


class _Wanted(NamedTuple):
    """What one pass looks for: a whole pack, or the one entity of it that got words of its own."""

    pack: str
    entity: str
    words: tuple[str, ...]


class _Passes(threading.local):
    """What the last text of this thread gave, so that all recognisers of a pack share one pass over it.

    It holds no text: a text is told by its identity, length and hash; a match is a span, a score and words of ours.
    """

    def __init__(self) -> None:
        self._text = (0, 0, 0)
        self._found: dict[tuple[_Wanted, str], dict[str, list[Match]]] = {}

    def over(self, text: str, label: str, wanted: _Wanted) -> Mapping[str, Sequence[Match]]:
        """The matches of a text under a caption by their entity; those of one entity do not overlap."""
        this = (id(text), len(text), hash(text))
        if this != self._text:
            self._text, self._found = this, {}
        if (wanted, label) not in self._found:
            matches: dict[str, list[Match]] = {}
            for match in _detector(wanted).detect(Text(text, labels=(label,) if label else ()), _FLOOR):
                for one in (match, *_inside(match)):
                    matches.setdefault(one.entity, []).append(one)
            self._found[wanted, label] = {entity: resolve(found) for entity, found in matches.items()}
        return self._found[wanted, label]


_passes = _Passes()


@lru_cache(maxsize=64)
def _detector(wanted: _Wanted) -> PatternDetector:
    """The labels of all packs count, also where one entity is looked for."""
    everything = dict.fromkeys((*packs.load(), *recognizers_in(importlib.import_module(wanted.pack))))
    if not wanted.entity:
        return PatternDetector(tuple(everything))
    own = [replace(r, context=(*r.context, *wanted.words)) if r.entity == wanted.entity else r for r in everything]
    return PatternDetector(own, frozenset({wanted.entity}))


def _inside(match: Match) -> Iterator[Match]:
    """What a match gives away: for Presidio an entity of its own, on the same characters."""
    for what, _ in match.evidence:
        if what.startswith(_CONTAINS):
            yield replace(match, entity=what.removeprefix(_CONTAINS))


def _result(recognizer: Any, match: Match) -> RecognizerResult:
    from presidio_analyzer import AnalysisExplanation, RecognizerResult

    assert isinstance(match.spot, Span)  # noqa: S101 - a pattern always has a span
    own = sum(weight for what, weight in match.evidence if not what.startswith(_AROUND))
    words = [what.partition(": ")[2] for what, weight in match.evidence if what.startswith(_AROUND) and weight > 0]
    addends = ", ".join(f"{what} {weight:+.1f}" for what, weight in match.evidence)
    explanation = AnalysisExplanation(
        recognizer=recognizer.name,
        original_score=1 / (1 + math.exp(-max(-60.0, min(60.0, own)))),
        pattern_name=recognizer.RECOGNIZER.entity,
        validation_result=True if recognizer.RECOGNIZER.check_weight else None,  # type: ignore[arg-type]
        textual_explanation=f"{match.entity} {match.score:.2f}, in log-odds: {addends}",
    )
    explanation.set_improved_score(match.score)
    explanation.set_supportive_context_word(words[0] if words else "")
    metadata = {
        RecognizerResult.RECOGNIZER_NAME_KEY: recognizer.name,
        RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: recognizer.id,
        RecognizerResult.IS_SCORE_ENHANCED_BY_CONTEXT_KEY: True,
    }
    entity = recognizer.supported_entities[0]
    return RecognizerResult(entity, match.spot.start, match.spot.end, match.score, explanation, metadata)
