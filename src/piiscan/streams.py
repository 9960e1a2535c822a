"""Open files and streams: one position per reader, a stamp that tells of a change, a copy that has no name."""

from __future__ import annotations

import errno
import io
import os
import tempfile
from typing import IO, TYPE_CHECKING, BinaryIO

from piiscan.errors import SourceError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["copied", "reader_of", "stamp", "stream_of"]


def stream_of(opened: int) -> BinaryIO:
    """A new stream at the start of an open file, with a position of its own; the descriptor stays open."""
    return io.BufferedReader(_Positioned(opened))


def reader_of(aside: IO[bytes]) -> BinaryIO:
    """A new stream at the start of what was written aside, in memory or in a file without a name.

    The file lives as long as a reader of it does.
    """
    if isinstance(aside, io.BytesIO):
        return io.BytesIO(aside.getvalue())
    return io.BufferedReader(_Positioned(aside.fileno(), aside))


def stamp(opened: int) -> tuple[int, int]:
    """What changes when somebody writes to an open file: its size and time."""
    now = os.fstat(opened)
    return now.st_size, now.st_mtime_ns


def copied(stream: IO[bytes], most: int) -> IO[bytes]:
    """A stream copied to a temporary file that has no name.

    Raises:
        OSError: it cannot be read; EFBIG: it has more than ``most`` bytes.
        SourceError: it gives text.
    """
    spool = tempfile.TemporaryFile()  # noqa: SIM115 - closed with its last reader
    size = 0
    while chunk := stream.read(1 << 20):
        if not isinstance(chunk, bytes):
            raise SourceError("the stream gives text, not bytes")
        size += len(chunk)
        if size > most:
            raise OSError(errno.EFBIG, "size")
        spool.write(chunk)
    spool.flush()
    return spool


class _Positioned(io.RawIOBase):
    """Reads an open file at a position of its own, so that it can be read by several at once."""

    def __init__(self, opened: int, owner: object = None) -> None:
        super().__init__()
        self._opened = opened
        self._owner = owner  # closes the descriptor when nobody holds it any more
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position}.get(whence)
        position = offset + (os.fstat(self._opened).st_size if start is None else start)
        if position < 0:
            raise OSError(errno.EINVAL, "before the start")
        self._position = position
        return position

    def readinto(self, buffer: WriteableBuffer) -> int:
        count = os.preadv(self._opened, [buffer], self._position)
        self._position += count
        return count
