"""The one way a zip container is opened: its members, each within the budget of the file around it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from piiscan.errors import Damaged, Encrypted, ReadError
from piiscan.model import Blob
from piiscan.reading import Reading

__all__ = ["opened", "read_member"]

_BROKEN = (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, KeyError)


@contextmanager
def opened(blob: Blob) -> Iterator[zipfile.ZipFile]:
    """The archive, open for reading.

    Raises:
        Damaged: it is truncated or malformed, or two members claim the same bytes (a bomb of overlapping members).
    """
    try:
        with blob.open() as stream, zipfile.ZipFile(stream) as archive:
            _refuse_overlaps(archive, blob.path)
            yield archive
    except ReadError:
        raise
    except _BROKEN as error:
        raise Damaged(f"is a broken zip ({type(error).__name__})", blob.path) from None


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, reading: Reading) -> bytes:
    """All bytes of one member, charged to the budget while they are produced.

    Raises:
        Encrypted: no password of the reading fits.
        Damaged: the member is broken.
        LimitExceeded: the budget ends.
    """
    passwords: tuple[str | None, ...] = reading.passwords if info.flag_bits & 1 else (None,)
    for password in passwords:
        try:
            return _read(archive, info, path, reading, password)
        except RuntimeError:
            continue
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
            if password is None:
                raise Damaged(f"has a broken member ({type(error).__name__})", path) from None
    raise Encrypted("needs a password", path)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, reading: Reading, password: str | None) -> bytes:
    pieces = []
    with archive.open(info, pwd=password.encode() if password else None) as stream:
        while chunk := stream.read(1 << 16):
            reading.produced(len(chunk), path)
            pieces.append(chunk)
    return b"".join(pieces)


def _refuse_overlaps(archive: zipfile.ZipFile, path: str) -> None:
    end = 0
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise Damaged("has overlapping members", path)
        # a local header is 30 bytes and the name at the least
        end = info.header_offset + 30 + info.compress_size
