"""One engine in a process of its own, which is told on stdin what to read and says on stdout what that took.

Runs in any environment that has the engine: nothing is imported here but the standard library.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

__all__ = ["ENVIRONMENT", "Worker", "cpu_seconds", "serve"]

_ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{_ROOT / 'src'}{os.pathsep}{_ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
"""Of every process that measures: it runs the code that this file belongs to."""


def cpu_seconds() -> float:
    """User and system time of this process and of the children that it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def serve(name: str, work: str) -> None:
    """Makes an engine, then measures it on each path of stdin; a line of JSON for each, the first says it is ready."""
    from benchmarks.speed.engines import ENGINES, Skipped

    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # an engine may print what it likes: to its log
    start = cpu_seconds()
    try:
        count = ENGINES[name](Path(work))
    except Skipped as reason:
        print(json.dumps({"skipped": str(reason)}), file=answers, flush=True)
        return
    print(json.dumps({"ready": round(cpu_seconds() - start, 3)}), file=answers, flush=True)
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        before = cpu_seconds()
        hits, remark = count(path)
        spent = cpu_seconds() - before
        print(json.dumps({"cpu": spent, "hits": hits, "remark": remark}), file=answers, flush=True)


class Worker:
    """The other end: starts the process, asks, and ends it.

    Arguments:
        name: the engine.
        work: the folder it may use.
        python: the interpreter of the environment that it needs.
    """

    def __init__(self, name: str, work: Path, python: str = sys.executable) -> None:
        code = f"from benchmarks.speed.worker import serve; serve({name!r}, {str(work)!r})"
        self._log = work / f"{name.replace(' ', '-')}.stderr"
        self._process = subprocess.Popen(
            [python, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log.open("wb"),
            text=True,
            env=ENVIRONMENT,
        )

    def hello(self, seconds: float) -> dict[str, Any]:
        """How the engine started: ``ready`` with its CPU time, or ``skipped`` with the reason."""
        return self._answer(seconds) or {"skipped": f"did not start within {seconds:.0f} s"}

    def ask(self, path: Path, seconds: float) -> dict[str, Any]:
        """``cpu``, ``hits`` and ``remark`` for a file; empty where the engine failed or took longer than allowed."""
        assert self._process.stdin
        try:
            self._process.stdin.write(f"{path}\n")
            self._process.stdin.flush()
        except OSError:
            return {}
        return self._answer(seconds)

    def last_words(self) -> str:
        """The last line that the engine printed: what an error says."""
        lines = self._log.read_text(errors="replace").strip().splitlines()
        return lines[-1][:120] if lines else ""

    def close(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._process.communicate()

    def _answer(self, seconds: float) -> dict[str, Any]:
        assert self._process.stdout
        timer = threading.Timer(seconds, self._process.kill)
        timer.start()
        try:
            return dict(json.loads(self._process.stdout.readline() or "{}"))
        finally:
            timer.cancel()
