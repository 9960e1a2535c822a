"""What stands where on which identity document: data, one TOML file for each model, read and checked here.

A layout is one side of one model. What it says was published by somebody, who is named beside it; what nobody published
is left out, so that a model of which little is known has few items and a copy of it is sooner blacked out whole. Zones
are generous: the item stands somewhere in them. The sides of a passport are its holder page (``front``), the back of
that page (``back``), and ``page 3``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any, NoReturn

from piiscan.errors import ConfigError

__all__ = ["ANY", "FORMATS", "KINDS", "SIDES", "Item", "Layout", "Lines", "find", "layouts", "parsed"]

ANY = "*"
"""The country of a layout that holds for every country."""
KINDS = ("passport", "identity card", "residence permit", "driving licence", "visa")
SIDES = ("front", "back", "page 3")
FORMATS = ("TD1", "TD2", "TD3", "MRV-A", "MRV-B", "licence")
"""The formats of a machine readable zone (ICAO Doc 9303-4 to 9303-7), and the one line of a driving licence."""


@dataclass(frozen=True, slots=True)
class Lines:
    """How a machine readable zone is printed, in millimetres.

    Arguments:
        count: lines.
        length: characters of a line.
        character: from one character to the next.
        left: from the left edge of the document to the first character, give or take ``tolerance``.
        tolerance: how far that may be off.
        pitch: from one line to the next; None where it was not published.
    """

    count: int
    length: int
    character: float
    left: float
    tolerance: float
    pitch: float | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on a side.

    Arguments:
        name: what it is: ``portrait``, ``ghost portrait``, ``mrz``, ``document number``, ``bsn``, ``qr``, ``can``...
        entity: what it is to piiscan: ``FACE``, ``MRZ``, ``NL_BSN``; ``OTHER`` where there is no word for it. The
            personal number of another country counts as ``NL_BSN``.
        required: every copy of this side shows it.
        source: who says so.
        allowed: who only has to be convinced of identity and age may see it (name, birth date, validity, country).
        zone: left, top, right, bottom within which it stands, as fractions of the side; None where nobody published it.
        carries: the entities that can be read from it as well; hiding one of them hides this item.
        lines: for ``mrz``: how it is printed.
    """

    name: str
    entity: str
    required: bool
    source: str
    allowed: bool = False
    zone: tuple[float, float, float, float] | None = None
    carries: tuple[str, ...] = ()
    lines: Lines | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """One side of one model.

    Arguments:
        id: ``nl_passport_2014/front``.
        kinds: which of `KINDS` it is; several for a format that several share.
        country: code as ICAO Doc 9303-3 has it, or `ANY`.
        model: year of the model, or the format of a layout for every country.
        side: one of `SIDES`.
        called: what the side is called.
        size: width and height in millimetres.
        mrz: the format of the document's zone, on whichever side it stands; empty for none.
        codes: how the zone may begin.
        titles: what the document calls itself, in capitals.
        issued: first day of issue, and the first day on which no more were issued; None for open.
        years: the longest validity; 0 where unknown.
        items: what stands on it.
        sources: who says so, by the name of the argument.
    """

    id: str
    kinds: tuple[str, ...]
    country: str
    model: str
    side: str
    called: str
    size: tuple[float, float]
    mrz: str
    codes: tuple[str, ...]
    titles: tuple[str, ...]
    issued: tuple[date | None, date | None]
    years: int
    items: tuple[Item, ...]
    sources: Mapping[str, str]

    def named(self, name: str) -> tuple[Item, ...]:
        """The items of that name."""
        return tuple(item for item in self.items if item.name == name)

    @property
    def required(self) -> tuple[Item, ...]:
        """What every copy of this side shows."""
        return tuple(item for item in self.items if item.required)


@lru_cache(maxsize=1)
def layouts() -> tuple[Layout, ...]:
    """All layouts that ship with piiscan, by id.

    Raises:
        ConfigError: a file is malformed; names file and key.
    """
    found: list[Layout] = []
    for file in sorted(files(__package__).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            found += parsed(file.name, file.read_text("utf-8"))
    return tuple(found)


def find(
    *,
    kind: str = "",
    country: str = "",
    mrz: str = "",
    side: str = "",
    issued: date | None = None,
    expires: date | None = None,
) -> tuple[Layout, ...]:
    """The layouts that a document may have: its country's own, or where there are none those for every country.

    More than one model stays where the dates do not decide: what any of them carries may be there.

    Arguments:
        kind: one of `KINDS`; empty where unknown, like all the others.
        country: the code in its zone.
        mrz: one of `FORMATS`.
        side: one of `SIDES`.
        issued: its day of issue.
        expires: its day of expiry.
    """
    fit = [
        layout
        for layout in layouts()
        if (not side or layout.side == side)
        and (not mrz or layout.mrz == mrz)
        and (not kind or kind in layout.kinds)
        and _in_time(layout, issued, expires)
    ]
    own = tuple(layout for layout in fit if layout.country == country)
    return own or tuple(layout for layout in fit if layout.country == ANY)


def _in_time(layout: Layout, issued: date | None, expires: date | None) -> bool:
    first, last = layout.issued
    if issued and ((first and issued < first) or (last and issued >= last)):
        return False
    if expires and first and expires < first:
        return False
    return not (expires and last and layout.years and expires >= _later(last, layout.years))


def _later(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)


def parsed(name: str, text: str) -> Iterator[Layout]:
    """The layouts of one file, one for each ``[[side]]``.

    Arguments:
        name: the file's name, for errors and ids.
        text: TOML.

    Raises:
        ConfigError: it is not TOML, a key is unknown, missing or of the wrong kind, a fact has no source, or a zone is
            not inside the side.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise ConfigError("not TOML", name) from None
    sides = data.pop("side", [])
    _known(name, "", data, _DOCUMENT)
    if not isinstance(sides, list) or not sides:
        _refuse(name, "side", "is missing")
    sources = {key: _text(name, f"sources.{key}", value) for key, value in dict(data.get("sources", {})).items()}
    for key in _SOURCED:
        if data.get(key) and not sources.get(key):
            _refuse(name, f"sources.{key}", "is missing")
    for number, side in enumerate(sides, 1):
        yield _layout(name, f"side {number}", data, side, sources)


_DOCUMENT = {
    "kinds": (list, True),
    "country": (str, True),
    "model": (str, True),
    "size": (list, True),
    "mrz": (str, False),
    "codes": (list, False),
    "titles": (list, False),
    "issued": (list, False),
    "years": (int, False),
    "sources": (dict, True),
}
_SOURCED = ("size", "mrz", "codes", "titles", "issued", "years")
_SIDE = {"side": (str, True), "called": (str, True), "items": (list, True)}
_ITEM = {
    "name": (str, True),
    "entity": (str, True),
    "source": (str, True),
    "required": (bool, True),
    "allowed": (bool, False),
    "zone": (list, False),
    "carries": (list, False),
    "lines": (dict, False),
}
_LINES = {
    "count": (int, True),
    "length": (int, True),
    "character": (float, True),
    "left": (float, True),
    "tolerance": (float, True),
    "pitch": (float, False),
}


def _layout(name: str, where: str, data: dict[str, Any], side: dict[str, Any], sources: dict[str, str]) -> Layout:
    _known(name, where, side, _SIDE)
    one_of = ((data["kinds"], KINDS, "kinds"), ([side["side"]], SIDES, f"{where}.side"))
    for values, allowed, key in one_of:
        if not set(values) <= set(allowed):
            _refuse(name, key, f"is none of {', '.join(allowed)}")
    if data.get("mrz") and data["mrz"] not in FORMATS:
        _refuse(name, "mrz", f"is none of {', '.join(FORMATS)}")
    items = tuple(_item(name, f"{where}.items[{number}]", item) for number, item in enumerate(side["items"]))
    return Layout(
        id=f"{name.removesuffix('.toml')}/{side['side']}",
        kinds=tuple(data["kinds"]),
        country=data["country"],
        model=data["model"],
        side=side["side"],
        called=side["called"],
        size=_pair(name, "size", data["size"]),
        mrz=data.get("mrz", ""),
        codes=tuple(data.get("codes", ())),
        titles=tuple(data.get("titles", ())),
        issued=_days(name, data.get("issued", ["", ""])),
        years=data.get("years", 0),
        items=items,
        sources=sources,
    )


def _item(name: str, where: str, item: dict[str, Any]) -> Item:
    _known(name, where, item, _ITEM)
    _text(name, f"{where}.source", item["source"])
    lines = item.get("lines")
    if lines is not None:
        _known(name, f"{where}.lines", lines, _LINES)
    return Item(
        name=item["name"],
        entity=item["entity"],
        required=item["required"],
        source=item["source"],
        allowed=item.get("allowed", False),
        zone=_zone(name, f"{where}.zone", item["zone"]) if "zone" in item else None,
        carries=tuple(item.get("carries", ())),
        lines=Lines(**lines) if lines else None,
    )


def _zone(name: str, key: str, value: list[Any]) -> tuple[float, float, float, float]:
    numbers = [float(number) for number in value if isinstance(number, int | float)]
    if len(numbers) != 4 or len(value) != 4:
        _refuse(name, key, "is not four numbers")
    left, top, right, bottom = numbers
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        _refuse(name, key, "is not inside the side")
    return left, top, right, bottom


def _pair(name: str, key: str, value: list[Any]) -> tuple[float, float]:
    if len(value) != 2 or not all(isinstance(number, int | float) and number > 0 for number in value):
        _refuse(name, key, "is not two lengths")
    return float(value[0]), float(value[1])


def _days(name: str, value: list[Any]) -> tuple[date | None, date | None]:
    """First day and first day after; an empty string leaves an end open."""
    if len(value) != 2 or not all(isinstance(day, date) or day == "" for day in value):
        _refuse(name, "issued", "is not two dates")
    return value[0] or None, value[1] or None


def _text(name: str, key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        _refuse(name, key, "is missing")
    return value


def _known(name: str, where: str, table: Any, keys: Mapping[str, tuple[type, bool]]) -> None:
    """Every key is one of ours, of the right kind, and none that is needed is missing."""
    if not isinstance(table, dict):
        _refuse(name, where, "is not a table")
    prefix = f"{where}." if where else ""
    for key, value in table.items():
        if key not in keys:
            _refuse(name, prefix + key, "is unknown")
        kind = keys[key][0]
        right = isinstance(value, kind) or (kind is float and type(value) is int)
        if not right or (kind is int and isinstance(value, bool)):
            _refuse(name, prefix + key, f"is not a {kind.__name__}")
    for key, (_, needed) in keys.items():
        if needed and key not in table:
            _refuse(name, prefix + key, "is missing")


def _refuse(name: str, key: str, reason: str) -> NoReturn:
    raise ConfigError(f"{key} {reason}", name)
