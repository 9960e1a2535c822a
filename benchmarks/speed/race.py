"""All engines on all corpora, in interleaved rounds, so that what else the machine does hits all of them alike.

An engine reads as much of a corpus as it can in the time that a round gives it: the whole, or the largest prefix of a
few fixed sizes. Measured is CPU time, user and system, of the engine and its children.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.speed.corpora import MB, Corpus, head, size_text
from benchmarks.speed.engines import ENGINES, FOREIGN, REFERENCE
from benchmarks.speed.worker import Worker

__all__ = ["Row", "installed", "race", "start", "table"]

_LADDER = (MB // 64, MB // 16, MB // 4, MB, 4 * MB, 16 * MB)
"""Sizes of prefixes, besides the whole."""
_FEW = 3
"""Rounds of an engine that is too slow for the whole corpus."""
_HOPE = 2
"""How many times too slow an engine may look and still be tried on a larger piece."""
_START, _PATIENCE = 180.0, 45.0
"""Seconds that an engine may take to start, and for one file, before it is given up."""


@dataclass
class Row:
    """What one engine did on one corpus.

    Arguments:
        corpus: the corpus.
        engine: the engine.
        read: bytes that it read in a round.
        speeds: MB per CPU-second, one a round.
        ratios: the same as a share of the reference in that round.
        hits: what it found.
        remark: how the file ended, or why there are no figures.
    """

    corpus: str
    engine: str
    read: int = 0
    speeds: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    hits: int = 0
    remark: str = ""

    def record(self) -> dict[str, Any]:
        """Plain data, rounded."""
        return {
            **asdict(self),
            "speeds": [round(s, 3) for s in self.speeds],
            "ratios": [round(r, 5) for r in self.ratios],
        }


def installed(name: str, work: Path) -> bool:
    """Whether an engine needs no environment of its own, or has it."""
    return name not in FOREIGN or (_environment(name, work) / "done").exists()


def _environment(name: str, work: Path) -> Path:
    return work / f"env-{'-'.join(FOREIGN[name])}"


def _interpreter(name: str, work: Path) -> tuple[str, str]:
    """The Python that has an engine, or none and the reason."""
    if name not in FOREIGN:
        return sys.executable, ""
    folder = _environment(name, work)
    python = str(folder / "bin" / "python")
    if not installed(name, work):
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *FOREIGN[name]]
        try:
            venv.create(folder, with_pip=True)
            subprocess.run(install, capture_output=True, timeout=180, check=True)
        except (OSError, subprocess.SubprocessError) as error:
            return "", f"cannot be installed ({type(error).__name__})"
        (folder / "done").touch()
    return python, ""


def start(names: Iterable[str], work: Path) -> tuple[dict[str, Worker], dict[str, str]]:
    """Engines that are ready, and why the others are not."""
    ready, absent = {}, {}
    for name in names:
        python, reason = _interpreter(name, work)
        if not reason:
            worker = Worker(name, work, python)
            reason = worker.hello(_START).get("skipped", "")
            if reason:
                worker.close()
            else:
                ready[name] = worker
        if reason:
            absent[name] = reason
    return ready, absent


def race(corpus: Corpus, workers: dict[str, Worker], rounds: int, seconds: float) -> list[Row]:
    """One corpus.

    Arguments:
        corpus: what to read.
        workers: the engines by name.
        rounds: how many rounds; `_FEW` at most for engines that read a prefix.
        seconds: CPU time that a round should take an engine, at most.
    """
    rows = {name: Row(corpus.name, name) for name in workers}
    files = {name: _probe(corpus, worker, rows[name], seconds) for name, worker in workers.items()}
    for number in range(rounds):
        speeds: dict[str, float] = {}
        for name, worker in workers.items():
            path = files[name]
            late = number >= _FEW and path != corpus.path
            if path and not late and (done := worker.ask(path, _PATIENCE)):
                speeds[name] = path.stat().st_size / MB / max(done["cpu"], 1e-9)
                rows[name].hits = done["hits"]
        for name, speed in speeds.items():
            rows[name].speeds.append(speed)
            if REFERENCE in speeds:
                rows[name].ratios.append(speed / speeds[REFERENCE])
    return list(rows.values())


def _probe(corpus: Corpus, worker: Worker, row: Row, seconds: float) -> Path | None:
    """Warms an engine up, and picks the largest piece of the corpus that it reads in time, its start-up left out."""
    least, *larger = [head(corpus, size) for size in _LADDER] + [corpus.path]
    done = worker.ask(least, _PATIENCE)
    row.remark = done.get("remark", worker.last_words() or f"over {_PATIENCE:.0f} s for {size_text(_LADDER[0])}")
    if not done or row.remark.startswith(("unsupported", "not read")):
        return None
    fixed = min([worker.ask(least, _PATIENCE).get("cpu", _PATIENCE), done["cpu"]])
    chosen, spent = least, 0.0
    for path in larger:
        if spent * path.stat().st_size / chosen.stat().st_size > _HOPE * seconds:
            break
        spent = worker.ask(path, _PATIENCE).get("cpu", _PATIENCE) - fixed
        if seconds < spent < _HOPE * seconds:  # what is new to an engine costs it more
            spent = worker.ask(path, _PATIENCE).get("cpu", _PATIENCE) - fixed
        if spent > seconds:
            break
        chosen = path
    row.read = chosen.stat().st_size
    return chosen


def table(corpus: Corpus, rows: list[Row], absent: dict[str, str]) -> str:
    """The rows of one corpus, for people."""
    lines = [f"{corpus.name}: {size_text(corpus.path.stat().st_size)}, {corpus.about}", _HEAD]
    for name in ENGINES:
        row = next((row for row in rows if row.engine == name), Row(corpus.name, name, remark=absent.get(name, "")))
        if not row.speeds:
            lines.append(f"  {name:<20} {'-':>7} {row.remark}")
            continue
        low, high = min(row.speeds), max(row.speeds)
        ratio = f"{median(row.ratios):.4f}" if row.ratios else "-"
        lines.append(
            f"  {name:<20} {size_text(row.read):>7} {median(row.speeds):>9.2f}   {f'{low:.2f} - {high:.2f}':<17} "
            f"{ratio:>9} {row.hits / (row.read / MB):>9.0f}  {row.remark if row.remark != 'ok' else ''}"
        )
    return "\n".join(lines)


_HEAD = f"  {'engine':<20} {'read':>7} {'MB/cpu-s':>9}   {'slowest - fastest':<17} {'x ripgrep':>9} {'hits/MB':>9}"
