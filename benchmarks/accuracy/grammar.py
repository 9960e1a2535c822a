"""Turns a template into a document whose personal data is known by construction.

A template is text with ``‹one¦another›`` (a choice), ``«kind»`` (a value; ``«~kind»`` one that is neither right nor
wrong to report; ``«kind#a»`` the same value wherever ``#a`` stands), ``§2-6 `` before a line that comes so many times,
and ``?40 `` before a line that comes in 40 of 100. ``⇥24`` goes on at column 24. ``‹@word›`` is a choice that the head
of the file declares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from benchmarks.accuracy import access, contact, identifiers, lookalikes, people
from benchmarks.accuracy.identifiers import Value

__all__ = ["Document", "Family", "Gold", "families", "write"]

KINDS = identifiers.KINDS | people.KINDS | contact.KINDS | access.KINDS | lookalikes.KINDS

_HEAD = re.compile(r"### (?P<name>\S+)(?: file=(?P<file>\w+))?(?: share=(?P<share>[\d.]+))?\n")
_CHOICE = re.compile(r"‹([^‹›]*)›")
_SLOT = re.compile(r"«(?P<mark>~?)(?P<kind>\w+)(?:#(?P<same>\w+))?»|⇥(?P<column>\d+) ?")
_LINE = re.compile(r"(?:\?(?P<chance>\d+) )?(?:§(?P<low>\d+)-(?P<high>\d+) )?(?P<rest>.*)", re.DOTALL)


class Gold(NamedTuple):
    """A stretch that is personal data, and what it gives away; an empty entity is one that no judgement counts on."""

    start: int
    end: int
    entity: str
    inside: tuple[str, ...]


@dataclass(frozen=True)
class Family:
    """A template: ``share`` is how many of a thousand documents of the population are like it."""

    name: str
    file: str
    share: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """A text with its truth.

    Arguments:
        name: what to call it.
        file: how it is read (``csv``, ``json``); empty for plain text.
        text: the text.
        gold: its personal data.
        weight: how much it counts.
        judged: the entities of which the truth is known; None for all.
        family: the template.
    """

    name: str
    file: str
    text: str
    gold: tuple[Gold, ...]
    weight: float
    judged: frozenset[str] | None = None
    family: str = ""


def families(source: str) -> list[Family]:
    """The templates of a file."""
    head, *rest = re.split(r"(?m)^(?=### )", source)
    words = dict(re.findall(r"(?m)^@(\w+) (.*)$", head))
    found = []
    for block in rest:
        match = _HEAD.match(block)
        if match is None:
            raise ValueError(block.partition("\n")[0])
        body = _named(block[match.end() :].strip("\n") + "\n", words)
        unknown = {slot["kind"] for slot in _SLOT.finditer(body) if slot["kind"]} - KINDS.keys()
        if unknown or body.count("‹") != body.count("›"):
            raise ValueError(f"{match['name']}: {unknown}")
        found.append(
            Family(match["name"], match["file"] or "", float(match["share"] or 10), tuple(body.splitlines(True)))
        )
    return found


def _named(body: str, words: Mapping[str, str]) -> str:
    while (expanded := re.sub(r"‹@(\w+)›", lambda m: f"‹{words[m[1]]}›", body)) != body:
        body = expanded
    return body


def write(family: Family, rng: Random, name: str, weight: float) -> Document:
    """A document of a family."""
    pieces: list[str] = []
    gold: list[Gold] = []
    same: dict[str, Value] = {}
    length = 0
    for line, forms in _lines(family, rng):
        for piece in _pieces(_chosen(line, rng), rng, forms, same):
            if isinstance(piece, Gold):
                gold.append(piece._replace(start=length + piece.start, end=length + piece.end))
                continue
            pieces.append(piece)
            length += len(piece)
    return Document(name, family.file, "".join(pieces), tuple(gold), weight, family=family.name)


def _lines(family: Family, rng: Random) -> Iterator[tuple[str, int]]:
    """The lines of a document, each with a seed for the forms of its values: the same for all rows of a table."""
    for line in family.lines:
        match = _LINE.fullmatch(line)
        forms = rng.randrange(1 << 30)
        if match is None or (match["chance"] and rng.randrange(100) >= int(match["chance"])):
            continue
        for _ in range(rng.randint(int(match["low"]), int(match["high"])) if match["low"] else 1):
            yield match["rest"], forms


def _chosen(line: str, rng: Random) -> str:
    while "‹" in line:
        line = _CHOICE.sub(lambda m: rng.choice(m[1].split("¦")), line)
    return line


def _pieces(line: str, rng: Random, forms: int, same: dict[str, Value]) -> Iterator[str | Gold]:
    """The text of a line, each value preceded by its truth, relative to where it begins."""
    end = length = 0
    for place, slot in enumerate(_SLOT.finditer(line)):
        yield line[end : slot.start()]
        length += slot.start() - end
        end = slot.end()
        if slot["column"]:
            gap = " " * max(2, int(slot["column"]) - length)
            length += len(gap)
            yield gap
            continue
        value = KINDS[slot["kind"]](rng, Random(forms + place))
        if slot["same"]:
            value = same.setdefault(slot["kind"] + slot["same"], value)
        if slot["mark"] or value.entity:
            inside = () if slot["mark"] else value.inside
            yield Gold(0, len(value.text), "" if slot["mark"] else value.entity or "", inside)
        length += len(value.text)
        yield value.text
    yield line[end:]
