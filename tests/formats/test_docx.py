"""Word documents: what is read, and that what was cut is gone."""

from __future__ import annotations

import base64
import importlib.util
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import docx as python_docx
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from piiscan.config import Limits
from piiscan.errors import CannotRedact, ReadError, UnsupportedFormat
from piiscan.formats import docx
from piiscan.model import Blob, Cut, Problem, Span, Status, Text
from piiscan.reading import Reading

SECRET = "123456782"
REAL = Path(__file__).parents[3] / "shared" / "data" / "documents"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def sample_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sample_docx", Path(__file__).parent / "samples" / "docx.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SAMPLE = sample_module()
DATA = SAMPLE.sample(SECRET)


def blob_of(data: bytes) -> Blob:
    return Blob("brief.docx", lambda: io.BytesIO(data), len(data), "brief.docx")


def parts(data: bytes, limits: Limits | None = None) -> list[object]:
    return list(docx.parts(blob_of(data), Reading(limits)))


def texts(data: bytes) -> list[Text]:
    return [part for part in parts(data) if isinstance(part, Text)]


def runs(data: bytes) -> list[tuple[str, str, str]]:
    """Place, label and content of every run."""
    found = []
    for part in texts(data):
        ends = [*part.starts[1:], len(part.text)]
        found += [
            (place, part.label(start), part.text[start:end])
            for start, end, place in zip(part.starts, ends, part.places, strict=True)
        ]
    return found


class Editor:
    """Cuts what a pattern matches; a blob is answered by a function."""

    def __init__(self, pattern: str = SECRET, answer: Callable[[Blob], Blob | None] | None = None) -> None:
        self.pattern = pattern
        self.answer = answer or self._replaced
        self.asked: list[object] = []

    def text(self, part: Text) -> list[Cut]:
        self.asked.append(part)
        return [Cut(Span(*match.span()), "NL_BSN", "[BSN]") for match in re.finditer(self.pattern, part.text)]

    def picture(self, part: object) -> list[object]:
        raise AssertionError("a document has no pictures of its own")

    def blob(self, part: Blob) -> Blob | None:
        self.asked.append(part)
        return self.answer(part)

    def _replaced(self, part: Blob) -> Blob:
        with part.open() as stream:
            data = stream.read().replace(SECRET.encode(), b"[BSN]")
        return Blob(part.path, lambda: io.BytesIO(data), len(data), part.name)


def redacted(data: bytes, editor: Editor | None = None) -> bytes:
    out = io.BytesIO()
    docx.redact(blob_of(data), editor or Editor(), out, Reading())
    return out.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def changed(data: bytes, **changes: str | bytes | None) -> bytes:
    """The same package with some members replaced, added or (None) left out; ``__`` stands for ``/``."""
    found: dict[str, str | bytes | None] = {**members(data)}
    found.update({name.replace("__", "/").replace("_xml", ".xml"): content for name, content in changes.items()})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in found.items():
            if content is not None:
                archive.writestr(name, content)
    return out.getvalue()


def document(body: str) -> bytes:
    """A document with this body and nothing else."""
    found = members(DATA)
    spaces = found["word/document.xml"].decode().partition("<w:document ")[2].partition(">")[0]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", found["[Content_Types].xml"])
        archive.writestr("_rels/.rels", re.sub(rb'<[^>]*"docProps[^>]*>', b"", found["_rels/.rels"]))
        content = f"<w:document {spaces}><w:body>{body}<w:sectPr/></w:body></w:document>"
        archive.writestr("word/document.xml", content)
    return out.getvalue()


def paragraph(*pieces: str) -> str:
    return f"<w:p>{''.join(f'<w:r><w:t>{piece}</w:t></w:r>' for piece in pieces)}</w:p>"


@pytest.mark.parametrize(
    "place",
    [
        "paragraph=1",
        "paragraph=16",
        "header=1;paragraph=1",
        "footer=1;paragraph=1",
        "footnotes;paragraph=1",
        "endnotes;paragraph=1",
        "comments;paragraph=1",
        "comments",
        "people",
        "glossary;paragraph=1",
        "settings",
        "styles",
        "properties;creator",
        "properties;Company",
        "properties;bsn",
        "customXml",
        "chart=1;paragraph=1",
        "diagramData;paragraph=1",
        "hyperlink=1",
        "hyperlink=2",
        "image=1",
        "printerSettings",
        "names",
    ],
)
def test_a_secret_is_found_in_each_place(place: str) -> None:
    found = {part.at(match.start()) for part in texts(DATA) for match in re.finditer(SECRET, part.text)}
    assert place in found


def test_pictures_and_files_are_blobs_with_raw_names() -> None:
    blobs = {part.name: part for part in parts(DATA) if isinstance(part, Blob)}
    assert set(blobs) == {
        "docProps/thumbnail.png",
        "word/media/image1.png",
        "word/afchunk.txt",
        "word/embeddings/bijlage.txt",
    }
    assert blobs["word/afchunk.txt"].path == "brief.docx!/word/afchunk.txt"
    assert blobs["word/afchunk.txt"].open().read() == f"ingevoegd {SECRET}".encode()


def test_a_value_split_by_a_deletion_is_seen_before_and_after_it() -> None:
    data = document(
        '<w:p><w:r><w:t>12345</w:t></w:r><w:del w:id="1" w:author="x"><w:r><w:delText>6</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="x"><w:r><w:t>7</w:t></w:r></w:ins><w:r><w:t>782</w:t></w:r></w:p>'
    )
    text = "\n".join(part.text for part in texts(data))
    assert "123457782" in text
    assert "123456782" in text


def test_marks_in_a_value_stand_in_the_text() -> None:
    data = document("<w:p><w:r><w:t>1234</w:t><w:noBreakHyphen/><w:t>56</w:t><w:tab/><w:t>782</w:t></w:r></w:p>")
    assert any("1234-56\t782" in part.text for part in texts(data))


def test_a_cell_is_labelled_by_the_cell_to_its_left_in_a_form_and_by_its_head_in_a_table() -> None:
    file = python_docx.Document()
    form = file.add_table(2, 2)
    table = file.add_table(3, 3)
    for row, values in enumerate((("Naam", "Sanne"), ("BSN", SECRET))):
        for column, value in enumerate(values):
            form.cell(row, column).text = value
    for row, values in enumerate(
        (("Naam", "BSN", "Plaats"), ("Sanne", SECRET, "Delft"), ("Bram", "111222333", "Goes"))
    ):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    out = io.BytesIO()
    file.save(out)
    labels = [(text, label) for _, label, text in runs(out.getvalue()) if text in (SECRET, "111222333", "Delft")]
    assert labels == [(SECRET, "Sanne BSN"), (SECRET, "BSN"), ("Delft", "Plaats"), ("111222333", "BSN")]
    body = next(part for part in texts(out.getvalue()) if "Delft" in part.text)
    pieces = [body.text[start:end] for start, end in zip(body.starts, [*body.starts[1:], None], strict=True)]
    columns = dict(zip(pieces, body.columns, strict=True))
    assert len({columns[value] for value in ("Naam", "BSN", "Plaats")}) == 3
    assert columns["Delft"] == columns["Plaats"]
    assert body.heads[columns["Delft"]] == "Plaats"


def test_a_content_control_gives_its_title_as_label() -> None:
    assert ("paragraph=12", f"vak {SECRET}", f"gebonden {SECRET}") in runs(DATA)


def test_drawing_data_and_field_data_in_base64_are_unpacked() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("drs/shapexml.xml", f"<a>{SECRET}</a>")
    shape = base64.b64encode(inner.getvalue()).decode()
    remembered = base64.b64encode(f"adres {SECRET}".encode("utf-16-le")).decode()
    data = document(
        f'<w:p><w:r><w:pict><v:shape o:gfxdata="{shape}"/></w:pict></w:r><w:r><w:fldChar w:fldCharType="begin">'
        f"<w:fldData>{remembered}</w:fldData></w:fldChar></w:r></w:p>"
    )
    blobs = [part for part in parts(data) if isinstance(part, Blob) and "gfxdata" in part.name]
    assert [blob.open().read() for blob in blobs] == [inner.getvalue()]
    assert any(SECRET in part.text for part in texts(data))
    assert b"gfxdata=" not in members(redacted(data))["word/document.xml"]
    assert b"fldData" not in members(redacted(data))["word/document.xml"]


def test_a_large_body_comes_in_windows_that_follow_each_other() -> None:
    line = "regel " * 200
    data = document("".join(paragraph(line) for _ in range(2000)))
    windows = [part for part in texts(data) if part.at(0).startswith("paragraph")]
    assert len(windows) > 1
    assert all(len(part.text) < 3 << 20 for part in windows)
    assert [part.base for part in windows] == [sum(len(w.text) for w in windows[:n]) for n in range(len(windows))]
    assert windows[-1].at(len(windows[-1].text) - 1) == "paragraph=2000"


@pytest.mark.parametrize(
    ("content", "status", "reason"),
    [
        ("<w:hdr>", Status.PARTIAL, "corrupt"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', Status.LIMIT, "entities"),
        ("<a>" * 2000 + "</a>" * 2000, Status.PARTIAL, "corrupt"),
    ],
)
def test_one_broken_part_leaves_the_others(content: str, status: Status, reason: str) -> None:
    data = changed(DATA, word__header1_xml=content)
    found = parts(data)
    assert [part for part in found if isinstance(part, Problem)] == [Problem("brief.docx", status, reason, "header=1")]
    assert any(SECRET in part.text for part in found if isinstance(part, Text) and part.at(0) == "paragraph=1")
    with pytest.raises(CannotRedact):
        redacted(data)


def test_a_part_too_large_for_a_tree_is_a_problem() -> None:
    found = parts(DATA, Limits(part=8000))
    assert {part.status for part in found if isinstance(part, Problem)} == {Status.LIMIT}


def test_what_hides_in_the_zip_itself_is_read_and_gone() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(DATA)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            target.writestr(info.filename, source.read(info))
        late = zipfile.ZipInfo(f"map {SECRET}/")
        late.comment, late.extra = f"noot {SECRET}".encode(), b"\xfe\xca" + bytes([len(SECRET), 0]) + SECRET.encode()
        target.writestr(late, b"")
    data = f"vooraf {SECRET}".encode() + out.getvalue()
    found = parts(data)
    said = [part.text for part in found if isinstance(part, Text) and part.places[0] == "names"]
    assert sum(text.count(SECRET) for text in said) == 3
    hidden = [part for part in found if isinstance(part, Blob) and "gap" in part.path]
    assert [blob.open().read() for blob in hidden] == [f"vooraf {SECRET}".encode()]
    assert SECRET.encode() not in redacted(data)


def test_a_member_that_lies_about_its_size_is_not_skipped() -> None:
    data = bytearray(DATA)
    with zipfile.ZipFile(io.BytesIO(DATA)) as archive:
        info = archive.getinfo("word/header1.xml")
    entry = data.index(b"PK\x01\x02")
    while data[entry + 46 : entry + 46 + len(info.filename)] != info.filename.encode():
        entry = data.index(b"PK\x01\x02", entry + 4)
    data[entry + 24 : entry + 28] = bytes(4)
    assert Problem("brief.docx", Status.PARTIAL, "corrupt", "header=1") in parts(bytes(data))


def test_a_bomb_stops_at_the_budget() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 40_000_000 + b"</a>")
    with pytest.raises(ReadError, match="ratio"):
        list(docx.parts(blob_of(out.getvalue()), Reading(size=len(out.getvalue()))))


def test_redact_asks_about_exactly_what_parts_yields() -> None:
    def shown(part: object) -> tuple[object, ...]:
        return (part.text, tuple(part.places)) if isinstance(part, Text) else (part.path,)  # type: ignore[attr-defined]

    editor = Editor()
    redacted(DATA, editor)
    assert list(map(shown, editor.asked)) == list(map(shown, parts(DATA)))


def test_what_is_cut_is_in_no_member() -> None:
    for name, content in members(redacted(DATA)).items():
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert SECRET.encode(encoding) not in content, name
        joined = re.sub(rb"<[^>]*>", b"", content)
        assert SECRET.encode() not in joined, name


def test_only_the_document_itself_is_kept() -> None:
    kept = members(redacted(DATA))
    assert not [name for name in kept if re.search("comments|people|custom|thumbnail|glossary|printer", name)]
    assert kept["docProps/core.xml"].endswith(b'metadata/core-properties"/>')
    body = kept["word/document.xml"]
    for trace in (
        b"w:ins ",
        b"w:del ",
        b"moveFrom",
        b"comment",
        b"rsid",
        b"paraId",
        b"dataBinding",
        b"smartTag",
        b"<!",
    ):
        assert trace not in body, trace
    for kept_text in (b"blijft", b"anders", b"hier ", b"nieuw ", b"opgemerkt"):
        assert kept_text in body
    assert b">rij<" not in body
    assert b"weg " not in body
    for trace in (b"rsids", b"mailMerge", b"docVars"):
        assert trace not in kept["word/settings.xml"]


def test_nothing_dangles_and_everything_is_listed() -> None:
    kept = members(redacted(DATA))
    types = etree.fromstring(kept["[Content_Types].xml"])
    listed = {element.get("PartName") for element in types.iter("{*}Override")}
    assert {f"/{name}" for name in kept if not name.endswith(".rels") and name != "[Content_Types].xml"} == listed
    for name, content in kept.items():
        if name.endswith(".rels"):
            relations = etree.fromstring(content)
            for relation in relations:
                if relation.get("TargetMode") != "External":
                    assert (relation.get("Target") or "").lstrip("/") in kept
            owner = name.replace("_rels/", "").removesuffix(".rels")
            if owner in kept:
                used = set(re.findall(rb'r:(?:id|embed|dm|lo|qs|cs|link)="([^"]+)"', kept[owner]))
                assert used <= {(relation.get("Id") or "").encode() for relation in relations}


def test_the_copy_is_a_fresh_zip() -> None:
    with zipfile.ZipFile(io.BytesIO(redacted(DATA))) as archive:
        assert archive.comment == b""
        for info in archive.infolist():
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert info.extra == b""
            assert info.comment == b""
        assert len(archive.namelist()) == len(set(archive.namelist()))


def test_the_copy_opens_in_another_reader_and_says_the_same() -> None:
    copy = python_docx.Document(io.BytesIO(redacted(DATA)))
    lines = [line.text for line in copy.paragraphs]
    assert lines[0] == "gewoon [BSN]"
    assert "nieuw [BSN]" in lines
    assert [cell.text for cell in copy.tables[0].rows[0].cells] == ["BSN", "[BSN]"]
    assert len(copy.tables[0].rows) == 1
    assert copy.sections[0].header.paragraphs[0].text == "kop [BSN]"
    assert copy.core_properties.author == ""


def test_redacting_twice_changes_nothing_more() -> None:
    once = redacted(DATA)
    assert redacted(once) == once


def test_a_link_is_cut_and_stays_a_valid_address() -> None:
    relations = members(redacted(DATA))["word/_rels/document.xml.rels"]
    assert b'Target="mailto:%5BBSN%5D@voorbeeld.nl"' in relations
    assert b"file:///" not in relations


def test_a_number_in_a_chart_stays_a_number() -> None:
    chart = members(DATA)["word/charts/chart1.xml"].replace(b"strCache", b"numCache").replace(b"strRef", b"numRef")
    copy = members(redacted(changed(DATA, word__charts__chart1_xml=chart)))
    assert b"<c:v>0</c:v>" in copy["word/charts/chart1.xml"]


def test_the_workbook_behind_a_chart_stays_behind() -> None:
    relations = members(DATA)["customXml/_rels/item1.xml.rels"].decode()
    relations = relations.replace("/customXmlProps", "/package").replace("itemProps1.xml", "../embeddings/bijlage.txt")
    chart = members(DATA)["word/charts/chart1.xml"].decode()
    chart = chart.replace(
        "</c:chartSpace>", f'<c:externalData xmlns:r="{SAMPLE._O}/relationships" r:id="rId1"/></c:chartSpace>'
    )
    body = members(DATA)["word/_rels/document.xml.rels"].replace(b'Id="rIdFile"', b'Id="rIdNone"')
    body = re.sub(rb'<Relationship Id="rIdNone"[^>]*/>', b"", body)
    data = changed(
        DATA,
        **{"word__charts___rels__chart1_xml.rels": relations, "word___rels__document_xml.rels": body},
        word__charts__chart1_xml=chart,
    )
    copy = members(redacted(data))
    assert "word/embeddings/bijlage.txt" not in copy
    assert b"externalData" not in copy["word/charts/chart1.xml"]


def test_an_ole_object_goes_and_its_picture_stays() -> None:
    relations = members(DATA)["word/_rels/document.xml.rels"].replace(b"package", b"oleObject", 1)
    data = changed(
        DATA,
        **{"word___rels__document_xml.rels": relations},
        **{"word__embeddings__bijlage.txt": b"\xd0\xcf\x11\xe0" * 9},
    )

    def refuse(part: Blob) -> Blob | None:
        if "embeddings" in part.path:
            raise UnsupportedFormat("legacy", part.path)
        return part

    copy = members(redacted(data, Editor(answer=refuse)))
    assert "word/embeddings/bijlage.txt" not in copy
    assert b"OLEObject" not in copy["word/document.xml"]
    assert b"imagedata" in copy["word/document.xml"]


def test_a_picture_that_cannot_be_redacted_stops_everything() -> None:
    def refuse(part: Blob) -> Blob | None:
        if "media" in part.path:
            raise CannotRedact("no", part.path)
        return part

    out = io.BytesIO()
    with pytest.raises(CannotRedact):
        docx.redact(blob_of(DATA), Editor(answer=refuse), out, Reading())
    assert not out.getvalue()


def test_a_blob_that_is_left_out_leaves_no_reference() -> None:
    copy = members(redacted(DATA, Editor(answer=lambda part: None)))
    assert not [name for name in copy if "media" in name or "embeddings" in name or "afchunk" in name]
    assert b"altChunk" not in copy["word/document.xml"]
    python_docx.Document(io.BytesIO(redacted(DATA, Editor(answer=lambda part: None))))


def test_a_renamed_blob_gets_a_name_that_shows_nothing() -> None:
    def renamed(part: Blob) -> Blob:
        return Blob(part.path, part.open, part.size, part.name.replace("image1", "[BSN]"))

    copy = members(redacted(DATA, Editor(answer=renamed)))
    pictures = [name for name in copy if name.startswith("word/media/")]
    assert len(pictures) == 1
    assert re.fullmatch(r"word/media/file\d+\.png", pictures[0])


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("application/vnd.voorbeeld.nieuw+xml", "kind that is not known")],
)
def test_a_part_of_an_unknown_kind_is_refused(kind: str, reason: str) -> None:
    types = members(DATA)["[Content_Types].xml"].decode()
    types = types.replace("application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml", kind)
    with pytest.raises(CannotRedact, match=reason):
        redacted(changed(DATA, **{"[Content_Types]_xml": types}))


def test_a_package_without_a_list_of_types_is_read_but_not_redacted() -> None:
    data = changed(DATA, **{"[Content_Types]_xml": None})
    assert sum(part.text.count(SECRET) for part in texts(data)) > 50
    with pytest.raises(CannotRedact, match="no body"):
        redacted(data)


def test_two_parts_with_one_name_are_both_read_and_not_redacted() -> None:
    out = io.BytesIO(DATA)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/header1.xml", f"<w:hdr xmlns:w='{W}'><w:p><w:r><w:t>tweede</w:t></w:r></w:p></w:hdr>")
    assert any("tweede" in part.text for part in texts(out.getvalue()))
    assert any(f"kop {SECRET}" in part.text for part in texts(out.getvalue()))
    with pytest.raises(CannotRedact, match="same name"):
        redacted(out.getvalue())


def test_a_part_whose_name_holds_a_value_is_refused_only_where_it_is_kept() -> None:
    extra = {f"word__{SECRET}_xml": "<los/>"}
    assert SECRET not in str(members(redacted(changed(DATA, **extra))).keys())
    moved = {
        f"word__header{SECRET}_xml": members(DATA)["word/header1.xml"],
        "word__header1_xml": None,
        "[Content_Types]_xml": members(DATA)["[Content_Types].xml"].replace(b"header1", f"header{SECRET}".encode()),
        "word___rels__document_xml.rels": members(DATA)["word/_rels/document.xml.rels"].replace(
            b"header1", f"header{SECRET}".encode()
        ),
    }
    with pytest.raises(CannotRedact, match="name"):
        redacted(changed(DATA, **moved))


def test_deleted_paragraphs_rows_and_tables_leave_a_valid_document() -> None:
    mark = '<w:pPr><w:rPr><w:del w:id="1" w:author="x"/></w:rPr></w:pPr>'
    gone = '<w:del w:id="2" w:author="x"><w:r><w:delText>weg</w:delText></w:r></w:del>'
    row = f'<w:tr><w:trPr><w:del w:id="3" w:author="x"/></w:trPr><w:tc><w:tcPr/>{paragraph("weg")}</w:tc></w:tr>'
    nested = f"<w:tbl><w:tr><w:tc>{paragraph('binnen')}</w:tc></w:tr></w:tbl><w:p>{mark}{gone}</w:p>"
    data = document(
        f"{paragraph('eerste')}<w:p>{mark}{gone}</w:p><w:tbl><w:tblPr/><w:tblGrid/>{row}</w:tbl>"
        f"<w:tbl><w:tr><w:tc>{nested}</w:tc></w:tr></w:tbl>{paragraph('laatste')}"
    )
    body = etree.fromstring(members(redacted(data))["word/document.xml"])[0]
    assert [etree.QName(child).localname for child in body] == ["p", "tbl", "p", "sectPr"]
    for cell in body.iter(f"{{{W}}}tc"):
        assert etree.QName(cell[-1]).localname == "p"
    assert "weg" not in "".join(body.itertext())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(alphabet="ab1 ", min_size=1, max_size=4), min_size=1, max_size=8), st.data())
def test_a_value_over_any_runs_is_cut_and_nothing_else(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    assume(text.strip())
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    class One(Editor):
        def text(self, part: Text) -> list[Cut]:
            return [Cut(Span(start, end), "X", "#")] if part.text == text else []

    copy = redacted(document(paragraph(*pieces)), One())
    found = python_docx.Document(io.BytesIO(copy)).paragraphs[0].text
    assert found == text[:start] + "#" + text[end:]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_broken_bytes_give_a_problem_or_an_error_of_ours(data: st.DataObject) -> None:
    broken = bytearray(DATA)
    if data.draw(st.booleans()):
        del broken[data.draw(st.integers(0, len(broken) - 1)) :]
    for _ in range(data.draw(st.integers(0, 6))):
        if broken:
            broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    for use in (lambda: parts(bytes(broken)), lambda: redacted(bytes(broken))):
        try:
            use()
        except (ReadError, CannotRedact) as error:
            assert SECRET not in str(error)


@pytest.mark.skipif(not REAL.exists(), reason="the real documents are not here")
@pytest.mark.parametrize("path", sorted(REAL.rglob("*.docx")), ids=lambda path: path.name)
def test_real_documents_are_read_and_cut(path: Path) -> None:
    data = path.read_bytes()
    before = [part.text for part in texts(data)]
    assert sum(map(len, before)) > 20
    try:
        kept = redacted(data, Editor("(?!)", answer=lambda part: part))
    except CannotRedact as error:
        assert re.search("could not be read|no body", str(error))
        return
    after = python_docx.Document(io.BytesIO(kept))
    assert after.paragraphs
    words = {word for text in before for word in re.findall(r"[a-z]{6,}", text)}
    for word in sorted(words)[:3]:

        class Some(Editor):
            def text(self, part: Text) -> list[Cut]:
                return [] if part.places[0] == "names" else super().text(part)

        copy = redacted(data, Some(word, answer=lambda part: part))
        assert not [part for part in texts(copy) if word in part.text and part.places[0] != "names"]
        python_docx.Document(io.BytesIO(copy))
