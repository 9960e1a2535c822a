"""Builds a Text out of runs, and writes cuts back into them.

Every format that can be redacted reads its pieces (cells, ``w:t`` nodes, JSON tokens, lines) into one `Runs`, shows the
joined `Text` to the detectors or to the edit, and gets back what each piece has to become. A value that is split over
several pieces is thus found and replaced like any other.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from piiscan.model import Cut, Span, Text

__all__ = ["Runs", "rewrite"]


_NO_HEADS: Mapping[int, str] = MappingProxyType({})


class Runs:
    """Collects runs; `text` gives the Text."""

    def __init__(self) -> None:
        self._tabular = False
        self._pieces: list[str] = []
        self._starts = array("q")
        self._places: list[str] = []
        self._labels: list[str] = []
        self._columns = array("q")
        self._sources: list[Any] = []
        self.length = 0

    def add(self, text: str, *, at: str = "", label: str = "", column: int = -1, source: Any = None) -> None:
        """Appends a run.

        Arguments:
            text: its characters; an empty one is kept, so that its source is written back too.
            at: its place.
            label: its caption.
            column: its column number, -1 for none.
            source: what the format needs to write it back.
        """
        self._starts.append(self.length)
        self._pieces.append(text)
        self._places.append(at)
        self._labels.append(label)
        self._columns.append(column)
        self._tabular = self._tabular or column >= 0
        self._sources.append(source)
        self.length += len(text)

    def glue(self, text: str) -> None:
        """Appends characters that stand in no run of their own (a line end between cells): they join the last run.

        Detectors see them; `rewrite` never writes them back.
        """
        at = self._places[-1] if self._places else ""
        self.add(text, at=at, source=None)

    def text(self, base: int = 0, *, heads: Mapping[int, str] = _NO_HEADS, table: str = "") -> Text:
        """The joined Text.

        Arguments:
            base: code points of the logical part before it.
            heads: the captions of columns, by number.
            table: tells its columns from those of other parts of the blob.
        """
        return Text(
            text="".join(self._pieces),
            base=base,
            starts=self._starts or (0,),
            places=self._places or ("",),
            labels=self._labels,
            columns=self._columns if self._tabular else (),
            heads=dict(heads),
            table=table,
            sources=self._sources,
        )


def rewrite(part: Text, cuts: Sequence[Cut]) -> Iterator[tuple[Any, str]]:
    """What each touched run has to become.

    A cut over several runs puts its replacement in the first one that has a source and empties the rest of the span.

    Arguments:
        part: a Text made by `Runs`.
        cuts: sorted and not overlapping, in code points of ``part.text``.

    Yields:
        ``(source, new text)`` of every run that a cut touches and that has a source.
    """
    ends = [*part.starts[1:], len(part.text)]
    pending: dict[int, list[Cut]] = {}
    for cut in cuts:
        written = False
        run = part.run(cut.span.start)
        # runs of no characters may share this start; the cut belongs to the one that holds the character
        while run < len(part.starts) and part.starts[run] < cut.span.end:
            if part.sources[run] is not None and ends[run] > max(part.starts[run], cut.span.start):
                span = Span(max(cut.span.start, part.starts[run]), min(cut.span.end, ends[run]))
                pending.setdefault(run, []).append(Cut(span, cut.entity, "" if written else cut.replacement))
                written = True
            run += 1
    for run, own in sorted(pending.items()):
        yield part.sources[run], _replace(part.text, Span(part.starts[run], ends[run]), own)


def _replace(text: str, whole: Span, cuts: Sequence[Cut]) -> str:
    pieces = []
    position = whole.start
    for cut in cuts:
        pieces += [text[position : cut.span.start], cut.replacement]
        position = cut.span.end
    return "".join([*pieces, text[position : whole.end]])
