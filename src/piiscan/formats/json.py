r"""JSON, and JSON Lines: a record per line.

A Text is the file as it stands, in windows, with the escapes inside strings resolved (``"Ren\u00e9e"`` reads
``"Renée"``), so keys, duplicate keys and digits of any length are all there, and nesting costs nothing. Its runs are
the strings and numbers. Places are JSON pointers: ``key=/persoon/bsn``, in JSON Lines ``line=7;key=/bsn``. The label of
a value is its key; its column that of all values under the same keys.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from piiscan.errors import CannotRedact, LimitExceeded
from piiscan.formats._encoding import decode, looks_like_text, texts
from piiscan.formats._json_long import Buffer, in_pieces
from piiscan.formats._json_walk import TOKEN, Step, Walk, label, pointer, unescaped
from piiscan.formats._lazy import Lazy, Numbers
from piiscan.model import Blob, Edit, Part, Problem, Status, Text
from piiscan.reading import Reading

SUFFIXES = (".json", ".jsonl", ".ndjson", ".geojson", ".webmanifest", ".ipynb", ".har")
REDACTABLE = False

_WINDOW = 1 << 20
_LONGEST = 8 << 20
"""Code points after which a string is read in pieces."""
_SAMPLE = 1 << 16
_SAMPLE_TOKENS = 200


def sniff(head: bytes) -> bool:
    """Text whose first two hundred tokens begin an object or an array, or a row of them."""
    if not looks_like_text(head):
        return False
    text = decode(head[:_SAMPLE]).lstrip()
    if not text.startswith(("{", "[")):
        return False
    more = len(head) >= _SAMPLE
    walk = _walked(text, more)
    return not walk.broken and (walk.complete or more or walk.tokens > 1)


def parts(blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
    """The text, window by window; a Problem where it is not well-formed, for what should follow may be missing."""
    walk = Walk()
    with blob.open() as stream:
        yield from _windows(walk, Buffer(texts(stream), blob.path, reading), blob.path)
    if walk.broken or not walk.complete:
        yield Problem(blob.path, Status.PARTIAL, "malformed")


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Raises `CannotRedact`: not possible yet."""
    raise CannotRedact("this format cannot be redacted yet", blob.path)


def _windows(walk: Walk, buffer: Buffer, path: str) -> Iterator[Text]:
    walk.lines = _walked(buffer.show(_SAMPLE)[0], more=True).records > 1
    wanted, more = _WINDOW, True
    while more:
        text, more = buffer.show(wanted)
        # a window ends with an object if it can, so that a record is seen whole
        window = _Window(text, text.rfind("}") + 1 if more else len(text), more, walk)
        if not window.cut:
            window = _Window(text, len(text), more, walk)
        if window.cut:
            yield window.text(buffer.base)
            buffer.take(window.cut)
            wanted = _WINDOW
        elif more and wanted < _LONGEST:
            wanted *= 2
        elif more and text.startswith('"'):
            yield from in_pieces(buffer, walk)
            wanted = _WINDOW
        elif more:
            raise LimitExceeded("part", path)


def _walked(text: str, more: bool) -> Walk:
    """A walk over the beginning of a text, which may go on."""
    walk = Walk()
    for match in TOKEN.finditer(text):
        cut_off = match.end() == len(text) and not match[6] and (more or not match[4])
        if walk.broken or walk.tokens > _SAMPLE_TOKENS or (cut_off and match[2] != '"'):
            break
        walk.token(match)
    return walk


class _Window:
    """A stretch of the document made into a Text.

    Arguments:
        text: the document from here on, as far as it was read.
        limit: where the stretch ends at the latest.
        more: whether the document goes on after ``text``.
        walk: takes the tokens.

    Attributes:
        cut: where the stretch ends: after its last whole token; 0 where there is none.
    """

    def __init__(self, text: str, limit: int, more: bool, walk: Walk) -> None:
        self.cut = limit
        self._pieces: list[str] = []
        self._starts = array("q", [0])
        self._steps: list[Step | None] = [None]
        self._columns = array("q", [-1])
        self._heads = walk.heads
        self._labelled = False
        position = shift = ended = 0
        for match in TOKEN.finditer(text, 0, limit):
            if more and match.end() == limit and match[2] != '"' and not match[6]:
                self.cut = match.start()
                break
            place = walk.token(match)
            raw, start = match[4] or match[1], match.start() + (match[4] is None)
            if ended and (place is None or start - ended > 2):
                # what separates the last value from something else is no part of its cell
                self._add(ended - shift, (None, -2))
            ended = 0
            if place is None:
                continue
            self._add(start - shift, place)
            if "\\" in raw:
                plain = unescaped(raw)
                self._pieces += [text[position:start], plain]
                position, shift = start + len(raw), shift + len(raw) - len(plain)
            ended = match.end() if place[1] >= 0 else 0
        self._pieces.append(text[position : self.cut])
        if self.cut:
            walk.turn(text, self.cut)

    def _add(self, start: int, place: tuple[Step | None, int]) -> None:
        self._starts.append(start)
        self._steps.append(place[0])
        self._columns.append(place[1])
        self._labelled = self._labelled or place[1] == -1

    def text(self, base: int) -> Text:
        """The stretch, its escapes resolved."""
        size = len(self._starts)
        return Text(
            text="".join(self._pieces),
            base=base,
            starts=self._starts,
            places=Lazy(size, lambda run: pointer(self._steps[run])),
            labels=Lazy(size, self._label) if self._labelled else (),
            columns=Numbers(lambda: np.maximum(np.asarray(self._columns), -1)),
            heads=self._heads,
        )

    def _label(self, run: int) -> str:
        """The key of a value in no table; in a table it is the head of the column."""
        return label(self._steps[run]) if self._columns[run] == -1 else ""
