"""What the sheets of a workbook share: names, strings and number styles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from piiscan.errors import Damaged, LimitExceeded, ReadError
from piiscan.formats._cells import Style, style_of
from piiscan.formats._ooxml import Package
from piiscan.formats._package import Member
from piiscan.formats._xml import attributes, local, stream
from piiscan.model import escape

__all__ = ["Workbook", "open_workbook", "visible"]

_PLAIN = Style()


@dataclass(frozen=True, slots=True, eq=False)
class Workbook:
    """The shared parts.

    Arguments:
        places: ``sheet=Blad1`` by the name of the part of each sheet.
        strings: the shared strings.
        phonetics: what is written above some of them to show how they sound.
        styles: the number style of each cell format.
        since_1904: whether dates are counted from 1904.
        used: the shared strings that some cell showed; filled while the sheets are read.
    """

    places: dict[str, str]
    strings: list[str]
    phonetics: dict[int, str]
    styles: list[Style]
    since_1904: bool
    used: set[int] = field(default_factory=set)

    def style(self, index: str) -> Style:
        """The number style of a cell, by its ``s``."""
        number = int(index) if index.isascii() and index.isdigit() and len(index) < 7 else -1
        return self.styles[number] if 0 <= number < len(self.styles) else _PLAIN

    def string(self, index: str) -> str | None:
        """The shared string of a cell, by its ``v``; None where there is none."""
        number = int(index) if index.isascii() and index.isdigit() and len(index) < 10 else -1
        if not 0 <= number < len(self.strings):
            return None
        self.used.add(number)
        return self.strings[number]


def open_workbook(package: Package) -> Workbook:
    """Reads what the sheets share; parts that are broken are reported when they are read as parts."""
    places: dict[str, str] = {}
    since_1904 = False
    strings: list[str] = []
    phonetics: dict[int, str] = {}
    styles: list[Style] = []
    for member in package.members:
        if member.kind == "main":
            root = _tree(package, member)
            places |= _sheets(package, member, root)
            since_1904 = any(e.get("date1904") in ("1", "true") for e in _all(root, "workbookPr"))
        elif member.kind == "styles":
            styles = _styles(_tree(package, member))
        elif member.kind == "sharedStrings":
            for number, (text, phonetic) in enumerate(_strings(package, member), start=len(strings)):
                strings.append(text)
                if phonetic:
                    phonetics[number] = phonetic
    return Workbook(places, strings, phonetics, styles, since_1904)


def visible(element: etree._Element) -> tuple[str, str]:
    """The text of a (rich) string, and what is written above it to show how it sounds."""
    shown: list[str] = []
    above: list[str] = []
    for node in element.iterdescendants():
        parent = node.getparent()
        if node.text and (local(node) == "t" or node.text.strip()):
            (above if parent is not None and local(parent) == "rPh" else shown).append(node.text)
    return "".join(shown), " ".join(above)


def _sheets(package: Package, member: Member, root: etree._Element | None) -> dict[str, str]:
    targets = {relation.id: relation.target for relation in package.relations.get(member.name, ())}
    places = {}
    for number, sheet in enumerate(_all(root, "sheet"), start=1):
        identifier = next((value for name, value in attributes(sheet) if name.endswith("relationships}id")), "")
        name = sheet.get("name") or str(number)
        if identifier in targets:
            places[targets[identifier]] = f"sheet={escape(name)}"
    return places


def _styles(root: etree._Element | None) -> list[Style]:
    codes = {e.get("numFmtId") or "": e.get("formatCode") or "" for e in _all(root, "numFmt")}
    styles = []
    for formats in _all(root, "cellXfs"):
        for form in formats.iterchildren("{*}xf"):
            number = form.get("numFmtId") or "0"
            styles.append(style_of(int(number) if number.isascii() and number.isdigit() else 0, codes.get(number, "")))
    return styles


def _strings(package: Package, member: Member) -> Iterator[tuple[str, str]]:
    data = package.zip.read(member.info)
    if isinstance(data, ReadError):
        return
    try:
        for element in stream(data, package.zip.path, ("si",)):
            if local(element) == "si":
                yield visible(element)
    except (Damaged, LimitExceeded):
        return


def _tree(package: Package, member: Member) -> etree._Element | None:
    data = package.zip.read(member.info)
    if isinstance(data, ReadError):
        return None
    try:
        return package.zip.tree(data)
    except (Damaged, LimitExceeded):
        return None


def _all(root: etree._Element | None, tag: str) -> list[etree._Element]:
    return [] if root is None else list(root.iter(f"{{*}}{tag}"))
