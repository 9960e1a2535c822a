"""E-mail."""

from __future__ import annotations

import io
import time
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan import formats
from piiscan.config import Limits
from piiscan.errors import Encrypted, LimitExceeded
from piiscan.formats import eml
from piiscan.formats._mime import words
from piiscan.model import Blob, Part, Problem, Status, Text
from piiscan.reading import Reading

SECRET = "123456782"


def blob_of(data: bytes) -> Blob:
    return Blob("a.eml", lambda: io.BytesIO(data), len(data), "a.eml")


def parts(data: bytes | str, **limits: Any) -> list[Part | Problem]:
    data = data.encode() if isinstance(data, str) else data
    return list(eml.parts(blob_of(data), Reading(Limits(**limits))))


def everything(data: bytes | str) -> str:
    return "\n".join(part.text for part in parts(data) if isinstance(part, Text))


def members(data: bytes | str) -> dict[str, bytes]:
    return {part.path: part.open().read() for part in parts(data) if isinstance(part, Blob)}


def where(data: bytes | str, text: str) -> tuple[str, str]:
    part = next(part for part in parts(data) if isinstance(part, Text) and text in part.text)
    return part.at(part.text.index(text)), part.label(part.text.index(text))


def multipart(*bodies: str) -> str:
    inner = "".join(f"--grens\n{body}\n" for body in bodies)
    return f"Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=grens\n\n{inner}--grens--\n"


def test_a_message_of_the_standard_library_is_read_whole() -> None:
    message = EmailMessage()
    message["Subject"] = "Dossier van Renée de Wit met een heel lang onderwerp dat over meer regels loopt 1111"
    message["From"] = "Sanne de Wit <sanne2222@example.nl>"
    message.set_content("Beste Renée,\nuw BSN is 3333\n")
    message.add_alternative("<p>44<b>44</b></p>", subtype="html")
    message.add_attachment(b"5555", maintype="application", subtype="octet-stream", filename="Renée 6666.bin")
    inner = EmailMessage()
    inner["Subject"] = "7777"
    inner.set_content("8888")
    message.add_attachment(inner)
    data = bytes(message)
    assert where(data, "1111") == ("header=Subject", "Subject")
    assert "Renée de Wit met" in everything(data)
    assert where(data, "2222") == ("header=From", "From")
    assert where(data, "3333")[0] == "body=1;line=2"
    found = members(data)
    assert list(found) == ["a.eml!/body-2.html", "a.eml!/Renée 6666.bin", "a.eml!/message-7.eml"]
    assert b"44<b>44" in found["a.eml!/body-2.html"]
    assert found["a.eml!/Renée 6666.bin"] == b"5555"
    assert b"Subject: 7777" in found["a.eml!/message-7.eml"]
    assert [part.name for part in parts(data) if isinstance(part, Blob)] == ["", "Renée 6666.bin", ""]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("=?utf-8?q?Ren=C3=A9e_de?= =?utf-8?b?IFdpdA==?=", "Renée de Wit"),
        ("=?utf-8?b?UmVuw6k=?= x =?iso-8859-1?q?=E9?=", "René x é"),
        ("=?utf-8?q?Ren=C3?=\t=?UTF-8?q?=A9e?=", "Renée"),
        ("=?utf-8*nl?q?x?=", "x"),
        ("=?onzin?q?Ren=C3=A9e?=", "Renée"),
        ("=?idna?b?QUJD?= x =?utf-8?x?y", "ABC x =?utf-8?x?y"),
        ("zonder", "zonder"),
    ],
)
def test_encoded_words(raw: str, value: str) -> None:
    assert words(raw) == value


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ("attachment; filename=brief.txt", "brief.txt"),
        ('attachment; filename="a;\\"b.txt"; size=3', 'a;"b.txt'),
        ("attachment; filename*=utf-8''Ren%C3%A9e.txt", "Renée.txt"),
        ("attachment; filename*1=wit.txt; filename*0*=utf-8''Ren%C3%A9e%20de%20", "Renée de wit.txt"),
        ('attachment; filename="=?utf-8?q?Ren=C3=A9e.txt?="', "Renée.txt"),
    ],
)
def test_the_name_of_an_attachment_is_decoded(parameters: str, name: str) -> None:
    found = parts(multipart(f"Content-Disposition: {parameters}\n\nx"))
    assert [part.name for part in found if isinstance(part, Blob)] == [name]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("Content-Transfer-Encoding: base64", "MTIzNDU2Nzgy"),
        ("Content-Transfer-Encoding: BASE64 ", "MTIz=\nNDU2\n*Nzgy\n"),
        ("Content-Transfer-Encoding: quoted-printable", "1234=\n5=36782"),
        ("Content-Transfer-Encoding: 8bit\nContent-Type: text/plain; charset=onzin", "123456782"),
        ("Content-Type: text/plain; charset=idna", "123456782"),
        ("Content-Type: text/plain; charset=utf-7", "+ADEAMgAz-456782"),
        ("Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64", "MQAyADMANAA1ADYANwA4ADIA"),
        ("Content-Type: text/plain; format=flowed", "1234 \n56782".replace(" \n", " \n")),
        ("Content-Transfer-Encoding: x-uuencode", "begin 644 x\n),3(S-#4V-S@R\nend"),
        ("Content-Transfer-Encoding: wat", "123456782"),
        ("Content-Transfer-Encoding: base64", "dit is geen base64: 123456782"),
        ("Geen kop", "123456782"),
    ],
)
def test_a_body_is_decoded(headers: str, body: str) -> None:
    for data in (f"Subject: x\n{headers}\n\n{body}\n", multipart(f"{headers}\n\n{body}")):
        assert SECRET in everything(data).replace("1234 56782", SECRET)


def test_text_between_the_parts_is_read() -> None:
    data = "Content-Type: multipart/mixed; boundary=b\n\nvooraf 1111\n--b\n\nx\n--b--\nachteraf 2222\n"
    assert "1111" in everything(data)
    assert "2222" in everything(data)


def test_headers_of_parts_have_the_place_of_their_part() -> None:
    assert where(multipart("Content-Description: geheim\n\nx"), "geheim")[0] == "part=2;header=Content-Description"


def test_html_is_a_page_whatever_it_looks_like() -> None:
    (content,) = members(
        "Subject: x\nMIME-Version: 1.0\nContent-Type: text/html; charset=iso-8859-1\n\nBeste Ren\xe9e".encode("latin-1")
    ).values()
    assert formats.name_of(formats.find(blob_of(content))) == "html"
    assert "Renée" in content.decode("utf-8-sig")


def test_a_uuencoded_attachment_in_a_body_is_a_member() -> None:
    assert members("Subject: x\nFrom: y\n\nhierbij\nbegin 644 a.txt\n#86)C\n`\nend\ndag\n") == {"a.eml!/a.txt": b"abc"}


def test_two_attachments_of_one_name_are_two() -> None:
    body = "Content-Disposition: attachment; filename=a.txt\n\n"
    assert members(multipart(body + "1", body + "2")) == {"a.eml!/a.txt": b"1", "a.eml!/a (2).txt": b"2"}


def test_what_is_encrypted_is_said() -> None:
    pgp = "-----BEGIN PGP MESSAGE-----\nhQEMA\n"
    assert Problem("a.eml", Status.ENCRYPTED, "pgp", "part=1") in parts(f"Subject: x\nTo: y\n\n{pgp}")
    assert Problem("a.eml", Status.ENCRYPTED, "pgp", "part=2") in parts(
        multipart(f"Content-Type: application/octet-stream\n\n{pgp}")
    )
    encrypted = parts("Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nx")
    blob = next(part for part in encrypted if isinstance(part, Blob))
    with pytest.raises(Encrypted):
        blob.open()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n123456782", "truncated"),
        ("Content-Type: multipart/mixed\n\n--b\n\n123456782\n--b--", "boundary"),
    ],
)
def test_a_broken_structure_is_read_and_said(data: str, reason: str) -> None:
    assert reason in [part.reason for part in parts(data) if isinstance(part, Problem)]
    assert SECRET in everything(data)


def nested(depth: int) -> str:
    opening = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    return opening + "\n123456782\n" + "".join(f"--b{n}--\n" for n in reversed(range(depth)))


@pytest.mark.parametrize(
    "data",
    [
        nested(5000),
        "Subject: a" + "\n  x" * 300_000 + "\n\n123456782",
        "Subject: " + "=?utf-8?q?a?= " * 60_000 + "\n\n123456782",
        "Subject: " + "=?utf-8?q?a" * 60_000 + "\n\n123456782",
        "Subject: " + "=?" * 300_000 + "\n\n123456782",
        "Content-Type: text/plain" + "; a" * 200_000 + "\n\n123456782",
        "Content-Type: text/plain; " + "a" * 500_000 + "\n\n123456782",
        'Content-Type: text/plain; a="' + "\\" * 500_000 + "\n\n123456782",
        "".join(f"X-{n}: y\n" for n in range(50_000)) + "\n123456782",
        "Content-Type: multipart/mixed; boundary=b\n\n" + "--c\n" * 200_000 + "123456782",
        "Subject: x\nTo: y\n\n" + "begin 644 a\n" * 50_000 + "123456782",
    ],
    ids=[
        "nested",
        "folded",
        "words",
        "open-words",
        "marks",
        "semicolons",
        "long",
        "quoted",
        "headers",
        "dashes",
        "begin",
    ],
)
def test_hostile_input_is_read_in_linear_time(data: str) -> None:
    start = time.process_time()
    assert SECRET in everything(data)
    assert time.process_time() - start < 5


def test_too_many_parts_reach_the_limit() -> None:
    with pytest.raises(LimitExceeded):
        parts("Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n" * 200, members=100)


def test_a_message_larger_than_a_part_reaches_the_limit() -> None:
    with pytest.raises(LimitExceeded):
        parts("Subject: x\nTo: y\n\n" + "x" * 2000, part=1000)


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"Received: from x\r\nSubject: y\r\n\r\nz", True),
        (b"From: a\nTo: b\n\nx", True),
        (b"\n\nMIME-Version: 1.0\n", True),
        (b"Content-Type: text/plain\n\n\xff\xfe", True),
        (b"Subject: verslag\n\nbeste", False),
        (b"Naam: Sanne\nBSN: 123456782\n", False),
        (b"From: het bestuur aan allen die dit lezen", False),
        (b"tekst\nFrom: a\nTo: b\n", False),
        (b"From a@b.nl Mon Jan 1\nSubject: x\nTo: y\n", False),
        (b"", False),
    ],
)
def test_mail_is_seen(data: bytes, seen: bool) -> None:
    assert eml.sniff(data) is seen


PIECE = st.sampled_from(
    [
        "Content-Type: multipart/mixed; boundary=b\n",
        "Content-Transfer-Encoding: base64\n",
        "Content-Type: text/html\n",
        "Subject: =?utf-8?q?=C3?=\n",
        "begin 644 a\n",
        *("\n", "--b\n", "--b--\n", "--b", " x\n", "QUI\n", "#86)C\n", "\0", "é", "\r"),
    ]
)


@given(st.lists(PIECE, max_size=20), st.binary(max_size=40))
def test_any_bytes_are_read(pieces: list[str], noise: bytes) -> None:
    for part in parts("".join(pieces).encode() + noise):
        assert not isinstance(part, Text) or len(part.places) == len(part.starts)
