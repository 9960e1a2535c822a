"""Machine readable zones: found by one line, completed by geometry, read for their values."""

import cmath
import math

import pytest

from piiscan.checksums import mrz_digit
from piiscan.idcopy import mrz
from piiscan.idcopy.geometry import Box, Frame
from piiscan.idcopy.lines import Group, Line
from piiscan.model import Span
from piiscan.specimen import Holder, _card_lines, _passport_lines

TD3 = tuple(_passport_lines(Holder()))
TD1 = tuple(_card_lines(Holder()))
TD2 = ("I<NLDDE<WIT<<SANNE<<<<<<<<<<<<<<<<<<", "SPEC123452NLD8503149F3108309<<<<<<<4")
LICENCE = ("D1NLD15094962111659VW87Z78NB84",)
PITCH, STEP, HEIGHT = 20.0, 48.0, 30.0


def group(lines: tuple[str, ...], skip: tuple[int, ...] = (), angle: float = 0.0) -> Group:
    """Lines as OCR would give them, below three lines of other print; some of them overlooked."""
    other = ("Paspoort", "14 MAA/MAR 1985", "Burg. van Voorbeeldstad")
    frame = Frame(cmath.exp(1j * angle))
    found = []
    for row, text in enumerate((*other, *lines)):
        if row - len(other) in skip:
            continue
        box = Box(100, 100 + row * STEP, 100 + PITCH * len(text), 100 + row * STEP + HEIGHT)
        found.append(Line(text, Span(row * 50, row * 50 + len(text)), box, frame.area(box)))
    return Group(frame, tuple(found))


def whole(lines: tuple[str, ...]) -> Box:
    return Box(100, 100 + 3 * STEP, 100 + PITCH * len(lines[0]), 100 + (2 + len(lines)) * STEP + HEIGHT)


def holds(outer: Box, inner: Box) -> bool:
    return outer.union(inner) == outer


@pytest.mark.parametrize("lines", [TD1, TD2, TD3], ids=["TD1", "TD2", "TD3"])
@pytest.mark.parametrize("angle", [0.0, 0.2, math.pi / 2, math.pi])
def test_a_zone_is_covered_even_if_only_one_line_of_it_was_read(lines: tuple[str, ...], angle: float) -> None:
    for kept in range(len(lines)):
        seen = group(lines, tuple(n for n in range(len(lines)) if n != kept), angle)
        (zone,) = mrz.find([seen])
        assert holds(seen.frame.box(zone.area), whole(lines)), kept


@pytest.mark.parametrize(
    ("lines", "kind", "code", "numbers"),
    [
        (TD3, "TD3", "PNLD", {"SPEC12345", "999990019"}),
        (TD1, "TD1", "INLD", {"SPEC12345"}),
        (TD2, "TD2", "INLD", {"SPEC12345"}),
        (LICENCE, "licence", "D1NLD", {"1509496211"}),
    ],
)
def test_the_values_of_a_zone(lines: tuple[str, ...], kind: str, code: str, numbers: set[str]) -> None:
    (zone,) = mrz.find([group(lines)])
    assert zone.kind == kind
    assert zone.code == code
    assert numbers <= set(zone.numbers)
    assert zone.valid >= (1 if kind == "licence" else 3)
    if kind != "licence":
        assert zone.names == ("DE WIT", "SANNE")
        assert zone.dates == ("850314", "310830")


@pytest.mark.parametrize(
    "damaged",
    [
        ("P<NLDDE<WIT<<SANNE«««««««««««««", TD3[1]),
        ("P<NLDDE<WIT<<SANNEKKKKKKKKKKKKKKKKKKKKKKKKKK", TD3[1]),
        ("P<NLDDE<WIT<<SANNE <<<<<<<< <<<<<<<<<<<<<<<<<<", TD3[1].replace("0", "O")),
        ("<<<<<<<<<<<<<<", TD3[1][:20]),
        (TD3[0].lower().replace("<", "‹"), TD3[1]),
    ],
)
def test_what_ocr_makes_of_a_zone_is_still_one(damaged: tuple[str, str]) -> None:
    (zone,) = mrz.find([group(damaged)])
    assert holds(Frame().box(zone.area), Box(110, 100 + 3 * STEP, 300, 100 + 4 * STEP + HEIGHT))


@pytest.mark.parametrize(
    "text",
    [
        "De heer en mevrouw Van Dijk-Jansen, Dorpsstraat 12",
        "NL91 ABNA 0417 1643 00",
        "<< Vorige   Volgende >>",
        "if (a < b) { return c << 2; }",
        "PAULINA IOAN HUNEDOARA JUDETUL",
        "2026-11-22 12:00:00 INFO 123456789012",
        "KONINKRIJK DER NEDERLANDEN",
    ],
)
def test_other_print_is_no_zone(text: str) -> None:
    assert not mrz.find([group((text,))])
    assert not list(mrz.in_text(text))


def test_boxes_of_one_line_are_taken_together() -> None:
    whole_line = group(TD3)
    split: list[Line] = []
    for line in whole_line.lines:
        if line.text == TD3[1]:
            for start, end in ((0, 28), (28, 42), (42, 44)):
                box = Box(100 + PITCH * start, line.box.top, 100 + PITCH * end, line.box.bottom)
                split.append(Line(line.text[start:end], Span(start, end), box, Frame().area(box)))
        else:
            split.append(line)
    (zone,) = mrz.find([Group(Frame(), tuple(split))])
    assert zone.valid == 3


def test_a_long_document_number_is_put_together() -> None:
    # 9303-5, 4.2.2 note j: the number goes on in the optional field, its check digit behind it
    number = "615057409390"
    first = f"IDBEL{number[:9]}<{number[9:]}{mrz_digit(number)}".ljust(30, "<")
    (zone,) = mrz.find([group((first, *TD1[1:]))])
    assert number in zone.numbers


def test_text_beside_a_picture_is_searched_too() -> None:
    text = "kop\n" + "\n".join(TD3) + "\nstaart"
    assert [text[slice(*span)] for span in mrz.in_text(text)] == list(TD3)


def test_no_value_of_a_zone_is_in_its_repr() -> None:
    (zone,) = mrz.find([group(TD3)])
    assert not any(value in repr(zone) for value in ("SPEC12345", "999990019", "WIT", "850314"))
