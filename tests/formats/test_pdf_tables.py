"""Tables in PDFs: a cell has its place, its column and its caption, and the text stays what it was."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen import canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, SimpleDocTemplate, Spacer, Table

import piiscan
from piiscan.config import Config
from piiscan.errors import CannotRedact
from piiscan.formats import _pdf_tables, pdf
from piiscan.formats._pdf_aligned import aligned
from piiscan.formats._pdf_captions import captions
from piiscan.formats._pdf_geometry import Box
from piiscan.formats._pdf_grid import grids
from piiscan.formats._pdf_ruled import ruled
from piiscan.formats._pdf_words import Word
from piiscan.model import Area, Blob, Cut, Picture, Problem, Span, Status, Text
from piiscan.reading import Reading

DOCUMENTS = Path(__file__).parents[3] / "shared/data/documents"
BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=12)
CELL = ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=10.5)
SENTENCES = (
    "Hierbij ontvangt u het overzicht van de medewerkers die in de afgelopen maanden in dienst zijn gekomen.",
    "De gegevens zijn nog niet verwerkt in de administratie van het fonds, zodat er vragen kunnen zijn.",
    "Wij verzoeken u vriendelijk om deze lijst na te lopen en fouten voor het einde van de maand te melden.",
    "Voor wie van afdeling wisselt, verandert er niets, behalve dat de brieven naar een ander adres gaan.",
    "In de vergadering van afgelopen dinsdag is besloten om de regeling met een half jaar te verlengen.",
)
GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
LINES = [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey)]
COLUMNS = [("LINEAFTER", (0, 0), (-2, -1), 0.5, colors.black), ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black)]
BANDS = [("ROWBACKGROUNDS", (0, 0), (-1, -1), [colors.white, colors.lightgrey])]


def bsn(rnd: random.Random) -> str:
    while True:
        digits = [rnd.randrange(1, 10), *(rnd.randrange(10) for _ in range(7))]
        check = sum((9 - at) * digit for at, digit in enumerate(digits)) % 11
        if check < 10:
            return "".join(map(str, [*digits, check]))


def persons(count: int, seed: int = 7) -> list[list[str]]:
    """Rows of a name, a BSN, a date of birth and an amount; no number and no date comes twice."""
    rnd = random.Random(seed)
    names = ["Sanne de Vries", "Daan Jansen", "Fatima El Amrani", "Joost van den Berg", "Emma Bakker"]
    days = [f"{date(1950, 1, 1) + timedelta(days=day):%d-%m-%Y}" for day in rnd.sample(range(18_000), count)]
    return [[rnd.choice(names), bsn(rnd), day, f"€ {rnd.randrange(1, 9999)},50"] for day in days]


HEAD = ["Naam", "BSN", "Geboortedatum", "Bedrag"]


def printed(rows: Sequence[Sequence[Any]], style: Sequence[Any] = (), around: bool = True, **settings_: Any) -> bytes:
    """A table between paragraphs."""
    out = io.BytesIO()
    flow: list[Any] = [Table(rows, style=list(style), **settings_)]
    if around:
        flow = [Paragraph(SENTENCES[0], BODY), Spacer(1, 12), *flow, Spacer(1, 12), Paragraph(SENTENCES[1], BODY)]
    SimpleDocTemplate(out, pagesize=A4, invariant=1).build(flow)
    return out.getvalue()


def placed(cells: Sequence[tuple[float, float, str]], size: float = 10) -> bytes:
    """Texts where they are told to stand; a negative place from the left is where a text ends."""
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4, invariant=True)
    page.setFont("Helvetica", size)
    for x, y, text in cells:
        (page.drawString if x > 0 else page.drawRightString)(abs(x), y, text)
    page.save()
    return out.getvalue()


def blob_of(data: bytes) -> Blob:
    return Blob("lijst.pdf", lambda: io.BytesIO(data), len(data), "lijst.pdf")


def parts_of(data: bytes) -> list[Any]:
    return list(pdf.parts(blob_of(data), Reading()))


def pages_of(data: bytes) -> list[Text]:
    return [part for part in parts_of(data) if isinstance(part, Text) and part.unit == "pt"]


def column(page: Text, value: str) -> int:
    return int(page.column(np.array([page.text.index(value)]))[0])


def check_columns(data: bytes, head: Sequence[str], rows: Sequence[Sequence[str]], wanted: Sequence[int]) -> None:
    """Each value of these columns has the head as its label, and the same column as those above it."""
    pages = pages_of(data)
    for number in wanted:
        seen = set()
        for row in rows:
            (page,) = [page for page in pages if row[number] in page.text]
            offset = page.text.index(row[number])
            assert page.label(offset).split()[:1] == [head[number]]
            assert f";column={number + 1}" in page.at(offset)
            seen.add(column(page, row[number]))
        assert len(seen) == 1
        assert seen != {-1}


class TestColumns:
    @pytest.mark.parametrize(
        "style", [GRID, LINES, COLUMNS, BANDS, []], ids=["grid", "lines", "columns", "bands", "none"]
    )
    @pytest.mark.parametrize("count", [3, 25])
    def test_a_cell_has_the_caption_and_the_number_of_its_column(self, style: list[Any], count: int) -> None:
        rows = persons(count)
        check_columns(printed([HEAD, *rows], style), HEAD, rows, (1, 2))

    def test_a_place_counts_rows_and_columns_from_one(self) -> None:
        rows = persons(4)
        (page,) = pages_of(printed([HEAD, *rows], GRID))
        assert page.at(page.text.index("BSN")) == "page=1;table=1;row=1;column=2"
        assert page.at(page.text.index(rows[2][1])) == "page=1;table=1;row=4;column=2"
        assert page.at(0) == page.at(page.text.index("fonds")) == "page=1"

    def test_the_head_stands_in_no_column_and_has_no_label(self) -> None:
        (page,) = pages_of(printed([HEAD, *persons(4)], GRID))
        assert column(page, "Geboortedatum") == -1
        assert page.label(page.text.index("Geboortedatum")) == ""

    def test_numbers_to_the_right_under_a_head_to_the_left(self) -> None:
        rows = persons(6)
        places = [(60, 170, 260, 340)] + [(60, 170, 260, -400)] * 6
        cells = [
            (x, 700 - 15 * number, text)
            for number, (row, xs) in enumerate(zip([HEAD, *rows], places, strict=True))
            for x, text in zip(xs, row, strict=True)
        ]
        check_columns(placed(cells), HEAD, rows, (1, 2, 3))

    @pytest.mark.parametrize("valign", ["TOP", "MIDDLE", "BOTTOM"])
    @pytest.mark.parametrize("style", [GRID, LINES], ids=["grid", "lines"])
    def test_cells_of_several_lines(self, style: list[Any], valign: str) -> None:
        head = ["Adres", "BSN", "Toelichting"]
        rnd = random.Random(3)
        rows = [
            [f"Kerkstraat {n}, 1234 AB Utrecht", bsn(rnd), f"in dienst sinds maart, zie brief {n}"]
            for n in range(10, 20)
        ]
        wrapped = [[Paragraph(text, CELL) if at != 1 else text for at, text in enumerate(row)] for row in rows]
        data = printed([head, *wrapped], [*style, ("VALIGN", (0, 0), (-1, -1), valign)], colWidths=[80, 70, 90])
        check_columns(data, head, rows, (1,))
        (page,) = pages_of(data)
        first, second = (page.text.index(piece) for piece in ("Kerkstraat 12", "Utrecht"))
        assert page.label(first) == page.label(second) == "Adres"

    def test_a_run_is_a_cell(self) -> None:
        rows = persons(3)
        (page,) = pages_of(printed([HEAD, *rows], GRID, around=False))
        ends = [*page.starts[1:], len(page.text)]
        runs = [page.text[start:end].strip() for start, end in zip(page.starts, ends, strict=True)]
        assert runs == [text for row in [HEAD, *rows] for text in row]

    def test_merged_cells_and_a_title(self) -> None:
        rows = persons(5)
        style = [*GRID, ("SPAN", (0, 0), (-1, 0)), ("SPAN", (0, 1), (1, 1)), ("SPAN", (2, 1), (3, 1))]
        top = [["Overzicht 2024", "", "", ""], ["Persoon", "", "Gegevens", ""]]
        check_columns(printed([*top, HEAD, *rows], style), HEAD, rows, (1, 2))

    def test_a_caption_that_is_too_long_for_its_cell(self) -> None:
        rnd = random.Random(1)
        rows = [[str(number), bsn(rnd), "Sanne"] for number in range(1, 8)]
        head = ["Nr", "Burgerservicenummer", "Naam"]
        check_columns(printed([head, *rows], GRID, colWidths=[30, 100, 80]), head, rows, (1,))

    def test_two_tables_beside_each_other_have_columns_of_their_own(self) -> None:
        left, right = persons(6, seed=1), persons(6, seed=2)
        data = placed(
            [
                (x, 700 - 14 * number, text)
                for number, row in enumerate(
                    [[*HEAD[:2], *HEAD[:2]], *([*a[:2], *b[:2]] for a, b in zip(left, right, strict=True))]
                )
                for x, text in zip((60, 170, 330, 440), row, strict=True)
            ]
        )
        (page,) = pages_of(data)
        assert column(page, left[3][1]) == column(page, left[5][1]) != column(page, right[3][1])
        assert page.label(page.text.index(right[3][1])).startswith("BSN")

    @pytest.mark.parametrize("turn", ["by the page", "by the content"])
    def test_a_page_that_is_turned(self, turn: str) -> None:
        rows = persons(8)
        for style in (GRID, []):
            check_columns(turned(printed([HEAD, *rows], style), turn), HEAD, rows, (1, 2))

    def test_a_note_in_the_margin_that_is_read_upwards(self) -> None:
        rows = persons(8)
        file = pikepdf.open(io.BytesIO(printed([HEAD, *rows], [])))
        font = next(iter(file.pages[0].Resources.Font.keys())).encode()
        note = b"BT %s 9 Tf 0 1 -1 0 40 500 Tm (rekening 12 voldaan op de eerste van de maand) Tj ET" % font
        file.pages[0].contents_add(pikepdf.Stream(file, note), prepend=True)
        out = io.BytesIO()
        file.save(out)
        check_columns(out.getvalue(), HEAD, rows, (1, 2))
        assert "voldaan" in pages_of(out.getvalue())[0].text

    def test_lines_that_only_clip_rule_nothing(self) -> None:
        out = io.BytesIO()
        page = canvas.Canvas(out, pagesize=A4, invariant=True)
        for row in range(4):
            for at in range(3):
                page.saveState()
                path = page.beginPath()
                path.rect(60 + 100 * at, 700 - 20 * row, 100, 20)
                page.clipPath(path, stroke=0, fill=0)
                page.drawString(62 + 9 * (row * at % 4) + 100 * at, 705 - 20 * row, "een twee")
                page.restoreState()
        page.save()
        assert not len(pages_of(out.getvalue())[0].columns)


def turned(data: bytes, how: str) -> bytes:
    """A page that lies on its side, or one whose text runs up and that is turned to be read."""
    file = pikepdf.open(io.BytesIO(data))
    for page in file.pages:
        if how == "by the content":
            width, height = (float(value) for value in page.MediaBox[2:])
            page.contents_add(pikepdf.Stream(file, b"q 0 1 -1 0 %f 0 cm\n" % height), prepend=True)
            page.contents_add(pikepdf.Stream(file, b"\nQ"))
            page.MediaBox = [0, 0, height, width]
        page.rotate(90, relative=False)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


class TestPages:
    @pytest.mark.parametrize("repeat", [0, 1])
    @pytest.mark.parametrize("style", [GRID, LINES, BANDS], ids=["grid", "lines", "bands"])
    def test_a_table_goes_on_with_its_columns_and_captions(self, style: list[Any], repeat: int) -> None:
        rows = persons(90)
        data = printed([HEAD, *rows], style, repeatRows=repeat)
        assert len(pages_of(data)) == 3
        check_columns(data, HEAD, rows, (1, 2))

    def test_the_last_row_on_a_page_of_its_own(self) -> None:
        rows = persons(41)
        data = printed([HEAD, *rows], [], around=False)
        pages = pages_of(data)
        assert [rows[-1][1] in page.text for page in pages] == [False, True]
        check_columns(data, HEAD, rows, (1, 2))

    def test_another_table_has_other_columns(self) -> None:
        first, second = persons(5, seed=1), persons(5, seed=2)
        other = ["Klant", "Ordernummer", "Besteldatum", "Prijs"]
        out = io.BytesIO()
        flow = [Table([HEAD, *first], style=GRID), Spacer(1, 30), Table([other, *second], style=GRID)]
        SimpleDocTemplate(out, pagesize=A4, invariant=1).build(flow)
        (page,) = pages_of(out.getvalue())
        assert column(page, first[0][1]) != column(page, second[0][1])
        assert page.label(page.text.index(second[4][1])) == "Ordernummer"
        assert page.at(page.text.index(second[0][1])) == "page=1;table=2;row=2;column=2"


class TestForms:
    FIELDS = (
        ("Naam", "Sanne de Vries"),
        ("Burgerservicenummer", "123456782"),
        ("Geboortedatum", "01-02-1980"),
        ("Kenmerk", "AB-2024-17"),
        ("IBAN", "NL91 ABNA 0417 1643 00"),
        ("Woonplaats", "1234 AB Utrecht"),
    )

    def check(self, data: bytes) -> None:
        (page,) = pages_of(data)
        for name, value in self.FIELDS:
            offset = page.text.index(value)
            assert page.label(offset).rstrip(": ").endswith(name)
            assert ";table=1;" in page.at(offset)
            assert column(page, value) == -1

    @pytest.mark.parametrize("colon", ["", ":", " :"])
    @pytest.mark.parametrize("style", [GRID, []], ids=["grid", "none"])
    def test_a_caption_to_the_left(self, colon: str, style: list[Any]) -> None:
        self.check(printed([[name + colon, value] for name, value in self.FIELDS], style))

    def test_a_colon_before_the_value(self) -> None:
        self.check(printed([[name, ": " + value] for name, value in self.FIELDS]))

    @pytest.mark.parametrize("style", [GRID, []], ids=["grid", "none"])
    def test_two_captions_in_a_row(self, style: list[Any]) -> None:
        pairs = zip(self.FIELDS[::2], self.FIELDS[1::2], strict=True)
        self.check(printed([[f"{a}:", b, f"{c}:", d] for (a, b), (c, d) in pairs], style))

    @pytest.mark.parametrize("style", [GRID, []], ids=["grid", "none"])
    def test_a_caption_above(self, style: list[Any]) -> None:
        names, values = zip(*self.FIELDS, strict=True)
        self.check(printed([names[:3], values[:3], names[3:], values[3:]], style))

    def test_a_line_of_references(self) -> None:
        head, values = ("Uw kenmerk", "Ons kenmerk", "Datum"), ("123456782", "2024-0117", "1 mei 2024")
        cells = [(60 + 150 * at, y, text) for y, row in ((700, head), (687, values)) for at, text in enumerate(row)]
        (page,) = pages_of(placed([*cells, (60, 640, SENTENCES[0])]))
        assert page.label(page.text.index("123456782")) == "Uw kenmerk"


class TestNoTable:
    @pytest.mark.parametrize("count", [1, 2])
    @pytest.mark.parametrize("alignment", [0, 4], ids=["ragged", "justified"])
    def test_prose_is_none(self, count: int, alignment: int) -> None:
        rnd = random.Random(count)
        out = io.BytesIO()
        width = (A4[0] - 100 - 20 * (count - 1)) / count
        document = BaseDocTemplate(out, pagesize=A4, invariant=1)
        frames = [Frame(50 + at * (width + 20), 50, width, A4[1] - 100, 0, 0, 0, 0) for at in range(count)]
        document.addPageTemplates(PageTemplate(frames=frames))
        body = ParagraphStyle("prose", fontName="Times-Roman", fontSize=10, leading=12, alignment=alignment)
        document.build([Paragraph(" ".join(rnd.choices(SENTENCES, k=rnd.randrange(1, 7))), body) for _ in range(40)])
        pages = pages_of(out.getvalue())
        assert len(pages) > 1
        assert not any(len(page.columns) for page in pages)
        assert {place for page in pages for place in page.places} == {f"page={n + 1}" for n in range(len(pages))}

    def test_a_list_is_none(self) -> None:
        items = [
            cell
            for at, text in enumerate(SENTENCES)
            for cell in ((60, 700 - 15 * at, f"{at + 1}."), (85, 700 - 15 * at, text[:60]))
        ]
        assert not len(pages_of(placed(items))[0].columns)

    def test_boxes_for_single_digits_are_none(self) -> None:
        data = printed([list("123456782"), list("010219801")], GRID)
        assert not len(pages_of(data)[0].columns)


class TestText:
    def test_the_characters_stay_as_pdfium_gives_them(self) -> None:
        data = printed([HEAD, *persons(60)], GRID)
        for page, own in zip(pages_of(data), pypdfium2.PdfDocument(data), strict=True):
            assert page.text == own.get_textpage().get_text_range().replace("\r", "")
            assert list(page.starts) == sorted(set(page.starts))
            assert page.starts[0] == 0
            assert len(page.starts) == len(page.places) == len(page.columns)
            assert len(page.labels) in (0, len(page.starts))

    def test_the_same_bytes_give_the_same_runs(self) -> None:
        data = printed([HEAD, *persons(60)], LINES)
        once, again = pages_of(data), pages_of(data)
        for one, other in zip(once, again, strict=True):
            assert (list(one.starts), one.places, list(one.columns), one.heads) == (
                list(other.starts),
                other.places,
                list(other.columns),
                other.heads,
            )

    def test_a_value_in_a_cell_can_be_cut(self) -> None:
        rows = persons(5)
        data, out = printed([HEAD, *rows], GRID), io.BytesIO()
        pdf.redact(blob_of(data), Cutting([row[1] for row in rows]), out, Reading())
        text = "".join(page.text for page in pages_of(out.getvalue()))
        assert not [row[1] for row in rows if row[1] in text]
        assert all(row[2] in text for row in rows)


class Cutting:
    def __init__(self, secrets: Sequence[str]) -> None:
        self.pattern = re.compile("|".join(secrets))

    def text(self, part: Text) -> Sequence[Cut]:
        return [Cut(Span(*match.span()), "NL_BSN", "[BSN]") for match in self.pattern.finditer(part.text)]

    def picture(self, part: Picture) -> Sequence[Area]:
        return []

    def blob(self, part: Blob) -> Blob | None:
        return None


class TestLimit:
    """A page on which tables cannot be looked for to the end is read as text, and that is said."""

    @pytest.fixture
    def data(self, monkeypatch: pytest.MonkeyPatch) -> bytes:
        monkeypatch.setattr(_pdf_tables, "_STEPS", 50)
        return printed([HEAD, *persons(20)], GRID)

    def test_the_text_is_there_and_a_problem_beside_it(self, data: bytes) -> None:
        (page,) = pages_of(data)
        assert "Geboortedatum" in page.text
        assert not len(page.columns)
        assert [part for part in parts_of(data) if isinstance(part, Problem)] == [
            Problem("lijst.pdf", Status.LIMIT, "tables", "page=1")
        ]

    def test_it_is_not_redacted(self, data: bytes) -> None:
        with pytest.raises(CannotRedact):
            pdf.redact(blob_of(data), Cutting(["x"]), io.BytesIO(), Reading())

    def test_a_drawing_of_many_lines_stays_within_it(self) -> None:
        rnd = random.Random(1)
        out = io.BytesIO()
        page = canvas.Canvas(out, pagesize=A4, invariant=True)
        page.drawString(60, 700, "een kaart van de wijk")
        for _ in range(20_000):
            x, y = rnd.random() * 500, rnd.random() * 800
            page.line(x, y, x + rnd.random() * 100, y) if rnd.random() < 0.5 else page.line(
                x, y, x, y + rnd.random() * 100
            )
        page.save()
        parts = parts_of(out.getvalue())
        assert not [part for part in parts if isinstance(part, Problem)]


class TestAgainstPdfplumber:
    """Of a table that is ruled in full, pdfplumber's finder sees the same cells."""

    @pytest.mark.parametrize("seed", range(4))
    def test_the_cells_are_the_same(self, seed: int) -> None:
        rnd = random.Random(seed)
        width = rnd.randrange(2, 7)
        rows = [
            [rnd.choice(["", "1", "Utrecht", "12,50", "de heer"]) for _ in range(width)]
            for _ in range(rnd.randrange(3, 12))
        ]
        rows[0] = [f"Kolom {'ABCDEFG'[at]}" for at in range(width)]
        data = printed(rows, GRID, colWidths=[70] * width)
        (page,) = pages_of(data)
        ends = [*page.starts[1:], len(page.text)]
        own = [
            page.text[a:b].strip() for a, b, at in zip(page.starts, ends, page.places, strict=True) if "table=" in at
        ]
        with pdfplumber.open(io.BytesIO(data)) as file:
            (table,) = file.pages[0].find_tables()
            assert own == [cell for row in table.extract() for cell in row if cell]


words_at = st.builds(
    lambda at, x, y, width, height: Word(at, at + 1, x, x + width, y, height, at % 2 == 0),
    st.integers(0, 60),
    st.integers(0, 600).map(float),
    st.integers(0, 80).map(lambda line: line * 6.5),
    st.floats(0.5, 90),
    st.sampled_from([5.0, 9.0, 11.5, 30.0]),
)
lines_at = st.builds(
    lambda x, y, length, level: Box(x, y, x + length, y) if level else Box(x, y, x, y + length),
    st.integers(0, 60).map(lambda place: place * 9.7),
    st.integers(0, 60).map(lambda place: place * 9.7),
    st.floats(0, 600),
    st.booleans(),
)
TEXT = "Aap noot mies wim zus jet 12-34 5678 teun vuur gijs lam kees bok weide does hok duif schapen "


class TestAnything:
    """Whatever a page draws, looking for tables ends, and no word stands in two cells."""

    @settings(max_examples=150, deadline=None)
    @given(st.lists(words_at, max_size=60, unique_by=lambda word: word.start))
    def test_words(self, words: list[Word]) -> None:
        seen = [
            word
            for table in aligned(words, TEXT, lambda _: None)
            for row in table.rows
            for cell in row.values()
            for word in cell
        ]
        assert len(seen) == len(set(seen))
        assert set(seen) <= set(words)

    @settings(max_examples=150, deadline=None)
    @given(st.lists(lines_at, max_size=40), st.lists(words_at, max_size=30, unique_by=lambda word: word.start))
    def test_ruling(self, rules: list[Box], words: list[Word]) -> None:
        for grid in grids(rules, lambda _: None):
            extents, cells = ruled(grid, words, lambda word: [word], lambda _: None)
            seen = [word for cell in cells.values() for word in cell]
            assert len(seen) == len(set(seen))
            assert all(column < len(extents) for _, column in cells)

    @settings(max_examples=150, deadline=None)
    @given(
        st.lists(
            st.dictionaries(
                st.integers(0, 5), st.sampled_from(["Naam", "a:", "12-3", "x@y.nl", "BSN", ": 7"]), min_size=1
            ),
            min_size=1,
        )
    )
    def test_captions(self, rows: list[dict[int, str]]) -> None:
        found = captions(rows, captions(rows))
        assert all(column in rows[row] for row, column in found.labels)
        assert all(0 <= row < len(rows) for row in found.head)


class TestScan:
    """What columns are for: a list of BSNs is found whole, a list of other numbers not at all."""

    @staticmethod
    def found(data: bytes, tmp_path: Path) -> list[tuple[str, str]]:
        path = tmp_path / "lijst.pdf"
        path.write_bytes(data)
        items = list(piiscan.scan(path, config=Config.fast()))
        assert not [item for item in items if isinstance(item, Problem)]
        return [
            (item.value, item.at) for item in items if isinstance(item, piiscan.Finding) and item.entity == "NL_BSN"
        ]

    @pytest.mark.parametrize("style", [GRID, []], ids=["grid", "none"])
    def test_a_column_of_bsns_under_its_head(self, style: list[Any], tmp_path: Path) -> None:
        rows = persons(90)
        found = self.found(printed([HEAD, *rows], style), tmp_path)
        assert {value for value, _ in found} == {row[1] for row in rows}
        assert all(re.fullmatch(r"page=[123];table=1;row=\d+;column=2", at) for _, at in found)

    @pytest.mark.parametrize("style", [GRID, []], ids=["grid", "none"])
    def test_a_column_of_bsns_without_a_head(self, style: list[Any], tmp_path: Path) -> None:
        rows = persons(30)
        found = self.found(printed(rows, style), tmp_path)
        assert {value for value, _ in found} == {row[1] for row in rows}

    @pytest.mark.parametrize("style", [GRID, []], ids=["grid", "none"])
    @pytest.mark.parametrize("head", [["Klant", "Ordernummer", "Datum"], ["Klant", "Nummer", "Datum"], None])
    def test_a_column_of_random_numbers(self, style: list[Any], head: list[str] | None, tmp_path: Path) -> None:
        rnd = random.Random(5)
        rows = [["Bakker", str(rnd.randrange(10**8, 10**9)), "01-02-2024"] for _ in range(120)]
        assert not self.found(printed([head, *rows] if head else rows, style), tmp_path)


@pytest.mark.skipif(not DOCUMENTS.exists(), reason="the folder of documents is not here")
class TestDocuments:
    @staticmethod
    def pages(name: str) -> list[Text]:
        return pages_of((DOCUMENTS / name).read_bytes())

    def test_a_report_over_sixteen_pages_is_two_tables(self) -> None:
        pages = self.pages("pdfplumber/examples__pdfs__ca-warn-report.pdf")
        assert len(pages) == 16
        numbers = {number for page in pages for number in page.columns} - {-1}
        assert len(numbers) == 7 + 9
        assert pages[9].label(pages[9].text.index("San Diego")) == "City"

    def test_a_table_that_is_turned_is_the_same(self) -> None:
        level, turned_ = (
            self.pages(f"pdfplumber/tests__pdfs__nics-background-checks-2015-11{name}.pdf")[0]
            for name in ("", "-rotated")
        )
        assert level.places == turned_.places
        assert level.at(level.text.index("Utah")).endswith("column=1")

    def test_an_article_in_two_columns_is_prose(self) -> None:
        pages = self.pages("mat2/tests__data__dirty.pdf")
        prose = [page for page in pages if not len(page.columns)]
        assert len(pages) == 20
        assert len(prose) >= 9  # the others have figures and tables
