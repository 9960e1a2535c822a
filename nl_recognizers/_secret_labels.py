"""What people write before a secret, as patterns: labels of passwords, keys, codes and user names, Dutch and English.

Those that end in ``_ANCHOR`` are the short pieces by which a text is searched for them.
"""

from __future__ import annotations

__all__ = [
    "CODE",
    "DEVICE",
    "KEYS",
    "KEYS_ANCHOR",
    "LOCK",
    "LOCK_ANCHOR",
    "LOG",
    "LOGIN",
    "NEAR_CODE",
    "NEAR_CODE_ANCHOR",
    "PASSWORDS",
    "PASSWORDS_ANCHOR",
    "USER",
    "USER_ANCHOR",
]

PASSWORDS = (
    r"(?:[a-z]{0,12}(?:wachtwoord(?:en)?|password|passwd|pass ?phrase|paswoord)|wachtwrd|wachtzin|codewoord|passcode"
    r"|[a-z]{0,6}_?pwd|(?:[a-z]{1,6}_|\b)(?:pass|pw)|\b(?-i:ww|Ww))"
)
PASSWORDS_ANCHOR = (
    r"(?:(?:wachtw|passw|pass ?phr|paswoo)[a-z]{1,7}|codewoord|passcode|wachtzin|pwd|(?:\b|_)(?:pass|pw)|\bww)"
)

KEYS = (
    r"(?:(?:api|access|auth|refresh|client|session|secret|account|licentie|beveiligings|netwerk|wpa2?|wifi)[ _\-]?"
    r"(?:token|key|secret|sleutel)|(?:licentie|netwerk|wpa2?|wifi)[ _\-]?code|product(?:sleutel|key)|licen[cs]e key"
    r"|(?:private|secret)[ _\-](?:access[ _\-])?key|(?-i:[A-Z]{2,16}_KEY)|token|secret|bearer|sleutel)"
)
KEYS_ANCHOR = (
    r"(?:token|secret|bearer|sleutel|(?-i:[A-Z]_KEY)|(?:api|access|auth|refresh|client|session|account|licentie|beveiligings|netwerk|wpa2?"
    r"|wifi|product|licen[cs]e|private|secret)[ _\-]?(?:key|code)|(?:private|secret)[ _\-]access[ _\-]?key)"
)

_CARD = r"(?: (?:sim(?:kaart)?|(?:bank|betaal)?pas|telefoon|tablet|kaart):?)?"
CODE = (
    rf"(?:pin[ \-]?code [a-z]{{2,14}}:?|pin(?:[ \-]?code)?{_CARD}|puk(?:[ \-]?code)?|otp|eenmalige code"
    r"|(?:toegangs|deur|alarm|brand|kluis|sleutel|verificatie|bevestigings|inlog|activerings|activatie|sms|tan|herstel|recovery"
    r"|backup|beveiligings|ontgrendel|koppel|poort|login|token|authenticatie|2fa|mfa|whatsapp)[ \-]?codes?"
    r"|sleutelkluis(?:je)?(?:[ \-]?code)?|(?:verification|security|access) code|one-time (?:pass)?code)"
)
_PLACE = (
    r"(?:alarm|kluis|brandkast|(?:voor|achter|tussen)?deur|poort|hek|(?:cijfer|hang|fiets)?slot|fietsenstalling"
    r"|sleutel(?:kluis|kast)(?:je)?|garage|lift|pand|gebouw|magazijn|locker|ingang|kantoor|berging|schuur)"
)
LOCK = (
    rf"(?:(?:alarm|deur|kluis|sleutel|toegangs|poort)code(?:[ \t][a-z]{{1,14}}){{1,2}}:?"
    rf"|code(?: van| voor)?(?: het| de)? {_PLACE}|(?:cijfer|hang|fiets)slot(?: [a-z]{{1,12}})?:?)"
)
"""What a code opens."""
LOCK_ANCHOR = (
    rf"(?:code(?: van| voor)?(?: het| de)? {_PLACE}|(?:cijfer|hang|fiets)slot"
    r"|(?:alarm|deur|kluis|sleutel|toegangs|poort)code )"
)
NEAR_CODE = rf"{_PLACE}[^.\n0-9]{{0,30}}[ ,:(]code(?: is|:|=)?[ \t]{{0,3}}"
"""What a code opens, a little before it."""
NEAR_CODE_ANCHOR = r"[ ,:(]code(?: is|:|=)?[ \t]{0,3}(?:[0-9]{2}|[A-Z][\- ]?[0-9]{2})"

_USER = (
    r"(?:gebruikers(?:naam|[ \-]?id)|inlog(?:naam)?|login(?:naam)?|accountnaam|user[ _\-]?(?:name|id)?|usr|uid"
    r"|gebruiker)"
)
USER = rf"\b(?:[a-z]{{1,12}}_)?{_USER}"
USER_ANCHOR = rf"(?:\b|_){_USER}"
LOG = (
    r"(?:audit by|logged in as|session (?:opened|closed) for user|(?:accepted|failed) (?:password|publickey) for"
    r"(?: invalid user)?|(?:login|logon|authentication) (?:failed|failure|succeeded|attempt) for(?: user)?"
    r"|ingelogd als:?|aangemeld als|inloggen als|inloggen met|log in als"
    r"|(?:gewijzigd|aangemaakt|verwijderd|geopend|ingezien|geraadpleegd) door gebruiker)"
)
"""How a log names who did something."""
LOGIN = (
    r"(?:inlog(?:gegevens)?|log[ \-]?in(?:gegevens)?|user/(?:pass|pw)|u/p|account|credentials|wifi|citrix|vpn|webmail"
    r"|gebruiker/wachtwoord)"
)
"""What stands before a user name and a password with a slash between them."""
DEVICE = (
    r"(?:(?:gast(?:en)?-?)?wifi|laptop|computer|pc|tablet|telefoon|portaal|portal|mail|server|router|zip|bestand"
    r"|account|citrix|vpn|digid)"
)
"""What a password is for."""
