"""Messages between the supervisor and a worker: a length of four bytes, then that many bytes of JSON.

What comes out of a worker is untrusted, because the file that it parses may have taken it over: sizes are capped, the
shape is checked, and nothing is ever unpickled.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any, NoReturn

__all__ = ["HEADER", "MOST", "BadFrame", "Frames", "pack"]

HEADER = struct.Struct(">I")
MOST = 16 << 20
"""Bytes of one message."""


class BadFrame(Exception):
    """The other side does not keep to the protocol."""


def pack(kind: str, value: dict[str, Any], most: int = MOST) -> bytes:
    """A message, ready to send.

    Raises:
        BadFrame: it is larger than ``most`` bytes.
    """
    body = json.dumps([kind, value], separators=(",", ":"), allow_nan=False).encode("ascii")
    if len(body) > most:
        raise BadFrame("size")
    return HEADER.pack(len(body)) + body


class Frames:
    """Cuts what arrives into messages."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[str, dict[str, Any], int]]:
        """The messages that are complete now: kind, value, size in bytes.

        Raises:
            BadFrame: too large, no JSON, or of another shape.
        """
        self._buffer += data
        position = 0
        while len(self._buffer) - position >= HEADER.size:
            (size,) = HEADER.unpack_from(self._buffer, position)
            if size > MOST:
                raise BadFrame("size")
            end = position + HEADER.size + size
            if end > len(self._buffer):
                break
            yield *unpack(bytes(self._buffer[position + HEADER.size : end])), size
            position = end
        del self._buffer[:position]


def unpack(body: bytes) -> tuple[str, dict[str, Any]]:
    """The kind and the value of one message.

    Raises:
        BadFrame: no JSON, or of another shape.
    """
    try:
        message = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BadFrame("json") from None
    match message:
        case [str(kind), dict(value)]:
            return kind, value
    raise BadFrame("shape")


def _refuse(constant: str) -> NoReturn:
    raise ValueError
