"""Says in words why something in a text was reported, and why something was not.

>>> from piiscan.explain import explain
>>> told = explain("Bestelnummer 999989169", lang="en")
>>> [(place.verdict, reading.entity, reading.reason) for place in told.places for reading in place.readings[:1]]
[('dropped', 'NL_BSN', 'threshold')]
>>> told.records()[0]["readings"][0]["evidence"][1]["words"]
'the elfproef holds; 1 in 11 random ones passes'
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from piiscan.baseline import Baseline
from piiscan.config import Config
from piiscan.errors import ConfigError
from piiscan.explain.explainer import Explainer
from piiscan.explain.place import Place, Reading
from piiscan.explain.record import record
from piiscan.explain.words import Language
from piiscan.model import Text

__all__ = ["Explanation", "Place", "Reading", "explain"]

_COLUMNS = 80


@dataclass(frozen=True, slots=True)
class Explanation:
    """What became of everything in a text that looks like something; printed, it is text for people, values masked.

    Arguments:
        places: in the order of the text.
        lang: the language of its sentences.
        lines: where each line of the text begins.
    """

    places: tuple[Place, ...]
    lang: Language = "nl"
    lines: tuple[int, ...] = field(default=(0,), repr=False)

    def records(self, *, show_values: bool = False) -> list[dict[str, Any]]:
        """Plain data, an object for each place.

        Arguments:
            show_values: add the values, which are masked otherwise.
        """
        return [
            {"type": "place", **record(place, self.lang, show_values=show_values, line=self._line(place.span.start))}
            for place in self.places
        ]

    def __str__(self) -> str:
        from piiscan.explain.show import write

        out = StringIO()
        write(self.records(), out, self.lang, width=_COLUMNS)
        return "\n".join(line.rstrip() for line in out.getvalue().splitlines())

    def _line(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1


def explain(
    text: str,
    *,
    label: str = "",
    lang: Language = "nl",
    config: Config | None = None,
    baseline: Baseline | None = None,
    key: bytes = b"",
) -> Explanation:
    """Why each thing in a text was reported or not, piece of evidence by piece of evidence.

    Every candidate is told with the addends of its score. Every number of five digits or more, word with an @, code
    like a number plate, and date that nothing reported is told with what it might have been and what was wanting.

    Arguments:
        text: any text.
        label: the caption it stands under (a column's head, a field's name).
        lang: ``"nl"`` or ``"en"``.
        config: the ``fast`` profile where none is given, as for `piiscan.scan_text`.
        baseline: what a review has rejected.
        key: of the fingerprints of the baseline.

    Raises:
        ConfigError: the language is unknown, or the configuration cannot be used.
        RecognizerFailed: a recogniser raised or took too long.
    """
    if lang not in ("nl", "en"):
        raise ConfigError("lang is neither nl nor en")
    explainer = Explainer(config or Config.fast(), baseline, key)
    places = tuple(explainer.places(Text(text, labels=(label,) if label else ())))
    starts = (0, *(offset + 1 for offset, character in enumerate(text) if character == "\n"))
    return Explanation(places, lang, starts)
