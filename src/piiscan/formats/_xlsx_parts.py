"""The parts of a workbook to Text: sheets row by row, comments at their cells, strings that no cell shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain

from lxml import etree

from piiscan.errors import Damaged, LimitExceeded
from piiscan.formats._cells import shown
from piiscan.formats._lines import texts
from piiscan.formats._ooxml import Package
from piiscan.formats._ooxml_parts import OFFICE, Reader, pieces
from piiscan.formats._package import Member, Piece
from piiscan.formats._sheet import Cell, Sheet, column_number
from piiscan.formats._workbook import Workbook, visible
from piiscan.formats._xml import local, stream
from piiscan.model import Problem, Status, Text
from piiscan.runs import Runs

__all__ = ["workbook_pieces"]

_PLAIN_FORMULA = re.compile(r"[A-Z$0-9:+\-*/(),;. <>=^&]*")
_LONG_NUMBER = re.compile(r"[0-9]{6}")
_CODES = re.compile(r'&(?:[LCRPNDTZFAGBIUESXYHO]|K[0-9A-Fa-f]{6}|"[^"]*"|[0-9]{1,3})')
_REMARKS = replace(OFFICE, lines=OFFICE.lines | {"text"})
_AROUND = replace(OFFICE, skipped=frozenset({"row", "si"}))


def workbook_pieces(package: Package, book: Workbook, trees: bool = False) -> Iterator[Piece]:
    """Everything in a workbook.

    Arguments:
        package: the workbook.
        book: what its sheets share.
        trees: whether sheets are read as trees into which cuts can be written; large ones are refused then.
    """
    readers: dict[str, Reader] = {
        "worksheet": partial(_worksheet, book, trees),
        "macrosheet": partial(_worksheet, book, trees),
        "sharedStrings": _no_strings,
        "comments": _remarks,
        "threadedcomments": _remarks,
    }
    yield from pieces(package, readers)
    yield from (Piece(part) for part in _left_over(book))


def _worksheet(book: Workbook, trees: bool, package: Package, member: Member, data: bytes) -> Iterator[Piece]:
    place = package.places.get(member.name, "")
    path = package.zip.path
    package.zip.reading.page(path)
    root = package.zip.tree(data) if trees else None
    rows = stream(data, path, ("row",)) if root is None else chain(root.iter("{*}row"), (root,))
    sheet, number, missing = Sheet(place), 0, False
    try:
        for element in rows:
            if local(element) != "row":
                yield from (Piece(part, member, root) for part in sheet.finish())
                yield from (Piece(part, member, root) for part in _around(element, place))
                break
            package.zip.reading.tick(path)
            given = element.get("r") or ""
            number = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else number + 1
            cells = _row(element, book, trees)
            missing = missing or None in cells.values()
            found = sheet.row(number, {column: cell for column, cell in cells.items() if cell})
            yield from (Piece(part, member, root) for part in found)
    except (Damaged, LimitExceeded):
        yield from (Piece(part, member, root) for part in sheet.finish())
        raise
    if missing:
        yield Piece(Problem(path, Status.PARTIAL, "shared string missing", place), member)


def _row(row: etree._Element, book: Workbook, trees: bool) -> dict[int, Cell | None]:
    """The cells of a row by column; None for one that shows a string that is not there."""
    cells: dict[int, Cell | None] = {}
    column, strays = -1, [row.text or ""]
    for element in row:
        if local(element) == "c":
            known = column_number(element.get("r") or "")
            column = column + 1 if known is None else known
            column = column if column not in cells else max(cells) + 1  # two cells of one name are both read
            cells[column] = _cell(element, book, trees)
        else:
            strays.append(_all_text(element))  # a note in the markup
        strays.append(element.tail or "")
    if stray := "".join(strays).strip():
        last = cells.get(column) or Cell("")
        cells[max(column, 0)] = replace(last, more=(*last.more, ("", stray)))
    return dict(sorted(cells.items()))


def _cell(cell: etree._Element, book: Workbook, trees: bool) -> Cell | None:
    values: list[str | None] = []
    more: list[tuple[str, str]] = []
    for child in cell:
        tag, content = local(child), child.text or ""
        if tag == "v":
            values.append(_value(content, cell.get("t") or "n", cell.get("s") or "", book))
        elif tag == "is":
            text, above = visible(child)
            values.append(text)
            more.append(("phonetic", above))
        elif tag != "f":
            more.append((tag, _all_text(child)))
        elif not _PLAIN_FORMULA.fullmatch(content) or _LONG_NUMBER.search(content):
            more.append((tag, content))
        if tag in ("v", "f") and len(child):  # elements where only text belongs
            more.append(("", _all_text(child)))
        if child.tail and child.tail.strip():
            more.append(("", child.tail))
    if None in values:
        return None
    more += [("", value) for value in values[1:] if value]  # a cell has one value
    return Cell(values[0] if values and values[0] else "", tuple(more), (cell, "cell") if trees else None)


def _all_text(element: etree._Element) -> str:
    # a comment of the markup has a text, but nothing to iterate over
    texts_inside = element.itertext() if local(element) else (element.text or "",)
    return "".join(map(str, texts_inside)).strip()


def _value(content: str, kind: str, style: str, book: Workbook) -> str | None:
    if kind == "s":
        return book.string(content.strip())
    return shown(content, book.style(style), book.since_1904) if kind == "n" else content


def _around(root: etree._Element, place: str) -> Iterator[Text]:
    """What a sheet holds beside its cells: headers and footers, validation, links, filters."""
    runs = Runs()
    for element in root.iterdescendants("{*}headerFooter"):
        for part in element:
            plain = "\n".join(filter(str.strip, _CODES.split(part.text or "")))
            if plain and plain != part.text:
                runs.add(f"{plain}\n", at=place, label=local(part), source=(part, "whole"))
    if runs.length:
        yield runs.text()
    yield from texts(root, _AROUND, place, "")


def _no_strings(package: Package, member: Member, data: bytes) -> Iterator[Piece]:
    """Shared strings are read with the cells that show them; here only what stands around them."""
    for element in stream(data, package.zip.path, ("si",)):
        if local(element) != "si":
            for part in texts(element, _AROUND, package.places.get(member.name, "")):
                yield Piece(part, member)


def _remarks(package: Package, member: Member, data: bytes) -> Iterator[Piece]:
    """Comments, each at its cell."""
    place = package.places.get(member.name, "")
    sheet = place.rpartition(";")[0]

    def scope(tag: str, element: etree._Element) -> str | None:
        if tag not in ("comment", "threadedComment"):
            return None
        cell = element.get("ref") or ""
        known = column_number(cell) is not None
        return ";".join(filter(None, (sheet, f"cell={cell}" if known else "", "comment")))

    for part in texts(package.zip.tree(data), replace(_REMARKS, scope=scope), place, ""):
        yield Piece(part, member)


def _left_over(book: Workbook) -> Iterator[Text]:
    """Shared strings that no cell shows any more, and what is written above others."""
    runs = Runs()
    unused = ((number, text) for number, text in enumerate(book.strings) if number not in book.used)
    for number, text in (*unused, *book.phonetics.items()):
        if runs.length:
            runs.glue("\n")
        runs.add(text, at=f"sharedStrings;string={number + 1}")
    if runs.length:
        yield runs.text()
