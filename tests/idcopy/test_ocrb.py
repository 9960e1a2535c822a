"""Lines of OCR-B are read by the small network, both ways round, and put right by fields and check digits."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

np = pytest.importorskip("numpy")
cv2 = pytest.importorskip("cv2")
pytest.importorskip("onnxruntime")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from PIL import Image, ImageDraw, ImageFont  # noqa: E402

from piiscan.checksums import mrz_digit  # noqa: E402
from piiscan.idcopy import ocrb, zone, zonetext  # noqa: E402
from piiscan.idcopy.repair import kind_of, repaired, sound  # noqa: E402

FONT = Path(__file__).parents[1] / "specimens" / "fonts" / "OCRB.otf"
TD3 = ("P<NLDDE<WIT<<SANNE<<<<<<<<<<<<<<<<<<<<<<<<<<", "SPEC123452NLD8503149F3108309999990019<<<<<10")
TD2 = ("I<NLDDE<WIT<<SANNE<<<<<<<<<<<<<<<<<<", "SPEC123452NLD8503149F3108309<<<<<<<8")
TD1 = ("I<NLDSPEC123452<<<<<<<<<<<<<<<", "8503149F3108309NLD<<<<<<<<<<<8", "DE<WIT<<SANNE<<<<<<<<<<<<<<<<<")
LICENCE = ("D1NLD15094962111659VW87Z78NB84",)

drawn = pytest.mark.skipif(not FONT.is_file(), reason="the font of the specimens is absent")


def page(lines: Sequence[str], pitch: float = 18.0) -> Image.Image:
    image = Image.new("L", (round(pitch * 50), round(pitch * 20)), 230)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), round(pitch * 1.38))
    for row, line in enumerate(lines):
        for place, letter in enumerate(line):
            y = pitch * (10 + 2.4 * row)
            draw.text((pitch * (3.5 + place), y), letter, fill=40, font=font, anchor="ms")
    return image


def seen(image: Image.Image, degrees: float = 0) -> object:
    return np.asarray(
        image.rotate(degrees, expand=True, fillcolor=230, resample=Image.Resampling.BICUBIC).convert("RGB")
    )


def read(text: str, sure: float = 0.97, **doubts: str) -> ocrb.Line:
    """A line as the reader gives it: sure of each character, but for those places (``_7``) that have an alternative."""
    others = []
    for place, letter in enumerate(text):
        doubt = doubts.get(f"_{place}", "")
        others.append(((letter, 0.7), (doubt, 0.25)) if doubt else ((letter, sure),))
    return ocrb.Line(text, tuple(best[0][1] for best in others), tuple(others), float(len(text)))


@drawn
@given(st.text(ocrb.ALPHABET, min_size=44, max_size=44))
@settings(max_examples=15, deadline=None)
def test_any_line_is_read(text: str) -> None:
    text = f"P{text[1:-1]}A"
    crop = page([text], 20).crop((0, 175, 1000, 211))
    (line,) = ocrb.read([np.asarray(crop)], 44)
    assert sum(a == b for a, b in zip(line.text, text, strict=True)) >= 43
    assert len(line.confidence) == len(line.alternatives) == 44


@drawn
def test_a_blurred_run_of_fillers_keeps_its_length() -> None:
    crop = np.asarray(page([TD3[0]], 20).crop((0, 175, 1000, 211)))
    (line,) = ocrb.read([cv2.GaussianBlur(crop, (0, 0), 2.2)])
    assert line.text == TD3[0]


@drawn
@pytest.mark.parametrize(("kind", "lines"), [("TD3", TD3), ("TD2", TD2), ("TD1", TD1), ("licence", LICENCE)])
@pytest.mark.parametrize("degrees", [90, 205])
def test_a_zone_is_read_whichever_way_it_lies(kind: str, lines: tuple[str, ...], degrees: int) -> None:
    pixels = seen(page(lines), degrees)
    result = zonetext.read(pixels, zone.find(pixels)[0])
    assert result is not None
    assert result.rows == lines
    assert result.mrz.kind == kind
    assert result.mrz.valid == (1 if kind == "licence" else 3)
    assert result.confidence > 0.8
    if kind != "licence":
        assert "SPEC12345" in result.mrz.numbers
        assert result.mrz.names == ("DE WIT", "SANNE")


@drawn
@pytest.mark.parametrize("axis", [0, 1])
def test_a_zone_is_read_in_a_mirror(axis: int) -> None:
    pixels = np.ascontiguousarray(np.flip(seen(page(TD1)), axis))
    result = zonetext.read(pixels, zone.find(pixels)[0])
    assert result is not None
    assert result.rows == TD1


@drawn
def test_an_overlooked_line_is_read_with_the_others() -> None:
    pixels = seen(page(TD3))
    found = zone.find(pixels)[0]
    result = zonetext.read(pixels, replace(found, lines=found.lines[:1]))
    assert result is not None
    assert result.rows == TD3


@drawn
def test_a_zone_is_believed_for_its_look_or_for_its_letters() -> None:
    pixels = seen(page(TD3))
    found = zone.find(pixels)[0]
    result = zonetext.read(pixels, found)
    assert zonetext.believed(replace(found, score=0.3), result)
    assert zonetext.believed(replace(found, score=1.0), None)
    assert not zonetext.believed(replace(found, score=0.7), None)


@drawn
def test_a_visa_is_told_by_its_first_letter() -> None:
    lines = ("V<NLDDE<WIT<<SANNE<<<<<<<<<<<<<<<<<<<<<<<<<<", "SPEC123452NLD8503149F3108309AB12<<<<<<<<<<<<")
    pixels = seen(page(lines))
    result = zonetext.read(pixels, zone.find(pixels)[0])
    assert result is not None
    assert (result.mrz.kind, result.checks) == ("visa", 3)
    assert "AB12" in result.mrz.numbers


@drawn
def test_the_one_line_of_a_licence_is_covered_alone_where_its_check_digit_is_right() -> None:
    pixels = seen(page(LICENCE))
    found = zone.find(pixels)[0]
    result = zonetext.read(pixels, found)
    assert result is not None
    assert _height(result.mrz.area) < 60 < _height(found.area)


@drawn
def test_print_in_other_letters_is_hardly_read() -> None:
    image = Image.new("L", (1000, 60), 235)
    ImageDraw.Draw(image).text((20, 10), "de kosten zijn gunstig beïnvloed", fill=30, font=ImageFont.load_default(38))
    (line,) = ocrb.read([np.asarray(image)])
    assert sum(line.confidence) / max(1, len(line.confidence)) < 0.75


def test_digits_stand_where_digits_must() -> None:
    line = read(TD3[1][:13] + "8S" + TD3[1][15:], _14="5")
    done = repaired("TD3", [read(TD3[0]), line])
    assert done.rows == TD3
    assert (done.valid, done.checks) == (5, 5)


def test_a_check_digit_finds_the_likeliest_change() -> None:
    wrong = TD3[1].replace("SPEC", "5PEC", 1)
    done = repaired("TD3", [read(TD3[0]), read(wrong, _0="S")])
    assert done.rows == TD3


def test_nothing_is_changed_that_the_reader_held_impossible() -> None:
    wrong = "TPEC" + TD3[1][4:]
    done = repaired("TD3", [read(TD3[0]), read(wrong)])
    assert done.rows == (TD3[0], wrong)
    assert done.valid < done.checks


def test_a_letter_that_the_reader_is_sure_of_stays_against_the_rules() -> None:
    first = "P<NLDDE<W1T<<SANNE<<<<<<<<<<<<<<<<<<<<<<<<<<"
    assert repaired("TD3", [read(first), read(TD3[1])]).rows[0] == first


def test_nothing_stands_behind_the_names() -> None:
    first = TD3[0][:30] + "K" + TD3[0][31:]
    assert repaired("TD3", [read(first, _30="<"), read(TD3[1])]).rows[0] == TD3[0]


def test_a_long_document_number_has_its_check_digit_behind_it() -> None:
    # 9303-5, 4.2.2 note j
    number = "615057409390"
    first = f"IDBEL{number[:9]}<{number[9:]}{mrz_digit(number)}".ljust(30, "<")
    second = "8502146F3010102BEL<<<<<<<<<<<"
    second += str(mrz_digit(first[5:30] + second[:7] + second[8:15] + second[18:29]))
    done = repaired("TD1", [read(first), read(second), read(TD1[2])])
    assert done.checks == 4
    wrong = first.replace("6150", "61S0", 1)
    assert repaired("TD1", [read(wrong, _7="5"), read(second), read(TD1[2])]).rows[0] == first
    assert done.rows[0] == first


@pytest.mark.parametrize(("kind", "lines"), [("TD3", TD3), ("TD2", TD2), ("TD1", TD1), ("licence", LICENCE)])
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_what_is_right_is_left_alone(kind: str, lines: tuple[str, ...], data: st.DataObject) -> None:
    """Whatever else the reader held possible: lines whose check digits are right stay as read."""
    if not sound(kind, lines):
        pytest.fail("the example is wrong")
    others = [
        {f"_{place}": data.draw(st.sampled_from(ocrb.ALPHABET.replace(line[place], "")))
         for place in data.draw(st.sets(st.integers(0, len(line) - 1), max_size=6))}
        for line in lines
    ]  # fmt: skip
    given_lines = [read(line, **doubts) for line, doubts in zip(lines, others, strict=True)]
    assert kind_of(given_lines) == kind
    assert repaired(kind, given_lines).rows == lines


def test_no_character_of_a_line_is_in_its_repr() -> None:
    assert "SPEC" not in repr(read(TD3[1]))


def _height(area: Sequence[tuple[float, float]]) -> float:
    return math.dist(area[0], area[3])
