"""The one budget of a top-level file, shared by everything that is unpacked from it."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable
from typing import IO, BinaryIO

from piiscan.config import Limits
from piiscan.errors import LimitExceeded
from piiscan.model import Blob
from piiscan.streams import reader_of

__all__ = ["Reading"]

_CHUNK = 1 << 16
_IN_MEMORY = 8 << 20


class Reading:
    """Counts what reading one top-level file costs and stops it at a limit.

    Arguments:
        limits: the budget.
        size: bytes of the top-level file, for the ratio; None where unknown.
        passwords: tried in turn on what is encrypted.
        progress: called now and then, so that a supervisor sees that something happens.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        size: int | None = None,
        passwords: tuple[str, ...] = (),
        progress: Callable[[], None] | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.passwords = passwords
        self._size = size
        self._progress = progress or (lambda: None)
        self._deadline = time.monotonic() + self.limits.seconds
        self._produced = 0
        self._members = 0
        self._pages = 0

    def tick(self, path: str) -> None:
        """Says that work goes on; raises `LimitExceeded` when the time of the file is up."""
        self._progress()
        if time.monotonic() > self._deadline:
            raise LimitExceeded("seconds", path)

    def produced(self, count: int, path: str) -> None:
        """Charges ``count`` bytes that unpacking really produced."""
        self._produced += count
        if self._produced > self.limits.produced:
            raise LimitExceeded("produced", path)
        if self._size and self._produced > max(self.limits.ratio_after, self.limits.ratio * self._size):
            raise LimitExceeded("ratio", path)
        self.tick(path)

    def member(self, blob: Blob) -> None:
        """Charges one member of a container, and looks at its depth."""
        self._members += 1
        if self._members > self.limits.members:
            raise LimitExceeded("members", blob.path)
        if blob.depth > self.limits.depth:
            raise LimitExceeded("depth", blob.path)
        self.tick(blob.path)

    def page(self, path: str) -> None:
        """Charges one page, frame or sheet."""
        self._pages += 1
        if self._pages > self.limits.pages:
            raise LimitExceeded("pages", path)
        self.tick(path)

    def pixels(self, width: int, height: int, path: str) -> None:
        """Checks the size of a picture before it is decoded."""
        if width * height > self.limits.pixels:
            raise LimitExceeded("pixels", path)
        self.tick(path)

    def whole(self, blob: Blob) -> bytes:
        """All bytes of a blob, for a parser that needs them at once.

        Raises:
            LimitExceeded: there are more than ``limits.part`` of them.
        """
        if blob.size is not None and blob.size > self.limits.part:
            raise LimitExceeded("part", blob.path)
        with blob.open() as stream:
            data = stream.read(self.limits.part + 1)
        if len(data) > self.limits.part:
            raise LimitExceeded("part", blob.path)
        self.tick(blob.path)
        return data

    def unpack(self, stream: BinaryIO, path: str) -> tuple[Callable[[], BinaryIO], int]:
        """Copies an unpacked stream aside, charging every byte, and tells how to open the copy and its size.

        Small ones stay in memory; larger ones go to a temporary file that has no name, so nothing outlives the process.
        """
        aside: IO[bytes] = io.BytesIO()
        size = 0
        while chunk := stream.read(_CHUNK):
            self.produced(len(chunk), path)
            if size <= _IN_MEMORY < size + len(chunk):
                small = aside
                aside = tempfile.TemporaryFile()  # noqa: SIM115 - closed with its last reader
                aside.write(small.getvalue())  # type: ignore[attr-defined]
            size += len(chunk)
            aside.write(chunk)
        aside.flush()
        return (lambda: reader_of(aside)), size

    def fresh(self) -> Reading:
        """A budget of the same limits, for reading the same file a second time."""
        return Reading(self.limits, self._size, self.passwords, self._progress)
