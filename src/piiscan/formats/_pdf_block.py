"""Lines that stand alike: their words start, end or have their middle at the same places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from piiscan.formats._grid import is_caption
from piiscan.formats._pdf_words import Line, said

__all__ = ["APART", "LOOSE", "block_at", "is_pair"]

APART = 3.5
"""Heights of a line: rows further apart than this do not belong to one table."""
LOOSE = 6
"""Lines that may stand between two rows: further lines of a cell, a heading within the table."""
_LONE = 3
"""As many such lines does a long one count for."""
_POINTS = 2.0
"""Edges that differ by less stand at the same place."""
_GAP = 1.5
"""Heights of a line: captions are further apart than the words of a sentence."""


def block_at(found: Sequence[Line], start: int, spend: Callable[[int], None]) -> list[int]:
    """The numbers of lines that stand like the one at ``start``, down to where the next is different or far away."""
    if len(found[start].segments) < 2:
        return []
    block, edges, loose, width = [start], set(_edges(found[start])), 0, found[start].width
    for number in range(start + 1, len(found)):
        line = found[number]
        spend(3 * len(line.segments))
        if found[number - 1].level - line.level > APART * line.height:
            break
        alike = sum(not edges.isdisjoint(_edges(Line(0, 0, (segment,)), slack=1)) for segment in line.segments)
        if alike >= max(2, len(line.segments) / 2):
            block.append(number)
            edges.update(_edges(line))
            loose, width = 0, max(width, line.width)
            continue
        loose += 1 if line.width < width / 2 else _LONE
        if loose > LOOSE:
            break
    return block


def is_pair(block: Sequence[Line], text: str) -> bool:
    """Whether two lines are captions, far apart, with a value below each."""
    if len(block) != 2 or len(block[0].segments) != len(block[1].segments):
        return False
    above, below = (block[0].segments, block[1].segments)
    wide = all(b.left - a.right > _GAP * block[0].height for line in block for a, b in pairwise(line.segments))
    over = all(a.left < b.right and b.left < a.right for a, b in zip(above, below, strict=True))
    names, values = ([said(segment.words, text) for segment in line.segments] for line in block)
    return wide and over and all(map(is_caption, names)) and not all(map(is_caption, values))


def _edges(line: Line, slack: int = 0) -> Iterator[tuple[str, int]]:
    """Where the pieces of a line start, end, and have their middle."""
    for segment in line.segments:
        for kind, place in (
            ("left", segment.left),
            ("right", segment.right),
            ("middle", (segment.left + segment.right) / 2),
        ):
            for near in range(-slack, slack + 1):
                yield kind, round(place / _POINTS) + near
