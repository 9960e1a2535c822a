"""Makes a copy of an identity document that may be handed over: what must go is painted black, and proven gone.

The pictures of the file (all frames, all pages) are surveyed first; then the format writes a copy from the plan; then the
copy is looked at afresh, in other light than before. What that second look still finds is painted in a second round; what
a third one finds stops the work. Nothing is written where the document lacks something that it must have: then the photo
or the machine readable zone was overlooked, and a person has to look.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, NamedTuple, TypeAlias

from piiscan import formats, ocr
from piiscan.config import Config
from piiscan.errors import CannotRedact, ConfigError, LeakFound, NeedsReview
from piiscan.formats import _paint
from piiscan.idcopy import fields, mrz
from piiscan.idcopy.card import Found, Survey, examine
from piiscan.idcopy.geometry import Frame
from piiscan.model import Area, Blob, Cut, Edit, Format, Picture, Problem, Text
from piiscan.reading import Reading
from piiscan.streams import stream_of

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["IdCopy", "Painted", "idcopy_task", "redact_id_copy", "redact_stream"]

Source: TypeAlias = "str | os.PathLike[str] | bytes | BinaryIO"
Mode: TypeAlias = Literal["auto", "mask", "keep"]

_ALL = frozenset({"FACE", "MRZ", "NL_DOCUMENTNUMMER", "NL_RIJBEWIJSNUMMER", "NL_BSN", "BARCODE"})
_PROFILES = {"inzage": _ALL, "ap": frozenset({"FACE", "MRZ", "NL_BSN", "BARCODE"})}
"""What goes: for a request for access everything that a stranger could use; ``ap`` the least that the Autoriteit
Persoonsgegevens asks of a copy without a legal duty: BSN and photo, and the zone and the codes, which may hold the BSN."""
_ROUNDS = 2
_SMALLEST = 24
"""Pixels: a picture smaller than this either way shows nothing that could be recognised."""
_BLACK = 40
"""The lightest that a painted pixel may be, after the losses of JPEG, of 255."""


class Painted(NamedTuple):
    """One black area: page or frame, what was there, polygon in pixels of the source picture as stored, how sure."""

    page: int
    entity: str
    polygon: Area
    score: float


@dataclass(frozen=True, slots=True)
class IdCopy:
    """What was done.

    Arguments:
        status: ``done``: the verified copy was written.
        mode: ``mask`` or ``keep``.
        areas: what is black.
        missing: nothing, as `redact_id_copy` raises where something is.
        verified_by: the checks that the copy passed.
        target: the file that was written; empty for a stream.
    """

    status: str
    mode: str
    areas: tuple[Painted, ...]
    missing: tuple[str, ...]
    verified_by: tuple[str, ...]
    target: str = ""


def redact_id_copy(
    source: Source,
    target: str | os.PathLike[str],
    *,
    mode: Mode = "auto",
    profile: str = "inzage",
    recipient: str | None = None,
    purpose: str | None = None,
    config: Config | None = None,
    force: bool = False,
) -> IdCopy:
    """Writes a copy of an identity document with photo, zone, numbers and codes painted over.

    Everything happens in a supervised worker; the copy appears whole and verified, or not at all.

    Arguments:
        source: a picture or a PDF that holds one, as path, bytes or stream.
        target: the file to write.
        mode: ``mask`` paints what must go; ``keep`` leaves only what is positively allowed; ``auto`` decides.
        profile: ``inzage`` (everything that identifies) or ``ap`` (BSN and photo, and what may hold the BSN).
        recipient: for whom the copy is meant; written across it.
        purpose: what it is for; written across it.
        config: whose limits and passwords hold.
        force: replace an existing target.

    Raises:
        NeedsReview: something that this document must have was not found; ``missing`` names it.
        CannotRedact: the format, or a part of the file, cannot be cut safely.
        LeakFound: the verifier still found something.
        ReadError: the source cannot be read.
    """
    from piiscan.redact import published

    config = config or Config.full()
    _wanted(profile)
    args = {"config": config.to_dict(), "mode": mode, "profile": profile, "words": _words(recipient, purpose)}
    result = published(source, Path(target), "piiscan.redact_idcopy:idcopy_task", args, config, force)
    areas = tuple(
        Painted(page, entity, tuple((x, y) for x, y in polygon), score)
        for page, entity, polygon, score in result["areas"]
    )
    return IdCopy(result["status"], result["mode"], areas, (), tuple(result["verified_by"]), target=str(target))


def idcopy_task(args: dict[str, Any], files: Sequence[int], send: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Redacts one copy inside a worker.

    Arguments:
        args: ``path``, ``name``, ``size``, ``config``, ``mode``, ``profile``, ``words``.
        files: descriptors of the source and of the empty target, both open.
        send: takes ``{"tick": 1}``.

    Returns:
        The fields of the `IdCopy`; the parent publishes the target only then.
    """
    config = Config.from_dict(args["config"])
    blob = Blob(args["path"], lambda: stream_of(files[0]), args.get("size"), args.get("name", ""))
    reading = Reading(config.limits, blob.size, config.passwords, lambda: send({"tick": 1}))
    with os.fdopen(os.dup(files[1]), "w+b") as out:
        done = redact_stream(
            blob, out, reading, mode=args["mode"], profile=args["profile"], words=args.get("words", "")
        )
        out.flush()
        os.fsync(out.fileno())
    return asdict(done)


def redact_stream(
    blob: Blob, out: BinaryIO, reading: Reading, *, mode: Mode = "auto", profile: str = "inzage", words: str = ""
) -> IdCopy:
    """The same for a blob and a stream; nothing is written unless the copy is verified.

    Arguments:
        blob: a picture, or a PDF that holds pictures.
        out: where to.
        reading: the budget of the blob.
        mode: as in `redact_id_copy`.
        profile: as in `redact_id_copy`.
        words: a line to write across the copy; empty for none.
    """
    wanted = _wanted(profile)
    if mode == "keep":
        raise CannotRedact("mode keep is not built yet", blob.path)
    form = formats.find(blob)
    if not form.REDACTABLE:
        raise CannotRedact(f"{formats.name_of(form)} cannot be redacted yet", blob.path)
    plan = _survey(form, blob, wanted, reading)
    missing = plan.missing()
    if missing:
        raise NeedsReview(f"not found: {', '.join(missing)}", blob.path)
    for _ in range(_ROUNDS):
        data = _written(form, blob, plan, words, reading)
        leaks = _second_look(form, data, plan, words, reading)
        if not leaks:
            out.write(data)
            return IdCopy("done", "mask", tuple(plan.painted()), (), ("pixels", "second look", "values"))
        plan.add(leaks)
    raise LeakFound(f"{leaks[0][1].entity} is still seen in the copy", blob.path)


def _wanted(profile: str) -> frozenset[str]:
    if profile == "werkgever":
        raise ConfigError("an employer has to keep the whole copy, so there is nothing to paint")
    if profile not in _PROFILES:
        raise ConfigError(f"no profile is called so; there are {', '.join(_PROFILES)}")
    return _PROFILES[profile]


def _words(recipient: str | None, purpose: str | None) -> str:
    """The line across a copy; dated by nobody's clock, so that the same request gives the same copy."""
    said = [text for text in (recipient and f"voor {recipient}", purpose and f"doel: {purpose}") if text]
    return " · ".join(["KOPIE", *said]) if said else ""


@dataclass(slots=True)
class _Page:
    """One picture of the source: its survey, size and turn."""

    survey: Survey
    size: tuple[int, int]
    turn: int
    found: list[Found]


@dataclass(slots=True)
class _Plan:
    """What is to be painted, by the place of the picture."""

    path: str
    wanted: frozenset[str]
    pages: dict[str, _Page] = field(default_factory=dict)

    def areas(self, at: str) -> list[Area]:
        return [thing.area for thing in self.pages[at].found] if at in self.pages else []

    def add(self, leaks: Sequence[tuple[str, Found]]) -> None:
        for at, thing in leaks:
            self.pages[at].found.append(thing)

    def missing(self) -> tuple[str, ...]:
        """What the documents lack; pictures that show no sign of one (a logo, a mask) are not asked for anything."""
        surveys = [page.survey for page in self.pages.values()]
        documents = [survey for survey in surveys if sum(weight for _, weight in survey.evidence) > 0]
        if not documents:
            documents = [survey for survey in surveys if survey.found] or surveys[:1]
        if not documents:
            return ("ID_DOCUMENT",)
        return tuple(sorted({entity for survey in documents for entity in survey.missing}))

    def painted(self) -> Iterator[Painted]:
        for at, page in self.pages.items():
            for thing in page.found:
                yield Painted(_number(at), thing.entity, thing.area, round(thing.score, 4))

    def zones(self) -> list[mrz.Mrz]:
        return [zone for page in self.pages.values() for zone in page.survey.zones]

    def values(self) -> dict[str, str]:
        """What was read in the areas, and in the zones; nothing that is too short to be told apart."""
        read = {thing.value: thing.entity for page in self.pages.values() for thing in page.found}
        if "NL_DOCUMENTNUMMER" in self.wanted:
            read |= {number: "NL_DOCUMENTNUMMER" for zone in self.zones() for number in zone.numbers}
        return {value: entity for value, entity in read.items() if sum(map(str.isalnum, value)) >= 6}

    @property
    def licence(self) -> bool:
        return any(page.survey.document == "driving licence" for page in self.pages.values())


def _number(at: str) -> int:
    """The page or frame in a place: 3 of ``page=3;image=1``, 2 of ``image=2``."""
    return int(at.partition(";")[0].rpartition("=")[2])


def _survey(form: Format, blob: Blob, wanted: frozenset[str], reading: Reading) -> _Plan:
    plan = _Plan(blob.path, wanted)
    for part in form.parts(blob, reading):
        if isinstance(part, Problem):
            raise CannotRedact(f"could not be read whole ({part.status}: {part.reason})", blob.path)
        if isinstance(part, Picture) and not part.at.startswith("thumbnail"):
            image = part.load()
            if min(image.size) >= _SMALLEST:
                plan.pages[part.at] = _page(Picture(part.at, lambda image=image: image, part.dpi), plan, reading)  # type: ignore[misc]
    return plan


def _page(picture: Picture, plan: _Plan, reading: Reading) -> _Page:
    image = picture.load()
    text = ocr.read(picture, plan.path, reading, thorough=True)
    survey = examine(picture, text, plan.path, reading)
    found = [thing for thing in survey.found if thing.entity in plan.wanted]
    return _Page(survey, image.size, _paint.orientation(image), found)


class _Editor(Edit):
    """Answers a format from the plan."""

    def __init__(self, plan: _Plan) -> None:
        self._plan = plan

    def text(self, part: Text) -> list[Cut]:
        """Zones and numbers in text beside the pictures: the layer that a scanner's own OCR laid under a page."""
        cuts: list[Cut] = []
        for cut in sorted(_in_text(part, self._plan)):
            if part.owns(cut.span.start) and (not cuts or cut.span.start >= cuts[-1].span.end):
                cuts.append(cut)
        return cuts

    def picture(self, part: Picture) -> list[Area]:
        return self._plan.areas(part.at)

    def blob(self, part: Blob) -> Blob | None:
        return None


def _in_text(part: Text, plan: _Plan) -> Iterator[Cut]:
    if "MRZ" in plan.wanted:
        yield from (Cut(span, "MRZ", "") for span in mrz.in_text(part.text))
    for entity, span in fields.in_text(part.text, plan.zones(), plan.licence):
        if entity in plan.wanted:
            yield Cut(span, entity, "")


def _written(form: Format, blob: Blob, plan: _Plan, words: str, reading: Reading) -> bytes:
    out = BytesIO()
    form.redact(blob, _Editor(plan), out, reading.fresh())
    return _stamped(form, out.getvalue(), plan, words, reading) if words else out.getvalue()


def _stamped(form: Format, data: bytes, plan: _Plan, words: str, reading: Reading) -> bytes:
    from piiscan.formats import image as pictures
    from piiscan.idcopy.stamp import stamped

    if formats.name_of(form) != "image":
        raise CannotRedact("words can be written across pictures only, not yet across other formats", plan.path)
    out = BytesIO()

    def change(number: int, frame: Image) -> Image:
        return stamped(frame, words, _upright(plan, f"image={number + 1}"))

    pictures.rewrite(_blob(plan.path, data), change, out, reading.fresh())
    return out.getvalue()


def _blob(path: str, data: bytes) -> Blob:
    return Blob(path, lambda: BytesIO(data), len(data))


def _upright(plan: _Plan, at: str) -> list[Area]:
    """The areas of a picture as they stand in its copy, which is turned the way that EXIF told."""
    page = plan.pages.get(at)
    return [_paint.upright_area(thing.area, page.size, page.turn) for thing in page.found] if page else []


def _second_look(form: Format, data: bytes, plan: _Plan, words: str, reading: Reading) -> list[tuple[str, Found]]:
    """What the copy still shows, by the place of its picture, in pixels of the source's.

    Raises:
        LeakFound: an area is not black, or the copy holds text that had to go; painting more would not mend that.
    """
    budget = reading.fresh()
    seen: dict[str, Picture] = {}
    for part in form.parts(_blob(plan.path, data), budget):
        if isinstance(part, Problem):
            raise LeakFound(f"the copy could not be read whole ({part.reason})", plan.path)
        if isinstance(part, Blob):
            raise LeakFound("the copy holds another file", plan.path)
        if isinstance(part, Picture):
            seen[part.at] = part
        elif formats.name_of(form) == "image" or any(_in_text(part, plan)):
            raise LeakFound("the copy holds text that had to go", plan.path)
    _refuse_values(data, plan)
    if not set(plan.pages) <= set(seen):
        raise LeakFound("a picture is not in the copy where it was", plan.path)
    return [leak for at in plan.pages for leak in _look(seen[at], at, plan, words, budget)]


def _refuse_values(data: bytes, plan: _Plan) -> None:
    for value, entity in plan.values().items():
        if any(value.encode(encoding, "replace") in data for encoding in ("utf-8", "utf-16-le", "utf-16-be")):
            raise LeakFound(f"{entity} is still in the bytes of the copy", plan.path)


def _look(picture: Picture, at: str, plan: _Plan, words: str, reading: Reading) -> Iterator[tuple[str, Found]]:
    page, image = plan.pages[at], picture.load()
    stored = _paint.stored(image, page.turn)
    if stored.size != page.size:
        raise LeakFound("a picture of the copy has another size", plan.path)
    _refuse_light(stored, page, plan.path)
    other = Picture(at, lambda: _in_other_light(stored))
    text = ocr.read(other, plan.path, reading, thorough=True)
    for thing in examine(other, text, plan.path, reading).found:
        if thing.entity in plan.wanted and thing.score >= 0.5 and not _covered(thing.area, page):
            yield at, thing
    for value, entity in plan.values().items():
        for start, end in fields.standing(text.text, value):
            for area in text.areas(fields.Span(start, end)):
                if not _covered(area, page):
                    yield at, Found(entity, area, 0.9, value)


def _in_other_light(image: Image) -> Image:
    """Grey, its contrast stretched, and half as large again: not what the first look saw."""
    from PIL import ImageOps
    from PIL.Image import fromarray

    return ImageOps.autocontrast(fromarray(ocr.rgb(image)).convert("L"), cutoff=1)


def _covered(area: Area, page: _Page) -> bool:
    """Whether the middle of an area is black: it was seen at the rim of what is painted, not beside it."""
    box = Frame().box(area)
    return any(box.overlap(Frame().box(thing.area)) > 0.6 for thing in page.found)


def _refuse_light(image: Image, page: _Page, path: str) -> None:
    """Every painted area has to be black, but for a rim in which JPEG smears its border."""
    import numpy as np

    pixels = ocr.rgb(image)
    for thing in page.found:
        left, top, right, bottom = Frame().box(thing.area)
        rim = 8
        inside = pixels[int(top) + rim : int(bottom) - rim, int(left) + rim : int(right) - rim]
        if inside.size and int(np.max(inside)) > _BLACK:
            raise LeakFound(f"the area of {thing.entity} is not black", path)
