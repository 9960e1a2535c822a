"""What is seen on a document rather than read: portraits and codes."""

import numpy as np
import pytest
from PIL import Image

from piiscan import ocr
from piiscan.idcopy import codes, portrait
from piiscan.idcopy.geometry import Box, Frame
from piiscan.specimen import specimen_id_card_back, specimen_passport

pytestmark = pytest.mark.skipif(not ocr.available(), reason="needs the extra ocr")

PHOTO, PALE = Box(50, 150, 350, 536), Box(1050, 420, 1170, 574)
"""Where the two portraits of the specimen stand."""


def portraits(picture: Image.Image, direction: complex = 1) -> list[Box]:
    return [Frame().box(found.area) for found in portrait.find(np.asarray(picture), direction)]


def holds(outer: Box, inner: Box) -> bool:
    return outer.union(inner) == outer


def test_a_portrait_is_covered_whole_and_so_is_its_pale_copy() -> None:
    first, second = portraits(specimen_passport())
    assert holds(first, PHOTO)
    assert holds(second, PALE)
    assert first.width < 2.2 * PHOTO.width


@pytest.mark.parametrize(("turn", "direction"), [(90, -1j), (180, -1), (270, 1j)])
def test_a_portrait_is_found_whichever_way_the_page_lies(turn: int, direction: complex) -> None:
    page = specimen_passport()
    turned = page.rotate(turn, expand=True)
    marked = Image.new("L", page.size)
    marked.paste(255, (int(PHOTO.left), int(PHOTO.top), int(PHOTO.right), int(PHOTO.bottom)))
    left, top, right, bottom = marked.rotate(turn, expand=True).getbbox() or (0, 0, 0, 0)
    for way in (direction, 1):  # where no text tells, every quarter turn is tried
        assert any(holds(found, Box(left, top, right, bottom)) for found in portraits(turned, way)), way


def test_a_slanting_page_is_levelled_first() -> None:
    turned = specimen_passport().rotate(12, expand=True, fillcolor="white")
    angle = complex(np.cos(np.radians(12)), -np.sin(np.radians(12)))
    assert len(portraits(turned, angle)) == 2


def test_print_beside_the_photo_stays_readable() -> None:
    page = specimen_passport()
    text = ((420.0, 280.0), (520.0, 280.0), (520.0, 312.0), (420.0, 312.0))
    (found, *_) = portrait.find(np.asarray(page), 1, [text])
    box = Frame().box(found.area)
    assert holds(box, PHOTO)
    assert box.right <= 420


def test_a_page_without_a_face_has_no_portrait() -> None:
    assert not portraits(specimen_id_card_back())
    assert not portraits(Image.new("RGB", (300, 200), "white"))


def test_a_large_picture_is_looked_at_in_small() -> None:
    page = specimen_passport()
    large = page.resize((page.width * 3, page.height * 3))
    assert holds(portraits(large)[0], Box(*(3 * edge for edge in PHOTO)))


def found_codes(picture: Image.Image) -> list[tuple[Box, float]]:
    return [(Frame().box(code.area), code.score) for code in codes.find(np.asarray(picture.convert("RGB")))]


def test_a_barcode_is_decoded_and_covered() -> None:
    box, score = found_codes(specimen_id_card_back())[0]
    assert score > 0.9
    assert holds(box, Box(440, 95, 780, 165))


@pytest.mark.parametrize("kind", ["QRCode", "PDF417", "DataMatrix", "Aztec"])
@pytest.mark.parametrize("unit", [2, 4])
def test_a_code_that_no_reader_decodes_is_still_covered(kind: str, unit: int) -> None:
    import zxingcpp

    code = zxingcpp.create_barcode("999990019 SPEC12345 DE WIT SANNE 850314", getattr(zxingcpp.BarcodeFormat, kind))
    drawn = Image.fromarray(np.asarray(code.to_image(scale=2 * unit)))
    small = drawn.resize((drawn.width // 2, drawn.height // 2), Image.Resampling.BOX)
    card = Image.new("L", (856, 540), 230)
    card.paste(small, (300, 200))
    blurred = np.array(card)
    blurred[200 + small.height // 2 - 2 : 200 + small.height // 2 + 2] = 128  # a scratch right through it
    inner = Box(300, 200, 300 + small.width, 200 + small.height).grown(-0.15 * small.width, -0.2 * small.height)
    assert any(holds(box, inner) for box, _ in found_codes(Image.fromarray(blurred)))


def test_print_and_portraits_are_no_codes() -> None:
    assert not [score for _, score in found_codes(specimen_passport()) if score > 0.3]
