"""Findings that a review rejected stay away from the next report, and only those."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.baseline import Baseline, Sift, from_records, load, write
from piiscan.errors import ConfigError
from piiscan.model import FileState, Finding, Match, Problem, Span, Status
from piiscan.report.record import Options, fingerprint, records

KEY, OTHER = b"k" * 32, b"o" * 32
PATH = "share/brief 123456782.txt"


def finding(value: str = "123456782", path: str = PATH, entity: str = "NL_BSN", at: str = "line=1") -> Finding:
    return Finding(path, at, Match(entity, Span(0, len(value)), 0.9), value)


def state(path: str = PATH, member: bool = False, findings: int = 1) -> FileState:
    return FileState(path, member, Status.OK, None, "txt", 10, None, findings)


ITEMS = [
    finding(at="name"), finding(), finding("111222333"), finding("1234.56.782", PATH + "!/a"),
    state(PATH + "!/a", True), Problem(PATH, Status.PARTIAL, "ocr:off"), state(findings=3),
    finding("123456782", "b.txt"), state("b.txt"),
]  # fmt: skip


def reviewed(tmp_path: Path, rejected: set[int], key: bytes | None = KEY, **options) -> Path:
    lines = []
    for number, record in enumerate(records(ITEMS, Options(key=key, **options))):
        lines.append(json.dumps({**record, "review": "rejected"} if number in rejected else record))
    path = tmp_path / "found.jsonl"
    path.write_text("\n".join(lines) + "\n")
    return path


def saved(tmp_path: Path, baseline: Baseline, key: bytes = KEY) -> Path:
    path = tmp_path / "baseline.jsonl"
    with path.open("w") as out:
        write(baseline, out, key)
    return path


def left(baseline: Baseline, key: bytes = KEY) -> tuple[list[tuple[str, str]], int]:
    sift = Sift(baseline, key)
    kept = [(item.path, item.value) for item in sift.watch(ITEMS) if isinstance(item, Finding)]
    return kept, sift.left_out


def test_what_was_rejected_is_left_out_however_it_is_written_and_counted(tmp_path: Path) -> None:
    baseline = from_records(reviewed(tmp_path, {1}), KEY)
    assert load(saved(tmp_path, baseline), KEY) == baseline
    assert left(baseline) == ([(PATH, "111222333")], 4)


def test_the_states_count_without_what_was_left_out(tmp_path: Path) -> None:
    baseline = from_records(reviewed(tmp_path, {1}), KEY)
    states = [item for item in Sift(baseline, KEY).watch(ITEMS) if isinstance(item, FileState)]
    assert [(item.path, item.findings) for item in states] == [(PATH + "!/a", 0), (PATH, 1), ("b.txt", 0)]
    others = [item for item in Sift(baseline, KEY).watch(ITEMS) if isinstance(item, Problem)]
    assert others == [ITEMS[5]]


@pytest.mark.parametrize("options", [{}, {"show_paths": True}])
def test_a_value_can_be_rejected_in_one_file_only(tmp_path: Path, options) -> None:
    baseline = from_records(reviewed(tmp_path, {1}, **options), KEY, per_file=True)
    assert left(baseline) == ([(PATH, "111222333"), (PATH + "!/a", "1234.56.782"), ("b.txt", "123456782")], 2)


def test_another_entity_or_value_stays() -> None:
    baseline = Baseline(
        frozenset({("NL_RSIN", fingerprint("123456782", KEY), ""), ("NL_BSN", fingerprint("1", KEY), "")})
    )
    assert left(baseline)[1] == 0
    assert not baseline.holds("NL_BSN", "", KEY)


def test_holds_no_value(tmp_path: Path) -> None:
    text = saved(tmp_path, from_records(reviewed(tmp_path, {0, 1, 2}), KEY, per_file=True)).read_text()
    for secret in ("123456782", "111222333", "brief", KEY.hex()):
        assert secret not in text
    assert "123456782" not in repr(from_records(reviewed(tmp_path, {1}), KEY))


def test_is_the_same_for_the_same_entries(tmp_path: Path) -> None:
    baseline = from_records(reviewed(tmp_path, {1, 2}), KEY)
    first, second = io.StringIO(), io.StringIO()
    write(baseline, first, KEY)
    write(Baseline(frozenset(sorted(baseline.entries, reverse=True))), second, KEY)
    assert first.getvalue() == second.getvalue()
    assert (baseline | Baseline()).entries == baseline.entries


def test_another_key_is_an_error_not_silence(tmp_path: Path) -> None:
    path = saved(tmp_path, from_records(reviewed(tmp_path, {1}), KEY))
    with pytest.raises(ConfigError, match="another key") as caught:
        load(path, OTHER)
    assert caught.value.path == str(path)


def damage() -> dict[str, object]:
    def line(text: str, number: int, change) -> str:
        lines = text.splitlines(keepends=True)
        lines[number] = change(lines[number])
        return "".join(lines)

    return {
        "empty": lambda text: "",
        "a line is gone": lambda text: line(text, 2, lambda old: ""),
        "a line twice": lambda text: line(text, 2, lambda old: old * 2),
        "cut in a line": lambda text: text[:-20],
        "cut after a line": lambda text: "".join(text.splitlines(keepends=True)[:-1]),
        "only the head": lambda text: text.splitlines()[0],
        "no head": lambda text: "".join(text.splitlines(keepends=True)[1:]),
        "another entity": lambda text: text.replace("NL_BSN", "NL_KVK"),
        "another print": lambda text: line(text, 1, lambda old: old.replace("k1:", "k1:0", 1)),
        "order": lambda text: "".join([text.splitlines(keepends=True)[n] for n in (0, 2, 1)]),
        "another version": lambda text: text.replace('"version":1', '"version":2'),
        "no count": lambda text: text.replace('"entries":2', '"entries":null'),
        "no proof": lambda text: text.replace('"mac":"', '"mac":"é'),
        "no json": lambda text: "hallo\n" + text,
        "a list": lambda text: "[]\n",
        "deep": lambda text: "[" * 100_000,
        "not text": lambda text: "\udcff",
    }


@pytest.mark.parametrize("what", damage())
def test_a_damaged_baseline_is_an_error_that_names_it(tmp_path: Path, what: str) -> None:
    path = saved(tmp_path, from_records(reviewed(tmp_path, {1, 2}), KEY))
    assert len(load(path, KEY).entries) == 2
    changed = damage()[what](path.read_text())
    assert changed != path.read_text()
    path.write_text(changed, errors="surrogateescape")
    with pytest.raises(ConfigError) as caught:
        load(path, KEY)
    assert caught.value.path == str(path)


@given(data=st.data())
def test_no_changed_byte_goes_unseen(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    tmp_path = tmp_path_factory.getbasetemp()
    entries = frozenset({("NL_BSN", fingerprint("123456782", KEY), ""), ("NL_KVK", fingerprint("12345678", KEY), "")})
    path = saved(tmp_path, Baseline(entries))
    text = path.read_text()
    place = data.draw(st.integers(0, len(text) - 2))
    letter = data.draw(st.characters(codec="ascii", exclude_characters="\r\n" + text[place]))
    path.write_text(text[:place] + letter + text[place + 1 :])
    with contextlib.suppress(ConfigError):
        assert load(path, KEY).entries == entries  # as where a blank stands in the head


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "nergens", KEY)
    with pytest.raises(ConfigError, match="cannot be read"):
        from_records(tmp_path / "nergens", KEY)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda record: record, "nothing in it is rejected"),
        (lambda record: {**record, "review": "accepted"}, "nothing in it is rejected"),
        (lambda record: {**record, "review": "reject"}, "line 1: review is none of"),
        (lambda record: {**record, "review": "rejected", "fingerprint": None}, "line 1: has no fingerprint"),
        (lambda record: {**record, "review": "rejected", "fingerprint": "123456782"}, "line 1: has no fingerprint"),
        (lambda record: {**record, "review": "rejected", "entity": "niets"}, "line 1: is no entry"),
        (lambda record: {**record, "review": "rejected", "entity": 3}, "line 1: is no entry"),
        (lambda record: [record], "line 1: is no JSON object"),
        (lambda record: {"type": "summary", "key": "0" * 16}, "made with another key"),
    ],
    ids=range(9),
)
def test_a_report_that_gives_no_baseline_is_an_error(tmp_path: Path, change, told: str) -> None:
    first = next(records(ITEMS, Options(key=KEY)))
    path = tmp_path / "found.jsonl"
    path.write_text(json.dumps(change(first)) + "\n")
    with pytest.raises(ConfigError, match=told) as caught:
        from_records(path, KEY)
    assert "123456782" not in str(caught.value)


def test_a_report_without_a_key_gives_none(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="has no fingerprint; scan with a key"):
        from_records(reviewed(tmp_path, {1}, key=None), KEY)
