"""How well each entity is found, and how far its scores are probabilities.

    python -m benchmarks.accuracy

Prints one table: the generated documents of the split ``test``, then the hand-written ones. Counts are of values and
findings; precision, recall and F1 count each document as often as its like occurs in mixed office text (`corpus`).
Brier score and calibration error (ECE, ten steps) are over everything that the detector weighed. Appends a line per set
to benchmarks/results/accuracy.jsonl.

    --each N      documents of every template (40)
    --split NAME  fit, calibration or test
    --dry         leave the results file alone
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import piiscan
from benchmarks.accuracy.corpus import HAND_WRITTEN, SEEDS, documents, hand_written
from benchmarks.accuracy.grammar import Document
from benchmarks.accuracy.scoring import THRESHOLDS, Row, brier, calibration_error, detector, matches, table

RESULTS = Path(__file__).resolve().parents[1] / "results" / "accuracy.jsonl"


def main() -> int:
    options = arguments()
    for name, texts in sets(options.split, options.each):
        reader = detector()
        rows = table([(text, matches(reader, text)) for text in texts])
        report(name, len(texts), rows)
        if not options.dry:
            RESULTS.parent.mkdir(exist_ok=True)
            with RESULTS.open("a") as out:
                out.write(json.dumps(record(name, len(texts), rows), sort_keys=True) + "\n")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=40)
    parser.add_argument("--split", choices=sorted(SEEDS), default="test")
    parser.add_argument("--dry", action="store_true")
    return parser.parse_args()


def sets(split: str, each: int) -> Iterator[tuple[str, list[Document]]]:
    yield f"generated {split}", documents(split, each)
    if HAND_WRITTEN.exists():
        yield "hand-written dev", hand_written()
    else:
        print(f"skipped: {HAND_WRITTEN} is absent")


def report(name: str, count: int, rows: dict[str, Row]) -> None:
    print(f"\n{name}: {count} documents")
    print(f"{'':24}{'':6}", *(f"| {use + f' (>= {at})':^36} " for use, at in THRESHOLDS.items()), "| probabilities")
    head = f"{'tp':>5}{'fp':>5}{'fn':>5}{'prec':>7}{'rec':>7}{'F1':>7} "
    print(f"{'entity':24}{'n':>6}", f"| {head} " * 2 + f"| {'cand':>5}{'Brier':>8}{'ECE':>7}")
    for entity, row in rows.items():
        print(f"{entity:24}{row.values:6}", end=" ")
        for outcome in row.outcomes.values():
            print(
                "| " + "".join(f"{n:5}" for n in outcome.counts) + "".join(f"{r:7.3f}" for r in outcome.rates),
                end="   ",
            )
        print(f"| {len(row.candidates):5}{brier(row.candidates):8.4f}{calibration_error(row.candidates):7.3f}")


def record(name: str, count: int, rows: dict[str, Row]) -> dict[str, object]:
    entities = {
        entity: {
            "values": row.values,
            "candidates": len(row.candidates),
            "brier": round(brier(row.candidates), 5),
            "ece": round(calibration_error(row.candidates), 4),
        }
        | {
            use: dict(zip(("tp", "fp", "fn"), outcome.counts, strict=True))
            | dict(zip(("precision", "recall", "f1"), (round(rate, 4) for rate in outcome.rates), strict=True))
            for use, outcome in row.outcomes.items()
        }
        for entity, row in rows.items()
    }
    return {"set": name, "documents": count, "piiscan": piiscan.__version__, "entities": entities}


if __name__ == "__main__":
    sys.exit(main())
