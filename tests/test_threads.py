"""One Scanner, one Redactor, many threads: the same results as one after the other."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nl_recognizers
import piiscan
from piiscan.config import Config
from piiscan.errors import ConfigError
from piiscan.recognizer import recognizers_in

THREADS = 8
SAMPLES = [text for r in recognizers_in(nl_recognizers) for text in (*r.examples, *r.counterexamples)]
PROSE = [
    "de vergadering is verplaatst",
    "graag bevestigen voor vrijdag",
    "",
    "ｂｓｎ １２３４５６７８２",
    "😀 mail jan@voorbeeld.nl",
]
CSV = "naam;bsn;plaats\n" + "".join(f"klant{n};{'123456782' if n % 2 else '111222333'};Zwolle\n" for n in range(40))
TEXTS = [
    *SAMPLES,
    *PROSE,
    CSV,
    "x" * 5000 + " BSN 123456782",
    *(f"{a}\n{b}" for a, b in itertools.pairwise(SAMPLES[::4])),
]


def all_at_once(work: Any, items: list[Any]) -> list[Any]:
    """The work on each item, begun by all threads in the same moment."""
    start = threading.Barrier(THREADS)

    def run(thread: int) -> list[Any]:
        start.wait()
        return [work(items[(index + thread * 7) % len(items)]) for index in range(len(items))]

    with ThreadPoolExecutor(THREADS) as pool:
        results = list(pool.map(run, range(THREADS)))
    for thread, result in enumerate(results):
        shift = thread * 7 % len(items)
        results[thread] = [*result[-shift:], *result[:-shift]] if shift else result
    return results


def test_a_scanner_is_shared_by_threads() -> None:
    scanner = piiscan.Scanner(Config.fast())
    wanted = [piiscan.Scanner(Config.fast()).scan_text(TEXTS[0]), *map(scanner.scan_text, TEXTS[1:])]
    assert sum(map(len, wanted)) > 50
    for result in all_at_once(piiscan.Scanner(Config.fast()).scan_text, TEXTS):
        assert result == wanted
        assert [[f.value for f in found] for found in result] == [[f.value for f in found] for found in wanted]


def test_a_redactor_is_shared_by_threads() -> None:
    redactor = piiscan.Redactor(Config.fast())
    wanted = [redactor.redact_text(text).text for text in SAMPLES]
    for result in all_at_once(lambda text: redactor.redact_text(text).text, SAMPLES):
        assert result == wanted


def test_the_functions_are_used_by_threads() -> None:
    wanted = [piiscan.scan_text(text, label="bsn") for text in SAMPLES]
    for result in all_at_once(lambda text: piiscan.scan_text(text, label="bsn"), SAMPLES):
        assert result == wanted


def test_many_texts_are_scanned_by_threads() -> None:
    wanted = [piiscan.scan_text(text) for text in TEXTS]
    start = threading.Barrier(THREADS)

    def run(thread: int) -> list[Any]:
        start.wait()
        return list(piiscan.scan_texts(TEXTS[thread:] + TEXTS[:thread]))

    with ThreadPoolExecutor(THREADS) as pool:
        for thread, result in enumerate(pool.map(run, range(THREADS))):
            assert result == wanted[thread:] + wanted[:thread]


class TestManyTexts:
    @pytest.mark.parametrize("threshold", [0.5, 0.2, 0.02, 0.0])
    def test_give_what_each_gives_alone(self, threshold: float) -> None:
        config = Config.fast(min_score=threshold)
        scanner = piiscan.Scanner(config)
        assert list(piiscan.scan_texts(TEXTS, config=config)) == [scanner.scan_text(text) for text in TEXTS]

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.one_of(
                    st.sampled_from(TEXTS[:-1]),
                    st.text(max_size=25),
                    st.lists(
                        st.sampled_from(["BSN", "123456782", "pin", "twee", "m", "\n", ":", " ", "jan@", "@x.nl"])
                    ).map("".join),
                ),
                st.sampled_from(["", "bsn", "geslacht", "wachtwoord", "opmerking", "klant"]),
            ),
            max_size=12,
        )
    )
    def test_give_what_each_gives_alone_whatever_stands_beside(self, pairs: list[tuple[str, str]]) -> None:
        texts, labels = [text for text, _ in pairs], [label for _, label in pairs]
        wanted = [piiscan.scan_text(text, label=label) for text, label in pairs]
        assert list(piiscan.scan_texts(texts, labels=labels)) == wanted

    def test_take_one_caption_for_all(self) -> None:
        texts = ["123456782", "geen", "111222333"]
        found = list(piiscan.scan_texts(texts, labels="bsn"))
        assert found == list(piiscan.scan_texts(texts, labels=["bsn"] * 3))
        assert [[f.entity for f in one] for one in found] == [["NL_BSN"], [], ["NL_BSN"]]

    def test_take_a_caption_for_each(self) -> None:
        found = list(piiscan.scan_texts(["123456782", "123456782"], labels=iter(["bsn", "order"])))
        assert [[f.entity for f in one] for one in found] == [["NL_BSN"], []]

    @pytest.mark.parametrize("labels", [["bsn"], ["bsn", "bsn", "bsn"]])
    def test_refuse_too_few_captions_and_too_many(self, labels: list[str]) -> None:
        with pytest.raises(ValueError, match="zip"):
            list(piiscan.scan_texts(["a", "b"], labels=labels))

    def test_stream(self) -> None:
        taken = 0

        def endless() -> Iterator[str]:
            nonlocal taken
            for number in itertools.count():
                taken += 1
                yield f"klant {number}: BSN 123456782"

        found = piiscan.scan_texts(endless())
        assert taken == 0
        first = list(itertools.islice(found, 300))
        assert all(one[0].entity == "NL_BSN" for one in first)
        assert taken <= 300 + 256

    def test_of_none_is_none(self) -> None:
        assert list(piiscan.scan_texts([])) == []
        assert list(piiscan.scan_texts(["", "", ""])) == [[], [], []]

    def test_a_bad_configuration_is_told_before_the_first_text(self) -> None:
        with pytest.raises(ConfigError):
            piiscan.scan_texts(iter(()), config=Config.fast(packs=("bestaat-niet",)))
