"""Takes a picture file apart into the blocks that are not pixels, and finds where the picture ends.

Each walker reads the structure of its format itself, since a decoder shows only what it understands: of two comments it
keeps the last, a private chunk it skips, and what stands behind the end it never sees.

Sources: ITU T.81 B.1 (JPEG), PNG third edition 5 and 11, RFC 9649 (WebP), GIF89a, BITMAPFILEHEADER (BMP).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from piiscan.reading import Reading

__all__ = ["Block", "blocks"]


class Block(NamedTuple):
    """One piece of a file beside its pixels.

    Arguments:
        kind: ``exif``, ``xmp``, ``iptc``, ``text``, ``comment`` or ``data``.
        name: what the file calls it: a keyword, a marker, the type of a chunk.
        data: its content, unpacked.
    """

    kind: str
    name: str
    data: bytes


def blocks(data: bytes, form: str, path: str, reading: Reading) -> tuple[list[Block], int | None]:
    """Everything in the file but pixels, and the offset at which the picture ends; None where no end is found.

    Arguments:
        data: the whole file.
        form: Pillow's name of the format; for TIFF, whose blocks are tags, there is nothing to walk.
        path: the blob, for errors.
        reading: charged with what is unpacked.
    """
    found: list[Block] = []
    walk = {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp, "GIF": _gif, "BMP": _bmp}.get(form)
    if walk is None:
        return found, len(data)
    end = None
    for item in walk(data):
        if isinstance(item, int):
            end = item
        else:
            found.append(_unpacked(item, path, reading))
    return found, end


_JPEG_KINDS = (
    (0xE1, b"Exif\0", "exif", 6),
    (0xE1, b"http://ns.adobe.com/xap/1.0/\0", "xmp", 29),
    (0xED, b"Photoshop 3.0\0", "iptc", 14),
    (0xFE, b"", "comment", 0),
)


def _jpeg(data: bytes) -> Iterator[Block | int]:
    position = 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            # entropy-coded data: the next marker is an FF that no 00 and no restart number follows
            position = _next_marker(data, position)
            continue
        marker = data[position + 1]
        if marker == 0xD9:
            break
        if marker in (0xFF, 0x00, 0x01) or 0xD0 <= marker <= 0xD8:
            position += 1 if marker == 0xFF else 2
            continue
        length = struct.unpack_from(">H", data, position + 2)[0]
        content = data[position + 4 : position + 2 + length]
        for number, start, kind, skip in _JPEG_KINDS:
            if marker == number and content.startswith(start):
                yield Block(kind, "JPEG", content[skip:])
                break
        else:
            if 0xE0 <= marker <= 0xEF:
                yield Block("data", f"APP{marker - 0xE0}", content)
        position += 2 + length
    if data[position : position + 2] == b"\xff\xd9":
        yield position + 2


def _next_marker(data: bytes, position: int) -> int:
    while True:
        position = data.find(b"\xff", position)
        if position < 0 or position + 1 >= len(data):
            return len(data)
        if data[position + 1] != 0 and not 0xD0 <= data[position + 1] <= 0xD7:
            return position
        position += 2


_PNG_PIXELS = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"acTL", b"fcTL", b"fdAT", b"tRNS", b"gAMA", b"cHRM", b"pHYs")


def _png(data: bytes) -> Iterator[Block | int]:
    position = 8
    while position + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        content = data[position + 8 : position + 8 + length]
        position += 12 + length
        if kind == b"IEND":
            yield position
            return
        if kind == b"eXIf":
            yield Block("exif", "eXIf", content)
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            yield _png_text(kind, content)
        elif kind == b"iCCP":
            yield Block("packed data", "iCCP", content.partition(b"\0")[2][1:])
        elif kind not in _PNG_PIXELS:
            yield Block("data", kind.decode("latin-1"), content)


def _png_text(kind: bytes, content: bytes) -> Block:
    keyword, _, rest = content.partition(b"\0")
    packed = kind == b"zTXt"
    if kind == b"zTXt":
        rest = rest[1:]
    elif kind == b"iTXt":
        packed = rest[:1] == b"\1"
        rest = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    name = keyword.decode("latin-1")
    plain = {"XML:com.adobe.xmp": "xmp"}.get(name, "text")
    return Block("packed " + plain if packed else plain, name, rest)


def _webp(data: bytes) -> Iterator[Block | int]:
    end = min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    position = 12
    while position + 8 <= end:
        kind, length = struct.unpack_from("<4sI", data, position)
        content = data[position + 8 : position + 8 + length]
        if kind in (b"EXIF", b"XMP "):
            yield Block(kind.decode().strip().lower(), "WebP", content)
        elif kind not in (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"):
            yield Block("data", kind.decode("latin-1"), content)
        position += 8 + length + length % 2
    if position >= end:
        yield end


def _gif(data: bytes) -> Iterator[Block | int]:
    position = 13 + _colours(data[10])
    while position < len(data):
        mark = data[position]
        if mark == 0x3B:
            yield position + 1
            return
        if mark == 0x2C and position + 10 < len(data):
            _, position = _sub_blocks(data, position + 11 + _colours(data[position + 9]))
        elif mark == 0x21 and position + 2 < len(data):
            label = data[position + 1]
            content, position = _sub_blocks(data, position + 2)
            if label == 0xFE:
                yield Block("comment", "GIF", content)
            elif label in (0x01, 0xFF) and not content.startswith((b"NETSCAPE", b"ANIMEXTS")):
                yield Block("data", f"extension {label}", content)
        else:
            return


def _colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _sub_blocks(data: bytes, position: int) -> tuple[bytes, int]:
    pieces = []
    while position < len(data) and data[position]:
        pieces.append(data[position + 1 : position + 1 + data[position]])
        position += 1 + data[position]
    return b"".join(pieces), position + 1


def _bmp(data: bytes) -> Iterator[Block | int]:
    size = struct.unpack_from("<I", data, 2)[0]
    # writers that leave the size out or wrong are common; then nothing can be said to stand behind the picture
    yield size if 54 <= size <= len(data) else len(data)


def _unpacked(block: Block, path: str, reading: Reading) -> Block:
    if not block.kind.startswith("packed "):
        return block
    unpacker = zlib.decompressobj()
    pieces, rest = [], block.data
    while rest and not unpacker.eof:
        try:
            piece = unpacker.decompress(rest, 1 << 16)
        except zlib.error:
            break
        reading.produced(len(piece), path)
        pieces.append(piece)
        rest = unpacker.unconsumed_tail
    return Block(block.kind.removeprefix("packed "), block.name, b"".join(pieces) if pieces else block.data)
