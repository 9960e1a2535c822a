"""Which side of which model a picture shows, by its zone, its titles, its dates and what was found on it."""

from __future__ import annotations

import pytest

from piiscan.idcopy.mrz import values
from piiscan.idcopy.sides import recognised

AREA = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
PASSPORT = values(
    AREA, "TD3", ["P<NLDDE<WIT<<SANNE<<<<<<<<<<<<<<<<<<<<<<<<<<<", "NM33RLMA41NLD9403198F3305164<<<<<<<<<<<<<<<4"]
)
CARD_FRONT = "KONINKRIJK DER NEDERLANDEN IDENTITEITSKAART IDENTITY CARD geldig tot 04 SEP/SEP 2033"


def test_the_zone_names_country_and_kind_and_its_date_the_model() -> None:
    side = recognised("", [PASSPORT], ["FACE", "FACE", "MRZ", "NL_DOCUMENTNUMMER"])
    assert side.layout is not None
    assert side.layout.id == "nl_passport_2021/front"
    assert side.known
    assert side.missing == ()
    assert "perforated portrait" in side.unseen


def test_what_every_copy_shows_and_was_not_found_is_missing() -> None:
    side = recognised("", [PASSPORT], ["FACE", "MRZ"])
    assert side.missing == ("ghost portrait", "document number")


@pytest.mark.parametrize(
    ("expiry", "model"), [("04 SEP/SEP 2033", "2021"), ("04 SEP/SEP 2029", "2014"), ("04 MEI/MAY 2036", "2024")]
)
def test_without_a_zone_titles_and_the_last_date_tell(expiry: str, model: str) -> None:
    side = recognised(CARD_FRONT.replace("04 SEP/SEP 2033", expiry), [], ["FACE", "NL_DOCUMENTNUMMER"])
    assert side.layout is not None
    assert side.layout.id == f"nl_identity_card_{model}/front"


def test_the_back_of_a_licence_has_no_title_but_its_categories() -> None:
    side = recognised(
        "997608407 / 5667922513 AM 21.11.16 A1 A2 B BE C1", [], ["NL_BSN", "NL_RIJBEWIJSNUMMER", "BARCODE"]
    )
    assert side.layout is not None
    assert side.layout.id == "nl_driving_licence_2014/back"
    assert side.missing == ()


def test_other_countries_are_known_by_their_format_only_and_what_is_no_document_not_at_all() -> None:
    french = values(AREA, "TD3", ["P<FRADUBOIS<<ANNE<<<<<<<<<<<<<<<<<<<<<<<<<<<", PASSPORT_LINE.replace("NLD", "FRA")])
    side = recognised("", [french], ["FACE", "MRZ", "NL_DOCUMENTNUMMER"])
    assert side.layout is not None
    assert not side.known
    assert recognised("Geachte heer, hierbij de factuur.", [], []).layout is None


PASSPORT_LINE = "NM33RLMA41NLD9403198F3305164<<<<<<<<<<<<<<<4"
