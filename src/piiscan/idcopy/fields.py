"""Finds the numbers printed on a document: document number, BSN, licence number, and any other that looks like one.

Four ways, each on its own enough: it equals a value of the machine readable zone, give or take what OCR confuses; it
stands beside or below a label; it has the form of one; or it is a run of digits that is not positively a date. The last
is what makes this safe: on a copy that is handed over, a number that nobody can name is a number that has to go.

Sources: 9 characters without O for Dutch documents (RvIG), 9 digits and the elfproef for the BSN, 10 digits for the
driving licence (RDW); labels as printed on Dutch and other European documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from piiscan.checksums import BSN_WEIGHTS, weighted_sum
from piiscan.idcopy.geometry import Box
from piiscan.idcopy.lines import Group, Line
from piiscan.idcopy.mrz import Mrz
from piiscan.model import Span

__all__ = ["Field", "all_dates", "dates", "find", "in_text", "near", "standing", "whole_dates"]


class Field(NamedTuple):
    """A number on the document.

    Arguments:
        entity: ``NL_DOCUMENTNUMMER``, ``NL_BSN`` or ``NL_RIJBEWIJSNUMMER``.
        span: where it stands in the Text; None where only its place is known, since it could not be read.
        box: that place, in the frame of its group.
        score: how sure.
        why: the way in which it was found.
    """

    entity: str
    span: Span | None
    box: Box | None
    score: float
    why: str


def find(group: Group, zones: Sequence[Mrz], licence: bool) -> list[Field]:
    """The numbers among the lines of one group.

    Arguments:
        group: the lines.
        zones: the machine readable zones of the whole picture, for their values.
        licence: whether the document is a driving licence.
    """
    found: list[Field] = []
    for row in group.rows():
        joined, starts = _joined(row)
        for match in _TOKEN.finditer(joined):
            start, end = _trimmed(joined, match.start(), match.end())
            if field := _judge(joined[start:end], _span(row, starts, start, end), zones, licence):
                found.append(field)
        for value in {number for zone in zones for number in zone.numbers}:
            for start, end in standing(joined, value):
                found.append(Field(_entity(value, licence), _span(row, starts, start, end), None, 0.99, "mrz value"))
    found += _labelled(group, licence)
    return found


def in_text(text: str, zones: Sequence[Mrz], licence: bool) -> Iterator[tuple[str, Span]]:
    """The numbers in text that stands in a file beside the picture: entity and span, found without any geometry.

    Arguments:
        text: any text.
        zones: of the pictures in the same file, for their values.
        licence: whether the document is a driving licence.
    """
    for token in _TOKEN.finditer(text):
        start, end = _trimmed(text, token.start(), token.end())
        if field := _judge(text[start:end], Span(start, end), zones, licence):
            yield field.entity, Span(start, end)
    for value in {number for zone in zones for number in zone.numbers}:
        for start, end in standing(text, value):
            yield _entity(value, licence), Span(start, end)


def standing(text: str, value: str) -> list[tuple[int, int]]:
    """Where ``value`` stands in ``text``, blanks and marks between its characters ignored, with a few errors of OCR."""
    places = [i for i, character in enumerate(text) if character.isalnum()]
    bare = "".join(text[i] for i in places).upper().translate(_SAME)
    wanted = value.replace("<", "").upper().translate(_SAME)
    length = len(wanted)
    allowed = 0 if length < 6 else 1 if length < 8 else 2
    errors = [sum(map(str.__ne__, bare[i : i + length], wanted)) for i in range(len(bare) - length + 1)]
    found: list[tuple[int, int]] = []
    for i in sorted((i for i, count in enumerate(errors) if count <= allowed), key=errors.__getitem__):
        start, end = places[i], places[i + length - 1] + 1
        if all(end <= other[0] or start >= other[1] for other in found):
            found.append((start, end))
    return found


def dates(text: str, wanted: str) -> Iterator[Span]:
    """Where a date stands in print.

    Arguments:
        text: any text.
        wanted: the date as a zone has it, YYMMDD.
    """
    day, month, year = wanted[4:], wanted[2:4], wanted[:2]
    if not wanted.isdigit() or not 1 <= int(month) <= 12:
        return
    named = rf"{int(day):02}|{int(day)}"
    for found in _DATE.finditer(text):
        numbers = re.findall(r"\d+", found[0])
        written = "".join(numbers)
        bare = written[:4] + written[-2:] if len(written) == 8 else written
        if len(numbers) == 2 and re.search(_MONTHS[int(month) - 1], found[0], re.IGNORECASE):
            fits = re.fullmatch(named, numbers[0]) is not None and numbers[1][-2:] == year
        else:
            fits = wanted in (bare, bare[4:] + bare[2:4] + bare[:2], written[2:])
        if fits:
            yield Span(found.start(), found.end())


def all_dates(text: str) -> Iterator[date]:
    """Every date in print whose year has four digits."""
    for found in _DATE.finditer(text):
        numbers = [int(number) for number in re.findall(r"\d+", found[0])]
        month = next(
            (i for i, name in enumerate(_MONTHS, 1) if re.search(rf"\b(?:{name})", found[0], re.IGNORECASE)), 0
        )
        if month and len(numbers) == 2:
            numbers.insert(1, month)
        if len(numbers) == 3 and numbers[0] > 31:
            numbers.reverse()
        if len(numbers) == 3 and numbers[2] >= 1900 and 1 <= numbers[1] <= 12 and 1 <= numbers[0] <= 31:
            yield date(numbers[2], numbers[1], min(28, numbers[0]))


def whole_dates(text: str) -> Iterator[tuple[int, int]]:
    """Where dates stand in a text."""
    return (found.span() for found in _DATE.finditer(text))


_MONTHS = (
    "JAN|GEN|ENE",
    "FEB|FEV|FÉV",
    "MAR|MAA|MÄR|MRZ|MÁR",
    "APR|AVR|ABR",
    "MAI|MAY|MEI|MAJ|MAG",
    "JUN|JUIN|GIU",
    "JUL|JUIL|LUG",
    "AUG|AOU|AOÛ|AGO",
    "SEP|SET",
    "OKT|OCT|OTT",
    "NOV",
    "DEC|DÉC|DEZ|DIC",
)
"""How months begin, in the languages that stand on European documents."""
_MONTH = "|".join(_MONTHS)
_DATE = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"(?:19|20)\d\d(?P<a>[-./ ])\d{1,2}(?P=a)\d{1,2}"
    r"|(?P<day>\d{1,2})\s?[-./ ]\s?(?P<month>\d{1,2})\s?[-./ ]\s?(?:\d{4}|\d{2})"
    r"|(?:0[1-9]|1[0-2])[-./](?:19|20)\d\d|\d{1,2}[-./](?:0[1-9]|1[0-2])(?:19|20)\d\d|\d{2}(?:0[1-9]|1[0-2])[-./](?:19|20)\d\d"
    rf"|\d{{1,2}}(?:[\s./-]{{1,3}}[A-Za-zÀ-ÿ]{{3,9}}|\s?(?:{_MONTH})[A-Za-zÀ-ÿ]{{0,6}})\.?"
    r"(?:\s?/\s?[A-Za-zÀ-ÿ]{3,9}\.?)?[\s.,/-]{1,3}(?:\d{4}|\d{2})"
    r")(?![0-9A-Za-z])",
    re.IGNORECASE,
)
"""Dates as documents print them; OCR often loses one of the points."""
_TOKEN = re.compile(r"[0-9A-Z](?:[ ./-]?[0-9A-Z]){4,24}")
_AFTER_A_WORD = re.compile(r"(?:[A-Z]{1,3}[ .:]+)?([0-9][0-9 .-]*)")
_CENTURY = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d")
_DOCUMENT = re.compile(r"[A-NP-Z]{2}[A-NP-Z0-9]{6}[0-9]|V[A-NP-Z1-9]{8}")


def _judge(token: str, span: Span, zones: Sequence[Mrz], licence: bool) -> Field | None:
    """A token that looks like a number, named as well as it can be."""
    bare = re.sub(r"[^0-9A-Z]", "", token)
    digits = sum(character.isdigit() for character in bare)
    if digits and _DOCUMENT.fullmatch(bare):  # most of it may be letters
        return Field("NL_DOCUMENTNUMMER", span, None, 0.9, "form")
    if digits < 4 or _is_date(token, bare, zones):
        return None
    if (number := _AFTER_A_WORD.fullmatch(token)) and _entity(re.sub(r"\D", "", number[1]), licence) == "NL_BSN":
        return Field("NL_BSN", span, None, 0.9, "elfproef")
    if bare.isdigit() and len(bare) == 10 and licence:
        return Field("NL_RIJBEWIJSNUMMER", span, None, 0.9, "form")
    if digits >= 5 or (digits == 4 and len(bare) >= 6 and not token.isdigit()):
        return Field(_entity(bare, licence), span, None, 0.6, "digits")
    return None


def _is_date(token: str, bare: str, zones: Sequence[Mrz]) -> bool:
    """Whether all digits of a token belong to dates; bare digits only where the zone holds that date."""
    rest = _DATE.sub(lambda found: "" if _is_real(found) else found[0], token)
    if not any(character.isdigit() for character in rest):
        return True
    known = {day for zone in zones for day in zone.dates if day.isdigit()}
    forms = known | {day[4:] + day[2:4] + day[:2] for day in known}
    if len(bare) == 8 and bare.isdigit():  # the points of a date are the first that OCR loses
        return _CENTURY.fullmatch(bare) is not None or bare[:4] + bare[-2:] in forms
    return len(bare) == 6 and bare in forms


def _is_real(found: re.Match[str]) -> bool:
    day, month = int(found["day"] or 1), int(found["month"] or 1)
    return 1 <= min(day, month) <= 12 and max(day, month) <= 31


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A token without the words before and after its digits; two or three capitals before them belong to the number."""
    pieces = [(found.start() + start, found.end() + start) for found in re.finditer(r"[^ ]+", text[start:end])]
    digits = [i for i, (left, right) in enumerate(pieces) if any(character.isdigit() for character in text[left:right])]
    if not digits:
        return start, end
    first = digits[0]
    if first and pieces[first - 1][1] - pieces[first - 1][0] <= 3:
        first -= 1
    return pieces[first][0], pieces[digits[-1]][1]


def _entity(value: str, licence: bool) -> str:
    digits = value.strip("<")
    if digits.isdigit() and len(digits) == 9 and digits.strip("0") and weighted_sum(digits, BSN_WEIGHTS) % 11 == 0:
        return "NL_BSN"
    return "NL_RIJBEWIJSNUMMER" if licence and digits.isdigit() and len(digits) == 10 else "NL_DOCUMENTNUMMER"


_SAME = str.maketrans("OQDUILZSGBT", "00001125687")


_NUMBER_LABEL = re.compile(
    r"\bseri[ae]l?\b|(?:doc(?:ument)?|pas(?:poort|sport|seport|zportu|aporte|saporto)?|pass|kaart|card|karte|id|carte|reisepass|ausweis|series)"
    r"[\s.\-]*(?:nummer|numm?er|number|no|nr|n[°ºo]|num|nu)\b[.:]?"
    r"|\bn[°ºo]\s?(?:de|du)\s?(?:pass|doc|carte)\w*|documentnummer|paspoortnummer|num(?:ber|ero|éro)?\s?(?:de|del)?\s?doc\w*",
    re.IGNORECASE,
)
_PERSON_LABEL = re.compile(
    r"persoons\s?nummer|burgerservicenummer|\bbsn\b|sofi-?nummer"
    r"|person(?:al|nel|en)?\W{0,3}(?:id\w*|identif\w*)?\W{0,3}(?:no|nr|number|nummer|n[°ºo])\b"
    r"|identifiant personnel|rodn[eé]",
    re.IGNORECASE,
)


def _labelled(group: Group, licence: bool) -> Iterator[Field]:
    """What stands right of a label, or below it; where nothing is read there, the place itself."""
    for label in group.lines:
        for pattern, entity in ((_NUMBER_LABEL, "NL_DOCUMENTNUMMER"), (_PERSON_LABEL, "NL_BSN")):
            match = pattern.search(label.text)
            if match is None:
                continue
            entity = "NL_RIJBEWIJSNUMMER" if licence and entity == "NL_DOCUMENTNUMMER" else entity
            yield from _value_of(label, match, group, entity)


def _value_of(label: Line, match: re.Match[str], group: Group, entity: str) -> Iterator[Field]:
    if any(character.isdigit() for character in label.text[match.end() :]):
        start = label.span.start + match.end()
        yield Field(entity, Span(start, label.span.end), None, 0.9, "label")
        return
    box = _part_of(label, match)
    values = [line for line in group.lines if line is not label and _reads_as_value(line.text) and near(box, line.box)]
    for line in values:
        yield Field(entity, line.span, None, 0.9, "label")
    if not values:
        below = Box(box.left, box.top, box.right + 0.3 * box.width, box.bottom + 1.6 * box.height)
        below = below.grown(0.5 * box.height, 0.2 * box.height)
        yield Field(entity, None, below, 0.3, "label without a value")


def _part_of(label: Line, match: re.Match[str]) -> Box:
    share = label.box.width / max(1, len(label.text))
    left, right = label.box.left + share * match.start(), label.box.left + share * match.end()
    return Box(left, label.box.top, right, label.box.bottom)


def near(label: Box, value: Box) -> bool:
    """Whether a value stands directly below a label, or right of it on the same line."""
    gap = value.top - label.bottom
    below = -0.6 * label.height < gap < 1.5 * label.height and value.middle[1] > label.middle[1]
    if below and not label.beside(value):
        return min(label.right, value.right) - max(label.left, value.left) > -0.5 * label.height
    return label.beside(value) and -label.height < value.left - label.right < 12 * label.height


def _reads_as_value(text: str) -> bool:
    bare = re.sub(r"[^0-9A-Za-z]", "", text)
    return sum(character.isdigit() for character in bare) >= 3 and not _DATE.fullmatch(text.strip())


def _joined(row: Sequence[Line]) -> tuple[str, list[int]]:
    """The text of a row, boxes apart by a bar that no token crosses, and where each box starts in it."""
    starts, text = [], ""
    for line in row:
        text += " | " if text else ""
        starts.append(len(text))
        text += line.text
    return text, starts


def _span(row: Sequence[Line], starts: Sequence[int], start: int, end: int) -> Span:
    """A stretch of a joined row, in offsets of the Text; a value over several boxes covers all between them."""
    first = max(i for i, begin in enumerate(starts) if begin <= start)
    last = max(i for i, begin in enumerate(starts) if begin < end)
    spans = (row[first].span.start + start - starts[first], row[last].span.start + end - starts[last])
    return Span(min(spans), max(spans))
