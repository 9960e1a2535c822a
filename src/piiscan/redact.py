"""Writes a copy of a file in which the personal data is gone, proves it, and says what it did.

It scans the file, and refuses it where anything could not be read whole; lets the format write a copy, answering part
by part what to cut; and hands the copy to the verifier. Nothing is published before that.
"""

from __future__ import annotations

import math
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from piiscan import formats
from piiscan.categories import kind
from piiscan.config import Config
from piiscan.detect.known import KnownValues, distinctive
from piiscan.errors import CannotRedact, ReadError
from piiscan.model import Area, Blob, Cut, Detector, Finding, Match, Picture, Problem, Span, Text
from piiscan.pool import run_task
from piiscan.publish import publishing
from piiscan.reading import Reading
from piiscan.scan import Scanner
from piiscan.sources import Source, descriptor, sources_of
from piiscan.streams import reader_of, stamp, stream_of
from piiscan.styles import replacement
from piiscan.verify import verify

__all__ = ["Redacted", "Redaction", "Redactor", "redact_file", "redact_task"]


@dataclass(frozen=True, slots=True)
class Redacted:
    """A redacted text and what was found in it."""

    text: str
    findings: tuple[Finding, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Redaction:
    """What a redaction did.

    Arguments:
        status: ``"done"``: the verified copy was written.
        target: where it stands; empty where it went to a stream.
        removed: how many cuts per entity.
        dropped: places of the source that are gone as a whole (properties, comments, attachments).
        rewritten: members that were redacted in turn.
        uninspected: what could not be looked at; always empty where the status is ``"done"``.
        verified_by: the checks that the copy passed.
    """

    status: str
    target: str
    removed: dict[str, int]
    dropped: tuple[str, ...] = ()
    rewritten: tuple[str, ...] = ()
    uninspected: tuple[str, ...] = ()
    verified_by: tuple[str, ...] = ()


class Redactor:
    """Redacts texts and files; reusable, thread-safe, without global state.

    Arguments:
        config: what to look for; the ``full`` profile where none is given. Its ``redact_score`` is the threshold.
        detectors: further ones, beside the recognisers of the packs.
    """

    def __init__(self, config: Config | None = None, detectors: Sequence[Detector] = ()) -> None:
        self.config = config or Config.full()
        self.scanner = Scanner(self.config, detectors)

    def redact_text(self, text: str, *, label: str = "", style: str = "label", values: Sequence[str] = ()) -> Redacted:
        """A text with everything in it replaced that reaches the threshold of redaction.

        Arguments:
            text: any text.
            label: the caption it stands under (a field's name, a column's head).
            style: ``label``, ``mask`` or ``block``.
            values: cut these as well, wherever they stand.
        """
        replacement(style, "VALUE", "")
        part = Text(text, labels=(label,) if label else ())
        matches = self.scanner.matches(part, redact=True)
        findings = tuple(self.scanner.found(matches, part, ""))
        pieces, position = [], 0
        for cut in _Editor(self, Reading(), style, _values(findings, values)).cuts(part, matches):
            pieces += [text[position : cut.span.start], cut.replacement]
            position = cut.span.end
        return Redacted("".join([*pieces, text[position:]]), findings)

    def redact(
        self,
        blob: Blob,
        out: BinaryIO,
        *,
        style: str = "label",
        values: Sequence[str] = (),
        tick: Callable[[], None] | None = None,
    ) -> Redaction:
        """Writes the redacted copy of a blob to a stream, and proves it clean.

        Arguments:
            blob: the source.
            out: an empty stream, readable and seekable; worth nothing unless this returns.
            style: ``label``, ``mask`` or ``block``.
            values: cut these as well, wherever they stand.
            tick: called now and then.

        Raises:
            CannotRedact: the format, or a part of the file, cannot be cut safely or was not read whole.
            LeakFound: the copy still holds something.
            ReadError: the file cannot be read.
        """
        replacement(style, "VALUE", "")
        reading = Reading(self.config.limits, blob.size, self.config.passwords, tick)
        if not formats.head(blob):
            return Redaction("done", "", {}, verified_by=("empty",))
        form = formats.find(blob)
        if not form.REDACTABLE:
            raise CannotRedact(f"{formats.name_of(form)} cannot be redacted yet", blob.path)
        known = _values(self._plan(blob, reading), values)
        editor = _Editor(self, reading.fresh(), style, known, blob.path)
        form.redact(blob, editor, out, reading.fresh())
        out.flush()
        copy = Blob(blob.path, lambda: _again(out), None, "")
        passed = verify(copy, editor.gone, self.scanner, Reading(self.config.limits, None, (), tick), editor.wrote)
        before, after = _places(blob, reading.fresh()), _places(copy, reading.fresh())
        return Redaction(
            status="done",
            target="",
            removed=dict(sorted(editor.removed.items())),
            dropped=tuple(sorted(before - after)),
            rewritten=tuple(editor.rewritten),
            verified_by=passed,
        )

    def _plan(self, blob: Blob, reading: Reading) -> Iterator[Finding]:
        """Everything to cut; a file that cannot be read whole cannot be redacted."""
        for item in self.scanner.scan(blob, reading, redact=True):
            if isinstance(item, Problem):
                where = f" at {item.at}" if item.at else ""
                raise CannotRedact(f"could not be read whole ({item.status}: {item.reason}{where})", item.path)
            if isinstance(item, Finding) and item.at != "name":
                yield item


class _Editor:
    """Answers a format, part by part, what to cut."""

    def __init__(
        self, redactor: Redactor, reading: Reading, style: str, known: Mapping[str, str], path: str = ""
    ) -> None:
        self._redactor = redactor
        self._scanner = redactor.scanner
        self._reading = reading
        self._style = style
        self._known = KnownValues(known)
        self._path = path
        self.gone: dict[str, str] = dict(known)
        self.removed: Counter[str] = Counter()
        self.rewritten: list[str] = []
        self._replacements: set[str] = set()

    def text(self, part: Text) -> list[Cut]:
        """Cuts in one text: what is recognised, and every known value."""
        return self.cuts(part, self._scanner.matches(part, redact=True))

    def cuts(self, part: Text, matches: Sequence[Match]) -> list[Cut]:
        """The same, where the matches are known."""
        spans = [(m.spot, m.entity) for m in matches if isinstance(m.spot, Span) and self._is_cut(m)]
        spans += [(span, entity) for span, entity in self._known.find(part.text) if part.owns(span.start)]
        cuts = [self._cut(part.text, span, entity) for span, entity in _merged(spans)]
        self.removed.update(cut.entity for cut in cuts)
        return cuts

    def picture(self, part: Picture) -> list[Area]:
        """Polygons to paint in one picture: the text in it, and what is seen rather than read."""
        text, seen, problems = self._scanner.see(part, self._path, self._reading)
        if problems:
            raise CannotRedact(f"a picture could not be read ({problems[0].reason})", self._path)
        areas: list[Area] = []
        for match in seen:
            if self._is_cut(match) and not isinstance(match.spot, Span):
                areas += match.spot
                self.removed[match.entity] += 1
        for cut in self.text(text) if text else ():
            areas += map(_padded, text.areas(cut.span) if text else ())
        return areas

    def blob(self, part: Blob) -> Blob | None:
        """The member, redacted in turn."""
        self._reading.member(part)
        name = self._name(part)
        outer, self._path = self._path, part.path
        try:
            start = formats.head(part)
            if not start:
                return replace(part, name=name)
            form = formats.find(part)
            if not form.REDACTABLE:
                raise CannotRedact(f"{formats.name_of(form)} cannot be redacted yet", part.path)
            aside = tempfile.TemporaryFile()  # noqa: SIM115 - the member is read from it later
            form.redact(part, self, aside, self._reading)
            aside.flush()
        finally:
            self._path = outer
        self.rewritten.append(part.path)
        return Blob(part.path, lambda: reader_of(aside), os.fstat(aside.fileno()).st_size, name)

    def wrote(self, value: str) -> bool:
        """Whether a value found again is what this redaction put there."""
        return any(text in value or (len(value) > 3 and value in text) for text in self._replacements if text)

    def _is_cut(self, match: Match) -> bool:
        config = self._redactor.config
        named = config.entities or frozenset()
        likely = match.score >= config.threshold(match.entity, redact=True)
        return likely and (kind(match.entity) == "value" or match.entity in named)

    def _cut(self, text: str, span: Span, entity: str) -> Cut:
        value = text[slice(*span)]
        if distinctive(value):
            self.gone.setdefault(value, entity)
        new = replacement(self._style, entity, value)
        self._replacements.add(new)
        return Cut(span, entity, new)

    def _name(self, blob: Blob) -> str:
        part = Text(blob.name, places=("name",))
        name, shift = blob.name, 0
        for cut in self.text(part):
            name = name[: cut.span.start + shift] + cut.replacement + name[cut.span.end + shift :]
            shift += len(cut.replacement) - (cut.span.end - cut.span.start)
        return name


_PADDING = 0.18
"""By how much of its height a box around text grows to all sides: OCR cuts the first and last character short."""


def _padded(area: Area) -> Area:
    """A box around text, grown so that no edge of a character stays visible."""
    if len(area) != 4:
        return area
    sides = [math.dist(area[i], area[(i + 1) % 4]) for i in range(4)]
    margin = _PADDING * min((sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2)
    grown = []
    for i, (x, y) in enumerate(area):
        for j in (i - 1, (i + 1) % 4):
            length = math.dist(area[i], area[j]) or 1.0
            x += (area[i][0] - area[j][0]) / length * margin
            y += (area[i][1] - area[j][1]) / length * margin
        grown.append((x, y))
    return tuple(grown)


def _merged(spans: list[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """Spans in order, overlapping ones made one; the longest gives its entity."""
    merged: list[tuple[Span, str]] = []
    for span, entity in sorted(spans, key=lambda item: (item[0].start, -item[0].end, item[1])):
        if merged and span.start < merged[-1][0].end:
            last, name = merged[-1]
            merged[-1] = (Span(last.start, max(last.end, span.end)), name)
        elif span.end > span.start:
            merged.append((span, entity))
    return merged


def _values(findings: Iterator[Finding] | Sequence[Finding], given: Sequence[str]) -> dict[str, str]:
    known = {value.strip(): "VALUE" for value in given if value.strip()}
    for finding in findings:
        if kind(finding.entity) == "value" and distinctive(finding.value):
            known.setdefault(finding.value, finding.entity)
    return known


def _places(blob: Blob, reading: Reading, depth: int = 0) -> set[str]:
    """The kinds of places of a blob and of its members, pages and lines left out: what a copy may have lost."""
    places = set()
    try:
        for part in formats.find(blob).parts(blob, reading):
            if isinstance(part, Blob):
                places.add(part.path)
                reading.member(part)
                places |= _places(part, reading, depth + 1)
            elif isinstance(part, Text):
                places |= {_kind_of(place) for place in part.places}
    except ReadError:
        if not depth:
            raise
    return places - {""}


def _kind_of(place: str) -> str:
    first = place.partition(";")[0].partition("=")[0]
    return "" if first in ("line", "row", "paragraph", "page", "sheet", "slide", "body", "image") else first


def redact_file(
    source: Any,
    target: Path,
    *,
    values: Sequence[str] = (),
    style: str = "label",
    config: Config,
    force: bool = False,
) -> Redaction:
    """Redacts one file in a supervised worker and publishes the verified copy; see `piiscan.redact`."""
    replacement(style, "VALUE", "")
    args = {"config": config.to_dict(), "style": style, "values": list(values)}
    result = published(source, target, "piiscan.redact:redact_task", args, config, force)
    return Redaction(**{**_tuples(result), "target": str(target)})


def published(
    source: Any, target: Path, task: str, args: dict[str, Any], config: Config, force: bool
) -> dict[str, Any]:
    """Runs a task that writes a copy in a worker, and lets the copy appear only when the task has returned.

    Arguments:
        source: a path, bytes or a stream.
        target: the file to write.
        task: its dotted name; it gets the descriptors of the source and of the empty target.
        args: its arguments, beside ``path``, ``name`` and ``size`` of the source.
        config: whose limits hold.
        force: replace an existing target.
    """
    given = next(iter(sources_of(source)), None)
    opened = descriptor(given) if isinstance(given, Source) else given
    if not isinstance(given, Source) or not isinstance(opened, int):
        raise ReadError(opened.reason if isinstance(opened, Problem) else "is empty", str(source)[:200])
    beside = Path(source) if isinstance(source, (str, Path)) else None
    try:
        with publishing(target, source=beside, force=force) as out:
            where = {"path": given.path, "name": given.name, "size": stamp(opened)[0]}
            outcome = run_task(task, {**args, **where}, (opened, out.fileno()), config.limits)
            return outcome.checked(given.path)
    finally:
        os.close(opened)


def redact_task(args: dict[str, Any], files: Sequence[int], send: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Redacts one file inside a worker.

    Arguments:
        args: ``path``, ``name``, ``size``, ``config``, ``style``, ``values``.
        files: descriptors of the source and of the empty target, both open.
        send: takes ``{"tick": 1}``.

    Returns:
        The fields of the `Redaction`; the parent publishes the target only then.
    """
    blob = Blob(args["path"], lambda: stream_of(files[0]), args.get("size"), args.get("name", ""))
    redactor = Redactor(Config.from_dict(args["config"]))
    with os.fdopen(os.dup(files[1]), "w+b") as out:
        done = redactor.redact(
            blob, out, style=args["style"], values=args.get("values", ()), tick=lambda: send({"tick": 1})
        )
        out.flush()
        os.fsync(out.fileno())
    return {name: getattr(done, name) for name in Redaction.__slots__}


def _tuples(result: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in result.items()}


def _again(stream: BinaryIO) -> BinaryIO:
    """What was written, read from the start: a stream on disk at a position of its own, one in memory as its bytes."""
    try:
        return stream_of(stream.fileno())
    except (OSError, AttributeError):
        stream.seek(0)
        return BytesIO(stream.read())
