"""A module per format; `find` tells which one reads a blob, by its content.

A format is a module with the five names of `piiscan.model.Format`. It is found by being in this folder.
"""

from __future__ import annotations

import importlib
import io
import pkgutil
from functools import lru_cache
from typing import cast

from piiscan.errors import Damaged, ReadError, UnsupportedFormat
from piiscan.model import Blob, Format

__all__ = ["all_formats", "find", "head", "name_of"]

HEAD = 1 << 16
"""How many bytes of the beginning, and of the end of a longer blob, a format gets to see."""

_GENERAL = ("csv", "txt")
"""Formats that nearly any text would fit, tried after all others and in this order."""


@lru_cache(maxsize=1)
def all_formats() -> tuple[Format, ...]:
    """Every format module, the general ones last."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    names.sort(key=lambda name: _GENERAL.index(name) + 1 if name in _GENERAL else 0)
    return tuple(cast(Format, importlib.import_module(f"{__name__}.{name}")) for name in names)


def find(blob: Blob) -> Format:
    """The format of a blob, decided by its content; the suffix only settles a tie.

    Raises:
        UnsupportedFormat: no format reads it.
        Damaged: it cannot be opened or read.
    """
    start = head(blob)
    fitting = [form for form in all_formats() if form.sniff(start)]
    if not fitting:
        raise UnsupportedFormat("unknown format", blob.path)
    suffix = "." + (blob.name or blob.path).rpartition(".")[2].lower()
    specific = [form for form in fitting if name_of(form) not in _GENERAL] or fitting
    return next((form for form in specific if suffix in form.SUFFIXES), specific[0])


def name_of(form: Format) -> str:
    """The short name of a format: ``"docx"``."""
    return getattr(form, "__name__", "").rpartition(".")[2]


def head(blob: Blob) -> bytes:
    """The first 64 KiB and, of a longer blob, the last 64 KiB (where a zip lists its members)."""
    try:
        with blob.open() as stream:
            start = stream.read(HEAD)
            if len(start) < HEAD or not stream.seekable():
                return start
            end = stream.seek(0, io.SEEK_END)
            stream.seek(max(HEAD, end - HEAD))
            return start + stream.read(HEAD)
    except ReadError:
        raise
    except OSError as error:
        raise Damaged(f"cannot be read ({type(error).__name__})", blob.path) from None
