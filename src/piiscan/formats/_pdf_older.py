"""Older revisions: what an incremental update left in the file, though no reader shows it (ISO 32000-2, 7.5.6)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from piiscan.errors import Damaged, LimitExceeded
from piiscan.formats._pdf_file import opened
from piiscan.reading import Reading

if TYPE_CHECKING:
    import pikepdf

__all__ = ["known", "outside", "revisions"]

_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
_MOST = 64


def outside(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What stands before the header and after the last end: a name, and the bytes."""
    start = data.find(b"%PDF-")
    ends = [match.end() for match in re.finditer(rb"%%EOF", data)]
    pieces = (("before", data[: max(0, start)]), ("after", data[ends[-1] :] if ends else b""))
    yield from ((name, piece) for name, piece in pieces if piece.strip(b"\0 \t\r\n\f"))


def known(data: bytes, pdf: pikepdf.Pdf) -> set[bytes]:
    """What the objects of the newest revision hold, to compare older ones with; empty where there are none."""
    return {_digest(found) for found in pdf.objects} if _ends(data) else set()


def revisions(
    data: bytes, seen: set[bytes], path: str, reading: Reading
) -> Iterator[tuple[int, pikepdf.Pdf, set[int]]]:
    """Each older revision, the newest first: its number from 1, the file as it was, and the objects since replaced.

    Arguments:
        data: the whole file.
        seen: what the newest revision holds, as `known` gave it before the file was made plain.
        path: the blob.
        reading: the budget.

    Raises:
        LimitExceeded: there are too many to look at.
    """
    ends = _ends(data)
    if len(ends) > _MOST:
        raise LimitExceeded("revisions", path)
    for number in range(len(ends), 0, -1):
        reading.tick(path)
        try:
            older = opened(data[: ends[number - 1]], path, reading)
        except Damaged:
            continue  # a mark inside a stream, or a revision of which nothing is left to open
        digests = {getattr(found, "objgen", (0, 0))[0]: _digest(found) for found in older.objects}
        changed = {number for number, digest in digests.items() if digest not in seen}
        seen = seen.union(digests.values())
        if changed:
            yield number, older, changed


def _ends(data: bytes) -> list[int]:
    """Where each older revision ends; the first end of a linearised file points to 0 and closes its first page only."""
    return [match.end() for match in _END.finditer(data) if int(match.group(1)[:18])][:-1]


def _digest(found: Any) -> bytes:
    import pikepdf

    whole = hashlib.blake2b(digest_size=16)
    if isinstance(found, pikepdf.Stream):
        whole.update(found.stream_dict.unparse(resolved=True) + b"\n" + found.read_raw_bytes())
    elif isinstance(found, pikepdf.Object):
        whole.update(found.unparse(resolved=True))
    else:
        whole.update(repr(found).encode())
    return whole.digest()
