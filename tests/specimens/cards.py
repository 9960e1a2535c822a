"""Cards: identity cards (TD1 and TD2), residence permits and driving licences, both sides; Dutch models and others'."""

from __future__ import annotations

from tests.specimens import zone
from tests.specimens.parts import Cell, Setting, cells, header, mzone, portrait, rows
from tests.specimens.words import label, printed_date

__all__ = ["card_back", "card_front", "licence_back", "licence_front", "number_form", "permit_back", "permit_front"]


def number_form(kind: str, country: str, form: str) -> str:
    """The form of a card's number: Dutch identity cards start with I (RvIG), residence permits with V."""
    if country != "NLD":
        return form
    return {"identity card": "IAXXXXXX9", "residence permit": "VXXXXXXXX"}.get(kind, "5000000000")


def card_front(setting: Setting, model: str) -> tuple[str, ...]:
    """The front of an identity card; of a TD2 with its zone."""
    sheet, style, who, country = setting.sheet, setting.style, setting.person, setting.country
    dutch, large = country.code == "NLD", sheet.size[0] > 100
    sheet.ground(style.tints, style.strength)
    header(
        setting,
        "card",
        x=3.2,
        y=2.4,
        widest=sheet.size[0] - 14,
        signs=not large and country.code not in ("TUR", "GBR") and (not dutch or model != "2014"),
    )
    wide = setting.near(27.5 if model == "2024" else 25 if not large else 27, 1.0)
    left = sheet.size[0] - wide - setting.near(3.4, 0.5) if style.mirrored else setting.near(3.4, 0.8)
    top = setting.near(11.5, 0.8)
    if not large and top + wide * 45 / 35 > 51:
        wide = (51 - top) * 35 / 45
    portrait(setting, left, top, wide)
    x = setting.near(3.6, 0.5) if style.mirrored else left + wide + 2.6
    right = (left - 2 if style.mirrored else sheet.size[0] - 3) - (14 if dutch or style.ghost_alpha > 0.5 else 0)
    cell = cells(setting)
    table = [[cell["surname"]], [cell["given"]], [cell["nationality"], cell["born"]]]
    table += [[cell["number"], cell["expires"]]]
    table += [] if dutch and model != "2024" else [[cell["sex"]]]
    if not dutch and len(who.personal) % 2:
        table += [[cell["personal"], cell["birthplace"]]]
    if dutch and model != "2024":
        table += [[cell["sex"], cell["height"], cell["issued"]]]
    rows(setting, table, x=x, y=top - 1.2, right=right, bottom=49.5)
    _extras(setting, model, left, top, wide, right)
    if not large:
        return ()
    lines = zone.td2("I", setting.fields())
    mzone(setting, lines, 4.0)
    return lines


def _extras(setting: Setting, model: str, left: float, top: float, wide: float, right: float) -> None:
    sheet, style, who = setting.sheet, setting.style, setting.person
    dutch, large = setting.country.code == "NLD", sheet.size[0] > 100
    start = 3.4 if style.mirrored else left + wide  # where the text begins
    if dutch or style.ghost_alpha > 0.5:
        at = (right + 1.5, setting.near(24 + 6 * style.ghost_place, 1))
        tint = None if model == "2024" else style.title_colour
        window = style.window and not dutch
        if window:
            sheet.box(at[0] - 0.8, at[1] - 0.8, 13.6, 17.1, (252, 252, 252), 0.75)
        name = "window portrait" if window else "ghost portrait"
        alpha = max(0.75, style.ghost_alpha) if model == "2024" else style.ghost_alpha
        sheet.picture(
            setting.face, *at, 12, 15.4, alpha=alpha, tint=tint, faded=0.1, oval=style.window, mark=(name, "FACE")
        )
    if style.over:
        sheet.signature(left + wide * 0.35, top + wide * 0.95, 22, 7)
    else:
        sheet.signature(start + 8, 44.5, 22, 6.5)
    if dutch and sheet.rng.random() < 0.6:
        sheet.perforated_face(setting.face, right + 2, setting.near(11.5, 0.6), 8.5, 10.8)
    sheet.hologram(left + wide * 0.4, top + 16, 22, 18, style.hologram)
    if dutch or style.relief:
        sheet.relief(str(who.born.year), start + 24, setting.near(45, 1), 3.6)
    if not large and (model in ("2021", "2024") or (not dutch and style.ghost_place > 0.5)):
        sheet.text(
            (left - 4 if style.mirrored else sheet.size[0]) - setting.near(19.5, 1),
            setting.near(46.6, 1),
            who.can,
            2.7,
            font="ocr-b",
            pitch=2.54,
            mark=("can", "NL_DOCUMENTNUMMER"),
        )
    if style.upright:
        sheet.text(
            sheet.size[0] - 3.6,
            setting.near(14, 2),
            setting.number,
            2.0,
            font="sans bold",
            turn=1,
            colour=(140, 24, 34),
            mark=("vertical number", "NL_DOCUMENTNUMMER"),
        )


def card_back(setting: Setting, model: str) -> tuple[str, ...]:
    """The back of an identity card; of a TD1 with its zone, of a Dutch one with the BSN."""
    sheet, style, who, country = setting.sheet, setting.style, setting.person, setting.country
    dutch, large = country.code == "NLD", sheet.size[0] > 100
    sheet.ground(style.tints[::-1], style.strength * 0.9)
    cell = cells(setting)
    table = [[cell["birthplace"], cell["authority"]], [cell["issued"], cell["residence"]]]
    rows(setting, table[: 1 if dutch else 2], x=4, y=4, right=48 if dutch else 60, bottom=10 if dutch else 24)
    if dutch:
        _dutch_number(setting, model)
    else:
        _foreign_code(setting)
    if sheet.rng.random() < 0.4:
        sheet.hologram(30, 8, 22, 16, style.hologram)
    if large:
        return ()
    optional = (
        who.bsn
        if dutch and model == "2014"
        else ""
        if dutch or len(who.personal) % 2 == 0 or len(setting.number) > 9
        else who.personal
    )
    code = "ID" if country.code in ("FRA", "D<<") and style.relief else "I"
    lines = zone.td1(code, setting.fields(optional))
    mzone(setting, lines, 5.0, pitch=setting.near(5.9, 0.3), bottom=setting.near(4.2, 0.5))
    return lines


def _dutch_number(setting: Setting, model: str) -> None:
    sheet, style, who = setting.sheet, setting.style, setting.person
    x, y = setting.near(57, 2), setting.near(4.2, 1)
    sheet.text(x, y, "persoonsnummer/personal no.", 1.3, colour=style.label_colour)
    sheet.text(x, y + 2, who.bsn, 2.8, font=style.value_font, mark=("bsn", "NL_BSN"))
    if model != "2014":
        side = setting.near(13, 1)
        sheet.code("qr", who.bsn, x + setting.near(6, 2), y + 7, side, side)
    if sheet.rng.random() < 0.3:
        sheet.text(
            setting.near(10, 3),
            setting.near(20, 1),
            setting.number,
            2.2,
            font="mono",
            mark=("document number", "NL_DOCUMENTNUMMER"),
        )
    sheet.text(4, 27, f"MODEL {model}", 1.1, colour=style.label_colour)


def _foreign_code(setting: Setting) -> None:
    sheet, who = setting.sheet, setting.person
    kind = str(sheet.rng.choice(["pdf417", "code128", "datamatrix", "qr", "", ""]))
    value = {
        "pdf417": f"{setting.number} {who.personal} {who.born:%Y%m%d}",
        "qr": f"{setting.number}{who.personal}",
    }.get(kind, setting.number)
    right = sheet.size[0]
    if kind in ("pdf417", "code128"):
        sheet.code(kind, value, right - 42, setting.near(15, 2), 38, 9 if kind == "pdf417" else 6)
    elif kind:
        sheet.code(kind, value, right - 18, setting.near(5, 1), 13, 13)


def permit_front(setting: Setting, model: str) -> tuple[str, ...]:
    """The front of a Dutch residence permit, after the uniform format of Regulation (EC) 1030/2002."""
    sheet, style, who, cell = setting.sheet, setting.style, setting.person, cells(setting)
    sheet.ground(style.tints, style.strength)
    sheet.text(
        28, 2.6, label("permit", ("nl", "en"), 2, "  "), 2.0, font="sans bold", colour=style.title_colour, widest=34
    )
    sheet.text(3.4, 2.6, "NLD", 3.2, font="sans bold", colour=style.title_colour, mark=("country", "LOCATION"))
    sheet.text(
        sheet.size[0] - 22, 2.6, setting.number, 2.6, font="sans bold", mark=("document number", "NL_DOCUMENTNUMMER")
    )
    wide = setting.near(25, 1)
    left, top = setting.near(3.4, 0.6), setting.near(9, 0.8)
    portrait(setting, left, top, wide)
    kind = Cell("type", "REGULIER BEPAALDE TIJD", "type of permit", "OTHER")
    table = [[cell["surname"]], [cell["given"]], [cell["expires"]], [kind]]
    table = (
        [*table[:2], [cell["nationality"], cell["born"]], [cell["expires"], cell["sex"]], [kind]]
        if model == "2020"
        else table
    )
    rows(setting, table, x=left + wide + 3, y=9, right=sheet.size[0] - 15, bottom=46)
    if model == "2020":
        sheet.picture(
            setting.face,
            sheet.size[0] - 14,
            setting.near(28, 2),
            11,
            14,
            alpha=style.ghost_alpha,
            tint=style.title_colour,
            oval=True,
            mark=("ghost portrait", "FACE"),
        )
        sheet.signature(left + wide + 6, 44.5, 24, 7)
        sheet.text(sheet.size[0] - 20, 46.6, who.can, 2.7, font="ocr-b", pitch=2.54, mark=("can", "NL_DOCUMENTNUMMER"))
    sheet.hologram(left + wide * 0.5, top + 14, 22, 18, style.hologram)
    return ()


def permit_back(setting: Setting, model: str) -> tuple[str, ...]:
    """Its back: remarks, the V-number after VNR, and the zone."""
    sheet, style, who, cell = setting.sheet, setting.style, setting.person, cells(setting)
    sheet.ground(style.tints[::-1], style.strength)
    remark = Cell("type", "ARBEID VRIJ TOEGESTAAN. TWV NIET VEREIST", "remarks", "OTHER")
    table = [[remark], [cell["issued"], cell["birthplace"]]]
    table = (
        table if model == "2020" else [[remark], [cell["born"], cell["birthplace"]], [cell["sex"], cell["nationality"]]]
    )
    rows(setting, table, x=4, y=3, right=72, bottom=22)
    sheet.text(
        setting.near(6, 2),
        setting.near(25, 0.5),
        f"VNR {who.v_number}",
        2.2,
        font="mono",
        mark=("v number", "NL_VNUMMER"),
        value=who.v_number,
    )
    if sheet.rng.random() < 0.5:
        sheet.text(
            setting.near(50, 2),
            setting.near(25, 0.5),
            f"BSN {who.bsn}",
            2.2,
            font="mono",
            mark=("bsn", "NL_BSN"),
            value=who.bsn,
        )
    lines = zone.td1("IR", setting.fields(who.bsn if model == "2012" else "", "TUR"))
    mzone(setting, lines, 5.0, pitch=setting.near(5.9, 0.2), bottom=setting.near(4.0, 0.4))
    return lines


def licence_front(setting: Setting, model: str) -> tuple[str, ...]:
    """The front of a Dutch driving licence: numbered fields after Directive 2006/126/EC, and a zone of one line."""
    sheet, style, who = setting.sheet, setting.style, setting.person
    sheet.ground(style.tints, style.strength)
    sheet.box(2.5, 2.2, 11, 8, (16, 50, 140), 0.9)
    sheet.text(5.4, 4.2, "NL", 3.2, font="sans bold", colour=(250, 250, 250), mark=("country", "LOCATION"))
    sheet.text(16, 2.8, "RIJBEWIJS", 3.4, font="sans bold", colour=style.title_colour)
    sheet.text(41, 3.2, "DRIVING LICENCE  PERMIS DE CONDUIRE", 1.6, colour=style.title_colour, widest=30)
    wide = setting.near(22.5, 0.8)
    left, top = setting.near(3.4, 0.6), setting.near(14, 0.8)
    portrait(setting, left, top, wide)

    def day(which: str) -> str:
        return printed_date(getattr(who, which), ".", "nl")

    lines = (
        ("1.", Cell("", who.surname, "surname", "PERSON")),
        ("2.", Cell("", who.given, "given names", "PERSON")),
        ("3.", Cell("", f"{day('born')} {who.birthplace}", "birth date", "DATE_OF_BIRTH")),
        ("4a.", Cell("", day("issued"), "issue date", "DATE_TIME")),
        ("4b.", Cell("", day("expires"), "expiry date", "DATE_TIME")),
        ("4c.", Cell("", f"Gemeente {who.town}", "authority", "ORGANIZATION")),
        ("5.", Cell("", setting.number, "licence number", "NL_RIJBEWIJSNUMMER")),
        ("8.", Cell("", who.town, "residence", "LOCATION")),
        ("9.", Cell("", "AM / B", "categories", "OTHER")),
    )
    x, step = left + wide + setting.near(3, 0.5), setting.near(3.7, 0.1)
    for row, (number, cell) in enumerate(lines):
        y = setting.near(9.6, 0.2) + row * step
        sheet.text(x, y, number, 1.7, font=style.label_font, colour=style.label_colour)
        sheet.text(x + 5, y - 0.3, cell.value, 2.3, font=style.value_font, mark=(cell.name, cell.entity), widest=34)
    sheet.signature(x + 18, 36, 20, 6.5)
    sheet.picture(
        setting.face,
        sheet.size[0] - 15,
        setting.near(20, 3),
        11,
        14.2,
        alpha=style.ghost_alpha,
        tint=style.title_colour,
        oval=style.window,
        mark=("ghost portrait", "FACE"),
    )
    sheet.hologram(left + wide * 0.6, top + 10, 24, 18, style.hologram)
    rest = "".join(str(mark) for mark in setting.rng.choice(list("ABCDEFGHJKLMNPRSTVWXYZ0123456789"), 13))
    zone_lines = zone.licence("NLD", setting.number, rest)
    mzone(setting, zone_lines, 4.6, bottom=setting.near(4.4, 0.6))
    return zone_lines


def licence_back(setting: Setting, model: str) -> tuple[str, ...]:
    """Its back: BSN and licence number at the left, the table of categories, and a QR code."""
    sheet, style, who = setting.sheet, setting.style, setting.person
    sheet.ground(style.tints[::-1], style.strength * 0.8)
    x, y = setting.near(4, 0.6), setting.near(2.8, 0.5)
    end = sheet.text(x, y, who.bsn, 2.2, font=style.value_font, mark=("bsn", "NL_BSN"))
    end = sheet.text(end + 0.6, y, "/", 2.2, font=style.value_font)
    sheet.text(end + 0.6, y, setting.number, 2.2, font=style.value_font, mark=("licence number", "NL_RIJBEWIJSNUMMER"))
    columns = (setting.near(33, 1), 45.0, 58.0, 71.0)
    for row, category in enumerate(("AM", "A1", "A2", "A", "B1", "B", "C1", "C", "BE", "T")):
        line = 8 + row * 3.9
        sheet.text(columns[0], line, category, 2.0, font="sans bold", colour=(30, 60, 140))
        for column, day in zip(columns[1:3], ("issued", "expires"), strict=True):
            held = category in ("AM", "B") or (row + who.age) % 4 == 0
            words = printed_date(getattr(who, day), ".", "nl")[:6] + f"{getattr(who, day):%y}" if held else "-"
            sheet.text(
                column, line, words, 1.9, font=style.value_font, mark=("category date", "DATE_TIME") if held else None
            )
    side = setting.near(15, 1)
    sheet.code("qr", f"D1NLD1{setting.number}", setting.near(5.5, 1), setting.near(27, 3), side, side)
    for row in range(4):
        sheet.text(
            x,
            9 + row * 2.6,
            ("1. naam", "3. geboorte", "4a. afgifte", "4b. geldig tot")[row],
            1.4,
            colour=style.label_colour,
        )
    return ()
