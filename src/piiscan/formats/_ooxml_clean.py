"""What no redacted Office document may carry along: notes in the markup, extensions, traces, references to nothing.

Names are looked at without namespace, so that the strict and the transitional form are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from lxml import etree

from piiscan.formats._xml import attributes, local

__all__ = ["clean_markup", "drop_references", "each", "elements", "remove"]

_TRACES = frozenset({"paraId", "textId", "anchorId", "editId", "gfxdata", "fullDate", "storeItemID", "codeName"})
"""Attributes that tell editing sessions apart, or repeat what the text says."""
_LINK_ONLY = frozenset({"hyperlink", "blip", "imagedata", "fill", "stroke", "background", "pageSetup"})
"""Elements that stay, without their link, when what they refer to is gone."""


def clean_markup(root: etree._Element) -> None:
    """Removes comments and instructions of the markup, extensions, handwriting and traces of editing.

    Arguments:
        root: a part of the document; changed in place.
    """
    each(root, lambda e: not isinstance(e.tag, str), _lift_tail)
    each(root, lambda e: local(e) == "extLst", remove)
    each(root, lambda e: local(e) == "contentPart", _remove_ink)
    for element in elements(root):
        for name, _ in list(attributes(element)):
            short = name.rpartition("}")[2]
            if short in _TRACES or short.startswith("rsid") or name.endswith("/revision}uid"):
                del element.attrib[name]


def drop_references(root: etree._Element, kept: Collection[str]) -> None:
    """Removes every reference to a part or link that is no longer there.

    Arguments:
        root: a part of the document; changed in place.
        kept: the identifiers of its references that stay.
    """
    for element in list(elements(root)):
        for name, value in list(attributes(element)):
            if _is_reference(name) and value and value not in kept:
                if local(element) in _LINK_ONLY:
                    del element.attrib[name]
                else:
                    remove(element)
                    break


def _is_reference(name: str) -> bool:
    namespace, _, short = name.rpartition("}")
    return namespace.endswith("/relationships") or short == "relid"


def _remove_ink(content: etree._Element) -> None:
    """Handwriting: the picture that stands beside it for older programs stays."""
    alternate = next(content.iterancestors("{*}AlternateContent"), None)
    parent = alternate.getparent() if alternate is not None else None
    if alternate is None or parent is None:
        remove(content)
        return
    for fallback in alternate.iterchildren("{*}Fallback"):
        for child in list(fallback):
            alternate.addprevious(child)
    parent.remove(alternate)


def _lift_tail(element: etree._Element) -> None:
    """Takes a comment or instruction of the markup out; nothing that was written after it goes along unseen."""
    parent = element.getparent()
    if parent is not None:
        before, tail = element.getprevious(), element.tail
        element.tail = None
        parent.remove(element)
        if tail and tail.strip():
            if before is not None:
                before.tail = (before.tail or "") + tail
            else:
                parent.text = (parent.text or "") + tail


def remove(element: etree._Element) -> None:
    """Takes an element out of its tree."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def each(root: etree._Element, which: Callable[[etree._Element], bool], what: Callable[[etree._Element], None]) -> None:
    """Does something with every node below the root for which something holds; what is found first may be changed."""
    for element in [e for e in root.iterdescendants() if which(e)]:
        what(element)


def elements(root: etree._Element) -> Iterator[etree._Element]:
    """The elements of a tree, without comments and instructions."""
    return (element for element in root.iter() if isinstance(element.tag, str))
