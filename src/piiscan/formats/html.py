"""Web pages and the HTML of e-mails.

Read as a stream and never refused, as browsers do. What is shown, in reading order, is one Text: a value that is split
over inline elements is whole, and blocks and cells stand apart. What is not shown (attributes, hidden elements,
scripts, styles, comments) is another. What ``data:`` addresses and ``srcdoc`` hold are blobs. The label of a cell is
the head of its column or the cell before it. Places: ``paragraph=3``, ``table=1;row=2;column=1``, ``comment=1``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO

from lxml import etree

from piiscan.errors import CannotRedact
from piiscan.formats._encoding import decode, looks_like_text, texts
from piiscan.formats._page import UNFINISHED, Page
from piiscan.model import Blob, Edit, Part, Problem
from piiscan.reading import Reading

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
REDACTABLE = False

_DECLARED = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_START = re.compile(
    r"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*+<(?:!doctype\s+(?:html|netscape)|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(
    r"</?(?:p|div|span|table|tbody|tr|td|br|hr|a|b|i|u|strong|em|font|ul|ol|li|h[1-6]|img|meta|title|style|center|form"
    r"|input|pre|blockquote|section|article|header|footer|nav|main)(?=[\s/>])",
    re.IGNORECASE,
)


def sniff(head: bytes) -> bool:
    """A document type or root of HTML after comments at most, or a known tag first and others after it."""
    if not looks_like_text(head):
        return False
    text = decode(head).lstrip()
    if _START.match(text):
        return True
    return bool(_TAG.match(text)) and len(_TAG.findall(text[:4096])) >= 3


def parts(blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
    """What is shown, what is not shown, and what is embedded."""
    page = Page(blob.path, reading)
    with blob.open() as stream:
        declared = _DECLARED.search(stream.read(4096))
    with blob.open() as stream:
        for _ in _feed(texts(stream, declared[1].decode() if declared else ""), page):
            reading.tick(blob.path)
            yield from page.ready()
    page.flush()
    yield from page.ready()


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Raises `CannotRedact`: not possible yet."""
    raise CannotRedact("this format cannot be redacted yet", blob.path)


def _feed(pieces: Iterable[str], page: Page) -> Iterator[None]:
    """Tells a page its elements. The parser opens nothing, and mends whatever is broken."""
    told: Any = page
    parser = etree.HTMLParser(target=told, no_network=True, huge_tree=True)
    for piece in chain(pieces, (UNFINISHED,)):
        page.look(piece)
        # a browser passes over NUL
        parser.feed(piece.replace("\0", ""))
        yield
    try:
        parser.close()
    except etree.XMLSyntaxError:
        return  # a document without any element
