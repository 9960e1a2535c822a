"""Which side of which model a picture shows, and what that side must hold and was not found.

The zone names country and kind; without one the titles do. Of the models that are left by the dates, and of their
sides, that one is taken which lacks least. What no published layout of a country describes is unknown: then nothing is
known to be complete.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from piiscan.idcopy import layouts
from piiscan.idcopy.fields import all_dates
from piiscan.idcopy.layouts import ANY, Layout
from piiscan.idcopy.mrz import Mrz

__all__ = ["HIDING", "Side", "recognised"]

HIDING = frozenset({"FACE", "MRZ", "BARCODE", "NL_BSN", "NL_DOCUMENTNUMMER", "NL_RIJBEWIJSNUMMER", "NL_VNUMMER"})
"""The entities of items that identify somebody, of which each has to be accounted for."""


class Side(NamedTuple):
    """What is known of the side of a document in a picture.

    Arguments:
        layout: the one that fits best; None where no published one may fit.
        missing: names of the items that every copy of it shows and that were not found.
        unseen: names of the items that some copies show and that were not found.
    """

    layout: Layout | None
    missing: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether it is a model of a country, published as such."""
        return self.layout is not None and self.layout.country != ANY


def recognised(text: str, zones: Sequence[Mrz], found: Sequence[str]) -> Side:
    """The side that fits best.

    Arguments:
        text: what was read on the document.
        zones: its machine readable zones.
        found: the entity of each thing that was found on it, once for each.
    """
    there = Counter(found)
    ranked = sorted(
        (_rank(layout, there, zones), index, layout) for index, layout in enumerate(_candidates(text, zones))
    )
    if not ranked:
        return Side(None)
    layout = ranked[0][2]
    missing = list(_lacking(layout, there, required=True))
    return Side(layout, tuple(missing), tuple(name for name in _lacking(layout, there, required=False)))


def _candidates(text: str, zones: Sequence[Mrz]) -> list[Layout]:
    """The layouts that the zone allows; without a zone, those whose titles stand there."""
    issued, expires = _validity(text, zones)
    for zone in zones:
        country = zone.code[-3:] if len(zone.code) > 3 else ""
        form = {"visa": ""}.get(zone.kind, zone.kind)
        if form or country:
            fit = layouts.find(country=country or "NLD" * (form == "licence"), mrz=form, issued=issued, expires=expires)
            begins = [layout for layout in fit if zone.code.startswith(layout.codes)] if zone.code else []
            return begins or list(fit)
    words = re.sub(r"\s+", " ", text.upper())
    named = {layout.kinds for layout in layouts.layouts() if _is_dutch(words) and _titled(layout, words)}
    return [
        layout
        for layout in layouts.layouts()
        if layout.country == "NLD" and (layout.kinds in named or _looks_like(layout, words))
        if layout in layouts.find(country="NLD", issued=issued, expires=expires)
    ]


_DUTCH = re.compile(r"NEDERLAND|\bNLD\b|IDENTITEITSKAART|RIJBEWIJS|PASPOORT|VERBLIJFS|\bNL\b")
_CATEGORIES = re.compile(r"\b(?:AM|A1|A2|B1|BE|C1|CE|D1|DE)\b")


def _is_dutch(words: str) -> bool:
    return _DUTCH.search(words) is not None


def _titled(layout: Layout, words: str) -> bool:
    return any(title in words for title in layout.titles)


def _looks_like(layout: Layout, words: str) -> bool:
    """The back of a driving licence has no title, but the table of categories (Directive 2006/126/EC, annex I)."""
    return layout.kinds == ("driving licence",) and layout.side == "back" and len(set(_CATEGORIES.findall(words))) >= 3


def _validity(text: str, zones: Sequence[Mrz]) -> tuple[date | None, date | None]:
    """Day of issue and of expiry, as far as they are known: the last date on a document is that of its expiry."""
    known = sorted(all_dates(text))
    expires = next((day for zone in zones for day in _of_zone(zone)), known[-1] if known else None)
    if expires is None:
        return None, None
    issued = [day for day in known if day < expires and expires.year - day.year <= 15 and day.year > 2000]
    return (max(issued) if issued else None), expires


def _of_zone(zone: Mrz) -> Iterator[date]:
    text = zone.dates[1] if len(zone.dates) > 1 else ""
    if re.fullmatch(r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", text):
        yield date(2000 + int(text[:2]), int(text[2:4]), min(28, int(text[4:])))


def _rank(layout: Layout, there: Mapping[str, int], zones: Sequence[Mrz]) -> tuple[int, int, int]:
    """How badly a layout fits: what it must hold and was not found, and what was found and it does not hold."""
    has_zone = any(item.entity == "MRZ" for item in layout.items)
    holds = Counter(item.entity for item in layout.items)
    beyond = sum(entity in HIDING and entity not in holds for entity in there)
    return int(has_zone != bool(zones)) + beyond, sum(1 for _ in _lacking(layout, there, required=True)), 0


def _lacking(layout: Layout, there: Mapping[str, int], *, required: bool) -> Iterator[str]:
    """The items that were not found; those that must be there first claim what was."""
    left = Counter(there)
    for item in sorted(layout.items, key=lambda item: not item.required):
        if item.entity not in HIDING:
            continue
        left[item.entity] -= 1
        if left[item.entity] < 0 and item.required == required:
            yield item.name
