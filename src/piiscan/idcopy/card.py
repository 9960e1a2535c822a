"""Accounts for an identity document in a picture: what stands on it, which document and side it is, what is missing.

The kind of the document says what must be there. A holder page without a photo or without a machine readable zone has
not been read, whatever else was found, and is for a person to look at.

Sources: ICAO Doc 9303 for what a holder page carries; RvIG and RDW for where Dutch documents carry the BSN (until 2014
on the front, since then on the back, since August 2021 beside a QR code).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from piiscan.idcopy import codes, fields, mrz, portrait, zone, zonetext
from piiscan.idcopy.geometry import Box, Frame, level_hull
from piiscan.idcopy.lines import Group, groups
from piiscan.model import Area, Evidence, Match, Picture, Span, Text
from piiscan.reading import Reading

if TYPE_CHECKING:
    from piiscan.idcopy.zone import Pixels

__all__ = ["Found", "Survey", "examine", "is_identity_document"]


class Found(NamedTuple):
    """One thing on a document.

    Arguments:
        entity: ``FACE``, ``MRZ``, ``NL_DOCUMENTNUMMER``, ``NL_BSN``, ``NL_RIJBEWIJSNUMMER`` or ``BARCODE``.
        area: its polygon, in pixels of the picture as stored.
        score: how sure.
        value: what was read there; empty for what is seen. In no report.
    """

    entity: str
    area: Area
    score: float
    value: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """What one picture shows.

    Arguments:
        found: everything that may have to be covered.
        document: ``passport``, ``identity card``, ``residence permit``, ``driving licence``; empty where unknown.
        side: ``front``, ``back``, ``both`` or empty.
        missing: entities that this side of this document must have and that were not found.
        evidence: why this is taken for an identity document, or not.
        zones: the machine readable zones, with their values.
    """

    found: tuple[Found, ...] = field(repr=False)
    document: str
    side: str
    missing: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    zones: tuple[mrz.Mrz, ...] = field(default=(), repr=False)


def examine(picture: Picture, text: Text, path: str, reading: Reading) -> Survey:
    """Looks for everything that identifies somebody on a document.

    Arguments:
        picture: the picture.
        text: what `piiscan.ocr.read` read in it.
        path: the blob in which it stands, for errors.
        reading: the budget.

    Raises:
        ReadError: the picture cannot be decoded, or a limit is reached.
        ModelError: the face detector cannot be loaded.
    """
    from piiscan.ocr import rgb

    read = groups(text)
    pixels = rgb(picture.load())
    size = (pixels.shape[1], pixels.shape[0])
    reading.tick(path)
    zones, found = _zones(pixels, read)
    reading.tick(path)
    document = _document(text.text, zones)
    found += [Found("FACE", face.area, face.score) for face in portrait.find(pixels, _direction(read), _print(read))]
    reading.tick(path)
    found += [Found("BARCODE", code.area, code.score) for code in codes.find(pixels)]
    for group in read:
        found += _numbers(group, text, zones, document)
    # a portrait has a wide margin all around; the level rectangle of a slanting one would hide half the document
    level = [thing if thing.entity == "FACE" else thing._replace(area=level_hull(thing.area, size)) for thing in found]
    found = _once(level)
    side, missing = _missing(document, zones, found)
    return Survey(tuple(found), document, side, missing, tuple(_evidence(text.text, zones, found)), tuple(zones))


def _zones(pixels: Pixels, read: Sequence[Group]) -> tuple[list[mrz.Mrz], list[Found]]:
    """The zones, each once with the reading in which most check digits are right; and every area in which one stands.

    The OCR that reads the whole page, and the search for evenly spaced print, overlook different ones.
    """
    zones = mrz.find(read)
    found = [Found("MRZ", one.area, 0.99 if one.valid else 0.9) for one in zones]
    loose: list[Found] = []
    for place in zone.find(pixels):
        seen = zonetext.read(pixels, place)
        if not zonetext.believed(place, seen):
            continue
        one = seen.mrz if seen else mrz.values(place.area, "", [""])
        score, box = 0.99 if one.valid else 0.6, Frame().box(place.area)
        same = [i for i, other in enumerate(found) if Frame().box(other.area).overlap(box) > _SAME]
        if not same:
            (found if one.valid else loose).append(Found("MRZ", place.area, score))
            zones += [one] if one.valid else []
            continue
        first = found[same[0]]
        found[same[0]] = Found("MRZ", Frame().area(Frame().box(first.area).union(box)), max(first.score, score))
        if one.valid > zones[same[0]].valid:
            zones[same[0]] = one
    return zones, found + loose


_SAME = 0.5
"""The share of the smaller of two zones that both cover, where they are one."""


def is_identity_document(survey: Survey) -> Match | None:
    """The match of entity ID_DOCUMENT for a picture, or None where it shows no sign of one.

    Its spot is the areas of what was found on it; its score the sum of the evidence.
    """
    total = sum(weight for _, weight in survey.evidence)
    score = 1 / (1 + 2.718281828459045**-total)
    areas = tuple(found.area for found in survey.found)
    return Match("ID_DOCUMENT", areas, score, survey.evidence) if areas and score >= 0.05 else None


_WORDS = (
    ("driving licence", r"rijbewijs|driving licen[cs]e|permis de conduire|f[üu]hrerschein|driver'?s? licen[cs]e"),
    (
        "residence permit",
        r"verblijfs(?:titel|document|vergunning)|residence permit|titre de s[ée]jour|aufenthaltstitel",
    ),
    ("passport", r"paspoort|passport|pass?eport|passaporto|pasaporte|reisepass|paszport|cestovn|[uú]tlev[eé]l|護照"),
    (
        "identity card",
        r"identiteitskaart|identity card|d.?identit|personalausweis|carta d.identit|identidad|dowod osobisty"
        r"|carte (?:nationale )?d|identitate|identity",
    ),
)
"""What a document calls itself, in the languages that stand on European ones."""


_OF_ZONE = {"licence": "driving licence", "TD3": "passport", "visa": "visa"}


def _document(text: str, zones: Sequence[mrz.Mrz]) -> str:
    for one in zones:
        if one.kind in _OF_ZONE:
            return _OF_ZONE[one.kind]
    words = text.lower()
    return next((name for name, pattern in _WORDS if re.search(pattern, words)), "identity card" if zones else "")


def _direction(read: Sequence[Group]) -> complex:
    """The reading direction of most of the text; what is nearly straight counts as straight."""
    direction = read[0].frame.direction if read else 1 + 0j
    for straight in (1, 1j, -1, -1j):
        if abs(direction - straight) < 0.01:
            return complex(straight)
    return direction


def _once(found: Sequence[Found]) -> list[Found]:
    """Each thing once, where it was found surest."""
    kept: list[Found] = []
    for thing in sorted(found, key=lambda thing: -thing.score):
        box = Frame().box(thing.area)
        same = (other for other in kept if other.entity == thing.entity)
        if not any(_within(box, Frame().box(other.area)) for other in same):
            kept.append(thing)
    return kept


def _within(box: Box, other: Box) -> bool:
    return box.union(other) == other


def _print(read: Sequence[Group]) -> list[Area]:
    """Where words stand: what has three letters or digits and more, since a face is full of strokes like letters."""
    words = (line for group in read for line in group.lines if sum(map(str.isalnum, line.text)) > 2)
    return [line.area for line in words]


def _numbers(group: Group, text: Text, zones: Sequence[mrz.Mrz], document: str) -> Iterator[Found]:
    for number in fields.find(group, zones, document == "driving licence"):
        if number.span is None:
            if number.box is not None:
                yield Found(number.entity, group.frame.area(number.box), number.score)
            continue
        value = text.text[slice(*number.span)]
        for area in text.areas(Span(*number.span)):
            if any(_within(Frame().box(area), Frame().box(zone.area)) for zone in zones):
                continue  # the zone is covered as a whole
            yield Found(number.entity, _padded(area), number.score, value)


def _padded(area: Area) -> Area:
    """A little larger: one to two characters at the ends, as OCR is not sure of them, and a third of a line."""
    way = complex(*area[1]) - complex(*area[0])
    if not abs(way):
        return area
    frame = Frame(way / abs(way))
    box = frame.box(area)
    return frame.area(box.grown(box.height, 0.3 * box.height))


def _missing(document: str, zones: Sequence[mrz.Mrz], found: Sequence[Found]) -> tuple[str, tuple[str, ...]]:
    """Which side this is, and what it must have and has not."""
    there = {thing.entity for thing in found if thing.score > 0.5}
    face, zone = "FACE" in there, "MRZ" in there
    number = {"NL_DOCUMENTNUMMER", "NL_RIJBEWIJSNUMMER"} & there
    card = document in ("identity card", "residence permit", "driving licence")
    if not face and not zone and document and "NL_BSN" in there:
        return "back", ()
    if card and zone and not face and all(z.kind in ("TD1", "licence") for z in zones):
        return "back", ()
    wanted = [("FACE", face)]
    if not card or (zone and any(z.kind == "TD2" for z in zones)):
        wanted.append(("MRZ", zone))
    if face:
        wanted.append(("NL_RIJBEWIJSNUMMER" if document == "driving licence" else "NL_DOCUMENTNUMMER", bool(number)))
    return "front" if face else "", tuple(entity for entity, is_there in wanted if not is_there)


def _evidence(text: str, zones: Sequence[mrz.Mrz], found: Sequence[Found]) -> Iterator[Evidence]:
    yield Evidence("prior", -4.0)
    if zones:
        yield Evidence("machine readable zone", 4.0)
        if any(zone.valid for zone in zones):
            yield Evidence("check digits", 3.0)
    if any(thing.entity == "FACE" for thing in found):
        yield Evidence("face", 1.5)
    if any(re.search(pattern, text.lower()) for _, pattern in _WORDS):
        yield Evidence("title of a document", 2.0)
    labels = len(_LABELS.findall(text))
    if labels:
        yield Evidence("labels of a document", min(3.0, 1.0 * labels))


_LABELS = re.compile(
    r"surname|given name|date of (?:birth|issue|expiry)|geboorte(?:datum|plaats)|place of birth|nationalit|geldig tot"
    r"|datum van afgifte|afgegeven|holder'?s signature|handtekening|document n|passport no|burgerservicenummer",
    re.IGNORECASE,
)
