"""Finds recogniser packs: our own by itself, another's only where the configuration names it.

A pack is a package with a module per identifier, each with its ``RECOGNIZER``, under the entry point
``piiscan.recognizers``. One that is missing, empty or malformed is an error before anything is scanned; a scan with
half of its recognisers would call a file clean that nobody looked at.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import EntryPoint, PackageNotFoundError, distribution, entry_points
from typing import Any

from piiscan.errors import ConfigError
from piiscan.recognizer import Recognizer
from piiscan.sound import sound

__all__ = ["load", "load_foreign", "recognizers_of"]

_GROUP = "piiscan.recognizers"
_OURS = "piiscan"


def load(names: tuple[str, ...] = ()) -> tuple[Recognizer, ...]:
    """All recognisers of our own distribution and of the packs named.

    Arguments:
        names: entry points of the group ``piiscan.recognizers`` of other distributions.

    Raises:
        ConfigError: a named pack is not installed, cannot be imported, holds no recogniser, or a malformed one; or two
            recognisers are for the same entity.
    """
    return _load(tuple(names))


def load_foreign(names: tuple[str, ...]) -> dict[str, Recognizer]:
    """The recognisers of the packs named alone, by where each stands (``"pack acme: acme_recognizers.badge"``).

    Raises:
        ConfigError: as for `load`.
    """
    return {where: recognizer for name in dict.fromkeys(names) for where, recognizer in _foreign(name)}


@lru_cache(maxsize=8)
def _load(names: tuple[str, ...]) -> tuple[Recognizer, ...]:
    found: dict[str, tuple[str, Recognizer]] = {}
    pairs = [pair for entry in _ours() for pair in recognizers_of(_imported(entry), "the pack of piiscan", ours=True)]
    for where, recognizer in (*pairs, *load_foreign(names).items()):
        if recognizer.entity in found:
            raise ConfigError(f"{where}: {recognizer.entity} is already looked for by {found[recognizer.entity][0]}")
        found[recognizer.entity] = where, recognizer
    return tuple(recognizer for _, recognizer in found.values())


def recognizers_of(pack: Any, called: str, *, ours: bool = False) -> Iterator[tuple[str, Recognizer]]:
    """The ``RECOGNIZER`` of each module of a pack, in the order of their names, and where it stands.

    Modules whose name begins with an underscore belong to the others and need none.

    Arguments:
        pack: the package.
        called: what errors call it.
        ours: its patterns are known to be sound, because our tests compile them.

    Raises:
        ConfigError: it is no package, a module cannot be imported, or there is no recogniser or a malformed one.
    """
    found = False
    for info in pkgutil.iter_modules(getattr(pack, "__path__", ())):
        if info.name.startswith("_"):
            continue
        found = True
        where = f"{called}: {pack.__name__}.{info.name}"
        try:
            module = importlib.import_module(f"{pack.__name__}.{info.name}")
        except _BROKEN as error:
            raise ConfigError(f"{where}: cannot be imported ({type(error).__name__})") from None
        recognizer = getattr(module, "RECOGNIZER", None)
        if not isinstance(recognizer, Recognizer):
            raise ConfigError(f"{where}: holds no RECOGNIZER that is a piiscan.recognizer.Recognizer")
        sound(recognizer, where, patterns=not ours)
        yield where, recognizer
    if not found:
        raise ConfigError(f"{called}: holds no recogniser")


_BROKEN = (
    ArithmeticError, AssertionError, AttributeError, ImportError, LookupError, NameError, OSError, RuntimeError,
    SyntaxError, TypeError, ValueError,
)  # fmt: skip
"""What a module that is not well may raise while it is imported."""


def _ours() -> list[EntryPoint]:
    # the entry points of one distribution are read much faster than those of all
    try:
        found = [entry for entry in distribution(_OURS).entry_points if entry.group == _GROUP]
    except PackageNotFoundError:
        found = []
    if not found:
        raise ConfigError("no recogniser is installed")
    return found


def _foreign(name: str) -> Iterator[tuple[str, Recognizer]]:
    ours = _ours()
    entries = [entry for entry in entry_points(group=_GROUP, name=name) if entry not in ours]
    if not entries:
        raise ConfigError(f"packs: no recogniser pack is called {name}")
    for entry in entries:
        yield from recognizers_of(_imported(entry), f"pack {name}")


def _imported(entry: EntryPoint) -> Any:
    try:
        return entry.load()
    except _BROKEN as error:
        raise ConfigError(f"pack {entry.name}: cannot be imported ({type(error).__name__})") from None
