"""The contract that a pack file keeps by being there."""

from __future__ import annotations

import importlib
import pkgutil
import time
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nl_recognizers
import piiscan
from piiscan.categories import ENTITIES
from piiscan.detect.context import latin1
from piiscan.recognizer import Pattern, Recognizer

MODULES = [
    importlib.import_module(f"nl_recognizers.{info.name}")
    for info in pkgutil.iter_modules(nl_recognizers.__path__)
    if not info.name.startswith("_")
]
CASES = [pytest.param(module, id=module.__name__.rpartition(".")[2]) for module in MODULES]
EXAMPLES = [(m.RECOGNIZER.entity, text) for m in MODULES for text in m.RECOGNIZER.examples]
COUNTEREXAMPLES = [(m.RECOGNIZER.entity, text) for m in MODULES for text in m.RECOGNIZER.counterexamples]


def found(text: str, entity: str) -> list[piiscan.Finding]:
    return [finding for finding in piiscan.scan_text(text) if finding.entity == entity]


def test_the_pack_is_complete() -> None:
    asked = """
        agb bankrekening betalingskenmerk big bsn btw creditcard credential documentnummer email geboortedatum geslacht
        iban ip kenteken klantnummer kvk loonheffingsnummer mac mrz onderwijsnummer personeelsnummer postcode
        rijbewijs rsin socialprofile telefoon vestigingsnummer vnummer
    """
    names = {module.__name__.rpartition(".")[2] for module in MODULES}
    assert set(asked.split()) <= names


@pytest.mark.parametrize("module", CASES)
def test_it_declares_what_the_engine_needs(module: ModuleType) -> None:
    recognizer = module.RECOGNIZER
    assert isinstance(recognizer, Recognizer)
    assert recognizer.entity in ENTITIES
    assert recognizer.forms
    assert callable(module.is_valid)
    assert len(recognizer.examples) >= 3
    assert len(recognizer.counterexamples) >= 3
    assert "Source" in (module.__doc__ or "")
    assert all(word == word.lower() for word in (*recognizer.context, *recognizer.negative_context))


@pytest.mark.parametrize(("entity", "text"), EXAMPLES)
def test_examples_are_found(entity: str, text: str) -> None:
    assert found(text, entity)


@pytest.mark.parametrize(("entity", "text"), COUNTEREXAMPLES)
def test_counterexamples_are_left(entity: str, text: str) -> None:
    assert not found(text, entity)


@pytest.mark.parametrize("module", CASES)
@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=60))
def test_the_check_is_total(module: ModuleType, text: str) -> None:
    assert module.is_valid(text) in (True, False)
    assert module.RECOGNIZER.check(text) in (True, False)


@pytest.mark.parametrize("module", CASES)
def test_its_patterns_are_linear(module: ModuleType) -> None:
    for form in module.RECOGNIZER.forms:
        if isinstance(form, Pattern):
            latin1(form.regex)


@pytest.mark.parametrize("pump", ["1", "1 ", "12.", "a@", "A<", "Aa-", "06-", "bsn ", "wachtwoord: ", "(", "é1", "\n"])
def test_time_grows_with_the_length_of_the_text(pump: str) -> None:
    def seconds(size: int) -> float:
        text = pump * (size // len(pump))
        best = 9.9
        for _ in range(3):
            start = time.process_time()
            piiscan.scan_text(text)
            best = min(best, time.process_time() - start)
        return best

    seconds(100)
    small, large = seconds(20_000), seconds(80_000)
    # linear is 4; quadratic would be 16
    assert large < max(8 * small, 0.05)


def test_no_value_is_shown_by_a_repr() -> None:
    for entity, text in EXAMPLES:
        for finding in found(text, entity):
            if len(finding.value) >= 6:
                assert finding.value not in repr(finding)
                assert finding.value not in repr(finding.match)
