"""A recogniser that raises or takes too long makes the file partial; the others are still heard."""

from __future__ import annotations

import io

import pytest

from piiscan import Config, packs
from piiscan.detect.guard import attempt, guarded
from piiscan.detect.patterns import PatternDetector
from piiscan.detect.tally import Tally
from piiscan.errors import RecognizerFailed
from piiscan.model import Blob, FileState, Finding, Problem, Status, Text
from piiscan.recognizer import Pattern, Recognizer
from piiscan.redact import Redactor
from piiscan.scan import Scanner

SLOW = Recognizer("OWN_SLOW", (Pattern("(?:a|a)+x|a+b", left="", right="", anchor="aaaa"),), bool, prior=3.0)
LETTER = "BSN: 123456782 en " + "a" * 60 + "b"


def raises(text: str) -> bool:
    raise ZeroDivisionError(text)


RAISES = Recognizer("OWN_RAISES", (Pattern("aaaa", left="", right=""),), raises, prior=3.0)
RAISES_LATER = Recognizer("OWN_LATER", (Pattern("aaaa", left="", right=""),), bool, prior=3.0, adjust=raises)  # type: ignore[arg-type]


@pytest.fixture(params=[SLOW, RAISES, RAISES_LATER], ids=lambda recognizer: recognizer.entity)
def broken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    real = packs.load
    monkeypatch.setattr(packs, "load", lambda names=(): (*real(names), request.param))
    monkeypatch.setattr("piiscan.detect.forms._SECONDS", 0.2)
    return str(request.param.entity)


def test_the_file_is_partial_and_the_rest_is_found(broken: str) -> None:
    blob = Blob("brief.txt", lambda: io.BytesIO(LETTER.encode()), len(LETTER))
    items = list(Scanner(Config.fast()).scan(blob))
    assert [item.entity for item in items if isinstance(item, Finding)] == ["NL_BSN"]
    assert [(item.status, item.reason) for item in items if isinstance(item, Problem)] == [
        (Status.PARTIAL, f"recognizer:{broken}")
    ]
    state = items[-1]
    assert isinstance(state, FileState)
    assert (state.status, state.reason) == (Status.PARTIAL, f"recognizer:{broken}")


def test_a_text_without_a_report_raises(broken: str) -> None:
    with pytest.raises(RecognizerFailed, match=broken) as caught:
        Scanner(Config.fast()).scan_text(LETTER)
    assert "aaaa" not in str(caught.value)
    with pytest.raises(RecognizerFailed):
        Redactor(Config.fast()).redact_text(LETTER)
    with pytest.raises(RecognizerFailed):
        list(PatternDetector(packs.load()).detect(Text(LETTER), 0.5))


def test_words_that_ocr_misread_are_labels_still() -> None:
    detector = PatternDetector(packs.load())
    for text in (
        "Burqerservlcenummer 123456782",
        "BURGERSERV1CENUMMER: 123456782",
        "Qeboortedatum 21-11-1984",
    ):
        assert not list(detector.detect(Text(text), 0.5)), text
        assert list(detector.detect(Text(text, unit="px"), 0.5)), text


def interrupted() -> None:
    raise KeyboardInterrupt


def test_an_attempt_tells_the_class_only_and_lets_an_interruption_through() -> None:
    tally = Tally()
    assert attempt("ONE", tally, raises, "secret") is None
    assert attempt("TWO", tally, int, "2") == 2
    assert list(guarded((1 // (2 - n) for n in range(5)), "THREE", tally)) == [0, 1]
    with pytest.raises(KeyboardInterrupt):
        attempt("FOUR", tally, interrupted)
    assert tally.failed == {"ONE": "ZeroDivisionError", "THREE": "ZeroDivisionError"}
