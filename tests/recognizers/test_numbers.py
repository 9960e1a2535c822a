"""The numbers: vectors, other libraries as oracles, and what each check guarantees."""

from __future__ import annotations

import json
import string
import time
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
import re2
import schwifty
import stdnum.iban
import stdnum.luhn
import stdnum.nl.bsn
import stdnum.nl.btw
import stdnum.nl.onderwijsnummer
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nl_recognizers import (
    bankrekening,
    betalingskenmerk,
    bsn,
    btw,
    creditcard,
    iban,
    kvk,
    loonheffingsnummer,
    onderwijsnummer,
    rsin,
)
from piiscan.checksums import BANK_WEIGHTS, BSN_WEIGHTS, mod97, weighted_sum
from piiscan.checksums import betalingskenmerk as check_digit
from piiscan.config import Config
from piiscan.recognizer import Pattern
from piiscan.scan import Scanner

VECTORS = [json.loads(line) for line in (Path(__file__).parent / "vectors.jsonl").read_text("utf-8").splitlines()]
MODULES = {
    "BSN": bsn,
    "RSIN": rsin,
    "LOONHEFFINGENNUMMER": loonheffingsnummer,
    "BTW_ID": btw,
    "KVK_NUMMER": kvk,
    "IBAN": iban,
    "NL_BANK_ACCOUNT_OLD": bankrekening,
    "CREDIT_CARD": creditcard,
    "BETALINGSKENMERK": betalingskenmerk,
    "ONDERWIJSNUMMER": onderwijsnummer,
}
NAMES = (
    "rsin loonheffingsnummer btw kvk vestigingsnummer iban bankrekening creditcard betalingskenmerk onderwijsnummer "
    "big agb vnummer personeelsnummer klantnummer"
)
OURS = [import_module(f"nl_recognizers.{name}") for name in NAMES.split()]
digits = st.text(string.digits, min_size=9, max_size=9)
scanner = Scanner(Config.fast())


def rows(kind: str) -> list[dict[str, object]]:
    return [row for row in VECTORS if row["entity"] in MODULES and row["kind"] == kind]


def found(text: str, entity: str) -> list[str]:
    return [finding.value for finding in scanner.scan_text(text) if finding.entity == entity]


def changed(number: str, position: int, step: int) -> str:
    """The number with one digit moved on by 1 to 9."""
    digit = (int(number[position]) + step) % 10
    return f"{number[:position]}{digit}{number[position + 1 :]}"


def elfproef(eight: str, remainder: int = 0) -> str:
    """Nine digits whose sum leaves the remainder; skips the eight that have none."""
    ninth = (weighted_sum(eight, BSN_WEIGHTS[:8]) - remainder) % 11
    assume(ninth < 10)
    return f"{eight}{ninth}"


@pytest.mark.parametrize("row", rows("value"), ids=lambda row: f"{row['entity']}-{row['text']}")
def test_value_of_the_vectors(row):
    assert MODULES[row["entity"]].is_valid(row["text"]) is row["valid"], row["why"]


@pytest.mark.parametrize("row", rows("in_text"), ids=lambda row: f"{row['entity']}-{row['text']}")
def test_text_of_the_vectors(row):
    entities = {"KVK_NUMMER": ("NL_KVK", "NL_VESTIGINGSNUMMER"), "IBAN": ("IBAN_CODE",)}[row["entity"]]
    assert any(found(row["text"], entity) for entity in entities) is row["valid"], row["why"]


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        (":25:NL91ABNA0417164300EUR", "IBAN_CODE", "NL91ABNA0417164300"),
        ("het is 20 euro op NL91 ABNA 041 71 64 300.", "IBAN_CODE", "NL91 ABNA 041 71 64 300"),
        ("N L 9 1 A B N A 0 4 1 7 1 6 4 3 0 0", "IBAN_CODE", "N L 9 1 A B N A 0 4 1 7 1 6 4 3 0 0"),
        ("IBAN: NL91\u00a0ABNA\u00a00417\r\n1643\u00a000", "IBAN_CODE", "NL91\u00a0ABNA\u00a00417\r\n1643\u00a000"),
        ("export_NL91ABNA0417164300_2024.csv", "IBAN_CODE", "NL91ABNA0417164300"),
        ("NL91ABNA0417164300NL20INGB0001234567", "IBAN_CODE", "NL20INGB0001234567"),
        ("69599084 (KvK)", "NL_KVK", "69599084"),
        ("Rabobank 3000.65.264", "NL_BANKREKENING", "3000.65.264"),
        ("gironummer: 24 45 588", "NL_BANKREKENING", "24 45 588"),
        ("uw kenmerk 0036000011302270", "NL_BETALINGSKENMERK", "0036000011302270"),
        ("Fiscaal nummer 802535860", "NL_RSIN", "802535860"),
        ("Visa 4111-1111-1111-1111", "CREDIT_CARD", "4111-1111-1111-1111"),
        ("cliëntnummer: C-2024-0012", "NL_KLANTNUMMER", "C-2024-0012"),
        ("AGB-code praktijk 12048821", "NL_AGB", "12048821"),
    ],
)
def test_found_in_text(text, entity, value):
    assert value in found(text, entity)


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("NL802535860B01", "NL_BSN"),
        ("802535860L01", "NL_BSN"),
        ("NL000099998B57", "NL_BSN"),
        ("Incassant-ID NL98ZZZ404488120000", "IBAN_CODE"),
        ("Giro555 en de Giro 2019", "NL_BANKREKENING"),
        ("KvK 012345678", "NL_BSN"),
        ("EAN 4006381333931", "CREDIT_CARD"),
        ("Ons kenmerk 1234567", "NL_BETALINGSKENMERK"),
        ("de klant kocht 2200418 stuks", "NL_KLANTNUMMER"),
    ],
)
def test_not_found_in_text(text, entity):
    assert found(text, entity) == []


@pytest.mark.parametrize("module", OURS, ids=lambda module: module.__name__)
class TestEveryNumber:
    @given(text=st.text() | st.text(alphabet=string.digits + " .-NLB\n\u00a0\uff11", max_size=40))
    @settings(max_examples=60)
    def test_is_total(self, module: ModuleType, text: str):
        recognizer = module.RECOGNIZER
        assert isinstance(module.is_valid(text), bool)
        if recognizer.check(text) and recognizer.adjust:
            assert all(isinstance(what, str) and isinstance(weight, float) for what, weight in recognizer.adjust(text))
        for derived in recognizer.derived:
            nine = derived.extract(text)
            assert nine is None or bsn.is_valid(nine)

    def test_is_linear(self, module: ModuleType):
        for form in module.RECOGNIZER.forms:
            if isinstance(form, Pattern):
                re2.compile(form.regex)  # RE2 takes nothing that is not linear
        start = time.perf_counter()
        for piece in ("1", "1 ", "NL91", "9" * 9 + ".", "kenmerk ", "A-1"):
            assert not module.is_valid(piece * (1_000_000 // len(piece)))
        assert time.perf_counter() - start < 5

    def test_odd_characters_are_plain(self, module: ModuleType):
        wide = str.maketrans(string.digits + " ", "".join(chr(0xFF10 + n) for n in range(10)) + "\u00a0")
        rows = [row["text"] for row in VECTORS if MODULES.get(row["entity"]) is module and row["kind"] == "value"]
        for text in rows:
            assert module.is_valid(text.translate(wide)) is module.is_valid(text)


@given(eight=st.text(string.digits, min_size=8, max_size=8), position=st.integers(0, 8), step=st.integers(1, 9))
def test_elfproef_sees_every_changed_digit(eight, position, step):
    number = elfproef(eight)
    assert bsn.is_valid(number) is bool(number.strip("0"))
    wrong = changed(number, position, step)
    assert not rsin.is_valid(wrong)
    assert not loonheffingsnummer.is_valid(f"{wrong}L01")
    assert loonheffingsnummer.is_valid(f"{number}L01") is bool(number.strip("0"))


@given(seven=st.text(string.digits, min_size=6, max_size=6), position=st.integers(0, 7))
def test_onderwijsnummer_sees_every_swap(seven, position):
    number = elfproef(f"10{seven}", remainder=5)
    assert onderwijsnummer.is_valid(number)
    assert not bsn.is_valid(number)
    swapped = [*number]
    swapped[position : position + 2] = reversed(swapped[position : position + 2])
    assume("".join(swapped) != number)
    assert not onderwijsnummer.is_valid("".join(swapped))


@given(number=digits)
def test_agrees_with_stdnum(number):
    assert onderwijsnummer.is_valid(number) is stdnum.nl.onderwijsnummer.is_valid(number)
    assert rsin.is_valid(number) is (stdnum.nl.bsn.is_valid(number) and number.startswith(rsin.PREFIXES))


@given(number=digits, suffix=st.integers(1, 99))
def test_btw_agrees_with_stdnum(number, suffix):
    text = f"NL{number}B{suffix:02}"
    assert btw.is_valid(text) is stdnum.nl.btw.is_valid(text)


@given(first=st.text(string.digits, min_size=8, max_size=9), position=st.integers(0, 8), step=st.integers(1, 9))
def test_old_account_sees_every_changed_digit(first, position, step):
    last = -weighted_sum(first.zfill(9), BANK_WEIGHTS[:9]) % 11
    assume(last < 10 and first.strip("0"))
    number = f"{first}{last}"
    assert bankrekening.is_valid(number)
    assert not bankrekening.is_valid(changed(number, position, step))


@given(body=st.text(string.digits, min_size=14, max_size=14), position=st.integers(0, 15), step=st.integers(1, 9))
def test_card_sees_every_changed_digit(body, position, step):
    number = f"4{body}"
    number += stdnum.luhn.calc_check_digit(number)
    assert creditcard.is_valid(number)
    assert not creditcard.is_valid(changed(number, position, step))


@given(body=st.text(string.digits, min_size=15, max_size=15), position=st.integers(1, 15), step=st.integers(1, 9))
def test_kenmerk_sees_every_changed_digit_but_where_1_stands_for_two_sums(body, position, step):
    number = f"{check_digit(body)}{body}"
    assert betalingskenmerk.is_valid(number) is bool(number.strip("0"))
    assert not betalingskenmerk.is_valid(changed(number, 0, step))
    if number[0] != "1":
        assert not betalingskenmerk.is_valid(changed(number, position, step))


@pytest.mark.parametrize("code", ["70", "75", "25"])
@given(eight=st.text(string.digits, min_size=8, max_size=8))
def test_kenmerk_of_a_personal_tax_holds_a_bsn(code, eight):
    number = elfproef(eight)
    assume(number.strip("0"))
    body = f"{eight}{code}30001"
    assert betalingskenmerk.bsn_in(f"{check_digit(body)}{body}") == number


@pytest.mark.parametrize("tail", ["1302270", "6301110", "5303240", "0304121"])
@given(eight=st.text(string.digits, min_size=8, max_size=8))
def test_kenmerk_of_a_business_holds_a_bsn_unless_it_is_an_rsin(tail, eight):
    number = elfproef(eight)
    body = f"{eight}{tail}"
    expected = None if number.startswith(rsin.PREFIXES) else number
    assert betalingskenmerk.bsn_in(f"{check_digit(body)}{body}") == expected


@pytest.mark.parametrize("code", ["74", "80", "84", "92", "96", "85", "87", "97", "33"])
def test_kenmerk_of_company_tax_holds_none(code):
    body = f"12345678{code}20112"
    assert betalingskenmerk.bsn_in(f"{check_digit(body)}{body}") is None


def _letters(kind: str) -> str:
    return {"n": string.digits, "a": string.ascii_uppercase, "c": string.digits + string.ascii_uppercase}[kind]


@st.composite
def ibans(draw: st.DrawFn) -> str:
    country = draw(st.sampled_from(sorted(iban.LENGTHS)))
    parts = iban.MAKE_UP[country]
    account = "".join(draw(st.text(_letters(kind), min_size=count, max_size=count)) for count, kind in parts)
    return f"{country}{98 - mod97(f'{account}{country}00'):02}{account}"


@given(number=ibans())
@settings(max_examples=400)
def test_iban_of_every_country_is_one_for_others_too(number):
    assert iban.is_valid(number)
    assert schwifty.IBAN(number, allow_invalid=True).is_valid
    if number[:2] in STDNUM_COUNTRIES:
        assert stdnum.iban.is_valid(number, check_country=False)


@given(number=ibans(), position=st.integers(2, 33), character=st.sampled_from(string.digits + string.ascii_uppercase))
@settings(max_examples=400)
def test_iban_sees_every_changed_character(number, position, character):
    assume(position < len(number) and number[position] != character)
    assume(number[position].isdigit() == character.isdigit())
    assert not iban.is_valid(f"{number[:position]}{character}{number[position + 1 :]}")


@given(number=ibans(), blank=st.sampled_from([" ", ".", "-", "\u00a0", "\n", "\r\n", "  "]), size=st.integers(1, 6))
def test_iban_in_any_grouping_is_found(number, blank, size):
    groups = [number[start : start + size] for start in range(4, len(number), size)]
    written = blank.join([number[:4], *groups])
    assert iban.is_valid(written.lower())
    assert [value.lower() for value in found(f"naar {written}.", "IBAN_CODE")] == [written.lower()]


def test_lengths_are_those_of_schwifty():
    assert len(iban.LENGTHS) == 105
    assert {country: schwifty.registry.get_iban_spec(country).iban_length for country in iban.LENGTHS} == iban.LENGTHS


STDNUM_COUNTRIES = frozenset(
    line[:2]
    for line in (Path(stdnum.__file__).parent / "iban.dat").read_text("utf-8").splitlines()
    if line[:1] not in ("#", "")
)


def test_every_country_of_the_registry_is_there():
    assert set(iban.LENGTHS) >= STDNUM_COUNTRIES


@pytest.mark.parametrize(
    "text", ["NL01ABNA0417164300", "NL00ABNA0417164300", "NL99ABNA0417164300", "XX91ABNA0417164300"]
)
def test_check_digits_that_are_never_issued(text):
    assert not iban.is_valid(text)
