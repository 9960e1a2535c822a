"""Finds recogniser packs: our own by itself, another's only where the configuration names it."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import distribution, entry_points

from piiscan.errors import ConfigError
from piiscan.recognizer import Recognizer, recognizers_in

__all__ = ["load"]

_GROUP = "piiscan.recognizers"
_OURS = "piiscan"


@lru_cache(maxsize=8)
def load(names: tuple[str, ...] = ()) -> tuple[Recognizer, ...]:
    """All recognisers of our own distribution and of the packs named.

    Arguments:
        names: entry points of the group ``piiscan.recognizers`` of other distributions.

    Raises:
        ConfigError: a named pack is not installed, or there is no recogniser at all.
    """
    # the entry points of one distribution are read much faster than those of all
    found = [entry for entry in distribution(_OURS).entry_points if entry.group == _GROUP]
    for name in names:
        others = [entry for entry in entry_points(group=_GROUP, name=name) if entry not in found]
        if not others:
            raise ConfigError(f"no recogniser pack is called {name}")
        found += others
    recognizers = tuple(recognizer for entry in found for recognizer in recognizers_in(entry.load()))
    if not recognizers:
        raise ConfigError("no recogniser is installed")
    return recognizers
