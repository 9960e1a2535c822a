"""What a redacted Word document keeps."""

from __future__ import annotations

from lxml import etree

from piiscan.formats._docx_clean import clean
from piiscan.formats._ooxml import Package
from piiscan.formats._ooxml_parts import pieces
from piiscan.formats._ooxml_redact import Recipe
from piiscan.formats._package import Member

__all__ = ["DOCX"]


def _clean(package: Package, member: Member, root: etree._Element) -> None:
    clean(root)


DOCX = Recipe(
    pieces=pieces,
    clean=_clean,
    kept=frozenset(
        {
            *("main", "header", "footer", "footnotes", "endnotes", "styles", "numbering", "settings", "fontTable"),
            "webSettings",
        }
    ),
    left=frozenset(
        {
            *("commentsExtended", "commentsIds", "commentsExtensible", "people", "glossary", "stylesWithEffects"),
            *("mailMergeRecipientData", "recipientData", "keyMapCustomizations"),
        }
    ),
    left_types=frozenset({"oleObject", "font", "attachedTemplate", "glossaryDocument", "customXml", "subDocument"}),
)
"""Body, headers, footers and notes, with what they show."""
