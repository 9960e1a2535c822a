"""A sheet on which one side of a document is drawn, in millimetres, and which remembers where everything stands."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tests.specimens.ground import Colour, guilloche, hologram
from tests.specimens.truth import Area, Document, Mark

__all__ = ["FONTS", "Flat", "Sheet"]

Pixels: TypeAlias = NDArray[np.uint8]

_FOLDER = Path(__file__).parent / "fonts"
FONTS = {
    "sans": "LiberationSans-Regular.ttf",
    "sans bold": "LiberationSans-Bold.ttf",
    "serif": "LiberationSerif-Regular.ttf",
    "mono": "LiberationMono-Regular.ttf",
    "humanist": "Cantarell-Regular.otf",
    "humanist bold": "Cantarell-Bold.otf",
    "ocr-b": "OCRB.otf",
    "ocr-b sharp": "OCRBS.otf",
}
"""Fonts by the name that designs use; ``ocr-b sharp``, ``serif`` and ``humanist`` are kept for the test set."""
_BARS = {
    "qr": zxingcpp.BarcodeFormat.QRCode,
    "datamatrix": zxingcpp.BarcodeFormat.DataMatrix,
    "pdf417": zxingcpp.BarcodeFormat.PDF417,
    "code128": zxingcpp.BarcodeFormat.Code128,
}


class Flat:
    """A side as it lies flat: its pixels, its marks in them, and what document it is."""

    __slots__ = ("document", "image", "marks", "size")

    def __init__(self, image: Pixels, marks: tuple[Mark, ...], document: Document, size: tuple[float, float]) -> None:
        self.image, self.marks, self.document, self.size = image, marks, document, size


@lru_cache(maxsize=256)
def _font(name: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FOLDER / FONTS[name], pixels)


class Sheet:
    """A side that is being drawn.

    Arguments:
        rng: the source of chance.
        size: width and height in millimetres.
        scale: pixels a millimetre.
    """

    def __init__(self, rng: np.random.Generator, size: tuple[float, float], scale: float) -> None:
        self.rng, self.size, self.scale = rng, size, scale
        self.width, self.height = round(size[0] * scale), round(size[1] * scale)
        self.page: Pixels = np.full((self.height, self.width, 3), 245, np.uint8)
        self.marks: list[Mark] = []

    def ground(self, tints: tuple[Colour, ...], strength: float) -> None:
        """Covers the sheet with guilloche."""
        self.page = guilloche(self.rng, self.width, self.height, tints, strength)

    def flat(self, document: Document) -> Flat:
        """The side when it is done."""
        outline = (
            (0.0, 0.0),
            (float(self.width), 0.0),
            (float(self.width), float(self.height)),
            (0.0, float(self.height)),
        )
        done = Document(
            document.kind,
            document.country,
            document.model,
            document.side,
            document.style,
            document.mrz,
            document.lines,
            outline,
        )
        return Flat(self.page, tuple(self.marks), done, self.size)

    def mark(self, name: str, entity: str, box: tuple[float, float, float, float], value: str = "") -> None:
        """Remembers an item; the box in pixels, cut to the sheet."""
        left, right = (min(max(0.0, edge), float(self.width)) for edge in (box[0], box[2]))
        top, bottom = (min(max(0.0, edge), float(self.height)) for edge in (box[1], box[3]))
        if right - left >= 1 and bottom - top >= 1:
            area: Area = ((left, top), (right, top), (right, bottom), (left, bottom))
            self.marks.append(Mark(name, entity, area, value))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        font: str = "sans",
        colour: Colour = (30, 30, 34),
        alpha: float = 1.0,
        turn: int = 0,
        pitch: float = 0.0,
        mark: tuple[str, str] | None = None,
        value: str | None = None,
        widest: float = 0.0,
    ) -> float:
        """Writes words; returns where they end, in millimetres along the line.

        Arguments:
            x, y: left and top, in millimetres.
            words: one line.
            size: of a capital with its descender, in millimetres.
            font: a name of `FONTS`.
            colour: RGB.
            alpha: how dense.
            turn: quarter turns counter-clockwise.
            pitch: from character to character, in millimetres; 0 for the font's own.
            mark: name and entity under which to remember it.
            value: what it says, if that is not what is written.
            widest: in millimetres; smaller letters are used where it would not fit. 0 for no limit.
        """
        mask = self._mask(words, size, font, pitch)
        if widest and mask.shape[1] > widest * self.scale:
            mask = self._mask(words, size * widest * self.scale / mask.shape[1] * 0.98, font, pitch)
        if not mask.size or not mask.any():
            return x
        mask = np.ascontiguousarray(np.rot90(mask, turn))
        left, top = round(x * self.scale), round(y * self.scale)
        self._ink(mask, left, top, colour, alpha)
        if mark:
            ink = cv2.boundingRect(mask)
            box = (left + ink[0], top + ink[1], left + ink[0] + ink[2], top + ink[1] + ink[3])
            self.mark(*mark, box, words if value is None else value)
        return x + (mask.shape[0] if turn % 2 else mask.shape[1]) / self.scale

    def _mask(self, words: str, size: float, font: str, pitch: float) -> Pixels:
        face = _font(font, max(6, round(size * self.scale * 1.25)))
        if not pitch:
            left, top, right, bottom = face.getbbox(words)
            image = Image.new("L", (max(1, round(right - min(0, left)) + 2), max(1, round(bottom) + 2)))
            ImageDraw.Draw(image).text((max(0, -left), 0), words, fill=255, font=face)
            return np.asarray(image)[max(0, round(top) - 1) :]
        step = pitch * self.scale
        image = Image.new("L", (round(step * len(words)) + 4, round(size * self.scale * 1.6)))
        draw = ImageDraw.Draw(image)
        for place, letter in enumerate(words):
            draw.text((place * step, 0), letter, fill=255, font=face)
        return np.asarray(image)

    def _ink(self, mask: Pixels, left: int, top: int, colour: Colour | Pixels, alpha: float) -> None:
        """Lays a colour, or a picture, over the page through a mask."""
        x0, y0 = max(0, left), max(0, top)
        x1, y1 = min(self.width, left + mask.shape[1]), min(self.height, top + mask.shape[0])
        if x1 <= x0 or y1 <= y0:
            return
        window = slice(y0 - top, y1 - top), slice(x0 - left, x1 - left)
        share = mask[window].astype(np.float32)[..., None] * np.float32(alpha / 255)
        ink = colour[window].astype(np.float32) if isinstance(colour, np.ndarray) else np.float32(colour)
        part = self.page[y0:y1, x0:x1]
        part[:] = (part + share * (ink - part)).astype(np.uint8)

    def picture(
        self, image: Pixels, x: float, y: float, wide: float, high: float, *, alpha: float = 1.0, grey: bool = False,
        tint: Colour | None = None, faded: float = 0.0, oval: bool = False, mark: tuple[str, str] | None = None,
    ) -> None:  # fmt: skip
        """Puts a picture in a box.

        Arguments:
            image: height x width x 3.
            x, y, wide, high: in millimetres.
            alpha: how dense; what lies below shines through the rest.
            grey: without colour.
            tint: the colour of its darkest parts.
            faded: how far it fades out at its border, as a share of its width.
            oval: whether the border is an oval.
            mark: name and entity.
        """
        size = (max(4, round(wide * self.scale)), max(4, round(high * self.scale)))
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        if grey or tint:
            level = cv2.normalize(
                cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32), None, 0, 1, cv2.NORM_MINMAX
            )[..., None]
            dark = np.float32(tint or (20, 20, 22))
            small = (dark + level * (np.float32((250, 250, 250)) - dark)).astype(np.uint8)
        mask = np.full(small.shape[:2], 255, np.uint8)
        if oval:
            mask[:] = 0
            cv2.ellipse(mask, (size[0] // 2, size[1] // 2), (size[0] // 2 - 1, size[1] // 2 - 1), 0, 0, 360, 255, -1)
        if faded:
            rim = max(1, round(faded * size[0]))
            mask[:rim], mask[-rim:], mask[:, :rim], mask[:, -rim:] = 0, 0, 0, 0
            mask = cv2.GaussianBlur(mask, (0, 0), rim / 2)
        left, top = round(x * self.scale), round(y * self.scale)
        self._ink(mask, left, top, small, alpha)
        if mark:
            self.mark(*mark, (left, top, left + size[0], top + size[1]))

    def shape(self, x: float, y: float, image: Pixels, mask: Pixels, alpha: float) -> None:
        """Lays an emblem or a flag on the sheet; pixels as given, place in millimetres."""
        self._ink(mask, round(x * self.scale), round(y * self.scale), image, alpha)

    def box(self, x: float, y: float, wide: float, high: float, colour: Colour, alpha: float = 1.0) -> None:
        """A filled rectangle, in millimetres."""
        mask = np.full((max(1, round(high * self.scale)), max(1, round(wide * self.scale))), 255, np.uint8)
        self._ink(mask, round(x * self.scale), round(y * self.scale), colour, alpha)

    def hologram(self, x: float, y: float, wide: float, high: float, strength: float) -> None:
        """A rainbow shape over what is there, in millimetres."""
        edges = (round(edge * self.scale) for edge in (x, y, x + wide, y + high))
        left, top, right, bottom = edges
        hologram(self.rng, self.page, (left, top, right, bottom), strength)

    def code(
        self, kind: str, value: str, x: float, y: float, wide: float, high: float, colour: Colour = (20, 20, 20)
    ) -> None:
        """A barcode in a box, in millimetres: ``qr``, ``datamatrix``, ``pdf417`` or ``code128``; an item BARCODE."""
        bars = np.asarray(zxingcpp.create_barcode(value, _BARS[kind]).to_image(scale=1))
        rows, columns = np.where(bars < 128)
        bars = bars[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        size = (round(wide * self.scale), round(high * self.scale))
        mask = 255 - cv2.resize(bars, size, interpolation=cv2.INTER_NEAREST)
        quiet = max(1.0, min(wide, high) * 0.06)
        self.box(x - quiet, y - quiet, wide + 2 * quiet, high + 2 * quiet, (250, 250, 248), 0.8)
        left, top = round(x * self.scale), round(y * self.scale)
        self._ink(mask, left, top, colour, 0.95)
        self.mark(kind, "BARCODE", (left, top, left + size[0], top + size[1]), value)

    def perforated(
        self, x: float, y: float, words: str, high: float, *, turn: int = 0, back: bool = False, mark: tuple[str, str]
    ) -> None:
        """Words of holes through the page; mirrored where they are seen from the back."""
        mask = self._mask(words, high, "sans", high * 0.95)
        mask = np.ascontiguousarray(np.rot90(mask[:, ::-1] if back else mask, turn))
        step = high / 7.5 * self.scale
        rows = np.arange(step / 2, mask.shape[0], step)
        columns = np.arange(step / 2, mask.shape[1], step)
        places = [(c, r) for r in rows for c in columns if mask[int(r), int(c)] > 100]
        if not places:
            return
        left, top = x * self.scale, y * self.scale
        self._holes([(left + c, top + r) for c, r in places], step * 0.36)
        across, down = [c for c, _ in places], [r for _, r in places]
        box = (left + min(across) - step, top + min(down) - step, left + max(across) + step, top + max(down) + step)
        self.mark(*mark, box, words)

    def _holes(self, places: list[tuple[float, float]], radius: float, colour: Colour = (96, 90, 84)) -> None:
        """Holes with a light rim, as paper and plastic show them on a scanner's lid."""
        for x, y in places:
            at = (round(x * 16), round(y * 16))
            cv2.circle(
                self.page,
                (at[0] + 6, at[1] + 6),
                max(8, round(radius * 1.25 * 16)),
                (252, 250, 246),
                -1,
                cv2.LINE_AA,
                4,
            )
            cv2.circle(self.page, at, max(8, round(radius * 16)), colour, -1, cv2.LINE_AA, 4)

    def perforated_face(
        self, image: Pixels, x: float, y: float, wide: float, high: float, *, back: bool = False
    ) -> None:
        """A portrait of holes, larger where it is darker; mirrored where it is seen from the back."""
        across = 44
        grey = cv2.resize(
            cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (across, round(across * high / wide)), interpolation=cv2.INTER_AREA
        )
        if back:
            grey = np.ascontiguousarray(grey[:, ::-1])
        dark = cv2.normalize(255.0 - grey.astype(np.float32), None, 0, 1, cv2.NORM_MINMAX)
        step = wide * self.scale / across
        for row in range(grey.shape[0]):
            for column in range(across):
                if dark[row, column] > 0.3:
                    at = (
                        round((x * self.scale + (column + 0.5) * step) * 16),
                        round((y * self.scale + (row + 0.5) * step) * 16),
                    )
                    radius = max(6, round(step * (0.08 + 0.4 * float(dark[row, column])) * 16))
                    cv2.circle(self.page, at, radius, (120, 116, 110), -1, cv2.LINE_AA, 4)
        left, top = x * self.scale, y * self.scale
        self.mark("perforated portrait", "FACE", (left, top, left + wide * self.scale, top + high * self.scale))

    def zone(
        self, lines: tuple[str, ...], left: float, bottom: float, *, pitch: float, font: str, density: float
    ) -> None:
        """A machine readable zone: ten characters an inch, OCR-B size 1.

        Arguments:
            lines: of equal length.
            left: of the first character, in millimetres.
            bottom: of the last line, in millimetres.
            pitch: from line to line, in millimetres.
            font: one of the OCR-B.
            density: of the ink.
        """
        boxes = []
        for number, line in enumerate(lines):
            y = bottom - 2.9 - pitch * (len(lines) - 1 - number)
            before = len(self.marks)
            self.text(
                left, y, line, 2.95, font=font, pitch=2.54, colour=(24, 24, 26), alpha=density, mark=("mrz line", "MRZ")
            )
            boxes += [mark.area for mark in self.marks[before:]]
        points = [point for area in boxes for point in area]
        across, down = [x for x, _ in points], [y for _, y in points]
        self.mark("mrz", "MRZ", (min(across), min(down), max(across), max(down)), "\n".join(lines))

    def signature(self, x: float, y: float, wide: float, high: float, colour: Colour = (30, 32, 70)) -> None:
        """Strokes of a pen, in a box in millimetres."""
        points = []
        at = np.array([0.02, 0.6])
        for stroke in range(int(self.rng.integers(4, 8))):
            handles = [at, *(at + self.rng.normal((0.09, 0.0), (0.08, 0.3)) for _ in range(2))]
            at = np.clip(at + self.rng.normal((0.15, 0.0), (0.05, 0.18)), 0.02, 0.98)
            share = np.linspace(0, 1, 24)[:, None]
            handles = [np.clip(handle, 0, 1) for handle in handles]
            curve = (1 - share) ** 3 * handles[0] + 3 * share * (1 - share) ** 2 * handles[1]
            curve += 3 * share**2 * (1 - share) * handles[2] + share**3 * at
            points.append(curve)
            if stroke and at[0] > 0.9:
                break
        line = np.concatenate(points) * np.array([wide, high]) * self.scale
        mask = np.zeros((round(high * self.scale) + 6, round(wide * self.scale) + 6), np.uint8)
        thick = max(1, round(0.32 * self.scale))
        cv2.polylines(mask, [(line * 16).astype(np.int32)], False, 255, thick, cv2.LINE_AA, 4)
        left, top = round(x * self.scale), round(y * self.scale)
        self._ink(mask, left, top, colour, 0.9)
        ink = cv2.boundingRect(mask)
        self.mark(
            "signature", "SIGNATURE", (left + ink[0], top + ink[1], left + ink[0] + ink[2], top + ink[1] + ink[3])
        )

    def relief(self, words: str, x: float, y: float, high: float) -> None:
        """Digits that can be felt: pale on one side, dark on the other."""
        self.text(x, y, words, high, font="sans bold", colour=(255, 255, 255), alpha=0.35)
        self.text(
            x + 0.15,
            y + 0.15,
            words,
            high,
            font="sans bold",
            colour=(70, 70, 70),
            alpha=0.25,
            mark=("birth year in relief", "DATE_OF_BIRTH"),
        )
