"""OpenDocument texts, spreadsheets and presentations: every part, shown or hidden."""

from __future__ import annotations

import importlib.util
import io
import random
import zipfile
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf.draw import Frame, Page, TextBox
from odf.opendocument import OpenDocumentPresentation, OpenDocumentSpreadsheet, OpenDocumentText
from odf.style import MasterPage, PageLayout
from odf.table import Table, TableCell, TableRow
from odf.text import P, Span

from piiscan.errors import CannotRedact, Encrypted, ReadError
from piiscan.formats import odf
from piiscan.model import Blob, Problem, Text
from piiscan.reading import Reading

SECRET = "123456782"
REAL = Path(__file__).parents[3] / "shared" / "data" / "documents"


def sample_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sample_odf", Path(__file__).parent / "samples" / "odf.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DATA = sample_module().sample(SECRET)


def blob_of(data: bytes) -> Blob:
    return Blob("brief.odt", lambda: io.BytesIO(data), len(data), "brief.odt")


def parts(data: bytes) -> list[object]:
    return list(odf.parts(blob_of(data), Reading()))


def places(data: bytes) -> dict[str, str]:
    """The label of the secret by its place."""
    found = {}
    for part in parts(data):
        if isinstance(part, Text):
            start = part.text.find(SECRET)
            while start >= 0:
                found[part.at(start)] = part.label(start)
                start = part.text.find(SECRET, start + 1)
    return found


def saved(document: OpenDocumentText) -> bytes:
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def changed(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            target.writestr(info.filename, content if info.filename == name else source.read(info))
    return out.getvalue()


@pytest.mark.parametrize(
    "place",
    [
        *(f"paragraph={number}" for number in range(1, 9)),
        "paragraph=10",
        "changes;paragraph=1",
        "changes;paragraph=3",
        "styles;header=1;paragraph=1",
        "styles;footer=1;paragraph=1",
        "properties;creator",
        "properties;initial-creator",
        "properties;bsn",
        "properties;template",
        "settings",
        "object=Object 1;sheet=Blad1;cell=A2",
        "object=Object 1;sheet=Blad1;cell=B2",
        "object=Object 1;sheet=Blad1;cell=WQK3",
        "object=Object 1;sheet=Blad1;cell=A4",
        "object=Object 1;sheet=Blad1;cell=A1048575",
        f"object=Object 1;sheet=verborgen {SECRET};cell=A1",
        "object=Object 1",
        "object=Object 2;slide=1",
        "object=Object 2;slide=1;paragraph=1",
        "object=Object 2;notes=1;paragraph=1",
        "object=Object 2;slide=2;paragraph=1",
        "object=Basic/Standard;Module1",
        "layout-cache",
    ],
)
def test_a_secret_is_found_in_each_place(place: str) -> None:
    assert place in places(DATA)


def test_a_value_over_spans_is_one_and_a_table_gives_labels() -> None:
    text = OpenDocumentText()
    line = P(text="BSN 1234")
    line.addElement(Span(text="56"))
    line.addText("782 einde")
    text.text.addElement(line)
    table = Table(name="Tabel")
    for label, value in (("Naam", "Sanne"), ("BSN", SECRET)):
        row = TableRow()
        for content in (label, value):
            cell = TableCell()
            cell.addElement(P(text=content))
            row.addElement(cell)
        table.addElement(row)
    text.text.addElement(table)
    found = places(saved(text))
    assert found["paragraph=1"] == ""
    assert found["paragraph=5"] == "Sanne BSN"


def test_a_spreadsheet_shows_values_under_their_heads() -> None:
    book = OpenDocumentSpreadsheet()
    table = Table(name="Klanten")
    rows = [
        [("string", "Naam", None), ("string", "BSN", None), ("string", "Geboren", None)],
        [("string", "Sanne", None), ("float", "1.23E+08", SECRET), ("date", "01-02-80", "1980-02-01")],
    ]
    for values in rows:
        row = TableRow()
        for kind, display, value in values:
            given = {"float": {"value": value}, "date": {"datevalue": value}}.get(kind, {})
            cell = TableCell(valuetype=kind, **given)
            cell.addElement(P(text=display))
            row.addElement(cell)
        table.addElement(row)
    book.spreadsheet.addElement(table)
    data = saved(book)
    assert places(data) == {"sheet=Klanten;cell=B2": "BSN"}
    sheet = next(part for part in parts(data) if isinstance(part, Text) and SECRET in part.text)
    assert sheet.label(sheet.text.index("1980-02-01")) == "Geboren"
    column = int(sheet.column(np.array([sheet.text.index(SECRET)]))[0])
    assert sheet.heads[column] == "BSN"
    assert sheet.table == "sheet=Klanten"
    assert "01-02-80" in sheet.text


def test_slides_are_numbered() -> None:
    show = OpenDocumentPresentation()
    layout = PageLayout(name="opmaak")
    show.automaticstyles.addElement(layout)
    master = MasterPage(name="model", pagelayoutname=layout)
    show.masterstyles.addElement(master)
    for content in ("een", SECRET):
        page = Page(masterpagename=master)
        frame, box = Frame(), TextBox()
        box.addElement(P(text=content))
        frame.addElement(box)
        page.addElement(frame)
        show.presentation.addElement(page)
    assert list(places(saved(show))) == ["slide=2;paragraph=1"]


def test_an_encrypted_document_says_so() -> None:
    with zipfile.ZipFile(io.BytesIO(DATA)) as archive:
        manifest = archive.read("META-INF/manifest.xml").decode()
    entry = 'manifest:full-path="content.xml" manifest:media-type="text/xml"'
    locked = manifest.replace(f"{entry}/>", f"{entry}><manifest:encryption-data/></manifest:file-entry>")
    assert locked != manifest
    seen = []
    with pytest.raises(Encrypted):
        seen.extend(odf.parts(blob_of(changed(DATA, "META-INF/manifest.xml", locked.encode())), Reading()))


def test_one_broken_part_leaves_the_others() -> None:
    data = changed(DATA, "content.xml", b"<a>")
    assert [part.reason for part in parts(data) if isinstance(part, Problem)] == ["corrupt"]
    assert "properties;creator" in places(data)


def test_redact_refuses() -> None:
    with pytest.raises(CannotRedact):
        odf.redact(blob_of(DATA), None, io.BytesIO(), Reading())  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 1 << 30))
def test_broken_bytes_give_a_problem_or_an_error_of_ours(seed: int) -> None:
    rnd = random.Random(seed)
    broken = bytearray(DATA)
    if seed % 2:
        del broken[rnd.randrange(len(broken)) :]
    for _ in range(rnd.randrange(6)):
        broken[rnd.randrange(len(broken))] = rnd.randrange(256)
    try:
        parts(bytes(broken))
    except ReadError as error:
        assert SECRET not in str(error)


@pytest.mark.skipif(not REAL.exists(), reason="the real documents are not here")
@pytest.mark.parametrize("path", sorted(REAL.rglob("*.od?")), ids=lambda path: path.name)
def test_real_documents_are_read(path: Path) -> None:
    found = parts(path.read_bytes())
    assert any(isinstance(part, Text) and part.places[0] != "names" for part in found)
    problems = [part for part in found if isinstance(part, Problem)]
    assert bool(problems) == ("corrupted" in path.name)
