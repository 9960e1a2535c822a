"""Telephone numbers in every written form, and the numbers that only look like one."""

from __future__ import annotations

import phonenumbers
import pytest

import piiscan
from nl_recognizers import telefoon
from nl_recognizers._numbering_plan import abroad, is_dutch


def found(text: str, label: str = "") -> list[str]:
    return [finding.value for finding in piiscan.scan_text(text, label=label) if finding.entity == "PHONE_NUMBER"]


@pytest.mark.parametrize("area", ["06 38", "020 5", "088 1", "0343 5", "085 1", "0115 6"])
@pytest.mark.parametrize(
    "form",
    [
        "{a}-{b}", "{a} {b}", "{a} - {b}", "{a} – {b}", "{a}{b}", "({a}) {b}", "({a}){b}", "{a}/{b}", "{a}.{b}",
        "{a}\u00a0{b}", "{a} {p}", "{a}-{p}", "{a}.{p}", "+31 {c} {b}", "+31{c}{b}", "+31-{c}-{b}", "+31 (0){c} {p}",
        "+31(0){c}{b}", "+31 (0) {c} {b}", "(+31) {c} {b}", "(+31){c}-{b}", "0031 {c} {b}", "0031{c}{b}",
        "+31.{c}.{b}", "+ 31 {c} {b}", "00 31 {c} {p}", "+31 0{c} {b}", "+31 (0){c}-{b}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["Bel {} voor 12 uur.", "tel:{}", "A. Bakker;{};Ede", '"tel": "{}",', "({})"])
def test_every_dutch_form_is_found_whole(area, form, around):
    code, first = area.split()
    rest = (first + "12345678")[: 10 - len(code)]
    pairs = " ".join(rest[at : at + 2] for at in range(0, len(rest), 2))
    number = form.format(a=code, b=rest, c=code[1:], p=pairs)
    assert found(around.format(number)) == [number]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Bel 0346-561\n234 voor een afspraak.", ["0346-561\n234"]),
        ("U kunt bellen met 06-\n38120955.", ["06-\n38120955"]),
        ("het nummer 06 38 12\n09 55 is oud", ["06 38 12\n09 55"]),
        ("bel 020-5551234 tst. 12", ["020-5551234 tst. 12"]),
        ("tel/fax: 0512-543321 / 543322", ["0512-543321 / 543322"]),
        ("06-38120955/020-5551234", ["06-38120955", "020-5551234"]),
        ("T0611223344 Mobiel06-11223345 tel.06-11223346", ["0611223344", "06-11223345", "06-11223346"]),
        ("nul zes, dubbel drie, twaalf, negenhonderd vijf", ["nul zes, dubbel drie, twaalf, negenhonderd vijf"]),
        ("mijn nummer: nul zes - 38 12 09 55", ["nul zes - 38 12 09 55"]),
        ("Tél. +352 26 12 34, +41 (0)44 668 18 00", ["+352 26 12 34", "+41 (0)44 668 18 00"]),
        ("vakantiehuis: 0033 494 123 456", ["0033 494 123 456"]),
        ("Storing melden? 0800-9009 (24/7)", ["0800-9009"]),
        ("U bereikt ons op 14 0297. Bel ook 14 030", ["14 0297", "14 030"]),
        ("msisdn=31638120955", ["31638120955"]),
        ("bel 0205 551 234", ["0205 551 234"]),
        ("Groet, Ton (0622.91.80.44)", ["0622.91.80.44"]),
    ],
)
def test_what_people_write_is_found_whole(text, numbers):
    assert found(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "Ordernummer 0201234567 is verzonden.",
        "Zaaknummer: 2023/06/12345678",
        "Ons kenmerk 020/2023/1234",
        "op 06-12-2023 14:30 uur",
        "Totaal € 061.234,56",
        "NL 20 RABO 0305 5512 34",
        "ISBN 90-206-1234-5",
        "x = 06123.45678",
        "lat=52.020555 lon=4.0612345678",
        "06 17 06 80 88 58",
        "0 1 0 0 1 1 0 1 0 1",
        "00 45 12 34 56 78",
        "06:12:34:56:78",
        "Gemeente heeft 14 030 inwoners",
        "0800-9009",
        "31 612 345 678 inwoners",
        "UUID 00284525-4654-5137-0086-812444794745",
        "https://example.nl/?id=0612345678&x=1",
        "sha 0612345678abcdef",
        "Decimal('+35236450.6')",
        "06-1234567 en 020-123456",
        "locatie leeg, oude code 0685153870",
    ],
)
def test_what_looks_like_one_is_left(text):
    assert found(text) == []


@pytest.mark.parametrize("cell", ["201234567", "611223344"])
def test_the_zero_that_a_spreadsheet_lost_is_missed_only_without_a_label(cell):
    assert found(cell, label="telefoon") == [cell]
    assert found(cell) == []
    assert not telefoon.is_valid(cell)


def test_a_service_number_on_its_own_is_redacted_but_not_reported():
    config = piiscan.Config(profile="fast", min_score=0.2)
    assert [f.value for f in piiscan.scan_text("0900-8844", config=config)] == ["0900-8844"]


def test_the_lengths_of_numbers_abroad_are_those_of_phonenumbers():
    for region in sorted(phonenumbers.SUPPORTED_REGIONS - {"NL"}):
        for kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE):
            number = phonenumbers.example_number_for_type(region, kind)
            if number:
                digits = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164).removeprefix("+")
                assert abroad(digits) in ("near", "usual"), region


def test_the_plan_has_an_area_for_every_number_that_is_valid():
    for code in range(100, 1000):
        number = f"0{code}234567"
        valid = phonenumbers.is_valid_number(phonenumbers.parse(number, "NL"))
        assert is_dutch(number) == (valid and not number.startswith(("080", "090"))), number
