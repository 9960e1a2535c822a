"""What stands in a copy instead of a value."""

from __future__ import annotations

from collections.abc import Callable

from piiscan.errors import ConfigError

__all__ = ["STYLES", "label_of", "replacement"]

_LABELS = {
    "CREDENTIAL": "INLOGGEGEVEN",
    "CREDIT_CARD": "CREDITCARD",
    "DATE_OF_BIRTH": "GEBOORTEDATUM",
    "EMAIL_ADDRESS": "E-MAIL",
    "FACE": "FOTO",
    "GENDER": "GESLACHT",
    "IBAN_CODE": "IBAN",
    "IP_ADDRESS": "IP-ADRES",
    "LOCATION": "WOONPLAATS",
    "MAC_ADDRESS": "MAC-ADRES",
    "ORGANIZATION": "ORGANISATIE",
    "PERSON": "NAAM",
    "PHONE_NUMBER": "TELEFOON",
    "SOCIAL_PROFILE": "PROFIEL",
    "VALUE": "VERWIJDERD",
}


def label_of(entity: str) -> str:
    """The Dutch word for an entity, as it stands in a copy.

    >>> label_of("NL_BSN"), label_of("PERSON")
    ('BSN', 'NAAM')
    """
    return _LABELS.get(entity, entity.removeprefix("NL_").replace("_", " "))


def replacement(style: str, entity: str, value: str) -> str:
    """What to write instead of a value; it holds at most its last two characters.

    Arguments:
        style: a key of `STYLES`.
        entity: the kind of the value.
        value: what stood there.

    Raises:
        ConfigError: no style has this name.

    >>> replacement("mask", "NL_BSN", "123456782")
    '*******82'
    """
    if style not in STYLES:
        raise ConfigError(f"style is none of {', '.join(STYLES)}")
    return STYLES[style](entity, value)


def _label(entity: str, value: str) -> str:
    return f"[{label_of(entity)}]"


def _mask(entity: str, value: str) -> str:
    shown = 2 if len(value) >= 8 and entity != "CREDENTIAL" else 0
    return "*" * (len(value) - shown) + value[len(value) - shown :]


def _block(entity: str, value: str) -> str:
    return "█" * len(value)


STYLES: dict[str, Callable[[str, str], str]] = {"label": _label, "mask": _mask, "block": _block}
