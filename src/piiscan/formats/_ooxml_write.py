"""Writes an Office package from nothing: fixed dates, no extra fields, no comments, a list of exactly its parts."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from lxml import etree

from piiscan.formats._ooxml import CONTENT_TYPES, Relation
from piiscan.formats._xml import parse
from piiscan.model import Blob

__all__ = ["Written", "write"]

_DATE = (1980, 1, 1, 0, 0, 0)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_APP = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_EMPTY_CORE = f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"/>'
_EMPTY_APP = f'<Properties xmlns="{_OFFICE}/extended-properties"/>'


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A part of the copy.

    Arguments:
        name: its name in the copy.
        type: its content type; empty for references.
        content: a tree, or a file.
        original: its name in the source.
    """

    name: str
    type: str
    content: etree._Element | Blob
    original: str


def write(parts: Iterable[Written], body: Relation, out: BinaryIO) -> None:
    """Writes the parts, empty properties and the lists that a package needs.

    Arguments:
        parts: what to write.
        body: how the source points at its body.
        out: where the copy goes.
    """
    ordered = sorted(parts, key=lambda part: part.name)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, CONTENT_TYPES, _types(ordered))
        _add(archive, "_rels/.rels", _root(body))
        _add(archive, "docProps/app.xml", parse(_EMPTY_APP.encode(), ""))
        _add(archive, "docProps/core.xml", parse(_EMPTY_CORE.encode(), ""))
        for part in ordered:
            _add(archive, part.name, part.content)


def _add(archive: zipfile.ZipFile, name: str, content: etree._Element | Blob) -> None:
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0
    if isinstance(content, Blob):
        with content.open() as source, archive.open(info, "w") as target:
            shutil.copyfileobj(source, target)
    else:
        archive.writestr(info, etree.tostring(content, xml_declaration=True, encoding="UTF-8", standalone=True))


def _types(parts: Iterable[Written]) -> etree._Element:
    root = parse(f'<Types xmlns="{_PACKAGE}/content-types"/>'.encode(), "")
    for suffix, kind in (("rels", _RELATIONS), ("xml", "application/xml")):
        _child(root, "Default", Extension=suffix, ContentType=kind)
    listed = [(part.name, part.type) for part in parts if part.type]
    for name, kind in [("docProps/app.xml", _APP), ("docProps/core.xml", _CORE), *listed]:
        _child(root, "Override", PartName=f"/{name}", ContentType=kind)
    return root


def _root(body: Relation) -> etree._Element:
    root = parse(f'<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode(), "")
    core, app = f"{_PACKAGE}/relationships/metadata/core-properties", f"{_OFFICE}/relationships/extended-properties"
    targets = ((body.kind, body.target), (core, "docProps/core.xml"), (app, "docProps/app.xml"))
    for number, (kind, target) in enumerate(targets, start=1):
        _child(root, "Relationship", Id=f"rId{number}", Type=kind, Target=target)
    return root


def _child(root: etree._Element, tag: str, **attributes: str) -> None:
    etree.SubElement(root, f"{str(root.tag).rpartition('}')[0]}}}{tag}", attributes)
