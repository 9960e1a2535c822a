"""An OpenDocument text with a secret in every place where one can stand; it embeds a spreadsheet and a presentation."""

# ruff: noqa: E501 - a line of markup reads better in one piece

import io
import zipfile
from base64 import b64encode

_NS = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("style", "style"),
        ("meta", "meta"),
        ("form", "form"),
        ("config", "config"),
        ("presentation", "presentation"),
        ("svg", "svg-compatible"),
    )
)
_NS += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

PLACES = 46
"""How often a secret of digits stands in the sample, at the least."""


def sample(secret: str) -> bytes:
    """A valid document that holds the secret in each part, and split over spans."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        for name, content in _members(secret).items():
            archive.writestr(name, content if isinstance(content, bytes) else _DECLARATION + content)
    return out.getvalue()


def _members(secret: str) -> dict[str, str | bytes]:
    return {
        "content.xml": _document(
            "text",
            _text(secret),
            f'<text:tracked-changes><text:changed-region text:id="c1">'
            f"<text:deletion><office:change-info><dc:creator>wisser {secret}</dc:creator><dc:date>2024-01-01T00:00:00</dc:date>"
            f"</office:change-info><text:p>gewist {secret}</text:p></text:deletion></text:changed-region>"
            "</text:tracked-changes>",
        ),
        "styles.xml": f"<office:document-styles {_NS}><office:styles><style:style style:name='P1'/></office:styles>"
        f"<office:master-styles><style:master-page style:name='Standaard'><style:header><text:p>kop {secret}</text:p>"
        f"</style:header><style:footer><text:p>voet {secret}</text:p></style:footer></style:master-page>"
        "</office:master-styles></office:document-styles>",
        "meta.xml": f"<office:document-meta {_NS}><office:meta><dc:creator>maker {secret}</dc:creator><meta:initial-creator>"
        f"{secret}</meta:initial-creator><meta:user-defined meta:name='bsn'>{secret}</meta:user-defined>"
        f"<meta:template xlink:href='file:///C:/{secret}.ott'/></office:meta></office:document-meta>",
        "settings.xml": f"<office:document-settings {_NS}><office:settings><config:config-item-set config:name='x'>"
        f"<config:config-item config:name='PrinterName' config:type='string'>printer {secret}</config:config-item>"
        "<config:config-item config:name='PrinterSetup' config:type='base64Binary'>"
        f"{b64encode(b'setup ' + secret.encode()).decode()}</config:config-item>"
        "</config:config-item-set></office:settings></office:document-settings>",
        "Object 1/content.xml": _document("spreadsheet", _sheets(secret)),
        "Object 2/content.xml": _document("presentation", _slides(secret)),
        "layout-cache": f"cache {secret}".encode(),
        "Bijlagen/bijlage.txt": f"bijlage {secret}".encode(),
        "Basic/Standard/Module1.xml": f'<module>Sub main: x = "{secret}"</module>',
        "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
    }


def _document(kind: str, body: str, first: str = "") -> str:
    return (
        f"<office:document-content {_NS}><office:body><office:{kind}>{first}{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )


def _text(secret: str) -> str:
    a, b = secret[:4], secret[4:]
    return "".join(
        [
            f'<text:p>gewoon {a}<text:span text:style-name="T1">{b}</text:span> einde</text:p>',
            f"<text:h text:outline-level='1'>kop {secret}</text:h>",
            f"<text:p>ruim<text:s text:c='3'/>{secret}<text:tab/>x</text:p>",
            f"<text:p>tekst<office:annotation><dc:creator>lezer {secret}</dc:creator><dc:date>2024-01-01T00:00:00</dc:date>"
            f"<text:p>opmerking {secret}</text:p></office:annotation> verder {a}<text:change-start text:change-id='c1'/>"
            f"{b}</text:p>",
            f"<text:p>noot<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>"
            f"<text:p>voetnoot {secret}</text:p></text:note-body></text:note></text:p>",
            f"<text:p><text:a xlink:href='mailto:{secret}@voorbeeld.nl' office:title='titel {secret}'>post</text:a></text:p>",
            f"<text:p><draw:frame draw:name='beeld {secret}'><draw:text-box><text:p>tekstvak {secret}</text:p></draw:text-box>"
            f"<svg:title>titel {secret}</svg:title><svg:desc>omschrijving {secret}</svg:desc></draw:frame></text:p>",
            f"<text:p><text:hidden-text text:string-value='verborgen {secret}'/><text:variable-set text:name='v' "
            f"office:value-type='string' office:string-value='{secret}'>zichtbaar</text:variable-set></text:p>",
            f"<office:forms><form:form><form:text form:name='veld' form:current-value='{secret}' form:label='bij {secret}'/>"
            "</form:form></office:forms>",
            "<table:table table:name='Tabel1'><table:table-row><table:table-cell><text:p>BSN</text:p></table:table-cell>"
            f"<table:table-cell><text:p>{secret}</text:p></table:table-cell></table:table-row></table:table>",
            f"<!-- opmerking {secret} --><text:p/>",
        ]
    )


def _sheets(secret: str) -> str:
    number = secret if secret.isdigit() else "1"
    table = "<table:table table:name='{}'>{}</table:table>"
    cell = "<table:table-cell office:value-type='{}' {}><text:p>{}</text:p></table:table-cell>"
    rows = [
        cell.format("string", "", "Naam") + cell.format("string", "", "BSN") + cell.format("string", "", "Geboren"),
        cell.format("string", "", f"deel {secret}")
        + cell.format("float", f"office:value='{number}'", "1,23E+08")
        + cell.format("date", "office:date-value='1980-02-01'", "1 feb"),
        "<table:table-cell table:number-columns-repeated='16000'/>"
        + f"<table:table-cell table:formula='of:=HYPERLINK(\"mailto:{secret}\")'><text:p>x</text:p><office:annotation>"
        f"<dc:creator>lezer {secret}</dc:creator><text:p>bij cel {secret}</text:p></office:annotation></table:table-cell>",
        cell.format("string", f"office:string-value='{secret}'", "anders"),
    ]
    first = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    empty = "<table:table-row table:number-rows-repeated='1048570'><table:table-cell/></table:table-row>"
    last = f"<table:table-row>{cell.format('string', '', 'laatste ' + secret)}</table:table-row>"
    hidden = f"<table:table-row table:visibility='collapse'>{cell.format('string', '', secret)}</table:table-row>"
    names = f"<table:named-expressions><table:named-range table:name='bereik {secret}'/></table:named-expressions>"
    return table.format("Blad1", first + empty + last) + table.format(f"verborgen {secret}", hidden) + names


def _slides(secret: str) -> str:
    frame = "<draw:frame><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    notes = f"<presentation:notes>{frame.format('notitie ' + secret)}</presentation:notes>"
    return (
        f"<draw:page draw:name='dia {secret}'>{frame.format('een ' + secret)}{notes}</draw:page>"
        f"<draw:page draw:name='twee'>{frame.format('twee ' + secret)}</draw:page>"
    )
