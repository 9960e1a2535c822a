"""Passports: the holder page, its back, page 3 and an inner page; Dutch models, and those of other countries.

What stands on which side of a Dutch model follows what RvIG publishes of it; where exactly is our own drawing.
"""

from __future__ import annotations

from tests.specimens import zone
from tests.specimens.ground import emblem
from tests.specimens.parts import Setting, cells, header, mzone, portrait, rows
from tests.specimens.words import label

__all__ = ["back", "front", "inner_page", "number_form", "page_3"]


def number_form(model: str, country: str, form: str) -> str:
    """The form of a passport's number: Dutch ones start with a letter for the kind of passport (RvIG)."""
    if country != "NLD":
        return form
    return "RAXXXXXX9" if model == "refugee" else "NAXXXXXX9"


def front(setting: Setting, model: str) -> tuple[str, ...]:
    """The holder page; returns the lines of its zone."""
    sheet, style, who, country = setting.sheet, setting.style, setting.person, setting.country
    dutch = country.code == "NLD"
    across, down = style.shift
    sheet.ground(style.tints, style.strength)
    header(setting, "passport", x=setting.near(44, 2) if dutch else 4, y=3.2, widest=78 if dutch else 112, signs=False)
    wide = setting.near(32 if model == "2024" else 29.5, 1.2)
    top = setting.near(13.5, 1.0) + down
    left = setting.near(5.5 + max(0.0, across), 0.8)
    portrait(setting, left, top, wide)
    _fields(setting, model, left + wide + 3.5, top - 2)
    _repeats(setting, model, left, top, wide)
    sheet.hologram(left + wide * 0.5, top + 22, 30, 24, style.hologram)
    if style.relief or dutch:
        sheet.relief(str(who.born.year), setting.near(left + wide + 26, 4), setting.near(56, 2), 4.2)
    optional = who.bsn if dutch and model == "2014" else "" if dutch else who.personal if len(who.personal) % 2 else ""
    empty = "<" if sheet.rng.random() < 0.7 else "0"
    lines = zone.td3("P", setting.fields(optional), empty=empty)
    mzone(setting, lines, 6.0)
    return lines


def _fields(setting: Setting, model: str, x: float, y: float) -> None:
    sheet, who, cell = setting.sheet, setting.person, cells(setting)
    dutch = setting.country.code == "NLD"
    state = setting.country.code.replace("<", "")
    sheet.text(x, y, "P", 2.3, font=setting.style.value_font)
    sheet.text(x + 14, y, state, 2.3, font=setting.style.value_font)
    caption = label("number", setting.country.languages, setting.style.languages)
    corner = sheet.size[0] - setting.near(31, 2)
    sheet.text(
        corner,
        y - 2.2,
        caption,
        setting.style.label_size * 0.9,
        font=setting.style.label_font,
        colour=setting.style.label_colour,
        widest=28,
    )
    sheet.text(
        corner,
        y,
        setting.number,
        2.9,
        font="sans bold" if dutch else setting.style.value_font,
        mark=("document number", "NL_DOCUMENTNUMMER"),
    )
    table = [[cell["surname"]], [cell["given"]], [cell["nationality"], cell["born"]]]
    if dutch and model != "2024":
        table += [[cell["sex"], cell["birthplace"], cell["height"]]]
    elif not dutch and len(who.personal) % 2:
        table += [[cell["sex"], cell["birthplace"], cell["personal"]]]
    else:
        table += [[cell["sex"], cell["birthplace"]]]
    table += [[cell["issued"], cell["authority"]], [cell["expires"]]]
    rows(setting, table, x=x, y=y + 4.6, right=sheet.size[0] - 24, bottom=63.0)
    if not setting.style.over:
        sheet.signature(x + 34, 53.5, 27, 8)
    if model == "2024" and dutch:
        place = setting.near(sheet.size[0] - 22, 1.5)
        sheet.text(place, 59.6, "CAN", 1.4, colour=setting.style.label_colour)
        sheet.text(place + 4, 59, who.can, 2.6, font="ocr-b", pitch=2.0, mark=("can", "NL_DOCUMENTNUMMER"))


def _repeats(setting: Setting, model: str, left: float, top: float, wide: float) -> None:
    """The repeated photos and numbers, and what lies over the photo."""
    sheet, style = setting.sheet, setting.style
    dutch = setting.country.code == "NLD"
    right = sheet.size[0] - 20
    if dutch or style.ghost_alpha > 0.5:
        tint = None if model == "2024" else style.title_colour
        oval = style.window
        place = (setting.near(right - 1, 1.0), setting.near(18 + 12 * style.ghost_place, 1.5))
        name = "window portrait" if style.window and not dutch else "ghost portrait"
        if name == "window portrait":
            sheet.box(place[0] - 1, place[1] - 1, 16, 20, (252, 252, 252), 0.7)
        alpha = max(0.75, style.ghost_alpha) if model == "2024" else style.ghost_alpha
        sheet.picture(
            setting.face,
            *place,
            14,
            18,
            alpha=alpha,
            tint=tint,
            faded=0.0 if oval else 0.1,
            oval=oval,
            mark=(name, "FACE"),
        )
    if dutch and sheet.rng.random() < 0.8:
        sheet.perforated_face(setting.face, setting.near(right, 1), setting.near(43, 1.5), 12, 15)
    if style.over:
        sheet.signature(left + wide - 12, top + 34, 26, 8)
    if style.upright:
        at = (sheet.size[0] - 4.4, setting.near(22, 4))
        sheet.text(
            *at,
            setting.number,
            2.4,
            font="sans bold",
            turn=1,
            colour=(150, 20, 30),
            mark=("vertical number", "NL_DOCUMENTNUMMER"),
        )
    if not dutch and sheet.rng.random() < 0.3:
        sheet.perforated(
            setting.near(50, 20),
            setting.near(4, 1),
            setting.number,
            3.0,
            mark=("perforated number", "NL_DOCUMENTNUMMER"),
        )


def back(setting: Setting, model: str) -> tuple[str, ...]:
    """The back of the holder page: for Dutch ones the BSN, since 2021 in a code too, since 2024 also the number."""
    sheet, style, who = setting.sheet, setting.style, setting.person
    sheet.ground(style.tints[::-1], style.strength * 0.8)
    art, mask = emblem(setting.rng, round(34 * sheet.scale), style.title_colour)
    sheet.shape(setting.near(46, 4), setting.near(14, 3), art, mask, 0.5)
    sheet.text(
        setting.near(30, 3),
        4,
        setting.country.title,
        3.0,
        font="sans bold",
        colour=style.title_colour,
        widest=80,
        mark=("country", "LOCATION"),
    )
    sheet.text(
        setting.near(44, 3),
        9,
        label("passport", setting.country.languages, 3, "  "),
        2.4,
        colour=style.title_colour,
        widest=70,
    )
    if setting.country.code != "NLD":
        sheet.text(12, 60, label("residence", setting.country.languages), 1.7, colour=style.label_colour)
        sheet.text(12, 63, who.town, 2.6, mark=("residence", "LOCATION"))
        sheet.signature(70, 60, 34, 10)
        sheet.perforated(
            setting.near(46, 8), 80, setting.number, 3.2, back=True, mark=("perforated number", "NL_DOCUMENTNUMMER")
        )
        return ()
    if model != "refugee":
        _bsn(setting, model)
    if model == "2024":
        x, y = setting.near(10, 2), setting.near(56, 2)
        for row, (key, value, name, entity) in enumerate(_more(setting)):
            sheet.text(
                x,
                y + 7.4 * row,
                label(key, ("nl", "en")) if key != "partner" else "naam partner / name of partner",
                1.5,
                colour=style.label_colour,
            )
            sheet.text(x, y + 7.4 * row + 2.2, value, 2.6, font=style.value_font, mark=(name, entity))
    sheet.perforated_face(setting.face, setting.near(8, 1), setting.near(12, 1.5), 12, 15, back=True)
    if sheet.rng.random() < 0.7:
        sheet.perforated(
            setting.near(48, 6),
            setting.near(81.5, 1),
            setting.number,
            3.2,
            back=True,
            mark=("perforated number", "NL_DOCUMENTNUMMER"),
        )
    sheet.text(108, 84, f"MODEL {model}", 1.3, colour=style.label_colour)
    return ()


def _more(setting: Setting) -> tuple[tuple[str, str, str, str], ...]:
    who = setting.person
    return (
        ("number", setting.number, "document number", "NL_DOCUMENTNUMMER"),
        ("height", who.height + " m", "height", "OTHER"),
        ("partner", f"e/v {who.partner}", "partner name", "PERSON"),
    )


def _bsn(setting: Setting, model: str) -> None:
    sheet, style, who = setting.sheet, setting.style, setting.person
    x, y = setting.near(86, 4), setting.near(20, 6)
    sheet.text(x, y, "persoonsnummer / personal no.", 1.5, colour=style.label_colour)
    spaced = f"{who.bsn[:4]} {who.bsn[4:6]} {who.bsn[6:]}" if sheet.rng.random() < 0.2 else who.bsn
    sheet.text(x, y + 2.4, spaced, 3.0, font=style.value_font, mark=("bsn", "NL_BSN"), value=who.bsn)
    if model != "2014":
        side = setting.near(15, 2)
        sheet.code("qr", who.bsn, x + setting.near(4, 3), y + 9, side, side)


def page_3(setting: Setting, model: str) -> tuple[str, ...]:
    """The page opposite the holder page of the 2024 model: the third photo, in colour."""
    sheet, style = setting.sheet, setting.style
    sheet.ground(style.tints, style.strength)
    sheet.picture(
        setting.face,
        setting.near(12, 4),
        setting.near(18, 4),
        30,
        38.6,
        faded=0.06,
        alpha=0.9,
        mark=("portrait", "FACE"),
    )
    sheet.text(
        setting.near(60, 3),
        8,
        label("passport", setting.country.languages, 3, "  "),
        2.4,
        colour=style.title_colour,
        widest=58,
    )
    art, mask = emblem(setting.rng, round(30 * sheet.scale), style.title_colour)
    sheet.shape(74, 26, art, mask, 0.4)
    sheet.hologram(20, 30, 26, 22, style.hologram)
    sheet.perforated(
        setting.near(46, 6), setting.near(80, 2), setting.number, 3.4, mark=("perforated number", "NL_DOCUMENTNUMMER")
    )
    sheet.text(118, 82, "3", 2.6, colour=style.label_colour)
    return ()


def inner_page(setting: Setting, model: str) -> tuple[str, ...]:
    """A page for visas, through which the number is perforated; some say it in print as well."""
    sheet, style = setting.sheet, setting.style
    sheet.ground(style.tints, style.strength)
    page = int(sheet.rng.integers(4, 34))
    upright = bool(sheet.rng.random() < 0.4)
    at = (setting.near(116, 1.5), setting.near(18, 6)) if upright else (setting.near(46, 8), setting.near(79, 3))
    sheet.perforated(
        *at,
        setting.number,
        3.4,
        turn=1 if upright else 0,
        back=page % 2 == 0,
        mark=("perforated number", "NL_DOCUMENTNUMMER"),
    )
    sheet.text(5 if page % 2 == 0 else 116, 82, str(page), 2.6, colour=style.label_colour)
    sheet.text(
        setting.near(50, 4), 6, label("visa", setting.country.languages, 3, "  "), 2.6, colour=style.title_colour
    )
    if sheet.rng.random() < 0.3:
        sheet.text(
            setting.near(10, 3),
            80,
            setting.number,
            2.6,
            font="mono",
            colour=(170, 40, 40),
            mark=("document number", "NL_DOCUMENTNUMMER"),
        )
    return ()
