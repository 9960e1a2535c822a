"""Where blobs come from: paths, folders, bytes and streams.

A folder is walked in the order of the bytes of its paths. Links are not followed, the walk stays on its device, a file
with several names is read once, and nothing but a regular file is ever opened. A file is opened for reading only,
name by name from its root, so that a link put in the way during the walk leads nowhere.
"""

from __future__ import annotations

import errno
import io
import itertools
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import IO, Any, BinaryIO, TypeAlias

from piiscan.errors import ReadError, SourceError
from piiscan.model import Blob, Problem, Status
from piiscan.streams import copied

__all__ = ["Given", "Source", "descriptor", "open_source", "printable", "sources_of", "walk"]

Given: TypeAlias = "str | os.PathLike[str] | bytes | BinaryIO"
"""What a caller may hand over: a path of a file or folder, the bytes of a file, or a binary stream."""

_DEPTH = 1_000
"""Folders within folders; the walk opens them name by name, so that a long path does not matter."""

_READ = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_FILE = _READ | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_FOLDER = _READ | getattr(os, "O_DIRECTORY", 0)
_STEP = _FOLDER | getattr(os, "O_NOFOLLOW", 0)
_NO_ATIME = getattr(os, "O_NOATIME", 0)


@dataclass(frozen=True, slots=True)
class Source:
    r"""A file to read.

    Arguments:
        path: as reports show it: the root as it was given and the names below it; bytes that are no UTF-8 as ``\xff``.
        name: the names below the root, as the system has them (``os.fsencode`` gives the bytes back); of a root that is
            a file its own name.
        open: opens it for reading and gives the descriptor, which the caller closes; raises OSError.
        size: bytes, where known.
    """

    path: str
    name: str
    open: Callable[[], int] = field(repr=False)
    size: int | None = None


def walk(
    paths: Iterable[str | os.PathLike[str]],
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    max_size: int | None = None,
) -> Iterator[Source | Problem]:
    """Every file under some roots, once, in the order of the bytes of their paths; and what cannot be read, and why.

    Arguments:
        paths: files and folders. A root that is a link is followed; links inside are not.
        include: only files that one of these globs fits; matched against the name and against the path below the root,
            where ``*`` also crosses folders.
        exclude: no files or folders that one of these fits; they are left out without a record.
        max_size: larger files are reported as not read.

    Raises:
        SourceError: a root does not exist or is a URL.
    """
    roots = sorted({root.shown: root for root in map(_root, paths)}.values(), key=lambda root: root.key)
    return _Walk(tuple(include), tuple(exclude), max_size).run(roots)


def sources_of(*given: Given) -> Iterator[Source | Problem]:
    """The sources of anything that a caller may hand over: of all paths in one walk, then of the rest.

    Raises:
        SourceError: one does not exist, is a URL, or is no source at all.
    """
    paths = [one for one in given if isinstance(one, (str, os.PathLike))]
    others = [_held(one) for one in given if not isinstance(one, (str, os.PathLike))]
    return itertools.chain(walk(paths), others)


def descriptor(source: Source) -> int | Problem:
    """A descriptor of the source at its start, for reading; the caller closes it. Or why there is none."""
    try:
        opened = source.open()
    except OSError as error:
        return _problem(source.path, error)
    if stat.S_ISREG(os.fstat(opened).st_mode):
        return opened
    os.close(opened)
    return Problem(source.path, Status.SKIPPED, "special")


def open_source(source: Source) -> Blob:
    """The source as a blob; its ``open`` raises a `ReadError` where the file cannot be read."""

    def open_it() -> BinaryIO:
        opened = descriptor(source)
        if isinstance(opened, Problem):
            raise ReadError(opened.reason, opened.path)
        return os.fdopen(opened, "rb")

    return Blob(source.path, open_it, source.size, source.name)


def printable(name: str) -> str:
    r"""A name as text: bytes that are no UTF-8 shown as ``\xff``, and no ``!/`` that could be taken for a step inside.

    >>> printable("caf\udce9")
    'caf\\xe9'
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace").replace("!/", "%21/")


@dataclass(frozen=True, slots=True)
class _Root:
    """A path that was given: as shown, as resolved, and what stands there."""

    shown: str
    real: str
    stat: os.stat_result

    @property
    def key(self) -> bytes:
        return os.fsencode(self.shown) + b"/" * stat.S_ISDIR(self.stat.st_mode)

    def path(self, parts: Sequence[str]) -> str:
        """The path of something below it, as reports show it."""
        below = "/".join(parts)
        if not parts or self.shown in ("", "."):
            return printable(below or self.shown)
        return printable(self.shown.rstrip("/") + "/" + below)


@dataclass(frozen=True, slots=True)
class _Entry:
    """Something below a root; ``stat`` is None where it went away."""

    parts: tuple[str, ...]
    stat: os.stat_result | None

    @property
    def key(self) -> bytes:
        """Its place in the order of whole paths: a folder sorts as its name with a slash."""
        folder = self.stat is not None and stat.S_ISDIR(self.stat.st_mode)
        return os.fsencode(self.parts[-1]) + b"/" * folder


class _Walk:
    """One walk over some roots; it remembers folders and files with several names."""

    def __init__(self, include: tuple[str, ...], exclude: tuple[str, ...], max_size: int | None) -> None:
        self._include = include
        self._exclude = exclude
        self._max_size = max_size
        self._seen: set[tuple[int, int]] = set()

    def run(self, roots: Sequence[_Root]) -> Iterator[Source | Problem]:
        for root in roots:
            if stat.S_ISDIR(root.stat.st_mode):
                yield from self._tree(root)
            elif not self._walked(os.path.dirname(root.real)) and self._wanted((os.path.basename(root.shown),)):
                yield self._file(root, _Entry((), root.stat), given=True)

    def _walked(self, folder: str) -> bool:
        """Whether an earlier root held this folder, so that everything in it has had its turn."""
        return _identity(os.stat(folder)) in self._seen

    def _tree(self, root: _Root) -> Iterator[Source | Problem]:
        if _identity(root.stat) in self._seen:  # inside an earlier root
            return
        stack = [_Entry((), root.stat)]
        while stack:
            entry = stack.pop()
            if entry.stat is not None and stat.S_ISDIR(entry.stat.st_mode):
                try:
                    stack += sorted(self._children(root, entry), key=lambda child: child.key, reverse=True)
                except _Skipped as skipped:
                    yield Problem(root.path(entry.parts), *skipped.args)
                except OSError as error:
                    yield _problem(root.path(entry.parts), error)
            else:
                yield self._file(root, entry)

    def _children(self, root: _Root, folder: _Entry) -> Iterator[_Entry]:
        """What stands in a folder, as far as it is wanted."""
        if len(folder.parts) > _DEPTH:
            raise _Skipped(Status.LIMIT, "depth")
        opened = _open(root.real, folder.parts, _STEP if folder.parts else _FOLDER)
        try:
            self._enter(root, os.fstat(opened))
            with os.scandir(opened) as entries:
                for entry in entries:
                    child = _Entry((*folder.parts, entry.name), _stat(entry))
                    if self._wanted(child.parts, child.stat):
                        yield child
        finally:
            os.close(opened)

    def _enter(self, root: _Root, here: os.stat_result) -> None:
        if here.st_dev != root.stat.st_dev:
            raise _Skipped(Status.SKIPPED, "device")
        if _identity(here) in self._seen:
            raise _Skipped(Status.SKIPPED, "duplicate")
        self._seen.add(_identity(here))

    def _wanted(self, parts: tuple[str, ...], here: os.stat_result | None = None) -> bool:
        if _fits(parts, self._exclude):
            return False
        folder = here is not None and stat.S_ISDIR(here.st_mode)
        return folder or not self._include or _fits(parts, self._include)

    def _file(self, root: _Root, entry: _Entry, given: bool = False) -> Source | Problem:
        path, here = root.path(entry.parts), entry.stat
        if here is None:
            return Problem(path, Status.VANISHED, "vanished")
        if verdict := self._verdict(root, here, given):
            return Problem(path, *verdict)
        name = "/".join(entry.parts) or os.path.basename(root.shown)
        return Source(path, name, lambda: _open(root.real, entry.parts, _FILE), here.st_size)

    def _verdict(self, root: _Root, here: os.stat_result, given: bool) -> tuple[Status, str] | None:
        """Why a file is not read; None where it is."""
        if stat.S_ISLNK(here.st_mode):
            return Status.SKIPPED, "link"
        if not stat.S_ISREG(here.st_mode):
            return Status.SKIPPED, "special"
        if here.st_dev != root.stat.st_dev:
            return Status.SKIPPED, "device"
        if self._max_size is not None and here.st_size > self._max_size:
            return Status.LIMIT, "size"
        if _identity(here) in self._seen:
            return Status.SKIPPED, "duplicate"
        if given or here.st_nlink > 1:  # all others cannot come by again
            self._seen.add(_identity(here))
        return None


class _Skipped(Exception):
    """A folder that is not walked: its status and the reason."""


def _root(given: str | os.PathLike[str]) -> _Root:
    path = os.fspath(given)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", path):
        scheme = path.partition(":")[0]
        raise SourceError(f"{scheme}:// is not read yet; remote sources will need the extra piiscan[remote]")
    try:
        real = os.path.realpath(path or "\0", strict=True)
        found = os.stat(real)
    except ValueError:
        raise SourceError("is no path", printable(path)) from None
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        reason = "does not exist" if missing else f"cannot be opened ({_code(error)})"
        raise SourceError(reason, printable(path)) from None
    return _Root(re.sub(r"^(\./+)+(?=.)", "", path).rstrip("/") or path[:1], real, found)


def _open(root: str, parts: Sequence[str], flags: int) -> int:
    """Opens something below a root, name by name, following no link on the way."""
    if not parts:
        return _open_at(root, flags, None)
    here = os.open(root, _FOLDER)
    for number, part in enumerate(parts, 1):
        try:
            there = _open_at(part, flags if number == len(parts) else _STEP, here)
        finally:
            os.close(here)
        here = there
    return here


def _open_at(name: str, flags: int, folder: int | None) -> int:
    """Opens without leaving a time of access behind, where we may."""
    if _NO_ATIME:
        try:
            return os.open(name, flags | _NO_ATIME, dir_fd=folder)
        except PermissionError as error:
            if error.errno != errno.EPERM:  # EPERM: the file is somebody else's
                raise
    return os.open(name, flags, dir_fd=folder)


def _held(given: Any) -> Source:
    """Bytes, or a stream that somebody opened."""
    if isinstance(given, (bytes, bytearray, memoryview)):
        return _spooled(io.BytesIO(given), "bytes")
    if hasattr(given, "read"):
        name = getattr(given, "name", "")
        return _spooled(given, os.path.basename(name) if isinstance(name, str) and name else "stream")
    raise SourceError(f"cannot read from a {type(given).__name__}")


def _spooled(stream: IO[bytes], name: str, most: int = 4 << 30) -> Source:
    """A stream as a source: copied, when it is opened, to a temporary file that has no name."""
    kept: list[IO[bytes]] = []

    def open_it() -> int:
        if not kept:
            kept.append(copied(stream, most))
        opened = os.dup(kept[0].fileno())
        os.lseek(opened, 0, os.SEEK_SET)
        return opened

    return Source(name, name, open_it)


def _fits(parts: tuple[str, ...], globs: tuple[str, ...]) -> bool:
    path = "/".join(parts)
    for glob in globs:
        bare = glob.rstrip("/").removeprefix("./").removeprefix("**/")
        if fnmatchcase(parts[-1], bare) or fnmatchcase(path, bare):
            return True
    return False


def _stat(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat(follow_symlinks=False)
    except OSError:
        return None


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino


def _problem(path: str, error: OSError) -> Problem:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return Problem(path, Status.VANISHED, "vanished")
    if isinstance(error, PermissionError):
        return Problem(path, Status.ERROR, "permission")
    special = {
        errno.ELOOP: (Status.SKIPPED, "link"),
        errno.ENXIO: (Status.SKIPPED, "special"),
        errno.EFBIG: (Status.LIMIT, "size"),
    }
    return Problem(path, *special.get(error.errno or 0, (Status.ERROR, _code(error))))


def _code(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, type(error).__name__)
