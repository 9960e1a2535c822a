"""The strictest copy: everything is painted but what is positively the holder's name, birth date and date of expiry.

A number that is perforated, written sideways or hidden in a hologram is black with the rest, whether anybody saw it or
not. What stays is decided by the machine readable zone: only words that equal the names in it, and dates that equal its
dates, whose check digits were right. On a side without a zone it is decided by the labels: letters beside "naam", dates
beside "geboortedatum" and "geldig tot", where they were read with hardly a doubt.
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
from piiscan.idcopy.lines import Group, Line, groups
from piiscan.idcopy.mrz import Mrz
from piiscan.idcopy.plan import Page, Plan
from piiscan.model import Area, Span, Text

__all__ = ["all_but", "keep_only"]

_RIGHT = 2
"""Check digits that have to be right before a zone is believed."""


def keep_only(plan: Plan) -> None:
    """Adds to a plan everything on its pictures but names and dates.

    Raises:
        NeedsReview: neither a zone nor labels tell for certain where anything stands that may stay.
    """
    seen: set[str] = set()
    zones = [zone for page in plan.pages.values() for zone in page.survey.zones if zone.valid >= _RIGHT and zone.dates]
    for page in plan.pages.values():
        kept = list(_kept(page, zones) if zones else _labelled(page))
        seen |= {entity for entity, _ in kept}
        # character by character, so that the level boxes of a slanting word do not show its neighbours
        letters = (Span(i, i + 1) for _, span in kept for i in range(*span))
        boxes = [Frame().box(area) for letter in letters for area in page.text.areas(letter)]
        holes = [box.grown(0.1 * box.height, 0.1 * box.height) for box in boxes]
        page.found += [Found("ID_DOCUMENT", area, 1.0) for area in all_but(page.size, holes)]
    if not seen:  # a copy that is black all over is of no use to anybody
        raise NeedsReview("not found: PERSON, DATE_OF_BIRTH", plan.path)


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


def _kept(page: Page, zones: Sequence[Mrz]) -> Iterator[tuple[str, Span]]:
    """Names and dates of the zones where they stand in print: entity and span."""
    names = {_folded(word) for zone in zones for name in zone.names for word in name.split() if len(word) > 1}
    born = {zone.dates[0] for zone in zones}
    expires = {zone.dates[1] for zone in zones if len(zone.dates) > 1}
    for group in groups(page.text):
        own = [group.frame.box(zone.area) for zone in page.survey.zones]
        lines = [line for line in group.lines if not any(line.box.overlap(zone) > 0.5 for zone in own)]
        births = [(line, span) for span in _dates(page.text, born) for line in lines if line.span.overlaps(span)]
        # the name stands above the birth date on every document; below it the same name is the signature
        lowest = max((line.box.bottom for line, _ in births), default=0.0)
        yield from (("DATE_OF_BIRTH", span) for _, span in births)
        for line in lines:
            yield from (("DATE_TIME", span) for span in _dates(page.text, expires) if line.span.overlaps(span))
            if line.box.bottom <= lowest:
                yield from (("PERSON", span) for span in _words(line, names))


_LABELS = (
    ("PERSON", r"\b(?:naam|surname|nom|voornamen|given names?|pr[ée]noms?)\b|^[12]\.?$"),
    ("DATE_OF_BIRTH", r"geboortedatum|date of birth|date de naissance|^3\.?$"),
    ("DATE_TIME", r"geldig tot|date of expiry|date d.expiration|^4b\.?$"),
)
"""Labels on Dutch documents; the numbers of the fields of a driving licence (Directive 2006/126/EC, annex I)."""
_WELL_READ = 0.9
_LETTERS = re.compile(r"[^\W\d_]+(?:[ '\-.]{1,2}[^\W\d_]+)*")


def _labelled(page: Page) -> Iterator[tuple[str, Span]]:
    """Names and dates beside their labels: entity and span."""
    for group in groups(page.text):
        for label in group.lines:
            for entity, pattern in _LABELS:
                if re.search(pattern, label.text, re.IGNORECASE):
                    yield from _beside(label, entity, group)


def _beside(label: Line, entity: str, group: Group) -> Iterator[tuple[str, Span]]:
    for line in group.lines:
        if line is label or line.score < _WELL_READ or not fields.near(label.box, line.box):
            continue
        if entity == "PERSON" and _LETTERS.fullmatch(line.text.strip()) and not _is_label(line.text):
            yield entity, line.span
        elif entity != "PERSON":
            yield from (
                (entity, Span(line.span.start + a, line.span.start + z)) for a, z in fields.whole_dates(line.text)
            )


def _is_label(text: str) -> bool:
    return "/" in text or any(re.search(pattern, text, re.IGNORECASE) for _, pattern in _LABELS)


def _dates(text: Text, wanted: set[str]) -> list[Span]:
    return [span for date in sorted(wanted) for span in fields.dates(text.text, date)]


def _words(line: Line, wanted: set[str]) -> Iterator[Span]:
    for word in re.finditer(r"[^\W\d_]+", line.text):
        if _folded(word[0]) in wanted:
            yield Span(line.span.start + word.start(), line.span.start + word.end())


_UMLAUTS = re.compile("([AOU])E")


def _folded(word: str) -> str:
    """A name as the zone writes it, whatever its accents: MÄNNIK and MAENNIK alike."""
    bare = unicodedata.normalize("NFKD", word.upper().replace("ß", "SS").replace("Ø", "OE").replace("Æ", "AE"))
    return _UMLAUTS.sub(r"\1", "".join(character for character in bare if character.isascii()))
