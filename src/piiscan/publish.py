"""Lets an output appear whole or not at all.

What is written has no name yet (``O_TMPFILE``), or where the file system cannot do that a name that nobody takes for a
result; it gets its own name only when everything stands on the disk. It never replaces or follows anything by accident.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from piiscan.errors import SourceError

if sys.platform != "win32":
    import fcntl

__all__ = ["PREFIX", "publishing", "remove_stale"]

PREFIX = ".piiscan-tmp-"
"""How the name of every temporary file beside an output begins."""

_MODE = 0o600
"""Of an output: for its owner only, because even a report says where the personal data is."""
_BINARY = getattr(os, "O_BINARY", 0)
_HERE = os.open in os.supports_dir_fd
"""Whether names can be taken relative to an open folder."""


@contextmanager
def publishing(target: Path, *, source: Path | None = None, force: bool = False) -> Iterator[BinaryIO]:
    """A stream to write and re-read, which becomes ``target`` when the block ends without an exception.

    Arguments:
        target: the file to make; its folder exists.
        source: the file or folder that is read; the target may not be it, a link to it, or stand in it.
        force: replace an existing file.

    Raises:
        SourceError: the target exists, is the source, is a link or no regular file, or cannot be written.
    """
    _refuse(target, source, force)
    with _folder(target) as folder, _unnamed(folder, target) as (descriptor, name):
        # kept open whatever the block does to its stream, so that it can be synced and linked afterwards
        stream = cast(BinaryIO, os.fdopen(descriptor, "w+b", closefd=False))
        yield stream
        try:
            if not stream.closed:
                stream.flush()
            os.fsync(descriptor)
            _appear(descriptor, name, folder, force)
        except FileExistsError:
            raise SourceError("already exists; --force overwrites", str(target)) from None
        except OSError as error:
            raise SourceError(_said("cannot be written", error), str(target)) from None


def remove_stale(folder: Path) -> int:
    """Removes what a killed run left in a folder; how many files that were.

    One that another process is still writing is left alone.
    """
    removed = 0
    for entry in os.scandir(folder):
        if not entry.name.startswith(PREFIX) or not entry.is_file(follow_symlinks=False):
            continue
        with suppress(OSError):
            descriptor = os.open(entry.path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
            try:
                _lock(descriptor)
                os.unlink(entry.path)
                removed += 1
            finally:
                os.close(descriptor)
    return removed


def _refuse(target: Path, source: Path | None, force: bool) -> None:
    if source is not None and _is_within(target, source):
        raise SourceError("is the source, or stands in it; choose another target", str(target))
    try:
        mode = os.lstat(target).st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise SourceError(_said("cannot be written", error), str(target)) from None
    if stat.S_ISLNK(mode):
        raise SourceError("is a link, and outputs do not follow links", str(target))
    if not stat.S_ISREG(mode):
        raise SourceError("is not a file", str(target))
    if not force:
        raise SourceError("already exists; --force overwrites", str(target))


def _is_within(target: Path, source: Path) -> bool:
    """Whether the target is the source under any name, or inside it."""
    with suppress(OSError):
        wanted = os.stat(source)
        for path in (target, *Path(os.path.realpath(target)).parents):
            with suppress(FileNotFoundError, NotADirectoryError):
                if os.path.samestat(os.stat(path), wanted):
                    return True
    return False


@contextmanager
def _folder(target: Path) -> Iterator[tuple[int | None, str]]:
    """The target's folder, open where the system can take names relative to it, and the target's name in it."""
    try:
        if not _HERE:
            os.stat(target.parent)
            yield None, str(target)
            return
        descriptor = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise SourceError(_said("its folder cannot be used", error), str(target)) from None
    try:
        yield descriptor, target.name
    finally:
        os.close(descriptor)


@contextmanager
def _unnamed(folder: tuple[int | None, str], target: Path) -> Iterator[tuple[int, str]]:
    """A new file: its descriptor, and its temporary name, which is empty where it needs none."""
    where, final = folder
    name = os.path.join(os.path.dirname(final), PREFIX + secrets.token_hex(8))
    try:
        descriptor = _tmpfile(where)
        if descriptor is None:
            descriptor = os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, _MODE, dir_fd=where)
            _lock(descriptor)
        else:
            name = ""
    except OSError as error:
        raise SourceError(_said("cannot be written", error), str(target)) from None
    try:
        yield descriptor, name
    finally:
        if name:
            with suppress(OSError):  # it has become the target, or is gone
                os.unlink(name, dir_fd=where)
        os.close(descriptor)


def _tmpfile(where: int | None) -> int | None:
    """A file without a name in an open folder; None where the file system has none such."""
    flag = getattr(os, "O_TMPFILE", 0)
    if where is None or not flag or not os.path.isdir("/proc/self/fd"):
        return None
    try:
        return os.open(".", flag | os.O_RDWR | os.O_CLOEXEC, _MODE, dir_fd=where)
    except OSError as error:
        if error.errno in (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT):
            return None
        raise


def _appear(descriptor: int, name: str, folder: tuple[int | None, str], force: bool) -> None:
    """Gives the written file its own name, and makes the folder remember it."""
    where, final = folder
    if not name and force:  # a link cannot replace, a rename can
        name = PREFIX + secrets.token_hex(8)
        _link(descriptor, "", name, where)
    if force:
        os.replace(name, final, src_dir_fd=where, dst_dir_fd=where)
    else:
        try:
            _link(descriptor, name, final, where)
        except OSError as error:
            if not name or error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL):
                raise
            _rename(name, final, where)  # a file system without links
    if where is not None:
        with suppress(OSError):  # some network file systems cannot sync a folder
            os.fsync(where)


def _link(descriptor: int, name: str, final: str, where: int | None) -> None:
    """Links the file under a new name; fails where that exists."""
    if where is None:
        os.link(name, final)
    else:
        # with a folder given, Python asks the system to follow the link in /proc to the file itself
        os.link(name or f"/proc/self/fd/{descriptor}", final, src_dir_fd=where, dst_dir_fd=where)


def _rename(name: str, final: str, where: int | None) -> None:
    with suppress(FileNotFoundError):
        os.stat(final, dir_fd=where, follow_symlinks=False)
        raise FileExistsError
    os.rename(name, final, src_dir_fd=where, dst_dir_fd=where)


def _lock(descriptor: int) -> None:
    """Marks a temporary file as in use; fails where another process did."""
    if sys.platform != "win32":
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _said(what: str, error: OSError) -> str:
    return f"{what} ({errno.errorcode.get(error.errno or 0, type(error).__name__)})"
