"""The functions of the package: what a program calls that has no Scanner or Redactor of its own."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, TypeAlias

from piiscan.config import Config
from piiscan.model import Finding, Problem

if TYPE_CHECKING:
    from piiscan.redact import Redacted, Redaction
    from piiscan.redact_idcopy import IdCopy
    from piiscan.scan import Scanner

__all__ = ["redact", "redact_id_copy", "redact_text", "scan", "scan_text", "scan_texts"]

Source: TypeAlias = str | Path | bytes | BinaryIO


def scan_text(text: str, *, label: str = "", config: Config | None = None) -> list[Finding]:
    """The personal data in one text.

    Arguments:
        text: any text; offsets of the findings are its code points, half-open.
        label: the caption it stands under (a column's head, a field's name), which counts as evidence.
        config: the ``fast`` profile where none is given.
    """
    return _scanner(config).scan_text(text, label)


def scan_texts(
    texts: Iterable[str], *, labels: str | Iterable[str] | None = None, config: Config | None = None
) -> Iterator[list[Finding]]:
    """The findings of each text in turn: those that `scan_text` gives, but short texts without any cost a fraction.

    It streams: at most 256 texts are read ahead of the one whose findings are given.

    Arguments:
        texts: any number of texts, each one on its own: none says anything about another.
        labels: one caption for all, or one for each (a column's head, a field's name).
        config: the ``fast`` profile where none is given.

    Raises:
        ValueError: there are more texts than labels, or fewer; known when the shorter of the two ends.
    """
    scanner = _scanner(config)
    if labels is None or isinstance(labels, str):
        pairs = zip(texts, itertools.repeat(labels or ""))
    else:
        pairs = zip(texts, labels, strict=True)
    return _in_batches(scanner, pairs)


def redact_text(text: str, *, label: str = "", style: str = "label", config: Config | None = None) -> Redacted:
    """A text with the personal data in it replaced.

    Arguments:
        text: any text.
        label: the caption it stands under (a column's head, a field's name), which counts as evidence.
        style: ``label`` (``[BSN]``), ``mask`` (``*******82``) or ``block`` (``█████████``).
        config: the ``full`` profile where none is given.
    """
    from piiscan.redact import Redactor

    return Redactor(config or Config.full()).redact_text(text, label=label, style=style)


def scan(source: Source, *, config: Config | None = None) -> Iterator[Finding | Problem]:
    """The personal data in a file or folder, and what could not be read.

    Every file is read by a supervised process, so that a hostile one cannot harm the caller.

    Arguments:
        source: a path, a folder, the bytes of a file, or a binary stream.
        config: the ``full`` profile where none is given.

    Raises:
        SourceError: the source cannot be opened.
    """
    from piiscan.model import FileState
    from piiscan.runner import run_scan

    for item in run_scan([source], config or Config.full()):
        if not isinstance(item, FileState):
            yield item


def redact(
    source: Source,
    target: str | Path,
    *,
    findings: Sequence[Finding] | None = None,
    values: Sequence[str] = (),
    style: str = "label",
    config: Config | None = None,
    force: bool = False,
) -> Redaction:
    """Writes a copy of a file with the personal data removed, verified by a second reader.

    Arguments:
        source: a path, the bytes of a file, or a binary stream; never changed.
        target: the file to write; it appears whole and verified, or not at all.
        findings: cut the values of these as well (as `scan` gave them).
        values: cut these as well, wherever they stand.
        style: ``label``, ``mask`` or ``block``.
        config: the ``full`` profile where none is given.
        force: replace an existing target.

    Raises:
        CannotRedact: the format, or a part of the file, cannot be cut safely.
        LeakFound: the verifier still found something.
        ReadError: the file cannot be read whole.
    """
    from piiscan.redact import redact_file

    known = [*values, *(finding.value for finding in findings or ())]
    return redact_file(source, Path(target), values=known, style=style, config=config or Config.full(), force=force)


def redact_id_copy(
    source: Source,
    target: str | Path,
    *,
    mode: Literal["auto", "mask", "keep"] = "auto",
    profile: str = "inzage",
    recipient: str | None = None,
    purpose: str | None = None,
    force: bool = False,
) -> IdCopy:
    """Writes a copy of an identity document with photo, MRZ, document number and BSN painted over.

    Arguments:
        source: a picture or a PDF that holds one, as path, bytes or stream.
        target: the file to write; it appears whole and verified, or not at all.
        mode: ``mask`` paints what must go; ``keep`` leaves only what is positively allowed; ``auto`` decides.
        profile: which items must go.
        recipient: for whom the copy is meant; written across it.
        purpose: what for; written across it.
        force: replace an existing target.

    Raises:
        NeedsReview: something that this document must have was not found.
        LeakFound: the verifier still found something.
    """
    from piiscan.redact_idcopy import redact_id_copy as run

    return run(source, Path(target), mode=mode, profile=profile, recipient=recipient, purpose=purpose, force=force)


_BATCH = 256
"""Texts that are looked at together."""
_SHORT = 4096
"""Code points of a text for which that pays."""


def _in_batches(scanner: Scanner, pairs: Iterator[tuple[str, str]]) -> Iterator[list[Finding]]:
    lexicon = scanner.patterns.lexicon
    while batch := list(itertools.islice(pairs, _BATCH)):
        alone = [len(text) > _SHORT or bool(label and lexicon.owners_of(label)) for text, label in batch]
        hopeful = _hopeful(scanner, ["" if apart else text for apart, (text, _) in zip(alone, batch, strict=True)])
        for index, (text, label) in enumerate(batch):
            yield scanner.scan_text(text, label) if alone[index] or index in hopeful else []


def _hopeful(scanner: Scanner, texts: Sequence[str]) -> set[int]:
    """Which of many texts may hold anything: those with a digit, and those where stage one sees something.

    It sees all of them at once, with an empty line between; as it never misses what stands in a text, it may at most
    see too much.
    """
    import numpy as np

    from piiscan.detect.normalise import normalise

    gap = "\n\n"
    starts = np.cumsum([0, *(len(text) + len(gap) for text in texts)])[:-1]
    normal = normalise(gap.join(texts))
    starts = normal.positions(starts)
    letters = np.frombuffer(normal.data, np.uint8)
    seen = np.flatnonzero((letters >= ord("0")) & (letters <= ord("9"))).tolist()
    threshold = min(max(scanner.config.lowest(), 1e-9), 1 - 1e-9)
    windows, _ = scanner.patterns.sieve(math.log(threshold / (1 - threshold))).windows(normal.data)
    spans = [(offset, offset + 1) for offset in seen] + [span for found in windows.values() for span in found]
    if not spans:
        return set()
    first, last = np.searchsorted(starts, np.array(spans), side="right").T - 1
    return {index for low, high in {*zip(first.tolist(), last.tolist(), strict=True)} for index in range(low, high + 1)}


@lru_cache(maxsize=4)
def _scanner(config: Config | None) -> Scanner:
    from piiscan.scan import Scanner

    return Scanner(config or Config.fast())
