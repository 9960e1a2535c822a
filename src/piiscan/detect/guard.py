"""Keeps a recogniser that fails from stopping the others, and from failing unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from piiscan.detect.tally import Tally

__all__ = ["attempt", "guarded"]

T = TypeVar("T")


def attempt(what: str, tally: Tally, action: Callable[..., T], *arguments: Any) -> T | None:
    """What an action returns; None where it raises or runs out of time, and the tally then knows it.

    Arguments:
        what: the entity or the name of the detector, for the tally.
        tally: what is known of the blob so far.
        action: runs code of a recogniser or a detector, which may be somebody else's.
        arguments: of the action.
    """
    try:
        return action(*arguments)
    except TimeoutError:
        tally.failed[what] = "timeout"
    except Exception as error:  # any code may raise anything, and only its class may be told
        tally.failed[what] = type(error).__name__
    return None


def guarded(items: Iterable[T], what: str, tally: Tally) -> Iterator[T]:
    """The items, none of them None, until making one raises or runs out of time; arguments as for `attempt`."""
    making = iter(items)
    while (item := attempt(what, tally, next, making, None)) is not None:
        yield item
