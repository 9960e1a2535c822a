"""Our recognisers inside Presidio, and Presidio's inside ours."""

from __future__ import annotations

import copy
import io
import json
import pickle
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import spacy
from presidio_analyzer import (
    AnalyzerEngine,
    AnalyzerEngineProvider,
    BatchAnalyzerEngine,
    EntityRecognizer,
    Pattern,
    PatternRecognizer,
    RecognizerRegistry,
    RecognizerResult,
    pattern_recognizer,
)
from presidio_analyzer.nlp_engine import NlpEngine, NoOpNlpEngine, SpacyNlpEngine
from presidio_analyzer.predefined_recognizers import EmailRecognizer, SpacyRecognizer
from presidio_analyzer.recognizer_registry import RecognizerRegistryProvider

import nl_recognizers
import piiscan
from piiscan.config import Config
from piiscan.detect.patterns import PatternDetector
from piiscan.errors import ConfigError, RecognizerFailed
from piiscan.model import Blob, FileState, Finding, Problem, Status, Text
from piiscan.presidio import PresidioDetector, class_names, ours, recognizer_class, register
from piiscan.recognizer import recognizers_in

TEXT = "De werknemer met BSN 123456782 woont in Zwolle; bestelling 999989169 is betaald."
TEXTS = Path(__file__).parents[1] / "../shared/data/texts/dev.jsonl"


def no_op() -> NlpEngine:
    engine = NoOpNlpEngine([{"lang_code": "nl", "model_name": "no_op"}])
    engine.load()
    return engine


def blank() -> NlpEngine:
    engine = SpacyNlpEngine([{"lang_code": "nl", "model_name": "blank"}])
    engine.nlp = {"nl": spacy.blank("nl")}
    return engine


def engine_of(*recognizers: EntityRecognizer, nlp: NlpEngine | None = None) -> AnalyzerEngine:
    registry = RecognizerRegistry(supported_languages=["nl"], recognizers=list(recognizers))
    return AnalyzerEngine(registry=registry, nlp_engine=nlp or no_op(), supported_languages=["nl"])


@pytest.fixture(scope="module", params=[no_op, blank], ids=["no-op", "blank"])
def engine(request: pytest.FixtureRequest) -> AnalyzerEngine:
    return engine_of(*(kind() for kind in register("nl_recognizers")), nlp=request.param())


def of(entity: str, results: Sequence[RecognizerResult]) -> list[RecognizerResult]:
    return [result for result in results if result.entity_type == entity]


class TestAClass:
    def test_is_a_real_presidio_recognizer(self) -> None:
        recognizer = nl_recognizers.NlBsnRecognizer()
        assert isinstance(recognizer, EntityRecognizer)
        assert type(recognizer).__name__ == recognizer.name == "NlBsnRecognizer"
        assert recognizer.supported_entities == ["NL_BSN"]
        assert recognizer.supported_language == "nl"
        assert recognizer.country_code() == "nl"
        assert nl_recognizers.NlBsnRecognizer is nl_recognizers.NlBsnRecognizer

    def test_every_pack_file_is_one(self) -> None:
        for name, module in class_names(nl_recognizers).items():
            assert issubclass(getattr(nl_recognizers, name), EntityRecognizer), module
        assert len(class_names(nl_recognizers)) == len(recognizers_in(nl_recognizers))

    def test_an_unknown_one_is_an_attribute_error(self) -> None:
        with pytest.raises(AttributeError):
            _ = nl_recognizers.NlNietsRecognizer

    def test_takes_no_patterns(self) -> None:
        with pytest.raises(ValueError, match="declared in its pack"):
            nl_recognizers.NlBsnRecognizer(patterns=[Pattern("nine", r"\d{9}", 0.5)])

    def test_a_country_that_is_not_its_own_is_refused(self) -> None:
        with pytest.raises(ValueError, match="country_code"):
            nl_recognizers.NlBsnRecognizer(country_code="be")

    def test_goes_through_a_dictionary_a_pickle_and_a_copy(self) -> None:
        first = nl_recognizers.NlBsnRecognizer(context=["werkcode"], name="Mijn BSN", supported_entity="BSN")
        again = type(first).from_dict(first.to_dict())
        assert (again.name, again.supported_entities, again.to_dict()) == ("Mijn BSN", ["BSN"], first.to_dict())
        for other in (pickle.loads(pickle.dumps(first)), copy.deepcopy(first)):
            found = engine_of(other).analyze("werkcode: 123456782", language="nl")
            assert [(r.entity_type, r.score > 0.9) for r in found] == [("BSN", True)]

    def test_a_file_without_a_recogniser_makes_none(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "xx_pack").mkdir()
        (tmp_path / "xx_pack/__init__.py").write_text("")
        (tmp_path / "xx_pack/leeg.py").write_text("RECOGNIZER = None")
        monkeypatch.syspath_prepend(tmp_path)
        with pytest.raises(AttributeError):
            recognizer_class("xx_pack", "XxLeegRecognizer")


class TestAnEngineWithOurs:
    def test_finds_a_bsn_in_dutch_text(self, engine: AnalyzerEngine) -> None:
        found = of("NL_BSN", engine.analyze(TEXT, language="nl", score_threshold=0.5))
        assert [(r.start, r.end) for r in found] == [(21, 30)]
        assert 0.9 < found[0].score < 1.0

    def test_takes_no_passed_checksum_for_certainty(self, engine: AnalyzerEngine) -> None:
        results = engine.analyze(TEXT, language="nl", entities=["NL_BSN"])
        assert all(r.score < 0.5 for r in results if TEXT[r.start : r.end] == "999989169")

    @pytest.mark.parametrize("recognizer", recognizers_in(nl_recognizers), ids=lambda r: r.entity)
    def test_scores_as_a_scanner_does(self, engine: AnalyzerEngine, recognizer: Any) -> None:
        scanner = piiscan.Scanner(Config.fast(entities=frozenset({recognizer.entity})))
        for text in (*recognizer.examples, *recognizer.counterexamples):
            wanted = {(f.start, f.end, f.score) for f in scanner.scan_text(text)}
            results = of(recognizer.entity, engine.analyze(text, language="nl", score_threshold=0.5))
            assert {(r.start, r.end, r.score) for r in results} == wanted

    def test_finds_in_real_texts_what_a_scanner_finds(self, engine: AnalyzerEngine) -> None:
        if not TEXTS.exists():
            pytest.skip("the texts of shared/data are not here")
        scanner = piiscan.Scanner(Config.fast())
        for line in TEXTS.read_text(encoding="utf-8").splitlines()[:25]:
            text = json.loads(line)["text"]
            results = engine.analyze(text, language="nl", score_threshold=0.5)
            for finding in scanner.scan_text(text):
                for entity in (finding.entity, *contained(finding)):
                    assert any(r.start < finding.end and r.end > finding.start for r in of(entity, results))

    def test_an_entity_inside_another_stands_beside_it(self, engine: AnalyzerEngine) -> None:
        results = engine.analyze("btw-id NL123456782B01", language="nl", score_threshold=0.5)
        assert {"NL_BTW", "NL_BSN"} <= {r.entity_type for r in results}

    def test_explains_every_result(self, engine: AnalyzerEngine) -> None:
        results = engine.analyze(TEXT, language="nl", return_decision_process=True)
        assert results
        for result in results:
            assert "123456782" not in str(result.analysis_explanation)
            assert result.analysis_explanation.score == result.score
        told = of("NL_BSN", results)[0].analysis_explanation
        assert (told.recognizer, told.pattern_name) == ("NlBsnRecognizer", "NL_BSN")
        assert "elfproef +" in told.textual_explanation
        assert told.validation_result is True
        assert told.supportive_context_word == "bsn"
        assert (
            told.original_score
            < 0.2
            < told.score
            == pytest.approx(told.original_score + told.score_context_improvement)
        )

    def test_says_nothing_of_a_check_where_there_is_none(self, engine: AnalyzerEngine) -> None:
        results = engine.analyze("mail jan@voorbeeld.nl", language="nl", return_decision_process=True)
        assert of("EMAIL_ADDRESS", results)[0].analysis_explanation.validation_result is None

    def test_words_of_the_caller_count(self, engine: AnalyzerEngine) -> None:
        bare = engine.analyze("123456782", language="nl", entities=["NL_BSN"])
        named = engine.analyze("123456782", language="nl", entities=["NL_BSN"], context=["persoon", "bsn"])
        assert max((r.score for r in bare), default=0) < 0.5 < named[0].score

    def test_words_of_the_caller_never_hide_what_the_text_says(self, engine: AnalyzerEngine) -> None:
        for context in (["bestelling"], ["kvk-nummer"], [""], ["gegevens", "order"]):
            found = of("NL_BSN", engine.analyze(TEXT, language="nl", context=context, score_threshold=0.5))
            assert [(r.start, r.end) for r in found] == [(21, 30)], context

    def test_a_column_name_of_a_batch_counts(self, engine: AnalyzerEngine) -> None:
        columns = {
            "bsn": ["123456782", "111222333"],
            "aantal": ["123456782"],
            "klant": {"bsn": "123456782"},
            "leeg": [],
        }
        results = {
            r.key: r.recognizer_results for r in BatchAnalyzerEngine(engine).analyze_dict(columns, language="nl")
        }
        best = [max((r.score for r in of("NL_BSN", cell)), default=0) for cell in (*results["bsn"], *results["aantal"])]
        assert min(best[:2]) > 0.5 > best[2]
        nested = next(iter(results["klant"]))
        assert of("NL_BSN", nested.recognizer_results)[0].score > 0.5

    def test_results_of_a_batch_are_those_of_each_text(self, engine: AnalyzerEngine) -> None:
        texts = [TEXT, "", "geen", TEXT, "mail jan@voorbeeld.nl", 123456782]
        results = BatchAnalyzerEngine(engine).analyze_iterator(texts, language="nl", batch_size=2)
        assert results == [engine.analyze(str(text), language="nl") for text in texts]

    @pytest.mark.parametrize("entities", [None, ["NL_BSN"], ["NL_BSN", "IBAN_CODE"]])
    def test_takes_one_for_a_single_call(self, entities: list[str] | None) -> None:
        engine = engine_of(nl_recognizers.NlIbanRecognizer())
        own = [nl_recognizers.NlBsnRecognizer()]
        found = engine.analyze(TEXT, "nl", entities=entities, ad_hoc_recognizers=own, score_threshold=0.5)
        assert [(r.entity_type, r.start) for r in found] == [("NL_BSN", 21)]
        assert not engine.analyze(TEXT, "nl", score_threshold=0.5)

    def test_allow_lists_and_thresholds_of_presidio_hold(self, engine: AnalyzerEngine) -> None:
        assert not of("NL_BSN", engine.analyze(TEXT, "nl", allow_list=["123456782"], score_threshold=0.5))
        strict = nl_recognizers.NlBsnRecognizer(score_thresholds={"NL_BSN": 0.9999})
        assert not engine_of(strict).analyze(TEXT, "nl")

    def test_another_language_and_entity_name(self) -> None:
        nlp = NoOpNlpEngine([{"lang_code": "en", "model_name": "no_op"}])
        registry = RecognizerRegistry(supported_languages=["en"])
        registry.add_recognizer(nl_recognizers.NlBsnRecognizer(supported_language="en", supported_entity="DUTCH_ID"))
        engine = AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["en"])
        assert [r.entity_type for r in engine.analyze("BSN 123456782", "en")] == ["DUTCH_ID"]


def contained(finding: Finding) -> list[str]:
    return [what.removeprefix("contains: ") for what, _ in finding.evidence if what.startswith("contains: ")]


class TestOnePass:
    @pytest.fixture
    def passes(self, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        seen: list[int] = []
        detect = PatternDetector.detect

        def counted(self: PatternDetector, part: Text, *more: Any) -> Any:
            seen.append(len(part.text))
            return detect(self, part, *more)

        monkeypatch.setattr(PatternDetector, "detect", counted)
        return seen

    def test_serves_all_recognisers(self, engine: AnalyzerEngine, passes: list[int]) -> None:
        engine.analyze("een tekst die nog niet gelezen is", "nl")
        assert len(passes) == 1
        engine.analyze("een andere, met een woord erbij", "nl", context=["bsn"])
        assert len(passes) == 3

    def test_one_with_words_of_its_own_takes_one_more(self, passes: list[int]) -> None:
        own = nl_recognizers.NlBsnRecognizer(context=["werkcode"])
        found = engine_of(own, nl_recognizers.NlIbanRecognizer(), nl_recognizers.NlKvkRecognizer()).analyze(
            "werkcode 123456782", "nl", score_threshold=0.5
        )
        assert [r.entity_type for r in found] == ["NL_BSN"]
        assert len(passes) == 2

    def test_words_that_are_known_already_take_none(self, passes: list[int]) -> None:
        engine_of(nl_recognizers.NlBsnRecognizer(context=["bsn"]), nl_recognizers.NlIbanRecognizer()).analyze("x", "nl")
        assert len(passes) == 1

    def test_keeps_no_text(self, engine: AnalyzerEngine) -> None:
        engine.analyze(TEXT, "nl", context=["bsn"])
        assert "NL_BSN" in repr(vars(ours._passes))
        assert "123456782" not in repr(vars(ours._passes))

    def test_texts_of_the_same_length_in_the_same_place_are_told_apart(self, engine: AnalyzerEngine) -> None:
        for number in range(100, 300):
            text = "".join(["BSN 123456782"] if number % 2 else ["BSN 1234567", "83"])
            assert bool(of("NL_BSN", engine.analyze(text, "nl", score_threshold=0.5))) == bool(number % 2)
            del text

    def test_threads_do_not_disturb_each_other(self, engine: AnalyzerEngine) -> None:
        texts = [f"klant {n}: BSN 123456782" + " en IBAN NL91ABNA0417164300" * (n % 3) for n in range(120)]
        wanted = [engine.analyze(text, "nl", context=["x"] * (n % 2)) for n, text in enumerate(texts)]
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda n: engine.analyze(texts[n], "nl", context=["x"] * (n % 2)), range(len(texts))))
        assert found == wanted


YAML = """
supported_languages: [nl]
default_score_threshold: 0
nlp_configuration:
  nlp_engine_name: no_op
  models: [{lang_code: nl, model_name: no_op}]
recognizer_registry:
  recognizers:
  - name: Werknemer
    class_name: NlBsnRecognizer
    type: predefined
    country_code: nl
    score_thresholds: {default: 0.5}
    supported_languages:
    - language: nl
      context: [medewerkercode]
  - name: NlIbanRecognizer
    type: predefined
  - name: Projectcode
    supported_entity: PROJECT
    supported_languages: [nl]
    patterns: [{name: code, regex: 'XQ-[0-9]{4}', score: 0.8}]
"""


class TestYaml:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        file = tmp_path / "presidio.yaml"
        file.write_text(YAML)
        return file

    def test_an_engine_is_made_of_it(self, file: Path) -> None:
        engine = AnalyzerEngineProvider(file).create_engine()
        text = "medewerkercode 123456782, NL91ABNA0417164300, project XQ-1234"
        results = engine.analyze(text, "nl", return_decision_process=True)
        assert {r.entity_type: text[r.start : r.end] for r in results} == {
            "NL_BSN": "123456782",
            "IBAN_CODE": "NL91ABNA0417164300",
            "PROJECT": "XQ-1234",
        }
        told = of("NL_BSN", results)[0].analysis_explanation
        assert (told.recognizer, told.supportive_context_word) == ("Werknemer", "medewerkercode")
        assert not engine.analyze("123456782", "nl"), "a score below its own threshold"

    def test_the_words_of_the_pack_stay(self, file: Path) -> None:
        engine = AnalyzerEngineProvider(file).create_engine()
        assert of("NL_BSN", engine.analyze("burgerservicenummer 123456782", "nl"))

    def test_a_registry_is_made_of_it(self, file: Path, tmp_path: Path) -> None:
        import yaml

        conf = yaml.safe_load(YAML)["recognizer_registry"] | {"supported_languages": ["nl"]}
        (tmp_path / "registry.yaml").write_text(yaml.safe_dump(conf))
        registry = RecognizerRegistryProvider(tmp_path / "registry.yaml").create_recognizer_registry()
        assert {r.name for r in registry.recognizers} == {"Werknemer", "NlIbanRecognizer", "Projectcode"}
        scanner = piiscan.Scanner(Config.fast(), [PresidioDetector(registry.recognizers)])
        found = {(f.entity, f.value) for f in scanner.scan_text("medewerkercode 123456782, project XQ-1234")}
        assert found == {("NL_BSN", "123456782"), ("PROJECT", "XQ-1234")}

    @pytest.mark.parametrize("first", ["import nl_recognizers", "import presidio_analyzer"])
    def test_importing_the_pack_is_enough_in_whatever_order(self, file: Path, first: str) -> None:
        code = f"""
{first}
import nl_recognizers
from presidio_analyzer import AnalyzerEngineProvider
engine = AnalyzerEngineProvider({str(file)!r}).create_engine()
print([r.entity_type for r in engine.analyze("BSN 123456782", "nl")])
"""
        out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert out.stdout == "['NL_BSN']\n"


class Failing(EntityRecognizer):
    """Raises an error of its own, with text of the file in it."""

    def load(self) -> None:
        pass

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        class TheirError(Exception):
            pass

        raise TheirError(text)


class Careless(EntityRecognizer):
    """Finds what cannot be."""

    def load(self) -> None:
        pass

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        return [RecognizerResult("X", 0, len(text) + 1, 0.9)]


def code(entity: str = "INTERNAL_CODE", score: float = 0.8, **more: Any) -> PatternRecognizer:
    return PatternRecognizer(entity, patterns=[Pattern("code", r"XQ-\d{4}", score)], supported_language="nl", **more)


def scanned(text: str, *recognizers: EntityRecognizer) -> tuple[list[Finding], list[Problem], FileState]:
    data = text.encode()
    scanner = piiscan.Scanner(Config.fast(), [PresidioDetector(recognizers)])
    items = list(scanner.scan(Blob("brief.txt", lambda: io.BytesIO(data), len(data), "brief.txt")))
    state = items[-1]
    assert isinstance(state, FileState)
    return (
        [item for item in items if isinstance(item, Finding)],
        [item for item in items if isinstance(item, Problem)],
        state,
    )


class TestTheirsInOurs:
    def test_work_beside_ours(self) -> None:
        scanner = piiscan.Scanner(Config.fast(), detectors=[PresidioDetector([code()])])
        found = scanner.scan_text("intern XQ-1234, BSN 123456782")
        assert {(f.entity, f.value) for f in found} == {("INTERNAL_CODE", "XQ-1234"), ("NL_BSN", "123456782")}
        assert found[0].score == pytest.approx(0.8)
        assert "presidio: PatternRecognizer" in [what for what, _ in found[0].evidence]

    def test_an_entity_that_is_unknown_here_is_a_value_of_the_last_category(self) -> None:
        finding = piiscan.Scanner(Config.fast(), [PresidioDetector([code()])]).scan_text("XQ-1234")[0]
        assert (finding.category, finding.kind, finding.severity) == ("overig", "value", "medium")

    def test_one_that_bears_a_known_entity_falls_under_its_category(self) -> None:
        finding = piiscan.Scanner(Config.fast(), [PresidioDetector([code("NL_PERSONEELSNUMMER")])]).scan_text("XQ-1234")
        assert finding[0].category == "toegangs- of identificatiegegevens"

    def test_their_own_recognisers_of_any_language_work(self) -> None:
        detector = PresidioDetector([EmailRecognizer(supported_language="en")])
        assert [m.entity for m in detector.detect(Text("mail jan@voorbeeld.nl"))] == ["EMAIL_ADDRESS"]

    def test_only_the_entities_that_are_asked_for(self) -> None:
        both = [code("A"), code("B")]
        assert [m.entity for m in PresidioDetector(both, frozenset({"B"})).detect(Text("XQ-1234"))] == ["B"]

    @pytest.mark.parametrize(
        ("part", "least"),
        [
            (Text("kopie van projectcode XQ-1234"), 0.4),
            (Text("XQ-1234", labels=("projectcode",)), 0.4),
            (Text("XQ-1234"), 0.1),
            (Text("projectcode hierboven\nXQ-1234"), 0.1),
            (Text("subprojectcode XQ-1234"), 0.1),
        ],
    )
    def test_their_context_words_count_without_a_language_model(self, part: Text, least: float) -> None:
        match = next(PresidioDetector([code(score=0.1, context=["projectcode"])]).detect(part))
        assert match.score == pytest.approx(max(least, 0.1 + 0.35) if least > 0.1 else 0.1)
        assert len(match.evidence) == (2 if least > 0.1 else 1)

    def test_their_thresholds_hold(self) -> None:
        strict = code()
        strict.score_thresholds = {"default": 0.9}
        assert not list(PresidioDetector([strict]).detect(Text("XQ-1234")))

    def test_ours_in_theirs_in_ours(self) -> None:
        matches = list(PresidioDetector([nl_recognizers.NlBsnRecognizer()]).detect(Text("BSN 123456782")))
        assert [m.score for m in matches] == [pytest.approx(f.score) for f in piiscan.scan_text("BSN 123456782")]

    def test_names_by_an_nlp_engine(self) -> None:
        nlp = spacy.blank("nl")
        nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Jansen"}])
        engine = SpacyNlpEngine([{"lang_code": "nl", "model_name": "blank"}])
        engine.nlp = {"nl": nlp}
        detector = PresidioDetector([SpacyRecognizer(supported_language="nl")], nlp_engine=engine)
        found = piiscan.Scanner(Config.fast(), [detector]).scan_text("de heer Jansen belde")
        assert [(f.entity, f.value) for f in found] == [("PERSON", "Jansen")]

    def test_one_that_needs_an_engine_is_refused_without(self) -> None:
        with pytest.raises(ConfigError, match="SpacyRecognizer"):
            PresidioDetector([SpacyRecognizer(supported_language="nl")])

    def test_none_at_all_is_refused(self) -> None:
        with pytest.raises(ConfigError):
            PresidioDetector([])

    @pytest.mark.parametrize("bad", [Failing(["X"], name="bad"), Careless(["X"], name="bad")], ids=["raises", "spans"])
    def test_one_that_fails_makes_the_file_partial_and_the_others_are_heard(self, bad: EntityRecognizer) -> None:
        findings, problems, state = scanned("XQ-1234 BSN 123456782", bad, code())
        assert {f.entity for f in findings} == {"INTERNAL_CODE", "NL_BSN"}
        assert state.status is Status.PARTIAL
        assert [problem.status for problem in problems] == [Status.PARTIAL]
        assert "1234" not in str(problems) + str(state)

    def test_one_that_fails_is_named_and_quotes_nothing(self) -> None:
        with pytest.raises(RecognizerFailed, match="presidio:bad") as caught:
            list(PresidioDetector([Failing(["X"], name="bad")]).detect(Text("geheim")))
        assert "geheim" not in str(caught.value)

    def test_a_single_text_is_never_silently_clean(self) -> None:
        scanner = piiscan.Scanner(Config.fast(), [PresidioDetector([Failing(["X"])])])
        with pytest.raises(RecognizerFailed):
            scanner.scan_text("niets")

    def test_a_pattern_that_presidio_skips_for_its_time_makes_the_file_partial(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pattern_recognizer, "REGEX_TIMEOUT_SECONDS", 0.2)
        slow = PatternRecognizer("SLOW", patterns=[Pattern("slow", r"(a|aa)+$", 0.8)], supported_language="nl")
        assert scanned("XQ-1234", slow, code())[2].status is Status.OK
        findings, _, state = scanned("a" * 60 + "b XQ-1234", slow, code())
        assert [f.value for f in findings] == ["XQ-1234"]
        assert state.status is Status.PARTIAL


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
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout == "NL_BSN\nTrue\n"
