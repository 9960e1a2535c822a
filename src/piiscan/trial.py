"""Tries recognisers that are not ours on their own examples, before anything is scanned with them.

What a user or a pack wrote is believed only where each example is found and no counterexample is; a pattern with a slip
in it would find nothing, and a scan without findings would look like a clean share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from piiscan import packs
from piiscan.config import Config
from piiscan.detect.patterns import PatternDetector
from piiscan.detect.resolve import resolve
from piiscan.errors import ConfigError, RecognizerFailed
from piiscan.model import Text
from piiscan.recognizer import Recognizer

__all__ = ["recognizers_for"]

_USUAL = 0.5


def recognizers_for(config: Config) -> tuple[Recognizer, ...]:
    """Everything that a configuration looks for by its form: our packs, those it names, and the user's own patterns.

    Raises:
        ConfigError: a pack is missing or malformed, or something that is not ours fails on its own examples; names the
            file and the key.
    """
    own = [(pattern, pattern.recognizer()) for pattern in config.patterns]
    recognizers = (*packs.load(config.packs), *(recognizer for _, recognizer in own))
    foreign = packs.load_foreign(config.packs)
    if own or foreign:
        detector = PatternDetector(recognizers)
        for where, recognizer in foreign.items():
            _try(detector, recognizer, _USUAL, where, config.path)
        for pattern, recognizer in own:
            _try(detector, recognizer, _threshold(config, pattern.entity), pattern.where, pattern.path)
    return recognizers


def _try(detector: PatternDetector, recognizer: Recognizer, threshold: float, where: str, path: str) -> None:
    for key, text, wanted in _cases(recognizer):
        try:
            found = resolve(detector.detect(Text(text), threshold))
        except RecognizerFailed:
            raise ConfigError(f"{where}.{key}: a check raises on it, or a pattern takes too long", path) from None
        if any(match.entity == recognizer.entity for match in found) != wanted:
            raise ConfigError(f"{where}.{key}: {recognizer.entity} is {'not ' * wanted}found in it", path)


def _cases(recognizer: Recognizer) -> Iterator[tuple[str, str, bool]]:
    sides: Sequence[tuple[str, tuple[str, ...], bool]] = (
        ("examples", recognizer.examples, True),
        ("counterexamples", recognizer.counterexamples, False),
    )
    for name, texts, wanted in sides:
        for number, text in enumerate(texts, 1):
            yield f"{name}[{number}]", text, wanted


def _threshold(config: Config, entity: str) -> float:
    """That of the entity itself, if it has one; whoever asks for surer findings only does not break the examples."""
    own = [threshold.min_score for threshold in config.thresholds if threshold.entity == entity]
    return own[0] if own and own[0] is not None else _USUAL
