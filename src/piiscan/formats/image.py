"""Pictures: PNG, JPEG, TIFF, WebP, GIF and BMP.

Parts: one Text with every word of the metadata (``exif=Artist``, ``xmp=creator``, ``text=Author``), a Picture per frame
or page (``image=2``) and per thumbnail (``thumbnail=1``), and what stands behind the end of the picture as a Blob
(``!/trailing``): a second picture of a telephone, or what somebody hid there.

A copy is written from the pixels alone: no metadata, no thumbnail, nothing behind the end. The pixels are turned the
way EXIF told, since that went with the rest.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from piiscan.errors import CannotRedact, Damaged, LimitExceeded
from piiscan.formats import _paint, _picture_metadata
from piiscan.formats._picture_blocks import blocks
from piiscan.model import Area, Blob, Edit, Part, Picture, Problem, Status, Text, step
from piiscan.reading import Reading

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

SUFFIXES = (".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".tif", ".tiff", ".webp", ".gif", ".bmp", ".dib")
REDACTABLE = True

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
)
_SUB_PICTURES = 330
"""The TIFF tag of pictures inside a picture, which no frame shows (TIFF Technical Note 1)."""


def sniff(head: bytes) -> bool:
    """The first bytes of one of the six formats."""
    return _form(head) is not None


def parts(blob: Blob, reading: Reading) -> Iterator[Part | Problem]:
    """The words, the thumbnails, the frames and what stands behind them."""
    data = reading.whole(blob)
    frames = _Frames(data, blob.path, reading)
    with _ours(blob.path):
        found, end = blocks(data, frames.form, blob.path, reading)
    if text := _picture_metadata.text_of(_picture_metadata.words(found, blob.path)):
        yield text
    yield from _thumbnails(_picture_metadata.thumbnails(found), blob.path, reading)
    for number in frames.numbers():
        yield from frames.extras(number)
        yield Picture(f"image={number + 1}", partial(frames.load, number), frames.dpi)
    if end is None:
        yield Problem(blob.path, Status.CORRUPT, "no end")
    elif rest := data[end:].strip(b"\0"):
        yield Blob(step(blob.path, "trailing"), partial(io.BytesIO, rest), len(rest))


def redact(blob: Blob, edit: Edit, out: BinaryIO, reading: Reading) -> None:
    """Writes the frames anew, each area black and solid, and nothing else.

    Raises:
        CannotRedact: an animated GIF, a colour space that cannot be painted, or a part that could not be read.
    """
    areas: list[Sequence[Area]] = []
    for part in parts(blob, reading):
        if isinstance(part, Problem):
            raise CannotRedact(f"is not read whole ({part.reason})", blob.path)
        if isinstance(part, Text):
            edit.text(part)
        elif isinstance(part, Blob):
            edit.blob(part)
        elif part.at.startswith("image="):
            areas.append(edit.picture(part))
        else:
            edit.picture(part)
    frames = _Frames(reading.whole(blob), blob.path, reading)
    pages = (_painted(frames.load(number), own, blob.path) for number, own in enumerate(areas))
    out.write(_written(frames, pages, len(areas), blob.path))


def rewrite(blob: Blob, change: Callable[[int, Image], Image], out: BinaryIO, reading: Reading) -> None:
    """Writes every frame anew after a change, and nothing else, as `redact` does.

    Arguments:
        blob: a picture that `redact` wrote.
        change: gets the number of a frame, from 0, and the frame, and gives what to write instead.
        out: where to.
        reading: the budget.
    """
    frames = _Frames(reading.whole(blob), blob.path, reading)
    count = len(list(frames.numbers()))
    pages = (change(number, _paint.fresh(frames.load(number))) for number in range(count))
    out.write(_written(frames, pages, count, blob.path))


class _Frames:
    """The frames of one file, decoded one at a time."""

    def __init__(self, data: bytes, path: str, reading: Reading) -> None:
        self.form = _form(data) or ""
        self._path = path
        self._reading = reading
        self._image = _opened(data, self.form, path, reading)
        self.dpi = _dpi(self._image)

    def numbers(self) -> Iterator[int]:
        """0, 1, ... as far as there are frames, each within the budget of pages and pixels."""
        number = 0
        while self._seek(number):
            self._reading.page(self._path)
            self._reading.pixels(*self._image.size, self._path)
            yield number
            # what a telephone appends to a JPEG is read as a file of its own
            if self.form == "JPEG":
                return
            number += 1

    def extras(self, number: int) -> Iterator[Part | Problem]:
        """What a TIFF says in the tags of one page, and whether it holds pictures that no page shows."""
        if self.form != "TIFF":
            return
        with _ours(self._path):
            tags = self._image.getexif()
            place = f"image={number + 1};exif" if number else "exif"
            found = list(_picture_metadata.exif_words(tags, self._path, place, page=True))
        if text := _picture_metadata.text_of(iter(found)):
            yield text
        if _SUB_PICTURES in tags:
            yield Problem(self._path, Status.PARTIAL, "sub-pictures", f"image={number + 1}")

    def load(self, number: int) -> Image:
        """One frame as stored; how it has to be turned is left in its EXIF."""
        if not self._seek(number):
            raise Damaged("has fewer frames than before", self._path)
        self._reading.pixels(*self._image.size, self._path)
        with _ours(self._path):
            turn = _paint.orientation(self._image)
            self._image.load()
            image = self._image.copy()
            if self.form == "TIFF":  # Pillow has turned it already
                image = _paint.stored(image, turn)
            image.getexif()[_paint.ORIENTATION] = turn
            return image

    def all_at_once(self, width: int, height: int) -> None:
        """Checks that the frames of an animation fit into memory together, as they have to for writing one."""
        self._reading.pixels(width, height, self._path)

    def _seek(self, number: int) -> bool:
        with _ours(self._path):
            try:
                self._image.seek(number)
            except EOFError:
                return False
        return True


def _form(head: bytes) -> str | None:
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    if head.startswith(b"BM") and head[14:18] in (b"\x0c\0\0\0", b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0"):
        return "BMP"
    return next((form for magic, form in _MAGIC if head.startswith(magic)), None)


_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


@contextmanager
def _ours(path: str) -> Iterator[None]:
    """Wraps what Pillow raises on hostile files, and keeps it from warning."""
    from PIL.Image import DecompressionBombError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (DecompressionBombError, MemoryError):
        raise LimitExceeded("pixels", path) from None
    except _BROKEN as error:
        raise Damaged(f"is a broken picture ({type(error).__name__})", path) from None


def _opened(data: bytes, form: str, path: str, reading: Reading) -> ImageFile:
    import PIL.Image

    with _ours(path):
        image = PIL.Image.open(io.BytesIO(data), formats=[form])
    reading.pixels(*image.size, path)
    return image


def _dpi(image: Image) -> float | None:
    dpi = image.info.get("dpi")
    try:
        value = float(dpi[0]) if dpi else 0.0
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return value if 1 < value < 10_000 else None


def _thumbnails(found: Iterator[bytes], path: str, reading: Reading) -> Iterator[Picture]:
    number = 0
    for data in found:
        try:
            frames = _Frames(data, path, reading)
        except Damaged:
            continue  # three bytes that only look like the start of a picture
        reading.page(path)
        number += 1
        yield Picture(f"thumbnail={number}", partial(frames.load, 0))


def _written(frames: _Frames, pages: Iterator[Image], count: int, path: str) -> bytes:
    out = io.BytesIO()
    dpi = {"dpi": (frames.dpi, frames.dpi)} if frames.dpi else {}
    options = _LOSSLESS.get(frames.form, {})
    with _ours(path):
        if frames.form == "TIFF":
            _write_tiff(pages, out, dpi)
        elif frames.form == "GIF":
            _write_gif(pages, count, out, path)
        elif count > 1:
            first = next(pages)
            frames.all_at_once(first.width, first.height * count)
            first.save(out, frames.form, save_all=True, append_images=list(pages), **options)
        else:
            next(pages).save(out, frames.form, **options, **dpi)
    return out.getvalue()


_LOSSLESS: dict[str, dict[str, Any]] = {"JPEG": {"quality": 95, "subsampling": 0}, "WEBP": {"lossless": True}}


def _painted(image: Image, areas: Sequence[Area], path: str) -> Image:
    turn = _paint.orientation(image)
    try:
        image = _paint.fresh(image)
    except ValueError:
        raise CannotRedact("has a colour space that cannot be painted", path) from None
    _paint.paint(image, areas)
    return _paint.upright(image, turn)


def _write_tiff(pages: Iterator[Image], out: BinaryIO, dpi: dict[str, Any]) -> None:
    from PIL.TiffImagePlugin import AppendingTiffWriter

    with AppendingTiffWriter(out, True) as writer:
        for page in pages:
            page.save(writer, "TIFF", compression="group4" if page.mode == "1" else "tiff_deflate", **dpi)
            writer.newFrame()


def _write_gif(pages: Iterator[Image], count: int, out: BinaryIO, path: str) -> None:
    """One frame, its colours reduced to 255 and black, which reducing might mix with its like."""
    from PIL.Image import Dither

    if count != 1:
        raise CannotRedact("is an animated GIF, which cannot be redacted yet", path)
    colours = next(pages).convert("RGB")
    page = colours.quantize(255, dither=Dither.NONE)
    palette = (page.getpalette() or [])[: 255 * 3]
    page.putpalette(palette + [0] * (256 * 3 - len(palette)))
    page.paste(255, mask=colours.convert("L").point([255] + [0] * 255))
    page.save(out, "GIF", optimize=False)
