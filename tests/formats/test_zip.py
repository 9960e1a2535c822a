"""Zip archives."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan import formats
from piiscan.config import Limits
from piiscan.errors import CannotRedact, Damaged, Encrypted, LimitExceeded, ReadError, UnsupportedFormat
from piiscan.formats import zip as form
from piiscan.formats._names import Names, harmless
from piiscan.model import Area, Blob, Cut, Edit, Part, Picture, Problem, Span, Status, Text
from piiscan.reading import Reading

SECRET = "123456782"
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def blob_of(data: bytes) -> Blob:
    return Blob("a.zip", lambda: io.BytesIO(data), len(data), "a.zip")


def archive_of(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.comment = comment
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def parts(data: bytes, passwords: tuple[str, ...] = (), **limits: Any) -> list[Part | Problem]:
    return list(form.parts(blob_of(data), Reading(Limits(**limits), len(data), passwords)))


def members(data: bytes, passwords: tuple[str, ...] = ()) -> dict[str, bytes | type[ReadError]]:
    return {
        part.path.removeprefix("a.zip!/"): content(part) for part in parts(data, passwords) if isinstance(part, Blob)
    }


def content(blob: Blob) -> bytes | type[ReadError]:
    try:
        return blob.open().read()
    except ReadError as error:
        return type(error)


class Cutter(Edit):
    """Cuts the secret in texts, members and names."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def text(self, part: Text) -> Sequence[Cut]:
        self.asked.append(part.text)
        spans = [Span(at, at + 9) for at in range(len(part.text)) if part.text.startswith(SECRET, at)]
        return [Cut(span, "NL_BSN", "[BSN]") for span in spans]

    def picture(self, part: Picture) -> Sequence[Area]:
        raise AssertionError("a zip holds no picture")

    def blob(self, part: Blob) -> Blob | None:
        self.asked.append(part.path)
        data = part.open().read().replace(SECRET.encode(), b"[BSN]")
        return replace(part, open=lambda: io.BytesIO(data), size=len(data), name=part.name.replace(SECRET, "[BSN]"))


def redacted(data: bytes) -> zipfile.ZipFile:
    out = io.BytesIO()
    form.redact(blob_of(data), Cutter(), out, Reading())
    return zipfile.ZipFile(out)


@pytest.mark.parametrize("method", METHODS)
def test_members_are_blobs(method: int) -> None:
    data = archive_of({"map/brief.txt": "BSN 123456782", "leeg": "", "groot": bytes(200_000)}, method)
    assert members(data) == {"map/brief.txt": b"BSN 123456782", "leeg": b"", "groot": bytes(200_000)}


def test_comments_extra_fields_and_folders_are_text() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = b"archief 1111"
        archive.writestr("map 2222/", b"")
        info = zipfile.ZipInfo("a.txt")
        info.comment, info.extra = b"lid 3333", struct.pack("<HH", 0x7075, 4) + b"4444"
        archive.writestr(info, "x")
    (text,) = [part for part in parts(out.getvalue()) if isinstance(part, Text)]
    assert text.at(text.text.index("1111")) == "comment"
    assert text.at(text.text.index("2222")) == "folder=1"
    assert text.at(text.text.index("3333")) == "member=2"
    assert "4444" in text.text


def test_names_of_undeclared_utf8_are_read() -> None:
    data = archive_of({"Rene\u0301e.txt": "x"})
    plain = data.replace(struct.pack("<HHH", 20, 0x800, 8), struct.pack("<HHH", 20, 0, 8))
    assert list(members(plain)) == ["Rene\u0301e.txt"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_two() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "1")
        archive.writestr("a.txt", "2")
    assert members(out.getvalue()) == {"a.txt": b"1", "a (2).txt": b"2"}


def test_what_stands_outside_the_members_is_read() -> None:
    data = archive_of({"a.txt": "een", "b.txt": "twee"})
    second = data.rindex(b"PK\x03\x04", 0, data.index(b"PK\x01\x02"))
    hole = b"ertussen 1111"
    moved = bytearray(data[:second] + hole + data[second:])
    end = moved.rindex(b"PK\x05\x06")
    directory = struct.unpack_from("<I", moved, end + 16)[0] + len(hole)
    struct.pack_into("<I", moved, end + 16, directory)
    struct.pack_into("<I", moved, moved.rindex(b"PK\x01\x02") + 42, second + len(hole))
    found = members(bytes(moved) + b"achteraf 2222")
    assert found == {"a.txt": b"een", "b.txt": b"twee", "gap-1": hole, "gap-2": b"achteraf 2222"}
    assert members(b"vooraf 3333" + data)["gap-1"] == b"vooraf 3333"
    assert "gap-1" not in members(data)


def test_a_stream_of_members_has_no_gaps() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            super().__init__()
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            self.data += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "een" * 100)
        with archive.open("b.txt", "w", force_zip64=True) as member:
            member.write(b"twee")
    assert members(pipe.data) == {"a.txt": b"een" * 100, "b.txt": b"twee"}


def zipcrypto(data: bytes, password: bytes, check: int) -> bytes:
    """The traditional encryption (APPNOTE 6.1), so that no other program is needed."""
    table = [0] * 256
    for number in range(256):
        value = number
        for _ in range(8):
            value = value >> 1 ^ 0xEDB88320 * (value & 1)
        table[number] = value
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = keys[0] >> 8 ^ table[(keys[0] ^ byte) & 0xFF]
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = keys[2] >> 8 ^ table[(keys[2] ^ keys[1] >> 24) & 0xFF]

    for byte in password:
        update(byte)
    out = bytearray()
    for byte in bytes(11) + bytes([check]) + data:
        mark = keys[2] | 2
        out.append(byte ^ (mark * (mark ^ 1) >> 8) & 0xFF)
        update(byte)
    return bytes(out)


def encrypted() -> bytes:
    """One member that is encrypted and one that is not."""
    crc = zipfile.crc32(b"BSN 123456782")  # type: ignore[attr-defined]
    body = zipcrypto(b"BSN 123456782", b"geheim", crc >> 24)
    name = b"dicht.txt"
    head = struct.pack("<HHHHHIIIHH", 20, 1, 0, 0, 33, crc, len(body), 13, len(name), 0)
    local = b"PK\x03\x04" + head + name + body
    entry = b"PK\x01\x02\x14\x00" + head + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    open_ = archive_of({"open.txt": "x"}, zipfile.ZIP_STORED)
    cut, end = open_.index(b"PK\x01\x02"), open_.index(b"PK\x05\x06")
    other = bytearray(open_[cut:end])
    struct.pack_into("<I", other, 42, len(local))
    directory = entry + other
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 2, 2, len(directory), len(local) + cut, 0)
    return local + open_[:cut] + directory + tail


def test_an_encrypted_member_says_so_and_the_others_are_read() -> None:
    assert members(encrypted()) == {"dicht.txt": Encrypted, "open.txt": b"x"}
    assert members(encrypted(), ("fout", "ook fout")) == {"dicht.txt": Encrypted, "open.txt": b"x"}
    assert members(encrypted(), ("fout", "geheim")) == {"dicht.txt": b"BSN 123456782", "open.txt": b"x"}
    with pytest.raises(CannotRedact):
        redacted(encrypted())


def test_a_broken_member_is_read_as_far_as_it_goes() -> None:
    data = bytearray(archive_of({"a.txt": b"BSN 123456782 " * 10, "b.txt": b"heel"}, zipfile.ZIP_STORED))
    data[data.index(b"BSN") + 50] ^= 1
    found = parts(bytes(data))
    assert isinstance(found[0], Blob)
    assert SECRET.encode() in found[0].open().read()
    assert found[1] == Problem("a.zip", Status.CORRUPT, "BadZipFile", "member=a.txt")
    assert members(bytes(data))["b.txt"] == b"heel"
    with pytest.raises(CannotRedact):
        redacted(bytes(data))


def test_content_after_the_declared_size_is_read() -> None:
    data = bytearray(archive_of({"a.txt": b"open deel, verborgen 123456782"}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(mark) + at, 9)
    found = parts(bytes(data))
    assert isinstance(found[0], Blob)
    assert SECRET.encode() in found[0].open().read()
    assert isinstance(found[1], Problem)


def test_a_method_that_is_not_known_says_so() -> None:
    data = bytearray(archive_of({"a.txt": "x"}))
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", data, data.index(mark) + at, 93)
    assert members(bytes(data)) == {"a.txt": UnsupportedFormat}


def test_overlapping_members_are_refused() -> None:
    data = bytearray(archive_of({"a.txt": bytes(1000), "b.txt": bytes(1000)}))
    struct.pack_into("<I", data, data.rindex(b"PK\x01\x02") + 42, 0)
    with pytest.raises(Damaged):
        parts(bytes(data))


class Zeros(io.RawIOBase):
    """A gigabyte of zeros that is nowhere."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = min(len(buffer), self.left)
        self.left -= count
        buffer[:count] = bytes(count)
        return count


@lru_cache
def bomb(method: int, size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive, archive.open("nul", "w", force_zip64=True) as member:
        source = Zeros(size)
        while chunk := source.read(1 << 20):
            member.write(chunk)
    return out.getvalue()


@pytest.mark.parametrize(("method", "size"), [(8, 1 << 30), (12, 60 << 20), (14, 60 << 20)])
@pytest.mark.parametrize("limits", [{"produced": 20 << 20}, {"ratio": 10, "ratio_after": 1 << 20}])
def test_a_bomb_stops_at_the_limit_in_little_memory(method: int, size: int, limits: dict[str, int]) -> None:
    data = bomb(method, size)
    tracemalloc.start()
    try:
        with pytest.raises(LimitExceeded):
            parts(data, **limits)
        assert tracemalloc.get_traced_memory()[1] < 40 << 20
    finally:
        tracemalloc.stop()


def test_archives_inside_archives_reach_a_limit() -> None:
    data = archive_of({"a": "x"})
    for _ in range(40):
        data = archive_of({"a.zip": data})

    def walk(blob: Blob, reading: Reading) -> None:
        for part in formats.find(blob).parts(blob, reading):
            if isinstance(part, Blob):
                reading.member(part)
                walk(part, reading)

    with pytest.raises(LimitExceeded) as caught:
        walk(blob_of(data), Reading())
    assert caught.value.reason == "depth"


def test_a_list_of_millions_of_members_is_not_read() -> None:
    entry = b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    data = entry * (33 * (1 << 20) // len(entry))
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(data), 0, 0)
    with pytest.raises(LimitExceeded):
        parts(data + tail)


def test_a_copy_is_new() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        archive.comment = f"archief {SECRET}".encode()
        archive.writestr(f"map {SECRET}/", b"")
        for name in (f"map {SECRET}/brief {SECRET}.txt", "mimetype", "leeg.txt"):
            info = zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 9))
            info.comment, info.extra, info.external_attr = (
                SECRET.encode(),
                struct.pack("<HH", 1, 9) + SECRET.encode(),
                0o777 << 16,
            )
            archive.writestr(info, f"BSN {SECRET}" if name != "leeg.txt" else "")
    copy = redacted(out.getvalue() + SECRET.encode())
    assert copy.namelist() == ["map [BSN]/brief [BSN].txt", "mimetype", "leeg.txt", "map [BSN]/"]
    assert copy.read("map [BSN]/brief [BSN].txt") == b"BSN [BSN]"
    assert copy.read("leeg.txt") == b""
    assert copy.testzip() is None
    assert copy.comment == b""
    assert all(
        info.date_time == (1980, 1, 1, 0, 0, 0) and not info.comment and not info.extra for info in copy.infolist()
    )
    assert copy.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
    assert copy.fp
    copy.fp.seek(0)
    assert SECRET.encode() not in copy.fp.read()


def test_names_that_become_the_same_stay_apart_and_lead_nowhere() -> None:
    names = [f"{SECRET}.txt", "[BSN].txt", "../../etc/passwd", "/abs/x", "C:\\x\\y.txt", "..", "a\nb"]
    copy = redacted(archive_of({name: name for name in names}))
    assert copy.namelist() == ["[BSN].txt", "[BSN] (2).txt", "etc/passwd", "abs/x", "x/y.txt", "member", "a_b"]


def test_it_asks_about_what_it_yields() -> None:
    data = archive_of({"a.txt": "x", "map/": "", "map/b.txt": "y"}, comment=b"z") + b"rest"
    edit = Cutter()
    form.redact(blob_of(data), edit, io.BytesIO(), Reading())
    assert edit.asked == [
        part.text if isinstance(part, Text) else part.path for part in parts(data) if isinstance(part, Text | Blob)
    ]


def test_a_member_that_the_edit_leaves_out_is_left_out() -> None:
    class Without(Cutter):
        def blob(self, part: Blob) -> Blob | None:
            return None if part.name == "a.txt" else super().blob(part)

    out = io.BytesIO()
    form.redact(blob_of(archive_of({"a.txt": "x", "b.txt": "y"})), Without(), out, Reading())
    assert zipfile.ZipFile(out).namelist() == ["b.txt"]


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (archive_of({"a.txt": "x"}), True),
        (archive_of({}), True),
        (archive_of({"[Content_Types].xml": "x", "word/document.xml": "y"}), False),
        (archive_of({"brief.docx": archive_of({"[Content_Types].xml": "x"}, 0)}, 0), True),
        (archive_of({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}, 0), False),
        (archive_of({"mimetype": "application/epub+zip"}, 0), True),
        (b"PK", False),
        (b"", False),
    ],
)
def test_zip_is_seen_and_packages_are_left_to_others(data: bytes, seen: bool) -> None:
    assert form.sniff(data) is seen


def test_a_document_stored_in_an_archive_is_no_document() -> None:
    inner = archive_of({"[Content_Types].xml": "x", "word/document.xml": "y"}, zipfile.ZIP_STORED)
    data = archive_of({"brief.docx": inner}, zipfile.ZIP_STORED)
    assert formats.name_of(formats.find(Blob("zonder suffix", lambda: io.BytesIO(data), len(data)))) == "zip"


@given(st.lists(st.text("aA/.\\", max_size=6), max_size=12))
def test_names_are_distinct_and_harmless(given_names: list[str]) -> None:
    names = Names()
    found = [names.distinct(harmless(name)) for name in given_names]
    assert len({name.casefold() for name in found}) == len(given_names)
    assert not [name for name in found if name.startswith("/") or ".." in name.split("/") or "\\" in name]


@given(st.data())
def test_any_bytes_are_refused_or_read(data: st.DataObject) -> None:
    base = bytearray(
        encrypted()
        if data.draw(st.booleans())
        else archive_of({"a": "x" * 50, "b/": ""}, data.draw(st.sampled_from(METHODS)))
    )
    for _ in range(data.draw(st.integers(0, 5))):
        base[data.draw(st.integers(0, len(base) - 1))] = data.draw(st.integers(0, 255))
    try:
        members(bytes(base[: data.draw(st.integers(0, len(base)))]), ("geheim",))
        redacted(bytes(base))
    except (ReadError, CannotRedact):
        pass
