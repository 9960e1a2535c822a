"""Plain text."""

from __future__ import annotations

import codecs
import io
import multiprocessing
import re
import resource
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.config import Limits
from piiscan.formats import txt
from piiscan.model import Blob, Cut, Edit, Problem, Span, Status, Text
from piiscan.reading import Reading

SECRET = "123456782"


def blob_of(data: bytes) -> Blob:
    return Blob("brief.txt", lambda: io.BytesIO(data), len(data), "brief.txt")


def windows(data: bytes) -> list[Text]:
    return [part for part in txt.parts(blob_of(data), Reading()) if isinstance(part, Text)]


def small(patch: pytest.MonkeyPatch, window: int) -> None:
    """Makes windows so small that a short text has many."""
    for name, size in {"WINDOW": window, "SMALLEST": 8, "BEFORE": 5, "AFTER": 12}.items():
        patch.setattr(txt, f"_{name}", size)


class Cutter(Edit):
    def __init__(self) -> None:
        self.asked: list[tuple[int, str]] = []

    def text(self, part: Text) -> Sequence[Cut]:
        self.asked.append((part.base, part.text))
        spans = [Span(*match.span()) for match in re.finditer(SECRET, part.text)]
        return [Cut(span, "NL_BSN", "[BSN]") for span in spans if part.owns(span.start)]


def redacted(data: bytes) -> bytes:
    out = io.BytesIO()
    txt.redact(blob_of(data), Cutter(), out, Reading())
    return out.getvalue()


def test_a_line_has_a_place() -> None:
    (part,) = windows(b"een\ntwee\r\ndrie\rvier\n\nzes")
    words = ("een", "twee", "drie", "vier", "zes")
    assert [part.at(part.text.index(word)) for word in words] == [f"line={n}" for n in (1, 2, 3, 4, 6)]


LINES = st.lists(st.sampled_from(["\n", "\r", "\r\n", "a", "één ", "€", "😀", SECRET, "\ud800"]), max_size=60)


@given(LINES, st.integers(13, 40), st.sampled_from(["utf-8", "utf-16-le", "utf-32-be"]))
def test_windows_cover_the_text_and_know_their_lines(scraps: list[str], window: int, codec: str) -> None:
    text = "".join(scraps).replace("\ud800", "?" if codec == "utf-8" else "\ud800")
    marks = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-32-be": codecs.BOM_UTF32_BE}
    with pytest.MonkeyPatch.context() as patch:
        small(patch, window)
        parts = windows(marks[codec] + text.encode(codec, "surrogatepass"))
    ends = [match.end() for match in re.finditer(r"\n|\r(?!\n)", text)]
    position = 0
    for part in parts:
        assert part.core
        assert part.text == text[part.base : part.base + len(part.text)]
        assert part.base + part.core.start == position
        for offset in range(*part.core):
            assert part.at(offset) == f"line={1 + sum(end <= part.base + offset for end in ends)}"
        position = part.base + part.core.end
    assert position == len(text)


@given(LINES, st.integers(13, 40))
def test_a_copy_is_the_same_but_for_the_cuts(scraps: list[str], window: int) -> None:
    data = b"begin " + "".join(scraps).encode("utf-8", "replace")
    with pytest.MonkeyPatch.context() as patch:
        small(patch, window)
        assert redacted(data) == data.replace(SECRET.encode(), b"[BSN]")


@given(st.binary(max_size=200), st.integers(13, 40))
def test_any_bytes_are_read_and_copied(noise: bytes, window: int) -> None:
    data = "Beste Renée, ".encode() + noise
    with pytest.MonkeyPatch.context() as patch:
        small(patch, window)
        edit, out = Cutter(), io.BytesIO()
        txt.redact(blob_of(data), edit, out, Reading())
        assert edit.asked == [(part.base, part.text) for part in windows(data)]
    assert out.getvalue() == data


def test_no_line_is_counted_before_somebody_asks() -> None:
    (part,) = windows(b"een\n" * 1000)
    assert part.starts._made is None  # type: ignore[attr-defined]
    assert part.at(len(part.text) - 1) == "line=1000"


def test_a_second_encoding_further_on_is_told() -> None:
    data = b"log " * 100 + "twee".encode("utf-16-le")
    problems = [part for part in txt.parts(blob_of(data), Reading()) if isinstance(part, Problem)]
    assert [(problem.status, problem.reason) for problem in problems] == [(Status.PARTIAL, "mixed-encoding")]


HOSTILE = {
    "one line": b"x" * (100 << 20),
    "digits": b"123456782 " * (10 << 20),
    "only line ends": b"\r\n" * (25 << 20) + b"\r" * (25 << 20) + b"\n" * (25 << 20),
    "wrong in utf-8": b"abc" * (1 << 16) + b"\xe9\xff" * (10 << 20),
    "mixed": b"abc" * (1 << 16) + b"de caf\xe9 van " * (5 << 20),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hundred_megabytes_fit_into_the_memory_of_a_worker(name: str) -> None:
    """In a process of its own, whose address space is as small as a worker's."""
    child = multiprocessing.get_context("fork").Process(target=read_in_little_memory, args=(HOSTILE[name],))
    child.start()
    child.join(60)
    assert child.exitcode == 0


def read_in_little_memory(data: bytes) -> None:
    # what the tests before this one left behind is no worker's; what a fresh one holds is
    inherited = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    limit = inherited + Limits().memory - (512 << 20)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    covered = 0
    for part in txt.parts(blob_of(data), Reading()):
        assert isinstance(part, Text)
        assert part.core
        assert len(part.text) <= 1 << 20
        assert part.base + part.core.start == covered
        covered = part.base + part.core.end
        assert part.at(part.core.start)
    assert covered == len(data)
