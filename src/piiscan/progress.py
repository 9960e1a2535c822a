"""Shows on stderr how a scan goes: files, bytes, findings, rate, and the file that takes long."""

from __future__ import annotations

import itertools
import signal
import sys
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

from piiscan.config import Config
from piiscan.runner import Progress, run_scan
from piiscan.scan import Item

__all__ = ["Bar"]

_COUNTED = 50_000
"""Files that are counted before the scan begins, so that the bar knows its length; a larger share has no length."""


class Bar:
    """A progress bar; silent when told so, or when stderr is no terminal (then one line at the end).

    Arguments:
        quiet: show nothing at all.
    """

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._bar: Any = None
        self._task: Any = None
        self._start = time.monotonic()
        self._progress = Progress(self._refresh)

    def __enter__(self) -> Self:
        if not self._quiet and sys.stderr.isatty():
            self._bar = _rich_bar()
            self._bar.start()
            self._task = self._bar.add_task("", total=None, found=0, size="", rate="", slow="")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()
        elif not self._quiet and kind is None:
            print(self._line(), file=sys.stderr)  # noqa: T201 - this is what the module is for

    def scan(self, sources: Iterator[Any], config: Config, jobs: int | None) -> Iterator[Item]:
        """Runs a scan and shows it."""
        signal.signal(signal.SIGINT, self._interrupted)
        ahead = list(itertools.islice(sources, _COUNTED + 1))
        self._progress.total = len(ahead) if len(ahead) <= _COUNTED else None
        return run_scan(itertools.chain(ahead, sources), config, jobs=jobs, progress=self._progress)

    @property
    def stopped(self) -> bool:
        """Whether the user interrupted the scan."""
        return self._progress.stopped

    def _interrupted(self, number: int, frame: object) -> None:
        """The first Ctrl-C lets the running files finish, so that the report is whole as far as it goes."""
        if self._progress.stopped:
            raise KeyboardInterrupt
        self._progress.stop()

    def _refresh(self) -> None:
        if self._bar:
            now = self._progress
            slow = f"{_masked(now.slow)} {now.seconds:.0f} s" if now.slow else ""
            rate = f"{now.files / max(0.1, time.monotonic() - self._start):.1f}/s"
            fields = {"found": now.findings, "size": _size(now.bytes), "rate": rate, "slow": slow}
            self._bar.update(self._task, completed=now.files, total=now.total, **fields)

    def _line(self) -> str:
        now = self._progress
        statuses = ", ".join(f"{count} {status}" for status, count in sorted(now.statuses.items()))
        return f"{now.files} files ({statuses}), {_size(now.bytes)}, {now.findings} findings"


def _masked(path: str) -> str:
    """The name of a file for the screen: what is recognised in it masked, control characters escaped, kept short."""
    from piiscan.api import redact_text

    name = redact_text(path.rpartition("/")[2], style="mask", config=Config.fast()).text
    return name[:40].encode("unicode_escape").decode() if not name.isprintable() else name[:40]


def _rich_bar() -> Any:
    from rich import progress
    from rich.console import Console

    return progress.Progress(
        progress.SpinnerColumn(),
        progress.BarColumn(bar_width=24, complete_style="cyan", finished_style="green"),
        progress.MofNCompleteColumn(),
        progress.TextColumn("files · {task.fields[rate]} · {task.fields[size]} · {task.fields[found]} findings"),
        progress.TimeElapsedColumn(),
        progress.TextColumn("{task.fields[slow]}", style="dim", markup=False),
        console=Console(stderr=True),
        transient=False,
    )


def _size(count: int) -> str:
    value = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"
