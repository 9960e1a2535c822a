"""Stage one may over-report, but it never misses what the recognisers alone would find."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piiscan import packs
from piiscan.detect.forms import Form
from piiscan.detect.patterns import PatternDetector
from piiscan.detect.sieve import Sieve, merged
from piiscan.model import Match, Span, Text

RECOGNIZERS = packs.load()
DETECTOR = PatternDetector(RECOGNIZERS)
PIECES = sorted({text for r in RECOGNIZERS for text in (*r.examples, *r.counterexamples) if len(text) < 300})
WORDS = sorted({word for r in RECOGNIZERS for word in (*r.context, *r.negative_context)})
NOISE = ["belde om 14:30", "over € 12,50", "op 3 maart 2024;", "(bijlage)", "\u2013 caf\u00e9", "\u201cx\u201d"]


class _Everywhere(Sieve):
    """A stage one that lets everything through."""

    def __init__(self, forms: Sequence[Form], sieve: Sieve) -> None:
        self.__dict__.update(sieve.__dict__)
        self._forms = forms
        self.bare, self.quads = [], []

    def windows(self, data: bytes) -> tuple[dict[Form, list[Span]], list[Span]]:
        return {form: [Span(0, len(data))] for form in self._forms}, super().windows(data)[1]


ALONE = PatternDetector(RECOGNIZERS)
ALONE.sieve = cache(lambda limit: _Everywhere(ALONE.forms, Sieve(ALONE.forms, ALONE.lexicon, limit)))  # type: ignore[assignment]


def alone(text: str, threshold: float) -> list[Match]:
    """What the recognisers find with every form tried on the whole text."""
    return list(ALONE.detect(Text(text), threshold))


def key(match: Match) -> tuple[object, ...]:
    return match.entity, match.spot


def missed(text: str, threshold: float) -> set[tuple[object, ...]]:
    found = {key(match) for match in DETECTOR.detect(Text(text), threshold)}
    return {key(match) for match in alone(text, threshold) if match.score >= threshold} - found


numbers = st.from_regex(r"[0-9]{1,18}|[0-9]{2,4}[ .\-/][0-9]{2,4}[ .\-/][0-9]{2,4}", fullmatch=True)
codes = st.from_regex(
    r"[A-Z]{1,3}-?[0-9]{2,3}-?[A-Z]{1,2}|[1-9][0-9]{3} ?[A-Z]{2}|[a-z]{2,8}@[a-z]{2,8}\.nl", fullmatch=True
)
pieces = st.one_of(
    st.sampled_from(PIECES),
    st.sampled_from(WORDS),
    st.sampled_from(WORDS).map(str.title),
    st.sampled_from(NOISE),
    numbers,
    codes,
)
gaps = st.sampled_from([" ", " ", ": ", "\n", "\t", ";", ",", "=", " - ", "", "\u00a0", "\u200b", ".\n\n", "  "])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(pieces, gaps), min_size=1, max_size=12), st.sampled_from([0.5, 0.2]))
def test_the_sieve_misses_nothing(parts: list[tuple[str, str]], threshold: float) -> None:
    text = "".join(piece + gap for piece, gap in parts)
    assert not missed(text, threshold)


@pytest.mark.parametrize("recognizer", RECOGNIZERS, ids=lambda r: r.entity)
def test_the_sieve_misses_no_example_in_the_midst_of_others(recognizer: object) -> None:
    filler = " en verder stond er niets bijzonders in de brief van die dag, " * 12
    examples = recognizer.examples  # type: ignore[attr-defined]
    text = filler + filler.join(examples) + filler
    for threshold in (0.5, 0.2):
        assert not missed(text, threshold)
        for example in examples:
            assert not missed(example, threshold)
            assert not missed(example + " " + "".join(examples), threshold)


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 30))))
def test_merged_spans_cover_the_same_and_stand_apart(pairs: list[tuple[int, int]]) -> None:
    spans = [Span(start, start + size) for start, size in pairs]
    found = merged(spans)
    covered = {place for start, end in spans for place in range(start, end)}
    assert {place for start, end in found for place in range(start, end)} == covered
    assert all(one.end < other.start for one, other in itertools.pairwise(found))
