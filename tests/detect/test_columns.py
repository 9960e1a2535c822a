"""A column decides: one in eleven means that it holds no BSN, nearly all means that it does, head or no head."""

from __future__ import annotations

import io
import random
from collections import Counter

import pytest

import piiscan
from piiscan.checksums import BSN_WEIGHTS, weighted_sum
from piiscan.detect.columns import log_odds, share_real
from piiscan.model import Blob, FileState
from piiscan.scan import Scanner

FAST = piiscan.Config.fast()


def bsn(generator: random.Random) -> str:
    while True:
        number = f"9999{generator.randrange(10**5):05}"
        if weighted_sum(number, BSN_WEIGHTS) % 11 == 0:
            return number


def any_number(generator: random.Random) -> str:
    return str(generator.randrange(100_000_000, 1_000_000_000))


def found(text: str) -> Counter[str]:
    items = list(piiscan.scan(text.encode(), config=FAST))
    assert all(isinstance(item, piiscan.Finding) for item in items)
    return Counter(item.entity for item in items if isinstance(item, piiscan.Finding))


GENERATOR = random.Random(11)
N = 400
BSNS = [bsn(GENERATOR) for _ in range(N)]
NUMBERS = [any_number(GENERATOR) for _ in range(N)]
SMALL = [str(GENERATOR.randrange(10_000)) for _ in range(N)]

WITH_BSN = {
    "csv": "".join(f"{a};{b};{c}\n" for a, b, c in zip(SMALL, BSNS, NUMBERS, strict=True)),
    "csv, quoted": "".join(f'"{a}","{b}","x, y"\n' for a, b in zip(SMALL, BSNS, strict=True)),
    "tsv": "".join(f"{a}\t{b}\n" for a, b in zip(SMALL, BSNS, strict=True)),
    "one a line": "".join(f"{b}\n" for b in BSNS),
    "fixed width": "".join(f"{a:<12}{b} {c}\n" for a, b, c in zip(SMALL, BSNS, NUMBERS, strict=True)),
    "log": "".join(f"2026-11-22T10:00:{i % 60:02} INFO client={b} ok\n" for i, b in enumerate(BSNS)),
    "json lines": "".join(f'{{"x": {c}, "nr": "{b}"}}\n' for b, c in zip(BSNS, NUMBERS, strict=True)),
    "json": "[" + ",".join(f'{{"x": {c}, "nr": "{b}"}}' for b, c in zip(BSNS, NUMBERS, strict=True)) + "]",
}


@pytest.mark.parametrize("name", WITH_BSN)
def test_a_column_of_bsns_is_found_whole_without_a_head(name: str) -> None:
    assert found(WITH_BSN[name]) == {"NL_BSN": N}


WITHOUT = {
    "csv": "".join(f"{a};{c}\n" for a, c in zip(SMALL, NUMBERS, strict=True)),
    "csv with a head": "klant;order\n" + "".join(f"{a};{c}\n" for a, c in zip(SMALL, NUMBERS, strict=True)),
    "one a line": "".join(f"{c}\n" for c in NUMBERS),
    "fixed width": "".join(f"{a:<12}{c} {c[::-1]}\n" for a, c in zip(SMALL, NUMBERS, strict=True)),
    "log": "".join(f"2026-11-22T10:00:{i % 60:02} INFO order={c} ok\n" for i, c in enumerate(NUMBERS)),
    "json lines": "".join(f'{{"x": {c}}}\n' for c in NUMBERS),
    "serial": "".join(f"{n}\n" for n in range(202_400_001, 202_400_401)),
    "serial with a head": "factuur;x\n" + "".join(f"{n};a\n" for n in range(202_400_001, 202_400_401)),
    "access log": "".join(
        f'- - - [22/Nov/2026:10:00:{i % 60:02} +0100] "GET /order/{c}?page={a} HTTP/1.1" 200 {a}\n'
        for i, (a, c) in enumerate(zip(SMALL, NUMBERS, strict=True))
    ),
}


@pytest.mark.parametrize("name", WITHOUT)
def test_random_and_serial_numbers_give_nothing(name: str) -> None:
    assert found(WITHOUT[name]) == {}


def test_a_head_does_not_make_random_numbers_real() -> None:
    assert found("naam;bsn\n" + "".join(f"jan;{c}\n" for c in NUMBERS)) == {}
    assert found("naam;bsn\n" + "".join(f"jan;{b}\n" for b in BSNS)) == {"NL_BSN": N}


def test_in_a_mixed_column_those_that_pass_are_found() -> None:
    mixed = [b if i % 2 else c for i, (b, c) in enumerate(zip(BSNS, NUMBERS, strict=True))]
    count = found("".join(f"{a};{m}\n" for a, m in zip(SMALL, mixed, strict=True)))["NL_BSN"]
    assert N / 2 <= count <= N / 2 + N / 8


def test_tables_in_running_text_have_heads_too() -> None:
    letter = (
        "Beste,\n\nHierbij de lijst:\n\nnaam;geboren;geslacht\nLubbers;01-04-1987;m\nSahin;17-12-1989;v\n\nGroet, J."
    )
    assert Counter(f.entity for f in piiscan.scan_text(letter)) == {"DATE_OF_BIRTH": 2, "GENDER": 2}
    rows = [("Naam", "Geboortedatum", "Dienst"), ("Lubbers", "01-04-1987", "01-02-2010"), ("Sahin", "17-12-1989", "-")]
    aligned = "".join(f"{name:<12}{born:<16}{start}\n" for name, born, start in rows)
    assert [f.value for f in piiscan.scan_text(aligned)] == ["01-04-1987", "17-12-1989"]


def test_the_fields_of_a_form_are_no_table() -> None:
    form = "Naam           Jansen\nGeb. datum     09-12-1941\nBSN            999915447\nGeslacht       V\n"
    assert Counter(f.entity for f in piiscan.scan_text(form)) == {"DATE_OF_BIRTH": 1, "NL_BSN": 1, "GENDER": 1}
    form = form.replace("Naam           Jansen", "BSN            123456782")
    assert Counter(f.entity for f in piiscan.scan_text(form)) == {"DATE_OF_BIRTH": 1, "NL_BSN": 2, "GENDER": 1}


def test_few_numbers_say_little_and_many_say_all() -> None:
    chance = 1 / 11
    assert log_odds(2, 2, chance, -4.6, 2.4) == 0.0
    assert share_real(3, 3, chance, -4.6) > 0.5
    assert share_real(20, 2, chance, -4.6) < 0.01
    assert share_real(100, 9, chance, 3.4) < 0.5
    assert share_real(1000, 1000, chance, -4.6) > 0.99


def test_beyond_the_cap_findings_are_counted() -> None:
    config = piiscan.Config.fast(limits=piiscan.Limits(per_entity=50))
    data = WITH_BSN["csv"].encode()
    *findings, state = Scanner(config).scan(Blob("x.csv", lambda: io.BytesIO(data), len(data)))
    assert len(findings) == 50
    assert isinstance(state, FileState)
    assert state.beyond == {"NL_BSN": N - 50}


@pytest.mark.parametrize(
    "table",
    [
        "Artikelcode;Omschrijving;Aantal\n{0};lamp;12\n{1};moer;4\n{2};bout;8\n",
        "Locatie    Artikel    Aantal\n{0}     lamp       12\n{1}     moer       4\n{2}     bout       8\n",
    ],
    ids=["delimited", "aligned"],
)
def test_a_table_whose_heads_are_nobodys_labels_is_one_too(table: str) -> None:
    text = "Zie de lijst.\n\n" + table.format("12-AB-34", "34-CD-56", "56-GH-78") + "\nTot zover.\n"
    found = [finding for finding in piiscan.scan_text(text) if finding.entity == "NL_KENTEKEN"]
    assert found == []
