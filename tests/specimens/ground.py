"""What lies behind and over the print: guilloche, emblems, holograms, relief; none of it a copy of any State's."""

from __future__ import annotations

import math
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Colour", "emblem", "flag", "guilloche", "hologram"]

Pixels: TypeAlias = NDArray[np.uint8]
Colour: TypeAlias = tuple[int, int, int]


def guilloche(rng: np.random.Generator, width: int, height: int, tints: tuple[Colour, ...], strength: float) -> Pixels:
    """A pale ground of fine wavy lines: random sums of sinusoids.

    Arguments:
        rng: the source of chance.
        width, height: in pixels.
        tints: two or more pale colours that flow into each other; the lines are darker.
        strength: how dark the lines are, 0 to 1.
    """
    blend = _field(rng, width, height, 2.2)[..., None]
    blend = (blend - blend.min()) / max(1e-6, float(np.ptp(blend)))
    first, second = np.float32(tints[0]), np.float32(tints[1 % len(tints)])
    ground = first * (1 - blend) + second * blend
    for layer in range(int(rng.integers(2, 4))):
        angle = float(rng.uniform(0, math.pi))
        period = float(rng.uniform(5.0, 15.0))
        along = np.arange(width, dtype=np.float32) * np.float32(2 * math.pi * math.cos(angle) / period)
        down = np.arange(height, dtype=np.float32) * np.float32(2 * math.pi * math.sin(angle) / period)
        wave = along[None, :] + down[:, None] + _field(rng, width, height, 5.0) * np.float32(rng.uniform(4, 14))
        lines = np.sin(wave, dtype=np.float32)
        lines = np.clip(lines * 1.6 - 0.5, 0, 1) * np.float32(strength * (0.6 if layer else 1.0))
        ink = np.float32(tints[layer % len(tints)]) * np.float32(rng.uniform(0.5, 0.75))
        ground += lines[..., None] * (ink - ground)
    return np.clip(ground, 0, 255).astype(np.uint8)


def _field(rng: np.random.Generator, width: int, height: int, waves: float) -> NDArray[np.float32]:
    """A slow random surface, about -1 to 1."""
    small_width, small_height = max(8, width // 8), max(8, height // 8)
    x = np.linspace(0, 1, small_width, dtype=np.float32)[None, :]
    y = np.linspace(0, 1, small_height, dtype=np.float32)[:, None]
    total = np.zeros((small_height, small_width), np.float32)
    for _ in range(4):
        across, down, phase = rng.uniform(-waves, waves), rng.uniform(-waves, waves), rng.uniform(0, 6.3)
        total += np.sin(np.float32(2 * math.pi) * (np.float32(across) * x + np.float32(down) * y) + np.float32(phase))
    return cv2.resize(total / 3, (width, height), interpolation=cv2.INTER_LINEAR)


def hologram(rng: np.random.Generator, page: Pixels, box: tuple[int, int, int, int], strength: float) -> None:
    """Lays a half-transparent rainbow shape over print.

    Arguments:
        rng: the source of chance.
        page: what it is laid over, changed.
        box: left, top, right, bottom, in pixels.
        strength: how much it hides, 0 to 1.
    """
    left, top, right, bottom = (max(0, edge) for edge in box)
    part = page[top:bottom, left:right]
    high, wide = part.shape[:2]
    if high < 8 or wide < 8:
        return
    hue = _field(rng, wide, high, 1.4) * 90 + np.float32(rng.uniform(0, 180))
    light = np.full((high, wide), 235, np.uint8)
    rainbow = cv2.cvtColor(np.dstack(((hue % 180).astype(np.uint8), light // 2, light)), cv2.COLOR_HSV2RGB)
    mask = _shape(rng, wide, high)
    share = (cv2.GaussianBlur(mask, (0, 0), 1.5).astype(np.float32) * np.float32(strength / 255))[..., None]
    part[:] = (part * (1 - share) + rainbow * share).astype(np.uint8)


def _shape(rng: np.random.Generator, wide: int, high: int) -> Pixels:
    mask = np.zeros((high, wide), np.uint8)
    middle, radius = (wide // 2, high // 2), min(wide, high) // 2
    kind = int(rng.integers(4))
    if kind == 0:
        for ring in range(5):
            cv2.circle(mask, middle, max(2, radius - ring * radius // 5), 255, max(1, radius // 14), cv2.LINE_AA)
    elif kind == 1:
        angles = np.linspace(0, 2 * math.pi, 61)
        petals = radius * (0.6 + 0.38 * np.cos(angles * rng.integers(4, 9)))
        points = np.stack((middle[0] + petals * np.cos(angles), middle[1] + petals * np.sin(angles)), axis=1)
        cv2.fillPoly(mask, [points.astype(np.int32)], 255, cv2.LINE_AA)
    elif kind == 2:
        for step in range(0, wide + high, max(6, wide // 9)):
            cv2.line(mask, (step, 0), (step - high, high), 255, max(2, wide // 40), cv2.LINE_AA)
    else:
        points = np.stack((rng.uniform(0, wide, 5), rng.uniform(0, high, 5)), axis=1)
        cv2.fillPoly(mask, [cv2.convexHull(points.astype(np.int32))], 200, cv2.LINE_AA)
        cv2.circle(mask, middle, radius * 2 // 3, 255, max(2, radius // 8), cv2.LINE_AA)
    return mask


def emblem(rng: np.random.Generator, side: int, colour: Colour) -> tuple[Pixels, Pixels]:
    """A coat of arms of nowhere, and its mask.

    Arguments:
        rng: the source of chance.
        side: in pixels.
        colour: of the lines.
    """
    mask = np.zeros((side, side), np.uint8)
    shield = np.array([[0.28, 0.3], [0.72, 0.3], [0.72, 0.62], [0.5, 0.86], [0.28, 0.62]]) * side
    cv2.polylines(mask, [shield.astype(np.int32)], True, 255, max(1, side // 40), cv2.LINE_AA)
    for _ in range(7):
        x, y = rng.uniform(0.34, 0.66, 2) * side
        cv2.ellipse(
            mask, (int(x), int(y)), (side // 11, side // 22), float(rng.uniform(0, 180)), 0, 360, 255, -1, cv2.LINE_AA
        )
    for x in (0.36, 0.5, 0.64):
        cv2.circle(mask, (int(x * side), int(0.2 * side)), side // 16, 255, -1, cv2.LINE_AA)
    for way in (-1, 1):
        wave = [[0.5 + way * (0.28 + 0.08 * math.sin(7 * t)), 0.2 + 0.6 * t] for t in np.linspace(0, 1, 20)]
        cv2.polylines(mask, [(np.array(wave) * side).astype(np.int32)], False, 255, max(1, side // 26), cv2.LINE_AA)
    return np.full((side, side, 3), colour, np.uint8), mask


def flag(side: int, letters: bool) -> Pixels:
    """A blue rectangle with twelve stars, which Union law puts on cards; ``letters`` leaves the middle free."""
    high = side * 2 // 3
    image = np.full((high, side, 3), (16, 50, 140), np.uint8)
    radius = high * 0.36
    for star in range(12):
        angle = star * math.pi / 6
        at = (int(side / 2 + radius * math.cos(angle)), int(high / 2 + radius * math.sin(angle)))
        cv2.circle(image, at, max(1, high // (18 if letters else 14)), (250, 210, 40), -1, cv2.LINE_AA)
    return image
