"""A stretch of a blob as a stream of its own: a message of an mbox, a member of a tar. Nothing is copied."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from piiscan.model import Blob, step

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["member"]


def member(blob: Blob, label: str, name: str, start: int, size: int) -> Blob:
    """The stretch ``[start, start + size)`` of a blob as a blob inside it.

    Arguments:
        blob: the container, uncompressed.
        label: the step of its path.
        name: the name as the container wrote it; empty where it has none.
        start, size: bytes.
    """
    return Blob(step(blob.path, label), lambda: io.BufferedReader(_Slice(blob.open(), start, size)), size, name)


class _Slice(io.RawIOBase):
    """Reads a window of a seekable stream, which it owns."""

    def __init__(self, stream: BinaryIO, start: int, size: int) -> None:
        super().__init__()
        self._stream = stream
        self._start = start
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, origin + offset)
        return self._position

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        wanted = max(0, min(len(view), self._size - self._position))
        self._stream.seek(self._start + self._position)
        data = self._stream.read(wanted) if wanted else b""
        view[: len(data)] = data
        self._position += len(data)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()
