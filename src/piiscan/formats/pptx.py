"""PowerPoint presentations (ECMA-376, .pptx and its kin): slides, also hidden ones, notes, comments, masters, charts.

Places: ``slide=3;paragraph=2`` by the order in which slides are shown, ``notes=3;paragraph=1``, ``slide=3;comments``,
``slideLayout=1;paragraph=1``, ``properties;creator``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from piiscan.errors import CannotRedact, Damaged, LimitExceeded, ReadError
from piiscan.formats._ooxml import Package, is_package, open_package
from piiscan.formats._ooxml_parts import pieces
from piiscan.formats._package import Member
from piiscan.formats._xml import attributes
from piiscan.formats._zip import opened
from piiscan.model import Blob, Edit, Part, Problem
from piiscan.reading import Reading

SUFFIXES = (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm")
REDACTABLE = False


def sniff(head: bytes) -> bool:
    """A zip with PowerPoint's folder in it."""
    return is_package(head, "ppt/")


def parts(blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
    """The text of every part; pictures and attachments as blobs."""
    with opened(blob) as archive:
        package = open_package(archive, blob, reading, "presentation")
        slides = _slides(package)
        for _ in slides:
            reading.page(blob.path)
        for piece in pieces(package.placed({**slides, **_notes(package, slides)})):
            yield piece.part


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Refuses for now.

    Raises:
        CannotRedact: always.
    """
    raise CannotRedact("this format cannot be redacted yet", blob.path)


def _slides(package: Package) -> dict[str, str]:
    """``slide=3`` by the name of its part; slides that the presentation does not show come last."""
    shown = [target for member in package.members if member.kind == "main" for target in _order(package, member)]
    all_slides = [member.name for member in package.members if member.kind == "slide"]
    ordered = dict.fromkeys([*(name for name in shown if name in all_slides), *all_slides])
    return {name: f"slide={number}" for number, name in enumerate(ordered, start=1)}


def _order(package: Package, member: Member) -> list[str]:
    data = package.zip.read(member.info)
    if isinstance(data, ReadError):
        return []
    try:
        root = package.zip.tree(data)
    except (Damaged, LimitExceeded):
        return []  # reported when it is read as a part
    targets = {relation.id: relation.target for relation in package.relations.get(member.name, ())}
    found = []
    for slide in root.iter("{*}sldId"):
        identifier = next((value for name, value in attributes(slide) if name.endswith("relationships}id")), "")
        found.append(targets.get(identifier, ""))
    return found


def _notes(package: Package, slides: dict[str, str]) -> dict[str, str]:
    return {
        relation.target: place.replace("slide=", "notes=")
        for slide, place in slides.items()
        for relation in package.relations.get(slide, ())
        if relation.type == "notesSlide"
    }
