"""Writes specimens as the files in which copies arrive, each with its truth beside it as JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from tests.specimens.truth import Specimen

__all__ = ["CONTAINERS", "saved"]

CONTAINERS = ("png", "jpeg", "tiff", "pdf", "pdf pictures", "pdf hidden")
"""Forms: ``tiff`` and ``pdf`` hold one page for each specimen, ``pdf pictures`` has them all on one, and ``pdf hidden``
has the lines and numbers under each picture as text that nobody sees."""
_ORIENTATION = 0x0112


def saved(specimens: Sequence[Specimen], stem: Path, container: str = "png") -> Path:
    """Writes one file, and beside it ``.json`` with the truth of each picture in it, in order.

    Arguments:
        specimens: one for png and jpeg, one or more for the others.
        stem: where, without a suffix.
        container: one of `CONTAINERS`.

    Raises:
        ValueError: no container of that name, or too many pictures for it.
    """
    if container not in CONTAINERS or (container in ("png", "jpeg") and len(specimens) != 1):
        raise ValueError(f"{len(specimens)} pictures cannot be written as {container}")
    suffix = {"jpeg": "jpg"}.get(container, container.split()[0])
    path = stem.with_suffix(f".{suffix}")
    if container in ("png", "jpeg"):
        path.write_bytes(_encoded(specimens[0], container))
    elif container == "tiff":
        pages = [one.image for one in specimens]
        pages[0].save(path, save_all=True, append_images=pages[1:], compression="tiff_lzw", dpi=(200, 200))
    else:
        _pdf(specimens, path, container)
    truth = {"file": path.name, "container": container, "pictures": [one.truth() for one in specimens]}
    stem.with_suffix(".json").write_text(json.dumps(truth, ensure_ascii=False) + "\n", "utf-8")
    return path


def _encoded(one: Specimen, container: str) -> bytes:
    out = io.BytesIO()
    options: dict[str, object] = {}
    if one.exif != 1:
        tags = Image.Exif()
        tags[_ORIENTATION] = one.exif
        options["exif"] = tags.tobytes()
    if one.dpi:
        options["dpi"] = (one.dpi, one.dpi)
    image = one.image
    if container == "jpeg":
        image = image.convert("RGB") if image.mode == "1" else image
        options |= {"quality": 20 if "jpeg20" in one.conditions else 90}
    image.save(out, container, **options)
    return out.getvalue()


def _pdf(specimens: Sequence[Specimen], path: Path, container: str) -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    rows = len(specimens) if container == "pdf pictures" else 1
    for number, one in enumerate(specimens):
        row = number % rows
        image = one.image.convert("RGB") if one.image.mode == "1" else one.image
        high = (A4[1] - 40) / rows - 10
        scale = min((A4[0] - 40) / image.width, high / image.height)
        y = A4[1] - 20 - (row + 1) * (high + 10) + 10
        packed = io.BytesIO()
        image.save(packed, "jpeg", quality=90)
        canvas.drawImage(ImageReader(packed), 20, y, image.width * scale, image.height * scale)
        if container == "pdf hidden":
            text = canvas.beginText(30, y + 8)
            text.setTextRenderMode(3)
            text.setFont("Courier", 6)
            for mark in one.marks:
                if mark.hide and mark.value and mark.name != "mrz":
                    text.textLine(mark.value)
            canvas.drawText(text)
        if row == rows - 1:
            canvas.showPage()
    if len(specimens) % rows:
        canvas.showPage()
    canvas.save()
