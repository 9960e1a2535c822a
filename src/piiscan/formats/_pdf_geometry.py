"""Matrices, boxes and what a cut covers, in the raw user space of a PDF page (points, from the bottom left)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from piiscan.model import Area

__all__ = ["IDENTITY", "Box", "Cuts", "Matrix", "Point", "apply", "bounds", "inverse", "multiply"]

Point: TypeAlias = tuple[float, float]
Matrix: TypeAlias = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does ``first`` and ``then`` (ISO 32000-2, 8.3.4: row vectors)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, l = then  # noqa: E741 - the letters of a matrix
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l)


def apply(matrix: Matrix, point: Point) -> Point:
    """A point, transformed."""
    x, y = point
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def inverse(matrix: Matrix) -> Matrix | None:
    """The matrix that undoes this one; None where there is none."""
    a, b, c, d, e, f = matrix
    det = a * d - b * c
    if abs(det) < 1e-12:
        return None
    return (d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det)


class Box(NamedTuple):
    """A rectangle along the axes."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Points, never negative."""
        return max(0.0, self.right - self.left)

    @property
    def height(self) -> float:
        """Points, never negative."""
        return max(0.0, self.top - self.bottom)

    @property
    def area(self) -> Area:
        """The corners, from the bottom left, against the clock."""
        return ((self.left, self.bottom), (self.right, self.bottom), (self.right, self.top), (self.left, self.top))

    def joined(self, other: Box) -> Box:
        """The box around both."""
        left, bottom = min(self.left, other.left), min(self.bottom, other.bottom)
        return Box(left, bottom, max(self.right, other.right), max(self.top, other.top))

    def common(self, other: Box) -> Box:
        """What both cover; without width or height where they do not meet."""
        left, bottom = max(self.left, other.left), max(self.bottom, other.bottom)
        return Box(left, bottom, min(self.right, other.right), min(self.top, other.top))

    def meets(self, other: Box) -> bool:
        """Whether the two share a point."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.bottom <= other.top
            and other.bottom <= self.top
        )

    def holds(self, point: Point, slack: float = 0.0) -> bool:
        """Whether the point lies inside, or at most ``slack`` outside."""
        x, y = point
        return self.left - slack <= x <= self.right + slack and self.bottom - slack <= y <= self.top + slack

    def core(self, share: float) -> Box:
        """The middle of the box, this share of it each way."""
        x, y = (self.left + self.right) / 2, (self.bottom + self.top) / 2
        half, tall = share * self.width / 2, share * self.height / 2
        return Box(x - half, y - tall, x + half, y + tall)

    def padded(self, by: float) -> Box:
        """The box, larger on every side."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)


def bounds(points: Iterable[Point]) -> Box:
    """The box around points; there is at least one."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True, slots=True)
class Cuts:
    """What is to go from one page.

    Arguments:
        boxes: the middle of a glyph or a shape that is to go lies in one of these; one per line of text.
        origins: where each character that is cut starts on its base line, rounded to whole points.
        ink: all that the characters may cover; what lies under it in a picture goes.
    """

    boxes: tuple[Box, ...] = ()
    origins: frozenset[tuple[int, int]] = frozenset()
    ink: tuple[Box, ...] = ()

    @classmethod
    def of(cls, boxes: Sequence[Box], ink: Sequence[Box], origins: Iterable[Point] = ()) -> Cuts:
        """Cuts out of boxes and exact origins."""
        return cls(tuple(boxes), frozenset((round(x), round(y)) for x, y in origins), tuple(ink))

    def __bool__(self) -> bool:
        return bool(self.boxes)

    def takes(self, origin: Point, centre: Point) -> bool:
        """Whether a glyph goes: its middle lies in a box, or it starts where a character that is cut starts."""
        if any(box.holds(centre) for box in self.boxes):
            return True
        return (round(origin[0]), round(origin[1])) in self.origins and any(b.holds(origin, 1.0) for b in self.boxes)

    def covers(self, box: Box) -> bool:
        """Whether a shape of this size is more inside the boxes than outside."""
        shape = box.padded(0.05)
        inside = sum(c.width * c.height for c in (shape.common(own.padded(0.5)) for own in self.boxes))
        return inside >= 0.5 * shape.width * shape.height
