"""Zones are found by their look, wherever and however they lie, and nothing else is taken for one."""

import cmath
import math
from collections.abc import Sequence
from pathlib import Path

import pytest

np = pytest.importorskip("numpy")
cv2 = pytest.importorskip("cv2")

from PIL import Image, ImageDraw, ImageFont  # noqa: E402

from piiscan.idcopy import zone  # noqa: E402

FONT = Path(__file__).parents[1] / "specimens" / "fonts" / "OCRB.otf"
TD3 = ("P<NLDDE<WIT<<SANNE<<<<<<<<<<<<<<<<<<<<<<<<<<", "SPEC123452NLD8503149F3108309999990019<<<<<10")
TD2 = ("I<NLDDE<WIT<<SANNE<<<<<<<<<<<<<<<<<<", "SPEC123452NLD8503149F3108309<<<<<<<8")
TD1 = ("I<NLDSPEC123452<<<<<<<<<<<<<<<", "8503149F3108309NLD<<<<<<<<<<<8", "DE<WIT<<SANNE<<<<<<<<<<<<<<<<<")
LICENCE = ("D1NLD15094962111659VW87Z78NB84",)
FORMATS = {"TD3": TD3, "TD2": TD2, "TD1": TD1, "licence": LICENCE}

pytestmark = pytest.mark.skipif(not FONT.is_file(), reason="the font of the specimens is absent")


def page(lines: Sequence[str], pitch: float = 20.0, size: tuple[int, int] = (1200, 800)) -> tuple[Image.Image, list]:
    """A page with other print and a zone at its foot; and the corners of the zone."""
    image = Image.new("L", size, 235)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), round(pitch * 1.38))
    for row in range(7):
        draw.text((90, 60 + 55 * row), "Naam / Surname  De Wit, Sanne", fill=60, font=ImageFont.load_default(26))
    left, step = 90, 2.3 * pitch
    top = size[1] - 60 - step * len(lines)
    for row, line in enumerate(lines):
        for place, letter in enumerate(line):
            draw.text((left + pitch * (place + 0.5), top + step * (row + 0.7)), letter, fill=30, font=font, anchor="ms")
    bottom = top + step * (len(lines) - 0.25)
    right = left + pitch * len(lines[0])
    return image, [(left, top), (right, top), (right, bottom), (left, bottom)]


def turned(image: Image.Image, corners: list, degrees: float) -> tuple[object, list]:
    way = cmath.exp(1j * math.radians(degrees))
    width, height = image.size
    side = int(math.hypot(width, height)) + 2
    matrix = np.array([(way.real, -way.imag, 0), (way.imag, way.real, 0)])
    centre = complex(width, height) / 2 * way
    matrix[:, 2] = side / 2 - centre.real, side / 2 - centre.imag
    pixels = cv2.warpAffine(np.asarray(image.convert("RGB")), matrix, (side, side), borderValue=(200, 205, 200))
    moved = [complex(*corner) * way + complex(*matrix[:, 2]) for corner in corners]
    return pixels, [(point.real, point.imag) for point in moved]


def covered(corners: list, zones: Sequence[zone.Zone], shape: tuple[int, ...]) -> float:
    wanted, seen = np.zeros(shape[:2], np.uint8), np.zeros(shape[:2], np.uint8)
    cv2.fillPoly(wanted, [np.rint(corners).astype(np.int32)], 1)
    for each in zones:
        cv2.fillPoly(seen, [np.rint(each.area).astype(np.int32)], 1)
    return float((wanted & seen).sum() / wanted.sum())


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("degrees", [0, 155])
def test_a_zone_is_covered_at_any_angle(name: str, degrees: int) -> None:
    pixels, corners = turned(*page(FORMATS[name]), degrees)
    found = zone.find(pixels)
    assert covered(corners, found[:1], pixels.shape) > 0.98
    assert len(found[0].lines) == len(FORMATS[name])
    assert found[0].length == len(FORMATS[name][0])
    assert found[0].pitch == pytest.approx(20, rel=0.05)


@pytest.mark.parametrize("pitch", [8, 24])
def test_its_size_does_not_matter(pitch: int) -> None:
    pixels, corners = turned(*page(TD3, pitch), 0)
    assert covered(corners, zone.find(pixels), pixels.shape) > 0.98


@pytest.mark.parametrize("harm", ["blur", "pale", "noise", "jpeg", "dark", "two levels"])
def test_a_bad_picture_shows_it_too(harm: str) -> None:
    pixels, corners = turned(*page(TD3), 8)
    if harm == "blur":
        pixels = cv2.GaussianBlur(pixels, (0, 0), 4)
    elif harm == "pale":
        pixels = (170 + pixels * 0.33).clip(0, 255).astype(np.uint8)
    elif harm == "noise":
        pixels = (pixels + np.random.default_rng(1).normal(0, 25, pixels.shape)).clip(0, 255).astype(np.uint8)
    elif harm == "jpeg":
        pixels = cv2.imdecode(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 8])[1], cv2.IMREAD_COLOR)
    elif harm == "dark":
        pixels = (pixels * np.linspace(0.1, 0.6, pixels.shape[1])[:, None]).astype(np.uint8)
    else:
        pixels = np.where(pixels > 140, 255, 0).astype(np.uint8)
    assert covered(corners, zone.find(pixels), pixels.shape) > 0.98


def test_a_reflection_in_the_middle_does_not_halve_it() -> None:
    pixels, corners = turned(*page(TD3), 0)
    x, y = np.mean(corners, axis=0)
    rows, columns = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]]
    light = 240 * np.exp(-(((columns - x) / 110) ** 2) - ((rows - y) / 90) ** 2)
    pixels = (pixels + light[..., None]).clip(0, 252).astype(np.uint8)
    assert covered(corners, zone.find(pixels), pixels.shape) > 0.95


def test_a_line_that_is_hidden_is_covered_with_the_other() -> None:
    image, corners = page(TD3)
    ImageDraw.Draw(image).rectangle((0, corners[3][1] - 34, image.width, image.height), fill=235)
    pixels, corners = turned(image, corners, 0)
    assert covered(corners, zone.find(pixels), pixels.shape) > 0.9


def test_two_documents_have_two_zones() -> None:
    first, above = page(TD3, size=(1200, 800))
    second, below = page(TD1, size=(1200, 800))
    both = Image.new("L", (1200, 1600), 255)
    both.paste(first, (0, 0))
    both.paste(second, (0, 800))
    pixels = np.asarray(both.convert("RGB"))
    found = zone.find(pixels)
    assert covered(above, found, pixels.shape) > 0.98
    assert covered([(x, y + 800) for x, y in below], found, pixels.shape) > 0.98


@pytest.mark.parametrize("size", [(1, 1), (5, 900), (40, 30), (1200, 300)])
def test_an_empty_picture_has_none(size: tuple[int, int]) -> None:
    assert zone.find(np.full((*size, 3), 240, np.uint8)) == []


def test_a_letter_has_none() -> None:
    image = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(image)
    words = "Geachte heer De Wit, hierbij ontvangt u de jaarrekening over het afgelopen boekjaar met toelichting"
    for row in range(36):
        draw.text((120, 100 + 44 * row), words[row % 9 :], fill="black", font=ImageFont.load_default(24))
    assert [each for each in zone.find(np.asarray(image)) if each.score > 0.5] == []
