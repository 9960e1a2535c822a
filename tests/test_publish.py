"""Outputs appear whole or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from piiscan.errors import SourceError
from piiscan.publish import PREFIX, publishing, remove_stale


@pytest.fixture(params=["nameless", "named", "without links"])
def way(request, monkeypatch):
    """The three ways in which a file can get its name."""
    if request.param != "nameless":
        monkeypatch.delattr(os, "O_TMPFILE")
    if request.param == "without links":

        def refuse(*args, **options):
            raise PermissionError(1, "no links here")

        monkeypatch.setattr(os, "link", refuse)
    return request.param


def test_appears_whole_with_the_end_of_the_block(tmp_path, way):
    target = tmp_path / "out.txt"
    with publishing(target) as stream:
        stream.write(b"hallo")
        assert not target.exists()
        stream.seek(0)
        assert stream.read() == b"hallo"
        assert [name.startswith(PREFIX) for name in os.listdir(tmp_path)] == [True] * (way != "nameless")
    assert target.read_bytes() == b"hallo"
    assert os.listdir(tmp_path) == ["out.txt"]
    assert target.stat().st_mode & 0o777 == 0o600
    assert target.stat().st_nlink == 1


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_does_not_appear_after_an_exception(tmp_path, way, error):
    def block():
        with publishing(tmp_path / "out.txt") as stream:
            stream.write(b"half")
            raise error

    with pytest.raises(error):
        block()
    assert os.listdir(tmp_path) == []


def test_refuses_an_existing_file_unless_told(tmp_path, way):
    target = tmp_path / "out.txt"
    target.write_text("old")
    with pytest.raises(SourceError, match="already exists; --force overwrites"), publishing(target):
        pytest.fail("the block must not run")
    with publishing(target, force=True) as stream:
        stream.write(b"new")
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert os.listdir(tmp_path) == ["out.txt"]


def test_one_that_appears_meanwhile_is_not_replaced(tmp_path, way):
    target = tmp_path / "out.txt"
    with pytest.raises(SourceError, match="already exists"), publishing(target):
        target.write_text("theirs")
    assert target.read_text() == "theirs"
    assert os.listdir(tmp_path) == ["out.txt"]


@pytest.mark.parametrize("force", [False, True])
def test_never_touches_the_source(tmp_path, force):
    source = tmp_path / "source.txt"
    source.write_text("x")
    os.link(source, tmp_path / "hard.txt")
    (tmp_path / "soft.txt").symlink_to(source)
    (tmp_path / "here").symlink_to(tmp_path)
    for name in ("source.txt", "hard.txt", "soft.txt", "here/source.txt", "../" + tmp_path.name + "/source.txt"):
        with pytest.raises(SourceError, match="is the source"):
            publishing(tmp_path / name, source=source, force=force).__enter__()
    with pytest.raises(SourceError, match="stands in it"):
        publishing(tmp_path / "here" / "new.txt", source=tmp_path, force=force).__enter__()
    assert source.read_text() == "x"
    assert source.stat().st_nlink == 2


def test_never_writes_through_a_link_or_over_a_device(tmp_path):
    (tmp_path / "other.txt").write_text("other")
    (tmp_path / "link.txt").symlink_to("other.txt")
    (tmp_path / "dangling").symlink_to("nowhere")
    os.mkfifo(tmp_path / "fifo")
    for name in ("link.txt", "dangling"):
        with pytest.raises(SourceError, match="is a link"):
            publishing(tmp_path / name, force=True).__enter__()
    for path in (tmp_path / "fifo", tmp_path, Path("/dev/null")):
        with pytest.raises(SourceError, match="is not a file"):
            publishing(path, force=True).__enter__()
    assert (tmp_path / "other.txt").read_text() == "other"


def test_a_folder_that_cannot_be_used_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(SourceError, match="ENOENT"), publishing(tmp_path / "no" / "out.txt"):
        pytest.fail("the block must not run")
    with pytest.raises(SourceError, match="ENOTDIR"), publishing(tmp_path / "file" / "out.txt"):
        pytest.fail("the block must not run")


def test_a_full_disk_leaves_nothing(tmp_path, way, monkeypatch):
    def full(descriptor):
        raise OSError(28, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SourceError, match=r"cannot be written \(ENOSPC\)"), publishing(tmp_path / "out.txt") as stream:
        stream.write(b"x")
    assert os.listdir(tmp_path) == []


def test_the_block_may_close_its_stream(tmp_path, way):
    with publishing(tmp_path / "out.txt") as stream:
        stream.write(b"x")
        stream.close()
    assert (tmp_path / "out.txt").read_bytes() == b"x"


def test_no_descriptor_is_left_open(tmp_path, way):
    before = len(os.listdir("/proc/self/fd"))
    for number in range(3):
        with publishing(tmp_path / f"{number}.txt") as stream:
            stream.write(b"x")
    with pytest.raises(SourceError):
        publishing(tmp_path / "0.txt").__enter__()
    assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.parametrize("named", [False, True])
def test_a_killed_process_leaves_nothing_that_looks_like_a_result(tmp_path, named):
    program = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from piiscan.publish import publishing\n"
        f"named = {named}\n"
        "if named:\n    del os.O_TMPFILE\n"
        "with publishing(Path(sys.argv[1])) as stream:\n"
        "    stream.write(b'half')\n    stream.flush()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, tmp_path / "out.txt"], timeout=30)
    assert done.returncode == -signal.SIGKILL
    left = os.listdir(tmp_path)
    assert len(left) == named
    assert all(name.startswith(PREFIX) for name in left)
    (tmp_path / f"{PREFIX}folder").mkdir()
    (tmp_path / f"{PREFIX}link").symlink_to("/etc/passwd")
    assert remove_stale(tmp_path) == named
    assert len(os.listdir(tmp_path)) == 2


def test_removing_stale_files_spares_one_in_use(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "O_TMPFILE")
    with publishing(tmp_path / "out.txt") as stream:
        stream.write(b"x")
        assert remove_stale(tmp_path) == 0
    assert (tmp_path / "out.txt").read_bytes() == b"x"
