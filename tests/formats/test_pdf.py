"""PDF: what is read, what is cut, and that it is gone; every file is made here."""

from __future__ import annotations

import importlib.util
import io
import random
import re
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from piiscan.config import Limits
from piiscan.errors import CannotRedact, Damaged, Encrypted, LimitExceeded, ReadError
from piiscan.formats import pdf
from piiscan.formats._pdf_cmap import CMap
from piiscan.formats._pdf_fonts import Font, NotUnderstood, font
from piiscan.formats._pdf_verify import all_bytes, second_text
from piiscan.model import Area, Blob, Cut, Picture, Problem, Span, Text
from piiscan.reading import Reading

SECRET = "123456782"


class Cutting:
    """Cuts every secret, and paints what it is told to."""

    def __init__(self, secret: str = SECRET, areas: Sequence[Area] = ()) -> None:
        self.secret = secret
        self.areas = areas
        self.outlines: list[tuple[str, Area]] = []

    def text(self, part: Text) -> Sequence[Cut]:
        spans = [Span(*match.span()) for match in re.finditer(re.escape(self.secret), part.text)]
        for span in spans:
            self.outlines += [(part.at(span.start), area) for area in part.areas(span)]
        return [Cut(span, "NL_BSN", "[BSN]") for span in spans]

    def picture(self, part: Picture) -> Sequence[Area]:
        return self.areas if part.load().size == (300, 60) else []

    def blob(self, part: Blob) -> Blob | None:
        return None


def blob_of(data: bytes) -> Blob:
    return Blob("brief.pdf", lambda: io.BytesIO(data), len(data), "brief.pdf")


def parts_of(data: bytes, **settings_: Any) -> list[Any]:
    return list(pdf.parts(blob_of(data), Reading(**settings_)))


def text_of(data: bytes, place: str = "") -> str:
    found = [part for part in parts_of(data) if isinstance(part, Text)]
    return "\n".join(part.text for part in found if not place or part.at(0).startswith(place))


def redacted(data: bytes, edit: Cutting | None = None, **settings_: Any) -> bytes:
    out = io.BytesIO()
    pdf.redact(blob_of(data), edit or Cutting(), out, Reading(**settings_))
    return out.getvalue()


def left(data: bytes, secret: str = SECRET) -> list[str]:
    """Where a secret still stands, by two readers and in every string and stream."""
    found = [f"pdfium {n}" for n, page in enumerate(pypdfium2.PdfDocument(data)) if secret in whole(page)]
    found += [place for place, text in second_text(io.BytesIO(data), "x", Reading()) if secret in text]
    forms = [secret.encode(code) for code in ("ascii", "utf-16-be", "utf-16-le")]
    return found + [
        place
        for place, content in all_bytes(io.BytesIO(data), "x", Reading())
        if any(form in content for form in forms)
    ]


def whole(page: Any) -> str:
    return str(page.get_textpage().get_text_range())


def is_pictured(data: bytes, page: int = 0) -> bool:
    """Whether a page of a copy has become a picture of itself."""
    return not whole(pypdfium2.PdfDocument(data)[page]).strip()


def rendered(data: bytes, page: int = 0, scale: float = 1) -> Image.Image:
    return pypdfium2.PdfDocument(data)[page].render(scale=scale).to_pil().convert("L")


def drawn(*lines: str, size: float = 12) -> bytes:
    """One page with a line of Helvetica for each text."""
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(400, 400), invariant=True)
    page.setFont("Helvetica", size)
    for number, line in enumerate(lines):
        page.drawString(50, 350 - 30 * number, line)
    page.save()
    return out.getvalue()


def made(content: bytes, *, change: Any = None, **resources: Any) -> bytes:
    """One page of 400 by 400 points with this content; ``change`` takes the file and the page."""
    file = pikepdf.new()
    page = file.add_blank_page(page_size=(400, 400)).obj
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    page.Resources = Dictionary(Font=Dictionary(F1=helvetica), **resources)
    page.Contents = file.make_stream(content)
    if change:
        change(file, page)
    out = io.BytesIO()
    file.save(out, static_id=True, fix_metadata_version=False)
    return out.getvalue()


def sample(secret: str = SECRET) -> bytes:
    path = Path(__file__).parent / "samples" / "pdf.py"
    spec = importlib.util.spec_from_file_location("sample_pdf", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return bytes(module.sample(secret))


def photo() -> Image.Image:
    image = Image.new("RGB", (300, 60), "white")
    ImageDraw.Draw(image).text((10, 20), "BSN 123456782 op een scan", fill="black", font_size=20)
    return image


class TestReading:
    def test_a_page_is_one_text_with_its_lines_as_runs(self) -> None:
        (page,) = [part for part in parts_of(drawn("Beste Sanne,", f"uw BSN is {SECRET}.")) if part.at(0) == "page=1"]
        assert page.text == f"Beste Sanne,\nuw BSN is {SECRET}."
        assert page.starts == [0, 13]
        assert page.places == ["page=1", "page=1"]

    def test_an_outline_surrounds_the_words_on_the_page(self) -> None:
        (page,) = [part for part in parts_of(drawn(f"BSN {SECRET} is het")) if part.unit == "pt"]
        ((corner, _, opposite, _),) = page.areas(Span(4, 13))
        assert corner == pytest.approx((50 + 12 * (0.667 * 2 + 0.722 + 0.278), 347), abs=3)
        assert opposite[0] - corner[0] == pytest.approx(9 * 0.556 * 12, abs=1)

    def test_an_outline_of_two_lines_is_two_polygons(self) -> None:
        (page,) = [part for part in parts_of(drawn("een", "twee")) if part.unit == "pt"]
        assert len(page.areas(Span(0, len(page.text)))) == 2

    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    def test_an_outline_is_in_raw_user_space_however_the_page_is_turned_and_cropped(self, turn: int) -> None:
        def change(_: Any, page: Any) -> None:
            page.Rotate, page.UserUnit = turn, 3
            page.MediaBox, page.CropBox = Array([-100, -50, 400, 400]), Array([20, 30, 380, 390])

        data = made(b"BT /F1 12 Tf 100 200 Td (123456782) Tj ET", change=change)
        (page,) = [part for part in parts_of(data) if part.unit == "pt"]
        ((corner, *_),) = page.areas(Span(0, 9))
        assert corner == pytest.approx((100, 197), abs=1)

    def test_a_label_of_a_form_field_is_its_caption(self) -> None:
        def change(file: Any, _: Any) -> None:
            field = Dictionary(FT=Name.Tx, T=String("nr"), TU=String("Burgerservicenummer"), V=String(SECRET))
            group = Dictionary(T=String("klant;1"), Kids=Array([file.make_indirect(field)]))
            file.Root.AcroForm = Dictionary(Fields=Array([file.make_indirect(group)]))

        (part,) = [part for part in parts_of(made(b"", change=change)) if "form=" in part.at(0)]
        offset = part.text.index(SECRET)
        assert part.at(offset) == "form=klant%3B1.nr"
        assert part.label(offset) == "Burgerservicenummer"

    def test_a_scan_gives_its_picture_and_nothing_else(self) -> None:
        out = io.BytesIO()
        page = canvas.Canvas(out, pagesize=(300, 60))
        page.drawImage(ImageReader(photo()), 0, 0, 300, 60)
        page.save()
        (picture,) = [part for part in parts_of(out.getvalue()) if isinstance(part, Picture)]
        assert (picture.at, picture.dpi) == ("page=1;image=1", 72)
        assert list(picture.load().convert("L").get_flattened_data()) == list(photo().convert("L").get_flattened_data())

    def test_a_turned_scan_is_also_shown_as_it_looks(self) -> None:
        out = io.BytesIO()
        page = canvas.Canvas(out, pagesize=(60, 300))
        page.transform(0, 1, -1, 0, 60, 0)
        page.drawImage(ImageReader(photo()), 0, 0, 300, 60)
        page.save()
        pictures = [part for part in parts_of(out.getvalue()) if isinstance(part, Picture)]
        assert [picture.at for picture in pictures] == ["page=1;image=1", "page=1;image=0"]
        assert pictures[1].load().size == (167, 834)

    def test_letters_drawn_as_outlines_are_shown_as_they_look(self) -> None:
        (picture,) = parts_of(made(b"100 100 50 60 re f 200 100 m 250 160 l 260 90 l f"))
        assert picture.at == "page=1;image=0"
        assert picture.dpi == 200

    def test_a_page_in_a_font_without_meaning_is_shown_as_it_looks(self) -> None:
        below = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Onbekend, DW=500)
        below.CIDSystemInfo = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)

        def change(file: Any, page: Any) -> None:
            page.Resources.Font.F2 = Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name.Onbekend,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([file.make_indirect(below)]),
            )

        data = made(b"BT /F2 12 Tf 50 50 Td <010203040506070809101112131415161718> Tj ET", change=change)
        assert [part.at for part in parts_of(data) if isinstance(part, Picture)] == ["page=1;image=0"]

    def test_marked_content_cannot_hide_what_is_shown(self) -> None:
        data = made(b"/Span <</ActualText (iets anders)>> BDC BT /F1 12 Tf 50 50 Td (123456782) Tj ET EMC")
        assert SECRET in text_of(data, "page=1")
        assert "iets anders" in text_of(data, "page=1;said")

    def test_a_page_that_is_broken_is_a_problem_and_the_others_are_read(self) -> None:
        file = pikepdf.open(io.BytesIO(drawn(f"BSN {SECRET}")))
        page = file.add_blank_page().obj
        page.Contents = file.make_stream(b"")
        page.Contents.write(b"geen deflate", filter=Name.FlateDecode)
        out = io.BytesIO()
        file.save(out)
        found = parts_of(out.getvalue())
        assert "page=2" in [part.at for part in found if isinstance(part, Problem)]
        assert any(SECRET in part.text for part in found if isinstance(part, Text))

    @pytest.mark.parametrize("passwords", [(), ("fout",)])
    def test_without_its_password_a_file_is_encrypted(self, passwords: tuple[str, ...]) -> None:
        with pytest.raises(Encrypted):
            parts_of(locked("geheim"), passwords=passwords)

    def test_with_its_password_a_file_is_read_and_its_copy_is_open(self) -> None:
        data = locked("geheim")
        reading = {"passwords": ("fout", "geheim")}
        assert any(SECRET in part.text for part in parts_of(data, **reading) if isinstance(part, Text))
        copy = redacted(data, **reading)
        assert "BSN [BSN]" in text_of(copy).replace("\n", " ")
        assert not left(copy)

    def test_an_empty_password_is_tried_first(self) -> None:
        assert SECRET in text_of(locked(""))

    def test_an_older_revision_is_read(self) -> None:
        parts = parts_of(sample())
        assert any(part.at(0).startswith("revision=1;object=") for part in parts if isinstance(part, Text))

    def test_attachments_are_members(self) -> None:
        blobs = [part for part in parts_of(sample()) if isinstance(part, Blob)]
        assert f"brief.pdf!/bijlage {SECRET}.txt" in [blob.path for blob in blobs]
        assert all(SECRET.encode() in blob.open().read() for blob in blobs)

    def test_a_zip_behind_the_end_is_a_member(self) -> None:
        (part,) = [part for part in parts_of(drawn("x") + b"PK\x03\x04\0\0\0\0") if isinstance(part, Blob)]
        assert part.path == "brief.pdf!/after"


def locked(password: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn(f"BSN {SECRET}"))) as file:
        file.save(out, encryption=pikepdf.Encryption(user=password, owner="eigenaar", R=6))
    return out.getvalue()


class TestCutting:
    def test_nothing_of_the_sample_is_left(self) -> None:
        copy = redacted(sample())
        assert not left(copy)
        assert not any(is_pictured(copy, page) for page in range(7))

    def test_the_rest_of_the_line_stays_where_it_was(self) -> None:
        data = drawn(f"BSN {SECRET} van Sanne", "een regel eronder")
        before, after = (pypdfium2.PdfDocument(x)[0].get_textpage() for x in (data, redacted(data)))
        positions = [
            [page.get_charbox(page.get_text_range().index(word)) for word in ("van Sanne", "regel")]
            for page in (before, after)
        ]
        assert positions[0] == [pytest.approx(box, abs=0.01) for box in positions[1]]

    def test_the_box_is_black_and_wider_than_the_word(self) -> None:
        edit = Cutting()
        image = rendered(redacted(drawn(f"BSN {SECRET}"), edit))
        ((_, area),) = edit.outlines
        (x0, _), (x1, _) = area[0], area[1]
        row = [image.getpixel((x, 400 - 358)) for x in range(400)]
        black = [x for x, value in enumerate(row) if value == 0]
        assert black[0] == pytest.approx(x0, abs=2)
        assert black[-1] > x1 - 1
        assert (black[-1] + 1 - black[0]) / (0.5 * (area[2][1] - area[1][1])) == pytest.approx(
            round((black[-1] + 1 - black[0]) / (0.5 * (area[2][1] - area[1][1]))), abs=0.35
        )

    def test_the_box_does_not_cover_the_next_word(self) -> None:
        copy = redacted(drawn(f"{SECRET}van"))
        page = pypdfium2.PdfDocument(copy)[0].get_textpage()
        left_edge = page.get_charbox(page.get_text_range().index("van"))[0]
        image = rendered(copy, scale=4)
        black = [x for x in range(1600) if image.getpixel((x, 4 * 400 - 4 * 359)) == 0]
        assert 0 < max(black) / 4 <= left_edge + 0.5

    def test_kerning_around_a_cut_goes_into_one_number(self) -> None:
        data = made(b"BT /F1 12 Tf 50 50 Td [(A) 33 (12) -7 (34) 5 (56782) 44 (Z)] TJ ET")
        copy = redacted(data, Cutting("12345678"))
        with pikepdf.open(io.BytesIO(copy)) as file:
            (shown,) = [i for i in pikepdf.parse_content_stream(file.pages[0]) if str(i.operator) == "TJ"]
            items = [item if isinstance(item, pikepdf.String) else float(item) for item in shown.operands[0]]
        assert items == [String("A"), pytest.approx(-8 * 556 + 33 - 7 + 5), String("2"), 44.0, String("Z")]

    def test_a_gap_at_the_end_of_a_line_is_left_out(self) -> None:
        copy = redacted(made(b"BT /F1 12 Tf 50 50 Td (BSN 123456782) Tj 0 -20 Td (onder) Tj ET"))
        with pikepdf.open(io.BytesIO(copy)) as file:
            shown = [i.operands[0] for i in pikepdf.parse_content_stream(file.pages[0]) if str(i.operator) == "TJ"]
        assert [[bytes(item) for item in array] for array in shown] == [[b"BSN "], [b"onder"]]

    def test_a_form_used_twice_is_cut_in_each_place(self) -> None:
        copy = redacted(sample())
        assert whole(pypdfium2.PdfDocument(copy)[1]).count("binnen") == 2
        assert not left(copy)

    def test_a_form_from_which_nothing_goes_is_kept_once(self) -> None:
        def change(file: Any, page: Any) -> None:
            form = file.make_stream(b"BT /F1 12 Tf (briefhoofd) Tj ET", Type=Name.XObject, Subtype=Name.Form)
            form.BBox, form.Resources = Array([0, 0, 400, 400]), page.Resources
            page.Resources = Dictionary({**dict(page.Resources.items()), "/XObject": Dictionary(X=form)})
            file.pages.append(file.pages[0])

        copy = redacted(made(b"/X Do BT /F1 12 Tf 50 200 Td (123456782) Tj ET", change=change))
        with pikepdf.open(io.BytesIO(copy)) as file:
            forms = [x for x in file.objects if isinstance(x, pikepdf.Stream) and x.get("/Subtype") == "/Form"]
        assert len(forms) == 1

    def test_resources_that_are_not_used_are_gone(self) -> None:
        def change(file: Any, page: Any) -> None:
            page.Resources.XObject = Dictionary(Oud=file.make_stream(b"0 0 m", Type=Name.XObject, Subtype=Name.Form))

        with pikepdf.open(io.BytesIO(redacted(made(b"", change=change)))) as file:
            assert not [x for x in file.objects if isinstance(x, pikepdf.Stream) and "/Subtype" in x]

    def test_shapes_the_size_of_the_word_go_and_the_table_stays(self) -> None:
        letters = b"102 101 m 102 109 l 106 109 l 104 101 l f 112 101 m 112 109 l 116 109 l f "
        table = b"40 90 300 40 re S 40 110 m 340 110 l S "
        copy = redacted(made(letters + table + b"BT /F1 12 Tf 3 Tr 100 100 Td (123456782) Tj ET"))
        with pikepdf.open(io.BytesIO(copy)) as file:
            content = [str(i.operator) for i in pikepdf.parse_content_stream(file.pages[0])]
        assert content.count("f") == 1  # the black box
        assert content.count("S") == 2

    def test_a_drawing_that_stays_under_the_word_makes_a_picture_of_the_page(self) -> None:
        wide = (
            b"50 60 m 60 140 l "
            + b"".join(b"%d %d l " % (100 + 2 * i, 100 + 9 * (i % 2)) for i in range(30))
            + b"380 60 l f "
        )
        copy = redacted(made(wide + b"BT /F1 12 Tf 3 Tr 100 100 Td (123456782) Tj ET"))
        assert is_pictured(copy)
        assert rendered(copy).getpixel((120, 400 - 105)) == 0

    def test_letters_as_a_clip_make_a_picture_of_the_page(self) -> None:
        clip = b"q 102 101 m 104 109 l 106 101 l W n 0 0 400 400 re f Q "
        copy = redacted(made(clip + b"BT /F1 12 Tf 3 Tr 100 100 Td (123456782) Tj ET"))
        assert is_pictured(copy)
        assert not left(copy)

    def test_an_unknown_font_makes_a_picture_of_the_page(self) -> None:
        def change(_: Any, page: Any) -> None:
            page.Resources.Font.F1 = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Onbekend)

        copy = redacted(made(b"BT /F1 12 Tf 100 100 Td (BSN 123456782) Tj ET", change=change))
        assert is_pictured(copy)
        assert not left(copy)

    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    def test_a_picture_of_a_page_looks_like_the_page(self, turn: int) -> None:
        def change(_: Any, page: Any) -> None:
            page.Rotate, page.CropBox = turn, Array([20, 30, 380, 350])
            page.Resources.Font.F2 = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Onbekend)

        data = made(b"0 0 1 rg 50 60 90 30 re f BT /F2 12 Tf 100 200 Td (BSN 123456782) Tj ET", change=change)
        before, after = rendered(data), rendered(redacted(data))
        assert before.size == after.size
        assert is_pictured(redacted(data))
        blue = [
            [index for index, value in enumerate(image.get_flattened_data()) if 20 < value < 60]
            for image in (before, after)
        ]
        assert len(set(blue[0]) ^ set(blue[1])) < 0.1 * len(blue[0])

    def test_glyphs_of_a_hidden_layer_are_gone_and_those_after_them_stay(self) -> None:
        def change(file: Any, page: Any) -> None:
            layer = file.make_indirect(Dictionary(Type=Name.OCG, Name=String("concept")))
            file.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(BaseState=Name.OFF))
            page.Resources.Properties = Dictionary(L=layer)

        data = made(b"BT /F1 12 Tf 50 50 Td /OC /L BDC (weg 123456782) Tj EMC (blijft) Tj ET", change=change)
        copy = redacted(data, Cutting("bestaat niet"))
        assert whole(pypdfium2.PdfDocument(copy)[0]) == "blijft"
        assert rendered(copy).tobytes() == rendered(data).tobytes()

    def test_text_of_a_pattern_is_emptied_with_its_pattern(self) -> None:
        assert "tegel" not in text_of(redacted(sample()))
        assert "tegel" in text_of(redacted(sample(), Cutting("bestaat niet")))

    def test_what_hangs_on_the_pages_is_gone_without_any_cut(self) -> None:
        copy = redacted(sample(), Cutting("bestaat niet"))
        with pikepdf.open(io.BytesIO(copy)) as file:
            assert set(file.Root.keys()) == {"/Type", "/Pages"}
            assert "/Info" not in file.trailer
            kept = {key for page in file.pages for key in page.obj}
        assert kept <= {"/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit"}
        for word in (
            "titel",
            "maker",
            "geheim",
            "bladwijzer",
            "doel",
            "laag",
            "alt ",
            "gezegd",
            "fotograaf",
            "wees",
            "weg",
        ):
            assert not left(copy, word), word

    def test_what_a_form_field_shows_stays_on_the_page(self) -> None:
        assert "ingevuld" in text_of(redacted(sample()), "page=2")

    def test_a_file_without_anything_to_cut_looks_the_same(self) -> None:
        data = drawn("Beste Sanne,", "niets te zien")
        copy = redacted(data)
        assert rendered(copy).tobytes() == rendered(data).tobytes()
        assert text_of(copy, "page=1") == text_of(data, "page=1")

    def test_redacting_twice_changes_nothing_more(self) -> None:
        once = redacted(sample())
        assert rendered(redacted(once)).tobytes() == rendered(once).tobytes()

    def test_a_font_set_by_a_graphics_state_is_followed(self) -> None:
        def change(_: Any, page: Any) -> None:
            page.Resources.ExtGState = Dictionary(G=Dictionary(Font=Array([page.Resources.Font.F1, 12])))

        copy = redacted(made(b"BT /G gs 50 50 Td (BSN 123456782 blijft) Tj ET", change=change))
        assert not left(copy)

    @settings(max_examples=25, deadline=None)
    @given(
        st.from_regex(r"[abc0-9]{1,9}( [abc0-9]{1,9}){0,3}", fullmatch=True),
        st.integers(0, 28),
        st.integers(1, 8),
        st.booleans(),
    )
    def test_any_stretch_of_any_line_can_be_cut(self, line: str, start: int, length: int, split: bool) -> None:
        text = f"x{line}x"
        span = Span(min(start, len(text) - 1), min(start + length, len(text)))
        shown = f"({text})" if not split else "[" + " -5 ".join(f"({character})" for character in text) + "]"
        data = made(f"BT /F1 12 Tf 50 200 Td {shown} {'TJ' if split else 'Tj'} 0 -40 Td (onder) Tj ET".encode())
        out = io.BytesIO()
        edit = Stretch(span, text)
        pdf.redact(blob_of(data), edit, out, Reading())
        assert edit.done
        rest = "".join((text[: span.start] + text[span.end :]).split())
        got = "".join(text_of(out.getvalue(), "page=1").replace("onder", "").split())
        assert sorted(got) == sorted(rest)

    def test_a_file_that_was_repaired_is_refused(self) -> None:
        data = drawn(f"BSN {SECRET}")
        broken = data[: data.rindex(b"xref")] + b"startxref\n0\n%%EOF"
        assert any(isinstance(part, Problem) and part.reason == "repaired" for part in parts_of(broken))
        with pytest.raises(CannotRedact):
            redacted(broken)


class Stretch(Cutting):
    """Cuts one span of the first line of a page."""

    def __init__(self, span: Span, line: str) -> None:
        super().__init__()
        self.span, self.line, self.done = span, line, False

    def text(self, part: Text) -> Sequence[Cut]:
        at = part.text.find(self.line.rstrip())
        self.done |= at >= 0
        whole_ = Span(max(0, at) + self.span.start, min(len(part.text), max(0, at) + self.span.end))
        return [Cut(whole_, "X", "")] if part.unit == "pt" and at >= 0 and whole_.end > whole_.start else []


class TestPictures:
    LEFT = (((0.0, 0.0), (150.0, 0.0), (150.0, 60.0), (0.0, 60.0)),)

    def scan(self, *, text: str = "", **keys: Any) -> bytes:
        def change(file: Any, page: Any) -> None:
            image = file.make_stream(zlib.compress(photo().tobytes()), Type=Name.XObject, Subtype=Name.Image)
            image.Filter, image.Width, image.Height = Name.FlateDecode, 300, 60
            image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
            for key, value in keys.items():
                image[f"/{key}"] = value(file) if callable(value) else value
            page.Resources.XObject = Dictionary(I=image)

        content = b"q 300 0 0 60 50 100 cm /I Do Q q 150 0 0 30 50 300 cm /I Do Q "
        return made(content + text.encode(), change=change)

    def image(self, data: bytes, place: str = "page=1;image=1") -> Image.Image:
        (picture,) = [part for part in parts_of(data) if isinstance(part, Picture) and part.at == place]
        return Image.Image.convert(picture.load(), "L")

    def test_areas_are_black_in_every_use_and_the_rest_is_as_it_was(self) -> None:
        copy = redacted(self.scan(), Cutting(areas=self.LEFT))
        image = self.image(copy)
        assert image.crop((0, 0, 151, 60)).getextrema() == (0, 0)
        kept = (160, 0, 300, 60)
        assert image.crop(kept).tobytes() == photo().convert("L").crop(kept).tobytes()
        page = rendered(copy)
        assert page.crop((52, 242, 198, 298)).getextrema() == (0, 0)
        assert page.crop((52, 72, 120, 98)).getextrema() == (0, 0)

    def test_pixels_under_hidden_text_go_with_it(self) -> None:
        words = f"BT /F1 20 Tf 3 Tr 80 120 Td ({SECRET}) Tj ET"
        copy = redacted(self.scan(text=words))
        assert not left(copy)
        first, second = (self.image(copy, f"page=1;image={n}") for n in (1, 2))
        assert first.crop((33, 26, 128, 40)).getextrema() == (0, 0)
        assert second.tobytes() == photo().convert("L").tobytes()

    def test_a_soft_mask_is_opaque_where_something_went(self) -> None:
        def mask(file: Any) -> Any:
            keys = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=600, Height=120, BitsPerComponent=8)
            keys.ColorSpace = Name.DeviceGray
            return file.make_stream(bytes(600 * 120), keys)

        copy = redacted(self.scan(SMask=mask), Cutting(areas=self.LEFT))
        seen = self.image(copy, "page=1;image=2")
        assert seen.size == (600, 120)
        assert seen.crop((0, 0, 300, 120)).getextrema() == (255, 255)
        assert seen.crop((310, 0, 600, 120)).getextrema() == (0, 0)

    def test_a_stencil_stays_a_stencil(self) -> None:
        def change(file: Any, page: Any) -> None:
            bits = photo().convert("1")
            stencil = file.make_stream(bits.tobytes(), Type=Name.XObject, Subtype=Name.Image, Width=300, Height=60)
            stencil.ImageMask, stencil.BitsPerComponent = True, 1
            page.Resources.XObject = Dictionary(I=stencil)

        copy = redacted(made(b"1 0 0 rg q 300 0 0 60 50 100 cm /I Do Q", change=change), Cutting(areas=self.LEFT))
        page = pypdfium2.PdfDocument(copy)[0].render(scale=1).to_pil().convert("RGB")
        assert page.getpixel((100, 270)) == (255, 0, 0)
        assert page.getpixel((345, 270)) == (255, 255, 255)

    def test_a_picture_inside_the_content_is_a_picture_like_any_other(self) -> None:
        data = made(
            b"q 300 0 0 60 50 100 cm BI /W 300 /H 60 /BPC 8 /CS /RGB /F /AHx ID "
            + photo().tobytes().hex().encode()
            + b"> EI Q"
        )
        assert self.image(data).tobytes() == photo().convert("L").tobytes()
        assert self.image(redacted(data, Cutting(areas=self.LEFT))).crop((0, 0, 150, 60)).getextrema() == (0, 0)

    def test_what_a_photograph_says_beside_its_pixels_is_read_and_gone(self) -> None:
        data = sample()
        (part,) = [p for p in parts_of(data) if isinstance(p, Text) and "fotograaf" in p.text]
        assert part.at(part.text.index("fotograaf")) == "page=5;image=1;exif=Artist"
        assert not left(redacted(data, Cutting("bestaat niet")), "fotograaf")

    def test_areas_on_the_page_as_it_looks_are_painted_on_its_picture(self) -> None:
        class Viewing(Cutting):
            def picture(self, part: Picture) -> Sequence[Area]:
                return [((0.0, 0.0), (500.0, 0.0), (500.0, 500.0), (0.0, 500.0))] if part.at.endswith("image=0") else []

        copy = redacted(made(b"1 0 0 rg 20 200 360 180 re f"), Viewing())
        page = rendered(copy)
        assert page.size == (400, 400)
        assert page.crop((0, 0, 179, 179)).getextrema()[1] < 8
        assert page.getpixel((300, 100)) > 60

    def test_a_picture_that_cannot_be_decoded_is_damaged(self) -> None:
        def change(file: Any, page: Any) -> None:
            image = file.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=30, Height=30)
            image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
            image.write(b"geen jpeg", filter=Name.DCTDecode)
            page.Resources.XObject = Dictionary(I=image)

        (picture, *_) = [p for p in parts_of(made(b"/I Do", change=change)) if isinstance(p, Picture)]
        with pytest.raises(Damaged):
            picture.load()

    def test_pixels_are_counted_before_they_are_decoded(self) -> None:
        (picture,) = [p for p in parts_of(self.scan(), limits=Limits(pixels=1000)) if isinstance(p, Picture)][:1]
        with pytest.raises(LimitExceeded, match="pixels"):
            picture.load()


class TestFonts:
    def test_widths_of_a_simple_font(self) -> None:
        spec = Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.X, FirstChar=65, Widths=Array([700, 800])
        )
        assert [glyph.advance for glyph in font(spec).glyphs(b"AB ")] == [0.7, 0.8, 0.0]

    def test_widths_of_a_standard_font_follow_its_encoding(self) -> None:
        spec = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        spec.Encoding = Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=Array([65, Name.W, Name.i]))
        assert [glyph.advance for glyph in font(spec).glyphs(b"ABC")] == [0.944, 0.222, 0.722]

    @pytest.mark.parametrize("direction", ["H", "V"])
    def test_widths_of_a_composite_font(self, direction: str) -> None:
        below = Dictionary(Subtype=Name.CIDFontType2, DW=1000, W=Array([1, Array([250, 300]), 5, 7, 400]))
        below.W2 = Array([1, Array([-500, 0, 880]), 5, 7, -900, 0, 880])
        spec = Dictionary(Subtype=Name.Type0, Encoding=Name(f"/Identity-{direction}"), DescendantFonts=Array([below]))
        wanted = [0.25, 0.3, 0.4, 1.0] if direction == "H" else [-0.5, -1.0, -0.9, -1.0]
        assert [glyph.advance for glyph in font(spec).glyphs(bytes((0, 1, 0, 2, 0, 6, 0, 9)))] == wanted

    def test_an_embedded_map_splits_a_string_into_codes_of_one_and_two_bytes(self) -> None:
        file = pikepdf.new()
        cmap = file.make_stream(
            b"2 begincodespacerange <00> <7f> <8000> <ffff> endcodespacerange\n"
            b"1 begincidrange <8001> <8010> 100 endcidrange 1 begincidchar <41> 7 endcidchar"
        )
        below = Dictionary(Subtype=Name.CIDFontType2, DW=1000, W=Array([7, Array([500]), 101, Array([600])]))
        spec = Dictionary(Subtype=Name.Type0, Encoding=cmap, DescendantFonts=Array([below]))
        glyphs = [(glyph.code, glyph.advance) for glyph in font(spec).glyphs(b"A\x80\x02B")]
        assert glyphs == [(b"A", 0.5), (b"\x80\x02", 0.6), (b"B", 1.0)]

    def test_a_map_by_name(self) -> None:
        below = Dictionary(Subtype=Name.CIDFontType0, DW=1000)
        spec = Dictionary(Subtype=Name.Type0, Encoding=Name("/90ms-RKSJ-H"), DescendantFonts=Array([below]))
        assert [glyph.code for glyph in font(spec).glyphs(b"A\x82\xa0")] == [b"A", b"\x82\xa0"]

    @pytest.mark.parametrize("name", ["/../../etc/passwd", "/Bestaat-Niet-H"])
    def test_a_map_that_is_not_known_is_not_understood(self, name: str) -> None:
        below = Dictionary(Subtype=Name.CIDFontType0, DW=1000)
        spec = Dictionary(Subtype=Name.Type0, Encoding=Name(name), DescendantFonts=Array([below]))
        with pytest.raises(NotUnderstood):
            font(spec)

    @given(st.binary(max_size=40))
    def test_no_byte_of_a_string_is_lost(self, data: bytes) -> None:
        spaces = ((1, b"\x00", b"\x40"), (2, b"\x80\x30", b"\xff\xff"), (3, b"\x50\0\0", b"\x60\xff\xff"))
        for cmap in (CMap(identity=True), CMap(spaces=spaces)):
            assert b"".join(glyph.code for glyph in Font(lambda _: 1.0, cmap).glyphs(data)) == data


class TestHostile:
    def test_a_bomb_in_the_content_is_a_limit(self) -> None:
        def change(file: Any, page: Any) -> None:
            page.Contents = file.make_stream(b"")
            page.Contents.write(zlib.compress(bytes(40 << 20), 9), filter=Name.FlateDecode)

        with pytest.raises(LimitExceeded):
            parts_of(made(b"", change=change), limits=Limits(part=16 << 20))

    def test_forms_that_use_each_other_without_end_are_a_limit(self) -> None:
        def change(file: Any, page: Any) -> None:
            form = file.make_stream(b"0 0 m", Type=Name.XObject, Subtype=Name.Form)
            for _ in range(12):
                form = file.make_stream(b"/A Do " * 9, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
                form.Resources = Dictionary(XObject=Dictionary(A=form))
            page.Resources.XObject = Dictionary(A=form)

        with pytest.raises(LimitExceeded):
            parts_of(made(b"/A Do", change=change))

    def test_pages_are_counted(self) -> None:
        file = pikepdf.new()
        for _ in range(20):
            file.add_blank_page()
        out = io.BytesIO()
        file.save(out)
        with pytest.raises(LimitExceeded, match="pages"):
            parts_of(out.getvalue(), limits=Limits(pages=10))

    def test_text_that_is_too_far_away_to_be_drawn_is_read_and_gone(self) -> None:
        data = made(b"1e400 0 0 1 0 0 cm BT /F1 1e19 Tf 9e39 10 Td (BSN 123456782) Tj ET")
        assert SECRET in text_of(data, "page=1;operands")
        assert not left(redacted(data))

    def test_a_name_of_any_bytes_is_no_obstacle(self) -> None:
        def change(_: Any, page: Any) -> None:
            page.Resources.Font = pikepdf.Object.parse(
                b"<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helv#b7#ff /A#b7 /B#e9 >> >>"
            )

        copy = redacted(made(b"BT /F1 12 Tf 100 100 Td (BSN 123456782) Tj ET", change=change))
        assert not left(copy)

    def test_no_error_holds_text_of_the_file(self) -> None:
        rnd = random.Random(1)
        data = sample()
        for _ in range(40):
            broken = bytearray(data[: rnd.randrange(len(data))])
            for _ in range(rnd.randrange(20)):
                if broken:
                    broken[rnd.randrange(len(broken))] = rnd.randrange(256)
            try:
                redacted(bytes(broken), limits=Limits(seconds=20))
            except (ReadError, CannotRedact) as error:
                assert SECRET not in str(error)

    @settings(max_examples=40, deadline=None)
    @given(st.data())
    def test_mutated_objects_give_an_error_of_ours_or_no_leak(self, data: st.DataObject) -> None:
        source = bytearray(made(b"BT /F1 12 Tf 100 100 Td (BSN 123456782) Tj ET"))
        for _ in range(data.draw(st.integers(1, 5))):
            source[data.draw(st.integers(0, len(source) - 1))] = data.draw(st.integers(0, 255))
        try:
            copy = redacted(bytes(source), limits=Limits(seconds=20))
        except (ReadError, CannotRedact):
            return
        if SECRET in text_of(bytes(source), "page=1"):
            assert not left(copy)
