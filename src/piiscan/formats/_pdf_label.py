"""The black boxes of a copy, and the short replacement in white on each where there is room for it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from piiscan.formats._pdf_geometry import Box
from piiscan.formats._pdf_view import Spot, slanted

if TYPE_CHECKING:
    import pikepdf

__all__ = ["Label", "draw", "widened"]

_FONT = "/PiiscanLabel"
_SMALLEST = 4.0
_STEP = 0.5
"""Widths are rounded up to this many heights, where there is room: the exact gap names the word that stood there."""


class Label(NamedTuple):
    """A box to draw, the angle in which its text was read, and what to write on it."""

    box: Box
    angle: float
    text: str


def widened(box: Box, angle: float, others: Sequence[Spot]) -> Box:
    """The box to draw: a little lower than the line, and as much wider as the next character that stays allows."""
    if slanted(angle):
        return box.core(0.7)
    if min(angle % math.pi, math.pi - angle % math.pi) > 0.1:
        return box
    drawn = Box(box.left, box.bottom + 0.04 * box.height, box.right, box.top - 0.1 * box.height)
    if angle > 1:
        return drawn
    step = _STEP * box.height
    wanted = math.ceil(box.width / step) * step - box.width
    beside = [
        other.box.left - box.right
        for other in others
        if other.box.left > box.right - 0.3 * box.height and other.box.common(box).height > 0.3 * other.box.height
        if not other.character.isspace()
    ]
    room = max(0.0, min(beside, default=wanted) - 0.5)
    return drawn._replace(right=box.right + min(wanted, room))


def draw(pdf: pikepdf.Pdf, page: Any, labels: Sequence[Label]) -> None:
    """Adds the boxes to a page whose content leaves the graphics state as it found it."""
    import pikepdf

    fonts = page.Resources.get("/Font") or pikepdf.Dictionary()
    fonts = pikepdf.Dictionary(dict(fonts.items()))
    fonts[_FONT] = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    page.Resources = pikepdf.Dictionary({**dict(page.Resources.items()), "/Font": fonts})
    shapes = "\n".join(_shape(label) for label in labels)
    added = pdf.make_stream(f"\nq 0 g\n{shapes}\nQ\n".encode("cp1252"))
    before = page.get("/Contents")
    page.Contents = pikepdf.Array([*([before] if isinstance(before, pikepdf.Stream) else before or []), added])


def _shape(label: Label) -> str:
    box = label.box
    return f"{box.left:.2f} {box.bottom:.2f} {box.width:.2f} {box.height:.2f} re f{_words(label)}"


def _words(label: Label) -> str:
    """The text operators of a label along the direction of reading; nothing where it does not fit."""
    turn = round(-label.angle / (math.pi / 2)) % 4
    along, across = (label.box.height, label.box.width) if turn % 2 else (label.box.width, label.box.height)
    size = min(0.8 * across, 0.95 * along / max(0.1, _width(label.text)))
    if slanted(label.angle) or size < _SMALLEST or not label.text or not _writable(label.text):
        return ""
    cos, sin = (1, 0, -1, 0)[turn], (0, 1, 0, -1)[turn]
    start = (along - size * _width(label.text)) / 2
    rise = (across - 0.7 * size) / 2
    corner = (
        (label.box.left, label.box.bottom),
        (label.box.right, label.box.bottom),
        (label.box.right, label.box.top),
        (label.box.left, label.box.top),
    )[turn]
    x, y = corner[0] + start * cos - rise * sin, corner[1] + start * sin + rise * cos
    text = label.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f" BT 1 g {_FONT} {size:.2f} Tf {cos} {sin} {-sin} {cos} {x:.2f} {y:.2f} Tm ({text}) Tj ET 0 g"


def _width(text: str) -> float:
    """How wide a text is in Helvetica, in ems."""
    from pdfminer.fontmetrics import FONT_METRICS

    widths = FONT_METRICS["Helvetica"][1]
    return sum(widths.get(character, 556) for character in text) / 1000


def _writable(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return text.isprintable()
