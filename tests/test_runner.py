"""Scans of many files, some of which take their worker down."""

import os
from collections import Counter
from pathlib import Path

import pytest

from piiscan.config import Config, Limits
from piiscan.errors import SourceError
from piiscan.model import FileState, Finding, Problem, Status
from piiscan.runner import Progress, run_scan
from piiscan.sources import walk

CONFIG = Config.fast(limits=Limits(stall=1.5))
TASK = "worker_tasks:scan"


@pytest.fixture(autouse=True)
def _tasks(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent), prepend=os.pathsep)


def run(root, words, **options):
    for number, word in enumerate(words):
        (root / f"{number:03}.txt").write_text(f"{word} 999990019")
    return list(run_scan([root], CONFIG, task=TASK, **options))


def states(items):
    return [item for item in items if isinstance(item, FileState) and not item.member]


@pytest.mark.parametrize(
    ("word", "status", "reason"),
    [
        ("kill", Status.CRASHED, "SIGKILL"),
        ("segfault", Status.CRASHED, "SIGSEGV"),
        ("hang", Status.TIMEOUT, "stall"),
        ("secret", Status.ERROR, "ValueError"),
        ("garbage", Status.CRASHED, "protocol"),
        ("other", Status.CRASHED, "protocol"),
        ("inf", Status.CRASHED, "protocol"),
        ("shape", Status.CRASHED, "protocol"),
        ("twice", Status.CRASHED, "protocol"),
        ("stateless", Status.CRASHED, "protocol"),
        ("grow", Status.CHANGED, "changed"),
    ],
)
def test_a_bad_end_is_a_problem_and_a_state(tmp_path, word, status, reason):
    items = run(tmp_path, ["good", word, "good"])
    assert [state.status for state in states(items)] == [Status.OK, status, Status.OK]
    path = str(tmp_path / "001.txt")
    (problem,) = (item for item in items if isinstance(item, Problem))
    assert (problem.path, problem.status, problem.reason) == (path, status, reason)
    last = [item for item in items if item.path == path][-1]
    assert (last.status, last.reason, last.bytes) == (status, reason, states(items)[1].bytes)
    assert last.findings == sum(isinstance(item, Finding) and item.path == path for item in items)


def test_what_was_found_before_a_hang_is_kept(tmp_path):
    items = run(tmp_path, ["hang"])
    assert [type(item) for item in items] == [Finding, Problem, FileState]
    assert items[0].value == "999990019"
    assert "999990019" not in repr(items)


def test_every_file_has_one_state_in_the_order_of_the_walk(tmp_path):
    words = ["good", "kill", "member", "secret"] * 15
    for name in ("link", "fifo"):
        os.mkfifo(tmp_path / name) if name == "fifo" else (tmp_path / name).symlink_to("000.txt")
    progress = Progress()
    found = states(run(tmp_path, words, jobs=2, progress=progress))
    assert [state.path for state in found] == sorted(str(path) for path in tmp_path.iterdir())
    assert Counter(state.status for state in found) == progress.statuses
    assert progress.statuses == {Status.OK: 30, Status.CRASHED: 15, Status.ERROR: 15, Status.SKIPPED: 2}
    assert progress.files == 62
    assert progress.findings >= 30


def test_the_result_does_not_depend_on_the_number_of_workers(tmp_path):
    words = ["good", "secret", "member", "stateless"] * 5
    assert run(tmp_path, words, jobs=1) == run(tmp_path, words, jobs=3)


def test_progress_names_the_slow_file_and_can_stop(tmp_path, monkeypatch):
    monkeypatch.setattr("piiscan.runner._SLOW", 0.2)
    slow = []

    def changed():
        if progress.slow:
            slow.append(progress.slow)
            progress.stop()

    progress = Progress(changed)
    found = states(run(tmp_path, ["good", "hang", *["good"] * 20], jobs=1, progress=progress))
    assert set(slow) == {str(tmp_path / "001.txt")}
    assert [state.status for state in found] == [Status.OK, Status.TIMEOUT]


def test_takes_paths_bytes_streams_and_a_walk(tmp_path):
    (tmp_path / "a.txt").write_text("good")
    assert [state.path for state in states(run_scan([b"good", str(tmp_path)], CONFIG, task=TASK))] == [
        str(tmp_path / "a.txt"),
        "bytes",
    ]
    with open(tmp_path / "a.txt", "rb") as stream:
        assert [state.path for state in states(run_scan([stream], CONFIG, task=TASK))] == ["a.txt"]
    lazy = walk([tmp_path], exclude=["a.txt"])
    assert list(run_scan(lazy, CONFIG, task=TASK)) == []
    with pytest.raises(SourceError, match="does not exist"):
        next(run_scan([str(tmp_path), "/no/such"], CONFIG, task=TASK))


def test_no_descriptor_is_left_open_when_a_scan_is_given_up(tmp_path):
    before = len(os.listdir("/proc/self/fd"))
    for number in range(20):
        (tmp_path / f"{number:03}.txt").write_text("hang" if number == 3 else "good")
    items = run_scan([tmp_path], CONFIG, task=TASK, jobs=2)
    next(items)
    items.close()
    assert len(os.listdir("/proc/self/fd")) == before
