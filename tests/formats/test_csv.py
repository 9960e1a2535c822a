"""Tables written as text."""

from __future__ import annotations

import codecs
import csv as stdlib
import io
import multiprocessing
import re
import resource
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from piiscan.config import Limits
from piiscan.errors import CannotRedact
from piiscan.formats import csv
from piiscan.formats._delimited import SAMPLE, cell_pattern
from piiscan.formats._encoding import encoding_of
from piiscan.formats._ends import cell_ends, codes
from piiscan.model import Blob, Cut, Edit, Span, Text
from piiscan.reading import Reading

SECRET = "123456782"


def blob_of(data: bytes) -> Blob:
    return Blob("tabel.csv", lambda: io.BytesIO(data), len(data), "tabel.csv")


def windows(data: bytes, **limits: Any) -> list[Text]:
    return [part for part in csv.parts(blob_of(data), Reading(Limits(**limits))) if isinstance(part, Text)]


def cells(part: Text) -> list[tuple[str, str, str]]:
    """The place, the label and the raw text of each cell."""
    ends = [*part.starts[1:], len(part.text)]
    return [
        (part.at(start), part.label(start), part.text[start:end]) for start, end in zip(part.starts, ends, strict=True)
    ]


def small(patch: pytest.MonkeyPatch, window: int, **others: int) -> None:
    """Makes windows so small that a short text has many."""
    sizes = {"WINDOW": window, "SMALLEST": 16, "BEFORE": max(1, window // 8), "AFTER": max(1, window // 4)} | others
    for name, size in sizes.items():
        patch.setattr(csv, f"_{name}", size)


class Cutter(Edit):
    def __init__(self, pattern: str, replacement: str = "[BSN]") -> None:
        self.pattern = pattern
        self.replacement = replacement
        self.asked: list[tuple[int, str]] = []

    def text(self, part: Text) -> Sequence[Cut]:
        self.asked.append((part.base, part.text))
        return [Cut(Span(*m.span()), "NL_BSN", self.replacement) for m in re.finditer(self.pattern, part.text)]


def redacted(data: bytes, pattern: str = SECRET, replacement: str = "[BSN]") -> bytes:
    out = io.BytesIO()
    csv.redact(blob_of(data), Cutter(pattern, replacement), out, Reading())
    return out.getvalue()


def test_a_cell_has_a_place_a_label_and_a_column() -> None:
    (part,) = windows(b'Naam;BSN\r\n"de ""Wit"";\nS.";123456782\r\nJan;111222333\r\n')
    assert cells(part) == [
        ("row=1;column=1", "", "Naam;"),
        ("row=1;column=2", "", "BSN\r\n"),
        ("row=2;column=1", "Naam", '"de ""Wit"";\nS.";'),
        ("row=2;column=2", "BSN", "123456782\r\n"),
        ("row=3;column=1", "Naam", "Jan;"),
        ("row=3;column=2", "BSN", "111222333\r\n"),
    ]
    assert part.column(np.array([part.text.index(SECRET), part.text.index("Jan"), 0])).tolist() == [1, 0, -1]
    assert part.heads == {0: "Naam", 1: "BSN"}


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_every_delimiter_is_seen(mark: str) -> None:
    data = mark.join(["Naam", "BSN", "Plaats"]) + "\n" + mark.join(["de Wit", SECRET, "y"]) + "\n"
    assert csv.sniff(data.encode())
    (part,) = windows(data.encode())
    assert part.at(part.text.index(SECRET)) == "row=2;column=2"
    assert part.label(part.text.index(SECRET)) == "BSN"


def test_the_line_that_excel_writes_names_the_delimiter() -> None:
    (part,) = windows(b"sep=|\r\na,b|c,d\r\n1,2|3,4\r\n")
    assert part.at(part.text.index("3,4")) == "row=3;column=2"


def test_a_title_above_the_heads_is_no_head() -> None:
    (part,) = windows(b"Overzicht personeel\n\nNaam;BSN\nSanne;123456782\nJan;111222333\nPiet;999990019\nKim;1\n")
    assert part.label(part.text.index(SECRET)) == "BSN"


@pytest.mark.parametrize("first", ["Sanne;123456782", "jan@example.nl;Jan", "1;2"])
def test_a_row_of_values_is_no_head(first: str) -> None:
    (part,) = windows(f"{first}\nJan;111222333\n".encode())
    assert {part.label(start) for start in part.starts} == {""}
    assert set(part.columns) == {0, 1}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "een regel",
        "Beste Sanne,\nHoe gaat het, prima\n",
        "Beste Sanne,\n\nIk schrijf u, zoals beloofd, over uw zaak.\nMet groet, Jan\n",
        "int a;\nint b;\nint c;\n",
        "\tdef f():\n\treturn 1\n",
        "een\ntwee\ndrie\n",
    ],
)
def test_prose_and_code_are_no_table(text: str) -> None:
    assert not csv.sniff(text.encode())


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_mark_and_line_ends_stay(encoding: str, end: str) -> None:
    bom = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(
        encoding, b""
    )
    text = f"Naam;BSN{end}Renée;{SECRET}{end}Jan;x{end}"
    assert redacted(bom + text.encode(encoding)) == bom + text.replace(SECRET, "[BSN]").encode(encoding)


@pytest.mark.parametrize(
    ("row", "pattern", "replacement", "expected"),
    [
        (f"a;{SECRET};b", SECRET, "[BSN]", "a;[BSN];b"),
        (f'a;"{SECRET}";b', SECRET, "[BSN]", 'a;"[BSN]";b'),
        (f'a;"{SECRET}";b', SECRET, 'x"y', 'a;"x""y";b'),
        (f"a;{SECRET};b", SECRET, "x;y", 'a;"x;y";b'),
        (f"a;{SECRET};b", SECRET, "x\ny", 'a;"x\ny";b'),
        ("Dorpsstraat;12;b", "Dorpsstraat;12", "[ADRES]", "[ADRES];;b"),
        ('"Dorpsstraat";"12";b', 'straat";"1', "[ADRES]", '"Dorps[ADRES]";"2";b'),
        ('a;"x ""12"" y";b', '"12', "[N]", 'a;"x ""[N]"" y";b'),
        ('5" schijf;12;b', "12", "[N]", '5" schijf;[N];b'),
        ("a;b;12", ";12", "[N]", "a;b;[N]"),
    ],
)
def test_a_cut_keeps_the_table(row: str, pattern: str, replacement: str, expected: str) -> None:
    data = f"kop;kop;kop\n{row}\nx;y;z\n"
    assert redacted(data.encode(), re.escape(pattern), replacement).decode() == f"kop;kop;kop\n{expected}\nx;y;z\n"


def test_a_block_that_the_encoding_lacks_does_not_stop_the_copy() -> None:
    assert redacted(
        f"Naam;BSN\nRenée;{SECRET}\n".encode("cp1252"), replacement="███"
    ) == "Naam;BSN\nRenée;???\n".encode("cp1252")


CELL = st.text(st.sampled_from('ab1;"\n\r |é'), max_size=6)
TABLE = st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=2, max_size=6)


def written(table: list[list[str]], quoting: int) -> str:
    out = io.StringIO()
    stdlib.writer(out, delimiter=";", quoting=quoting).writerows(table)  # type: ignore[arg-type]
    return out.getvalue()


def value(raw: str) -> str:
    """What the standard library makes of one cell."""
    rows = list(stdlib.reader(io.StringIO(raw, newline=""), delimiter=";"))
    return rows[0][0] if rows and rows[0] else ""


@given(TABLE, st.sampled_from([stdlib.QUOTE_MINIMAL, stdlib.QUOTE_ALL]), st.integers(5, 60))
def test_cells_are_those_of_the_standard_library(table: list[list[str]], quoting: int, window: int) -> None:
    text = "sep=;\r\n" + written(table, quoting)
    with pytest.MonkeyPatch.context() as patch:
        small(patch, window)
        parts = windows(text.encode())
    assert "".join(part.text for part in parts) == text
    assert [part.base for part in parts] == [sum(len(p.text) for p in parts[:n]) for n in range(len(parts))]
    found: dict[tuple[int, int], str] = {}
    for part in parts:
        for place, _, raw in cells(part):
            row, column = (int(step.partition("=")[2]) for step in place.split(";"))
            assert (row, column) not in found
            found[row, column] = value(raw)
    wanted = {(row + 2, column + 1): cell for row, cells_ in enumerate(table) for column, cell in enumerate(cells_)}
    assert {place: cell for place, cell in found.items() if place[0] > 1} == wanted


@given(
    st.lists(
        st.lists(st.sampled_from([SECRET, f"x {SECRET}", 'a"b', "c;d", "e\r\nf", "", "é"]), min_size=2, max_size=3),
        min_size=2,
        max_size=5,
    )
)
def test_a_redacted_table_is_the_same_but_for_the_cuts(table: list[list[str]]) -> None:
    data = ("sep=;\r\n" + written(table, stdlib.QUOTE_MINIMAL)).encode()
    copy = redacted(data).decode()
    assert SECRET not in copy
    rows = list(stdlib.reader(io.StringIO(copy, newline=""), delimiter=";"))[1:]
    assert rows == [[cell.replace(SECRET, "[BSN]") for cell in row] for row in table]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_and_copied(noise: bytes) -> None:
    data = b"Naam;BSN\nSanne;1\n" + noise
    assume("16" not in str(encoding_of(data)))
    edit, out = Cutter("x{99}"), io.BytesIO()
    csv.redact(blob_of(data), edit, out, Reading())
    assert edit.asked == [(part.base, part.text) for part in windows(data)]
    assert out.getvalue() == data


def test_a_large_table_is_read_in_windows() -> None:
    row = "Sanne de Wit;123456782;Dorpsstraat 12\n"
    parts = windows(("Naam;BSN;Adres\n" + row * 70_000).encode())
    assert len(parts) > 2
    assert max(len(part.text) for part in parts) < 1 << 21
    assert parts[-1].places[-1] == "row=70001;column=3"
    assert all(part.text.endswith("\n") for part in parts)
    assert parts[1].label(parts[1].text.index(SECRET)) == "BSN"


def expected(text: str, delimiter: str) -> tuple[list[int], list[int]]:
    """Where cells and rows end, by an expression that reads one cell after the other."""
    found = [match.span(1) for match in cell_pattern(delimiter).finditer(text)]
    ends = [(text[start:end], end) for start, end in found if start < end]
    return [end for _, end in ends], [end for mark, end in ends if mark != delimiter]


SCRAPS = st.lists(st.sampled_from([*'a;"\n\r', '""', '";"', "\r\n", ';"', '"\n', "é", "€", "😀"]), max_size=40)


@given(SCRAPS)
@example([*'"a"b"c";d\n"e"'])
@example([*'a"b";"c;d"\n'])
@example([*';"""";""a"";"a""'])
def test_cells_end_where_an_expression_for_one_cell_says(scraps: list[str]) -> None:
    text = "".join(scraps)
    found = cell_ends(codes(text), ";")
    assert tuple((np.flatnonzero(mask) + 1).tolist() for mask in found) == expected(text, ";")


@given(SCRAPS)
def test_inside_a_cell_no_quote_opens(scraps: list[str]) -> None:
    text = "".join(scraps)
    found = cell_ends(codes(text), ";", begun=True)
    # a letter before it has the same effect
    assert [(np.flatnonzero(mask) + 2).tolist() for mask in found] == list(expected("a" + text, ";"))


@given(SCRAPS, st.integers(16, 60))
def test_windows_do_not_change_the_cells(scraps: list[str], window: int) -> None:
    text = "sep=;\r\n" + "".join(scraps)
    with pytest.MonkeyPatch.context() as patch:
        (whole,) = windows(text.encode())
        small(patch, window)
        parts = windows(text.encode())
    assert "".join(part.text for part in parts) == text
    found = [(part.base + start, part.at(start)) for part in parts for start in part.starts]
    assert found == [(start, whole.at(start)) for start in whole.starts]
    columns = [column for part in parts for column in part.columns]
    assert columns == list(whole.columns)


@given(st.lists(st.text('x"; \n', max_size=90), max_size=6), st.integers(24, 60))
def test_a_long_cell_is_read_in_pieces_that_overlap(scraps: list[str], window: int) -> None:
    text = "a;b\nc;d\n" + "y".join(scraps)
    with pytest.MonkeyPatch.context() as patch:
        small(patch, window, LONGEST=3 * window)
        parts = windows(text.encode())
    for part in parts:
        assert len(part.text) <= 16 * window
        assert part.text == text[part.base : part.base + len(part.text)]
    owned = [
        (part.base + part.core.start, part.base + part.core.end)
        if part.core
        else (part.base, part.base + len(part.text))
        for part in parts
    ]
    assert [start for start, _ in owned] == [0, *(end for _, end in owned[:-1])]
    assert owned[-1][1] == len(text)


def test_a_cell_as_long_as_a_book_is_not_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    small(monkeypatch, 64, LONGEST=128)
    data = b"a;b\nc;" + b"x" * 900 + b" 123456782 " + b"y" * 900 + b";last\ne;f\n"
    parts = windows(data)
    places = [(part, part.text.index(SECRET)) for part in parts if SECRET in part.text]
    assert [part.at(place) for part, place in places if part.owns(place)] == ["row=2;column=2"]
    assert parts[-1].at(parts[-1].text.index("last")) == "row=2;column=3"
    assert parts[-1].at(parts[-1].text.index("f")) == "row=3;column=2"
    with pytest.raises(CannotRedact):
        redacted(data)


def test_a_quote_that_nothing_closes_is_a_character(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv, "_LONGEST", 100)
    (part,) = windows(b'a;b\n"c;d\n' + b"e;123456782\n" * 40)
    assert part.places[-1] == "row=42;column=2"


def wide(rows: int, columns: int = 100_000) -> bytes:
    head = ";".join(f"kolom {letters(number)}" for number in range(columns))
    body = "".join(";".join(str(number * 7 % 10_007) for number in range(columns)) + "\n" for _ in range(rows))
    return f"{head}\n{body}".encode()


def letters(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(number))


def test_a_table_of_a_hundred_thousand_columns_is_one() -> None:
    data = wide(3)
    assert csv.sniff(data[:SAMPLE])
    parts = windows(data)
    assert max(len(part.text) for part in parts) <= 1 << 20
    last = parts[-1]
    end = len(last.text) - 2
    assert last.at(end) == "row=4;column=100000"
    assert last.label(end) == f"kolom {letters(99_999)}"
    assert last.column(np.array([end])).tolist() == [99_999]


@pytest.mark.parametrize("row", ["een zin, en nog een, en ", "f(a);b={c:1};", "a b\n", '{"a":1},'])
def test_one_long_line_is_not_always_a_table(row: str) -> None:
    assert not csv.sniff((row * (SAMPLE // len(row) + 1)).encode()[:SAMPLE])


HOSTILE = {
    "one line": b"a;b\n1;2\n" + b"x" * (100 << 20),
    "digits": b"a;b\n1;2\n" + b"123456782 " * (10 << 20),
    "cells": b"a;b\n1;2\n" + b"123456782;" * (10 << 20),
    "open quote": b'a;b\n1;2\n"' + b"123456782;\n" * (5 << 20),
    "stray quotes": b"a;b\n1;2\n" + b'x";"y"z;\n' * (4 << 20),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hundred_megabytes_fit_into_the_memory_of_a_worker(name: str) -> None:
    """In a process of its own, whose address space is as small as a worker's."""
    context = multiprocessing.get_context("fork")
    child = context.Process(target=read_in_little_memory, args=(HOSTILE[name],))
    child.start()
    child.join(60)
    assert child.exitcode == 0


def read_in_little_memory(data: bytes) -> None:
    # what the tests before this one left behind is no worker's; what a fresh one holds is
    inherited = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    limit = inherited + Limits().memory - (512 << 20)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    size = covered = 0
    for part in csv.parts(blob_of(data), Reading()):
        assert isinstance(part, Text)
        core = part.core or Span(0, len(part.text))
        assert part.base + core.start == covered
        covered = part.base + core.end
        size = max(size, len(part.text))
        part.column(np.array([core.end - 1]))
    assert covered == len(data)
    assert size <= 16 << 20


@pytest.mark.parametrize("unit", [b"x", b"123456782;", b'"1;\n', b'x";"y"z;\n', b'"a""b";c\r\n', b'""";"', b"\r"])
def test_time_grows_with_the_length_only(unit: bytes) -> None:
    def seconds(size: int) -> float:
        data = b"a;b\n1;2\n" + unit * (size // len(unit))
        start = time.process_time()
        for part in csv.parts(blob_of(data), Reading()):
            assert isinstance(part, Text)
            part.column(np.array([len(part.text) // 2]))
        return time.process_time() - start

    assert min(seconds(16 << 20) for _ in range(2)) < 0.05 + 8 * min(seconds(4 << 20) for _ in range(3))
