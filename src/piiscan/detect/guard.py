"""Keeps a recogniser that fails from stopping the others, and from failing unseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from piiscan.detect.tally import Tally

__all__ = ["guarded"]

T = TypeVar("T")


def guarded(items: Iterable[T], what: str, tally: Tally) -> Iterator[T]:
    """The items, until making one raises or runs out of time; the tally then knows it.

    Arguments:
        items: made by a recogniser or a detector, which may be somebody else's.
        what: the entity or the name of the detector, for the tally.
        tally: what is known of the blob so far.
    """
    try:
        yield from items
    except TimeoutError:
        tally.failed[what] = "timeout"
    except Exception as error:  # any code may raise anything, and only its class may be told
        tally.failed[what] = type(error).__name__
