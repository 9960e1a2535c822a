"""A mailbox in one file: messages one after another, each behind a line that begins with ``From``.

The messages are blobs that read the file where they stand, so a mailbox of gigabytes needs no memory. What the lines
between them say is a Text. Places: ``message=3``.

Source: RFC 4155.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from piiscan.errors import CannotRedact
from piiscan.formats._encoding import decode
from piiscan.formats._slice import member
from piiscan.model import Blob, Edit, Part, Problem
from piiscan.reading import Reading
from piiscan.runs import Runs

SUFFIXES = (".mbox", ".mbx")
REDACTABLE = False

_CHUNK = 1 << 20
_LONGEST_LINE = 1 << 12
_WINDOW = 1 << 20
_SEPARATOR = re.compile(rb"\nFrom [^\r\n]{1,1000}\r?\n(?=[!-9;-~]{1,80}:|>From )")


def sniff(head: bytes) -> bool:
    """A line that begins with ``From`` and a header after it."""
    return bool(_SEPARATOR.match(b"\n" + head))


def parts(blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
    """The messages, and the lines between them."""
    lines, base, number = Runs(), 0, 0
    start = 0
    for line, begin, end in _separators(blob, reading):
        if number:
            yield member(blob, f"message-{number}.eml", "", start, begin - start)
        number, start = number + 1, end
        if line:
            lines.add(line, at=f"message={number}")
        if lines.length > _WINDOW or not line:
            yield lines.text(base)
            lines, base = Runs(), base + lines.length


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Raises `CannotRedact`: not possible yet."""
    raise CannotRedact("this format cannot be redacted yet", blob.path)


def _separators(blob: Blob, reading: Reading) -> Iterator[tuple[str, int, int]]:
    """Each line between messages, where it begins and ends; last an empty one at the end of the file."""
    offset, data, more = -1, b"\n", True
    with blob.open() as stream:
        while more:
            reading.tick(blob.path)
            chunk = stream.read(_CHUNK)
            data, more, known = data + chunk, bool(chunk), 0
            for match in _SEPARATOR.finditer(data):
                # what begins near the end is looked at again with what follows it
                if more and match.start() > len(data) - _LONGEST_LINE:
                    break
                yield decode(match[0][1:]), offset + match.start() + 1, offset + match.end()
                known = match.end() - 1
            kept = max(known, len(data) - _LONGEST_LINE)
            offset, data = offset + kept, data[kept:]
    yield "", offset + len(data), offset + len(data)
