"""Before and after, side by side, to be looked at."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from benchmarks.idcopy.cases import Case
from benchmarks.idcopy.scoring import ENOUGH, Row, share

__all__ = ["write"]

_SIDE = 900


def write(folder: Path, case: Case, copy: Image.Image | None, row: Row) -> None:
    """One PNG: the source with every item outlined (red has to go, green may stay), and the copy.

    An item that had to go and is still seen is outlined in yellow on the copy.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = Image.open(BytesIO(case.data)).convert("RGB")
    after = copy.convert("RGB") if copy is not None else Image.new("RGB", before.size, "grey")
    outline(before, case, seen=False)
    if copy is not None:
        import numpy as np

        black = np.asarray(copy.convert("L")) <= 40
        for item in case.items:
            if item.hide and share(black, item.area) < ENOUGH:
                ImageDraw.Draw(after).polygon(list(item.area), outline="yellow", width=4)
    sheet = Image.new("RGB", (2 * _SIDE, _SIDE + 24), "white")
    for number, picture in enumerate((before, after)):
        sheet.paste(ImageOps.contain(picture, (_SIDE, _SIDE)), (number * _SIDE, 24))
    ImageDraw.Draw(sheet).text((4, 4), f"{row.name}  {row.mode}  {row.reason}  {row.left}"[:260], fill="black")
    sheet.save(folder / f"{Path(case.name).stem}.sheet.png")


def outline(image: Image.Image, case: Case, seen: bool) -> None:
    """Draws what is known of a picture into it."""
    for item in case.items:
        colour = "red" if item.hide else "green" if item.allowed else None
        if colour:
            ImageDraw.Draw(image).polygon(list(item.area), outline=colour, width=3)
