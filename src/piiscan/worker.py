"""The inside of a worker process: takes a task, runs it confined, sends back what it finds.

A worker is a fresh interpreter that `piiscan.pool` starts and, on trouble, kills. It knows no format: a task is a
function by its dotted name (``"piiscan.scan:scan_task"``)::

    def task(args, files, send) -> dict

``args`` is plain data, ``files`` are open descriptors (closed here afterwards), and ``send`` streams:
``send({"tick": 1})`` says that work goes on, any other dict is an item of the result.

Of an exception only the class and, where it is one of ours, its own short reason leave the process: the text of a
parser's exception often quotes the file.
"""

from __future__ import annotations

import importlib
import os
import resource
import socket
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from piiscan.errors import PiiscanError, ReadError
from piiscan.frames import HEADER, BadFrame, pack, unpack
from piiscan.sandbox import allow_seconds, confine

__all__ = ["Send", "TaskFunction", "main"]

Send: TypeAlias = Callable[[dict[str, Any]], None]
TaskFunction: TypeAlias = Callable[[dict[str, Any], Sequence[int], Send], dict[str, Any]]

_TICK = 0.25
"""Seconds between two flushes."""
_FLUSH = 1 << 16
"""Bytes of items sent at once."""
_TASKS = 500
"""Tasks after which a worker asks to be replaced."""
_LEAKED = 64
"""Descriptors beyond those of the start after which it does."""
_MOST_FILES = 8


def main(descriptor: int) -> None:
    """Serves tasks from the socket until the other side closes it."""
    with socket.socket(fileno=descriptor) as line:
        hello = _receive(line)
        if hello is None:
            return
        settings, _ = hello
        held = confine(settings["memory"], settings["file_size"])
        line.sendall(pack("ready", {"held": held}))
        count, start = 0, _descriptors()
        while (message := _receive(line)) is not None:
            count += 1
            allow_seconds(settings["seconds"])
            kind, answer = _perform(*message, settings["common"], line)
            worn = count >= _TASKS or _descriptors() > start + _LEAKED or _resident() > settings["memory"] * 3 // 4
            answer["tired"] = worn or answer.get("error") == "MemoryError"
            line.sendall(pack(kind, answer))


def _perform(
    message: dict[str, Any], files: list[int], common: dict[str, Any], line: socket.socket
) -> tuple[str, dict[str, Any]]:
    outbox = _Outbox(line)
    try:
        result = _load(message["task"])({**common, **message["args"]}, files, outbox.send)
        outbox.flush()
        pack("done", {"result": result})  # too large fails here, where it is still an answer
        return "done", {"result": result}
    except ReadError as error:
        return "failed", {"error": type(error).__name__, "status": error.status, "reason": error.reason[:200]}
    except PiiscanError as error:
        return "failed", {"error": type(error).__name__, "status": "error", "reason": error.reason[:200]}
    except BadFrame:
        return "failed", {"error": "BadFrame", "status": "limit", "reason": "result"}
    except MemoryError:
        return "failed", {"error": "MemoryError", "status": "limit", "reason": "memory"}
    except Exception as error:  # the one place: any parser may raise anything, and only its class may leave
        return "failed", {"error": type(error).__name__[:200], "status": "error", "reason": type(error).__name__[:200]}
    finally:
        outbox.flush()
        for descriptor in files:
            _close(descriptor)


class _Outbox:
    """Sends items in handfuls, and a tick at most every `_TICK` seconds."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._waiting = bytearray()
        self._flushed = time.monotonic()

    def send(self, message: dict[str, Any]) -> None:
        """Streams an item, or tells that work goes on."""
        if "tick" not in message:
            self._waiting += pack("item", message)
        if len(self._waiting) >= _FLUSH or time.monotonic() - self._flushed >= _TICK:
            self.flush()

    def flush(self) -> None:
        """Sends what waits; with nothing waiting, a tick."""
        self._line.sendall(self._waiting or pack("tick", {}))
        self._waiting.clear()
        self._flushed = time.monotonic()


def _load(name: str) -> TaskFunction:
    module, _, function = name.partition(":")
    task: TaskFunction = getattr(importlib.import_module(module), function)
    return task


def _receive(line: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """The next message of the supervisor and the descriptors that came with it; None when it has gone."""
    head, files = b"", list[int]()
    while len(head) < HEADER.size:
        data, more, _, _ = socket.recv_fds(line, HEADER.size - len(head), _MOST_FILES)
        if not data:
            return None
        head, files = head + data, files + list(more)
    body = bytearray()
    (size,) = HEADER.unpack(head)
    while len(body) < size:
        data = line.recv(min(size - len(body), 1 << 20))
        if not data:
            return None
        body += data
    return unpack(bytes(body))[1], files


def _close(descriptor: int) -> None:
    try:
        os.close(descriptor)
    except OSError:  # the task closed it itself
        return


def _descriptors() -> int:
    try:
        return len(os.listdir("/proc/self/fd"))
    except OSError:
        return 0


def _resident() -> int:
    """Bytes in memory now; the most there ever were where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main(int(sys.argv[1]))
