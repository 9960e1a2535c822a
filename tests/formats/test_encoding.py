"""Bytes to text and back."""

from __future__ import annotations

import codecs
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from piiscan.formats import _encoding
from piiscan.formats._encoding import bom_of, decode, encoding_of, looks_like_text, lossless, named, texts

TEXT = "Beste Renée, uw BSN is 123456782. € 1.234,56\r\n" * 3


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("cp1252"), "cp1252"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32-le"),
        (TEXT.encode() + b"\xe9", "utf-8"),
        (b"log\0" + TEXT.encode(), "utf-8"),
    ],
)
def test_the_encoding_is_seen_in_the_bytes(data: bytes, name: str) -> None:
    assert encoding_of(data) == name
    assert "BSN is 123456782" in decode(data)
    assert "Renée" in decode(data)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)), bytes(1000), b""])
def test_what_is_no_text_is_none(data: bytes) -> None:
    assert not looks_like_text(data)


def test_an_odd_utf16_is_still_read() -> None:
    assert "123456782" in decode(TEXT.encode("utf-16-le") + b"x")


def test_a_character_on_the_border_of_the_head_does_not_make_it_windows() -> None:
    head = b"x" * 65535 + "é".encode()[:1] + "é".encode()[1:] + b"y" * 100 + b"\xc3"
    assert encoding_of(head) == "utf-8"
    assert encoding_of("é".encode() * 40 + b"\xa9" + "é".encode() * 40) == "utf-8"


@pytest.mark.parametrize(
    "charset", ["idna", "punycode", "rot13", "zlib", "hex", "unicode_escape", "undefined", "x" * 99]
)
def test_a_charset_that_is_no_encoding_is_refused(charset: str) -> None:
    assert named(charset) is None
    assert decode("Renée".encode(), charset) == "Renée"


@pytest.mark.parametrize(
    ("charset", "name"),
    [
        ("US-ASCII", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("windows-1250", "cp1250"),
        ("utf8", "utf-8"),
        ("UTF-7", "utf-7"),
    ],
)
def test_a_declared_charset_is_looked_up(charset: str, name: str) -> None:
    assert named(charset) == name


def test_what_calls_itself_latin_but_is_utf8_is_utf8() -> None:
    assert decode("Renée".encode(), "iso-8859-1") == "Renée"
    assert decode("Renée".encode("latin-1"), "iso-8859-1") == "Renée"
    assert "".join(texts(io.BytesIO("Renée".encode()), "iso-8859-1")) == "Renée"


@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "cp1252"]), st.integers(1, 9))
def test_lossless_gives_every_byte_back(noise: bytes, encoding: str, size: int) -> None:
    data = (TEXT.encode(encoding) if encoding else b"") + noise
    bom, decoder, encoder = lossless(data)
    name = encoding_of(data) or ""
    if name.startswith(("utf-16", "utf-32")):
        return  # a piece of a character at the end of those is replaced
    out, rest = bom, data[len(bom) :]
    for start in range(0, len(rest), size):
        out += encoder.encode(decoder.decode(rest[start : start + size]))
    assert out + encoder.encode(decoder.decode(b"", final=True)) == data


@given(st.text(max_size=80), st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_lossless_gives_utf16_back(text: str, encoding: str) -> None:
    assume(not text.startswith("\0"))  # the mark of UTF-32
    data = (codecs.BOM_UTF16_LE if encoding.endswith("le") else codecs.BOM_UTF16_BE) + text.encode(encoding)
    bom, decoder, encoder = lossless(data)
    assert bom + encoder.encode(decoder.decode(data[len(bom) :], final=True)) == data


def test_a_replacement_that_the_encoding_lacks_is_written_as_question_marks() -> None:
    _, decoder, encoder = lossless("Renée".encode("cp1252"))
    assert encoder.encode(decoder.decode("Renée".encode("cp1252")) + "██") == b"Ren\xe9e??"


@given(st.binary(max_size=400), st.sampled_from(["", "utf-8", "ascii", "utf-16", "utf-7", "big5", "onzin"]))
def test_reading_never_raises_and_gives_proper_text(data: bytes, declared: str) -> None:
    decode(data, declared).encode()
    "".join(texts(io.BytesIO(data), declared)).encode()


def test_pieces_are_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_encoding, "_CHUNK", 3)
    monkeypatch.setattr(_encoding, "_HEAD", 7)
    data = TEXT.encode("utf-8-sig")
    assert "".join(texts(io.BytesIO(data))) == TEXT == decode(data)
    assert bom_of(data) == codecs.BOM_UTF8
