"""Tasks that the tests run in real workers; most of them misbehave."""

import ctypes
import os
import resource
import signal
import socket
import subprocess
import sys
import time


def echo(args, files, send):
    for number in range(args.get("items", 0)):
        send({"item": number})
    return {"args": args, "read": [os.pread(file, 100, 0).decode() for file in files]}


def nap(args, files, send):
    time.sleep(args["seconds"])
    return {"pid": os.getpid()}


def trouble(args, files, send):
    """Misbehaves as told; on the second try only where ``always`` is set."""
    send({"item": "before"})
    if args.get("reduced") and not args.get("always"):
        return {"reduced": True}
    return TROUBLE[args["kind"]](send)


def _kill(send):
    os.kill(os.getpid(), signal.SIGKILL)


def _segfault(send):
    ctypes.string_at(0)


def _abort(send):
    os.abort()


def _exit(send):
    os._exit(7)


def _hang(send):
    time.sleep(0.3)
    send({"tick": 1})
    while True:
        time.sleep(1)


def _hang_in_c(send):
    # holds the interpreter lock, so that nothing of Python runs in this process any more
    ctypes.PyDLL(None).sleep(1000)


def _tick_for_ever(send):
    while True:
        time.sleep(0.05)
        send({"tick": 1})


def _hog(send):
    kept = []
    while True:
        kept.append(bytearray(64 << 20))


def _flood(send):
    while True:
        send({"item": "x" * 1_000_000})


def _fat(send):
    send({"item": "x" * (20 << 20)})


def _garbage(send):
    _line().sendall(b"\xff" * 64)
    time.sleep(60)


def _no_json(send):
    _line().sendall(b"\0\0\0\x05{,,,}")
    time.sleep(60)


def _deep(send):
    _line().sendall((100_000).to_bytes(4, "big") + b"[" * 100_000)
    time.sleep(60)


def _lie(send):
    _line().sendall(b'\0\0\0\x36["done",{"result":[1,2,3],"tired":false,"more":"nope"}]')
    time.sleep(60)


def _secret(send):
    raise ValueError("the BSN 999990019 cannot be parsed")


def _recursion(send):
    def again():
        again()

    again()


TROUBLE = {name[1:]: value for name, value in list(globals().items()) if name.startswith("_") and callable(value)}


def _line():
    """The worker's own socket, as a parser that was taken over could use it."""
    return socket.socket(fileno=os.dup(int(sys.argv[1])))


def typed(args, files, send):
    from piiscan import errors

    raise getattr(errors, args["name"])("a reason of our own", "file.txt")


def leak_files(args, files, send):
    kept = [os.open("/dev/null", os.O_RDONLY) for _ in range(args["count"])]
    return {"pid": os.getpid(), "most": max(kept)}


def about(args, files, send):
    """What the process can and cannot do."""
    result = {
        "cwd": os.getcwd(),
        "environment": sorted(os.environ),
        "limits": {
            name: resource.getrlimit(getattr(resource, name))[0]
            for name in ("RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_FSIZE", "RLIMIT_NOFILE")
        },
        "open": sorted(map(int, os.listdir("/proc/self/fd"))),
        "streams": [os.readlink(f"/proc/self/fd/{number}") for number in range(3)],
        "refused": [],
    }
    for name, attempt in {
        "network": lambda: socket.socket(socket.AF_INET),
        "unix": lambda: socket.socket(socket.AF_UNIX),
        "program": lambda: subprocess.run(["/bin/true"], check=True),
        "exec": lambda: os.execv("/bin/true", ["true"]),
    }.items():
        try:
            attempt()
        except PermissionError:
            result["refused"].append(name)
    return result


def write(args, files, send):
    os.pwrite(files[1], os.pread(files[0], 1000, 0).upper(), 0)
    return {"written": True}


def scan(args, files, send):
    """Behaves like the task of a scan, on files whose first word says what becomes of them."""
    path = args["path"]
    text = os.pread(files[0], 1000, 0).decode()
    word = text.split()[0] if text.split() else ""
    match = {"entity": "NL_BSN", "score": 0.9, "evidence": [["prior", 1.0]], "span": [0, 9]}
    finding = {"path": path, "at": "line=1", "value": "999990019", "areas": [], "unit": None, **match}
    state = {"path": path, "member": False, "status": "ok", "reason": None}
    state |= {"format": "txt", "bytes": len(text), "sha256": "0" * 64, "findings": 1}
    send({"item": {"finding": finding}})
    if word in TROUBLE:
        TROUBLE[word](send)
    if word == "other":
        send({"item": {"finding": {**finding, "path": "/etc/passwd"}}})
    if word == "inf":
        send({"item": {"finding": {**finding, "score": 7.0}}})
    if word == "shape":
        send({"item": {"finding": [1, 2]}})
    if word == "twice":
        send({"item": {"file": state}})
    if word == "grow":
        time.sleep(0.2)
        with open(args["path"], "a") as stream:
            stream.write("more")
    if word == "member":
        send({"item": {"file": {**state, "path": path + "!/inside", "member": True}}})
    if word != "stateless":
        send({"item": {"file": state}})
    return {}
