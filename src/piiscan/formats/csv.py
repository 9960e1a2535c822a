"""Tables written as text: cells between commas, semicolons, tabs or pipes.

A Text is the file as it stands, quotes and delimiters included, in windows of whole rows; its runs are the cells. So
offsets are those of the decoded file, and a copy differs from it in the cells that were cut and nowhere else. The label
of a cell is the head of its column. Places: ``row=3;column=2``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from piiscan.errors import CannotRedact
from piiscan.formats._csv_window import Window
from piiscan.formats._delimited import SAMPLE, cell_pattern, delimiter_of, header_of
from piiscan.formats._encoding import decode, looks_like_text, lossless
from piiscan.formats._ends import Mask, after_last, cell_ends, codes
from piiscan.model import Blob, Cut, Edit, Part, Problem, Span, Text
from piiscan.reading import Reading

SUFFIXES = (".csv", ".tsv", ".tab", ".psv")
REDACTABLE = True

_WINDOW = 1 << 19
"""Code points of a window: so few that what is worked out for each of them stays in the cache of a processor."""
_SMALLEST = 1 << 16
"""Bytes to read at least."""
_LONGEST = 8 << 20
"""Code points after which a quote that nothing closes counts as an ordinary character, and a cell is read in pieces."""
_BEFORE, _AFTER = 1 << 10, 1 << 12
"""Code points that such a piece shows of the ones before and after it."""

_LINE_END = re.compile(r"[\r\n](?=.)", re.DOTALL)


def sniff(head: bytes) -> bool:
    """Text in which a delimiter gives several rows the same number of cells."""
    return looks_like_text(head) and bool(delimiter_of(decode(head[:SAMPLE])))


def parts(blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
    """The table, window by window."""
    with blob.open() as stream:
        yield from _Table(stream, blob.path, reading).windows()


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Writes the table with the cut cells rewritten, quoted where they have to be; all else stays as it was.

    Raises:
        CannotRedact: a cell is so long that it is read in pieces.
    """
    with blob.open() as stream:
        table = _Table(stream, blob.path, reading)
        out.write(table.bom)
        for part in table.windows():
            if part.core:
                raise CannotRedact("has a cell that is too long to be written anew", blob.path)
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
        head = stream.read(max(_WINDOW, _SMALLEST))
        self.bom, self._decoder, self.encoder = lossless(head)
        self._text = self._decoder.decode(head[len(self.bom) :])
        self._more = True
        self._stream = stream
        self._path = path
        self._reading = reading
        self.delimiter = delimiter_of(self._text[:SAMPLE]) or ","
        self._header = header_of(self._beginning(), self.delimiter)

    def windows(self) -> Iterator[Text]:
        """The text in windows that end where a row ends, or a cell of a very long row."""
        heads = {number: name for number, name in enumerate(self._header.names) if name}
        base = row = column = lead = 0
        wanted, more = _WINDOW, True
        while more:
            text, more = self._next(wanted)
            cells, rows = self._ends(text, more, bool(lead))
            cut = _cut(cells, rows) if more else len(text)
            in_pieces = more and not cut and (lead or wanted > _LONGEST)
            if in_pieces:
                text = text[:_WINDOW]
                cut = len(text) - _AFTER
            elif more and not cut:
                wanted *= 2
                continue
            if cut > lead or not base:
                window = Window(cells[:cut], rows[:cut], row, column, self._header)
                core = Span(lead, cut) if in_pieces or lead else None
                yield window.text(text if in_pieces else text[:cut], base, core, heads)
                row, column = window.after()
            lead = min(cut, _BEFORE) if in_pieces else 0
            base, self._text, wanted = base + cut - lead, self._text[cut - lead :], _WINDOW

    def _beginning(self) -> str:
        """As much of the text as shows its head: in a very wide table the first row, and where it ends."""
        wanted, (text, more) = SAMPLE, self._next(SAMPLE)
        while more and wanted < _LONGEST and not _LINE_END.search(text):
            wanted *= 2
            text, more = self._next(wanted)
        return text

    def _next(self, wanted: int) -> tuple[str, bool]:
        """The text that comes next, so many code points of it, and whether there is more."""
        while self._more and len(self._text) < wanted:
            self._reading.tick(self._path)
            chunk = self._stream.read(max(wanted - len(self._text), _SMALLEST))
            self._more = bool(chunk)
            self._text += self._decoder.decode(chunk, final=not chunk)
        return self._text[:wanted], self._more or len(self._text) > wanted

    def _ends(self, text: str, more: bool, begun: bool) -> tuple[Mask, Mask]:
        """The ends of cells and of rows, without one that may yet turn out to be another."""
        data = codes(text)
        cells, rows = cell_ends(data, self.delimiter, begun=begun)
        if len(text) - after_last(cells) > _LONGEST and '"' in text:
            cells, rows = cell_ends(data, self.delimiter, begun=begun, quotes=False)
        if more and text.endswith("\r"):
            cells[-1] = rows[-1] = False
        return cells, rows


def _cut(cells: Mask, rows: Mask) -> int:
    """Where a window ends at best: with a row, else with a cell; within the usual size if it can."""
    return after_last(rows[:_WINDOW]) or after_last(cells[:_WINDOW]) or after_last(rows) or after_last(cells)


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
