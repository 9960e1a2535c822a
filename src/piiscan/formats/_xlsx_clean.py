"""What a redacted workbook must not carry along, and what its cells become without it.

Shared strings become strings of their own cell, because a table of strings keeps what no cell shows any more. A formula
stays where all that it refers to is still there; else its cell keeps the value that it shows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy

from lxml import etree

from piiscan.formats._ooxml_clean import each, elements, remove
from piiscan.formats._xml import attributes, local

__all__ = [
    "clean_drawing",
    "clean_sheet",
    "clean_workbook",
    "keeps_working",
    "write_cell",
    "write_formula",
    "write_whole",
]

_SHEET = frozenset(
    {
        *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "mergeCells", "hyperlinks"),
        *("printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "drawing", "picture"),
    }
)
_WORKBOOK = frozenset({"workbookPr", "bookViews", "sheets", "calcPr"})
_CELL = frozenset({"r", "s", "t"})
_ROW = frozenset({"r", "s", "spans", "ht", "hidden", "customFormat", "customHeight", "outlineLevel", "collapsed"})
_VIEW = frozenset({"xWindow", "yWindow", "windowWidth", "windowHeight", "tabRatio"})
"""Attributes that stay; others point at metadata or are none of the format's."""

_INSIDE: Mapping[str, frozenset[str]] = {
    "sheetData": frozenset({"row"}),
    "row": frozenset({"c"}),
    "c": frozenset({"f", "v", "is"}),
    "is": frozenset({"t", "r"}),
    "r": frozenset({"rPr", "t"}),
    "rPr": frozenset(
        {
            *("b", "i", "strike", "outline", "shadow", "condense", "extend", "u", "vertAlign", "sz", "color"),
            *("rFont", "family", "charset", "scheme"),
        }
    ),
    **dict.fromkeys(("t", "v", "f"), frozenset()),
}
"""What may stand in a cell, and in what stands around it (ECMA-376 part 1, 18.3.1)."""

_STRING = re.compile(r'"[^"]*"')
_SHEET_NAME = re.compile(r"'((?:[^']|'')+)'!|([\w.]+)!")
_WORD = re.compile(r"[^\W\d][\w.]*\(?")
_KNOWN = re.compile(r"[\w.]+\(|[A-Z]{1,3}[0-9]*|TRUE|FALSE|E[0-9]*|N|DIV|NUM|VALUE|NAME|NULL", re.IGNORECASE)


def write_cell(cell: etree._Element, text: str) -> None:
    """Makes a cell show this text and nothing else."""
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")
    shown = etree.SubElement(etree.SubElement(cell, _named(cell, "is")), _named(cell, "t"))
    shown.text = text or None
    if text != text.strip():
        shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def write_formula(cell: etree._Element, text: str) -> None:
    """Takes a formula that was cut out of its cell; without a value the cell shows what is left of it."""
    has_value = any(local(child) == "is" or (local(child) == "v" and child.text) for child in cell)
    if not has_value:
        write_cell(cell, f"={text}")
    each(cell, lambda e: local(e) == "f", remove)


def write_whole(element: etree._Element, text: str) -> None:
    """Empties a header or footer: where its codes begin and end can no longer be told."""
    element.text = None


def clean_workbook(root: etree._Element) -> list[str]:
    """Keeps the list of sheets; gives each a name of its own.

    Returns:
        The names.
    """
    each(root, lambda e: e.getparent() is root and local(e) not in _WORKBOOK, remove)
    names: list[str] = []
    for number, sheet in enumerate(root.iter("{*}sheet"), start=1):
        name = sheet.get("name") or ""
        if not name.strip() or name.casefold() in map(str.casefold, names):
            name = f"{name[:24]} ({number})".strip()
        sheet.set("name", name)
        names.append(name)
    for view in root.iter("{*}workbookView"):
        _keep(view, _VIEW)
    for settings in root.iter("{*}calcPr"):
        settings.set("fullCalcOnLoad", "1")
    return names


def clean_sheet(root: etree._Element, strings: Sequence[etree._Element], names: Collection[str]) -> None:
    """Keeps the cells and how they look.

    Arguments:
        root: the sheet; changed in place.
        strings: the shared strings.
        names: the sheets that are still there.
    """
    each(root, lambda e: e.getparent() is root and local(e) not in _SHEET, remove)
    each(root, _is_stray, remove)
    for element in list(elements(root)):
        if local(element) in _INSIDE:
            _keep_only(element, _INSIDE[local(element)])
    for row in root.iter("{*}row"):
        _keep(row, _ROW)
    masters: set[str] = set()
    cells = [cell for cell in elements(root) if local(cell) == "c"]
    for cell in cells:
        _clean_cell(cell, strings)
        for formula in cell.findall("{*}f"):
            if formula.get("t") == "dataTable" or not keeps_working(formula.text or "", names):
                write_formula(cell, formula.text or "")
            elif formula.get("t") == "shared" and formula.text:
                masters.add(formula.get("si") or "")
    for cell in cells:
        for formula in cell.findall("{*}f"):
            if formula.get("t") == "shared" and formula.get("si") not in masters:
                cell.remove(formula)


def clean_drawing(root: etree._Element) -> None:
    """Takes out the shapes of controls and slicers: what they work on is gone."""
    each(root, lambda e: local(e) == "AlternateContent" and e.getparent() is root, remove)
    for shape in [e for e in elements(root) if local(e) in ("slicer", "timeslicer")]:
        anchor = next((e for e in shape.iterancestors() if e.getparent() is root), None)
        if anchor is not None:
            remove(anchor)


def _is_stray(element: etree._Element) -> bool:
    """A row or a cell that does not stand in the sheet's data."""
    parent = element.getparent()
    holder = {"row": "sheetData", "c": "row"}.get(local(element))
    return parent is not None and holder is not None and local(parent) != holder


def _clean_cell(cell: etree._Element, strings: Sequence[etree._Element]) -> None:
    _keep(cell, _CELL)
    for second in [child for child in cell if local(child) in ("v", "is")][1:]:
        cell.remove(second)
    index = cell.findtext("{*}v") or ""
    if cell.get("t") == "s" and index.strip().isdigit() and int(index) < len(strings):
        each(cell, lambda e: local(e) == "v", remove)
        cell.set("t", "inlineStr")
        inline = etree.SubElement(cell, _named(cell, "is"))
        inline.extend(deepcopy(part) for part in strings[int(index)])
        for element in list(elements(inline)):
            _keep_only(element, _INSIDE.get(local(element), frozenset()))


def _keep_only(element: etree._Element, tags: frozenset[str]) -> None:
    """Leaves in an element only what belongs there; text only where nothing else does."""
    for child in list(element):
        child.tail = None
        if local(child) not in tags:
            element.remove(child)
    if tags:
        element.text = None


def _keep(element: etree._Element, names: frozenset[str]) -> None:
    for name, _ in list(attributes(element)):
        if name not in names:
            del element.attrib[name]


def keeps_working(formula: str, names: Collection[str]) -> bool:
    """Whether all that a formula refers to is still there: cells of sheets that are, functions, constants."""
    rest = _STRING.sub("", formula.replace("$", ""))
    if "[" in rest:
        return False
    for quoted, plain in _SHEET_NAME.findall(rest):
        if (quoted.replace("''", "'") or plain) not in names:
            return False
    return all(_KNOWN.fullmatch(word) for word in _WORD.findall(_SHEET_NAME.sub("", rest)))


def _named(cell: etree._Element, tag: str) -> str:
    return f"{str(cell.tag).rpartition('}')[0]}}}{tag}" if "}" in str(cell.tag) else tag
