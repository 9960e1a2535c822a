"""Web pages and the HTML of e-mails."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.config import Limits
from piiscan.errors import LimitExceeded
from piiscan.formats import html
from piiscan.model import Blob, Part, Problem, Text
from piiscan.reading import Reading

SECRET = "123456782"


def blob_of(data: bytes) -> Blob:
    return Blob("a.html", lambda: io.BytesIO(data), len(data), "a.html")


def parts(data: bytes | str, **limits: Any) -> list[Part | Problem]:
    data = data.encode() if isinstance(data, str) else data
    return list(html.parts(blob_of(data), Reading(Limits(**limits))))


def text_of(data: bytes | str) -> Text:
    """The first Text: what is shown."""
    return next(part for part in parts(data) if isinstance(part, Text))


def everything(data: bytes | str) -> str:
    return "\n".join(part.text for part in parts(data) if isinstance(part, Text))


def embedded(data: str) -> dict[str, bytes]:
    return {part.path: part.open().read() for part in parts(data) if isinstance(part, Blob)}


def where(part: Text, text: str) -> tuple[str, str]:
    offset = part.text.index(text)
    return part.at(offset), part.label(offset)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>BSN 12<b>34</b>567<i><u>82</u></i></p>", "BSN 123456782"),
        ("<p>1234<!-- x -->56<wbr>78<span hidden>9</span>2</p>", "123456782"),
        ("<p>1234\n   56782</p>", "1234 56782"),
        ("<p>1234 <b> 56782</b></p>", "1234 56782"),
        ("<p>1234</p><p>56782</p>", "1234\n56782"),
        ("1234<br>56782", "1234\n56782"),
        ("<div>1234<div>56782</div>9</div>", "1234\n56782\n9"),
        ("<table><tr><td>1234<td>56782<tr><td><p>9</p></table>", "1234\t56782\n9"),
        ("<pre>1234\n  56782</pre>", "1234\n  56782"),
        ("<p>&#49;&#x32;&eacute;&nbsp;&lt;b&gt;</p>", "12é\xa0<b>"),
        ("<p>1234\x0056782</p>", "123456782"),
        ("tekst zonder opmaak", "tekst zonder opmaak"),
        ("<ul><li>1<li>2</ul><select><option>3<option>4</select>", "1\n2\n3\n4"),
    ],
)
def test_what_is_shown_reads_as_a_person_reads_it(markup: str, text: str) -> None:
    assert text_of(markup).text == text


def test_a_cell_has_the_head_of_its_column() -> None:
    part = text_of(
        "<p>x</p><table><tr><th>Naam<th>BSN<th>Plaats<tr><td>Sanne<td>1111<td>Ede<tr><td>Jan<td colspan=2>2222</table>"
        "<table><tr><td>Naam<td>Sanne<tr><td>Kvk<td>3333</table>"
    )
    assert where(part, "1111") == ("table=1;row=2;column=2", "BSN")
    assert where(part, "2222") == ("table=1;row=3;column=2", "BSN")
    assert where(part, "3333")[0] == "table=2;row=2;column=2"
    assert where(part, "3333")[1].endswith("Kvk")
    columns = part.column([part.text.index(text) for text in ("1111", "2222", "3333", "x")])
    assert columns[0] == columns[1] != columns[2]
    assert columns[3] == -1
    assert part.heads[columns[0]] == "BSN"


def test_a_new_head_further_down_begins_a_new_column() -> None:
    part = text_of("<table><tr><th>Naam<th>BSN<tr><td>Sanne<td>1111<tr><th>Naam<th>Tel<tr><td>Jan<td>2222</table>")
    assert [where(part, text)[1] for text in ("1111", "2222")] == ["BSN Sanne", "Tel Jan"]
    columns = part.column([part.text.index(text) for text in ("1111", "2222")])
    assert [part.heads[column] for column in columns] == ["BSN", "Tel"]


def test_paragraphs_are_counted() -> None:
    part = text_of("<h1>Kop</h1><p>een <b>twee</b></p>\n<p> </p><p>drie</p>")
    assert where(part, "twee")[0] == "paragraph=2"
    assert where(part, "drie")[0] == "paragraph=3"


@pytest.mark.parametrize(
    "markup",
    [
        "<div hidden>12345<b>6782</b></div>",
        "<p style='DISPLAY : none'>123456782</p>",
        "<script>var bsn = '123456782' < 3;</script>",
        "<style>/* 123456782 */</style>",
        "<template><p>12345<b>6782</b></p></template>",
        "<!-- 123456782 -->",
        "<!-- 123456782",
        "<![CDATA[123456782]]>",
        "<?php 123456782 ?>",
        "<title>123456782</title>",
        "<meta name=bsn content=123456782>",
        "<img alt='123456782'>",
        "<a href='mailto:%31%32%33456782@example.nl'>x</a>",
        "<input value='123456782'>",
        "<p data-123456782=x>",
        "<p 123456782>",
        "<x-123456782>y</x-123456782>",
        "<noscript>123456782</noscript>",
        "<textarea>123456782",
        "<iframe>123456782</iframe>",
        "<plaintext>123456782",
        "<svg><text>123456782</text></svg>",
        "<p title='123456782",
        "<object data='x/123456782'></object>",
        '<p title="x>123456782',
        "<p title=123456782",
        "<p123456782",
        "<!doctype 123456782",
        "</p 123456782>",
    ],
)
def test_what_is_not_shown_is_read(markup: str) -> None:
    assert SECRET in everything(f"<p>x</p>{markup}")


@pytest.mark.parametrize(
    "markup", ["", "x", "<p>x</p>", "<p title=x", "<!-- x", "<script>x", "<p title='x'>", '<a b="c']
)
def test_nothing_is_added(markup: str) -> None:
    assert "\ue000" not in everything(markup)
    assert everything("<p>x").strip() == "x"


def test_a_form_field_has_the_label_that_stands_before_it() -> None:
    beside = next(
        p for p in parts("<label>BSN</label><input name=v1 value=1111>") if isinstance(p, Text) and "1111" in p.text
    )
    assert where(beside, "1111") == ("paragraph=1;attribute=value", "v1 BSN")


@pytest.mark.parametrize(
    ("markup", "path", "content"),
    [
        ("<a href='data:text/plain,123%34'>x</a>", "a.html!/data-1.txt", b"1234"),
        ("<a href='data:,1234'>x</a>", "a.html!/data-1.txt", b"1234"),
        ("<img src=' DATA:image/png;base64,iVBO Rw0K'>", "a.html!/data-1.png", b"\x89PNG\r\n"),
        ("<style>a{b:url(data:text/plain;charset=utf-8;base64,MTIzNA==)}</style>", "a.html!/data-1.txt", b"1234"),
        ("<p style='b:url(data:text/plain;base64,MTIzNA)'>", "a.html!/data-1.txt", b"1234"),
        ("<a href='data:image/svg+xml,%3Csvg/%3E'>", "a.html!/data-1.svg", b"<svg/>"),
    ],
)
def test_what_an_address_holds_is_a_blob(markup: str, path: str, content: bytes) -> None:
    assert embedded(markup) == {path: content}


def test_a_page_inside_an_attribute_is_a_page() -> None:
    found = embedded("<iframe srcdoc='<p>12345<b>6782</b>'></iframe>")
    (content,) = found.values()
    assert html.sniff(content)
    assert text_of(content).text == SECRET


def test_words_that_begin_with_data_are_text() -> None:
    assert SECRET in everything(f"<p title='data: {SECRET}, en meer'>")
    assert SECRET in everything(f"<p title='data:{SECRET}/x;y'>")


@pytest.mark.parametrize(
    "data",
    [
        "<meta charset=iso-8859-1><p>Renée".encode("latin-1"),
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>Renée'.encode("cp1252"),
        "<meta charset=iso-8859-1><p>Renée".encode("utf-8-sig"),
        "<meta charset=utf-8><p>Renée".encode(),
        "<p>Renée".encode("cp1252"),
        "<html><p>Renée".encode("utf-16"),
        "<meta charset=idna><p>Renée".encode(),
    ],
)
def test_the_encoding_is_the_declared_one_or_ours(data: bytes) -> None:
    assert text_of(data).text == "Renée"


@pytest.mark.parametrize(
    "data",
    [
        b"<div>" * 100_000 + b"123456782",
        b"<table><tr><td>" * 30_000 + b"123456782",
        b"<" * 300_000 + b"b>123456782",
        b"<!--" * 300_000 + b"123456782",
        b"&" * 300_000 + b"123456782",
        b"<a " + b" ".join(b"a%d=1" % n for n in range(30_000)) + b">123456782",
        b"<a title='" + b"x" * 11_000_000 + b"123456782'>",
        b"<p style='" + b"data:a/b;base64," * 60_000 + b"'>123456782",
        b"x " * 1_000_000 + b"123456782",
        b"</p>" * 100_000 + b"123456782",
        b"<b hidden>" * 50_000 + b"123456782",
    ],
    ids=["deep", "tables", "less", "comment", "amp", "attributes", "long", "data", "text", "ends", "hidden"],
)
def test_hostile_input_is_read_in_linear_time(data: bytes) -> None:
    start = time.process_time()
    assert SECRET in everything(data)
    assert time.process_time() - start < 8


def test_a_page_without_end_reaches_the_limit() -> None:
    with pytest.raises(LimitExceeded):
        parts(b"<p>" + b"xy " * 2_000_000, part=1_000_000)


def test_embedded_content_is_charged() -> None:
    with pytest.raises(LimitExceeded):
        parts("<img src='data:image/png;base64," + "A" * 100_000 + "'>", produced=10_000)


def test_a_large_page_is_read_in_windows() -> None:
    row = f"<tr><td>Sanne de Wit<td>{SECRET}</tr>\n"
    found = [p for p in parts("<table><tr><th>Naam<th>BSN</tr>" + row * 60_000 + "</table>") if isinstance(p, Text)]
    assert len(found) > 1
    assert found[1].base == len(found[0].text)
    assert sum(part.text.count(SECRET) for part in found) == 60_000
    assert where(found[-1], SECRET)[1].startswith("BSN")


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"<!DOCTYPE html><p>x", True),
        (b"\xef\xbb\xbf \n<!-- x --><HTML lang=nl>", True),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x' 'y'><html/>", True),
        (b"<div><p>Beste</p></div>", True),
        (b"<p>alleen dit", False),
        (b"Beste Sanne,<br>hoe<br>gaat<br>het", False),
        (b"<sanne> hoi <jan> <piet>", False),
        (b"<?xml version='1.0'?><a/>", False),
        (b"", False),
    ],
)
def test_html_is_seen(data: bytes, seen: bool) -> None:
    assert html.sniff(data) is seen


@given(st.binary(max_size=200))
def test_any_bytes_are_read(noise: bytes) -> None:
    for data in (
        noise,
        b"<table><tr><td>" + noise,
        b"<a href='data:" + noise + b"'>",
        b"<meta charset=" + noise + b">",
    ):
        for part in parts(data):
            assert not isinstance(part, Text) or len(part.places) == len(part.starts)
