"""Confines the process that parses files: limits of the operating system, no network, no other program.

Everything here is best effort beside the supervisor of `piiscan.pool`: what a system does not offer is left out, and
`confine` says what holds. Linux on x86-64 and ARM has all of it; macOS has the resource limits only.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import sys

__all__ = ["allow_seconds", "confine"]

_FILES = 256
"""Open files of a worker."""

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38

# Names and numbers of linux/audit.h and of the system call tables of the two machines.
# No network (socket; io_uring can open one too), no other program, no look into or out of another process.
_DENIED = ("socket", "execve", "execveat", "ptrace", "process_vm_readv", "process_vm_writev", "io_uring_setup")
_MACHINES: dict[str, tuple[int, tuple[int, ...]]] = {
    "x86_64": (0xC000003E, (41, 59, 322, 101, 310, 311, 425)),
    "aarch64": (0xC00000B7, (198, 221, 281, 117, 270, 271, 425)),
}


def confine(memory: int, file_size: int) -> tuple[str, ...]:
    """Gives up for good what a parser does not need.

    Arguments:
        memory: bytes of address space; OCR of an A4 page at 300 dpi takes 1.2 GiB of it.
        file_size: bytes that any one file may grow to by writing.

    Returns:
        The names of the measures that hold: ``"limits"``, ``"death"``, ``"dump"``, ``"calls"``.
    """
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_FSIZE, file_size)
    _limit(resource.RLIMIT_NOFILE, _FILES)
    _limit(resource.RLIMIT_CORE, 0)
    held = ["limits"]
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        # the parent's death ends us, also in the middle of a hang
        held += ["death"] * (libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) == 0)
        # no core dump and no look into our memory for other processes of this user
        held += ["dump"] * (libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
        held += ["calls"] * _deny_calls(libc)
    return tuple(held)


def allow_seconds(seconds: float) -> None:
    """Lets the process use this much more processor time, on each core; then the system ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    budget = used.ru_utime + used.ru_stime + seconds * (os.cpu_count() or 1)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(budget) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _limit(what: int, value: int) -> None:
    hard = resource.getrlimit(what)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    try:
        resource.setrlimit(what, (value, value))
    except (OSError, ValueError):  # macOS refuses some of them
        return


class _Step(ctypes.Structure):
    """``struct sock_filter``: one instruction of the filter."""

    _fields_ = (("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


def _deny_calls(libc: ctypes.CDLL) -> bool:
    """Lets the system refuse the calls of `_DENIED` with EPERM, by a seccomp filter."""
    machine = _MACHINES.get(platform.machine())
    if machine is None or ctypes.sizeof(ctypes.c_void_p) != 8:
        return False
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    allow, refuse, kill = 0x7FFF0000, 0x00050001, 0x80000000
    arch, numbers = machine
    steps = [
        (load, 0, 0, 4),  # seccomp_data.arch
        (equal, 1, 0, arch),  # calls of another machine (32 bits) have other numbers
        (answer, 0, 0, kill),
        (load, 0, 0, 0),  # seccomp_data.nr
        (at_least, len(numbers) + 1, 0, 0x40000000),  # the x32 calls
        *((equal, len(numbers) - place, 0, number) for place, number in enumerate(numbers)),
        (answer, 0, 0, allow),
        (answer, 0, 0, refuse),
    ]
    program = _Program(len(steps), (_Step * len(steps))(*(_Step(*step) for step in steps)))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, 2, ctypes.byref(program), 0, 0) == 0)
