"""The words of a page and the lines in which they stand, turned so that they read from left to right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from piiscan.formats._pdf_geometry import Box
from piiscan.formats._pdf_view import Characters, View

__all__ = ["Line", "Segment", "Word", "lines", "said", "turned", "words"]

_FAR = 1e6
"""Points: what stands further away, or is larger, stands on no page."""
_WORD = re.compile(r"[^\s\u00ad]+\u00ad?")
_BROKEN = re.compile(r"(?<=[^\W\d_])- (?=[a-z])|\u00ad ?")
_ASKED = 50
"""Words of a page that are asked in which direction they are read."""
_GAP = 0.4
"""Heights of a line: words further apart than this stand in two pieces of a line."""
_EQUAL = 0.06
"""Heights: the gaps of a justified line do not differ by more."""
_ENOUGH = 8
"""Gaps that say how wide they usually are."""
_WIDER = 1.5
"""Or gaps this many times wider than those of the page usually are, where its letters stand far apart."""


class Word(NamedTuple):
    """Characters without a blank between them.

    Arguments:
        start, end: where they stand in the text of the page.
        left, right: from where to where they run on the page, turned.
        level: how high their middle stands.
        height: of their font.
        small: whether the first of them is a letter that is not a capital.
    """

    start: int
    end: int
    left: float
    right: float
    level: float
    height: float
    small: bool

    @classmethod
    def at(cls, start: int, end: int, box: Box, first: str) -> Word:
        """A word in its box, given its first character."""
        small = first.isalpha() and not first.isupper()
        return cls(start, end, box.left, box.right, (box.bottom + box.top) / 2, box.top - box.bottom, small)


class Segment(NamedTuple):
    """Words of a line that stand close together, and from where to where."""

    left: float
    right: float
    words: tuple[Word, ...]


class Line(NamedTuple):
    """What stands at one height, from left to right."""

    level: float
    height: float
    segments: tuple[Segment, ...]

    @property
    def width(self) -> float:
        """From where it starts to where it ends."""
        return self.segments[-1].right - self.segments[0].left


def turned(box: Box, turns: int) -> Box:
    """A box on a page that is turned so many quarters with the clock."""
    left, bottom, right, top = box
    if turns == 1:
        return Box(bottom, -right, top, -left)
    if turns == 2:
        return Box(-right, -top, -left, -bottom)
    return Box(-top, left, -bottom, right) if turns == 3 else box


def words(view: View, page: int, characters: Characters) -> tuple[list[Word], int]:
    """The words in the direction in which most of a page is read, in the order of its text, and that direction.

    Arguments:
        view: the file.
        page: from 0.
        characters: of that page.

    Returns:
        The words, turned, and the quarter turns against the clock in which they were read.
    """
    text, index = characters.text, characters.index
    spans = [match.span() for match in _WORD.finditer(text)]
    turn = _turn(view, page, [index[start] for start, _ in spans[:: 1 + len(spans) // _ASKED]])
    if turn is None:  # some are read otherwise
        turns = view.turns(page, [index[start] for start, _ in spans])
        turn = max(range(4), key=turns.count)
        spans = [span for span, own in zip(spans, turns, strict=True) if own == turn]
    boxes = view.boxes(page, [(index[start], index[end - 1]) for start, end in spans])
    boxes = [turned(box, turn) for box in boxes] if turn else boxes
    found = [Word.at(start, end, box, text[start]) for (start, end), box in zip(spans, boxes, strict=True)]
    return [word for word in found if _stands(word)], turn


def _turn(view: View, page: int, asked: Sequence[int]) -> int | None:
    """The direction in which all of some characters are read; None where they are not of one mind, or lie slanted."""
    found = set(view.turns(page, asked)) or {0}
    return found.pop() if len(found) == 1 and -1 not in found else None


def _stands(word: Word) -> bool:
    """Whether a word has a place on a page; broken fonts and matrices put it anywhere."""
    return word.left < word.right < _FAR and 0 < word.height < _FAR and word.left > -_FAR and abs(word.level) < _FAR


def lines(found: Sequence[Word]) -> list[Line]:
    """The lines of words, from the top down, each cut where a gap is too wide for a blank."""
    rows: list[list[Word]] = []
    level = height = 0.0
    for word in sorted(found, key=_place):
        if rows and level - word.level <= 0.4 * min(height, word.height):
            rows[-1].append(word)
        else:
            rows.append([word])
            level, height = word.level, word.height
    for row in rows:
        row.sort(key=_left)
    usual = _usual_gap(rows)
    return [_line(row, usual) for row in rows]


def _place(word: Word) -> tuple[float, float]:
    return -word.level, word.left


def _left(word: Word) -> float:
    return word.left


def said(found: Sequence[Word], text: str) -> str:
    """What words say, in their order: a word that is broken at the end of a line is whole.

    Arguments:
        found: the words.
        text: of the page.
    """
    shown = " ".join(text[word.start : word.end] for word in found)
    return _BROKEN.sub("", shown)


def _usual_gap(rows: Sequence[Sequence[Word]]) -> float:
    """The width of a blank on this page, in heights."""
    gaps = [(after.left - before.right) / before.height for row in rows for before, after in pairwise(row)]
    small = [gap for gap in gaps if 0 < gap < 1]
    return _middle(small) if len(small) >= _ENOUGH else 0.0


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _line(row: Sequence[Word], usual: float) -> Line:
    height, level = _middle([word.height for word in row]), _middle([word.level for word in row])
    gaps = [after.left - before.right for before, after in pairwise(row)]
    widest = max(_GAP, _WIDER * usual) * height
    cuts = [place for place, gap in enumerate(gaps, 1) if gap > widest and not _is_spread(row, gaps, place, height)]
    pieces = [tuple(row[start:end]) for start, end in pairwise((0, *cuts, len(row)))]
    return Line(level, height, tuple(Segment(own[0].left, max(w.right for w in own), own) for own in pieces))


def _is_spread(row: Sequence[Word], gaps: Sequence[float], place: int, height: float) -> bool:
    """Whether the gap before a word is that of a justified line: small letters, and the gap beside it is as wide."""
    for first in (place - 2, place - 1):
        if first >= 0 and first + 2 < len(row):
            small = sum(word.small for word in row[first : first + 3])
            if small > 1 and abs(gaps[first] - gaps[first + 1]) <= _EQUAL * height:
                return True
    return False
