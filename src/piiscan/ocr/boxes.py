"""Finds the boxes of a picture that hold text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from piiscan.ocr.engine import engine
from piiscan.reading import Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels: TypeAlias = NDArray[np.uint8]
    Quad: TypeAlias = NDArray[np.float32]

__all__ = ["find", "joined", "sides"]

_AREA, _SHORT = 2_200_000, 736
"""The picture in which boxes are looked for: never more pixels; enlarged until its shorter side has as many as that."""
_ENLARGED = 4.0
"""But never more than this: a letter of seven pixels is large enough then, and a smaller one cannot be read."""
_TILE = 3
"""A picture is cut into tiles that are at most this many times as high as it is wide."""


def find(pixels: Pixels, path: str, reading: Reading, share: float = 1.0) -> list[Quad]:
    """The corners of every box that holds text, clockwise from the top left, in pixels.

    ``share`` is the scale at which they are looked for, to that which fits best.
    """
    import numpy as np

    quads: list[Quad] = []
    for top, tile in _tiles(pixels):
        reading.tick(path)
        moved = [quad + np.array((0, top), dtype=np.float32) for quad in _detect(tile, share)]
        quads = joined(quads, moved, larger=True)
    return quads


def joined(quads: Sequence[Quad], others: Sequence[Quad], *, larger: bool) -> list[Quad]:
    """The boxes of two looks, each once.

    Two are the same where the middle of one lies in the other. The first look's is kept, or the larger of the two: at
    the edge of a tile one of them is cut off.
    """
    import numpy as np

    kept, added = list(quads), []
    first = np.array(kept, dtype=np.float32).reshape(-1, 4, 2)
    for other in others:
        same = np.flatnonzero(_holds(first, other.mean(axis=0)) | _holds(other[None], first.mean(axis=1)))
        if not len(same):
            added.append(other)
        elif larger and max(sides(other)) > max(sides(kept[same[0]])):
            kept[same[0]] = other
    return kept + added


def sides(quad: Quad) -> tuple[float, float]:
    """The width and the height of a box."""
    import numpy as np

    return float(np.linalg.norm(quad[1] - quad[0])), float(np.linalg.norm(quad[2] - quad[1]))


def _detect(pixels: Pixels, share: float) -> list[Quad]:
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    scale = share * min((_AREA / (height * width)) ** 0.5, min(_ENLARGED, max(1.0, _SHORT / min(height, width))))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    shrunk = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    framed = cv2.copyMakeBorder(shrunk, 32, 32, 32, 32, cv2.BORDER_REPLICATE)
    found = engine()(framed, use_det=True, use_cls=False, use_rec=False).boxes
    ratio = np.array((width / size[0], height / size[1]), dtype=np.float32)
    return [((quad - 32) * ratio).astype(np.float32) for quad in (found if found is not None else ())]


def _tiles(pixels: Pixels) -> Iterator[tuple[int, Pixels]]:
    """The picture; or, of one that is much higher than wide, overlapping pieces that fit the network, and their top."""
    height, width = pixels.shape[:2]
    length = max(_TILE * width, _SHORT)
    overlap = length // 8
    for top in range(0, max(1, height - overlap), length - overlap):
        yield top, pixels[top : top + length]


def _holds(quads: NDArray[np.float32], points: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Whether each box, its corners clockwise, holds the point, or the one box each point."""
    import numpy as np

    sides = np.roll(quads, -1, axis=1) - quads
    to = np.reshape(points, (-1, 1, 2)) - quads
    return np.asarray((sides[..., 0] * to[..., 1] - sides[..., 1] * to[..., 0] >= 0).all(axis=-1))
