"""The engines that run against each other: each is made once, then counts what it finds in a file.

A function here makes one engine. It gets a folder to work in, and returns what counts the hits in a file and gives a
remark (how the file ended); it raises `Skipped` where its engine is not there. Reading the file is part of the work.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from benchmarks.speed import ours
from benchmarks.speed.patterns import PATTERNS, alternation

__all__ = ["ENGINES", "FOREIGN", "REFERENCE", "Count", "Skipped"]

Count: TypeAlias = Callable[[Path], tuple[int, str]]


class Skipped(Exception):
    """An engine is not there; the text says why."""


def ripgrep(work: Path) -> Count:
    """ripgrep, one thread, all patterns at once."""
    program = shutil.which("rg")
    if not program:
        raise Skipped("ripgrep is not installed (apt-get install ripgrep)")
    patterns = work / "patterns"
    patterns.write_text("".join(f"{pattern.regex}\n" for pattern in PATTERNS))
    options = ["-a", "--no-unicode", "-j1", "--count-matches", "--no-config", "-f", str(patterns)]

    def count(path: Path) -> tuple[int, str]:
        done = subprocess.run([program, *options, str(path)], capture_output=True, text=True)
        if done.returncode > 1:
            raise RuntimeError(f"ripgrep ended with {done.returncode}")
        return int(done.stdout or 0), ""

    return count


def python_re(work: Path) -> Count:
    """`re`, the patterns one by one, which is its faster way."""
    return _one_by_one([re.compile(pattern.regex.encode()) for pattern in PATTERNS])


def regex_package(work: Path) -> Count:
    """`regex`, the patterns one by one, which is its faster way."""
    try:
        import regex
    except ImportError:
        raise Skipped("the package regex is not installed") from None
    return _one_by_one([regex.compile(pattern.regex.encode()) for pattern in PATTERNS])


def google_re2(work: Path) -> Count:
    """RE2, all patterns as one alternation."""
    try:
        import re2
    except ImportError:
        raise Skipped("the package google-re2 is not installed") from None
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.max_mem = 64 << 20
    return _one_by_one([re2.compile(alternation().encode(), options)])


def stage_one(work: Path) -> Count:
    """piiscan, only what reads every byte."""
    read = ours.stage_one()

    return lambda path: (sum(map(read, _pieces(path, ours.WINDOW))), "")


def whole_scan(work: Path) -> Count:
    """piiscan, the fast profile on a file, in process and warm."""
    return ours.whole_scan()


def command(work: Path) -> Count:
    """piiscan as a command, start-up included."""
    return ours.command(work)


def presidio_with_ours(work: Path) -> Count:
    """Presidio without a language model, with our recognisers."""
    import nl_recognizers

    names = [name for name in dir(nl_recognizers) if name.endswith("Recognizer")]
    return _presidio([getattr(nl_recognizers, name)() for name in names])


def presidio_own(work: Path) -> Count:
    """Presidio without a language model: its own recognisers, and a plain pattern for each entity that it lacks."""
    _needs_presidio()
    from presidio_analyzer import Pattern, PatternRecognizer
    from presidio_analyzer import predefined_recognizers as own

    having = {
        "EMAIL_ADDRESS": own.EmailRecognizer(supported_language="nl"),
        "IBAN_CODE": own.IbanRecognizer(supported_language="nl"),
        "PHONE_NUMBER": own.PhoneRecognizer(supported_language="nl", supported_regions=("NL",)),
        "CREDIT_CARD": own.CreditCardRecognizer(supported_language="nl"),
        "IP_ADDRESS": own.IpRecognizer(supported_language="nl"),
        "MAC_ADDRESS": own.MacAddressRecognizer(supported_language="nl"),
        "DATE_OF_BIRTH": own.DateRecognizer(supported_language="nl"),
    }
    lacking = [pattern for pattern in PATTERNS if pattern.entities[0] not in having]
    added = [
        PatternRecognizer(p.entities[0], name=p.name, patterns=[Pattern(p.name, p.regex, 0.5)], supported_language="nl")
        for p in lacking
    ]
    return _presidio([*having.values(), *added])


def deduce(work: Path) -> Count:
    """DEDUCE, everything that it looks for."""
    return _deduce(work, frozenset())


def deduce_without_names(work: Path) -> Count:
    """DEDUCE, without what the fast profile does not look for either."""
    return _deduce(work, frozenset({"names", "locations", "institutions", "ages"}))


REFERENCE = "ripgrep"

ENGINES: dict[str, Callable[[Path], Count]] = {
    REFERENCE: ripgrep,
    "re": python_re,
    "regex": regex_package,
    "google-re2": google_re2,
    "piiscan stage one": stage_one,
    "piiscan whole scan": whole_scan,
    "piiscan command": command,
    "presidio, our pack": presidio_with_ours,
    "presidio, its own": presidio_own,
    "deduce": deduce,
    "deduce, no names": deduce_without_names,
}

FOREIGN = {"deduce": ("deduce",), "deduce, no names": ("deduce",)}
"""Engines that need an environment of their own, and the packages in it: they ask for other versions than ours."""

_DOCUMENT = 1 << 16
"""Characters of one text for an engine that takes documents: larger ones make Presidio no faster."""
_LETTER = 1 << 13
"""The same for DEDUCE, whose time grows faster than the text."""


def _one_by_one(patterns: Iterable[Any]) -> Count:
    compiled = list(patterns)

    def count(path: Path) -> tuple[int, str]:
        pieces = _pieces(path, ours.WINDOW)
        return sum(sum(1 for _ in pattern.finditer(piece)) for piece in pieces for pattern in compiled), ""

    return count


def _needs_presidio() -> None:
    try:
        import presidio_analyzer  # noqa: F401
    except ImportError:
        raise Skipped("Presidio is not installed (pip install 'piiscan[presidio]')") from None


def _presidio(recognizers: list[Any]) -> Count:
    _needs_presidio()
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NoOpNlpEngine

    registry = RecognizerRegistry(supported_languages=["nl"], recognizers=recognizers)
    nlp = NoOpNlpEngine([{"lang_code": "nl", "model_name": "no_op"}])
    engine = AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["nl"])

    def count(path: Path) -> tuple[int, str]:
        texts = _documents(path, _DOCUMENT)
        return sum(len(engine.analyze(text, language="nl", score_threshold=0.4)) for text in texts), ""

    return count


def _deduce(work: Path, disabled: frozenset[str]) -> Count:
    try:
        from deduce import Deduce  # type: ignore[import-not-found]
    except ImportError:
        raise Skipped("DEDUCE is not installed") from None
    cache = work / "deduce-cache"
    cache.mkdir(exist_ok=True)
    model = Deduce(cache_path=cache)

    def count(path: Path) -> tuple[int, str]:
        found = (model.deidentify(text, disabled=set(disabled)).annotations for text in _documents(path, _LETTER))
        return sum(map(len, found)), ""

    return count


def _documents(path: Path, size: int) -> Iterator[str]:
    return (piece.decode("utf-8", "replace") for piece in _pieces(path, size))


def _pieces(path: Path, size: int) -> Iterator[bytes]:
    """The file in pieces of about so many bytes, cut at a line end where there is one: as it comes out of a cache."""
    with path.open("rb") as stream:
        while piece := stream.read(size):
            yield piece + stream.readline(4096)
