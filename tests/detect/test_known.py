from __future__ import annotations

import pytest

from piiscan.detect.known import KnownValues, distinctive


def found(values: dict[str, str], text: str) -> list[tuple[str, str]]:
    return [(text[slice(*span)], entity) for span, entity in KnownValues(values).find(text)]


@pytest.mark.parametrize(
    "written", ["123456782", "1234.56.782", "123 456 782", "1234-56-782", "１２３４５６７８２", "123456\u00ad782"]
)
def test_a_number_is_found_however_it_is_written(written: str) -> None:
    assert found({"1234 56 782": "NL_BSN"}, f"x {written} y") == [(written, "NL_BSN")]


def test_a_number_is_found_inside_a_longer_one() -> None:
    # the verifier searches bytes, so a cut must not leave what it would find
    assert found({"123456782": "NL_BSN"}, "NL123456782B90") == [("123456782", "NL_BSN")]


@pytest.mark.parametrize("written", ["Sanne de Wit", "SANNE DE WIT", "sanne  de\nWit"])
def test_a_word_is_found_whatever_its_case_and_blanks(written: str) -> None:
    assert found({"Sanne de Wit": "VALUE"}, f"aan {written}.") == [(written, "VALUE")]


def test_nothing_is_found_without_values() -> None:
    assert not KnownValues({"": "VALUE", "  ": "VALUE"})
    assert found({}, "123456782") == []


def test_short_values_are_not_looked_for_elsewhere() -> None:
    assert not distinctive("M")
    assert not distinctive("1986")
    assert distinctive("GB-123-H")
