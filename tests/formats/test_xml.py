"""XML of any kind."""

from __future__ import annotations

import http.server
import io
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.config import Limits
from piiscan.errors import LimitExceeded, ReadError
from piiscan.formats import xml
from piiscan.model import Blob, Part, Problem, Status, Text
from piiscan.reading import Reading

SECRET = "123456782"


def blob_of(data: bytes) -> Blob:
    return Blob("a.xml", lambda: io.BytesIO(data), len(data), "a.xml")


def parts(data: bytes | str, **limits: Any) -> list[Part | Problem]:
    data = data.encode() if isinstance(data, str) else data
    return list(xml.parts(blob_of(data), Reading(Limits(**limits))))


def text_of(data: bytes | str) -> Text:
    """The first Text: what the elements say."""
    part = parts(data)[0]
    assert isinstance(part, Text)
    return part


def everything(data: bytes | str) -> str:
    return "\n".join(part.text for part in parts(data) if isinstance(part, Text))


def where(part: Text, text: str) -> tuple[str, str]:
    offset = part.text.index(text)
    return part.at(offset), part.label(offset)


def test_text_has_the_place_and_the_label_of_its_element() -> None:
    part = text_of("<r><p><bsn>1111</bsn></p><p><naam>Jan</naam><bsn>2222</bsn></p><v name='kvk'>3333</v></r>")
    assert part.text == "1111\nJan\n2222\n3333"
    assert where(part, "1111") == ("element=/r/p/bsn", "bsn")
    assert where(part, "2222") == ("element=/r/p[2]/bsn", "bsn")
    assert where(part, "3333") == ("element=/r/v", "kvk")
    assert part.column([part.text.index("1111")]) == part.column([part.text.index("2222")])


def test_attributes_have_theirs() -> None:
    _, beside, names = parts('<r xmlns:a="urn:x"><p a:bsn="1111"/><veld naam="bsn" waarde="2222"/>x</r>')
    assert isinstance(beside, Text)
    assert where(beside, "1111") == ("element=/r/p;attribute=bsn", "bsn")
    assert where(beside, "2222") == ("element=/r/veld;attribute=waarde", "bsn")
    assert isinstance(names, Text)
    assert "{urn:x}bsn" in names.text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>BSN 1234<b>56</b>782</p>", "BSN 123456782"),
        ("<p>BSN <b>1234</b><b>56782</b></p>", "BSN 123456782"),
        ("<p>BSN <b>1234</b> <i>56782</i></p>", "BSN 1234 56782"),
        ("<p>1234<!-- x -->56782</p>", "123456782"),
        ("<p>123456782<naam>Jan</naam></p>", "123456782 Jan"),
        ("<r><a>1234</a><b>56782</b></r>", "1234\n56782"),
        ("<r>\n <a>1234</a>\n <b>56782</b>\n</r>", "1234\n56782"),
        ("<r>&#49;&#x32;3&amp;<![CDATA[<4>]]></r>", "123&<4>"),
    ],
)
def test_mixed_content_is_one_and_records_are_lines(markup: str, text: str) -> None:
    assert text_of(markup).text == text


@pytest.mark.parametrize(
    "data",
    [
        '<?xml version="1.0" encoding="ISO-8859-1"?><a>Renée</a>'.encode("latin-1"),
        '<?xml version="1.0" encoding="UTF-16"?><a>Renée</a>'.encode("utf-16"),
        '<?xml version="1.0" encoding="windows-1252"?><a>Renée</a>'.encode("cp1252"),
        "<a>Renée</a>".encode("utf-8-sig"),
        "<a>Renée</a>".encode("cp1252"),
    ],
)
def test_the_encoding_is_the_declared_one_or_ours(data: bytes) -> None:
    assert text_of(data).text == "Renée"
    assert xml.sniff(data)


def read(data: bytes) -> tuple[str, str]:
    """All text, and why not all of the document was read."""
    found: list[Part | Problem] = []
    outcome = ""
    try:
        for part in xml.parts(blob_of(data), Reading()):
            found.append(part)
    except ReadError as error:
        outcome = error.reason
    problems = [part.reason for part in found if isinstance(part, Problem)]
    return "\n".join(part.text for part in found if isinstance(part, Text)), outcome or "".join(problems)


ENTITIES = '<!DOCTYPE a [<!ENTITY e "geheim"><!ENTITY f "&e;&e;&e;">]><a b="&f;">123456782 &f;</a>'


@pytest.mark.parametrize(
    "data",
    [
        ENTITIES.encode(),
        ENTITIES.encode("utf-16"),
        ENTITIES.replace("<!DOCTYPE", "<!-- <a> --><!DOCTYPE").encode(),
        ENTITIES.replace("<!DOCTYPE", "<?pi <a?><!DOCTYPE").encode(),
        (" " * 300_000 + ENTITIES).encode(),
        ENTITIES.replace('<!ENTITY e "geheim">', f'<!-- {"x" * 300_000} --><!ENTITY e "geheim">').encode(),
        b"<!DOCTYPE a [<!ENTITY % p \"<!ENTITY e 'x'>\"> %p;]><a>123456782 &e;</a>",
    ],
)
def test_declared_entities_are_refused_and_the_lines_are_read(data: bytes) -> None:
    text, outcome = read(data)
    assert outcome in ("entities", "malformed")
    assert SECRET in text


def test_a_bomb_of_entities_costs_nothing() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    text, outcome = read(f'<!DOCTYPE l [<!ENTITY l0 "x">{levels}]><l>{SECRET} &l11;</l>'.encode())
    assert outcome == "entities"
    assert len(text) < 5000


def test_nothing_outside_the_document_is_read(tmp_path: Path) -> None:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)

    hits: list[str] = []
    (tmp_path / "geheim.txt").write_text("heel geheim")
    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        secret = f"{tmp_path.as_uri()}/geheim.txt"
        schema = 'xmlns:s="http://www.w3.org/2001/XMLSchema-instance"'
        for data in (
            f'<!DOCTYPE a SYSTEM "{url}/a.dtd"><a>&x;</a>',
            f'<!DOCTYPE a [<!ENTITY x SYSTEM "{url}/b">]><a>&x;</a>',
            f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret}">]><a>&x;</a>',
            f'<!DOCTYPE a [<!ENTITY % x SYSTEM "{url}/c"> %x;]><a/>',
            f'<a xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="{secret}" parse="text"/></a>',
            f'<?xml-stylesheet href="{url}/d.xsl"?><a {schema} s:schemaLocation="x {url}/e"/>',
        ):
            assert "heel geheim" not in read(data.encode())[0]
        server.shutdown()
    assert hits == []


def test_an_entity_that_is_declared_elsewhere_is_a_problem() -> None:
    assert Problem("a.xml", Status.PARTIAL, "entities") in parts('<!DOCTYPE a SYSTEM "x.dtd"><a>1234&shy;56782</a>')
    assert not [p for p in parts('<!DOCTYPE a SYSTEM "x.dtd"><a>&amp;&#49;</a>') if isinstance(p, Problem)]


@pytest.mark.parametrize(
    "data", ["<a><b>123456782</b>", "<a>123456782</b>", "<a x=1>123456782</a>", "<a>123456782\0</a>", "123456782", ""]
)
def test_what_is_malformed_is_read_as_lines_and_said(data: str) -> None:
    found = parts(data)
    assert found[-1] == Problem("a.xml", Status.PARTIAL, "malformed")
    assert not data or SECRET in "".join(part.text for part in found if isinstance(part, Text))


def test_names_and_declarations_are_text_too() -> None:
    shown = everything(
        '<!DOCTYPE a [<!ATTLIST a b CDATA "1111">]><a x2222="y"><b3333/><?p 4444?><!-- 5555 --></a><!-- 6666 -->'
    )
    assert all(secret in shown for secret in ("1111", "2222", "3333", "4444", "5555", "6666"))


@pytest.mark.parametrize(
    "data",
    [
        b"<a>" * 100_000 + b"123456782" + b"</a>" * 100_000,
        b"<a>" + b"<b/>" * 100_000 + b"123456782</a>",
        b"<a>" + b"".join(b"<b%d/>" % n for n in range(70_000)) + b"123456782</a>",
        b"<a " + b" ".join(b'b%d="1"' % n for n in range(50_000)) + b">123456782</a>",
        b"<a>" + b"123456782 " * 200_000 + b"</a>",
        b"<a><!--" + b"x" * 11_000_000 + b"-->123456782</a>",
        b"<a b='" + b"x" * 11_000_000 + b"'>123456782</a>",
    ],
    ids=["deep", "wide", "names", "attributes", "long", "comment", "attribute"],
)
def test_hostile_input_is_read_in_linear_time(data: bytes) -> None:
    start = time.process_time()
    assert SECRET in everything(data)
    assert time.process_time() - start < 8


def test_a_text_without_end_reaches_the_limit() -> None:
    with pytest.raises(LimitExceeded):
        parts(b"<a>" + b"x" * 2_000_000 + b"</a>", part=1_000_000)


def test_a_large_document_is_read_in_windows() -> None:
    found = [
        part
        for part in parts("<r>" + f"<p><naam>Sanne de Wit</naam><bsn>{SECRET}</bsn></p>" * 60_000 + "</r>")
        if isinstance(part, Text)
    ]
    said = [part for part in found if SECRET in part.text]
    assert len(said) > 1
    assert said[1].base == len(said[0].text)
    assert said[-1].at(len(said[-1].text) - 1) == "element=/r/p[60000]/bsn"
    assert sum(part.text.count(SECRET) for part in said) == 60_000


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"<?xml version='1.0'?><a/>", True),
        (b"<!-- x --><svg xmlns='x'><text>y</text></svg>\n", True),
        (b"<a/>", True),
        (b"<sanne> hoi\n<jan> dag", False),
        (b"<!DOCTYPE html><html></html>", False),
        (b"tekst <a>b</a>", False),
        (b"", False),
    ],
)
def test_xml_is_seen(data: bytes, seen: bool) -> None:
    assert xml.sniff(data) is seen


@given(st.binary(max_size=200))
def test_any_bytes_are_read(noise: bytes) -> None:
    for data in (noise, b"<a>" + noise + b"</a>", b"<?xml version='1.0' encoding='" + noise + b"'?><a/>"):
        try:
            for part in parts(data):
                assert not isinstance(part, Text) or len(part.places) == len(part.starts)
        except ReadError:
            continue
