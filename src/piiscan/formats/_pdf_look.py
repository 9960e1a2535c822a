"""Which pictures a page shows and where, and whether it shows anything else: what there is to see beside its text."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from piiscan.errors import LimitExceeded
from piiscan.formats._pdf_file import inherited, instructions, number
from piiscan.formats._pdf_geometry import IDENTITY, Box, Matrix, apply, bounds, multiply
from piiscan.formats._pdf_state import PAINT, SHOW
from piiscan.reading import Reading

__all__ = ["Look", "dpi", "fragmented", "look", "masks", "straight", "unit_box"]

_MOST_USES = 20_000
_DEEPEST = 24
_WATCHED = " ".join(sorted({"q", "Q", "cm", "Do", "sh", *PAINT, *SHOW} - {"n"}))
_MOST_SHOWN = 1 << 20
_READABLE = 24
"""Pixels: a picture that is smaller either way shows no line of text by itself, but many of them together may."""
_FRAGMENTS = 8


@dataclass(slots=True)
class Look:
    """What a page shows beside text.

    Arguments:
        images: by object number, in the order in which they are first shown: the stream and every matrix it has.
        forms: the numbers of the forms that are shown.
        shapes: how many paths and shadings are painted.
        shown: the bytes of the strings that are shown, up to a limit, each followed by a blank.
    """

    images: dict[int, tuple[Any, list[Matrix]]] = field(default_factory=dict)
    forms: set[int] = field(default_factory=set)
    shapes: int = 0
    shown: bytearray = field(default_factory=bytearray)


def look(page: Any, path: str, reading: Reading) -> Look:
    """Looks at a page of a plain file, through all its forms.

    Raises:
        LimitExceeded: its forms use each other so often that drawing it would not end.
    """
    return _Walk(path, reading).run(page)


class _Walk:
    def __init__(self, path: str, reading: Reading) -> None:
        self._path = path
        self._reading = reading
        self._uses = 0
        self._read: dict[int, list[tuple[str, Any]]] = {}
        self.seen = Look()

    def run(self, page: Any) -> Look:
        self._walk(page, page.get("/Resources"), IDENTITY, 0)
        return self.seen

    def _walk(self, owner: Any, resources: Any, ctm: Matrix, depth: int) -> None:
        import pikepdf

        self._uses += 1
        if self._uses > _MOST_USES or depth > _DEEPEST:
            raise LimitExceeded("forms", self._path)
        objects = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
        stack: list[Matrix] = []
        for operator, operands in self._instructions(owner):
            if operator == "q":
                stack.append(ctm)
            elif operator == "Q":
                ctm = stack.pop() if stack else ctm
            elif operator == "cm" and len(operands) == 6:
                a, b, c, d, e, f = map(number, operands)
                ctm = multiply((a, b, c, d, e, f), ctm)
            elif operator == "Do":
                self._use(objects, operands, resources, ctm, depth)
            elif operator not in SHOW:
                self.seen.shapes += 1
            elif len(self.seen.shown) < _MOST_SHOWN and len(operands):
                self.seen.shown += _bytes(operands[-1]) + b" "

    def _use(self, objects: Any, operands: Any, resources: Any, ctm: Matrix, depth: int) -> None:
        import pikepdf

        name = operands[-1] if len(operands) else None
        if not isinstance(objects, pikepdf.Dictionary) or not isinstance(name, pikepdf.Name):
            return
        stream = objects.get(name)
        if not isinstance(stream, pikepdf.Stream):
            return
        if stream.get("/Subtype") == "/Image":
            self.seen.images.setdefault(stream.objgen[0], (stream, []))[1].append(ctm)
        elif stream.get("/Subtype") == "/Form":
            self.seen.forms.add(stream.objgen[0])
            values = [number(value) for value in stream.get("/Matrix", ())]
            if len(values) == 6:
                a, b, c, d, e, f = values
                ctm = multiply((a, b, c, d, e, f), ctm)
            own = stream.get("/Resources")
            self._walk(stream, own if isinstance(own, pikepdf.Dictionary) else resources, ctm, depth + 1)

    def _instructions(self, owner: Any) -> list[tuple[str, Any]]:

        key = owner.objgen[0]
        if not key or key not in self._read:
            self._reading.tick(self._path)
            found = instructions(owner, _WATCHED)
            self._read[key] = [(str(item.operator), item.operands) for item in found]
        return self._read[key]


def _bytes(shown: Any) -> bytes:
    import pikepdf

    items = list(shown) if isinstance(shown, pikepdf.Array) else [shown]
    return b"".join(bytes(item) for item in items if isinstance(item, pikepdf.String))


def masks(stream: Any) -> Iterator[Any]:
    """The streams that shape an image: its soft mask and its stencil."""
    import pikepdf

    for key in ("/SMask", "/Mask"):
        if isinstance(stream.get(key), pikepdf.Stream):
            yield stream[key]


def unit_box(ctm: Matrix) -> Box:
    """The box around an image that is drawn under this matrix."""
    return bounds([apply(ctm, corner) for corner in ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))])


def dpi(stream: Any, ctm: Matrix) -> float | None:
    """Pixels per inch at which an image is shown; None where it has no width."""
    shown = math.hypot(ctm[0], ctm[1])
    return number(stream.get("/Width")) * 72 / shown if shown > 0.01 else None


def straight(page: Any, seen: Look) -> bool:
    """Whether a page shows one picture, upright, so that reading it as stored is reading the page."""
    if len(seen.images) != 1 or seen.shapes > 20 or number(inherited(page, "/Rotate")) % 360:
        return False
    stream, matrices = next(iter(seen.images.values()))
    a, b, c, d, _, _ = matrices[0]
    level = abs(b) < 0.05 * abs(a) and abs(c) < 0.05 * abs(d) and a > 0 and d > 0
    return len(matrices) == 1 and level and not any(True for _ in masks(stream))


def fragmented(seen: Look) -> bool:
    """Whether a page shows many pictures that are too small to read each by itself."""
    small = sum(
        len(matrices)
        for stream, matrices in seen.images.values()
        if min(number(stream.get("/Width")), number(stream.get("/Height"))) < _READABLE
    )
    return small >= _FRAGMENTS
