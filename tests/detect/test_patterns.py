"""The evidence: what stands around a number decides."""

from __future__ import annotations

import pytest

import piiscan
from piiscan.config import Config, OwnPattern
from piiscan.detect.patterns import PatternDetector
from piiscan.errors import ConfigError
from piiscan.model import Span, Text
from piiscan.packs import load
from piiscan.runs import Runs

ALL = piiscan.Scanner(Config.fast(min_score=0.02, entities=frozenset({"NL_BSN"})))


def score(text: str, value: str = "123456782") -> float:
    found = [f.score for f in ALL.scan_text(text) if f.value == value]
    return max(found, default=0.0)


@pytest.mark.parametrize(
    "text",
    [
        "BSN 123456782",
        "BSN: 123456782",
        "bsn=123456782",
        "BSN123456782",
        '{"werknemerBsn": "123456782"}',
        "<burgerservicenummer>123456782</burgerservicenummer>",
        "Burgerservicenummer\n123456782",
        "het BSN van de werknemer is 123456782",
        "123456782 (BSN)",
    ],
)
def test_a_label_makes_it_sure(text: str) -> None:
    assert score(text) > 0.9


@pytest.mark.parametrize(
    "text",
    [
        "123456782",
        "Ordernummer: 123456782",
        "€ 123456782",
        "https://x.example/p/123456782",
        "1.123456782",
        "0.123456782",
        "KvK 123456782",
    ],
)
def test_without_one_it_is_not_reported(text: str) -> None:
    assert score(text) < 0.5


def test_the_nearest_label_wins() -> None:
    assert score("BSN onbekend, ordernummer 123456782") < 0.5
    assert score("ordernummer onbekend, BSN 123456782") > 0.9


@pytest.mark.parametrize("text", ["a123456782", "123456782b", "0123456782", "1234567821", "123456782@x.nl"])
def test_a_part_of_something_else_is_no_number(text: str) -> None:
    assert score(f"BSN {text}") < 0.5


def test_the_caption_of_a_run_is_its_label() -> None:
    assert piiscan.scan_text("123456782", label="bsn_nr")
    assert not piiscan.scan_text("123456782", label="ordernr")


def test_the_evidence_adds_up_and_names_no_text() -> None:
    import math

    finding = piiscan.scan_text("BSN 123456782")[0]
    total = sum(weight for _, weight in finding.evidence)
    assert finding.score == pytest.approx(1 / (1 + math.exp(-total)))
    assert all("123456782" not in what for what, _ in finding.evidence)


def test_a_match_belongs_to_the_window_in_which_it_starts() -> None:
    text = "BSN 123456782 en BSN 111222333"
    detector = PatternDetector(load(), frozenset({"NL_BSN"}))
    spans = [m.spot for m in detector.detect(Text(text, core=Span(5, 30)))]
    assert spans == [Span(21, 30)]


def test_offsets_count_code_points() -> None:
    text = "😀 é \u200b BSN: 123456782"
    finding = piiscan.scan_text(text)[0]
    assert text[finding.start : finding.end] == "123456782"


def test_a_pattern_of_ones_own() -> None:
    own = OwnPattern("PROJECT", r"PRJ-(?P<value>[0-9]{5})", ())
    found = piiscan.scan_text("PRJ-12345", config=Config.fast(patterns=(own,)))
    assert [(f.entity, f.value) for f in found] == [("PROJECT", "12345")]


def test_a_pattern_that_is_not_linear_is_refused() -> None:
    with pytest.raises(ConfigError):
        piiscan.Scanner(Config.fast(patterns=(OwnPattern("X", r"(a)\1"),)))


def test_an_allowed_value_is_not_reported() -> None:
    assert not piiscan.scan_text("BSN 1234.56.782", config=Config.fast(allow=frozenset({"123456782"})))


def test_a_whole_cell_is_a_value_under_the_right_head() -> None:
    runs = Runs()
    for text, label in (("wachtwoord", ""), ("geheimpje", "wachtwoord"), ("gewoon", "opmerking")):
        runs.add(text, label=label)
        runs.glue("\n")
    found = [(f.entity, f.value) for f in piiscan.Scanner(Config.fast()).findings(runs.text(), "")]
    assert found == [("CREDENTIAL", "geheimpje")]


def test_a_word_that_is_nobodys_label_counts_against_everybody() -> None:
    assert not piiscan.scan_text("zaak 0612345678")
    assert piiscan.scan_text("telefoon 0612345678")


def test_in_a_table_with_a_head_the_next_cell_is_no_label() -> None:
    runs = Runs()
    for text, label in (("mijn bsn", "opmerking"), ("123456782", "aantal")):
        runs.add(text, label=label, column=0)
        runs.glue("\t")
    assert not list(piiscan.Scanner(Config.fast()).findings(runs.text(), ""))


@pytest.mark.parametrize("written", ["1 2 3 4 5 6 7 8 2", "123  456\t782", "123 456\n782", "١٢٣٤٥٦٧٨٢"])
def test_spread_out_digits_are_a_number_beside_their_label(written: str) -> None:
    assert [f.value for f in piiscan.scan_text(f"BSN: {written}") if f.entity == "NL_BSN"] == [written]
    assert not [f for f in piiscan.scan_text(f"reeks {written}") if f.entity == "NL_BSN"]
