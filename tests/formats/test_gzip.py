"""Files compressed with gzip, bzip2 or xz."""

from __future__ import annotations

import bz2
import contextlib
import gzip as stdlib
import io
import lzma
import tarfile
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan import formats
from piiscan.config import Limits
from piiscan.errors import Damaged, LimitExceeded, ReadError
from piiscan.formats import gzip
from piiscan.model import Blob, Part, Problem, Status, Text
from piiscan.reading import Reading

PACK: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda data: stdlib.compress(data, mtime=0),
    "bz2": bz2.compress,
    "xz": lzma.compress,
}


def blob_of(data: bytes, name: str = "brief.txt.gz") -> Blob:
    return Blob(name, lambda: io.BytesIO(data), len(data), name)


def parts(data: bytes, name: str = "brief.txt.gz", **limits: Any) -> list[Part | Problem]:
    return list(gzip.parts(blob_of(data, name), Reading(Limits(**limits), len(data))))


def content(data: bytes) -> bytes:
    return b"".join(part.open().read() for part in parts(data) if isinstance(part, Blob))


def problems(data: bytes) -> list[str]:
    return [part.reason for part in parts(data) if isinstance(part, Problem)]


@given(st.binary(max_size=3000), st.sampled_from(sorted(PACK)), st.integers(1, 3))
def test_the_content_comes_back(data: bytes, kind: str, times: int) -> None:
    packed = PACK[kind](data) * times
    assert gzip.sniff(packed)
    assert content(packed) == data * times
    assert problems(packed) == []


@pytest.mark.parametrize("kind", sorted(PACK))
def test_a_large_content_comes_back(kind: str) -> None:
    data = b"".join(b"regel %d\n" % number for number in range(200_000))
    assert content(PACK[kind](data)) == data


@pytest.mark.parametrize(
    ("name", "inner"),
    [
        ("brief.txt.gz", "brief.txt"),
        ("a.tgz", "a.tar"),
        ("a.tar.bz2", "a.tar"),
        ("a.TXZ", "a.tar"),
        ("zonder", "content"),
        (".gz", "content"),
    ],
)
def test_the_content_is_called_as_the_file(name: str, inner: str) -> None:
    (blob,) = parts(bz2.compress(b"x"), name)
    assert isinstance(blob, Blob)
    assert blob.path == f"{name}!/{inner}"
    assert blob.name == ""


def header(flags: int, fields: bytes) -> bytes:
    return b"\x1f\x8b\x08" + bytes([flags]) + bytes(6) + fields + PACK["gz"](b"x")[10:]


def test_what_the_header_says_is_read() -> None:
    data = header(28, b"\x08\x00XX\x04\x001111" + "Renée 2222.txt".encode("latin-1") + b"\0opmerking 3333\0")
    text, blob = parts(data + header(8, b"tweede 4444\0"))
    assert isinstance(text, Text)
    assert isinstance(blob, Blob)
    assert blob.name == "Renée 2222.txt"
    assert text.at(text.text.index("3333")) == "member=1"
    assert text.label(text.text.index("3333")) == "comment"
    assert "1111" in text.text
    assert text.at(text.text.index("4444")) == "member=2"


@pytest.mark.parametrize("kind", sorted(PACK))
def test_a_truncated_file_is_read_as_far_as_it_goes(kind: str) -> None:
    data = bytes(range(256)) * 8000
    packed = PACK[kind](data)
    assert data.startswith(content(packed[:-5]))
    assert problems(packed[:-5]) == ["truncated"]
    with pytest.raises(Damaged):
        parts(packed[:14])


@pytest.mark.parametrize("kind", sorted(PACK))
def test_what_stands_after_the_end_is_said(kind: str) -> None:
    packed = PACK[kind](b"x")
    assert problems(packed + bytes(1000)) == []
    assert problems(packed + b"\0\0verborgen") == ["trailing data"]
    assert Problem("brief.txt.gz", Status.CORRUPT, "trailing data") in parts(packed + b"y")


@pytest.mark.parametrize("kind", sorted(PACK))
@pytest.mark.parametrize("limits", [{"produced": 10 << 20}, {"ratio": 10, "ratio_after": 1 << 20}])
def test_a_bomb_stops_at_the_limit_in_little_memory(kind: str, limits: dict[str, int]) -> None:
    data = PACK[kind](bytes(60 << 20))
    tracemalloc.start()
    try:
        with pytest.raises(LimitExceeded):
            parts(data, **limits)
        assert tracemalloc.get_traced_memory()[1] < 30 << 20
    finally:
        tracemalloc.stop()


def test_xz_that_wants_too_much_memory_is_refused() -> None:
    packed = lzma.compress(b"x" * 100)
    block = bytearray(packed[12 : 12 + (packed[12] + 1) * 4])
    block[block.index(b"\x21\x01") + 2] = 40  # a dictionary of 4 GiB
    block[-4:] = zlib.crc32(block[:-4]).to_bytes(4, "little")
    with pytest.raises(LimitExceeded) as caught:
        parts(packed[:12] + bytes(block) + packed[12 + len(block) :])
    assert caught.value.reason == "memory"


def test_a_tar_inside_is_found() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    blob = next(part for part in parts(out.getvalue(), "a.tgz") if isinstance(part, Blob))
    assert formats.name_of(formats.find(blob)) == "tar"


def test_too_many_files_in_a_row_reach_the_limit() -> None:
    with pytest.raises(LimitExceeded):
        parts(PACK["gz"](b"") * 200, members=100)


@pytest.mark.parametrize("data", [b"", b"\x1f\x8b", b"BZh9", b"BZhallo", b"\xfd7z", b"tekst"])
def test_what_is_not_compressed_is_not_taken_for_it(data: bytes) -> None:
    assert not gzip.sniff(data)


@given(st.data())
def test_any_bytes_are_refused_or_read(data: st.DataObject) -> None:
    base = bytearray(PACK[data.draw(st.sampled_from(sorted(PACK)))](b"BSN 123456782 " * 20))
    for _ in range(data.draw(st.integers(0, 5))):
        base[data.draw(st.integers(0, len(base) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ReadError):
        content(bytes(base[: data.draw(st.integers(0, len(base)))]))
