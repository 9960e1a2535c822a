"""The functions of the package: what a program calls that has no Scanner or Redactor of its own."""

from __future__ import annotations

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
    return _scanner(config or Config.fast()).scan_text(text, label)


def scan_texts(
    texts: Iterable[str], *, labels: Iterable[str] | None = None, config: Config | None = None
) -> Iterator[list[Finding]]:
    """The findings of each text in turn; ``labels`` gives one caption per text."""
    scanner = _scanner(config or Config.fast())
    if labels is None:
        yield from map(scanner.scan_text, texts)
    else:
        for text, label in zip(texts, labels, strict=True):
            yield scanner.scan_text(text, label)


def redact_text(text: str, *, style: str = "label", config: Config | None = None) -> Redacted:
    """A text with the personal data in it replaced.

    Arguments:
        text: any text.
        style: ``label`` (``[BSN]``), ``mask`` (``*******82``) or ``block`` (``█████████``).
        config: the ``full`` profile where none is given.
    """
    from piiscan.redact import Redactor

    return Redactor(config or Config.full()).redact_text(text, style=style)


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


@lru_cache(maxsize=4)
def _scanner(config: Config) -> Scanner:
    from piiscan.scan import Scanner

    return Scanner(config)
