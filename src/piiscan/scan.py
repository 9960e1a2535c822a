"""The scanner: a blob goes in, findings, problems and one state per blob come out.

It assembles the detectors, walks the one recursion (a blob has parts; a part may be a blob), turns pictures into text,
and turns every error of reading into a status. It knows no format and no entity.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, TypeAlias

from piiscan import formats
from piiscan.allow import AllowList
from piiscan.categories import CATEGORIES
from piiscan.config import Config
from piiscan.detect.guard import guarded
from piiscan.detect.patterns import PatternDetector
from piiscan.detect.resolve import resolve
from piiscan.detect.tally import Tally
from piiscan.errors import ReadError
from piiscan.model import (
    Area,
    Blob,
    Detector,
    Evidence,
    FileState,
    Finding,
    Match,
    Picture,
    Problem,
    Span,
    Status,
    Text,
)
from piiscan.reading import Reading
from piiscan.streams import stream_of
from piiscan.trial import recognizers_for

__all__ = ["Item", "Scanner", "from_wire", "scan_task", "to_wire"]

Item: TypeAlias = Finding | Problem | FileState

_BY_SIGHT = frozenset({"FACE", "MRZ", "BARCODE", "ID_DOCUMENT"})
"""What is seen in a picture rather than read."""
_SMALLEST = 6
"""Pixels: a picture smaller than this either way holds no letter that a person could read; a strip of a scan may."""


class Scanner:
    """Finds personal data; reusable, thread-safe, without global state.

    Arguments:
        config: what to look for; the ``full`` profile where none is given.
        detectors: further ones, beside the recognisers of the packs.

    Raises:
        ConfigError: a pack is missing, or a pattern of the user's own is not linear.
    """

    def __init__(self, config: Config | None = None, detectors: Sequence[Detector] = ()) -> None:
        self.config = config or Config.full()
        recognizers = recognizers_for(self.config)
        self._entities = {r.entity for r in recognizers} | {d.entity for r in recognizers for d in r.derived}
        self.config.require(self._entities | (_BY_SIGHT if self.config.profile == "full" else frozenset()))
        self.patterns = PatternDetector(recognizers, self.config.entities)
        self._detectors = tuple(detectors)
        self._allow = AllowList(self.config.allowed)

    @property
    def unsought(self) -> tuple[str, ...]:
        """The categories of a privacy statement for which nothing looks, or not for all that belongs to them.

        There is no recogniser, or the configuration leaves it out; that none is found then means nothing. A category of
        which only a part is looked for has ``(deels)`` behind its name.
        """
        seen = _BY_SIGHT if self.config.profile == "full" else frozenset()
        sought = {entity for entity in self._entities | seen if self._wants(entity)}
        missing = {name: set(entities) - sought for name, entities in CATEGORIES.items()}
        return tuple(
            name if len(gone) == len(CATEGORIES[name]) else f"{name} (deels)" for name, gone in missing.items() if gone
        )

    def scan_text(self, text: str, label: str = "") -> list[Finding]:
        """The findings in one text.

        Arguments:
            text: any text; offsets of the findings are its code points.
            label: the caption it stands under (a field's name, a column's head).
        """
        part = Text(text, labels=(label,) if label else ())
        return list(self.findings(part, ""))

    def matches(self, part: Text, *, redact: bool = False, tally: Tally | None = None) -> list[Match]:
        """The matches of one text at or above the threshold of their entity, resolved, spans local to its text.

        Arguments:
            part: the text.
            redact: by the thresholds of redaction; what overlaps is covered whole, and what is allowed stays in.
            tally: what is known of the blob so far.

        Raises:
            RecognizerFailed: a recogniser raised or took too long, and there is no tally to note it.
        """
        known = Tally() if tally is None else tally
        found = list(self.patterns.detect(part, self.config.lowest(redact=redact), known))
        for detector in self._detectors:
            found += guarded(detector.detect(part), type(detector).__name__, known)
        if tally is None:
            known.must_be_whole()
        likely = [m for m in found if m.score >= self.config.threshold(m.entity, redact=redact)]
        kept = resolve(likely, cover=redact)
        return [m for m in kept if not self._is_allowed(m, part, redact)] if self._allow else kept

    def findings(self, part: Text, path: str, *, redact: bool = False, tally: Tally | None = None) -> Iterator[Finding]:
        """The findings of one text, spans counted from the start of the logical part; arguments as for `matches`."""
        return self.found(self.matches(part, redact=redact, tally=tally), part, path)

    def found(self, matches: Iterable[Match], part: Text, path: str) -> Iterator[Finding]:
        """The findings that the matches of one text are."""
        for match in matches:
            if isinstance(match.spot, Span):
                span = Span(match.spot.start + part.base, match.spot.end + part.base)
                yield Finding(
                    path=path,
                    at=part.at(match.spot.start),
                    match=replace(match, spot=span) if part.base else match,
                    value=part.text[slice(*match.spot)],
                    areas=part.areas(match.spot),
                    unit=part.unit,
                    line=self.config.category(match.entity),
                )

    def _is_allowed(self, match: Match, part: Text, redact: bool) -> bool:
        if not isinstance(match.spot, Span) or (redact and not self._allow.redact):
            return False
        return self._allow.has(match.entity, part.text[slice(*match.spot)])

    def scan(self, blob: Blob, reading: Reading | None = None, *, redact: bool = False) -> Iterator[Item]:
        """Everything in a blob and in what it contains; the last item is its own `FileState`.

        Arguments:
            blob: the file.
            reading: the budget; a new one of the configuration's limits where none is given.
            redact: by the thresholds of redaction, and all of it: no entity is capped.
        """
        reading = reading or Reading(self.config.limits, blob.size, self.config.passwords)
        yield from _Walk(self, reading, redact).blob(blob)

    def see(self, picture: Picture, path: str, reading: Reading) -> tuple[Text | None, list[Match], list[Problem]]:
        """What stands in a picture: its text, what is seen rather than read, and what could not be looked at."""
        if self.config.ocr == "never" or self.config.profile == "fast":
            return None, [], [Problem(path, Status.PARTIAL, "ocr:off", picture.at)]
        from piiscan import idcopy, ocr

        if not ocr.available():
            return None, [], [Problem(path, Status.PARTIAL, "extra:ocr", picture.at)]
        image = picture.load()
        if min(image.size) < _SMALLEST:
            return None, [], []
        text = ocr.read(picture, path, reading)
        return text, [m for m in idcopy.detect(picture, text, path, reading) if self._wants(m.entity)], []

    def _wants(self, entity: str) -> bool:
        return self.config.entities is None or entity in self.config.entities


class _Walk:
    """One recursion over one top-level file."""

    def __init__(self, scanner: Scanner, reading: Reading, redact: bool) -> None:
        self._scanner = scanner
        self._reading = reading
        self._redact = redact

    def blob(self, blob: Blob, member: bool = False) -> Iterator[Item]:
        limits = self._scanner.config.limits
        tally = Tally(None if self._redact else limits.per_entity)
        state = FileState(blob.path, member, Status.OK, None, None, blob.size, None, 0)
        try:
            for item in self._items(blob, tally):
                if isinstance(item, FileState) and item.path == blob.path:
                    state = replace(state, format=item.format, bytes=item.bytes, sha256=item.sha256)
                    continue
                state = _after(state, item)
                yield item
                if state.findings >= limits.findings and state.status is Status.OK:
                    state = replace(state, status=Status.LIMIT, reason="findings")
                    yield Problem(blob.path, Status.LIMIT, "findings")
                    break
        except ReadError as error:
            problem = Problem(error.path or blob.path, Status(error.status), error.reason)
            state = replace(state, status=problem.status, reason=problem.reason)
            yield problem
        except OSError as error:
            problem = Problem(blob.path, Status.ERROR, type(error).__name__)
            state = replace(state, status=problem.status, reason=problem.reason)
            yield problem
        if state.status is Status.OK and state.bytes == 0:
            state = replace(state, reason="empty")
        yield replace(state, beyond=dict(sorted(tally.beyond.items())))

    def _items(self, blob: Blob, tally: Tally) -> Iterator[Item]:
        """What stands in a blob; its own state, as far as it is known, when it is."""
        state = FileState(blob.path, False, Status.OK, None, None, blob.size, None, 0)
        yield from self._text(Text(blob.name, places=("name",)), blob.path, tally)
        state = replace(state, **_digest(blob, self._reading))
        yield state
        if not state.bytes:
            return
        form = formats.find(blob)
        yield replace(state, format=formats.name_of(form))
        for part in form.parts(blob, self._reading):
            yield from self._part(part, blob, tally)

    def _part(self, part: Text | Picture | Blob | Problem, blob: Blob, tally: Tally) -> Iterator[Item]:
        if isinstance(part, Problem):
            yield part
        elif isinstance(part, Text):
            self._reading.tick(blob.path)
            yield from self._text(part, blob.path, tally)
        elif isinstance(part, Picture):
            yield from self._picture(part, blob.path, tally)
        else:
            self._reading.member(part)
            yield from self.blob(part, member=True)

    def _text(self, part: Text, path: str, tally: Tally) -> Iterator[Item]:
        failed = dict(tally.failed)
        yield from self._scanner.findings(part, path, redact=self._redact, tally=tally)
        for what, how in sorted(tally.failed.items()):
            if failed.get(what) != how:
                yield Problem(path, Status.PARTIAL, f"recognizer:{what}")

    def _picture(self, picture: Picture, path: str, tally: Tally) -> Iterator[Item]:
        text, seen, problems = self._scanner.see(picture, path, self._reading)
        yield from problems
        for item in self._text(text, path, tally) if text else ():
            yield replace(item, at=f"{picture.at};{item.at}".strip(";")) if isinstance(item, Finding) else item
        for match in seen:
            threshold = self._scanner.config.threshold(match.entity, redact=self._redact)
            if match.score >= threshold and not isinstance(match.spot, Span):
                yield Finding(path, picture.at, match, areas=match.spot, unit="px")


def _after(state: FileState, item: Item) -> FileState:
    """The state of a container after one of its items: a finding counts, anything not read makes it partial."""
    if isinstance(item, Finding):
        return replace(state, findings=state.findings + (item.path == state.path))
    if isinstance(item, Problem):
        bad, reason = item.path == state.path, item.reason
    else:
        bad, reason = item.status is not Status.OK, f"member:{item.status}"
    if bad and state.status is Status.OK:
        return replace(state, status=Status.PARTIAL, reason=reason)
    return state


def _digest(blob: Blob, reading: Reading) -> dict[str, Any]:
    digest = hashlib.sha256()
    size = 0
    with blob.open() as stream:
        while chunk := stream.read(1 << 20):
            reading.tick(blob.path)
            digest.update(chunk)
            size += len(chunk)
    return {"sha256": digest.hexdigest(), "bytes": size}


def to_wire(item: Item) -> dict[str, Any]:
    """Plain data of an item, for JSON over the border of a process; it holds the value."""
    if isinstance(item, Finding):
        data = {
            "path": item.path,
            "at": item.at,
            "entity": item.match.entity,
            "score": item.match.score,
            "evidence": item.match.evidence,
            "value": item.value,
            "areas": item.areas,
            "unit": item.unit,
            "line": item.line,
        }
        spot = item.match.spot
        return {"finding": {**data, "span" if isinstance(spot, Span) else "seen": spot}}
    return {"problem" if isinstance(item, Problem) else "file": asdict(item)}


def from_wire(message: Mapping[str, Any]) -> Item:
    """The item that `to_wire` was given.

    Raises:
        KeyError, TypeError, ValueError: the message is not of that shape; what comes from a worker is untrusted.
    """
    if "finding" in message:
        data = message["finding"]
        spot = Span(*map(int, data["span"])) if "span" in data else _areas(data["seen"])
        evidence = tuple(Evidence(str(what), float(weight)) for what, weight in data["evidence"])
        match = Match(str(data["entity"]), spot, float(data["score"]), evidence)
        unit = data["unit"]
        line = data.get("line", "") if data.get("line") in CATEGORIES else ""
        return Finding(str(data["path"]), str(data["at"]), match, str(data["value"]), _areas(data["areas"]), unit, line)
    kind: Any = Problem if "problem" in message else FileState
    fields = dict(message["problem" if kind is Problem else "file"])
    return kind(**{**fields, "status": Status(fields["status"])})  # type: ignore[no-any-return]


def _areas(data: Any) -> tuple[Area, ...]:
    return tuple(tuple((float(x), float(y)) for x, y in area) for area in data)


def scan_task(args: dict[str, Any], files: Sequence[int], send: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Scans one file inside a worker.

    Arguments:
        args: ``path`` as reports show it, ``name`` for detection, ``size`` in bytes, ``config`` as plain data, and
            ``reduced`` on a second try: without pictures.
        files: the open descriptor of the file.
        send: takes ``{"item": ...}`` for each item and ``{"tick": 1}`` for progress.
    """
    config = Config.from_dict(args["config"])
    blob = Blob(args["path"], lambda: stream_of(files[0]), args.get("size"), args.get("name", ""))
    reading = Reading(config.limits, blob.size, config.passwords, lambda: send({"tick": 1}))
    if args.get("reduced"):
        config = replace(config, ocr="never")
    for item in _scanner(config).scan(blob, reading):
        send({"item": to_wire(item)})
    return {}


_scanners: dict[Config, Scanner] = {}


def _scanner(config: Config) -> Scanner:
    """The scanner of this worker: made once, used for every file."""
    if config not in _scanners:
        _scanners.clear()
        _scanners[config] = Scanner(config)
    return _scanners[config]
