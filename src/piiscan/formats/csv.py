"""Tables written as text: cells between commas, semicolons, tabs or pipes.

A Text is the file as it stands, quotes and delimiters included, in windows of whole rows; its runs are the cells. So
offsets are those of the decoded file, and a copy differs from it in the cells that were cut and nowhere else. The label
of a cell is the head of its column. Places: ``row=3;column=2``.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from piiscan.errors import LimitExceeded
from piiscan.formats._delimited import SAMPLE, Header, cell_pattern, delimiter_of, header_of
from piiscan.formats._encoding import decode, looks_like_text, lossless
from piiscan.formats._lazy import Lazy
from piiscan.model import Blob, Cut, Edit, Part, Problem, Text
from piiscan.reading import Reading

SUFFIXES = (".csv", ".tsv", ".tab", ".psv")
REDACTABLE = True

_WINDOW = 1 << 20
_CHUNK = 1 << 18
_LONGEST_QUOTED = 8 << 20
"""Code points after which a quote that nothing closes counts as an ordinary character."""


def sniff(head: bytes) -> bool:
    """Text in which a delimiter gives several rows the same number of cells."""
    return looks_like_text(head) and bool(delimiter_of(decode(head[:SAMPLE])))


def parts(blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
    """The table, window by window."""
    with blob.open() as stream:
        yield from _Table(stream, blob.path, reading).windows()


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Writes the table with the cut cells rewritten, quoted where they have to be; all else stays as it was."""
    with blob.open() as stream:
        table = _Table(stream, blob.path, reading)
        out.write(table.bom)
        for part in table.windows():
            position = 0
            for start, end, cell in _rewritten(part, edit.text(part), table.delimiter):
                out.write(table.encoder.encode(part.text[position:start] + cell))
                position = end
            out.write(table.encoder.encode(part.text[position:]))


class _Table:
    """A stream read as a table.

    Arguments:
        stream: at its start.
        path: the blob's.
        reading: the budget.

    Attributes:
        bom, encoder: what it takes to write the text back.
        delimiter: what stands between cells.
    """

    def __init__(self, stream: BinaryIO, path: str, reading: Reading) -> None:
        head = stream.read(_CHUNK)
        self.bom, self._decoder, self.encoder = lossless(head)
        self._text = self._decoder.decode(head[len(self.bom) :])
        self._stream = stream
        self._path = path
        self._reading = reading
        self.delimiter = delimiter_of(self._text[:SAMPLE]) or ","
        self._header = header_of(self._text[:SAMPLE], self.delimiter)

    def windows(self) -> Iterator[Text]:
        """The text in windows that end where a row ends, or a cell of a very long row."""
        base, row, column = 0, 0, 0
        for cut, starts, rows in self._stretches():
            grid = _Grid(starts[: bisect_left(starts, cut) or 1], rows, row, column, self._header)
            yield grid.text(self._text[:cut], base)
            row, column = grid.after(cut)
            base, self._text = base + cut, self._text[cut:]

    def _stretches(self) -> Iterator[tuple[int, array[int], array[int]]]:
        """How much of the text to take, and where its cells and rows start; the caller takes it away."""
        wanted, more, first = _WINDOW, True, True
        while more:
            while more and len(self._text) < wanted:
                self._reading.tick(self._path)
                chunk = self._stream.read(_CHUNK)
                more = bool(chunk)
                self._text += self._decoder.decode(chunk, final=not more)
            starts, rows = _tokens(self._text, self.delimiter, more)
            cut = (rows[-1] if rows else starts[-1]) if more else len(self._text)
            if cut or (first and not more):
                yield cut, starts, rows
                wanted, first = _WINDOW, False
            elif more:
                wanted *= 2
                if wanted > self._reading.limits.part:
                    raise LimitExceeded("part", self._path)


@dataclass(frozen=True, slots=True, eq=False)
class _Grid:
    """Which run of a window stands in which row and column.

    Arguments:
        starts: where each cell starts.
        rows: where each row starts that begins inside the window.
        row, column: of the first cell, from 0.
        header: the names of the columns.
    """

    starts: array[int]
    rows: array[int]
    row: int
    column: int
    header: Header

    def text(self, text: str, base: int) -> Text:
        """The window as a Text."""
        count = len(self.starts)
        columns = Lazy(count, lambda run: self._cell(run)[1])
        return Text(text, base, None, self.starts, Lazy(count, self._place), Lazy(count, self._label), columns)

    def after(self, cut: int) -> tuple[int, int]:
        """The row and the column of the cell that starts at ``cut``, where the window ends."""
        begun = bisect_right(self.rows, cut)
        first = bisect_left(self.starts, self.rows[begun - 1]) if begun else -self.column
        return self.row + begun, len(self.starts) - first

    def _cell(self, run: int) -> tuple[int, int]:
        begun = bisect_right(self.rows, self.starts[run])
        first = bisect_left(self.starts, self.rows[begun - 1]) if begun else -self.column
        return self.row + begun, run - first

    def _place(self, run: int) -> str:
        row, column = self._cell(run)
        return f"row={row + 1};column={column + 1}"

    def _label(self, run: int) -> str:
        row, column = self._cell(run)
        return self.header.names[column] if row > self.header.row and column < len(self.header.names) else ""


def _tokens(text: str, delimiter: str, more: bool) -> tuple[array[int], array[int]]:
    """Where the cells start, and where the rows after the first start; nothing that may yet go on where ``more``."""
    starts, rows = array("q", [0]), array("q")
    quoted = '"' in text
    if quoted:
        for match in cell_pattern(delimiter).finditer(text):
            mark, end = match[1], match.end()
            if mark:
                starts.append(end)
                if mark != delimiter:
                    rows.append(end)
        quoted = len(text) - starts[-1] <= _LONGEST_QUOTED
    if not quoted:
        starts = array("q", [0, *(match.end() for match in re.finditer(rf"[{re.escape(delimiter)}\n]|\r\n?", text))])
        rows = array("q", [match.end() for match in re.finditer(r"\n|\r\n?", text)])
    if rows and rows[-1] == len(text) and (not more or text.endswith("\r")):
        # no cell stands after the last line end; and after a lone CR its LF may follow
        starts.pop()
        rows.pop()
    return starts, rows


def _rewritten(part: Text, cuts: Sequence[Cut], delimiter: str) -> Iterator[tuple[int, int, str]]:
    """Each cell that a cut touches: where it stands, and what it becomes, quotes included.

    Of a cut over several cells the first gets the replacement; the delimiters between them stay.
    """
    touched: dict[int, list[Cut]] = {}
    for cut in cuts:
        left, run = cut.replacement, part.run(cut.span.start)
        while run < len(part.starts) and part.starts[run] < cut.span.end:
            start, end, _ = _content(part, run, delimiter)
            if max(start, cut.span.start) < min(end, cut.span.end):
                touched.setdefault(run, []).append(cut._replace(replacement=left))
                left = ""
            run += 1
    for run, own in sorted(touched.items()):
        start, end, quoted = _content(part, run, delimiter)
        cell = _without(part.text, start, end, own, '""' if quoted else '"')
        if quoted or re.search(rf"[{re.escape(delimiter)}\r\n]", cell):
            cell = '"' + cell.replace('"', '""') + '"'
        yield start - quoted, end + quoted, cell


def _content(part: Text, run: int, delimiter: str) -> tuple[int, int, bool]:
    """The stretch of a cell without its quotes and what ends it, and whether it stands in quotes."""
    start = part.starts[run]
    limit = part.starts[run + 1] if run + 1 < len(part.starts) else len(part.text)
    match = cell_pattern(delimiter).match(part.text, start, limit)
    end = match.start(1) if match else limit
    quoted = end - start > 1 and part.text[start] == part.text[end - 1] == '"'
    return start + quoted, end - quoted, quoted


def _without(text: str, start: int, end: int, cuts: Sequence[Cut], quote: str) -> str:
    """The content of a cell, its quotes single, its cuts replaced."""
    pieces, position = [], start
    for cut in cuts:
        pieces += [text[position : max(start, cut.span.start)].replace(quote, '"'), cut.replacement]
        position = min(end, cut.span.end)
    return "".join([*pieces, text[position:end].replace(quote, '"')])
