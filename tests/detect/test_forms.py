"""Stage two: where a form is tried, and what it leaves."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

import piiscan
from piiscan import Config, Limits, packs
from piiscan.detect.forms import PatternForm, joined
from piiscan.detect.normalise import normalise
from piiscan.detect.patterns import PatternDetector
from piiscan.model import Blob, FileState
from piiscan.recognizer import Pattern
from piiscan.scan import Scanner

RECOGNIZERS = packs.load()
FORMS = [form for form in PatternDetector(RECOGNIZERS).forms if isinstance(form, PatternForm)]
TEXTS = sorted({text for r in RECOGNIZERS for text in (*r.examples, *r.counterexamples) if len(text) < 200})


def everywhere(form: PatternForm, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What a form finds when it is tried at every place by the engine with lookaround."""
    assert isinstance(form.form, Pattern)
    left = f"(?<![{form.form.left}])" if form.form.left else ""
    right = f"(?![{form.form.right}])" if form.form.right else ""
    flags = regex.IGNORECASE if form.form.ignore_case else 0
    engine = regex.compile(f"{left}(?:{form.form.regex}){right}", flags)
    group = engine.groupindex.get("value", 0)
    taken = failed = start
    for match in engine.finditer(text, start, end, overlapped=True):
        if match.start() < taken or match.end() <= failed or match.end() == end < len(text):
            continue
        first, last = match.span(group)
        if first < last and form.recognizer.check(joined(text[first:last])):
            taken = match.end()
            yield first, last
        else:
            failed = match.end()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([*TEXTS, "a@", "é", "0", " ", "\n", "x=", "€", "B"]), min_size=1, max_size=4).map("".join),
    st.integers(0, 30),
    st.integers(0, 30),
)
def test_a_form_finds_what_the_engine_finds_at_every_place(given: str, before: int, after: int) -> None:
    normal = normalise(given)
    text = normal.text
    start, end = min(before, len(text)), max(min(before, len(text)), len(text) - after)
    for form in FORMS:
        found = [(one.start, one.end) for one in form.find(normal, start, end)]
        plain = [span for span in everywhere(form, text, start, end) if normal.value(*span) == text[slice(*span)]]
        assert found == plain or normal.source, (form.recognizer.entity, form.number)


@pytest.mark.parametrize("text", TEXTS)
def test_a_long_text_around_a_short_one_hides_nothing(text: str) -> None:
    filler = "\n\n" + "De brief ging over niets dan het weer van die dag.\n" * 100
    short = {(f.entity, f.value) for f in piiscan.scan_text(text)}
    assert short == {(f.entity, f.value) for f in piiscan.scan_text(text + filler)}


def test_a_value_that_several_forms_match_counts_once_against_the_cap() -> None:
    data = "".join(f"Postcode {1000 + number} AB Dorp\n" for number in range(60)).encode()
    scanner = Scanner(Config.fast(limits=Limits(per_entity=50)))
    *found, state = scanner.scan(Blob("x.txt", lambda: io.BytesIO(data), len(data)))
    assert isinstance(state, FileState)
    assert len(found) == 50
    assert state.beyond == {"NL_POSTCODE": 10}
