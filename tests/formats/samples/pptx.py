"""A PowerPoint presentation with a secret in every place where one can stand."""

# ruff: noqa: E501 - a line of markup reads better in one piece

import io
import zipfile

_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_O = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NS = f'xmlns:p="{_P}" xmlns:a="{_A}" xmlns:r="{_O}/relationships"'
_PML = "application/vnd.openxmlformats-officedocument.presentationml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

PLACES = 26
"""How often the secret stands in the sample, at the least."""


def sample(secret: str) -> bytes:
    """A valid presentation that holds the secret in each part, and split over runs."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _members(secret).items():
            archive.writestr(name, content if isinstance(content, bytes) else _DECLARATION + content)
    return out.getvalue()


def _members(secret: str) -> dict[str, str | bytes]:
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _rels(
            ("officeDocument", "ppt/presentation.xml"),
            ("metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>maker {secret}</dc:creator></cp:coreProperties>',
        "ppt/presentation.xml": f'<p:presentation {_NS}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>'
        '</p:sldMasterIdLst><p:sldIdLst><p:sldId id="256" r:id="rId3"/><p:sldId id="257" r:id="rId2"/></p:sldIdLst>'
        f'<p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/><p:custShowLst><p:custShow id="0" '
        f'name="voorstelling {secret}"/></p:custShowLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": _rels(
            ("slideMaster", "slideMasters/slideMaster1.xml", "rId1"),
            ("slide", "slides/slide1.xml", "rId2"),
            ("slide", "slides/slide2.xml", "rId3"),
            ("commentAuthors", "commentAuthors.xml"),
            ("tags", "tags/tag1.xml"),
        ),
        **_slides(secret),
        **_masters(secret),
        **_beside(secret),
    }


def _shape(*paragraphs: str, descr: str = "") -> str:
    body = "".join(f"<a:p>{text}</a:p>" for text in paragraphs)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="vorm" descr="{descr}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/>{body}</p:txBody></p:sp>"
    )


def _run(text: str) -> str:
    return f"<a:r><a:t>{text}</a:t></a:r>"


def _tree(*shapes: str) -> str:
    group = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    return f"<p:spTree>{group}{''.join(shapes)}</p:spTree>"


def _slides(secret: str) -> dict[str, str | bytes]:
    table = (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="5" name="tabel"/><p:cNvGraphicFramePr/><p:nvPr/>'
        '</p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="1" cy="1"/></p:xfrm><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblGrid><a:gridCol w="1"/><a:gridCol w="1"/>'
        f'</a:tblGrid><a:tr h="1"><a:tc><a:txBody><a:bodyPr/><a:p>{_run("BSN")}</a:p></a:txBody></a:tc><a:tc><a:txBody>'
        f"<a:bodyPr/><a:p>{_run(secret)}</a:p></a:txBody></a:tc></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
    first = _tree(
        _shape(f"{_run(secret[:3])}{_run(secret[3:])}", f"veld <a:fld type='x'><a:t>{secret}</a:t></a:fld>"),
        _shape(f'<a:r><a:rPr><a:hlinkClick r:id="rId4" tooltip="tip {secret}"/></a:rPr><a:t>post</a:t></a:r>'),
        _shape(_run("beeld"), descr=f"beeld {secret}"),
        table,
    )
    return {
        "ppt/slides/slide1.xml": f"<p:sld {_NS}><p:cSld name='dia {secret}'>{first}</p:cSld></p:sld>",
        "ppt/slides/slide2.xml": f"<p:sld {_NS} show='0'><p:cSld>{_tree(_shape(_run('verborgen ' + secret)))}</p:cSld></p:sld>",
        "ppt/slides/_rels/slide1.xml.rels": _rels(
            ("slideLayout", "../slideLayouts/slideLayout1.xml"),
            ("notesSlide", "../notesSlides/notesSlide1.xml"),
            ("comments", "../comments/comment1.xml"),
            ("hyperlink", f"mailto:{secret}@voorbeeld.nl", "rId4", True),
            ("chart", "../charts/chart1.xml"),
            ("diagramData", "../diagrams/data1.xml"),
        ),
        "ppt/slides/_rels/slide2.xml.rels": _rels(("slideLayout", "../slideLayouts/slideLayout1.xml")),
        "ppt/notesSlides/notesSlide1.xml": f"<p:notes {_NS}><p:cSld>{_tree(_shape(_run('notitie ' + secret)))}</p:cSld>"
        "</p:notes>",
        "ppt/notesSlides/_rels/notesSlide1.xml.rels": _rels(("slide", "../slides/slide1.xml")),
    }


def _masters(secret: str) -> dict[str, str | bytes]:
    return {
        "ppt/slideMasters/slideMaster1.xml": f"<p:sldMaster {_NS}><p:cSld>{_tree(_shape(_run('model ' + secret)))}</p:cSld>"
        '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
        'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
        '<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>',
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": _rels(
            ("slideLayout", "../slideLayouts/slideLayout1.xml", "rId1")
        ),
        "ppt/slideLayouts/slideLayout1.xml": f"<p:sldLayout {_NS}><p:cSld name='opmaak {secret}'>"
        f"{_tree(_shape(_run('opmaak ' + secret)))}</p:cSld></p:sldLayout>",
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": _rels(("slideMaster", "../slideMasters/slideMaster1.xml")),
    }


def _beside(secret: str) -> dict[str, str | bytes]:
    chart = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    modern = "http://schemas.microsoft.com/office/powerpoint/2018/8/main"
    return {
        "ppt/commentAuthors.xml": f'<p:cmAuthorLst {_NS}><p:cmAuthor id="0" name="schrijver {secret}" initials="{secret}" '
        'lastIdx="1" clrIdx="0"/></p:cmAuthorLst>',
        "ppt/comments/comment1.xml": f'<p:cmLst {_NS}><p:cm authorId="0" dt="2024-01-01T00:00:00" idx="1"><p:pos x="1" y="1"/>'
        f"<p:text>opmerking {secret}</p:text></p:cm></p:cmLst>",
        "ppt/comments/modernComment_1.xml": f'<p188:cmLst xmlns:p188="{modern}" {_NS}><p188:cm id="{{1}}" authorId="{{2}}">'
        f"<p188:txBody><a:bodyPr/><a:p>{_run(secret[:5])}{_run(secret[5:])}</a:p></p188:txBody></p188:cm></p188:cmLst>",
        "ppt/authors.xml": f'<p188:authorLst xmlns:p188="{modern}"><p188:author id="{{2}}" name="auteur {secret}" '
        f'initials="S" userId="{secret}" providerId="None"/></p188:authorLst>',
        "ppt/tags/tag1.xml": f'<p:tagLst {_NS}><p:tag name="BSN" val="{secret}"/></p:tagLst>',
        "ppt/charts/chart1.xml": f'<c:chartSpace xmlns:c="{chart}" xmlns:a="{_A}"><c:chart><c:title><c:tx><c:rich><a:p>'
        f"{_run('titel ' + secret)}</a:p></c:rich></c:tx></c:title><c:plotArea><c:ser><c:cat><c:strRef><c:strCache>"
        f'<c:pt idx="0"><c:v>{secret}</c:v></c:pt></c:strCache></c:strRef></c:cat></c:ser></c:plotArea></c:chart>'
        "</c:chartSpace>",
        "ppt/charts/_rels/chart1.xml.rels": _rels(("package", "../embeddings/gegevens.txt")),
        "ppt/embeddings/gegevens.txt": f"gegevens {secret}".encode(),
        "ppt/diagrams/data1.xml": '<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
        f'xmlns:a="{_A}"><dgm:ptLst><dgm:pt><dgm:t><a:p>{_run("schema " + secret)}</a:p></dgm:t></dgm:pt></dgm:ptLst>'
        "</dgm:dataModel>",
        "ppt/fonts/font1.fntdata": f"naam {secret}".encode("utf-16-be"),
    }


def _content_types() -> str:
    drawing = "application/vnd.openxmlformats-officedocument.drawingml"
    kinds = {
        "ppt/presentation.xml": f"{_PML}.presentation.main+xml",
        "ppt/slides/slide1.xml": f"{_PML}.slide+xml",
        "ppt/slides/slide2.xml": f"{_PML}.slide+xml",
        "ppt/notesSlides/notesSlide1.xml": f"{_PML}.notesSlide+xml",
        "ppt/slideMasters/slideMaster1.xml": f"{_PML}.slideMaster+xml",
        "ppt/slideLayouts/slideLayout1.xml": f"{_PML}.slideLayout+xml",
        "ppt/commentAuthors.xml": f"{_PML}.commentAuthors+xml",
        "ppt/comments/comment1.xml": f"{_PML}.comments+xml",
        "ppt/comments/modernComment_1.xml": "application/vnd.ms-powerpoint.comments+xml",
        "ppt/authors.xml": "application/vnd.ms-powerpoint.authors+xml",
        "ppt/tags/tag1.xml": f"{_PML}.tags+xml",
        "ppt/charts/chart1.xml": f"{drawing}.chart+xml",
        "ppt/diagrams/data1.xml": f"{drawing}.diagramData+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "txt": "text/plain",
        "fntdata": "application/x-fontdata",
    }
    lines = [f'<Default Extension="{suffix}" ContentType="{kind}"/>' for suffix, kind in defaults.items()]
    lines += [f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items()]
    return f'<Types xmlns="{_PACKAGE}/content-types">{"".join(lines)}</Types>'


def _rels(*relations: tuple) -> str:
    lines = []
    for number, (kind, target, *rest) in enumerate(relations, start=1):
        base = f"{_PACKAGE}/relationships" if kind.startswith("metadata") else f"{_O}/relationships"
        identifier = rest[0] if rest else f"rIdX{number}"
        mode = ' TargetMode="External"' if len(rest) > 1 else ""
        lines.append(f'<Relationship Id="{identifier}" Type="{base}/{kind}" Target="{target}"{mode}/>')
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'
