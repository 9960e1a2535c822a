"""The nouns: what flows from a source to a report.

A *blob* is named bytes. A *format* turns a blob into *parts*: `Text`, `Picture` or again a `Blob`.
A detector turns a part into *matches*; the scanner turns a match into a *finding*, and whatever could
not be read whole into a *problem*. An *edit* is asked, part by part, what to cut.

Offsets are code points and half-open. Areas are polygons: pixels of a picture as stored (EXIF orientation
not applied), or points of a PDF page in raw user space.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, Protocol, TypeAlias

from piiscan import categories

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    from piiscan.reading import Reading

__all__ = [
    "Area",
    "Blob",
    "Cut",
    "Detector",
    "Edit",
    "Evidence",
    "FileState",
    "Finding",
    "Format",
    "Match",
    "Part",
    "Picture",
    "Problem",
    "Span",
    "Status",
    "Text",
    "escape",
    "step",
    "unread",
]

_CONTAINS = "contains: "
"""How the evidence of a match begins that names an entity inside it."""

Area: TypeAlias = tuple[tuple[float, float], ...]


class Span(NamedTuple):
    """A stretch of text, in code points, half-open."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


class Evidence(NamedTuple):
    """One addend of a score: a declared word or rule (never text of the file) and its natural log-odds."""

    what: str
    weight: float


class Status(StrEnum):
    """How a blob ended; only ``OK`` is clean."""

    OK = "ok"
    PARTIAL = "partial"
    LIMIT = "limit"
    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    UNSUPPORTED = "unsupported"
    ERROR = "error"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    SKIPPED = "skipped"
    VANISHED = "vanished"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Blob:
    """Named bytes.

    Arguments:
        path: where it stands, ``!/`` before each step inside (``inbox.zip!/brief.docx``). In the name of a step
            ``;``, ``=`` and ``!/`` are percent-escaped (`step`).
        open: opens a new binary stream at the start; the caller closes it.
        size: bytes, or None where that is not known before reading.
        name: the name as its container wrote it (folders included), for detection; never escaped; empty for none.
    """

    path: str
    open: Callable[[], BinaryIO] = field(repr=False)
    size: int | None = None
    name: str = ""

    @property
    def depth(self) -> int:
        """How many containers stand around this blob; 0 for a file."""
        return self.path.count("!/")


def step(path: str, name: str) -> str:
    """The path of a member called ``name`` inside the blob at ``path``.

    >>> step("inbox.zip", "brief.docx")
    'inbox.zip!/brief.docx'
    """
    return f"{path}!/{escape(name)}"


def escape(name: str) -> str:
    """A name in which ``;``, ``=`` and ``!/`` cannot be taken for the marks of a place."""
    return name.replace("%", "%25").replace(";", "%3B").replace("=", "%3D").replace("!/", "%21/")


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A large piece of text (a page, a sheet, a body, a window of a big file) and where its runs stand.

    A *run* is a stretch with one place: a line, a cell, a paragraph, a word of OCR. Runs are parallel sequences,
    so that a place is worked out only for matches.

    Arguments:
        text: the characters, as the detectors see them.
        base: code points of the logical part before ``text[0]``.
        core: the stretch that this window owns; a match belongs to the window in whose core it starts.
            None for the whole.
        starts: the start of each run in ``text``, ascending, the first 0.
        places: the place of each run (``"line=14"``, ``"sheet=Blad1;cell=B7"``).
        labels: what stands as a caption before each run: a JSON key, a form field's name; empty where there are none.
        columns: the number of the column in which each run stands, the same in every window of a table; -1 for none.
            A sequence of integers; an array where there are many.
        heads: the caption of a column by its number: what labels the runs in it that have no label of their own.
        table: what tells the columns of one table of a blob from those of another (``"sheet=Blad1"``).
        sources: what the format needs to write a run back; opaque to everybody else.
        outline: polygons that cover a span, where the text can be seen; None for plain text.
        unit: ``"px"`` or ``"pt"`` of those polygons.
    """

    text: str = field(repr=False)
    base: int = 0
    core: Span | None = None
    starts: Sequence[int] = (0,)
    places: Sequence[str] = ("",)
    labels: Sequence[str] = ()
    columns: Sequence[int] = ()
    heads: Mapping[int, str] = field(default_factory=dict)
    table: str = ""
    sources: Sequence[Any] = field(default=(), repr=False)
    outline: Callable[[Span], tuple[Area, ...]] | None = field(default=None, repr=False)
    unit: str | None = None

    def run(self, offset: int) -> int:
        """The number of the run in which ``offset`` stands."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def at(self, offset: int) -> str:
        """The place of ``offset``: ``"paragraph=12"``, ``"sheet=Blad1;cell=B7"``."""
        run = self.run(offset)
        return self.places[run] if run < len(self.places) else ""

    def label(self, offset: int) -> str:
        """The caption of the run at ``offset``; empty where there is none."""
        run = self.run(offset)
        own = self.labels[run] if run < len(self.labels) else ""
        return own or (self.heads.get(int(self.columns[run]), "") if self.heads and run < len(self.columns) else "")

    def runs(self, offsets: NDArray[Any]) -> NDArray[Any]:
        """The number of the run in which each of many offsets stands."""
        import numpy as np

        return np.maximum(np.searchsorted(np.asarray(self.starts), offsets, side="right") - 1, 0)

    def column(self, offsets: NDArray[Any]) -> NDArray[Any]:
        """The column number of each of many offsets; -1 outside a table."""
        import numpy as np

        if not len(self.columns):
            return np.full(len(offsets), -1)
        columns: NDArray[Any] = np.asarray(self.columns)[self.runs(offsets)]
        return columns

    def areas(self, span: Span) -> tuple[Area, ...]:
        """The polygons that cover ``span``; none for plain text."""
        return self.outline(span) if self.outline else ()

    def owns(self, start: int) -> bool:
        """Whether a match that starts here belongs to this window."""
        return self.core is None or self.core.start <= start < self.core.end


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Pixels inside a blob.

    Arguments:
        at: its place (``"image=1"``, ``"page=3;image=2"``).
        load: decodes it, pixels as stored (no EXIF turn); may raise a `ReadError`.
        dpi: dots per inch as far as known.
    """

    at: str
    load: Callable[[], Image] = field(repr=False)
    dpi: float | None = None


Part: TypeAlias = Text | Picture | Blob


@dataclass(frozen=True, slots=True)
class Match:
    """What a detector saw in one part.

    Arguments:
        entity: its kind, as in `piiscan.categories`.
        spot: a span of the part's text, or the polygons of something seen.
        score: 1 / (1 + e ** -sum of the evidence), 0 to 1.
        evidence: the addends.
    """

    entity: str
    spot: Span | tuple[Area, ...]
    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A match, where it stands, and the value, which appears in no repr, log, report or exception.

    The span of its match counts from the start of the logical part (the whole decoded file, one body, one sheet, one
    page's text).
    """

    path: str
    at: str
    match: Match
    value: str = field(default="", repr=False, compare=False)
    areas: tuple[Area, ...] = ()
    unit: str | None = None
    line: str = field(default="", compare=False)

    @property
    def entity(self) -> str:
        """The kind: ``"NL_BSN"``."""
        return self.match.entity

    @property
    def category(self) -> str:
        """The line of the privacy statement that this belongs to, in Dutch."""
        return self.line or categories.category(self.entity)

    @property
    def kind(self) -> str:
        """``"value"``, or ``"meaning"`` for what a passage says."""
        return categories.kind(self.entity)

    @property
    def severity(self) -> str:
        """``"high"``, ``"medium"`` or ``"low"``: the worst of what the value is and what it gives away."""
        found = {categories.severity(entity, self.evidence) for entity in (self.entity, *self.contains)}
        return next(severity for severity in ("high", "medium", "low") if severity in found)

    @property
    def contains(self) -> tuple[str, ...]:
        """The other entities that this value gives away: the BSN in an old btw-nummer."""
        return tuple(what.removeprefix(_CONTAINS) for what, _ in self.evidence if what.startswith(_CONTAINS))

    @property
    def score(self) -> float:
        """The calibrated probability, 0 to 1."""
        return self.match.score

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The addends of the score."""
        return self.match.evidence

    @property
    def start(self) -> int | None:
        """The first code point; None for what is seen, not read."""
        return self.match.spot.start if isinstance(self.match.spot, Span) else None

    @property
    def end(self) -> int | None:
        """One past the last code point; None for what is seen, not read."""
        return self.match.spot.end if isinstance(self.match.spot, Span) else None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read whole, decoded, decided or verified.

    Arguments:
        path: the blob.
        status: what the blob's record will say; never ``OK``.
        reason: a short code (``"ratio"``, ``"extra:ocr"``); never text of the file.
        at: the place inside the blob, where only a part of it failed.
    """

    path: str
    status: Status
    reason: str
    at: str = ""


def unread(status: str, reason: str | None) -> bool:
    """Whether a file that ended like this may hold more than was reported.

    Only ``ok`` is clean; a link and a second name of the same file lead to nothing that is not read where it stands.
    """
    return status != Status.OK and not (status == Status.SKIPPED and reason in ("link", "duplicate"))


@dataclass(frozen=True, slots=True)
class FileState:
    """How one blob ended: the ``file`` record of a report.

    ``beyond`` counts, by entity, the candidates that passed their check after as many findings as are kept; nobody
    looked at them one by one.
    """

    path: str
    member: bool
    status: Status
    reason: str | None
    format: str | None
    bytes: int | None
    sha256: str | None
    findings: int
    beyond: Mapping[str, int] = field(default_factory=dict)


class Cut(NamedTuple):
    """A span of a Text to replace; ``replacement`` holds nothing of the value."""

    span: Span
    entity: str
    replacement: str


class Edit(Protocol):
    """What a format asks while it writes: for each part, in the order of its ``parts``, what to cut."""

    def text(self, part: Text) -> Sequence[Cut]:
        """Cuts in ``part.text``, sorted, not overlapping, each starting in the part's core."""

    def picture(self, part: Picture) -> Sequence[Area]:
        """Polygons to paint, in pixels as stored."""

    def blob(self, part: Blob) -> Blob | None:
        """The member to write instead (name and content redacted); None to leave it out."""


class Detector(Protocol):
    """Turns a part into matches."""

    def detect(self, part: Text) -> Iterator[Match]:
        """The matches in one text, in any order, spans local to ``part.text``."""


class Format(Protocol):
    """A module of `piiscan.formats`."""

    SUFFIXES: tuple[str, ...]
    REDACTABLE: bool

    def sniff(self, head: bytes) -> bool:
        """Whether content that begins (and, after 64 KiB, ends) like this is of this format."""

    def parts(self, blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
        """Reads: everything in the blob that a person or a program could find."""

    def redact(self, blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
        """Writes a copy to ``out`` with everything cut that ``edit`` names; raises `CannotRedact`."""
