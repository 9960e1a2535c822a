"""One worker process as its supervisor sees it: how it is started, given a task, and ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from piiscan.frames import Frames, pack
from piiscan.model import Status
from piiscan.tasks import Outcome, Task

__all__ = ["TO_WORKER", "Job", "Worker", "cause"]

TO_WORKER = 1 << 30
"""Bytes of one message to a worker, which is trusted more than one from it."""

_ENVIRONMENT = ("HOME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "TMPDIR")
_SETTINGS = {
    "MALLOC_ARENA_MAX": "2",  # each arena reserves 64 MiB of the address space
    "OMP_NUM_THREADS": "1",  # there is a worker per processor already
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
}


@dataclass(slots=True, eq=False)
class Job:
    """A task on its way."""

    task: Task | None
    outcome: Outcome | None = None
    cost: int = 0
    items: list[dict[str, Any]] = field(default_factory=list)
    earlier: list[dict[str, Any]] = field(default_factory=list)
    size: int = 0
    reduced: bool = False

    @property
    def label(self) -> str:
        """What to call it."""
        return self.task.label if self.task else ""

    def retry(self) -> None:
        """Starts over, and keeps what the first try found."""
        self.earlier, self.items, self.size, self.reduced = self.items, [], 0, True

    def best(self) -> list[dict[str, Any]]:
        """The items of the try that got furthest."""
        return max(self.items, self.earlier, key=len)


class Worker:
    """One process and the socket to it."""

    def __init__(self, hello: bytes) -> None:
        self.line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, in our own interpreter
                [sys.executable, "-P", "-m", "piiscan.worker", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={**{name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}, **_SETTINGS},
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is for the supervisor only
            )
        self.line.settimeout(5)  # a worker that does not take its task is none
        self.frames = Frames()
        self.ready = False
        self.job: Job | None = None
        self.quiet = self.spent = 0.0
        self._hello: bytes | None = hello

    def give(self, job: Job) -> bool:
        """Sends a task; whether it got through."""
        self.job, self.quiet, self.spent = job, 0.0, 0.0
        task = job.task
        assert task is not None  # noqa: S101 - an outcome that is passed on is never given to a worker
        args = {**task.args, "reduced": True} if job.reduced else task.args
        message = pack("task", {"task": task.name, "args": args}, TO_WORKER)
        try:
            if self._hello:
                self.line.sendall(self._hello)
                self._hello = None
            socket.send_fds(self.line, [message[:1]], list(task.files))
            self.line.sendall(message[1:])
        except OSError:
            return False
        return True

    def kill(self, patience: float = 0.0) -> int:
        """Ends the process, after so many seconds in which it may end by itself; its return code."""
        self.line.close()
        if patience:
            with suppress(subprocess.TimeoutExpired):
                return self._process.wait(patience)
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)  # with whatever it started
        return self._process.wait()


def cause(code: int) -> tuple[Status, str]:
    """What a return code says."""
    if code == -signal.SIGXCPU:
        return Status.TIMEOUT, "cpu"
    if code < 0:
        names = {number.value: number.name for number in signal.Signals}
        return Status.CRASHED, names.get(-code, "signal")
    return Status.CRASHED, "exit"
