"""A Word document with a secret in every place where one can stand."""

# ruff: noqa: E501 - a line of markup reads better in one piece

import io
import struct
import zipfile
import zlib

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_O = "http://schemas.openxmlformats.org/officeDocument/2006"
_P = "http://schemas.openxmlformats.org/package/2006"
_NS = (
    f'xmlns:w="{_W}" xmlns:r="{_O}/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w14 w15"'
)
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"

PLACES = 62
"""How often the secret stands in the sample, at the least."""


def sample(secret: str) -> bytes:
    """A valid document that holds the secret in each part, and split over runs."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = f"comment {secret}".encode()
        for name, content in _members(secret).items():
            archive.writestr(name, content if isinstance(content, bytes) else _DECLARATION + content)
    return out.getvalue()


_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _members(secret: str) -> dict[str, str | bytes]:
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _rels(
            ("officeDocument", "word/document.xml"),
            ("metadata/core-properties", "docProps/core.xml"),
            ("extended-properties", "docProps/app.xml"),
            ("custom-properties", "docProps/custom.xml"),
            ("metadata/thumbnail", "docProps/thumbnail.png"),
        ),
        "docProps/thumbnail.png": png(),
        "word/media/image1.png": png(),
        "word/afchunk.txt": f"ingevoegd {secret}".encode(),
        "word/embeddings/bijlage.txt": f"bijlage {secret}".encode(),
        "word/printerSettings/printerSettings1.bin": f"printer {secret}".encode("utf-16-le"),
        "word/document.xml": _document(secret),
        "word/_rels/document.xml.rels": _document_rels(secret),
        **_properties(secret),
        **_stories(secret),
        **_settings(secret),
        **_drawings(secret),
        **_bound(secret),
    }


def _p(text: str, extra: str = "") -> str:
    return f"<w:p>{extra}<w:r><w:t>{text}</w:t></w:r></w:p>"


def _document(secret: str) -> str:
    third = max(1, len(secret) // 3)
    a, b, c = secret[:third], secret[third : 2 * third], secret[2 * third :]
    change = 'w:id="9" w:author="{}" w:date="2024-01-01T00:00:00Z"'
    box = f"<w:txbxContent>{_p('tekstvak ' + secret)}</w:txbxContent>"
    body = [
        f'<w:p w:rsidR="00AB12CD" w14:paraId="1A2B3C4D"><w:r><w:t xml:space="preserve">gewoon </w:t></w:r>'
        f"<w:r><w:t>{a}</w:t></w:r><w:proofErr w:type='spellStart'/><w:r><w:rPr><w:b/></w:rPr><w:t>{b}</w:t></w:r>"
        f"<w:r><w:t>{c}</w:t></w:r></w:p>",
        _p(secret, "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>"),
        f"<w:p><w:ins {change.format(secret)}><w:r><w:t>nieuw {secret}</w:t></w:r></w:ins></w:p>",
        f"<w:p><w:r><w:t>blijft</w:t></w:r><w:del {change.format(secret)}><w:r><w:delText>oud {secret}</w:delText></w:r>"
        "</w:del></w:p>",
        f"<w:p><w:r><w:t>{a}</w:t></w:r><w:del {change.format('x')}><w:r><w:delText>{b}</w:delText></w:r></w:del>"
        f"<w:ins {change.format('x')}><w:r><w:t>anders</w:t></w:r></w:ins><w:r><w:t>{c}</w:t></w:r></w:p>",
        f"<w:p><w:moveFrom {change.format('x')}><w:r><w:t>weg {secret}</w:t></w:r></w:moveFrom></w:p>",
        f"<w:p><w:moveTo {change.format('x')}><w:r><w:t>hier {secret}</w:t></w:r></w:moveTo></w:p>",
        '<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>opgemerkt</w:t></w:r><w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>',
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> HYPERLINK "mailto:{a}</w:instrText></w:r>'
        f'<w:r><w:instrText>{b}{c}" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>koppeling</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
        f'<w:p><w:fldSimple w:instr=" QUOTE &quot;{secret}&quot; "><w:r><w:t>veld</w:t></w:r></w:fldSimple></w:p>',
        '<w:p><w:hyperlink r:id="rIdLink"><w:r><w:t>post</w:t></w:r></w:hyperlink></w:p>',
        f'<w:sdt><w:sdtPr><w:alias w:val="vak {secret}"/><w:tag w:val="{secret}"/><w:id w:val="12"/>'
        f'<w:placeholder><w:docPart w:val="{secret}"/></w:placeholder>'
        f'<w:dataBinding w:xpath="/klant/bsn" w:storeItemID="{{11111111-2222-3333-4444-555555555555}}"/>'
        f'<w:dropDownList><w:listItem w:displayText="keus {secret}" w:value="{secret}"/></w:dropDownList></w:sdtPr>'
        f"<w:sdtContent>{_p('gebonden ' + secret)}</w:sdtContent></w:sdt>",
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="f1"/><w:helpText w:type="text" '
        f'w:val="hulp {secret}"/><w:textInput><w:default w:val="{secret}"/></w:textInput></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText> FORMTEXT </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
        f'<w:p><w:smartTag w:uri="urn:x" w:element="PersonName"><w:smartTagPr><w:attr w:name="naam" '
        f'w:val="eigenschap van {secret}"/></w:smartTagPr><w:r><w:t>{secret}</w:t></w:r></w:smartTag></w:p>',
        f'<w:p><w:bookmarkStart w:id="1" w:name="{secret}"/><w:r><w:t>blad</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>',
        f"<w:p><w:r><w:t>voor</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>"
        "<wp:positionH relativeFrom='page'><wp:posOffset>914400</wp:posOffset></wp:positionH>"
        f'<wp:docPr id="7" name="vak" descr="beeld {secret}" title="kop {secret}"/><a:graphic><a:graphicData uri="wps">'
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f'<mc:Fallback><w:pict><v:shape id="s1" alt="vml {secret}" o:gfxdata="UEsDBA"><v:textbox>{box}</v:textbox>'
        f'<v:textpath string="kunst {secret}"/></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>'
        "<w:r><w:t>na</w:t></w:r></w:p>",
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="9525" cy="9525"/><wp:docPr id="8" name="Foto"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="8" name="image1.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdImage"/>'
        '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="9525" cy="9525"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>",
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="9525" cy="9525"/><wp:docPr id="10" name="Grafiek"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="rIdChart"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>",
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="9525" cy="9525"/><wp:docPr id="11" name="Schema"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram"><dgm:relIds r:dm="rIdData" '
        'r:lo="rIdLayout" r:qs="rIdStyle" r:cs="rIdColors"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>',
        '<w:p><w:r><w:object><v:shape id="s3"><v:imagedata r:id="rIdImage" o:title=""/></v:shape>'
        '<o:OLEObject Type="Embed" ProgID="Text" ShapeID="s3" r:id="rIdFile"/></w:object></w:r></w:p>',
        f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/>{_p('BSN')}</w:tc>"
        f"<w:tc><w:tcPr/>{_p(secret)}</w:tc></w:tr><w:tr><w:trPr><w:del {change.format('x')}/></w:trPr><w:tc><w:tcPr/>"
        f"{_p('rij')}</w:tc><w:tc><w:tcPr/>{_p(secret)}</w:tc></w:tr></w:tbl>",
        '<w:altChunk r:id="rIdChunk"/>',
        f"<!-- opmerking {secret} --><?bewerker {secret}?>",
        '<w:p><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="2"/></w:r></w:p>',
    ]
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/><w:footerReference w:type="default" '
        'r:id="rIdFooter"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    )
    return f"<w:document {_NS}><w:body>{''.join(body)}{section}</w:body></w:document>"


def _document_rels(secret: str) -> str:
    return _rels(
        ("image", "media/image1.png", "rIdImage"),
        ("chart", "charts/chart1.xml", "rIdChart"),
        ("diagramData", "diagrams/data1.xml", "rIdData"),
        ("diagramLayout", "diagrams/layout1.xml", "rIdLayout"),
        ("diagramQuickStyle", "diagrams/quickStyle1.xml", "rIdStyle"),
        ("diagramColors", "diagrams/colors1.xml", "rIdColors"),
        ("package", "embeddings/bijlage.txt", "rIdFile"),
        ("aFChunk", "afchunk.txt", "rIdChunk"),
        ("header", "header1.xml", "rIdHeader"),
        ("footer", "footer1.xml", "rIdFooter"),
        ("footnotes", "footnotes.xml"),
        ("endnotes", "endnotes.xml"),
        ("comments", "comments.xml"),
        ("people", "people.xml"),
        ("styles", "styles.xml"),
        ("settings", "settings.xml"),
        ("glossaryDocument", "glossary/document.xml"),
        ("customXml", "../customXml/item1.xml"),
        ("printerSettings", "printerSettings/printerSettings1.bin"),
        ("hyperlink", f"mailto:{secret}@voorbeeld.nl", "rIdLink", True),
        ("hyperlink", f"https://voorbeeld.nl/?q=naam%3D{secret}", "rIdOther", True),
        ("image", f"file:///C:/{secret}.png", "rIdLinked", True),
    )


def _properties(secret: str) -> dict[str, str | bytes]:
    return {
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_P}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>maker {secret}</dc:creator>'
        f"<cp:lastModifiedBy>{secret}</cp:lastModifiedBy></cp:coreProperties>",
        "docProps/app.xml": f'<Properties xmlns="{_O}/extended-properties"><Company>bedrijf {secret}</Company></Properties>',
        "docProps/custom.xml": f'<Properties xmlns="{_O}/custom-properties" xmlns:vt="{_O}/docPropsVTypes">'
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="bsn"><vt:lpwstr>{secret}</vt:lpwstr>'
        "</property></Properties>",
    }


def _stories(secret: str) -> dict[str, str | bytes]:
    notes = '<w:{0} {1}><w:{2} w:id="2"><w:p><w:r><w:t>noot {3}</w:t></w:r></w:p></w:{2}></w:{0}>'
    return {
        "word/header1.xml": f"<w:hdr {_NS}>{_p('kop ' + secret)}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {_NS}>{_p('voet ' + secret)}</w:ftr>",
        "word/footnotes.xml": notes.format("footnotes", _NS, "footnote", secret),
        "word/endnotes.xml": notes.format("endnotes", _NS, "endnote", secret),
        "word/comments.xml": f'<w:comments {_NS}><w:comment w:id="0" w:author="schrijver {secret}" w:initials="{secret}" '
        f'w:date="2024-01-01T00:00:00Z">{_p("opmerking " + secret)}</w:comment></w:comments>',
        "word/people.xml": f'<w15:people {_NS}><w15:person w15:author="{secret}"><w15:presenceInfo w15:providerId="None" '
        f'w15:userId="{secret}"/></w15:person></w15:people>',
        "word/glossary/document.xml": f"<w:glossaryDocument {_NS}><w:docParts><w:docPart><w:docPartBody>"
        f"{_p('bouwsteen ' + secret)}</w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>",
    }


def _settings(secret: str) -> dict[str, str | bytes]:
    return {
        "word/settings.xml": f'<w:settings {_NS}><w:zoom w:percent="100"/><w:mailMerge><w:mainDocumentType '
        f'w:val="formLetters"/><w:dataType w:val="native"/><w:connectString w:val="bron {secret}"/><w:query '
        f'w:val="SELECT {secret}"/></w:mailMerge><w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids><w:docVars><w:docVar '
        f'w:name="bsn" w:val="{secret}"/></w:docVars></w:settings>',
        "word/styles.xml": f'<w:styles {_NS}><w:style w:type="paragraph" w:default="1" w:styleId="Standaard">'
        f'<w:name w:val="stijl {secret}"/></w:style></w:styles>',
    }


def _drawings(secret: str) -> dict[str, str | bytes]:
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    c = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    d = f'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" {a}'
    return {
        "word/charts/chart1.xml": f"<c:chartSpace {c} {a}><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>titel "
        f"{secret}</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:pieChart><c:ser><c:idx val='0'/><c:cat>"
        f"<c:strRef><c:f>Blad1!$A$1</c:f><c:strCache><c:pt idx='0'><c:v>{secret}</c:v></c:pt></c:strCache></c:strRef>"
        "</c:cat></c:ser></c:pieChart></c:plotArea></c:chart></c:chartSpace>",
        "word/diagrams/data1.xml": f'<dgm:dataModel {d}><dgm:ptLst><dgm:pt modelId="1"><dgm:t><a:bodyPr/><a:p><a:r><a:t>'
        f"schema {secret}</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>",
        "word/diagrams/layout1.xml": f"<dgm:layoutDef {d}/>",
        "word/diagrams/quickStyle1.xml": f"<dgm:styleDef {d}/>",
        "word/diagrams/colors1.xml": f"<dgm:colorsDef {d}/>",
    }


def _bound(secret: str) -> dict[str, str | bytes]:
    return {
        "customXml/item1.xml": f'<klant xmlns="urn:voorbeeld"><bsn>{secret}</bsn><naam soort="van {secret}"/></klant>',
        "customXml/itemProps1.xml": '<ds:datastoreItem ds:itemID="{11111111-2222-3333-4444-555555555555}" '
        f'xmlns:ds="{_O}/customXml"/>',
        "customXml/_rels/item1.xml.rels": _rels(("customXmlProps", "itemProps1.xml")),
    }


def _content_types() -> str:
    kinds = {
        "word/document.xml": f"{_WML}.document.main+xml",
        "word/header1.xml": f"{_WML}.header+xml",
        "word/footer1.xml": f"{_WML}.footer+xml",
        "word/footnotes.xml": f"{_WML}.footnotes+xml",
        "word/endnotes.xml": f"{_WML}.endnotes+xml",
        "word/comments.xml": f"{_WML}.comments+xml",
        "word/people.xml": f"{_WML}.people+xml",
        "word/settings.xml": f"{_WML}.settings+xml",
        "word/styles.xml": f"{_WML}.styles+xml",
        "word/glossary/document.xml": f"{_WML}.document.glossary+xml",
        "word/printerSettings/printerSettings1.bin": f"{_WML}.printerSettings",
        "word/charts/chart1.xml": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
        "word/diagrams/data1.xml": "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml",
        "word/diagrams/layout1.xml": "application/vnd.openxmlformats-officedocument.drawingml.diagramLayout+xml",
        "word/diagrams/quickStyle1.xml": "application/vnd.openxmlformats-officedocument.drawingml.diagramStyle+xml",
        "word/diagrams/colors1.xml": "application/vnd.openxmlformats-officedocument.drawingml.diagramColors+xml",
        "customXml/itemProps1.xml": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    }
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "png": "image/png",
        "txt": "text/plain",
        "bin": "application/octet-stream",
    }
    lines = [f'<Default Extension="{suffix}" ContentType="{kind}"/>' for suffix, kind in defaults.items()]
    lines += [f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items()]
    return f'<Types xmlns="{_P}/content-types">{"".join(lines)}</Types>'


def _rels(*relations: tuple) -> str:
    lines = []
    for number, (kind, target, *rest) in enumerate(relations, start=1):
        base = f"{_P}/relationships" if kind.startswith("metadata") else f"{_O}/relationships"
        identifier = rest[0] if rest else f"rId{number}"
        mode = ' TargetMode="External"' if len(rest) > 1 else ""
        lines.append(f'<Relationship Id="{identifier}" Type="{base}/{kind}" Target="{target}"{mode}/>')
    return f'<Relationships xmlns="{_P}/relationships">{"".join(lines)}</Relationships>'


def png() -> bytes:
    """One white pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")
    )
