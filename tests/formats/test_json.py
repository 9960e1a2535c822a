"""JSON and JSON Lines."""

from __future__ import annotations

import io
import json as stdlib
import multiprocessing
import re
import resource
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.config import Limits
from piiscan.errors import CannotRedact, LimitExceeded
from piiscan.formats import _json_long, _json_walk, json
from piiscan.formats._json_walk import unescaped
from piiscan.model import Blob, Edit, Part, Problem, Status, Text
from piiscan.reading import Reading

SECRET = "123456782"


def blob_of(data: bytes) -> Blob:
    return Blob("a.json", lambda: io.BytesIO(data), len(data), "a.json")


def parts(data: bytes | str, **limits: Any) -> list[Part | Problem]:
    data = data.encode() if isinstance(data, str) else data
    return list(json.parts(blob_of(data), Reading(Limits(**limits))))


def runs(data: bytes | str) -> list[tuple[str, str, str]]:
    """The place, the label and the text of each string and number."""
    found = []
    for part in parts(data):
        if isinstance(part, Text):
            ends = [*part.starts[1:], len(part.text)]
            for run, (start, end) in enumerate(zip(part.starts, ends, strict=True)):
                if part.places[run]:
                    text = re.split(r'["\s,:\[\]{}]', part.text[start:end], maxsplit=1)[0]
                    found.append((part.places[run], part.label(start), text))
    return found


def test_a_value_has_the_place_and_the_label_of_its_key() -> None:
    assert runs('{"persoon": {"bsn": "123456782", "tel": [1, [2]], "a/b~c;d": null}}') == [
        ("key=/persoon", "", "persoon"),
        ("key=/persoon/bsn", "", "bsn"),
        ("key=/persoon/bsn", "bsn", "123456782"),
        ("key=/persoon/tel", "", "tel"),
        ("key=/persoon/tel/0", "tel", "1"),
        ("key=/persoon/tel/1/0", "tel", "2"),
        ("key=/persoon/a~1b~0c%3Bd", "", "a/b~c;d"),
        ("key=/persoon/a~1b~0c%3Bd", "a/b~c;d", "null"),
    ]


def test_json_lines_count_their_lines() -> None:
    assert runs('{"bsn": 1}\n\n{"bsn": 2}\n[3]\n4') == [
        ("line=1;key=/bsn", "", "bsn"),
        ("line=1;key=/bsn", "bsn", "1"),
        ("line=3;key=/bsn", "", "bsn"),
        ("line=3;key=/bsn", "bsn", "2"),
        ("line=4;key=/0", "", "3"),
        ("line=5", "", "4"),
    ]


def test_values_under_the_same_keys_are_a_column() -> None:
    (part,) = parts('[{"bsn": 11, "nr": 22}, {"bsn": 33}, {"bsn": {"nr": 44}}]')
    assert isinstance(part, Text)
    eleven, two, three, four = (part.column([part.text.index(text)])[0] for text in ("11", "22", "33", "44"))
    assert eleven == three >= 0
    assert len({eleven, two, four}) == 3


def test_offsets_are_those_of_the_file() -> None:
    data = '{"naam": "Renée", "bsn": "123456782"}'
    (part,) = parts(data)
    assert isinstance(part, Text)
    assert part.text == data


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"\u0031\u0032\u0033456782", "123456782"),
        (r"Ren\u00e9e\n123456782", "Renée\n123456782"),
        (r"\\n123456782 \"x\" \/", '\\n123456782 "x" /'),
        (r"\ud83d\ude00 \ud83d", "😀 \ufffd"),
        (r"\x \u12", r"\x \u12"),
    ],
)
def test_escapes_are_resolved(written: str, read: str) -> None:
    (part,) = parts(f'["{written}", "na"]')
    assert isinstance(part, Text)
    assert part.text == f'["{read}", "na"]'
    assert part.at(part.text.index("na")) == "key=/1"
    assert unescaped(written) == read


def test_a_key_that_stands_twice_is_read_twice() -> None:
    assert [text for _, label, text in runs('{"bsn": 1, "bsn": 2}') if label] == ["1", "2"]


VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=15,
)


@given(st.lists(VALUE, min_size=1, max_size=4), st.booleans(), st.integers(5, 60))
def test_every_string_is_read_whatever_the_windows(values: list[Any], ascii_only: bool, window: int) -> None:
    data = "\n".join(stdlib.dumps(value, ensure_ascii=ascii_only) for value in ([0], *values))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json, "_WINDOW", window)
        found = parts(data.encode("utf-8", "surrogatepass"))
    text = "".join(part.text for part in found if isinstance(part, Text))
    assert not [part for part in found if isinstance(part, Problem)]
    assert all(string.encode("utf-8", "replace").decode() in text for string in strings(values) if string.isprintable())


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, inner in value.items() for text in (key, *strings(inner))]
    if isinstance(value, list):
        return [text for inner in value for text in strings(inner)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(
    "data",
    [
        '{"bsn": "1234',
        '{"bsn": 123456782',
        '{"a": 1]',
        "[1 2]",
        '{"a" 1}',
        "{1: 2}",
        "[wat]",
        "{}}",
        '["a"',
        "",
        "{} x",
    ],
)
def test_what_is_malformed_is_read_and_said(data: str) -> None:
    found = parts(data)
    assert Problem("a.json", Status.PARTIAL, "malformed") in found
    assert "".join(part.text for part in found if isinstance(part, Text)) == data


@pytest.mark.parametrize("data", ['{"a": 1}', "[]", "{}", "[1, 2]\n[3]", ' \n{"a":', '[{"bsn": "1234', "\ufeff[1]"])
def test_json_is_seen(data: str) -> None:
    assert json.sniff(data.encode())


@pytest.mark.parametrize(
    "data", ["", "[INFO] gestart", "[2024-01-01] x", "[1] noot", "[sectie]\na=1", "{{x}}", "{x:1}", '"a"', "{", "12"]
)
def test_what_only_looks_like_it_is_not(data: str) -> None:
    assert not json.sniff(data.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 300_000,
        b'{"a":' * 60_000 + b"1" + b"}" * 60_000,
        b'["' + b'\\"' * 300_000 + b'"]',
        b"[" + b"9" * 300_000 + b"]",
        b"[" + b"," * 300_000,
        b'["' + b"}" * 300_000 + b'"]',
        b"\\" * 300_000,
        b'"' * 300_000,
    ],
)
def test_hostile_input_takes_linear_time(data: bytes) -> None:
    start = time.process_time()
    size = sum(len(part.text) for part in parts(data) if isinstance(part, Text))
    assert size >= len(data) / 2
    assert time.process_time() - start < 5


def test_a_place_deep_down_is_short_and_its_text_is_read() -> None:
    found = parts(b'{"a":' * 20_000 + b'"123456782"' + b"}" * 20_000)
    text = next(part for part in found if isinstance(part, Text))
    assert SECRET in text.text
    assert len(text.at(text.text.index(SECRET))) < 400
    assert not [part for part in found if isinstance(part, Problem)]


def test_what_is_deeper_than_we_look_is_no_fault() -> None:
    deep = "[" * 10_050 + "[],[1,{}],2" + "]" * 10_050
    assert not [part for part in parts(f'{{"a": {deep}, "b": 1}}') if isinstance(part, Problem)]


def test_a_number_without_end_reaches_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json, "_WINDOW", 1 << 10)
    monkeypatch.setattr(json, "_LONGEST", 1 << 14)
    with pytest.raises(LimitExceeded):
        parts(b"[" + b"1" * (1 << 20))


CHARACTERS = st.lists(st.sampled_from(["a", "é", SECRET, "\\", '"', "\n", "\x01", "}", "{", "☃", " "]), max_size=300)


@given(CHARACTERS, st.booleans(), st.sampled_from([", ", ",", " , "]), st.integers(40, 80))
def test_a_long_string_is_read_in_pieces_that_overlap(
    scraps: list[str], as_ascii: bool, comma: str, window: int
) -> None:
    value = "x" * 200 + "".join(scraps)
    data = '[{"lang": ' + stdlib.dumps(value, ensure_ascii=as_ascii) + comma + '"bsn": "111222333"}]'
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json, "_WINDOW", window)
        patch.setattr(json, "_LONGEST", 2 * window)
        for name, size in {"WINDOW": window, "BEFORE": 4, "AFTER": 12}.items():
            patch.setattr(_json_long, f"_{name}", size)
        found = parts(data)
    assert not [part for part in found if isinstance(part, Problem)]
    pieces = [part for part in found if isinstance(part, Text) and part.core]
    assert "".join(part.text[slice(*part.core)] for part in pieces if part.core) == value
    assert {(part.at(0), part.label(0)) for part in pieces} == {("key=/0/lang", "lang")}
    last = found[-1]
    assert isinstance(last, Text)
    assert last.at(last.text.index("111222333")) == "key=/0/bsn"


def test_a_long_string_that_nothing_closes_is_malformed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json, "_LONGEST", 1 << 20)
    *pieces, problem = parts(b'{"a": "' + b"x" * (5 << 20) + SECRET.encode())
    assert isinstance(problem, Problem)
    assert problem.reason == "malformed"
    assert isinstance(pieces[-1], Text)
    assert pieces[-1].text.endswith(SECRET)


@pytest.mark.parametrize("indent", [None, 0, 2, "\t"])
@pytest.mark.parametrize("value", ["1111", 1111])
def test_a_cell_ends_where_its_value_ends(indent: int | str | None, value: str | int) -> None:
    records = [{"naam": "Ren\u00e9e \U0001f600", "bsn": value}, {"bsn": value, "nrs": [value, value]}]
    (part,) = parts(stdlib.dumps(records, indent=indent))
    assert isinstance(part, Text)
    ends = [*part.starts[1:], len(part.text)]
    cells = [part.text[start:end].strip('", \n\t') for start, end in zip(part.starts, ends, strict=True)]
    columns = list(part.columns)
    found = [cell for cell, column in zip(cells, columns, strict=True) if column >= 0]
    assert found == ["Renée 😀", *["1111"] * 4]


def test_rows_of_arrays_have_columns_and_the_heads_of_the_first() -> None:
    rows = '["naam", "bsn"], ["Jan", "1111"], ["Piet", "2222"]'
    for data in (f"[{rows}]", f'{{"data": [{rows}]}}', rows.replace("], ", "]\n")):
        (part,) = parts(data)
        assert isinstance(part, Text)
        places = [part.text.index(text) for text in ("1111", "2222", "Jan")]
        columns = part.column(np.array(places)).tolist()
        assert columns[0] == columns[1] != columns[2]
        assert [part.label(place) for place in places] == ["bsn", "bsn", "naam"]
        assert part.heads[columns[0]] == "bsn"


def test_a_column_has_one_number_in_all_windows() -> None:
    record = '{"naam": "Sanne de Wit", "bsn": "123456782", "nrs": [1, 2]},\n'
    found = [part for part in parts("[" + record * 50_000 + "{}]") if isinstance(part, Text)]
    columns = {int(part.column(np.array([part.text.index(SECRET)]))[0]) for part in found}
    assert len(columns) == 1
    assert {part.heads[columns.copy().pop()] for part in found} == {"bsn"}


def test_of_too_many_keys_the_last_stand_in_no_column(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_json_walk, "_MOST_SHAPES", 50)
    (part,) = parts("[" + ",".join(f'{{"k{number}": {{"bsn": 10{number}}}}}' for number in range(100)) + "]")
    assert isinstance(part, Text)
    columns = part.column(np.array([part.text.index("100"), part.text.index("1099")])).tolist()
    assert columns[0] > 0
    assert columns[1] == -1
    assert len(part.heads) <= 50


def test_a_large_file_is_read_in_windows() -> None:
    record = '{"naam": "Sanne de Wit", "bsn": "123456782"},\n'
    found = [part for part in parts("[" + record * 50_000 + "{}]") if isinstance(part, Text)]
    assert len(found) > 2
    assert all(part.text.endswith("}") for part in found[:-1])
    assert [part.base for part in found] == [sum(len(p.text) for p in found[:n]) for n in range(len(found))]
    assert found[1].label(found[1].text.index(SECRET)) == "bsn"


HOSTILE = {
    "one string": b'{"a": "' + b"x" * (100 << 20) + b'"}',
    "one string of escapes": b'{"a": "' + b"\\u00e9" * (4 << 20) + b'"}',
    "one line": b"[" + b'{"bsn": 123456782},' * 100_000 + b"{}]",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_long_line_fits_into_the_memory_of_a_worker(name: str) -> None:
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
    for part in json.parts(blob_of(data), Reading()):
        assert isinstance(part, Text)
        assert len(part.text) <= 8 << 20


@given(st.binary(max_size=200))
def test_any_bytes_are_read(noise: bytes) -> None:
    for data in (noise, b'{"a": [' + noise, b'{"a": "' + noise + b'"}'):
        for part in parts(data):
            assert not isinstance(part, Text) or len(list(part.places)) == len(part.starts)


def test_it_is_not_redacted_yet() -> None:
    with pytest.raises(CannotRedact):
        json.redact(blob_of(b"{}"), Edit, io.BytesIO(), Reading())  # type: ignore[arg-type, type-abstract]
