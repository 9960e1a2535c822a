"""The structure of an e-mail: entities with headers and a body, in one pass over its bytes.

Nothing recurses and nothing is looked at twice, so neither a header of megabytes nor thousands of multiparts inside
each other cost more than their length.

Source: RFC 5322 (headers), RFC 2045 and 2046 (MIME), RFC 2047 (words in headers), RFC 2231 (parameters).
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from piiscan.formats._encoding import decode

__all__ = ["Entity", "Message", "uuencoded", "words"]

_HEADER = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*([^\r\n]*+(?:\r?\n[ \t]+[^\r\n]*+)*+)(?:\r?\n|\Z)")
_ENVELOPE = re.compile(rb"(>?From) ([^\r\n]*)(?:\r?\n|\Z)")
_EMPTY_LINE = re.compile(rb"[ \t]*(?:\r?\n|\Z)")
_DELIMITER = re.compile(rb"^--([^\r\n]+)(?:\r?\n|\Z)", re.MULTILINE)
_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(?<=\?=)\s+(?==\?)")
_PARAMETER = re.compile(
    r";\s*([\w!#$&+^`|~.%'-]+?)(?:\*(\d{1,3}))?(\*)?\s*=\s*(\"(?:[^\"\\]|\\.)*+\"?|[^;]*)", re.DOTALL
)
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_ONLY_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]*")
_UU = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]*)\r?\n((?:[ -`]{1,62}[^\S\n]*\n)++)(?:end\b)?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entity:
    """A part of a message that has headers, or the text between the parts.

    Arguments:
        number: in the order of the message, from 1.
        headers: names and values, words decoded, lines unfolded.
        kind: the content type, lower case; ``multipart/...`` where ``raw`` is only what stands before its parts, and
            empty for what stands after them.
        parameters: of the content type, names in lower case.
        raw: the body as it was sent.
    """

    number: int
    headers: tuple[tuple[str, str], ...]
    kind: str
    parameters: dict[str, str]
    raw: bytes

    def header(self, name: str) -> str:
        """The first value of a header; empty where it has none."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def disposition(self) -> str:
        """``"attachment"``, ``"inline"`` or empty."""
        return self.header("content-disposition").partition(";")[0].strip().lower()

    @property
    def filename(self) -> str:
        """The name that the sender gave it; empty where it has none."""
        return _typed(self.header("content-disposition"))[1].get("filename") or self.parameters.get("name", "")

    @property
    def content(self) -> bytes:
        """The body, its transfer encoding undone; what does not fit the encoding is left out."""
        encoding = self.header("content-transfer-encoding").strip().lower()
        if encoding == "base64":
            return b"".join(map(_base64, re.split(rb"=+", self.raw)))
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.raw)
        if encoding in ("x-uuencode", "uuencode", "x-uue"):
            return b"".join(data for _, data in uuencoded(self.raw))
        return self.raw

    @property
    def stray(self) -> bytes:
        """Lines of a base64 body that are none: a mailing list's footer, or something to be overlooked."""
        if self.header("content-transfer-encoding").strip().lower() != "base64":
            return b""
        return b"\n".join(line for line in self.raw.splitlines() if not _ONLY_BASE64.fullmatch(line))


class Message:
    """A message; iterating it gives its entities, in their order.

    Arguments:
        data: the whole message.

    Attributes:
        truncated: after the last entity: whether a multipart did not end.
    """

    def __init__(self, data: bytes) -> None:
        self.truncated = False
        self._data = data
        self._open: dict[bytes, int] = {}  # boundaries and how deep they are

    def __iter__(self) -> Iterator[Entity]:
        position, number, after = 0, 0, False
        while True:
            number += 1
            headers, start = ((), position) if after else self._headers(position)
            kind, parameters = _typed(next((v for k, v in headers if k.lower() == "content-type"), ""))
            kind = "" if after else kind or "text/plain"
            if kind.startswith("multipart/") and parameters.get("boundary"):
                self._open[parameters["boundary"].encode("utf-8", "replace").rstrip()] = len(self._open)
            delimiter, after = self._delimiter(start)
            end = delimiter.start() if delimiter else len(self._data)
            # the line end before a delimiter belongs to it
            for mark in (b"\n", b"\r") if delimiter else ():
                end -= self._data.endswith(mark, start, end)
            yield Entity(number, headers, kind, parameters, self._data[start:end])
            if not delimiter:
                self.truncated = bool(self._open)
                return
            position = delimiter.end()

    def _headers(self, position: int) -> tuple[tuple[tuple[str, str], ...], int]:
        """The headers that begin here, and where the body begins."""
        headers = []
        while match := _HEADER.match(self._data, position) or _ENVELOPE.match(self._data, position):
            value = words(decode(_FOLD.sub(b"", match[2])))
            headers.append((match[1].decode("ascii"), value))
            position = match.end()
        empty = _EMPTY_LINE.match(self._data, position)
        return tuple(headers), empty.end() if empty else position

    def _delimiter(self, position: int) -> tuple[re.Match[bytes] | None, bool]:
        """The next line that ends a part, and whether it ends the multipart; boundaries inside it are forgotten."""
        for match in _DELIMITER.finditer(self._data, position) if self._open else ():
            line = match[1].rstrip()
            closes = line not in self._open and line.endswith(b"--")
            depth = self._open.get(line[:-2] if closes else line)
            if depth is not None:
                while len(self._open) > depth + (not closes):
                    self._open.popitem()
                return match, closes
        return None, False


def words(value: str) -> str:
    """A header with its encoded words decoded.

    >>> words("=?utf-8?q?Ren=C3=A9e?= =?utf-8?b?IGRlIFdpdA==?= <r@example.nl>")
    'Renée de Wit <r@example.nl>'
    """
    if "=?" not in value:
        return value
    pieces: list[str] = []
    held, charset, position = b"", "", 0
    value = _BETWEEN_WORDS.sub("", value)
    for match in _WORD.finditer(value):
        if match.start() > position or match[1].lower() != charset:
            # a character may be split over words that stand together
            pieces += [decode(held, charset), value[position : match.start()]]
            held, charset = b"", match[1].lower()
        letters = match[3].encode("utf-8", "replace")
        held += _base64(letters) if match[2] in "bB" else binascii.a2b_qp(letters, header=True)
        position = match.end()
    return "".join([*pieces, decode(held, charset), value[position:]])


def uuencoded(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The names and contents of what stands uuencoded in a text."""
    for match in _UU.finditer(data):
        yield decode(match[1]).strip(), b"".join(map(_uudecoded, match[2].splitlines()))


def _typed(value: str) -> tuple[str, dict[str, str]]:
    """A type (``text/plain``) and its parameters, put together where they are continued."""
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for name, number, percent, written in _PARAMETER.findall(value):
        text = re.sub(r"\\(.)", r"\1", written[1:].removesuffix('"')) if written.startswith('"') else written.strip()
        pieces.setdefault(name.lower(), []).append((int(number or 0), bool(percent), text))
    return value.partition(";")[0].strip().lower(), {name: _joined(found) for name, found in pieces.items()}


def _joined(pieces: list[tuple[int, bool, str]]) -> str:
    pieces = sorted(pieces)
    if not any(percent for _, percent, _ in pieces):
        return "".join(text for _, _, text in pieces)
    charset, mark, first = pieces[0][2].partition("'")
    first = first.partition("'")[2] if mark else pieces[0][2]
    texts = [(pieces[0][1], first), *((percent, text) for _, percent, text in pieces[1:])]
    data = b"".join(unquote_to_bytes(text) if percent else text.encode("utf-8", "replace") for percent, text in texts)
    return decode(data, charset if mark else "utf-8")


def _base64(data: bytes) -> bytes:
    letters = _NO_BASE64.sub(b"", data)
    # one letter too many is no byte
    return binascii.a2b_base64(letters[: len(letters) - (len(letters) % 4 == 1)] + b"==")


def _uudecoded(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        return b""
