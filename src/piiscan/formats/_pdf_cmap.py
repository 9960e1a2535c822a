"""How the strings of a composite font fall into codes (ISO 32000-2, 9.7.5; Adobe Technical Note 5014)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from piiscan.formats._pdf_file import word

__all__ = ["CMap", "parse", "predefined"]

_SAFE_NAME = re.compile(r"[A-Za-z0-9-]{1,64}")
_MOST_CODES = 1 << 17


@dataclass(frozen=True, slots=True)
class CMap:
    """Codes to character ids.

    Arguments:
        spaces: length in bytes, lowest and highest code of each code space range.
        cids: by length and code.
        ranges: length, first and last code, character id of the first.
        identity: whether two bytes are the character id.
        tree: a map of pdfminer's: by byte, to a character id or a further map.
        vertical: the writing mode.
    """

    spaces: tuple[tuple[int, bytes, bytes], ...] = ()
    cids: dict[tuple[int, int], int] = field(default_factory=dict)
    ranges: tuple[tuple[int, int, int, int], ...] = ()
    identity: bool = False
    tree: Any = None
    vertical: bool = False

    def codes(self, string: bytes) -> Iterator[tuple[bytes, int]]:
        """Each code of a string and its character id; 0 for a code that the map does not know."""
        at = 0
        while at < len(string):
            length, cid = self._next(string, at)
            yield string[at : at + length], cid
            at += length

    def _next(self, string: bytes, at: int) -> tuple[int, int]:
        if self.identity:
            return 2, int.from_bytes(string[at : at + 2], "big")
        for length, low, high in self.spaces:
            code = string[at : at + length]
            if len(code) == length and all(a <= b <= c for a, b, c in zip(low, code, high, strict=True)):
                return length, self._cid(code)
        if self.tree is not None:
            return self._walk(string, at)
        return min((length for length, _, _ in self.spaces), default=1), 0

    def _cid(self, code: bytes) -> int:
        value = int.from_bytes(code, "big")
        found = self.cids.get((len(code), value))
        if found is not None:
            return found
        for length, first, last, cid in self.ranges:
            if length == len(code) and first <= value <= last:
                return cid + value - first
        return self._walk(code, 0)[1] if self.tree is not None else 0

    def _walk(self, string: bytes, at: int) -> tuple[int, int]:
        node = self.tree
        for length in range(1, 5):
            byte = string[at + length - 1 : at + length]
            node = node.get(byte[0]) if byte else None
            if not isinstance(node, dict):
                return length, node if isinstance(node, int) else 0
        return 1, 0


def predefined(name: str) -> CMap | None:
    """One of the maps that a PDF may name; None where it is not known."""
    if name in ("Identity-H", "Identity-V"):
        return CMap(identity=True, vertical=name.endswith("V"))
    if not _SAFE_NAME.fullmatch(name):
        return None
    from pdfminer.cmapdb import CMapDB

    try:
        found = CMapDB.get_cmap(name)
    except (CMapDB.CMapNotFound, KeyError, OSError, ValueError):
        return None
    return CMap(tree=getattr(found, "code2cid", {}), vertical=bool(found.is_vertical()))


def parse(stream: Any, depth: int = 0) -> CMap | None:
    """A map that is embedded in the file; None where it cannot be understood."""
    import pikepdf

    text = stream.read_bytes()
    named = re.search(rb"/([A-Za-z0-9-]+)\s+usecmap", text)
    used = stream.get("/UseCMap")
    base: CMap | None = CMap()
    if isinstance(used, pikepdf.Stream) and depth < 4:
        base = parse(used, depth + 1)
    elif isinstance(used, pikepdf.Name) or named:
        base = predefined(word(used)[1:] or (named.group(1).decode("ascii") if named else ""))
    if base is None:
        return None
    mode = re.search(rb"/WMode\s+([01])", text)
    vertical = stream.get("/WMode") == 1 or (mode is not None and mode.group(1) == b"1") or base.vertical
    spaces = tuple((len(low), low, high) for low, high in _ranges(text, b"codespace") if len(low) == len(high))
    cids = dict(base.cids)
    for code, cid in _pairs(text, b"cidchar", rb"<([0-9A-Fa-f\s]+)>\s*(\d+)"):
        cids[len(code), int.from_bytes(code, "big")] = int(cid)
    ranges = [
        (len(low), int.from_bytes(low, "big"), int.from_bytes(high, "big"), cid) for low, high, cid in _cid_ranges(text)
    ]
    if len(cids) + len(ranges) > _MOST_CODES:
        return None
    return CMap(spaces or base.spaces, cids, (*ranges, *base.ranges), base.identity and not spaces, base.tree, vertical)


def _sections(text: bytes, name: bytes) -> Iterator[bytes]:
    for piece in text.split(b"begin" + name)[1:]:
        yield piece.partition(b"end" + name)[0]


def _ranges(text: bytes, name: bytes) -> Iterator[tuple[bytes, bytes]]:
    for section in _sections(text, name + b"range"):
        for low, high in re.findall(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>", section):
            yield _hex(low), _hex(high)


def _cid_ranges(text: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    for section in _sections(text, b"cidrange"):
        for low, high, cid in re.findall(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(\d+)", section):
            yield _hex(low), _hex(high), int(cid)


def _pairs(text: bytes, name: bytes, form: bytes) -> Iterator[tuple[bytes, bytes]]:
    for section in _sections(text, name):
        for code, value in re.findall(form, section):
            yield _hex(code), value


def _hex(digits: bytes) -> bytes:
    clean = re.sub(rb"\s", b"", digits)
    return bytes.fromhex((clean + b"0" if len(clean) % 2 else clean).decode("ascii"))
