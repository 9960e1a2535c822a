"""The strictest copy: everything is painted but what is positively the holder's name, birth date and date of expiry.

A number that is perforated, written sideways or hidden in a hologram is black with the rest, whether anybody saw it or
not. What stays is decided by the machine readable zone: only words that equal the names in it, and dates that equal its
dates, whose check digits were right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from piiscan.errors import NeedsReview
from piiscan.idcopy import fields
from piiscan.idcopy.card import Found
from piiscan.idcopy.geometry import Box, Frame
from piiscan.idcopy.lines import groups
from piiscan.idcopy.mrz import Mrz
from piiscan.idcopy.plan import Plan
from piiscan.model import Area, Span, Text

__all__ = ["all_but", "keep_only"]

_RIGHT = 2
"""Check digits that have to be right before a zone is believed."""


def keep_only(plan: Plan) -> None:
    """Adds to a plan everything on its pictures but names and dates.

    Raises:
        NeedsReview: no zone was read well, or name or birth date were not found beside it.
    """
    zones = [zone for page in plan.pages.values() for zone in page.survey.zones if zone.valid >= _RIGHT and zone.dates]
    if not zones:
        raise NeedsReview("not found: MRZ", plan.path)
    seen: set[str] = set()
    for page in plan.pages.values():
        kept = [
            (entity, Frame().box(area)) for entity, span in _kept(page.text, zones) for area in page.text.areas(span)
        ]
        zone_boxes = [Frame().box(zone.area) for zone in page.survey.zones]
        kept = [(entity, box) for entity, box in kept if not any(box.overlap(zone) > 0.5 for zone in zone_boxes)]
        seen |= {entity for entity, _ in kept}
        holes = [box.grown(0.3 * box.height, 0.1 * box.height) for _, box in kept]
        page.found += [Found("ID_DOCUMENT", area, 1.0) for area in all_but(page.size, holes)]
    if missing := sorted({"PERSON", "DATE_OF_BIRTH"} - seen):
        raise NeedsReview(f"not found: {', '.join(missing)}", plan.path)


def all_but(size: tuple[int, int], holes: Sequence[Box]) -> Iterator[Area]:
    """Rectangles that together cover a picture but for some holes.

    >>> [area[0] + area[2] for area in all_but((10, 9), [Box(2, 3, 4, 6)])]
    [(0, 0, 10, 3), (0, 3, 2, 6), (4, 3, 10, 6), (0, 6, 10, 9)]
    """
    width, height = size
    edges = {min(max(0, edge), height) for hole in holes for edge in (hole.top, hole.bottom)}
    borders = sorted({0, height, *edges})
    for top, bottom in pairwise(borders):
        left: float = 0
        for hole in sorted(hole for hole in holes if hole.top < bottom and hole.bottom > top):
            if hole.left > left:
                yield ((left, top), (min(hole.left, width), top), (min(hole.left, width), bottom), (left, bottom))
            left = max(left, hole.right)
        if left < width:
            yield ((left, top), (width, top), (width, bottom), (left, bottom))


def _kept(text: Text, zones: Sequence[Mrz]) -> Iterator[tuple[str, Span]]:
    """Names and dates of the zones where they stand in print: entity and span."""
    names = {_folded(word) for zone in zones for name in zone.names for word in name.split() if len(word) > 1}
    for group in groups(text):
        for line in group.lines:
            for word in re.finditer(r"[^\W\d_]+", line.text):
                if _folded(word[0]) in names:
                    yield "PERSON", Span(line.span.start + word.start(), line.span.start + word.end())
    for zone in zones:
        for entity, date in zip(("DATE_OF_BIRTH", "DATE_TIME"), zone.dates, strict=False):
            yield from ((entity, span) for span in fields.dates(text.text, date))


_UMLAUTS = re.compile("([AOU])E")


def _folded(word: str) -> str:
    """A name as the zone writes it, whatever its accents: MÄNNIK and MAENNIK alike."""
    bare = unicodedata.normalize("NFKD", word.upper().replace("ß", "SS").replace("Ø", "OE").replace("Æ", "AE"))
    return _UMLAUTS.sub(r"\1", "".join(character for character in bare if character.isascii()))
