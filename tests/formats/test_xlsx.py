"""Excel workbooks: what a person or a program can find in one, and where."""

from __future__ import annotations

import importlib.util
import io
import random
import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from types import ModuleType

import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from piiscan.errors import CannotRedact, ReadError
from piiscan.formats import xlsx
from piiscan.formats._cells import Style, shown, style_of
from piiscan.formats._xlsx_clean import keeps_working
from piiscan.model import Blob, Cut, Problem, Span, Status, Text
from piiscan.reading import Reading

SECRET = "123456782"
REAL = Path(__file__).parents[3] / "shared" / "data" / "documents"


def sample_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sample_xlsx", Path(__file__).parent / "samples" / "xlsx.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DATA = sample_module().sample(SECRET)


def blob_of(data: bytes) -> Blob:
    return Blob("lijst.xlsx", lambda: io.BytesIO(data), len(data), "lijst.xlsx")


def parts(data: bytes) -> list[object]:
    return list(xlsx.parts(blob_of(data), Reading()))


def runs(data: bytes) -> list[tuple[str, str, str, int]]:
    """Place, label, content and column of every run that is not between others."""
    found = []
    for part in parts(data):
        if isinstance(part, Text):
            ends = [*part.starts[1:], len(part.text)]
            columns = part.columns or [-1] * len(ends)
            for run, (start, end) in enumerate(zip(part.starts, ends, strict=True)):
                if part.text[start:end].strip():
                    found.append((part.places[run], part.label(start), part.text[start:end], columns[run]))
    return found


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(data: bytes, name: str, content: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            target.writestr(info.filename, content if info.filename == name else source.read(info))
    return out.getvalue()


@pytest.mark.parametrize(
    "place",
    [
        "workbook",
        "sheet=Blad1;cell=A2",
        "sheet=Blad1;cell=B2",
        "sheet=Blad1;cell=A3",
        "sheet=Blad1;cell=B3",
        "sheet=Blad1;cell=A4",
        "sheet=Blad1;cell=B4",
        "sheet=Blad1;cell=B7",
        "sheet=Blad1;cell=XFD1048576",
        f"sheet={SECRET};cell=A1",
        "sheet=a%3Bb%3Dc;cell=B1",
        "sheet=Blad1",
        "sheet=Blad1;cell=B2;comment",
        "sheet=Blad1;cell=C2;comment",
        "sheet=Blad1;comments",
        "sheet=Blad1;hyperlink=1",
        "sheet=Blad1;table",
        "sheet=Blad1;drawing",
        "sheet=Blad1;drawing;paragraph=1",
        "sheet=Blad1;vmlDrawing",
        "sheet=Blad1;printerSettings",
        "person",
        "pivotCacheDefinition",
        "pivotCacheRecords",
        "externalLink",
        "externalLink;externalLinkPath=1",
        "connections",
        "customXml",
        "properties;creator",
        "properties;Manager",
        "sharedStrings;string=3",
        "sharedStrings;string=4",
    ],
)
def test_a_secret_is_found_in_each_place(place: str) -> None:
    found = set()
    for part in parts(DATA):
        if isinstance(part, Text):
            start = part.text.find(SECRET)
            while start >= 0:
                found.add(part.at(start))
                start = part.text.find(SECRET, start + 1)
    assert place in found


def test_cells_have_their_column_and_the_head_of_it() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Klanten"
    book.active.append(["Klantenlijst 2024"])
    book.active.append([])
    book.active.append(["Naam", "BSN", "Geboren"])
    book.active.append(["Sanne de Wit", 123456782, date(1980, 2, 1)])
    book.active.append(["Bram Smit", "111222333", date(1999, 12, 31)])
    found = {place.rpartition("=")[2]: (label, text) for place, label, text, _ in runs(saved(book))}
    assert found["B4"] == ("BSN", "123456782")
    assert found["C5"] == ("Geboren", "1999-12-31")
    columns = {place.rpartition("=")[2]: column for place, _, _, column in runs(saved(book))}
    assert columns["B4"] == columns["B5"] != columns["C4"] == columns["C5"]
    assert columns["B3"] == columns["C3"] == -1


def test_a_form_takes_the_cell_to_the_left_as_label() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Naam", "Sanne de Wit"])
    book.active.append(["BSN", 123456782])
    label = next(label for place, label, *_ in runs(saved(book)) if place == "sheet=Sheet;cell=B2")
    assert label.endswith("BSN")


def test_a_second_table_below_a_gap_has_its_own_head() -> None:
    book = openpyxl.Workbook()
    rows = [["Naam", "Plaats", "Fax"], ["Sanne", "Delft", "1"], [], ["BSN", "Tel", "Bank"], ["123456782", "2", "3"]]
    for row in rows:
        book.active.append(row)
    found = {place: (label, text, column) for place, label, text, column in runs(saved(book))}
    assert found["sheet=Sheet;cell=A5"][:2] == ("BSN", "123456782")
    assert found["sheet=Sheet;cell=A5"][2] != found["sheet=Sheet;cell=A2"][2]


def test_the_columns_of_two_sheets_are_told_apart() -> None:
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("Twee")):
        for row in (["Naam", "BSN", "Plaats"], ["Sanne", 123456782, "Delft"]):
            sheet.append(row)
    texts = [part for part in parts(saved(book)) if isinstance(part, Text) and "123456782" in part.text]
    assert [part.table for part in texts] == ["sheet=Sheet", "sheet=Twee"]
    assert all(part.heads[int(part.column(np.array([part.text.index("123456782")]))[0])] == "BSN" for part in texts)


def test_comments_and_hidden_sheets_of_openpyxl_are_read() -> None:
    book = openpyxl.Workbook()
    book.active["B2"].comment = Comment(f"BSN {SECRET}", "Bram")
    hidden = book.create_sheet("Geheim")
    hidden.sheet_state = "veryHidden"
    hidden["A1"] = SECRET
    found = runs(saved(book))
    assert any(place == "sheet=Sheet;cell=B2;comment" and SECRET in text for place, _, text, _ in found)
    assert ("sheet=Geheim;cell=A1", "", SECRET, 0) in found


@pytest.mark.parametrize(
    ("raw", "number", "code", "expected"),
    [
        ("123456782", 0, "", "123456782"),
        ("1.23456782E8", 0, "", "123456782"),
        ("123456782.0", 0, "", "123456782"),
        ("12345678", 164, "000000000", "012345678"),
        ("123456782", 164, '0000"."00"."000', "1234.56.782"),
        ("612345678", 164, '"0"000000000', "0612345678"),
        ("0.1", 0, "", "0.1"),
        ("-5", 0, "", "-5"),
        ("29252", 14, "", "1980-02-01"),
        ("29252.5", 22, "", "1980-02-01 12:00:00"),
        ("29252", 165, "dd\\-mm\\-yyyy", "1980-02-01"),
        ("29252", 165, "[$-413]d mmmm yyyy;@", "1980-02-01"),
        ("0.75", 165, "hh:mm", "18:00:00"),
        ("1E+400", 0, "", "1E+400"),
        ("9E+99", 14, "", "9E+99"),
        ("NaN", 0, "", "NaN"),
        ("geen getal", 0, "", "geen getal"),
    ],
)
def test_numbers_are_shown_as_digits_and_dates(raw: str, number: int, code: str, expected: str) -> None:
    assert shown(raw, style_of(number, code)) == expected


def test_dates_may_count_from_1904() -> None:
    assert shown("27790", Style(date=True), since_1904=True) == "1980-02-01"


@given(st.floats(allow_nan=True, allow_infinity=True), st.booleans())
def test_any_number_is_shown(number: float, as_date: bool) -> None:
    assert shown(repr(number), Style(date=as_date))


def test_a_large_sheet_comes_in_windows() -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Groot")
    sheet.append(["BSN", "Naam"])
    for number in range(5000):
        sheet.append([100000000 + number, "x" * 300])
    windows = [
        part for part in parts(saved(book)) if isinstance(part, Text) and part.at(0).startswith("sheet=Groot;cell")
    ]
    assert len(windows) == 2
    assert windows[1].base == len(windows[0].text)
    assert windows[1].label(0) == "BSN"
    assert len({int(part.column(np.array([part.text.rindex("\n") + 1]))[0]) for part in windows}) == 1
    assert windows[0].heads == windows[1].heads
    assert windows[1].at(windows[1].text.rfind("x")) == "sheet=Groot;cell=B5001"


def test_a_string_that_is_missing_is_a_problem() -> None:
    data = changed(DATA, "xl/sharedStrings.xml", "<sst>")
    problems = {(part.reason, part.at) for part in parts(data) if isinstance(part, Problem)}
    assert problems == {("corrupt", "sharedStrings"), ("shared string missing", "sheet=Blad1")}


def test_a_sheet_that_breaks_off_still_shows_its_first_rows() -> None:
    with zipfile.ZipFile(io.BytesIO(DATA)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    found = parts(changed(DATA, "xl/worksheets/sheet1.xml", sheet[: sheet.index(b"1048576")]))
    assert Problem("lijst.xlsx", Status.PARTIAL, "corrupt", "sheet=Blad1") in found
    assert any(isinstance(part, Text) and part.at(0) == "sheet=Blad1;cell=A1" for part in found)


def test_entities_are_refused_in_a_sheet() -> None:
    hostile = '<!DOCTYPE a [<!ENTITY b "c">]><worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>'
    for encoding in ("utf-8", "utf-16"):
        found = parts(changed(DATA, "xl/worksheets/sheet2.xml", hostile.encode(encoding)))
        assert Problem("lijst.xlsx", Status.LIMIT, "entities", f"sheet={SECRET}") in found


class Editor:
    """Cuts the secret and answers blobs with themselves."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def text(self, part: Text) -> list[Cut]:
        self.asked.append(part)
        return [Cut(Span(*match.span()), "NL_BSN", "[BSN]") for match in re.finditer(SECRET, part.text)]

    def picture(self, part: object) -> list[object]:
        raise AssertionError("a workbook has no pictures of its own")

    def blob(self, part: Blob) -> Blob | None:
        self.asked.append(part)
        return part


def redacted(data: bytes, editor: Editor | None = None) -> bytes:
    out = io.BytesIO()
    xlsx.redact(blob_of(data), editor or Editor(), out, Reading())
    return out.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def full_book() -> openpyxl.Workbook:
    """A workbook with what people put into one."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Klanten"
    sheet.append(["Naam", "BSN", "Geboren", "Bedrag"])
    sheet.append(["Sanne", int(SECRET), date(1980, 2, 1), 10.5])
    sheet.append(["Bram", f"BSN {SECRET}", date(1990, 2, 1), 20])
    sheet["D4"], sheet["D5"], sheet["D6"] = "=SUM(D2:D3)", "=Bedrag*2", f'="{SECRET}"'
    sheet["E2"], sheet["E3"] = "=IF(D2>1,Klanten!A2,TRUE)", "=Tabel[BSN]"
    sheet["A6"] = CellRichText("vet ", TextBlock(InlineFont(b=True), SECRET[:4]), SECRET[4:])
    sheet["A7"] = CellRichText("vet ", TextBlock(InlineFont(b=True), "blijft"))
    sheet["B2"].comment = Comment(f"BSN {SECRET}", "Bram")
    sheet["A8"] = "post"
    sheet["A8"].hyperlink = f"mailto:{SECRET}@voorbeeld.nl"
    rule = DataValidation(type="list", formula1=f'"{SECRET},x"')
    rule.add("A9")
    sheet.add_data_validation(rule)
    sheet.add_table(Table(displayName="Tabel", ref="A1:D3"))
    sheet.oddHeader.left.text = SECRET
    sheet.merge_cells("A10:B10")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "H1")
    book.defined_names["Bedrag"] = DefinedName("Bedrag", attr_text="Klanten!$D$2")
    hidden = book.create_sheet(f"x {SECRET}")
    hidden["A1"] = SECRET
    hidden.sheet_state = "hidden"
    book.properties.creator = f"maker {SECRET}"
    return book


def test_what_is_cut_is_in_no_member() -> None:
    for data in (DATA, saved(full_book())):
        for name, content in members(redacted(data)).items():
            for encoding in ("utf-8", "utf-16-le"):
                assert SECRET.encode(encoding) not in content, name
            assert SECRET.encode() not in re.sub(rb"<[^>]*>", b"", content), name


def test_the_copy_opens_and_says_the_same() -> None:
    copy = openpyxl.load_workbook(io.BytesIO(redacted(saved(full_book()))), rich_text=True)
    assert copy.sheetnames == ["Klanten", "x BSN"]
    assert copy["x BSN"].sheet_state == "hidden"
    sheet = copy["Klanten"]
    assert [cell.value for cell in sheet[1]][:4] == ["Naam", "BSN", "Geboren", "Bedrag"]
    assert [cell.value for cell in sheet[2]][:4] == ["Sanne", "[BSN]", datetime(1980, 2, 1), 10.5]
    assert sheet["B3"].value == "BSN [BSN]"
    assert str(sheet["A6"].value) == "vet [BSN]"
    assert isinstance(sheet["A7"].value, CellRichText)
    assert sheet["A10"].coordinate in sheet.merged_cells
    assert sheet["A8"].hyperlink.target == "mailto:%5BBSN%5D@voorbeeld.nl"
    assert sheet["B2"].comment is None
    assert not sheet.tables
    assert not copy.defined_names
    assert copy.properties.creator in (None, "openpyxl")


def test_a_formula_stays_where_all_that_it_refers_to_is_still_there() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(redacted(saved(full_book()))))["Klanten"]
    kinds = {name: (sheet[name].value, sheet[name].data_type) for name in ("D4", "E2", "D5", "E3", "D6")}
    assert kinds["D4"] == ("=SUM(D2:D3)", "f")
    assert kinds["E2"] == ("=IF(D2>1,Klanten!A2,TRUE)", "f")
    sheet_xml = members(redacted(saved(full_book())))["xl/worksheets/sheet1.xml"]
    for gone in (b"<f>Bedrag*2", b"<f>Tabel", b'<f>"'):
        assert gone not in sheet_xml


@pytest.mark.parametrize(
    ("formula", "keeps"),
    [
        ("SUM(A1:B2)", True),
        ('$A$1&"tekst [1]!"', True),
        ("'Blad 2'!A1+Blad1!B2", True),
        ("ROUND(A1,2)*1E5", True),
        ("A:A", True),
        ("Weg!A1", False),
        ("'Weg ''s'!A1", False),
        ("Naam+1", False),
        ("[1]Blad1!A1", False),
        ("Tabel[Kolom]", False),
        ("cmd|'/c calc'!A0", False),
    ],
)
def test_which_formulas_stay(formula: str, keeps: bool) -> None:
    assert keeps_working(formula, ["Blad1", "Blad 2"]) is keeps


def test_a_shared_formula_without_its_master_goes_too() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1">'
        '<f t="shared" ref="A1:A2" si="0">Weg!B1</f><v>1</v></c>'
        '<c r="B1"><f t="shared" ref="B1:B2" si="1">C1</f><v>3</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c><c r="B2"><f t="shared" si="1"/><v>4</v></c></row>'
        "</sheetData></worksheet>"
    )
    copy = members(redacted(changed(DATA, "xl/worksheets/sheet2.xml", sheet)))["xl/worksheets/sheet2.xml"]
    assert copy.count(b"<f ") == 2
    assert b'si="0"' not in copy
    assert all(f"<v>{n}</v>".encode() in copy for n in (1, 2, 3, 4))


def test_redact_asks_about_exactly_what_parts_yields() -> None:
    def shown_part(part: object) -> tuple[object, ...]:
        return (part.text, tuple(part.places)) if isinstance(part, Text) else (part.path,)  # type: ignore[attr-defined]

    for data in (DATA, saved(full_book())):
        editor = Editor()
        redacted(data, editor)
        assert list(map(shown_part, editor.asked)) == list(map(shown_part, parts(data)))


def test_nothing_dangles_and_nothing_else_is_kept() -> None:
    kept = members(redacted(DATA))
    assert not [
        name for name in kept if re.search("comment|person|pivot|external|connection|table|Strings|custom", name)
    ]
    types = etree.fromstring(kept["[Content_Types].xml"])
    listed = {element.get("PartName") for element in types.iter("{*}Override")}
    assert {f"/{name}" for name in kept if not name.endswith(".rels") and name != "[Content_Types].xml"} == listed
    for name, content in kept.items():
        if name.endswith(".rels"):
            relations = etree.fromstring(content)
            internal = [relation for relation in relations if relation.get("TargetMode") != "External"]
            assert {(relation.get("Target") or "").lstrip("/") for relation in internal} <= set(kept)
            owner = name.replace("_rels/", "").removesuffix(".rels")
            used = set(re.findall(rb'r:(?:id|embed|link)="([^"]+)"', kept.get(owner, b"")))
            assert used <= {(relation.get("Id") or "").encode() for relation in relations}


def test_redacting_twice_changes_nothing_more() -> None:
    for data in (DATA, saved(full_book())):
        once = redacted(data)
        assert redacted(once) == once


def test_stray_text_between_cells_is_read_and_gone() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1" kwaad="x">{SECRET}<c r="A1" kwaad="{SECRET}"><v>1</v>{SECRET}</c>{SECRET}<!--{SECRET}--></row>'
        "</sheetData></worksheet>"
    )
    data = changed(DATA, "xl/worksheets/sheet2.xml", sheet)
    read = [part.text for part in parts(data) if isinstance(part, Text) and part.at(0).startswith(f"sheet={SECRET};")]
    assert sum(text.count(SECRET) for text in read) == 4
    assert SECRET.encode() not in members(redacted(data))["xl/worksheets/sheet2.xml"]


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
        redacted(bytes(broken))
    except (ReadError, CannotRedact) as error:
        assert SECRET not in str(error)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 1 << 30))
def test_a_broken_sheet_in_a_sound_zip_gives_a_problem_at_most(seed: int) -> None:
    rnd = random.Random(seed)
    name = rnd.choice(
        [name for name in zipfile.ZipFile(io.BytesIO(DATA)).namelist() if name.endswith((".xml", ".rels"))]
    )
    content = bytearray(zipfile.ZipFile(io.BytesIO(DATA)).read(name))
    for _ in range(rnd.randrange(1, 6)):
        content[rnd.randrange(len(content))] = rnd.choice(b'<>"& /=a0\x00\xff')
    assert parts(changed(DATA, name, bytes(content)))


@pytest.mark.skipif(not REAL.exists(), reason="the real documents are not here")
@pytest.mark.parametrize("path", sorted(REAL.rglob("*.xlsx")), ids=lambda path: path.name)
def test_real_workbooks_are_read(path: Path) -> None:
    found = runs(path.read_bytes())
    assert any(place.startswith("sheet=") for place, *_ in found)
