"""What happens to a picture afterwards: copiers, faxes, bad light, small cameras, compression, turning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np

from tests.specimens.scene import Matrix, Pixels, Scene, shift

__all__ = ["HARMS", "Harm"]

Harm = Callable[[np.random.Generator, Scene], Scene]


def _turn(quarters: int) -> Harm:
    def turn(rng: np.random.Generator, scene: Scene) -> Scene:
        return scene.moved(np.ascontiguousarray(np.rot90(scene.image, quarters)), _quarter(scene.image, quarters))

    turn.__doc__ = f"Turned by {quarters} quarters counter-clockwise."
    return turn


def _quarter(image: Pixels, quarters: int) -> Matrix:
    high, wide = image.shape[:2]
    turns = {
        0: np.eye(3),
        1: np.array([[0, 1, 0], [-1, 0, wide], [0, 0, 1]]),
        2: np.array([[-1, 0, wide], [0, -1, high], [0, 0, 1]]),
        3: np.array([[0, -1, high], [1, 0, 0], [0, 0, 1]]),
    }
    return turns[quarters].astype(np.float64)


def exif(rng: np.random.Generator, scene: Scene) -> Scene:
    """Stored turned, sometimes mirrored too, with the tag that sets it right."""
    tag = int(rng.choice([3, 6, 8, 3, 6, 8, 2, 4, 5, 7]))
    image, matrix = scene.image, np.eye(3)
    if tag in (2, 4, 5, 7):
        matrix = np.array([[-1, 0, image.shape[1]], [0, 1, 0], [0, 0, 1]], np.float64)
        image = image[:, ::-1]
    quarters = {2: 0, 3: 2, 4: 2, 5: 1, 6: 1, 7: 3, 8: 3}[tag]
    matrix = _quarter(image, quarters) @ matrix
    return replace(scene.moved(np.ascontiguousarray(np.rot90(image, quarters)), matrix), exif=tag)


def photocopy(rng: np.random.Generator, scene: Scene) -> Scene:
    """Grey, with hard contrast, noise and streaks."""
    grey = cv2.cvtColor(scene.image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    grey = (grey - np.float32(rng.uniform(30, 80))) * np.float32(rng.uniform(1.15, 1.6))
    grey += rng.standard_normal(grey.shape, np.float32) * np.float32(rng.uniform(4, 12))
    for _ in range(int(rng.integers(0, 5))):
        at = int(rng.integers(grey.shape[1]))
        grey[:, at : at + int(rng.integers(1, 4))] += np.float32(rng.uniform(-60, 50))
    level = np.clip(grey, 0, 255).astype(np.uint8)
    return scene.seen(cv2.merge((level, level, level)))


def fax(rng: np.random.Generator, scene: Scene) -> Scene:
    """One bit a pixel, at the 204 dpi of a fax."""
    scene = _sized(scene, 0.62)
    grey = cv2.cvtColor(scene.image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    local = cv2.GaussianBlur(grey, (0, 0), 18)
    noise = rng.standard_normal(grey.shape, np.float32) * np.float32(rng.uniform(4, 14))
    black = grey + noise < np.minimum(local * np.float32(rng.uniform(0.78, 0.88)), 205)
    level = np.where(black, 0, 255).astype(np.uint8)
    return scene.seen(cv2.merge((level, level, level)))


def small480(rng: np.random.Generator, scene: Scene) -> Scene:
    """480 pixels at its longer side."""
    return _sized(scene, 480 / max(scene.image.shape[:2]))


def _sized(scene: Scene, scale: float) -> Scene:
    high, wide = scene.image.shape[:2]
    size = (max(16, round(wide * scale)), max(16, round(high * scale)))
    return scene.moved(
        cv2.resize(scene.image, size, interpolation=cv2.INTER_AREA), np.diag([size[0] / wide, size[1] / high, 1.0])
    )


def glare(rng: np.random.Generator, scene: Scene) -> Scene:
    """Spots of light that burn the print out."""
    outline = np.array(scene.documents[int(rng.integers(len(scene.documents)))].area)
    high, wide = scene.image.shape[:2]
    spots = np.zeros((high // 4 + 1, wide // 4 + 1), np.float32)
    for _ in range(int(rng.integers(1, 4))):
        along, down = rng.uniform(0.1, 0.9, 2)
        at = outline[0] + along * (outline[1] - outline[0]) + down * (outline[3] - outline[0])
        reach = np.linalg.norm(outline[1] - outline[0]) / 4 * rng.uniform(0.015, 0.07)
        cv2.ellipse(
            spots,
            (int(at[0] / 4), int(at[1] / 4)),
            (int(reach * rng.uniform(1, 2)) + 2, int(reach) + 2),
            float(rng.uniform(0, 180)),
            0,
            360,
            1.0,
            -1,
        )
    spread = max(2.0, wide / 4 * 0.02)
    light = cv2.GaussianBlur(spots, (0, 0), spread) * 1.3
    light = cv2.resize(np.clip(light, 0, 1), (wide, high))[..., None]
    return scene.seen((scene.image + light * (255 - scene.image.astype(np.float32))).astype(np.uint8))


def moire(rng: np.random.Generator, scene: Scene) -> Scene:
    """Bands from two grids over each other."""
    high, wide = scene.image.shape[:2]
    x, y = np.arange(wide, dtype=np.float32)[None, :], np.arange(high, dtype=np.float32)[:, None]
    total = np.zeros((high, wide), np.float32)
    for _ in range(2):
        angle, period = rng.uniform(0, np.pi), rng.uniform(4, 16)
        bend = np.float32(rng.uniform(0, 0.0006)) * (x - wide / 2) * (y - high / 2) / np.float32(max(1.0, wide / 300))
        total += np.sin(
            (x * np.float32(np.cos(angle)) + y * np.float32(np.sin(angle)) + bend) * np.float32(2 * np.pi / period)
        )
    tint = np.float32(rng.uniform(0.4, 1.0, 3))
    return scene.seen(
        np.clip(scene.image + total[..., None] * np.float32(rng.uniform(6, 15)) * tint, 0, 255).astype(np.uint8)
    )


def jpeg20(rng: np.random.Generator, scene: Scene) -> Scene:
    """Compressed as JPEG of quality 20."""
    packed = cv2.imencode(".jpg", scene.image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 20])[1]
    return scene.seen(np.ascontiguousarray(cv2.imdecode(packed, cv2.IMREAD_COLOR)[..., ::-1]))


def lowlight(rng: np.random.Generator, scene: Scene) -> Scene:
    """Too dark, and grainy."""
    image = scene.image.astype(np.float32) / 255
    image = image ** np.float32(rng.uniform(1.3, 1.9)) * np.float32(rng.uniform(0.35, 0.65))
    noise = rng.standard_normal((image.shape[0] // 2 + 1, image.shape[1] // 2 + 1, 3), np.float32) * np.float32(
        rng.uniform(0.02, 0.05)
    )
    image += cv2.resize(noise, (image.shape[1], image.shape[0])) + rng.standard_normal(image.shape[:2], np.float32)[
        ..., None
    ] * np.float32(0.025)
    return scene.seen(np.clip(image * 255 * np.float32((1.08, 1.0, 0.84)), 0, 255).astype(np.uint8))


def blur(rng: np.random.Generator, scene: Scene) -> Scene:
    """Moved while the shutter was open."""
    length = max(3, int(max(scene.image.shape[:2]) * rng.uniform(0.0025, 0.0065)))
    kernel = np.zeros((length, length), np.float32)
    angle = rng.uniform(0, np.pi)
    middle = (length - 1) / 2
    reach = np.array([np.cos(angle), np.sin(angle)]) * middle
    start, end = (middle - reach).round().astype(int), (middle + reach).round().astype(int)
    cv2.line(kernel, tuple(start.tolist()), tuple(end.tolist()), 1.0, 1)
    return scene.seen(cv2.filter2D(scene.image, -1, kernel / kernel.sum()))


def cropped(rng: np.random.Generator, scene: Scene) -> Scene:
    """Cut a little too close at one side, by at most three hundredths of its width."""
    high, wide = scene.image.shape[:2]
    left, top, right, bottom = (int(share * wide) for share in rng.uniform(0, 0.03, 4) * (rng.random(4) < 0.5))
    image = scene.image[top : high - bottom, left : wide - right]
    return scene.moved(np.ascontiguousarray(image), shift(-left, -top))


HARMS: dict[str, Harm] = {
    "turn90": _turn(1),
    "turn180": _turn(2),
    "turn270": _turn(3),
    "exif": exif,
    "photocopy": photocopy,
    "fax": fax,
    "small480": small480,
    "glare": glare,
    "moire": moire,
    "jpeg20": jpeg20,
    "lowlight": lowlight,
    "blur": blur,
    "cropped": cropped,
}
"""Harms by name."""
