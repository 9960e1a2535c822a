"""The scanner: a blob goes in, findings, problems and one state per blob come out.

It assembles the detectors, walks the one recursion (a blob has parts; a part may be a blob), turns pictures into text,
and turns every error of reading into a status. It knows no format and no entity.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, TypeAlias

from piiscan import formats, packs
from piiscan.categories import CATEGORIES
from piiscan.config import Config
from piiscan.detect.context import latin1
from piiscan.detect.patterns import PatternDetector
from piiscan.detect.resolve import resolve
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
from piiscan.recognizer import Pattern, Recognizer
from piiscan.streams import stream_of

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
        recognizers = (*packs.load(self.config.packs), *map(_own, self.config.patterns))
        self._entities = {r.entity for r in recognizers} | {d.entity for r in recognizers for d in r.derived}
        self._detectors: tuple[Detector, ...] = (PatternDetector(recognizers, self.config.entities), *detectors)
        self._allow = frozenset(map(_bare, self.config.allow))

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
        return list(self.findings(part, "", self.config.min_score))

    def matches(self, part: Text, threshold: float) -> list[Match]:
        """The matches of one text at or above a threshold, resolved, spans local to its text."""
        found = resolve((match for detector in self._detectors for match in detector.detect(part)), threshold)
        if not self._allow:
            return found
        return [m for m in found if not (isinstance(m.spot, Span) and _bare(part.text[slice(*m.spot)]) in self._allow)]

    def findings(self, part: Text, path: str, threshold: float) -> Iterator[Finding]:
        """The findings of one text, spans counted from the start of the logical part."""
        for match in self.matches(part, threshold):
            if isinstance(match.spot, Span):
                span = Span(match.spot.start + part.base, match.spot.end + part.base)
                yield Finding(
                    path=path,
                    at=part.at(match.spot.start),
                    match=replace(match, spot=span),
                    value=part.text[slice(*match.spot)],
                    areas=part.areas(match.spot),
                    unit=part.unit,
                )

    def scan(self, blob: Blob, reading: Reading | None = None, threshold: float | None = None) -> Iterator[Item]:
        """Everything in a blob and in what it contains; the last item is its own `FileState`.

        Arguments:
            blob: the file.
            reading: the budget; a new one of the configuration's limits where none is given.
            threshold: the lowest score to report; the configuration's where none is given.
        """
        reading = reading or Reading(self.config.limits, blob.size, self.config.passwords)
        low = self.config.min_score if threshold is None else threshold
        yield from _Walk(self, reading, low).blob(blob)

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

    def __init__(self, scanner: Scanner, reading: Reading, threshold: float) -> None:
        self._scanner = scanner
        self._reading = reading
        self._threshold = threshold

    def blob(self, blob: Blob, member: bool = False) -> Iterator[Item]:
        state = FileState(blob.path, member, Status.OK, None, None, blob.size, None, 0)
        for finding in self._name(blob):
            state = replace(state, findings=state.findings + 1)
            yield finding
        try:
            state = replace(state, **_digest(blob, self._reading))
            if not state.bytes:
                yield replace(state, reason="empty")
                return
            form = formats.find(blob)
            state = replace(state, format=formats.name_of(form))
            for part in form.parts(blob, self._reading):
                for item in self._part(part, blob):
                    state = _after(state, item)
                    yield item
                    if state.findings >= self._scanner.config.limits.findings and state.status is Status.OK:
                        state = replace(state, status=Status.LIMIT, reason="findings")
                        yield Problem(blob.path, Status.LIMIT, "findings")
                        yield state
                        return
        except ReadError as error:
            problem = Problem(error.path or blob.path, Status(error.status), error.reason)
            state = replace(state, status=problem.status, reason=problem.reason)
            yield problem
        except OSError as error:
            problem = Problem(blob.path, Status.ERROR, type(error).__name__)
            state = replace(state, status=problem.status, reason=problem.reason)
            yield problem
        yield state

    def _name(self, blob: Blob) -> Iterator[Finding]:
        part = Text(blob.name, places=("name",))
        yield from self._scanner.findings(part, blob.path, self._threshold)

    def _part(self, part: Text | Picture | Blob | Problem, blob: Blob) -> Iterator[Item]:
        if isinstance(part, Problem):
            yield part
        elif isinstance(part, Text):
            self._reading.tick(blob.path)
            yield from self._scanner.findings(part, blob.path, self._threshold)
        elif isinstance(part, Picture):
            yield from self._picture(part, blob.path)
        else:
            self._reading.member(part)
            yield from self.blob(part, member=True)

    def _picture(self, picture: Picture, path: str) -> Iterator[Item]:
        text, seen, problems = self._scanner.see(picture, path, self._reading)
        yield from problems
        if text:
            for finding in self._scanner.findings(text, path, self._threshold):
                yield replace(finding, at=f"{picture.at};{finding.at}".strip(";"))
        for match in seen:
            if match.score >= self._threshold and not isinstance(match.spot, Span):
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


def _bare(value: str) -> str:
    return "".join(character for character in value.casefold() if character.isalnum())


def _own(pattern: Any) -> Recognizer:
    """A recogniser out of a pattern of the user's own."""
    latin1(pattern.regex)
    return Recognizer(
        entity=pattern.entity,
        forms=(Pattern(pattern.regex),),
        check=bool,
        prior=-3.0 if pattern.context else 2.0,
        context=tuple(pattern.context),
    )


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
        return Finding(str(data["path"]), str(data["at"]), match, str(data["value"]), _areas(data["areas"]), unit)
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
