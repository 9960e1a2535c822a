"""The worth of the scores: the generator, the measures, the fit, and that the declared weights are the fitted ones."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from benchmarks.accuracy.corpus import SEEDS, documents, hand_written
from benchmarks.accuracy.grammar import KINDS, Document, Gold, families, write
from benchmarks.accuracy.scoring import Candidate, brier, calibration_error, detector, matches, table
from models.evidence.declare import with_weights
from models.evidence.features import rescored, terms
from models.evidence.logistic import Problem, fit
from models.evidence.reading import reading
from models.evidence.reliability import diagram
from piiscan import packs
from piiscan.model import Evidence, Match, Span
from piiscan.recognizer import Recognizer

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "benchmarks" / "accuracy" / "templates"
WEIGHTS = json.loads((ROOT / "models" / "evidence" / "weights.json").read_text())
RECOGNIZERS = {recognizer.entity: recognizer for recognizer in packs.load(())}


def candidate(score: float, true: bool, weight: float = 1.0) -> Candidate:
    return Candidate(Match("NL_BSN", Span(0, 9), score, (Evidence("prior", 0.0),)), true, weight, "")


# the generator


def test_the_same_seed_gives_the_same_documents_and_another_seed_others() -> None:
    assert documents("fit", 1) == documents("fit", 1)
    assert documents("fit", 1) != documents("fit", 1, seed=7)


@pytest.mark.parametrize("split", SEEDS)
def test_the_truth_lies_where_it_should(split: str) -> None:
    for document in documents(split, 2):
        for value in document.gold:
            text = document.text[value.start : value.end]
            assert text, document.name
            assert text == text.strip(), document.name
        assert not re.search("[«»‹›¦§⇥]", document.text), document.name


def test_no_line_of_wording_serves_two_splits() -> None:
    lines = {
        split: {line.strip() for line in (TEMPLATES / f"{split}.txt").read_text().splitlines() if len(line) > 30}
        for split in SEEDS
    }
    assert not lines["fit"] & lines["calibration"]
    assert not (lines["fit"] | lines["calibration"]) & lines["test"]


def test_a_template_repeats_rows_keeps_forms_and_marks_what_is_not_judged() -> None:
    import random

    source = "@word een¦twee\n### proef file=csv share=3\nkop;‹@word›\n§4-4 «born»;«~bsn»;«n9»\n"
    (family,) = families(source)
    document = write(family, random.Random(3), "proef-0", 1.0)
    rows = document.text.splitlines()[1:]
    assert len(rows) == 4
    assert len({re.sub(r"\w", "x", row.split(";")[0]) for row in rows}) == 1
    assert [value.entity for value in document.gold] == ["DATE_OF_BIRTH", ""] * 4
    with pytest.raises(ValueError, match="onbekend"):
        families("### fout\n«onbekend»\n")


IDENTIFIERS = {
    "bsn": "NL_BSN", "bsn8": "NL_BSN", "rsin": "NL_RSIN", "lh": "NL_LOONHEFFINGSNUMMER", "btw": "NL_BTW",
    "kvk": "NL_KVK", "iban": "IBAN_CODE", "bank": "NL_BANKREKENING", "kenmerk": "NL_BETALINGSKENMERK",
    "kenmerktax": "NL_BETALINGSKENMERK", "card": "CREDIT_CARD", "onderwijs": "NL_ONDERWIJSNUMMER", "mrz": "MRZ",
    "email": "EMAIL_ADDRESS", "mobile": "PHONE_NUMBER", "fixed": "PHONE_NUMBER", "doc": "NL_DOCUMENTNUMMER",
    "postcode": "NL_POSTCODE", "kenteken": "NL_KENTEKEN", "ip": "IP_ADDRESS", "mac": "MAC_ADDRESS",
}  # fmt: skip


@pytest.mark.parametrize("kind", IDENTIFIERS)
def test_what_is_generated_passes_the_check_of_its_recogniser(kind: str) -> None:
    import random

    rng = random.Random(11)
    for _ in range(100):
        value = KINDS[kind](rng, rng)
        assert value.entity == IDENTIFIERS[kind]
        assert RECOGNIZERS[value.entity].check(value.text.replace("\u00a0", " ")), value.text


# the measures


def test_the_brier_score_and_the_calibration_error_are_what_they_are_called() -> None:
    sure = [candidate(0.9, True), candidate(0.9, False)]
    assert brier(sure) == pytest.approx((0.01 + 0.81) / 2)
    assert calibration_error(sure) == pytest.approx(0.4)
    right = [candidate(0.95, True)] * 19 + [candidate(0.95, False)]
    assert calibration_error(right) == pytest.approx(0.0)
    assert brier([candidate(1.0, True, 3.0), candidate(1.0, False, 1.0)]) == pytest.approx(0.25)


def test_findings_are_held_against_the_truth_one_to_one() -> None:
    def match(start: int, end: int, entity: str = "NL_BSN", score: float = 0.9) -> Match:
        return Match(entity, Span(start, end), score, (Evidence("prior", 0.0),))

    gold = (Gold(0, 9, "NL_BSN", ()), Gold(20, 29, "NL_BSN", ()), Gold(40, 49, "", ()))
    document = Document("x", "", "x" * 60, gold, 2.0)
    found = [match(0, 9), match(10, 19), match(20, 29, score=0.3), match(40, 49)]
    row = table([(document, found)])["NL_BSN"]
    assert row.outcomes["report"].counts == [1, 1, 1]
    assert row.outcomes["redact"].counts == [2, 1, 0]
    assert row.outcomes["report"].weights == [2.0, 2.0, 2.0]
    assert len(row.candidates) == 3


def test_a_value_inside_another_counts_where_the_outer_one_tells_of_it() -> None:
    outer = Match("NL_BTW", Span(0, 14), 0.9, (Evidence("prior", 0.0), Evidence("contains: NL_BSN", 0.0)))
    told = Document("x", "", "x" * 14, (Gold(0, 14, "NL_BTW", ("NL_BSN",)),), 1.0)
    untold = Document("y", "", "y" * 14, (Gold(0, 14, "NL_BTW", ()),), 1.0)
    assert table([(told, [outer])])["NL_BSN"].outcomes["report"].counts == [1, 0, 0]
    assert table([(untold, [outer])])["NL_BSN"].outcomes["report"].counts == [0, 1, 0]


def test_documents_by_others_are_judged_only_on_what_they_label() -> None:
    if not (ROOT.parent / "shared" / "data" / "texts" / "dev.jsonl").exists():
        pytest.skip("the hand-written documents are absent")
    texts = hand_written()
    assert len(texts) > 50
    assert all("NL_KLANTNUMMER" not in (text.judged or ()) for text in texts)
    reader = detector()
    assert "NL_KLANTNUMMER" not in table([(text, matches(reader, text)) for text in texts])


def test_the_diagram_has_a_panel_for_each_entity() -> None:
    drawn = diagram({"NL_BSN": [candidate(0.9, True)]}, {"MRZ": [candidate(0.2, False)]})
    assert drawn.count("<g ") == 2
    assert "NL_BSN" in drawn
    assert "MRZ" in drawn


# the fit


def test_a_fit_finds_weights_keeps_signs_and_holds_what_is_held() -> None:
    rng = np.random.default_rng(1)
    shares = np.column_stack([np.ones(4000), rng.integers(0, 2, 4000), rng.integers(0, 2, 4000), np.ones(4000)])
    true_weights = np.array([-1.0, 2.0, -1.5, 0.5])
    truth = (rng.random(4000) < 1 / (1 + np.exp(-shares @ true_weights))).astype(float)
    start = np.array([0.5, 1.0, 1.0, 0.5])
    spread = np.array([5.0, 5.0, 5.0, 1e-3])
    signed = np.array([False, True, True, True])
    found = fit(Problem(shares, np.zeros(4000), truth, np.ones(4000), start, spread, signed))
    assert found[2] == 0.0  # it would cross zero
    assert found[3] == pytest.approx(0.5, abs=0.01)  # held
    free = fit(Problem(shares, np.zeros(4000), truth, np.ones(4000), start, spread, np.zeros(4, bool)))
    assert free[:3] == pytest.approx(true_weights[:3], abs=0.25)


def test_addends_add_up_to_the_score_of_the_engine() -> None:
    read = reading(tuple(RECOGNIZERS.values()), documents("calibration", 1))
    assert len(read.candidates) > 100
    for own, row in zip(read.candidates, read.terms, strict=True):
        assert rescored(own.match, row, {}).score == pytest.approx(own.match.score, abs=1e-6)


def test_other_weights_reach_the_engine() -> None:
    other = with_weights(tuple(RECOGNIZERS.values()), {("NL_BSN", "label"): 1.0, ("NL_BSN", "prior"): -9.0})
    document = Document("x", "", "BSN: 123456782", (Gold(5, 14, "NL_BSN", ()),), 1.0)
    assert table([(document, matches(detector(), document))])["NL_BSN"].outcomes["report"].counts == [1, 0, 0]
    assert table([(document, matches(detector(other), document))])["NL_BSN"].outcomes["report"].counts == [0, 0, 1]


# the weights


def declared(recognizer: Recognizer) -> dict[str, float]:
    return {
        "prior": recognizer.prior,
        "label": recognizer.label_weight,
        "negative": recognizer.negative_weight,
        **{f"form {form.prior:+.1f}": form.prior for form in recognizer.forms},
        **{f"written in groups {form.prior:+.1f}": form.prior for form in recognizer.forms},
    }


@pytest.mark.parametrize("entity", sorted({row["entity"] for row in WEIGHTS["weights"]} - {"*"}))
def test_the_declared_weights_are_those_that_the_fit_left(entity: str) -> None:
    """If this fails, run ``python -m models.evidence.fit``, or declare what it fitted."""
    own = declared(RECOGNIZERS[entity])
    for row in WEIGHTS["weights"]:
        if row["entity"] == entity and row["weight"] in ("prior", "label", "negative"):
            assert own[row["weight"]] == pytest.approx(row["fitted"] if row["taken"] else row["declared"], abs=0.051)


def test_the_scores_are_about_probabilities_in_words_that_were_not_fitted() -> None:
    reader = detector()
    rows = table([(text, matches(reader, text)) for text in documents("test", 6)])
    everything = [candidate for row in rows.values() for candidate in row.candidates]
    assert len(everything) > 1000
    assert calibration_error(everything) < 0.08
    assert brier(everything) < 0.06


def test_a_label_never_counts_against_nor_a_foreign_one_for() -> None:
    for recognizer in RECOGNIZERS.values():
        assert recognizer.label_weight > 0 >= recognizer.negative_weight, recognizer.entity
    for own in reading(tuple(RECOGNIZERS.values()), documents("fit", 1)).terms:
        assert all(term.share >= 0 for term in own)
    assert terms(Match("NL_BSN", Span(0, 9), 0.5, (Evidence("prior", -4.6),)), RECOGNIZERS)[0].key == (
        "NL_BSN",
        "prior",
    )
