"""Reads lines of OCR-B, the letters of machine readable zones, with a small network of our own.

The network says for every fourth pixel of a strip which letter stands there, if any. As all letters of a line are
equally far apart, the best row of evenly spaced places is looked for in that, so that a run of fillers keeps its length
however blurred it is, and a letter under a reflection keeps its place.

Source: ISO 1073-2 (OCR-B), ICAO Doc 9303-3, 4.2 (37 characters); models/ocrb/CARD.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from piiscan.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels: TypeAlias = NDArray[np.uint8]
    Map: TypeAlias = NDArray[np.float32]

__all__ = ["ALPHABET", "HEIGHT", "PITCH", "Line", "Look", "line", "look", "read"]

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
HEIGHT, PITCH = 32, 18
"""The strip that the network reads best, in pixels: its height, and from letter to letter."""
_STRIDE, _FINE = 4, 3
"""Pixels a column of the answer, and how many places are looked at in each."""
_PITCHES = (11.0, 30.0)
"""The least and the greatest distance from letter to letter, in pixels of a strip, that is read."""
_LIMIT = 4.0
"""How sure, in log-odds, a place counts at most for or against being a letter."""
_STIFF, _WITHIN = 60.0, 0.5
"""What an uneven distance costs, times the square of its share of the usual one; what ink between two letters costs."""
_SLANTS = (-0.36, -0.18, 0.0, 0.18, 0.36)
"""How much the distance may grow from one end to the other, as a share of it: the line was seen at an angle."""
_UNSEEN = 0.01
"""How much counts what is usual, against what is seen."""
_OTHERS, _LEAST = 6, 0.002
"""How many letters are kept for a place, and how likely the least of them is."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as read.

    Arguments:
        text: its characters, of `ALPHABET`.
        confidence: for each of them how sure, from 0 to 1.
        alternatives: for each of them what may stand there and how likely, the likeliest first.
        score: the sum of the log-odds of all places that a letter stands there.
    """

    text: str = field(repr=False)
    confidence: tuple[float, ...] = field(repr=False)
    alternatives: tuple[tuple[tuple[str, float], ...], ...] = field(repr=False)
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What the network makes of a strip.

    Arguments:
        likely: places x 38: how likely each character is there, and last that none is.
        odds: for each place the log-odds that a character is there.
        places: the best row of places.
    """

    likely: Map = field(repr=False)
    odds: Map = field(repr=False)
    places: tuple[int, ...]


def read(crops: Iterable[Pixels], length: int = 0) -> list[Line]:
    """The lines in strips.

    Arguments:
        crops: each height x width or height x width x 3, 8 bits (RGB), with one level line whose capitals take about
            six tenths of the height; what else shows above, below and beside it does little harm.
        length: how many characters a line has, where that is known; places are added or left out at the ends to fit.

    Raises:
        ModelError: the model is not installed or cannot be loaded.
    """
    return [line(look(crop), length) for crop in crops]


def look(crop: Pixels) -> Look:
    """What the network makes of one strip.

    Raises:
        ModelError: the model is not installed or cannot be loaded.
    """
    import cv2
    import numpy as np

    logits = _session().run(None, {"strips": _strip(crop)[None, None]})[0][0]
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    likely = cv2.resize(shares, (shares.shape[1], shares.shape[0] * _FINE), interpolation=cv2.INTER_LINEAR)
    there = np.clip(1 - likely[:, -1], 1e-3, 1 - 1e-3)
    odds = np.clip(np.log(there / (1 - there)), -_LIMIT, _LIMIT).astype(np.float32)
    return Look(np.asarray(likely, dtype=np.float32), odds, tuple(_places(odds)))


def line(seen: Look, length: int = 0) -> Line:
    """The line in what was seen, of as many characters as that, if it is not 0."""
    import numpy as np

    usual = np.full(len(ALPHABET), 0.7 / (len(ALPHABET) - 1), np.float32)
    usual[-1] = 0.3
    texts, sure, others = [], [], []
    places = _fitted(list(seen.places), seen.odds, length)
    for place in places:
        near = seen.likely[max(0, place - 2) : max(0, place + 3), :-1]
        letters = near.mean(axis=0) if len(near) else np.zeros(len(ALPHABET), np.float32)
        total = float(letters.sum())
        # where next to nothing is seen, and beyond the strip, a filler is likelier than anything else
        share = (letters + _UNSEEN * usual) / (total + _UNSEEN)
        order = [int(n) for n in np.argsort(-share)[:_OTHERS]]
        texts.append(ALPHABET[order[0]])
        sure.append(float(share[order[0]]) * min(1.0, total))
        others.append(tuple((ALPHABET[n], float(share[n])) for n in order if n == order[0] or share[n] >= _LEAST))
    score = float(sum(seen.odds[place] if 0 <= place < len(seen.odds) else -_LIMIT for place in places))
    return Line("".join(texts), tuple(sure), tuple(others), score)


def _strip(crop: Pixels) -> Map:
    """A crop as the network wants it: grey, of its height, evenly bright."""
    import cv2
    import numpy as np

    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY) if crop.ndim == 3 else crop
    width = max(2 * HEIGHT, round(grey.shape[1] * HEIGHT / grey.shape[0]))
    method = cv2.INTER_AREA if grey.shape[0] > HEIGHT else cv2.INTER_CUBIC
    strip = cv2.resize(grey, (width, HEIGHT), interpolation=method).astype(np.float32)
    even: Map = (strip - strip.mean()) / (strip.std() + 4)
    return even


def _places(odds: Map) -> list[int]:
    """The best row of evenly spaced places, or of such that come closer and closer."""
    import numpy as np

    pitch = _pitch(odds)
    steps = np.arange(max(2, round(0.7 * pitch)), round(1.3 * pitch) + 2)
    slants = np.array(_SLANTS)[:, None]
    usual = pitch * (1 + slants * (np.arange(len(odds)) / len(odds) - 0.5))
    best, back = np.tile(odds.astype(np.float64), (len(slants), 1)), np.full((len(slants), len(odds)), -1)
    inside = _WITHIN * np.maximum(0, odds)
    every = np.arange(len(slants))
    for place in range(int(steps[0]), len(odds)):
        before = place - steps[steps <= place]
        costs = _STIFF * ((place - before) / usual[:, place, None] - 1) ** 2
        chains = best[:, before] - costs - inside[(place + before) // 2]
        choice = chains.argmax(axis=1)
        gain = chains[every, choice]
        best[:, place] += np.maximum(0, gain)
        back[:, place] = np.where(gain > 0, before[choice], -1)
    slant, place = divmod(int(best.argmax()), len(odds))
    row = []
    while place >= 0:
        row.append(place)
        place = int(back[slant, place])
    return row[::-1]


def _pitch(odds: Map) -> float:
    """The distance from letter to letter, in places."""
    import numpy as np

    bare = odds - odds.mean()
    size = 1 << (2 * len(bare)).bit_length()
    again = np.fft.irfft(np.abs(np.fft.rfft(bare, size)) ** 2)[: size // 2]
    lags = np.arange(*(round(pitch / _STRIDE * _FINE * 4) for pitch in _PITCHES)) / 4
    every = np.arange(len(again))
    combs = [np.interp(n * lags, every, again) - np.interp((n - 0.5) * lags, every, again) for n in (1, 2, 3)]
    return float(lags[int(np.sum(combs, axis=0).argmax())])


def _fitted(places: list[int], odds: Map, length: int) -> list[int]:
    """A row of as many places as the line has characters."""
    import numpy as np

    if not length or len(places) == length:
        return places
    step = float(np.median(np.diff(places))) if len(places) > 1 else PITCH / _STRIDE * _FINE

    def worth(place: int) -> float:
        return float(odds[place]) if 0 <= place < len(odds) else -_LIMIT

    while len(places) > length:
        places = places[1:] if worth(places[0]) < worth(places[-1]) else places[:-1]
    while len(places) < length:
        before, after = round(places[0] - step), round(places[-1] + step)
        places = [before, *places] if worth(before) > worth(after) else [*places, after]
    return places


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
        raise ModelError(f"the reader of OCR-B cannot be loaded ({type(error).__name__})") from None


def _model() -> Any:
    """The model: in the installed package, or beside ``src`` in a checkout."""
    installed = files("piiscan").joinpath("models", "ocrb", "ocrb.onnx")
    if installed.is_file():
        return installed
    return Path(__file__).parents[3] / "models" / "ocrb" / "ocrb.onnx"
