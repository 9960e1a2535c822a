"""Tar archives."""

from __future__ import annotations

import contextlib
import io
import tarfile
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.config import Limits
from piiscan.errors import Damaged, LimitExceeded, ReadError
from piiscan.formats import tar
from piiscan.model import Blob, Part, Problem, Status, Text
from piiscan.reading import Reading

DIALECTS = (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT)


def blob_of(data: bytes) -> Blob:
    return Blob("a.tar", lambda: io.BytesIO(data), len(data), "a.tar")


def parts(data: bytes, limits: Limits | None = None) -> list[Part | Problem]:
    return list(tar.parts(blob_of(data), Reading(limits)))


def members(data: bytes) -> dict[str, bytes]:
    return {part.path.removeprefix("a.tar!/"): part.open().read() for part in parts(data) if isinstance(part, Blob)}


def member(name: str, kind: bytes = tarfile.REGTYPE, **fields: object) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type = kind
    for key, value in fields.items():
        setattr(info, key, value)
    return info


def archive_of(*infos: tarfile.TarInfo | tuple[str, bytes], dialect: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=dialect) as archive:
        for info in infos:
            if isinstance(info, tuple):
                archive.addfile(member(info[0], size=len(info[1])), io.BytesIO(info[1]))
            else:
                archive.addfile(info)
    return out.getvalue()


NAME = st.text(
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=("Cs",)), min_size=1, max_size=90
)


@given(
    st.dictionaries(NAME.map(lambda name: "x" + name.strip("/")), st.binary(max_size=1500), max_size=5),
    st.sampled_from(DIALECTS[1:]),
)
def test_it_agrees_with_the_standard_library(files: dict[str, bytes], dialect: int) -> None:
    data = archive_of(*files.items(), dialect=dialect)
    found = [part for part in (parts(data) if files else []) if isinstance(part, Blob)]
    assert {part.name: part.open().read() for part in found} == files


@pytest.mark.parametrize("dialect", DIALECTS)
def test_long_names_are_whole(dialect: int) -> None:
    name = "map/" * 30 + "brief.txt"
    assert members(archive_of((name, b"x"), dialect=dialect)) == {name: b"x"}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_links_and_devices_are_problems_and_their_names_are_read(dialect: int) -> None:
    data = archive_of(
        member("koppeling", tarfile.SYMTYPE, linkname="../../etc/passwd"),
        member("hard", tarfile.LNKTYPE, linkname="x 1111"),
        member("pijp", tarfile.FIFOTYPE),
        member("schijf", tarfile.BLKTYPE),
        member("map 2222", tarfile.DIRTYPE),
        ("a.txt", b"x"),
        dialect=dialect,
    )
    found = parts(data)
    assert [(part.status, part.reason, part.at) for part in found if isinstance(part, Problem)] == [
        (Status.SKIPPED, "link", "member=koppeling"),
        (Status.SKIPPED, "link", "member=hard"),
        (Status.SKIPPED, "device", "member=pijp"),
        (Status.SKIPPED, "device", "member=schijf"),
    ]
    text = "".join(part.text for part in found if isinstance(part, Text))
    assert all(said in text for said in ("koppeling", "../../etc/passwd", "x 1111", "pijp", "map 2222"))
    assert members(data) == {"a.txt": b"x"}


def test_owners_and_comments_are_text() -> None:
    info = member("a.txt", uname="sanne", gname="personeel", pax_headers={"comment": "regel een\nregel twee 1111"})
    (text,) = [part for part in parts(archive_of(info)) if isinstance(part, Text)]
    assert text.at(text.text.index("sanne")) == "member=1"
    assert text.label(text.text.index("sanne")) == "uname"
    assert "regel twee 1111" in text.text


def test_hostile_names_are_only_names() -> None:
    data = archive_of(("../../etc/passwd", b"1"), ("/abs;x=y!/z", b"2"), ("a", b"3"), ("a", b"4"))
    assert members(data) == {"../../etc/passwd": b"1", "/abs%3Bx%3Dy%21/z": b"2", "a": b"3", "a (2)": b"4"}


def test_a_sparse_file_is_read_without_its_holes() -> None:
    data = bytearray(archive_of(("a", b"123456782"), dialect=tarfile.GNU_FORMAT))
    data[156:157] = b"S"
    data[148:156] = b"%06o\0 " % (sum(data[:148]) + 256 + sum(data[156:512]))
    assert members(bytes(data)) == {"a": b"123456782"}


def test_archives_in_a_row_are_read() -> None:
    assert members(archive_of(("a", b"1")) + archive_of(("b", b"2"))) == {"a": b"1", "b": b"2"}


def test_a_truncated_archive_is_read_as_far_as_it_goes() -> None:
    data = archive_of(("a", b"1"), ("b", b"x" * 3000))
    cut = data[: data.index(b"xxx") + 1000]
    assert members(cut) == {"a": b"1", "b": b"x" * 1000}
    assert Problem("a.tar", Status.CORRUPT, "truncated", "member=b") in parts(cut)
    with pytest.raises(Damaged):
        parts(data[:1024] + b"rest")


def header(size: bytes, kind: bytes = b"0") -> bytes:
    block = bytearray(512)
    block[:1], block[124:136], block[156:157] = b"a", size.ljust(12, b"\0"), kind
    block[148:156] = b"%06o\0 " % (sum(block) + 256)
    return bytes(block)


@pytest.mark.parametrize("size", [b"-1", b"\xff" + bytes(11), b"\xff" * 12, b"9", b"x"])
def test_a_size_that_leads_back_is_refused(size: bytes) -> None:
    with pytest.raises(Damaged):
        parts(header(size) * 3)


def test_a_size_beyond_everything_is_truncated() -> None:
    assert [part.reason for part in parts(header(b"\x80" + b"\xff" * 11)) if isinstance(part, Problem)] == ["truncated"]


def test_a_header_without_end_reaches_the_limit() -> None:
    with pytest.raises(LimitExceeded):
        parts(header(b"77777777777", b"x"))


def test_too_many_members_reach_the_limit() -> None:
    with pytest.raises(LimitExceeded):
        parts(header(b"0") * 200, Limits(members=100))


def test_zeros_and_headers_take_linear_time() -> None:
    start = time.process_time()
    assert len(members(header(b"0") + bytes(16 << 20) + header(b"0"))) == 2
    parts(header(b"0", b"x") * 20_000 + header(b"0"))
    assert time.process_time() - start < 5


@pytest.mark.parametrize("data", [b"", bytes(1024), b"a" * 512, b"tekst " * 200, b"\x1f\x8b\x08" + bytes(600)])
def test_what_is_no_archive_is_not_taken_for_one(data: bytes) -> None:
    assert not tar.sniff(data)
    with pytest.raises(Damaged):
        parts(data)


def test_an_archive_of_any_age_is_seen() -> None:
    old = header(b"0")
    assert tar.sniff(old)
    assert all(tar.sniff(archive_of(("a", b"x"), dialect=dialect)) for dialect in DIALECTS)


@given(st.data())
def test_any_bytes_are_refused_or_read(data: st.DataObject) -> None:
    base = bytearray(
        archive_of(
            ("a", b"x" * 600), member("l", tarfile.SYMTYPE, linkname="y"), dialect=data.draw(st.sampled_from(DIALECTS))
        )
    )
    for _ in range(data.draw(st.integers(0, 6))):
        base[data.draw(st.integers(0, 2047))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ReadError):
        members(bytes(base[: data.draw(st.integers(0, len(base)))]))
