"""An Excel workbook with a secret in every place where one can stand; as a number too, where it is one."""

# ruff: noqa: E501 - a line of markup reads better in one piece

import io
import zipfile

_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_O = "http://schemas.openxmlformats.org/officeDocument/2006"
_P = "http://schemas.openxmlformats.org/package/2006"
_NS = f'xmlns="{_S}" xmlns:r="{_O}/relationships"'
_SML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

PLACES = 56
"""How often a secret of digits stands in the sample, at the least."""


def sample(secret: str) -> bytes:
    """A valid workbook that holds the secret in each part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _members(secret).items():
            archive.writestr(name, content if isinstance(content, bytes) else _DECLARATION + content)
    return out.getvalue()


def _members(secret: str) -> dict[str, str | bytes]:
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _rels(
            ("officeDocument", "xl/workbook.xml"),
            ("metadata/core-properties", "docProps/core.xml"),
            ("extended-properties", "docProps/app.xml"),
        ),
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_P}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>maker {secret}</dc:creator></cp:coreProperties>',
        "docProps/app.xml": f'<Properties xmlns="{_O}/extended-properties"><Manager>{secret}</Manager></Properties>',
        "customXml/item1.xml": f'<klant xmlns="urn:voorbeeld">{secret}</klant>',
        "xl/workbook.xml": _workbook(secret),
        "xl/_rels/workbook.xml.rels": _rels(
            ("worksheet", "worksheets/sheet1.xml", "rId1"),
            ("worksheet", "/xl/worksheets/sheet2.xml", "rId2"),
            ("worksheet", "worksheets/sheet3.xml", "rId3"),
            ("sharedStrings", "sharedStrings.xml"),
            ("styles", "styles.xml"),
            ("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml", "rId9"),
            ("connections", "connections.xml"),
            ("externalLink", "externalLinks/externalLink1.xml"),
            ("person", "persons/person.xml"),
        ),
        "xl/sharedStrings.xml": f"<sst {_NS}><si><t>BSN</t></si><si><t>deel {secret}</t></si><si><r><t>{secret[:4]}</t></r>"
        f'<r><rPr><b/></rPr><t>{secret[4:]}</t></r><rPh sb="0" eb="1"><t>klank {secret}</t></rPh></si>'
        f"<si><t>ongebruikt {secret}</t></si></sst>",
        "xl/styles.xml": f'<styleSheet {_NS}><numFmts count="1"><numFmt numFmtId="164" formatCode="000000000"/></numFmts>'
        '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>',
        **_sheets(secret),
        **_remarks(secret),
        **_data(secret),
        "xl/printerSettings/printerSettings1.bin": f"printer {secret}".encode("utf-16-le"),
        "xl/embeddings/bijlage.txt": f"bijlage {secret}".encode(),
    }


def _workbook(secret: str) -> str:
    return (
        f'<workbook {_NS}><workbookPr/><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/>'
        f'<sheet name="{secret}" sheetId="2" state="veryHidden" r:id="rId2"/>'
        '<sheet name="a;b=c" sheetId="3" state="hidden" r:id="rId3"/></sheets><definedNames>'
        f'<definedName name="bsn" comment="toelichting {secret}">"{secret}"</definedName></definedNames>'
        '<pivotCaches><pivotCache cacheId="1" r:id="rId9"/></pivotCaches></workbook>'
    )


def _sheets(secret: str) -> dict[str, str | bytes]:
    number = secret if secret.isdigit() else "1"
    exponent = f"{number[0]}.{number[1:] or '0'}E{len(number) - 1}"
    rows = [
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Naam</t></is></c><c r="B1" t="s"><v>0</v></c>'
        '<c r="C1" t="inlineStr"><is><t>Geboren</t></is></c></row>',
        f'<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><v>{number}</v></c><c r="C2" s="1"><v>29252</v></c></row>',
        f'<row r="3" hidden="1"><c r="A3" t="s"><v>2</v></c><c r="B3" s="2"><v>{exponent}</v></c></row>',
        f'<row><c><f>HYPERLINK("mailto:{secret}")</f><v>0</v></c><c t="str"><f>A1&amp;"x"</f><v>formule {secret}</v></c></row>',
        f'<row r="7"><c r="B7" t="inlineStr"><is><r><t>{secret[:5]}</t></r><r><t>{secret[5:]}</t></r></is></c></row>',
        f'<row r="1048576"><c r="XFD1048576"><v>{number}.0</v></c></row>',
    ]
    around = [
        f'<autoFilter ref="A1:C3"><filterColumn colId="0"><filters><filter val="{secret}"/></filters></filterColumn>'
        "</autoFilter>",
        f'<conditionalFormatting sqref="A1"><cfRule type="containsText" priority="1" operator="containsText" '
        f'text="{secret}"><formula>NOT(ISERROR(SEARCH("{secret}",A1)))</formula></cfRule></conditionalFormatting>',
        f'<dataValidations count="1"><dataValidation type="list" sqref="A9" promptTitle="titel {secret}" '
        f'prompt="{secret}" errorTitle="{secret}" error="fout {secret}"><formula1>"{secret},x"</formula1></dataValidation>'
        "</dataValidations>",
        f'<hyperlinks><hyperlink ref="A1" r:id="rId5" display="toon {secret}" tooltip="tip {secret}"/></hyperlinks>',
        f"<headerFooter><oddHeader>&amp;L{secret}&amp;C&amp;P</oddHeader><oddFooter>&amp;Rvoet {secret}</oddFooter>"
        '</headerFooter><drawing r:id="rId4"/><legacyDrawing r:id="rId6"/>',
    ]
    return {
        "xl/worksheets/sheet1.xml": f"<worksheet {_NS}><cols><col min='2' max='2' hidden='1'/></cols><sheetData>"
        f"{rows[0]}{rows[1]}<!-- opmerking {secret} -->{''.join(rows[2:])}</sheetData>{''.join(around)}</worksheet>",
        "xl/worksheets/_rels/sheet1.xml.rels": _rels(
            ("comments", "../comments1.xml"),
            ("threadedComment", "../threadedComments/threadedComment1.xml"),
            ("table", "../tables/table1.xml"),
            ("drawing", "../drawings/drawing1.xml", "rId4"),
            ("hyperlink", f"mailto:{secret}@voorbeeld.nl", "rId5", True),
            ("vmlDrawing", "../drawings/vmlDrawing1.vml", "rId6"),
            ("printerSettings", "../printerSettings/printerSettings1.bin"),
            ("package", "../embeddings/bijlage.txt"),
        ),
        "xl/worksheets/sheet2.xml": f'<worksheet {_NS}><sheetData><row r="1"><c r="A1"><v>{number}</v></c></row></sheetData>'
        "</worksheet>",
        "xl/worksheets/sheet3.xml": f'<worksheet {_NS}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>BSN</t></is></c>'
        f'<c r="B1"><v>{number}</v></c></row></sheetData></worksheet>',
    }


def _remarks(secret: str) -> dict[str, str | bytes]:
    threaded = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    return {
        "xl/comments1.xml": f"<comments {_NS}><authors><author>schrijver {secret}</author></authors><commentList>"
        f'<comment ref="B2" authorId="0"><text><r><t>{secret[:3]}</t></r><r><t>{secret[3:]}</t></r></text></comment>'
        "</commentList></comments>",
        "xl/threadedComments/threadedComment1.xml": f'<ThreadedComments xmlns="{threaded}"><threadedComment ref="C2" '
        f'personId="{{1}}" id="{{2}}"><text>draad {secret}</text></threadedComment></ThreadedComments>',
        "xl/persons/person.xml": f'<personList xmlns="{threaded}"><person displayName="persoon {secret}" id="{{1}}" '
        f'userId="{secret}" providerId="None"/></personList>',
    }


def _data(secret: str) -> dict[str, str | bytes]:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    return {
        "xl/tables/table1.xml": f'<table {_NS} id="1" name="Tabel1" displayName="Tabel1" ref="A1:C3"><tableColumns count="1">'
        f'<tableColumn id="1" name="kolom {secret}" totalsRowLabel="{secret}"/></tableColumns></table>',
        "xl/drawings/drawing1.xml": f'<xdr:wsDr xmlns:xdr="{drawing}/spreadsheetDrawing" xmlns:a="{drawing}/main"><xdr:sp>'
        f'<xdr:nvSpPr><xdr:cNvPr id="2" name="vorm" descr="beeld {secret}"/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>'
        f"{secret}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>",
        "xl/drawings/vmlDrawing1.vml": f'<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape alt="vml {secret}"/></xml>',
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition {_NS} refreshedBy="bijgewerkt door {secret}">'
        '<cacheSource type="worksheet"><worksheetSource ref="A1:C3" sheet="Blad1"/></cacheSource>'
        f'<cacheFields count="1"><cacheField name="bsn"><sharedItems><s v="{secret}"/><n v="{secret}"/></sharedItems>'
        "</cacheField></cacheFields></pivotCacheDefinition>",
        "xl/pivotCache/pivotCacheRecords1.xml": f'<pivotCacheRecords {_NS} count="1"><r><s v="rij {secret}"/></r>'
        "</pivotCacheRecords>",
        "xl/externalLinks/externalLink1.xml": f'<externalLink {_NS}><externalBook r:id="rId1"><sheetNames><sheetName '
        f'val="{secret}"/></sheetNames><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1"><v>{secret}</v></cell>'
        "</row></sheetData></sheetDataSet></externalBook></externalLink>",
        "xl/externalLinks/_rels/externalLink1.xml.rels": _rels(
            ("externalLinkPath", f"file:///C:/Users/{secret}/boek.xlsx", "rId1", True)
        ),
        "xl/connections.xml": f'<connections {_NS}><connection id="1" name="bron" description="{secret}"><dbPr '
        f'connection="DSN={secret}" command="select {secret}"/></connection></connections>',
    }


def _content_types() -> str:
    kinds = {
        "xl/workbook.xml": f"{_SML}.sheet.main+xml",
        "xl/sharedStrings.xml": f"{_SML}.sharedStrings+xml",
        "xl/styles.xml": f"{_SML}.styles+xml",
        "xl/comments1.xml": f"{_SML}.comments+xml",
        "xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
        "xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
        "xl/tables/table1.xml": f"{_SML}.table+xml",
        "xl/drawings/drawing1.xml": "application/vnd.openxmlformats-officedocument.drawing+xml",
        "xl/pivotCache/pivotCacheDefinition1.xml": f"{_SML}.pivotCacheDefinition+xml",
        "xl/pivotCache/pivotCacheRecords1.xml": f"{_SML}.pivotCacheRecords+xml",
        "xl/externalLinks/externalLink1.xml": f"{_SML}.externalLink+xml",
        "xl/connections.xml": f"{_SML}.connections+xml",
        "xl/printerSettings/printerSettings1.bin": f"{_SML}.printerSettings",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        **{f"xl/worksheets/sheet{n}.xml": f"{_SML}.worksheet+xml" for n in (1, 2, 3)},
    }
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "vml": "application/vnd.openxmlformats-officedocument.vmlDrawing",
        "txt": "text/plain",
    }
    lines = [f'<Default Extension="{suffix}" ContentType="{kind}"/>' for suffix, kind in defaults.items()]
    lines += [f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items()]
    return f'<Types xmlns="{_P}/content-types">{"".join(lines)}</Types>'


def _rels(*relations: tuple) -> str:
    lines = []
    for number, (kind, target, *rest) in enumerate(relations, start=1):
        base = f"{_P}/relationships" if kind.startswith("metadata") else f"{_O}/relationships"
        identifier = rest[0] if rest else f"rIdX{number}"
        mode = ' TargetMode="External"' if len(rest) > 1 else ""
        lines.append(f'<Relationship Id="{identifier}" Type="{base}/{kind}" Target="{target}"{mode}/>')
    return f'<Relationships xmlns="{_P}/relationships">{"".join(lines)}</Relationships>'
