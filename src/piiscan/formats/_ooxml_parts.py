"""The parts of an Office document to Text and blobs: paragraphs, links, properties, and what is packed inside them."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias
from urllib.parse import unquote

from lxml import etree

from piiscan.errors import Damaged, LimitExceeded, ReadError
from piiscan.formats._attributes import says
from piiscan.formats._lines import Dialect, texts
from piiscan.formats._ooxml import Package, is_markup, owner_of, relation_of
from piiscan.formats._package import Member, Piece, blob_of, problem_of, strings
from piiscan.formats._xml import attributes, local
from piiscan.model import escape
from piiscan.runs import Runs

__all__ = ["OFFICE", "Reader", "paragraphs", "pieces"]


Reader: TypeAlias = Callable[[Package, Member, bytes], Iterator[Piece]]
"""How the parts of one kind are read; it may raise `Damaged` or `LimitExceeded`."""


def _caption(tag: str, element: etree._Element) -> str:
    """The title of a content control, or the name of a form field."""
    if tag not in ("sdt", "ffData"):
        return ""
    for holder in (*element.iterchildren("{*}sdtPr"), element):
        for child in holder.iterchildren("{*}alias", "{*}tag", "{*}name"):
            return next((value for _, value in attributes(child)), "")
    return ""


OFFICE = Dialect(
    said=says,
    lines=frozenset({"p", "si", "is"}),
    marks={"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"},
    blanks=frozenset({"t", "delText", "instrText", "delInstrText"}),
    mute=frozenset({"posOffset", "align", "pctWidth", "pctHeight", "pctPosHOffset", "pctPosVOffset", "formatCode"}),
    asides=frozenset({"instrText", "delInstrText", "fldData", "rPh"}),
    gone=frozenset({"del", "moveFrom"}),
    new=frozenset({"ins", "moveTo"}),
    table=frozenset({"tbl"}),
    row=frozenset({"tr"}),
    cell=frozenset({"tc"}),
    caption=_caption,
)
"""WordprocessingML, DrawingML and what goes with them."""

_FONTS = (".odttf", ".fntdata", ".ttf", ".otf")
_ZIP = b"PK\x03\x04"
_WORDS_ONLY = frozenset({"printerSettings", "obfuscatedFont", "x-fontdata", "x-font-ttf"})
"""Kinds of binary parts in which nothing but the names of printers and typefaces stands."""
_FILES = (
    _ZIP,
    b"\x89PNG",
    b"\xff\xd8",
    b"%PDF",
    b"GIF8",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"7z",
    b"\x1f\x8b",
    b"BM",
    b"RIFF",
)
"""How files begin that are something else than their part is said to be."""


def pieces(package: Package, special: Mapping[str, Reader] = MappingProxyType({})) -> Iterator[Piece]:
    """Everything in a package: the text of markup, the words of printer settings and fonts, the rest as blobs.

    Arguments:
        package: the document.
        special: how to read the kinds of parts that are not made of paragraphs.
    """
    path = package.zip.path
    yield package.zip.names(member for member in package.members if is_markup(member))
    readers = {**_READERS, **special}
    for member in package.members:
        place = package.places.get(member.name, "")
        data = package.zip.read(member.info)
        if isinstance(data, ReadError):
            yield Piece(problem_of(data, path, place), member)
        elif not data:
            continue
        elif _holds_words_only(member) and not data.startswith(_FILES):
            yield from (Piece(part, member) for part in strings(data, place))
        elif not is_markup(member) or data.startswith(_ZIP):
            yield Piece(blob_of(package.zip, member, data), member)
        else:
            try:
                yield from readers.get(member.kind, paragraphs)(package, member, data)
            except (Damaged, LimitExceeded) as error:
                # old drawings are often written like HTML; as files of their own they can still be read
                old = member.name.lower().endswith(".vml") and isinstance(error, Damaged)
                yield Piece(blob_of(package.zip, member, data) if old else problem_of(error, path, place), member)
    yield from package.zip.outside()


def _holds_words_only(member: Member) -> bool:
    return member.kind in _WORDS_ONLY or member.name.lower().endswith(_FONTS)


def paragraphs(package: Package, member: Member, data: bytes, dialect: Dialect = OFFICE) -> Iterator[Piece]:
    """The text of a part made of paragraphs, or of any other markup.

    Raises:
        Damaged, LimitExceeded: it cannot be parsed.
    """
    root = package.zip.tree(data)
    place = package.places.get(member.name, "")
    for part in texts(root, dialect, place):
        yield Piece(part, member, root)
    yield from _packed(package, member, root)


def _packed(package: Package, member: Member, root: etree._Element) -> Iterator[Piece]:
    """What is hidden in base64: the newer form of an old drawing (a zip), and what a field remembers (words)."""
    number = 0
    for element in root.iterdescendants():
        for name, value in attributes(element):
            if name.endswith("}gfxdata") and (data := _decoded(value)):
                number += 1
                inner = replace(member, name=f"{member.name}/gfxdata{number}")
                yield Piece(blob_of(package.zip, inner, data))
        if local(element) == "fldData" and (data := _decoded(element.text or "")):
            yield from (Piece(part) for part in strings(data, package.places.get(member.name, "")))


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except ValueError:
        return b""  # no base64 after all; a field's is read as the text it is


def _links(package: Package, member: Member, data: bytes) -> Iterator[Piece]:
    """What references lead to outside the package; percent escapes are shown as what they stand for."""
    root = package.zip.tree(data)
    place = package.places.get(owner_of(member.name), "")
    runs = Runs()
    numbers: Counter[str] = Counter()
    for element in root.iterdescendants("{*}Relationship"):
        relation = relation_of(element, owner_of(member.name))
        if relation.external:
            if runs.length:
                runs.glue("\n")
            numbers[relation.type] += 1
            at = f"{place};{escape(relation.type) or 'link'}={numbers[relation.type]}".lstrip(";")
            runs.add(unquote(relation.target), at=at, label=relation.type, source=(element, "@Target"))
    if runs.length:
        yield Piece(runs.text(), member, root)


def _properties(package: Package, member: Member, data: bytes) -> Iterator[Piece]:
    """The properties of a document: each under its own name."""
    root = package.zip.tree(data)

    def scope(tag: str, element: etree._Element) -> str | None:
        if element.getparent() is not root:
            return None
        return f"properties;{escape(element.get('name') or tag)}"

    def caption(tag: str, element: etree._Element) -> str:
        return element.get("name") or "" if element.getparent() is root else ""

    dialect = Dialect(said=says, lines=frozenset(), scope=scope, caption=caption)
    for part in texts(root, dialect, "properties"):
        yield Piece(part, member, root)


_READERS: Mapping[str, Reader] = {
    "relationships": _links,
    "core-properties": _properties,
    "extended-properties": _properties,
    "custom-properties": _properties,
}
