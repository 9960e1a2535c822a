"""Reads the boxes of a picture, each the way that reads best.

The way is decided by evidence: the long sides of the boxes give the axis, reading a few of the longest both ways gives
the way; a box that reads badly is tried the other way round, so that a card that lies upside down beside another is
read too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from piiscan.ocr.boxes import sides
from piiscan.ocr.engine import engine
from piiscan.reading import Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels: TypeAlias = NDArray[np.uint8]
    Quad: TypeAlias = NDArray[np.float32]

__all__ = ["Line", "read_boxes"]

_BATCH, _SHORTEST = 120.0, 320 / 48
"""The lengths of the boxes that are read together, in heights of a line, and what the shortest counts for."""
_CERTAIN, _SURE, _DOUBTFUL = 0.97, 0.9, 0.75
"""Mean probability of the characters of a line: read the right way up for certain, probably, hardly."""


class Line(NamedTuple):
    """One box, read: its corners from the top left of its text, and how far along it each character's middle stands."""

    text: str
    score: float
    quad: Quad
    turns: int
    middles: tuple[float, ...]


_Recognize: TypeAlias = "Callable[[Sequence[int], Sequence[int]], dict[int, Line]]"
"""Reads the boxes of these numbers, each turned by so many quarters."""


def read_boxes(pixels: Pixels, quads: Sequence[Quad], hint: int, path: str, reading: Reading) -> list[Line]:
    """Every box, read the way that reads best. ``hint`` is the turn that EXIF tells, in quarters."""

    def recognize(numbers: Sequence[int], turns: Sequence[int]) -> dict[int, Line]:
        read = _recognize(pixels, [quads[i] for i in numbers], turns, path, reading)
        return dict(zip(numbers, read, strict=True))

    page, lines = _page_turns(quads, hint, recognize)
    rest = [i for i in range(len(quads)) if i not in lines]
    lines |= recognize(rest, [_turns(quads[i], page) for i in rest])
    doubtful = [i for i, line in lines.items() if line.score < _DOUBTFUL or ">>>" in line.text]
    turned = _better(lines, doubtful, recognize)
    if turned:  # something on this page lies the other way round, so the rest may too
        _better(lines, [i for i, line in lines.items() if i not in doubtful and line.score < _CERTAIN], recognize)
    return [lines[i] for i in range(len(quads))]


def _better(lines: dict[int, Line], numbers: Sequence[int], recognize: _Recognize) -> bool:
    """Reads boxes the other way round and keeps what reads better; whether anything longer than a mark did."""
    turned = False
    for i, other in recognize(numbers, [(lines[i].turns + 2) % 4 for i in numbers]).items():
        if other.score > lines[i].score + (0.1 if lines[i].score < _DOUBTFUL else 0.02):
            lines[i] = other
            turned |= len(other.text) > 3 and other.score > _DOUBTFUL
    return turned


def _page_turns(quads: Sequence[Quad], hint: int, recognize: _Recognize) -> tuple[int, dict[int, Line]]:
    """By how many quarters, clockwise, the picture as a whole is turned, and the boxes that were read to tell."""
    lying, standing = (sum(length for length, turns in map(_long_axis, quads) if turns == n) for n in (0, 1))
    axis = hint % 2 if lying == standing else int(standing > lying)
    longest = [i for i in range(len(quads)) if _long_axis(quads[i])[1] == axis]
    longest = sorted(longest, key=lambda i: -_long_axis(quads[i])[0])[:6]
    first = hint if hint % 2 == axis else axis
    read: list[tuple[float, int, dict[int, Line]]] = []
    for turns in (first, (first + 2) % 4):
        lines = recognize(longest, [turns] * len(longest))
        read.append((sum(line.score for line in lines.values()) / max(1, len(lines)), turns, lines))
        if read[-1][0] >= _SURE:
            return turns, lines
    return max(read, key=lambda item: item[0])[1:]


def _long_axis(quad: Quad) -> tuple[float, int | None]:
    """The length of a box and whether it lies (0) or stands (1); None where it is nearly square."""
    width, height = sides(quad)
    return max(width, height), 0 if width > 1.5 * height else 1 if height > 1.5 * width else None


def _turns(quad: Quad, page: int) -> int:
    axis = _long_axis(quad)[1]
    return page if axis is None or axis == page % 2 else (page + 1) % 4


def _recognize(pixels: Pixels, quads: Sequence[Quad], turns: Sequence[int], path: str, reading: Reading) -> list[Line]:
    import numpy as np

    turned = [np.roll(quad, -turn, axis=0) for quad, turn in zip(quads, turns, strict=True)]
    lines: dict[int, Line] = {}
    for batch in _batches([sides(quad)[0] / max(1.0, sides(quad)[1]) for quad in turned]):
        reading.tick(path)
        result = engine().recognize_txt([_crop(pixels, turned[i]) for i in batch])
        for i, text, score, words in zip(batch, result.txts, result.scores, result.word_results, strict=True):
            columns = [column for word in words.word_cols or () for column in word]
            middles = tuple(min(1.0, (column + 0.5) / max(1.0, words.line_txt_len)) for column in columns)
            lines[i] = Line(_latin(text), float(score), turned[i], turns[i], middles)
    return [lines[i] for i in range(len(turned))]


_GREEK_CYRILLIC = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧΛАВЕКМНОРСТХо", "ABEZHIKMNOPTYXAABEKMHOPCTXo")


def _latin(text: str) -> str:
    """Letters of other alphabets that look like Latin ones made Latin, where most of the line is; same length."""
    ascii_ = sum(character.isascii() for character in text)
    return text.translate(_GREEK_CYRILLIC) if 2 * ascii_ > len(text) else text


def _batches(ratios: Sequence[float]) -> Iterator[list[int]]:
    """Boxes of about the same length together, since a batch is as wide as its widest, and few of the long ones."""
    batch: list[int] = []
    for i in sorted(range(len(ratios)), key=ratios.__getitem__):
        if batch and (len(batch) + 1) * max(ratios[i], _SHORTEST) > _BATCH:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _crop(pixels: Pixels, quad: Quad) -> Pixels:
    """The box, made level, at most 48 pixels high, which is what the network sees."""
    import cv2
    import numpy as np

    width, height = (max(1, round(side)) for side in sides(quad))
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(quad, corners)
    level = cv2.warpPerspective(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    if height <= 48:
        return np.asarray(level)
    return np.asarray(cv2.resize(level, (max(1, round(width * 48 / height)), 48), interpolation=cv2.INTER_AREA))
