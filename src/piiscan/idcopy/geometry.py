"""Level frames: a picture seen so that its text reads from left to right, and boxes in it.

Every rule about where something stands on a document is written for a document that lies straight. A `Frame` turns
points of the picture as stored into that view and back, whatever the angle of the scan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from piiscan.model import Area

__all__ = ["Box", "Frame", "level_hull"]


class Box(NamedTuple):
    """A rectangle in a level frame: how far along (left, right) and how far down (top, bottom), in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """Along and down."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def grown(self, along: float, down: float) -> Box:
        """The same, larger by so much on each side."""
        return Box(self.left - along, self.top - down, self.right + along, self.bottom + down)

    def union(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def overlap(self, other: Box) -> float:
        """The area that both cover, as a share of the smaller one."""
        along = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        if along <= 0 or down <= 0:
            return 0.0
        return along * down / max(1e-9, min(self.width * self.height, other.width * other.height))

    def beside(self, other: Box) -> bool:
        """Whether the two stand on one line."""
        return abs(self.middle[1] - other.middle[1]) < 0.5 * min(self.height, other.height)


@dataclass(frozen=True, slots=True)
class Frame:
    """A view in which text is level.

    Arguments:
        direction: the reading direction in the picture as stored, as a complex number of length one (1 for a picture
            that lies straight, 1j for one whose text runs downwards).
    """

    direction: complex = 1 + 0j

    def box(self, area: Sequence[tuple[float, float]]) -> Box:
        """The box around a polygon of the picture."""
        points = [complex(x, y) / self.direction for x, y in area]
        along, down = [point.real for point in points], [point.imag for point in points]
        return Box(min(along), min(down), max(along), max(down))

    def area(self, box: Box) -> Area:
        """The polygon of a box in the picture as stored, clockwise from its top left."""
        corners = (
            complex(box.left, box.top),
            complex(box.right, box.top),
            complex(box.right, box.bottom),
            complex(box.left, box.bottom),
        )
        points = (corner * self.direction for corner in corners)
        return tuple((point.real, point.imag) for point in points)


def level_hull(area: Area, size: tuple[int, int]) -> Area:
    """The rectangle with level sides around a polygon of the picture as stored, as far as it lies in the picture.

    A camera's perspective turns every line of a document a little differently, so the corners of a slanting box are not
    to be trusted; a level one around it is.

    Arguments:
        area: the polygon.
        size: width and height of the picture.
    """
    box = Frame().box(area)
    left, right = (min(max(0.0, x), float(size[0])) for x in (box.left, box.right))
    top, bottom = (min(max(0.0, y), float(size[1])) for y in (box.top, box.bottom))
    return ((left, top), (right, top), (right, bottom), (left, bottom))
