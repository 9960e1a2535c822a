"""What is black on a copy, item by item, and what that says of many copies."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from benchmarks.idcopy.cases import Case

__all__ = ["ENOUGH", "Row", "score", "summary", "table"]

BLACK, ENOUGH = 40, 0.95
"""The lightest that a painted pixel may be, of 255; the share of an item that has to be black."""
_TOUCHED = 0.3
"""The share of an allowed item from which on it is no longer legible."""


@dataclass(frozen=True, slots=True)
class Row:
    """One picture.

    Arguments:
        name, condition, dutch: of the case.
        mode: ``mask``, ``keep``, or ``refused``.
        reason: why it was refused, or why it was kept.
        items: the kind of each item that has to go, and how much of it is black; of published copies.
        allowed: the same for what may stay.
        black: the share of the picture that is black.
        need: the share of the picture that had to be black.
        seconds: of CPU time.
    """

    name: str
    condition: str
    dutch: bool
    mode: str
    reason: str = ""
    items: tuple[tuple[str, float], ...] = ()
    allowed: tuple[tuple[str, float], ...] = ()
    black: float = 0.0
    need: float = 0.0
    seconds: float = 0.0
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def published(self) -> bool:
        """Whether a copy was written."""
        return self.mode != "refused"

    @property
    def left(self) -> list[str]:
        """The kinds of what was published and had to go."""
        return [f"{kind} {share:.2f}" for kind, share in self.items if share < ENOUGH]


def score(case: Case, image: Image.Image, mode: str, seconds: float, reason: str = "") -> Row:
    """How black a published copy is; its picture has the size of the source's as stored."""
    black = np.asarray(image.convert("L")) <= BLACK
    items = tuple((item.kind, share(black, item.area)) for item in case.items if item.hide)
    allowed = tuple((item.kind, share(black, item.area)) for item in case.items if item.allowed)
    need = Image.new("1", case.size)
    for item in case.items:
        if item.hide:
            ImageDraw.Draw(need).polygon(list(item.area), fill=1)
    return Row(
        case.name,
        case.condition,
        case.dutch,
        mode,
        reason,
        items,
        allowed,
        float(black.mean()),
        float(np.asarray(need).mean()),
        seconds,
    )


def share(black: NDArray[np.bool_], area: Sequence[tuple[float, float]]) -> float:
    """How much of a polygon is black."""
    mask = Image.new("1", (black.shape[1], black.shape[0]))
    ImageDraw.Draw(mask).polygon(list(area), fill=1)
    inside = np.asarray(mask)
    return float(black[inside].mean()) if inside.any() else 1.0


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """The figures of many pictures."""
    done = [row for row in rows if row.published]
    masked = [row for row in done if row.mode == "mask"]
    kinds: dict[str, list[float]] = defaultdict(list)
    for row in done:
        for kind, value in row.items:
            kinds[kind].append(value)
    allowed = [value for row in masked for _, value in row.allowed]
    seconds = sorted(row.seconds for row in rows)
    return {
        "documents": len(rows),
        "mask": len(masked),
        "keep": len(done) - len(masked),
        "refused": len(rows) - len(done),
        "with anything left": sum(bool(row.left) for row in done),
        "covered": {kind: [sum(v >= ENOUGH for v in values), len(values)] for kind, values in sorted(kinds.items())},
        "allowed blacked in mask": round(mean(value > _TOUCHED for value in allowed), 3),
        "black in mask": round(mean(row.black for row in masked), 3),
        "needed in mask": round(mean(row.need for row in masked), 3),
        "seconds, median": round(seconds[len(seconds) // 2], 2) if seconds else 0.0,
        "seconds, 95th": round(seconds[min(len(seconds) - 1, math.ceil(0.95 * len(seconds)))], 2) if seconds else 0.0,
    }


def mean(values: Iterable[float]) -> float:
    """The mean; 0 of nothing."""
    known = list(values)
    return sum(known) / len(known) if known else 0.0


def table(rows: Sequence[Row]) -> str:
    """A line for each condition, and what is covered of each kind."""
    lines = [f"{'condition':14} {'n':>4} {'mask':>5} {'keep':>5} {'refused':>8} {'left':>5} {'CPU-s':>6}"]
    for condition in [*dict.fromkeys(row.condition for row in rows), "all"]:
        own = [row for row in rows if condition in (row.condition, "all")]
        total = summary(own)
        counts = (total[name] for name in ("documents", "mask", "keep", "refused", "with anything left"))
        n, mask, keep, refused, left = counts
        lines.append(f"{condition:14} {n:4} {mask:5} {keep:5} {refused:8} {left:5} {total['seconds, median']:6.1f}")
    total = summary(rows)
    lines += ["", f"{'of what was published':22} covered at least {ENOUGH:.0%}"]
    lines += [f"{kind:22} {covered:4} of {count}" for kind, (covered, count) in total["covered"].items()]
    lines.append(
        f"\nallowed fields blacked in mask {total['allowed blacked in mask']:.1%}; black in mask"
        f" {total['black in mask']:.0%}, needed {total['needed in mask']:.0%}; CPU-seconds: median"
        f" {total['seconds, median']}, 95th percentile {total['seconds, 95th']}"
    )
    return "\n".join(lines)
