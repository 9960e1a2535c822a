"""Mailboxes."""

from __future__ import annotations

import io
import mailbox
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.formats import eml, mbox
from piiscan.model import Blob, Text
from piiscan.reading import Reading


def blob_of(data: bytes) -> Blob:
    return Blob("a.mbox", lambda: io.BytesIO(data), len(data), "a.mbox")


def messages(data: bytes) -> list[bytes]:
    return [part.open().read() for part in mbox.parts(blob_of(data), Reading()) if isinstance(part, Blob)]


def test_messages_are_members_and_the_lines_between_them_are_text() -> None:
    data = (
        b"From sanne@example.nl Mon Jan 1\nSubject: a\n\nBSN 1\nFrom hier\n\nFrom jan@example.nl x\nSubject: b\n\n2\n"
    )
    assert messages(data) == [b"Subject: a\n\nBSN 1\nFrom hier\n\n", b"Subject: b\n\n2\n"]
    text = next(part for part in mbox.parts(blob_of(data), Reading()) if isinstance(part, Text))
    assert text.text == "From sanne@example.nl Mon Jan 1\nFrom jan@example.nl x\n"
    assert text.at(text.text.index("jan")) == "message=2"
    assert mbox.sniff(data)
    assert not eml.sniff(data)


def test_it_agrees_with_the_standard_library(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "box")
    for number in range(20):
        box.add(f"Subject: bericht {number}\n\nFrom hier tot daar\n\nBSN {number}\n".encode())
    box.flush()
    data = (tmp_path / "box").read_bytes()
    assert [message.strip() for message in messages(data)] == [box.get_bytes(key).strip() for key, _ in box.items()]


@given(st.lists(st.binary(max_size=30), min_size=1, max_size=8), st.integers(1, 40))
def test_the_size_of_the_pieces_makes_no_difference(bodies: list[bytes], chunk: int) -> None:
    data = b"".join(b"From a@b Mon\nSubject: x\n\n" + body + b"\n" for body in bodies)
    whole = messages(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mbox, "_CHUNK", chunk)
        patch.setattr(mbox, "_LONGEST_LINE", 40)
        assert messages(data) == whole
    assert sum(map(len, whole)) + len(whole) * len(b"From a@b Mon\n") == len(data)


def test_a_large_mailbox_takes_no_memory() -> None:
    class Endless(io.RawIOBase):
        """A mailbox of 300 MB that is nowhere."""

        message = b"From a@b Mon\nSubject: x\n\n" + b"x" * 1_000_000 + b"\n"

        def __init__(self) -> None:
            super().__init__()
            self.position = 0

        def readable(self) -> bool:
            return True

        def seekable(self) -> bool:
            return True

        def seek(self, offset: int, whence: int = 0) -> int:
            self.position = (0, self.position, 300 * len(self.message))[whence] + offset
            return self.position

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            within = self.position % len(self.message)
            count = min(len(buffer), len(self.message) - within, 300 * len(self.message) - self.position)
            buffer[:count] = self.message[within : within + count]
            self.position += count
            return count

    blob = Blob("a.mbox", lambda: io.BufferedReader(Endless()), None, "a.mbox")
    sizes = [part.size for part in mbox.parts(blob, Reading()) if isinstance(part, Blob)]
    assert len(sizes) == 300
    assert set(sizes) == {len(Endless.message) - len(b"From a@b Mon\n")}


@pytest.mark.parametrize(
    "data", [b"", b"From hier\n", b"From: a\nTo: b\n", b"From a\ngewone tekst\n", b"x\nFrom a b\nSubject: c\n"]
)
def test_what_is_no_mailbox_is_not_taken_for_one(data: bytes) -> None:
    assert not mbox.sniff(data)
