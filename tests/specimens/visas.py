"""Visas: a label in a passport, of the larger (MRV-A) and the smaller size (MRV-B)."""

from __future__ import annotations

from tests.specimens import zone
from tests.specimens.parts import Cell, Setting, cells, header, mzone, portrait, rows
from tests.specimens.words import label

__all__ = ["front"]


def front(setting: Setting, model: str) -> tuple[str, ...]:
    """The label; returns the lines of its zone."""
    sheet, style, who, country = setting.sheet, setting.style, setting.person, setting.country
    sheet.ground(style.tints, style.strength)
    header(setting, "visa", x=38, y=2.6, widest=sheet.size[0] - 42, signs=False)
    wide = setting.near(26, 1)
    left, top = setting.near(4, 0.6), setting.near(8, 1)
    portrait(setting, left, top, wide, high=wide * 36 / 29)
    cell = cells(setting)
    start, until = cell["issued"]._replace(key="from"), cell["expires"]._replace(key="until")
    passport = Cell("passport", who.personal[:9], "passport number", "NL_DOCUMENTNUMMER")
    table = [[start, until, cell["number"]], [cell["surname"]], [cell["given"], passport]]
    rows(setting, table, x=left + wide + 4, y=10, right=sheet.size[0] - 4, bottom=sheet.size[1] - 26)
    sheet.text(
        left + wide + 4,
        sheet.size[1] - 27.5,
        label("type", country.languages) + "  C   MULT",
        1.8,
        colour=style.label_colour,
    )
    sheet.hologram(left + wide * 0.4, top + 14, 26, 20, style.hologram)
    if style.upright:
        sheet.text(
            sheet.size[0] - 4,
            14,
            setting.number,
            2.4,
            font="sans bold",
            turn=1,
            colour=(150, 20, 30),
            mark=("vertical number", "NL_DOCUMENTNUMMER"),
        )
    lines = zone.mrv(44 if model == "MRV-A" else 36, setting.fields(nation="UTO"))
    mzone(setting, lines, 4.0)
    return lines
