"""The one way XML is parsed here: no DTD, no entities of the file's own, no network, no huge trees."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from lxml import etree

from piiscan.errors import Damaged, LimitExceeded

__all__ = ["Target", "attributes", "feed", "local", "parse", "stream"]

_MARKUP_DECLARATIONS = (b"<!ENTITY", b"<!entity")
_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_pis": False,
    "remove_comments": False,
}


def parse(data: bytes, path: str) -> etree._Element:
    """The root element of a document.

    A document type that declares entities is refused: what they would expand to cannot be read safely, so saying
    "read" would be a lie.

    Raises:
        Damaged: not well-formed.
        LimitExceeded: it declares entities (reason ``"entities"``).
    """
    _refuse_declarations(data, path)
    try:
        root = etree.fromstring(data, etree.XMLParser(**_SAFE))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Damaged(f"is not well-formed XML ({type(error).__name__})", path) from None
    _refuse_entities(root, path)
    return root


def stream(data: bytes, path: str, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """Each finished element of these names, then the root, of a document too large for a tree.

    An element is emptied as soon as the next one is asked for, so the root holds what stood around them; the same is
    refused as by `parse`.

    Arguments:
        data: the document.
        path: the blob's.
        tags: names without namespace.

    Raises:
        Damaged: not well-formed; what stood before the fault was yielded.
        LimitExceeded: it declares entities.
    """
    _refuse_declarations(data, path)
    events = etree.iterparse(io.BytesIO(data), events=("end",), tag=[f"{{*}}{tag}" for tag in tags], **_SAFE)
    try:
        for number, (_, element) in enumerate(events):
            if not number:
                _refuse_entities(element, path)
            yield element
            _release(element)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Damaged(f"is not well-formed XML ({type(error).__name__})", path) from None
    root = events.root
    if root is not None:
        _refuse_entities(root, path)
        yield root


class Target(Protocol):
    """Is told what a document holds, in its order.

    Attributes:
        started: whether the root element has begun.
    """

    started: bool

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """A piece of text."""

    def comment(self, text: str) -> None:
        """A comment."""

    def pi(self, target: str, text: str | None = None) -> None:
        """A processing instruction."""

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """The document type."""

    def close(self) -> None:
        """The end of the document."""


def feed(pieces: Iterable[str], target: Target, path: str) -> Iterator[str]:
    """Tells a target what a document of any size and depth holds; no tree is built.

    Yields:
        Each piece after it was told, so that the caller can hand on what the target has ready.

    Raises:
        Damaged: not well-formed; what stood before the fault was told.
        LimitExceeded: it declares entities.
    """
    told: Any = target  # the stubs want more of a target than lxml asks of it
    parser = etree.XMLParser(target=told, **_SAFE)
    try:
        for piece in pieces:
            if not target.started and "<!ENTITY" in _PROLOGUE.split(_COMMENT.sub("", piece), maxsplit=1)[0]:
                raise LimitExceeded("entities", path)
            parser.feed(piece)
            yield piece
        parser.close()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Damaged(f"is not well-formed XML ({type(error).__name__})", path) from None


_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_PROLOGUE = re.compile("<[^!?]")


def local(element: etree._Element) -> str:
    """The tag without its namespace; empty for comments and processing instructions."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    """The attributes as ``(name with namespace, value)``."""
    return ((str(name), str(value)) for name, value in element.attrib.items())


def _release(element: etree._Element) -> None:
    """Frees what has been read: this element's content, and the emptied ones before it.

    What stands behind it is still being parsed and must not be touched.
    """
    element.clear(keep_tail=True)  # type: ignore[call-arg]  # the stubs do not know it
    parent = element.getparent()
    before = element.getprevious()
    while parent is not None and before is not None and before.tag == element.tag:
        parent.remove(before)
        before = element.getprevious()


def _refuse_declarations(data: bytes, path: str) -> None:
    if any(mark in data[: 1 << 16] for mark in _MARKUP_DECLARATIONS):
        raise LimitExceeded("entities", path)


def _refuse_entities(element: etree._Element, path: str) -> None:
    """What the search for declarations in the bytes does not see: another encoding, a long preamble."""
    declared: Any = element.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise LimitExceeded("entities", path)
