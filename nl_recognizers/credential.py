"""Toegangsgegevens: user names, passwords, PINs and one-time codes, tokens and keys.

Form: a label and a value (wachtwoord: geheim123, ww=..., pincode 1234, gebruikersnaam: jdevries, API key ...), a
sentence (de code van de kluis is ..., 482913 is uw verificatiecode), a pair (inlog: jan / geheim123), a token that
shows itself by its prefix (AKIA..., ghp_..., a JWT), a private key, the hash of a password, or the password inside a
URL or a command. Only the value is reported, in a URL the user and the host with it.

Worth of the check: behind a colon nearly anything may be a secret, so only placeholders and sentences are rejected.
Without one the value has to look like a secret: letters and digits together. "Wachtwoordbeleid: minimaal 12 tekens" is
no secret.

Source: the token prefixes their issuers publish; RFC 7519 (JWT), RFC 7468 (keys), RFC 3986, 3.2.1 (URLs).
"""

from __future__ import annotations

import re

from nl_recognizers._secret_formats import (
    HASH,
    HASH_ANCHOR,
    IN_LINK,
    KEY,
    KEY_ANCHOR,
    LINK_ANCHOR,
    TOKEN,
    TOKEN_ANCHOR,
)
from nl_recognizers._secret_labels import (
    CODE,
    DEVICE,
    KEYS,
    KEYS_ANCHOR,
    LOCK,
    LOCK_ANCHOR,
    LOG,
    LOGIN,
    NEAR_CODE,
    NEAR_CODE_ANCHOR,
    PASSWORDS,
    PASSWORDS_ANCHOR,
    USER,
    USER_ANCHOR,
)
from piiscan.recognizer import Pattern, Recognizer

__all__ = ["RECOGNIZER", "is_valid"]

_NOT_A_SECRET = frozenset({
    "aan", "aangemaakt", "aangepast", "aanmaken", "aanpassen", "aanvragen", "account", "actief", "afgeschermd", "al",
    "alleen", "als", "alvast", "and", "apart", "app", "automatisch", "basic", "bearer", "beheer", "beheren", "bekend",
    "benodigd", "beschikbaar", "beveiligd", "bezet", "bijgevoegd", "bool", "boolean", "brief", "changeme",
    "characters", "cijfers", "code", "controleren", "cookie", "correct", "current_user", "daarna", "dat", "de",
    "default", "demo", "dient", "dit", "doorgegeven", "dummy", "e-mail", "e-mailadres", "een", "eenmalig", "eerst",
    "email", "en", "error", "example", "false", "field", "for", "form", "fout", "geblokkeerd", "gebruiken",
    "gebruiker", "gebruikersnaam", "gebruikte", "geen", "gegenereerd", "gegevens", "gehackt", "geheim", "gekraakt",
    "geldig", "gelekt", "gelijk", "geraden", "gereset", "gestolen", "gewenst", "gewenste", "gewijzigd", "goed",
    "herstellen", "het", "hetzelfde", "hidden", "hier", "hierboven", "hieronder", "hoofdletter",
    "hoofdlettergevoelig", "hoofdletters", "http", "https", "if", "in", "incorrect", "ingesteld", "ingetrokken",
    "ingevuld", "instellen", "instructies", "int", "invalid", "invoeren", "is", "ja", "je", "juist", "kan", "kapot",
    "kies", "kiezen", "kort", "kunnen", "kwijt", "lang", "lastig", "leeg", "let", "letters", "login", "maar", "mail",
    "makkelijk", "masked", "maximaal", "met", "mijn", "minimaal", "minstens", "moeilijk", "moet", "moeten",
    "mondeling", "n.v.t", "n.v.t.", "n/a", "na", "naam", "name", "nee", "new", "niet", "nieuw", "nil", "no", "nodig",
    "nog", "none", "not", "null", "nummer", "nvt", "of", "ok", "on", "onbekend", "onbruikbaar", "onderstaande",
    "ongeldig", "ongewijzigd", "onjuist", "onleesbaar", "onveilig", "op", "opgelost", "opgeslagen", "opgeven",
    "opnieuw", "optional", "optioneel", "opvragen", "or", "password", "per", "persoonlijk", "placeholder", "policy",
    "post", "prive", "privé", "redacted", "removed", "required", "reset", "resetten", "sample", "secret", "self",
    "separaat", "session", "simpel", "sms", "soms", "sterk", "str", "string", "stuk", "tbd", "tekens", "telefonisch",
    "text", "that", "the", "tijdelijk", "todo", "toegekend", "token", "true", "type", "uitgelekt", "undefined",
    "uniek", "unknown", "user", "username", "uw", "vaak", "value", "van", "veel", "veilig", "verander", "veranderd",
    "veranderen", "vergeten", "verkeerd", "verlengd", "verlopen", "vernieuwd", "verplicht", "verstreken", "verstuurd",
    "vervolgens", "verwijderd", "verzonden", "vol", "voldoende", "volgt", "voor", "voorbeeld", "vraag", "waar",
    "waarde", "wachtwoord", "weg", "weggehaald", "werkt", "wijzig", "wijzigbaar", "wijzigen", "with", "wordt", "xxx",
    "your", "your_password", "yourpassword", "zelfgekozen", "zie", "zijn", "zoek", "zonder", "zwak",
})  # fmt: skip
_PLACEHOLDER = re.compile(
    r"[*•·.xX_?#\-]+|[0-9.,]+[,%][0-9\-]*|[$%{<\[(].*|[a-z_][a-z0-9_.]*[\[({].*|€.*"
    r"|(?:self|this|os|config|settings|request|req|process|env|args|data|params|options|form|user|ctx)\..*"
    r"|(?:https?|ftp|file):.*|(?:~|/(?:home|etc|usr|var|opt|tmp|root|bin|srv|mnt))/.*"
    r"|(?:your|my|some|enter|insert|mijn|uw)[-_ ].*"
    r"|[a-z_.]*(?:password|passwd|passphrase|pwd|pass|username|wachtwoord|secret|token)[\"')\]},;]*"
    r"|[^\s@:]+@[^\s@]+\.[a-z]+|(?:www\.)?[a-z0-9.\-]+\.(?:nl|com|org|net|eu|be)|[0-3]?[0-9][-/.](?:0?[1-9]|1[0-2])[-/.](?:[0-9]{2}){1,2}",
    re.IGNORECASE | re.DOTALL,
)
"""Masks, amounts, references in code, addresses, dates."""

_USERINFO = re.compile(r"[^\s:/@]*:(?P<password>[^\s/@]+)@[0-9A-Za-z.\-]+")
_SIGN = re.compile(r"[0-9@#$%^&*+=_~]")
_PLAIN_SIGHT = re.compile(f"{HASH}|-----BEGIN [A-Z0-9 ]{{0,30}}PRIVATE KEY.*", re.DOTALL)


def is_valid(text: str) -> bool:
    """Whether a value can be a secret or a user name, and no placeholder, word of a sentence or reference.

    >>> is_valid("geheim123"), is_valid("jdevries"), is_valid("********"), is_valid("minimaal"), is_valid("${PASSWORD}")
    (True, True, False, False, False)
    """
    value = text.strip()
    if _PLAIN_SIGHT.fullmatch(value):
        return True
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
_IS = r"(?:(?:[ \t]{1,2}[a-z]{1,14}){0,6}(?:[ \t]{1,2}(?:is|luidt|wordt|naar)|[ \t]{0,2}[:=]):?)?"
"""Up to six words and "is" between a label and its value, or nothing."""

_CONTROL = r"\x00-\x1f\x7f-\x9f"
_ANY = f"[^\\s\"'<>`{_CONTROL}]"
_LAST = f"[^\\s\"'<>`.,;:)\\]}}|{_CONTROL}]"
_TELLING = rf"{_ANY}{{0,64}}[^{_LETTER}\s\"'<>`.,;:()|\-](?:{_ANY}{{0,64}}{_LAST})?"
"""A value with a digit or a sign in it; it ends before the punctuation of the sentence."""
_INNER = f"[^\\s\"'<>`,;:/{_CONTROL}]"
_MIXED = rf"{_INNER}{{0,32}}(?:[A-Z]{_INNER}{{0,32}}[0-9]|[0-9]{_INNER}{{0,32}}[A-Z])(?:{_INNER}{{0,32}}{_LAST})?"
_QUOTED = r"[\"'`](?P<value>[^\s\"'`]{1,64}(?: [^\s\"'`]{1,64}){0,2})[\"'`]"
_WORD_END = r"(?:[ \t]{1,3}\(|[ \t]{0,3}[\"'`,;|/&)]|\.?(?:[ \t]{0,3}[\r\n]|$)|\. )"
_NUMBER = r"(?:[A-Z][\- ]?)?[0-9]{4,10}(?:[.,][0-9]{2})?[#*]?|[0-9]{3}[ \-][0-9]{3}|[0-9]{2}(?:[ \-][0-9]{2}){1,3}"
"""A code in digits; an amount is swallowed with its cents."""
_ALNUM = (
    r"(?:(?:[0-9]{1,9}[A-Z]|[A-Z]{1,9}[0-9])[0-9A-Z]{0,9}(?:-[0-9A-Z]{2,8}){0,5}"
    r"|(?-i:[A-Z]{2,8}(?:-[0-9A-Z]{2,8}){1,5}))"
)
_BELOW = rf"{_QUOTE}[ \t]{{0,3}}[:.=_\-]{{0,3}}[ \t]{{0,3}}(?:\r?\n[ \t]{{0,3}}){{1,2}}{_QUOTE}"
_BESIDE = rf"(?:{_BELOW}|{_QUOTE}[ \t]{{0,3}}[:.=_\-]{{0,3}}[ \t]{{0,3}}[,;|\t]{_QUOTE})"
"""From a label to a value on the next line, or in the next cell."""

_NAME = r"[0-9A-Z][0-9A-Z_.@\-\\]{2,60}"
_ASKED = r"(?:verificatie|bevestigings|inlog|login|beveiligings|activatie|activerings|toegangs|sms|tan)?-?code"
_DOMAIN_USER = r"[A-Z][0-9A-Z\-]{1,14}\\{1,2}[a-z][0-9a-z._\-]{1,30}"
_IN_URL = r"[a-z][a-z0-9+]{1,12}://(?P<value>[^\s:/@]{0,60}:[^\s/@]{2,80}@[0-9a-z.\-]{1,80})"
"""With the host, since the password and the host together look like an e-mail address."""


def _said(regex: str, anchor: str, reach: int = 200, right: str = "", left: str = _LETTER) -> Pattern:
    """A form that holds its own label."""
    return Pattern(regex, ignore_case=True, left=left, right=right, labelled=True, anchor=anchor, reach=reach)


_AT_EQUALS = rf"{_QUOTE}(?:[ \t]{{0,3}}[:=|]|[ \t]{{1,3}}[=\-]>)"
_AT_DIGIT = rf"[ \t]{{1,3}}{_QUOTE}{_INNER}{{0,65}}[0-9]"
_ACCOUNT = LOGIN.replace("|wifi", "")
"""Before the slash behind "wifi" stands the name of a network, which everybody may know."""
_AT_LOGIN = rf"\b{LOGIN}[ :]{{1,3}}{_NAME} ?/"
_SESSION = r"\b(?:sessionid|phpsessid|jsessionid|asp\.net_sessionid|session(?:_id)?|sid|auth_token|remember_token)="
_NO_WORD = r"0-9A-Za-z_@/\-"

RECOGNIZER = Recognizer(
    entity="CREDENTIAL",
    whole_cell=True,
    forms=(
        # a label and a value
        _said(
            rf"(?:{PASSWORDS}|{CODE})(?:{_EQUALS}|[ \t]{{1,2}}\()(?P<value>{_TELLING})",
            rf"(?:{PASSWORDS_ANCHOR}|{CODE})(?:{_AT_EQUALS}|[ \t]{{1,2}}\()",
        ),
        _said(
            rf"(?:{PASSWORDS}|{KEYS}|{CODE})[\"'`]?[ \t]{{0,3}}[:=][ \t]{{0,3}}{_QUOTED}",
            rf"(?:{PASSWORDS_ANCHOR}|{CODE}|{KEYS_ANCHOR})[\"'`]?[ \t]{{0,3}}[:=]",
            reach=240,
        ),
        _said(rf"{PASSWORDS}[\"'], ?{_QUOTED}", rf"{PASSWORDS_ANCHOR}[\"'],"),
        _said(
            rf"(?:{PASSWORDS}|{KEYS}|\b(?-i:WW[:=]))(?:{_EQUALS}|{_IS}[ \t]{{1,3}}{_QUOTE})(?P<value>{_MIXED})",
            rf"(?:{PASSWORDS_ANCHOR}|{KEYS_ANCHOR})(?:{_AT_EQUALS}|{_IS}{_AT_DIGIT})",
            reach=300,
        ),
        _said(
            rf"{PASSWORDS}(?: van| voor)?(?: de| het)? {DEVICE}[ :]{{1,3}}(?P<value>{_MIXED})",
            rf"{PASSWORDS_ANCHOR}(?: van| voor)?(?: de| het)? {DEVICE}[ :]{{1,3}}{_INNER}{{0,65}}[0-9]",
            reach=240,
        ),
        _said(
            rf"\bwi-?fi(?: [a-z\-]{{2,14}}){{1,2}}: ?(?P<value>{_MIXED})",
            rf"\bwi-?fi(?: [a-z\-]{{2,14}}){{1,2}}: ?{_INNER}{{0,65}}[0-9]",
        ),
        _said(
            rf"(?:{PASSWORDS}(?: van| voor) [a-z\-]{{2,20}}:|(?:mijn|m'n|mn|jouw) {PASSWORDS} is) ?"
            rf"(?P<value>[A-Z0-9]{{4,40}})(?:!|{_WORD_END})",
            rf"{PASSWORDS_ANCHOR}(?: is|(?: van| voor) [a-z\-]{{2,20}}:)",
        ),
        _said(
            rf"{KEYS}{_EQUALS}(?P<value>[0-9A-Z+/_=\-.~%]{{16,300}})",
            f"{KEYS_ANCHOR}{_AT_EQUALS}",
            reach=340,
            right=r"0-9A-Za-z_(\[",
        ),
        _said(
            rf"<(?:[a-z]{{1,12}}:)?(?:{PASSWORDS}|{USER}|{KEYS}|{CODE})>(?P<value>[^<>\s]{{3,64}})</",
            r"<[0-9a-z:_ \-]{2,60}>[^<>\s]{3,64}</",
        ),
        _said(
            rf"(?:(?:{PASSWORDS}|{KEYS}|{CODE}){_BESIDE}|{USER}{_BELOW})(?P<value>{_MIXED}|[0-9]{{4,8}})",
            rf"(?:(?:{PASSWORDS_ANCHOR}|{KEYS_ANCHOR}|{CODE}){_BESIDE}|{USER_ANCHOR}{_BELOW}){_INNER}{{0,65}}[0-9]",
            right="0-9A-Za-z_",
        ),
        # codes
        _said(
            rf"(?:{CODE}(?:{_IS}[ \t]{{1,3}}|[ \t]{{0,2}}[:=]:?)"
            rf"|{LOCK}(?:(?: [a-z.]{{1,14}}){{0,5}} is|:|=)?[ \t]{{0,3}}){_QUOTE}(?P<value>{_NUMBER})",
            rf"{CODE}[ \t:=]|{LOCK_ANCHOR}",
            right=r"0-9A-Za-z_\-",
        ),
        _said(
            rf"(?:{CODE}{_IS}|{LOCK}(?: is|:|=)?)[ \t]{{1,3}}{_QUOTE}(?P<value>{_ALNUM})",
            rf"{CODE}[ \t:=]|{LOCK_ANCHOR}",
            right=r"0-9A-Za-z_",
        ),
        _said(f"{NEAR_CODE}(?P<value>{_NUMBER})", NEAR_CODE_ANCHOR, right=r"0-9A-Za-z_\-"),
        _said(
            r"(?:(?:uw|je|jouw|your)(?: [a-z]{2,12})? code(?: is|:)"
            rf"|(?:gebruik|voer|vul)(?: de| deze)? code(?: in:)?) (?P<value>{_NUMBER})",
            r"(?:code(?: is|:)|(?:gebruik|voer|vul)(?: de| deze)? code(?: in:)?) [0-9A-Z]",
            right=r"0-9A-Za-z_\-",
        ),
        _said(
            rf"(?P<value>{_NUMBER}) is (?:uw|je|jouw|your|de)(?: [a-z\-]{{2,20}}){{0,2}}[ \-]{_ASKED}",
            rf" is (?:uw|je|jouw|your|de)(?: [a-z\-]{{2,20}}){{0,2}}[ \-]{_ASKED}",
            left="0-9A-Za-z_.,-",
        ),
        # user names
        _said(
            rf"(?:{PASSWORDS}|{USER}){_GIVEN}{_QUOTE}(?P<value>[A-Z][0-9A-Z_.\-\\]{{1,40}}[0-9A-Z_\-]){_WORD_END}",
            f"(?:{PASSWORDS_ANCHOR}|{USER_ANCHOR}){_GIVEN}",
        ),
        _said(
            r"(?:gebruikersnaam|inlognaam|loginnaam|username)(?: is| =) "
            rf"(?P<value>[A-Z][0-9A-Z_.\-]{{1,40}}[0-9A-Z_\-]){_WORD_END}",
            r"(?:gebruikersnaam|inlognaam|loginnaam|username)(?: is| =) ",
        ),
        _said(
            r"\b(?:user[ _\-]?(?:name|id)?|gebruiker|login|uid)="
            r"(?P<value>[A-Z][0-9A-Z_.\-]{2,40})(?:[ \t;&]|[\r\n]|$)",
            r"\b(?:user[ _\-]?(?:name|id)?|gebruiker|login|uid)=",
            left=r"A-Za-zÀ-ÿ_.",
        ),
        _said(
            rf"(?:{USER}|\baccount)[ \t:=]{{1,3}}(?P<value>[A-Z][0-9A-Z_.\-]{{1,40}}[0-9A-Z_])(?:,|;| en| met| /| \|)?"
            rf"[ \t]{{1,3}}(?:het )?{PASSWORDS}[ \t:=]",
            rf"(?:{USER_ANCHOR}|\baccount)[ \t:=]{{1,3}}[A-Z][0-9A-Z_.\-]{{2,41}}(?:,|;| en| met| /| \|)?"
            r"[ \t]{1,3}(?:het )?[a-z_]{0,12}(?:wachtw|wachtz|passw|pass|paswo|codew|pw|ww)",
        ),
        Pattern(
            rf"(?i:{USER}|\baccount|\bdigid)(?: is|:)?[ \t]{{1,3}}"
            r"(?P<value>[a-z][a-z0-9]{0,20}(?:[._][a-z0-9]{3,20}){1,4}"
            rf"|[a-z][a-z0-9]{{1,20}}_[a-z0-9]{{1,20}}|[a-z]{{3,20}}[0-9]{{1,6}}|{_DOMAIN_USER})",
            left=rf"{_LETTER}0-9_",
            right=_NO_WORD,
            labelled=True,
            anchor=(
                rf"(?i:{USER_ANCHOR}|\baccount|\bdigid)(?: is|:)?[ \t]{{1,3}}"
                r"(?:[a-z][a-z0-9]{0,20}[._0-9]|[A-Z][0-9A-Z\-]{1,14}\\)"
            ),
        ),
        Pattern(
            rf"(?i:{LOG}) [\"'`]?(?P<value>[a-z][a-z0-9_.]{{2,31}})",
            left=_LETTER,
            right=_NO_WORD,
            labelled=True,
            anchor=f"(?i:{LOG}) ",
        ),
        _said(
            r"(?:gebruiker|user(?:name)?) [\"']?(?P<value>[a-z][a-z0-9_.]{2,30})[\"']? "
            r"(?:heeft (?:zich )?(?:in|uit|aan|af)ge|is (?:in|uit)ge|logde |logged |not found|authenticated)",
            r"(?:gebruiker|user(?:name)?) [\"']?[a-z][a-z0-9_.]{2,30}[\"']? "
            r"(?:heeft |is (?:in|uit)ge|logde |logged |not f|auth)",
        ),
        # pairs
        _said(rf"\b{_ACCOUNT}[ :]{{1,3}}(?P<value>{_NAME}) ?/ ?{_TELLING}", _AT_LOGIN),
        _said(rf"\b{LOGIN}[ :]{{1,3}}{_NAME} ?/ ?(?P<value>{_TELLING})", _AT_LOGIN),
        _said(
            rf"(?:inloggen|aanmelden|log in|login|ingelogd) (?:als|met) {_NAME} (?:met|en)(?: als)?(?: wachtwoord)?"
            rf" (?P<value>{_TELLING})",
            r"(?:inloggen|aanmelden|log in|login|ingelogd) (?:als|met) ",
        ),
        # headers, cookies, commands
        _said(
            r"authorization[\"']?[:=] ?[\"']?(?:basic|bearer|token) (?P<value>[0-9A-Z+/_.~\-]{8,900}={0,2})",
            r"authorization[\"']?[:=] ?[\"']?(?:basic|bearer|token) ",
            reach=1000,
        ),
        _said(rf"{_SESSION}(?P<value>[0-9A-Z%_.\-]{{16,300}})", _SESSION, reach=320),
        _said(
            r" (?:-u|--user|--proxy-user)[ =][\"']?(?P<value>[^\s:\"'/]{1,60}:[^\s\"'/@]{3,80})",
            r" (?:-u|--user|--proxy-user)[ =][\"']?[^\s:\"'/]{1,60}:",
            left="",
        ),
        _said(
            r"\b(?:sshpass -p ?|mysql(?:dump)?[^\n]{0,60} -p)[\"']?(?P<value>[^\s\"']{4,64})",
            r"\b(?:sshpass -p|mysql(?:dump)?[^\n]{0,60} -p)",
        ),
        # what shows itself
        Pattern(TOKEN, labelled=True, anchor=TOKEN_ANCHOR, reach=2900),
        Pattern(KEY, labelled=True, anchor=KEY_ANCHOR, reach=9000),
        Pattern(HASH, left="0-9A-Za-z", right="0-9A-Za-z/", labelled=True, anchor=HASH_ANCHOR, reach=330),
        Pattern(IN_LINK, left="", right="", labelled=True, anchor=LINK_ANCHOR, reach=330),
        _said(_IN_URL, r"[a-z0-9+]://[^\s:/@]{0,60}:[^\s/@]{2,80}@", left="0-9A-Za-z_"),
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
        "wachtwoord wifi",
        "gebruikersnaam",
        "gebruikers id",
        "username",
        "user name",
        "inlognaam",
        "loginnaam",
        "inlogcode",
        "api key",
        "access token",
        "api token",
        "passcode",
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
