"""The state that a content stream builds up: matrices, and where the next glyph goes (ISO 32000-2, 8.4 and 9.3).

`arguments` is the list of what a content stream may hold at all; anything else is no operator, and left out of a copy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from piiscan.formats._pdf_file import number
from piiscan.formats._pdf_fonts import Font
from piiscan.formats._pdf_geometry import IDENTITY, Matrix, Point, apply, multiply

__all__ = ["CLIP", "PAINT", "PATH", "SHOW", "Graphics", "State", "arguments", "is_number"]

PATH = {"m": 2, "l": 2, "c": 6, "v": 4, "y": 4, "h": 0, "re": 4}
PAINT = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"}
CLIP = {"W", "W*"}
SHOW = {"Tj": 1, "TJ": 1, "'": 1, '"': 3}
_NUMBERS = (
    PATH
    | dict.fromkeys(("q", "Q", "BT", "ET", "T*", *PAINT, *CLIP), 0)
    | dict.fromkeys(("w", "J", "j", "M", "i", "G", "g", "Tc", "Tw", "Tz", "TL", "Tr", "Ts"), 1)
    | {"cm": 6, "Td": 2, "TD": 2, "Tm": 6, "RG": 3, "rg": 3, "K": 4, "k": 4, "d0": 2, "d1": 6}
)
_NAMES = ("gs", "Do", "CS", "cs", "sh", "ri")


def arguments(operator: str, operands: Sequence[Any]) -> list[Any] | None:
    """The operands that an operator takes, from the end of those that are there; None for what is not to be kept."""
    import pikepdf

    if operator in _NUMBERS:
        count = _NUMBERS[operator]
        taken = list(operands)[-count:] if count else []
        fine = len(taken) == count and all(is_number(value) for value in taken)
        return taken if fine else None
    if operator in _NAMES:
        return [operands[-1]] if operands and isinstance(operands[-1], pikepdf.Name) else None
    if operator in ("SC", "sc", "SCN", "scn"):
        return [value for value in operands if is_number(value) or isinstance(value, pikepdf.Name)]
    if operator == "Tf":
        fine = len(operands) >= 2 and isinstance(operands[-2], pikepdf.Name) and is_number(operands[-1])
        return list(operands)[-2:] if fine else None
    if operator == "d":
        fine = len(operands) >= 2 and isinstance(operands[-2], pikepdf.Array) and is_number(operands[-1])
        return [pikepdf.Array([v for v in operands[-2] if is_number(v)]), operands[-1]] if fine else None
    if operator in SHOW:
        return list(operands)[-SHOW[operator] :] if len(operands) >= SHOW[operator] else None
    return None


def is_number(value: Any) -> bool:
    """Whether a value of a PDF is a number; a boolean is none."""
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


@dataclass(slots=True)
class Graphics:
    """What ``q`` keeps and ``Q`` brings back."""

    ctm: Matrix = IDENTITY
    font: Font | None = None
    size: float = 0.0
    chosen: Any = None
    written: Any = None
    """The operands of the last ``Tf`` that was read, and of the last that was written."""
    char_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


class State:
    """The state of one content stream, fed operator by operator.

    Arguments:
        graphics: what it starts with; a form starts with a copy of its user's.
        font: the font of a name in the resources of the stream.
    """

    def __init__(self, graphics: Graphics, font: Callable[[Any], Font | None]) -> None:
        self.now = graphics
        self._stack: list[Graphics] = []
        self._font = font
        self.text = IDENTITY
        self._line = IDENTITY

    @property
    def depth(self) -> int:
        """How many ``q`` are open."""
        return len(self._stack)

    def feed(self, operator: str, operands: Sequence[Any]) -> None:
        """Takes in one operator; those that show text only by `advance`."""
        handler = getattr(self, _HANDLERS.get(operator, "_nothing"))
        handler(*operands)

    def advance(self, distance: float) -> None:
        """Moves the pen: unscaled text space, along the writing."""
        vertical = self.now.font is not None and self.now.font.vertical
        move = (1.0, 0.0, 0.0, 1.0, *((0.0, distance) if vertical else (distance * self.now.scale, 0.0)))
        self.text = multiply(move, self.text)

    def glyph(self, advance: float) -> tuple[Point, Point]:
        """Where a glyph that moves the pen this far (in ems) starts, and where its middle is: raw user space."""
        now = self.now
        whole = multiply(multiply((now.size * now.scale, 0.0, 0.0, now.size, 0.0, now.rise), self.text), now.ctm)
        if now.font is not None and now.font.vertical:
            return apply(whole, (0.0, 0.0)), apply(whole, (0.0, advance / 2))
        return apply(whole, (0.0, 0.0)), apply(whole, (advance / 2, 0.3))

    def _nothing(self, *_: Any) -> None:
        pass

    def _save(self) -> None:
        self._stack.append(replace(self.now))

    def _restore(self) -> None:
        if self._stack:
            self.now = self._stack.pop()

    def _transform(self, *values: Any) -> None:
        self.now.ctm = multiply(_matrix(values), self.now.ctm)

    def _begin(self) -> None:
        self.text = self._line = IDENTITY

    def _move(self, x: Any, y: Any) -> None:
        self._line = multiply((1.0, 0.0, 0.0, 1.0, number(x), number(y)), self._line)
        self.text = self._line

    def _move_and_lead(self, x: Any, y: Any) -> None:
        self.now.leading = -number(y)
        self._move(x, y)

    def _place(self, *values: Any) -> None:
        self.text = self._line = _matrix(values)

    def _next_line(self) -> None:
        self._move(0.0, -self.now.leading)

    def _char_space(self, value: Any) -> None:
        self.now.char_space = number(value)

    def _word_space(self, value: Any) -> None:
        self.now.word_space = number(value)

    def _scale(self, value: Any) -> None:
        self.now.scale = number(value) / 100

    def _leading(self, value: Any) -> None:
        self.now.leading = number(value)

    def _rise(self, value: Any) -> None:
        self.now.rise = number(value)

    def _choose(self, name: Any, size: Any) -> None:
        self.now.font, self.now.size = self._font(name), number(size)


_HANDLERS = {
    "q": "_save",
    "Q": "_restore",
    "cm": "_transform",
    "BT": "_begin",
    "Td": "_move",
    "TD": "_move_and_lead",
    "Tm": "_place",
    "T*": "_next_line",
    "Tc": "_char_space",
    "Tw": "_word_space",
    "Tz": "_scale",
    "TL": "_leading",
    "Ts": "_rise",
    "Tf": "_choose",
}


def _matrix(values: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = map(number, values)
    return (a, b, c, d, e, f)
