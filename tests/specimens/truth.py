"""What is known of a specimen: where each item stands in the pixels as stored, what it says, and what must go."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["ALLOWED", "HIDDEN", "Area", "Document", "Mark", "Specimen"]

Area: TypeAlias = tuple[tuple[float, float], ...]

HIDDEN = frozenset({"FACE", "MRZ", "BARCODE", "NL_BSN", "NL_DOCUMENTNUMMER", "NL_RIJBEWIJSNUMMER", "NL_VNUMMER"})
"""Entities that profile ``inzage`` hides; a national number of another country and a CAN count as the Dutch ones."""
ALLOWED = frozenset({"surname", "given names", "birth date", "expiry date", "country"})
"""Names of marks that it leaves legible."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One item.

    Arguments:
        name: ``portrait``, ``ghost portrait``, ``perforated portrait``, ``window portrait``, ``mrz`` (all of it),
            ``mrz line``, ``document number``, ``perforated number``, ``vertical number``, ``can``, ``bsn``,
            ``personal number``, ``licence number``, ``v number``, ``qr``, ``datamatrix``, ``pdf417``, ``code128``,
            ``signature``, ``surname``, ``given names``, ``birth date``, ``expiry date``, ``issue date``, ``country``...
        entity: what it is to piiscan; ``OTHER`` where there is no word for it.
        area: polygon in pixels of the picture as stored, clockwise from the item's own top left.
        value: what it says; empty for a face or a signature.
        document: which of the specimen's documents it stands on.
    """

    name: str
    entity: str
    area: Area
    value: str = ""
    document: int = 0

    @property
    def hide(self) -> bool:
        """Whether it must go under profile ``inzage``."""
        return self.entity in HIDDEN

    @property
    def allowed(self) -> bool:
        """Whether it must stay legible."""
        return self.name in ALLOWED


@dataclass(frozen=True, slots=True)
class Document:
    """One side of one document in the picture.

    Arguments:
        kind: ``passport``, ``identity card``, ``residence permit``, ``driving licence`` or ``visa``.
        country: ICAO code.
        model: year, or the format for other countries.
        side: ``front``, ``back``, ``page 3`` or ``inner page``.
        style: which of the drawings of this model.
        mrz: the format of its zone; empty where this side has none.
        lines: the zone's lines.
        area: its outline, in pixels as stored, clockwise from the document's own top left.
    """

    kind: str
    country: str
    model: str
    side: str
    style: int
    mrz: str
    lines: tuple[str, ...]
    area: Area


@dataclass(frozen=True, slots=True)
class Specimen:
    """A picture and what is known of it.

    Arguments:
        image: as stored: not turned by EXIF.
        marks: every item on every document.
        documents: the documents in it.
        conditions: what was done to it, in order.
        split: ``train``, ``dev`` or ``test``.
        seed: with the split, what makes it the same again.
        exif: the orientation tag, 1 to 8.
        dpi: of the picture, where it lies on a page.
    """

    image: Image = field(repr=False, compare=False)
    marks: tuple[Mark, ...]
    documents: tuple[Document, ...]
    conditions: tuple[str, ...]
    split: str
    seed: int
    exif: int = 1
    dpi: int = 0

    @property
    def hidden(self) -> tuple[Mark, ...]:
        """What must not be legible in what is published."""
        return tuple(mark for mark in self.marks if mark.hide)

    def on(self, name: str) -> tuple[Mark, ...]:
        """The marks of one name."""
        return tuple(mark for mark in self.marks if mark.name == name)

    def with_(self, **changes: Any) -> Specimen:
        """The same with some arguments changed."""
        return replace(self, **changes)

    def truth(self) -> dict[str, Any]:
        """All but the picture, as JSON has it; areas rounded to a tenth of a pixel."""
        return {
            "split": self.split,
            "seed": self.seed,
            "conditions": list(self.conditions),
            "exif": self.exif,
            "dpi": self.dpi,
            "size": list(self.image.size),
            "documents": [
                {
                    "kind": one.kind,
                    "country": one.country,
                    "model": one.model,
                    "side": one.side,
                    "style": one.style,
                    "mrz": one.mrz,
                    "lines": list(one.lines),
                    "area": _rounded(one.area),
                }
                for one in self.documents
            ],
            "marks": [
                {
                    "name": mark.name,
                    "entity": mark.entity,
                    "area": _rounded(mark.area),
                    "value": mark.value,
                    "hide": mark.hide,
                    "allowed": mark.allowed,
                    "document": mark.document,
                }
                for mark in self.marks
            ],
        }


def _rounded(area: Area) -> list[list[float]]:
    return [[round(x, 1), round(y, 1)] for x, y in area]
