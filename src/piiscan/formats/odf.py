"""OpenDocument texts, spreadsheets and presentations (ISO/IEC 26300: .odt, .ods, .odp, .odg and templates).

Places: ``paragraph=12``, ``sheet=Blad1;cell=B7``, ``slide=3;paragraph=2``, ``notes=3;paragraph=1``,
``header=1;paragraph=1``, ``properties;creator``, ``settings``; parts of an embedded object after ``object=...``.
"""

from __future__ import annotations

import base64
import binascii
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from piiscan.errors import CannotRedact, Damaged, Encrypted, LimitExceeded, ReadError
from piiscan.formats._attributes import says
from piiscan.formats._lines import Dialect, texts
from piiscan.formats._ods import MARKS, Sheets
from piiscan.formats._package import Member, Zipped, blob_of, names_in, problem_of, strings
from piiscan.formats._xml import attributes, local, stream
from piiscan.formats._zip import opened
from piiscan.model import Blob, Edit, Part, Problem, Text, escape
from piiscan.reading import Reading

SUFFIXES = (".odt", ".ott", ".odm", ".ods", ".ots", ".odp", ".otp", ".odg", ".otg")
REDACTABLE = False

_MIME = b"application/vnd.oasis.opendocument."
_MANIFEST = "META-INF/manifest.xml"
_MARKUP = (".xml", ".rdf", ".xba", ".xlb", ".xdl")
_DC = "{http://purl.org/dc/elements/1.1/}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_LINES = frozenset({"p", "h", "note-citation", f"{_DC}creator", f"{_DC}date", f"{_SVG}title", f"{_SVG}desc"})
_SPREADSHEET = re.compile(rb"<(?:[\w.-]+:)?spreadsheet[\s>/]")
_HEADERS = frozenset({"header", "header-left", "header-first", "footer", "footer-left", "footer-first"})


def sniff(head: bytes) -> bool:
    """A zip that names its type first, or has the parts of an OpenDocument."""
    if head.startswith(b"PK") and b"mimetype" + _MIME in head[:256]:
        return True
    return {"content.xml", _MANIFEST} <= names_in(head)


def parts(blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
    """The text of every part; pictures and attachments as blobs.

    Raises:
        Encrypted: the document has a password.
    """
    with opened(blob) as archive:
        package = Zipped(archive, blob, reading)
        infos = package.infos()
        kinds, hidden = _manifest(package, infos)
        members = [Member(info.filename, kinds.get(info.filename, ""), info) for info in infos]
        yield package.names(member for member in members if _is_markup(member)).part
        for member in members:
            if member.name not in hidden:
                yield from _member(package, member)
        yield from (piece.part for piece in package.outside())
        if hidden:
            raise Encrypted("needs a password", blob.path)


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Refuses for now.

    Raises:
        CannotRedact: always.
    """
    raise CannotRedact("this format cannot be redacted yet", blob.path)


def _member(package: Zipped, member: Member) -> Iterator[Part | Problem]:
    place = _place(member.name)
    data = package.read(member.info)
    if isinstance(data, ReadError):
        yield problem_of(data, package.path, place)
    elif not data or (member.name == "mimetype" and data.startswith(_MIME) and len(data) < 100):
        return
    elif member.name.endswith("layout-cache"):
        yield from strings(data, place)
    elif not _is_markup(member):
        yield blob_of(package, member, data)
    else:
        try:
            yield from _markup(package, member, data, place)
        except (Damaged, LimitExceeded) as error:
            yield problem_of(error, package.path, place)


def _markup(package: Zipped, member: Member, data: bytes, place: str) -> Iterator[Part]:
    last = member.name.rpartition("/")[2]
    if last == "content.xml" and _SPREADSHEET.search(data):
        yield from _spreadsheet(package, data, place)
    elif last in ("meta.xml", "settings.xml"):
        root = package.tree(data)
        yield from texts(root, _named(place, root), place, "")
        for item in root.iter("{*}config-item"):
            yield from _encoded(item, place)
    else:
        yield from texts(package.tree(data), _flowing(place), place)


def _spreadsheet(package: Zipped, data: bytes, place: str) -> Iterator[Text]:
    sheets = Sheets(place)
    try:
        for element in stream(data, package.path, ("table-row",)):
            package.reading.tick(package.path)
            if local(element) == "table-row":
                yield from sheets.row(element)
            else:
                yield from sheets.finish()
                yield from texts(element, _flowing(place), place)
    except (Damaged, LimitExceeded):
        yield from sheets.finish()
        raise


def _flowing(place: str) -> Dialect:
    """Paragraphs, on slides or not."""
    numbers: Counter[str] = Counter()

    def scope(tag: str, element: etree._Element) -> str | None:
        own = None
        if tag == "tracked-changes":
            own = "changes"
        elif tag in _HEADERS:
            kind = tag.partition("-")[0]
            numbers[kind] += 1
            own = f"{kind}={numbers[kind]}"
        elif tag == "page" and "drawing" in str(element.tag):
            numbers["slide"] += 1
            own = f"slide={numbers['slide']}"
        elif tag == "notes" and "presentation" in str(element.tag):
            own = f"notes={numbers['slide']}" if numbers["slide"] else "notes"
        return None if own is None else f"{place};{own}".lstrip(";")

    return Dialect(
        said=says,
        lines=_LINES,
        marks=MARKS,
        blanks=frozenset({"p", "h", "span", "a"}),
        table=frozenset({"table"}),
        row=frozenset({"table-row"}),
        cell=frozenset({"table-cell", "covered-table-cell"}),
        scope=scope,
        caption=lambda tag, element: _name(element) if ":form:" in str(element.tag) else "",
    )


def _name(element: etree._Element) -> str:
    return next((value for key, value in attributes(element) if key.endswith("}name")), "")


def _named(place: str, root: etree._Element) -> Dialect:
    """Properties and settings: each under its own name."""

    def scope(tag: str, element: etree._Element) -> str | None:
        parent = element.getparent()
        if parent is None or parent.getparent() is not root or local(parent) != "meta":
            return None
        return f"{place};{escape(_name(element) or tag)}"

    return Dialect(said=says, lines=frozenset(), scope=scope, caption=lambda tag, element: _name(element))


def _encoded(item: etree._Element, place: str) -> Iterator[Text]:
    """The words in a binary setting: that of the printer names it and its user."""
    if any(value == "base64Binary" for _, value in attributes(item)) and item.text:
        try:
            yield from strings(base64.b64decode(item.text, validate=False), place)
        except binascii.Error:
            return  # no base64 after all; its text was read as it stands


def _place(name: str) -> str:
    folder, _, last = name.rpartition("/")
    stem = last.partition(".")[0]
    own = {"content": "", "meta": "properties"}.get(stem, escape(stem))
    inside = f"object={escape(folder)}" if folder and last.endswith(".xml") and folder != "META-INF" else ""
    return ";".join(filter(None, (inside, own)))


def _manifest(package: Zipped, infos: list[zipfile.ZipInfo]) -> tuple[dict[str, str], set[str]]:
    """The media type of each part, and which parts are encrypted."""
    kinds: dict[str, str] = {}
    hidden: set[str] = set()
    data = next((package.read(info) for info in infos if info.filename == _MANIFEST), b"")
    try:
        root = None if isinstance(data, ReadError) or not data else package.tree(data)
    except (Damaged, LimitExceeded):
        root = None  # reported when it is read as a part
    for entry in root.iter("{*}file-entry") if root is not None else ():
        values = {name.rpartition("}")[2]: value for name, value in attributes(entry)}
        kinds[values.get("full-path", "")] = values.get("media-type", "")
        if any(local(child) == "encryption-data" for child in entry):
            hidden.add(values.get("full-path", ""))
    return kinds, hidden


def _is_markup(member: Member) -> bool:
    return member.kind in ("text/xml", "application/xml", "application/rdf+xml") or member.name.endswith(_MARKUP)
