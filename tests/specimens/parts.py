"""Parts that several designs share: titles, rows of labelled values, portraits, and the setting of a side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tests.specimens.ground import emblem, flag
from tests.specimens.people import Person
from tests.specimens.sheet import Pixels, Sheet
from tests.specimens.style import Style
from tests.specimens.words import Country, label, printed_date
from tests.specimens.zone import Fields

__all__ = ["Cell", "Setting", "cells", "header", "mzone", "portrait", "rows"]


class Cell(NamedTuple):
    """A labelled value: the label's key, the value, and how it is remembered."""

    key: str
    value: str
    name: str
    entity: str


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything a design needs: the sheet, who, what face, which style, country, number and kind of document."""

    sheet: Sheet
    person: Person
    face: Pixels
    style: Style
    country: Country
    number: str
    kind: str

    @property
    def rng(self) -> np.random.Generator:
        """The sheet's source of chance."""
        return self.sheet.rng

    def fields(self, optional: str = "", nation: str = "") -> Fields:
        """What the zone says."""
        who, state = self.person, self.country.code.replace("<", "")
        return Fields(state, who.surname, who.given, self.number, who.born, who.sex, who.expires, optional, nation)

    def near(self, value: float, spread: float = 0.6) -> float:
        """A length with a jitter of the specimen."""
        return value + float(self.rng.uniform(-spread, spread))


def header(setting: Setting, kind: str, *, x: float, y: float, widest: float, signs: bool) -> None:
    """The name of the State, what the document is, an emblem, and on cards of the Union the flag."""
    sheet, style, country = setting.sheet, setting.style, setting.country
    size = 2.3 if sheet.size[0] > 100 else 1.9
    art, mask = emblem(setting.rng, round(9 * sheet.scale), style.title_colour)
    sheet.shape(sheet.size[0] / 2 + setting.near(6, 3), setting.near(sheet.size[1] * 0.35, 3), art, mask, 0.25)
    sheet.text(
        x,
        y,
        country.title,
        size,
        font="sans bold",
        colour=style.title_colour,
        widest=widest * 0.62,
        mark=("country", "LOCATION"),
    )
    title = label(kind, country.languages, style.languages, "  ")
    sheet.text(x, y + size * 1.5, title, size * 0.92, font="sans", colour=style.title_colour, widest=widest * 0.62)
    sheet.text(x + widest * 0.66, y + 0.3, "SPECIMEN", 1.1, colour=style.title_colour, alpha=0.5)
    if signs:
        side = round(8.5 * sheet.scale)
        image = flag(side, True)
        at = (sheet.size[0] - 10.5, 1.8)
        sheet.shape(*at, image, np.full(image.shape[:2], 255, np.uint8), 0.95)
        sheet.text(at[0] + 2.6, at[1] + 1.6, country.sign, 2.2, font="sans bold", colour=(250, 250, 250))


def rows(setting: Setting, table: Sequence[Sequence[Cell]], *, x: float, y: float, right: float, bottom: float) -> None:
    """Rows of labelled values, evenly from top to bottom."""
    sheet, style = setting.sheet, setting.style
    step = (bottom - y) / len(table)
    small = min(style.label_size, step * 0.34)
    large = min(style.value_size, step * 0.55)
    count = 0
    for row, row_cells in enumerate(table):
        wide = (right - x) / len(row_cells)
        for column, cell in enumerate(row_cells):
            count += 1
            left, top = x + column * wide, y + row * step
            caption = label(cell.key, setting.country.languages, style.languages)
            caption = f"{count}. {caption}" if style.numbered else caption
            sheet.text(left, top, caption, small, font=style.label_font, colour=style.label_colour, widest=wide - 1)
            value = cell.value.upper() if style.capitals else cell.value
            place = left + float(setting.rng.uniform(0, 0.5))
            sheet.text(
                place,
                top + small * 1.5,
                value,
                large,
                font=style.value_font,
                mark=(cell.name, cell.entity),
                widest=wide - 1.2,
            )


def cells(setting: Setting) -> dict[str, Cell]:
    """The usual cells of a holder, by key."""
    who, country = setting.person, setting.country
    language = country.languages[0]

    def day(which: str) -> str:
        return printed_date(getattr(who, which), country.dates, language)

    sex = {"nl": {"F": "V/F", "M": "M/M", "X": "X/X"}}.get(language, {}).get(who.sex, who.sex)
    found = (
        Cell("surname", who.surname, "surname", "PERSON"),
        Cell("given", who.given, "given names", "PERSON"),
        Cell(
            "nationality",
            country.nationality if setting.kind != "residence permit" else "Turkse",
            "nationality",
            "NATIONALITY",
        ),
        Cell("born", day("born"), "birth date", "DATE_OF_BIRTH"),
        Cell("sex", sex, "sex", "GENDER"),
        Cell("birthplace", who.birthplace, "place of birth", "LOCATION"),
        Cell("issued", day("issued"), "issue date", "DATE_TIME"),
        Cell("expires", day("expires"), "expiry date", "DATE_TIME"),
        Cell("authority", _authority(who, language), "authority", "ORGANIZATION"),
        Cell("number", setting.number, "document number", "NL_DOCUMENTNUMMER"),
        Cell("personal", who.personal, "personal number", "NL_BSN"),
        Cell("height", who.height + " m", "height", "OTHER"),
        Cell("residence", who.town, "residence", "LOCATION"),
    )
    return {cell.key: cell for cell in found}


def _authority(who: Person, language: str) -> str:
    return {"nl": f"Burg. van {who.town}", "de": f"Stadt {who.town}", "fr": f"Préfecture de {who.town}"}.get(
        language, who.town
    )


def portrait(setting: Setting, x: float, y: float, wide: float, *, high: float = 0.0, name: str = "portrait") -> None:
    """The main photo, without a frame, faded into the ground on some."""
    style = setting.style
    faded = 0.03 if style.strength > 0.6 else 0.0
    setting.sheet.picture(
        setting.face, x, y, wide, high or wide * 45 / 35, grey=style.grey, faded=faded, alpha=0.97, mark=(name, "FACE")
    )


def mzone(setting: Setting, lines: tuple[str, ...], left: float, *, pitch: float = 6.35, bottom: float = 0.0) -> None:
    """The machine readable zone at the lower edge."""
    sheet = setting.sheet
    low = sheet.size[1] - (bottom or setting.near(5.4, 0.8))
    sheet.zone(
        lines,
        setting.near(left, 0.9),
        low,
        pitch=pitch,
        font=setting.style.zone_font,
        density=float(setting.rng.uniform(0.8, 1)),
    )
