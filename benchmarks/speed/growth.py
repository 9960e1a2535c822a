"""Whether the time of every recogniser grows with the length of the text and no faster, on hostile strings.

Each recogniser alone, and all together. Every pump is tried once at a length and at eight times that; the pumps that
grew most, all that grew suspiciously, and those made of examples are then measured properly: time(2n) / time(n) with
time(n) of 200 ms or more of CPU time: once, and the worst in several runs. Where a quarter of a million characters
take less, their time is that of looking at them several times. A breach is believed if it shows again, and at two and
four times the length too: what a text costs that no longer fits a cache, or that the kernel has to find memory for,
does not grow further.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from math import ceil, inf, isinf
from multiprocessing import get_context
from statistics import median
from time import process_time
from typing import Any

from benchmarks.speed import ours
from benchmarks.speed.pumps import COMMON, Pump, lifelike, pumps
from piiscan.errors import PiiscanError

__all__ = ["LIMIT", "Growth", "everything", "growth", "measured", "table"]

LIMIT = 2.2
"""time(2n) / time(n) at most: linear, and 10 % for the clock."""

_CLEAR = 3.0
"""A ratio that needs no second look."""
_TRIED, _MEASURED = 0.003, 0.2
"""Seconds of CPU time of the shorter text, when a pump is tried and when it is measured."""
_STEP = 8
_SUSPICIOUS = LIMIT**3
"""time(8n) / time(n): the limit, three times."""
_WORST = 2
"""Pumps that are measured of each recogniser, at least."""
_SHORTEST, _LONGEST = 512, 1 << 18
"""Code points of the shorter text."""


@dataclass(frozen=True, slots=True)
class Growth:
    """The worst that a recogniser did.

    Arguments:
        entity: its kind; ``"all"`` for all recognisers together.
        tried: how many pumps.
        pump: the worst.
        length: n, in code points.
        seconds: time(n).
        ratio: time(2n) / time(n); infinite where the recogniser gave up.
    """

    entity: str
    tried: int
    pump: str
    length: int
    seconds: float
    ratio: float

    def record(self) -> dict[str, Any]:
        """Plain data; a ratio that is no number is None."""
        return {**asdict(self), "ratio": None if isinf(self.ratio) else round(self.ratio, 3)}


def everything(quick: bool = False, processes: int = 2) -> list[Growth]:
    """Every recogniser that is there, then all together; with ``quick`` only every 24th pump."""
    from piiscan import packs

    entities = [*dict.fromkeys(recognizer.entity for recognizer in packs.load()), "all"]
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        found = list(pool.map(growth, entities, [24 if quick else 1] * len(entities)))
    again = (
        growth(row.entity, only=row.pump) if LIMIT < row.ratio < _CLEAR else row for row in found
    )  # with nothing beside it
    return [replace(new, tried=old.tried) for new, old in zip(again, found, strict=True)]


def growth(entity: str, step: int = 1, only: str = "") -> Growth:
    """The worst pump of one recogniser.

    Arguments:
        entity: its kind, or ``"all"``.
        step: try every so manieth pump.
        only: look at this pump alone (its text as in `Growth`).
    """
    from piiscan import packs

    own = [pump for r in packs.load() if r.entity == entity for pump in pumps(r)]
    if entity == "all":
        own = [pump for recognizer in packs.load() for pump in pumps(recognizer)[:3]]
    chosen = [pump for pump in dict.fromkeys((*own, *COMMON)) if not only or str(pump) == only][::step]
    detect = ours.recognise(None if entity == "all" else [entity])
    _time(detect, f"{COMMON[0].text(2000)} {' '.join(pump.text(50) for pump in own)}", 1)  # compiles what is not yet
    tried = sorted(((_tried(detect, pump), pump) for pump in chosen), reverse=True)
    alive = {pump for r in packs.load() if r.entity == entity and step == 1 for pump in lifelike(r)}
    worst = _WORST if step == 1 else 1
    suspects = [p for index, (ratio, p) in enumerate(tried) if index < worst or ratio > _SUSPICIOUS or p in alive]
    rough = sorted(((_once(detect, pump), pump) for pump in suspects), reverse=True)
    bad = [pump for ratio, pump in rough if ratio > LIMIT] or [rough[0][1]]
    rows = [measured(detect, pump, entity, len(chosen)) for pump in bad]
    return max(rows, key=lambda row: row.ratio)


def measured(detect: Callable[[str], int], pump: Pump, entity: str, tried: int, least: float = _MEASURED) -> Growth:
    """How the time of something grows with the length of one pump, from a text on that takes it so many seconds."""
    length, _, times = _length(detect, pump, least, _LONGEST)
    seconds, ratio = _ratio(detect, pump, length, times, 3)
    for again in (length, 2 * length, 4 * length):
        if LIMIT < ratio < _CLEAR:
            ratio = min(ratio, _ratio(detect, pump, again, times, 3)[1])
    return Growth(entity, tried, str(pump), length, seconds, ratio)


def table(rows: list[Growth]) -> str:
    """The rows, for people."""
    head = f"{'recogniser':<24}{'pumps':>6}{'n':>11}{'time(n)':>11}{'time(2n)/time(n)':>18}  worst pump"
    return "\n".join([head, *map(_line, rows)])


def _line(row: Growth) -> str:
    verdict = "  BREACH" if row.ratio > LIMIT else ""
    ratio = "gave up" if isinf(row.ratio) else f"{row.ratio:.2f}"
    figures = f"{row.tried:>6}{row.length:>11,}{row.seconds * 1000:>8.0f} ms{ratio:>18}"
    return f"{row.entity:<24}{figures}  {row.pump}{verdict}"


def _tried(detect: Callable[[str], int], pump: Pump) -> float:
    """time(8n) / time(n), once; the better of two where the first looks bad."""
    length, seconds, times = _length(detect, pump, _TRIED, _LONGEST // _STEP)
    short, long = pump.text(length), pump.text(_STEP * length)
    ratio = _over(_time(detect, long, times), seconds)
    if _SUSPICIOUS < ratio < inf:
        ratio = min(ratio, _over(_time(detect, long, times), _time(detect, short, times)))
    return ratio


def _once(detect: Callable[[str], int], pump: Pump) -> float:
    """time(2n) / time(n), measured once."""
    length, _, times = _length(detect, pump, _MEASURED, _LONGEST)
    return _ratio(detect, pump, length, times, 1)[1]


def _ratio(detect: Callable[[str], int], pump: Pump, length: int, times: int, runs: int) -> tuple[float, float]:
    """time(n), and time(2n) / time(n)."""
    short, long = pump.text(length), pump.text(2 * length)
    firsts, seconds = [], []
    for _ in range(runs):
        firsts.append(_time(detect, short, times))
        seconds.append(_time(detect, long, times))
        if isinf(seconds[-1]):
            return firsts[-1], inf
    return median(firsts), median(seconds) / median(firsts)


def _over(longer: float, shorter: float) -> float:
    return inf if isinf(longer) else longer / shorter


def _length(detect: Callable[[str], int], pump: Pump, least: float, longest: int) -> tuple[int, float, int]:
    """A length that takes so many seconds, what it took, and how many times one has to look at it for that."""
    length = _SHORTEST
    while (seconds := _time(detect, pump.text(length), 1)) < least and length < longest:
        length = min(longest, length * (2 if seconds > least / 8 else 4))
    times = max(1, ceil(least / 2 / seconds))
    return length, seconds * times, times


def _time(detect: Callable[[str], int], text: str, times: int) -> float:
    """CPU-seconds; infinite where it takes so long that the recogniser gives up."""
    start = process_time()
    try:
        for _ in range(times):
            detect(text)
    except PiiscanError:
        return inf
    return max(process_time() - start, 1e-6)
