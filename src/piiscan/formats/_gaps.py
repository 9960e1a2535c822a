"""What stands in a zip outside its members: before, between and after them, where no program looks for it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

__all__ = ["gaps", "local_extra"]

_HEADER = 30
_CHUNK = 1 << 16
_END = b"PK\x05\x06"


def gaps(archive: zipfile.ZipFile, stream: BinaryIO) -> Iterator[tuple[int, int]]:
    """The start and size of each stretch that belongs to nothing and is not all zeros.

    Arguments:
        archive: the open archive.
        stream: its bytes, seekable.
    """
    position = 0
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        yield from _filled(stream, position, info.header_offset)
        names, extra = _lengths(stream, info)
        position = info.header_offset + _HEADER + names + extra + info.compress_size
        if info.flag_bits & 8:
            position += _descriptor(stream, position, info)
    yield from _filled(stream, position, archive.start_dir)
    yield from _filled(stream, *_after(stream))


def local_extra(stream: BinaryIO, info: zipfile.ZipInfo) -> bytes:
    """The extra field before a member, which need not be that of the list of members."""
    names, extra = _lengths(stream, info)
    stream.seek(info.header_offset + _HEADER + names)
    return stream.read(extra)


def _lengths(stream: BinaryIO, info: zipfile.ZipInfo) -> tuple[int, int]:
    """The lengths of the name and the extra field before a member."""
    stream.seek(info.header_offset)
    header = stream.read(_HEADER)
    return int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")


def _descriptor(stream: BinaryIO, position: int, info: zipfile.ZipInfo) -> int:
    """The length of the record behind a member that was written as a stream, whose signature is optional."""
    stream.seek(position)
    data = stream.read(24)
    start = 4 if data.startswith(b"PK\x07\x08") else 0
    size = info.compress_size.to_bytes(8, "little")
    wide = (
        data[start + 4 : start + 12] == size
        and data[start + 12 : start + 16] == info.file_size.to_bytes(8, "little")[:4]
    )
    return start + (20 if wide else 12)


def _after(stream: BinaryIO) -> tuple[int, int]:
    """The stretch after the end record and its comment."""
    size = stream.seek(0, 2)
    start = max(0, size - _CHUNK - 22)
    stream.seek(start)
    tail = stream.read()
    found = tail.rfind(_END)
    comment = int.from_bytes(tail[found + 20 : found + 22], "little")
    return (start + found + 22 + comment, size) if found >= 0 else (size, size)


def _filled(stream: BinaryIO, start: int, end: int) -> Iterator[tuple[int, int]]:
    stream.seek(start)
    left = end - start
    while left > 0 and (chunk := stream.read(min(left, _CHUNK))):
        if chunk.strip(b"\0"):
            yield start, end - start
            return
        left -= len(chunk)
