"""What people who do not exist look like: sex, age, skin, hair, glasses, beard, headscarf, by chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Look", "random_look"]

_SKINS = (
    (236, 200, 178),
    (226, 184, 156),
    (208, 164, 132),
    (184, 138, 104),
    (150, 106, 76),
    (112, 78, 56),
    (84, 58, 44),
)
_HAIRS = (
    (38, 30, 26),
    (72, 50, 34),
    (112, 78, 48),
    (176, 140, 88),
    (206, 176, 120),
    (140, 66, 34),
    (160, 158, 156),
    (224, 222, 218),
)
_IRISES = ((70, 46, 30), (92, 66, 40), (86, 104, 80), (92, 124, 152), (116, 128, 134))
_CLOTHES = ((40, 44, 56), (90, 30, 36), (52, 74, 60), (196, 196, 200), (70, 84, 120), (130, 110, 90))
_SCARVES = ((44, 44, 60), (150, 130, 118), (110, 40, 60), (70, 100, 110))


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody looks like; numbers from 0 to 1 unless said otherwise.

    Arguments:
        sex: ``M`` or ``F``.
        age: years.
        skin, hair, iris, cloth: colours, RGB.
        width, jaw, eyes, nose, mouth: proportions.
        style: of the hair: ``short``, ``long``, ``bald``, ``curly``, ``bun``, ``scarf``.
        beard: how much.
        glasses: whether there are any.
        light: where it comes from, -1 left to 1 right.
        turn: of the head, -1 to 1.
        seed: for noise and curls.
    """

    sex: str
    age: int
    skin: tuple[int, int, int]
    hair: tuple[int, int, int]
    iris: tuple[int, int, int]
    cloth: tuple[int, int, int]
    scarf: tuple[int, int, int]
    width: float
    jaw: float
    eyes: float
    nose: float
    mouth: float
    style: str
    beard: float
    glasses: bool
    light: float
    turn: float
    seed: int


def random_look(rng: np.random.Generator, sex: str, age: int, *, unseen: bool = False) -> Look:
    """Somebody's look.

    Arguments:
        rng: the source of chance.
        sex: ``M``, ``F`` or ``X``.
        age: years.
        unseen: may have what the test set keeps for itself: scarves, curls, the darkest and lightest skin.
    """
    drawn_sex = sex if sex in "MF" else str(rng.choice(["M", "F"]))
    styles = ["short", "short", "bald"] if drawn_sex == "M" else ["long", "long", "bun", "short"]
    styles += (["curly", "scarf"] if drawn_sex == "F" else ["curly"]) if unseen else []
    skins = _SKINS if unseen else _SKINS[1:6]
    grey = age > 55 and rng.random() < 0.8
    return Look(
        sex=drawn_sex,
        age=age,
        skin=_near(rng, skins[rng.integers(len(skins))], 8),
        hair=_near(rng, _HAIRS[rng.integers(6, 8)] if grey else _HAIRS[rng.integers(6)], 8),
        iris=_IRISES[rng.integers(len(_IRISES))],
        cloth=_near(rng, _CLOTHES[rng.integers(len(_CLOTHES))], 15),
        scarf=_near(rng, _SCARVES[rng.integers(len(_SCARVES))], 10),
        width=float(rng.uniform(0, 1)),
        jaw=float(rng.uniform(0, 1) * (1 if drawn_sex == "M" else 0.5)),
        eyes=float(rng.uniform(0, 1)),
        nose=float(rng.uniform(0, 1)),
        mouth=float(rng.uniform(0, 1)),
        style=str(rng.choice(styles)),
        beard=float(rng.uniform(0.4, 1)) if drawn_sex == "M" and age > 18 and rng.random() < 0.4 else 0.0,
        glasses=bool(rng.random() < (0.5 if age > 45 else 0.2)),
        light=float(rng.uniform(-1, 1)),
        turn=float(rng.uniform(-0.5, 0.5)),
        seed=int(rng.integers(2**31)),
    )


def _near(rng: np.random.Generator, colour: tuple[int, ...], spread: int) -> tuple[int, int, int]:
    shift = rng.integers(-spread, spread + 1)
    red, green, blue = (int(np.clip(value + shift + rng.integers(-2, 3), 0, 255)) for value in colour)
    return red, green, blue
