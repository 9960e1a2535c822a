"""Workers that crash, hang, lie or eat memory: every task ends, and the others notice nothing."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from piiscan.config import Limits
from piiscan.errors import CannotRedact, Encrypted, PiiscanError, ReadError
from piiscan.model import Status
from piiscan.pool import Pool, run_task
from piiscan.tasks import Outcome, Task

QUICK = Limits(stall=1.5, seconds=30.0)
SMALL = Limits(stall=30.0, memory=512 << 20)


@pytest.fixture(autouse=True)
def _tasks(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent), prepend=os.pathsep)


def do(task, limits=QUICK, files=(), retry=True, **args):
    with Pool(1, limits) as pool:
        return next(pool.run([Task(f"worker_tasks:{task}", args, files, retry=retry)]))


def children():
    """Processes started by this one that still exist, zombies too."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if stat.read_text().rpartition(")")[2].split()[1] == str(os.getpid()):
                found.append(int(stat.parent.name))
        except OSError:
            continue
    return found


def test_gives_arguments_files_items_and_the_result(tmp_path):
    (tmp_path / "a").write_text("hallo")
    with open(tmp_path / "a") as file, Pool(1, common={"always": 1, "x": 1}) as pool:
        task = Task("worker_tasks:echo", {"x": 2, "items": 3}, (file.fileno(),))
        outcome = next(pool.run([task]))
        assert os.fstat(file.fileno()).st_size == 5
    assert outcome.status is Status.OK
    assert outcome.result == {"args": {"always": 1, "x": 2, "items": 3}, "read": ["hallo"]}
    assert [item["item"] for item in outcome.items] == [0, 1, 2]


@pytest.mark.parametrize(
    ("kind", "status", "reason"),
    [
        ("kill", Status.CRASHED, "SIGKILL"),
        ("segfault", Status.CRASHED, "SIGSEGV"),
        ("abort", Status.CRASHED, "SIGABRT"),
        ("exit", Status.CRASHED, "exit"),
        ("hang", Status.TIMEOUT, "stall"),
        ("hang_in_c", Status.TIMEOUT, "stall"),
        ("garbage", Status.CRASHED, "protocol"),
        ("no_json", Status.CRASHED, "protocol"),
        ("deep", Status.CRASHED, "protocol"),
        ("lie", Status.CRASHED, "protocol"),
    ],
)
def test_tries_a_dead_worker_s_task_once_more_and_then_gives_up(kind, status, reason):
    second = do("trouble", kind=kind)
    assert (second.status, second.result, second.reduced) == (Status.OK, {"reduced": True}, True)
    hopeless = do("trouble", kind=kind, retry=False)
    assert (hopeless.status, hopeless.reason, hopeless.reduced) == (status, reason, False)


def test_keeps_what_a_failed_task_found():
    outcome = do("trouble", kind="hang", always=True)
    assert (outcome.status, outcome.reduced) == (Status.TIMEOUT, True)
    assert outcome.items == [{"item": "before"}]


@pytest.mark.parametrize(
    ("kind", "status", "reason", "error"),
    [
        ("hog", Status.LIMIT, "memory", "MemoryError"),
        ("flood", Status.LIMIT, "result", ""),
        ("fat", Status.LIMIT, "result", "BadFrame"),
        ("secret", Status.ERROR, "ValueError", "ValueError"),
        ("recursion", Status.ERROR, "RecursionError", "RecursionError"),
    ],
)
def test_an_orderly_failure_is_not_tried_again(kind, status, reason, error):
    outcome = do("trouble", SMALL, kind=kind)
    assert (outcome.status, outcome.reason, outcome.error, outcome.reduced) == (status, reason, error, False)
    assert "999990019" not in repr(outcome)


def test_a_task_that_only_says_that_it_works_ends_at_the_deadline(monkeypatch):
    monkeypatch.setattr("piiscan.pool._GRACE", 0.0)
    outcome = do("trouble", Limits(stall=60, seconds=1.0), kind="tick_for_ever", retry=False)
    assert (outcome.status, outcome.reason) == (Status.TIMEOUT, "seconds")


def test_a_typed_error_arrives_as_one():
    outcome = do("typed", name="Encrypted")
    assert (outcome.status, outcome.reason) == (Status.ENCRYPTED, "a reason of our own")
    with pytest.raises(Encrypted, match="a reason of our own"):
        outcome.checked("brief.docx")
    with pytest.raises(CannotRedact):
        do("typed", name="CannotRedact").checked("brief.docx")
    with pytest.raises(ReadError, match="SIGKILL"):
        do("trouble", kind="kill", retry=False).checked("brief.docx")


def test_a_task_that_does_not_exist_is_an_error_not_a_hang():
    assert do("no_such_task").error == "AttributeError"


def test_one_worker_killed_among_two_hundred_tasks_loses_none():
    def tasks():
        for number in range(200):
            kind = {100: "kill", 101: "segfault"}.get(number)
            args = {"kind": kind} if kind else {"number": number}
            yield Task("worker_tasks:trouble" if kind else "worker_tasks:echo", args)

    with Pool(2, QUICK) as pool:
        outcomes = list(pool.run(tasks()))
    assert len(outcomes) == 200
    assert all(outcome.status is Status.OK for outcome in outcomes)
    assert [outcome.result["args"]["number"] for outcome in outcomes if "args" in outcome.result] == [
        number for number in range(200) if number not in (100, 101)
    ]
    assert [number for number, outcome in enumerate(outcomes) if outcome.reduced] == [100, 101]


def test_a_slow_task_does_not_hold_up_the_others():
    start, ends = time.monotonic(), {}
    tasks = [
        Task(
            "worker_tasks:nap",
            {"seconds": 1.5 if number == 0 else 0.0},
            done=lambda outcome, number=number: ends.setdefault(number, time.monotonic() - start) and outcome,
        )
        for number in range(50)
    ]
    with Pool(2) as pool:
        assert len(list(pool.run(tasks))) == 50
    assert max(ends[number] for number in range(1, 50)) < ends[0]


def test_outcomes_among_the_tasks_keep_their_turn():
    tasks = [Outcome(value="a"), Task("worker_tasks:nap", {"seconds": 0.2}), Outcome(value="b"), Outcome(value="c")]
    with Pool(2) as pool:
        assert [outcome.value for outcome in pool.run(tasks)] == ["a", None, "b", "c"]


def test_no_process_and_no_descriptor_is_left():
    before = len(os.listdir("/proc/self/fd"))
    with Pool(2, QUICK) as pool:
        kinds = ["kill", "segfault", "garbage", "secret"]
        list(pool.run(Task("worker_tasks:trouble", {"kind": kind, "always": True}) for kind in kinds))
        assert children()
    with Pool(2) as pool:  # left in the middle
        next(pool.run(Task("worker_tasks:nap", {"seconds": 0.1}) for _ in range(10)))
    assert children() == []
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_worker_that_leaks_descriptors_is_replaced():
    with Pool(1) as pool:
        outcomes = list(pool.run(Task("worker_tasks:leak_files", {"count": 50}) for _ in range(12)))
    assert all(outcome.status is Status.OK for outcome in outcomes)
    assert len({outcome.result["pid"] for outcome in outcomes}) >= 5
    assert max(outcome.result["most"] for outcome in outcomes) < 200


def test_the_files_of_a_task_are_closed_after_it(tmp_path):
    (tmp_path / "a").write_text("x")
    with open(tmp_path / "a") as file, Pool(1) as pool:
        counts = [
            len(outcome.result["open"])
            for outcome in pool.run(Task("worker_tasks:about", {}, (file.fileno(),)) for _ in range(5))
        ]
    assert len(set(counts)) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")
def test_the_worker_is_confined(monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    found = do("about", Limits(memory=3 << 29)).result
    assert found["cwd"] == "/"
    assert not [name for name in found["environment"] if name.startswith("AWS")]
    assert found["limits"]["RLIMIT_AS"] == 3 << 29
    assert found["limits"]["RLIMIT_CORE"] == 0
    assert found["streams"] == ["/dev/null"] * 3
    assert found["refused"] == ["network", "unix", "program", "exec"]


def test_the_caller_s_time_is_not_the_task_s():
    with Pool(1, Limits(stall=1.0)) as pool:
        outcomes = pool.run(Task("worker_tasks:echo", {"items": 50_000}) for _ in range(2))
        for outcome in outcomes:
            assert (outcome.status, outcome.reduced) == (Status.OK, False)
            time.sleep(1.2)


def test_stop_finishes_what_is_running():
    seen = []
    with Pool(2) as pool:
        for outcome in pool.run(Task("worker_tasks:nap", {"seconds": 0.1}) for _ in range(1000)):
            seen.append(outcome.status)
            if len(seen) == 3:
                pool.stop()
    assert 3 <= len(seen) <= 6
    assert set(seen) == {Status.OK}


def test_the_first_interrupt_finishes_the_running_tasks_and_the_second_does_not():
    def interrupt(*delays):
        for delay in delays:
            time.sleep(delay)
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    def run(seconds, *delays):
        seen = []
        threading.Thread(target=interrupt, args=delays).start()
        with Pool(1) as pool, pytest.raises(KeyboardInterrupt):
            seen.extend(pool.run(Task("worker_tasks:nap", {"seconds": seconds}) for _ in range(1000)))
        return seen

    assert len(run(1.0, 0.6)) == 1
    start = time.monotonic()
    assert run(30, 0.6, 0.3) == []
    assert time.monotonic() - start < 5
    assert children() == []


def test_workers_die_with_their_supervisor():
    program = (
        "import os, signal, sys\n"
        "from piiscan.pool import Pool\n"
        "from piiscan.tasks import Task\n"
        "def watch(running):\n"
        "    if running and running[0].seconds > 0.3:\n"
        "        print(*(w._process.pid for w in pool._workers), flush=True)\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "with Pool(2, watch=watch) as pool:\n"
        "    list(pool.run([Task('worker_tasks:trouble', {'kind': 'hang'})] * 2))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)
    pids = list(map(int, done.stdout.split()))
    assert len(pids) == 2
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() and _state(pid) != "Z" for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _state(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_workers_outlive_the_thread_that_asked_for_them():
    with Pool(1) as pool:
        outcomes = pool.run(Task("worker_tasks:nap", {"seconds": 0.3}) for _ in range(2))
        thread = threading.Thread(target=lambda: next(outcomes))
        thread.start()
        thread.join()
        last = next(outcomes)
        assert (last.status, last.reduced) == (Status.OK, False)


def test_an_interpreter_that_does_not_start_is_told(monkeypatch):
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    with pytest.raises(PiiscanError, match="cannot be started"):
        do("echo")


def test_runs_a_single_task_that_writes(tmp_path):
    (tmp_path / "a").write_text("hallo")
    with open(tmp_path / "a", "rb") as source, open(tmp_path / "b", "w+b") as target:
        outcome = run_task("worker_tasks:write", {}, (source.fileno(), target.fileno()))
    assert outcome.checked("a") == {"written": True}
    assert (tmp_path / "b").read_text() == "HALLO"
