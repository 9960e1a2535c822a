"""Faces of people who do not exist, drawn from ellipses and shade; no photograph of anybody is in them.

Sex, age, skin, hair, glasses, beard and headscarf vary. They are meant to be taken for faces by a face detector, which
the tests check, not to be beautiful.
"""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.specimens.looks import Look

__all__ = ["HEIGHT", "WIDTH", "drawn"]

Pixels: TypeAlias = NDArray[np.float32]
WIDTH, HEIGHT = 350, 450
"""Of a portrait of 35 x 45 mm, in pixels."""


def drawn(look: Look, *, backdrop: tuple[int, int, int] = (226, 230, 234)) -> NDArray[np.uint8]:
    """The portrait: `HEIGHT` x `WIDTH` x 3, 8 bits, RGB.

    Arguments:
        look: who.
        backdrop: the colour behind the head.
    """
    return _Face(look).paint(backdrop)


class _Face:
    """Draws one face, from the back to the front."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.rng = np.random.default_rng(look.seed)
        self.image: Pixels = np.zeros((HEIGHT, WIDTH, 3), np.float32)
        self.middle = WIDTH / 2 + 8 * look.turn
        self.wide = 84 + 14 * look.width
        self.top, self.chin = 92.0, 338.0 + 8 * look.jaw
        self.eye_y = 208.0 + 6 * look.eyes
        self.eye_x = 37 + 6 * look.width
        self.nose_y = self.eye_y + 58 + 10 * look.nose
        self.mouth_y = self.nose_y + 32
        self.skin = np.float32(look.skin)
        self.inside: NDArray[np.uint8] | None = None

    def paint(self, backdrop: tuple[int, int, int]) -> NDArray[np.uint8]:
        look = self.look
        self._behind(backdrop)
        self._body()
        self._head()
        for side in (-1, 1):
            self._eye(side)
        self._nose()
        self._mouth()
        self._age()
        if look.beard:
            self._beard()
        self._hair()
        if look.glasses:
            self._glasses()
        self._light()
        noise = self.rng.normal(0, 2.2, (HEIGHT, WIDTH, 1)).astype(np.float32)
        soft = cv2.GaussianBlur(self.image, (0, 0), 0.9)
        face = np.clip(soft + noise, 0, 255).astype(np.uint8)
        # the head takes 70 to 80 % of the height of a portrait (ICAO Doc 9303-3, 3.9)
        wide, high = (round(side * (0.92 - 0.1 * look.width)) for side in (WIDTH, HEIGHT))
        left, top = round(self.middle - wide / 2), round(max(0, 0.72 * (HEIGHT - high)))
        left = min(max(0, left), WIDTH - wide)
        return cv2.resize(face[top : top + high, left : left + wide], (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR)

    def _fill(self, points: list[tuple[float, float]], colour: object, soft: float = 1.0, alpha: float = 1.0) -> None:
        """Paints a polygon with soft edges."""
        mask = np.zeros((HEIGHT, WIDTH), np.uint8)
        cv2.fillPoly(mask, [np.round(np.array(points) * 8).astype(np.int32)], 255, cv2.LINE_AA, 3)
        self._blend(mask, colour, soft, alpha)

    def _oval(
        self,
        x: float,
        y: float,
        wide: float,
        high: float,
        colour: object,
        soft: float = 1.0,
        alpha: float = 1.0,
        turn: float = 0,
    ) -> None:
        mask = np.zeros((HEIGHT, WIDTH), np.uint8)
        centre, axes = (round(x * 8), round(y * 8)), (max(1, round(wide * 8)), max(1, round(high * 8)))
        cv2.ellipse(mask, centre, axes, turn, 0, 360, 255, -1, cv2.LINE_AA, 3)
        if self.inside is not None and soft > 6:  # shade falls on the face alone
            mask = cv2.bitwise_and(mask, self.inside)
        self._blend(mask, colour, soft, alpha)

    def _line(
        self, points: list[tuple[float, float]], colour: object, thick: int, soft: float = 1.0, alpha: float = 1.0
    ) -> None:
        mask = np.zeros((HEIGHT, WIDTH), np.uint8)
        cv2.polylines(mask, [np.round(np.array(points) * 8).astype(np.int32)], False, 255, thick, cv2.LINE_AA, 3)
        self._blend(mask, colour, soft, alpha)

    def _blend(self, mask: NDArray[np.uint8], colour: object, soft: float, alpha: float) -> None:
        left, top, wide, high = cv2.boundingRect(mask)
        pad = int(3 * soft) + 2
        rows = slice(max(0, top - pad), min(HEIGHT, top + high + pad))
        columns = slice(max(0, left - pad), min(WIDTH, left + wide + pad))
        part = mask[rows, columns].astype(np.float32) * np.float32(alpha / 255)
        if soft > 0 and part.size:
            part = cv2.GaussianBlur(part, (0, 0), soft)
        share = part[..., None]
        self.image[rows, columns] = self.image[rows, columns] * (1 - share) + np.float32(colour) * share

    def _behind(self, backdrop: tuple[int, int, int]) -> None:
        fall = np.linspace(1.0, 0.94, HEIGHT, dtype=np.float32)[:, None, None]
        self.image[:] = np.float32(backdrop) * fall
        look = self.look
        if look.style == "long":
            self._fill(self._outline(1.42, self.top - 34, 400), np.float32(look.hair) * 0.75, 3)
        if look.style == "bun":
            self._oval(self.middle, self.top - 30, 34, 28, np.float32(look.hair) * 0.8, 3)
        if look.style == "scarf":
            self._fill(self._outline(1.45, self.top - 36, 430), np.float32(look.scarf) * 0.85, 2)

    def _outline(self, factor: float, top: float, bottom: float) -> list[tuple[float, float]]:
        """An oval around the head, wider by a factor."""
        angles = np.linspace(0, 2 * np.pi, 60)
        high = (bottom - top) / 2
        return [(self.middle + self.wide * factor * np.cos(a), top + high + high * np.sin(a)) for a in angles]

    def _body(self) -> None:
        look = self.look
        half = 150 if look.sex == "M" else 128
        shoulders = [(self.middle - half, HEIGHT + 10), (self.middle - half + 18, 412), (self.middle - 52, 384)]
        shoulders += [(self.middle + 52, 384), (self.middle + half - 18, 412), (self.middle + half, HEIGHT + 10)]
        self._fill(shoulders, look.cloth, 3)
        neck = 50 if look.sex == "M" else 42
        self._fill(
            [
                (self.middle - neck, 300),
                (self.middle + neck, 300),
                (self.middle + neck + 8, 400),
                (self.middle, 430),
                (self.middle - neck - 8, 400),
            ],
            self.skin * 0.82,
            3,
        )
        self._oval(self.middle, self.chin + 8, neck + 12, 18, self.skin * 0.62, 9, 0.7)
        self._line(
            [(self.middle - 58, 392), (self.middle, 438), (self.middle + 58, 392)], np.float32(look.cloth) * 0.6, 5, 2
        )

    def _head(self) -> None:
        if self.look.style not in ("long", "scarf"):
            for side in (-1, 1):
                self._oval(self.middle + side * (self.wide + 3), self.eye_y + 22, 12, 27, self.skin * 0.84, 2)
                self._oval(self.middle + side * (self.wide + 3), self.eye_y + 22, 5, 16, self.skin * 0.62, 3, 0.7)
        shape = []
        for angle in np.linspace(0, 2 * np.pi, 90):
            across, down = np.cos(angle), np.sin(angle)
            power = 0.86 if down > 0 else 0.94
            narrow = 1 - (0.26 - 0.2 * self.look.jaw) * max(0.0, down) ** 1.6
            high = self.chin - self.eye_y if down > 0 else self.eye_y - self.top
            shape.append(
                (self.middle + self.wide * narrow * np.sign(across) * abs(across) ** power, self.eye_y + high * down)
            )
        self._fill(shape, self.skin, 1.5)
        self.shape = shape
        self.inside = np.zeros((HEIGHT, WIDTH), np.uint8)
        cv2.fillPoly(self.inside, [np.round(np.array(shape)).astype(np.int32)], 255)
        self.inside = cv2.erode(self.inside, np.ones((15, 15), np.uint8))
        for side in (-1, 1):
            self._oval(self.middle + side * self.wide * 0.86, self.nose_y + 12, 26, 70, self.skin * 0.72, 14, 0.55)
            self._oval(
                self.middle + side * 46, self.nose_y - 4, 22, 16, self.skin * np.float32((1.05, 0.9, 0.88)), 10, 0.5
            )
            self._oval(self.middle + side * self.eye_x, self.eye_y - 2, 27, 18, self.skin * 0.74, 8, 0.6)
        self._oval(self.middle, self.chin - 20, 26, 14, self.skin * 1.08, 9, 0.5)
        self._oval(self.middle, self.top + 56, 52, 30, self.skin * 1.09, 16, 0.6)

    def _eye(self, side: int) -> None:
        look = self.look
        x, y = self.middle + side * self.eye_x + 3 * look.turn, self.eye_y
        wide, high = 17 + 2 * look.eyes, 7.0 + 2.4 * look.eyes
        self._oval(x, y, wide, high, (236, 232, 228), 1.0)
        self._oval(x + 2 * look.turn, y - 0.5, high * 0.98, high * 0.98, look.iris, 0.9)
        self._oval(x + 2 * look.turn, y - 0.5, high * 0.48, high * 0.48, (12, 10, 10), 0.7)
        self._oval(x + 2 * look.turn + 2.4, y - 3, 1.7, 1.7, (250, 250, 250), 0.5)
        lid = [
            (x - wide - 1, y + 2),
            (x - wide / 2, y - high * 0.82),
            (x, y - high - 1),
            (x + wide / 2, y - high * 0.82),
            (x + wide + 1, y + 2),
        ]
        dark = (26, 20, 18) if look.sex == "F" else self.skin * 0.3
        self._line(lid, dark, 3, 0.8, 0.95)
        self._line([(px, py - 8) for px, py in lid], self.skin * 0.62, 2, 1.4, 0.7)
        self._line([(x - wide, y + 3), (x, y + high + 1), (x + wide, y + 3)], self.skin * 0.6, 2, 1.2, 0.6)
        self._oval(x, y + 18, 18, 5, self.skin * 0.8, 4, 0.3 + 0.005 * look.age)
        thick = 6 if look.sex == "F" else 8
        colour = np.minimum(np.float32(look.hair) * 0.6, self.skin * 0.58)  # darker than the skin, whatever the age
        inner, outer = x - side * 21, x + side * 25
        brow = [(inner, y - 23), (x - side * 4, y - 29 - 2 * look.eyes), (outer, y - 22)]
        self._line(brow, colour, thick, 1.8, 0.85)

    def _nose(self) -> None:
        look = self.look
        x, y, half = self.middle + 4 * look.turn, self.nose_y, 15 + 5 * look.nose
        shaded = 1 if look.light < 0 else -1
        self._fill(
            [(x + shaded * 6, self.eye_y), (x + shaded * 15, y - 8), (x + shaded * 9, y)], self.skin * 0.7, 5, 0.75
        )
        self._line([(x, self.eye_y - 4), (x - shaded * 2, y - 12)], self.skin * 1.14, 7, 4, 0.6)
        self._oval(x, y - 5, 10, 8, self.skin * 1.1, 4, 0.6)
        for side in (-1, 1):
            self._oval(x + side * half, y - 2, 6, 8, self.skin * 0.82, 3, 0.7)
            self._oval(x + side * half * 0.56, y + 4, 5, 2.6, self.skin * 0.3, 1.2, 0.9)
        self._line([(x - half, y + 4), (x, y + 9), (x + half, y + 4)], self.skin * 0.55, 2, 2, 0.6)

    def _mouth(self) -> None:
        look = self.look
        x, y, half = self.middle + 3 * look.turn, self.mouth_y, 27 + 8 * look.mouth
        red = np.float32((1.0, 0.66, 0.64)) if look.sex == "F" else np.float32((0.96, 0.76, 0.73))
        lip = self.skin * red * 0.86
        full = 6 + 4 * look.mouth
        self._fill(
            [(x - half, y), (x - 8, y - full), (x, y - full + 3), (x + 8, y - full), (x + half, y), (x, y + 2)],
            lip * 0.9,
            1.4,
        )
        self._fill([(x - half, y), (x, y + 2), (x + half, y), (x + 13, y + full + 3), (x - 13, y + full + 3)], lip, 1.6)
        self._line(
            [(x - half, y - 1), (x - 10, y + 1), (x, y), (x + 10, y + 1), (x + half, y - 1)], lip * 0.35, 2, 0.8, 0.9
        )
        self._oval(x, y + full - 1, 12, 3, lip * 1.25, 2.5, 0.5)
        self._oval(x, y + full + 10, 20, 4, self.skin * 0.7, 4, 0.6)
        self._fill(
            [(x - 4, self.nose_y + 12), (x + 4, self.nose_y + 12), (x + 6, y - full), (x - 6, y - full)],
            self.skin * 0.84,
            3,
            0.6,
        )

    def _age(self) -> None:
        deep = np.clip((self.look.age - 25) / 50, 0.08, 1)
        for side in (-1, 1):
            fold = [
                (self.middle + side * 22, self.nose_y),
                (self.middle + side * 37, self.mouth_y - 8),
                (self.middle + side * 40, self.mouth_y + 8),
            ]
            self._line(fold, self.skin * 0.6, 3, 2.4, 0.75 * deep)
        if self.look.age > 45:
            for row in range(3):
                y = self.top + 46 + 13 * row
                self._line(
                    [(self.middle - 44, y + 3), (self.middle, y), (self.middle + 44, y + 3)],
                    self.skin * 0.7,
                    2,
                    1.6,
                    0.5 * deep,
                )

    def _beard(self) -> None:
        look = self.look
        lower = [point for point in self.shape if point[1] > self.nose_y - 4]
        mask = np.zeros((HEIGHT, WIDTH), np.uint8)
        hull = sorted(lower, key=lambda point: np.arctan2(point[1] - self.nose_y, point[0] - self.middle))
        cv2.fillPoly(mask, [np.round(np.array(hull)).astype(np.int32)], 255)
        hole = (round(self.middle), round(self.mouth_y + 3))
        cv2.ellipse(mask, hole, (36, 11), 0, 0, 360, 0, -1)
        cv2.ellipse(mask, (round(self.middle), round(self.nose_y - 12)), (66, 26), 0, 0, 360, 0, -1)
        grain = self.rng.uniform(0.35, 1.0, (HEIGHT, WIDTH)).astype(np.float32)
        mask = (mask * cv2.GaussianBlur(grain, (0, 0), 0.8)).astype(np.uint8)
        self._blend(mask, np.float32(look.hair) * 0.6 + self.skin * 0.2, 4.0, 0.8 * look.beard)

    def _hair(self) -> None:
        look = self.look
        colour = np.float32(look.hair)
        x, top = self.middle, self.top
        if look.style == "scarf":
            self._scarf()
            return
        if look.style == "bald":
            for side in (-1, 1):
                self._oval(x + side * (self.wide - 2), self.eye_y - 28, 9, 30, colour * 0.8, 4, 0.8)
            return
        line = top + 26 + 18 * self.rng.random()
        lift = 30 if look.style == "curly" else 20
        angles = np.linspace(np.pi, 2 * np.pi, 40)
        cap = [
            (x + (self.wide + 9) * np.cos(a), self.eye_y - 10 + (self.eye_y - 10 - top + lift) * np.sin(a))
            for a in angles
        ]
        low = self.eye_y + (70 if look.style == "long" else 2)
        parting = x + self.wide * float(self.rng.uniform(-0.5, 0.5))
        front = [
            (x + self.wide + 6, low),
            (x + self.wide - 10, self.eye_y - 34),
            (parting, line),
            (x - self.wide + 10, self.eye_y - 34),
            (x - self.wide - 6, low),
        ]
        self._fill(cap + front, colour, 2.2)
        if look.style == "long":
            for side in (-1, 1):
                edge = x + side * (self.wide + 4)
                self._fill(
                    [
                        (edge - side * 10, self.eye_y - 30),
                        (edge + side * 22, self.eye_y - 30),
                        (edge + side * 34, 400),
                        (edge + side * 2, 390),
                        (edge - side * 4, self.eye_y + 60),
                    ],
                    colour * 0.92,
                    3,
                )
        for _ in range(40 if look.style == "curly" else 26):
            self._strand(colour)

    def _strand(self, colour: Pixels) -> None:
        angle = self.rng.uniform(np.pi * 1.04, np.pi * 1.96)
        radius = self.rng.uniform(0.86, 1.06)
        x = self.middle + self.wide * radius * np.cos(angle)
        y = self.eye_y - 10 + (self.eye_y - self.top + 8) * radius * np.sin(angle)
        if self.look.style == "curly":
            self._oval(x, y, 13, 11, colour * self.rng.uniform(0.6, 1.3), 3, 0.6)
        else:
            bend = self.rng.uniform(-8, 8)
            shade = colour * self.rng.uniform(0.7, 1.4)
            self._line([(x, y), (x + bend, y + 14), (x + 1.5 * bend, y + 26)], shade, 2, 1.2, 0.5)

    def _scarf(self) -> None:
        colour = np.float32(self.look.scarf)
        mask = np.zeros((HEIGHT, WIDTH), np.uint8)
        outer = self._outline(1.32, self.top - 30, 420)
        cv2.fillPoly(mask, [np.round(np.array(outer)).astype(np.int32)], 255)
        inner = (round(self.middle), round((self.top + self.chin) / 2 + 8))
        cv2.ellipse(mask, inner, (round(self.wide * 0.97), round((self.chin - self.top) / 2 - 2)), 0, 0, 360, 0, -1)
        self._blend(mask, colour, 1.6, 1.0)
        for side in (-1, 1):
            for fold in range(3):
                edge = self.middle + side * (self.wide * 0.95 + 7 * fold)
                self._line(
                    [
                        (edge, self.eye_y - 40),
                        (edge + side * 6, self.eye_y + 60),
                        (self.middle + side * 20, self.chin + 40),
                    ],
                    colour * 0.7,
                    2,
                    2,
                    0.5,
                )

    def _glasses(self) -> None:
        frame = (30, 28, 30) if self.look.seed % 3 else (120, 90, 60)
        y, thick = self.eye_y + 4, 0.35 + 0.3 * (self.look.seed % 7) / 6
        for side in (-1, 1):
            x = self.middle + side * self.eye_x
            mask = np.zeros((HEIGHT, WIDTH), np.uint8)
            cv2.ellipse(mask, (round(x), round(y + 2)), (31, 24), 0, 0, 360, 255, 2, cv2.LINE_AA)
            self._blend(mask, frame, 0.8, thick)
            self._oval(x - 9, y - 8, 9, 4, (255, 255, 255), 5, 0.2, -30)
            self._line([(x + side * 30, y - 4), (self.middle + side * (self.wide + 4), y - 6)], frame, 2, 0.8, thick)
        self._line(
            [(self.middle - self.eye_x + 30, y - 2), (self.middle, y - 6), (self.middle + self.eye_x - 30, y - 2)],
            frame,
            2,
            0.8,
            thick,
        )

    def _light(self) -> None:
        across = np.linspace(-1, 1, WIDTH, dtype=np.float32)[None, :, None]
        down = np.linspace(-1, 1, HEIGHT, dtype=np.float32)[:, None, None]
        self.image *= 1.0 + np.float32(0.13 * self.look.light) * across - np.float32(0.05) * down
