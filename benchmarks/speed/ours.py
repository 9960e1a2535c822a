"""piiscan itself, as the benchmark runs it. The one file to change when its insides do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

__all__ = ["command", "recognise", "stage_one", "whole_scan"]

WINDOW = 1 << 20
"""Bytes that stage one gets at a time, as in a scan."""


def stage_one() -> Callable[[bytes], int]:
    """Stage one alone, as in a scan at the default threshold: text of one byte per character goes in, hits come out.

    A hit is a place where a form is to be tried, or a bare number whose check sum holds.
    """
    from piiscan import packs
    from piiscan.detect.numbers import Numbers
    from piiscan.detect.patterns import PatternDetector

    sieve = PatternDetector(packs.load()).sieve(0.0)  # the log-odds of 0.5

    def read(data: bytes) -> int:
        windows, _ = sieve.windows(data)
        numbers = Numbers(data)
        hits = sum(map(len, windows.values()))
        for form in (*sieve.bare, *sieve.summed):
            runs = numbers.bare(form.form.lengths, form.form.first)
            checksum = form.form.checksum
            hits += int(numbers.holds(runs, checksum).sum()) if checksum and len(runs) else len(runs)
        return hits + (len(numbers.quads(1, 3, ".")[0]) if sieve.quads else 0)

    return read


def whole_scan() -> Callable[[Path], tuple[int, str]]:
    """A scan of a file in this process: the number of findings and how the file ended."""
    from piiscan.config import Config
    from piiscan.model import Blob, FileState, Finding
    from piiscan.scan import Scanner

    scanner = Scanner(Config.fast())

    def scan(path: Path) -> tuple[int, str]:
        findings, state = 0, ""
        for item in scanner.scan(Blob(path.name, lambda: path.open("rb"), path.stat().st_size, path.name)):
            findings += isinstance(item, Finding)
            if isinstance(item, FileState):
                state = f"{item.status}:{item.reason}" if item.reason else str(item.status)
        return findings, state

    return scan


def command(work: Path) -> Callable[[Path], tuple[int, str]]:
    """``piiscan scan FILE --profile fast --format jsonl``, start-up included."""
    report, key = work / "report.jsonl", work / "key"
    options = ["--profile", "fast", "--format", "jsonl", "--quiet", "--force", "--key", str(key), "-o", str(report)]

    def scan(path: Path) -> tuple[int, str]:
        done = subprocess.run([sys.executable, "-m", "piiscan", "scan", str(path), *options], capture_output=True)
        if done.returncode not in (0, 3):
            raise RuntimeError(f"piiscan ended with {done.returncode}")
        with report.open("rb") as lines:
            findings = sum(line.startswith(b'{"type":"finding"') or b'"type": "finding"' in line for line in lines)
        return findings, "" if done.returncode == 0 else "not read whole"

    return scan


def recognise(entities: Iterable[str] | None = None) -> Callable[[str], int]:
    """Detection: text in, number of findings out. Of some entities, however unlikely; of all (None), as in a scan."""
    from piiscan.config import Config
    from piiscan.scan import Scanner

    config = Config.fast() if entities is None else Config.fast(entities=frozenset(entities), min_score=0.0)
    scanner = Scanner(config)
    return lambda text: len(scanner.scan_text(text))
