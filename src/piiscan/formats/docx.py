"""Word documents (ECMA-376, .docx and its kin): every part, not only the body.

Places: ``paragraph=12`` in the body, ``header=1;paragraph=1``, ``footnotes;paragraph=2``, ``comments;paragraph=1``,
``properties;creator``, ``hyperlink=3``. Paragraphs in text boxes have the place of the paragraph that holds the box.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from piiscan.formats._ooxml import is_package, open_package
from piiscan.formats._ooxml_parts import pieces
from piiscan.formats._zip import opened
from piiscan.model import Blob, Edit, Part, Problem
from piiscan.reading import Reading

SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")
REDACTABLE = True


def sniff(head: bytes) -> bool:
    """A zip with Word's folder in it."""
    return is_package(head, "word/")


def parts(blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
    """The text of every part, and the pictures and attachments as blobs."""
    with opened(blob) as archive:
        for piece in pieces(open_package(archive, blob, reading)):
            yield piece.part


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Writes a new package with the cuts applied; metadata, comments, tracked changes and macros stay behind.

    Raises:
        CannotRedact: a part is of an unknown kind or cannot be read, or a value stands where it cannot be cut.
    """
    from piiscan.formats._docx_redact import DOCX
    from piiscan.formats._ooxml_redact import redact_package

    with opened(blob) as archive:
        redact_package(open_package(archive, blob, reading), DOCX, edit, out)
