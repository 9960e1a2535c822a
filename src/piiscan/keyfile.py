"""The key under which values are fingerprinted: a file of its owner alone, made at first use."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from piiscan.errors import ConfigError

__all__ = ["default_key", "load_key"]

_BYTES = 32


def default_key() -> Path:
    """Where the key stands unless another is named: in the user's configuration folder."""
    import platformdirs

    return Path(platformdirs.user_config_dir("piiscan")) / "key"


def load_key(path: Path | None = None) -> bytes:
    """The key in a file, which is made where it does not exist yet.

    Arguments:
        path: the file; `default_key` where none is given.

    Raises:
        ConfigError: others may read it, it holds no key, or it cannot be read or made.
    """
    path = path or default_key()
    try:
        if not os.path.lexists(path):
            _make(path)
        with open(path, "rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            text = stream.read(4 * _BYTES)
    except OSError as error:
        raise ConfigError(f"the key file cannot be used ({type(error).__name__})", str(path)) from None
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise ConfigError("others may read the key file; chmod 600 it", str(path))
    try:
        key = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        key = b""
    if len(key) < _BYTES:
        raise ConfigError("this is no key file of piiscan", str(path))
    return key


def _make(path: Path) -> None:
    """Makes the file at once whole, so that another process never sees half a key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secrets.token_hex(_BYTES).encode("ascii") + b"\n")
        with suppress(FileExistsError):  # another process was first; its key counts
            os.link(beside, path)
    finally:
        os.unlink(beside)
