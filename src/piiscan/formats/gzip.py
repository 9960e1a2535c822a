"""Files compressed with gzip, bzip2 or xz: one blob inside, called as the header or the suffix says.

What the headers of gzip say (names, comments, extra fields) is a Text. What is left of a broken file is still read.
Places: ``member=1``.

Source: RFC 1952 (gzip), RFC 1951 (deflate).
"""

from __future__ import annotations

import lzma
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from piiscan.errors import CannotRedact, Damaged, LimitExceeded
from piiscan.formats._encoding import decode
from piiscan.formats._unpack import Decompressor, Inflate, bunzip2, unxz
from piiscan.model import Blob, Edit, Part, Problem, Status, step
from piiscan.reading import Reading
from piiscan.runs import Runs

SUFFIXES = (".gz", ".tgz", ".bz2", ".tbz2", ".tbz", ".xz", ".txz", ".svgz")
REDACTABLE = False

_CHUNK = 1 << 16
_GZIP = b"\x1f\x8b\x08"
_BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
_XZ = b"\xfd7zXZ\0"
_INNER = {"tgz": ".tar", "tbz2": ".tar", "tbz": ".tar", "txz": ".tar", "svgz": ".svg", "gz": "", "bz2": "", "xz": ""}
_WORDS = re.compile(r"[^\x00-\x1f\x7f-\x9f]{4,}")


def sniff(head: bytes) -> bool:
    """One of the three marks."""
    return head.startswith((_GZIP, _XZ)) or bool(_BZIP2.match(head))


def parts(blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
    """The content, what the headers say, and a Problem where the file breaks off or goes on after its end."""
    with blob.open() as source:
        stream = _Stream(source, blob.path, reading.limits.members)
        content, size = reading.unpack(cast(BinaryIO, stream), blob.path)
    name = next((text for _, label, text in stream.notes if label == "name"), "")
    notes = Runs()
    for number, label, text in stream.notes:
        if (label, text) != ("name", name):
            notes.add(f"{text}\n", at=f"member={number}", label=label)
    if notes.length:
        yield notes.text()
    if stream.trouble and not size:
        raise Damaged(f"cannot be unpacked ({stream.trouble})", blob.path)
    yield Blob(step(blob.path, name or _inner(blob)), content, size, name)
    if stream.trouble:
        yield Problem(blob.path, Status.CORRUPT, stream.trouble)


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Raises `CannotRedact`: not possible yet."""
    raise CannotRedact("this format cannot be redacted yet", blob.path)


class _Stream:
    """The unpacked content of one or more compressed files in a row; it ends where they break.

    Arguments:
        source: the compressed stream.
        path: the blob's.
        most: how many files in a row are read.

    Attributes:
        trouble: why it goes no further; empty where all of it was read.
        notes: what the headers say: the number of the file, what it is, the text.
    """

    def __init__(self, source: BinaryIO, path: str, most: int) -> None:
        self.trouble = ""
        self.notes: list[tuple[int, str, str]] = []
        self._source = source
        self._path = path
        self._most = most
        self._data = b""
        self._unpacker: Decompressor | None = None
        self._number = 0

    def read(self, size: int) -> bytes:
        """The next bytes, at most ``size``; none at the end."""
        try:
            while not self.trouble and (self._unpacker or self._next()):
                out = self._step(size)
                if out:
                    return out
        except lzma.LZMAError as error:
            if "Memory" in str(error):
                raise LimitExceeded("memory", self._path) from None
            self.trouble = type(error).__name__
        except (zlib.error, OSError, EOFError, ValueError) as error:
            self.trouble = type(error).__name__
        return b""

    def _step(self, size: int) -> bytes:
        unpacker = self._unpacker
        if unpacker is None:
            return b""
        if unpacker.needs_input and not self._data:
            self._data = self._source.read(_CHUNK)
            if not self._data:
                self.trouble = "truncated"
                return b""
        data, self._data = (self._data, b"") if unpacker.needs_input else (b"", self._data)
        out = unpacker.decompress(data, size)
        if unpacker.eof:
            self._data = unpacker.unused_data + self._data
            self._unpacker = None
        return out

    def _next(self) -> bool:
        """Begins the next file, if there is one."""
        while len(self._data) < 2 * _CHUNK and (chunk := self._source.read(_CHUNK)):
            self._data += chunk
            if not self._data.strip(b"\0"):
                self._data = b""
        data = self._data.lstrip(b"\0") if self._number else self._data
        if data and not sniff(data):
            self.trouble = "trailing data" if self._number else "no such file"
        if not data or self.trouble:
            return False
        self._number += 1
        if self._number > self._most:
            raise LimitExceeded("members", self._path)
        self._data = data
        self._unpacker = self._begin()
        return True

    def _begin(self) -> Decompressor:
        if self._data.startswith(_GZIP):
            self.notes += ((self._number, label, text) for label, text in _header(self._data))
            return Inflate(31)
        if self._data.startswith(_XZ):
            return unxz()
        return bunzip2()


def _header(data: bytes) -> Iterator[tuple[str, str]]:
    """What a header of gzip says, as far as it is there."""
    flags, position = data[3] if len(data) > 10 else 0, 10
    if flags & 4:
        length = int.from_bytes(data[10:12], "little")
        words = " ".join(_WORDS.findall(decode(data[12 : 12 + length])))
        position = 12 + length
        if words:
            yield "extra", words
    for flag, label in ((8, "name"), (16, "comment")):
        if flags & flag:
            end = data.find(b"\0", position)
            text = decode(data[position : end if end >= 0 else len(data)])
            position = end + 1 if end >= 0 else len(data)
            if text:
                yield label, text


def _inner(blob: Blob) -> str:
    """The name of the content where its header has none: that of the file without its suffix."""
    stem, _, suffix = (blob.name or blob.path.rpartition("!/")[2]).rpartition("/")[2].rpartition(".")
    return stem + _INNER[suffix.lower()] if stem and suffix.lower() in _INNER else "content"
