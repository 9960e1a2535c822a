"""Reading pictures: what is read, in which order, whichever way the picture lies, and where each character stands."""

import logging
import socket
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from piiscan import ocr
from piiscan.config import Limits
from piiscan.errors import LimitExceeded, UnsupportedFormat
from piiscan.model import Picture, Span, Text
from piiscan.ocr import engine
from piiscan.reading import Reading

pytestmark = pytest.mark.skipif(not ocr.available(), reason="needs the extra ocr")

LINES = ("Geachte mevrouw De Wit,", "Uw BSN is 123456782.", "Met vriendelijke groet")


def page(lines: tuple[str, ...] = LINES, size: int = 32, mode: str = "L") -> Image.Image:
    picture = Image.new(mode, (640, 460), "white" if mode != "1" else 1)
    draw = ImageDraw.Draw(picture)
    for row, line in enumerate(lines):
        draw.text((40, 30 + row * 60), line, fill=0, font=ImageFont.load_default(size))
    return picture


def read(picture: Image.Image, limits: Limits | None = None) -> Text:
    return ocr.read(Picture("image=1", lambda: picture), "brief.png", Reading(limits))


def box(text: Text, words: str) -> tuple[float, float, float, float]:
    start = text.text.index(words)
    points = [point for area in text.areas(Span(start, start + len(words))) for point in area]
    return min(p[0] for p in points), min(p[1] for p in points), max(p[0] for p in points), max(p[1] for p in points)


def ink(picture: Image.Image, words: str, line: int) -> tuple[float, float, float, float]:
    """Where the words really stand on a page that lies straight."""
    font = ImageFont.load_default(32)
    left = 40 + font.getlength(LINES[line][: LINES[line].index(words)])
    top, bottom = font.getbbox(words)[1::2]
    return left, 30 + 60 * line + top, left + font.getlength(words), 30 + 60 * line + bottom


def test_lines_are_read_from_top_to_bottom_with_a_place_each() -> None:
    text = read(page())
    assert text.text.splitlines() == list(LINES)
    assert text.at(text.text.index("123456782")) == "line=2"
    assert text.unit == "px"


def test_an_outline_covers_its_characters_and_not_their_neighbours() -> None:
    picture = page()
    found, real = box(read(picture), "123456782"), ink(picture, "123456782", 1)
    assert found[0] <= real[0] + 3
    assert found[2] >= real[2] - 3
    assert found[1] <= real[1] + 1
    assert found[3] >= real[3] - 1
    assert found[0] > ink(picture, "BSN", 1)[2]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_the_same_and_outlines_are_as_stored(turn: int) -> None:
    picture = page().rotate(turn, expand=True)
    text = read(picture)
    assert text.text.splitlines() == list(LINES)
    left, top, right, bottom = box(text, "123456782")
    inside = np.asarray(picture)[int(top) : int(bottom), int(left) : int(right)]
    assert (inside < 128).mean() > 0.1
    assert (right - left > bottom - top) == (turn == 180)


def test_a_card_upside_down_beside_another_is_read_too() -> None:
    both = Image.new("L", (640, 920), "white")
    both.paste(page(), (0, 0))
    both.paste(page(("PASPOORT NUMMER", "SPEC12345 is ongeldig")).rotate(180), (0, 460))
    text = read(both).text
    assert "123456782" in text
    assert "SPEC12345" in text


@pytest.mark.parametrize(
    "change",
    [
        lambda picture: picture.convert("1"),
        lambda picture: picture.resize((320, 230), Image.Resampling.BOX),
        lambda picture: Image.fromarray(np.asarray(picture, dtype=np.uint16) * 200),
        lambda picture: picture.rotate(4, expand=True, fillcolor=255),
        lambda picture: Image.merge("LA", (Image.new("L", picture.size, 0), picture.point(lambda v: 255 - v))),
        lambda picture: Image.merge("LA", (Image.new("L", picture.size, 255), picture.point(lambda v: 255 - v))),
    ],
    ids=["fax", "small", "16 bits", "slanting", "black on nothing", "white on nothing"],
)
def test_odd_pictures_are_read(change: Callable[[Image.Image], Image.Image]) -> None:
    assert "123456782" in read(change(page())).text


def test_a_long_screenshot_is_read_without_gaps_or_repetitions() -> None:
    numbers = [str(100000007 + 11 * n) for n in range(20)]
    picture = Image.new("L", (240, 20 * 45 + 60), "white")
    for row, number in enumerate(numbers):
        ImageDraw.Draw(picture).text((30, 30 + 45 * row), number, fill=0, font=ImageFont.load_default(26))
    assert read(picture).text.split() == numbers


def test_words_on_one_line_are_joined_by_a_blank() -> None:
    picture = page(("Naam:",))
    ImageDraw.Draw(picture).text((420, 30), "Sanne de Wit", fill=0, font=ImageFont.load_default(32))
    assert read(picture).text == "Naam: Sanne de Wit"


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (200, 200)])
def test_a_picture_without_text_gives_none(size: tuple[int, int]) -> None:
    text = read(Image.new("RGB", size, "white"))
    assert not text.text
    assert text.areas(Span(0, 5)) == ()


def test_nothing_is_fetched_and_nothing_is_logged(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    engine.engine.cache_clear()
    with caplog.at_level(logging.DEBUG):
        assert read(page()).text
    assert not caplog.text
    assert capfd.readouterr() == ("", "")


def test_limits_hold() -> None:
    with pytest.raises(LimitExceeded):
        read(page(), Limits(pixels=1000))
    with pytest.raises(LimitExceeded):
        read(page(), Limits(seconds=0))


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda name: None)
    assert not ocr.available()
    with pytest.raises(UnsupportedFormat, match=r"\[ocr\]"):
        read(page())
