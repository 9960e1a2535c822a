"""Reads plain data (a table of a TOML file) strictly: every error names the file and the key."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

from piiscan.errors import ConfigError

__all__ = ["Table", "as_share", "meant"]


class Table:
    """One table of a configuration: its keys are taken one by one, and `end` refuses what was not asked for.

    Arguments:
        data: the table.
        path: the file, for errors; empty where there is none.
        name: where the table stands in the file (``"patterns[2]"``); empty for the whole.

    Raises:
        ConfigError: ``data`` is no table.
    """

    def __init__(self, data: Any, path: str = "", name: str = "") -> None:
        self.path = path
        self.name = name
        if not isinstance(data, Mapping) or not all(isinstance(key, str) for key in data):
            raise ConfigError(f"{name or 'the configuration'}: is no table", path)
        self._data = data
        self._asked: dict[str, None] = {}

    def __contains__(self, key: str) -> bool:
        return self._data.get(key) is not None

    def unasked(self) -> Iterator[str]:
        """The keys that nobody asked for yet, in the order of the file."""
        yield from (key for key in self._data if key not in self._asked)

    def fail(self, key: str, why: str) -> NoReturn:
        """Refuses a key.

        Raises:
            ConfigError: always.
        """
        raise ConfigError(f"{self._called(key)}: {why}", self.path)

    def get(self, key: str) -> Any:
        """A value of any type; None where the key is not there."""
        self._asked[key] = None
        return self._data.get(key)

    def text(self, key: str, default: str = "") -> str:
        """A text that is not blank."""
        if key not in self:
            return str(self.get(key) or default)
        value = self.get(key)
        if not isinstance(value, str):
            self.fail(key, "is no text")
        if not value.strip():
            self.fail(key, "is empty")
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        value = self.get(key)
        if value is not None and not isinstance(value, bool):
            self.fail(key, "is neither true nor false")
        return default if value is None else value

    def share(self, key: str, default: float) -> float:
        """A number from 0 to 1."""
        value = self.get(key)
        return default if value is None else as_share(value, self._called(key), self.path)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none of them blank; empty where the key is not there."""
        items = self._list(key)
        for item in items:
            if not isinstance(item, str) or not item.strip():
                self.fail(key, "is no list of texts" if not isinstance(item, str) else "holds an empty text")
        return tuple(items)

    def integers(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers above zero; empty where the key is not there."""
        return self._integers(self._list(key), key)

    def integer_lists(self, key: str) -> tuple[tuple[int, ...], ...]:
        """A list of lists of whole numbers above zero."""
        items = self._list(key)
        if not all(isinstance(item, (list, tuple)) and item for item in items):
            self.fail(key, "is no list of lists of numbers")
        return tuple(self._integers(item, key) for item in items)

    def table(self, key: str) -> Table:
        """A table; an empty one where the key is not there."""
        value = self.get(key)
        return Table({} if value is None else value, self.path, self._called(key))

    def tables(self, key: str) -> list[Table]:
        """A list of tables; they count from 1 in errors."""
        return [Table(item, self.path, f"{self._called(key)}[{n}]") for n, item in enumerate(self._list(key), 1)]

    def end(self) -> None:
        """Refuses every key that was not asked for.

        Raises:
            ConfigError: there is one.
        """
        for key in self.unasked():
            self.fail(key, "unknown key" + meant(key, self._asked))

    def _called(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key

    def _list(self, key: str) -> Any:
        value = self.get(key)
        if value is None:
            return ()
        if not isinstance(value, (list, tuple, set, frozenset)):
            self.fail(key, "is no list")
        return value if isinstance(value, (list, tuple)) else sorted(value, key=str)

    def _integers(self, items: Any, key: str) -> tuple[int, ...]:
        if not all(isinstance(item, int) and not isinstance(item, bool) and item > 0 for item in items):
            self.fail(key, "holds something that is no whole number above zero")
        return tuple(items)


def as_share(value: Any, name: str, path: str = "") -> float:
    """A number from 0 to 1.

    Raises:
        ConfigError: it is something else; names the key and the file.
    """
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise ConfigError(f"{name}: is no number", path)
    if not 0 <= value <= 1 or math.isnan(value):
        raise ConfigError(f"{name}: is not between 0 and 1", path)
    return float(value)


def meant(word: str, known: Iterable[str]) -> str:
    """What to add to an error about a word that nobody knows: the known one that is like it, if there is one.

    >>> meant("min_scoer", ["profile", "min_score"])
    '; is min_score meant?'
    """
    import difflib

    near = difflib.get_close_matches(word, list(known), 1)
    return f"; is {near[0]} meant?" if near else ""
