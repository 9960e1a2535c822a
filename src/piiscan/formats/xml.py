"""XML of any kind: exports, feeds, configuration, drawings.

Read as a stream, so a document needs no more memory than a window of its text. What the elements say, in reading order,
what stands beside it (attributes, comments, instructions), and the names are Texts of their own. Inside mixed content a
value that is split over elements is whole; elsewhere each element has a line of its own. The label of a text is the
name of its element. Places: ``element=/personen/persoon[3]/bsn``, ``element=/personen/persoon;attribute=bsn``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import BinaryIO

from piiscan.errors import CannotRedact, Damaged, LimitExceeded
from piiscan.formats import txt
from piiscan.formats._encoding import decode, looks_like_text, texts
from piiscan.formats._xml import feed
from piiscan.model import Blob, Edit, Part, Problem, Status, Text
from piiscan.reading import Reading
from piiscan.runs import Runs

SUFFIXES = (".xml", ".xsd", ".xsl", ".xslt", ".svg", ".kml", ".gpx", ".rss", ".atom", ".xaf", ".xbrl", ".plist", ".gml")
REDACTABLE = False

_WINDOW = 1 << 20
_LONGEST_NAME = 64
_MOST_NAMES = 1 << 16
_LONGEST_PATH = 64
"""Levels that a place names."""
_DEEPEST = 10_000
"""Levels that are told apart; what stands deeper is read all the same."""
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_BEFORE = re.compile(r"(?:\s++|<!--.*?-->|<\?(?!xml\s).*?\?>)*+", re.DOTALL)
_PROLOGUE = re.compile(r"<(\?xml\s|!DOCTYPE\s+(?!html\b|netscape))", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)(?:\s[^<>]*)?(/?)>")
_SUBSET = re.compile(r"<!DOCTYPE[^\[>]*\[(.*?)\]\s*>", re.DOTALL)
_UNKNOWN_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);)[A-Za-z_][\w.-]{0,63};")
_VALUES = ("value", "waarde", "content")
_CAPTIONS = ("name", "naam", "key", "label")
"""Attributes that say what an element of a general name holds: ``<veld naam="bsn">``."""


def sniff(head: bytes) -> bool:
    """A declaration or document type, or a root element that also ends what we see."""
    if not looks_like_text(head):
        return False
    text = decode(head).rstrip()
    before = _BEFORE.match(text)
    start = before.end() if before else 0
    if _PROLOGUE.match(text, start):
        return True
    root = _ROOT.match(text, start)
    return root is not None and (text.endswith(f"</{root[1]}>") or (bool(root[2]) and len(text) == root.end()))


def parts(blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
    """The text; of a document that is not well-formed or declares entities also its lines as they stand."""
    collector = _Collector(reading.limits.part, blob.path)
    failure: Damaged | LimitExceeded | None = None
    with blob.open() as stream:
        declared = _DECLARED.search(stream.read(512))
    try:
        with blob.open() as stream:
            for piece in feed(texts(stream, declared[1].decode() if declared else ""), collector, blob.path):
                reading.tick(blob.path)
                collector.look(piece)
                yield from collector.ready()
    except (Damaged, LimitExceeded) as error:
        failure = error
    collector.flush()
    yield from collector.ready()
    if failure:
        yield from txt.parts(blob, reading)
    if isinstance(failure, LimitExceeded):
        raise failure
    if failure or collector.unknown:
        yield Problem(blob.path, Status.PARTIAL, "malformed" if failure else "entities")


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Raises `CannotRedact`: not possible yet."""
    raise CannotRedact("this format cannot be redacted yet", blob.path)


@dataclass(slots=True)
class _Frame:
    """An element that is open.

    Arguments:
        path: of the element, as places show it.
        label: what its text is called.
        shape: a number for all elements under the same names.
        texted: whether text stood directly in it.
        children: how many of each name it had.
    """

    path: str
    label: str
    shape: int
    texted: bool = False
    children: dict[str, int] = field(default_factory=dict)


class _Collector:
    """Is told what the document holds, and makes Texts of it.

    Attributes:
        started: whether the root element has begun.
        unknown: whether it refers to an entity that is declared elsewhere, whose text is not to be had.
    """

    def __init__(self, longest: int, path: str) -> None:
        self.started = False
        self.unknown = False
        self._longest = longest
        self._blob = path
        self._ready: list[Text] = []
        self._said, self._beside, self._called = Runs(), Runs(), Runs()
        self._bases = [0, 0, 0]
        self._stack = [_Frame("element=", "", 0)]
        self._pending: list[str] = []
        self._held = 0
        self._lowest = 0  # the least depth since the last text
        self._blank = False
        self._last = ""
        self._names: set[str] = set()
        self._shapes: dict[tuple[int, str], int] = {}
        self._numbers = count(1)
        self._comments, self._instructions = count(1), count(1)
        self._external = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._text()
        self.started = True
        name = tag.rpartition("}")[2][:_LONGEST_NAME]
        frame = self._stack[-1]
        if len(self._stack) < _DEEPEST:
            label = next((attributes[key] for key in _CAPTIONS if attributes.get(key)), name)[:_LONGEST_NAME]
            frame = _Frame(self._path(frame, name), label, self._shape(frame.shape, name))
        self._stack.append(frame)
        self._name(tag, frame.path)
        for key, value in attributes.items():
            self._name(key, frame.path)
            short = key.rpartition("}")[2][:_LONGEST_NAME]
            caption = frame.label if short in _VALUES else short
            self._note(value, f"{frame.path};attribute={short}", caption, self._shape(frame.shape, f"@{key}"))

    def end(self, tag: str) -> None:
        self._text()
        self._stack.pop()
        self._lowest = min(self._lowest, len(self._stack))
        full = max(self._said.length, self._beside.length)
        if full > 2 * _WINDOW or (full > _WINDOW and not self._stack[-1].texted):
            self.flush()

    def data(self, text: str) -> None:
        self._pending.append(text)
        self._held += len(text)
        if self._held > self._longest:
            raise LimitExceeded("part", self._blob)

    def comment(self, text: str) -> None:
        self._text()
        self._note(text, f"comment={next(self._comments)}")

    def pi(self, target: str, text: str | None = None) -> None:
        self._text()
        self._note(f"{target} {text or ''}", f"instruction={next(self._instructions)}")

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        self._external = bool(system)
        self._note(" ".join(filter(None, (name, public, system))), "doctype")

    def close(self) -> None:
        self._text()

    def look(self, piece: str) -> None:
        """Looks for what the parser tells nobody: declarations inside the document, entities declared outside it."""
        if self._external and _UNKNOWN_ENTITY.search(piece):
            self.unknown = True
        if not any(self._bases) and "<!DOCTYPE" in piece:
            subset = _SUBSET.search(piece)
            if subset:
                self._note(subset[1], "doctype")

    def ready(self) -> Iterator[Text]:
        """The Texts that are finished."""
        yield from self._ready
        self._ready.clear()

    def flush(self) -> None:
        """Finishes the Texts."""
        self._text()
        for number, runs in enumerate((self._said, self._beside, self._called)):
            if runs.length:
                self._ready.append(runs.text(self._bases[number]))
                self._bases[number] += runs.length
        self._said, self._beside, self._called = Runs(), Runs(), Runs()
        self._shapes.clear()

    def _text(self) -> None:
        """Takes the text since the last tag."""
        text = "".join(self._pending)
        self._pending.clear()
        self._held = 0
        if not text.strip():
            self._blank = self._blank or bool(text)
            return
        frame = self._stack[-1]
        between = self._between(frame, text[0]) if self._said.length else ""
        self._said.add(between + text, at=frame.path, label=frame.label, column=frame.shape)
        frame.texted, self._lowest, self._blank, self._last = True, len(self._stack), False, text[-1]

    def _between(self, frame: _Frame, first: str) -> str:
        """What stands between the last text and one that begins with ``first``.

        They are one text where the innermost element around both has text of its own; but where a letter would touch a
        digit, a number might lose its end, so a blank keeps them apart.
        """
        around = self._stack[self._lowest - 1]
        if not (around.texted or around is frame):
            return "\n"
        touching = self._last.isalnum() and first.isalnum() and self._last.isdigit() != first.isdigit()
        return " " if self._blank or touching else ""

    def _path(self, parent: _Frame, name: str) -> str:
        number = parent.children[name] = parent.children.get(name, 0) + 1
        if len(self._stack) > _LONGEST_PATH:
            return parent.path
        return f"{parent.path}/{name}" + (f"[{number}]" if number > 1 else "")

    def _note(self, text: str, at: str, label: str = "", column: int = -1) -> None:
        if text.strip():
            self._beside.add("\n" + text if self._beside.length else text, at=at, label=label, column=column)

    def _name(self, name: str, at: str) -> None:
        """Shows a name the first time that it stands somewhere: a name can hold anything too."""
        if name not in self._names:
            if len(self._names) >= _MOST_NAMES:
                self._names.clear()
            self._names.add(name)
            self._called.add("\n" + name if self._called.length else name, at=at)

    def _shape(self, parent: int, name: str) -> int:
        key = (parent, name)
        return self._shapes.get(key) or self._shapes.setdefault(key, next(self._numbers))
