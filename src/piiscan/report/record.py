"""What a scan gave as plain records, safe to hand on: every report is made from these.

No record holds a value unless that is asked for: a preview shows at most the last two characters, a fingerprint tells
under a secret key whether two values are the same, and values in paths and places are hidden.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from piiscan.categories import SEEN
from piiscan.categories import category as category_of
from piiscan.model import FileState, Finding, Problem, Status, unread
from piiscan.report.masks import Masks, preview

__all__ = ["Item", "Options", "Tally", "fingerprint", "records"]

Item: TypeAlias = Finding | Problem | FileState

_SEVERITIES = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Options:
    """How a report is written.

    Arguments:
        key: for fingerprints (`piiscan.keyfile.load_key`); without one they are null.
        show_values: add the values themselves.
        show_paths: show paths and places whole.
        color: use the colours of a terminal.
        started: when the scan was made, as text; left out where empty, so that the same scan gives the same report.
        version: of piiscan; left out where empty.
        unsought: categories of the privacy statement for which the scan had no recogniser.
        key_id: tells the key of the fingerprints from others; left out where empty.
        left_out: how many findings a baseline left out, asked when all are written; None without a baseline.
    """

    key: bytes | None = field(default=None, repr=False)
    show_values: bool = False
    show_paths: bool = False
    color: bool = False
    started: str = ""
    version: str = ""
    unsought: tuple[str, ...] = ()
    key_id: str = ""
    left_out: Callable[[], int] | None = None


@dataclass(slots=True)
class Tally:
    """What the records of a scan add up to.

    Arguments:
        files: the files walked; ``members`` are those inside them.
        statuses: files by status.
        reasons: files that are not ok, by status and reason.
        entities: findings by entity; ``severities`` by severity.
        categories: findings by category of the privacy statement; ``spread`` the files in which there are any.
        worst: the highest severity of each category.
        beyond: by entity, candidates beyond the findings that are kept per file.
    """

    files: int = 0
    members: int = 0
    bytes: int = 0
    findings: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    spread: Counter[str] = field(default_factory=Counter)
    worst: dict[str, str] = field(default_factory=dict)
    beyond: Counter[str] = field(default_factory=Counter)
    _here: set[str] = field(default_factory=set)

    def add(self, record: dict[str, Any]) -> None:
        """Counts one record."""
        if record["type"] == "finding":
            severity = record["severity"]
            self.findings += 1
            self.severities[severity] += 1
            inside = [(entity, category_of(entity)) for entity in record.get("contains", ())]
            for entity, category in ((record["entity"], record["category"]), *inside):
                self.entities[entity] += 1
                self.categories[category] += 1
                self.worst[category] = worst(severity, self.worst.get(category))
                self._here.add(category)
        elif record["type"] == "file" and record["member"]:
            self.members += 1
        elif record["type"] == "file":
            self.files += 1
            self.bytes += record["bytes"] or 0
            self.statuses[record["status"]] += 1
            if record["status"] != Status.OK:
                self.reasons[record["status"], record["reason"] or ""] += 1
            self.spread.update(self._here)
            self._here = set()
        if record["type"] == "file":
            self.beyond.update(record.get("beyond", {}))

    @property
    def more(self) -> Counter[str]:
        """`beyond` by category."""
        found: Counter[str] = Counter()
        for entity, count in self.beyond.items():
            found[category_of(entity)] += count
        return found

    @property
    def complete(self) -> bool:
        """Whether every file was read whole; only then what was not found is not there."""
        return self.files > 0 and not self.unread

    @property
    def unread(self) -> int:
        """Files that may hold more than was reported."""
        return sum(count for (status, reason), count in self.reasons.items() if unread(status, reason))

    def record(self, options: Options) -> dict[str, Any]:
        """The last record."""
        told = {"version": options.version, "started": options.started, "key": options.key_id}
        return {
            "type": "summary",
            **{name: value for name, value in told.items() if value},
            "complete": self.complete,
            "files": self.files,
            "members": self.members,
            "bytes": self.bytes,
            "statuses": dict(sorted(self.statuses.items())),
            "findings": self.findings,
            **({"baseline": options.left_out()} if options.left_out else {}),
            "entities": dict(sorted(self.entities.items())),
            "categories": dict(sorted(self.categories.items())),
            "unsought": list(options.unsought),
            "severities": {name: self.severities[name] for name in _SEVERITIES if self.severities[name]},
            **({"beyond": dict(sorted(self.beyond.items()))} if self.beyond else {}),
        }


def records(items: Iterable[Item], options: Options, tally: Tally | None = None) -> Iterator[dict[str, Any]]:
    """The record of every finding and file, in their order, and a summary at the end.

    Arguments:
        items: as `piiscan.runner.run_scan` gives them: of each file everything before its own state.
        options: what to show.
        tally: is kept up to date.
    """
    tally = tally or Tally()
    file: list[Item] = []
    for item in items:
        file.append(item)
        if isinstance(item, FileState) and not item.member:
            yield from _file(file, options, tally)
            file = []
    yield from _file(file, options, tally)  # what an interrupted scan left
    yield tally.record(options)


def worst(one: str, other: str | None) -> str:
    """The higher of two severities."""
    return min(one, other or one, key=_SEVERITIES.index)


def fingerprint(value: str, key: bytes) -> str:
    """Tells under a secret key whether two values are the same, however they are written.

    Full-width characters, case, blanks and punctuation make no difference.

    >>> fingerprint("1234.56.782", b"k") == fingerprint("123456782", b"k")
    True
    """
    plain = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", value).casefold()) or value
    return "k1:" + hmac.new(key, plain.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _file(items: Sequence[Item], options: Options, tally: Tally) -> Iterator[dict[str, Any]]:
    """The records of one top-level file and of everything inside it."""
    masks = Masks(() if options.show_paths else items)
    problems: dict[str, list[Problem]] = {}
    for item in items:
        if isinstance(item, Problem):
            problems.setdefault(item.path, []).append(item)
    for item in items:
        if isinstance(item, Problem):
            continue
        if isinstance(item, Finding):
            record = _finding(item, options, masks)
        else:
            record = _state(item, problems.get(item.path, ()), masks)
        tally.add(record)
        yield record


def _finding(finding: Finding, options: Options, masks: Masks) -> dict[str, Any]:
    seen = finding.entity in SEEN or not finding.value
    record: dict[str, Any] = {
        "type": "finding",
        "path": masks.path(finding.path),
        "at": masks.at(finding.at),
        "entity": finding.entity,
        "category": finding.category,
        "kind": finding.kind,
        "severity": finding.severity,
        "start": finding.start,
        "end": finding.end,
        "areas": [[list(point) for point in area] for area in finding.areas] or None,
        "unit": finding.unit if finding.areas else None,
        "score": round(finding.score, 4),
        "preview": None if seen else preview(finding.entity, finding.value),
        "fingerprint": None if seen or not options.key else fingerprint(finding.value, options.key),
        "evidence": [[what, round(weight, 3)] for what, weight in finding.evidence],
    }
    if finding.contains:
        record["contains"] = list(finding.contains)
    return {**record, "value": finding.value} if options.show_values else record


def _state(state: FileState, problems: Sequence[Problem], masks: Masks) -> dict[str, Any]:
    record: dict[str, Any] = {
        "type": "file",
        "path": masks.path(state.path),
        "member": state.member,
        "status": str(state.status),
        "reason": state.reason or next((problem.reason for problem in problems), None),
        "format": state.format,
        "bytes": state.bytes,
        "sha256": state.sha256,
        "findings": state.findings,
        **({"beyond": dict(state.beyond)} if state.beyond else {}),
    }
    if not problems:
        return record
    # where it is one and the same trouble all over the file, the first place stands for all
    counts = Counter((problem.status, problem.reason) for problem in problems)
    first = {(problem.status, problem.reason): problem.at for problem in reversed(problems)}
    told = [
        {"status": str(status), "reason": reason, "at": masks.at(first[status, reason]), "count": count}
        for (status, reason), count in counts.items()
    ]
    return {**record, "problems": told}
