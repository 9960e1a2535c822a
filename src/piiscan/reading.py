"""The one budget of a top-level file, shared by everything that is unpacked from it."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, BinaryIO

from piiscan.config import Limits
from piiscan.errors import LimitExceeded
from piiscan.model import Blob

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

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
        spool: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed with its last reader
        size = 0
        while chunk := stream.read(_CHUNK):
            self.produced(len(chunk), path)
            size += len(chunk)
            spool.write(chunk)
        return lambda: io.BufferedReader(_Reader(spool)), size

    def fresh(self) -> Reading:
        """A budget of the same limits, for reading the same file a second time."""
        return Reading(self.limits, self._size, self.passwords, self._progress)


class _Reader(io.RawIOBase):
    """Reads a shared spool with a position of its own, so that a member can be opened more than once."""

    def __init__(self, spool: IO[bytes]) -> None:
        super().__init__()
        self._spool = spool
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_CUR:
            offset, whence = self._position + offset, io.SEEK_SET
        self._position = self._spool.seek(offset, whence)
        return self._position

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        self._spool.seek(self._position)
        data = self._spool.read(len(view))
        view[: len(data)] = data
        self._position += len(data)
        return len(data)
