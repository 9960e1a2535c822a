"""What a redacted workbook keeps."""

from __future__ import annotations

from lxml import etree

from piiscan.errors import CannotRedact, ReadError
from piiscan.formats._ooxml import Package
from piiscan.formats._ooxml_redact import Recipe
from piiscan.formats._package import Member
from piiscan.formats._workbook import Workbook, visible
from piiscan.formats._xlsx_clean import (
    clean_drawing,
    clean_sheet,
    clean_workbook,
    write_cell,
    write_formula,
    write_whole,
)
from piiscan.formats._xlsx_parts import workbook_pieces

__all__ = ["recipe"]


def recipe(book: Workbook) -> Recipe:
    """Sheets with their cells, drawings and charts, and the styles.

    Arguments:
        book: what the sheets share.
    """
    strings: list[etree._Element] = []
    names: list[str] = []

    def clean(package: Package, member: Member, root: etree._Element) -> None:
        if member.kind == "main":
            names.extend(clean_workbook(root))
        elif member.kind == "worksheet":
            if not strings:
                strings.extend(_strings(package, book))
            clean_sheet(root, strings, names)
        elif member.kind == "drawing":
            clean_drawing(root)

    return Recipe(
        pieces=lambda package: workbook_pieces(package, book, trees=True),
        clean=clean,
        kept=frozenset({"main", "worksheet", "chartsheet", "styles"}),
        left=frozenset(
            {
                *("sharedStrings", "calcChain", "threadedcomments", "person", "pivotCacheDefinition", "pivotTable"),
                *("pivotCacheRecords", "table", "tableSingleCells", "queryTable", "connections", "externalLink"),
                *("sheetMetadata", "slicer", "slicerCache", "timeline", "timelineCache", "xmlMaps", "customProperty"),
                *("revisionHeaders", "revisionLog", "userNames", "volatileDependencies", "macrosheet", "dialogsheet"),
                *(
                    "intlmacrosheet",
                    "rdrichvalue",
                    "rdrichvaluestructure",
                    "rdrichvaluetypes",
                    "rdsupportingpropertybag",
                ),
                *(
                    "rdarray",
                    "rdrichvaluewebimage",
                    "richstyles",
                    "rdsupportingpropertybagstructure",
                    "namedSheetViews",
                ),
            }
        ),
        left_types=frozenset({"package", "oleObject", "customXml", "control", "ctrlProp", "powerPivotData"}),
        writers={"cell": write_cell, "formula": write_formula, "whole": write_whole},
    )


def _strings(package: Package, book: Workbook) -> list[etree._Element]:
    """The elements of the strings that the workbook read as text, in the same order.

    Raises:
        CannotRedact: strings stand inside each other, so that their order says nothing.
    """
    found: list[etree._Element] = []
    for member in package.members:
        if member.kind == "sharedStrings":
            data = package.zip.read(member.info)
            if isinstance(data, ReadError):
                raise data
            found += package.zip.tree(data).iterchildren("{*}si")
    if [visible(element)[0] for element in found] != book.strings:
        raise CannotRedact("has shared strings that are not in order", package.zip.path)
    return found
