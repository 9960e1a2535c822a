"""The shapes of a content stream, and which of them go with a cut: letters can be drawn as well as written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from piiscan.formats._pdf_file import number
from piiscan.formats._pdf_fonts import NotUnderstood
from piiscan.formats._pdf_geometry import Cuts, Matrix, Point, apply, bounds

__all__ = ["Path"]

Shape: TypeAlias = tuple[str, list[Any]]


@dataclass(slots=True)
class _Subpath:
    shapes: list[Shape] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)

    @property
    def plain(self) -> bool:
        """A rectangle along the axes: the frame of a table, the ground of a cell, a clip; never a letter."""
        box = bounds(self.points)
        return all(name in ("re", "m", "l", "h") for name, _ in self.shapes) and all(
            min(abs(x - box.left), abs(x - box.right)) < 0.5 and min(abs(y - box.bottom), abs(y - box.top)) < 0.5
            for x, y in self.points
        )


class Path:
    """The path that is being built: ``clip`` is the operator that makes a clip of it, if there is one."""

    def __init__(self) -> None:
        self._parts: list[_Subpath] = []
        self.clip = ""

    def extend(self, operator: str, taken: list[Any], ctm: Matrix) -> None:
        """Takes in one operator that builds the path."""
        if operator in ("m", "re") or not self._parts:
            self._parts.append(_Subpath())
        part = self._parts[-1]
        part.shapes.append((operator, taken))
        values = [number(value) for value in taken]
        if operator == "re":
            x, y, width, height = values
            values = [x, y, x + width, y, x + width, y + height, x, y + height]
        part.points += [apply(ctm, (x, y)) for x, y in zip(values[::2], values[1::2], strict=True)]

    def finish(self, cuts: Cuts) -> tuple[list[Shape], str, bool]:
        """What stays of the path when it is painted, the operator of its clip, and whether something went.

        A part of the path goes where it stands more inside a cut than outside; a frame or a line around it stays.

        Raises:
            NotUnderstood: a letter-like part of a clip would have to go.
        """
        parts, clip = self._parts, self.clip
        self._parts, self.clip = [], ""
        gone = [part for part in parts if cuts and part.points and cuts.covers(bounds(part.points))]
        if clip and any(not part.plain for part in gone):
            raise NotUnderstood("clip")
        away = set() if clip else set(map(id, gone))
        kept = [part for part in parts if id(part) not in away]
        return [shape for part in kept for shape in part.shapes], clip, bool(gone) and not clip
