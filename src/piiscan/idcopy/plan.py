"""What is to be painted on the pictures of a file, and the edit that tells a format so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from piiscan import ocr
from piiscan.errors import CannotRedact
from piiscan.formats import _paint
from piiscan.idcopy import fields, mrz
from piiscan.idcopy.card import Found, Survey, examine
from piiscan.idcopy.lines import unread
from piiscan.model import Area, Blob, Cut, Edit, Format, Picture, Problem, Span, Text
from piiscan.reading import Reading

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["Editor", "Page", "Plan", "survey"]

_SMALLEST = 24
"""Pixels: a picture smaller than this either way shows nothing that could be recognised."""
_SHORTEST = 6
"""Letters and digits that a value needs to be looked for elsewhere."""


@dataclass(slots=True)
class Page:
    """One picture of the source.

    Arguments:
        survey: what was seen on it.
        size: its width and height as stored.
        turn: how EXIF says that it has to be turned.
        found: what is to be painted.
        text: what was read on it.
    """

    survey: Survey
    size: tuple[int, int]
    turn: int
    found: list[Found]
    text: Text = field(default_factory=partial(Text, ""))

    def cover(self) -> Image:
        """A mask of the picture as stored: 255 where it is painted."""
        import PIL.Image

        light = PIL.Image.new("L", self.size, 255)
        _paint.paint(light, [thing.area for thing in self.found])
        return light.point([255] + [0] * 255)


@dataclass(slots=True)
class Plan:
    """What is to be painted, by the place of the picture.

    Arguments:
        path: the file.
        wanted: the entities that have to go.
        pages: its pictures.
        strict: whether all text beside the pictures goes.
    """

    path: str
    wanted: frozenset[str]
    pages: dict[str, Page] = field(default_factory=dict)
    strict: bool = False

    def add(self, leaks: Sequence[tuple[str, Found]]) -> None:
        """Paints these as well."""
        for at, thing in leaks:
            self.pages[at].found.append(thing)

    def documents(self) -> list[Page]:
        """The pages that show an identity document; not those without any sign of one (a logo, a mask)."""
        return [page for page in self.pages.values() if sum(weight for _, weight in page.survey.evidence) > 0]

    def missing(self) -> tuple[str, ...]:
        """What the documents lack."""
        pages = list(self.pages.values())
        shown = self.documents() or [page for page in pages if page.survey.found] or pages[:1]
        if not shown:
            return ("ID_DOCUMENT",)
        return tuple(sorted({entity for page in shown for entity in page.survey.missing}))

    def values(self) -> dict[str, str]:
        """What was read in the areas and in the zones, with its entity; nothing too short to be told apart."""
        read = {thing.value: thing.entity for page in self.pages.values() for thing in page.found}
        if "NL_DOCUMENTNUMMER" in self.wanted:
            read |= {number: "NL_DOCUMENTNUMMER" for zone in self._zones() for number in zone.numbers}
        return {value: entity for value, entity in read.items() if sum(map(str.isalnum, value)) >= _SHORTEST}

    def in_text(self, part: Text) -> Iterator[Cut]:
        """Zones and numbers in text beside the pictures: the layer that a scanner's own OCR laid under a page."""
        if self.strict:
            yield Cut(Span(0, len(part.text)), "ID_DOCUMENT", "")
            return
        if "MRZ" in self.wanted:
            yield from (Cut(span, "MRZ", "") for span in mrz.in_text(part.text))
        licence = any(page.survey.document == "driving licence" for page in self.pages.values())
        for entity, span in fields.in_text(part.text, self._zones(), licence):
            if entity in self.wanted:
                yield Cut(span, entity, "")

    def _zones(self) -> list[mrz.Mrz]:
        return [zone for page in self.pages.values() for zone in page.survey.zones]


class Editor(Edit):
    """Answers a format from a plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def text(self, part: Text) -> list[Cut]:
        """Numbers and zones in text beside the pictures."""
        cuts: list[Cut] = []
        for cut in sorted(self._plan.in_text(part)):
            if part.owns(cut.span.start) and (not cuts or cut.span.start >= cuts[-1].span.end):
                cuts.append(cut)
        return cuts

    def picture(self, part: Picture) -> list[Area]:
        """The areas of the plan."""
        page = self._plan.pages.get(part.at)
        return [thing.area for thing in page.found] if page else []

    def blob(self, part: Blob) -> Blob | None:
        """Nothing else goes along."""
        return None


def survey(form: Format, blob: Blob, wanted: frozenset[str], reading: Reading) -> Plan:
    """Looks at every picture of a file.

    Arguments:
        form: its format.
        blob: the file.
        wanted: the entities that have to go.
        reading: its budget.

    Raises:
        CannotRedact: a part of it could not be read.
        ReadError: it cannot be read.
    """
    plan = Plan(blob.path, wanted)
    for part in form.parts(blob, reading):
        if isinstance(part, Problem):
            raise CannotRedact(f"could not be read whole ({part.status}: {part.reason})", blob.path)
        if isinstance(part, Picture) and not part.at.startswith("thumbnail"):
            image = part.load()
            if min(image.size) >= _SMALLEST:
                plan.pages[part.at] = _page(part.at, image, plan, reading)
    return plan


def _page(at: str, image: Image, plan: Plan, reading: Reading) -> Page:
    picture = Picture(at, partial(_same, image))
    text = ocr.read(picture, plan.path, reading, thorough=True)
    seen = examine(picture, text, plan.path, reading)
    found = [thing for thing in seen.found if thing.entity in plan.wanted]
    found += [Found("ID_DOCUMENT", line.area, line.score) for line in unread(text)]
    return Page(seen, image.size, _paint.orientation(image), found, text)


def _same(image: Image) -> Image:
    return image
