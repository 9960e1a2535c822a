"""Compiles patterns that a user or a pack brings, on RE2, which is linear in the length of the text."""

from __future__ import annotations

from typing import Any

from piiscan.errors import ConfigError

__all__ = ["compiled"]

_SAMPLES = ("", "a", "0", "A1 b-2.\n")
"""A pattern that matches nothing at all somewhere in these matches it everywhere."""


def compiled(pattern: str, name: str, path: str = "", *, ignore_case: bool = False) -> Any:
    """A compiled pattern that matches at least one character.

    The engine verifies on the ``regex`` package what RE2 found, so both have to take the pattern.

    Arguments:
        pattern: RE2 syntax: no lookaround, no backreference.
        name: the key under which it stands, for errors.
        path: the file, for errors.
        ignore_case: whether letters match in either case.

    Raises:
        ConfigError: it is blank, matches the empty string, or is none that RE2 takes.
    """
    import re2
    import regex

    if not pattern.strip():
        raise ConfigError(f"{name}: the pattern is empty", path)
    options = re2.Options()
    options.case_sensitive = not ignore_case
    options.log_errors = False
    options.max_mem = 64 << 20
    try:
        engine = re2.compile(pattern, options)
        regex.compile(pattern)
    except (re2.error, regex.error, UnicodeEncodeError):
        advice = "no lookaround, no backreference, no count above 1000"
        raise ConfigError(f"{name}: no linear pattern in the syntax of RE2 ({advice})", path) from None
    if any(match.start() == match.end() for sample in _SAMPLES for match in engine.finditer(sample)):
        raise ConfigError(f"{name}: the pattern matches the empty string", path)
    return engine
