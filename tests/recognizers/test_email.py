"""E-mail addresses, plain and disguised, and what only has the same sign in it."""

from __future__ import annotations

import pytest

import piiscan


def found(text: str) -> list[str]:
    return [finding.value for finding in piiscan.scan_text(text) if finding.entity == "EMAIL_ADDRESS"]


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("CC: Piet <piet.jansen@example.org>; Ria <ria@example.org>", ["piet.jansen@example.org", "ria@example.org"]),
        ("email=jan%40voorbeeld.nl&naam=Jan", ["jan%40voorbeeld.nl"]),
        ("jan&#x40;voorbeeld&#46;nl", ["jan&#x40;voorbeeld&#46;nl"]),
        ("info{at}voorbeeld{dot}nl", ["info{at}voorbeeld{dot}nl"]),
        ("jan[@]voorbeeld.nl of jan<at>voorbeeld.nl", ["jan[@]voorbeeld.nl", "jan<at>voorbeeld.nl"]),
        ("mail karin.postma AT voorbeeld.nl", ["karin.postma AT voorbeeld.nl"]),
        ("sanne punt dewit apenstaartje gmail punt com", ["sanne punt dewit apenstaartje gmail punt com"]),
        ("jan AT voorbeeld DOT nl", ["jan AT voorbeeld DOT nl"]),
        ("het adres (jan.jansen@\nvoorbeeld.nl)", ["jan.jansen@\nvoorbeeld.nl"]),
        ("o'brien@voorbeeld.ie, jürgen@müller-voorbeeld.de", ["o'brien@voorbeeld.ie", "jürgen@müller-voorbeeld.de"]),
        ("jan＠voorbeeld.nl", ["jan＠voorbeeld.nl"]),
        ("https://voorbeeld.nl/afmelden?e=m.yilmaz%40voorbeeld.nl", ["m.yilmaz%40voorbeeld.nl"]),
        ("message-id: <20240403.abc123@mail.voorbeeld.nl>", ["20240403.abc123@mail.voorbeeld.nl"]),
    ],
)
def test_addresses_are_found_whole(text, addresses):
    assert found(text) == addresses


@pytest.mark.parametrize(
    "text",
    [
        "npm install @angular/core@17.0.1",
        "uses: actions/checkout@v4",
        "docker pull image@sha256:abcdef0123456789",
        "ssh beheer@server01",
        "backup@2024.zip en config@prod.yaml",
        "getty@tty1.service",
        "10@20.30",
        "3,5@12.nl.",
        "foo@bar..nl en karin@voorbeeld.123",
        "meet me at cafe dot com building",
        "hij at soep, punt uit",
        "matrix A@B.dot(C)",
        "10 stuks @ € 2,50",
        "naam(at)bedrijf",
    ],
)
def test_what_looks_like_one_is_left(text):
    assert found(text) == []
