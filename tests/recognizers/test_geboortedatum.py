"""Dates of birth against all other dates."""

from __future__ import annotations

import pytest

import piiscan


def found(text: str, label: str = "") -> list[str]:
    return [finding.value for finding in piiscan.scan_text(text, label=label) if finding.entity == "DATE_OF_BIRTH"]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Jansen, Piet, geboren te Den Haag op 1 januari 1955, wonende te Delft", ["1 januari 1955"]),
        ("Date of birth / Geboortedatum / Date de naissance 12 MAA/MAR 1980", ["12 MAA/MAR 1980"]),
        ("Geboortedatum (DDMMJJJJ) 12031980", ["12031980"]),
        ("Geboorteplaats en -datum: Utrecht, 12-03-1980", ["12-03-1980"]),
        ('"geboorteDatum":"1980-03-12T00:00:00"', ["1980-03-12T00:00:00"]),
        ("BDAY:19800312", ["19800312"]),
        ("D.O.B.: 12 Mar 1980", ["12 Mar 1980"]),
        ("Bakker, J. (*12.03.1980)", ["12.03.1980"]),
        ("* 12 maart 1980 te Utrecht", ["12 maart 1980"]),
        ("Op 4 mei 2012 is onze dochter Lotte geboren.", ["4 mei 2012"]),
        ("De op 12 maart 1980 geboren verdachte", ["12 maart 1980"]),
        ("Visser T. (V) 14-08-1957", ["14-08-1957"]),
        ("T. VISSER  14081957  VROUW", ["14081957"]),
        ("Mw. Aydin, 76 jaar (02-02-1948)", ["02-02-1948"]),
        ("Geboortejaar moeder: 1957", ["1957"]),
        ("jarig op 12 maart", ["12 maart"]),
        ("Geboortedatum: 14-08-1957   Datum onderzoek: 01-03-2024", ["14-08-1957"]),
        ("Aanmelddatum 01-03-2024, geboortedatum 14-08-1957, einddatum 01-09-2024", ["14-08-1957"]),
    ],
)
def test_what_is_said_to_be_a_birth_date_is_found_whole(text, dates):
    assert found(text) == dates


def test_a_cell_counts_under_its_head():
    assert found("1957", label="geboortejaar") == ["1957"]
    assert found("2017-09-03", label="DatumGeboorte") == ["2017-09-03"]
    assert found("12-03-1980", label="datum in dienst") == []


@pytest.mark.parametrize(
    "text",
    [
        "Geboortedatum:            Datum: 12-03-2024",
        "Geboortedatum: ________ Handtekening ______ Datum 12-03-2024",
        "Geboren te Goes, overleden 12-03-2020",
        "* 12-03-2024: overleg met gemeente",
        "tentoonstelling Vrouw 12-03-2024 t/m 14-05-2024",
        "Bent u geboren vóór 1 januari 1955? Dan geldt een andere regeling.",
        "Kinderen die op of na 1 januari 2024 zijn geboren",
        "geboren tussen 1 januari 1950 en 31 december 1954",
        "De Republiek werd geboren op 26 juli 1581.",
        "Geboren en getogen in Utrecht sinds 1980.",
        "born to be wild 1980",
        "Geboortekaartje besteld op 12-03-2024",
        "verjaardagsfeest op 12-03-2024",
        "Het gebouw stamt uit 1957.",
    ],
)
def test_other_dates_are_left(text):
    assert found(text) == []
