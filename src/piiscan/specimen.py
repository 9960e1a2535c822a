"""Draws identity documents of people who do not exist, for the tour and for the tests.

Every name and number is fictitious, the face is made of ellipses, and SPECIMEN stands across it. The layout follows no
country's document; what is true to life is what has to be found: a portrait and its pale repetition, a document number,
a BSN, a barcode, and a machine readable zone whose check digits are right.

Sizes: 10 pixels a millimetre; ID-3 for the passport page, ID-1 for the card (ISO/IEC 7810).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from piiscan.checksums import mrz_digit

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

__all__ = ["Holder", "specimen_id_card_back", "specimen_passport"]


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who does not exist.

    Arguments:
        surname: in capitals of the zone's alphabet, blanks allowed.
        given: given names, the same.
        number: document number, nine characters.
        bsn: nine digits.
        born: YYMMDD.
        expires: YYMMDD.
        sex: ``F``, ``M`` or ``<``.
    """

    surname: str = "DE WIT"
    given: str = "SANNE"
    number: str = "SPEC12345"
    bsn: str = "999990019"
    born: str = "850314"
    expires: str = "310830"
    sex: str = "F"


def specimen_passport(holder: Holder | None = None) -> Image:
    """A holder page with photo, pale second photo, document number, and a zone of two lines that holds the BSN."""
    import PIL.Image
    from PIL.ImageDraw import Draw

    who = holder or Holder()
    page = _paper(1250, 880)
    draw = Draw(page)
    _write(draw, 420, 40, "PASPOORT · PASSPORT", 44, (120, 30, 50))
    _write(draw, 420, 96, "VOORBEELDLAND · SPECIMEN", 26, (120, 30, 50))
    face = _portrait()
    page.paste(face.resize((300, 386)), (50, 150))
    page.paste(PIL.Image.blend(page.crop((1050, 420, 1170, 574)), face.resize((120, 154)), 0.65), (1050, 420))
    fields = (
        (420, 160, "Type / Type", "P"),
        (540, 160, "Code / Code", "NLD"),
        (860, 160, "Documentnummer / Document no.", who.number),
        (420, 250, "Naam / Surname", who.surname.title()),
        (420, 340, "Voornamen / Given names", who.given.title()),
        (420, 430, "Geboortedatum / Date of birth", _date(who.born, 2026)),
        (820, 430, "Geslacht / Sex", {"F": "V/F", "M": "M/M"}.get(who.sex, "X")),
        (420, 520, "Datum van afgifte / Date of issue", _date(_earlier(who.expires), 2099)),
        (820, 520, "Geldig tot / Date of expiry", _date(who.expires, 2099)),
        (420, 610, "Nationaliteit / Nationality", "Nederlandse"),
    )
    for x, y, label, value in fields:
        _write(draw, x, y, label, 20, (70, 80, 120))
        _write(draw, x, y + 26, value, 34, (20, 20, 30))
    _zone(draw, _passport_lines(who), 60, 740, 25.8, 56)
    return _stamped(page)


def specimen_id_card_back(holder: Holder | None = None) -> Image:
    """The back of a card with the BSN in digits and as a barcode, and a zone of three lines."""
    from PIL.ImageDraw import Draw

    who = holder or Holder()
    card = _paper(856, 540)
    draw = Draw(card)
    _write(draw, 40, 30, "Identiteitskaart · Identity card", 26, (30, 60, 120))
    _write(draw, 40, 90, "Burgerservicenummer / Personal no.", 18, (70, 80, 120))
    _write(draw, 40, 114, who.bsn, 34, (20, 20, 30))
    _write(draw, 40, 180, "Afgegeven te / Authority", 18, (70, 80, 120))
    _write(draw, 40, 204, "Burg. van Voorbeeldstad", 28, (20, 20, 30))
    _barcode(draw, who.bsn, 440, 90, 2, 80)
    _zone(draw, _card_lines(who), 40, 330, 25.8, 60)
    return _stamped(card)


def _passport_lines(who: Holder) -> list[str]:
    names = f"{who.surname}<<{who.given}".replace(" ", "<")
    number, born, expires, bsn = (
        _checked(value) for value in (who.number, who.born, who.expires, who.bsn.ljust(14, "<"))
    )
    line = f"{number}NLD{born}{who.sex}{expires}{bsn}"
    return [f"P<NLD{names}".ljust(44, "<")[:44], line + str(mrz_digit(number + born + expires + bsn))]


def _card_lines(who: Holder) -> list[str]:
    first = f"I<NLD{_checked(who.number)}".ljust(30, "<")
    born, expires = _checked(who.born), _checked(who.expires)
    total = mrz_digit(first[5:30] + born + expires + "<" * 11)
    names = f"{who.surname}<<{who.given}".replace(" ", "<")
    return [first, f"{born}{who.sex}{expires}NLD{'<' * 11}{total}", names.ljust(30, "<")[:30]]


def _checked(value: str) -> str:
    return value + str(mrz_digit(value))


_MONTHS = ("JAN", "FEB", "MAA/MAR", "APR", "MEI/MAY", "JUN", "JUL", "AUG", "SEP", "OKT/OCT", "NOV", "DEC")


def _date(value: str, latest: int) -> str:
    year = 2000 + int(value[:2])
    return f"{value[4:]} {_MONTHS[int(value[2:4]) - 1]} {year if year <= latest else year - 100}"


def _earlier(value: str) -> str:
    """Ten years before a date."""
    return f"{int(value[:2]) - 10:02}{value[2:]}"


def _paper(width: int, height: int) -> Image:
    """A pale ground with the fine waves of security print."""
    import PIL.Image
    from PIL.ImageDraw import Draw

    page = PIL.Image.new("RGB", (width, height), (244, 240, 232))
    draw = Draw(page)
    for row in range(-40, height + 40, 14):
        wave = [(x, row + 12 * math.sin(x / 70 + row / 90)) for x in range(0, width + 10, 10)]
        draw.line(wave, fill=(228, 224, 236) if row % 28 else (236, 226, 220), width=2)
    return page


def _write(draw: ImageDraw, x: float, y: float, text: str, size: int, colour: tuple[int, int, int]) -> None:
    from PIL.ImageFont import load_default

    draw.text((x, y), text, fill=colour, font=load_default(size))


def _zone(draw: ImageDraw, lines: list[str], left: int, top: int, pitch: float, step: int) -> None:
    """Lines of a machine readable zone, every character in a cell of the same width."""
    from PIL.ImageFont import load_default

    font = load_default(34)
    for row, line in enumerate(lines):
        for column, character in enumerate(line):
            middle = left + (column + 0.5) * pitch
            draw.text((middle, top + row * step), character, fill=(15, 15, 20), font=font, anchor="mt")


_CODE_39 = {
    "0": "000110100",
    "1": "100100001",
    "2": "001100001",
    "3": "101100000",
    "4": "000110001",
    "5": "100110000",
    "6": "001110000",
    "7": "000100101",
    "8": "100100100",
    "9": "001100100",
    "*": "010010100",
}
"""Bars and spaces of a character in turn, 1 for a wide one (ISO/IEC 16388)."""


def _barcode(draw: ImageDraw, digits: str, left: int, top: int, unit: int, height: int) -> None:
    x = left
    draw.rectangle((left - 20, top - 10, left + 16 * unit * (len(digits) + 2) + 10, top + height + 10), fill="white")
    for character in f"*{digits}*":
        for place, wide in enumerate(_CODE_39[character]):
            width = unit * (3 if wide == "1" else 1)
            if place % 2 == 0:
                draw.rectangle((x, top, x + width - 1, top + height), fill="black")
            x += width
        x += unit


def _stamped(page: Image) -> Image:
    """SPECIMEN across the page, pale enough to read through."""
    import PIL.Image
    from PIL.ImageDraw import Draw
    from PIL.ImageFont import load_default

    over = PIL.Image.new("RGBA", page.size, (0, 0, 0, 0))
    middle = (page.width * 0.62, page.height * 0.5)
    Draw(over).text(middle, "SPECIMEN", fill=(200, 40, 40, 70), font=load_default(page.width // 9), anchor="mm")
    over = over.rotate(20, center=middle)
    return PIL.Image.alpha_composite(page.convert("RGBA"), over).convert("RGB")


@lru_cache(maxsize=1)
def _portrait() -> Image:
    """A face of ellipses, 350 x 450, drawn large and softened so that it has the shades of a photograph."""
    import PIL.Image
    from PIL.ImageDraw import Draw
    from PIL.ImageFilter import GaussianBlur

    page = PIL.Image.new("RGB", (700, 900), (206, 212, 218))
    for soft, shapes in _FACE:
        layer = page.copy()
        draw = Draw(layer)
        for left, top, right, bottom, colour in shapes:
            draw.ellipse((left, top, right, bottom), fill=colour)
        page = layer.filter(GaussianBlur(soft))
    return page.resize((350, 450), PIL.Image.Resampling.LANCZOS)


_SKIN, _SHADE, _DARK, _LIGHT = (224, 178, 150), (190, 138, 112), (168, 118, 96), (238, 200, 176)
_HAIR, _CHEEK, _WHITE, _LID, _IRIS = (62, 42, 32), (232, 166, 146), (236, 232, 228), (70, 48, 40), (74, 52, 40)
_FACE = (
    # hair behind, shoulders, neck
    (4, ((150, 90, 550, 560, _HAIR), (40, 720, 660, 1200, (52, 62, 98)), (270, 600, 430, 840, _DARK))),
    # head and jaw, each with its shaded sides; forehead
    (
        8,
        (
            (182, 150, 518, 640, _SHADE),
            (205, 420, 495, 735, _SHADE),
            (196, 150, 504, 640, _SKIN),
            (222, 430, 478, 722, _SKIN),
        ),
    ),
    (14, ((240, 230, 400, 430, _LIGHT),)),
    # hair over the forehead, ears
    (5, ((165, 90, 535, 240, _HAIR), (162, 400, 204, 505, _SHADE), (496, 400, 538, 505, _SHADE))),
    # eye sockets, nose, cheeks, brows
    (
        9,
        (
            (222, 372, 338, 462, _DARK),
            (362, 372, 478, 462, _DARK),
            (330, 400, 370, 540, _LIGHT),
            (300, 505, 400, 575, _SHADE),
        ),
    ),
    (7, ((326, 470, 374, 556, _LIGHT),)),
    (16, ((212, 480, 300, 580, _CHEEK), (400, 480, 488, 580, _CHEEK))),
    (3, ((226, 346, 338, 372, _HAIR), (362, 346, 474, 372, _HAIR))),
    # eyes: lids, white, iris, pupil, light
    (2, ((242, 391, 322, 428, _LID), (378, 391, 458, 428, _LID))),
    (1.5, ((246, 396, 318, 428, _WHITE), (382, 396, 454, 428, _WHITE))),
    (1, ((264, 394, 300, 430, _IRIS), (400, 394, 436, 430, _IRIS))),
    (1, ((274, 404, 290, 420, (12, 10, 10)), (410, 404, 426, 420, (12, 10, 10)))),
    (1, ((284, 402, 291, 409, (255, 255, 255)), (420, 402, 427, 409, (255, 255, 255)))),
    # nostrils, lips, chin
    (3, ((318, 540, 344, 556, (120, 76, 64)), (356, 540, 382, 556, (120, 76, 64)))),
    (3, ((284, 596, 416, 640, (172, 84, 82)), (294, 610, 406, 622, (96, 40, 42)))),
    (6, ((300, 648, 400, 668, _SHADE),)),
)
"""Layers of ellipses (left, top, right, bottom, colour), each layer softened before the next is drawn."""
