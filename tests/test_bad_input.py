"""Hostile and broken input: a status that names the file and the cause; no crash, no hang, nothing lost."""

from __future__ import annotations

import gzip
import io
import os
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from piiscan.config import Config, Limits
from piiscan.errors import SourceError
from piiscan.model import FileState, Finding, Status
from piiscan.runner import run_scan

CANARY = b"BSN: 123456782\n"
LIMITS = Limits(seconds=60, stall=30, memory=3 << 30)


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("share")
    for name, data in files():
        (folder / name).write_bytes(data)
    (folder / os.fsdecode(b"geen-utf8-\xff\xe9.txt")).write_bytes(CANARY)
    (folder / "naam\nmet regeleinde.txt").write_bytes(CANARY)
    os.mkfifo(folder / "fifo")
    (folder / "link.txt").symlink_to("gewoon.txt")
    return folder


def files() -> Iterator[tuple[str, bytes]]:
    yield "gewoon.txt", CANARY
    yield "leeg.txt", b""
    yield "afgekapt.zip", zipped({"a.txt": CANARY * 100})[:-30]
    yield "afgekapt.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog"
    yield "versleuteld.zip", encrypted_zip()
    yield "is-een-zip.pdf", zipped({"a.txt": CANARY})
    yield "onbekend.bin", bytes(range(256)) * 40
    yield "nullen.zip", zeros(1 << 30)
    yield (
        "groot.png",
        png_header(50_000, 50_000) + png_chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + png_chunk(b"IEND", b""),
    )
    yield "alleen-kop.png", png_header(50_000, 50_000)
    yield "lachen.xml", LAUGHS
    yield "lek.xml", XXE
    yield "bom.gz", gzip.compress(b"\0" * (300 << 20), 9)
    yield "diep.zip", nested(40)
    yield "pad.tar", hostile_tar()
    yield "diep.json", b"[" * 200_000
    yield "lange-regel.txt", b"1" * 3_000_000 + b" " + CANARY


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def zeros(size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("nullen.bin", "w") as member:
        for _ in range(size >> 20):
            member.write(b"\0" * (1 << 20))
    return out.getvalue()


def nested(depth: int) -> bytes:
    data = zipped({"a.txt": CANARY})
    for _ in range(depth):
        data = zipped({"a.zip": data})
    return data


def png_header(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def hostile_tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (
            ("../../etc/piiscan-was-hier", tarfile.REGTYPE),
            ("/dev/sda", tarfile.BLKTYPE),
            ("l", tarfile.SYMTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type = kind
            info.linkname = "/etc/passwd"
            info.size = len(CANARY) if kind == tarfile.REGTYPE else 0
            archive.addfile(info, io.BytesIO(CANARY))
    return out.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % ((98 + n,) + (97 + n,) * 8) for n in range(12)
) + b"]><l>&m;</l>"  # fmt: skip
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e; BSN: 123456782</x>'


def encrypted_zip(password: bytes = b"geheim") -> bytes:
    """One stored member, encrypted by the traditional method (APPNOTE.TXT 6.1)."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def crc(value: int, byte: int) -> int:
        return (zlib.crc32(bytes([byte]), value ^ 0xFFFFFFFF) ^ 0xFFFFFFFF) & 0xFFFFFFFF

    def update(byte: int) -> None:
        keys[0] = crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc(keys[2], keys[1] >> 24)

    for byte in password:
        update(byte)
    check = zlib.crc32(CANARY)
    secret = bytearray()
    for byte in bytes(11) + bytes([check >> 24]) + CANARY:
        mask = keys[2] | 2
        secret.append(byte ^ (((mask * (mask ^ 1)) >> 8) & 0xFF))
        update(byte)
    plain = bytearray(zipped({"a.txt": b""}))
    sizes = struct.pack("<III", check, len(secret), len(CANARY))
    start, central = plain.index(b"PK\3\4"), plain.index(b"PK\1\2")
    local = bytearray(plain[start:central])
    local[6:10], local[14:26] = b"\1\0\0\0", sizes
    tail = bytearray(plain[central:])
    tail[8:12], tail[16:28] = b"\1\0\0\0", sizes
    body = bytes(local[:35]) + bytes(secret)
    end = tail.index(b"PK\5\6")
    tail[end + 16 : end + 20] = struct.pack("<I", len(body))
    return body + bytes(tail)


@pytest.fixture(scope="module")
def states(share: Path) -> dict[str, FileState]:
    items = list(run_scan([share], Config.fast(limits=LIMITS), jobs=2))
    found = [item for item in items if isinstance(item, FileState) and not item.member]
    by_name = {item.path[len(str(share)) + 1 :]: item for item in found}
    assert len(by_name) == len(found) == sum(1 for path in share.iterdir())
    canaries = {item.path[len(str(share)) + 1 :] for item in items if isinstance(item, Finding)}
    assert {"gewoon.txt", "naam\nmet regeleinde.txt"} <= {name.replace("\\n", "\n") for name in canaries}
    assert not [item for item in items if isinstance(item, Finding) and "root:" in item.value]
    return by_name


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("gewoon.txt", {Status.OK}),
        ("leeg.txt", {Status.OK}),
        ("afgekapt.zip", {Status.CORRUPT}),
        ("afgekapt.pdf", {Status.CORRUPT}),
        ("versleuteld.zip", {Status.ENCRYPTED, Status.PARTIAL}),
        ("is-een-zip.pdf", {Status.OK}),
        ("onbekend.bin", {Status.UNSUPPORTED}),
        ("nullen.zip", {Status.LIMIT}),
        ("groot.png", {Status.LIMIT}),
        ("alleen-kop.png", {Status.LIMIT, Status.CORRUPT}),
        ("lachen.xml", {Status.LIMIT}),
        ("lek.xml", {Status.LIMIT}),
        ("bom.gz", {Status.LIMIT}),
        ("diep.zip", {Status.LIMIT, Status.PARTIAL}),
        ("pad.tar", {Status.PARTIAL, Status.OK}),
        ("diep.json", {Status.OK, Status.PARTIAL, Status.LIMIT, Status.CORRUPT}),
        ("lange-regel.txt", {Status.OK}),
        ("fifo", {Status.SKIPPED}),
        ("link.txt", {Status.SKIPPED}),
    ],
)
def test_every_file_ends_in_one_status(states: dict[str, FileState], name: str, status: set[Status]) -> None:
    assert states[name].status in status
    assert states[name].status is Status.OK or states[name].reason


def test_no_member_is_written_under_its_own_name() -> None:
    assert not Path("/etc/piiscan-was-hier").exists()


def test_a_missing_root_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        list(run_scan([tmp_path / "nergens"], Config.fast()))
    assert "nergens" in str(caught.value)


def test_an_unreadable_file_is_an_error_of_its_own() -> None:
    """Also for root, who may read everything: a child gives up its rights first."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "a.txt").write_bytes(CANARY)
        (folder / "a.txt").chmod(0)
        receiver, sender = os.pipe()
        if (child := os.fork()) == 0:
            try:
                if os.geteuid() == 0:
                    os.setgroups([])
                    os.setgid(65534)
                    os.setuid(65534)
                states = [item for item in run_scan([folder], Config.fast()) if isinstance(item, FileState)]
                os.write(sender, repr([(str(state.status), state.reason) for state in states]).encode())
            finally:
                os._exit(0)
        os.close(sender)
        os.waitpid(child, 0)
        assert os.read(receiver, 1000).decode() == "[('error', 'permission')]"
        os.close(receiver)


def test_a_password_opens_what_is_encrypted(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(encrypted_zip())
    items = list(run_scan([tmp_path], Config.fast(passwords=("fout", "geheim"))))
    assert [item.value for item in items if isinstance(item, Finding)] == ["123456782"]
