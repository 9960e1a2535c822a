"""Explains a file: read by its format, in a supervised worker, with its columns and captions."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from piiscan import formats
from piiscan.baseline import Baseline
from piiscan.config import Config
from piiscan.errors import ReadError
from piiscan.explain.explainer import Explainer, Memory
from piiscan.explain.place import span_of
from piiscan.explain.record import record
from piiscan.explain.words import Language
from piiscan.model import Blob, Picture, Problem, Text
from piiscan.pool import run_task
from piiscan.reading import Reading
from piiscan.report.masks import preview
from piiscan.sources import Source, descriptor, sources_of
from piiscan.streams import stamp, stream_of

__all__ = ["explain_file", "explain_task"]

_MOST = 1000
"""Places of one file that are told; nobody reads more."""


def explain_file(
    path: Path,
    config: Config,
    *,
    lang: Language = "nl",
    show_values: bool = False,
    baseline: Baseline | None = None,
    key: bytes = b"",
) -> list[dict[str, Any]]:
    """What became of everything in a file that looks like something, as records.

    Arguments:
        path: the file.
        config: what a scan would be told.
        lang: the language of the sentences: ``"nl"`` or ``"en"``.
        show_values: add the values, which are masked otherwise.
        baseline: what a review has rejected.
        key: of its fingerprints.

    Returns:
        A record of type ``"place"`` for each, ``"problem"`` for what was not read, ``"omitted"`` for how many more.

    Raises:
        SourceError: there is no such file.
        ReadError: it cannot be read.
    """
    given = next(iter(sources_of(path)), None)
    opened = descriptor(given) if isinstance(given, Source) else given
    if not isinstance(given, Source) or not isinstance(opened, int):
        raise ReadError(opened.reason if isinstance(opened, Problem) else "is empty", str(path))
    try:
        args = {
            "path": given.path,
            "name": given.name,
            "size": stamp(opened)[0],
            "config": config.to_dict(),
            "lang": lang,
            "show_values": show_values,
            "baseline": sorted(baseline.entries) if baseline else [],
            "key": key.hex(),
        }
        outcome = run_task("piiscan.explain.file:explain_task", args, (opened,), config.limits)
    finally:
        os.close(opened)
    outcome.checked(given.path)
    return [item["place"] for item in outcome.items]


def explain_task(args: dict[str, Any], files: Sequence[int], send: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Explains one file inside a worker.

    Arguments:
        args: as `explain_file` puts them together.
        files: the open descriptor of the file.
        send: takes ``{"place": ...}`` for each record and ``{"tick": 1}`` for progress.
    """
    config = Config.from_dict(args["config"])
    baseline = Baseline(frozenset((str(entity), str(mark), str(path)) for entity, mark, path in args["baseline"]))
    explainer = Explainer(config, baseline, bytes.fromhex(args["key"]))
    blob = Blob(args["path"], lambda: stream_of(files[0]), args.get("size"), args.get("name", ""))
    reading = Reading(config.limits, blob.size, config.passwords, lambda: send({"tick": 1}))
    told = 0
    for item in _records(explainer, blob, reading, args["lang"], args["show_values"]):
        told += item["type"] == "place"
        if told <= _MOST or item["type"] != "place":
            send({"place": item})
    if told > _MOST:
        send({"place": {"type": "omitted", "count": told - _MOST}})
    return {}


def _records(
    explainer: Explainer, blob: Blob, reading: Reading, lang: Language, show_values: bool
) -> Iterator[dict[str, Any]]:
    memory = Memory()
    for part in formats.find(blob).parts(blob, reading):
        if isinstance(part, Blob):
            reading.member(part)
            yield from _records(explainer, part, reading, lang, show_values)
            continue
        found: Text | None = part if isinstance(part, Text) else None
        problems = [part] if isinstance(part, Problem) else []
        if isinstance(part, Picture):
            found, _, problems = explainer.scanner.see(part, blob.path, reading)
        for problem in problems:
            where = _masked(problem.at, explainer)
            yield {"type": "problem", "status": str(problem.status), "reason": problem.reason, "at": where}
        for place in explainer.places(found, blob.path, memory) if found else ():
            reading.tick(blob.path)
            inside = blob.path.partition("!/")[2]
            at = "!/".join(
                filter(
                    None,
                    (inside, ";".join(filter(None, (getattr(part, "at", "") if found is not part else "", place.at)))),
                )
            )
            item = {"type": "place", **record(place, lang, show_values=show_values)}
            yield {**item, "at": at if show_values else _masked(at, explainer)}


def _masked(place: str, explainer: Explainer) -> str:
    """A place in which what is recognised as personal data is starred out, such as a name of a sheet."""
    for match in reversed(explainer.scanner.matches(Text(place), redact=True) if place else []):
        start, end = span_of(match)
        place = place[:start] + preview(match.entity, place[start:end]) + place[end:]
    return place
