"""Decompressors that give no more at a time than they are asked for, whatever they are fed."""

from __future__ import annotations

import bz2
import lzma
import zlib
from typing import Protocol

from piiscan.errors import LimitExceeded

__all__ = ["Decompressor", "Inflate", "bunzip2", "unlzma", "unxz"]

_MEMORY = 256 << 20
"""Bytes that unpacking may take."""


class Decompressor(Protocol):
    """What `bz2` and `lzma` offer."""

    @property
    def eof(self) -> bool:
        """Whether the end of the compressed data was reached."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out before something goes in."""

    @property
    def unused_data(self) -> bytes:
        """What stood after the end."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Takes compressed data; gives at most ``max_length`` bytes."""


class Inflate:
    """`zlib` with the manners of the other two.

    Arguments:
        bits: 31 for gzip, -15 for bare deflate.
    """

    def __init__(self, bits: int) -> None:
        self._zlib = zlib.decompressobj(bits)
        self._full = False

    @property
    def eof(self) -> bool:
        """Whether the end of the compressed data was reached."""
        return self._zlib.eof

    @property
    def unused_data(self) -> bytes:
        """What stood after the end."""
        return self._zlib.unused_data

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out before something goes in."""
        return not self._zlib.unconsumed_tail and not self._full

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Takes compressed data; gives at most ``max_length`` bytes."""
        out = self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)
        self._full = len(out) == max_length
        return out


def bunzip2() -> Decompressor:
    """For bzip2."""
    return bz2.BZ2Decompressor()


def unxz() -> Decompressor:
    """For xz."""
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY)


def unlzma(properties: bytes, path: str) -> Decompressor:
    """For LZMA as a zip holds it.

    Arguments:
        properties: the five bytes before it.
        path: the member's.

    Raises:
        LimitExceeded: it takes too much memory.
        ValueError: the properties are none.
    """
    if len(properties) != 5:
        raise ValueError("no properties of LZMA")
    size = int.from_bytes(properties[1:], "little")
    if size > _MEMORY:
        raise LimitExceeded("memory", path)
    rest, literal = divmod(properties[0], 9)
    position, line = divmod(rest, 5)
    chain = {"id": lzma.FILTER_LZMA1, "dict_size": max(size, 4096), "lc": literal, "lp": line, "pb": position}
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[chain])
