"""Kenteken: the registration mark on the plate of a Dutch vehicle.

Form: six letters and digits in three groups, in one of fourteen layouts ("sidecodes": XX-99-99 of 1951 to 999-XX-9),
with dashes, blanks or nothing between; and the short series of the royal house (AA-86), the International Court
(CDJ-123), diplomats, one-day plates (F-12-34) and export (Z-12-34). From sidecode 4 on there are no vowels, no C and no
Q; only semi-trailers begin with O. SS and SD were never issued. Of other withheld combinations the lists differ, and
some were issued by mistake, so they only lower the score.

Worth of the check: there is no check digit. 5 in 100 random codes of six characters fit the layouts and the letters, so
a code without dashes needs a word beside it. With dashes it is strong, save for dates (1-MRT-24), units (10-GB-16),
models (GT-500-X) and the like.

Source: Regeling kentekens en kentekenplaten; RDW open data; the layouts and letters of nummerborden.info.
"""

from __future__ import annotations

import re

from piiscan.recognizer import Pattern, Recognizer, plain

__all__ = ["RECOGNIZER", "is_valid"]

_EARLY = "ABDEFGHIJKLMNOPRSTUVXYZ"
_LATE = "BDFGHJKLMNPRSTVWXZ"
_SIDECODES = {
    "XX-99-99": _EARLY,
    "99-99-XX": _EARLY,
    "99-XX-99": _EARLY,
    "XX-99-XX": _LATE + "Y",
    "XX-XX-99": _LATE,
    "99-XX-XX": _LATE,
    "99-XXX-9": _LATE,
    "9-XXX-99": _LATE,
    "XX-999-X": _LATE,
    "X-999-XX": _LATE,
    "XXX-99-X": _LATE,
    "X-99-XXX": _LATE,
    "9-XX-999": _LATE,
    "999-XX-9": _LATE,
}
"""Layouts in the order of their sidecode, with the letters of each."""

_RUNS = {layout.replace("-", ""): layout for layout in _SIDECODES}
_SPECIAL = re.compile(r"AA-?\d{2,3}|CDJ-?\d{1,3}|CD-?\d\d-?\d\d|[FZ]-?\d\d-?\d\d", re.ASCII)
_NEVER = frozenset({"SS", "SD"})
_WITHHELD = frozenset({
    "GVD", "KKK", "KVT", "LPF", "NSB", "PKK", "PSV", "TBS", "PVV", "SGP", "VVD", "BBB", "LYK",
})  # fmt: skip

_UNITS = frozenset({
    "KB", "MB", "GB", "TB", "PB", "MM", "ML", "DL", "HL", "KG", "MG", "KM", "KW", "KV", "HZ", "DB", "HP", "PK", "BV",
    "NV", "NL", "HR", "PR", "PZ", "FZ", "TV", "MP", "VS", "VH", "ST",
})  # fmt: skip
_WORDS = frozenset({
    "MA", "DI", "DO", "VR", "ZA", "ZO", "EN", "OF", "OP", "IN", "TE", "DE", "NR", "NO", "US", "UK", "EU",
})  # fmt: skip
_ABBREVIATIONS = frozenset({
    "MRT", "OKT", "SPD", "BTW", "GPS", "GSM", "DVD", "HDD", "SSD", "PDF", "SMS", "LPG", "KLM", "LTD", "BLZ", "DGN",
    "HRS", "KWH", "LTR", "MND", "MTR", "STK", "WKN",
    "JAN", "FEB", "APR", "MEI", "JUN", "JUL", "AUG", "SEP", "NOV", "DEC",
})  # fmt: skip
_MODELS = frozenset({
    "GT", "SV", "XL", "XT", "GS", "DR", "VF", "VT", "VS", "RS", "RD", "RG", "TZ", "ZX", "XJ", "SL", "TT", "DB", "TR",
    "SR", "FJ", "NT",
})  # fmt: skip
_STANDARDS = frozenset({
    "H-261", "H-263", "H-264", "H-265", "H-266", "X-264", "X-265", "G-711", "G-722", "G-729", "RS-232", "RS-422",
    "RS-485",
})  # fmt: skip


def is_valid(text: str) -> bool:
    """Whether a code is a plate, and nothing that only looks like one.

    >>> is_valid("J-318-XP"), is_valid("j318xp"), is_valid("1-MRT-24"), is_valid("GT-500-X")
    (True, True, False, False)
    """
    return _is_plate(text) and not _lookalike(_groups(text))


def _is_plate(text: str) -> bool:
    groups = _groups(text)
    letters = _SIDECODES.get(_layout("-".join(groups)))
    if letters is None:
        return bool(_SPECIAL.fullmatch("-".join(groups)))
    used = "".join(groups)
    if letters is not _EARLY:
        used = used.lstrip("0123456789").removeprefix("O")
    fits = all(character.isdigit() or character in letters for character in used)
    return (fits and _NEVER.isdisjoint(groups) and "000" not in groups) or bool(_SPECIAL.fullmatch("-".join(groups)))


def _check(text: str) -> bool:
    """A plate, or six characters in one of the layouts whose letters were never issued, for those beside a label."""
    return _is_plate(text) or (" " not in plain(text) and _layout("-".join(_groups(text))) in _SIDECODES)


def _layout(code: str) -> str:
    return re.sub("[A-Z]", "X", re.sub("[0-9]", "9", code))


def _groups(text: str) -> list[str]:
    """The groups of a plate; one without separators is cut by its layout."""
    code = plain(text).upper()
    layout = _RUNS.get(_layout(code))
    if layout is None:
        return re.split("[ -]", code)
    sizes = [len(group) for group in layout.split("-")]
    return [code[: sizes[0]], code[sizes[0] : -sizes[2]], code[-sizes[2] :]]


def _lookalike(groups: list[str]) -> bool:
    """Whether a code of this layout is more likely a date, a unit, a model or a standard."""
    if len(groups) != 3:
        return False
    first, middle, last = groups
    if not _ABBREVIATIONS.isdisjoint(groups):
        return True
    if middle.isalpha() and first.isdigit() and last.isdigit():
        return middle in _UNITS | _WORDS
    if not middle.isdigit():
        return False
    if first.isdigit() or last.isdigit():
        return last in _UNITS | _WORDS or first in _WORDS
    model = first in _MODELS and len(middle) == 3 and (middle.endswith("0") or middle == "125")
    return model or f"{first}-{middle}" in _STANDARDS or (last == "NL" and len(middle) == 2)


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    groups = _groups(text)
    letters = _SIDECODES.get(_layout("-".join(groups)))
    found = []
    if not _is_plate(text):
        found.append(("withheld combination", -6.0 if "-" in text else -3.0))
    if _lookalike(groups):
        found.append(("date, unit or model", -8.0))
    elif letters is _EARLY:
        found.append(("layout before 1978", -2.0 if "-" in text else -3.5))
    elif letters is None:
        found.append(("special series", -2.0))
    if not _WITHHELD.isdisjoint(groups):
        found.append(("withheld combination", -1.5))
    if any(character.islower() for character in text):
        found.append(("lower case", -1.0))
    return tuple(found)


_THREE = "[BDFGHJ-PR-TV-XZ][BDFGHJ-NPR-TV-XZ]{2}"
_DASHED = (
    rf"[A-Z]{{1,3}}-[0-9]{{2,3}}-[A-Z]{{1,3}}|[0-9]{{1,3}}-(?:[A-Z]{{2}}|{_THREE})-[0-9]{{1,3}}"
    r"|[A-Z]{2}-(?:[0-9]{2}|[A-Z]{2})-[0-9]{2}|[0-9]{2}-(?:[0-9]{2}|[A-Z]{2})-[A-Z]{2}|[FZ]-[0-9]{2}-[0-9]{2}"
    r"|AA-[0-9]{2,3}|CDJ-[0-9]{1,3}"
)
_ANCHOR = (
    r"[A-Z]-[0-9]{2,3}-[A-Z]|[0-9]-[A-Z]{2,3}-[0-9]|[A-Z]-(?:[0-9]{2}|[A-Z]{2})-[0-9]{2}\b"
    r"|[0-9]-(?:[0-9]{2}|[A-Z]{2})-[A-Z]{2}\b|AA-[0-9]{2,3}\b|CDJ-[0-9]{1,3}\b"
)

_LOOSE = (
    r"[A-Z]{1,3} ?[0-9]{2,3} ?[A-Z]{1,3}|[0-9]{2,3} ?[A-Z]{2,3} ?[0-9]{1,3}|[0-9] ?[A-Z]{2,3} ?[0-9]{2,3}"
    r"|[A-Z]{2} ?(?:[0-9]{2}|[A-Z]{2}) ?[0-9]{2}|[0-9]{2} ?(?:[0-9]{2}|[A-Z]{2}) ?[A-Z]{2}"
)
_BORDER = r"0-9A-Za-z_\-"

RECOGNIZER = Recognizer(
    entity="NL_KENTEKEN",
    forms=(
        Pattern(_DASHED, ignore_case=True, left=_BORDER, right=_BORDER, anchor=_ANCHOR, reach=3),
        Pattern(
            r"(?:kenteken|nummerplaat|nummerbord|licen[cs]e ?plate)(?:nummer|nr|s)?[\"']?[ \t]{0,3}[:=]?(?: is)?"
            r"[ \t]{0,3}[\"']?(?P<value>[0-9]{1,3}-[A-Z]{2,3}-[0-9]{1,3})",
            ignore_case=True,
            prior=6.0,
            labelled=True,
            reach=40,
        ),
        Pattern(_LOOSE, ignore_case=True, left=_BORDER, right=_BORDER, prior=-6.0, reach=10),
    ),
    check=_check,
    prior=1.5,
    context=(
        "kenteken",
        "kentekens",
        "kentekennr",
        "kentekennummer",
        "kentekenplaat",
        "nummerplaat",
        "nummerbord",
        "auto",
        "auto's",
        "auto van de zaak",
        "lease",
        "leaseauto",
        "leaserijder",
        "bedrijfsauto",
        "bestelauto",
        "bestelbus",
        "aanhanger",
        "caravan",
        "camper",
        "scooter",
        "motorfiets",
        "voertuig",
        "rdw",
        "bpm",
        "apk",
        "parkeervergunning",
        "license plate",
        "licence plate",
        "number plate",
        "vehicle",
    ),
    negative_context=(
        "artikelcode",
        "code",
        "formulier",
        "locatie",
        "lot",
        "materiaal",
        "model",
        "norm",
        "onderdeel",
        "pallet",
        "product",
        "ruimte",
        "serie",
        "stelling",
        "tekening",
        "type",
        "vak",
        "vlucht",
    ),
    adjust=_adjust,
    examples=(
        "De auto (J-318-XP) staat op de zaak.",
        "voertuig met kenteken K629TL",
        "kenteken 12 TKJ 3",
        "Parkeerplaats 4: NX-VV-31",
    ),
    counterexamples=(
        "Vervaldatum 1-MRT-24",
        "Geheugen 10-GB-16",
        "De GT-500-X is uitverkocht.",
        "MAC 00-AB-12-CD-34-EF",
        "De codec is H264MP.",
    ),
)
