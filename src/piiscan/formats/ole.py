"""OLE compound files ([MS-CFB]): encrypted modern Office documents, and the legacy formats that are not read here.

An Office document with a password is not a zip but such a file, with the zip encrypted in a stream called
``EncryptedPackage`` ([MS-OFFCRYPTO] 2.3.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from piiscan.errors import CannotRedact, Damaged, Encrypted, UnsupportedFormat
from piiscan.model import Blob, Edit, Part, Problem
from piiscan.reading import Reading

SUFFIXES = (".doc", ".dot", ".xls", ".xlt", ".ppt", ".pps", ".msg", ".pub", ".vsd")
REDACTABLE = False

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1 << 20


def sniff(head: bytes) -> bool:
    """The signature of a compound file."""
    return head.startswith(_MAGIC)


def parts(blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
    """Nothing: says why.

    Raises:
        Encrypted: it is an Office document with a password.
        UnsupportedFormat: it is a legacy format.
    """
    raise _reason(blob, reading)


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Refuses.

    Raises:
        CannotRedact: always.
    """
    raise CannotRedact("this format cannot be redacted yet", blob.path)


def _reason(blob: Blob, reading: Reading) -> Encrypted | UnsupportedFormat | Damaged:
    """Looks for the name of the stream; directories stand anywhere in the file."""
    try:
        with blob.open() as stream:
            before = stream.read(len(_MAGIC))
            if before != _MAGIC:
                return Damaged("is no compound file", blob.path)
            while chunk := stream.read(_CHUNK):
                reading.tick(blob.path)
                if _ENCRYPTED in before + chunk:
                    return Encrypted("needs a password", blob.path)
                before = chunk[-len(_ENCRYPTED) :]
    except OSError as error:
        return Damaged(f"cannot be read ({type(error).__name__})", blob.path)
    return UnsupportedFormat("legacy Office or Outlook file: needs the extra [legacy]", blob.path)
