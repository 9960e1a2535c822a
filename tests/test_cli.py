"""The command line: exit codes, what goes where, and nothing of the data on the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

SECRET = "123456782"


def piiscan(*arguments: object, expect: int | None = None, text: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "piiscan", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, input=text, timeout=110)
    if expect is not None:
        assert done.returncode == expect, (done.returncode, done.stdout[-800:], done.stderr[-800:])
    return done


def records(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "share"
    (folder / "map").mkdir(parents=True)
    (folder / "brief.txt").write_text(f"BSN: {SECRET}\n")
    (folder / "map" / "klant.csv").write_text(f"naam;bsn\nX;{SECRET}\nY;111222333\n")
    return folder


def test_scan_reports_every_finding_and_every_file(share: Path) -> None:
    found = records(piiscan("scan", share, "--format", "jsonl", expect=0))
    assert [r["entity"] for r in found if r["type"] == "finding"] == ["NL_BSN"] * 3
    assert [(str(r["path"])[len(str(share)) + 1 :], r["status"]) for r in found if r["type"] == "file"] == [
        ("brief.txt", "ok"),
        ("map/klant.csv", "ok"),
    ]
    assert found[-1]["type"] == "summary"


def test_no_value_anywhere_unless_asked_for(share: Path) -> None:
    for form in ("text", "jsonl", "html"):
        done = piiscan("scan", share, "--format", form)
        assert SECRET not in done.stdout + done.stderr
    assert SECRET in piiscan("scan", share, "--format", "jsonl", "--show-values").stdout


def test_the_same_scan_gives_the_same_bytes(share: Path) -> None:
    first, second = (piiscan("scan", share, "--format", "jsonl", "--jobs", jobs).stdout for jobs in (1, 2))
    assert first == second


def test_messages_go_to_stderr(share: Path) -> None:
    done = piiscan("scan", share, "--format", "jsonl")
    assert "2 files" in done.stderr
    assert piiscan("scan", share, "--format", "jsonl", "--quiet").stderr == ""


def test_exit_codes(share: Path, tmp_path: Path) -> None:
    piiscan("scan", share, expect=0)
    piiscan("scan", share, "--fail-on", 0.9, expect=1)
    piiscan("scan", tmp_path / "nergens", expect=2)
    piiscan("scan", expect=2)
    piiscan("scan", share, "--entities", "BESTAAT_NIET", expect=2)
    piiscan("scan", share, "--format", "papier", expect=2)
    (tmp_path / "leeg").mkdir()
    piiscan("scan", tmp_path / "leeg", expect=2)
    (share / "kapot.zip").write_bytes(b"PK\x03\x04 kapot")
    piiscan("scan", share, expect=3)
    piiscan("scan", share, "--fail-on", 0.9, expect=3)


def test_a_report_is_written_whole_and_not_over_another(share: Path, tmp_path: Path) -> None:
    report = tmp_path / "r.html"
    done = piiscan("scan", share, "--format", "html", "-o", report, expect=0)
    assert done.stdout == ""
    assert report.read_text().startswith("<!")
    piiscan("scan", share, "--format", "html", "-o", report, expect=2)
    piiscan("scan", share, "--format", "html", "-o", report, "--force", expect=0)


def test_include_exclude_and_sizes(share: Path) -> None:
    def walked(*options: object) -> int:
        return sum(r["type"] == "file" for r in records(piiscan("scan", share, "--format", "jsonl", *options)))

    assert walked("--include", "*.csv") == 1
    assert walked("--exclude", "map") == 1
    assert piiscan("scan", share, "--max-size", 20).returncode == 3


def test_redact_text_from_stdin() -> None:
    assert piiscan("redact", "-", text=f"BSN {SECRET}\n", expect=0).stdout == "BSN [BSN]\n"


def test_redact_a_file_with_a_report(share: Path, tmp_path: Path) -> None:
    report = tmp_path / "r.json"
    done = piiscan(
        "redact", share / "brief.txt", "-o", tmp_path / "b.txt", "--report", report, "--style", "mask", expect=0
    )
    assert (tmp_path / "b.txt").read_text() == "BSN: *******82\n"
    data = json.loads(report.read_text())
    assert (data["status"], data["removed"]) == ("done", {"NL_BSN": 1})
    assert done.stdout == ""
    piiscan("redact", share / "brief.txt", "-o", tmp_path / "b.txt", expect=2)


def test_redact_a_folder_mirrors_it(share: Path, tmp_path: Path) -> None:
    (share / f"BSN {SECRET}.txt").write_text("niets")
    (share / "x.json").write_text('{"bsn": 1}')
    done = piiscan("redact", share, "-o", tmp_path / "schoon", "--report", tmp_path / "r.json", expect=3)
    made = sorted(str(p.relative_to(tmp_path / "schoon")) for p in (tmp_path / "schoon").rglob("*") if p.is_file())
    assert made == ["BSN [BSN].txt", "brief.txt", "map/klant.csv"]
    assert SECRET not in done.stderr + (tmp_path / "r.json").read_text()
    assert {r["status"] for r in json.loads((tmp_path / "r.json").read_text())} == {"done", "refused"}


def test_values_to_cut_come_from_options_and_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Jan woont in Ergenshuizen bij Piet.")
    (tmp_path / "w.txt").write_text("Ergenshuizen\n")
    piiscan(
        "redact",
        tmp_path / "a.txt",
        "-o",
        tmp_path / "b.txt",
        "--values-from",
        tmp_path / "w.txt",
        "--value",
        "Piet",
        expect=0,
    )
    assert (tmp_path / "b.txt").read_text() == "Jan woont in [VERWIJDERD] bij [VERWIJDERD]."


def test_help_and_import_are_fast() -> None:
    def best(*command: str) -> float:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            subprocess.run([sys.executable, *command], check=True, capture_output=True)
            times.append(time.perf_counter() - start)
        return min(times)

    bare = best("-c", "pass")
    # 0.1 s and 0.2 s on a quiet machine; this one may be busy
    assert best("-c", "import piiscan") - bare < 0.1
    assert best("-m", "piiscan", "--help") - bare < 0.3


def test_every_command_and_option_has_a_help_text() -> None:
    import click

    from piiscan.cli import app

    for name, command in app.commands.items():
        assert command.help, name
        for option in command.params:
            if isinstance(option, click.Option) and not isinstance(option.type, click.Choice):
                assert option.help, (name, option.name)


def test_output_that_cannot_be_written_is_an_internal_error_without_a_traceback(share: Path) -> None:
    command = [sys.executable, "-m", "piiscan", "scan", str(share)]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 4
    assert "Traceback" not in done.stderr
    closed = subprocess.run(f"{sys.executable} -m piiscan scan {share} >&- 2>&-", shell=True)
    assert closed.returncode == 0


def test_a_reader_that_goes_away_is_no_error(share: Path) -> None:
    (share / "veel.txt").write_text(f"BSN {SECRET}\n" * 5000)
    script = f"{sys.executable} -m piiscan scan {share} --format jsonl -q | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_a_target_inside_the_source_or_in_a_file_is_refused(share: Path, tmp_path: Path) -> None:
    piiscan("redact", share, "-o", share / "schoon", expect=2)
    assert not (share / "schoon").exists()
    piiscan("redact", share / "brief.txt", "-o", share / "map" / "klant.csv" / "x.txt", expect=2)
    piiscan("redact", "-", "-o", tmp_path / "x.txt", text="a", expect=2)


def test_paths_are_masked_and_escaped_wherever_they_are_shown(tmp_path: Path) -> None:
    source = tmp_path / f"caf\udce9 {SECRET}\x1b[31m.txt"
    source.write_text(f"BSN: {SECRET}\n")
    target = tmp_path / "uit" / f"x {SECRET}\x1b[31m.txt"
    for done in (piiscan("scan", source, "--format", "jsonl"), piiscan("scan", source)):
        assert SECRET not in done.stdout + done.stderr
        assert "\x1b" not in done.stdout + done.stderr
    done = piiscan("redact", source, "-o", target, expect=0)
    assert "\x1b" not in done.stderr


def test_an_empty_file_has_an_empty_copy(tmp_path: Path) -> None:
    (tmp_path / "leeg.txt").touch()
    piiscan("redact", tmp_path / "leeg.txt", "-o", tmp_path / "kopie.txt", expect=0)
    assert (tmp_path / "kopie.txt").read_bytes() == b""


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "sleutel" / "key"


class TestConfiguration:
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("min_scoer = 1", "min_scoer: unknown key"),
            ("[[patterns]]\nentity = 'X'\nregex = 'a*'", "patterns[1].regex: the pattern matches the empty string"),
            (
                "[[patterns]]\nentity = 'X'\nregex = 'ab'\nexamples = ['cd']",
                "patterns[1].examples[1]: X is not found in it",
            ),
            ("packs = ['nergens']", "packs: no recogniser pack is called nergens"),
            ("entities = []", "entities: is empty"),
        ],
    )
    def test_what_is_wrong_stops_every_command_before_it_starts(
        self, share: Path, tmp_path: Path, text: str, told: str
    ) -> None:
        (tmp_path / "c.toml").write_text(text)
        for command in (
            ("scan", share, "--format", "jsonl"),
            ("redact", share / "brief.txt", "-o", tmp_path / "b.txt"),
            ("explain", "BSN 123456782"),
        ):
            done = piiscan(*command, "--config", tmp_path / "c.toml", expect=2)
            assert told in done.stderr
            assert done.stdout == ""
        assert not (tmp_path / "b.txt").exists()

    def test_the_example_works(self, share: Path) -> None:
        example = Path(__file__).parents[1] / "examples" / "piiscan.toml"
        (share / "eigen.txt").write_text("Medewerker VB-10342, NL86INGB0002445588, Patiëntnummer 12.345.672\n")
        found = records(piiscan("scan", share / "eigen.txt", "--format", "jsonl", "--config", example, expect=0))
        assert [(r["entity"], r["category"]) for r in found if r["type"] == "finding"] == [
            ("NL_PERSONEELSNUMMER", "toegangs- of identificatiegegevens"),
            ("PATIENTNUMMER", "bijzondere en strafrechtelijke gegevens"),
        ]

    def test_no_entity_is_left_to_look_for(self, share: Path) -> None:
        assert "entities: is empty" in piiscan("scan", share, "--entities", "", expect=2).stderr
        assert (
            "looks for PERSON" in piiscan("scan", share, "--entities", "PERSON", "--profile", "fast", expect=2).stderr
        )


class TestBaseline:
    def reviewed(self, share: Path, key: Path, tmp_path: Path, *options: object) -> Path:
        done = piiscan("scan", share, "--format", "jsonl", "--key", key, expect=0)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        first = next(line for line in lines if line["type"] == "finding")
        first["review"] = "rejected"
        (tmp_path / "found.jsonl").write_text("\n".join(map(json.dumps, lines)))
        target = tmp_path / "baseline.jsonl"
        piiscan("baseline", tmp_path / "found.jsonl", "-o", target, "--key", key, *options, expect=0)
        return target

    def test_what_a_review_rejected_is_left_out_and_counted(self, share: Path, key: Path, tmp_path: Path) -> None:
        baseline = self.reviewed(share, key, tmp_path)
        found = records(piiscan("scan", share, "--format", "jsonl", "--key", key, "--baseline", baseline, expect=0))
        assert [r["path"].rpartition("/")[2] for r in found if r["type"] == "finding"] == ["klant.csv"]
        assert [r["findings"] for r in found if r["type"] == "file"] == [0, 1]
        assert (found[-1]["findings"], found[-1]["baseline"]) == (1, 2)
        whole = records(piiscan("scan", share, "--format", "jsonl", "--key", key, expect=0))
        assert (whole[-1]["findings"], "baseline" in whole[-1]) == (3, False)
        assert SECRET not in baseline.read_text()

    def test_in_one_file_only(self, share: Path, key: Path, tmp_path: Path) -> None:
        baseline = self.reviewed(share, key, tmp_path, "--per-file")
        found = records(piiscan("scan", share, "--format", "jsonl", "--key", key, "--baseline", baseline, expect=0))
        assert (found[-1]["findings"], found[-1]["baseline"]) == (2, 1)

    def test_a_rejected_finding_fails_nothing(self, share: Path, key: Path, tmp_path: Path) -> None:
        baseline = self.reviewed(share, key, tmp_path)
        options = ("--fail-on", 0.9, "--key", key, "--baseline", baseline)
        piiscan("scan", share / "brief.txt", *options, expect=0)
        piiscan("scan", share, *options, expect=1)

    def test_another_key_or_damage_is_an_error(self, share: Path, key: Path, tmp_path: Path) -> None:
        baseline = self.reviewed(share, key, tmp_path)
        done = piiscan("scan", share, "--baseline", baseline, "--key", tmp_path / "andere", expect=2)
        assert "another key" in done.stderr
        baseline.write_text(baseline.read_text()[:-9])
        assert "damaged" in piiscan("scan", share, "--baseline", baseline, "--key", key, expect=2).stderr
        piiscan("scan", share, "--baseline", tmp_path / "nergens", "--key", key, expect=2)

    def test_grows_and_is_not_overwritten(self, share: Path, key: Path, tmp_path: Path) -> None:
        baseline = self.reviewed(share, key, tmp_path)
        report = tmp_path / "found.jsonl"
        piiscan("baseline", report, "-o", baseline, "--key", key, expect=2)
        done = piiscan("baseline", report, "-o", tmp_path / "b2", "--add-to", baseline, "--key", key, expect=0)
        assert done.stdout == ""
        assert (tmp_path / "b2").read_text() == baseline.read_text()

    def test_a_redaction_knows_none(self, share: Path, tmp_path: Path) -> None:
        piiscan("redact", share / "brief.txt", "-o", tmp_path / "x", "--baseline", tmp_path / "y", expect=2)


class TestExplain:
    def test_masks_values_unless_asked(self) -> None:
        done = piiscan("explain", f"BSN {SECRET}", expect=0)
        assert "NL_BSN, burgerservicenummer: gemeld" in done.stdout
        assert "de elfproef klopt: 1 op de 11 willekeurige nummers haalt die" in done.stdout
        assert SECRET not in done.stdout + done.stderr
        assert SECRET in piiscan("explain", "BSN", SECRET, "--show-values", expect=0).stdout

    def test_json_for_programs(self) -> None:
        done = piiscan("explain", "-", "--format", "json", "--lang", "en", text=f"order {SECRET}\n", expect=0)
        told = json.loads(done.stdout)
        (place,) = told["records"]
        assert (told["lang"], place["verdict"], place["line"], place["character"]) == ("en", "dropped", 1, 7)
        assert place["readings"][0]["evidence"][0].keys() == {"what", "weight", "probability", "words"}
        assert SECRET not in done.stdout

    def test_no_colours_in_a_file(self) -> None:
        assert "\x1b" not in piiscan("explain", f"BSN {SECRET}").stdout

    def test_a_file_by_its_format(self, share: Path) -> None:
        done = piiscan(
            "explain", "--file", share / "map" / "klant.csv", "--lang", "en", "--entities", "NL_BSN", expect=0
        )
        assert done.stdout.count("NL_BSN, burgerservicenummer: reported") == 2
        assert "row=3;column=2" in done.stdout
        piiscan("explain", "--file", share / "nergens", expect=2)

    def test_usage(self, share: Path) -> None:
        piiscan("explain", expect=2)
        piiscan("explain", "tekst", "--file", share / "brief.txt", expect=2)
        piiscan("explain", "tekst", "--lang", "fr", expect=2)
        piiscan("explain", "tekst", "--min-score", 2, expect=2)

    def test_the_threshold_can_be_set(self) -> None:
        done = piiscan("explain", f"order {SECRET}", "--min-score", 0.0001, expect=0)
        assert "NL_BSN, burgerservicenummer: gemeld" in done.stdout

    def test_says_what_the_baseline_hides(self, share: Path, key: Path, tmp_path: Path) -> None:
        baseline = TestBaseline().reviewed(share, key, tmp_path)
        done = piiscan("explain", f"BSN {SECRET}", "--baseline", baseline, "--key", key, expect=0)
        assert "eerder beoordeeld en afgewezen" in done.stdout

    def test_is_silent_about_a_reader_that_goes_away(self) -> None:
        script = f"{sys.executable} -m piiscan explain 'bsn {SECRET}' | head -1; exit ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
        assert done.returncode == 0
        assert "Traceback" not in done.stderr

    def test_a_terminal_without_the_letters_is_no_error(self) -> None:
        command = [sys.executable, "-X", "utf8=0", "-m", "piiscan", "explain", f"BSN {SECRET}"]
        done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"})
        assert done.returncode == 0
        assert b"NL_BSN" in done.stdout
