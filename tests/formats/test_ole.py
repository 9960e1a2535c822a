"""Compound files: an encrypted document and a legacy one are told apart."""

from __future__ import annotations

import io

import pytest

from piiscan.errors import CannotRedact, Damaged, Encrypted, UnsupportedFormat
from piiscan.formats import ole
from piiscan.model import Blob
from piiscan.reading import Reading

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NAME = "EncryptedPackage".encode("utf-16-le")


def blob_of(data: bytes) -> Blob:
    return Blob("oud.doc", lambda: io.BytesIO(data), len(data), "oud.doc")


@pytest.mark.parametrize("before", [504, (1 << 20) - 5, 3_000_000])
def test_a_document_with_a_password_is_encrypted(before: int) -> None:
    with pytest.raises(Encrypted):
        list(ole.parts(blob_of(MAGIC + bytes(before) + NAME + bytes(600)), Reading()))


def test_a_legacy_document_names_the_extra() -> None:
    with pytest.raises(UnsupportedFormat, match=r"\[legacy\]"):
        list(ole.parts(blob_of(MAGIC + bytes(5000)), Reading()))


def test_something_else_is_damaged() -> None:
    with pytest.raises(Damaged):
        list(ole.parts(blob_of(b"iets anders"), Reading()))


def test_redact_refuses() -> None:
    with pytest.raises(CannotRedact):
        ole.redact(blob_of(MAGIC), None, io.BytesIO(), Reading())  # type: ignore[arg-type]
