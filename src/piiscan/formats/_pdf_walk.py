"""Walks a PDF: every part of it, in one order, each with what a redaction has to change for it.

Places: ``properties``, ``form=Naam``, ``page=3``, ``page=3;table=1;row=4;column=2``, ``page=3;annotation=1``,
``page=3;image=1`` (``image=0`` is the page as it looks, where its text says nothing), ``outline``, ``structure``,
``layer``, ``script``, ``object=17`` for what is left, ``revision=1;...`` for what an incremental update left behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from piiscan.errors import Damaged, LimitExceeded
from piiscan.formats._encoding import decode, looks_like_text
from piiscan.formats._pdf_file import guarded, inherited, mended, number, opened, saved
from piiscan.formats._pdf_jpeg import texts
from piiscan.formats._pdf_look import Look, dpi, fragmented, look, masks, straight, unit_box
from piiscan.formats._pdf_older import known, outside, revisions
from piiscan.formats._pdf_plain import plain
from piiscan.formats._pdf_rest import Rest, numbers, rest, text_of
from piiscan.formats._pdf_strings import Strings
from piiscan.formats._pdf_tables import Tables, plain_page
from piiscan.formats._pdf_view import DPI, Characters, View, picture
from piiscan.model import Blob, Part, Picture, Problem, Status, Text, step
from piiscan.reading import Reading

if TYPE_CHECKING:
    import pikepdf

__all__ = ["Key", "Open", "open_plain", "raw_pages", "walk"]

_GARBLED = 0.25
"""The share of characters without a meaning from which a page is looked at rather than read."""
_FEW = 8
"""Characters: a page with fewer than this shows its content otherwise."""
_SMALLEST = 4
"""Pixels: a picture smaller than this either way shows nothing."""

Kind: TypeAlias = Literal["dropped", "page", "operands", "image", "view", "content", "file"]


class Key(NamedTuple):
    """What a part belongs to: nothing that a copy keeps, a page (from 0), an image or a stream by its object number."""

    kind: Kind
    number: int = 0


@dataclass(frozen=True, slots=True)
class Open:
    """A file that is open for both readers, and how each page looks.

    Arguments:
        pdf: the plain file, in pikepdf.
        view: the same bytes, in pdfium.
        looks: per page; None where its content is broken.
        shapes: the image that a mask belongs to, both by number.
    """

    pdf: pikepdf.Pdf
    view: View
    looks: list[Look | None]
    shapes: dict[int, int]


def walk(
    data: bytes, path: str, reading: Reading, file: list[Open] | None = None
) -> Iterator[tuple[Part | Problem, Key]]:
    """Every part of a file and what it belongs to.

    Arguments:
        data: the file.
        path: its path.
        reading: the budget.
        file: takes the open file, for who wants to change it.

    Raises:
        ReadError: the file cannot be read, or not to its end.
    """
    for name, piece in outside(data):
        yield _outside(name, piece, path), Key("dropped")
    pdf = opened(data, path, reading)
    with guarded(path):
        seen = known(data, pdf)
        before = {number_ for page in pdf.pages for number_ in numbers(page.obj.get("/Contents"))}
        strings = Strings(pdf, path, reading)
        yield from ((text, Key("dropped")) for text in strings.texts())
        said: list[tuple[int, str]] = []
        done = open_plain(pdf, path, reading, said)
        yield from ((Text(text, places=(f"page={page};said",)), Key("dropped")) for page, text in said)
        if file is not None:
            file.append(done)
        tables = Tables(path)
        for index in range(len(done.looks)):
            yield from _page(done, index, tables, path, reading)
        yield from ((text, Key("dropped")) for text in strings.rest())
        yield from _rest(done, before, strings, path, reading)
        yield from _revisions(data, seen, path, reading)
        if mended(pdf):
            yield Problem(path, Status.PARTIAL, "repaired"), Key("dropped")


def open_plain(pdf: pikepdf.Pdf, path: str, reading: Reading, said: list[tuple[int, str]]) -> Open:
    """Makes a file plain and opens it for both readers.

    Arguments:
        pdf: the file, open in pikepdf.
        path: the blob.
        reading: the budget.
        said: takes what marked content said, with the number of its page.

    Raises:
        Damaged: it cannot be made plain.
    """
    with guarded(path):
        said += plain(pdf, path, reading)
        data = saved(pdf)
        reading.tick(path)
        looks = [_look(page.obj, path, reading) for page in pdf.pages]
        shapes = {
            mask.objgen[0]: number_
            for seen in looks
            if seen
            for number_, (stream, _) in seen.images.items()
            for mask in masks(stream)
        }
        return Open(pdf, View(data, path), looks, shapes)


def raw_pages(data: bytes, path: str, reading: Reading) -> Iterator[Text | Problem]:
    """The pages as pdfium reads a file that pikepdf cannot, so that at least their text is seen."""
    try:
        view, tables = View(data, path), Tables(path)
        for index in range(view.pages):
            reading.page(path)
            characters = view.characters(index)
            if characters.text:
                yield from (part for part, _ in _text(tables, view, index, characters, path))
    except Damaged:
        return


def _look(page: Any, path: str, reading: Reading) -> Look | None:
    try:
        with guarded(path):
            reading.page(path)
            return look(page, path, reading)
    except Damaged:
        return None


def _page(done: Open, index: int, tables: Tables, path: str, reading: Reading) -> Iterator[tuple[Part | Problem, Key]]:
    place = f"page={index + 1}"
    seen = done.looks[index]
    if seen is None or index >= done.view.pages:
        yield Problem(path, Status.CORRUPT, "page", place), Key("dropped")
        return
    try:
        characters = done.view.characters(index)
        reading.produced(4 * len(characters.text), path)
        if characters.text:
            yield from _text(tables, done.view, index, characters, path)
        elif seen.shown.strip():  # pdfium shows none of it: too far away, too small, in no font
            yield Text(seen.shown.decode("latin-1"), places=(f"{place};operands",)), Key("operands", index)
        page = done.pdf.pages[index].obj
        yield from _pictures(done, index, seen, path, reading)
        if _needs_view(page, seen, characters):
            yield _view(done.view, index, path, reading), Key("view", index)
    except Damaged:
        yield Problem(path, Status.CORRUPT, "page", place), Key("dropped")


def _text(
    tables: Tables, view: View, index: int, characters: Characters, path: str
) -> Iterator[tuple[Text | Problem, Key]]:
    """The text of a page; where its tables cannot be looked for to the end, the same text without, and a problem."""
    try:
        with guarded(path):
            text = tables.text(view, index, characters)
    except (LimitExceeded, Damaged) as error:
        yield plain_page(view, index, characters), Key("page", index)
        yield Problem(path, Status(error.status), "tables", f"page={index + 1}"), Key("dropped")
    else:
        yield text, Key("page", index)


def _pictures(done: Open, index: int, seen: Look, path: str, reading: Reading) -> Iterator[tuple[Part | Problem, Key]]:
    """The pictures that this page is the first to show, each followed by its masks."""
    before = {key for look_ in done.looks[:index] if look_ for key in look_.images}
    count = 0
    for key, (stream, matrices) in seen.images.items():
        for image in (stream, *masks(stream)):
            count += 1
            if key not in before and min(number(image.get("/Width")), number(image.get("/Height"))) >= _SMALLEST:
                place = f"page={index + 1};image={count}"
                yield from _picture(done.pdf, image, place, path, reading, dpi(image, matrices[0]))


def _load(pdf: pikepdf.Pdf, image: Any, path: str, reading: Reading) -> Any:
    """The pixels of an image; it is gone when ``pdf`` is, so that is held until then."""
    return picture(image, path, reading)


def _picture(
    pdf: pikepdf.Pdf, image: Any, place: str, path: str, reading: Reading, dots: float | None = None
) -> Iterator[tuple[Part | Problem, Key]]:
    yield Picture(place, partial(_load, pdf, image, path, reading), dots), Key("image", image.objgen[0])
    yield from ((text, Key("dropped")) for text in texts(image, place, path, reading))


def _needs_view(page: Any, seen: Look, characters: Characters) -> bool:
    """Whether a page has to be looked at as a whole: its text, or its pictures one by one, do not say it all."""
    letters = sum(not character.isspace() for character in characters.text[: 1 << 12])
    if letters and characters.garbled > _GARBLED:
        return True
    if fragmented(seen):
        return True
    if straight(page, seen):
        return False
    if letters < _FEW:
        return bool(seen.images or seen.shapes)
    return letters < 5 * _FEW and _mostly_picture(page, seen)


def _mostly_picture(page: Any, seen: Look) -> bool:
    box = [number(value) for value in inherited(page, "/MediaBox") or ()]
    whole = (box[2] - box[0]) * (box[3] - box[1]) if len(box) == 4 else 0.0
    boxes = [unit_box(matrix) for _, matrices in seen.images.values() for matrix in matrices]
    return sum(b.width * b.height for b in boxes) >= 0.5 * abs(whole)


def _view(view: View, index: int, path: str, reading: Reading) -> Picture:
    def load() -> Any:
        image = view.render(index, DPI)
        reading.pixels(*image.size, path)
        return image

    return Picture(f"page={index + 1};image=0", load, float(DPI))


def _rest(
    done: Open, before: set[int], strings: Strings, path: str, reading: Reading
) -> Iterator[tuple[Part | Problem, Key]]:
    """What no page shows; ``before`` are the streams that were content before the file was made plain."""
    shown = {key for seen in done.looks if seen for key in (*seen.images, *seen.forms)} | set(done.shapes)
    found = rest(done.pdf, shown | before, path, reading)
    yield from _sorted(found, done.pdf, strings, path, reading)


def _revisions(data: bytes, seen: set[bytes], path: str, reading: Reading) -> Iterator[tuple[Part | Problem, Key]]:
    for count, older, changed in revisions(data, seen, path, reading):
        strings = Strings(older, path, reading, f"revision={count};")
        yield from ((text, Key("dropped")) for text in strings.rest(changed))
        found = rest(older, set(), path, reading, changed)
        for part, key in _sorted(found, older, strings, path, reading):
            yield part, key if key.kind == "file" else Key("dropped")


def _sorted(
    found: Rest, pdf: pikepdf.Pdf, strings: Strings, path: str, reading: Reading
) -> Iterator[tuple[Part | Problem, Key]]:
    for key, stream in found.streams.items():
        yield from ((text, Key("dropped")) for text in strings.stream(stream, key))
    for key, item in found.content.items():
        text = text_of(item, pdf, path)
        if text.strip():
            yield Text(text, places=(f"{strings.prefix}object={key}",)), Key("content", key)
    for key, stream in found.images.items():
        if min(number(stream.get("/Width")), number(stream.get("/Height"))) >= _SMALLEST:
            yield from _picture(pdf, stream, f"{strings.prefix}object={key}", path, reading)
    for key in found.broken:
        yield Problem(path, Status.CORRUPT, "stream", f"{strings.prefix}object={key}"), Key("dropped")
    for blob in found.blobs(pdf, path, reading):
        yield blob, Key("file")


def _outside(name: str, piece: bytes, path: str) -> Part:
    """Bytes around the PDF: a text, or a file of another kind that hides behind it."""
    if looks_like_text(piece[: 1 << 16]):
        return Text(decode(piece), places=(name,))
    return Blob(step(path, name), lambda: BytesIO(piece), len(piece), "")
