"""What a JPEG or JPEG 2000 stream carries beside its pixels: camera, place, author, comments, a small copy.

Sources: ITU-T T.81 B.1.1 (markers), ITU-T T.800 I.4 (boxes).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from piiscan.formats._pdf_file import filters
from piiscan.formats._picture_blocks import Block, blocks
from piiscan.formats._picture_metadata import text_of, words
from piiscan.model import Text
from piiscan.reading import Reading

__all__ = ["packed", "stripped", "texts"]

_KEPT = (0xE0, 0xEE)
"""JFIF and Adobe's colour transform: without them the colours are wrong."""
_JP2_KEPT = (b"jP  ", b"ftyp", b"jp2h", b"jp2c")


def packed(stream: Any, path: str, reading: Reading) -> bytes:
    """The JPEG or JPEG 2000 file inside an image; empty where it is neither."""
    kinds = filters(stream)
    if not kinds or kinds[-1] not in ("/DCTDecode", "/JPXDecode") or kinds[:-1] not in ([], ["/FlateDecode"]):
        return b""
    data: bytes = stream.read_raw_bytes()
    if len(kinds) == 2:
        data = zlib.decompressobj().decompress(data, reading.limits.part)
        reading.produced(len(data), path)
    return data


def texts(stream: Any, place: str, path: str, reading: Reading) -> Iterator[Text]:
    """What the file inside an image says beside its pixels."""
    data = packed(stream, path, reading)
    found: list[Block] = []
    end: int | None = None
    if data.startswith(b"\xff\xd8"):
        found, end = blocks(data, "JPEG", path, reading)
        found = [block for block in found if block.kind != "data" or block.name not in ("APP0", "APP14", "APP2")]
        found += [Block("data", "after", data[end:])] if end else []
    elif data:
        found = [Block("data", "box", piece) for piece, kept in _boxes(data) if not kept]
    text = text_of(words(found, path))
    if text:
        yield replace(text, places=[f"{place};{inner}" for inner in text.places])


def stripped(data: bytes) -> bytes:
    """The stream without it; the pixels stay as they were."""
    return b"".join(piece for piece, kept in _pieces(data) if kept)


def _pieces(data: bytes) -> Iterator[tuple[bytes, bool]]:
    if data.startswith(b"\xff\xd8"):
        return _segments(data)
    if data[4:8] == b"jP  ":
        return _boxes(data)
    return iter([(data, True)])


def _segments(data: bytes) -> Iterator[tuple[bytes, bool]]:
    yield data[:2], True
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        if data[at + 1] == 0xFF:  # a fill byte
            at += 1
            continue
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + max(2, length)
        yield data[at:end], not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in _KEPT
        at = end
    last = data.rfind(b"\xff\xd9")
    end = last + 2 if last > at else len(data)
    yield data[at:end], True
    if end < len(data):
        yield data[end:], False


def _boxes(data: bytes) -> Iterator[tuple[bytes, bool]]:
    at = 0
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if length == 1 and at + 16 <= len(data):
            length = int.from_bytes(data[at + 8 : at + 16], "big")
        end = len(data) if length < 8 else min(len(data), at + length)
        yield data[at:end], kind in _JP2_KEPT
        at = end
    if at < len(data):
        yield data[at:], False
