"""Plain text: letters, notes, logs, Markdown, source code, configuration.

Read in windows, so that a log of gigabytes needs no memory. Places: ``line=14``.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from piiscan.formats._encoding import looks_like_text, lossless
from piiscan.formats._ends import Mask, codes, line_ends, starts_after
from piiscan.formats._lazy import Lazy, Numbers
from piiscan.model import Blob, Edit, Part, Problem, Span, Status, Text
from piiscan.reading import Reading

SUFFIXES = (".txt", ".log", ".md", ".rst", ".ini", ".cfg", ".conf", ".toml", ".yaml", ".yml", ".sql", ".vcf", ".ics")
REDACTABLE = True

_WINDOW = 1 << 19
"""Code points of a window: so few that what is worked out for each of them stays in the cache of a processor."""
_SMALLEST = 1 << 16
"""Bytes to read at least."""
_BEFORE = 1 << 10
"""Code points shown before the core of a window, so that a label is seen."""
_AFTER = 1 << 12
"""Code points shown after it, so that a match that starts in the core is seen whole."""


def sniff(head: bytes) -> bool:
    """Anything that decodes as text."""
    return looks_like_text(head)


def parts(blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
    """The text, window by window."""
    mixed = False
    with blob.open() as stream:
        for part, _ in _windows(stream, blob.path, reading):
            yield part
            mixed |= "\0" in part.text
    if mixed:  # another encoding further on (a log that a second program appended to), or no text at all
        yield Problem(blob.path, Status.PARTIAL, "mixed-encoding")


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Writes the text in its own encoding, each cut replaced; line ends stay as they were."""
    skip = 0  # code points that a cut of the previous window already took
    with blob.open() as stream:
        for part, encoder in _windows(stream, blob.path, reading, out):
            core = part.core or Span(0, len(part.text))
            position = max(core.start, skip - part.base)
            for cut in edit.text(part):
                out.write(encoder.encode(part.text[position : max(position, cut.span.start)] + cut.replacement))
                position = max(position, cut.span.end)
            out.write(encoder.encode(part.text[position : max(position, core.end)]))
            skip = part.base + max(position, core.end)


def _windows(
    stream: BinaryIO, path: str, reading: Reading, out: BinaryIO | None = None
) -> Iterator[tuple[Text, codecs.IncrementalEncoder]]:
    head = stream.read(max(_WINDOW, _SMALLEST))
    bom, decoder, encoder = lossless(head)
    if out:
        out.write(bom)
    text, base, line, start, more = decoder.decode(head[len(bom) :]), 0, 1, 0, True
    while more:
        while more and (missing := start + _WINDOW + _AFTER - len(text)) > 0:
            reading.tick(path)
            chunk = stream.read(max(missing, _SMALLEST))
            more = bool(chunk)
            text += decoder.decode(chunk, final=not chunk)
        core = Span(start, start + _WINDOW if more else len(text))
        ends = line_ends(codes(text))
        if core.end > core.start or base == 0:
            yield _window(text, base, core, line - int(np.count_nonzero(ends[:start])), ends), encoder
        line += int(np.count_nonzero(ends[core.start : core.end]))
        keep = max(0, core.end - _BEFORE)
        base, text, start = base + keep, text[keep:], core.end - keep


def _window(text: str, base: int, core: Span, line: int, ends: Mask) -> Text:
    """A window that begins in this line; the others are counted when somebody asks."""
    starts = Numbers(lambda: starts_after(ends))
    return Text(text, base, core, starts, Lazy(starts.__len__, lambda run: f"line={line + run}"))
