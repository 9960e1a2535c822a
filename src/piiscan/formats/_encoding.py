"""Bytes to text and back: which encoding, decided without guessing from a language.

Two ways to decode. `lossless` gives every byte back when it is encoded again, for formats that write a copy. `texts`
and `decode` are for reading only: a byte that is wrong in UTF-8 is read as Windows-1252, so that in a file of mixed
encodings a name is still a name.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

__all__ = ["bom_of", "decode", "encoding_of", "looks_like_text", "lossless", "named", "texts"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 1 << 17
_CHUNK = 1 << 18
_CONTROL = bytes(sorted({*range(32)} - {7, 8, 9, 10, 11, 12, 13, 27}))
_DECLARED = re.compile(
    r"(utf_?(7|8|16|32)(_?[bl]e)?|u8|(us_?)?ascii|iso_?8859_?\d+|latin_?\d+|windows_?\d+|cp_?\d+|ibm_?\d+|macintosh"
    r"|mac_?(roman|latin2|cyrillic|greek|turkish)|koi8_?[rtu]|gbk|gb2312|gb18030|big5(_?hkscs)?|shift_?jis|s_?jis|euc_?(jp|kr)"
    r"|iso_?2022_?(jp|kr)\w*|hz|viscii|tis_?620|johab)"
)
_TAKEN_FOR = {"ascii": "cp1252", "iso8859-1": "cp1252", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}


def encoding_of(head: bytes) -> str | None:
    """The codec of content that begins like this, or None where it is no text.

    A byte order mark decides (`bom_of` tells how long it is); else NULs in every other place mean UTF-16; else UTF-8,
    where it is valid but for a stray byte; else Windows-1252, where the bytes are mostly printable.
    """
    for bom, marked in _BOMS:
        if head.startswith(bom):
            return marked
    sample = head[:4096]
    if b"\0" in sample and (name := _utf16(sample)):
        return name
    if not _printable(sample):
        return None
    return "utf-8" if _is_utf8(head) else "cp1252"


def bom_of(head: bytes) -> bytes:
    """The byte order mark that content begins with; empty where it has none."""
    return next((bom for bom, _ in _BOMS if head.startswith(bom)), b"")


def looks_like_text(head: bytes) -> bool:
    """Whether a head is text in some encoding."""
    return bool(head) and encoding_of(head) is not None


def named(charset: str) -> str | None:
    """The codec for a declared character set, or None for an unknown or unfit one (``idna``, ``rot13``, ``zlib``).

    As browsers do, ASCII and ISO-8859-1 are read as Windows-1252, which holds them both, and UTF-16 as little-endian.

    >>> named("ISO-8859-1"), named("UTF-8"), named("rot13")
    ('cp1252', 'utf-8', None)
    """
    plain = re.sub(r"[-_ .]+", "_", charset.strip().strip("'\"").lower()).removeprefix("x_")
    if not _DECLARED.fullmatch(plain):
        return None
    try:
        name = codecs.lookup(plain.replace("windows_", "cp")).name
    except LookupError:
        return None
    return _TAKEN_FOR.get(name, name)


def decode(data: bytes, declared: str = "") -> str:
    """All of a text, its byte order mark dropped; what does not decode becomes Windows-1252 or U+FFFD.

    Arguments:
        data: the whole text.
        declared: the character set that something outside the text names; used where the text fits it.
    """
    name = named(declared) if declared and not bom_of(data) else None
    # much that calls itself ASCII or Latin-1 is UTF-8, and hardly any Latin-1 looks like UTF-8
    for codec in ("utf-8", name) if name == "cp1252" else (name,) if name else ():
        try:
            return data.decode(codec)
        except UnicodeError:
            continue
    return data[len(bom_of(data)) :].decode(_anyhow(data[:_HEAD]), errors="read-on")


def texts(stream: BinaryIO, declared: str = "") -> Iterator[str]:
    """A stream as pieces of text for reading only; never raises for what does not decode.

    Arguments:
        stream: at the start of the text.
        declared: the character set that the text itself names; a byte order mark and UTF-16 are believed first.
    """
    head = stream.read(_HEAD)
    name = _anyhow(head)
    told = named(declared)
    if told and not bom_of(head) and not name.startswith("utf-16") and (told != "cp1252" or head.isascii()):
        name = told
    decoder = codecs.getincrementaldecoder(name)(errors="read-on")
    piece = head[len(bom_of(head)) :]
    while piece:
        yield decoder.decode(piece)
        piece = stream.read(_CHUNK)
    yield decoder.decode(b"", final=True)


def lossless(head: bytes) -> tuple[bytes, codecs.IncrementalDecoder, codecs.IncrementalEncoder]:
    """The byte order mark, a decoder for what follows it, and an encoder that gives the same bytes back.

    In the text, a byte that is wrong in UTF-8 is a lone surrogate, and the five holes of Windows-1252 are the control
    characters of Latin-1. A character that the encoding lacks (of a replacement) is written as ``?``.
    """
    name = _anyhow(head)
    # does the same to UTF-8, without a call for every byte that is wrong
    errors = "surrogateescape" if name == "utf-8" else "give-back"
    return bom_of(head), codecs.getincrementaldecoder(name)(errors), codecs.getincrementalencoder(name)("give-back")


def _anyhow(head: bytes) -> str:
    """The codec, also of what is no text."""
    return encoding_of(head) or ("utf-8" if _is_utf8(head) else "cp1252")


def _printable(sample: bytes) -> bool:
    control = len(sample) - len(sample.translate(None, _CONTROL))
    return control * 50 <= len(sample)


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
        return True
    except UnicodeDecodeError:
        text = head.decode("utf-8", "ignore")
        bad = len(head) - len(text.encode())
        return len(text) - len(text.encode("ascii", "ignore")) > bad


def _utf16(sample: bytes) -> str | None:
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _read_on(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    if error.encoding == "charmap":
        return wrong.decode("latin-1"), error.end
    return (wrong.decode("cp1252", "replace") if error.encoding == "utf-8" else "\ufffd"), error.end


def _give_back(error: UnicodeError) -> tuple[str | bytes, int]:
    if isinstance(error, UnicodeDecodeError):
        wrong = error.object[error.start : error.end]
        if error.encoding == "charmap":
            return wrong.decode("latin-1"), error.end
        if error.encoding == "utf-8":
            return wrong.decode("ascii", "surrogateescape"), error.end
        return _surrogates(error) or ("\ufffd", error.end)
    if isinstance(error, UnicodeEncodeError):
        return _encoded(error.object[error.start], error), error.start + 1
    raise error


def _surrogates(error: UnicodeDecodeError) -> tuple[str, int] | None:
    """A lone surrogate of UTF-16 or UTF-32 as it is; None for a piece that was cut off."""
    try:
        return codecs.lookup_error("surrogatepass")(error)  # type: ignore[return-value]
    except UnicodeDecodeError:
        return None


def _encoded(character: str, error: UnicodeEncodeError) -> bytes:
    if error.encoding == "charmap":
        return character.encode("latin-1", "replace")
    if error.encoding == "utf-8":
        return character.encode("ascii", "surrogateescape") if "\udc80" <= character <= "\udcff" else b"?"
    return character.encode(error.encoding, "surrogatepass")


codecs.register_error("read-on", _read_on)
codecs.register_error("give-back", _give_back)
