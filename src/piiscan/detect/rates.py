"""The pass rates of columns: what the other numbers of its column say of one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from piiscan.checksums import Checksum
from piiscan.detect.columns import FEWEST, Grid, log_odds
from piiscan.detect.forms import Candidate, DigitsForm
from piiscan.detect.numbers import Numbers
from piiscan.detect.tally import Rate, Tally
from piiscan.model import Evidence
from piiscan.recognizer import Recognizer

__all__ = ["Rates"]

Array: TypeAlias = NDArray[Any]

_SERIES = Evidence("series of numbers", -6.0)
_MANY, _USUAL = 8, 0.5
"""Long numbers of a column, and the share of them that has to look alike."""
_LARGEST_STEP = 10
"""Between two numbers of a series."""


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
        self._sums: dict[tuple[tuple[int, ...], str, Checksum], tuple[Array, Array]] = {}

    def likely(self, form: DigitsForm, limit: float) -> tuple[Array, Array]:
        """Starts and ends of the bare numbers whose sum holds and that reach a limit of log-odds without any word.

        The rates of the columns are brought up to date with all numbers of the form, passing or failing.
        """
        numbers, none = self._numbers(), np.array([], np.int64)
        if not len(numbers.starts) or (self._grid is None and len(numbers.starts) < FEWEST and _standing(form) < limit):
            return none, none
        runs, holds = self._summed(form)
        passed = (
            self._in_lists(form, limit, runs, holds) if self._grid is None else self._in_table(form, limit, runs, holds)
        )
        runs = none if form.recognizer.label_required else passed
        return numbers.starts[runs], numbers.ends[runs]

    def usual(self, runs: Array, limit: float) -> Array:
        """The runs that are no odd ones among the long numbers of their column or list.

        A column of random numbers holds some that look like telephone numbers. Below even odds nothing is left out: a
        copy loses a number too many rather than one too few.
        """
        numbers = self._numbers()
        if limit < 0 or len(runs) == len(numbers.starts) or not len(runs):
            return runs
        if self._grid is None:
            place = np.unique(numbers.before(np.arange(len(numbers.starts))), return_inverse=True)[1] + 1
        else:
            place = self._columns + 1
        tried = np.bincount(place)
        fits = np.bincount(place[runs], minlength=len(tried))
        odd = (tried >= _MANY) & (fits < tried * _USUAL)
        odd[0] = False  # what stands in no column
        return np.asarray(runs[~odd[place[runs]]])

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

    def _summed(self, form: DigitsForm) -> tuple[Array, Array]:
        """The bare runs of the lengths of a form, and for which of them its sum holds."""
        numbers, checksum = self._numbers(), form.form.checksum
        assert checksum is not None  # noqa: S101 - only such forms come here
        key = (form.form.lengths, form.form.first, checksum)
        if key not in self._sums:
            runs = numbers.bare(form.form.lengths, form.form.first)
            self._sums[key] = runs, numbers.holds(runs, checksum)
        return self._sums[key]

    def _in_table(self, form: DigitsForm, limit: float, runs: Array, holds: Array) -> Array:
        """The runs that pass and whose column lets them."""
        assert self._grid is not None  # noqa: S101 - the caller has looked
        columns = self._columns[runs]
        table = self._grid.table or ""
        inside = columns >= 0
        tried = np.bincount(columns[inside])
        passed = np.bincount(columns[inside & holds], minlength=len(tried))
        good = np.full(len(tried) + 1, _standing(form) >= limit)  # the last is for what stands in no column
        for column in np.flatnonzero(tried).tolist():
            rate = self._tally.rate(form.number, table, column)
            rate.tried += int(tried[column])
            rate.passed += int(passed[column])
            good[column] = self._reaches(form, column, rate, limit)
            if good[column]:
                self._add_steps(rate, runs[columns == column])
        return np.asarray(runs[holds & good[columns]])

    def _in_lists(self, form: DigitsForm, limit: float, runs: Array, holds: Array) -> Array:
        """The runs that pass and, where they need that, stand in a list of numbers that lets them."""
        good = np.full(len(runs), _standing(form) >= limit)
        names = self._numbers().before(runs)
        for name in np.unique(names[holds]).tolist():
            own = names == name
            rate = Rate(int(own.sum()), int(holds[own].sum()))
            good[own] = self._reaches(form, -1, rate, limit)
            if good[own].any():
                self._add_steps(rate, runs[own])
                for run in runs[own & holds].tolist():
                    self._lists[form.number, int(self._numbers().starts[run])] = rate
        return np.asarray(runs[holds & good])

    @cached_property
    def _columns(self) -> Array:
        """The column of each run of the text that fills its cell; -1 for the others."""
        assert self._grid is not None  # noqa: S101 - the caller has looked
        return self._grid.filled_by(self._numbers().starts, self._numbers().ends)

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


def _standing(form: DigitsForm) -> float:
    """The log-odds that a bare number adds up to at most, without its column."""
    recognizer = form.recognizer
    return recognizer.prior + recognizer.check_weight + recognizer.adjust_limit + form.form.bare_prior


def _adds(form: DigitsForm, rate: Rate, prior: float) -> float:
    checksum = form.form.checksum
    assert checksum is not None  # noqa: S101 - the callers have looked
    chance = len(checksum.remainders) / checksum.modulus
    return log_odds(rate.tried, rate.passed, chance, prior, form.recognizer.check_weight)
