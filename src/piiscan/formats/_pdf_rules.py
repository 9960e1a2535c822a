"""The lines that a page draws, as pdfium parsed them: what the ruling of a table is made of."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

from piiscan.formats._pdf_geometry import IDENTITY, Box, Matrix, Point, apply, bounds, multiply

__all__ = ["THIN", "rules"]

THIN = 3.0
"""Points: what is no thicker than this is a line, whether it was stroked or filled."""
_DEEPEST = 8
"""Forms within forms."""


def rules(owner: Any, spend: Callable[[int], None], ctm: Matrix = IDENTITY, depth: int = 0) -> Iterator[Box]:
    """Boxes, thin one way, around every straight level or upright line in raw user space; curves are left out.

    Arguments:
        owner: a page of pdfium, or a form of one.
        spend: takes the steps that this costs, and may stop it.
        ctm: the matrix of the form.
        depth: how many forms stand around it.
    """
    import pypdfium2.raw as raw

    count, item = (
        (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
        if depth
        else (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
    )
    for number in range(max(0, count(owner))):
        spend(1)
        found = item(owner, number)
        kind = raw.FPDFPageObj_GetType(found)
        if kind == raw.FPDF_PAGEOBJ_PATH and _painted(found):
            yield from _sides(found, ctm, spend)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from rules(found, spend, multiply(_matrix(found), ctm), depth + 1)


def _painted(path: Any) -> bool:
    """Whether a path is filled or stroked; one that only clips shows nothing."""
    import pypdfium2.raw as raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(raw.FPDFPath_GetDrawMode(path, fill, stroke)) and bool(fill.value or stroke.value)


def _sides(path: Any, ctm: Matrix, spend: Callable[[int], None]) -> Iterator[Box]:
    import pypdfium2.raw as raw

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    known = raw.FPDFPageObj_GetBounds(path, left, bottom, right, top)
    if known and min(right.value - left.value, top.value - bottom.value) <= THIN:
        # a line, or a bar that stands for one: no need to look inside
        yield bounds([apply(ctm, (left.value, bottom.value)), apply(ctm, (right.value, top.value))])
        return
    for start, end in _segments(path, multiply(_matrix(path), ctm), spend):
        side = bounds([start, end])
        if min(side.width, side.height) < 0.5 < max(side.width, side.height):
            yield side


def _segments(path: Any, ctm: Matrix, spend: Callable[[int], None]) -> Iterator[tuple[Point, Point]]:
    """The straight pieces of a path; a filled one is closed whether it says so or not."""
    import pypdfium2.raw as raw

    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for number in range(max(0, raw.FPDFPath_CountSegments(path))):
        spend(1)
        segment = raw.FPDFPath_GetPathSegment(path, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point, kind = apply(ctm, (x.value, y.value)), raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield last, point
        last = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield last, first


def _matrix(found: Any) -> Matrix:
    import pypdfium2.raw as raw

    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(found, matrix):
        return IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
