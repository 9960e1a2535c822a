"""Tar archives, not compressed; `piiscan.formats.gzip` unpacks what is around them.

The members are blobs that read the archive where they stand. Links and devices are not followed: each is a Problem.
What the headers say beside names (owners, link targets, names of folders, comments) is a Text. Places: ``member=3``.

Read by a parser of our own, because it takes a hundred lines, follows nothing and always goes forward.
Source: POSIX.1-2017 pax, ustar interchange format; GNU tar manual, Basic Tar Format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from piiscan.errors import CannotRedact, Damaged, LimitExceeded
from piiscan.formats._encoding import decode
from piiscan.formats._names import Names
from piiscan.formats._slice import member
from piiscan.model import Blob, Edit, Part, Problem, Status, escape
from piiscan.reading import Reading
from piiscan.runs import Runs

SUFFIXES = (".tar",)
REDACTABLE = False

_BLOCK = 512
_WINDOW = 1 << 20
_LONGEST_HEADER = 1 << 20
"""Bytes of a long name or of extended headers that are read."""
_KINDS = {b"1": "link", b"2": "link", b"3": "device", b"4": "device", b"6": "device", b"5": "folder", b"D": "folder"}
_SIZE = re.compile("[0-9]{1,20}")
_TICK = 1 << 12
"""Blocks between two looks at the time."""


def sniff(head: bytes) -> bool:
    """A header whose checksum is right."""
    return len(head) >= _BLOCK and head[0] != 0 and _fits(head[:_BLOCK])


def parts(blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
    """The members, what could not be read of them, and what their headers say."""
    names, notes, base = Names(), Runs(), 0
    with blob.open() as stream:
        for entry in _entries(stream, blob.path, reading):
            for label, text in entry.notes.items():
                notes.add(f"{text}\n", at=f"member={entry.number}", label=label)
            if entry.kind == "file":
                label = names.distinct(entry.name or f"member-{entry.number}")
                yield member(blob, label, entry.name, entry.start, entry.size)
            if entry.trouble:
                status = Status.SKIPPED if entry.kind in ("link", "device") else Status.CORRUPT
                yield Problem(blob.path, status, entry.trouble, f"member={escape(entry.name) or entry.number}")
            if notes.length > _WINDOW:
                yield notes.text(base)
                notes, base = Runs(), base + notes.length
    if notes.length:
        yield notes.text(base)


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Raises `CannotRedact`: not possible yet."""
    raise CannotRedact("this format cannot be redacted yet", blob.path)


@dataclass(slots=True)
class _Entry:
    """A member.

    Arguments:
        number: from 1.
        name: as it is written.
        kind: ``"file"``, ``"folder"``, ``"link"`` or ``"device"``.
        start, size: where its content stands, in bytes, as far as it is there.
        notes: what its headers say, by label.
        trouble: why it is not read whole; empty where it is.
    """

    number: int
    name: str
    kind: str
    start: int
    size: int
    notes: dict[str, str] = field(default_factory=dict)
    trouble: str = ""


def _entries(stream: BinaryIO, path: str, reading: Reading) -> Iterator[_Entry]:
    """The members, in their order. Every step goes forward, so that no archive is endless."""
    total, position, number, blocks = stream.seek(0, 2), 0, 0, 0
    extended: dict[str, str] = {}
    owners: dict[str, str] = {}
    while position + _BLOCK <= total:
        stream.seek(position)
        block = stream.read(_BLOCK)
        position, blocks = position + _BLOCK, blocks + 1
        if blocks % _TICK == 0:
            reading.tick(path)
        if not block.strip(b"\0"):
            continue
        if not _fits(block):
            raise Damaged("has a broken header", path)
        size, kind = _number(block[124:136], path), block[156:157]
        if kind in (b"x", b"X", b"g", b"L", b"K"):
            if size > _LONGEST_HEADER:
                raise LimitExceeded("header", path)
            extended.update(_extended(kind, stream.read(size)))
            position = min(position + _padded(size), total)
            continue
        number += 1
        if number > reading.limits.members:
            raise LimitExceeded("members", path)
        entry = _entry(number, block, extended, owners)
        if entry.kind == "file":
            start = position + _sparse_map(stream, kind, block)
            size = int(extended["size"]) if _SIZE.fullmatch(extended.get("size", "")) else size
            entry.start, entry.size = start, min(size, max(0, total - start))
            entry.trouble = "truncated" if size > entry.size else ""
            position = min(start + _padded(size), total)
        extended = {}
        yield entry
    stream.seek(position)
    if not number or stream.read(_BLOCK).strip(b"\0"):
        raise Damaged("ends inside a header", path)


def _entry(number: int, block: bytes, extended: dict[str, str], owners: dict[str, str]) -> _Entry:
    """A member without its content; ``owners`` are those of the members before, which are not told again."""
    name = _text(block[:100])
    if block[257:263] == b"ustar\0" and block[345]:
        name = f"{_text(block[345:500])}/{name}"
    name = extended.get("path", name)
    kind = _KINDS.get(block[156:157], "file")
    if name.endswith("/") and kind == "file" and block[156:157] in b"\x00":
        kind = "folder"
    said = {"uname": _text(block[265:297]), "gname": _text(block[297:329]), **extended}
    said["linkpath"] = extended.get("linkpath") or _text(block[157:257])
    said["path"] = "" if kind == "file" else name
    notes = {key: text for key, text in said.items() if text and key != "size" and owners.get(key) != text}
    owners.update({key: said[key] for key in ("uname", "gname")})
    return _Entry(number, name, kind, 0, 0, notes, kind if kind in ("link", "device") else "")


def _extended(kind: bytes, data: bytes) -> dict[str, str]:
    """What a header that belongs to the next member says."""
    if kind in (b"L", b"K"):
        return {"path" if kind == b"L" else "linkpath": _text(data)}
    found, position = {}, 0
    while (blank := data.find(b" ", position, position + 20)) > 0 and data[position:blank].isdigit():
        end = position + int(data[position:blank])
        key, _, value = data[blank + 1 : end].removesuffix(b"\n").partition(b"=")
        found[decode(key)] = decode(value)
        position = max(end, blank + 1)
    return found


def _sparse_map(stream: BinaryIO, kind: bytes, block: bytes) -> int:
    """The bytes of further blocks that say where the holes of a GNU sparse file are; they are not read."""
    length, more = 0, kind == b"S" and block[482]
    while more:
        extension = stream.read(_BLOCK)
        length += _BLOCK
        more = len(extension) == _BLOCK and extension[504]
    return length


def _fits(block: bytes) -> bool:
    """Whether the checksum of a header is right, counted with or without sign as old programs do."""
    try:
        stored = int(block[148:156].strip(b"\0 ") or b"0", 8)
    except ValueError:
        return False
    counted = block[:148] + b" " * 8 + block[156:]
    return stored in (sum(counted), sum(byte - 256 * (byte > 127) for byte in counted))


def _number(field: bytes, path: str) -> int:
    """A size: octal digits, or bytes after a mark where it is large."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    try:
        number = int(field.strip(b"\0 ") or b"0", 8)
    except ValueError:
        number = -1
    if number < 0:
        raise Damaged("has a broken size", path)
    return number


def _padded(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK


def _text(field: bytes) -> str:
    return decode(field.partition(b"\0")[0])
