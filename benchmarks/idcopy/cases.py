"""The pictures of the benchmark: specimens of our own, and the labelled pictures of ../shared/data/idcopies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from tests.specimens import CONDITIONS, made
from tests.specimens.truth import Area

__all__ = ["CLEAN", "DATA", "Case", "Item", "real", "specimens"]

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "idcopies"
KINDS = {"photo": "portrait", "ghost": "ghost portrait", "mrz": "mrz", "docno": "document number"}
KINDS |= {"pno": "personal number", "barcode": "code"}
CODES = frozenset({"qr", "datamatrix", "pdf417", "code128"})
CLEAN = "clean"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on a document: its kind, its polygon in pixels as stored, whether it has to go or has to stay."""

    kind: str
    area: Area
    hide: bool
    allowed: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One file.

    Arguments:
        name: of the file.
        data: its bytes.
        items: what stands in it.
        condition: what was done to it.
        dutch: whether a Dutch document is in it.
        size: width and height of the picture as stored.
        lines: those of its machine readable zones.
    """

    name: str
    data: bytes = field(repr=False)
    items: tuple[Item, ...]
    condition: str
    dutch: bool
    size: tuple[int, int]
    lines: tuple[str, ...] = field(default=(), repr=False)


def specimens(split: str, count: int, condition: str = "", first: int = 0, dutch: bool = False) -> Iterator[Case]:
    """Specimens of a split, the conditions in turn, unless one is asked for."""
    seed, given = first, 0
    while given < count:
        state = condition or list(CONDITIONS)[seed % len(CONDITIONS)]
        one = made(split, seed, condition=state)
        seed += 1
        is_dutch = any(document.country == "NLD" for document in one.documents)
        if dutch and not is_dutch:
            continue
        given += 1
        out = BytesIO()
        exif = one.image.getexif()
        exif[0x0112] = one.exif
        one.image.save(out, "PNG", exif=exif)
        items = tuple(
            Item("code" if mark.name in CODES else mark.name, mark.area, mark.hide, mark.allowed) for mark in one.marks
        )
        lines = tuple(line for document in one.documents for line in document.lines)
        yield Case(f"{split}-{seed - 1:05}-{state}.png", out.getvalue(), items, state, is_dutch, one.image.size, lines)


def real(only: str = "") -> Iterator[Case]:
    """The labelled pictures; none where the folder is absent."""
    import PIL.Image

    labels = json.loads((DATA / "labels.json").read_text()) if DATA.exists() else {}
    for name, label in labels.items():
        if only not in name:
            continue
        data = (DATA / "images" / name).read_bytes()
        items = [Item(KINDS[kind], corners(box), hide=True) for kind in KINDS for box in label[kind]]
        size = PIL.Image.open(BytesIO(data), formats=["PNG", "JPEG"]).size
        lines = tuple(line for box in label["mrz"] for line in (box[1:] if isinstance(box[0], list) else ()))
        yield Case(name, data, tuple(items), "real", label["cty"] == "NLD", size, lines)


def corners(box: list) -> Area:  # type: ignore[type-arg]
    """A labelled box as a polygon."""
    left, top, right, bottom = map(float, box[0] if isinstance(box[0], list) else box)
    return ((left, top), (right, top), (right, bottom), (left, bottom))
