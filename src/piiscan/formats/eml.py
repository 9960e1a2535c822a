"""E-mail, and web pages saved as MHTML.

All headers are one Text, encoded words decoded; each plain body is a Text; HTML bodies, other texts, attachments and
messages inside messages are blobs. Places: ``header=Subject``, ``body=1;line=3``, ``part=2;header=Content-Type``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import BinaryIO

from piiscan.errors import CannotRedact, Encrypted, LimitExceeded
from piiscan.formats import txt
from piiscan.formats._encoding import decode
from piiscan.formats._mime import Entity, Message, uuencoded
from piiscan.formats._names import Names
from piiscan.formats._page import as_page
from piiscan.model import Blob, Edit, Part, Problem, Status, Text, escape, step
from piiscan.reading import Reading
from piiscan.runs import Runs

SUFFIXES = (".eml", ".mht", ".mhtml")
REDACTABLE = False

_HEAD = re.compile(rb"\s*(?:[!-9;-~]{1,80}:[^\r\n]*(?:\r?\n[ \t]+[^\r\n]*)*+(?:\r?\n|\Z))+")
_SURE = re.compile(
    rb"^(?:received|return-path|message-id|mime-version|content-type|content-transfer-encoding|delivered-to|dkim-signature)"
    rb"[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_LIKELY = re.compile(rb"^(from|to|cc|subject|date|sender|reply-to)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_PGP = b"-----BEGIN PGP MESSAGE-----"
_SUFFIXES = {"html": "html", "calendar": "ics", "plain": "txt", "csv": "csv", "rfc822": "eml", "jpeg": "jpg"}
_FLOWED = re.compile(r"(?<=\S) \r?\n(?!>|-- |\s)")


def sniff(head: bytes) -> bool:
    """Headers first: one that only e-mail has, or two that it always has."""
    match = _HEAD.match(head[:8192])
    if not match:
        return False
    return bool(_SURE.search(match[0])) or len({name.lower() for name in _LIKELY.findall(match[0])}) > 1


def parts(blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
    """The headers of the message, what it says and what is attached, the headers of its parts."""
    message, mail = Message(reading.whole(blob).lstrip()), _Mail(blob, reading)
    headers = Runs()
    for entity in message:
        reading.tick(blob.path)
        if entity.number > reading.limits.members:
            raise LimitExceeded("members", blob.path)
        _add_headers(headers, entity)
        if entity.number == 1 and headers.length:
            yield headers.text()
            headers = Runs()
        yield from mail.entity(entity)
    if headers.length:
        yield headers.text()
    if message.truncated:
        yield Problem(blob.path, Status.PARTIAL, "truncated")


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Raises `CannotRedact`: not possible yet."""
    raise CannotRedact("this format cannot be redacted yet", blob.path)


def _add_headers(runs: Runs, entity: Entity) -> None:
    for name, value in entity.headers:
        at = f"header={escape(name)}" if entity.number == 1 else f"part={entity.number};header={escape(name)}"
        runs.add(f"{name}: ", at=at)
        runs.add(value, at=at, label=name)
        runs.glue("\n")


class _Mail:
    """Makes parts of the entities of one message, and counts its bodies."""

    def __init__(self, blob: Blob, reading: Reading) -> None:
        self._path = blob.path
        self._reading = reading
        self._names = Names()
        self._bodies = 0

    def entity(self, entity: Entity) -> Iterator[Part | Problem]:
        """What one entity holds."""
        place = f"part={entity.number}"
        if entity.kind.startswith("multipart/") or not entity.kind:
            yield from self._lines(decode(entity.raw), place)
            yield from self._doubts(entity, place)
            return
        content = entity.content
        self._reading.produced(len(content), self._path)
        yield from self._lines(decode(entity.stray), place)
        if _PGP in content:
            yield Problem(self._path, Status.ENCRYPTED, "pgp", place)
        if not content:
            yield from self._lines(decode(entity.raw), place)
        elif entity.kind.startswith("text/") and not entity.filename and entity.disposition != "attachment":
            yield from self._body(entity, content)
        elif entity.parameters.get("smime-type") == "enveloped-data":
            yield self._locked(entity)
        else:
            yield self._blob(entity, content)

    def _body(self, entity: Entity, content: bytes) -> Iterator[Part | Problem]:
        self._bodies += 1
        if entity.kind == "text/html":
            content = as_page(decode(content, entity.parameters.get("charset", "")))
        if entity.kind != "text/plain":
            name = f"body-{self._bodies}.{_suffix(entity.kind)}"
            yield Blob(step(self._path, self._names.distinct(name)), lambda: BytesIO(content), len(content))
            return
        text = decode(content, entity.parameters.get("charset", ""))
        if entity.parameters.get("format", "").lower() == "flowed":
            # a line that ends with a blank goes on in the next (RFC 3676)
            text = _FLOWED.sub(" ", text)
        yield from self._lines(text, f"body={self._bodies}")
        for name, data in uuencoded(content):
            self._reading.produced(len(data), self._path)
            yield self._member(name, name or "uuencoded", data)

    def _lines(self, text: str, place: str) -> Iterator[Text]:
        if not text.strip():
            return
        data = ("\ufeff" + text).encode("utf-8", "replace")
        for part in txt.parts(Blob(self._path, lambda: BytesIO(data), len(data)), self._reading):
            if isinstance(part, Text):
                yield replace(part, places=[f"{place};{line}" for line in part.places])

    def _doubts(self, entity: Entity, place: str) -> Iterator[Problem]:
        if entity.kind == "multipart/encrypted":
            yield Problem(self._path, Status.ENCRYPTED, "pgp", place)
        if entity.kind and not entity.parameters.get("boundary"):
            yield Problem(self._path, Status.PARTIAL, "boundary", place)

    def _blob(self, entity: Entity, content: bytes) -> Blob:
        kind = "message" if entity.kind == "message/rfc822" else "part"
        return self._member(entity.filename, f"{kind}-{entity.number}.{_suffix(entity.kind)}", content)

    def _member(self, name: str, fallback: str, content: bytes) -> Blob:
        path = step(self._path, self._names.distinct(name or fallback))
        return Blob(path, lambda: BytesIO(content), len(content), name)

    def _locked(self, entity: Entity) -> Blob:
        """A member that says, to whoever opens it, that it is encrypted."""
        path = step(self._path, self._names.distinct(entity.filename or f"part-{entity.number}.p7m"))

        def refuse() -> BinaryIO:
            raise Encrypted("smime", path)

        return Blob(path, refuse, None, entity.filename)


def _suffix(kind: str) -> str:
    subtype = kind.partition("/")[2]
    if kind.startswith("message/") and subtype != "rfc822":
        return "txt"
    return _SUFFIXES.get(subtype, subtype if re.fullmatch(r"[a-z0-9]{1,8}", subtype) else "bin")
