"""What looking for the tables of one page may cost."""

from __future__ import annotations

from piiscan.errors import LimitExceeded

__all__ = ["Effort"]


class Effort:
    """A time limit that is the same on any machine and in every run: counted in steps of a microsecond or two.

    Arguments:
        steps: how many.
        path: the blob, for errors.
    """

    def __init__(self, steps: int, path: str) -> None:
        self._left = steps
        self._path = path

    def spend(self, steps: int = 1) -> None:
        """Takes steps; raises `LimitExceeded` when none are left."""
        self._left -= steps
        if self._left < 0:
            raise LimitExceeded("tables", self._path)
