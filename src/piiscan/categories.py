"""The categories of a privacy statement, in its own words, and the entities that belong to each."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["CATEGORIES", "ENTITIES", "MEANING", "SEEN", "category", "kind", "severity"]

CATEGORIES: dict[str, tuple[str, ...]] = {
    "naam": ("PERSON",),
    "adres en woonplaats": ("NL_ADRES", "NL_POSTCODE", "LOCATION"),
    "telefoonnummer": ("PHONE_NUMBER",),
    "e-mailadres": ("EMAIL_ADDRESS",),
    "burgerservicenummer": ("NL_BSN",),
    "geboortedatum": ("DATE_OF_BIRTH",),
    "geslacht": ("GENDER",),
    "bankrekeningnummer": ("IBAN_CODE", "NL_BANKREKENING"),
    "kvk-nummer": ("NL_KVK", "NL_VESTIGINGSNUMMER", "NL_RSIN", "NL_BTW"),
    "kenteken": ("NL_KENTEKEN",),
    "loonheffingsnummer": ("NL_LOONHEFFINGSNUMMER",),
    "kopieën van legitimatiebewijzen": (
        "ID_DOCUMENT",
        "NL_DOCUMENTNUMMER",
        "NL_RIJBEWIJSNUMMER",
        "MRZ",
        "FACE",
        "SIGNATURE",
        "BARCODE",
    ),
    "profiellinks social media": ("SOCIAL_PROFILE",),
    "toegangs- of identificatiegegevens": (
        "CREDENTIAL",
        "IP_ADDRESS",
        "MAC_ADDRESS",
        "NL_PERSONEELSNUMMER",
        "NL_KLANTNUMMER",
    ),
    "belonings-, uitkerings- of pensioengegevens": ("SALARY",),
    "financiële bijzonderheden": ("FINANCIAL_SITUATION", "NL_BETALINGSKENMERK", "CREDIT_CARD"),
    "samenstelling van het gezin": ("FAMILY",),
    "verlofgegevens": ("LEAVE",),
    "verzuimgegevens": ("SICK_LEAVE",),
    "vrijetijdsbesteding en interesses": ("INTERESTS",),
    "bijzondere en strafrechtelijke gegevens": (
        "HEALTH",
        "RELIGION",
        "POLITICAL_OPINION",
        "UNION_MEMBERSHIP",
        "ETHNICITY",
        "NATIONALITY",
        "SEX_LIFE",
        "GENETIC",
        "BIOMETRIC",
        "CRIMINAL_RECORD",
    ),
    "overig": ("ORGANIZATION", "NL_ONDERWIJSNUMMER", "NL_BIG", "NL_AGB", "NL_VNUMMER", "URL", "DATE_TIME"),
}

ENTITIES: dict[str, str] = {entity: name for name, entities in CATEGORIES.items() for entity in entities}

MEANING = frozenset(
    {
        "ID_DOCUMENT",
        "SALARY",
        "FINANCIAL_SITUATION",
        *CATEGORIES["samenstelling van het gezin"],
        *CATEGORIES["verlofgegevens"],
        *CATEGORIES["verzuimgegevens"],
        *CATEGORIES["vrijetijdsbesteding en interesses"],
        *CATEGORIES["bijzondere en strafrechtelijke gegevens"],
    }
)
"""Entities that say what a passage or a picture is about; they may contain findings of values."""

SEEN = frozenset({"FACE", "SIGNATURE", "BARCODE"})
"""Entities without a text: their preview is null."""

_HIGH = frozenset({"NL_BSN", "MRZ", "ID_DOCUMENT", "CREDENTIAL", "CREDIT_CARD", "NL_DOCUMENTNUMMER"}) | frozenset(
    CATEGORIES["bijzondere en strafrechtelijke gegevens"] + CATEGORIES["verzuimgegevens"]
)
_LOW = frozenset({"GENDER", "LOCATION", "NL_KVK", "NL_VESTIGINGSNUMMER", "NL_RSIN", "ORGANIZATION", "URL", "DATE_TIME"})


def category(entity: str) -> str:
    """The line of the privacy statement for an entity; ``"overig"`` for one of the user's own.

    >>> category("NL_BSN")
    'burgerservicenummer'
    """
    return ENTITIES.get(entity, "overig")


def kind(entity: str) -> str:
    """``"meaning"`` for what a passage says, else ``"value"``."""
    return "meaning" if entity in MEANING else "value"


def severity(entity: str, evidence: Iterable[tuple[str, float]] = ()) -> str:
    """How bad a leak of this would be: ``"high"``, ``"medium"`` or ``"low"``.

    A number of a test range, or one that may as well be a company's RSIN, is never more than low.
    """
    if any(what in ("test range", "rsin prefix", "masked") for what, _ in evidence):
        return "low"
    if entity in _HIGH:
        return "high"
    return "low" if entity in _LOW else "medium"
