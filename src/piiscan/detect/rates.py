"""The pass rates of columns: what the other numbers of its column say of one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from piiscan.detect.columns import FEWEST, Grid, log_odds
from piiscan.detect.forms import Candidate, DigitsForm
from piiscan.detect.numbers import Numbers
from piiscan.detect.tally import Rate, Tally
from piiscan.model import Evidence
from piiscan.recognizer import Recognizer

__all__ = ["Rates", "stands_alone"]

Array: TypeAlias = NDArray[Any]

_SERIES = Evidence("series of numbers", -6.0)
_MANY, _USUAL = 8, 0.5
"""Long numbers of a column, and the share of them that has to look alike."""
_LARGEST_STEP = 10
"""Between two numbers of a series."""
_NONE: Array = np.array([], np.int64)


class Rates:
    """The rates of one text.

    Arguments:
        grid: its table; None where it has none, so that numbers belong together which the same characters precede.
        tally: the rates of the blob so far.
        numbers: its digit runs, made when they are asked for.
        caption: the log-odds that the head of a column gives a recogniser.
    """

    def __init__(
        self,
        grid: Grid | None,
        tally: Tally,
        numbers: Callable[[], Numbers],
        caption: Callable[[Recognizer, str], float],
    ) -> None:
        self._grid = grid
        self._tally = tally
        self._numbers = numbers
        self._caption = caption
        self._lists: dict[tuple[int, int], Rate] = {}
        self._bare: dict[tuple[tuple[int, ...], str], Array] = {}

    def bare(self, form: DigitsForm) -> Array:
        """The bare runs of the lengths of a form."""
        key = (form.form.lengths, form.form.first)
        if key not in self._bare:
            none = self._sizes.isdisjoint(form.form.lengths)
            self._bare[key] = _NONE if none else self._numbers().bare(*key)
        return self._bare[key]

    def likely(self, form: DigitsForm, limit: float) -> tuple[Array, Array]:
        """Starts and ends of the bare numbers whose sum holds and that reach a limit of log-odds without any word.

        The rates of the columns are brought up to date with all numbers of the form, passing or failing.
        """
        numbers = self._numbers()
        runs = self.bare(form) if self._has_groups or _standing(form) >= limit else _NONE
        if not len(runs):
            return runs, runs
        passed = self._in_lists(form, limit, runs) if self._grid is None else self._in_table(form, limit, runs)
        if form.recognizer.label_required:
            passed = _NONE
        return numbers.starts[passed], numbers.ends[passed]

    def usual(self, runs: Array, limit: float) -> Array:
        """The runs that are no odd ones among the long numbers of their column or list.

        A column of random numbers holds some that look like telephone numbers. Below even odds nothing is left out: a
        copy loses a number too many rather than one too few.
        """
        count = len(self._numbers().starts)
        if limit < 0 or count < _MANY or not 0 < len(runs) < count:
            return runs
        places, tried = self._places
        fits = np.bincount(places[runs], minlength=len(tried))
        odd = (tried >= _MANY) & (fits < tried * _USUAL)
        odd[0] = False  # what stands in no column
        return np.asarray(runs[~odd[places[runs]]])

    def refuses(self, form: DigitsForm, column: int, limit: float) -> bool:
        """Whether the rate of a column keeps a form below a limit, whatever the column is called."""
        if self._grid is None or not form.is_summed:
            return False
        rate = self._tally.rates.get((form.number, self._grid.table or "", column))
        return rate is not None and rate.tried >= FEWEST and not self._reaches(form, column, rate, limit)

    def evidence(self, candidate: Candidate, context: float) -> list[Evidence]:
        """What the column of a candidate adds.

        Arguments:
            candidate: bare or in groups.
            context: what its label and the words around it add.
        """
        form = candidate.form
        if not isinstance(form, DigitsForm) or not form.form.checksum:
            return []
        rate = self._lists.get((form.number, candidate.start)) or self._known(form, candidate)
        if rate is None or not rate.tried:
            return []
        if rate.in_series and 2 * rate.passed < rate.tried:
            return [_SERIES]
        weight = _adds(form, rate, form.recognizer.prior + context)
        return [Evidence(f"column: {rate.passed} of {rate.tried} pass", round(weight, 3))] if weight else []

    @cached_property
    def _sizes(self) -> frozenset[int]:
        """How long the runs are."""
        return frozenset(np.flatnonzero(np.bincount(self._numbers().lengths)).tolist())

    def _holding(self, form: DigitsForm, runs: Array) -> Array:
        """For which of the bare runs of a form its sum holds."""
        checksum = form.form.checksum
        assert checksum is not None  # noqa: S101 - only such forms come here
        return self._numbers().holds(runs, checksum)

    def _in_table(self, form: DigitsForm, limit: float, runs: Array) -> Array:
        """The runs that pass and whose column lets them."""
        assert self._grid is not None  # noqa: S101 - the caller has looked
        holds, places = self._holding(form, runs), self._columns[runs] + 1
        table = self._grid.table or ""
        tried = np.bincount(places)
        passed = np.bincount(places[holds], minlength=len(tried))
        good = np.full(len(tried), _standing(form) >= limit)  # the first is for what stands in no column
        for place in (np.flatnonzero(tried[1:]) + 1).tolist():
            rate = self._tally.rate(form.number, table, place - 1)
            rate.tried += int(tried[place])
            rate.passed += int(passed[place])
            good[place] = self._reaches(form, place - 1, rate, limit)
            if good[place]:
                self._add_steps(rate, runs[places == place])
        return np.asarray(runs[holds & good[places]])

    def _in_lists(self, form: DigitsForm, limit: float, runs: Array) -> Array:
        """The runs that pass and, where they need that, stand in a list of numbers that lets them."""
        alone = _standing(form) >= limit
        places, tried = self._places
        if not alone:  # what stands in no list is not wanted
            runs = runs[tried[places[runs]] >= FEWEST]
        if not len(runs):
            return runs
        holds, places = self._holding(form, runs), places[runs]
        good = np.full(len(runs), alone)
        tried, passed = np.bincount(places), np.bincount(places[holds])
        for place in np.flatnonzero((tried[: len(passed)] >= FEWEST) & (passed > 0)).tolist():
            rate = Rate(int(tried[place]), int(passed[place]))
            reaches, own = self._reaches(form, -1, rate, limit), places == place
            good[own] = reaches
            if reaches:
                self._add_steps(rate, runs[own])
                starts = self._numbers().starts[runs[own & holds]].tolist()
                self._lists |= {(form.number, start): rate for start in starts}
        return np.asarray(runs[holds & good])

    @cached_property
    def _places(self) -> tuple[Array, Array]:
        """The number of the column or list of each run, from 1 on, 0 for none; and how many runs each has."""
        if self._grid is None:  # numbers after the same characters are a list
            names = self._numbers().before(np.arange(len(self._numbers().starts)))
            places = np.unique(names, return_inverse=True)[1] + 1
        else:
            places = self._columns + 1
        return places, np.bincount(places)

    @cached_property
    def _has_groups(self) -> bool:
        """Whether any number may be told by the others of its column or list."""
        many = len(self._numbers().starts) >= FEWEST
        return self._grid is not None or (many and int(self._places[1].max()) >= FEWEST)

    @cached_property
    def cells(self) -> Array:
        """The number of the cell in which each run of the text stands, where there is a table."""
        return _NONE if self._grid is None else self._grid.cells_at(self._numbers().starts)

    @cached_property
    def _columns(self) -> Array:
        """The column of each run of the text that fills its cell; -1 for the others."""
        assert self._grid is not None  # noqa: S101 - the caller has looked
        return self._grid.filled_by(self.cells, self._numbers().starts, self._numbers().ends)

    def _known(self, form: DigitsForm, candidate: Candidate) -> Rate | None:
        if self._grid is None:
            return None
        column = self._grid.column_at(candidate.start)
        return self._tally.rates.get((form.number, self._grid.table or "", column)) if column >= 0 else None

    def _reaches(self, form: DigitsForm, column: int, rate: Rate, limit: float) -> bool:
        recognizer = form.recognizer
        head = self._grid.heads.get(column, "") if self._grid else ""
        caption = self._caption(recognizer, head) if head else 0.0
        return _standing(form) + caption + _adds(form, rate, recognizer.prior + caption) >= limit

    def _add_steps(self, rate: Rate, runs: Array) -> None:
        """Looks at how the numbers of a column follow each other."""
        steps = np.diff(self._numbers().values(runs))
        rate.steps += len(steps)
        if len(steps):
            usual = int(np.median(steps))
            rate.even_steps += int((steps == usual).sum()) if 0 < abs(usual) <= _LARGEST_STEP else 0


def stands_alone(form: DigitsForm, limit: float) -> bool:
    """Whether a bare number may reach a limit of log-odds without a word or a column that speaks for it."""
    return not form.recognizer.label_required and _standing(form) >= limit


def _standing(form: DigitsForm) -> float:
    """The log-odds that a bare number adds up to at most, without its column."""
    recognizer = form.recognizer
    return recognizer.prior + recognizer.check_weight + recognizer.adjust_limit + form.form.bare_prior


def _adds(form: DigitsForm, rate: Rate, prior: float) -> float:
    checksum = form.form.checksum
    assert checksum is not None  # noqa: S101 - the callers have looked
    chance = len(checksum.remainders) / checksum.modulus
    return log_odds(rate.tried, rate.passed, chance, prior, form.recognizer.check_weight)
