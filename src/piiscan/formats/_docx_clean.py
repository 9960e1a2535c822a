"""What a redacted Word document must not carry along: tracked changes, comments, traces of editing, bindings.

Changes are accepted: what was deleted is gone, what was inserted is ordinary text (ECMA-376 part 1, 17.13.5). Names are
looked at without namespace, so that the strict and the transitional form are the same.
"""

from __future__ import annotations

from lxml import etree

from piiscan.formats._ooxml_clean import each, elements, remove
from piiscan.formats._xml import local

__all__ = ["clean"]

_REMOVED = frozenset(
    {
        *("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "permStart", "permEnd"),
        *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange"),
        *("trPrChange", "tcPrChange", "numberingChange", "cellIns", "cellMerge"),
        *(f"{kind}Range{end}" for kind in ("moveFrom", "moveTo") for end in ("Start", "End")),
        *(f"customXml{kind}Range{end}" for kind in ("Ins", "Del", "MoveFrom", "MoveTo") for end in ("Start", "End")),
        *("dataBinding", "placeholder", "nsid", "tmpl", "entryMacro", "exitMacro", "control", "fldData"),
    }
)
_UNWRAPPED = frozenset({"ins", "moveTo", "smartTag"})
_NOT_CONTENT = frozenset({"smartTagPr", "customXmlPr"})
_MARKERS = frozenset({"rPr", "trPr", "ctrlPr", "numPr", "pPr"})
"""Elements in which a tracked change is a flag, not a container."""

_SETTINGS = frozenset(
    {
        *("alignBordersAndEdges", "autoHyphenation", "bordersDoNotSurroundFooter", "bordersDoNotSurroundHeader"),
        *("characterSpacingControl", "clrSchemeMapping", "compat", "consecutiveHyphenLimit", "decimalSymbol"),
        *("defaultTabStop", "defaultTableStyle", "displayBackgroundShape", "doNotHyphenateCaps", "endnotePr"),
        *("evenAndOddHeaders", "footnotePr", "gutterAtTop", "hyphenationZone", "listSeparator", "mathPr"),
        *("mirrorMargins", "themeFontLang", "updateFields", "view", "zoom"),
    }
)
"""All of the settings that the look of a document needs."""


def clean(root: etree._Element) -> None:
    """Removes everything but the document as it reads now.

    Arguments:
        root: a part of the document; changed in place.
    """
    if local(root) == "settings":
        each(root, lambda e: e.getparent() is root and local(e) not in _SETTINGS, remove)
    _accept_deletions(root)
    each(root, lambda e: local(e) in _REMOVED or local(e) in _NOT_CONTENT, remove)
    each(root, _is_wrapper, _unwrap)


def _accept_deletions(root: etree._Element) -> None:
    """Deleted text, paragraphs, rows and cells."""
    for change in [e for e in elements(root) if local(e) in ("del", "moveFrom", "cellDel")]:
        parent = change.getparent()
        holder = local(parent) if parent is not None else ""
        if holder == "trPr" and parent is not None:
            _remove_row(parent.getparent())
        elif local(change) == "cellDel" and parent is not None:
            _empty_cell(parent.getparent())
        elif holder not in _MARKERS:
            remove(change)
    # only when all deleted runs are gone it shows which paragraphs are
    for change in [e for e in elements(root) if local(e) in ("del", "moveFrom")]:
        paragraph = next(change.iterancestors("{*}p"), None)
        remove(change)
        if paragraph is not None and not _holds_anything(paragraph):
            _remove_block(paragraph)


def _remove_row(row: etree._Element | None) -> None:
    table = row.getparent() if row is not None else None
    if row is None or table is None:
        return
    remove(row)
    if not any(local(child) in ("tr", "sdt", "customXml") for child in table):
        _remove_block(table)


def _empty_cell(cell: etree._Element | None) -> None:
    if cell is not None and local(cell) == "tc":
        for child in list(cell):
            if local(child) != "tcPr":
                remove(child)
        etree.SubElement(cell, str(cell.tag)[: -len("tc")] + "p")


def _remove_block(block: etree._Element) -> None:
    """A paragraph or table, unless its container needs it: a cell must end with a paragraph."""
    parent = block.getparent()
    if parent is None:
        return
    before, around = block.getprevious(), (block.itersiblings(preceding=True), block.itersiblings())
    alone = not any(local(other) == "p" for siblings in around for other in siblings)
    if not alone and not (block is parent[-1] and before is not None and local(before) == "tbl"):
        remove(block)
    elif local(block) == "tbl":
        parent.replace(block, etree.Element(str(block.tag)[: -len("tbl")] + "p"))


def _holds_anything(paragraph: etree._Element) -> bool:
    if any(local(e) == "sectPr" for e in paragraph.iterdescendants()):
        return True
    return any(local(child) not in ("pPr", "bookmarkStart", "bookmarkEnd", "proofErr") for child in paragraph)


def _is_wrapper(element: etree._Element) -> bool:
    return local(element) in _UNWRAPPED or (
        local(element) == "customXml" and "wordprocessingml" in str(element.tag) and element.getparent() is not None
    )


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if local(parent) not in _MARKERS:
        for child in list(element):
            element.addprevious(child)
    parent.remove(element)
