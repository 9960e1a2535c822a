"""For a privacy officer: one page in Dutch that opens anywhere, loads nothing and runs nothing."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from piiscan.categories import CATEGORIES
from piiscan.model import Status
from piiscan.report.record import Item, Options, Tally, records, worst
from piiscan.report.visible import visible

SUFFIX = ".html"

_FINDINGS_PER_FILE = 200
_FINDINGS = 10_000
_FILES = 2_000
_FOLDERS = 500
_UNREAD = 1_000
"""What one page can still show; what is left out is counted on it."""

STATUSES = {
    Status.OK: "volledig gelezen",
    Status.PARTIAL: "deels gelezen",
    Status.LIMIT: "te groot of te veel: een grens is bereikt",
    Status.ENCRYPTED: "versleuteld",
    Status.CORRUPT: "beschadigd",
    Status.UNSUPPORTED: "soort bestand wordt niet ondersteund",
    Status.ERROR: "fout bij het lezen",
    Status.TIMEOUT: "lezen duurde te lang",
    Status.CRASHED: "lezen brak af",
    Status.SKIPPED: "overgeslagen",
    Status.VANISHED: "verdwenen tijdens de scan",
    Status.CHANGED: "gewijzigd tijdens de scan",
}
SEVERITIES = {"high": "hoog", "medium": "midden", "low": "laag"}


def write(items: Iterable[Item], out: TextIO, options: Options) -> None:
    """Writes the page, once everything is known."""
    page = _Page()
    for record in records(items, options, page.tally):
        page.add(record)
    for chunk in _template().generate(page=page, options=options, **_style(), **_words()):
        out.write(chunk)


@dataclass(slots=True)
class _File:
    """A file as the page shows it."""

    path: str
    status: str
    reason: str
    count: int
    worst: str
    findings: list[dict[str, Any]]


@dataclass(slots=True)
class _Folder:
    """A folder as the page shows it."""

    files: int = 0
    hits: int = 0
    findings: int = 0
    unread: int = 0
    worst: str = ""


@dataclass(slots=True)
class _Page:
    """Everything on the page, bounded whatever the size of the scan."""

    tally: Tally = field(default_factory=Tally)
    files: list[_File] = field(default_factory=list)
    unread: list[_File] = field(default_factory=list)
    _folders: dict[str, _Folder] = field(default_factory=lambda: defaultdict(_Folder))
    _here: list[dict[str, Any]] = field(default_factory=list)
    _count: int = 0
    _worst: str = ""
    _shown: int = 0

    def add(self, record: dict[str, Any]) -> None:
        """Takes note of one record."""
        if record["type"] == "finding":
            self._count += 1
            self._worst = worst(record["severity"], self._worst or None)
            if len(self._here) < _FINDINGS_PER_FILE:
                self._here.append(record)
        elif record["type"] == "file" and not record["member"]:
            self._close(record)

    def _close(self, record: dict[str, Any]) -> None:
        bad = record["status"] != Status.OK
        file = _File(record["path"], record["status"], record["reason"] or "", self._count, self._worst, self._here)
        folder = self._folders[file.path.rpartition("/")[0] or "."]
        folder.files += 1
        folder.unread += bad
        if bad and len(self.unread) < _UNREAD:
            self.unread.append(file)
        if file.count:
            folder.hits += 1
            folder.findings += file.count
            folder.worst = worst(file.worst, folder.worst or None)
            if len(self.files) < _FILES and self._shown + len(self._here) <= _FINDINGS:
                self.files.append(file)
                self._shown += len(self._here)
        self._here, self._count, self._worst = [], 0, ""

    @property
    def categories(self) -> list[tuple[str, list[str]]]:
        """The categories in which something was found, in the order of the privacy statement, and the kinds found."""
        found = self.tally.entities
        known = {entity for entities in CATEGORIES.values() for entity in entities}
        own = sorted(set(found) - known)
        rows = [
            (name, [entity for entity in entities if found[entity]] + own * (name == "overig"))
            for name, entities in CATEGORIES.items()
        ]
        return [(name, entities) for name, entities in rows if entities]

    @property
    def folders(self) -> list[tuple[str, _Folder]]:
        """The folders with something in them, the worst first."""
        notable = [(path, folder) for path, folder in self._folders.items() if folder.findings or folder.unread]
        order = ["high", "medium", "low", ""]
        notable.sort(key=lambda entry: (order.index(entry[1].worst), -entry[1].findings, entry[0]))
        return notable[:_FOLDERS]

    @property
    def folder_count(self) -> int:
        """How many folders were walked."""
        return len(self._folders)

    @property
    def hidden_files(self) -> int:
        """How many files with findings do not fit on the page."""
        return sum(folder.hits for folder in self._folders.values()) - len(self.files)


def _template() -> Any:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_safe,
    )
    environment.filters |= {"number": _number, "percent": _percent, "weight": _weight, "inside": _inside}
    return environment.get_template("page.html")


def _safe(value: Any) -> Any:
    """Every string on the page goes through here, before it is escaped."""
    return visible(value) if type(value) is str else value


def _style() -> dict[str, Any]:
    """The style sheet, and the hash by which the policy of the page allows it and nothing else."""
    from markupsafe import Markup

    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return {"style": Markup(style), "style_hash": Markup(f"sha256-{digest}")}  # noqa: S704 - our own file


def _words() -> dict[str, Any]:
    return {"statuses": {str(status): text for status, text in STATUSES.items()}, "severities": SEVERITIES}


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _percent(value: float) -> str:
    return f"{value * 100:.1f} %".replace(".", ",")


def _weight(value: float) -> str:
    return f"{value:+.1f}".replace(".", ",").replace("-", "−")


def _inside(path: str, file: str) -> str:
    """The steps of a path inside a file."""
    return path[len(file) :].removeprefix("!/") if path.startswith(file) else path
