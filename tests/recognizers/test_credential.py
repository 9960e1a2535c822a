"""Credentials in letters, chats, logs, code and configuration, and the texts that only talk about them."""

from __future__ import annotations

import pytest

import piiscan


def found(text: str, label: str = "") -> list[str]:
    return [finding.value for finding in piiscan.scan_text(text, label=label) if finding.entity == "CREDENTIAL"]


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("inloggen met gebruikersnaam kpostma en wachtwoord Herfst#2023.", ["kpostma", "Herfst#2023"]),
        ("login kpostma ww Xk29!pqz", ["kpostma", "Xk29!pqz"]),
        ("Inloggegevens: sdewit / Zomer2024!", ["sdewit", "Zomer2024!"]),
        ("WW: Zomer2024!", ["Zomer2024!"]),
        ("wachtwoord wifi gastenwelkom1", ["gastenwelkom1"]),
        ("Wachtwoord gast-wifi: Gast2024!", ["Gast2024!"]),
        ("Mijn wachtwoord is vlindertuin, niet doorvertellen!", ["vlindertuin"]),
        ("De code van de sleutelkluis bij mevr. Smit is 2468.", ["2468"]),
        ("sleutelkluis naast voordeur, code 1357", ["1357"]),
        ("De code voor de voordeur is 1980#.", ["1980#"]),
        ("PIN-code simkaart 0000, PUK 84736251", ["0000", "84736251"]),
        ("G-482913 is je Google-verificatiecode.", ["G-482913"]),
        ("Gebruik code 482 913 om in te loggen.", ["482 913"]),
        ("DigiD-activeringscode K7H2M9P4", ["K7H2M9P4"]),
        ("productsleutel: VK7JG-NPHTM-C97JM-9MPGT-3V66T", ["VK7JG-NPHTM-C97JM-9MPGT-3V66T"]),
        ("User: VOORBEELD\\kpostma", ["VOORBEELD\\kpostma"]),
        ("login failed for user mvanoord", ["mvanoord"]),
        ("Gebruiker mvanoord heeft ingelogd", ["mvanoord"]),
    ],
)
def test_people_give_them_away_in_prose(text, secrets):
    assert found(text) == secrets


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("<username>jdevries</username><password>Zomer2024!</password>", ["jdevries", "Zomer2024!"]),
        ("jdbc:mysql://db/x?user=app_user&password=Tulp88", ["app_user", "Tulp88"]),
        ("Server=db;User Id=app_user;Password=Tulp#88;", ["app_user", "Tulp#88"]),
        ("define('DB_PASSWORD', 'Vlinder7!');", ["Vlinder7!"]),
        ("redis://:Tulp88@cache.example.nl:6379", [":Tulp88@cache.example.nl"]),
        ("curl -u jan:geheim123 https://example.nl/", ["jan:geheim123"]),
        ("mysql -u root -pTulp#88", ["Tulp#88"]),
        ("Authorization: Basic amFuOmdlaGVpbTEyMw==", ["amFuOmdlaGVpbTEyMw=="]),
        ("Cookie: PHPSESSID=a8f5f167f44f4964e6c998dee8; x=1", ["a8f5f167f44f4964e6c998dee8"]),
        (
            "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            ["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
        ),
        ("x-api-key: a1b2c3d4-e5f6-7890-abcd-ef1234567890", ["a1b2c3d4-e5f6-7890-abcd-ef1234567890"]),
    ],
)
def test_they_stand_in_code_and_configuration(text, secrets):
    assert found(text) == secrets


@pytest.mark.parametrize(
    "secret",
    [
        "AKIA" + "IOSFODNN7EXAMPLE",
        "glpat-" + "1234567890abcdefghij",
        "xoxp-" + "123456789012-123456789012-123456789012-abcdefabcdefabcdefabcdefabcdefab",
        "rk_test_" + "51HabcdEFGHijklMNOPqrst",
        "sk-proj-" + "abcdefghijklmnopqrstuvwxyz0123456789",
        "pypi-AgE" + "IcHlwaS5vcmcCJDU3OTM1YjliLWFkMmItNGY0YS1iZGM5LWU3YWQ5NmY4MmU4ZgACKlszLCJhMDE",
        "SG." + "ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf-09kqeF8tAmbihYzrnopKc-1s5cr",
        "dop_v1_" + "0123456789abcdef" * 4,
        "hvs." + "CAESIJ1234567890abcdefghijklmnopqrstuvwxyz",
        "123456789:AA" + "EhBP0av28vZtQWxKJ7sdfsdfQWxKJ7sdf",
        "$2y$10$" + "N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
        "$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/",
        "{SHA}qUqP5cyxm6YcTAhz05Hph5gvu9M=",
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9." + "eyJpc3MiOiJ2b29yYmVlbGQifQ.dGVzdHNpZ25hdHVyZQ",
    ],
)
def test_a_token_shows_itself(secret):
    assert found(f"zie {secret} hieronder") == [secret]


@pytest.mark.parametrize(
    ("link", "secret"),
    [
        ("https://hooks.slack.com/services/{}", "T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"),
        ("https://x.blob.core.windows.net/a?sv=2022-11-02&sig={}", "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789%2BabcA%3D"),
        (
            "AccountName=x;AccountKey={};",
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/==",
        ),
    ],
)
def test_a_link_may_be_a_key(link, secret):
    assert found(link.format(secret)) == [secret]


@pytest.mark.parametrize(
    "text",
    [
        "Het wachtwoord is 90 dagen geldig en moet 12 tekens bevatten.",
        "Het wachtwoord is gewijzigd op 12-03-2024.",
        "wachtwoord: wordt telefonisch doorgegeven",
        "Wachtwoord: opgeslagen in KeePass",
        "Gebruikersnaam: uw e-mailadres\nWachtwoord: zelfgekozen",
        "gebruikersnaam is verplicht.",
        'api_key = "your-api-key-here"',
        "password: {{ db_password }}",
        "'password': config.get(server, 'password'),",
        "token = request.headers.get('X-Token')",
        "const password = req.body.password",
        "PWD=/home/jan",
        "De verificatiecode is 10 minuten geldig.",
        "PIN transactie 4455 van 12-03-2024, pin 1250,00",
        "kortingscode ZOMER10, projectcode 2024-12, SBI-code: 62010",
        "Uw WW: 1.684,20 en WW: 70% van het dagloon",
        "alarm 2024 onderhoud",
        "git commit a8f5f167f44f4964e6c998dee827110c04ac0d8e",
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ",
        "account 4410 omzet, accountnummer 12345678",
        "Private: not to be used by user code.",
    ],
)
def test_texts_about_secrets_hold_none(text):
    assert found(text) == []


def test_a_cell_counts_under_its_head():
    assert found("gastenwelkom", label="Wachtwoord wifi") == ["gastenwelkom"]
    assert found("zie kluis", label="wachtwoord") == []
    assert found("12345", label="code") == []
