"""Explanations: they say what the scan does, leave nothing out, and have words for everything in both languages."""

from __future__ import annotations

import ast
import itertools
import json
import math
import random
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import piiscan
from piiscan import packs
from piiscan.baseline import Baseline
from piiscan.config import Allow, Config, OwnPattern, Threshold
from piiscan.errors import ConfigError, SourceError
from piiscan.explain import Explanation, explain
from piiscan.explain.explainer import Explainer
from piiscan.explain.file import explain_file
from piiscan.explain.tokens import tokens
from piiscan.explain.words import addend, is_known, percent
from piiscan.model import Text
from piiscan.own import CHECKS
from piiscan.report.record import fingerprint

ROOT = Path(__file__).parents[1]
FAST = Config.fast()
EXPLAINER = Explainer(FAST)
KEY = b"k" * 32


def only(told: Explanation, entity: str):
    (reading,) = [reading for place in told.places for reading in place.readings if reading.entity == entity]
    return reading


def said(text: str, entity: str, lang: str = "nl", **options) -> tuple[str, str, str]:
    told = explain(text, lang=lang, **options)
    (found,) = [r for record in told.records() for r in record["readings"] if r["entity"] == entity]
    return found["verdict"], found["reason"], found["why"]


def declared() -> Iterator[str]:
    """Every name of evidence that stands in the source of the packs and of the engine."""
    for path in sorted((ROOT / "nl_recognizers").glob("*.py")):
        for function in ast.walk(ast.parse(path.read_text())):
            for node in ast.walk(function) if isinstance(function, ast.FunctionDef) else ():
                if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[0], ast.Constant):
                    name, weight = node.elts
                    counts = isinstance(weight, ast.Constant) and type(weight.value) is float
                    if isinstance(name.value, str) and (
                        counts or isinstance(weight, (ast.UnaryOp, ast.BinOp, ast.IfExp))
                    ):
                        yield name.value
    for path in sorted((ROOT / "src" / "piiscan").rglob("*.py")):
        tree = ast.parse(path.read_text())
        names = {
            target.id: node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Evidence" and node.args:
                yield from shown(node.args[0], names)
    yield from (recognizer.check_name for recognizer in packs.load() if recognizer.check_name)
    yield from (check.name for check in CHECKS.values())


def shown(node: ast.expr, names: dict[str, object]) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.Name) and node.id in names:
        yield str(names[node.id])
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "3" for part in node.values)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from shown(value, names)


def test_every_evidence_that_can_be_produced_has_words_in_both_languages() -> None:
    names = set(declared())
    assert {
        "rsin prefix",
        "part of a longer number",
        "elfproef",
        "label: 3",
        "amount",
        "no Dutch bank",
    } <= names
    assert len(names) > 60
    assert not {name for name in names if not is_known(name)}
    for name in names:
        assert addend(name, 2.4, "nl") != addend(name, 2.4, "en"), name


def test_what_is_unknown_gets_a_sensible_sentence() -> None:
    assert addend("phase of the moon", 1.0, "nl") == "aanwijzing “phase of the moon”"
    assert addend("phase of the moon", 1.0, "en") == "evidence “phase of the moon”"


VECTORS = [json.loads(line) for line in (ROOT / "tests" / "recognizers" / "vectors.jsonl").read_text().splitlines()]
TEXTS = [
    *(text for recognizer in packs.load() for text in (*recognizer.examples, *recognizer.counterexamples)),
    *(row["text"] for row in VECTORS),
]


def agree(text: str) -> None:
    """What the explanation calls reported is what the scan reports, and whatever looks like something has its line."""
    places = list(EXPLAINER.places(Text(text)))
    told = {(r.entity, r.span.start, r.span.end) for p in places for r in p.readings if r.verdict == "reported"}
    assert told == {(f.entity, f.start, f.end) for f in piiscan.scan_text(text, config=FAST)}
    spans = [place.span for place in places]
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    for match in re.finditer(r"[0-9]{5,}|\S+@\S+|\b[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}\b", text):
        assert any(span.start < match.end() and match.start() < span.end for span in spans), match.group()
    for record in Explanation(tuple(places), "nl").records():
        assert record["readings"] or record["why"]
        for reading in record["readings"]:
            assert (reading["verdict"] == "reported") == (not reading["why"])
            assert is_known_to_add_up(reading)


def is_known_to_add_up(reading: dict) -> bool:
    if reading["score"] is None:
        return not reading["evidence"]
    total = sum(entry["weight"] for entry in reading["evidence"])
    assert all(entry["words"] and "“prior”" not in entry["words"] for entry in reading["evidence"])
    return math.isclose(reading["evidence"][-1]["probability"], reading["score"], abs_tol=1e-3) and math.isclose(
        1 / (1 + math.exp(-total)), reading["score"], abs_tol=1e-2
    )


def test_says_what_the_scan_does_on_every_example_and_vector() -> None:
    for text in TEXTS:
        agree(text)


PIECES = [
    "BSN ", "bsn: ", "KvK-nummer ", "order ", "factuur ", "tel. ", "geboren ", "rekening ", "kenteken ", "wachtwoord: ",
    "123456782", "1234.56.782", "999990019", "12345678", "802535860", "NL91ABNA0417164300", "NL92ABNA0417164300",
    "NL123456782B01", "123456782L01", "06-12345678", "+31 20 1234567", "12-03-1980", "31 februari 1980", "GT-500-X",
    "12-AB-34", "1234 AB", "info@voorbeeld.nl", "jan@", "@jan", "€ ", ",00", "-", ".", "/", "A", "_", "%", "\n", "; ",
    "https://a.nl/", "12345", "\u200b", "\u00ad", "１２３４５６７８２", "é", "😀", "\t",
]  # fmt: skip


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=12))
def test_says_what_the_scan_does_on_anything(pieces: list[str]) -> None:
    agree("".join(pieces))


@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_tokens_stand_apart_and_in_order(text: str) -> None:
    found = tokens(text)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    for match in re.finditer(r"[0-9]{5,}", text, re.ASCII):
        assert any(token.start < match.end() and match.start() < token.end for token in found)


class TestReasons:
    def test_reported(self) -> None:
        assert said("BSN 123456782", "NL_BSN") == ("reported", "", "")

    def test_below_the_threshold_by_how_much_and_what_would_help(self) -> None:
        verdict, reason, why = said("het nummer 123456782 staat er", "NL_BSN")
        score = only(explain("het nummer 123456782 staat er"), "NL_BSN").score
        assert (verdict, reason) == ("dropped", "threshold")
        assert f"{percent(score, 'nl')} ligt " in why
        assert "procentpunt onder de drempel van 50,0%" in why
        assert "met “bsn” er vlak voor zou het 99," in why

    def test_what_would_help_does_help(self) -> None:
        for text in ("het nummer 123456782 staat er", "order 999990019", "12-AB-34", "in 1234567 en 4171.64.300"):
            for place in explain(text).places:
                for reading in place.readings:
                    if reading.with_label is not None:
                        again = explain(f"{reading.label}: {reading.value}")
                        assert only(again, reading.entity).score == pytest.approx(reading.with_label, abs=0.02)

    def test_another_label_is_nearer(self) -> None:
        verdict, reason, why = said("Bestelnummer 999989169", "NL_BSN")
        assert (verdict, reason) == ("dropped", "threshold")
        assert "het meest telt ertegen: een label van iets anders staat dichterbij: “bestelnummer”" in why
        verdict, reason, why = said("bsn 12345678", "NL_KVK")
        assert (verdict, reason, why) == ("dropped", "other label", "het label ervoor is van iets anders: “bsn”")

    def test_only_in_a_redaction(self) -> None:
        config = Config.fast(thresholds=(Threshold("NL_BSN", 1.0, 0.5),))
        verdict, reason, why = said("bsn 123456782", "NL_BSN", config=config)
        assert (verdict, reason) == ("redaction", "threshold")
        assert "in een geschoonde kopie valt het wel weg" in why

    @pytest.mark.parametrize(
        ("text", "entity", "why"),
        [
            ("BSN 123456789", "NL_BSN", "de elfproef klopt niet"),
            ("NL92ABNA0417164300", "IBAN_CODE", "mod 97 klopt niet"),
            ("4111111111111112", "CREDIT_CARD", "de Luhn-proef klopt niet, of geen kaart begint zo"),
            ("NL123456789B56", "NL_BTW", "noch de elfproef noch mod 97 klopt"),
            ("31-02-1980", "DATE_OF_BIRTH", "zo geschreven, maar volgens de regels ervan niet geldig"),
        ],
    )
    def test_fails_its_check(self, text: str, entity: str, why: str) -> None:
        assert said(text, entity) == ("dropped", "check", why)

    def test_lacks_the_label_it_needs(self) -> None:
        assert said("zie 12345678", "NL_KVK") == (
            "dropped", "label", "telt alleen met een label ervoor, en dat staat er niet (zoals “kvk”)",
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("text", "nl", "en"),
        [
            ("A123456782", "er staat een letter direct voor", "a letter stands right before it"),
            ("123456782X", "er staat een letter direct achter", "a letter stands right behind it"),
            ("x123456782_", "er staat een letter direct voor en een laag streepje direct achter",
             "a letter stands right before it and an underscore right behind it"),
            ("123456782%", "er staat een procentteken direct achter", "a percent sign stands right behind it"),
        ],
    )  # fmt: skip
    def test_touches_other_characters(self, text: str, nl: str, en: str) -> None:
        assert said(text, "NL_BSN") == ("dropped", "borders", nl)
        assert said(text, "NL_BSN", "en") == ("dropped", "borders", en)

    def test_is_a_digit_short_or_has_one_too_many(self) -> None:
        assert said("nr 1234567", "NL_BSN")[2] == "heeft 7 cijfers; dit soort nummer heeft er 8 of 9"
        assert said("nr 1234567890", "NL_BSN", "en")[2] == "has 10 digits; such a number has 8 or 9"

    def test_lost_to_an_overlapping_reading(self) -> None:
        own = (OwnPattern("NUMMER", "[0-9]{9}"), OwnPattern("ZAAK", "ZK-[0-9]{9}"))
        told = explain("zie ZK-123456782", config=Config.fast(patterns=own))
        assert only(told, "ZAAK").verdict == "reported"
        lost = only(told, "NUMMER")
        assert (lost.verdict, lost.reason, lost.about) == ("dropped", "overlap", ("ZAAK",))
        assert said("zie ZK-123456782", "NUMMER", config=Config.fast(patterns=own))[2] == (
            "de lezing als ZAAK op deze plek gaat voor"
        )

    def test_stands_on_an_allow_list(self) -> None:
        text = "NL86INGB0002445588"
        allow = Allow(values=frozenset({("IBAN_CODE", "NL86 INGB 0002 4455 88")}))
        verdict, reason, why = said(text, "IBAN_CODE", config=Config.fast(allow=allow))
        assert (verdict, reason) == ("redaction", "allowed")
        assert why == "staat op de lijst van toegestane waarden; in een geschoonde kopie valt het wel weg"
        allow = Allow(values=allow.values, redact=True)
        assert said(text, "IBAN_CODE", "en", config=Config.fast(allow=allow)) == (
            "dropped", "allowed", "stands on the list of allowed values",
        )  # fmt: skip

    def test_stands_in_the_baseline(self) -> None:
        baseline = Baseline(frozenset({("NL_BSN", fingerprint("1234.56.782", KEY), "")}))
        verdict, reason, why = said("bsn 123456782", "NL_BSN", baseline=baseline, key=KEY)
        assert (verdict, reason) == ("redaction", "baseline")
        assert why.startswith("eerder beoordeeld en afgewezen")
        assert said("bsn 111222333", "NL_BSN", baseline=baseline, key=KEY)[0] == "reported"

    def test_nobody_looks_for_it(self) -> None:
        config = Config.fast(entities=frozenset({"NL_BSN"}))
        assert said("06-12345678", "PHONE_NUMBER", config=config) == (
            "dropped",
            "unsought",
            "hier wordt niet naar gezocht",
        )

    def test_is_a_test_number(self) -> None:
        words = [entry["words"] for r in explain("bsn 123456782").records() for entry in r["readings"][0]["evidence"]]
        assert "uit een reeks voor tests en voorbeelden" in words

    def test_is_written_in_no_form(self) -> None:
        (place,) = explain("jan@localhost").places
        assert (place.kind, place.verdict, place.readings) == ("address", "dropped", ())
        assert (
            explain("jan@localhost", lang="en").records()[0]["why"].startswith("written in no form that is looked for")
        )

    def test_its_column_says_no(self, tmp_path: Path) -> None:
        numbers = random.Random(5)
        rows = [f"P{n};{numbers.randrange(10**8, 10**9)}" for n in range(60)]
        path = tmp_path / "klanten.csv"
        path.write_text("naam;ref\n" + "\n".join(rows) + "\n")
        found = [
            r
            for record in explain_file(path, FAST)
            for r in record["readings"]
            if r["entity"] == "NL_BSN" and r["score"]
        ]
        assert found
        assert all(r["verdict"] == "dropped" and re.search(r"de kolom: \d+ van de 60 nummers", r["why"]) for r in found)


class TestText:
    TEXT = "Beste,\nuw bsn 123456782, order 999990019.\n\nTel. 06-12345678 of jan@localhost"

    def test_no_value_is_shown_unless_asked_for(self) -> None:
        told = explain(self.TEXT)
        for shown in (str(told), repr(told), json.dumps(told.records()), repr(told.places)):
            for secret in ("123456782", "999990019", "06-12345678", "localhost", "12345678"):
                assert secret not in shown
        assert {record["value"] for record in told.records(show_values=True)} == {
            "123456782", "999990019", "06-12345678", "jan@localhost",
        }  # fmt: skip

    def test_lines_and_characters_count_from_one(self) -> None:
        places = [(r["line"], r["character"], r["start"]) for r in explain(self.TEXT).records()]
        assert places == [(2, 8, 14), (2, 25, 31), (4, 6, 48), (4, 21, 63)]

    @pytest.mark.parametrize("lang", ["nl", "en"])
    def test_fits_eighty_columns(self, lang: str) -> None:
        told = str(explain(self.TEXT, lang=lang))
        assert max(map(len, told.splitlines())) <= 80
        assert "\x1b" not in told
        assert "NL_BSN" in told

    @pytest.mark.parametrize("text", ["", "niets", "Hallo wereld, tot 12 uur!", "1234"])
    def test_a_text_that_lacks_anything_says_so(self, text: str) -> None:
        assert explain(text).places == ()
        assert str(explain(text)).startswith("Niets in deze tekst lijkt op een gegeven")
        assert str(explain(text, lang="en")).startswith("Nothing in this text looks like anything")

    def test_the_label_that_it_stands_under_counts(self) -> None:
        assert only(explain("123456782", label="BSN"), "NL_BSN").verdict == "reported"

    def test_another_language_is_an_error(self) -> None:
        with pytest.raises(ConfigError, match="lang"):
            explain("x", lang="fr")

    def test_an_own_pattern_is_explained_with_its_category(self) -> None:
        own = OwnPattern("PATIENT", digits=(8,), check="elfproef", context=("patient",), category="naam")
        (place,) = explain("patient 12345672", config=Config.fast(patterns=(own,))).records()
        reading = place["readings"][0]
        assert (reading["entity"], reading["category"], reading["verdict"]) == ("PATIENT", "naam", "reported")
        assert [entry["words"] for entry in reading["evidence"]][1].startswith("de elfproef klopt: 1 op de 11")


class TestFile:
    def test_is_read_by_its_format(self, tmp_path: Path) -> None:
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("klant.csv", "naam;bsn\nX;123456782\n")
        (record,) = explain_file(path, FAST, lang="en")
        assert record["at"] == "klant.csv!/row=2;column=2"
        assert (record["verdict"], record["readings"][0]["entity"]) == ("reported", "NL_BSN")
        assert "123456782" not in json.dumps(record)

    def test_places_hide_what_is_recognised_in_them(self, tmp_path: Path) -> None:
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("BSN 123456782.txt", "kenteken 12-AB-34\n")
        assert "123456782" not in json.dumps(explain_file(path, FAST))
        assert "123456782" in json.dumps(explain_file(path, FAST, show_values=True))

    def test_what_cannot_be_read_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError):
            explain_file(tmp_path / "nergens", FAST)
        (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 kapot")
        with pytest.raises(piiscan.PiiscanError):
            explain_file(tmp_path / "x.zip", FAST)

    def test_more_than_anybody_reads_is_counted(self, tmp_path: Path) -> None:
        (tmp_path / "veel.txt").write_text("".join(f"a{n:05}@voorbeeld.nl\n" for n in range(1200)))
        records = explain_file(tmp_path / "veel.txt", FAST)
        assert (len(records), records[-1]) == (1001, {"type": "omitted", "count": 200})
