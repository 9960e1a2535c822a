"""Our recognisers inside Presidio, and Presidio's inside ours."""

from __future__ import annotations

import subprocess
import sys

import pytest
from presidio_analyzer import (
    AnalyzerEngine,
    BatchAnalyzerEngine,
    EntityRecognizer,
    Pattern,
    PatternRecognizer,
    RecognizerRegistry,
)
from presidio_analyzer.nlp_engine import NoOpNlpEngine

import nl_recognizers
import piiscan
from piiscan.presidio import PresidioDetector, class_names

TEXT = "De werknemer met BSN 123456782 woont in Zwolle; bestelling 999989169 is betaald."


@pytest.fixture(scope="module")
def engine() -> AnalyzerEngine:
    registry = RecognizerRegistry(supported_languages=["nl"], recognizers=[])
    for name in class_names(nl_recognizers):
        registry.add_recognizer(getattr(nl_recognizers, name)())
    nlp = NoOpNlpEngine([{"lang_code": "nl", "model_name": "no_op"}])
    return AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["nl"])


def test_is_a_real_presidio_recognizer() -> None:
    recognizer = nl_recognizers.NlBsnRecognizer()
    assert isinstance(recognizer, EntityRecognizer)
    assert type(recognizer).__name__ == "NlBsnRecognizer"
    assert recognizer.supported_entities == ["NL_BSN"]
    assert recognizer.supported_language == "nl"
    assert recognizer.country_code() == "nl"
    assert nl_recognizers.NlBsnRecognizer is nl_recognizers.NlBsnRecognizer


def test_an_analyzer_engine_finds_a_bsn_in_dutch_text(engine: AnalyzerEngine) -> None:
    found = [r for r in engine.analyze(TEXT, language="nl", score_threshold=0.5) if r.entity_type == "NL_BSN"]
    assert [(r.start, r.end) for r in found] == [(21, 30)]
    assert 0.9 < found[0].score < 1.0


def test_a_passed_checksum_is_not_certainty(engine: AnalyzerEngine) -> None:
    results = engine.analyze(TEXT, language="nl", entities=["NL_BSN"])
    order = [r for r in results if TEXT[r.start : r.end] == "999989169"]
    assert all(r.score < 0.2 for r in order)


def test_the_decision_is_explained(engine: AnalyzerEngine) -> None:
    found = engine.analyze(TEXT, language="nl", entities=["NL_BSN"], return_decision_process=True, score_threshold=0.5)
    explanation = found[0].analysis_explanation
    assert "elfproef" in explanation.textual_explanation
    assert "123456782" not in str(explanation)


def test_context_words_of_the_caller_count(engine: AnalyzerEngine) -> None:
    bare = engine.analyze("123456782", language="nl", entities=["NL_BSN"])
    named = engine.analyze("123456782", language="nl", entities=["NL_BSN"], context=["bsn"])
    assert max((r.score for r in bare), default=0) < 0.5 < named[0].score


def test_a_column_name_of_a_batch_counts(engine: AnalyzerEngine) -> None:
    results = list(
        BatchAnalyzerEngine(engine).analyze_dict({"bsn": ["123456782"], "aantal": ["123456782"]}, language="nl")
    )
    scores = {
        r.key: max((x.score for x in r.recognizer_results[0] if x.entity_type == "NL_BSN"), default=0) for r in results
    }
    assert scores["bsn"] > 0.5 > scores["aantal"]


def test_every_pack_file_is_a_class() -> None:
    for name, module in class_names(nl_recognizers).items():
        assert issubclass(getattr(nl_recognizers, name), EntityRecognizer), module


def test_an_unknown_class_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        _ = nl_recognizers.NlNietsRecognizer


def test_their_recognizers_work_in_our_scanner() -> None:
    theirs = PatternRecognizer("INTERNAL_CODE", patterns=[Pattern("code", r"XQ-\d{4}", 0.8)], supported_language="nl")
    scanner = piiscan.Scanner(piiscan.Config.fast(), detectors=[PresidioDetector([theirs])])
    found = scanner.scan_text("intern XQ-1234, BSN 123456782")
    assert {(f.entity, f.value) for f in found} == {("INTERNAL_CODE", "XQ-1234"), ("NL_BSN", "123456782")}
    assert found[0].score == pytest.approx(0.8)


def test_importing_the_pack_leaves_presidio_alone() -> None:
    code = "import nl_recognizers, piiscan, sys; piiscan.scan_text('x'); print('presidio_analyzer' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_without_presidio_the_rest_works_and_the_class_says_what_to_install() -> None:
    code = """
import sys; sys.modules["presidio_analyzer"] = None
import piiscan, nl_recognizers
from piiscan.errors import ConfigError
print(piiscan.scan_text("BSN 123456782")[0].entity)
try: nl_recognizers.NlBsnRecognizer
except ConfigError as error: print("piiscan[presidio]" in str(error))
"""
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "NL_BSN\nTrue\n"
    )
