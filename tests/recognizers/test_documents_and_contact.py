"""Plates, documents, zones, postcodes, ways to reach a person, dates, sexes, addresses of machines, credentials."""

import datetime
import doctest
import importlib
import json
import time
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import mac as stdnum_mac
from stdnum.nl import identiteitskaartnummer
from stdnum.nl import postcode as stdnum_postcode

import piiscan
from nl_recognizers import (
    credential,
    documentnummer,
    email,
    geboortedatum,
    geslacht,
    ip,
    kenteken,
    mac,
    mrz,
    postcode,
    rijbewijs,
    socialprofile,
    telefoon,
)
from piiscan.checksums import mrz_digit
from piiscan.detect.patterns import PatternDetector
from piiscan.model import Text

MODULES = (
    credential,
    documentnummer,
    email,
    geboortedatum,
    geslacht,
    ip,
    kenteken,
    mac,
    mrz,
    postcode,
    rijbewijs,
    socialprofile,
    telefoon,
)
ROWS = [json.loads(line) for line in Path(__file__).with_name("vectors.jsonl").read_text("utf-8").splitlines()]
MODULE_OF = {
    "KENTEKEN": kenteken,
    "NL_ID_DOCUMENT_NUMBER": documentnummer,
    "POSTCODE": postcode,
    **{f"MRZ_{kind}": mrz for kind in ("TD1", "TD2", "TD3", "MRVA", "MRVB", "NL_DL")},
}
VALUES = [row for row in ROWS if row["entity"] in MODULE_OF]
IN_TEXT = [row for row in ROWS if row["kind"] == "in_text" and row["entity"] in ("PHONE_NUMBER", "EMAIL_ADDRESS")]
ZONES = [row for row in VALUES if row["entity"].startswith("MRZ")]
WHOLE = [row["text"] for row in ZONES if row["valid"] and "\n" in row["text"]]


def found(text: str, entity: str, label: str = "") -> list[str]:
    return [finding.value for finding in piiscan.scan_text(text, label=label) if finding.match.entity == entity]


def value(character: str) -> int:
    return 0 if character == "<" else int(character, 36)


@pytest.mark.parametrize("row", VALUES, ids=lambda row: f"{row['entity']} {row['text'][:32]!r}")
def test_every_vector_is_judged_right(row):
    assert MODULE_OF[row["entity"]].is_valid(row["text"]) is row["valid"], row["why"]


@pytest.mark.parametrize("row", IN_TEXT, ids=lambda row: row["text"])
def test_every_line_of_text_is_judged_right(row):
    assert bool(found(row["text"], row["entity"])) is row["valid"], row["why"]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_doctests(module):
    assert doctest.testmod(importlib.import_module(module.__name__)).failed == 0


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
@given(text=st.one_of(st.text(), st.text("0123456789ABCDEFKNLPZabc<>()[]+-./:@%= \n", max_size=60)))
def test_is_valid_answers_for_any_text(module, text):
    assert isinstance(module.is_valid(text), bool)
    recognizer = module.RECOGNIZER
    if recognizer.check(text) and recognizer.adjust:
        assert all(isinstance(weight, float) for _, weight in recognizer.adjust(text))


# Kenteken


@given(st.from_regex(r"[A-Z]{2}-[0-9]{3}-[A-Z]|[0-9]{2}-[A-Z]{2}-[0-9]{2}|[0-9]-[A-Z]{3}-[0-9]{2}", fullmatch=True))
def test_a_plate_is_judged_alike_however_it_is_written(plate):
    written = (plate.lower(), plate.replace("-", " "), plate.replace("-", ""), plate.replace("-", "\u2011"))
    assert {kenteken.is_valid(form) for form in written} == {kenteken.is_valid(plate)}


@pytest.mark.parametrize("trap", ["1-MRT-24", "75-TB-10", "XT-660-R", "MH-17-NL", "3-SPD-21", "12-HR-24", "12-SD-34"])
def test_a_lookalike_is_no_plate_without_a_label(trap):
    assert not kenteken.is_valid(trap)
    assert found(f"Zie {trap} hieronder", "NL_KENTEKEN") == []


@pytest.mark.parametrize("plate", ["J318XP", "j 318 xp", "12-HR-24", "98FLT6"])
def test_a_label_is_enough_for_a_plate_without_dashes_or_of_odd_letters(plate):
    assert found(f"kenteken: {plate}", "NL_KENTEKEN") == [plate]
    assert found(f"code {plate} staat op de doos", "NL_KENTEKEN") == []


# Documents


@given(st.from_regex(r"[A-Z]{2}[A-Z0-9]{6}[0-9]", fullmatch=True))
def test_a_document_number_is_one_for_stdnum_too(number):
    if documentnummer.is_valid(number) and not number.startswith("V"):
        assert identiteitskaartnummer.is_valid(number)


def test_a_lower_case_document_number_is_found_beside_its_label():
    assert found("paspoortnummer nx6p97571", "NL_DOCUMENTNUMMER") == ["nx6p97571"]
    assert found("bestand nx6p97571 staat klaar", "NL_DOCUMENTNUMMER") == []


# The machine readable zone


@pytest.mark.parametrize("before", ["", "KONINKRIJK DER NEDERLANDEN IDENTITEITSKAART\n", "Zie hieronder.\r\n\r\n"])
@pytest.mark.parametrize("row", ZONES, ids=lambda row: row["why"][:40])
def test_every_zone_is_found_whole_be_it_valid_or_damaged(row, before):
    text = f"{before}{row['text']}\n\nGEMEENTE AMSTERDAM NEDERLAND EUROPESE UNIE"
    assert found(text, "MRZ") == [row["text"]]


@pytest.mark.parametrize("joint", ["\r\n", "\n\n", " ", "  \n"])
@pytest.mark.parametrize("zone", WHOLE, ids=lambda zone: zone[:20])
def test_a_zone_is_found_however_its_lines_are_joined(zone, joint):
    written = zone.replace("\n", joint)
    assert found(f"mrz: {written}\n", "MRZ") == [written]


@given(data=st.data())
def test_a_changed_character_of_a_document_number_fails_unless_the_sum_cannot_see_it(data):
    zone = data.draw(st.sampled_from([zone for zone in WHOLE if "IDBEL" not in zone]))
    start = 5 if zone.count("\n") == 2 else zone.index("\n") + 1
    at = data.draw(st.integers(start, start + 8))
    other = data.draw(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"))
    changed = zone[:at] + other + zone[at + 1 :]
    assert mrz.is_valid(changed) is (value(other) % 10 == value(zone[at]) % 10)


@given(data=st.data())
def test_a_changed_digit_of_a_date_or_a_check_digit_fails(data):
    zone = data.draw(st.sampled_from([zone for zone in WHOLE if zone.count("\n") == 1]))
    line = zone.index("\n") + 1
    at = line + data.draw(st.sampled_from([9, *range(13, 20), *range(21, 28)]))
    other = data.draw(st.sampled_from("0123456789"))
    assume(other != zone[at])
    assert not mrz.is_valid(zone[:at] + other + zone[at + 1 :])


@given(number=st.from_regex(r"[0-9]{9}", fullmatch=True), rest=st.from_regex(r"[0-9A-Z]{1,8}", fullmatch=True))
def test_a_long_document_number_goes_on_in_the_optional_data(number, rest):
    first = f"IDBEL{number}<{rest}{mrz_digit(number + rest)}".ljust(30, "<")
    second = "1202177F2506160BEL<<<<<<<<<<<"
    second += str(mrz_digit(first[5:30] + second[:7] + second[8:15] + second[18:29]))
    assert mrz.is_valid(f"{first}\n{second}\nSPECIMEN<<SPECIMEN<<<<<<<<<<<<")


def test_a_dutch_zone_gives_its_other_values_away():
    derived = {item.entity: item.extract for item in mrz.RECOGNIZER.derived}
    old = "P<NLDDE<BRUIJN<<WILLEKE<LISELOTTE<<<<<<<<<<<\nSPECI20142NLD6503101F2401151999999990<<<<<82"
    new = "P<NLDDE<BRUIJN<<WILLEKE<LISELOTTE<<<<<<<<<<<\nSPECI20212NLD6503101F3108309<<<<<<<<<<<<<<<0"
    foreign = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<"
    assert (derived["NL_BSN"](old), derived["NL_BSN"](new)) == ("999999990", None)
    assert (derived["NL_DOCUMENTNUMMER"](old), derived["NL_DOCUMENTNUMMER"](foreign)) == ("SPECI2014", None)
    assert derived["NL_RIJBEWIJSNUMMER"]("D1NLD15094962111659VW87Z78NB84") == "5094962111"
    (finding,) = piiscan.scan_text(old)
    assert finding.entity == "MRZ"
    assert {"contains: NL_BSN", "contains: NL_DOCUMENTNUMMER"} <= {evidence.what for evidence in finding.evidence}


# Postcode


@given(st.from_regex(r"[0-9]{4} ?[A-Za-z]{2}", fullmatch=True))
def test_a_postcode_is_one_for_stdnum_too(text):
    if postcode.is_valid(text):
        assert stdnum_postcode.is_valid(text)


@pytest.mark.parametrize(
    "address", ["Kerkstraat 9, {}", "Kerkstraat 9-a\n{} Haarlem", "postcode {}", "Esweg 4 | {}  Ede"]
)
@pytest.mark.parametrize("code", ["2024 EN", "3511LX", "1234 BE"])
def test_a_postcode_that_reads_like_a_word_counts_in_an_address(address, code):
    assert found(address.format(code), "NL_POSTCODE") == [code]


# Telephone


def is_number(text: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text, "NL"))
    except phonenumbers.NumberParseException:
        return False


def test_the_numbering_plan_is_that_of_phonenumbers():
    codes = [f"0{code}" for code in range(100, 1000) if not f"{code}".startswith(("80", "90"))]
    assert [code for code in codes if telefoon.is_valid(f"{code}234567") != is_number(f"{code}234567")] == []
    for number in ("097012345678", "+3197012345678", "0801234567", "+310612345678", "0612345678", "0676123456"):
        assert telefoon.is_valid(number) is (is_number(number) and not number.startswith("080"))


@st.composite
def written_numbers(draw):
    """A valid Dutch number in a usual grouping."""
    area = draw(st.sampled_from(["06", "085", "088", "020", "070", "0165", "0592", "0344"]))
    rest = "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=10 - len(area), max_size=10 - len(area))))
    assume(is_number(area + rest))
    size = draw(st.sampled_from([2, 3, 4, 9]))
    groups = [rest[at : at + size] for at in range(0, len(rest), size)]
    body = draw(st.sampled_from([" ", "-", "."])).join(groups)
    first = draw(st.sampled_from(["{} {}", "{}-{}", "{} - {}", "({}) {}", "{}/{}"]))
    abroad = draw(st.sampled_from(["", "+31 {} {}", "+31 (0){}-{}", "0031 {} {}", "(+31) {} {}"]))
    return abroad.format(area[1:], body) if abroad else first.format(area, body)


@given(written_numbers())
def test_a_number_that_phonenumbers_finds_is_found(number):
    matches = phonenumbers.PhoneNumberMatcher(f"bel {number} nu", "NL", leniency=phonenumbers.Leniency.VALID)
    assume(any(True for _ in matches))
    assert telefoon.is_valid(number)
    assert found(f"bel {number} nu", "PHONE_NUMBER") == [number]


def test_example_numbers_of_every_country_are_valid():
    for region in sorted(phonenumbers.SUPPORTED_REGIONS - {"NL"}):
        number = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
        if number:
            for form in (phonenumbers.PhoneNumberFormat.E164, phonenumbers.PhoneNumberFormat.INTERNATIONAL):
                assert telefoon.is_valid(phonenumbers.format_number(number, form)), region


def test_an_unassigned_country_code_is_no_number():
    free = [str(code) for code in range(200, 1000) if not any(str(code).startswith(c) for c in _country_codes())]
    assert [code for code in free if telefoon.is_valid(f"+{code}123456789")] == []


def _country_codes() -> set[str]:
    # shared cost, pagers and other global services are no country's, yet assigned
    return {str(code) for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE} | {"21", "888", "979", "878", "883", "882"}


@given(st.from_regex(r"[0-9]{9}|[0-9]{3} [0-9]{3} [0-9]{3}|[1-9][0-9]{3}\.[0-9]{2}\.[0-9]{3}", fullmatch=True))
def test_a_bsn_is_no_telephone_number(text):
    assert not telefoon.is_valid(text)


def test_service_numbers_count_where_a_text_says_to_call_them():
    assert found("0900-8844", "PHONE_NUMBER") == []
    assert found("Lange Dijk 14 020", "PHONE_NUMBER") == []
    assert found("bel 14 0521 of 0900-8844, nooit 112", "PHONE_NUMBER") == ["14 0521", "0900-8844"]


# E-mail, profiles, machines


@pytest.mark.parametrize(
    "text",
    ["jan [at] example [dot] nl", "jan apenstaartje example punt nl", "jan at example dot nl", "jan{at}sub.example.nl"],
)
def test_disguised_addresses_are_found_whole(text):
    assert found(f"stuur het naar {text}, graag", "EMAIL_ADDRESS") == [text]


@given(
    st.from_regex(r"[a-z][a-z0-9._+-]{0,20}[a-z0-9]", fullmatch=True),
    st.from_regex(r"[a-z][a-z0-9]{0,10}(?:-[a-z0-9]{1,5})?\.(?:nl|com|frl|amsterdam)", fullmatch=True),
)
def test_any_plain_address_is_found_whole(local, domain):
    assume(".." not in local and local not in ("git", "hg", "svn"))
    assert found(f"Mail: {local}@{domain}.", "EMAIL_ADDRESS") == [f"{local}@{domain}"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("zie https://nl.linkedin.com/in/sanne-de-wit-12b34.", "https://nl.linkedin.com/in/sanne-de-wit-12b34"),
        ("www.instagram.com/sanne.dw/", "www.instagram.com/sanne.dw"),
        ("app via wa.me/31612345678", "wa.me/31612345678"),
        ("mijn insta is @sanne_dw!", "@sanne_dw"),
    ],
)
def test_profiles_are_found_whole(text, value):
    assert found(text, "SOCIAL_PROFILE") == [value]


@given(st.from_regex(r"([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}", fullmatch=True))
def test_a_mac_address_is_one_for_stdnum_too(text):
    if mac.is_valid(text):
        assert stdnum_mac.is_valid(text, validate_manufacturer=False)


@given(st.ip_addresses())
def test_an_address_of_a_device_is_found_whole(address):
    assume(ip.is_valid(str(address)))
    assert found(f"IP-adres {address} om 12:30", "IP_ADDRESS") == [str(address)]


# Dates, sexes


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2035, 12, 31)), st.integers(0, 11))
def test_every_way_of_writing_a_birth_date_is_found_whole(date, way):
    months = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober")
    months = (*months, "november", "december")
    day, month, year, name = date.day, date.month, date.year, months[date.month - 1]
    written = (
        f"{day:02}-{month:02}-{year}",
        f"{day}/{month}/{year}",
        f"{day}.{month}.{year}",
        f"{day}-{month}-{year % 100:02}",
        f"{year}-{month:02}-{day:02}",
        f"{year}{month:02}{day:02}",
        f"{day} {name} {year}",
        f"{day} {name[:3]}. '{year % 100:02}",
        f"{day:02}{name[:3].upper()}{year}",
        f"{day:02}{month:02}{year % 100:02}",
        f"{day:02} {month:02} {year}",
        f"00-00-{year}",
    )[way]
    assert geboortedatum.is_valid(written)
    assert found(f"geb.: {written} te Ede", "DATE_OF_BIRTH") == [written]
    assert found(f"De vergadering is verzet naar {written}.", "DATE_OF_BIRTH") == []


def test_a_sex_needs_a_label_of_its_own():
    assert found("m", "GENDER", label="geslacht") == ["m"]
    assert found("m", "GENDER", label="maat") == []
    assert found("Geslacht: [ ] man [x] vrouw", "GENDER") == ["vrouw"]
    assert not geslacht.is_valid("m/v")


# Credentials


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("gebruikersnaam s.dewit, wachtwoord Lente2024!", ["s.dewit", "Lente2024!"]),
        ('{"username": "sdewit", "password": "p@ss, w0rd"}', ["sdewit", "p@ss, w0rd"]),
        ("DB_PASSWORD=Tulp#88", ["Tulp#88"]),
        ("Uw eenmalige code is 482913. Deel deze nooit.", ["482913"]),
        ("alarmcode kantoor 4471", ["4471"]),
        ("Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl", None),
        ("api_key: 8f14e45fceea167a5a36dedd4bea2543", ["8f14e45fceea167a5a36dedd4bea2543"]),
        ("sshd: Accepted password for jdevries from 84.104.22.9", ["jdevries"]),
        ("De wachtwoorden zijn gewijzigd en de pincode is nieuw.", []),
        ("username: str, password: Optional[str] = None", []),
        ("<wachtwoord> of {password}", []),
        ('"password": "Kies een wachtwoord", "token": "Naam"', []),
    ],
)
def test_credentials_are_found_by_their_value(text, values):
    got = found(text, "CREDENTIAL")
    assert got == values if values is not None else len(got) == 1


def test_a_private_key_is_found_whole():
    body = "\n".join("MIIBOgIBAAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeK" for _ in range(20))
    key = f"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n{body}\n-----END RSA PRIVATE KEY-----"
    assert found(f"zie\n{key}\neinde", "CREDENTIAL") == [key]
    assert found("-----BEGIN CERTIFICATE-----\nMIIBOgIB\n-----END CERTIFICATE-----", "CREDENTIAL") == []


@pytest.mark.parametrize("secret", ["Tulp2024!", "p.de.boer7", "4455"])
def test_a_cell_under_a_head_is_a_credential(secret):
    assert found(secret, "CREDENTIAL", label="wachtwoord") == [secret]
    assert found(secret, "CREDENTIAL", label="omschrijving") == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
@pytest.mark.parametrize(
    "piece", ["a", "1 ", "P<", "a@", "wachtwoord:", "06-", "-----BEGIN PRIVATE KEY-----\n", "12-AB"]
)
def test_the_time_grows_with_the_text_and_no_faster(module, piece):
    detector = PatternDetector([module.RECOGNIZER])

    def seconds(length: int) -> float:
        text = Text((piece * length)[:length])
        start = time.process_time()
        list(detector.detect(text))
        return time.process_time() - start

    assert seconds(80_000) < 8 * seconds(20_000) + 0.2


@pytest.mark.parametrize(
    ("entity", "text"),
    [
        ("PHONE_NUMBER", "0 6 1 2 3 4 5 6 7 8"),
        ("PHONE_NUMBER", "00 31 6 12345678"),
        ("EMAIL_ADDRESS", "jan @ example.nl"),
        ("NL_DOCUMENTNUMMER", "Paspoort SN3615953"),
    ],
)
def test_odd_ways_of_writing_are_found(entity: str, text: str) -> None:
    assert entity in {finding.entity for finding in piiscan.scan_text(text)}


@pytest.mark.parametrize(
    ("entity", "text"),
    [
        ("PHONE_NUMBER", "0612345678@x"),
        ("EMAIL_ADDRESS", "10 stuks @ 2.50 euro"),
        ("NL_DOCUMENTNUMMER", "Serienummer SN3615953"),
        ("NL_DOCUMENTNUMMER", "Zie BESTELNR1."),
        ("NL_KENTEKEN", "Vervaldatum 4-OKT-20"),
    ],
)
def test_what_looks_like_it_is_left(entity: str, text: str) -> None:
    assert entity not in {finding.entity for finding in piiscan.scan_text(text)}
