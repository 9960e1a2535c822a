"""Copies of identity documents: painted, proven, published; or nothing at all."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from piiscan import ocr
from piiscan.errors import CannotRedact, ConfigError, LeakFound, NeedsReview, ReadError, SourceError
from piiscan.formats import image as pictures
from piiscan.idcopy import proof
from piiscan.idcopy.card import Survey
from piiscan.idcopy.geometry import Frame
from piiscan.idcopy.plan import Plan
from piiscan.model import Blob, Picture, Text
from piiscan.reading import Reading
from piiscan.redact_idcopy import IdCopy, redact_id_copy, redact_stream
from piiscan.specimen import specimen_id_card_back, specimen_passport

pytestmark = pytest.mark.skipif(not ocr.available(), reason="needs the extra ocr")

PHOTO, PALE, NUMBER, ZONE = (50, 150, 350, 536), (1050, 420, 1170, 574), (860, 190, 1042, 220), (62, 740, 1195, 822)
NAME = (420, 280, 520, 312)
SECRETS = ("SPEC12345", "999990019", "SPEC123452NLD")


def saved(picture: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def blob_of(data: bytes, path: str = "kopie") -> Blob:
    return Blob(path, lambda: io.BytesIO(data), len(data), path)


def redacted(data: bytes, **options: str) -> tuple[bytes, IdCopy]:
    out = io.BytesIO()
    done = redact_stream(blob_of(data), out, Reading(), **{"mode": "mask", **options})  # type: ignore[arg-type]
    return out.getvalue(), done


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "TIFF", "WEBP"])


def lightest(picture: Image.Image, box: tuple[int, int, int, int]) -> int:
    return int(np.asarray(picture.convert("L").crop(box)).max())


def words(data: bytes) -> str:
    found = []
    for part in pictures.parts(blob_of(data), Reading()):
        assert isinstance(part, Picture)
        found.append(ocr.read(part, "kopie", Reading()).text)
    return "\n".join(found)


@pytest.fixture(scope="module")
def passport() -> tuple[bytes, IdCopy]:
    return redacted(saved(specimen_passport(), "PNG"))


def test_everything_that_identifies_is_black_and_the_rest_as_it_was(passport: tuple[bytes, IdCopy]) -> None:
    copy, before = opened(passport[0]), specimen_passport()
    for box in (PHOTO, PALE, NUMBER, ZONE):
        assert lightest(copy, box) == 0
    assert (np.asarray(copy.crop(NAME)) == np.asarray(before.crop(NAME))).all()
    text = words(passport[0])
    assert "De Wit" in text
    assert "30 AUG 2031" in text
    assert not any(secret in text for secret in SECRETS)


def test_the_record_says_what_was_done(passport: tuple[bytes, IdCopy]) -> None:
    done = passport[1]
    assert (done.status, done.mode, done.missing) == ("done", "mask", ())
    assert {area.entity for area in done.areas} == {"FACE", "MRZ", "NL_DOCUMENTNUMMER"}
    assert {area.page for area in done.areas} == {1}
    assert set(done.verified_by) == {"pixels", "bytes", "second look"}
    assert not any(secret in json.dumps(done.areas) + repr(done) for secret in SECRETS)


def test_a_telephones_jpeg_is_turned_upright_and_loses_its_words() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Sanne de Wit SPEC12345"
    source = saved(specimen_passport().rotate(90, expand=True), "JPEG", exif=exif, quality=90) + b"SPEC12345"
    data, done = redacted(source)
    copy = opened(data)
    assert copy.size == (1250, 880)
    assert not copy.getexif()
    assert b"SPEC12345" not in data
    for box in (PHOTO, PALE, NUMBER, ZONE):
        assert lightest(copy, box) < 40
    photo = max(
        (area for area in done.areas if area.entity == "FACE"), key=lambda area: Frame().box(area.polygon).height
    )
    stored = Frame().box(photo.polygon)  # pixels as stored: the page lies on its side
    assert stored.union(Frame().box([(150, 900), (536, 900), (536, 1200), (150, 1200)])) == stored


def test_both_sides_in_one_tiff_are_painted() -> None:
    source = saved(specimen_passport(), "TIFF", save_all=True, append_images=[specimen_id_card_back()])
    data, done = redacted(source)
    assert {area.page for area in done.areas} == {1, 2}
    assert {area.entity for area in done.areas if area.page == 2} == {"MRZ", "NL_BSN", "BARCODE"}
    copy = opened(data)
    copy.seek(1)
    assert lightest(copy, (40, 332, 815, 486)) == 0
    assert lightest(copy, (440, 90, 790, 170)) == 0


def test_a_pdf_from_a_scanner_is_painted_page_by_page(tmp_path: Path) -> None:
    source = saved(specimen_passport(), "PDF", resolution=150, title="SPEC12345")
    data, done = redacted(source)
    assert data.startswith(b"%PDF")
    assert {area.entity for area in done.areas} == {"FACE", "MRZ", "NL_DOCUMENTNUMMER"}
    from pypdfium2 import PdfDocument

    page = PdfDocument(data)[0].render(scale=150 / 72).to_pil()
    assert page.size[0] >= 1240
    for box in (PHOTO, PALE, NUMBER, ZONE):
        assert lightest(page, tuple(edge + (8 if n < 2 else -8) for n, edge in enumerate(box))) < 60  # type: ignore[arg-type]


def test_the_lesser_profile_leaves_the_document_number() -> None:
    data, done = redacted(saved(specimen_passport(), "PNG"), profile="ap")
    assert {area.entity for area in done.areas} == {"FACE", "MRZ"}
    assert lightest(opened(data), NUMBER) > 200


def test_words_across_the_copy_stay_out_of_the_black() -> None:
    data, _ = redacted(saved(specimen_passport(), "PNG"), words="KOPIE · voor Voorbeeld B.V. · doel: inzage")
    copy = opened(data)
    for box in (PHOTO, PALE, NUMBER, ZONE):
        assert lightest(copy, box) == 0
    assert (np.asarray(copy) != np.asarray(specimen_passport())).any(axis=2)[560:720, 430:1000].mean() > 0.005


@pytest.mark.parametrize(
    ("hidden", "missing"),
    [((0, 720, 1250, 880), ("MRZ",)), ((40, 100, 400, 700), ("FACE",))],
    ids=["no zone", "no photo"],
)
def test_nothing_is_written_where_something_is_missing(
    hidden: tuple[int, int, int, int], missing: tuple[str, ...], tmp_path: Path
) -> None:
    page = specimen_passport()
    draw = ImageDraw.Draw(page)
    draw.rectangle(hidden, fill=(244, 240, 232))
    if missing == ("FACE",):
        draw.rectangle((1040, 410, 1180, 584), fill=(244, 240, 232))
    source, target = tmp_path / "bron.png", tmp_path / "kopie.png"
    page.save(source)
    with pytest.raises(NeedsReview) as caught:
        redact_id_copy(source, target, mode="mask")
    assert caught.value.missing == missing
    assert caught.value.exit_code == 3
    assert [path.name for path in tmp_path.iterdir()] == ["bron.png"]


def test_a_copy_is_published_whole_the_same_each_time_and_never_over_another(
    passport: tuple[bytes, IdCopy], tmp_path: Path
) -> None:
    target = tmp_path / "kopie.png"
    done = redact_id_copy(saved(specimen_passport(), "PNG"), target, mode="mask")
    assert done.target == str(target)
    assert target.read_bytes() == passport[0]
    assert done.areas == passport[1].areas
    with pytest.raises(SourceError, match="already exists"):
        redact_id_copy(b"", target)
    assert target.read_bytes() == passport[0]


def test_what_is_no_picture_or_broken_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "uit.png"
    for data, kind in (
        (saved(specimen_passport(), "PNG")[:20_000], (ReadError, CannotRedact)),
        (b"Geachte heer", NeedsReview),
        (b"\0" * 100, ReadError),
    ):
        with pytest.raises(kind):
            redact_id_copy(data, target)
    assert not target.exists()


def test_modes_and_profiles_that_there_are_not_are_refused() -> None:
    data = saved(specimen_passport(), "PNG")
    with pytest.raises(ConfigError):
        redacted(data, mode="half")
    for profile in ("werkgever", "onbekend"):
        with pytest.raises(ConfigError):
            redacted(data, profile=profile)


def test_mode_keep_leaves_name_and_dates_alone() -> None:
    data, done = redacted(saved(specimen_passport(), "PNG"), mode="keep")
    assert done.mode == "keep"
    assert sorted(words(data).split("\n")) == ["14 MAA/MAR 1985", "30 AUG 2031", "De Wit", "Sanne"]
    assert (np.asarray(opened(data).convert("L")) > 0).mean() < 0.04


def test_mode_keep_goes_by_the_labels_where_there_is_no_zone() -> None:
    page = specimen_passport()
    ImageDraw.Draw(page).rectangle((0, 720, 1250, 880), fill=(244, 240, 232))
    data, done = redacted(saved(page, "PNG"), mode="keep")
    assert done.mode == "keep"
    assert set(words(data).split("\n")) <= {"14 MAA/MAR 1985", "30 AUG 2031", "De Wit", "Sanne"}


def test_mode_keep_needs_something_that_may_stay() -> None:
    page = specimen_passport()
    ImageDraw.Draw(page).rectangle((400, 0, 1250, 880), fill=(244, 240, 232))
    with pytest.raises(NeedsReview) as caught:
        redacted(saved(page, "PNG"), mode="keep")
    assert caught.value.missing == ("PERSON", "DATE_OF_BIRTH")


def test_auto_keeps_where_something_may_have_been_overlooked(tmp_path: Path) -> None:
    """A Dutch passport has a portrait and a number of holes, which this one lacks or nobody saw."""
    target = tmp_path / "kopie.png"
    done = redact_id_copy(saved(specimen_passport(), "PNG"), target)
    assert done.mode == "keep"
    assert "not found: perforated number" in done.doubts


class _Proof:
    """A plan as a survey would make it, without looking."""

    def __init__(self, found: tuple[object, ...] = ()) -> None:
        from piiscan.idcopy.plan import Page

        survey = Survey((), "passport", "front", (), ())
        self.plan = Plan("kopie", frozenset({"FACE", "MRZ", "NL_DOCUMENTNUMMER"}))
        self.plan.pages["image=1"] = Page(survey, (1250, 880), 1, list(found))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def unpainted() -> list[tuple[str, object]]:
    plan = _Proof().plan
    return list(proof.second_look(pictures, blob_of(saved(specimen_passport(), "PNG")), plan, Reading()))  # type: ignore[arg-type]


def test_the_second_look_finds_what_was_not_painted(unpainted: list[tuple[str, object]]) -> None:
    assert {thing.entity for _, thing in unpainted} == {"FACE", "MRZ", "NL_DOCUMENTNUMMER"}  # type: ignore[attr-defined]


def test_the_second_look_refuses_an_area_that_is_not_black() -> None:
    from piiscan.idcopy.card import Found

    area = ((62.0, 740.0), (1195.0, 740.0), (1195.0, 822.0), (62.0, 822.0))
    plan = _Proof((Found("MRZ", area, 0.99),)).plan
    with pytest.raises(LeakFound, match="not black"):
        proof.second_look(pictures, blob_of(saved(specimen_passport(), "PNG")), plan, Reading())  # type: ignore[arg-type]


def test_the_second_look_refuses_words_in_the_copy() -> None:
    exif = Image.Exif()
    exif[0x013B] = "Sanne de Wit"
    data = saved(Image.new("RGB", (1250, 880)), "PNG", exif=exif)
    assert any(isinstance(part, Text) for part in pictures.parts(blob_of(data), Reading()))
    with pytest.raises(LeakFound, match="text"):
        proof.second_look(pictures, blob_of(data), _Proof().plan, Reading())  # type: ignore[arg-type]


def test_no_value_is_in_an_error(tmp_path: Path) -> None:
    page = specimen_passport()
    ImageDraw.Draw(page).rectangle((0, 720, 1250, 880), fill="white")
    with pytest.raises(NeedsReview) as caught:
        redacted(saved(page, "PNG"))
    assert not any(secret in str(caught.value) + repr(caught.value) for secret in (*SECRETS, "Wit"))
