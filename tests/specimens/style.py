"""Styles: how one drawing of a model differs from another in colours, fonts and places.

A style is drawn from chance once, by model and number, so that two specimens of a style agree but for a jitter; styles
4 and 5 are kept for the test set, and so are the fonts ``serif`` and ``humanist`` and a sharp OCR-B.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from tests.specimens.ground import Colour

__all__ = ["STYLES", "UNSEEN", "Style", "style_of"]

STYLES, UNSEEN = 6, 4
"""How many there are, and from which on only the test set has them."""

_TINTS: tuple[tuple[Colour, ...], ...] = (
    ((236, 214, 206), (214, 224, 238)),
    ((214, 232, 222), (240, 234, 208)),
    ((226, 222, 240), (244, 222, 226)),
    ((238, 238, 240), (216, 228, 232)),
    ((244, 230, 200), (226, 240, 214)),
    ((206, 226, 240), (236, 240, 246)),
)


@dataclass(frozen=True, slots=True)
class Style:
    """One style; lengths in millimetres.

    Arguments:
        tints: of the ground.
        strength: of its lines.
        label_font, value_font, zone_font: names of fonts.
        label_size, value_size: of letters.
        label_colour, title_colour: RGB.
        languages: how many languages a label has.
        numbered: whether labels carry numbers.
        capitals: whether values are in capitals.
        grey: whether the photo has no colour.
        ghost_alpha: how dense the repeated photo is.
        ghost_place: 0 to 1 along the right side.
        hologram: how much holograms hide.
        relief: whether the year of birth is embossed.
        upright: whether a number stands vertically too.
        over: whether the signature lies over the photo.
        window: whether the repeated photo is in a transparent window.
        mirrored: whether the photo stands at the right.
        shift: of everything, x and y.
    """

    tints: tuple[Colour, ...]
    strength: float
    label_font: str
    value_font: str
    zone_font: str
    label_size: float
    value_size: float
    label_colour: Colour
    title_colour: Colour
    languages: int
    numbered: bool
    capitals: bool
    grey: bool
    ghost_alpha: float
    ghost_place: float
    hologram: float
    relief: bool
    upright: bool
    over: bool
    window: bool
    mirrored: bool
    shift: tuple[float, float]


def style_of(model: str, number: int) -> Style:
    """A style by its model and number, always the same."""
    rng = np.random.default_rng([zlib.crc32(model.encode()), number])
    unseen = number >= UNSEEN
    fonts = [("sans", "sans bold"), ("sans", "sans"), ("sans", "mono")]
    fonts = [("humanist", "humanist bold"), ("serif", "serif"), ("humanist", "mono")] if unseen else fonts
    label_font, value_font = fonts[rng.integers(len(fonts))]
    tints = _TINTS[(number + zlib.crc32(model.encode())) % len(_TINTS)]
    dark = tuple(int(value) for value in rng.integers(10, 110, 3))
    title = tuple(int(value) for value in rng.integers(10, 130, 3))
    return Style(
        tints=tints,
        strength=float(rng.uniform(0.35, 0.85)),
        label_font=label_font,
        value_font=value_font,
        zone_font="ocr-b sharp" if unseen and number % 2 else "ocr-b",
        label_size=float(rng.uniform(1.25, 1.6)),
        value_size=float(rng.uniform(2.1, 2.6)),
        label_colour=(dark[0], dark[1], dark[2]),
        title_colour=(title[0], title[1], title[2]),
        languages=int(rng.integers(2, 4)),
        numbered=bool(rng.random() < 0.3),
        capitals=bool(rng.random() < 0.5),
        grey=bool(rng.random() < 0.5),
        ghost_alpha=float(rng.uniform(0.4, 0.85)),
        ghost_place=float(rng.random()),
        hologram=float(rng.uniform(0.1, 0.38)),
        relief=bool(rng.random() < 0.4),
        upright=bool(rng.random() < (0.6 if unseen else 0.25)),
        over=bool(rng.random() < 0.3),
        window=bool(rng.random() < 0.3),
        mirrored=unseen and bool(rng.random() < 0.5),
        shift=(float(rng.uniform(-1.2, 1.2)), float(rng.uniform(-1.0, 1.0))),
    )
