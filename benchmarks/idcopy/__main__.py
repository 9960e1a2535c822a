"""How complete copies of identity documents are redacted.

    python -m benchmarks.idcopy                    # 29 real pictures, and 85 specimens of the development split
    python -m benchmarks.idcopy --split test       # the figures that count
    python -m benchmarks.idcopy --split dev --count 17 --condition clean --dutch --sheet sheets/

Runs `piiscan.redact_idcopy.redact_stream` on each picture, decodes what it wrote, and measures which share of each item
is black. Prints a table for each set and appends a line to benchmarks/results/idcopy.jsonl, unless --quiet.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.idcopy.cases import DATA, Case, real, specimens
from benchmarks.idcopy.running import run
from benchmarks.idcopy.scoring import Row, summary, table

RESULTS = Path(__file__).resolve().parents[1] / "results" / "idcopy.jsonl"


def main() -> int:
    """Runs what the command line asks for."""
    options = arguments()
    sets: dict[str, Iterable[Case]] = {}
    if options.only or options.split in ("", "real"):
        sets["real"] = real(options.only)
        if not DATA.exists():
            print(f"skipped: {DATA} is absent")
    if not options.only and options.split != "real":
        split = options.split or "dev"
        sets[split] = specimens(split, options.count, options.condition, options.first, options.dutch)
    for name, cases in sets.items():
        rows = []
        for row in run(cases, options.mode, options.sheet, options.jobs):
            print(said(row), flush=True)
            rows.append(row)
        if rows:
            print(f"\n== {name}\n{table(rows)}\n")
        if rows and not options.quiet:
            kept = {"set": name, "condition": options.condition, "dutch": options.dutch, **summary(rows)}
            with RESULTS.open("a") as out:
                out.write(json.dumps(kept, sort_keys=True) + "\n")
    return 0


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", default="", help="train, dev, test or real; dev and real where it is not given")
    parser.add_argument("--count", type=int, default=85, help="of specimens")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--condition", default="", help="this one only")
    parser.add_argument("--dutch", action="store_true", help="Dutch documents only")
    parser.add_argument("--only", default="", help="real pictures whose name holds this")
    parser.add_argument("--mode", default="auto", choices=("auto", "mask", "keep"))
    parser.add_argument("--sheet", type=Path, help="a folder for the copies and for sheets of before and after")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--quiet", action="store_true", help="keep no results")
    return parser.parse_args()


def said(row: Row) -> str:
    """One line about a case."""
    wrong = [f"{kind} blacked" for kind, value in row.allowed if value > 0.3 and row.mode == "mask"]
    left = [f"LEFT {item}" for item in row.left]
    return f"{row.name:34} {row.mode:8} {row.seconds:5.1f} s {row.black:4.0%} {row.reason} {'; '.join(left + wrong)}"


if __name__ == "__main__":
    sys.exit(main())
