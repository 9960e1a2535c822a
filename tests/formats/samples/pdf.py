"""A PDF with a secret in every place where one can stand."""

from __future__ import annotations

import io
import re
import zlib
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw

PLACES = 60
"""How often the secret stands in the texts of the sample; it also stands in the pixels of a picture."""


def sample(secret: str) -> bytes:
    """Pages of every kind, all that hangs on them, an older revision, and what stands behind the end."""
    pdf = pikepdf.new()
    pages = [_page(pdf, content(pdf, secret), **extra) for content, extra in _PAGES]
    _fonts(pdf, pages)
    _properties(pdf, secret)
    _structure(pdf, pages, secret)
    _annotations(pdf, pages[0], secret)
    _form(pdf, pages[1], secret)
    _files(pdf, secret)
    pdf.Root.piiOrphans = Array([_orphan(pdf, secret)])
    out = io.BytesIO()
    pdf.save(out, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return _revised(out.getvalue(), secret) + f"\nachteraf {secret}\n".encode()


def _page(pdf: pikepdf.Pdf, drawn: tuple[str, dict[str, Any]], **extra: Any) -> Any:
    content, resources = drawn
    page = pdf.add_blank_page(page_size=(595, 842)).obj
    page.Contents = pdf.make_stream(content.encode("latin-1"))
    page.Resources = Dictionary(resources)
    for key, value in extra.items():
        page[f"/{key}"] = value
    return page


def _words(pdf: pikepdf.Pdf, secret: str) -> tuple[str, dict[str, Any]]:
    """Text by every operator, split by kerning, invisible, off the page, small, and in a comment."""
    half, rest = secret[:4], secret[4:]
    return (
        f"BT /F1 12 Tf 72 760 Td (BSN {secret} van Sanne) Tj 0 -20 Td [(BSN {half}) -20 ({rest})] TJ\n"
        f"14 TL (regel {secret}) ' 1 0 (woord {secret} meer) \" 0 Tw 0 Tc\n"
        f"3 Tr 0 -20 Td (onzichtbaar {secret}) Tj 0 Tr ET\n"
        f"BT /F1 12 Tf 1 0 0 1 -900 400 Tm (buiten {secret}) Tj ET % {secret}\n"
        f"BT /F1 12 Tf 0.7 0.7 -0.7 0.7 300 300 Tm (schuin {secret}) Tj ET\n"
        f"BT /F1 12 Tf 80 Tz 2 Tc 3 Ts 1 0 0 1 72 600 Tm (opgerekt {secret} tekst) Tj ET\n"
        f"BT /F1 12 Tf 1 0 0 1 72 560 Tm (dubbel {secret}) Tj 1 0 0 1 72.3 560 Tm (dubbel {secret}) Tj ET\n",
        {},
    )


def _forms(pdf: pikepdf.Pdf, secret: str) -> tuple[str, dict[str, Any]]:
    """A form in a form, used twice, one that is not used, a pattern with text, a soft mask with text."""
    inner = _xobject(pdf, f"BT /F1 12 Tf 0 0 Td (binnen {secret}) Tj ET")
    outer = _xobject(pdf, f"q 1 0 0 1 10 20 cm /In Do Q BT /F1 12 Tf 0 50 Td (buiten {secret}) Tj ET", In=inner)
    unused = _xobject(pdf, f"BT /F1 12 Tf (ongebruikt {secret}) Tj ET")
    tile = pdf.make_stream(f"BT /F1 8 Tf 2 2 Td (tegel {secret}) Tj ET".encode())
    tile.update(Dictionary(Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, XStep=200, YStep=200))
    tile.BBox, tile.Resources = Array([0, 0, 200, 200]), _resources(pdf)
    mask = _xobject(pdf, f"BT /F1 12 Tf (masker {secret}) Tj ET")
    mask.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    state = Dictionary(SMask=Dictionary(S=Name.Luminosity, G=mask))
    return (
        "q 1 0 0 1 72 700 cm /Out Do Q q 0.5 0 0 0.5 300 500 cm /Out Do Q\n"
        "/Pattern cs /P1 scn 50 50 400 400 re f q /G1 gs 1 0 0 rg 72 300 100 20 re f Q\n",
        {
            "/XObject": Dictionary(Out=outer, Unused=unused),
            "/Pattern": Dictionary(P1=tile),
            "/ExtGState": Dictionary(G1=state),
        },
    )


def _layers(pdf: pikepdf.Pdf, secret: str) -> tuple[str, dict[str, Any]]:
    """A layer that is off, and marked content that says the text again."""
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(f"laag {secret}")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    said = Dictionary(ActualText=String(f"eigenlijk {secret}"))
    return (
        f"/OC /L1 BDC BT /F1 12 Tf 72 700 Td (verborgen {secret}) Tj ET EMC\n"
        f"/Span <</ActualText (gezegd {secret})>> BDC BT /F1 12 Tf 72 650 Td (getoond {secret}) Tj ET EMC\n"
        "/Span /S1 BDC BT /F1 12 Tf 72 600 Td (iets) Tj ET EMC\n",
        {"/Properties": Dictionary(L1=layer, S1=said)},
    )


def _glyphs(pdf: pikepdf.Pdf, secret: str) -> tuple[str, dict[str, Any]]:
    """A composite font across and down, a font of drawings, one of whose drawings shows text."""
    codes = "".join(f"{ord(character):04x}" for character in secret)
    drawings = {f"/g{c:02x}": pdf.make_stream(b"600 0 d0 50 0 500 700 re f") for c in range(0x20, 0x7F)}
    shows = f"600 0 d0 BT /F1 300 Tf (teken {secret}) Tj ET".encode()
    drawings["/g7e"] = pdf.make_stream(shows)
    type3 = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 600, 800]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(drawings),
        Encoding=Dictionary(Differences=Array([0x20, *(Name(f"/g{c:02x}") for c in range(0x20, 0x7F))])),
        FirstChar=0x20,
        LastChar=0x7E,
        Widths=Array([600] * 95),
        ToUnicode=_to_unicode(pdf, 1),
        Resources=_resources(pdf),
    )
    return (
        f"BT /W 12 Tf 72 700 Td <0042> Tj <{codes}> Tj ET BT /D 12 Tf 400 700 Td <{codes}> Tj ET\n"
        f"BT /T 12 Tf 72 600 Td (BSN {secret}) Tj ET\n",
        {"/Font": Dictionary(W=_composite(pdf, "H"), D=_composite(pdf, "V"), T=pdf.make_indirect(type3))},
    )


def _pictures(pdf: pikepdf.Pdf, secret: str) -> tuple[str, dict[str, Any]]:
    """A photograph that says who made it, a mask, and a picture inside the content."""
    out = io.BytesIO()
    image = Image.new("RGB", (300, 60), "white")
    ImageDraw.Draw(image).text((10, 20), f"BSN {secret}", fill="black")
    exif = Image.Exif()
    exif[0x013B] = f"fotograaf {secret}"
    image.save(out, "JPEG", exif=exif, comment=f"opmerking {secret}".encode())
    photo = pdf.make_stream(b"")
    photo.write(out.getvalue(), filter=Name.DCTDecode, type_check=False)
    photo.update(_image(300, 60, Name.DeviceRGB))
    photo.SMask = pdf.make_stream(bytes([255]) * 300 * 60, _image(300, 60, Name.DeviceGray))
    small = pdf.make_stream(zlib.compress(bytes(64)), _image(8, 8, Name.DeviceGray))
    small.Filter = Name.FlateDecode
    small.Metadata = pdf.make_stream(f"<x><maker>{secret}</maker></x>".encode(), Type=Name.Metadata, Subtype=Name.XML)
    inline = "BI /W 8 /H 8 /BPC 8 /CS /G /F /AHx ID " + "80" * 64 + "> EI"
    return (
        f"q 300 0 0 60 72 700 cm /I1 Do Q q 8 0 0 8 72 600 cm /I2 Do Q q 50 0 0 50 72 500 cm {inline} Q\n"
        f"BT /F1 12 Tf 72 400 Td (onder de foto {secret}) Tj ET\n",
        {"/XObject": Dictionary(I1=photo, I2=small)},
    )


def _turned(pdf: pikepdf.Pdf, secret: str) -> tuple[str, dict[str, Any]]:
    return f"BT /F1 12 Tf 150 300 Td (gedraaid {secret} einde) Tj ET\n", {}


_PAGES: tuple[tuple[Any, dict[str, Any]], ...] = (
    (_words, {}),
    (_forms, {"UserUnit": 2}),
    (_layers, {}),
    (_glyphs, {}),
    (_pictures, {}),
    (_turned, {"Rotate": 90}),
    (_turned, {"MediaBox": Array([100, 200, 695, 1042]), "CropBox": Array([120, 240, 600, 900]), "Rotate": 270}),
)


def _fonts(pdf: pikepdf.Pdf, pages: list[Any]) -> None:
    for page in pages:
        fonts = page.Resources.get("/Font", Dictionary())
        fonts.F1 = _helvetica(pdf)
        page.Resources.Font = fonts


def _helvetica(pdf: pikepdf.Pdf) -> Any:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)


def _resources(pdf: pikepdf.Pdf, **objects: Any) -> Dictionary:
    return Dictionary(Font=Dictionary(F1=_helvetica(pdf)), XObject=Dictionary(objects))


def _xobject(pdf: pikepdf.Pdf, content: str, **objects: Any) -> Any:
    form = pdf.make_stream(content.encode("latin-1"), Type=Name.XObject, Subtype=Name.Form)
    form.BBox, form.Resources = Array([-10, -10, 500, 200]), _resources(pdf)
    form.Resources.XObject = Dictionary({f"/{name}": value for name, value in objects.items()})
    return form


def _image(width: int, height: int, space: Any) -> Dictionary:
    return Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height, ColorSpace=space, BitsPerComponent=8
    )


def _composite(pdf: pikepdf.Pdf, direction: str) -> Any:
    below = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name.Arial,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        DW=600,
        W=Array([0x30, Array([556] * 5), 0x35, 0x39, 556]),
        FontDescriptor=Dictionary(Type=Name.FontDescriptor, FontName=Name.Arial, Flags=4, ItalicAngle=0, StemV=80),
    )
    below.FontDescriptor.update(
        Dictionary(FontBBox=Array([0, -200, 1000, 900]), Ascent=900, Descent=-200, CapHeight=700)
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name.Arial,
            Encoding=Name(f"/Identity-{direction}"),
            DescendantFonts=Array([pdf.make_indirect(below)]),
            ToUnicode=_to_unicode(pdf, 2),
        )
    )


def _to_unicode(pdf: pikepdf.Pdf, length: int) -> Any:
    low, high = f"{0x20:0{2 * length}x}", f"{0x7E:0{2 * length}x}"
    space = f"<{'00' * length}> <{'ff' * length}>"
    return pdf.make_stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        b"1 begincodespacerange %b endcodespacerange\n1 beginbfrange <%b> <%b> <0020> endbfrange\n"
        b"endcmap end end" % (space.encode(), low.encode(), high.encode())
    )


def _properties(pdf: pikepdf.Pdf, secret: str) -> None:
    """Properties twice, scripts, labels, destinations, bookmarks, private data, a portfolio."""
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(f"titel {secret}"), Author=String(f"maker {secret}"), Eigen=String(f"\ufeffeigen {secret}")
        )
    )
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:format="{secret}"><dc:creator>{secret}'
        "</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    root = pdf.Root
    root.Metadata = pdf.make_stream(xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)
    script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{secret}')"))
    root.OpenAction = Dictionary(S=Name.JavaScript, JS=pdf.make_stream(f"var bsn = '{secret}'".encode()))
    root.AA = Dictionary(WC=script)
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(f"blad {secret} "))]))
    root.PieceInfo = Dictionary(Maker=Dictionary(LastModified=String("D:2024"), Private=String(f"geheim {secret}")))
    root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=1))
    mark = pdf.make_indirect(Dictionary(Title=String(f"bladwijzer {secret}"), Parent=root.Outlines))
    root.Outlines.First = root.Outlines.Last = mark
    dest = Array([pdf.pages[0].obj, Name.Fit])
    root.Names = Dictionary(
        Dests=Dictionary(Names=Array([String(f"doel {secret}"), dest])),
        JavaScript=Dictionary(Names=Array([String(f"script {secret}"), script])),
    )
    root.Collection = Dictionary(Schema=Dictionary(A=Dictionary(N=String(f"kolom {secret}"))))


def _structure(pdf: pikepdf.Pdf, pages: list[Any], secret: str) -> None:
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    element = Dictionary(
        Type=Name.StructElem,
        S=Name.Figure,
        P=root,
        Pg=pages[0],
        Alt=String(f"alt {secret}"),
        ActualText=String(f"tekst {secret}"),
        E=String(f"voluit {secret}"),
        T=String(f"kop {secret}"),
    )
    root.K = Array([pdf.make_indirect(element)])
    pdf.Root.StructTreeRoot = root
    pages[0].PieceInfo = Dictionary(Maker=Dictionary(Private=String(f"blad {secret}")))
    pages[0].Thumb = pdf.make_stream(bytes(64), _image(8, 8, Name.DeviceGray))


def _annotations(pdf: pikepdf.Pdf, page: Any, secret: str) -> None:
    """A note, a link, text that stands on the page, one that is hidden, an attached file."""
    look = _xobject(pdf, f"BT /F1 12 Tf 2 2 Td (vrij {secret}) Tj ET")
    hidden = _xobject(pdf, f"BT /F1 12 Tf 2 2 Td (weg {secret}) Tj ET")
    rect = Array([300, 700, 500, 720])
    file = Dictionary(Type=Name.Filespec, F=String(f"notitie {secret}.txt"))
    file.EF = Dictionary(F=pdf.make_stream(f"in de notitie {secret}".encode()))
    page.Annots = Array(
        [
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Text,
                Rect=rect,
                Contents=String(f"notitie {secret}"),
                T=String(f"schrijver {secret}"),
                RC=String(f"<body><p>rijk <b>{secret}</b></p></body>"),
            ),
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rect, A=pdf.make_indirect(_link(secret))),
            Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=rect, F=4, AP=Dictionary(N=look)),
            Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=rect, F=2, AP=Dictionary(N=hidden)),
            Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=rect, FS=file),
        ]
    )


def _link(secret: str) -> Dictionary:
    return Dictionary(S=Name.URI, URI=String(f"https://example.nl/{secret}"))


def _form(pdf: pikepdf.Pdf, page: Any, secret: str) -> None:
    """A field with a value and a look, one without a look, a list, and the same again as XML."""
    look = _xobject(pdf, f"/Tx BMC BT /F1 12 Tf 2 4 Td (ingevuld {secret}) Tj ET EMC")
    shown = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T=String("bsn"),
        TU=String(f"uitleg {secret}"),
        V=String(f"waarde {secret}"),
        DV=String(f"eerst {secret}"),
        Rect=Array([72, 100, 372, 120]),
        AP=Dictionary(N=look),
        F=4,
    )
    choices = Dictionary(FT=Name.Ch, T=String(f"lijst {secret}"), Opt=Array([String(f"keus {secret}"), String("x")]))
    fields = [pdf.make_indirect(shown), pdf.make_indirect(choices)]
    page.Annots = Array(fields[:1])
    data = f"<xfa:data xmlns:xfa='urn:x'><bsn>{secret}</bsn></xfa:data>"
    pdf.Root.AcroForm = Dictionary(
        Fields=Array(fields),
        DR=_resources(pdf),
        DA=String("/F1 12 Tf 0 g"),
        XFA=Array([String("datasets"), pdf.make_stream(data.encode())]),
    )


def _files(pdf: pikepdf.Pdf, secret: str) -> None:
    spec = Dictionary(Type=Name.Filespec, F=String(f"bijlage {secret}.txt"), Desc=String(f"omschrijving {secret}"))
    spec.EF = Dictionary(F=pdf.make_stream(f"bijlage met {secret}".encode(), Type=Name.EmbeddedFile))
    pdf.Root.Names.EmbeddedFiles = Dictionary(Names=Array([String("bijlage"), pdf.make_indirect(spec)]))
    other = Dictionary(Type=Name.Filespec, UF=String(f"los {secret}.txt"))
    other.EF = Dictionary(F=pdf.make_stream(f"los bestand met {secret}".encode()))
    pdf.Root.AF = Array([other])


def _orphan(pdf: pikepdf.Pdf, secret: str) -> Any:
    return pdf.make_indirect(
        Dictionary(Los=String(f"wees {secret}"), Inhoud=pdf.make_stream(f"losse {secret}".encode()))
    )


def _revised(data: bytes, secret: str) -> bytes:
    """The file with an update behind it: one object held the secret before, and now does not."""
    old = f"(wees {secret})".encode()
    found = max(
        (m for m in re.finditer(rb"(\d+) 0 obj\n", data) if m.start() < data.index(old)), key=lambda m: m.start()
    )
    body = data[found.start() : data.index(b"endobj", found.start()) + 6].replace(old, b"(wees)")
    before = int(data.rpartition(b"startxref\n")[2].split()[0])
    trailer = re.search(rb"trailer <<(.*?)>>\s*startxref", data, re.DOTALL)
    assert trailer
    start = len(data) + 1
    table = b"xref\n%d 1\n%010d 00000 n \n" % (int(found.group(1)), start)
    end = b"trailer <<%b/Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (trailer.group(1), before, start + len(body) + 1)
    return data + b"\n" + body + b"\n" + table + end
