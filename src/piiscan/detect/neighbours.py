"""What the characters that touch a number say about it: part of a longer one, an amount, inside a URL."""

from __future__ import annotations

import re

from piiscan.model import Evidence

__all__ = ["address_neighbours", "neighbours"]

_URL = re.compile(r"(?:[a-z][a-z0-9+.-]{1,15}://|www\.)[^\s\"'<>|]{0,300}$", re.IGNORECASE)
_AMOUNT = re.compile(r"(?:€|(?<![a-z])EUR|(?<![a-z])euro|\$|£) {0,2}-? ?$", re.IGNORECASE)
_CENTS = re.compile(r",(?:\d\d(?!\d)|-)")
_LABEL_GLUED = re.compile(
    r"(?:bsn|sofi|nr|nummer|no|kvk|rsin|id|tel|mob|gsm|fax|telefoon|mobiel|phone)$", re.IGNORECASE
)
_COUNTED = re.compile(
    r" (?:stuks?|regels?|records?|keer|kilo|kg|gram|liter|ton|euro|EUR|km|meter|uur|dagen|jaar|bytes?|tekens|woorden"
    r"|pagina's|bezoekers|inwoners|klanten|procent)\b"
)
_LONGER = "part of a longer number"


def neighbours(text: str, start: int, end: int, grouped: bool) -> tuple[Evidence, ...] | None:
    """Evidence from the characters that touch a run of digits; None where it is no number of its own.

    Arguments:
        text: the normalised text.
        start, end: of the number, in code points.
        grouped: whether it is written in groups.
    """
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if after in ("_", "@", "%") or after.isalnum() or before.isdigit():
        return None
    if before == "_" and text[start - 2 : start - 1].isdigit():
        return None
    if before.isalpha() and not _LABEL_GLUED.search(text[max(0, start - 24) : start]):
        return None
    found = []
    if before and before in ".,-/" and text[start - 2 : start - 1].isdigit() and not (before == "," and not grouped):
        found.append(Evidence(_LONGER, -7.0 if before in ".," or grouped else -4.0))
    if (after and after in ".-/" and text[end + 1 : end + 2].isdigit()) or _CENTS.match(text, end):
        found.append(Evidence(_LONGER, -7.0 if after in ".," or grouped else -4.0))
    if grouped and (text[max(0, start - 2) : start].strip(" ").isdigit() or _row_goes_on(text, start, end)):
        found.append(Evidence("in a row of numbers", -2.0))
    if before == "_" and not _LABEL_GLUED.search(text[max(0, start - 24) : start - 1]):
        found.append(Evidence(_LONGER, -6.0))
    if _AMOUNT.search(text[max(0, start - 6) : start]) or _COUNTED.match(text, end):
        found.append(Evidence("amount", -7.0))
    if _URL.search(text[max(0, start - 300) : start]):
        found.append(Evidence("inside a URL", -5.0))
    return tuple(found)


def address_neighbours(text: str, start: int, end: int) -> tuple[Evidence, ...] | None:
    """The same for four groups with full stops: what follows an address with a dash, a slash or a comma is its own."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if before.isalnum() or after.isalnum() or before == "_" or after == "_":
        return None
    goes_on = (before == "." and text[start - 2 : start - 1].isdigit()) or (
        after == "." and text[end + 1 : end + 2].isdigit()
    )
    return (Evidence(_LONGER, -7.0),) if goes_on else ()


def _row_goes_on(text: str, start: int, end: int) -> bool:
    """Whether a blank and another digit follow a number that is itself grouped by blanks."""
    return " " in text[start:end] and text[end : end + 1] == " " and text[end + 1 : end + 2].isdigit()
