"""The one way XML is parsed here: no DTD, no entities of the file's own, no network, no huge trees."""

from __future__ import annotations

from lxml import etree

from piiscan.errors import Damaged, LimitExceeded

__all__ = ["local", "parse"]

_MARKUP_DECLARATIONS = (b"<!ENTITY", b"<!entity")


def parse(data: bytes, path: str) -> etree._Element:
    """The root element of a document.

    A document type that declares entities is refused: what they would expand to cannot be read safely, so saying
    "read" would be a lie.

    Raises:
        Damaged: not well-formed.
        LimitExceeded: it declares entities (reason ``"entities"``).
    """
    if any(mark in data[: 1 << 16] for mark in _MARKUP_DECLARATIONS):
        raise LimitExceeded("entities", path)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=False, remove_comments=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Damaged(f"is not well-formed XML ({type(error).__name__})", path) from None


def local(element: etree._Element) -> str:
    """The tag without its namespace; empty for comments and processing instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
