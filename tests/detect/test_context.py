"""What stands before a number: the names of other numbers, the keys of data, questions, lists."""

from __future__ import annotations

import pytest

import piiscan


def found(text: str) -> list[tuple[str, str]]:
    return [(finding.entity, finding.value) for finding in piiscan.scan_text(text)]


@pytest.mark.parametrize(
    "word", ["Correspondentienummer", "pakketnr.", "meldcode:", "Zorgdossier", "ziektekostenpolis"]
)
def test_the_name_of_an_unknown_number_counts_like_a_foreign_label(word):
    text = f"{word} 999989169\nUw BSN is bij ons bekend."
    assert found(text) == []
    assert found(text.replace(word, "Het is")) == [("NL_BSN", "999989169")]


def test_what_belongs_to_a_known_label_is_no_other_label():
    assert found("KvK-inschrijfnummer 27124700") == [("NL_KVK", "27124700")]
    assert found("KvK registratienummer 27124700") == [("NL_KVK", "27124700")]
    assert found("AGB-zorgverlenerscode 01012345") == [("NL_AGB", "01012345")]


def test_an_unknown_number_may_well_be_a_telephone_number():
    assert found("Privénummer 06-12345678") == [("PHONE_NUMBER", "06-12345678")]


@pytest.mark.parametrize(
    "before",
    ["Te koop: camper, ", "Paspoort kwijt? ", "leaseauto ", "of per e-mail (jan@bedrijf.example) of op ", "adres "],
)
def test_a_word_for_what_is_no_number_says_nothing_of_a_number(before):
    assert found(before + "06-12345678")[-1] == ("PHONE_NUMBER", "06-12345678")


def test_the_name_of_another_number_still_does():
    assert found("Ordernummer 0612345678") == []
    assert found("BSN op paspoort: 999989169") == [("NL_BSN", "999989169")]


def test_one_label_serves_a_list():
    text = "BSN van de kinderen: 999989169, 999915447 en 999992624"
    assert found(text) == [("NL_BSN", "999989169"), ("NL_BSN", "999915447"), ("NL_BSN", "999992624")]


def test_the_key_of_another_value_is_its_label():
    assert found('{"burgerservicenr": "999915447", "ref": 999989169}') == [("NL_BSN", "999915447")]
    assert found("<bsn>999915447</bsn><stuk>999989169</stuk>") == [("NL_BSN", "999915447")]


@pytest.mark.parametrize("answer", ["Antwoord: ", "[10:32] Lies: ", "Mevr. de Wit: "])
def test_an_answer_belongs_to_its_question(answer):
    assert found(f"en uw geboortedatum?\n{answer}14-04-1991") == [("DATE_OF_BIRTH", "14-04-1991")]
    assert found(f"en uw geboortedatum?\n\nGoed.\n{answer}14-04-1991") == []


def test_a_label_that_has_its_value_counts_no_further():
    assert found("Object: Tesla Model 3, T-482-KG") == [("NL_KENTEKEN", "T-482-KG")]
    assert found("Object: model T-482-KG") == []


@pytest.mark.parametrize("name", ["trx_0612345678", "foto_0612345678.jpg"])
def test_a_number_in_a_name_with_underscores_is_none(name):
    assert found(name) == []


def test_a_label_may_be_glued_with_an_underscore():
    assert found("mob_0612345678") == [("PHONE_NUMBER", "0612345678")]
    assert found("bsn_999915447") == [("NL_BSN", "999915447")]
