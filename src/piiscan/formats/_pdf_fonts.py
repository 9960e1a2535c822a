"""How far each code of a font moves the pen: all that is needed to find a glyph and to take it out.

Sources: ISO 32000-2, 9.2.4 (widths), 9.6 (simple fonts), 9.7 (composite fonts), 9.7.4.3 (vertical writing). The widths
of the fourteen standard fonts are Adobe's, from pdfminer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from piiscan.formats._pdf_cmap import CMap, parse, predefined
from piiscan.formats._pdf_file import number, word

__all__ = ["Font", "Glyph", "NotUnderstood", "font"]


class NotUnderstood(Exception):
    """The page uses something that cannot be cut glyph by glyph."""


class Glyph(NamedTuple):
    """One code of a string: its bytes, how far it moves the pen (in ems), and whether it is a one-byte blank."""

    code: bytes
    advance: float
    blank: bool


@dataclass(frozen=True, slots=True)
class Font:
    """A font as far as cutting needs it.

    Arguments:
        advance: how far a character id moves the pen, in ems; raises `NotUnderstood` where that is not known.
        cmap: how a string falls into codes; None for one byte each.
        vertical: whether the pen moves down.
    """

    advance: Callable[[int], float] = field(repr=False)
    cmap: CMap | None = None
    vertical: bool = False

    def glyphs(self, string: bytes) -> Iterator[Glyph]:
        """The codes of a string."""
        if self.cmap is None:
            for byte in string:
                yield Glyph(bytes((byte,)), self.advance(byte), byte == 32)
            return
        for code, cid in self.cmap.codes(string):
            yield Glyph(code, self.advance(cid), code == b" ")


def font(spec: Any) -> Font:
    """The font that a dictionary describes.

    Raises:
        NotUnderstood: it is of a kind, or has an encoding, that is not known.
    """
    import pikepdf

    if not isinstance(spec, pikepdf.Dictionary):
        raise NotUnderstood("font")
    kind = word(spec.get("/Subtype"))
    if kind == "/Type0":
        return _composite(spec)
    if kind == "/Type3":
        return _type3(spec)
    if kind in ("/Type1", "/MMType1", "/TrueType"):
        return Font(_simple(spec))
    raise NotUnderstood("font")


def _simple(spec: Any) -> Callable[[int], float]:
    import pikepdf

    own = _numbered(spec)
    descriptor = spec.get("/FontDescriptor")
    missing = descriptor.get("/MissingWidth") if isinstance(descriptor, pikepdf.Dictionary) else None
    standard = {} if own else _standard(spec)

    def advance(code: int) -> float:
        if code in own:
            return own[code] / 1000
        if code in standard:
            return standard[code] / 1000
        if own or missing is not None:
            return number(missing) / 1000
        raise NotUnderstood("width")

    return advance


def _type3(spec: Any) -> Font:
    own = _numbered(spec)
    matrix = [number(value) for value in spec.get("/FontMatrix", ())]
    if len(matrix) != 6 or not own:
        raise NotUnderstood("type 3 font")

    def advance(code: int) -> float:
        return own.get(code, 0.0) * matrix[0]

    return Font(advance)


def _numbered(spec: Any) -> dict[int, float]:
    first = int(number(spec.get("/FirstChar")))
    widths = spec.get("/Widths")
    return {} if widths is None else {first + i: number(width) for i, width in enumerate(widths) if i < 256}


def _standard(spec: Any) -> dict[int, float]:
    """Widths by code of one of the fourteen standard fonts; empty for any other."""
    from pdfminer.encodingdb import EncodingDB, name2unicode
    from pdfminer.fontmetrics import FONT_METRICS

    name = re.sub(r"^[A-Z]{6}\+", "", word(spec.get("/BaseFont"))[1:])
    name = (
        name.replace("PSMT", "").replace("MT", "").replace("-", ",")
        if name.startswith(("Arial", "Times", "Cour"))
        else name
    )
    metrics = FONT_METRICS.get(word(spec.get("/BaseFont"))[1:]) or FONT_METRICS.get(name)
    if metrics is None:
        return {}
    base, differences = _encoding(spec)
    if name in ("Symbol", "ZapfDingbats"):
        characters = {code: chr(code) for code in range(256)}
    else:
        characters = dict(EncodingDB.encodings.get(base, EncodingDB.encodings["StandardEncoding"]))
    if base == "WinAnsiEncoding":  # annex D.2, notes 3 and 5: what is not used is a bullet
        characters = dict.fromkeys(range(33, 256), "\u2022") | characters | {0xA0: " ", 0xAD: "-"}
    for code, glyph in differences.items():
        try:
            characters[code] = name2unicode(glyph)
        except (KeyError, ValueError, TypeError):
            characters.pop(code, None)
    # the metrics are older than the euro; a wrong guess moves what follows, and the check of the page sees that
    return {code: metrics[1].get(characters.get(code, ""), metrics[1].get("0", 500)) for code in range(256)}


def _encoding(spec: Any) -> tuple[str, dict[int, str]]:
    """The name of the base encoding, and the glyph names that differ from it."""
    import pikepdf

    found = spec.get("/Encoding")
    if isinstance(found, pikepdf.Name):
        return word(found)[1:], {}
    differences: dict[int, str] = {}
    if not isinstance(found, pikepdf.Dictionary):
        return "", differences
    code = 0
    for item in found.get("/Differences", ()):
        if isinstance(item, pikepdf.Name):
            differences[code] = word(item)[1:]
            code += 1
        else:
            code = int(number(item))
    return word(found.get("/BaseEncoding"))[1:], differences


def _composite(spec: Any) -> Font:
    import pikepdf

    encoding = spec.get("/Encoding")
    if isinstance(encoding, pikepdf.Stream):
        cmap = parse(encoding)
    elif isinstance(encoding, pikepdf.Name):
        cmap = predefined(word(encoding)[1:])
    else:
        cmap = None
    descendants = spec.get("/DescendantFonts")
    below = descendants[0] if isinstance(descendants, pikepdf.Array) and len(descendants) else None
    if cmap is None or not isinstance(below, pikepdf.Dictionary):
        raise NotUnderstood("composite font")
    if cmap.vertical:
        default = below.get("/DW2")
        down = number(default[1], -1000) if isinstance(default, pikepdf.Array) and len(default) == 2 else -1000.0
        return Font(_lookup(_vertical(below.get("/W2")), down), cmap, vertical=True)
    return Font(_lookup(_horizontal(below.get("/W")), number(below.get("/DW", 1000), 1000)), cmap)


def _lookup(widths: dict[int, float], default: float) -> Callable[[int], float]:
    return lambda cid: widths.get(cid, default) / 1000


def _horizontal(table: Any) -> dict[int, float]:
    """``c [w1 w2 ...]`` and ``first last w`` (9.7.4.3)."""
    return _table(table, 1, 0)


def _vertical(table: Any) -> dict[int, float]:
    """``c [w1y v1x v1y ...]`` and ``first last w1y vx vy``; only the displacement matters here."""
    return _table(table, 3, 0)


def _table(table: Any, group: int, wanted: int) -> dict[int, float]:
    import pikepdf

    widths: dict[int, float] = {}
    items = list(table) if isinstance(table, pikepdf.Array) else []
    at = 0
    while at + 1 < len(items):
        first = int(number(items[at]))
        if isinstance(items[at + 1], pikepdf.Array):
            values = [number(value) for value in items[at + 1]]
            widths.update(zip(range(first, first + len(values)), values[wanted::group], strict=False))
            at += 2
            continue
        last = min(int(number(items[at + 1])), 0xFFFF)
        if at + 2 + wanted < len(items):
            width = number(items[at + 2 + wanted])
            widths.update(dict.fromkeys(range(first, last + 1), width))
        at += 2 + group
    return widths
