"""Zip archives, and whatever is one underneath and has no format of its own (EPUB, JAR).

Members are blobs; one that needs a password says so when it is opened, while the others are read. The comments, the
extra fields and the names of folders are a Text; what stands outside the members is a blob called ``gap-1``.
Places: ``comment``, ``member=3``, ``folder=2``.

A copy is a new archive: redacted members under redacted names, dates of 1980, no comments, no extra fields, no gaps.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple, cast

from piiscan.errors import CannotRedact, Damaged, Encrypted, ReadError, UnsupportedFormat
from piiscan.formats._encoding import decode
from piiscan.formats._gaps import gaps, local_extra
from piiscan.formats._names import Names, harmless
from piiscan.formats._slice import member
from piiscan.formats._zip import CORRUPT, listed, opened, unpacking
from piiscan.model import Blob, Edit, Part, Problem, Status, Text, escape, step
from piiscan.reading import Reading
from piiscan.runs import Runs, rewrite

SUFFIXES = (".zip", ".epub", ".jar", ".kmz", ".cbz")
REDACTABLE = True

_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OPENDOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
_WORDS = re.compile(r"[^\x00-\x1f\x7f-\x9f]{4,}")
_CHUNK = 1 << 16
_EMPTY = {zipfile.ZIP_STORED: 0, zipfile.ZIP_DEFLATED: 2, zipfile.ZIP_BZIP2: 14, zipfile.ZIP_LZMA: 19}
"""Bytes of nothing, packed."""


def sniff(head: bytes) -> bool:
    """A zip that is no Office or OpenDocument package."""
    if not head.startswith(_STARTS) or _OPENDOCUMENT in head[:200]:
        return False
    return "[Content_Types].xml" not in listed(head)


def parts(blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
    """What the archive says about its members, the members, and what stands between them."""
    with opened(blob) as archive:
        for piece in _pieces(archive, blob, reading):
            yield piece.part


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Writes a new archive of the redacted members.

    Raises:
        CannotRedact: a member is encrypted or broken.
    """
    names, folders = Names(), list[str]()
    with opened(blob) as archive, zipfile.ZipFile(out, "w") as copy:
        for piece in _pieces(archive, blob, reading):
            if isinstance(piece.part, Problem) or piece.unreadable:
                raise CannotRedact("has a member that cannot be read", blob.path)
            if isinstance(piece.part, Text):
                changed = dict(rewrite(piece.part, edit.text(piece.part)))
                folders += (harmless(changed.get(number, name)) for number, name in piece.folders.items())
            elif isinstance(piece.part, Blob):
                kept = edit.blob(piece.part)
                if kept and not piece.gap:
                    _write(copy, names.distinct(harmless(kept.name)), kept, reading)
        for folder in dict.fromkeys(folders):
            copy.writestr(_entry(f"{folder}/"), b"")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part, and what it takes to write it.

    Arguments:
        part: the part.
        folders: of the Text, the names of folders by the sources of their runs.
        unreadable: whether it is a member that cannot be opened.
        gap: whether it stands outside the members.
    """

    part: Part | Problem
    folders: dict[int, str] = field(default_factory=dict)
    unreadable: bool = False
    gap: bool = False


def _pieces(archive: zipfile.ZipFile, blob: Blob, reading: Reading) -> Iterator[_Piece]:
    names = Names()
    with blob.open() as stream:
        notes = _notes(archive, stream)
        if notes:
            yield notes
        for number, info in enumerate(archive.infolist(), start=1):
            if not _is_folder(info):
                label = names.distinct(_name(info) or f"member-{number}")
                yield from _members(archive, info, label, blob, reading)
        for number, (start, size) in enumerate(gaps(archive, stream), start=1):
            yield _Piece(member(blob, names.distinct(f"gap-{number}"), "", start, size), gap=True)


def _notes(archive: zipfile.ZipFile, stream: BinaryIO) -> _Piece | None:
    """What the archive says beside its members: comments, extra fields, names of folders."""
    runs, folders = Runs(), {}

    def note(text: str, at: str, label: str, source: int | None = None) -> None:
        if text:
            if runs.length:
                runs.glue("\n")
            runs.add(text, at=at, label=label, source=source)

    note(decode(archive.comment), "comment", "comment")
    for number, info in enumerate(archive.infolist(), start=1):
        if _is_folder(info):
            folders[number] = _name(info)
            note(_name(info), f"folder={number}", "folder", number)
        note(decode(info.comment), f"member={number}", "comment")
        for extra in dict.fromkeys((info.extra, local_extra(stream, info))):
            note(" ".join(_WORDS.findall(decode(extra))), f"member={number}", "extra")
    return _Piece(runs.text(), folders) if runs.length else None


def _members(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, label: str, blob: Blob, reading: Reading
) -> Iterator[_Piece]:
    """A member, and a Problem where its end could not be unpacked; what cannot be opened says so when it is."""
    path, name, locked = step(blob.path, label), _name(info), bool(info.flag_bits & 1)
    found: _Unpacked | ReadError = Encrypted("needs a password", path)
    for password in reading.passwords if locked else (None,):
        found = _unpacked(archive, info, password, reading, path)
        if isinstance(found, _Unpacked) and not (locked and found.trouble):
            break
    if isinstance(found, _Unpacked) and not (locked and found.trouble):
        yield _Piece(Blob(path, found.open, found.size, name))
        if found.trouble:
            yield _Piece(Problem(blob.path, Status.CORRUPT, found.trouble, f"member={escape(name)}"))
        return
    error = found if isinstance(found, ReadError) and not locked else Encrypted("needs a password", path)
    yield _Piece(Blob(path, lambda: _refuse(error), None, name), unreadable=True)


class _Unpacked(NamedTuple):
    """The content of a member, as far as it goes; ``trouble`` tells why it goes no further."""

    open: Callable[[], BinaryIO]
    size: int
    trouble: str


def _unpacked(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, password: str | None, reading: Reading, path: str
) -> _Unpacked | ReadError:
    try:
        with unpacking(archive, info, password, path) as stream:
            lenient = _Lenient(stream)
            content = reading.unpack(cast(BinaryIO, lenient), path)
            return _Unpacked(*content, lenient.trouble)
    except NotImplementedError:
        return UnsupportedFormat("is packed by a method that is not read", path)
    except CORRUPT as error:
        return Damaged(f"is a broken member ({type(error).__name__})", path)
    except RuntimeError:
        return Encrypted("needs a password", path)


class _Lenient:
    """A member that ends where it breaks; ``trouble`` tells that it did."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self._stream = stream
        self.trouble = ""

    def read(self, size: int) -> bytes:
        try:
            return self._stream.read1(size)
        except (*CORRUPT, MemoryError) as error:
            self.trouble = type(error).__name__
            return b""


def _refuse(error: ReadError) -> BinaryIO:
    raise error


def _is_folder(info: zipfile.ZipInfo) -> bool:
    """Whether an entry is a folder and nothing hides in it."""
    packed_nothing = info.compress_size <= _EMPTY.get(info.compress_type, 0)
    return info.filename.endswith("/") and not info.file_size and packed_nothing


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member; where its encoding is not declared it is often UTF-8 all the same."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _write(copy: zipfile.ZipFile, name: str, blob: Blob, reading: Reading) -> None:
    entry = _entry(name)
    entry.file_size = blob.size or 0
    with blob.open() as source, copy.open(entry, "w", force_zip64=blob.size is None) as target:
        while chunk := source.read(_CHUNK):
            reading.tick(blob.path)
            target.write(chunk)


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry that tells nothing about the machine or the time it was made."""
    entry, folder = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), name.endswith("/")
    # an EPUB shows its type in bytes that are not packed
    entry.compress_type = zipfile.ZIP_STORED if folder or name == "mimetype" else zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = (0o40755 << 16 | 0x10) if folder else 0o100644 << 16
    return entry
