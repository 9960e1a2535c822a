"""Looks at a copy afresh, before it is anybody's.

Three looks that do not lean on what the first one located: every area has to be black, pixel by pixel; nothing that was
read may stand in the bytes or the text of the copy; and the pictures of the copy are surveyed in other light, grey and
stretched, in which faces and print are found that the first look overlooked.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from piiscan import formats, ocr
from piiscan.errors import LeakFound
from piiscan.formats import _paint
from piiscan.idcopy import fields
from piiscan.idcopy.card import Found, examine
from piiscan.idcopy.geometry import Frame
from piiscan.idcopy.plan import Page, Plan
from piiscan.model import Area, Blob, Format, Picture, Problem, Span
from piiscan.reading import Reading

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["LOOKS", "refuse_light", "second_look"]

LOOKS = ("pixels", "bytes", "second look")
"""The names of the checks."""

_BLACK = 40
"""The lightest that a painted pixel may be after the losses of JPEG, of 255."""
_RIM = 8
"""Pixels at the border of an area in which JPEG, whose blocks are so wide, mixes black with what stands beside it."""
_SURE = 0.5


def second_look(form: Format, copy: Blob, plan: Plan, reading: Reading) -> list[tuple[str, Found]]:
    """What a copy still shows, by the place of its picture, in pixels of the source's.

    Arguments:
        form: the format of the copy.
        copy: the copy.
        plan: what was painted.
        reading: a fresh budget.

    Raises:
        LeakFound: an area is not black, or the copy holds text or files that had to go; painting would not mend that.
    """
    pictures = _pictures(form, copy, plan, reading)
    _refuse_values(copy, plan, reading)
    leaks: list[tuple[str, Found]] = []
    for at, page in plan.pages.items():
        image = _stored(pictures[at], page, plan.path)
        _refuse_light(image, page, plan.path)
        leaks += ((at, thing) for thing in _seen(image, page, plan, reading))
    return leaks


def refuse_light(form: Format, copy: Blob, plan: Plan, reading: Reading) -> None:
    """Raises LeakFound where an area of the copy is not black."""
    pictures = _pictures(form, copy, plan, reading)
    for at, page in plan.pages.items():
        _refuse_light(_stored(pictures[at], page, plan.path), page, plan.path)


def _pictures(form: Format, copy: Blob, plan: Plan, reading: Reading) -> dict[str, Picture]:
    found: dict[str, Picture] = {}
    for part in form.parts(copy, reading):
        if isinstance(part, Problem):
            raise LeakFound(f"the copy could not be read whole ({part.reason})", plan.path)
        if isinstance(part, Blob):
            raise LeakFound("the copy holds another file", plan.path)
        if isinstance(part, Picture):
            found[part.at] = part
        elif formats.name_of(form) == "image" or any(plan.in_text(part)):
            raise LeakFound("the copy holds text that had to go", plan.path)
    if not set(plan.pages) <= set(found):
        raise LeakFound("a picture is not in the copy where it was", plan.path)
    return found


def _refuse_values(copy: Blob, plan: Plan, reading: Reading) -> None:
    data = reading.whole(copy)
    for value, entity in plan.values().items():
        if any(value.encode(encoding, "replace") in data for encoding in ("utf-8", "utf-16-le", "utf-16-be")):
            raise LeakFound(f"{entity} is still in the bytes of the copy", plan.path)


def _stored(picture: Picture, page: Page, path: str) -> Image:
    """A picture of the copy, turned back to how the source's is stored."""
    image = _paint.stored(picture.load(), page.turn)
    if image.size != page.size:
        raise LeakFound("a picture of the copy has another size", path)
    return image


def _refuse_light(image: Image, page: Page, path: str) -> None:
    """Every painted pixel has to be black, but for a rim where a border is smeared; most of each area's rim too."""
    import cv2
    import numpy as np

    light = ocr.rgb(image).max(axis=2)
    cover = np.asarray(page.cover())
    inner = cv2.erode(cover, np.ones((2 * _RIM + 1, 2 * _RIM + 1), np.uint8), borderValue=255)
    for thing in page.found:
        part = _slices(thing.area)
        painted = light[part][cover[part] > 0]
        if np.any(light[part][inner[part] > 0] > _BLACK) or np.count_nonzero(painted > _BLACK) > 0.5 * painted.size:
            raise LeakFound(f"the area of {thing.entity} is not black", path)


def _slices(area: Area) -> tuple[slice, slice]:
    left, top, right, bottom = (max(0, int(edge)) for edge in Frame().box(area))
    return slice(top, bottom + 1), slice(left, right + 1)


def _seen(image: Image, page: Page, plan: Plan, reading: Reading) -> Iterator[Found]:
    cover = page.cover()
    picture = Picture("", partial(_in_other_light, image))
    text = ocr.read(picture, plan.path, reading, thorough=True)
    for thing in examine(picture, text, plan.path, reading).found:
        if thing.entity in plan.wanted and thing.score >= _SURE and not _is_black(thing.area, cover):
            yield thing
    for value, entity in plan.values().items():
        for start, end in fields.standing(text.text, value):
            for area in text.areas(Span(start, end)):
                if not _is_black(area, cover):
                    yield Found(entity, area, 0.9, value)


def _in_other_light(image: Image) -> Image:
    """Grey, its contrast stretched."""
    from PIL import ImageOps
    from PIL.Image import fromarray

    return ImageOps.autocontrast(fromarray(ocr.rgb(image)).convert("L"), cutoff=1)


def _is_black(area: Area, cover: Image) -> bool:
    """Whether most of an area is painted: then it was seen at the rim of what is black, not beside it."""
    import numpy as np

    box = np.asarray(cover)[_slices(area)]
    return not box.size or float(box.mean()) > 0.5 * 255
