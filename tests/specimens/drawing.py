"""Draws one side of one model: chooses person, face, style and numbers from the seed, and calls its design."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from tests.specimens import cards, faces, passports, visas
from tests.specimens.looks import random_look
from tests.specimens.parts import Setting
from tests.specimens.people import Person, document_number, random_person
from tests.specimens.sheet import Flat, Sheet
from tests.specimens.style import STYLES, UNSEEN, style_of
from tests.specimens.truth import Document
from tests.specimens.words import COUNTRIES, Country

__all__ = ["MODELS", "SPLITS", "Model", "drawn", "models"]

SPLITS = {"train": 0, "dev": 1, "test": 20_262}
"""The splits, and what each adds to the seed."""
_DUTCH = Country("NLD", "NL", "KONINKRIJK DER NEDERLANDEN", ("nl", "en", "fr"), "Nederlandse", "", "", "TD1", "word")
_LARGE, _CARD, _MIDDLE = (125.0, 88.0), (85.6, 53.98), (105.0, 74.0)

Design = Callable[[Setting, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Model:
    """One side of one model that can be drawn.

    Arguments:
        id: ``nl passport 2021 front``, ``td1 back``.
        kind: as `truth.Document` has it.
        country: ``NLD``, or empty for one of the others.
        model: year or format.
        side: ``front``, ``back``, ``page 3`` or ``inner page``.
        size: in millimetres.
        design: what draws it.
        issued: first and last day.
        mrz: the format of its zone; empty where this side has none.
        unseen: only the test set has it.
    """

    id: str
    kind: str
    country: str
    model: str
    side: str
    size: tuple[float, float]
    design: Design
    issued: tuple[date, date]
    mrz: str = ""
    unseen: bool = False

    @property
    def family(self) -> str:
        """The document of which this is a side."""
        return self.id.removesuffix(self.side).strip()


def _span(first: str, last: str) -> tuple[date, date]:
    return date.fromisoformat(first), date.fromisoformat(last)


_WHEN = {
    "2014": _span("2014-03-09", "2021-08-01"),
    "2021": _span("2021-09-01", "2024-09-15"),
    "2024": _span("2024-10-15", "2026-10-01"),
}
_ANY = _span("2015-01-01", "2026-06-01")


def _all() -> tuple[Model, ...]:
    found: list[Model] = []
    for year, when in _WHEN.items():
        name = f"nl passport {year}"
        found.append(Model(f"{name} front", "passport", "NLD", year, "front", _LARGE, passports.front, when, "TD3"))
        found.append(Model(f"{name} back", "passport", "NLD", year, "back", _LARGE, passports.back, when))
        name = f"nl identity card {year}"
        found.append(Model(f"{name} front", "identity card", "NLD", year, "front", _CARD, cards.card_front, when))
        found.append(Model(f"{name} back", "identity card", "NLD", year, "back", _CARD, cards.card_back, when, "TD1"))
    found.append(
        Model("nl passport 2024 page 3", "passport", "NLD", "2024", "page 3", _LARGE, passports.page_3, _WHEN["2024"])
    )
    found.append(
        Model(
            "nl passport 2021 inner page",
            "passport",
            "NLD",
            "2021",
            "inner page",
            _LARGE,
            passports.inner_page,
            _WHEN["2021"],
        )
    )
    refugee = "nl passport refugee"
    found.append(
        Model(
            f"{refugee} front",
            "passport",
            "NLD",
            "refugee",
            "front",
            _LARGE,
            passports.front,
            _WHEN["2021"],
            "TD3",
            True,
        )
    )
    found.append(
        Model(f"{refugee} back", "passport", "NLD", "refugee", "back", _LARGE, passports.back, _WHEN["2021"], "", True)
    )
    span = _span("2014-11-14", "2026-06-01")
    found.append(
        Model(
            "nl driving licence 2014 front",
            "driving licence",
            "NLD",
            "2014",
            "front",
            _CARD,
            cards.licence_front,
            span,
            "licence",
        )
    )
    found.append(
        Model("nl driving licence 2014 back", "driving licence", "NLD", "2014", "back", _CARD, cards.licence_back, span)
    )
    for year, unseen in (("2012", True), ("2020", False)):
        name, when = (
            f"nl residence permit {year}",
            _span("2020-10-01", "2026-06-01") if year == "2020" else _span("2016-01-01", "2020-09-30"),
        )
        found.append(
            Model(
                f"{name} front", "residence permit", "NLD", year, "front", _CARD, cards.permit_front, when, "", unseen
            )
        )
        found.append(
            Model(
                f"{name} back", "residence permit", "NLD", year, "back", _CARD, cards.permit_back, when, "TD1", unseen
            )
        )
    found.append(Model("td3 front", "passport", "", "TD3", "front", _LARGE, passports.front, _ANY, "TD3"))
    found.append(Model("td3 back", "passport", "", "TD3", "back", _LARGE, passports.back, _ANY))
    found.append(Model("td1 front", "identity card", "", "TD1", "front", _CARD, cards.card_front, _ANY))
    found.append(Model("td1 back", "identity card", "", "TD1", "back", _CARD, cards.card_back, _ANY, "TD1"))
    found.append(Model("td2 front", "identity card", "", "TD2", "front", _MIDDLE, cards.card_front, _ANY, "TD2"))
    found.append(Model("td2 back", "identity card", "", "TD2", "back", _MIDDLE, cards.card_back, _ANY))
    found.append(Model("mrv-a front", "visa", "", "MRV-A", "front", (120.0, 80.0), visas.front, _ANY, "MRV-A"))
    found.append(Model("mrv-b front", "visa", "", "MRV-B", "front", _MIDDLE, visas.front, _ANY, "MRV-B", True))
    return tuple(found)


MODELS = {model.id: model for model in _all()}
"""Every side that can be drawn, by id."""


def models(split: str) -> tuple[Model, ...]:
    """The sides that a split has."""
    return tuple(model for model in MODELS.values() if split == "test" or not model.unseen)


def drawn(model: Model, split: str, seed: int, *, across: int = 1400) -> Flat:
    """One side, flat. The sides of one family with the same split and seed show the same person and numbers.

    Arguments:
        model: one of `MODELS`.
        split: one of `SPLITS`; decides, with the seed, every choice, and which styles, countries and looks there are.
        seed: any number.
        across: pixels of its width.
    """
    test = split == "test"
    shared = np.random.default_rng([SPLITS[split], seed, zlib.crc32(model.family.encode())])
    countries = [one for one in COUNTRIES.values() if test or not one.unseen]
    if model.model == "TD2":
        countries = [one for one in countries if one.size == "TD2"]
    country = _DUTCH if model.country else countries[shared.integers(len(countries))]
    styles = range(STYLES) if test else range(UNSEEN)
    number = int(shared.choice(list(styles)))
    years = 5 if model.kind in ("visa", "residence permit") or model.model == "refugee" else country.years
    person = random_person(
        shared, country.languages[0] if model.kind != "residence permit" else "tr", *model.issued, years
    )
    look = random_look(shared, person.sex, person.age, unseen=test)
    backdrop = tuple(int(value) for value in shared.integers(205, 240, 3))
    face = faces.drawn(look, backdrop=(backdrop[0], backdrop[1], backdrop[2]))
    setting_number = _number(shared, model, country, person)
    rng = np.random.default_rng([SPLITS[split], seed, zlib.crc32(model.id.encode())])
    sheet = Sheet(rng, model.size, across / model.size[0])
    setting = Setting(sheet, person, face, style_of(model.family, number), country, setting_number, model.kind)
    lines = model.design(setting, model.model)
    document = Document(
        model.kind, country.code.replace("<", ""), model.model, model.side, number, model.mrz, lines, ()
    )
    return sheet.flat(document)


def _number(rng: np.random.Generator, model: Model, country: Country, person: Person) -> str:
    if model.kind == "driving licence":
        return person.licence
    if model.kind == "passport":
        return document_number(rng, passports.number_form(model.model, country.code, country.passport))
    return document_number(
        rng, cards.number_form(model.kind, country.code, country.card if model.kind != "visa" else "A00000000")
    )
