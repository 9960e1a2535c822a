"""What the fast profile looks for, as plain patterns for other engines.

A pattern says no more than the written form: no check, no label far away, no column. All are in the syntax that
ripgrep, `re`, `regex` and RE2 share (no lookaround), over bytes, without Unicode classes, none over a line end, none
with a broad unbounded class in front: the form in which those engines are at their best. The e-mail address has no
pattern for what stands before the last character of its name, since that costs every engine more than it finds.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PATTERNS", "Equivalent", "alternation"]


@dataclass(frozen=True, slots=True)
class Equivalent:
    """One pattern.

    Arguments:
        name: what it is.
        entities: which kinds of the fast profile it stands for.
        regex: the pattern.
    """

    name: str
    entities: tuple[str, ...]
    regex: str


_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_DATE = (
    r"[0-3]?[0-9][-/.][01]?[0-9][-/.](?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}[-/.][01]?[0-9][-/.][0-3]?[0-9]"
    rf"|[0-3]?[0-9] (?:{_MONTHS}) (?:19|20)[0-9]{{2}}"
)
_PLATE = (
    "[A-Z]{1,3}-[0-9]{2,3}-[A-Z]{1,3}|[0-9]{1,3}-[A-Z]{2,3}-[0-9]{1,3}"
    "|[A-Z]{2}-(?:[0-9]{2}|[A-Z]{2})-[0-9]{2}|[0-9]{2}-(?:[0-9]{2}|[A-Z]{2})-[A-Z]{2}"
)
_SECRET = "wachtwoord|password|passwd|pincode|token|gebruikersnaam|username|login"
_IS = r"[\x22\x27]?[ \t]{0,3}[:=][ \t]{0,3}"
_KEY = "AKIA[0-9A-Z]{16}|gh[pousr]_[0-9A-Za-z]{30,80}|glpat-[0-9A-Za-z_-]{20}|xox[abprs]-[0-9A-Za-z-]{10,80}"
_SITE = r"linkedin\.com/in|facebook\.com|instagram\.com|twitter\.com|x\.com|tiktok\.com"
_NUMBER_LABEL = "(?:personeels|medewerker|werknemer|klant|relatie|debiteur|lid)(?:nummer|nr)"

PATTERNS = (
    Equivalent("nine digits", ("NL_BSN", "NL_RSIN", "NL_ONDERWIJSNUMMER"), r"\b[0-9]{9}\b"),
    Equivalent(
        "nine digits in groups",
        ("NL_BSN", "NL_RSIN", "NL_ONDERWIJSNUMMER", "NL_BANKREKENING"),
        r"\b(?:[0-9]{4}[ .-][0-9]{2}|[0-9]{3}[ .-][0-9]{3})[ .-][0-9]{3}\b",
    ),
    Equivalent("eight digits", ("NL_KVK", "NL_AGB"), r"\b[0-9]{8}\b"),
    Equivalent("ten or eleven digits", ("NL_RIJBEWIJSNUMMER", "NL_BIG", "NL_VNUMMER"), r"\b[0-9]{10,11}\b"),
    Equivalent("twelve digits", ("NL_VESTIGINGSNUMMER",), r"\b[0-9]{12}\b"),
    Equivalent(
        "four times four digits", ("CREDIT_CARD", "NL_BETALINGSKENMERK"), r"\b[0-9]{4}(?:[ .-]?[0-9]{4}){3}\b"
    ),
    Equivalent("btw", ("NL_BTW",), r"\bNL[ .-]?[0-9]{3,4}[ .-]?[0-9]{2,3}[ .-]?[0-9]{3}[ .-]?B[ .-]?[0-9]{2}\b"),
    Equivalent("loonheffing", ("NL_LOONHEFFINGSNUMMER",), r"\b[0-9]{4}[ .-]?[0-9]{2}[ .-]?[0-9]{3}[ .-]?L[0-9]{2}\b"),
    Equivalent("iban", ("IBAN_CODE",), r"\b[A-Z]{2}[0-9]{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,3})?\b"),
    Equivalent("account in groups", ("NL_BANKREKENING",), r"\b[0-9]{2}[ .][0-9]{2}[ .][0-9]{2}[ .][0-9]{3}\b"),
    Equivalent("postcode", ("NL_POSTCODE",), r"\b[1-9][0-9]{3} ?[A-Z]{2}\b"),
    Equivalent("kenteken", ("NL_KENTEKEN",), rf"\b(?:{_PLATE})\b"),
    Equivalent("document", ("NL_DOCUMENTNUMMER",), r"\b[A-NP-Z]{2}[A-NP-Z0-9]{6}[0-9]\b"),
    Equivalent("mrz", ("MRZ",), r"\b[ACDIPV][A-Z<](?:[A-Z]{3}|D<<)[0-9A-Z<]{25,39}"),
    Equivalent("e-mail", ("EMAIL_ADDRESS",), r"[0-9A-Za-z_%+-]@[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)+\b"),
    Equivalent("telephone", ("PHONE_NUMBER",), r"(?:\+31|\b0031|\b0)[ .-]?(?:\(0\) ?)?[1-9](?:[ .-]?[0-9]){8}\b"),
    Equivalent("date", ("DATE_OF_BIRTH",), rf"\b(?:{_DATE})\b"),
    Equivalent("gender", ("GENDER",), rf"\b(?i:geslacht|gender|sekse){_IS}[\x22\x27]?(?i:man|vrouw|[mvx])\b"),
    Equivalent("ip", ("IP_ADDRESS",), r"\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b"),
    Equivalent("mac", ("MAC_ADDRESS",), r"\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b"),
    Equivalent("social profile", ("SOCIAL_PROFILE",), rf"\b(?:{_SITE})/@?[0-9A-Za-z_.%-]{{2,60}}"),
    Equivalent(
        "secret", ("CREDENTIAL",), rf"\b(?i:{_SECRET}){_IS}[^\s\x22\x27<>]{{4,64}}|\b(?:{_KEY})"
    ),
    Equivalent(
        "own number",
        ("NL_PERSONEELSNUMMER", "NL_KLANTNUMMER"),
        rf"\b(?i:{_NUMBER_LABEL})[ .:=#]{{1,4}}[0-9A-Z-]{{3,12}}\b",
    ),
)  # fmt: skip


def alternation() -> str:
    """All patterns as one."""
    return "|".join(f"(?:{pattern.regex})" for pattern in PATTERNS)
