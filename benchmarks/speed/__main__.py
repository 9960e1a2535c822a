"""How fast piiscan is beside other engines, and how its time and memory grow.

    python -m benchmarks.speed [engines] [latency] [memory] [growth] [--quick] [--work FOLDER]

Without names, all four parts (about six minutes on two cores; about one with --quick). Prints tables, and what the
figures are beside what they ought to be; a full run appends a line for each part to benchmarks/results/speed.jsonl.
Exits with 1 where time or memory grows faster than the text.

    --work FOLDER      keep corpora and environments here, for the next run; a temporary folder otherwise
    --engines A,B      only engines whose name holds one of these
    --corpora A,B      only these corpora
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.speed import corpora, goals, growth, latency, memory, race
from benchmarks.speed.corpora import MB
from benchmarks.speed.engines import ENGINES

RESULTS = Path(__file__).resolve().parents[1] / "results" / "speed.jsonl"
PACKAGES = ("piiscan", "google-re2", "regex", "numpy", "presidio-analyzer")


def main() -> int:
    options = arguments()
    parts = options.parts or list(PARTS)
    with tempfile.TemporaryDirectory(prefix="piiscan-speed-") as temporary:
        work = options.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        breaches = 0
        for part in parts:
            print(f"== {part}", flush=True)
            row, breach = PARTS[part](options, work.resolve())
            breaches += breach
            if row and not (options.quick or options.engines or options.corpora):
                append({"part": part, **row})
            print(flush=True)
    return 1 if breaches else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--work", type=Path)
    parser.add_argument("--engines", default="")
    parser.add_argument("--corpora", default="")
    return parser.parse_args()


def engines(options: argparse.Namespace, work: Path) -> tuple[dict[str, Any], bool]:
    """All engines on all corpora."""
    built = [
        c for c in corpora.build(work, (16 if options.quick else 48) * MB) if c.name in (options.corpora or c.name)
    ]
    names = [name for name in ENGINES if any(part in name for part in options.engines.split(","))]
    ready, absent = race.start([n for n in names if not options.quick or race.installed(n, work)], work)
    absent |= {name: "left out" for name in ENGINES if name not in ready and name not in absent}
    rows: list[race.Row] = []
    try:
        for corpus in built:
            if corpus.skipped:
                print(f"{corpus.name}: skipped: {corpus.skipped}\n")
                continue
            found = race.race(corpus, ready, *((2, 0.06) if options.quick else (5, 0.45)))
            print(race.table(corpus, found, absent), end="\n\n", flush=True)
            rows += found
    finally:
        for worker in ready.values():
            worker.close()
    print(goals.table(rows))
    return {"rows": [row.record() for row in rows], "absent": absent}, False


def latencies(options: argparse.Namespace, work: Path) -> tuple[dict[str, Any], bool]:
    """One short text."""
    rows = latency.warm() + latency.fresh()
    print(latency.table(rows))
    return {"rows": [asdict(row) for row in rows]}, False


def memories(options: argparse.Namespace, work: Path) -> tuple[dict[str, Any], bool]:
    """Memory against the size of a file."""
    prose = corpora.build(work, (16 if options.quick else 48) * MB)[0]
    if prose.skipped:
        print(f"skipped: {prose.skipped}")
        return {}, False
    row = memory.memory(prose, 10 if options.quick else 25)
    print(memory.table(row))
    return asdict(row), row.ratio > memory.FLAT


def growths(options: argparse.Namespace, work: Path) -> tuple[dict[str, Any], bool]:
    """Time against the length of a hostile text."""
    rows = growth.everything(options.quick)
    print(growth.table(rows))
    return {"rows": [row.record() for row in rows]}, any(row.ratio > growth.LIMIT for row in rows)


PARTS: dict[str, Callable[[argparse.Namespace, Path], tuple[dict[str, Any], bool]]] = {
    "engines": engines,
    "latency": latencies,
    "memory": memories,
    "growth": growths,
}


def append(row: dict[str, Any]) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    with RESULTS.open("a") as out:
        out.write(json.dumps({**row, "machine": machine()}, sort_keys=True) + "\n")


def machine() -> dict[str, str]:
    """What the figures depend on."""
    cpu = Path("/proc/cpuinfo")
    models = (
        [line.partition(": ")[2] for line in cpu.read_text().splitlines() if "model name" in line]
        if cpu.exists()
        else []
    )
    return {
        "cpu": models[0] if models else platform.machine(),
        "python": platform.python_version(),
        **dict(_versions()),
    }


def _versions() -> list[tuple[str, str]]:
    found = []
    for name in PACKAGES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            found.append((name, ""))
    return found


if __name__ == "__main__":
    sys.exit(main())
