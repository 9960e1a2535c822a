"""What a document carries, which one it is, and what is missing."""

from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw

from piiscan import idcopy, ocr
from piiscan.idcopy.card import Survey, examine, is_identity_document
from piiscan.idcopy.geometry import Box, Frame
from piiscan.model import Picture
from piiscan.reading import Reading
from piiscan.specimen import Holder, specimen_id_card_back, specimen_passport

pytestmark = pytest.mark.skipif(not ocr.available(), reason="needs the extra ocr")

NUMBER, ZONE = Box(860, 186, 1042, 220), Box(62, 740, 1195, 822)


def survey(image: Image.Image) -> Survey:
    picture = Picture("image=1", lambda: image)
    return examine(picture, ocr.read(picture, "kopie", Reading(), thorough=True), "kopie", Reading())


def covers(seen: Survey, entity: str, box: Box) -> bool:
    boxes = (Frame().box(thing.area) for thing in seen.found if thing.entity == entity)
    return any(outer.union(box) == outer for outer in boxes)


def without(box: Box) -> Image.Image:
    page = specimen_passport()
    ImageDraw.Draw(page).rectangle(tuple(box), fill=(244, 240, 232))
    return page


@pytest.fixture(scope="module")
def passport() -> Survey:
    return survey(specimen_passport())


def test_everything_on_a_passport_is_accounted_for(passport: Survey) -> None:
    assert (passport.document, passport.side, passport.missing) == ("passport", "front", ())
    assert covers(passport, "FACE", Box(50, 150, 350, 536))
    assert covers(passport, "FACE", Box(1050, 420, 1170, 574))
    assert covers(passport, "MRZ", ZONE)
    assert covers(passport, "NL_DOCUMENTNUMMER", NUMBER)
    assert {thing.value for thing in passport.found} == {"", "SPEC12345"}


def test_names_and_dates_stay_readable(passport: Survey) -> None:
    for words in (Box(420, 276, 520, 310), Box(420, 366, 520, 400), Box(420, 456, 710, 490), Box(820, 546, 1020, 580)):
        assert not [t.entity for t in passport.found if Frame().box(t.area).overlap(words) > 0.05]


def test_the_back_of_a_card_needs_no_face() -> None:
    seen = survey(specimen_id_card_back())
    assert (seen.document, seen.side, seen.missing) == ("identity card", "back", ())
    assert {"MRZ", "NL_BSN", "BARCODE"} <= {thing.entity for thing in seen.found}


def test_a_page_without_its_photo_is_not_complete() -> None:
    page = without(Box(40, 140, 360, 546))
    ImageDraw.Draw(page).rectangle((1040, 410, 1180, 584), fill=(244, 240, 232))
    assert survey(page).missing == ("FACE",)


def test_a_page_without_its_zone_is_not_complete() -> None:
    assert survey(without(Box(0, 720, 1250, 880))).missing == ("MRZ",)


def test_a_page_without_its_number_is_not_complete() -> None:
    assert survey(without(Box(850, 186, 1240, 230))).missing == ("NL_DOCUMENTNUMMER",)


def test_an_empty_picture_misses_everything() -> None:
    seen = survey(Image.new("RGB", (400, 300), "white"))
    assert seen.missing == ("FACE", "MRZ")
    assert is_identity_document(seen) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.rotate(90, expand=True),
        lambda page: page.rotate(180),
        lambda page: page.rotate(-8, expand=True, fillcolor="white"),
        lambda page: page.resize((625, 440), Image.Resampling.BOX),
        lambda page: page.convert("L").point(lambda v: min(255, v + 40)),
    ],
    ids=["quarter", "half", "slanting", "small", "pale"],
)
def test_copies_as_people_make_them_are_complete(change: Callable[[Image.Image], Image.Image]) -> None:
    seen = survey(
        change(specimen_passport(Holder(surname="JANSEN", given="PIET", number="NXPP34561", bsn="999990032")))
    )
    assert seen.missing == ()
    assert seen.zones[0].valid == 3


def test_a_scan_asks_for_what_is_seen_and_gets_no_values() -> None:
    image = specimen_passport()
    picture = Picture("image=1", lambda: image)
    found = idcopy.detect(picture, ocr.read(picture, "kopie", Reading()), "kopie", Reading())
    assert [match.entity for match in found] == ["MRZ", "FACE", "FACE", "ID_DOCUMENT"]
    assert found[-1].score > 0.95
    assert "SPEC12345" not in repr(found)


def test_a_letter_is_no_identity_document() -> None:
    page = Image.new("RGB", (800, 400), "white")
    ImageDraw.Draw(page).text((40, 60), "Uw paspoort ligt klaar bij de gemeente.", fill="black", font_size=30)
    picture = Picture("image=1", lambda: page)
    found = idcopy.detect(picture, ocr.read(picture, "brief", Reading()), "brief", Reading())
    assert not [match for match in found if match.score >= 0.2]
