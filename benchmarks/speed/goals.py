"""What the figures ought to be, beside what they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from benchmarks.speed.engines import REFERENCE
from benchmarks.speed.race import Row

__all__ = ["table"]

_SHARES = (
    ("piiscan stage one", "prose", REFERENCE, 0.8),
    ("piiscan stage one", "csv", REFERENCE, 0.8),
    ("piiscan stage one", "log", REFERENCE, 0.8),
    ("piiscan stage one", "binary", REFERENCE, 0.5),
    ("piiscan whole scan", "prose", REFERENCE, 0.6),
    ("piiscan whole scan", "csv", REFERENCE, 0.6),
    ("piiscan whole scan", "log", REFERENCE, 0.6),
    ("piiscan whole scan", "prose", "presidio, our pack", 300.0),
    ("piiscan whole scan", "prose", "presidio, its own", 300.0),
)
"""An engine, a corpus, another engine, and how many times as fast as that one it should be."""


def table(rows: Sequence[Row]) -> str:
    """Each goal that there are figures for."""
    return "\n".join(_lines({(row.engine, row.corpus): row for row in rows if row.speeds}))


def _lines(rows: dict[tuple[str, str], Row]) -> Iterator[str]:
    for engine, corpus, other, least in _SHARES:
        if (engine, corpus) in rows and (other, corpus) in rows:
            share = median(rows[engine, corpus].speeds) / median(rows[other, corpus].speeds)
            verdict = "reached" if share >= least else "short"
            yield f"{engine}, {corpus}: {share:.3g} x {other} (goal {least:g}): {verdict}"
