"""Redacts the pictures of the benchmark, in one process or several, and measures what comes out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from PIL import Image

from benchmarks.idcopy.cases import Case
from benchmarks.idcopy.scoring import Row, score
from benchmarks.idcopy.sheets import write
from piiscan.errors import PiiscanError
from piiscan.model import Blob
from piiscan.reading import Reading
from piiscan.redact_idcopy import redact_stream

__all__ = ["measured", "run"]


def run(cases: Iterable[Case], mode: str, folder: Path | None, processes: int) -> Iterator[Row]:
    """Every case, in order."""
    jobs = ((case, mode, folder) for case in cases)
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        while some := list(islice(jobs, 4 * processes)):
            yield from pool.map(measured, *zip(*some, strict=True))


def measured(case: Case, mode: str, folder: Path | None) -> Row:
    """One case."""
    out, start = BytesIO(), time.process_time()
    try:
        done = redact_stream(
            Blob(case.name, lambda: BytesIO(case.data), len(case.data), case.name),
            out,
            Reading(),
            mode=mode,  # type: ignore[arg-type]
        )
    except PiiscanError as error:
        row = Row(case.name, case.condition, case.dutch, "refused", f"{type(error).__name__}: {error.reason}")
        if folder:
            write(folder, case, None, row)
        return row
    seconds = time.process_time() - start
    image = Image.open(out, formats=["PNG", "JPEG", "TIFF"])
    row = score(case, image, done.mode, seconds, "; ".join(getattr(done, "doubts", ())))
    if folder:
        write(folder, case, image, row)
    return row
