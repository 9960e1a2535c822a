"""Builds the example share: the kinds of files that a small Dutch company really has.

Every person is invented; every number is a published example or from a test range, and passes its checksum.
"""

from __future__ import annotations

import io
import mailbox
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from xml.sax.saxutils import escape

__all__ = ["build"]

_LETTER = """\
Administratiekantoor Voorbeeld B.V.
Postbus 100
8000 AB Zwolle

Betreft: uw verzoek om inzage

Geachte mevrouw De Wit,

Op 3 maart ontvingen wij uw verzoek. In onze administratie staan de volgende gegevens:

Burgerservicenummer: 1234.56.782
Geboortedatum: 14 juli 1986
Telefoon: 06 12345678
E-mail: sanne.dewit@voorbeeld.example
Rekeningnummer: NL91 ABNA 0417 1643 00
Kenteken: GB-123-H

Onze referentie is 20260314-118. Uw bestelnummer was 999989169.

Met vriendelijke groet,
B. Verhoef, tel. (038) 123 4567
"""

_CUSTOMERS = [
    ("klantnr", "naam", "geboortedatum", "bsn", "iban", "postcode", "omzet"),
    ("K-10021", "S. de Wit", "14-07-1986", "123456782", "NL91ABNA0417164300", "3511 LX", "123456789"),
    ("K-10022", "B. Verhoef", "02-11-1979", "111222333", "NL20INGB0001234567", "2611 ET", "487100250"),
    ("K-10023", "F. Aydin", "29-02-1992", "999990019", "NL39RABO0300065264", "1234 AB", "310055417"),
    ("K-10024", "J. Prins", "23-05-2001", "999991772", "NL02ABNA0123456789", "4701 BL", "275018830"),
]

_PAYSLIP = [
    ("Salarisspecificatie", "periode 03-2026"),
    ("Werkgever", "Administratiekantoor Voorbeeld B.V."),
    ("Loonheffingennummer", "802535860L01"),
    ("Werknemer", "F. Aydin"),
    ("BSN", "999990019"),
    ("Geboortedatum", "29-02-1992"),
    ("Personeelsnummer", "00231"),
    ("Brutoloon", "3.150,00"),
    ("Loonheffing", "-512,08"),
    ("Netto uitbetaald", "2.433,17"),
    ("Overgemaakt op", "NL39 RABO 0300 0652 64"),
]


def build(folder: Path) -> list[Path]:
    """Writes the share into an empty folder and gives its files.

    Raises:
        OSError: the folder cannot be written.
    """
    makers: dict[str, Callable[[], bytes]] = {
        "brieven/antwoord inzageverzoek.txt": _LETTER.encode,
        "brieven/arbeidsovereenkomst.docx": _docx,
        "brieven/gescande brief.png": _scan,
        "personeel/loonstrook maart.pdf": _pdf,
        "klanten/klanten.csv": _csv,
        "klanten/relaties.xlsx": _xlsx,
        "klanten/export.json": _json,
        "archief/2025.zip": _zip_in_zip,
        "inzageverzoeken/paspoort.png": _passport,
        "intern/handboek.md": _handbook.encode,
    }
    made = []
    for name, make in makers.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make())
        made.append(path)
    return [*made, _inbox(folder / "post" / "inbox.mbox")]


_handbook = """\
# Personeelshandboek

Een ziekmelding doe je voor 9 uur bij je leidinggevende. De bedrijfsarts neemt contact op.
De salarisschalen staan in de cao. Een ordernummer als 999989169 is geen persoonsgegeven.
"""


def _csv() -> bytes:
    return "".join(";".join(row) + "\r\n" for row in _CUSTOMERS).encode("utf-8-sig")


def _json() -> bytes:
    import json

    head, *rows = _CUSTOMERS
    return json.dumps([dict(zip(head, row, strict=True)) for row in rows], indent=2, ensure_ascii=False).encode()


def _docx() -> bytes:
    runs = [
        ["Arbeidsovereenkomst voor onbepaalde tijd"],
        ["Werknemer: de heer J. Prins, geboren op 23 mei 2001, burgerservicenummer ", "9999", "91772", "."],
        ["Hij ontvangt zijn loon op rekening ", "NL02 ABNA 0123", " 4567 89", "."],
        ["Bij ziekte is hij bereikbaar op 06-87654321."],
    ]
    text = "".join(
        "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{escape(r)}</w:t></w:r>' for r in p) + "</w:p>" for p in runs
    )
    return _package(
        {
            "[Content_Types].xml": _TYPES.format(
                '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
                'wordprocessingml.document.main+xml"/>'
                '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.'
                'core-properties+xml"/>'
            ),
            "_rels/.rels": _RELS.format(
                _REL.format(1, f"{_OFFICE}/officeDocument", "word/document.xml")
                + _REL.format(
                    2,
                    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                    "docProps/core.xml",
                )
            ),
            "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"<w:body>{text}</w:body></w:document>",
            "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>b.verhoef@voorbeeld.example'
            "</dc:creator></cp:coreProperties>",
        }
    )


def _xlsx() -> bytes:
    rows = "".join(
        f'<row r="{r}">'
        + "".join(f'<c r="{chr(65 + c)}{r}" t="inlineStr"><is><t>{escape(v)}</t></is></c>' for c, v in enumerate(row))
        + "</row>"
        for r, row in enumerate(_CUSTOMERS, start=1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return _package(
        {
            "[Content_Types].xml": _TYPES.format(
                f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
                f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
            ),
            "_rels/.rels": _RELS.format(_REL.format(1, f"{_OFFICE}/officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="Relaties" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _RELS.format(_REL.format(1, f"{_OFFICE}/worksheet", "worksheets/sheet1.xml")),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
        }
    )


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>{}</Types>'
)
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_REL = '<Relationship Id="rId{}" Type="{}" Target="{}"/>'


def _package(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
    return out.getvalue()


def _pdf() -> bytes:
    import pikepdf

    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    lines = ["BT /F1 11 Tf"]
    for number, (label, value) in enumerate(_PAYSLIP):
        y = 760 - 24 * number
        lines.append(f"1 0 0 1 60 {y} Tm ({_pdf_text(label)}) Tj 1 0 0 1 240 {y} Tm ({_pdf_text(value)}) Tj")
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
    page.Contents = pdf.make_stream("\n".join([*lines, "ET"]).encode("cp1252"))
    with pdf.open_metadata() as metadata:
        metadata["dc:title"] = "Loonstrook F. Aydin, BSN 999990019"
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _pdf_text(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _scan() -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    lines = [
        "Zwolle, 12 januari 2026",
        "",
        "Geachte heer Verhoef,",
        "",
        "Hierbij stuur ik u mijn nieuwe gegevens.",
        "Mijn BSN is 111222333 en mijn",
        "rekeningnummer NL20 INGB 0001 2345 67.",
        "U kunt mij bellen op 06 23456789.",
        "",
        "Hoogachtend,  S. de Wit",
    ]
    page = Image.new("L", (1240, 1000), 250)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        draw.text((120, 110 + 74 * number), line, fill=30, font=ImageFont.load_default(40))
    out = io.BytesIO()
    page.rotate(0.7, fillcolor=250, resample=Image.Resampling.BICUBIC).save(out, "PNG", dpi=(150, 150))
    return out.getvalue()


def _passport() -> bytes:
    from piiscan.specimen import specimen_passport

    out = io.BytesIO()
    specimen_passport().save(out, "PNG")
    return out.getvalue()


def _zip_in_zip() -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("debiteuren/BSN 123456782.txt", "Openstaand: € 240,00. IBAN NL91ABNA0417164300\n")
        archive.writestr("klanten oud.csv", _csv())
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("kwartaal 4.zip", inner.getvalue())
        archive.writestr("leesmij.txt", "Archief van 2025. Vragen: archief@voorbeeld.example\n")
    return outer.getvalue()


def _inbox(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    message = EmailMessage()
    message["From"] = "Sanne de Wit <sanne.dewit@voorbeeld.example>"
    message["To"] = "administratie@voorbeeld.example"
    message["Subject"] = "Inzageverzoek en kenteken J-318-XP"
    message["Date"] = "Tue, 03 Mar 2026 09:12:00 +0100"
    message["Message-ID"] = "<1@voorbeeld.example>"
    message.set_content("Goedemorgen,\n\nMijn BSN is 123456782. Mijn nieuwe nummer is 06-12345678.\n\nGroet, Sanne\n")
    message.add_attachment(_csv(), maintype="text", subtype="csv", filename="klanten.csv")
    box = mailbox.mbox(path, create=True)
    entry = mailbox.mboxMessage(message)
    entry.set_from("sanne.dewit@voorbeeld.example Tue Mar  3 09:12:00 2026")
    box.add(entry)
    box.close()
    return path
