"""How much of what identifies somebody is black on copies of identity documents.

    python benchmarks/idcopy/coverage.py

Runs `piiscan.redact_idcopy.redact_stream` on every labelled picture of ../shared/data/idcopies, decodes what it wrote,
and measures the share of each labelled box that is black. Prints one table and appends a line to
benchmarks/results/idcopy.jsonl. The pictures are a development set: what it says about others is less.

    --out FOLDER   keep the copies, to look at them
    --only TEXT    only pictures whose name holds this
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from piiscan.errors import PiiscanError
from piiscan.model import Blob
from piiscan.reading import Reading
from piiscan.redact_idcopy import redact_stream

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "idcopies"
RESULTS = ROOT / "benchmarks" / "results" / "idcopy.jsonl"
KINDS = ("photo", "ghost", "mrz", "docno", "pno", "barcode")
BLACK, ENOUGH = 40, 0.95


def main() -> int:
    options = arguments()
    if not DATA.exists():
        print(f"skipped: {DATA} is absent")
        return 0
    labels = json.loads((DATA / "labels.json").read_text())
    rows = [measure(name, label, options.out) for name, label in labels.items() if options.only in name]
    report(rows)
    if not options.only:
        RESULTS.parent.mkdir(exist_ok=True)
        with RESULTS.open("a") as out:
            out.write(json.dumps(summary(rows), sort_keys=True) + "\n")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--only", default="")
    return parser.parse_args()


def measure(name: str, label: dict, out: Path | None) -> dict:
    data = (DATA / "images" / name).read_bytes()
    copy, start = BytesIO(), time.process_time()
    row = {"name": name, "status": "done", "boxes": {}, "black": 0.0}
    try:
        redact_stream(Blob(name, lambda: BytesIO(data), len(data), name), copy, Reading())
    except PiiscanError as error:
        row |= {"status": type(error).__name__, "reason": error.reason}
    row["seconds"] = time.process_time() - start
    if row["status"] == "done":
        if out:
            out.mkdir(exist_ok=True, parents=True)
            (out / name).write_bytes(copy.getvalue())
        black = np.asarray(Image.open(copy, formats=["PNG", "JPEG"]).convert("L")) <= BLACK
        row["black"] = float(black.mean())
        row["boxes"] = {kind: [share(black, box) for box in label[kind]] for kind in KINDS}
    print(
        f"{name:30} {row['status']:12} {row.get('reason', ''):32} {row['seconds']:6.1f} s {row['black']:5.0%} black",
        end="",
    )
    print(*(f"  {kind} {value:.2f}" for kind, values in row["boxes"].items() for value in values if value < ENOUGH))
    return row


def share(black: np.ndarray, box: list) -> float:
    left, top, right, bottom = map(int, box[0] if isinstance(box[0], list) else box)
    return float(black[top:bottom, left:right].mean())


def report(rows: list[dict]) -> None:
    total = summary(rows)
    print(f"\n{'kind':10} covered at least {ENOUGH:.0%}, of copies written")
    for kind, (covered, count) in total["covered"].items():
        print(f"{kind:10} {covered:3} of {count}")
    print(
        f"\nwritten {total['written']} of {total['documents']}; of these everything covered on {total['whole']};"
        f" refused {total['refused']}; {total['seconds']:.1f} CPU-seconds a picture; {total['black']:.0%} black"
    )


def summary(rows: list[dict]) -> dict:
    done = [row for row in rows if row["status"] == "done"]
    boxes = {kind: [value for row in done for value in row["boxes"][kind]] for kind in KINDS}
    return {
        "documents": len(rows),
        "written": len(done),
        "refused": len(rows) - len(done),
        "whole": sum(all(v >= ENOUGH for values in row["boxes"].values() for v in values) for row in done),
        "covered": {kind: [sum(v >= ENOUGH for v in values), len(values)] for kind, values in boxes.items()},
        "seconds": round(sum(row["seconds"] for row in rows) / max(1, len(rows)), 2),
        "black": round(sum(row["black"] for row in done) / max(1, len(done)), 3),
    }


if __name__ == "__main__":
    sys.exit(main())
