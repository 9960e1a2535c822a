"""Makes a copy of an identity document that may be handed over: what must go is painted black, and proven gone.

The pictures of the file (all frames, all pages) are surveyed first; then the format writes a copy from the plan; then
the copy is looked at afresh, in other light than before. What that second look still finds is painted as well, and the
copy looked at again; what is still found then stops the work. Nothing is written where the document lacks something
that it must have: then the photo or the machine readable zone was overlooked, and a person has to look.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, NamedTuple, TypeAlias

from piiscan import formats
from piiscan.config import Config
from piiscan.errors import CannotRedact, ConfigError, LeakFound, NeedsReview
from piiscan.formats import _paint
from piiscan.idcopy import account
from piiscan.idcopy.keep import keep_only
from piiscan.idcopy.plan import Editor, Plan, survey
from piiscan.idcopy.proof import LOOKS, refuse_light, second_look
from piiscan.model import Area, Blob, Format
from piiscan.reading import Reading
from piiscan.streams import stream_of

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["IdCopy", "Painted", "idcopy_task", "redact_id_copy", "redact_stream"]

Source: TypeAlias = "str | os.PathLike[str] | bytes | BinaryIO"
Mode: TypeAlias = Literal["auto", "mask", "keep"]

_ALL = frozenset({"FACE", "MRZ", "NL_DOCUMENTNUMMER", "NL_RIJBEWIJSNUMMER", "NL_BSN", "BARCODE"})
_PROFILES = {"inzage": _ALL, "ap": frozenset({"FACE", "MRZ", "NL_BSN", "BARCODE"})}
"""What goes. ``inzage``: for a request for access, everything that a stranger could use. ``ap``: the least that the
Autoriteit Persoonsgegevens asks where no law demands a copy: BSN and photo; zone and codes as they may hold the BSN."""
_ROUNDS = 3


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
        missing: always empty, as `redact_id_copy` raises where something is.
        verified_by: the checks that the copy passed.
        target: the file that was written; empty for a stream.
        doubts: why the whole document is black but what was told to be harmless, where `mode` is ``auto``.
    """

    status: str
    mode: str
    areas: tuple[Painted, ...]
    missing: tuple[str, ...]
    verified_by: tuple[str, ...]
    target: str = ""
    doubts: tuple[str, ...] = ()


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
        mode: ``mask`` paints what must go; ``keep`` paints everything but name, birth date and date of expiry; ``auto``
            masks where every document in the file is accounted for, and else keeps.
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
    verified, doubts = tuple(result["verified_by"]), tuple(result["doubts"])
    return IdCopy(result["status"], result["mode"], areas, (), verified, str(target), doubts)


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
        done = redact_stream(blob, out, reading, mode=args["mode"], profile=args["profile"], words=args["words"])
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
    if mode not in ("auto", "mask", "keep"):
        raise ConfigError("mode is none of auto, mask, keep")
    form = formats.find(blob)
    if not form.REDACTABLE:
        raise CannotRedact(f"{formats.name_of(form)} cannot be redacted yet", blob.path)
    plan = survey(form, blob, wanted, reading)
    doubts = tuple(account.doubts(plan))
    if mode == "mask" and (missing := plan.missing()):
        raise NeedsReview(f"not found: {', '.join(missing)}", blob.path)
    if mode == "mask" or (mode == "auto" and not doubts):
        try:
            copy = _painted(form, blob, plan, reading)
        except LeakFound as error:
            if mode == "mask":
                raise
            doubts = (error.reason,)
    if mode == "keep" or (mode == "auto" and doubts):
        plan.strict = True
        keep_only(plan)
        copy = _painted(form, blob, plan, reading)
    if words:
        copy = _stamped(form, copy, plan, words, reading)
        refuse_light(form, copy, plan, reading.fresh())
    out.write(reading.whole(copy))
    return IdCopy("done", "keep" if plan.strict else "mask", tuple(_areas(plan)), (), LOOKS, doubts=doubts)


def _wanted(profile: str) -> frozenset[str]:
    if profile == "werkgever":
        raise ConfigError("an employer has to keep the whole copy, so there is nothing to paint")
    if profile not in _PROFILES:
        raise ConfigError(f"no profile is called so; there are {', '.join(_PROFILES)}")
    return _PROFILES[profile]


def _words(recipient: str | None, purpose: str | None) -> str:
    """The line across a copy; without a date, so that the same request gives the same copy."""
    said = [text for text in (recipient and f"voor {recipient}", purpose and f"doel: {purpose}") if text]
    return " · ".join(["KOPIE", *said]) if said else ""


def _painted(form: Format, blob: Blob, plan: Plan, reading: Reading) -> Blob:
    """The copy, painted and proven; what the second look finds is painted too."""
    for _ in range(_ROUNDS):
        out = BytesIO()
        form.redact(blob, Editor(plan), out, reading.fresh())
        copy = _blob(blob.path, out.getvalue())
        leaks = second_look(form, copy, plan, reading.fresh())
        if not leaks:
            return copy
        plan.add(leaks)
    raise LeakFound(f"{leaks[0][1].entity} is still seen in the copy", blob.path)


def _stamped(form: Format, copy: Blob, plan: Plan, words: str, reading: Reading) -> Blob:
    from piiscan.formats import image as pictures
    from piiscan.idcopy.stamp import stamped

    if formats.name_of(form) != "image":
        raise CannotRedact("words can be written across pictures only, not yet across other formats", plan.path)

    def change(number: int, frame: Image) -> Image:
        page = plan.pages.get(f"image={number + 1}")
        found = page.found if page else ()
        areas = [_paint.upright_area(thing.area, page.size, page.turn) for thing in found] if page else []
        return stamped(frame, words, areas)

    out = BytesIO()
    pictures.rewrite(copy, change, out, reading.fresh())
    return _blob(plan.path, out.getvalue())


def _blob(path: str, data: bytes) -> Blob:
    return Blob(path, partial(BytesIO, data), len(data))


def _areas(plan: Plan) -> Iterator[Painted]:
    for at, page in plan.pages.items():
        number = int(at.partition(";")[0].rpartition("=")[2])
        for thing in page.found:
            yield Painted(number, thing.entity, thing.area, round(thing.score, 4))
