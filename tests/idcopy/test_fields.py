"""Numbers on a document."""

import pytest

from piiscan.idcopy import fields
from piiscan.idcopy.geometry import Box, Frame
from piiscan.idcopy.lines import Group, Line
from piiscan.idcopy.mrz import Mrz
from piiscan.model import Span

ZONE = Mrz(((0.0, 0.0),) * 4, "TD3", "PNLD", ("SPEC12345", "999990019"), ("850314", "310830"), ("DE WIT", "SANNE"), 3)


def group(*placed: tuple[str, float, float]) -> tuple[Group, str]:
    """Boxes of print by their left and top, ten pixels a character, twenty high; and the text they make."""
    lines, start = [], 0
    for text, left, top in placed:
        box = Box(left, top, left + 10 * len(text), top + 20)
        lines.append(Line(text, Span(start, start + len(text)), box, Frame().area(box)))
        start += len(text) + 1
    return Group(Frame(), tuple(lines)), " ".join(text for text, _, _ in placed)


def found(
    *placed: tuple[str, float, float], zones: tuple[Mrz, ...] = (), licence: bool = False
) -> set[tuple[str, str]]:
    lines, text = group(*placed)
    return {(f.entity, text[slice(*f.span)]) for f in fields.find(lines, zones, licence) if f.span}


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("SPEC12345", "NL_DOCUMENTNUMMER"),
        ("V12AB3CD4", "NL_DOCUMENTNUMMER"),
        ("123456782", "NL_BSN"),
        ("1234.56.782", "NL_BSN"),
        ("123456789", "NL_DOCUMENTNUMMER"),
        ("19910824-00026", "NL_DOCUMENTNUMMER"),
        ("110101/111", "NL_DOCUMENTNUMMER"),
        ("ERE82721", "NL_DOCUMENTNUMMER"),
        ("ZE 184226 B", "NL_DOCUMENTNUMMER"),
        ("123456", "NL_DOCUMENTNUMMER"),
    ],
)
def test_what_looks_like_a_number_goes(text: str, entity: str) -> None:
    assert any(kind == entity and text.startswith(value[:6]) for kind, value in found((text, 0, 0)))


@pytest.mark.parametrize(
    "text",
    [
        "14 MAA/MAR 1985",
        "14.03.1985",
        "1985-03-14",
        "14 03 1985",
        "07 DEC /DEC 84",
        "12 AUGUST/AOUT 74",
        "17.10.03-09.05.2013",
        "14031985",
        "1,71m",
        "De Wit",
        "KONINKRIJK DER NEDERLANDEN",
        "Burg. van Voorbeeldstad",
    ],
)
def test_dates_and_words_stay(text: str) -> None:
    assert not found((text, 0, 0), zones=(ZONE,))


def test_six_bare_digits_stay_only_if_the_zone_holds_that_date() -> None:
    assert not found(("140385", 0, 0), zones=(ZONE,))
    assert found(("140386", 0, 0), zones=(ZONE,))


@pytest.mark.parametrize("text", ["SPEC12345", "SPEC 12345", "5PEC12345", "SPEC-I2345", "nr SPEC1234S"])
def test_a_value_of_the_zone_is_found_however_it_is_read(text: str) -> None:
    assert any(kind == "NL_DOCUMENTNUMMER" for kind, _ in found((text, 0, 0), zones=(ZONE,)))


def test_a_value_over_two_boxes_is_found() -> None:
    assert ("NL_DOCUMENTNUMMER", "SPEC 12345") in found(("SPEC", 0, 0), ("12345", 60, 0), zones=(ZONE,))


@pytest.mark.parametrize("label", ["Documentnummer", "Document no.", "Passport No./N° de passeport", "Paspoortnummer"])
def test_what_stands_below_or_beside_a_label_goes(label: str) -> None:
    for left, top in ((0.0, 24.0), (10.0 * len(label) + 20, 0.0)):
        assert ("NL_DOCUMENTNUMMER", "a1b2c3") in found((label, 0, 0), ("a1b2c3", left, top))


def test_a_label_whose_value_was_not_read_has_its_place_covered() -> None:
    lines, _ = group(("Documentnummer", 100, 100), ("De Wit", 100, 300))
    (field,) = fields.find(lines, (), False)
    assert field.span is None
    assert field.box
    assert field.box.overlap(Box(100, 124, 240, 144)) == 1
    assert field.score < 0.5


def test_a_licence_number_is_named_so_on_a_licence_only() -> None:
    assert found(("1509496211", 0, 0), licence=True) == {("NL_RIJBEWIJSNUMMER", "1509496211")}
    assert found(("1509496211", 0, 0)) == {("NL_DOCUMENTNUMMER", "1509496211")}


def test_numbers_in_text_beside_a_picture() -> None:
    text = "Document SPEC12345 geldig tot 30 AUG 2031, BSN 123456782"
    assert {text[slice(*span)] for _, span in fields.in_text(text, (ZONE,), False)} >= {"SPEC12345", "BSN 123456782"}
    assert not any("2031" in text[slice(*span)] for _, span in fields.in_text(text, (ZONE,), False))


@pytest.mark.parametrize("number", ["VLZWRTD79", "NXWRTBDK1"])
def test_a_document_number_may_be_nearly_all_letters(number: str) -> None:
    assert ("NL_DOCUMENTNUMMER", Span(0, 9)) in list(fields.in_text(number, [], licence=False))
