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

from piiscan.errors import CannotRedact, LimitExceeded
from piiscan.formats._encoding import decode, looks_like_text, texts
from piiscan.formats._json_walk import TOKEN, Step, Walk, label, pointer, unescaped
from piiscan.formats._lazy import Lazy
from piiscan.model import Blob, Edit, Part, Problem, Status, Text
from piiscan.reading import Reading

SUFFIXES = (".json", ".jsonl", ".ndjson", ".geojson", ".webmanifest", ".ipynb", ".har")
REDACTABLE = False

_WINDOW = 1 << 20
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
        yield from _windows(walk, texts(stream), blob.path, reading)
    if walk.broken or not walk.complete:
        yield Problem(blob.path, Status.PARTIAL, "malformed")


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Raises `CannotRedact`: not possible yet."""
    raise CannotRedact("this format cannot be redacted yet", blob.path)


def _windows(walk: Walk, pieces: Iterator[str], path: str, reading: Reading) -> Iterator[Text]:
    text, base, wanted, more = next(pieces), 0, _WINDOW, True
    walk.lines = _walked(text[:_SAMPLE], more=True).records > 1
    while more:
        while more and len(text) < wanted:
            reading.tick(path)
            piece = next(pieces, None)
            more, text = piece is not None, text + (piece or "")
        # a window ends with an object if it can, so that a record is seen whole
        window = _Window(text, text.rfind("}") + 1 if more else len(text), more, walk)
        if not window.cut:
            window = _Window(text, len(text), more, walk)
        if window.cut:
            yield window.text(base)
            base, text, wanted = base + window.cut, text[window.cut :], _WINDOW
        elif more:
            wanted *= 2
            if wanted > reading.limits.part:
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
        position = shift = 0
        for match in TOKEN.finditer(text, 0, limit):
            if more and match.end() == limit and not match[2] and not match[6]:
                self.cut = match.start()
                break
            place = walk.token(match)
            if place is None:
                continue
            raw, start = match[4] or match[1], match.start() + (match[4] is None)
            self._starts.append(start - shift)
            self._steps.append(place[0])
            self._columns.append(place[1])
            if "\\" in raw:
                plain = unescaped(raw)
                self._pieces += [text[position:start], plain]
                position, shift = start + len(raw), shift + len(raw) - len(plain)
        self._pieces.append(text[position : self.cut])
        if self.cut:
            walk.turn(text, self.cut)

    def text(self, base: int) -> Text:
        """The stretch, its escapes resolved."""
        size = len(self._starts)
        return Text(
            text="".join(self._pieces),
            base=base,
            starts=self._starts,
            places=Lazy(size, lambda run: pointer(self._steps[run])),
            labels=Lazy(size, lambda run: "" if self._columns[run] == -2 else label(self._steps[run])),
            columns=Lazy(size, lambda run: max(-1, self._columns[run])),
        )
