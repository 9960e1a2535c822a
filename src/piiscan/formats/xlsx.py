"""Excel workbooks (ECMA-376, .xlsx and its kin): every sheet, shown or hidden, and everything around the cells.

Places: ``sheet=Blad1;cell=B7``, ``sheet=Blad1;cell=B7;comment``, ``sheet=Blad1`` for what belongs to the sheet,
``workbook``, ``sharedStrings`` for strings that no cell shows, ``properties;creator``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from piiscan.formats._ooxml import is_package, open_package
from piiscan.formats._workbook import open_workbook
from piiscan.formats._xlsx_parts import workbook_pieces
from piiscan.formats._zip import opened
from piiscan.model import Blob, Edit, Part, Problem
from piiscan.reading import Reading

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb")
REDACTABLE = True


def sniff(head: bytes) -> bool:
    """A zip with Excel's folder in it."""
    return is_package(head, "xl/")


def parts(blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
    """A text per sheet and per other part; pictures and attachments as blobs."""
    with opened(blob) as archive:
        package = open_package(archive, blob, reading, "workbook")
        book = open_workbook(package)
        for piece in workbook_pieces(package.placed(book.places), book):
            yield piece.part


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Writes a new workbook with the cuts applied and only the sheets with their cells, drawings and charts in it.

    Comments, tables, pivot tables, names, links to other files, macros and metadata stay behind. A formula stays where
    it only refers to cells of this workbook; else its cell keeps the value that it shows.

    Raises:
        CannotRedact: a part is of an unknown kind or cannot be read, or a value stands where it cannot be cut.
    """
    from piiscan.formats._ooxml_redact import redact_package
    from piiscan.formats._xlsx_redact import recipe

    with opened(blob) as archive:
        package = open_package(archive, blob, reading, "workbook")
        book = open_workbook(package)
        redact_package(package.placed(book.places), recipe(book), edit, out)
