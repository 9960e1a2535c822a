"""One JSON object a line: for programs. ASCII only, so that it is safe on a terminal as well."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from piiscan.report.record import Item, Options, records

SUFFIX = ".jsonl"


def write(items: Iterable[Item], out: TextIO, options: Options) -> None:
    """Writes each record as soon as its file is done."""
    for record in records(items, options):
        out.write(json.dumps(record, ensure_ascii=True, allow_nan=False, separators=(",", ":")) + "\n")
