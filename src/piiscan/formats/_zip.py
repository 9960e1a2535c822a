"""The one way a zip container is opened: its members, each within the budget of the file around it."""

from __future__ import annotations

import copy
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from piiscan.errors import Damaged, Encrypted, LimitExceeded, ReadError
from piiscan.formats._unpack import Decompressor, Inflate, bunzip2, unlzma
from piiscan.model import Blob
from piiscan.reading import Reading

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["CORRUPT", "listed", "opened", "read_member", "unpacking"]

CORRUPT = (
    zipfile.BadZipFile,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OverflowError,
)
"""What the library raises for a zip, or a member of one, that is broken."""
_BROKEN = (*CORRUPT, RuntimeError, KeyError)
_HEADERS = re.compile(rb"PK\x03\x04.{22}(..).{2}|PK\x01\x02.{24}(..).{16}", re.DOTALL)
_PACKED = 1 << 16
_DIRECTORY = 32 << 20
"""Bytes of the list of members, which the library reads whole and makes twenty times as large."""


@contextmanager
def opened(blob: Blob) -> Iterator[zipfile.ZipFile]:
    """The archive, open for reading.

    Raises:
        Damaged: it is truncated or malformed, or two members claim the same bytes (a bomb of overlapping members).
        LimitExceeded: its list of members is too long to be read.
    """
    try:
        with blob.open() as stream:
            _refuse_crowds(stream, blob.path)
        with blob.open() as stream, zipfile.ZipFile(stream) as archive:
            _refuse_overlaps(archive, blob.path)
            yield archive
    except ReadError:
        raise
    except _BROKEN as error:
        raise Damaged(f"is a broken zip ({type(error).__name__})", blob.path) from None


def listed(head: bytes) -> frozenset[str]:
    """The names of the members of a zip itself, not of one stored inside it.

    Arguments:
        head: its beginning and its end. Where the list of members is longer than that, every name in sight counts.
    """
    end = head.rfind(b"PK\x05\x06")
    position = end - int.from_bytes(head[end + 12 : end + 16], "little")
    if end < 0 or position < 0 or not head.startswith(b"PK\x01\x02", position):
        return frozenset(_name_after(head, match) for match in _HEADERS.finditer(head))
    names = []
    while head.startswith(b"PK\x01\x02", position):
        name, extra, comment = (
            int.from_bytes(head[position + at : position + at + 2], "little") for at in (28, 30, 32)
        )
        names.append(head[position + 46 : position + 46 + name].decode("utf-8", "replace"))
        position += 46 + name + extra + comment
    return frozenset(names)


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, reading: Reading) -> bytes:
    """All bytes of one member, charged to the budget while they are produced.

    Raises:
        Encrypted: no password of the reading fits.
        Damaged: the member is broken.
        LimitExceeded: the budget ends, or there are more bytes than ``limits.part`` (reason ``"part"``).
    """
    passwords: tuple[str | None, ...] = reading.passwords if info.flag_bits & 1 else (None,)
    for password in passwords:
        try:
            return _read(archive, info, path, reading, password)
        except CORRUPT as error:  # before RuntimeError, of which NotImplementedError is one
            if password is None:
                raise Damaged(f"has a broken member ({type(error).__name__})", path) from None
        except RuntimeError:
            continue
    raise Encrypted("needs a password", path)


def unpacking(archive: zipfile.ZipFile, info: zipfile.ZipInfo, password: str | None, path: str) -> io.BufferedIOBase:
    """A member as a stream that is unpacked while it is read.

    Raises:
        RuntimeError: the password does not fit; NotImplementedError: the method is not known; any of `CORRUPT`, also
            while it is read.
        LimitExceeded: unpacking takes too much memory.
    """
    if info.flag_bits & 1:
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImplementedError("method")
        return cast(zipfile.ZipExtFile, archive.open(info, pwd=password.encode() if password else None))
    packed = copy.copy(info)
    packed.compress_type, packed.file_size = zipfile.ZIP_STORED, info.compress_size
    del packed.CRC  # that of the unpacked content
    return io.BufferedReader(_Unpacking(archive.open(packed), info, path), _PACKED)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, reading: Reading, password: str | None) -> bytes:
    pieces, size = [], 0
    with unpacking(archive, info, password, path) as stream:
        while chunk := stream.read(_PACKED):
            reading.produced(len(chunk), path)
            pieces.append(chunk)
            size += len(chunk)
            if size > reading.limits.part:
                raise LimitExceeded("part", path)
    return b"".join(pieces)


class _Unpacking(io.RawIOBase):
    """A member while it is unpacked, never more at a time than is asked for, and to its real end.

    The library gives what 64 KiB of bzip2 or LZMA hold at once, a thousandfold and more, and drops what comes after the
    size that the archive declares; so it only reads the packed bytes here.
    """

    def __init__(self, packed: IO[bytes], info: zipfile.ZipInfo, path: str) -> None:
        super().__init__()
        self._packed = packed
        self._info = info
        self._unpacker = _unpacker(packed, info, path)
        self._sum = self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        data = self._next(len(view))
        view[: len(data)] = data
        self._sum, self._size = zlib.crc32(data, self._sum), self._size + len(data)
        if not data and (self._sum, self._size) != (self._info.CRC, self._info.file_size):
            raise zipfile.BadZipFile("checksum")
        return len(data)

    def close(self) -> None:
        self._packed.close()
        super().close()

    def _next(self, most: int) -> bytes:
        unpacker, data = self._unpacker, b""
        if unpacker is None:
            return self._packed.read(most)
        while not data and not unpacker.eof:
            packed = self._packed.read(_PACKED) if unpacker.needs_input else b""
            if not packed and unpacker.needs_input:
                return b""
            data = unpacker.decompress(packed, most)
        if not data and (unpacker.unused_data or self._packed.read(1)):
            raise zipfile.BadZipFile("slack")
        return data


def _unpacker(packed: IO[bytes], info: zipfile.ZipInfo, path: str) -> Decompressor | None:
    if info.compress_type == zipfile.ZIP_DEFLATED:
        return Inflate(-15)
    if info.compress_type == zipfile.ZIP_BZIP2:
        return bunzip2()
    if info.compress_type == zipfile.ZIP_LZMA:
        length = int.from_bytes(packed.read(4)[2:], "little")
        return unlzma(packed.read(min(length, 6)), path)
    if info.compress_type != zipfile.ZIP_STORED:
        raise NotImplementedError("method")
    return None


def _name_after(head: bytes, match: re.Match[bytes]) -> str:
    return head[match.end() : match.end() + int.from_bytes(match[1] or match[2], "little")].decode("utf-8", "replace")


def _refuse_crowds(stream: BinaryIO, path: str) -> None:
    end = stream.seek(0, 2)
    stream.seek(max(0, end - (1 << 16) - 22))
    tail = stream.read()
    found = tail.rfind(b"PK\x05\x06")
    size = int.from_bytes(tail[found + 12 : found + 16], "little") if found >= 0 else 0
    if size == 0xFFFFFFFF and (found := tail.rfind(b"PK\x06\x06")) >= 0:
        size = int.from_bytes(tail[found + 40 : found + 48], "little")
    if min(size, end) > _DIRECTORY:
        raise LimitExceeded("members", path)


def _refuse_overlaps(archive: zipfile.ZipFile, path: str) -> None:
    end = 0
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise Damaged("has overlapping members", path)
        # a local header is 30 bytes and the name at the least
        end = info.header_offset + 30 + info.compress_size
