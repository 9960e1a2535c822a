"""The package of an Office document (ECMA-376 part 2): its parts, what each is for, how they refer to each other."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote

from lxml import etree

from piiscan.errors import Damaged, LimitExceeded, ReadError
from piiscan.formats._package import Member, Zipped, names_in
from piiscan.formats._xml import local
from piiscan.model import Blob, escape
from piiscan.reading import Reading

__all__ = [
    "CONTENT_TYPES",
    "Package",
    "Relation",
    "is_markup",
    "is_package",
    "open_package",
    "owner_of",
    "relation_of",
    "relations_name",
]

CONTENT_TYPES = "[Content_Types].xml"

_STEMS = {"document": "main", "workbook": "main", "presentation": "main", "core": "core-properties"} | {
    "app": "extended-properties",
    "custom": "custom-properties",
    "sheet": "worksheet",
}
_PLACES = {
    "core-properties": "properties",
    "extended-properties": "properties",
    "custom-properties": "properties",
    "xml": "customXml",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """A reference from one part to another part or to something outside.

    Arguments:
        id: what the part that refers calls it.
        kind: its type, a URI.
        target: the name of the part, or the link as written.
        external: whether it leads outside.
    """

    id: str
    kind: str
    target: str
    external: bool

    @property
    def type(self) -> str:
        """The last word of its type, the same in the strict and the transitional form (``"hyperlink"``)."""
        return self.kind.rpartition("/")[2]


@dataclass(frozen=True, slots=True, eq=False)
class Package:
    """An open Office document.

    Arguments:
        zip: its container.
        members: its parts, in the order of the zip, without folders and empty ones.
        relations: of each part that has any, by the name of the part; those of the package under "".
        places: where the text of each part is said to stand, by its name.
    """

    zip: Zipped
    members: tuple[Member, ...]
    relations: Mapping[str, tuple[Relation, ...]]
    places: Mapping[str, str]

    def body(self) -> Relation | None:
        """The reference to the part where the document begins."""
        return next((relation for relation in self.relations.get("", ()) if relation.type == "officeDocument"), None)

    def placed(self, places: Mapping[str, str]) -> Package:
        """The same with better places for some parts; what these alone refer to stands below them."""
        below: dict[str, str] = {}
        for owner, place in places.items():
            for relation in self.relations.get(owner, ()):
                kind = self.places.get(relation.target, "")
                if place and kind and not relation.external and kind.partition("=")[0] not in _SHARED:
                    below.setdefault(relation.target, f"{place};{kind}")
        return replace(self, places={**self.places, **below, **places})


def is_package(head: bytes, folder: str) -> bool:
    """Whether a zip that begins and ends like this is an Office document with its parts in this folder."""
    names = names_in(head)
    bodies = {f"{folder}{body}.xml" for body in ("document", "workbook", "presentation")}
    return any(name.startswith(folder) for name in names) and bool(names & (bodies | {CONTENT_TYPES}))


def open_package(archive: zipfile.ZipFile, blob: Blob, reading: Reading, body: str = "") -> Package:
    """The parts of a document; a part list or references that are broken are reported when they are read as parts.

    Arguments:
        archive: its zip.
        blob: the document.
        reading: the budget.
        body: the place of the part where the document begins.
    """
    zipped = Zipped(archive, blob, reading)
    infos = zipped.infos()
    types = _content_types(zipped, infos)
    members = tuple(_member(info, types) for info in infos)
    relations = {owner_of(m.name): _relations(zipped, m) for m in members if m.kind == "relationships"}
    return Package(zipped, members, relations, _default_places(members, body))


def owner_of(name: str) -> str:
    """The part whose references stand in ``word/_rels/document.xml.rels``; empty for those of the package.

    >>> owner_of("word/_rels/document.xml.rels"), owner_of("_rels/.rels")
    ('word/document.xml', '')
    """
    folder, _, last = name.rpartition("/")
    return f"{folder.removesuffix('_rels')}{last.removesuffix('.rels')}"


def relations_name(owner: str) -> str:
    """Where the references of a part stand: the opposite of `owner_of`."""
    folder, slash, last = owner.rpartition("/")
    return f"{folder}{slash}_rels/{last}.rels"


def is_markup(member: Member) -> bool:
    if member.kind.startswith("image/") or member.type.endswith("xhtml+xml"):
        return False
    return member.type.endswith(("+xml", "/xml")) or member.name.lower().endswith((".xml", ".rels", ".vml"))


def _member(info: zipfile.ZipInfo, types: Mapping[str, str]) -> Member:
    name = info.filename
    declared = types.get(f"/{name}".lower(), types.get(name.rpartition(".")[2].lower(), ""))
    return Member(name, _kind(name, declared), info, declared)


def _kind(name: str, declared: str) -> str:
    """One word for what a part is for.

    >>> _kind("x", "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml")
    'header'
    """
    if declared.startswith(("image/", "audio/", "video/", "text/")) and not declared.endswith("/xml"):
        return declared
    word = declared.partition(";")[0].removesuffix("+xml").rpartition("/")[2].rpartition(".")[2]
    if not word or (word == "xml" and not name.lower().startswith("customxml/")):
        stem = name.rpartition("/")[2].partition(".")[0].rstrip("0123456789")
        word = "relationships" if name.lower().endswith(".rels") else _STEMS.get(stem, stem)
    return word


def _content_types(zipped: Zipped, infos: list[zipfile.ZipInfo]) -> dict[str, str]:
    """Content types by ``/name`` of the part and by suffix, all in lower case; empty where they cannot be read."""
    types: dict[str, str] = {}
    for info in infos:
        if info.filename == CONTENT_TYPES:
            for element in _readable(zipped, info):
                key = element.get("PartName") or element.get("Extension") or ""
                types[key.lower()] = element.get("ContentType") or ""
    return types


def _relations(zipped: Zipped, member: Member) -> tuple[Relation, ...]:
    owner = owner_of(member.name)
    return tuple(
        relation_of(element, owner) for element in _readable(zipped, member.info) if local(element) == "Relationship"
    )


def relation_of(element: etree._Element, owner: str) -> Relation:
    target = element.get("Target") or ""
    external = element.get("TargetMode") == "External"
    if not external:
        folder = "/" if target.startswith("/") else f"/{posixpath.dirname(owner)}"
        target = posixpath.normpath(posixpath.join(folder, unquote(target.partition("#")[0]))).lstrip("/")
    return Relation(element.get("Id") or "", element.get("Type") or "", target, external)


def _readable(zipped: Zipped, info: zipfile.ZipInfo) -> list[etree._Element]:
    """The elements under the root of a part that steers the reading; none where it is broken (`pieces` says so)."""
    data = zipped.read(info)
    if isinstance(data, ReadError):
        return []
    try:
        return [element for element in zipped.tree(data) if isinstance(element.tag, str)]
    except (Damaged, LimitExceeded):
        return []


_SHARED = frozenset({"slide", "slideLayout", "slideMaster", "notesSlide", "notesMaster", "theme", "sharedStrings"})
"""Kinds of parts that several others refer to."""
_NUMBERED = frozenset({"header", "footer", "chart"})


def _default_places(members: tuple[Member, ...], body: str) -> dict[str, str]:
    """The kind of each part, numbered where there are several."""
    places = {**_PLACES, "main": body}
    names = {member.name: places.get(member.kind, escape(member.kind)) for member in members}
    total = Counter(names.values())
    seen: Counter[str] = Counter()
    for name in sorted(names, key=_natural):
        kind = names[name]
        seen[kind] += 1
        if kind in _NUMBERED or (total[kind] > 1 and kind not in (body, "properties")):
            names[name] = f"{kind}={seen[kind]}"
    return names


def _natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key by which ``slide10`` sorts after ``slide9``."""
    pieces = re.findall(r"([0-9]{1,9})|([^0-9]+|[0-9]+)", name)
    return tuple((bool(word), int(number or 0), word) for number, word in pieces)
