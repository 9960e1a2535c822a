"""Supervises worker processes: every task ends, whatever the file in it does to its parser.

A pool starts fresh interpreters (`piiscan.worker`), gives each one task at a time and watches: a worker that sends
nothing for ``limits.stall`` seconds, takes longer than ``limits.seconds`` in all, dies, or sends garbage, is killed and
replaced. Its task is tried once more in a fresh worker, with ``args["reduced"]`` set; then it has failed. The other
tasks notice nothing, and outcomes come in the order in which the tasks were given.
"""

from __future__ import annotations

import os
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from piiscan import errors
from piiscan.config import Limits
from piiscan.frames import BadFrame, pack
from piiscan.model import Status
from piiscan.process import TO_WORKER, Job, Worker, cause
from piiscan.tasks import Outcome, Running, Task

__all__ = ["Pool", "processors", "run_task"]

_GRACE = 5.0
"""Seconds beyond ``limits.seconds`` in which the task itself may still stop in an orderly way."""
_RESULT = 128 << 20
"""Bytes of all items of one task."""
_AHEAD = 64 << 20
"""Bytes of outcomes that wait for an earlier task; each counts for at least a KiB."""
_TURN = 0.5
"""Seconds after which a waiting pool looks around."""
_START = 60.0
"""Seconds in which a new worker may get ready."""
_STARTS = 3
"""Workers in a row that may die before they are ready."""


class Pool:
    """A number of workers; to be used in a ``with`` statement.

    Arguments:
        jobs: how many workers; None for one per processor.
        limits: the budget of each task.
        common: arguments of every task, sent to each worker once.
        watch: called now and then with what is running, longest first.
    """

    def __init__(
        self,
        jobs: int | None = None,
        limits: Limits | None = None,
        *,
        common: dict[str, Any] | None = None,
        watch: Callable[[Sequence[Running]], None] | None = None,
    ) -> None:
        if not hasattr(socket, "send_fds"):
            raise errors.ConfigError("files are read in supervised processes, which need Linux or macOS (or WSL)")
        self._jobs = max(1, jobs or processors())
        self._limits = limits or Limits()
        self._hello = pack("hello", _settings(self._limits, common or {}), TO_WORKER)
        self._watch = watch
        self._workers: list[Worker] = []
        self._selector = selectors.DefaultSelector()
        # a worker dies with the thread that started it, so that thread has to live as long as the pool
        self._starter = ThreadPoolExecutor(1)
        self._again: deque[Job] = deque()
        self._ahead = 0
        self._stillborn = 0
        self._stopped = self._interrupted = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def stop(self) -> None:
        """Starts no further task; `run` still gives the outcomes of those that are running, and ends."""
        self._stopped = True

    def close(self) -> None:
        """Kills all workers; a task that was under way ends here."""
        jobs = [worker.job for worker in self._workers if worker.job] + list(self._again)
        for worker in list(self._workers):
            self._dismiss(worker)
        for job in jobs:
            self._close_job(job, Outcome(Status.ERROR, "stopped"))
        self._selector.close()
        self._starter.shutdown()

    def run(self, tasks: Iterable[Task | Outcome]) -> Iterator[Outcome]:
        """The outcome of each task, in the order of the tasks; an outcome among them is passed on in its turn.

        A task is taken from the iterator only when a worker is free for it. The first Ctrl-C lets the running tasks
        finish, gives their outcomes and is then raised; the second is raised at once.
        """
        supply, queue = iter(tasks), deque[Job]()
        while self._feed(supply, queue) or queue:
            self._turn(0 if queue and queue[0].outcome else _TURN)
            if queue and (outcome := queue[0].outcome):
                self._ahead -= queue.popleft().cost
                yield outcome
        if self._interrupted:
            raise KeyboardInterrupt

    def _feed(self, supply: Iterator[Task | Outcome], queue: deque[Job]) -> bool:
        """Gives work to free workers; whether there may be more."""
        while self._free():
            if self._again:
                self._assign(self._again.popleft())
                continue
            if self._ahead > _AHEAD:
                return True
            if self._stopped or (entry := next(supply, None)) is None:
                return False
            if isinstance(entry, Outcome):
                queue.append(Job(None, entry, cost=1 << 10))
                self._ahead += 1 << 10
            else:
                queue.append(job := Job(entry))
                self._assign(job)
        return True

    def _free(self) -> bool:
        return len(self._workers) < self._jobs or any(worker.job is None for worker in self._workers)

    def _assign(self, job: Job) -> None:
        worker = next((worker for worker in self._workers if worker.job is None), None) or self._hire()
        if not worker.give(job):  # it has just died, through no fault of this task
            self._dismiss(worker)
            self._stillbirth(job)

    def _stillbirth(self, job: Job) -> None:
        self._stillborn += 1
        if self._stillborn >= _STARTS:
            raise errors.PiiscanError("a worker process cannot be started")
        self._again.append(job)

    def _hire(self) -> Worker:
        worker = self._starter.submit(Worker, self._hello).result()
        self._workers.append(worker)
        self._selector.register(worker.line, selectors.EVENT_READ, worker)
        return worker

    def _dismiss(self, worker: Worker, patience: float = 0.0) -> int:
        """Kills a worker; its return code."""
        self._workers.remove(worker)
        self._selector.unregister(worker.line)
        return worker.kill(patience)

    def _turn(self, timeout: float) -> None:
        """Waits for news and deals with it; only this waiting counts as time of the tasks, not what the caller does."""
        start = time.monotonic()
        try:
            ready = self._selector.select(timeout)
        except KeyboardInterrupt:
            if self._stopped:
                raise
            self._stopped = self._interrupted = True
            return
        waited = time.monotonic() - start
        for worker in self._workers:
            worker.quiet += waited
            worker.spent += waited
        for key, _ in ready:
            self._hear(key.data)
        for worker in [worker for worker in self._workers if worker.job]:
            if worker.quiet > (self._limits.stall if worker.ready else max(_START, self._limits.stall)):
                self._fail(worker, Status.TIMEOUT, "stall")
            elif worker.spent > self._limits.seconds + _GRACE:
                self._fail(worker, Status.TIMEOUT, "seconds")
        if self._watch:
            busy = [Running(worker.job.label, worker.spent) for worker in self._workers if worker.job]
            self._watch(sorted(busy, key=lambda running: -running.seconds))

    def _hear(self, worker: Worker) -> None:
        try:
            data = worker.line.recv(1 << 20)
        except OSError:
            data = b""
        if not data:
            self._bury(worker)
            return
        worker.quiet = 0.0
        try:
            for kind, value, size in worker.frames.feed(data):
                self._take(worker, kind, value, size)
        except BadFrame as error:
            too_much = error.args[0] == "result"
            self._fail(worker, Status.LIMIT if too_much else Status.CRASHED, "result" if too_much else "protocol")

    def _take(self, worker: Worker, kind: str, value: dict[str, Any], size: int) -> None:
        """Deals with one message.

        Raises:
            BadFrame: it has no place here (``"kind"``), or is one too many (``"result"``).
        """
        if kind == "ready" and not worker.ready:
            worker.ready, self._stillborn = True, 0
            return
        job = worker.job
        if job is None or not worker.ready:
            raise BadFrame("kind")
        match kind, value:
            case "tick", _:
                return
            case "item", _:
                job.items.append(value)
                job.size += size
                if job.size > _RESULT:
                    raise BadFrame("result")
            case "done", {"result": dict(result), "tired": bool(tired)}:
                self._finish(worker, tired, Outcome(result=result))
            case "failed", {"status": str(status), "reason": str(reason), "error": str(error), "tired": bool(tired)}:
                if status not in set(Status) - {Status.OK}:
                    raise BadFrame("kind")
                self._finish(worker, tired, Outcome(Status(status), reason[:200], error[:200]))
            case _:
                raise BadFrame("kind")

    def _finish(self, worker: Worker, tired: bool, outcome: Outcome) -> None:
        job, worker.job = worker.job, None
        if job:
            self._close_job(job, replace(outcome, items=job.items))
        if tired:
            self._dismiss(worker)

    def _bury(self, worker: Worker) -> None:
        """Deals with a worker that has gone."""
        if worker.ready:
            self._fail(worker, Status.CRASHED, "")
            return
        self._dismiss(worker)
        if worker.job:
            self._stillbirth(worker.job)

    def _fail(self, worker: Worker, status: Status, reason: str) -> None:
        """Kills a worker, and gives its task another try or an end."""
        if worker not in self._workers:
            return
        job, worker.job = worker.job, None
        code = self._dismiss(worker, patience=0.0 if reason else 1.0)
        if job is None:
            return
        if status is Status.CRASHED and not reason:
            status, reason = cause(code)
        again = job.task is not None and job.task.retry and not job.reduced and not self._stopped
        if again and status is not Status.LIMIT:
            job.retry()
            self._again.append(job)
        else:
            self._close_job(job, Outcome(status, reason, items=job.best()))

    def _close_job(self, job: Job, outcome: Outcome) -> None:
        outcome = replace(outcome, reduced=job.reduced)
        job.outcome = job.task.done(outcome) if job.task else outcome
        job.cost = max(job.size, 1 << 10)
        job.items = []
        self._ahead += job.cost


def run_task(name: str, args: dict[str, Any], files: Sequence[int] = (), limits: Limits | None = None) -> Outcome:
    """Runs one task in a worker of its own, once, because a first try may have left half a target.

    Arguments:
        name: the function: ``"piiscan.redact:redact_task"``.
        args: plain data.
        files: open descriptors; they stay the caller's, and those that the task writes to are to be synced by them.
        limits: the budget.
    """
    with Pool(1, limits) as pool:
        return next(pool.run([Task(name, args, files, retry=False)]))


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _settings(limits: Limits, common: dict[str, Any]) -> dict[str, Any]:
    return {
        "common": common,
        "memory": limits.memory,
        "file_size": limits.produced,
        "seconds": limits.seconds + 2 * _GRACE,
    }
