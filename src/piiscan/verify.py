"""Proves a copy clean before it is published.

Three looks, none of them by the reader that located what was cut: every string and every unpacked stream of the copy is
searched for each value that was removed; the text is read by another library (PDF) or by nothing but the unpacked
markup itself (Office, HTML); and the copy is scanned as if it were new.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import BinaryIO

from piiscan.categories import SEEN, kind
from piiscan.detect.context import latin1
from piiscan.detect.known import KnownValues
from piiscan.errors import LeakFound, LimitExceeded
from piiscan.formats._encoding import decode, looks_like_text
from piiscan.model import Blob, FileState, Finding, Problem, Status
from piiscan.reading import Reading
from piiscan.scan import Scanner

__all__ = ["verify"]

_BATCH = 400
_DEEPEST = 20


def verify(
    copy: Blob, values: Mapping[str, str], scanner: Scanner, reading: Reading, ours: Callable[[str], bool]
) -> tuple[str, ...]:
    """Looks for everything that was removed.

    Arguments:
        copy: the redacted copy, not yet published.
        values: each removed value that is long enough to be told apart, and its entity.
        scanner: scans the copy as if it were new.
        reading: a fresh budget.
        ours: whether a value is what the redaction itself wrote.

    Returns:
        The names of the checks that passed.

    Raises:
        LeakFound: something is still there, or the copy could not be read whole; names the kind and the place.
        LimitExceeded: the copy is too large to be proven clean.
    """
    known = KnownValues(values)
    needles = _needles(values)
    readers = set()
    with copy.open() as stream:
        for place, reader, content in _everything(stream, copy.path, reading):
            readers.add(reader)
            _search(content, needles, known, place)
    _rescan(copy, scanner, reading.fresh(), ours)
    return ("rescan", *sorted(readers))


def _search(content: str | bytes, needles: list[tuple[str, object]], known: KnownValues, place: str) -> None:
    if isinstance(content, bytes):
        for entity, pattern in needles:
            if pattern.search(content):  # type: ignore[attr-defined]
                raise LeakFound(f"{entity} is still in the bytes of the copy", place)
    else:
        for _, entity in known.find(content):
            raise LeakFound(f"{entity} is still in the text of the copy", place)


def _rescan(copy: Blob, scanner: Scanner, reading: Reading, ours: Callable[[str], bool]) -> None:
    named = scanner.config.entities or frozenset()
    for item in scanner.scan(copy, reading, redact=True):
        if isinstance(item, Problem):
            raise LeakFound(f"the copy could not be read whole ({item.reason})", item.path)
        if isinstance(item, Finding):
            cut = kind(item.entity) == "value" or item.entity in named
            if cut and (item.entity in SEEN or not ours(item.value)):
                raise LeakFound(f"{item.entity} is found again in the copy at {item.at.partition(';')[0]}", item.path)
        if isinstance(item, FileState) and item.status is not Status.OK:
            raise LeakFound(f"the copy could not be read whole ({item.status})", item.path)


def _needles(values: Mapping[str, str]) -> list[tuple[str, object]]:
    """One pattern per batch of values, in every encoding that a file may hold them in."""
    by_entity: dict[str, set[bytes]] = {}
    for value, entity in values.items():
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1252"):
            by_entity.setdefault(entity, set()).add(value.encode(encoding, "replace"))
    needles = []
    for entity, wanted in sorted(by_entity.items()):
        ordered = sorted(wanted)
        for start in range(0, len(ordered), _BATCH):
            batch = "|".join(_escaped(needle) for needle in ordered[start : start + _BATCH])
            needles.append((entity, latin1(batch, ignore_case=True)))
    return needles


def _escaped(needle: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in needle)


def _everything(
    stream: BinaryIO, path: str, reading: Reading, depth: int = 0
) -> Iterator[tuple[str, str, str | bytes]]:
    """Every string and stream of a copy: ``(place, reader, content)``, containers unpacked by the standard library."""
    if depth > _DEEPEST:
        raise LimitExceeded("depth", path)
    head = stream.read(1024)
    stream.seek(0)
    if head.startswith(b"PK"):
        yield from _zip(stream, path, reading, depth)
    elif b"%PDF-" in head:
        from piiscan.formats import _pdf_verify as pdf

        yield from ((f"{path}: {place}", "search", data) for place, data in pdf.all_bytes(stream, path, reading))
        stream.seek(0)
        yield from ((f"{path}: {place}", "pdfplumber", text) for place, text in pdf.second_text(stream, path, reading))
    else:
        yield from _flat(stream.read(), path)


def _zip(stream: BinaryIO, path: str, reading: Reading, depth: int) -> Iterator[tuple[str, str, str | bytes]]:
    with zipfile.ZipFile(stream) as archive:
        yield path, "search", archive.comment
        for number, info in enumerate(archive.infolist(), start=1):
            place = f"{path}!/{number}"
            yield place, "search", info.filename.encode("utf-8", "replace") + info.comment + info.extra
            yield place, "search", info.filename
            data = archive.read(info)
            reading.produced(len(data), path)
            yield from _everything(BytesIO(data), place, reading, depth + 1)


def _flat(data: bytes, path: str) -> Iterator[tuple[str, str, str | bytes]]:
    yield path, "search", data
    if looks_like_text(data[: 1 << 16]):
        text = decode(data)
        yield path, "text", text
        if "<" in text:
            yield path, "markup", html.unescape(re.sub(r"<[^<>]*>", "", text))
            yield path, "markup", html.unescape(re.sub(r"<[^<>]*>", " ", text))
