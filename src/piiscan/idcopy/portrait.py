"""Finds the holder's portraits on a document: the photo, and the small or pale ones that repeat it.

CenterFace finds faces; it is asked for all four quarter turns, since a scan may lie any way, and once more enlarged,
for the small ones. A face is then grown to the portrait around it: by ICAO's proportions, further to the straight edge
of the photo where there is one, and less where print stands beside it.

Source: ICAO Doc 9303-3, 3.9 (the face takes 70 to 80 % of the height of the portrait); models/centerface/CARD.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from piiscan.errors import ModelError
from piiscan.idcopy.geometry import Box, Frame
from piiscan.model import Area

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels: TypeAlias = NDArray[np.uint8]

__all__ = ["Portrait", "find"]

_SIDE, _LARGE = 640, 960
"""The longer side of the picture as the network sees it: where most faces are found, and where small ones are."""
_ENOUGH = 1600
"""No longer side than this is needed to find the edges of a photo."""
_SURE, _FAINT = 0.5, 0.3
"""The least score of a face that stands alone, and of one that is looked for beside another."""
_MARGIN = (0.85, 0.7, 0.85, 1.25)
"""Left, above, right, below: what is covered around a face, in widths and heights of it, unless print stands there."""
_LEAST = (0.45, 0.45, 0.45, 0.5)
"""What is covered in any case: print nearer than this stands on the portrait."""
_INSIDE, _STEP, _MOST = 0.3, 5.0, 0.6
"""No photo ends nearer to the face; how much lighter or darker an edge is, of 255, and in which share of the rows."""
_OVERPRINT = 0.5
"""How far print may reach over the edge of the photo."""
_PALE = 1.1
"""The same for a small portrait, whose outline is often faded, on all sides."""
_REACH = 1.4
"""How far out, in the same measure, the edge of the photo is looked for."""


class Portrait(NamedTuple):
    """One portrait: its polygon in pixels of the picture as stored, how sure, and the face's share of the picture."""

    area: Area
    score: float
    size: float


class _Face(NamedTuple):
    score: float
    box: Box


def find(pixels: Pixels, direction: complex, print_: Sequence[Area] = ()) -> list[Portrait]:
    """The portraits in a picture, the largest first.

    Arguments:
        pixels: height x width x 3, 8 bits, RGB, as stored.
        direction: the reading direction of the text in it, as `Frame` has it.
        print_: where text stands, which a portrait is not grown over.

    Raises:
        ModelError: the model is not installed or cannot be loaded.
    """
    frame = Frame(direction / abs(direction))
    small, scale = _shrunk(pixels)
    level, (along, down) = _levelled(small, frame)
    texts = [_moved(frame.box([(x * scale, y * scale) for x, y in area]), -along, -down) for area in print_]
    found = []
    faces = _faces(level)
    largest = max((face.box.height for face in faces), default=0.0)
    for face in faces:
        margins = _MARGIN if face.box.height > 0.7 * largest else (_PALE,) * 4
        box = _moved(_grown(level, face.box, margins, texts), along, down)
        area = frame.area(box)
        size = face.box.width * face.box.height / (level.shape[0] * level.shape[1])
        found.append(Portrait(tuple((x / scale, y / scale) for x, y in area), face.score, size))
    return sorted(found, key=lambda portrait: -portrait.size)


def _shrunk(pixels: Pixels) -> tuple[Pixels, float]:
    """The picture at the size that is needed here, and its scale."""
    import numpy as np
    from PIL import Image

    height, width = pixels.shape[:2]
    scale = min(1.0, _ENOUGH / max(height, width))
    if scale == 1:
        return pixels, scale
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BOX)), scale


def _levelled(pixels: Pixels, frame: Frame) -> tuple[Pixels, tuple[float, float]]:
    """The picture turned so that its text is level, and where its top left stands in the frame."""
    import numpy as np
    from PIL import Image

    height, width = pixels.shape[:2]
    box = frame.box([(0, 0), (width, 0), (width, height), (0, height)])
    if frame.direction == 1:
        return pixels, (0.0, 0.0)
    size = (round(box.width), round(box.height))
    # a point (x, y) of the turned picture comes from (x + left + (y + top)i) * direction of the stored one
    way, origin = frame.direction, complex(box.left, box.top) * frame.direction
    matrix = (way.real, -way.imag, origin.real, way.imag, way.real, origin.imag)
    turned = Image.fromarray(pixels).transform(size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
    return np.asarray(turned), (box.left, box.top)


def _faces(level: Pixels) -> list[_Face]:
    found: list[_Face] = []
    for turns in range(4):
        found += _detect(level, turns, _SIDE)
    if any(face.score >= _SURE for face in found):
        # the document has a face; pale copies of it stand upright as it does
        found += _detect(level, 0, _LARGE)
        found = [face for face in found if face.score >= _FAINT]
    else:
        stretched = _stretched(level)
        found = [face for side in (_SIDE, _LARGE) for face in _detect(stretched, 0, side) if face.score >= _SURE]
    return _distinct(found)


def _distinct(faces: Sequence[_Face]) -> list[_Face]:
    kept: list[_Face] = []
    for face in sorted(faces, key=lambda face: -face.score):
        if all(face.box.overlap(other.box) < 0.4 for other in kept):
            kept.append(face)
    return kept


def _stretched(level: Pixels) -> Pixels:
    """Grey, its contrast stretched: what helps with a pale photocopy."""
    import numpy as np
    from PIL import Image, ImageOps

    grey = ImageOps.autocontrast(Image.fromarray(level).convert("L"), cutoff=2)
    return np.asarray(grey.convert("RGB"))


def _detect(level: Pixels, turns: int, side: int) -> Iterator[_Face]:
    """Faces in the picture turned back by so many quarters, as boxes of the picture not turned."""
    import numpy as np
    from PIL import Image

    turned = np.rot90(level, turns)
    height, width = turned.shape[:2]
    scale = side / max(height, width)
    size = tuple(max(32, -(-round(length * scale) // 32) * 32) for length in (width, height))
    shrunk = Image.fromarray(turned).resize(size, Image.Resampling.BILINEAR)
    pixels = np.asarray(shrunk, dtype=np.float32).transpose(2, 0, 1)[None]
    heat, scales, offsets, _ = _session().run(None, {"input.1": pixels})
    for y, x in zip(*np.where(heat[0, 0] > _FAINT), strict=True):
        # the network answers for every fourth pixel: logarithm of the size, and the offset of the middle
        high, wide = np.exp(scales[0, :, y, x]) * 4
        down, along = (y + offsets[0, 0, y, x] + 0.5) * 4, (x + offsets[0, 1, y, x] + 0.5) * 4
        box = Box(
            float(along - wide / 2) * width / size[0],
            float(down - high / 2) * height / size[1],
            float(along + wide / 2) * width / size[0],
            float(down + high / 2) * height / size[1],
        )
        yield _Face(float(heat[0, 0, y, x]), _turned_back(box, turns, level.shape[1], level.shape[0]))


def _turned_back(box: Box, turns: int, width: int, height: int) -> Box:
    """A box of the picture that `numpy.rot90` turned, in the picture that it was given."""
    left, top, right, bottom = box
    if turns == 1:
        return Box(width - bottom, left, width - top, right)
    if turns == 2:
        return Box(width - right, height - bottom, width - left, height - top)
    if turns == 3:
        return Box(top, height - right, bottom, height - left)
    return box


def _moved(box: Box, along: float, down: float) -> Box:
    return Box(box.left + along, box.top + down, box.right + along, box.bottom + down)


def _grown(level: Pixels, face: Box, margins: Sequence[float], texts: Sequence[Box]) -> Box:
    """The portrait around a face: the margin, further to a straight edge if one stands there, but not over print."""
    import numpy as np

    grey = level.astype(np.float32).mean(axis=2)
    rows = slice(max(0, int(face.top - 0.2 * face.height)), max(1, int(face.bottom + 0.3 * face.height)))
    columns = slice(max(0, int(face.left - 0.2 * face.width)), max(1, int(face.right + 0.2 * face.width)))
    across, down = grey[rows], grey[:, columns].T
    sides = (
        (across[:, ::-1], grey.shape[1] - face.left, face.width),
        (down[:, ::-1], grey.shape[0] - face.top, face.height),
        (across, face.right, face.width),
        (down, face.bottom, face.height),
    )
    grown = []
    for side, (strip, start, size) in enumerate(sides):
        edge = _edge(strip, start, size)
        wanted = max(margins[side] * size, edge)
        gap = min(_gaps(face, texts, side, _LEAST[side] * size), default=wanted)
        # print that begins just before the edge of the photo stands on the photo
        grown.append(edge if gap < edge < gap + _OVERPRINT * size else min(wanted, gap))
    return Box(face.left - grown[0], face.top - grown[1], face.right + grown[2], face.bottom + grown[3])


def _gaps(face: Box, texts: Sequence[Box], side: int, least: float) -> Iterator[float]:
    """How far print stands from one side of a face (left, above, right, below), beyond what is covered anyway."""
    for text in texts:
        if side in (0, 2):
            level = text.bottom > face.top - 0.3 * face.height and text.top < face.bottom + 0.5 * face.height
            gap = face.left - text.right if side == 0 else text.left - face.right
        else:
            level = text.right > face.left - 0.2 * face.width and text.left < face.right + 0.2 * face.width
            gap = face.top - text.bottom if side == 1 else text.top - face.bottom
        if level and gap >= 0.6 * least:
            yield max(gap, least)


def _edge(strip: NDArray[np.float32], start: float, size: float) -> float:
    """How far beyond ``start`` the nearest straight edge stands; 0 where there is none.

    An edge is a column where most rows get lighter, or most rows darker; a face or print is in no column that busy.
    """
    import numpy as np

    first, last = int(start + _INSIDE * size), int(min(strip.shape[1] - 2, start + _REACH * size))
    if last - first < 3 or not len(strip):
        return 0.0
    steps = strip[:, first + 2 : last + 2] - strip[:, first:last]
    straight = np.maximum((steps > _STEP).mean(axis=0), (steps < -_STEP).mean(axis=0)) > _MOST
    if not straight.any():
        return 0.0
    return first + int(straight.argmax()) + 2 - start + 0.03 * size


@lru_cache(maxsize=1)
def _session() -> Any:
    try:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        with as_file(_model()) as path:
            return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except ImportError:
        raise ModelError("needs the extra [ocr]") from None
    except (OSError, RuntimeError, ValueError) as error:
        raise ModelError(f"the face detector cannot be loaded ({type(error).__name__})") from None


def _model() -> Any:
    """The model: in the installed package, or beside ``src`` in a checkout."""
    installed = files("piiscan").joinpath("models", "centerface", "centerface.onnx")
    if installed.is_file():
        return installed
    return Path(__file__).parents[3] / "models" / "centerface" / "centerface.onnx"
