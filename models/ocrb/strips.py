"""Draws strips of OCR-B as scanners, cameras and faxes show them, and says which letter stands where.

Nothing is copied from a document: the letters come from fonts, names and numbers are drawn at random, and every flaw is
worked out with random strength. What is drawn at random here is drawn once for each strip, from one generator.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont
from numpy.typing import NDArray

from models.ocrb.flaws import flawed

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
BLANK = len(ALPHABET)
IGNORED = -100
HEIGHT, WIDTH, STRIDE = 32, 320, 4
"""Of a strip, in pixels, and how many pixels one column of the answer stands for."""
CAP = 40
"""The height of a capital where it is drawn."""
_LOOKALIKES = "0O0ODQ1I1IL5S5S8B8B2Z2Z6G6GUV7TMNHKXCC<<K<"


@dataclass(frozen=True, slots=True)
class Strip:
    """One strip: height x width, grey, 8 bits; and for every fourth column the class that stands there."""

    pixels: NDArray[np.uint8]
    classes: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Face:
    """A font: the darkness of each letter, drawn `CAP` high, and how far it is from letter to letter."""

    letters: dict[str, NDArray[np.uint8]]
    pitch: float


def face(path: Path) -> Face:
    """The letters of a font file."""
    size = CAP
    for _ in range(3):
        top, bottom = PIL.ImageFont.truetype(str(path), size).getmask("H").getbbox()[1::2]
        size = round(size * CAP / max(1, bottom - top))
    font = PIL.ImageFont.truetype(str(path), size)
    pitch = font.getlength("<" * 10) / 10
    letters = {}
    for letter in ALPHABET:
        image = PIL.Image.new("L", (round(pitch) + 16, 2 * CAP), 0)
        PIL.ImageDraw.Draw(image).text((image.width / 2, 1.5 * CAP), letter, font=font, fill=255, anchor="ms")
        letters[letter] = np.asarray(image)
    return Face(letters, pitch)


def strip(rng: np.random.Generator, faces: list[Face], weights: list[float]) -> Strip:
    """One strip at random."""
    font = faces[rng.choice(len(faces), p=weights)]
    pitch = font.pitch * rng.uniform(0.93, 1.12)
    high = rng.uniform(14, 25)
    stretch = rng.uniform(15, 24) / (pitch * high / CAP)
    count = int(WIDTH / (pitch * high / CAP * stretch)) + 6
    text, ink, middles = _line(rng, font, pitch, count)
    resolution = float(np.exp(rng.uniform(np.log(6.5), np.log(34)))) / high
    matrix = _view(rng, ink.shape, high / CAP, stretch)
    places = cv2.perspectiveTransform(middles[None].astype(np.float32), matrix)[0]
    shown = _seen(rng, ink, matrix, resolution, high)
    pixels = flawed(rng, shown)
    interpolation = [cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_AREA][rng.integers(3)]
    pixels = cv2.resize(pixels, (WIDTH, HEIGHT), interpolation=interpolation)
    classes = _classes(text, places)
    if rng.random() < 0.04:  # upside down it is no text: that tells which way a line is read
        pixels, classes = pixels[::-1, ::-1], np.full_like(classes, BLANK)
    return Strip(np.ascontiguousarray(pixels), classes)


def text_like_a_zone(rng: np.random.Generator, length: int) -> str:
    """Letters and digits in such runs and proportions as zones have, or evenly mixed."""
    kind = rng.random()
    if kind < 0.3:
        return "".join(ALPHABET[i] for i in rng.integers(0, len(ALPHABET), length))
    if kind < 0.45:
        return "".join(_LOOKALIKES[i] for i in rng.integers(0, len(_LOOKALIKES), length))
    text = ""
    while len(text) < length:
        text += _piece(rng)
    return text[:length]


def _piece(rng: np.random.Generator) -> str:
    kind, length = rng.random(), int(rng.integers(2, 11))
    if kind < 0.35:
        return "".join(ALPHABET[10 + i] for i in rng.integers(0, 26, length)) + "<" * int(rng.integers(0, 3))
    if kind < 0.7:
        return "".join(ALPHABET[i] for i in rng.integers(0, 10, length)) + str(rng.choice(["", "<", "M", "F", "NLD"]))
    if kind < 0.85:
        return "".join(ALPHABET[i] for i in rng.integers(0, 36, length))
    return "<" * int(rng.integers(1, 14))


def _line(
    rng: np.random.Generator, font: Face, pitch: float, count: int
) -> tuple[str, NDArray[np.uint8], NDArray[np.float64]]:
    """A line between two others, all cut off at random places; its letters, the ink, and the middle of each letter."""
    step = rng.uniform(1.55, 2.7) * CAP
    ink = np.zeros((6 * CAP, int(pitch * count)), np.uint8)
    middle = 3 * CAP
    texts = {}
    for row in (-1, 0, 1):
        text = text_like_a_zone(rng, count)
        if row == 0:
            first = int(rng.integers(1, count // 2)) if rng.random() < 0.3 else 0
            last = count - int(rng.integers(1, count // 2)) if rng.random() < 0.3 else count
            text = " " * first + text[first:last] + " " * (count - last)
        elif rng.random() < 0.35:
            continue
        texts[row] = text
        for place, letter in enumerate(text):
            if letter != " ":
                _put(ink, font.letters[letter], pitch * (place + 0.5) + rng.normal(0, 0.3), middle + row * step)
    middles = np.array([(pitch * (place + 0.5), middle) for place in range(count)])
    return texts[0], ink, middles


def _put(ink: NDArray[np.uint8], letter: NDArray[np.uint8], x: float, y: float) -> None:
    """Adds a letter whose capital's middle is at x, y."""
    left, top = round(x - letter.shape[1] / 2), round(y - CAP)
    start, end = max(0, left), min(ink.shape[1], left + letter.shape[1])
    if start < end and top >= 0 and top + letter.shape[0] <= ink.shape[0]:
        there = ink[top : top + letter.shape[0], start:end]
        np.maximum(there, letter[:, start - left : end - left], out=there)


def _view(rng: np.random.Generator, shape: tuple[int, ...], scale: float, stretch: float) -> NDArray[np.float64]:
    """From where the ink is drawn to the strip: scaled, a little turned, slanted and in perspective."""
    height, width = shape
    half, long = CAP / 2, width / 2
    corners = np.array([(-long, -half), (long, -half), (long, half), (-long, half)])
    target = corners * (scale * stretch, scale)
    turn = np.clip(rng.normal(0, 0.01), -0.035, 0.035)
    slant = rng.normal(0, 0.05) if rng.random() < 0.7 else rng.uniform(-0.25, 0.25)
    target = target @ np.array([(1, turn), (slant, 1)])
    target += rng.normal(0, 0.03, (4, 2)) * (CAP * scale)
    middle = (WIDTH / 2 + rng.uniform(-8, 8), HEIGHT / 2 + np.clip(rng.normal(0, 1.6), -5, 5))
    return cv2.getPerspectiveTransform(
        np.add(corners, (width / 2, height / 2)).astype(np.float32), (target + middle).astype(np.float32)
    )


def _seen(
    rng: np.random.Generator, ink: NDArray[np.uint8], matrix: NDArray[np.float64], resolution: float, high: float
) -> NDArray[np.float32]:
    """The ink, spread or thin or broken, at the resolution of the camera: 0 is paper, 1 is ink."""
    spread = int(rng.integers(-3, 6))
    if spread:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (abs(spread) + 1, abs(spread) + 1))
        ink = cv2.dilate(ink, kernel) if spread > 0 else cv2.erode(ink, kernel)
    if rng.random() < 0.2:
        rough = cv2.resize(rng.random((ink.shape[0] // 4, ink.shape[1] // 4), np.float32), ink.shape[::-1])
        ink = np.where(rough > rng.uniform(0.15, 0.42), ink, ink // 4).astype(np.uint8)
    size = (max(16, round(WIDTH * resolution)), max(4, round(HEIGHT * resolution)))
    fine = 0.4 * CAP / (high * resolution)
    if fine > 0.4:
        ink = cv2.GaussianBlur(ink, (0, 0), fine)
    shrink = np.diag([size[0] / WIDTH, size[1] / HEIGHT, 1.0])
    return (cv2.warpPerspective(ink, shrink @ matrix, size, flags=cv2.INTER_LINEAR) / 255).astype(np.float32)


def _classes(text: str, places: NDArray[np.float32]) -> NDArray[np.int64]:
    columns = (np.arange(WIDTH // STRIDE) + 0.5) * STRIDE
    pitch = float(np.median(np.diff(places[:, 0])))
    away = np.abs(columns[:, None] - places[:, 0])
    nearest, distance = away.argmin(axis=1), away.min(axis=1) / pitch
    index = np.array([BLANK if letter == " " else ALPHABET.index(letter) for letter in text])
    classes = index[nearest]
    classes[distance > 0.28] = IGNORED
    classes[distance > 0.4] = BLANK
    middle = places[nearest, 0]
    cut = (middle < 0.35 * pitch) | (middle > WIDTH - 0.35 * pitch)
    classes[cut & (classes != BLANK)] = IGNORED
    return classes.astype(np.int64)
