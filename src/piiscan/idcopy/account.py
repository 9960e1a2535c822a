"""Whether a page is accounted for: only then may what was not found be taken for not there.

A page is, when it shows a side of a model that was published, when every item that this side has was found, those too
that only some copies have, when the check digits of its zone are right, and when what was read on it was read well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from piiscan.idcopy.card import Found, Survey
from piiscan.idcopy.geometry import Frame
from piiscan.idcopy.lines import unread
from piiscan.idcopy.plan import Page, Plan
from piiscan.idcopy.sides import recognised
from piiscan.model import Area

__all__ = ["doubts"]

_THERE = 0.5
"""The score from which on a thing counts as found."""
_SAME = 0.1
"""The share of the smaller of two things that both cover, where they may be one thing."""
_HALF = 0.5
"""The share of a number that lies in a zone."""
_MOST = 0.12
"""The share of a picture that may be painted for having been unreadable."""
_DIGITS = {"TD1": 3, "TD2": 3, "TD3": 3, "visa": 3, "licence": 1}
"""Check digits of a zone that are looked at."""


def doubts(plan: Plan) -> list[str]:
    """Why a file is not accounted for; nothing where every document in it is."""
    found = (doubt for page in plan.documents() for doubt in _doubts(page))
    return list(dict.fromkeys(found)) if plan.documents() else ["no identity document"]


def _doubts(page: Page) -> Iterator[str]:
    survey = page.survey
    sure = _distinct([thing for thing in survey.found if thing.score >= _THERE and not _of_zone(thing, survey)])
    side = recognised(page.text.text, survey.zones, [thing.entity for thing in sure])
    if not side.known:
        yield "unknown model"
    yield from (f"not found: {name}" for name in (*side.missing, *side.unseen))
    if any(zone.valid < _DIGITS.get(zone.kind, 9) for zone in survey.zones):
        yield "check digits"
    lost = sum(_size(line.area) for line in unread(page.text))
    if lost > _MOST * page.size[0] * page.size[1]:
        yield "unreadable text"


def _of_zone(thing: Found, survey: Survey) -> bool:
    """Whether a number is that of the zone, which does not count as printed elsewhere."""
    zones = (Frame().box(other.area) for other in survey.found if other.entity == "MRZ")
    return thing.entity not in ("MRZ", "FACE") and any(Frame().box(thing.area).overlap(box) > _HALF for box in zones)


def _distinct(things: Sequence[Found]) -> list[Found]:
    """Each thing once: two that overlap are one, found twice."""
    kept: list[Found] = []
    for thing in things:
        box = Frame().box(thing.area)
        if all(thing.entity != other.entity or box.overlap(Frame().box(other.area)) < _SAME for other in kept):
            kept.append(thing)
    return kept


def _size(area: Area) -> float:
    box = Frame().box(area)
    return box.width * box.height
