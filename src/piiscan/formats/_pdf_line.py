"""What stays of the strings of a line when glyphs are cut from it: the others, each where it stood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from piiscan.formats._pdf_file import number
from piiscan.formats._pdf_fonts import NotUnderstood
from piiscan.formats._pdf_geometry import Point
from piiscan.formats._pdf_state import Graphics, State

__all__ = ["Line"]


class Line:
    """The strings that are shown one after the other until the pen is placed anew.

    What is cut leaves a gap. It is bridged by one number when a glyph follows that stays; the numbers of the source
    around it (kerning, which tells about the glyphs) go into that one number, and a gap at the end is left out.
    """

    def __init__(self) -> None:
        self._gap = 0.0  # in text space, the horizontal scale included
        self._pieces: list[Any] = []
        self._bytes = bytearray()
        self.cut = False

    @property
    def open(self) -> bool:
        """Whether something was cut since the pen was placed."""
        return bool(self._gap)

    def restart(self) -> None:
        """The pen is placed anew: what was cut before need not be bridged."""
        self._gap = 0.0

    def kept(self, items: Sequence[Any], state: State, takes: Callable[[Point, Point], bool]) -> list[Any]:
        """What to show of the operands of one operator, as an array of ``TJ``; sets ``cut``.

        Arguments:
            items: strings and numbers.
            state: of the stream; its pen is moved.
            takes: whether a glyph goes, given where it starts and where its middle is.

        Raises:
            NotUnderstood: the font is not known.
        """
        import pikepdf

        now = state.now
        if now.font is None:
            raise NotUnderstood("font")
        self._pieces, self.cut = [], False
        for item in items:
            if not isinstance(item, pikepdf.String):
                self._move(item, state)
                continue
            for code, advance, blank in now.font.glyphs(bytes(item)):
                distance = advance * now.size + now.char_space + (now.word_space if blank else 0.0)
                if takes(*state.glyph(advance)):
                    self._drop(distance, now)
                else:
                    self._bridge(now)
                    self._bytes += code
                state.advance(distance)
        self._flush()
        return self._pieces

    def _move(self, item: Any, state: State) -> None:
        distance = -number(item) / 1000 * state.now.size
        if self._gap and not self._bytes:
            self._gap += distance * state.now.scale
        else:
            self._flush()
            self._pieces.append(item)
        state.advance(distance)

    def _drop(self, distance: float, now: Graphics) -> None:
        import pikepdf

        self.cut = True
        self._flush()
        while self._pieces and not isinstance(self._pieces[-1], pikepdf.String):
            self._gap -= number(self._pieces.pop()) / 1000 * now.size * now.scale
        self._gap += distance * now.scale

    def _bridge(self, now: Graphics) -> None:
        if self._gap and now.size and now.scale:
            self._pieces.append(Decimal(f"{-self._gap * 1000 / (now.size * now.scale):.3f}"))
        self._gap = 0.0

    def _flush(self) -> None:
        import pikepdf

        if self._bytes:
            self._pieces.append(pikepdf.String(bytes(self._bytes)))
            self._bytes.clear()
