"""Fits the weights of evidence on generated text, and says what that is worth.

    python -m models.evidence.fit

Writes weights.json (every weight as declared and as fitted, and whether the fitted one is taken), metrics.json and
reliability.svg beside this file. It reads the templates of benchmarks/accuracy and the recognisers, nothing else; the
same seeds give the same files. CARD.md holds the recipe.

    --each N      documents of every template (120)
    --seed N      added to the seeds of the splits, to see how much depends on them; writes nothing
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.corpus import HAND_WRITTEN, SEEDS, documents, hand_written
from benchmarks.accuracy.grammar import Document
from benchmarks.accuracy.scoring import Row, brier, calibration_error
from models.evidence.declare import with_weights
from models.evidence.features import Key
from models.evidence.logistic import Problem, fit, log_loss
from models.evidence.reading import Reading, of_entity, reading, support
from models.evidence.reliability import diagram
from models.evidence.trust import better, breaks_examples, evaluated, loses_by_hand
from piiscan import packs
from piiscan.recognizer import Digits, Recognizer

HERE = Path(__file__).parent
MASSES = (20.0, 60.0, 200.0, 600.0)
"""How many rows the evidence of an entity may count for against what was declared: what is best on unseen wording."""
SPREAD, HELD = 1.0, 1e-3
"""How far a weight may be pulled (standard deviation), and one that is not to move."""
LEVEL, LEVEL_MASS = 0.7, 100.0
"""The same for the level of an entity, which the calibration moves, and how many rows count for it."""
FEWEST = 2.0
"""Weight of the candidates that a weight needs to be fitted at all."""


def main() -> int:
    options = arguments()
    recognizers = packs.load(())
    texts = {name: documents(name, options.each, seed + options.seed) for name, seed in SEEDS.items()}
    fitting, calibrating = (reading(recognizers, texts[name]) for name in ("fit", "calibration"))
    weights = levelled(best(fitting, calibrating), calibrating)
    weights = {key: round(weight, 1) for key, weight in weights.items() if key[0] != "*"}
    other = levelled(best(calibrating, fitting), fitting)
    known = {term.key: term.declared for row in fitting.terms for term in row if term.key}
    moved = {key[0] for key, weight in weights.items() if abs(weight - known[key]) > 0.05}
    chosen = [entity for entity in better([(calibrating, weights), (fitting, other)]) if entity in moved]
    print("better both ways:", *chosen)
    tried = {r.entity: r for r in with_weights(recognizers, weights)}
    chosen = [entity for entity in chosen if not breaks_examples(tried[entity])]
    print("and their own examples hold:", *chosen)
    chosen = [entity for entity in chosen if not loses_by_hand(recognizers, weights, entity)]
    final = {key: weight for key, weight in weights.items() if key[0] in chosen}
    measured = measure(recognizers, with_weights(recognizers, final), texts["test"])
    show(measured, chosen)
    for key, weight in sorted(final.items()):
        print(key, weight)
    if not options.seed:
        write(fitting, weights, chosen, measured, texts)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=120)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def problem(rows: Reading, start: Mapping[Key, float], mass: float) -> Problem:
    """The rows as a problem; a weight without a start stands in the offset as declared."""
    number = {key: column for column, key in enumerate(start)}
    shares = np.zeros((len(rows.terms), len(number)))
    offset = np.zeros(len(rows.terms))
    for line, row in enumerate(rows.terms):
        for term in row:
            if term.key in number:
                shares[line, number[term.key]] += term.share
            else:
                offset[line] += term.declared * term.share
    known = support(rows)
    spread = [spread_of(key, rows.recognizers.get(key[0]), known.get(key, (0.0, 0.0))) for key in start]
    truth = np.array([float(candidate.true) for candidate in rows.candidates])
    starts, signed = np.array(list(start.values())), np.array([key[1] != "prior" for key in start])
    return Problem(shares, offset, truth, masses(rows, mass), starts, np.array(spread), signed)


def spread_of(key: Key, recognizer: Recognizer | None, known: tuple[float, float]) -> float:
    """How far a weight may be pulled.

    Not at all where there are too few candidates to tell (of the prior: true ones and false ones), where it is the
    engine's, and where it says how rare a number is among all numbers: that is a property of the population that no
    generator knows.
    """
    prior = key[1] == "prior"
    if recognizer is None or (min(known) if prior else sum(known)) < FEWEST or (prior and _is_bare_number(recognizer)):
        return HELD
    return SPREAD


def _is_bare_number(recognizer: Recognizer) -> bool:
    """Whether nothing but its check sum tells a value from any other number."""
    return bool(recognizer.check_weight) and any(isinstance(form, Digits) for form in recognizer.forms)


def masses(rows: Reading, most: float) -> NDArray[np.float64]:
    """How much each row counts: as its document, and all rows of an entity together for so many at most."""
    weight = np.array([candidate.weight for candidate in rows.candidates])
    owners = np.array([candidate.match.entity for candidate in rows.candidates])
    for entity in np.unique(owners):
        own = owners == entity
        effective = weight[own].sum() ** 2 / (weight[own] ** 2).sum()
        weight[own] *= min(most, effective) / weight[own].sum()
    return weight


def best(fitting: Reading, judging: Reading) -> dict[Key, float]:
    """The weights of each entity, fitted with the mass that loses least on a split in other words."""
    weights: dict[Key, float] = {}
    for entity in sorted({c.match.entity for c in judging.candidates}):
        own = of_entity(fitting, entity)
        start = {term.key: term.declared for row in own.terms for term in row if term.key}
        judge = problem(of_entity(judging, entity), start, 1.0)
        tries = [fit(problem(own, start, mass)) for mass in MASSES] if start else []
        if tries:
            found = min([judge.start, *tries], key=lambda tried: log_loss(judge, tried))
            weights |= dict(zip(start, found.tolist(), strict=True))
    return weights


def levelled(weights: dict[Key, float], rows: Reading) -> dict[Key, float]:
    """The weights with the level of each entity set so that its mean score in these rows is its share of true ones."""
    known = [[t._replace(declared=weights.get(t.key, t.declared)) if t.key else t for t in row] for row in rows.terms]
    start = {key: weight for key, weight in weights.items() if key[1] == "prior"}
    found = problem(replace(rows, terms=known), start, LEVEL_MASS)
    moved = fit(replace(found, spread=np.where(found.spread == HELD, HELD, LEVEL)))
    return weights | dict(zip(start, moved.tolist(), strict=True))


Measured = dict[str, tuple[dict[str, Row], dict[str, Row]]]


def measure(before: Sequence[Recognizer], after: Sequence[Recognizer], texts: Sequence[Document]) -> Measured:
    """The rows of the test split and of the hand-written documents, as declared and as fitted."""
    sets = {"test": texts} | ({"dev": hand_written()} if HAND_WRITTEN.exists() else {})
    return {name: (evaluated(before, own), evaluated(after, own)) for name, own in sets.items()}


def figures(row: Row) -> dict[str, float]:
    report, redact = row.outcomes["report"], row.outcomes["redact"]
    return {
        "values": row.values,
        "candidates": len(row.candidates),
        "f1": round(report.rates[2], 4),
        "precision": round(report.rates[0], 4),
        "recall": round(report.rates[1], 4),
        "recall_redact": round(redact.rates[1], 4),
        "brier": round(brier(row.candidates), 5),
        "ece": round(calibration_error(row.candidates), 4),
    }


def show(measured: Measured, chosen: Sequence[str]) -> None:
    for name, (before, after) in measured.items():
        print(f"\n{name:24}{'F1':>14}{'recall to redact':>20}{'Brier':>20}{'ECE':>16}")
        for entity, row in before.items():
            old, new = figures(row), figures(after[entity])
            pairs = [(old[what], new[what]) for what in ("f1", "recall_redact", "brier", "ece")]
            line = "".join(f"   {a:.4f} > {b:.4f}" if a != b else f"   {a:.4f}{'':9}" for a, b in pairs)
            print(f"{entity:24}{line}{'   taken' if entity in chosen else ''}")


def write(
    rows: Reading, weights: Mapping[Key, float], chosen: Sequence[str], measured: Measured,
    texts: Mapping[str, Sequence[Document]],
) -> None:  # fmt: skip
    """The files of the model."""
    known = support(rows)
    listed = [
        {"entity": key[0], "weight": key[1], "declared": term.declared, "fitted": weights.get(key),
         "true": round(known[key][0]), "false": round(known[key][1]), "taken": key[0] in chosen}
        for key, term in sorted({t.key: t for row in rows.terms for t in row if t.key}.items())
    ]  # fmt: skip
    result = {"entities": chosen, "seeds": SEEDS, "weights": listed}
    (HERE / "weights.json").write_text(json.dumps(result, indent=1, sort_keys=True) + "\n")
    metrics = {
        name: {entity: {"before": figures(row), "after": figures(after[entity])} for entity, row in before.items()}
        for name, (before, after) in measured.items()
    } | {"documents": {name: len(own) for name, own in texts.items()}}
    (HERE / "metrics.json").write_text(json.dumps(metrics, indent=1, sort_keys=True) + "\n")
    before, after = ({name: row.candidates for name, row in rows.items()} for rows in measured["test"])
    (HERE / "reliability.svg").write_text(diagram(before, after), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
