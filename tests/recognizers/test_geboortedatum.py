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
        ("Naam: R. Veldkamp (m, 11-11-1999)", ["11-11-1999"]),
        ("Cliëntnr G-30118 / v / 12-06-1994", ["12-06-1994"]),
        ("Pt 12-10-1944 m, pijn op de borst", ["12-10-1944"]),
        ("3. 22.05.1969 Tilburg\n4a. 18.03.2019  4b. 18.03.2029", ["22.05.1969"]),
        ("Recept voor dhr. J. Mulder, 14-02-1938", ["14-02-1938"]),
        ("Kinderen: Yassin (11-06-2014) en Hind (02-10-2017)", ["11-06-2014", "02-10-2017"]),
        ("G. Brandsma (24 februari 1958)", ["24 februari 1958"]),
        ("19-03-2010, meisje, groep 8", ["19-03-2010"]),
        ("geboren te Zwolle op veertien maart negentienhonderd zestig", ["veertien maart negentienhonderd zestig"]),
        ("geboren op eenendertig december tweeduizend vijf", ["eenendertig december tweeduizend vijf"]),
        ("d.d. geboorte: 1967-08-22", ["1967-08-22"]),
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
        "Namens de heer J. Smit, 12-03-2024",
        "T-shirt;M;12-03-2024;geleverd",
        "Geboren wordt niet gevraagd: peildatum 12-08-2013",
        "Motie Jansen (12-03-2011) aangenomen",
        "3. 22.05.2019 overleg met Tilburg",
        "Offerte (12-03-2011), versie (14-06-2011)",
        "Het gebouw stamt uit 1957.",
    ],
)
def test_other_dates_are_left(text):
    assert found(text) == []
