"""Writes a folder of specimens with their truth: ``python -m tests.specimens OUT --split dev --count 60``."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.specimens.drawing import SPLITS
from tests.specimens.files import CONTAINERS, saved
from tests.specimens.making import CONDITIONS, specimens


def main() -> None:
    """Parses the command line and writes."""
    parser = argparse.ArgumentParser(prog="python -m tests.specimens", description=__doc__)
    parser.add_argument("out", type=Path, help="folder; made where it is missing")
    parser.add_argument("--split", choices=tuple(SPLITS), default="dev")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--first", type=int, default=0, help="seed of the first")
    parser.add_argument("--condition", choices=CONDITIONS, default="")
    parser.add_argument("--model", default="", help="only sides whose id contains this")
    parser.add_argument("--as", dest="container", choices=CONTAINERS, default="png")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    made = specimens(asked.split, asked.count, first=asked.first, condition=asked.condition, model=asked.model)
    for one in made:
        saved([one], asked.out / f"{one.split}-{one.seed:05d}", asked.container)


if __name__ == "__main__":
    main()
