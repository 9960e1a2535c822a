"""PDF: letters, forms, statements, scans.

pdfium reads the text of a page and where it stands, pikepdf everything else; a copy is written by pikepdf, glyph by
glyph, and checked by pdfium before it is anybody's. Places: see `_pdf_walk`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from piiscan.errors import Damaged
from piiscan.formats._pdf_file import guarded
from piiscan.formats._pdf_redact import copy
from piiscan.formats._pdf_walk import raw_pages, walk
from piiscan.model import Blob, Edit, Part, Problem
from piiscan.reading import Reading

SUFFIXES = (".pdf", ".ai")
REDACTABLE = True


def sniff(head: bytes) -> bool:
    """A header within the first 1,024 bytes, where readers look for it (ISO 32000-1, annex H.3)."""
    return b"%PDF-" in head[:1024]


def parts(blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
    """Everything in the file: strings, pages, pictures, attachments, and what older revisions left."""
    data = reading.whole(blob)
    try:
        for part, _ in walk(data, blob.path, reading):
            yield part
    except Damaged:
        with guarded(blob.path):
            yield from raw_pages(data, blob.path, reading)
        raise


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Writes a copy of the pages alone: cut, checked, and with everything gone that is no page.

    Raises:
        CannotRedact: something that has to go cannot be taken out.
    """
    out.write(copy(reading.whole(blob), blob.path, edit, reading))
