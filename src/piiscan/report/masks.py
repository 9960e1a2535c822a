"""Hides found values where they stand in paths and places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from piiscan.categories import kind
from piiscan.model import FileState, Finding, Problem, escape
from piiscan.sources import printable

__all__ = ["Masks", "preview"]

_SHORTEST = 3
"""Characters of a value that is looked for in the names inside a place."""
_TELLING = 6
"""Letters and digits of a value that is looked for in names of files, also where none was found in the name itself."""
_LONGEST = 64
"""Characters of a preview."""
_COUNTED = re.compile(r"[A-Z]{0,3}[0-9]+")
"""A number or a cell, which gives nobody away."""


class Masks:
    """What has to be hidden in the paths and places of one top-level file.

    Arguments:
        items: everything that was found in it.
    """

    def __init__(self, items: Iterable[Finding | Problem | FileState]) -> None:
        self._names: dict[str, set[str]] = defaultdict(set)
        self._words: dict[str, set[str]] = defaultdict(set)
        self._everywhere: set[str] = set()
        self._paths: dict[str, str] = {}
        self._places: dict[str, str] = {}
        for item in items:
            if isinstance(item, Finding) and item.value:
                if item.at == "name":
                    self._names[item.path].add(item.value)
                if kind(item.entity) == "value" and sum(map(str.isalnum, item.value)) >= _TELLING:
                    self._everywhere.add(item.value)
                if kind(item.entity) == "value" and len(item.value) >= _SHORTEST:
                    for word in _words(item.value)[:1]:
                        self._words[word].add(item.value)

    def path(self, path: str) -> str:
        """A path in which what was found in the names of its steps is hidden."""
        if not self._names and not self._everywhere:
            return path
        if path in self._paths:
            return self._paths[path]
        shown: list[str] = []
        whole = ""
        for step in path.split("!/"):
            whole = f"{whole}!/{step}" if shown else step
            inside = {value for value in self._everywhere if value.casefold() in step.casefold()}
            shown.append(_hidden(step, self._names.get(whole, set()) | inside))
        self._paths[path] = "!/".join(shown)
        return self._paths[path]

    def at(self, at: str) -> str:
        """A place in which every value found in this file is hidden, say in the name of a sheet."""
        return ";".join(map(self._place, at.split(";"))) if self._words and "=" in at else at

    def _place(self, piece: str) -> str:
        name, equals, value = piece.partition("=")
        if not equals or _COUNTED.fullmatch(value):
            return piece
        if value not in self._places:
            found = {
                one
                for word in _words(value)
                for one in self._words.get(word, ())
                if one.casefold() in _plain(value).casefold()
            }
            self._places[value] = _hidden(value, found)
        return f"{name}={self._places[value]}"


def preview(entity: str, value: str) -> str:
    """A value as a report may show it.

    Of a person the first letter; of others the last two characters where there are eight or more, else none.

    >>> preview("NL_BSN", "999990019"), preview("PERSON", "Sanne"), preview("NL_POSTCODE", "1234AB")
    ('*******19', 'S****', '******')
    """
    size = min(len(value), _LONGEST)
    if entity == "PERSON":
        return value[:1] + "*" * (size - 1)
    return "*" * (size - 2) + value[-2:] if len(value) >= 8 else "*" * size


def _hidden(name: str, values: Iterable[str]) -> str:
    """A name with the values in it starred out; all of it, where one of them cannot be found again."""
    for value in sorted(values, key=lambda value: (-len(value), value)):
        found = False
        for form in _forms(value):
            anywhere = re.escape(form)
            # a short value only as a word of its own, where it is one, so that an "m" does not hide half of the path
            word = rf"(?<![^\W_]){anywhere}(?![^\W_])"
            for pattern in (word, anywhere) if len(value) <= _SHORTEST else (anywhere,):
                hidden, count = re.subn(pattern, _stars, name, flags=re.IGNORECASE)
                if count:
                    name, found = hidden, True
                    break
        if not found:
            return _blank(name)
    return name


def _blank(name: str) -> str:
    """A name of which only the suffix and the folders can be told apart."""
    stem, dot, suffix = name.rpartition(".")
    short = bool(dot) and len(suffix) <= 5 and suffix.isalnum()
    return re.sub(r"[^/]", "*", stem if short else name) + (dot + suffix) * short


def _forms(value: str) -> Iterator[str]:
    """The ways in which a value can stand in a path."""
    yield from dict.fromkeys((value, escape(value), printable(value), escape(printable(value))))


def _plain(name: str) -> str:
    return name.replace("%3B", ";").replace("%3D", "=").replace("%21/", "!/").replace("%25", "%")


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _stars(match: re.Match[str]) -> str:
    return "*" * len(match[0])
