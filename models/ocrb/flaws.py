"""What printing, light, lenses, compression and fax machines do to ink on paper, each with random strength."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def flawed(rng: np.random.Generator, ink: NDArray[np.float32]) -> NDArray[np.uint8]:
    """A grey picture of ink (0 is paper, 1 is ink) on a printed ground, badly lit and badly stored."""
    strong = rng.uniform(0.15, 1)
    ground = _ground(rng, ink.shape, strong)
    dark = rng.uniform(0.03, 0.25 + 0.4 * strong)
    picture = ground * (1 - ink * (1 - dark))
    picture = _light(rng, picture)
    if rng.random() < 0.6:
        picture = _blur(rng, picture, strong)
    if rng.random() < 0.6:
        picture = picture + rng.normal(0, rng.uniform(1, 14 * strong), picture.shape)
    if rng.random() < 0.1:
        picture = _moire(rng, picture)
    grey = np.clip(picture, 0, 255).astype(np.uint8)
    if rng.random() < 0.1:
        grey = _two_levels(rng, grey)
    if rng.random() < 0.5:
        quality = int(rng.uniform(12, 90))
        grey = cv2.imdecode(cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE)
    return grey


def _grid(shape: tuple[int, ...]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Across and down, both in heights of the picture."""
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    return columns / shape[0], rows / shape[0]


def _smooth(rng: np.random.Generator, shape: tuple[int, ...], across: int, down: int) -> NDArray[np.float32]:
    """Noise from 0 to 1 that changes slowly."""
    coarse = rng.random((down, across), np.float32)
    return np.clip(cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_CUBIC), 0, 1)


def _ground(rng: np.random.Generator, shape: tuple[int, ...], strong: float) -> NDArray[np.float32]:
    """Paper with security print, a hologram, or something dark beside it."""
    ground = np.full(shape, rng.uniform(110, 255), np.float32)
    if rng.random() < 0.5:
        x, y = _grid(shape)
        for _ in range(int(rng.integers(1, 4))):
            angle, period = rng.uniform(0, np.pi), rng.uniform(0.12, 0.9)
            wave = rng.uniform(0, 0.3) * np.sin(rng.uniform(1, 8) * x + rng.uniform(0, 6))
            lines = np.sin(2 * np.pi / period * (x * np.cos(angle) + (y + wave) * np.sin(angle)))
            sharp = np.clip(lines * rng.uniform(1, 6) - rng.uniform(0, 2), 0, 1)
            ground = ground * (1 - rng.uniform(0.03, 0.32) * strong * sharp)
    if rng.random() < 0.25:
        ground = ground * (
            1 - rng.uniform(0.1, 0.6) * strong * _smooth(rng, shape, int(rng.integers(4, 30)), int(rng.integers(2, 5)))
        )
    if rng.random() < 0.12:
        edge = int(shape[0] * rng.uniform(0.05, 0.16))
        ground[: edge + 1] *= rng.uniform(0, 0.6)
    if rng.random() < 0.12:
        edge = int(shape[0] * rng.uniform(0.05, 0.16))
        ground[-edge - 1 :] *= rng.uniform(0, 0.6)
    return ground


def _light(rng: np.random.Generator, picture: NDArray[np.float32]) -> NDArray[np.float32]:
    if rng.random() < 0.4:
        picture = picture * (rng.uniform(0.4, 0.9) + 0.6 * _smooth(rng, picture.shape, 3, 2))
    if rng.random() < 0.15:  # the edge of a shadow
        x, y = _grid(picture.shape)
        angle = rng.uniform(0, np.pi)
        side = np.tanh((x - rng.uniform(0, 10)) * np.cos(angle) * 6 + (y - 0.5) * np.sin(angle) * 6)
        picture = picture * (1 - rng.uniform(0.1, 0.3) * (1 + side))
    if rng.random() < 0.22:  # a reflection
        x, y = _grid(picture.shape)
        far = ((x - rng.uniform(0, 10)) / rng.uniform(0.5, 5)) ** 2 + (
            (y - rng.uniform(-0.5, 1.5)) / rng.uniform(0.4, 2)
        ) ** 2
        picture = picture + rng.uniform(60, 230) * np.exp(-far).astype(np.float32)
        picture = np.minimum(picture, rng.uniform(225, 255))
    if rng.random() < 0.06:  # a line of a pen or a scratch
        start = (int(rng.uniform(0, picture.shape[1])), int(rng.uniform(0, picture.shape[0])))
        end = (int(rng.uniform(0, picture.shape[1])), int(rng.uniform(0, picture.shape[0])))
        picture = picture.astype(np.float32).copy()
        cv2.line(picture, start, end, float(rng.uniform(0, 255)), max(1, round(picture.shape[0] / 24)), cv2.LINE_AA)
    return picture.astype(np.float32)


def _blur(rng: np.random.Generator, picture: NDArray[np.float32], strong: float) -> NDArray[np.float32]:
    widest = max(0.6, picture.shape[0] / 32 * 2.6 * strong)
    if rng.random() < 0.75:
        return cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.3, widest))
    length = max(2, round(rng.uniform(1, 2.2 * widest)))
    kernel = np.zeros((length, length), np.float32)
    cv2.line(kernel, (0, int(rng.integers(0, length))), (length - 1, int(rng.integers(0, length))), 1.0)
    if rng.random() < 0.4:
        kernel = kernel.T
    return cv2.filter2D(picture, -1, np.ascontiguousarray(kernel / kernel.sum()), borderType=cv2.BORDER_REPLICATE)


def _moire(rng: np.random.Generator, picture: NDArray[np.float32]) -> NDArray[np.float32]:
    rows, columns = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]].astype(np.float32)
    for _ in range(2):
        angle, period = rng.uniform(0, np.pi), rng.uniform(2, 9)
        wave = np.sin(2 * np.pi / period * (columns * np.cos(angle) + rows * np.sin(angle)))
        picture = picture * (1 + rng.uniform(0.02, 0.16) * wave)
    return picture


def _two_levels(rng: np.random.Generator, grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Black and white, as a fax or a photocopier makes it."""
    kind = rng.random()
    if kind < 0.45:
        dark, light = np.percentile(grey, (4, 75))
        level = dark + rng.uniform(0.35, 0.75) * (light - dark)
        return np.where(grey > level, 255, 0).astype(np.uint8)
    if kind < 0.75:
        block = max(3, int(grey.shape[0] * rng.uniform(0.4, 1.2)) // 2 * 2 + 1)
        return cv2.adaptiveThreshold(
            grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, block, rng.uniform(4, 15)
        )
    dark, light = np.percentile(grey, (4, 75))
    noisy = grey + rng.normal(0, 0.25 * (light - dark) + 1, grey.shape)
    return np.where(noisy > dark + rng.uniform(0.4, 0.7) * (light - dark), 255, 0).astype(np.uint8)
