"""Makes a specimen: chooses model and conditions from split and seed, draws, places, harms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image

from tests.specimens.drawing import MODELS, SPLITS, Model, drawn, models
from tests.specimens.harms import HARMS
from tests.specimens.places import PLACES
from tests.specimens.scene import Scene
from tests.specimens.sheet import Flat
from tests.specimens.truth import Specimen

__all__ = ["CONDITIONS", "made", "specimens"]

CONDITIONS = (*PLACES, *HARMS)
"""Every condition by name: first the places, then the harms, which come after a place."""
_FLAT = ("clean", "rotate", "skew", "perspective", "desk", "a4_200", "sleeve", "fingers")


def specimens(split: str, count: int, *, first: int = 0, condition: str = "", model: str = "") -> Iterator[Specimen]:
    """Specimens of a split by rising seed.

    Arguments:
        split: ``train``, ``dev`` or ``test``.
        count: how many.
        first: the seed of the first.
        condition: one of `CONDITIONS` for all; otherwise each has its own, all in turn, a third of them two or three.
        model: only sides whose id contains this.
    """
    for seed in range(first, first + count):
        yield made(split, seed, condition=condition, model=model)


def made(split: str, seed: int, *, condition: str = "", conditions: Sequence[str] = (), model: str = "") -> Specimen:
    """One specimen, always the same for the same arguments.

    Arguments:
        split: ``train``, ``dev`` or ``test``.
        seed: any number from 0.
        condition: one condition.
        conditions: or several: at most one place, then harms.
        model: a part of the id of a side; otherwise every side in turn.

    Raises:
        ValueError: no side, condition or split of that name.
    """
    if split not in SPLITS:
        raise ValueError(f"no split {split}")
    wanted = tuple(conditions) or ((condition,) if condition else ())
    if unknown := set(wanted) - set(CONDITIONS):
        raise ValueError(f"no condition {', '.join(sorted(unknown))}")
    booklet = "pages" in wanted  # only a passport opens
    sides = [side for side in models(split) if model in side.id and (not booklet or _opens(side))]
    if not sides:
        raise ValueError(f"no side {model} in {split}")
    side = sides[seed % len(sides)]
    rng = np.random.default_rng([SPLITS[split], seed, 77])
    wanted = wanted or _chosen(rng, seed, len(sides), side)
    place = next((name for name in wanted if name in PLACES), "clean")
    harms = [name for name in wanted if name in HARMS]
    scene = PLACES[place](rng, _flats(rng, side, place, split, seed))
    for name in harms:
        scene = HARMS[name](rng, scene)
    return _specimen(scene, wanted, split, seed)


def _chosen(rng: np.random.Generator, seed: int, sides: int, side: Model) -> tuple[str, ...]:
    """Every condition in turn; a third of the specimens have a place of the common ones and one or two harms."""
    if rng.random() < 1 / 3:
        harms = rng.choice(list(HARMS), int(rng.integers(1, 3)), replace=False)
        return str(rng.choice(_FLAT)), *(str(name) for name in harms)
    name = CONDITIONS[(seed + seed // sides * 5) % len(CONDITIONS)]
    return ("a4_150",) if name == "pages" and not _opens(side) else (name,)


def _opens(side: Model) -> bool:
    return side.kind == "passport" and side.side == "front"


def _flats(rng: np.random.Generator, side: Model, place: str, split: str, seed: int) -> list[Flat]:
    """The side, and what lies beside it in this place."""
    across = {"a4_150": 900, "two_sides": 900, "cards": 900}.get(place, 1400)
    flats = [drawn(side, split, seed, across=across)]
    family = [
        one for one in models(split) if one.family == side.family and one.id != side.id and one.side != "inner page"
    ]
    if place == "two_sides" and family:
        flats.append(drawn(family[0], split, seed, across=across))
    elif place == "cards":
        others = [one for one in models(split) if one.size[0] < 110 and one.family != side.family]
        for number in range(int(rng.integers(1, 3))):
            flats.append(drawn(others[rng.integers(len(others))], split, seed + 1000 * (number + 1), across=across))
    elif place == "pages":
        facing = "page 3" if side.id == "nl passport 2024 front" else "inner page"
        name = f"{side.family} {facing}"
        beside = MODELS.get(name, MODELS["nl passport 2021 inner page"])
        flats.append(drawn(beside, split, seed, across=across))
    return flats


def _specimen(scene: Scene, conditions: tuple[str, ...], split: str, seed: int) -> Specimen:
    image = Image.fromarray(scene.image)
    if "fax" in conditions and conditions[-1] == "fax":
        image = image.convert("L").point([0] * 128 + [255] * 128, "1")
    elif conditions[-1] == "photocopy":
        image = image.convert("L")
    return Specimen(image, scene.marks, scene.documents, conditions, split, seed, scene.exif, scene.dpi)
