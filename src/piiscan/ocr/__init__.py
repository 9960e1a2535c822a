"""Reads a picture: a `Picture` becomes a `Text` with a polygon per character.

RapidOCR finds the boxes that hold text and reads each of them; everything around that is decided here: at which scale
boxes are looked for (`boxes`), which way each of them is read (`turns`), in which order the lines come and where each
character stands (`layout`).

Needs the extra ``ocr``; its models are in the wheel of RapidOCR and nothing is ever downloaded.
"""

from __future__ import annotations

from importlib.util import find_spec

from piiscan.errors import LimitExceeded, UnsupportedFormat
from piiscan.model import Picture, Text
from piiscan.ocr.boxes import find, joined
from piiscan.ocr.engine import LOCK, exhausted
from piiscan.ocr.layout import laid_out
from piiscan.ocr.pixels import rgb
from piiscan.ocr.turns import read_boxes
from piiscan.reading import Reading

__all__ = ["available", "read", "rgb"]

_MODULES = ("rapidocr", "onnxruntime", "cv2", "numpy")
_SECOND = 0.6
"""The scale of the second look."""
_NOISE = 0.3
"""The mean probability of the characters of a line under which it is no text."""
_QUARTERS = {3: 2, 4: 2, 5: 3, 6: 3, 7: 1, 8: 1}
"""EXIF's orientation as the quarters, clockwise, by which the text in the picture as stored is turned."""


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
    hint = _QUARTERS.get(image.getexif().get(0x0112, 1), 0)
    pixels = np.ascontiguousarray(rgb(image)[:, :, ::-1])
    try:
        with LOCK:
            quads = find(pixels, path, reading)
            if thorough:
                quads = joined(quads, find(pixels, path, reading, _SECOND), larger=False)
            lines = read_boxes(pixels, quads, hint, path, reading)
    except exhausted():
        raise LimitExceeded("memory", path) from None
    return laid_out([line for line in lines if line.score >= _NOISE and line.text.strip()])
