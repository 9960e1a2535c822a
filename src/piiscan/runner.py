"""Scans many sources over many workers; every file gets exactly one state, whatever becomes of its worker."""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from piiscan.config import Config
from piiscan.model import FileState, Finding, Problem, Status
from piiscan.pool import Pool
from piiscan.scan import Item, Scanner, from_wire
from piiscan.sources import Given, Source, descriptor, sources_of
from piiscan.streams import stamp
from piiscan.tasks import Outcome, Running, Task

__all__ = ["Progress", "run_scan"]

_TASK = "piiscan.scan:scan_task"
_SLOW = 2.0
"""Seconds after which a file is worth a mention."""


class Progress:
    """What a scan has done so far, and the handle to stop it.

    Attributes:
        total: files to do; None as long as the walk goes on or nobody counted.
        files: files done.
        bytes: their bytes.
        findings: findings so far.
        statuses: how many files ended in which status.
        slow: the path of the file that has been under way longest, more than two seconds; else empty.
        seconds: how long that one has been under way.
        stopped: whether `stop` was called.
    """

    def __init__(self, changed: Callable[[], None] | None = None, total: int | None = None) -> None:
        self.total = total
        self.files = self.bytes = self.findings = 0
        self.statuses: Counter[Status] = Counter()
        self.slow = ""
        self.seconds = 0.0
        self.stopped = False
        self._changed = changed or (lambda: None)
        self._stop: Callable[[], None] | None = None

    def stop(self) -> None:
        """Lets the files that are under way finish and starts no other; may be called by a signal handler."""
        self.stopped = True
        if self._stop:
            self._stop()

    def attach(self, stop: Callable[[], None]) -> None:
        """Tells how to stop the scan."""
        self._stop = stop
        if self.stopped:
            stop()

    def watch(self, running: Sequence[Running]) -> None:
        """Takes note of what is under way, longest first."""
        slowest = running[0] if running and running[0].seconds > _SLOW else Running("", 0.0)
        self.slow, self.seconds = slowest.label, slowest.seconds
        self._changed()

    def count(self, items: Sequence[Item]) -> None:
        """Takes note of what one file gave."""
        self.findings += sum(isinstance(item, Finding) for item in items)
        for state in items:
            if isinstance(state, FileState) and not state.member:
                self.files += 1
                self.bytes += state.bytes or 0
                self.statuses[state.status] += 1
        self._changed()


def run_scan(
    sources: Iterable[Given | Source | Problem],
    config: Config,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    task: str = _TASK,
) -> Iterator[Item]:
    """Findings, problems and states of every file, in the order of the sources.

    Of each file its findings and problems come first, members before what contains them, and its own `FileState` last.

    Arguments:
        sources: paths, bytes or streams, or what `piiscan.sources.walk` gave.
        config: what to look for, and the limits.
        jobs: how many workers; None for one per processor.
        progress: kept up to date, and able to stop the scan.
        task: the function that scans one file inside a worker.

    Raises:
        SourceError: a source does not exist.
    """
    progress = progress or Progress()
    Scanner(config)  # what is wrong with it is told before anything is read
    supply = _expanded(sources)
    with Pool(jobs, config.limits, common={"config": config.to_dict()}, watch=progress.watch) as pool:
        progress.attach(pool.stop)
        for outcome in pool.run(_work(source, task) for source in supply):
            progress.count(outcome.value)
            yield from outcome.value


def _expanded(sources: Iterable[Given | Source | Problem]) -> Iterator[Source | Problem]:
    """The sources behind a list of whatever a caller may hand over; an iterator of sources is left as lazy as it is."""
    if not isinstance(sources, (list, tuple)):
        yield from sources  # type: ignore[misc]
        return
    ready = [source for source in sources if isinstance(source, (Source, Problem))]
    given = [source for source in sources if not isinstance(source, (Source, Problem))]
    yield from ready
    yield from sources_of(*given)


def _work(source: Source | Problem, task: str) -> Task | Outcome:
    """The task of a source, or at once its end where it cannot be read."""
    if isinstance(source, Problem):
        return Outcome(value=_unread(source))
    opened = descriptor(source)
    if isinstance(opened, Problem):
        return Outcome(value=_unread(opened))
    before = stamp(opened)

    def done(outcome: Outcome) -> Outcome:
        changed = stamp(opened) != before
        os.close(opened)
        return replace(outcome, items=(), value=_items(outcome, source.path, before[0], changed))

    args = {"path": source.path, "name": source.name, "size": before[0]}
    return Task(task, args, (opened,), done=done, label=source.path)


def _unread(problem: Problem, size: int | None = None) -> list[Item]:
    """What a file gives that was not read."""
    return [problem, FileState(problem.path, False, problem.status, problem.reason, None, size, None, 0)]


def _items(outcome: Outcome, path: str, size: int, changed: bool) -> list[Item]:
    """What a task gave for a file: checked, because a worker is untrusted, and with exactly one state of the file."""
    try:
        items = [_sound(from_wire(message["item"]), path) for message in outcome.items]
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError):
        items, outcome = [], replace(outcome, status=Status.CRASHED, reason="protocol")
    own = [item for item in items if isinstance(item, FileState) and not item.member]
    if outcome.status is Status.OK and (len(own) != 1 or items[-1] is not own[0] or own[0].path != path):
        outcome = replace(outcome, status=Status.CRASHED, reason="protocol")
    if outcome.status is Status.OK and not changed:
        return items
    status, reason = (Status.CHANGED, "changed") if changed else (outcome.status, outcome.reason)
    kept = [item for item in items if item not in own]
    count = sum(isinstance(item, Finding) and item.path == path for item in kept)
    last = own[0] if own else FileState(path, False, status, reason, None, size, None, count)
    return [*kept, Problem(path, status, reason), replace(last, path=path, status=status, reason=reason)]


def _sound(item: Item, path: str) -> Item:
    """An item of this file or of something inside it, with values that every report can use.

    Raises:
        ValueError: it is not.
    """
    if item.path != path and not item.path.startswith(path + "!/"):
        raise ValueError
    if isinstance(item, Finding):
        numbers = [weight for _, weight in item.evidence] + [x for area in item.areas for point in area for x in point]
        sound = 0 <= item.score <= 1 and all(map(math.isfinite, numbers)) and item.unit in (None, "px", "pt")
    elif isinstance(item, Problem):
        sound = isinstance(item.reason, str) and isinstance(item.at, str)
    else:
        texts = (item.reason, item.format, item.sha256)
        sound = all(text is None or isinstance(text, str) for text in texts) and isinstance(item.member, bool)
        sound = sound and isinstance(item.findings, int) and (item.bytes is None or isinstance(item.bytes, int))
        sound = sound and all(isinstance(count, int) and isinstance(name, str) for name, count in item.beyond.items())
    if not sound:
        raise ValueError
    return item
