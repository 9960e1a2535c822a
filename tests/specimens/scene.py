"""A picture on its way from the flat drawing to the copy somebody sends: pixels, and where everything is in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.specimens.sheet import Flat
from tests.specimens.truth import Area, Document, Mark

__all__ = ["Matrix", "Pixels", "Scene", "laid", "paper", "shift", "warped"]

Pixels: TypeAlias = NDArray[np.uint8]
Matrix: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scene:
    """Pixels, and the marks and documents in them; the last two arguments as for `truth.Specimen`."""

    image: Pixels
    marks: tuple[Mark, ...]
    documents: tuple[Document, ...]
    exif: int = 1
    dpi: int = 0

    def seen(self, image: Pixels) -> Scene:
        """The same places in other pixels."""
        return replace(self, image=image)

    def moved(self, image: Pixels, matrix: Matrix) -> Scene:
        """The same things in another place of another picture.

        Arguments:
            image: the new pixels.
            matrix: 3 x 3, from old pixels to new ones.
        """
        marks = tuple(replace(mark, area=_through(mark.area, matrix)) for mark in self.marks)
        documents = tuple(replace(one, area=_through(one.area, matrix)) for one in self.documents)
        return replace(self, image=image, marks=marks, documents=documents)


def _through(area: Area, matrix: Matrix) -> Area:
    points = cv2.perspectiveTransform(np.array([area], np.float64), matrix)[0]
    return tuple((float(x), float(y)) for x, y in points)


def shift(x: float, y: float) -> Matrix:
    """Moves by so many pixels."""
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], np.float64)


def paper(rng: np.random.Generator, width: int, height: int, light: tuple[int, int] = (244, 255)) -> Pixels:
    """A blank page or the lid of a scanner, nearly even."""
    level = int(rng.integers(*light))
    tint = np.array([level, level - rng.integers(0, 4), level - rng.integers(0, 7)], np.int16)
    page = np.broadcast_to(tint, (height, width, 3)).astype(np.int16)
    grain = rng.integers(-2, 3, (max(1, height // 2), max(1, width // 2), 1), np.int16)
    grain = np.repeat(np.repeat(grain, 2, 0), 2, 1)
    high, wide = min(height, grain.shape[0]), min(width, grain.shape[1])
    page[:high, :wide] += grain[:high, :wide]
    return np.clip(page, 0, 255).astype(np.uint8)


def laid(ground: Pixels, flats: Sequence[tuple[Flat, Matrix]], *, rounded: bool = True, shadow: float = 0.0) -> Scene:
    """Flat sides laid on a ground.

    Arguments:
        ground: what they lie on; changed.
        flats: each side and the matrix from its pixels to the ground's.
        rounded: whether cards have round corners.
        shadow: how dark a shadow they throw, 0 to 1.
    """
    marks: list[Mark] = []
    documents: list[Document] = []
    size = (ground.shape[1], ground.shape[0])
    for number, (flat, matrix) in enumerate(flats):
        mask = _outline(flat, rounded)
        image = flat.image
        shrink = min(1.0, 1.6 * _enlarged(matrix))
        if shrink < 0.9:  # averaged first, or fine lines would alias
            small = (max(1, round(image.shape[1] * shrink)), max(1, round(image.shape[0] * shrink)))
            back = np.diag([image.shape[1] / small[0], image.shape[0] / small[1], 1.0])
            image, mask = cv2.resize(image, small, interpolation=cv2.INTER_AREA), cv2.resize(mask, small)
            to_ground = matrix @ back
        else:
            to_ground = matrix
        _paste(ground, image, mask, to_ground, size, shadow)
        scene = Scene(image, flat.marks, (flat.document,)).moved(image, matrix)
        marks += [replace(mark, document=number) for mark in scene.marks]
        documents += scene.documents
    return Scene(ground, tuple(marks), tuple(documents))


def _paste(ground: Pixels, image: Pixels, mask: Pixels, matrix: Matrix, size: tuple[int, int], shadow: float) -> None:
    corners = np.array(
        [[[0, 0], [image.shape[1], 0], [image.shape[1], image.shape[0]], [0, image.shape[0]]]], np.float64
    )
    points = cv2.perspectiveTransform(corners, matrix)[0]
    pad = 24
    left, top = (max(0, int(edge) - pad) for edge in points.min(axis=0))
    right, bottom = (min(limit, int(edge) + pad) for limit, edge in zip(size, points.max(axis=0), strict=True))
    if right <= left or bottom <= top:
        return
    inner, window = shift(-left, -top) @ matrix, (right - left, bottom - top)
    picture = cv2.warpPerspective(image, inner, window, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cover = cv2.warpPerspective(mask, inner, window, flags=cv2.INTER_LINEAR)
    part = ground[top:bottom, left:right]
    if shadow:
        dark = cv2.GaussianBlur(cv2.warpAffine(cover, np.float32([[1, 0, 7], [0, 1, 9]]), window), (0, 0), 8)
        part[:] = (part * (1 - dark[..., None].astype(np.float32) * np.float32(shadow / 255))).astype(np.uint8)
    share = cover[..., None].astype(np.float32) / 255
    part[:] = (part + share * (picture.astype(np.float32) - part)).astype(np.uint8)


def _outline(flat: Flat, rounded: bool) -> Pixels:
    high, wide = flat.image.shape[:2]
    mask = np.full((high, wide), 255, np.uint8)
    if rounded and flat.size[0] < 100:  # ISO/IEC 7810: the corners of ID-1 have a radius of 3.18 mm
        radius = round(3.18 * wide / flat.size[0])
        corner = np.zeros((radius, radius), np.uint8)
        cv2.circle(corner, (radius, radius), radius, 255, -1, cv2.LINE_AA)
        mask[:radius, :radius] = corner
        mask[:radius, -radius:] = corner[:, ::-1]
        mask[-radius:, :radius] = corner[::-1]
        mask[-radius:, -radius:] = corner[::-1, ::-1]
    return mask


def _enlarged(matrix: Matrix) -> float:
    return float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))


def warped(scene: Scene, matrix: Matrix, size: tuple[int, int], ground: Pixels | None = None) -> Scene:
    """The whole picture through a homography, onto a ground or onto grey."""
    image = cv2.warpPerspective(scene.image, matrix, size, flags=cv2.INTER_LINEAR, borderValue=(236, 236, 236))
    if ground is not None:
        cover = cv2.warpPerspective(np.full(scene.image.shape[:2], 255, np.uint8), matrix, size)
        share = cover[..., None].astype(np.float32) / 255
        image = (ground + share * (image.astype(np.float32) - ground)).astype(np.uint8)
    return scene.moved(image, matrix)
