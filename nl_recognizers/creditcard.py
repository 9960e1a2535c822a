"""Creditcard: the number of a payment card (primary account number).

Form: 12 to 19 digits, bare or grouped as on the card (4-4-4-4; 4-6-5 for American Express; 4-6-4 for Diners), with the
first digits and the length of a scheme: Visa, Mastercard, American Express, Diners, JCB, and the range of Maestro,
which Discover and UnionPay share.

Worth of the check: Luhn passes 1 in 10 random numbers, with the scheme about 1 in 40; IMEIs, betalingskenmerken and
BAG numbers come near, so that a bare number needs a label or weaker evidence beside it.

Source: ISO/IEC 7812-1; the ranges that the schemes publish.
"""

from __future__ import annotations

from piiscan.checksums import Checksum, luhn
from piiscan.recognizer import Digits, Recognizer

__all__ = ["RECOGNIZER", "is_valid"]

_LUHN = Checksum((1, *(2, 1) * 9), 10, digit_sums=True)
_FIRST = "23456"
_GROUPS = Digits(
    lengths=(14, 15, 16, 19),
    groups=((4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3)),
    separators=" .-",
    bare=False,
    prior=2.0,
    checksum=_LUHN,
    first=_FIRST,
)
_BARE = Digits(lengths=tuple(range(12, 20)), checksum=_LUHN, first=_FIRST)

# name: first prefix, last prefix, lengths
_SCHEMES: tuple[tuple[str, str, str, tuple[int, ...]], ...] = (
    ("Visa", "4", "4", (13, 16, 19)),
    ("Mastercard", "51", "55", (16,)),
    ("Mastercard", "2221", "2720", (16,)),
    ("American Express", "34", "34", (15,)),
    ("American Express", "37", "37", (15,)),
    ("Diners", "30", "30", (14,)),
    ("Diners", "36", "36", (14,)),
    ("Diners", "38", "39", (14,)),
    ("JCB", "3528", "3589", (16,)),
    ("Discover", "6011", "6011", (16,)),
    ("Discover", "644", "659", (16,)),
    ("Maestro", "50", "50", tuple(range(12, 20))),
    ("Maestro", "56", "69", tuple(range(12, 20))),
)


def is_valid(text: str) -> bool:
    """Whether a written form is a card number: its shape, a scheme and the Luhn sum.

    >>> is_valid("4111 1111 1111 1111"), is_valid("4111111111111112"), is_valid("1234567812345670")
    (True, False, False)
    """
    digits = _digits(text)
    return digits is not None and _scheme(digits) is not None and luhn(digits)


def _digits(text: str) -> str | None:
    return _GROUPS.digits(text) or _BARE.digits(text)


def _scheme(digits: str) -> str | None:
    for name, first, last, lengths in _SCHEMES:
        if len(digits) in lengths and first <= digits[: len(first)] <= last:
            return name
    return None


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    digits = _digits(text) or ""
    scheme = _scheme(digits)
    if scheme == "Maestro" or (scheme == "Visa" and len(digits) != 16):
        return (("a wide or old range", -1.5),)
    return ()


RECOGNIZER = Recognizer(
    entity="CREDIT_CARD",
    forms=(_GROUPS, _BARE),
    check=is_valid,
    prior=-3.1,
    check_name="Luhn",
    check_weight=2.3,
    context=(
        "creditcard",
        "creditcardnummer",
        "creditcard nr",
        "credit card number",
        "card",
        "card number",
        "card no",
        "kaartnummer",
        "kaart nr",
        "pasnummer",
        "bankpas",
        "betaalpas",
        "pan",
        "visa",
        "mastercard",
        "maestro",
        "american express",
        "amex",
        "diners club",
    ),
    negative_context=("bag", "identificatie", "imei", "simkaart", "iccid", "sscc", "chip"),
    adjust=_adjust,
    examples=(
        "4111 1111 1111 1111",
        "Creditcard: 378282246310005",
        "Mastercard 5555555555554444",
        "pan=6759649826438453",
    ),
    counterexamples=("4111111111111111", "creditcard 4111111111111112", "IMEI 490154203237518", "0000 0000 0000 0000"),
)
