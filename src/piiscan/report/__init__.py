"""A module per report; one is found by being in this folder and having a ``write``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from typing import Protocol, TextIO, cast

from piiscan.errors import ConfigError
from piiscan.model import FileState, Finding, Problem
from piiscan.report.record import Options

__all__ = ["Report", "find", "names"]


class Report(Protocol):
    """A module that writes what a scan gave.

    ``SUFFIX`` is how a file of this kind is called.
    """

    SUFFIX: str

    def write(self, items: Iterable[Finding | Problem | FileState], out: TextIO, options: Options) -> None:
        """Writes all items, in their order, and what they add up to."""


def names() -> tuple[str, ...]:
    """The names of all reports, sorted."""
    return tuple(sorted(_modules()))


def find(name: str) -> Report:
    """The report of a name: ``"jsonl"``.

    Raises:
        ConfigError: there is none.
    """
    if name not in _modules():
        raise ConfigError(f"no report is called {name}; there are {', '.join(names())}")
    return _modules()[name]


def _modules() -> dict[str, Report]:
    found = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        if hasattr(module, "write") and hasattr(module, "SUFFIX"):
            found[info.name] = cast(Report, module)
    return found
