"""Documents that are a zip of parts (OOXML, ODF): their members, read one by one within the budget."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from piiscan.errors import Damaged, Encrypted, LimitExceeded, ReadError
from piiscan.formats._encoding import decode
from piiscan.formats._gaps import gaps, local_extra
from piiscan.formats._slice import member
from piiscan.formats._xml import parse
from piiscan.formats._zip import listed, read_member
from piiscan.model import Blob, Part, Problem, Status, Text, step
from piiscan.reading import Reading
from piiscan.runs import Runs

__all__ = ["Member", "Piece", "Zipped", "blob_of", "names_in", "problem_of", "strings"]

_TREE_SHARE = 4
"""A parsed tree takes several times the bytes of its XML."""
_PLAIN = rb"A-Za-z0-9 .,:;@/\\_+\-()'&#"
_STRINGS = re.compile(rb"(?:[%b\xc0-\xff]\x00){4,}[%b]?|[%b]{6,}" % (_PLAIN, _PLAIN, _PLAIN))


@dataclass(frozen=True, slots=True)
class Member:
    """One part of the package.

    Arguments:
        name: its path inside the package, as its zip wrote it.
        kind: what it is for, in one word (``"header"``, ``"comments"``, ``"image/png"``); from its content type.
        info: its entry in the zip.
        type: its whole content type; empty where the package declares none.
    """

    name: str
    kind: str
    info: zipfile.ZipInfo
    type: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One part of a format's walk, and where it came from, for the one who writes it back.

    Arguments:
        part: what the format yields.
        member: the member that holds it; None for the package itself.
        root: the tree that the sources of its runs belong to; None where nothing can be written back.
    """

    part: Part | Problem
    member: Member | None = None
    root: etree._Element | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Zipped:
    """An open package.

    Arguments:
        archive: the zip.
        blob: its bytes.
        reading: the budget.
    """

    archive: zipfile.ZipFile
    blob: Blob
    reading: Reading

    @property
    def path(self) -> str:
        """The path of the package."""
        return self.blob.path

    def infos(self) -> list[zipfile.ZipInfo]:
        """The entries that hold something, whatever they declare."""
        return [info for info in self.archive.infolist() if info.file_size or info.compress_size]

    def read(self, info: zipfile.ZipInfo) -> bytes | ReadError:
        """All bytes of a member, or why it alone cannot be read.

        Raises:
            LimitExceeded: the budget of the whole file ends.
        """
        try:
            return read_member(self.archive, info, self.path, self.reading)
        except (Damaged, Encrypted) as error:
            return error
        except LimitExceeded as error:
            if error.reason == "part":
                return error
            raise

    def tree(self, data: bytes) -> etree._Element:
        """The root element of a member.

        Raises:
            LimitExceeded: it is too large for a tree, or declares entities.
            Damaged: it is not well-formed.
        """
        if len(data) * _TREE_SHARE > self.reading.limits.part:
            raise LimitExceeded("part", self.path)
        return parse(data, self.path)

    def names(self, members: Iterable[Member]) -> Piece:
        """What the zip itself says: the names of these members and of folders, comments, words in extra fields."""
        runs = Runs()
        for each in members:
            _line(runs, each.name, "member", each)
        with self.blob.open() as stream:
            _line(runs, decode(self.archive.comment), "comment", None)
            for info in self.archive.infolist():
                _line(runs, info.filename if info.is_dir() else "", "folder", None)
                _line(runs, decode(info.comment), "comment", None)
                for extra in dict.fromkeys((info.extra, local_extra(stream, info))):
                    for words in _STRINGS.findall(extra):
                        _line(runs, _plain(words), "extra", None)
        return Piece(runs.text())

    def outside(self) -> Iterator[Piece]:
        """What stands before, between and after the members."""
        with self.blob.open() as stream:
            for number, (start, size) in enumerate(gaps(self.archive, stream), start=1):
                yield Piece(member(self.blob, f"gap-{number}", "", start, size))


def _line(runs: Runs, text: str, label: str, source: object) -> None:
    if text:
        if runs.length:
            runs.glue("\n")
        runs.add(text, at="names", label=label, source=source)


def names_in(head: bytes) -> frozenset[str]:
    """The names of the members that the beginning and the end of a zip show."""
    return listed(head) if head.startswith(b"PK") else frozenset()


def blob_of(package: Zipped, member: Member, data: bytes) -> Blob:
    """A member that is a file of its own: a picture, an attachment."""
    return Blob(step(package.path, member.name), lambda: BytesIO(data), len(data), member.name)


def problem_of(error: ReadError, path: str, at: str) -> Problem:
    """What a part that could not be read leaves behind, while the others are read on."""
    if isinstance(error, LimitExceeded):
        return Problem(path, Status.LIMIT, error.reason, at)
    if isinstance(error, Encrypted):
        return Problem(path, Status.ENCRYPTED, "encrypted", at)
    return Problem(path, Status.PARTIAL, "corrupt" if isinstance(error, Damaged) else error.status, at)


def strings(data: bytes, at: str) -> Iterator[Text]:
    """The words in a small binary part (printer settings, a font), 8 or 16 bits a character: all that can be read."""
    runs = Runs()
    for match in _STRINGS.finditer(data):
        if runs.length:
            runs.glue("\n")
        runs.add(_plain(match[0]), at=at)
    if runs.length:
        yield runs.text()


def _plain(words: bytes) -> str:
    return words.replace(b"\0", b"").decode("latin-1")
