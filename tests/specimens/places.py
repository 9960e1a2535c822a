"""Where a document is when it is copied: on a scanner, on a page with others, in a sleeve, on a desk, on a phone."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.specimens.scene import Matrix, Pixels, Scene, laid, paper, shift, warped
from tests.specimens.sheet import Flat

__all__ = ["PLACES", "Place"]

Place = Callable[[np.random.Generator, Sequence[Flat]], Scene]


def clean(rng: np.random.Generator, flats: Sequence[Flat]) -> Scene:
    """On the scanner, straight, cut close or with a margin."""
    flat = flats[0]
    high, wide = flat.image.shape[:2]
    margin = int(rng.uniform(0, 0.06) * wide)
    ground = paper(rng, wide + 2 * margin, high + 2 * margin)
    return laid(ground, [(flat, shift(margin, margin))])


def rotate(rng: np.random.Generator, flats: Sequence[Flat]) -> Scene:
    """On the scanner, at any angle."""
    return _turned(rng, flats[0], float(rng.uniform(0, 360)))


def skew(rng: np.random.Generator, flats: Sequence[Flat]) -> Scene:
    """On the scanner, a little askew."""
    return _turned(rng, flats[0], float(rng.choice([-1, 1]) * rng.uniform(2, 13)))


def _turned(rng: np.random.Generator, flat: Flat, degrees: float) -> Scene:
    high, wide = flat.image.shape[:2]
    turn = _spin(degrees, wide / 2, high / 2)
    corners = cv2.perspectiveTransform(np.array([[[0, 0], [wide, 0], [wide, high], [0, high]]], np.float64), turn)[0]
    low, top = corners.min(axis=0), corners.max(axis=0)
    margin = 0.03 * wide
    size = tuple(round(float(edge)) for edge in top - low + 2 * margin)
    ground = paper(rng, size[0], size[1], (225, 255))
    return laid(ground, [(flat, shift(margin - low[0], margin - low[1]) @ turn)], shadow=0.25)


def _spin(degrees: float, x: float, y: float) -> Matrix:
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return shift(x, y) @ np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]]) @ shift(-x, -y)


def perspective(rng: np.random.Generator, flats: Sequence[Flat]) -> Scene:
    """A photo from the side, on an even ground."""
    return _slanting(rng, flats[0], paper(rng, 1600, 1200, (120, 250)), 0.13)


def desk(rng: np.random.Generator, flats: Sequence[Flat]) -> Scene:
    """A photo of it on a cluttered desk."""
    return _slanting(rng, flats[0], _desk(rng, 1600, 1200), 0.09)


def _slanting(rng: np.random.Generator, flat: Flat, ground: Pixels, slant: float) -> Scene:
    high, wide = flat.image.shape[:2]
    size = np.array([ground.shape[1], ground.shape[0]])
    share = float(rng.uniform(0.55, 0.85))
    scale = min(size[0] * share / wide, size[1] * share / high)
    box = np.array([wide, high]) * scale
    corner = (size - box) * rng.uniform(0.3, 0.7, 2)
    aim = corner + np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * box
    aim += rng.uniform(-slant, slant, (4, 2)) * box
    aim = np.clip(aim, 4, size - 5)
    start = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(start, aim.astype(np.float32)).astype(np.float64)
    return laid(ground, [(flat, matrix)], shadow=0.45)


def _desk(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Wood, paper with writing, a cup, a pen."""
    grain = rng.normal(0, 1, (height // 8, 12)).astype(np.float32)
    grain = cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC)[..., None] * 11
    colour = np.float32([(150, 106, 68), (196, 168, 130), (92, 70, 56), (168, 170, 172)][rng.integers(4)])
    table = np.clip(colour + grain, 0, 255).astype(np.uint8)
    for _ in range(int(rng.integers(2, 6))):
        x, y = int(rng.uniform(0, width)), int(rng.uniform(0, height))
        kind = int(rng.integers(4))
        if kind == 0:
            box = cv2.boxPoints(((x, y), (rng.uniform(250, 500), rng.uniform(200, 500)), rng.uniform(0, 90)))
            cv2.fillPoly(table, [box.astype(np.int32)], (240, 240, 236), cv2.LINE_AA)
            for line in range(6):
                cv2.line(
                    table,
                    (x - 90, y - 80 + 26 * line),
                    (x + int(rng.uniform(20, 100)), y - 84 + 26 * line),
                    (90, 90, 100),
                    3,
                    cv2.LINE_AA,
                )
        elif kind == 1:
            cv2.circle(table, (x, y), 95, tuple(int(c) for c in rng.integers(40, 240, 3)), -1, cv2.LINE_AA)
            cv2.circle(table, (x, y), 76, (60, 36, 22), -1, cv2.LINE_AA)
        elif kind == 2:
            angle = rng.uniform(0, math.pi)
            end = (int(x + 330 * math.cos(angle)), int(y + 330 * math.sin(angle)))
            cv2.line(table, (x, y), end, tuple(int(c) for c in rng.integers(20, 200, 3)), 17, cv2.LINE_AA)
        else:
            cv2.circle(table, (x, y), 38, (190, 160, 80), -1, cv2.LINE_AA)
            cv2.circle(table, (x, y), 31, (206, 200, 190), 3, cv2.LINE_AA)
    return table


def _a4(dpi: int) -> Place:
    def page(rng: np.random.Generator, flats: Sequence[Flat]) -> Scene:
        return _page(rng, flats[:1], dpi)

    page.__doc__ = f"Alone on a page of A4 that was scanned at {dpi} dpi."
    return page


def two_sides(rng: np.random.Generator, flats: Sequence[Flat]) -> Scene:
    """Two sides of one document on a page."""
    return _page(rng, flats, int(rng.choice([150, 200])))


def cards(rng: np.random.Generator, flats: Sequence[Flat]) -> Scene:
    """Several documents on a page."""
    return _page(rng, flats, int(rng.choice([150, 200])))


def _page(rng: np.random.Generator, flats: Sequence[Flat], dpi: int) -> Scene:
    scale = dpi / 25.4
    width, height = round(210 * scale), round(297 * scale)
    ground = paper(rng, width, height)
    slot = height / len(flats)
    placed = []
    for number, flat in enumerate(flats):
        high, wide = flat.image.shape[:2]
        part = flat.size[0] * scale / wide
        free = (width - wide * part, slot - high * part)
        x = max(4.0, free[0] * rng.uniform(0.08, 0.92))
        y = number * slot + max(2.0, free[1] * rng.uniform(0.12, 0.88))
        turn = _spin(float(rng.normal(0, 1.5)), wide * part / 2, high * part / 2)
        placed.append((flat, shift(x, y) @ turn @ np.diag([part, part, 1.0])))
    return replace(laid(ground, placed, shadow=0.15), dpi=dpi)


def pages(rng: np.random.Generator, flats: Sequence[Flat]) -> Scene:
    """Two pages of an open passport, the spine between them."""
    first, second = flats[0], flats[1]
    high, wide = first.image.shape[:2]
    margin, spine = int(0.04 * wide), int(rng.uniform(0.004, 0.02) * wide)
    ground = paper(rng, wide + 2 * margin, 2 * high + spine + 2 * margin, (200, 250))
    other = shift(margin, margin) @ np.diag([wide / second.image.shape[1], high / second.image.shape[0], 1.0])
    scene = laid(ground, [(first, shift(margin, margin + high + spine)), (second, other)], rounded=False, shadow=0.2)
    fold = np.ones(scene.image.shape[0], np.float32)
    rows = np.arange(scene.image.shape[0]) - (margin + high + spine / 2)
    fold -= 0.4 * np.exp(-((rows / (0.02 * high)) ** 2)).astype(np.float32)
    return scene.seen((scene.image * fold[:, None, None]).astype(np.uint8))


def sleeve(rng: np.random.Generator, flats: Sequence[Flat]) -> Scene:
    """In a transparent sleeve: duller, with a seam and bands of light."""
    scene = clean(rng, flats)
    image = scene.image.astype(np.float32) * np.float32(0.86) + np.float32(26)
    high, wide = image.shape[:2]
    across = np.linspace(0, 1, wide, dtype=np.float32)[None, :] + np.linspace(0, 0.4, high, dtype=np.float32)[:, None]
    for _ in range(int(rng.integers(1, 4))):
        band = np.exp(-(((across - rng.uniform(0.1, 1.2)) / rng.uniform(0.01, 0.05)) ** 2))
        image += band[..., None] * np.float32(rng.uniform(25, 80))
    pad = int(0.05 * wide)
    image = cv2.copyMakeBorder(
        np.clip(image, 0, 255).astype(np.uint8), pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=(214, 216, 220)
    )
    for inset, level in ((pad // 2, 170), (pad // 2 + 3, 236)):
        cv2.rectangle(image, (inset, inset), (image.shape[1] - inset, image.shape[0] - inset), (level, level, level), 2)
    return scene.moved(image, shift(pad, pad))


def screenshot(rng: np.random.Generator, flats: Sequence[Flat]) -> Scene:
    """A screenshot of a phone that shows the picture in an app."""
    scene = clean(rng, flats)
    width, height = 1080, int(rng.choice([1920, 2220, 2340]))
    dark = bool(rng.random() < 0.5)
    screen = np.full((height, width, 3), 16 if dark else 246, np.uint8)
    scale = width / scene.image.shape[1]
    size = (width, round(scene.image.shape[0] * scale))
    top = (height - size[1]) // 2 + int(rng.uniform(-120, 120))
    screen[top : top + size[1]] = cv2.resize(scene.image, size, interpolation=cv2.INTER_AREA)
    canvas = Image.fromarray(screen)
    draw = ImageDraw.Draw(canvas)
    ink = (230, 230, 230) if dark else (40, 40, 44)
    draw.text(
        (44, 22), f"{rng.integers(0, 24):02d}:{rng.integers(0, 60):02d}", fill=ink, font=ImageFont.load_default(38)
    )
    draw.rectangle((width - 110, 30, width - 50, 58), outline=ink, width=3)
    draw.text(
        (120, 116),
        str(rng.choice(["IMG_4031", "Foto van mama", "WhatsApp", "paspoort kopie"])),
        fill=ink,
        font=ImageFont.load_default(46),
    )
    draw.line((40, 140, 70, 116), fill=ink, width=5)
    draw.line((40, 140, 70, 164), fill=ink, width=5)
    for button in range(4):
        x = width * (button + 0.5) / 4
        draw.ellipse((x - 34, height - 140, x + 34, height - 72), outline=ink, width=5)
    return scene.moved(np.asarray(canvas), shift(0, top) @ np.diag([scale, size[1] / scene.image.shape[0], 1.0]))


def screen(rng: np.random.Generator, flats: Sequence[Flat]) -> Scene:
    """A photo of a monitor on which the picture is open."""
    scene = clean(rng, flats)
    image = scene.image.astype(np.float32)
    image[::3] *= np.float32(0.86)
    for channel in range(3):
        image[:, channel::3, channel] *= np.float32(1.1)
    scene = scene.seen(np.clip(image * np.float32((0.92, 0.97, 1.05)), 0, 255).astype(np.uint8))
    pad = int(0.05 * scene.image.shape[1])
    framed = cv2.copyMakeBorder(scene.image, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=(24, 26, 30))
    scene = scene.moved(framed, shift(pad, pad))
    size = (framed.shape[1], framed.shape[0])
    start = np.float32([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]])
    aim = start + rng.uniform(0, 0.05, (4, 2)).astype(np.float32) * np.float32(size) * np.float32(
        [[1, 1], [-1, 1], [-1, -1], [1, -1]]
    )
    matrix = cv2.getPerspectiveTransform(start, aim.astype(np.float32)).astype(np.float64)
    return warped(scene, matrix, size, paper(rng, size[0], size[1], (40, 90)))


def fingers(rng: np.random.Generator, flats: Sequence[Flat]) -> Scene:
    """Held in a hand: fingertips over its border."""
    scene = _slanting(rng, flats[0], paper(rng, 1500, 1150, (90, 220)), 0.05)
    image = scene.image.copy()
    outline = np.array(scene.documents[0].area)
    skin = np.array([(214, 168, 140), (150, 106, 78), (232, 196, 172)][rng.integers(3)])
    for _ in range(int(rng.integers(1, 4))):
        side = int(rng.integers(4))
        first, second = outline[side], outline[(side + 1) % 4]
        at = first + (second - first) * rng.uniform(0.15, 0.85)
        inward = outline.mean(axis=0) - at
        inward = inward / np.linalg.norm(inward)
        tip = at + inward * rng.uniform(10, 34)
        root = at - inward * 330
        for thick, shade in ((104, 0.8), (92, 1.0), (50, 1.06)):
            cv2.line(
                image,
                tuple(root.astype(int).tolist()),
                tuple(tip.astype(int).tolist()),
                tuple((skin * shade).clip(0, 255).tolist()),
                thick,
                cv2.LINE_AA,
            )
        angle = math.degrees(math.atan2(inward[1], inward[0]))
        nail = tip + inward * 8
        cv2.ellipse(
            image,
            tuple(nail.astype(int).tolist()),
            (26, 20),
            angle,
            0,
            360,
            tuple((skin * 0.5 + 120).clip(0, 255).tolist()),
            -1,
            cv2.LINE_AA,
        )
    return scene.seen(image)


PLACES: dict[str, Place] = {
    "clean": clean,
    "rotate": rotate,
    "skew": skew,
    "perspective": perspective,
    "desk": desk,
    "a4_150": _a4(150),
    "a4_200": _a4(200),
    "a4_300": _a4(300),
    "two_sides": two_sides,
    "cards": cards,
    "pages": pages,
    "sleeve": sleeve,
    "screenshot": screenshot,
    "screen": screen,
    "fingers": fingers,
}
"""Places by name; ``two_sides`` and ``pages`` show two sides, ``cards`` two or three."""
