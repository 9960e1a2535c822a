"""Reads a picture: a `Picture` becomes a `Text` with a polygon per character.

RapidOCR finds the boxes that hold text and reads each of them; everything around that is decided here: the scale, the
direction in which each box is read, the order of the lines and where each character stands. The direction is decided by
evidence: the long side of the boxes gives the axis, reading a few of the longest both ways gives the way; a box that
reads badly is tried the other way round, so that a card that lies upside down beside another is read too.

Needs the extra ``ocr``; its models are in the wheel of RapidOCR and nothing is ever downloaded.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from piiscan.errors import ModelError, UnsupportedFormat
from piiscan.model import Area, Picture, Span, Text
from piiscan.reading import Reading
from piiscan.runs import Runs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Pixels: TypeAlias = NDArray[np.uint8]
    Quad: TypeAlias = NDArray[np.float32]

__all__ = ["available", "read", "rgb"]

_MODULES = ("rapidocr", "onnxruntime", "cv2", "numpy")
_AREA, _SHORT = 2_200_000, 736
"""The picture in which boxes are looked for: never more pixels; enlarged until its shorter side has as many as that."""
_ENLARGED = 4.0
"""But never more than this: a letter of seven pixels is large enough then, and a smaller one cannot be read."""
_TILE = 3
"""A picture is cut into tiles that are at most this many times as high as it is wide."""
_SECOND = 0.6
"""The scale of the second look."""
_BATCH, _SHORTEST = 120.0, 320 / 48
"""The lengths of the boxes that are read together, in heights of a line, and what the shortest counts for."""
_CERTAIN, _SURE, _DOUBTFUL, _NOISE = 0.97, 0.9, 0.75, 0.3
"""Mean probability of the characters of a line: read the right way up for certain, probably, hardly; and no text."""


class _Line(NamedTuple):
    """One box, read: its corners from the top left of its text, and how far along it each character's middle stands."""

    text: str
    score: float
    quad: Quad
    turns: int
    middles: tuple[float, ...]


_Recognize: TypeAlias = "Callable[[Sequence[int], Sequence[int]], dict[int, _Line]]"
"""Reads the boxes of these numbers, each turned by so many quarters."""


def available() -> bool:
    """Whether the extra ``ocr`` is installed."""
    return all(find_spec(name) for name in _MODULES)


def read(picture: Picture, path: str, reading: Reading, *, thorough: bool = False) -> Text:
    """The text of a picture, lines from top to bottom, with an outline in pixels of the picture as stored.

    Arguments:
        picture: what to read.
        path: the blob in which it stands, for errors.
        reading: the budget; its clock is looked at between batches of lines.
        thorough: look for text a second time, in the picture made smaller, where large and blurred letters stand out.

    Raises:
        UnsupportedFormat: the extra ``ocr`` is not installed.
        ReadError: the picture cannot be decoded, or a limit is reached.
        ModelError: the models cannot be loaded.
    """
    if not available():
        raise UnsupportedFormat("needs the extra [ocr]", path)
    import numpy as np

    image = picture.load()
    reading.pixels(*image.size, path)
    hint = {3: 2, 4: 2, 5: 3, 6: 3, 7: 1, 8: 1}.get(image.getexif().get(0x0112, 1), 0)
    pixels = np.ascontiguousarray(rgb(image)[:, :, ::-1])
    with _LOCK:
        quads = _boxes(pixels, path, reading)
        if thorough:
            quads = _joined(quads, _boxes(pixels, path, reading, _SECOND), larger=False)
        lines = _read_boxes(pixels, quads, hint, path, reading)
    return _text([line for line in lines if line.score >= _NOISE and line.text.strip()])


def rgb(image: Image) -> Pixels:
    """The pixels of any mode as a person would see them: 8 bits a channel, what is transparent on a plain ground.

    The ground is white under dark and black under light content, so that neither disappears.
    """
    import numpy as np
    import PIL.Image

    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        values = np.asarray(image, dtype=np.float64)
        low, high = float(values.min()), float(values.max())
        grey = ((values - low) * (255 / (high - low or 1))).astype(np.uint8)
        return np.stack([grey] * 3, axis=-1)
    if image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
        values = np.asarray(image, dtype=np.float32)
        alpha = values[:, :, 3]
        light = float((values[:, :, :3].mean(axis=2) * alpha).sum()) > 128 * float(alpha.sum())
        ground = PIL.Image.new("RGBA", image.size, (0, 0, 0, 255) if light else (255, 255, 255, 255))
        image = PIL.Image.alpha_composite(ground, image)
    return np.asarray(image.convert("RGB"))


_LOCK = threading.Lock()


@lru_cache(maxsize=1)
def _engine() -> Any:
    """The one engine of this process: one thread, no download, no log."""
    try:
        import rapidocr
    except ImportError as error:
        raise ModelError(f"RapidOCR cannot be loaded ({type(error).__name__})") from None
    logging.getLogger("RapidOCR").disabled = True
    models = f"{rapidocr.__path__[0]}/models"
    settings = {
        "Global.log_level": "critical",
        "Global.use_preprocess_img": False,
        "Global.use_vertical_padding": False,
        "Global.use_cls": False,
        "Global.return_word_box": True,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "Det.limit_side_len": 32,
        "Det.max_candidates": 3000,
        "Det.box_thresh": 0.3,
        "Det.model_path": f"{models}/PP-OCRv6_det_small.onnx",
        "Rec.model_path": f"{models}/PP-OCRv6_rec_small.onnx",
    }
    return rapidocr.RapidOCR(params=settings)


def _boxes(pixels: Pixels, path: str, reading: Reading, share: float = 1.0) -> list[Quad]:
    """The corners of every box that holds text, clockwise from the top left, in pixels.

    ``share`` is the scale at which they are looked for, to that which fits best.
    """
    import numpy as np

    quads: list[Quad] = []
    for top, tile in _tiles(pixels):
        reading.tick(path)
        moved = [quad + np.array((0, top), dtype=np.float32) for quad in _detect(tile, share)]
        quads = _joined(quads, moved, larger=True)
    return quads


def _detect(pixels: Pixels, share: float) -> list[Quad]:
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    scale = share * min((_AREA / (height * width)) ** 0.5, min(_ENLARGED, max(1.0, _SHORT / min(height, width))))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    shrunk = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    framed = cv2.copyMakeBorder(shrunk, 32, 32, 32, 32, cv2.BORDER_REPLICATE)
    found = _engine()(framed, use_det=True, use_cls=False, use_rec=False).boxes
    ratio = np.array((width / size[0], height / size[1]), dtype=np.float32)
    return [((quad - 32) * ratio).astype(np.float32) for quad in (found if found is not None else ())]


def _tiles(pixels: Pixels) -> Iterator[tuple[int, Pixels]]:
    """The picture; or, of one that is much higher than wide, overlapping pieces that fit the network, and their top."""
    height, width = pixels.shape[:2]
    length = max(_TILE * width, _SHORT)
    overlap = length // 8
    for top in range(0, max(1, height - overlap), length - overlap):
        yield top, pixels[top : top + length]


def _joined(quads: Sequence[Quad], others: Sequence[Quad], *, larger: bool) -> list[Quad]:
    """The boxes of two looks, each once.

    Two are the same where the middle of one lies in the other. The first look's is kept, or the larger of the two: at
    the edge of a tile one of them is cut off.
    """
    import numpy as np

    kept, added = list(quads), []
    first = np.array(kept, dtype=np.float32).reshape(-1, 4, 2)
    for other in others:
        same = np.flatnonzero(_holds(first, other.mean(axis=0)) | _holds(other[None], first.mean(axis=1)))
        if not len(same):
            added.append(other)
        elif larger and max(_sides(other)) > max(_sides(kept[same[0]])):
            kept[same[0]] = other
    return kept + added


def _holds(quads: NDArray[np.float32], points: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Whether each box, its corners clockwise, holds the point, or the one box each point."""
    import numpy as np

    sides = np.roll(quads, -1, axis=1) - quads
    to = np.reshape(points, (-1, 1, 2)) - quads
    return np.asarray((sides[..., 0] * to[..., 1] - sides[..., 1] * to[..., 0] >= 0).all(axis=-1))


def _read_boxes(pixels: Pixels, quads: Sequence[Quad], hint: int, path: str, reading: Reading) -> list[_Line]:
    """Every box, read the way that reads best. ``hint`` is the turn that EXIF tells, in quarters."""

    def recognize(numbers: Sequence[int], turns: Sequence[int]) -> dict[int, _Line]:
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


def _better(lines: dict[int, _Line], numbers: Sequence[int], recognize: _Recognize) -> bool:
    """Reads boxes the other way round and keeps what reads better; whether anything longer than a mark did."""
    turned = False
    for i, other in recognize(numbers, [(lines[i].turns + 2) % 4 for i in numbers]).items():
        if other.score > lines[i].score + (0.1 if lines[i].score < _DOUBTFUL else 0.02):
            lines[i] = other
            turned |= len(other.text) > 3 and other.score > _DOUBTFUL
    return turned


def _page_turns(quads: Sequence[Quad], hint: int, recognize: _Recognize) -> tuple[int, dict[int, _Line]]:
    """By how many quarters, clockwise, the picture as a whole is turned, and the boxes that were read to tell."""
    lying, standing = (sum(length for length, turns in map(_long_axis, quads) if turns == n) for n in (0, 1))
    axis = hint % 2 if lying == standing else int(standing > lying)
    longest = [i for i in range(len(quads)) if _long_axis(quads[i])[1] == axis]
    longest = sorted(longest, key=lambda i: -_long_axis(quads[i])[0])[:6]
    first = hint if hint % 2 == axis else axis
    read: list[tuple[float, int, dict[int, _Line]]] = []
    for turns in (first, (first + 2) % 4):
        lines = recognize(longest, [turns] * len(longest))
        read.append((sum(line.score for line in lines.values()) / max(1, len(lines)), turns, lines))
        if read[-1][0] >= _SURE:
            return turns, lines
    return max(read, key=lambda item: item[0])[1:]


def _long_axis(quad: Quad) -> tuple[float, int | None]:
    """The length of a box and whether it lies (0) or stands (1); None where it is nearly square."""
    width, height = _sides(quad)
    return max(width, height), 0 if width > 1.5 * height else 1 if height > 1.5 * width else None


def _sides(quad: Quad) -> tuple[float, float]:
    import numpy as np

    return float(np.linalg.norm(quad[1] - quad[0])), float(np.linalg.norm(quad[2] - quad[1]))


def _turns(quad: Quad, page: int) -> int:
    axis = _long_axis(quad)[1]
    return page if axis is None or axis == page % 2 else (page + 1) % 4


def _recognize(pixels: Pixels, quads: Sequence[Quad], turns: Sequence[int], path: str, reading: Reading) -> list[_Line]:
    import numpy as np

    turned = [np.roll(quad, -turn, axis=0) for quad, turn in zip(quads, turns, strict=True)]
    lines: dict[int, _Line] = {}
    for batch in _batches([_sides(quad)[0] / max(1.0, _sides(quad)[1]) for quad in turned]):
        reading.tick(path)
        result = _engine().recognize_txt([_crop(pixels, turned[i]) for i in batch])
        for i, text, score, words in zip(batch, result.txts, result.scores, result.word_results, strict=True):
            columns = [column for word in words.word_cols or () for column in word]
            middles = tuple(min(1.0, (column + 0.5) / max(1.0, words.line_txt_len)) for column in columns)
            lines[i] = _Line(_latin(text), float(score), turned[i], turns[i], middles)
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

    width, height = (max(1, round(side)) for side in _sides(quad))
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(quad, corners)
    level = cv2.warpPerspective(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    if height <= 48:
        return np.asarray(level)
    return np.asarray(cv2.resize(level, (max(1, round(width * 48 / height)), 48), interpolation=cv2.INTER_AREA))


@dataclass(frozen=True, slots=True)
class _Outline:
    """Tells where a span of the text stands: for each character its line and its left and right edge along it."""

    lines: tuple[_Line, ...]
    line_of: tuple[int, ...]
    edges: tuple[tuple[float, float], ...]

    def __call__(self, span: Span) -> tuple[Area, ...]:
        found: dict[int, list[tuple[float, float]]] = {}
        for offset in range(max(0, span.start), min(span.end, len(self.line_of))):
            if self.line_of[offset] >= 0:
                found.setdefault(self.line_of[offset], []).append(self.edges[offset])
        return tuple(
            _slice(self.lines[number].quad, min(left for left, _ in edges), max(right for _, right in edges))
            for number, edges in found.items()
        )


def _slice(quad: Quad, left: float, right: float) -> Area:
    top, bottom = quad[1] - quad[0], quad[2] - quad[3]
    corners = (quad[0] + top * left, quad[0] + top * right, quad[3] + bottom * right, quad[3] + bottom * left)
    return tuple((float(x), float(y)) for x, y in corners)


def _edges(line: _Line) -> list[tuple[float, float]]:
    """Left and right of each character, from 0 to 1 along its line: halfway to its neighbours."""
    middles = iter(line.middles)
    known = [None if character.isspace() else next(middles, None) for character in line.text]
    places = [place for place in known if place is not None]
    if len(places) != sum(not character.isspace() for character in line.text):
        count = len(line.text)
        return [(i / count, (i + 1) / count) for i in range(count)]
    borders = [0.0, *((a + b) / 2 for a, b in pairwise(places)), 1.0]
    edges, seen = [], 0
    for place in known:
        edges.append((borders[seen], borders[seen + 1]) if place is not None else (borders[seen], borders[seen]))
        seen += place is not None
    return edges


def _text(lines: Sequence[_Line]) -> Text:
    runs, numbers, edges = Runs(), [], []
    ordered: list[_Line] = []
    for row, boxes in enumerate(_rows(lines), start=1):
        for place, line in enumerate(boxes):
            if ordered:
                mark = " " if place else "\n"
                runs.glue(mark)
                numbers.append(-1)
                edges.append((0.0, 0.0))
            runs.add(line.text, at=f"line={row}", source=len(ordered))
            numbers += [len(ordered)] * len(line.text)
            edges += _edges(line)
            ordered.append(line)
    text = runs.text()
    outline = _Outline(tuple(ordered), tuple(numbers), tuple(edges))
    return Text(text.text, starts=text.starts, places=text.places, sources=text.sources, outline=outline, unit="px")


def _rows(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Boxes that stand beside each other, left to right, from top to bottom; what is turned differently comes last."""
    for turns in sorted({line.turns for line in lines}, key=lambda turns: -sum(line.turns == turns for line in lines)):
        rows: list[tuple[float, float, list[tuple[float, _Line]]]] = []
        placed = [(*_level(line, _skew(lines, turns)), line) for line in lines if line.turns == turns]
        for down, height, along, line in sorted(placed, key=lambda item: item[:3]):
            fits = [row for row in rows[-8:] if abs(row[0] - down) < 0.5 * min(row[1], height)]
            if fits:
                fits[-1][2].append((along, line))
            else:
                rows.append((down, height, [(along, line)]))
        for _, _, row in rows:
            yield [line for _, line in sorted(row, key=lambda item: item[0])]


def _skew(lines: Sequence[_Line], turns: int) -> complex:
    """The direction in which the boxes of one turn are read, as a unit number: that of the middle one by length."""
    ways = [complex(*(line.quad[1] - line.quad[0])) for line in lines if line.turns == turns]
    around = sum(ways) or 1
    ways.sort(key=lambda way: (way / around).imag / (abs(way) or 1))
    half = sum(map(abs, ways)) / 2
    for way in ways:
        half -= abs(way)
        if half <= 0 and abs(way):
            return way / abs(way)
    return 1 + 0j


def _level(line: _Line, direction: complex) -> tuple[float, float, float]:
    """How far down, how high and how far along a box stands, seen in its reading direction."""
    middle = complex(*line.quad.mean(axis=0)) / direction
    return middle.imag, _sides(line.quad)[1], middle.real
