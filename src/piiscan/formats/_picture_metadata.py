"""The words in a picture file: EXIF, XMP, IPTC, comments and text chunks as runs of a Text.

Places: ``exif=Artist``, ``xmp=creator``, ``iptc=By-line``, ``text=Author``, ``comment``. A block that does not parse is
shown as the printable characters in it, so that nothing readable is left out.
"""

from __future__ import annotations

import re
import struct
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from piiscan.errors import Damaged, LimitExceeded
from piiscan.formats._picture_blocks import Block
from piiscan.formats._xml import local, parse
from piiscan.model import Text, escape
from piiscan.runs import Runs

if TYPE_CHECKING:
    from PIL.Image import Exif

__all__ = ["exif_words", "text_of", "thumbnails", "words"]


class Word(NamedTuple):
    """One value of the metadata and what it is called."""

    at: str
    label: str
    text: str


def text_of(found: Iterator[Word]) -> Text | None:
    """One Text of all values, a run each; None where there are none."""
    runs = Runs()
    for word in found:
        if word.text.strip():
            runs.add(word.text, at=word.at, label=word.label, source=word.at)
            runs.glue("\n")
    return runs.text() if runs.length else None


def words(blocks: Sequence[Block], path: str) -> Iterator[Word]:
    """The values in blocks, in the order of the file."""
    for block in blocks:
        if block.kind == "exif":
            yield from _exif(block.data, path)
        elif block.kind == "xmp":
            yield from _xmp(block.data, path)
        elif block.kind == "iptc":
            yield from _iptc(block.data)
        else:
            place = {"text": f"text={escape(block.name)}", "comment": "comment"}.get(
                block.kind, f"data={escape(block.name)}"
            )
            yield Word(place, block.name if block.kind == "text" else "", _readable(block.data, block.kind != "data"))


def exif_words(exif: Exif, path: str, place: str = "exif", *, page: bool = False) -> Iterator[Word]:
    """The values of all directories of EXIF that are words: text and bytes, and of the GPS directory numbers too.

    Arguments:
        exif: as Pillow reads it.
        path: the blob, for errors.
        place: before the name of the tag.
        page: whether these are the tags of a TIFF page, whose next directory is the next page, not a thumbnail.
    """
    from PIL.ExifTags import GPSTAGS, IFD, TAGS

    yield from _tags(exif, path, place, TAGS)
    for directory in (IFD.Exif, IFD.Interop) if page else (IFD.Exif, IFD.Interop, IFD.IFD1):
        yield from _tags(exif.get_ifd(directory), path, place, TAGS)
    yield from _tags(exif.get_ifd(IFD.GPSInfo), path, place, GPSTAGS, numbers=True)


def thumbnails(blocks: Sequence[Block]) -> Iterator[bytes]:
    """Small JPEG pictures inside blocks: of EXIF, of Photoshop, of a camera's own notes."""
    for block in blocks:
        position = block.data.find(b"\xff\xd8\xff")
        while position >= 0:
            yield block.data[position:]
            position = block.data.find(b"\xff\xd8\xff", max(position + 3, block.data.find(b"\xff\xd9", position)))


_BROKEN = (SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OSError, OverflowError, struct.error)


def _exif(data: bytes, path: str) -> Iterator[Word]:
    from PIL.Image import Exif

    found: list[Word] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exif = Exif()
            exif.load(data)
            found += exif_words(exif, path)
    except _BROKEN:
        found.append(Word("exif", "", _readable(data, False)))
    yield from found


def _tags(
    tags: Mapping[int, Any], path: str, place: str, names: Mapping[int, str], *, numbers: bool = False
) -> Iterator[Word]:
    for number, value in sorted(tags.items()):
        name = names.get(number, str(number))
        if number == _XMP and isinstance(value, bytes):
            yield from _xmp(value, path)
        elif isinstance(value, bytes):
            yield Word(f"{place}={name}", name, _tag_bytes(number, value))
        elif isinstance(value, str):
            yield Word(f"{place}={name}", name, value.strip("\0 "))
        elif numbers or (isinstance(value, tuple) and any(isinstance(piece, str) for piece in value)):
            yield Word(f"{place}={name}", name, _joined(value))


_XMP = 700
"""The TIFF tag in which XMP stands (XMP specification part 3, 1.3)."""


def _tag_bytes(number: int, value: bytes) -> str:
    if 0x9C9B <= number <= 0x9C9F:  # XPTitle to XPSubject, of Windows
        return value.decode("utf-16-le", "replace")
    if number == 0x9286:  # UserComment: eight bytes name the character code (EXIF 2.32, 4.6.5)
        code, value = value[:8], value[8:]
        if code.startswith(b"UNICODE"):
            half = len(value) // 2
            return value.decode("utf-16-be" if value[0::2].count(0) > half / 2 else "utf-16-le", "replace")
    return _readable(value, False)


def _joined(value: Any) -> str:
    return " ".join(map(_joined, value)) if isinstance(value, tuple) else str(value)


def _xmp(data: bytes, path: str) -> Iterator[Word]:
    try:
        root = parse(data.strip(b"\0 \r\n\t"), path)
    except (Damaged, LimitExceeded):
        yield Word("xmp", "", _readable(data, True))
        return
    for element in root.iter():
        name = local(element)
        if name in ("li", "Bag", "Seq", "Alt"):  # the property is named by the element around the list
            name = next((local(above) for above in element.iterancestors() if local(above) not in _LISTS), name)
        for key, value in sorted(element.attrib.items()):
            yield Word(f"xmp={escape(str(key).rpartition('}')[2])}", str(key).rpartition("}")[2], str(value))
        for text in (element.text, element.tail):
            yield Word(f"xmp={escape(name)}", name, text or "")


_LISTS = ("li", "Bag", "Seq", "Alt")
_IPTC = {
    5: "ObjectName",
    25: "Keywords",
    80: "By-line",
    90: "City",
    105: "Headline",
    110: "Credit",
    116: "CopyrightNotice",
    118: "Contact",
    120: "Caption",
    122: "Writer-Editor",
}
_DATASET = re.compile(rb"\x1c\x02(.)(..)", re.DOTALL)


def _iptc(data: bytes) -> Iterator[Word]:
    """The data sets of record 2 (IIM 4.2, 1.5), and beside them whatever else is readable in the block."""
    position, rest = 0, []
    while dataset := _DATASET.search(data, position):
        rest.append(data[position : dataset.start()])
        length = int.from_bytes(dataset[2], "big")
        name = _IPTC.get(dataset[1][0], str(dataset[1][0]))
        yield Word(f"iptc={name}", name, _readable(data[dataset.end() : dataset.end() + length], True))
        position = dataset.end() + length
    yield Word("iptc", "", _readable(b"\n".join([*rest, data[position:]]), False))


_PRINTABLE = re.compile(rb"(?:[\x20-\x7e]|[\xc3-\xf4][\x80-\xbf]+){5,}")
_WIDE = re.compile(rb"(?:[\x20-\x7e]\0){4,}")


def _readable(data: bytes, text: bool) -> str:
    """The characters in bytes: all of them where it is text, else the stretches that a person could read."""
    if text:
        try:
            return data.decode("utf-8").strip("\0")
        except UnicodeDecodeError:
            return data.decode("cp1252", "replace").strip("\0")
    pieces = [piece.decode("utf-8", "replace") for piece in _PRINTABLE.findall(data)]
    pieces += [piece.decode("utf-16-le") for piece in _WIDE.findall(data)]
    return "\n".join(pieces)
