"""Places as plain data, for programs and for the screen; without values, unless they are asked for."""

from __future__ import annotations

import math
from typing import Any

from piiscan.explain.place import Place, Reading
from piiscan.explain.reasons import formless, why
from piiscan.explain.words import Language, addend
from piiscan.report.masks import preview

__all__ = ["record"]


def record(
    place: Place, lang: Language, *, show_values: bool = False, line: tuple[int, int] | None = None
) -> dict[str, Any]:
    """A place as plain data.

    Arguments:
        place: of a text.
        lang: the language of the sentences: ``"nl"`` or ``"en"``.
        show_values: add the values themselves.
        line: the line and the character in it, both from 1, where the place begins; of a text by itself.
    """
    entity = place.readings[0].entity if place.readings else ""
    return {
        "start": place.span.start,
        "end": place.span.end,
        "at": place.at,
        **({"line": line[0], "character": line[1]} if line else {}),
        "kind": place.kind,
        "preview": preview(entity, place.value),
        **({"value": place.value} if show_values else {}),
        "verdict": place.verdict,
        "why": "" if place.readings else formless(place, lang),
        "readings": [_reading(reading, lang, show_values) for reading in place.readings],
    }


def _reading(reading: Reading, lang: Language, show_values: bool) -> dict[str, Any]:
    return {
        "entity": reading.entity,
        "category": reading.category,
        "start": reading.span.start,
        "end": reading.span.end,
        "preview": preview(reading.entity, reading.value),
        **({"value": reading.value} if show_values else {}),
        "verdict": reading.verdict,
        "reason": reading.reason,
        "about": list(reading.about),
        "why": why(reading, lang),
        "score": None if reading.score is None else round(reading.score, 4),
        "threshold": reading.threshold,
        "label": reading.label,
        "with_label": None if reading.with_label is None else round(reading.with_label, 4),
        "evidence": _addends(reading, lang),
    }


def _addends(reading: Reading, lang: Language) -> list[dict[str, Any]]:
    """Each addend, and the probability after it."""
    total, told = 0.0, []
    for what, weight in reading.evidence:
        total += weight
        share = 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))
        words = addend(what, weight, lang)
        told.append({"what": what, "weight": round(weight, 3), "probability": round(share, 6), "words": words})
    return told
