"""Bytes to text: which encoding, decided without guessing from a language."""

from __future__ import annotations

import codecs

__all__ = ["decode", "encoding_of", "looks_like_text"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(head: bytes) -> str | None:
    """The codec of content that begins like this, or None where it is no text.

    A byte order mark decides; else NULs in every other place mean UTF-16; else valid UTF-8; else Windows-1252, where
    the bytes are mostly printable.
    """
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    sample = head[:4096]
    if b"\0" in sample:
        return _utf16(sample)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
        return "utf-8" if _printable(sample) else None
    except UnicodeDecodeError:
        return "cp1252" if _printable(sample) else None


def looks_like_text(head: bytes) -> bool:
    """Whether a head is text in some encoding."""
    return bool(head) and encoding_of(head) is not None


def decode(data: bytes) -> str:
    """All of a text, its byte order mark dropped; what does not decode becomes U+FFFD or a Latin-1 control."""
    name = encoding_of(data[: 1 << 17]) or "cp1252"
    if name == "utf-8":
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            name = "cp1252"
    return data.decode(name, errors="replace")


def _printable(sample: bytes) -> bool:
    control = sum(byte < 32 and byte not in (7, 8, 9, 10, 11, 12, 13, 27) for byte in sample)
    return control * 50 <= len(sample)


def _utf16(sample: bytes) -> str | None:
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None
