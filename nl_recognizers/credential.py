"""Toegangsgegevens: user names, passwords, PINs and one-time codes, tokens and keys.

Form: a label and a value (wachtwoord: geheim123, ww=..., pincode 1234, gebruikersnaam: jdevries, API key ...), a
token that shows itself by its prefix (AKIA..., ghp_..., a JWT), a private key, or the password inside a URL. Only the
value is reported, in a URL the user and the host with it.

Worth of the check: behind a colon nearly anything may be a secret, so only placeholders and sentences are rejected.
Without one the value has to look like a secret: letters and digits together. "Wachtwoordbeleid: minimaal 12 tekens" is
no secret.

Source: the token prefixes their issuers publish; RFC 7519 (JWT), RFC 7468 (keys), RFC 3986, 3.2.1 (URLs).
"""

from __future__ import annotations

import re

from piiscan.recognizer import Pattern, Recognizer

__all__ = ["RECOGNIZER", "is_valid"]

_NOT_A_SECRET = frozenset({
    "aan", "aangepast", "aanmaken", "aanpassen", "aanvragen", "account", "actief", "al", "alleen", "als", "and",
    "beheer", "beheren", "benodigd", "beschikbaar", "beveiligd", "bool", "boolean", "changeme", "code", "controleren",
    "correct", "dat", "de", "dient", "dit", "een", "en", "error", "false", "field", "for", "form",
    "gebruiken", "gebruiker", "gebruikersnaam", "geen", "gegevens", "gelijk", "geldig", "gereset", "gewijzigd",
    "herstellen", "hetzelfde", "hidden", "hier", "http", "https", "if", "in", "incorrect",
    "instellen", "instructies", "int", "invalid", "invoeren", "is", "juist", "kan", "kiezen", "kunnen", "kwijt", "kies",
    "leeg", "let", "login", "maar", "maximaal", "met", "minimaal", "minstens", "moet", "moeten", "na", "naam", "name",
    "new", "nieuw", "niet", "nil", "no", "none", "not", "nodig", "nog", "null", "nummer", "nvt", "of", "on",
    "ongeldig", "onjuist", "onbekend", "op", "opgeven", "opnieuw", "opvragen", "optional", "or", "password", "per",
    "policy", "required", "reset", "resetten", "secret", "self", "sterk", "str", "string", "te",
    "text", "that", "the", "tijdelijk", "token", "true", "type", "undefined", "unknown", "user", "username", "value",
    "van", "verander", "veranderd", "veranderen", "vergeten", "verlopen", "verplicht", "verstuurd", "verzonden",
    "vol", "volgt", "voor", "vraag", "waarde", "wachtwoord", "werkt", "wijzig", "wijzigen", "with", "wordt", "xxx",
    "your", "zie", "zijn", "zonder",
})  # fmt: skip
_PLACEHOLDER = re.compile(
    r"[*•·.xX_?#\-]+|[0-9.,]+[,%][0-9\-]*|[$%{<\[(].*|[a-z_][a-z0-9_.]*[\[({].*|€.*"
    r"|(?:self|this|os|config|settings|request|process|env|args|data)\..*|(?:https?|ftp|file):.*"
    r"|[a-z_.]*(?:password|passwd|passphrase|pwd|pass|username|wachtwoord|secret|token)"
    r"|[^\s@:]+@[^\s@]+\.[a-z]+|(?:www\.)?[a-z0-9.\-]+\.(?:nl|com|org|net|eu|be)|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}",
    re.IGNORECASE | re.DOTALL,
)
"""Masks, amounts, references in code, addresses, dates."""

_USERINFO = re.compile(r"[^\s:/@]+:(?P<password>[^\s/@]+)@[0-9A-Za-z.\-]+")
_SIGN = re.compile(r"[0-9@#$%^&*+=_~]")
_KEY = "-----BEGIN "


def is_valid(text: str) -> bool:
    """Whether a value can be a secret or a user name, and no placeholder, word of a sentence or reference.

    >>> is_valid("geheim123"), is_valid("jdevries"), is_valid("********"), is_valid("minimaal"), is_valid("${PASSWORD}")
    (True, True, False, False, False)
    """
    value = text.strip()
    if value.startswith(_KEY):
        return "PRIVATE KEY" in value
    if url := _USERINFO.fullmatch(value):
        value = url["password"]
    if " " in value and not _SIGN.search(value):
        return False
    return len(value) >= 3 and value.lower() not in _NOT_A_SECRET and not _PLACEHOLDER.fullmatch(value)


_LETTER = "A-Za-zÀ-ÿ"
_QUOTE = "[\"'`]?"
_EQUALS = rf"{_QUOTE}(?:[ \t]{{0,3}}:?[:=|][ \t]{{0,3}}|[ \t]{{1,3}}[=\-]>[ \t]{{1,3}}){_QUOTE}"
_GIVEN = rf"{_QUOTE}(?:[ \t]{{0,3}}[:|][ \t]{{0,3}}|=|[ \t]?=[ \t]?[\"'`])"
"""What stands between a label and a lone word, unlike the assignments of program code."""
_IS = r"(?:(?:[ \t]{1,2}[a-z]{1,14}){0,6}[ \t]{0,2}(?:is|luidt|wordt|:|=))?"
"""Up to six words and "is" between a label and its value, or nothing."""

_ANY = "[^\\s\"'<>`]"
_LAST = "[^\\s\"'<>`.,;:)\\]}|]"
_TELLING = rf"{_ANY}{{0,64}}[^{_LETTER}\s\"'<>`.,;:()|\-](?:{_ANY}{{0,64}}{_LAST})?"
"""A value with a digit or a sign in it; it ends before the punctuation of the sentence."""
_INNER = "[^\\s\"'<>`,;:/]"
_MIXED = rf"{_INNER}{{0,32}}(?:[A-Z]{_INNER}{{1,32}}[0-9]|[0-9]{_INNER}{{1,32}}[A-Z])(?:{_INNER}{{0,32}}{_LAST})?"
_QUOTED = r"[\"'`](?P<value>[^\s\"'`]{1,64}(?: [^\s\"'`]{1,64}){0,2})[\"'`]"
_WORD_END = r"(?:[ \t]{1,3}\(|[ \t]{0,3}[\"'`,;|/&)]|\.?(?:[ \t]{0,3}[\r\n]|$)|\. )"

_CELL = rf"(?:,|(?:[\t;|\n]|^)[ \t]{{0,3}}){_QUOTE}(?P<value>{_MIXED}|[0-9]{{4,8}})"
"""A value in a table or on a line of its own, under a label."""

_PW = (
    r"(?:[a-z]{0,12}(?:wachtwoord(?:en)?|password|passwd|passphrase|paswoord)|wachtwrd|wachtzin|passcode|pwd|pass|pw"
    r"|(?-i:ww|Ww))"
)
_KEYS = (
    r"(?:(?:api|access|auth|refresh|client|session|secret|account|licentie|wifi)[ _\-]?(?:token|key|secret|sleutel)"
    r"|private[ _\-]key|token|secret|bearer|sleutel)"
)
_CODE = (
    r"(?:pin(?:[ \-]?code)?|puk(?:code)?|otp|(?:toegangs|deur|alarm|kluis|sleutel|verificatie|bevestigings|inlog"
    r"|activerings|activatie|sms|tan|herstel|beveiligings|ontgrendel|koppel)-?code|sleutelkluis(?:je|code)?"
    r"|eenmalige code|(?:verification|security|access) code)"
)
_DOOR = "(?:alarm|deur|kluis|sleutel|toegangs)code"
_USER = (
    r"(?:gebruikers(?:naam|-?id)|inlog(?:naam)?|login(?:naam)?|accountnaam|user[ _\-]?(?:name|id)?|usr|uid|gebruiker)"
)
_LOG = (
    r"(?:audit by|logged in as|session (?:opened|closed) for user|(?:accepted|failed) (?:password|publickey) for"
    r"|ingelogd als|aangemeld als)"
)
_PREFIXED = (
    r"(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[0-9A-Za-z]{30,80}|github_pat_[0-9A-Za-z_]{20,90}|glpat-[0-9A-Za-z_\-]{20,40}"
    r"|xox[abposr]-[0-9A-Za-z\-]{10,80}|sk-[0-9A-Za-z_\-]{20,120}|[spr]k_(?:live|test)_[0-9A-Za-z]{16,99}"
    r"|AIza[0-9A-Za-z_\-]{35}|npm_[0-9A-Za-z]{36}|SG\.[0-9A-Za-z_\-]{16,32}\.[0-9A-Za-z_\-]{16,64}"
    r"|eyJ[0-9A-Za-z_\-]+\.eyJ[0-9A-Za-z_\-]+\.[0-9A-Za-z_\-]*"
)
_KIND = r"[A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----"
_KEY_BLOCK = (
    rf"-----BEGIN {_KIND}(?:(?:\s+[0-9A-Za-z+/=:,\\\-]+){{0,400}}?\s*-----END {_KIND}"
    r"|(?:\s{1,4}[0-9A-Za-z+/=\\]{16,})*)"
)
_IN_URL = r"[a-z][a-z0-9+]{1,12}://(?P<value>[^\s:/@]{1,60}:[^\s/@]{2,80}@[0-9a-z.\-]{1,80})"
"""With the host, since the password and the host together look like an e-mail address."""

RECOGNIZER = Recognizer(
    entity="CREDENTIAL",
    whole_cell=True,
    forms=(
        Pattern(
            f"(?:{_PW}|{_CODE}){_EQUALS}(?P<value>{_TELLING})",
            ignore_case=True,
            left=_LETTER,
            right="",
            labelled=True,
        ),
        Pattern(
            rf"(?:{_PW}|{_KEYS}|{_CODE})[\"'`]?[ \t]{{0,3}}[:=][ \t]{{0,3}}{_QUOTED}",
            ignore_case=True,
            left=_LETTER,
            right="",
            labelled=True,
        ),
        Pattern(
            rf"(?:{_PW}|{_KEYS})(?:{_EQUALS}|{_IS}[ \t]{{1,3}}{_QUOTE})(?P<value>{_MIXED})",
            ignore_case=True,
            left=_LETTER,
            right="",
            labelled=True,
        ),
        Pattern(
            rf"(?:{_CODE}{_IS}|{_DOOR}(?:[ \t][a-z]{{1,14}}){{1,2}})[ \t]{{0,3}}{_QUOTE}"
            r"(?P<value>[0-9]{4,10}|[A-Z]-[0-9]{4,8}|[0-9]{3}[ \-][0-9]{3})",
            ignore_case=True,
            left=_LETTER,
            right=r"0-9A-Za-z_\-",
            labelled=True,
        ),
        Pattern(
            rf"(?:{_PW}|{_USER}){_GIVEN}{_QUOTE}(?P<value>[A-Z][0-9A-Z_.\-\\]{{2,40}}){_WORD_END}",
            ignore_case=True,
            left=_LETTER,
            right="",
            labelled=True,
        ),
        Pattern(
            rf"(?i:{_USER}|account)(?: is)?[ \t]{{1,3}}"
            r"(?P<value>[a-z][a-z0-9]{0,20}(?:[._][a-z0-9]{3,20})+|[a-z][a-z0-9]{1,20}_[a-z0-9]{1,20}|[a-z]{3,20}[0-9]{1,6})",
            left=_LETTER,
            right=r"0-9A-Za-z_@/\-",
            labelled=True,
        ),
        Pattern(
            rf"(?i:{_LOG}) (?P<value>[a-z][a-z0-9_]{{2,31}})", left=_LETTER, right=r"0-9A-Za-z_@/\-", labelled=True
        ),
        Pattern(f"{_PREFIXED}|{_KEY_BLOCK}", labelled=True),
        Pattern(_IN_URL, ignore_case=True, right="", labelled=True),
        Pattern(_CELL, ignore_case=True, left="", right="0-9A-Za-z_", prior=-9.0),
    ),
    check=is_valid,
    prior=3.0,
    context=(
        "wachtwoord",
        "wachtwoorden",
        "password",
        "pwd",
        "pincode",
        "pin code",
        "pukcode",
        "toegangscode",
        "alarmcode",
        "gebruikersnaam",
        "gebruikers id",
        "username",
        "user name",
        "inlognaam",
        "loginnaam",
        "inlogcode",
        "api key",
        "access token",
    ),
    label_required=True,
    examples=(
        "CMS: account webredactie, ww Boerenkaas48+",
        "FTP: gebruiker ftp_kaas wachtwoord geheim123",
        "user acc_jbos / pw W3lkom-0p-4cc! en vpn token via app",
        "gebruikersnaam: jdevries",
        "wachtwoord: zonnebloem",
        "Het wachtwoord voor het portaal is Zomer2024!",
        "De pincode is 4455.",
        "Wachtwoord\nTulp2024!",
        "export AWS_KEY=AKIAIOSFODNN7EXAMPLE",
        "postgres://app:hunter2@db.example.org/main",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeK\n"
        "-----END RSA PRIVATE KEY-----",
    ),
    counterexamples=(
        "Wachtwoordbeleid: minimaal 12 tekens, elke 90 dagen wijzigen.",
        "Wachtwoord vergeten?",
        "password = os.environ['DB_PASSWORD']",
        "wachtwoord: ********",
        "Uw WW: 1.684,20 bruto per maand",
        "U logt in met uw gebruikersnaam en wachtwoord.",
        "Wachtwoord: verplicht",
    ),
)
