"""What a pool is given and gives back: a task, its outcome, and what is under way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from piiscan import errors
from piiscan.model import Status

__all__ = ["Outcome", "Running", "Task"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a task ended.

    Arguments:
        status: ``OK``, ``TIMEOUT``, ``CRASHED``, ``LIMIT``, ``ERROR``, or the status of the `ReadError` that ended it.
        reason: a short code (``"stall"``, ``"cpu"``, ``"SIGSEGV"``, ``"memory"``), or the class of an exception.
        error: the class of the exception that ended it, where one did.
        result: what the task returned.
        items: what it streamed; of a failed task, what came before.
        reduced: whether this is the second try.
        value: for the caller of the pool (see `Task.done`).
    """

    status: Status = Status.OK
    reason: str = ""
    error: str = ""
    result: dict[str, Any] = field(default_factory=dict, repr=False)
    items: Sequence[dict[str, Any]] = field(default=(), repr=False)
    reduced: bool = False
    value: Any = field(default=None, repr=False)

    def checked(self, path: str) -> dict[str, Any]:
        """The result of a task that ended well.

        Raises:
            PiiscanError: of the class that the task raised (`CannotRedact`, `Encrypted` ...), else a `ReadError`.
        """
        if self.status is Status.OK:
            return self.result
        kind = getattr(errors, self.error, errors.ReadError) if self.error in errors.__all__ else errors.ReadError
        raise kind(self.reason or str(self.status), path)


def _as_it_is(outcome: Outcome) -> Outcome:
    return outcome


@dataclass(frozen=True, slots=True)
class Task:
    """A function to run in a worker, by its dotted name, with its arguments.

    Arguments:
        name: ``"piiscan.scan:scan_task"``.
        args: plain data.
        files: open descriptors that the task gets copies of; they stay the caller's.
        retry: whether it is tried again after its worker died; not where the first try leaves traces.
        done: called as soon as the task has ended, before its outcome waits for its turn; gives the outcome to use.
        label: what to call it while it runs.
    """

    name: str
    args: dict[str, Any] = field(repr=False)
    files: Sequence[int] = ()
    retry: bool = True
    done: Callable[[Outcome], Outcome] = field(default=_as_it_is, repr=False)
    label: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """A task that is under way, and for how many seconds."""

    label: str
    seconds: float
