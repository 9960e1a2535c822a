"""The speed benchmark measures what it says: its corpora, its patterns, its hostile strings, its sense of growth."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
import re2
import regex

from benchmarks.speed import corpora, engines, growth, prose
from benchmarks.speed.corpora import Corpus
from benchmarks.speed.patterns import PATTERNS, Equivalent, alternation
from benchmarks.speed.pumps import COMMON, Pump, pumps
from piiscan import packs
from piiscan.errors import PiiscanError
from piiscan.recognizer import Recognizer

SIZE = 1 << 20
EVERY = re.compile(alternation().encode())
RECOGNIZERS = packs.load()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Corpus]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prose, "_download", lambda folder: None)  # no network in a test
        return {corpus.name: corpus for corpus in corpora.build(tmp_path_factory.mktemp("corpora"), SIZE)}


def data_of(corpus: Corpus) -> bytes:
    if corpus.skipped:
        pytest.skip(corpus.skipped)
    return corpus.path.read_bytes()


def elfproef(digits: str) -> bool:
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0


def test_four_corpora_of_at_least_the_size(built: dict[str, Corpus]) -> None:
    assert list(built) == ["prose", "csv", "log", "binary"]
    for corpus in built.values():
        assert corpus.skipped or corpus.path.stat().st_size >= SIZE


def test_the_same_every_time(built: dict[str, Corpus], tmp_path: Path) -> None:
    for corpus in corpora.build(tmp_path, SIZE):
        if not corpus.skipped and built[corpus.name].about == corpus.about:
            assert corpus.path.read_bytes() == data_of(built[corpus.name]), corpus.name


def test_a_kept_corpus_is_not_made_again(built: dict[str, Corpus]) -> None:
    before = built["csv"].path.stat().st_mtime_ns
    corpora.build(built["csv"].path.parent, SIZE)
    assert built["csv"].path.stat().st_mtime_ns == before


def test_the_sheet_is_dense_and_its_numbers_are_what_their_columns_say(built: dict[str, Corpus]) -> None:
    data = data_of(built["csv"])
    head, *rows = [line.split(";") for line in data.decode().splitlines()]
    assert {len(row) for row in rows} == {len(head)}
    columns = dict(zip(head, zip(*rows, strict=True), strict=True))
    for name, width in {"ordernummer": 9, "artikel": 8, "dossier": 10, "ean": 13, "transactie": 16}.items():
        assert {len(value) for value in columns[name]} == {width}, name
        assert len(set(columns[name])) > 0.99 * len(rows), name
    share = sum(map(elfproef, columns["ordernummer"])) / len(rows)
    assert 0.07 < share < 0.11  # about one in eleven
    invoices = [int(value) for value in columns["factuurnummer"]]
    assert invoices == list(range(invoices[0], invoices[0] + len(rows)))
    assert all(sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(ean)) % 10 == 0 for ean in columns["ean"])
    hits = sum(1 for _ in EVERY.finditer(data)) / (len(data) / SIZE)
    assert 20_000 < hits < 40_000


def test_the_log_is_in_the_combined_format(built: dict[str, Corpus]) -> None:
    lines = data_of(built["log"]).decode().splitlines()
    form = re.compile(
        r'(\d{1,3}(?:\.\d{1,3}){3}) - - \[\d\d/[A-Z][a-z]{2}/2026:\d\d:\d\d:\d\d \+0100\] "(?:GET|POST) \S+ HTTP/1\.1" '
        r'\d{3} \d+ "[^"]*" "[^"]+"'
    )
    found = [form.fullmatch(line) for line in lines]
    assert all(found)
    assert len({match.group(1) for match in found if match}) > 0.9 * len(lines)
    nines = sum(bool(re.search(r"[/=.]\d{9}\b", line)) for line in lines)
    assert 0.1 < nines / len(lines) < 0.5


def test_prose_is_dutch_with_a_personal_datum_now_and_then(built: dict[str, Corpus]) -> None:
    text = data_of(built["prose"]).decode()
    words = re.findall(r"[a-z]+", text.lower())
    assert sum(word in {"de", "het", "een", "van", "en", "in"} for word in words) > 0.12 * len(words)
    marks = (
        r"burgerservicenummer van|bereikbaar op 06|Overmaken kan|Vragen\? Mail|Zij woont|Het voertuig|Geboortedatum:"
        r"|Zijn wachtwoord|loonheffingsnummer is"
    )
    assert 40 <= len(re.findall(marks, text)) <= 60


def test_what_is_made_up_passes_its_check_and_is_a_hit() -> None:
    chance = random.Random(5)
    sentences = {prose.personal(chance) for _ in range(300)}
    assert all(EVERY.search(sentence.encode()) for sentence in sentences)
    for sentence in sentences:
        if number := re.search(r"(?:nummer .*is) (\d{9})", sentence):
            assert elfproef(number.group(1)), sentence
        if iban := re.search(r"(NL\d\d)(ABNA\d{10})", sentence):
            digits = "".join(str(int(character, 36)) for character in iban.group(2) + iban.group(1))
            assert int(digits) % 97 == 1, sentence


def test_binary_is_binary(built: dict[str, Corpus]) -> None:
    data = data_of(built["binary"])
    assert len(set(data)) == 256
    assert data.count(0) > SIZE / 100
    noise = data[-SIZE // 8 :]
    assert len(zlib.compress(noise)) > 0.99 * len(noise)


def test_a_prefix_ends_with_a_line(built: dict[str, Corpus]) -> None:
    path = corpora.head(built["csv"], 10_000)
    data = path.read_bytes()
    assert 10_000 <= len(data) < 10_500
    assert data.endswith(b"\n")
    assert data_of(built["csv"]).startswith(data)
    assert corpora.head(built["csv"], 2 * SIZE) == built["csv"].path


@pytest.mark.parametrize("name", ["prose", "csv", "log", "binary"])
def test_all_engines_find_the_same_with_the_patterns(built: dict[str, Corpus], name: str, tmp_path: Path) -> None:
    data = data_of(built[name])[: SIZE // 4]
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    expected = [match.span() for match in EVERY.finditer(data)]
    assert [m.span() for m in regex.compile(alternation().encode()).finditer(data)] == expected
    assert [m.span() for m in re2.compile(alternation().encode(), options).finditer(data)] == expected
    if shutil.which("rg"):
        (tmp_path / "data").write_bytes(data)
        assert engines.ripgrep(tmp_path)(tmp_path / "data")[0] == len(expected)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_a_pattern_finds_an_example_of_one_of_its_entities(pattern: Equivalent) -> None:
    examples = [text for r in RECOGNIZERS if r.entity in pattern.entities for text in r.examples]
    assert any(re.search(pattern.regex, text) for text in examples)
    assert not re.search(pattern.regex, "Dit is een zin zonder iets erin, uit 2024 nog wel.")


@pytest.mark.parametrize("recognizer", RECOGNIZERS, ids=lambda recognizer: recognizer.entity)
def test_the_patterns_find_an_example_of_every_recogniser(recognizer: Recognizer) -> None:
    own = [re.compile(pattern.regex) for pattern in PATTERNS if recognizer.entity in pattern.entities]
    assert any(pattern.search(text) for pattern in own for text in recognizer.examples)


def test_every_recogniser_has_a_pattern_and_every_pattern_a_recogniser() -> None:
    covered = {entity for pattern in PATTERNS for entity in pattern.entities}
    assert covered == {recognizer.entity for recognizer in RECOGNIZERS}, (
        "name the entity in benchmarks/speed/patterns.py"
    )


def test_an_engine_that_is_not_there_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(engines.Skipped, match="ripgrep"):
        engines.ripgrep(tmp_path)


@pytest.mark.parametrize("recognizer", RECOGNIZERS, ids=lambda recognizer: recognizer.entity)
def test_every_recogniser_has_pumps_of_its_own(recognizer: Recognizer) -> None:
    own = pumps(recognizer)
    assert len(own) >= 10
    assert len(set(own)) == len(own)
    assert all(len(pump.text(1000)) == 1000 for pump in own)
    words = " ".join(recognizer.context).casefold()
    assert any(pump.unit.casefold().strip(": 1") in words for pump in own if len(pump.unit) > 3)


def test_the_pumps_of_a_pattern_lead_into_its_repeats() -> None:
    email = next(recognizer for recognizer in RECOGNIZERS if recognizer.entity == "EMAIL_ADDRESS")
    starts = {pump.start for pump in pumps(email)}
    assert any("@" in start for start in starts)
    assert {"@", "a@", "::", "<", "0", "1 ", "wachtwoord: "} <= {pump.unit for pump in COMMON}


def test_growth_tells_a_square_from_a_line() -> None:
    def line(text: str) -> int:
        return sum(text.count("ab") for _ in range(40))

    def square(text: str) -> int:
        return sum(text.count("ab", 0, end) for end in range(0, len(text), 64))

    assert growth.measured(line, Pump("", "abc"), "line", 1, least=0.02).ratio <= growth.LIMIT
    assert growth.measured(square, Pump("", "abc"), "square", 1, least=0.005).ratio > 3


def test_a_recogniser_that_gives_up_is_a_breach() -> None:
    def gives_up(text: str) -> int:
        if len(text) > 3000:
            raise PiiscanError("recognizer:X")
        return sum(text.count("ab") for _ in range(40))

    row = growth.measured(gives_up, Pump("", "abc"), "X", 1)
    assert row.ratio > growth.LIMIT
    assert "BREACH" in growth.table([row])
    assert row.record()["ratio"] is None


def test_growth_finds_the_worst_pump_of_a_real_recogniser() -> None:
    row = growth.growth("MAC_ADDRESS", step=40)
    assert row.tried >= 3
    assert row.length >= 512
    assert row.seconds > 0.01
    assert row.entity in growth.table([row])


def test_the_command_explains_itself() -> None:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "benchmarks.speed", "--help"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0
    assert "--quick" in done.stdout
