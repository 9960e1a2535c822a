"""Walks over real trees, friendly and hostile."""

import io
import os
import socket
import stat
import sys
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piiscan.errors import ReadError, SourceError
from piiscan.model import Problem, Status
from piiscan.sources import Source, descriptor, open_source, printable, sources_of, walk
from piiscan.streams import copied, stamp, stream_of


def shown(paths, **options):
    """What a walk gives: a path, or a path with its status and reason."""
    return [
        entry.path if isinstance(entry, Source) else (entry.path, str(entry.status), entry.reason)
        for entry in walk(paths, **options)
    ]


def below(root, found):
    """The same with the root taken off."""
    return [
        entry.removeprefix(f"{root}/") if isinstance(entry, str) else (entry[0].removeprefix(f"{root}/"), *entry[1:])
        for entry in found
    ]


@pytest.fixture
def tree(tmp_path):
    root = tmp_path / "root"
    for name in ("b.txt", "a/z.txt", "a-b/y.txt", "a.txt", "a/deep/er/x.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    return root


def test_order_is_that_of_the_bytes_of_the_paths(tree):
    found = below(tree, shown([tree]))
    assert found == ["a-b/y.txt", "a.txt", "a/deep/er/x.txt", "a/z.txt", "b.txt"]
    assert found == sorted(found, key=os.fsencode)


def test_paths_are_shown_as_the_root_was_given(tree, monkeypatch):
    monkeypatch.chdir(tree)
    assert shown(["."]) == shown(["./"]) == ["a-b/y.txt", "a.txt", "a/deep/er/x.txt", "a/z.txt", "b.txt"]
    assert shown(["a/"]) == shown(["./a"]) == ["a/deep/er/x.txt", "a/z.txt"]
    assert shown(["../root/b.txt"]) == ["../root/b.txt"]
    assert [source.name for source in walk(["a", "b.txt"])] == ["deep/er/x.txt", "z.txt", "b.txt"]


def test_a_file_is_read_once_however_the_roots_overlap(tree):
    assert below(tree, shown([tree, tree / "a", tree / "b.txt", tree])) == below(tree, shown([tree]))
    assert below(tree, shown([tree / "b.txt", tree / "a" / "deep", tree / "a"])) == [
        "a/deep/er/x.txt",
        "a/z.txt",
        "b.txt",
    ]


def test_include_and_exclude(tree):
    assert below(tree, shown([tree], include=["x.*", "b.txt"])) == ["a/deep/er/x.txt", "b.txt"]
    assert below(tree, shown([tree], include=["a/*"])) == ["a/deep/er/x.txt", "a/z.txt"]
    assert below(tree, shown([tree], exclude=["deep/", "a-b"])) == ["a.txt", "a/z.txt", "b.txt"]
    assert below(tree, shown([tree], exclude=["**/*.txt"])) == []


def test_a_large_file_is_reported_as_not_read(tree):
    (tree / "b.txt").write_bytes(bytes(100))
    assert below(tree, shown([tree], max_size=50))[-1] == ("b.txt", "limit", "size")


def test_links_are_not_followed(tree, tmp_path):
    (tmp_path / "secret.txt").write_text("x")
    (tree / "file").symlink_to(tmp_path / "secret.txt")
    (tree / "folder").symlink_to(tmp_path)
    (tree / "loop").symlink_to(tree)
    (tree / "broken").symlink_to("nowhere")
    links = [entry for entry in below(tree, shown([tree])) if isinstance(entry, tuple)]
    assert links == [(name, "skipped", "link") for name in ("broken", "file", "folder", "loop")]


def test_a_root_that_is_a_link_is_followed(tree, tmp_path):
    (tmp_path / "link").symlink_to(tree)
    assert below(tmp_path / "link", shown([tmp_path / "link"])) == below(tree, shown([tree]))
    (tmp_path / "file").symlink_to(tree / "b.txt")
    (source,) = walk([tmp_path / "file"])
    assert open_source(source).open().read() == b"b.txt"


def test_a_hard_link_is_read_once(tree):
    os.link(tree / "b.txt", tree / "c.txt")
    assert below(tree, shown([tree]))[-2:] == ["b.txt", ("c.txt", "skipped", "duplicate")]


def test_special_files_are_never_opened(tree, tmp_path):
    os.mkfifo(tree / "fifo")
    line = socket.socket(socket.AF_UNIX)
    line.bind(str(tree / "socket"))
    if os.geteuid() == 0:
        os.mknod(tree / "device", stat.S_IFCHR | 0o600, os.makedev(1, 5))  # /dev/zero
    found = [entry for entry in below(tree, shown([tree])) if isinstance(entry, tuple)]
    line.close()
    names = ["device"] * (os.geteuid() == 0) + ["fifo", "socket"]
    assert found == [(name, "skipped", "special") for name in names]
    assert shown(["/dev/zero"]) == [("/dev/zero", "skipped", "special")]


def test_a_file_that_became_something_else_is_not_read(tree, tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "z.txt").write_text("outside")
    sources = {source.name: source for source in walk([tree])}

    os.unlink(tree / "b.txt")
    os.mkfifo(tree / "b.txt")
    os.unlink(tree / "a.txt")
    (tree / "a.txt").symlink_to(tmp_path / "outside" / "z.txt")
    os.rename(tree / "a", tmp_path / "moved")
    (tree / "a").symlink_to(tmp_path / "outside")
    os.unlink(tree / "a-b" / "y.txt")

    ends = {name: descriptor(source) for name, source in sources.items()}
    assert all(isinstance(end, Problem) for end in ends.values())
    assert {name: (str(end.status), end.reason) for name, end in ends.items()} == {
        "b.txt": ("skipped", "special"),
        "a.txt": ("skipped", "link"),
        "a/z.txt": ("vanished", "vanished"),
        "a/deep/er/x.txt": ("vanished", "vanished"),
        "a-b/y.txt": ("vanished", "vanished"),
    }


def test_a_folder_that_became_a_link_during_the_walk_leads_nowhere(tree, tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("x")
    found = walk([tree])
    assert next(found).path == f"{tree}/a-b/y.txt"
    os.rename(tree / "a", tmp_path / "moved")
    (tree / "a").symlink_to(tmp_path / "outside")
    rest = {entry.path.removeprefix(f"{tree}/"): entry for entry in found}
    assert rest["a"].status is not Status.OK
    assert not any("secret" in path for path in rest)


def test_what_may_not_be_read_is_reported(tree, monkeypatch):
    if os.geteuid() != 0:
        (tree / "b.txt").chmod(0)
        (tree / "a").chmod(0)
    else:  # root may read anything, so the system's refusal is played
        real = os.open

        def refuse(path, flags, *rest, dir_fd=None):
            if path in ("b.txt", "a"):
                raise PermissionError(13, "no")
            return real(path, flags, *rest, dir_fd=dir_fd)

        monkeypatch.setattr(os, "open", refuse)
    entries = {entry.path.removeprefix(f"{tree}/"): entry for entry in walk([tree])}
    assert (entries["a"].status, entries["a"].reason) == (Status.ERROR, "permission")
    end = descriptor(entries["b.txt"])
    assert (end.status, end.reason) == (Status.ERROR, "permission")
    with pytest.raises(ReadError, match="permission"):
        open_source(entries["b.txt"]).open()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_odd_names_are_found_shown_and_opened(tmp_path):
    names = [b"caf\xe9.txt", b"new\nline.txt", b"bell\x07 \x1b[31m.txt", "\u202etxt.exe".encode(), b"a;b=c%.txt"]
    os.mkdir(os.fsencode(tmp_path) + b"/odd!")
    for name in [*names, b"odd!/b.txt"]:
        with open(os.fsencode(tmp_path) + b"/" + name, "wb") as stream:
            stream.write(name)
    sources = list(walk([tmp_path]))
    assert {open_source(source).open().read() for source in sources} == {*names, b"odd!/b.txt"}
    assert {os.fsencode(source.name) for source in sources} == {*names, b"odd!/b.txt"}
    for source in sources:
        source.path.encode("utf-8")  # no half characters
        assert open_source(source).depth == 0
    assert f"{tmp_path}/caf\\xe9.txt" in [source.path for source in sources]


def test_a_path_longer_than_the_system_takes_is_read(tmp_path):
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("n" * 200, dir_fd=here)
        there = os.open("n" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = there
    os.close(os.open("x.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)
    (source,) = walk([tmp_path])
    assert len(source.path) > 6000
    assert open_source(source).open().read() == b""


def test_too_many_folders_in_folders_are_a_limit(tmp_path, monkeypatch):
    monkeypatch.setattr("piiscan.sources._DEPTH", 2)
    (tmp_path / "1/2/3/4").mkdir(parents=True)
    (tmp_path / "1/2/in.txt").write_text("x")
    assert below(tmp_path, shown([tmp_path])) == [("1/2/3", "limit", "depth"), "1/2/in.txt"]


@pytest.mark.parametrize(
    ("root", "reason"),
    [
        ("/no/such/file", "does not exist"),
        ("", "is no path"),
        ("a\0b", "is no path"),
        ("s3://bucket/key", r"s3:// is not read yet.*piiscan\[remote\]"),
        ("smb://server/share", r"\[remote\]"),
    ],
)
def test_a_root_that_is_not_there_is_an_error_before_anything_is_read(root, reason, tree):
    with pytest.raises(SourceError, match=reason):
        walk([tree, root])


def test_the_walk_leaves_the_originals_as_they_were(tree):
    old = os.stat(tree / "b.txt")
    os.utime(tree / "b.txt", ns=(1, 1))
    for source in walk([tree]):
        with open_source(source).open() as stream:
            assert stream.read()
            with pytest.raises(OSError, match="write"):
                stream.write(b"x")
    new = os.stat(tree / "b.txt")
    assert (new.st_atime_ns, new.st_mtime_ns, new.st_mode, new.st_size) == (1, 1, old.st_mode, old.st_size)


def test_no_descriptor_is_left_open(tree):
    before = len(os.listdir("/proc/self/fd"))
    for source in walk([tree]):
        with open_source(source).open() as stream:
            stream.read()
    next(iter(walk([tree])))
    assert len(os.listdir("/proc/self/fd")) == before


def test_bytes_and_streams_are_sources():
    class Slow(io.RawIOBase):
        def __init__(self):
            self.left = 3

        def readable(self):
            return True

        def readinto(self, buffer):
            self.left -= 1
            buffer[:1] = b"x"
            return int(self.left >= 0)

    (one,), (two,) = sources_of(b"abc"), sources_of(Slow())
    for _ in range(2):
        opened = descriptor(one)
        assert stream_of(opened).read() == b"abc"
        os.close(opened)
    assert open_source(two).open().read() == b"xxx"
    assert (one.path, two.path) == ("bytes", "stream")


def test_a_pipe_is_a_stream(tmp_path):
    reader, writer = os.pipe()
    threading.Thread(target=lambda: (os.write(writer, b"x" * 1000), os.close(writer))).start()
    with os.fdopen(reader, "rb") as stream:
        (source,) = sources_of(stream)
        assert len(open_source(source).open().read()) == 1000


def test_what_is_no_source_is_refused():
    with pytest.raises(SourceError, match="cannot read from a int"):
        sources_of(3)
    with pytest.raises(SourceError, match="text, not bytes"):
        descriptor(next(sources_of(io.StringIO("text"))))
    with pytest.raises(OSError, match="size"):
        copied(io.BytesIO(bytes(11)), 10)


def test_streams_of_one_file_do_not_disturb_each_other(tmp_path):
    (tmp_path / "a").write_bytes(bytes(range(256)) * 100)
    with open(tmp_path / "a", "rb") as file:
        one, two = stream_of(file.fileno()), stream_of(file.fileno())
        assert one.read(10) == two.read(10) == bytes(range(10))
        assert one.seek(-5, io.SEEK_END) == 25_595
        assert (two.read(1), one.read()) == (b"\x0a", bytes(range(251, 256)))
        one.close()
        assert two.seek(3, io.SEEK_CUR) == 14
        before = stamp(file.fileno())
        with open(tmp_path / "a", "ab") as other:
            other.write(b"x")
        assert stamp(file.fileno()) != before


@settings(max_examples=200, deadline=None)
@given(st.binary(min_size=1, max_size=30))
def test_every_name_can_be_shown(name):
    text = printable(os.fsdecode(name))
    text.encode("utf-8")
    assert "!/" not in text
