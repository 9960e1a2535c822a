"""Logistic regression that stays near what it was told: weighted, penalised towards given weights, signs kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Problem", "fit", "log_loss"]

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Problem:
    """Rows of addends and their truth.

    Arguments:
        shares: rows x weights: how much of each weight is in the sum of a row.
        offset: what is in the sum besides.
        truth: 1 or 0 per row.
        mass: how much a row counts.
        start: the weights as declared; the penalty pulls there.
        spread: standard deviation of that pull, per weight.
        signed: which weights keep their sign: a label never counts against.
    """

    shares: Array
    offset: Array
    truth: Array
    mass: Array
    start: Array
    spread: Array
    signed: NDArray[np.bool_]


def fit(problem: Problem, rounds: int = 60) -> Array:
    """The weights with the least penalised loss; Newton steps, a signed weight that would cross zero stays there."""
    weights = problem.start.copy()
    low = np.where(problem.signed & (problem.start > 0), 0.0, -np.inf)
    high = np.where(problem.signed & (problem.start < 0), 0.0, np.inf)
    pull = problem.spread**-2
    for _ in range(rounds):
        score = _score(problem, weights)
        slope = problem.shares.T @ (problem.mass * (score - problem.truth)) + pull * (weights - problem.start)
        bend = (problem.shares * (problem.mass * score * (1 - score))[:, None]).T @ problem.shares + np.diag(pull)
        held = ((weights <= low) & (slope > 0)) | ((weights >= high) & (slope < 0))
        step = np.zeros_like(weights)
        free = ~held
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        step *= min(1.0, 1.5 / (np.abs(step).max() + 1e-12))
        weights = np.clip(weights - step, low, high)
        if np.abs(step).max() < 1e-7:
            break
    return weights


def log_loss(problem: Problem, weights: Array) -> float:
    """The mean loss, without the penalty."""
    score = np.clip(_score(problem, weights), 1e-12, 1 - 1e-12)
    loss = -problem.truth * np.log(score) - (1 - problem.truth) * np.log(1 - score)
    return float((problem.mass * loss).sum() / problem.mass.sum())


def _score(problem: Problem, weights: Array) -> Array:
    total = np.clip(problem.shares @ weights + problem.offset, -60, 60)
    return np.asarray(1 / (1 + np.exp(-total)))
