"""XML documents made of paragraphs (OOXML, ODF) to Text: one walk, in which a value split over runs is one.

A paragraph becomes a line. What stands inside it but is no part of its text (a text box, a comment, a field's
instruction, an attribute that a person or a program reads) becomes a line of its own after it. Where changes were
tracked, a paragraph is shown twice: as it is now, and as it was before them, because a reader can get at both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple, TypeAlias

from lxml import etree

from piiscan.formats._grid import caption, is_caption
from piiscan.formats._xml import attributes, local
from piiscan.model import Text
from piiscan.runs import Runs

__all__ = ["Dialect", "Source", "texts"]

Source: TypeAlias = tuple[etree._Element, str]
"""Where a run stands: an element, and ``"text"``, ``"tail"``, ``"mark"`` or ``"@"`` and the name of an attribute."""

_WINDOW = 1 << 20
_FILLED_IN = frozenset({"value", "current-value", "date-value", "default", "fullDate", "string-value", "val"})
"""Attributes that hold what was filled in, where their element has a caption."""
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a family of documents writes text; all names are without namespace.

    Arguments:
        said: whether an attribute (``tag``, ``attribute``, ``value``) says something, rather than steer the layout.
        lines: elements whose content is a line of its own; a name with a namespace means only that one.
        marks: empty elements that stand for characters.
        blanks: elements in which blanks alone are text; elsewhere they only indent the markup.
        mute: elements whose text is a measure of the layout.
        skipped: elements that are read elsewhere, with all that is in them.
        asides: elements whose text is not shown where it stands: the instructions of a field.
        gone: elements around what a tracked change took away.
        new: elements around what a tracked change brought.
        table, row, cell: the elements of a table.
        scope: the place of what stands inside an element (``"slide=3"``), or None where it has none of its own.
        caption: the label of what stands inside an element, or "" where it has none.
    """

    said: Callable[[str, str, str], bool]
    lines: frozenset[str]
    marks: Mapping[str, str] = field(default_factory=dict)
    blanks: frozenset[str] = _NONE
    mute: frozenset[str] = _NONE
    skipped: frozenset[str] = _NONE
    asides: frozenset[str] = _NONE
    gone: frozenset[str] = _NONE
    new: frozenset[str] = _NONE
    table: frozenset[str] = _NONE
    row: frozenset[str] = _NONE
    cell: frozenset[str] = _NONE
    scope: Callable[[str, etree._Element], str | None] = lambda tag, element: None
    caption: Callable[[str, etree._Element], str] = lambda tag, element: ""


def texts(root: etree._Element, dialect: Dialect, place: str = "", unit: str = "paragraph") -> Iterator[Text]:
    """The text of a tree, in windows of about a million characters.

    Arguments:
        root: the tree; the sources of the runs are its elements.
        dialect: how to read it.
        place: where it stands (``"header=1"``); empty for the body.
        unit: what its lines are called in places; empty where they are not counted.
    """
    runs, base, walk = Runs(), 0, _Walk(dialect, place, unit)
    for line in walk.lines(root):
        if runs.length > _WINDOW:
            yield runs.text(base, heads=walk.heads, table=place)
            runs, base = Runs(), base + runs.length
        _add(runs, line)
    if runs.length:
        yield runs.text(base, heads=walk.heads, table=place)


class _Piece(NamedTuple):
    text: str
    source: Source
    label: str
    when: str  # "gone" and "new" by a tracked change, else ""


@dataclass(slots=True)
class _Line:
    """A line while it is read; ``after`` collects the lines that stand inside it."""

    at: str
    label: str = ""
    column: int = -1
    gap: str = "\n"
    pieces: list[_Piece] = field(default_factory=list)
    aside: list[_Piece] = field(default_factory=list)
    after: list[_Line] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    columns: Iterator[int]
    row: int = -1
    column: int = -1
    head: dict[int, str] = field(default_factory=dict)
    left: str = ""
    first: str = ""
    cell: list[str] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)

    def number(self) -> int:
        """The number of the column, unique in the whole text."""
        if self.column not in self.numbers:
            self.numbers[self.column] = next(self.columns)
        return self.numbers[self.column]


class _Walk:
    """The state of one walk over a tree.

    Attributes:
        heads: the captions of the columns of all tables, by number.
    """

    def __init__(self, dialect: Dialect, place: str, unit: str) -> None:
        self.heads: dict[int, str] = {}
        self._dialect = dialect
        self._unit = unit
        self._scopes: list[tuple[etree._Element | None, str, count[int]]] = [(None, place, count(1))]
        self._at = place
        self._open: list[_Line] = []
        self._tables: list[_Table] = []
        self._columns = count()
        self._captions: list[tuple[etree._Element, str]] = []
        self._changes: list[str] = []
        self._parents: list[str] = []
        self._gap = "\n"
        self._ready: list[_Line] = []

    def lines(self, root: etree._Element) -> Iterator[_Line]:
        """Every line, in the order of the document."""
        for outside in (*root.itersiblings(preceding=True), *root.itersiblings()):
            self._note(outside.text or "", (outside, "text"), "")
        nodes = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in nodes:
            tag = local(element)
            if event == "start" and tag in self._dialect.skipped:
                nodes.skip_subtree()
            elif event == "start":
                self._start(tag, element)
            elif event == "end" and tag not in self._dialect.skipped:
                self._end(tag, element)
            elif event == "end":
                continue
            else:
                self._note(element.text or "", (element, "text"), "")
            if event != "start" and element.tail:
                self._characters(element.tail, (element, "tail"), self._parents[-1] if self._parents else "")
            if self._ready and not self._open:
                yield from self._ready
                self._ready = []

    def _start(self, tag: str, element: etree._Element) -> None:
        dialect = self._dialect
        self._parents.append(tag)
        scope, label = dialect.scope(tag, element), dialect.caption(tag, element)
        if scope is not None:
            self._scopes.append((element, scope, count(1)))
            self._at = scope
        if label:
            self._captions.append((element, label))
        if tag in dialect.gone or tag in dialect.new:
            self._changes.append("gone" if tag in dialect.gone else "new")
        self._enter_table(tag)
        if tag in dialect.lines or element.tag in dialect.lines:
            self._open.append(self._line())
        for name, value in attributes(element):
            attribute = name.rpartition("}")[2]
            if dialect.said(tag, attribute, value):
                label = self._captions[-1][1] if self._captions and attribute in _FILLED_IN else attribute
                self._note(value, (element, f"@{name}"), label)
        if tag in dialect.marks:
            self._characters(dialect.marks[tag], (element, "mark"), "")
        if element.text:
            self._characters(element.text, (element, "text"), tag)

    def _end(self, tag: str, element: etree._Element) -> None:
        dialect = self._dialect
        self._parents.pop()
        if tag in dialect.lines or element.tag in dialect.lines:
            self._close(self._open.pop())
        self._leave_table(tag, element)
        if tag in dialect.gone or tag in dialect.new:
            self._changes.pop()
        if self._captions and self._captions[-1][0] is element:
            self._captions.pop()
        if self._scopes[-1][0] is element:
            self._scopes.pop()
            self._at = self._scopes[-1][1]

    def _characters(self, text: str, source: Source, tag: str) -> None:
        """Text of the document, in the line that is open or in one of its own."""
        shown = source[1] == "mark" or bool(text.strip()) or tag in self._dialect.blanks
        if not shown or tag in self._dialect.mute:
            return
        label = self._captions[-1][1] if self._captions else ""
        piece = _Piece(text, source, label, self._changes[-1] if self._changes else "")
        if self._open:
            line = self._open[-1]
            (line.aside if tag in self._dialect.asides else line.pieces).append(piece)
        elif text.strip():
            self._note(text, source, label or tag)

    def _note(self, text: str, source: Source, label: str) -> None:
        """A line of its own: an attribute, a comment of the markup, text outside all paragraphs."""
        line = _Line(self._at, label, pieces=[_Piece(text, source, "", "")])
        (self._open[-1].after if self._open else self._ready).append(line)

    def _line(self) -> _Line:
        """Opens a line; one inside another has the place of the outermost."""
        _, place, numbers = self._scopes[-1]
        if not self._open and self._unit:
            self._at = f"{place};{self._unit}={next(numbers)}".lstrip(";")
        line = _Line(self._at, gap=self._gap)
        self._gap = "\n"
        if self._tables and self._tables[-1].row >= 0:
            table = self._tables[-1]
            head = table.head.get(table.column, "") if table.row else ""
            line.label = caption(head, table.left, table.first, len(table.head))
            line.column = table.number()
            if is_caption(head):
                self.heads[line.column] = head.strip()
            if line.label == self.heads.get(line.column):
                line.label = ""
        return line

    def _close(self, line: _Line) -> None:
        """What a finished line becomes: itself, itself before the changes, its asides, the lines inside it."""
        now = [piece for piece in line.pieces if piece.when != "gone"]
        before = [piece for piece in line.pieces if piece.when != "new"]
        views = [now] if now == before else [now, before]
        finished = [
            _Line(line.at, line.label, line.column, line.gap, view)
            for view in views
            if any(piece.text.strip() for piece in view)
        ]
        if line.aside:
            finished.append(_Line(line.at, "", pieces=line.aside))
        finished += line.after
        (self._open[-1].after if self._open else self._ready).extend(finished)
        if self._tables and not self._open:
            self._tables[-1].cell.append("".join(piece.text for piece in now))

    def _enter_table(self, tag: str) -> None:
        if tag in self._dialect.table:
            self._tables.append(_Table(self._columns))
        elif self._tables and tag in self._dialect.row:
            table = self._tables[-1]
            table.row, table.column, table.left, table.first = table.row + 1, -1, "", ""
        elif self._tables and tag in self._dialect.cell:
            table = self._tables[-1]
            table.column += 1
            table.cell = []
            self._gap = "\t" if table.column else "\n"

    def _leave_table(self, tag: str, element: etree._Element) -> None:
        if tag in self._dialect.table:
            self._tables.pop()
        elif self._tables and tag in self._dialect.cell:
            table = self._tables[-1]
            table.left = " ".join(table.cell)
            table.first = table.first or table.left
            if not table.row:
                table.head[table.column] = table.left
            table.column += _span(element) - 1


def _span(cell: etree._Element) -> int:
    """How many columns a cell of WordprocessingML covers."""
    for properties in cell.iterchildren("{*}tcPr"):
        for span in properties.iterchildren("{*}gridSpan"):
            value = next((value for _, value in attributes(span)), "1")
            return min(max(int(value), 1), 63) if value.isascii() and value.isdigit() else 1
    return 1


def _add(runs: Runs, line: _Line) -> None:
    if runs.length:
        runs.glue(line.gap)
    for piece in line.pieces:
        runs.add(piece.text, at=line.at, label=piece.label or line.label, column=line.column, source=piece.source)
