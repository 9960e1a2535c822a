"""The sheets of an OpenDocument spreadsheet (ODF 1.3 part 3, 9 and 19.384 ff.), row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from piiscan.formats._attributes import says
from piiscan.formats._cells import Style, shown
from piiscan.formats._sheet import Cell, Sheet
from piiscan.formats._xml import attributes, local
from piiscan.model import Text, escape

__all__ = ["MARKS", "Sheets"]

MARKS: Mapping[str, str] = {"tab": "\t", "line-break": "\n", "s": " "}
"""Empty elements that stand for characters."""

_CELL = frozenset({"value", "date-value", "time-value", "boolean-value", "string-value", "formula"})
"""Attributes of a cell that `_cell` shows."""
_MOST = 1 << 21
_PLAIN = Style()
_REFERENCES = re.compile(r"(?:[a-z]*:)?=?[A-Z$0-9:+\-*/(),;. <>=^&\[\]]*")
_LONG_NUMBER = re.compile(r"[0-9]{6}")


class Sheets:
    """Turns rows into Text; knows which sheet they belong to.

    Arguments:
        place: of the spreadsheet; empty unless it is embedded in another document.
    """

    def __init__(self, place: str = "") -> None:
        self._place = place
        self._sheet: Sheet | None = None
        self._table: etree._Element | None = None
        self._number = 0
        self._count = 0

    def row(self, row: etree._Element) -> Iterator[Text]:
        """Adds a row; yields what it completes."""
        table = next(row.iterancestors("{*}table"), None)
        if self._sheet is None or table is not self._table:
            yield from self.finish()
            self._count += 1
            name = _attribute(table, "name") if table is not None else ""
            self._sheet, self._table, self._number = Sheet(self._at(name)), table, 0
        repeated = _count(row, "number-rows-repeated")
        cells = _cells(row)
        if cells:
            yield from self._sheet.row(self._number + 1, cells)
        self._number += repeated

    def _at(self, name: str) -> str:
        return f"{self._place};sheet={escape(name or str(self._count))}".lstrip(";")

    def finish(self) -> Iterator[Text]:
        """What is left of the last sheet."""
        if self._sheet is not None:
            yield from self._sheet.finish()


def _cells(row: etree._Element) -> dict[int, Cell]:
    cells, column = {}, 0
    for element in row.iterdescendants("{*}table-cell", "{*}covered-table-cell"):
        cell = _cell(element)
        if cell.text or cell.more:
            cells[column] = cell
        column += _count(element, "number-columns-repeated")
    return cells


def _cell(cell: etree._Element) -> Cell:
    """What a cell shows; its value, formula, comment and drawings where they say more."""
    paragraphs = [(p, _plain(p)) for p in cell.iterdescendants("{*}p", "{*}h")]
    display = "\n".join(text for p, text in paragraphs if text and not _in_comment(p))
    more = [("comment", text) for p, text in paragraphs if _in_comment(p)]
    formula = _attribute(cell, "formula")
    if not _REFERENCES.fullmatch(formula) or _LONG_NUMBER.search(formula):
        more.append(("formula", formula))
    more += _beside(cell)
    value = _value(cell)
    if value and _bare(value) != _bare(display):
        display, more = value, [("", display), *more]
    return Cell(display, tuple((label, text) for label, text in more if text.strip()))


def _value(cell: etree._Element) -> str:
    kind = _attribute(cell, "value-type")
    if kind in ("date", "string", "time"):
        return _attribute(cell, f"{kind}-value")
    value = _attribute(cell, "value")
    return shown(value, _PLAIN) if value else ""


def _beside(cell: etree._Element) -> Iterator[tuple[str, str]]:
    """What stands in a cell outside its paragraphs, with what it is called: names of shapes, authors of comments."""
    for element in cell.iter():
        tag = local(element)
        for name, value in attributes(element):
            short = name.rpartition("}")[2]
            if not (element is cell and short in _CELL) and says(tag, short, value):
                yield short, value
        if element.text and next(element.iterancestors("{*}p", "{*}h"), None) is None and tag not in ("p", "h"):
            yield tag, element.text


def _plain(paragraph: etree._Element) -> str:
    pieces = []
    for event, element in etree.iterwalk(paragraph, events=("start", "end", "comment", "pi")):
        if event == "start":
            pieces += [MARKS.get(local(element), ""), element.text or ""]
        elif element is not paragraph:
            pieces.append(element.tail or "")
    return "".join(pieces)


def _in_comment(paragraph: etree._Element) -> bool:
    return next(paragraph.iterancestors("{*}annotation"), None) is not None


def _bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _attribute(element: etree._Element, short: str) -> str:
    return next((value for name, value in attributes(element) if name.rpartition("}")[2] == short), "")


def _count(element: etree._Element, short: str) -> int:
    value = _attribute(element, short)
    return min(max(int(value), 1), _MOST) if value.isascii() and value.isdigit() and len(value) < 10 else 1
