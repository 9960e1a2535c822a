"""Whether the memory of a scan depends on the size of the file: prose, and four times as much of it.

Both in a new process that first reads the smaller one a few times: an engine keeps what it learnt of a kind of text, up
to a limit of its own, and that has nothing to do with the size of a file.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed import ours
from benchmarks.speed.corpora import MB, Corpus, head, size_text
from benchmarks.speed.worker import ENVIRONMENT

__all__ = ["FLAT", "Memory", "memory", "scan_and_tell", "table"]

FLAT = 1.1
"""Peak of four times the text, over the peak of the text, at most."""
_SIZES = (48 * MB, 16 * MB)
_BEFORE = 3
"""Scans that do not count."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Two scans: the bytes read and the peak of resident memory of each."""

    sizes: tuple[int, int]
    peaks: tuple[int, int]

    @property
    def ratio(self) -> float:
        """The peak of the larger over that of the smaller."""
        return self.peaks[1] / self.peaks[0]


def memory(prose: Corpus, seconds: float) -> Memory:
    """Scans the largest size of prose, and four times it, that should take no more than so many seconds."""
    probe = head(prose, 4 * MB)
    speed = probe.stat().st_size / _scan(probe, head(prose, MB))["seconds"]
    size = next((size for size in _SIZES if (5 + 2 * _BEFORE) * size / speed <= seconds), _SIZES[-1])
    once = head(prose, size)
    four = once.with_name(f"{once.stem}-four{once.suffix}")
    if not four.exists():
        four.write_bytes(once.read_bytes() * 4)
    peaks = [int(_scan(path, once)["peak"]) for path in (once, four)]
    return Memory((once.stat().st_size, four.stat().st_size), (peaks[0], peaks[1]))


def scan_and_tell(path: str, first: str) -> None:
    """Scans a file, after another, in a process of its own, and prints what that took."""
    scan = ours.whole_scan()
    for _ in range(_BEFORE):
        scan(Path(first))
    start = time.process_time()
    findings, _ = scan(Path(path))
    print(json.dumps({"findings": findings, "peak": _peak(), "seconds": time.process_time() - start}))


def table(row: Memory) -> str:
    """The row, for people."""
    sizes, peaks = map(size_text, row.sizes), map(size_text, row.peaks)
    lines = [f"scan of {size:>7} of prose: peak memory {peak:>7}" for size, peak in zip(sizes, peaks, strict=True)]
    return "\n".join([*lines, f"{row.ratio:.2f} x, {'flat' if row.ratio <= FLAT else 'BREACH'}"])


def _scan(path: Path, first: Path) -> dict[str, float]:
    code = f"from benchmarks.speed.memory import scan_and_tell; scan_and_tell({str(path)!r}, {str(first)!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=ENVIRONMENT)
    return dict(json.loads(done.stdout))


def _peak() -> int:
    """Bytes. Linux counts the memory of the parent in what `resource` says, so its own file goes first."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        if found:
            return int(found.group(1)) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
