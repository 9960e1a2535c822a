"""Plain text: letters, notes, logs, Markdown, source code, configuration.

Read in windows of 1 MiB, so that a log of gigabytes needs no memory. Places: ``line=14``.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from piiscan.formats._encoding import looks_like_text, lossless
from piiscan.model import Blob, Edit, Part, Problem, Span, Status, Text
from piiscan.reading import Reading

SUFFIXES = (".txt", ".log", ".md", ".rst", ".ini", ".cfg", ".conf", ".toml", ".yaml", ".yml", ".sql", ".vcf", ".ics")
REDACTABLE = True

_WINDOW = 1 << 20
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
    head = stream.read(1 << 17)
    bom, decoder, encoder = lossless(head)
    if out:
        out.write(bom)
    text, base, line, start = decoder.decode(head[len(bom) :]), 0, 1, 0
    while True:
        while len(text) - start < _WINDOW + _AFTER and (chunk := stream.read(1 << 18)):
            reading.tick(path)
            text += decoder.decode(chunk)
        rest = len(text) - start
        last = rest < _WINDOW + _AFTER
        if last:
            text += decoder.decode(b"", final=True)
        core = Span(start, len(text) if last else start + _WINDOW)
        if core.end > core.start or base == 0:
            yield _window(text, base, core, line, start), encoder
        if last:
            return
        line += len(_LINE_END.findall(text, core.start, core.end))
        keep = max(0, core.end - _BEFORE)
        base, text, start = base + keep, text[keep:], core.end - keep


_LINE_END = re.compile(r"\n|\r(?!\n)")


def _window(text: str, base: int, core: Span, line: int, start: int) -> Text:
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    first = line - len(_LINE_END.findall(text, 0, start))
    return Text(text, base, core, starts, [f"line={number}" for number in range(first, first + len(starts))])
