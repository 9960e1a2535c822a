"""Finds the machine readable zone on a document, whole, and reads its values.

Where it stands is decided by lenient rules and completed by geometry: one line found is enough, the others stand at a
known pitch above or below it. What stands in it is only used to look for the same values elsewhere on the document; no
check digit ever decides whether the zone is covered.

Source: ICAO Doc 9303, parts 3 to 7 (8th edition): two lines of 44 (TD3, visa A) or 36 (TD2, visa B) or three of 30
(TD1); the Dutch driving licence has one of 30 (ISO/IEC 18013-1 annex; RDW).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from piiscan.checksums import mrz_digit
from piiscan.idcopy.geometry import Box, Frame
from piiscan.idcopy.lines import Group, Line
from piiscan.model import Area, Span

__all__ = ["Mrz", "find", "in_text", "normalised", "values"]

_LIKELY = 4.0
_PITCH = 2.5
"""From line to line, in widths of a character: 6.35 mm to 2.54 mm at the most (9303-3, 4.7)."""


@dataclass(frozen=True, slots=True)
class Mrz:
    """One zone.

    Arguments:
        area: all of it, in pixels of the picture as stored.
        kind: ``TD1``, ``TD2``, ``TD3``, ``visa``, ``licence``; empty where too little of it was read to tell.
        code: the letters of the document's kind (``P``, ``I``, ``IR``, ``D``), country included where read.
        numbers: the document number, and what stands in the optional fields.
        dates: birth and expiry, as YYMMDD.
        names: surname and given names.
        valid: how many check digits are right.
    """

    area: Area
    kind: str
    code: str
    numbers: tuple[str, ...] = field(repr=False)
    dates: tuple[str, ...] = field(repr=False)
    names: tuple[str, ...] = field(repr=False)
    valid: int


def find(groups: Sequence[Group]) -> list[Mrz]:
    """Every zone in a picture."""
    return [_zone(group.frame, block) for group in groups for block in _blocks(group)]


def normalised(text: str) -> str:
    """A line as the alphabet of the zone has it: capitals, digits and ``<``; what OCR makes of fillers put right.

    >>> normalised("P<NLDDE WIT«SANNEKKKKKKK")
    'P<NLDDEWIT<<SANNE<<<<<<<'
    """
    text = "".join(text.split()).replace("«", "<<").upper()
    text = re.sub(r"[‹＜〈(\[{]", "<", text)
    text = re.sub(r"([CKELS£€c])\1{4,}", lambda run: "<" * len(run[0]), text)
    return re.sub(r"[^0-9A-Z<]", "", text)


def in_text(text: str) -> Iterator[Span]:
    """Lines of a zone in text that stands in a file beside the picture."""
    for line in re.finditer(r"[^\n]+", text):
        if _likeness(line[0]) >= _LIKELY:
            yield Span(line.start(), line.end())


def values(area: Area, kind: str, rows: Sequence[str]) -> Mrz:
    """The fields of a zone, repaired by their type; what cannot be told apart is left out.

    Arguments:
        area: where it stands.
        kind: ``TD1``, ``TD2``, ``TD3``, ``visa``, ``licence``, or empty.
        rows: its lines, from the top.
    """
    if kind == "TD1" and len(rows) == 3:
        first, second, third = (row.ljust(30, "<")[:30] for row in rows)
        checked = [(first[5:14], first[14]), (second[0:6], second[6]), (second[8:14], second[14])]
        numbers, names = [first[5:14], first[15:30], second[18:29]], third
        if first[14] == "<":  # a long number goes on in the optional field (9303-5, 4.2.2, note j)
            numbers.append(first[5:14] + first[15:30].partition("<")[0][:-1])
    elif kind in ("TD2", "TD3", "visa") and len(rows) == 2:
        length = 36 if kind == "TD2" or (kind == "visa" and len(rows[0]) <= 40) else 44
        end = {"TD2": 35, "TD3": 42}.get(kind, length)
        first, second = (row.ljust(length, "<")[:length] for row in rows)
        checked = [(second[0:9], second[9]), (second[13:19], second[19]), (second[21:27], second[27])]
        numbers, names = [second[0:9], second[28:end]], first[5:]
        if first.startswith("IDFRA"):  # the national identity card before 2021 has a layout of its own
            numbers, checked = [second[0:12]], [(second[0:12], second[12])]
    elif kind == "licence":
        first, names = rows[0].ljust(30, "<"), ""
        numbers, checked = [_digits(first[5:15])], [(first[0:29], first[29])]
    else:
        # lines are missing: every number in what was read may be the one that is printed elsewhere
        loose = tuple(piece for row in rows for piece in re.findall(r"[0-9A-Z]{7,}", row) if _digit_count(piece) >= 5)
        return Mrz(area, kind, _code(rows[0]), loose, (), (), 0)
    dates = tuple(_digits(value) for value, _ in checked[1:3])
    valid = sum(_fits(value, digit) for value, digit in checked)
    return Mrz(area, kind, _code(rows[0]), tuple(_pieces(numbers)), dates, tuple(_names(names)), valid)


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    box: Box


_DATA = re.compile(r"([0-9OIBSZDQG]{6})([0-9OIBSZDQG])[MFX<VH]([0-9OIBSZDQG]{6})([0-9OIBSZDQG])")
_LICENCE = re.compile(r"D[0-9<A-Z]NLD[0-9<A-Z][0-9OIBSZDQG]{9}")
_START = re.compile(r"[PIACVD][A-Z<0-9](?:[A-Z]{3}|D<<)")


def _likeness(text: str) -> float:
    """How much a line looks like one of a zone; `_LIKELY` and more is taken for one."""
    bare = "".join(text.split())
    line = normalised(text)
    if len(line) < 10:
        return _LIKELY if len(line) > 3 and set(line) == {"<"} else 0.0
    odd = sum(character.islower() or not (character.isalnum() or character in "<«‹＜([{") for character in bare)
    score = min(3.0, 0.5 * line.count("<")) + 3 * ("<<" in line) + 2 * (len(line) >= 28) - 20 * odd / len(bare)
    score += 2 * bool(_START.match(line) and "<" in line)
    # the one line of a driving licence may hold no filler at all
    score += 5 * (len(line) == 30 and line[0] == "D" and _fits(line[:29], line[29]))
    score += 5 * bool(len(line) >= 25 and _LICENCE.match(line))
    for dates in _DATA.finditer(line):
        fields = [_digits(piece) for piece in dates.groups()]
        right = sum(str(mrz_digit(fields[n])) == fields[n + 1] for n in (0, 2))
        score += 2 + 2 * right
    return score


def _blocks(group: Group) -> Iterator[list[_Row]]:
    """Rows of a zone that stand directly above each other."""
    block: list[_Row] = []
    for row in filter(None, map(_row, group.rows())):
        if block and not _follows(block[-1], row):
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _follows(above: _Row, below: _Row) -> bool:
    gap = below.box.middle[1] - above.box.middle[1]
    overlap = min(above.box.right, below.box.right) - max(above.box.left, below.box.left)
    return gap < 3.2 * max(above.box.height, below.box.height) and overlap > 0.3 * min(above.box.width, below.box.width)


def _row(lines: Sequence[Line]) -> _Row | None:
    """The boxes of one line that belong to a zone: likely ones, and bits of its alphabet close beside them."""
    likely = [line for line in lines if _likeness(line.text) >= _LIKELY]
    if not likely:
        whole = "".join(line.text for line in lines)
        likely = list(lines) if _likeness(whole) >= _LIKELY and "<<" in normalised(whole) else []
    if not likely:
        return None
    box = likely[0].box
    for line in likely:
        box = box.union(line.box)
    members = [line for line in lines if line in likely or _bit_of(line, box)]
    for line in members:
        box = box.union(line.box)
    return _Row(normalised("".join(line.text for line in members)), box)


def _bit_of(line: Line, box: Box) -> bool:
    near = max(line.box.left - box.right, box.left - line.box.right) < 3 * box.height
    bare = "".join(line.text.split())
    return near and bare.upper() == bare and re.fullmatch(r"[0-9A-Z<«‹(]+", bare) is not None


def _zone(frame: Frame, rows: Sequence[_Row]) -> Mrz:
    longest = max(rows, key=lambda row: len(row.text))
    kind, length, count = _kind(rows, len(longest.text))
    pitch = longest.box.width / max(1, len(longest.text))
    box = rows[0].box
    for row in rows[1:]:
        box = box.union(row.box)
    step = _step(rows, pitch)
    missing = max(0, count - len(rows))
    above, below = _where(rows, kind, missing)
    lacking = max(0, length - len(longest.text)) * pitch
    box = Box(
        box.left - lacking - pitch, box.top - above * step, box.right + lacking + pitch, box.bottom + below * step
    )
    box = box.grown(0, 0.5 * longest.box.height)
    return values(frame.area(box), kind, [row.text for row in rows])


def _kind(rows: Sequence[_Row], length: int) -> tuple[str, int, int]:
    """The format, and how long and how many its lines are."""
    if _LICENCE.match(rows[0].text) and 25 <= length <= 33:
        return "licence", 30, 1
    if length >= 40:
        return "TD3", 44, 2
    if length >= 33:
        return "TD2", 36, 2
    if length >= 26:
        return "TD1", 30, 3
    return "", 44, 3


def _step(rows: Sequence[_Row], pitch: float) -> float:
    steps = [below.box.middle[1] - above.box.middle[1] for above, below in pairwise(rows)]
    return min(steps) if steps else max(_PITCH * pitch, 1.2 * rows[0].box.height)


def _where(rows: Sequence[_Row], kind: str, missing: int) -> tuple[int, int]:
    """How many lines are missing above and how many below the ones found; both, where it cannot be told."""
    if missing and kind in ("TD2", "TD3"):
        if re.match(r"[PVIAC][A-Z<][A-Z]{3}[A-Z]+<", rows[0].text):
            return 0, missing
        if _DATA.search(rows[-1].text):
            return missing, 0
    return missing, missing


_ALPHA = str.maketrans("0125678", "OIZSGTB")
_DIGIT = str.maketrans("OQDUILZSGTB", "00001125678")


def _digits(text: str) -> str:
    return text.translate(_DIGIT)


def _fits(value: str, digit: str) -> bool:
    return str(mrz_digit(value)) == _digits(digit)


def _code(line: str) -> str:
    return (line[:2] + line[2:5].translate(_ALPHA)).replace("<", "") if _START.match(line) else ""


def _digit_count(text: str) -> int:
    return sum(character.isdigit() for character in text)


def _pieces(fields: Sequence[str]) -> Iterator[str]:
    """The values in fields, whole and between fillers, where they are long enough to be looked for."""
    for value in fields:
        whole = value.strip("<")
        for piece in {whole.replace("<", ""), *whole.split("<")}:
            if len(piece) >= 4 and any(character.isdigit() for character in piece):
                yield piece


def _names(text: str) -> Iterator[str]:
    for name in text.translate(_ALPHA).split("<<"):
        if name.strip("<"):
            yield name.strip("<").replace("<", " ")
