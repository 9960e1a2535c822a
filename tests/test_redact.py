"""Redaction: what is found is gone, the rest is kept, and what cannot be proven clean is not written."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import piiscan
from piiscan import formats
from piiscan.config import Config, Limits
from piiscan.errors import CannotRedact, ConfigError, LeakFound, SourceError
from piiscan.model import Blob
from piiscan.redact import Redaction, Redactor, _padded

REDACTOR = Redactor(Config.fast())


def redact(data: bytes, path: str = "a.txt", **options: object) -> tuple[bytes, Redaction]:
    out = io.BytesIO()
    done = REDACTOR.redact(Blob(path, lambda: io.BytesIO(data), len(data), path), out, **options)  # type: ignore[arg-type]
    return out.getvalue(), done


@pytest.mark.parametrize(
    ("style", "expected"),
    [("label", "BSN: [BSN]."), ("mask", "BSN: *******82."), ("block", "BSN: █████████.")],
)
def test_styles(style: str, expected: str) -> None:
    assert REDACTOR.redact_text("BSN: 123456782.", style=style).text == expected


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(ConfigError):
        REDACTOR.redact_text("x", style="blur")


def test_a_value_is_cut_everywhere_once_it_is_known() -> None:
    data, done = redact(b"BSN: 123456782\r\nlater: 1234 56 782 en 123456782x\r\n")
    assert data == b"BSN: [BSN]\r\nlater: [BSN] en [BSN]x\r\n"
    assert done.removed == {"NL_BSN": 3}
    assert done.status == "done"
    assert {"rescan", "search", "text"} <= set(done.verified_by)


def test_named_values_are_cut() -> None:
    data, _ = redact(b"Aan Sanne  de Wit, SANNE DE WIT.", values=["Sanne de Wit"])
    assert data.decode() == "Aan [VERWIJDERD], [VERWIJDERD]."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_stays(encoding: str) -> None:
    data, _ = redact("Geëerde heer,\r\nBSN: 123456782\r\n".encode(encoding))
    assert data.decode(encoding) == "Geëerde heer,\r\nBSN: [BSN]\r\n"


def test_a_folder_of_a_zip_is_redacted_in_turn_names_too() -> None:
    source = io.BytesIO()
    with zipfile.ZipFile(source, "w") as archive:
        archive.comment = b"BSN 123456782"
        archive.writestr("BSN 123456782/brief.txt", "BSN 123456782")
        archive.writestr("rest.txt", "niets")
    data, done = redact(source.getvalue(), "a.zip")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["BSN [BSN]/brief.txt", "rest.txt"]
        assert archive.read("rest.txt") == b"niets"
        assert archive.comment == b""
    assert b"123456782" not in data
    assert done.rewritten


def test_a_member_that_cannot_be_read_stops_it() -> None:
    source = io.BytesIO()
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("a.bin", bytes(range(256)) * 9)
    with pytest.raises(CannotRedact) as caught:
        redact(source.getvalue(), "a.zip")
    assert "a.bin" in caught.value.path


def test_what_has_no_redaction_refuses() -> None:
    with pytest.raises(CannotRedact):
        redact(b'{"bsn": "123456782"}', "a.json")


def test_a_limit_stops_it() -> None:
    small = Redactor(Config.fast(limits=Limits(produced=1000)))
    source = io.BytesIO()
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "0" * 100_000)
    data = source.getvalue()
    with pytest.raises(CannotRedact):
        small.redact(Blob("a.zip", lambda: io.BytesIO(data), len(data), "a.zip"), io.BytesIO())


def test_a_format_that_leaves_something_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    txt = next(form for form in formats.all_formats() if formats.name_of(form) == "txt")
    monkeypatch.setattr(txt, "redact", lambda blob, edit, out, reading: out.write(blob.open().read()))
    with pytest.raises(LeakFound) as caught:
        redact(b"BSN: 123456782")
    assert "123456782" not in str(caught.value)


@pytest.mark.parametrize(
    "left", ["123456782".encode("utf-16-le"), b"1234.56.782", b"<b>1234</b><i>56782</i>", b"&#49;23456782 <br>"]
)
def test_a_value_left_in_another_form_is_caught(monkeypatch: pytest.MonkeyPatch, left: bytes) -> None:
    txt = next(form for form in formats.all_formats() if formats.name_of(form) == "txt")

    def leaky(blob: Blob, edit: object, out: io.BytesIO, reading: object) -> None:
        for part in txt.parts(blob, reading):  # type: ignore[arg-type]
            edit.text(part)  # type: ignore[attr-defined]
        out.write(left)

    monkeypatch.setattr(txt, "redact", leaky)
    with pytest.raises(LeakFound):
        redact(b"BSN: 123456782")


def test_a_file_is_published_whole_and_never_over_another(tmp_path: Path) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "b.txt"
    source.write_text("BSN: 123456782")
    before = source.stat()
    done = piiscan.redact(source, target, config=Config.fast())
    assert (target.read_text(), done.target) == ("BSN: [BSN]", str(target))
    assert source.stat().st_mtime_ns == before.st_mtime_ns
    with pytest.raises(SourceError):
        piiscan.redact(source, target, config=Config.fast())
    with pytest.raises(SourceError):
        piiscan.redact(source, source, config=Config.fast(), force=True)
    assert source.read_text() == "BSN: 123456782"


def test_a_refusal_leaves_nothing_behind(tmp_path: Path) -> None:
    source = tmp_path / "a.json"
    source.write_text('{"bsn": "123456782"}')
    with pytest.raises(CannotRedact):
        piiscan.redact(source, tmp_path / "b.json", config=Config.fast())
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from(["BSN 123456782", "é", "\n", "1234.56.782", " ", "06-12345678", "x@voorbeeld.nl", "de"]))
)
def test_redacting_twice_changes_nothing(words: list[str]) -> None:
    once = REDACTOR.redact_text(" ".join(words)).text
    assert "123456782" not in once
    assert REDACTOR.redact_text(once).text == once


def test_a_box_grows_to_all_sides() -> None:
    grown = _padded(((10.0, 10.0), (110.0, 10.0), (110.0, 30.0), (10.0, 30.0)))
    assert grown == ((6.4, 6.4), (113.6, 6.4), (113.6, 33.6), (6.4, 33.6))
