"""What a pack file declares for the search is true: sums, first digits, anchors, reaches, limits.

The search drops, unseen, whatever the declarations rule out; so each of them has to follow from the form and its check.
"""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
from collections.abc import Iterator
from functools import cache

import pytest
import re2
import regex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nl_recognizers
from piiscan.recognizer import Digits, Pattern, Recognizer

RECOGNIZERS: tuple[Recognizer, ...] = tuple(
    module.RECOGNIZER
    for info in pkgutil.iter_modules(nl_recognizers.__path__)
    if hasattr(module := importlib.import_module(f"nl_recognizers.{info.name}"), "RECOGNIZER")
)
DIGITS = [
    pytest.param(recognizer, form, id=f"{recognizer.entity}-{number}")
    for recognizer in RECOGNIZERS
    for number, form in enumerate(recognizer.forms)
    if isinstance(form, Digits)
]
SUMMED = [case for case in DIGITS if case.values[1].checksum or case.values[1].first != "0123456789"]
PATTERNS = [
    pytest.param(recognizer, form, id=f"{recognizer.entity}-{number}")
    for recognizer in RECOGNIZERS
    for number, form in enumerate(recognizer.forms)
    if isinstance(form, Pattern)
]
ADJUSTED = [case for case in PATTERNS if case.values[0].adjust]
ANCHORED = [case for case in PATTERNS if case.values[1].anchor]
SEARCHED = frozenset({
    "IBAN_CODE", "MRZ", "NL_BANKREKENING", "NL_BETALINGSKENMERK", "NL_BSN", "NL_BTW", "NL_KENTEKEN",
    "NL_LOONHEFFINGSNUMMER", "NL_POSTCODE",
})  # fmt: skip
"""Entities that stand in few texts, so that what is looked for has to be rare."""
RARE = [case for case in ANCHORED if case.values[0].entity in SEARCHED]
WORDS = (
    "de", "het", "een", "is", "al", "in", "op", "te", "20", "2024", "1500", "euro", "van", "weg", "12", "januari",
    "1998", "en", "kg", "se", "it", "pk", "bij", "covid-19", "A4",
)  # fmt: skip
"""What begins like a number of some kind."""


def numbers(form: Digits, count: int) -> Iterator[str]:
    """Numbers of the lengths of a form, as it writes them: bare, and in each grouping and with each separator."""
    chance = random.Random(11)
    for _ in range(count):
        digits = "".join(chance.choices("0123456789", k=chance.choice(form.lengths)))
        ways = list(written(form, digits))
        yield chance.choice(ways) if ways else digits


def written(form: Digits, digits: str) -> Iterator[str]:
    if form.bare:
        yield digits
    for sizes in form.groups:
        if all(isinstance(size, int) for size in sizes) and sum(sizes) == len(digits):  # type: ignore[arg-type]
            rest = iter(digits)
            groups = ["".join(next(rest) for _ in range(size)) for size in sizes]  # type: ignore[arg-type]
            for separator in form.separators:
                yield separator.join(groups)


@cache
def strategy(form: Pattern) -> st.SearchStrategy[str]:
    """Texts that a pattern matches whole."""
    flags = re.ASCII | (re.IGNORECASE if form.ignore_case else 0)
    return st.from_regex(
        re.compile(form.regex, flags), fullmatch=True, alphabet=st.characters(max_codepoint=0xFF, exclude_categories=())
    )


def value_in(form: Pattern, text: str) -> str:
    match = regex.fullmatch(form.regex, text, regex.ASCII | (regex.IGNORECASE if form.ignore_case else 0))
    assert match
    return str(match["value"] if "value" in match.re.groupindex else match[0])


@pytest.mark.parametrize(("recognizer", "form"), SUMMED)
def test_a_valid_number_keeps_its_sum_and_begins_as_declared(recognizer: Recognizer, form: Digits) -> None:
    passed = kept = 0
    for text in numbers(form, 4000):
        digits = form.digits(text)
        assert digits is not None
        holds = digits[0] in form.first and (form.checksum is None or form.checksum.holds(digits))
        kept += holds
        if recognizer.check(text):
            passed += 1
            assert holds
    assert 0 < passed <= kept
    assert kept < 4000 / 4, "a sum that most numbers keep drops nothing"


@pytest.mark.parametrize(("recognizer", "form"), SUMMED)
@given(data=st.data())
@settings(max_examples=40)
def test_no_number_that_the_sum_rules_out_is_valid(recognizer: Recognizer, form: Digits, data: st.DataObject) -> None:
    digits = data.draw(st.sampled_from(form.lengths).flatmap(lambda n: st.text("0123456789", min_size=n, max_size=n)))
    if digits[0] not in form.first or (form.checksum and not form.checksum.holds(digits)):
        assert not any(recognizer.check(text) for text in written(form, digits))


@pytest.mark.parametrize(("recognizer", "form"), ANCHORED)
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_match_holds_its_anchor_within_reach(recognizer: Recognizer, form: Pattern, data: st.DataObject) -> None:
    text = data.draw(strategy(form))
    if any(isinstance(other, Digits) and other.digits(text) for other in recognizer.forms):
        return  # a bare number is found as such
    flags = regex.ASCII | (regex.IGNORECASE if form.ignore_case else 0)
    anchors = regex.finditer(form.anchor, text, flags, overlapped=True)
    assert any(match.start() <= form.reach and len(text) - match.end() <= form.reach for match in anchors)


@pytest.mark.parametrize(("recognizer", "form"), ADJUSTED)
@given(data=st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_the_form_adds_stays_below_its_limit(recognizer: Recognizer, form: Pattern, data: st.DataObject) -> None:
    value = value_in(form, data.draw(strategy(form)))
    if recognizer.adjust and recognizer.check(value):
        assert sum(weight for _, weight in recognizer.adjust(value)) <= recognizer.adjust_limit


@pytest.mark.parametrize(("recognizer", "form"), DIGITS)
def test_what_the_digits_add_stays_below_their_limit(recognizer: Recognizer, form: Digits) -> None:
    for text in numbers(form, 3000):
        if recognizer.adjust and recognizer.check(text):
            assert sum(weight for _, weight in recognizer.adjust(text)) <= recognizer.adjust_limit


@pytest.mark.parametrize("recognizer", RECOGNIZERS, ids=lambda recognizer: recognizer.entity)
def test_what_the_examples_add_stays_below_the_limit(recognizer: Recognizer) -> None:
    added = [0.0]
    for text in recognizer.examples:
        for form in recognizer.forms:
            if isinstance(form, Pattern):
                flags = regex.IGNORECASE if form.ignore_case else 0
                matches = regex.finditer(form.regex, text, flags, overlapped=True)
                values = [str(m["value"] if "value" in m.re.groupindex else m[0]) for m in matches]
            else:
                values = re.findall(r"[0-9](?:[0-9 .\-]*[0-9])?", text)
            if recognizer.adjust:
                valid = [value for value in values if recognizer.check(value)]
                added += [sum(weight for _, weight in recognizer.adjust(value)) for value in valid]
    assert max(added) <= recognizer.adjust_limit


# What is looked for in every text has to be rare in every text.


def numbers_of_a_ledger(chance: random.Random) -> str:
    whole, day = chance.randint(0, 10**9), chance.randint(1, 28)
    return f"{whole};{chance.randint(2001, 2025)}-05-{day:02};{chance.randint(0, 10**6) / 100:.2f};{whole * 7919};NL\n"


def line_of_a_log(chance: random.Random) -> str:
    host = ".".join(str(chance.randint(1, 254)) for _ in range(4))
    path = chance.choice(["/", "/mijn/dossier", "/static/app.4f3c2a1b9d.js", "/img/logo@2x.png", "/zoeken?q=fiets"])
    stamp = f"{chance.randint(1, 28):02}/May/2024:{chance.randint(0, 23):02}:10:{chance.randint(0, 59):02} +0200"
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0"
    return f'{host} - - [{stamp}] "GET {path} HTTP/1.1" 200 {chance.randint(1, 99999)} "-" "{agent}"\n'


def sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=12)).capitalize() + ". "


MEGABYTE = 1 << 20
CORPORA = {
    maker.__name__: "".join(maker(random.Random(number)) for number in range(8000))[:MEGABYTE].encode("latin-1")
    for maker in (numbers_of_a_ledger, line_of_a_log)
} | {"bytes": random.Random(5).randbytes(MEGABYTE)}


@pytest.mark.parametrize("corpus", CORPORA)
@pytest.mark.parametrize(("recognizer", "form"), RARE)
def test_an_anchor_is_rare_in_texts_without_any_value(recognizer: Recognizer, form: Pattern, corpus: str) -> None:
    text = CORPORA[corpus]
    hits = sum(1 for _ in one_byte(form).finditer(text))
    assert hits * MEGABYTE / len(text) < 30


@pytest.mark.parametrize(("recognizer", "form"), RARE)
def test_an_anchor_is_uncommon_even_among_words_and_numbers_that_begin_like_it(
    recognizer: Recognizer, form: Pattern
) -> None:
    chance = random.Random(3)
    text = "".join(sentence(chance) for _ in range(4000)).encode("latin-1")
    hits = sum(1 for _ in one_byte(form).finditer(text))
    assert hits < 1000, "fewer than one in four of the worst sentences"


def one_byte(form: Pattern) -> re2._Regexp:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.case_sensitive = not form.ignore_case
    options.max_mem = 64 << 20
    return re2.compile(form.anchor.encode("latin-1"), options)
