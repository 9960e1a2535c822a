"""Sequences that are worked out when they are asked for: where a cell stands is needed for matches only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, overload

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Lazy", "Numbers"]

T = TypeVar("T")


class Lazy(Sequence[T]):
    """Items by number, made by a function, each when it is asked for.

    Arguments:
        length: how many there are; a function where that is not known yet.
        item: the item of a number from 0 up; pure.

    >>> list(Lazy(3, str))
    ['0', '1', '2']
    """

    __slots__ = ("_item", "_length")

    def __init__(self, length: int | Callable[[], int], item: Callable[[int], T]) -> None:
        self._length = length
        self._item = item

    def __len__(self) -> int:
        return self._length if isinstance(self._length, int) else self._length()

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        size = len(self)
        if isinstance(index, slice):
            return [self._item(number) for number in range(*index.indices(size))]
        number = index + size if index < 0 else index
        if not 0 <= number < size:
            raise IndexError(index)
        return self._item(number)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


class Numbers(Sequence[int]):
    """Integers, made all at once when one of them is asked for; ``numpy.asarray`` takes them as they are.

    Arguments:
        make: gives them; called once.

    >>> import numpy
    >>> numbers = Numbers(lambda: numpy.array([0, 7, 9]))
    >>> numbers[1], len(numbers), numpy.asarray(numbers)
    (7, 3, array([0, 7, 9]))
    """

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], NDArray[Any]]) -> None:
        self._make = make
        self._made: NDArray[Any] | None = None

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        made = self._array()
        return made.astype(dtype or made.dtype) if copy else made.astype(dtype or made.dtype, copy=False)

    def __len__(self) -> int:
        return len(self._array())

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> list[int]: ...
    def __getitem__(self, index: int | slice) -> int | list[int]:
        found = self._array()[index]
        return found.tolist() if isinstance(index, slice) else int(found)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def _array(self) -> NDArray[Any]:
        if self._made is None:
            self._made = self._make()
        return self._made
