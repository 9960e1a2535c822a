"""The examples run, and do what they say."""

from __future__ import annotations

import importlib.util
import json
import os
import runpy
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

import nl_recognizers
from piiscan.presidio import class_names

EXAMPLES = Path(__file__).parents[1] / "examples"
NOTES = ["mail jan@voorbeeld.nl", "geen", None, "Order 999989169"]


def is_installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def example(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shown(name: str, capsys: pytest.CaptureFixture[str]) -> str:
    runpy.run_path(str(EXAMPLES / f"{name}.py"), run_name="__main__")
    return capsys.readouterr().out


@pytest.mark.skipif(not is_installed("pandas"), reason="pandas is not installed")
class TestPandas:
    def test_the_name_of_a_column_is_the_caption_of_its_cells(self) -> None:
        import pandas as pd

        columns = example("pandas_column")
        found = columns.entities(pd.Series(["123456782", None, "111222333"], name="bsn", index=[3, 5, 9]))
        assert found.to_dict() == {3: ["NL_BSN"], 5: [], 9: ["NL_BSN"]}
        assert columns.entities(pd.Series(["123456782"], name="aantal")).tolist() == [[]]

    def test_a_column_is_redacted(self) -> None:
        import pandas as pd

        columns = example("pandas_column")
        column = columns.redacted(pd.Series(NOTES, name="opmerking"))
        assert column.tolist() == ["mail [E-MAIL]", "geen", "", "Order 999989169"]
        assert column.name == "opmerking"

    def test_numbers_of_which_one_is_missing_are_found(self) -> None:
        import pandas as pd

        columns = example("pandas_column")
        numbers = pd.Series([123456782, None, 10464554], name="bsn")
        assert numbers.dtype == float
        assert columns.entities(numbers).tolist() == [["NL_BSN"], [], ["NL_BSN"]]
        assert "123456782" not in columns.redacted(numbers).to_string()

    def test_it_runs(self, capsys: pytest.CaptureFixture[str]) -> None:
        out = shown("pandas_column", capsys)
        assert "[E-MAIL]" in out
        assert "123456782" not in out

    def test_frames_of_spark_are_redacted(self) -> None:
        import pandas as pd

        frame = pd.DataFrame(
            {"bsn": ["123456782", None], "opmerking": NOTES[:2], "aantal": [7, 8], "van alles": ["x", 3]}, index=[4, 2]
        )
        for given in (frame, frame.astype(object)):
            clean, again = example("spark_frames").redacted(iter([given, given]))
            assert clean.equals(again)
            assert clean["opmerking"].tolist() == ["mail [E-MAIL]", "geen"]
            assert "123456782" not in clean.to_string()
            assert (clean["aantal"].tolist(), clean["van alles"].tolist()) == ([7, 8], ["x", 3])
            assert (clean.columns.tolist(), clean.index.tolist()) == (given.columns.tolist(), [4, 2])
            assert given["bsn"].tolist()[0] == "123456782"


@pytest.mark.skipif(not is_installed("polars"), reason="polars is not installed")
class TestPolars:
    def test_the_name_of_a_column_is_the_caption_of_its_cells(self) -> None:
        import polars as pl

        columns = example("polars_column")
        assert columns.entities(pl.Series("bsn", [123456782, None])).to_list() == [["NL_BSN"], []]
        assert columns.entities(pl.Series("aantal", [123456782])).to_list() == [[]]

    def test_a_column_is_redacted(self) -> None:
        import polars as pl

        column = example("polars_column").redacted(pl.Series("opmerking", NOTES))
        assert column.to_list() == ["mail [E-MAIL]", "geen", "", "Order 999989169"]

    def test_it_runs(self, capsys: pytest.CaptureFixture[str]) -> None:
        out = shown("polars_column", capsys)
        assert "[E-MAIL]" in out
        assert "123456782" not in out


class TestDuckdb:
    def test_the_function_redacts_under_a_caption(self) -> None:
        redact = example("duckdb_function").redact
        assert [redact("123456782", caption) for caption in ("bsn", "aantal")] == ["[VERWIJDERD]", "123456782"]
        assert redact("mail jan@voorbeeld.nl", "opmerking") == "mail [E-MAIL]"

    @pytest.mark.skipif(not is_installed("duckdb"), reason="duckdb is not installed")
    def test_sql_redacts(self) -> None:
        connection = example("duckdb_function").connect()
        connection.execute("CREATE TABLE klanten(bsn VARCHAR, opmerking VARCHAR)")
        connection.executemany("INSERT INTO klanten VALUES (?, ?)", [("123456782", NOTES[0]), (None, NOTES[3])])
        rows = connection.execute("SELECT redact(bsn, 'bsn'), redact(opmerking, 'opmerking') FROM klanten").fetchall()
        assert rows == [("[VERWIJDERD]", "mail [E-MAIL]"), (None, "Order 999989169")]

    @pytest.mark.skipif(not is_installed("duckdb"), reason="duckdb is not installed")
    def test_it_runs(self, capsys: pytest.CaptureFixture[str]) -> None:
        out = shown("duckdb_function", capsys)
        assert "[E-MAIL]" in out
        assert "123456782" not in out


def test_the_configuration_of_presidio_names_every_recogniser() -> None:
    conf = yaml.safe_load((EXAMPLES / "presidio.yaml").read_text(encoding="utf-8"))
    named = [recognizer["name"] for recognizer in conf["recognizer_registry"]["recognizers"]]
    assert named == list(class_names(nl_recognizers))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server on a free port; it tells its address when it is ready."""
    command = [sys.executable, str(EXAMPLES / "presidio_server.py"), "--port", "0"]
    server = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, "NO_PROXY": "*"}
    )
    assert server.stdout
    with server:
        try:
            address = server.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:")
            yield address
        finally:
            server.kill()


@pytest.mark.skipif(not is_installed("flask"), reason="flask is not installed; the server of Presidio needs it")
class TestPresidiosServer:
    def ask(self, address: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(address + path, data, {"Content-Type": "application/json"})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
            return json.loads(answer.read()) if path != "/health" else answer.read().decode()

    def test_finds_personal_data_in_dutch(self, address: str) -> None:
        text = "De werknemer met BSN 1234.56.782 betaalt van NL91 ABNA 0417 1643 00; order 999989169 is klaar."
        found = self.ask(address, "/analyze", {"text": text, "language": "nl", "score_threshold": 0.5})
        assert {(one["entity_type"], text[one["start"] : one["end"]]) for one in found} == {
            ("NL_BSN", "1234.56.782"),
            ("IBAN_CODE", "NL91 ABNA 0417 1643 00"),
        }
        assert set(found[0]) == {"analysis_explanation", "end", "entity_type", "score", "start"}

    def test_explains_itself_without_quoting(self, address: str) -> None:
        body = {"text": "123456782", "language": "nl", "context": ["bsn"], "return_decision_process": True}
        found = self.ask(address, "/analyze", body)[0]
        assert "elfproef" in found["analysis_explanation"]["textual_explanation"]
        assert "123456782" not in json.dumps(found)

    def test_takes_many_texts(self, address: str) -> None:
        found = self.ask(address, "/analyze", {"text": ["BSN 123456782", "niets"], "language": "nl"})
        assert [[one["entity_type"] for one in results] for results in found] == [["NL_BSN"], []]

    def test_takes_a_recogniser_for_one_request(self, address: str) -> None:
        own = {
            "name": "code",
            "supported_language": "nl",
            "supported_entity": "PROJECT",
            "patterns": [{"name": "code", "regex": "XQ-[0-9]{4}", "score": 0.9}],
        }
        found = self.ask(address, "/analyze", {"text": "XQ-1234", "language": "nl", "ad_hoc_recognizers": [own]})
        assert [one["entity_type"] for one in found] == ["PROJECT"]

    def test_tells_what_it_looks_for(self, address: str) -> None:
        assert self.ask(address, "/health") == "Presidio Analyzer service is up"
        assert "NlBsnRecognizer" in self.ask(address, "/recognizers?language=nl")
        assert "NL_BSN" in self.ask(address, "/supportedentities?language=nl")

    @pytest.mark.parametrize("body", [{}, [], {"text": "BSN 123456782"}, {"text": "BSN 123456782", "language": "de"}])
    def test_a_bad_request_is_told_without_quoting_it(self, address: str, body: Any) -> None:
        with pytest.raises(urllib.error.HTTPError) as caught:
            self.ask(address, "/analyze", body)
        assert caught.value.code == 400
        assert "123456782" not in caught.value.read().decode()
