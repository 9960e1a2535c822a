"""Findings that a person has looked at and rejected, so that the next scan does not show them again.

A baseline is a file of JSON lines. It holds no value: each line is an entity and the fingerprint of a value under the
key file (`piiscan.keyfile`), and, where the rejection is for one file only, the fingerprint of its path::

    {"type":"baseline","version":1,"key":"5f0c…","entries":2,"mac":"91ab…"}
    {"entity":"NL_BSN","fingerprint":"k1:9f2c…"}
    {"entity":"NL_KVK","fingerprint":"k1:07d1…","path":"p1:44e0…"}

The first line tells the key and proves the rest: a baseline of another key would hide nothing and one that was cut or
changed something else, so both are an error. It is made of the records of a report in which a review has set
``"review": "rejected"``::

    piiscan scan SHARE --format jsonl > found.jsonl         # a review adds "review": "rejected" to some of the lines
    piiscan baseline found.jsonl -o baseline.jsonl
    piiscan scan SHARE --baseline baseline.jsonl

A redaction never uses one: what was rejected is cut all the same.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

from piiscan.errors import ConfigError
from piiscan.model import FileState, Finding
from piiscan.own import is_entity_name
from piiscan.report.masks import Masks
from piiscan.report.record import Item, fingerprint

__all__ = ["Baseline", "Sift", "from_records", "key_id", "load", "write"]

_VERSION = 1
_REVIEWS = ("rejected", "accepted", "open", None)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was rejected.

    Arguments:
        entries: entity, fingerprint of the value, and fingerprint of the path, which is empty for every path.
    """

    entries: frozenset[tuple[str, str, str]] = frozenset()

    def holds(self, entity: str, value: str, key: bytes, paths: Iterable[str] = ()) -> bool:
        """Whether a value was rejected as this entity, everywhere or at one of some paths.

        Arguments:
            entity: the kind.
            value: the value.
            key: of the fingerprints.
            paths: what the path of the file may be called in a report.
        """
        if not value:
            return False
        mark = fingerprint(value, key)
        return (entity, mark, "") in self.entries or any(
            (entity, mark, _path_mark(path, key)) in self.entries for path in paths
        )

    def __or__(self, other: Baseline) -> Baseline:
        return Baseline(self.entries | other.entries)


class Sift:
    """Leaves out what a baseline holds, on the way from a scan to its report, and counts it.

    Arguments:
        baseline: what was rejected.
        key: of the fingerprints.
    """

    def __init__(self, baseline: Baseline, key: bytes) -> None:
        self.left_out = 0
        self._baseline = baseline
        self._key = key

    def watch(self, items: Iterable[Item]) -> Iterator[Item]:
        """The other items; the states of their files count without what was left out."""
        file: list[Item] = []
        for item in items:
            file.append(item)
            if isinstance(item, FileState) and not item.member:
                yield from self._file(file)
                file = []
        yield from self._file(file)  # what an interrupted scan left

    def _file(self, items: list[Item]) -> Iterator[Item]:
        masks = Masks(items)
        gone: Counter[str] = Counter()
        for item in items:
            if isinstance(item, Finding):
                # a report shows a path masked or, with --show-paths, whole
                if self._baseline.holds(item.entity, item.value, self._key, {item.path, masks.path(item.path)}):
                    gone[item.path] += 1
                    continue
            elif isinstance(item, FileState) and gone[item.path]:
                item = replace(item, findings=max(0, item.findings - gone[item.path]))
            yield item
        self.left_out += gone.total()


def key_id(key: bytes) -> str:
    """What tells one key from another and gives neither away."""
    return hmac.new(key, b"piiscan key", hashlib.sha256).hexdigest()[:16]


def load(path: Path, key: bytes) -> Baseline:
    """Reads a baseline.

    Raises:
        ConfigError: it is missing, damaged, or was made with another key.
    """
    lines = _lines(path)
    head = _object(lines[0], path, 1)
    if head.get("type") != "baseline" or head.get("version") != _VERSION:
        raise ConfigError("this is no baseline of this version of piiscan", str(path))
    if head.get("key") != key_id(key):
        raise ConfigError("the baseline was made with another key, so it would match nothing", str(path))
    if head.get("entries") != len(lines) - 1 or not _same(head.get("mac"), _mac(lines[1:], key)):
        raise ConfigError("the baseline is damaged; make it again", str(path))
    return Baseline(frozenset(_entry(_object(line, path, n), path, n) for n, line in enumerate(lines[1:], 2)))


def write(baseline: Baseline, out: TextIO, key: bytes) -> None:
    """Writes a baseline, which is the same for the same entries and key."""
    lines = [
        _line({"entity": entity, "fingerprint": mark, **({"path": path} if path else {})})
        for entity, mark, path in sorted(baseline.entries)
    ]
    head = {"type": "baseline", "version": _VERSION, "key": key_id(key), "entries": len(lines)}
    out.writelines(line + "\n" for line in (_line({**head, "mac": _mac(lines, key)}), *lines))


def from_records(path: Path, key: bytes, *, per_file: bool = False) -> Baseline:
    """The baseline out of a report of ``--format jsonl`` after a review.

    Arguments:
        path: the report; each finding that was rejected has ``"review": "rejected"``.
        key: under which its fingerprints were made.
        per_file: a value is rejected only in the file in which it was found, not everywhere.

    Raises:
        ConfigError: it is damaged, was made with another key, has no fingerprints, or nothing in it is rejected.
    """
    lines = _lines(path)
    records = [(number, _object(line, path, number)) for number, line in enumerate(lines, 1) if line.strip()]
    entries = set()
    for number, record in records:
        if record.get("type") == "summary" and record.get("key", key_id(key)) != key_id(key):
            raise ConfigError("the report was made with another key", str(path))
        if record.get("review") not in _REVIEWS:
            raise ConfigError(f"line {number}: review is none of rejected, accepted, open", str(path))
        if record.get("type") == "finding" and record.get("review") == "rejected":
            place = record.get("path")
            marked = {"path": _path_mark(place, key)} if per_file and isinstance(place, str) else {}
            entries.add(_entry({k: record.get(k) for k in ("entity", "fingerprint")} | marked, path, number))
    if not entries:
        raise ConfigError('nothing in it is rejected: no finding has "review": "rejected"', str(path))
    return Baseline(frozenset(entries))


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read ({type(error).__name__})", str(path)) from None


def _entry(data: dict[str, Any], path: Path, number: int) -> tuple[str, str, str]:
    entity, mark, place = data.get("entity"), data.get("fingerprint"), data.get("path", "")
    if set(data) - {"entity", "fingerprint", "path"} or not is_entity_name(entity):
        raise ConfigError(f"line {number}: is no entry of a baseline", str(path))
    if not isinstance(mark, str) or not mark.startswith("k1:"):
        raise ConfigError(f"line {number}: has no fingerprint; scan with a key", str(path))
    if not isinstance(place, str) or (place and not place.startswith("p1:")):
        raise ConfigError(f"line {number}: has no fingerprint of a path", str(path))
    return str(entity), mark, place


def _object(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise ConfigError(f"line {number}: is no JSON object", str(path))
    return data


def _line(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))


def _mac(lines: Iterable[str], key: bytes) -> str:
    return hmac.new(key, "\n".join(("piiscan baseline", *lines)).encode(), hashlib.sha256).hexdigest()


def _same(given: object, right: str) -> bool:
    return isinstance(given, str) and given.isascii() and hmac.compare_digest(given, right)


def _path_mark(path: str, key: bytes) -> str:
    return "p1:" + hmac.new(key, b"path\0" + path.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
