"""What pdfium sees: the characters of a page and where they stand, pages as pixels, pictures decoded.

pdfium is not thread-safe, not even across documents, so every call into it is made under one lock.
"""

from __future__ import annotations

import ctypes
import math
import threading
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from piiscan.errors import Damaged
from piiscan.formats._pdf_file import guarded, number
from piiscan.formats._pdf_geometry import Box, Point
from piiscan.formats._pdf_rules import rules
from piiscan.model import Area, Span
from piiscan.reading import Reading

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["DPI", "Characters", "Spot", "View", "lines", "picture", "slanted"]

DPI = 200
"""Pixels per inch of a page that is looked at, or replaced by its picture."""
_LOCK = threading.RLock()
_SAMPLE = 400
"""Characters of a page that are asked whether they have a meaning at all."""
_LEVEL = 0.1
"""Radians from an axis: a scan that lies a little askew still counts as level."""
_LARGEST = 36_000_000
"""Pixels of a rendered page."""


class Spot(NamedTuple):
    """One character as it stands on the page."""

    character: str
    origin: Point
    box: Box
    angle: float


@dataclass(frozen=True, slots=True)
class Characters:
    """The text of a page.

    Arguments:
        text: its characters; lines end with a line feed, a hyphen that breaks a word is a soft one.
        index: pdfium's number of each character, and one past the last.
        garbled: the share of characters that the font gives no meaning.
    """

    text: str = field(repr=False)
    index: Sequence[int] = field(repr=False)
    garbled: float


class View:
    """A PDF, open in pdfium.

    Arguments:
        data: the plain file.
        path: the blob, for errors.
    """

    def __init__(self, data: bytes, path: str) -> None:
        import pypdfium2

        self._path = path
        with _LOCK, guarded(path):
            self._document = pypdfium2.PdfDocument(data)
            self.pages = len(self._document)
        self._open: tuple[int, Any, Any] | None = None

    def close(self) -> None:
        """Frees what pdfium holds."""
        with _LOCK:
            self._shut()
            self._document.close()

    def size(self, page: int) -> tuple[float, float]:
        """Width and height in points as shown, turned and cropped."""
        with _LOCK, guarded(self._path):
            width, height = self._page(page)[0].get_size()
            return float(width), float(height)

    def characters(self, page: int) -> Characters:
        """The text of a page, hidden layers and what lies off the page included."""
        import pypdfium2.raw as raw

        with _LOCK, guarded(self._path):
            text = self._page(page)[1]
            count = raw.FPDFText_CountChars(text)
            pieces, index = [], array("q")
            high = 0
            for number_ in range(max(0, count)):
                code = raw.FPDFText_GetUnicode(text, number_)
                if 0xD800 <= code < 0xDC00:
                    high = code
                    continue
                if 0xDC00 <= code < 0xE000:
                    code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
                if code != 0x0D:
                    pieces.append(_plain(code))
                    index.append(number_ - bool(high))
                high = 0
            index.append(max(0, count))
            step = max(1, count // _SAMPLE)
            asked = range(0, max(0, count), step)
            wrong = sum(raw.FPDFText_HasUnicodeMapError(text, i) == 1 for i in asked)
            return Characters("".join(pieces), index, wrong / len(asked) if asked else 0.0)

    def spots(self, page: int, index: Sequence[int] | None = None, span: Span | None = None) -> list[Spot]:
        """Where characters stand; those that pdfium made up (blanks between words) stand nowhere.

        Arguments:
            page: from 0.
            index: pdfium's numbers, as `characters` gave them; None for the whole page.
            span: of the text that ``index`` belongs to.
        """
        import pypdfium2.raw as raw

        with _LOCK, guarded(self._path):
            text = self._page(page)[1]
            start, end = (index[span.start], index[span.end]) if index and span else (0, raw.FPDFText_CountChars(text))
            found = (_spot(text, number_) for number_ in range(start, end))
            return [spot for spot in found if spot]

    def areas(self, page: int, index: Sequence[int], span: Span) -> tuple[Area, ...]:
        """Polygons around a span, one per line."""
        return tuple(box.area for box, _ in lines(self.spots(page, index, span)))

    def boxes(self, page: int, spans: Sequence[tuple[int, int]]) -> list[Box]:
        """Boxes around the first and the last of some characters: as high as their font, not as their ink.

        Arguments:
            page: from 0.
            spans: pdfium's numbers of both; a character that stands nowhere gives a box without width or height.
        """
        import pypdfium2.raw as raw

        found = []
        with _LOCK, guarded(self._path):
            text, one, other = self._page(page)[1], raw.FS_RECTF(), raw.FS_RECTF()
            look, first, second = raw.FPDFText_GetLooseCharBox, ctypes.byref(one), ctypes.byref(other)
            for start, end in spans:
                if look(text, start, first) and look(text, end, second):
                    xs, ys = (
                        (one.left, one.right, other.left, other.right),
                        (one.bottom, one.top, other.bottom, other.top),
                    )
                    found.append(Box(min(xs), min(ys), max(xs), max(ys)))
                else:
                    found.append(Box(0.0, 0.0, 0.0, 0.0))
        return found

    def turns(self, page: int, numbers: Sequence[int]) -> list[int]:
        """In which direction single characters are read: quarter turns against the clock; -1 for slanted ones."""
        import pypdfium2.raw as raw

        with _LOCK, guarded(self._path):
            text = self._page(page)[1]
            angles = (max(0.0, float(raw.FPDFText_GetCharAngle(text, number_))) for number_ in numbers)
            return [-1 if slanted(angle) else -round(angle / (math.pi / 2)) % 4 for angle in angles]

    def strings(self, page: int, numbers: Sequence[int]) -> list[int]:
        """A number for each character, the same for those that one operator shows."""
        import pypdfium2.raw as raw

        with _LOCK, guarded(self._path):
            text = self._page(page)[1]
            found = (raw.FPDFText_GetTextObject(text, number_) for number_ in numbers)
            return [ctypes.cast(string, ctypes.c_void_p).value or 0 for string in found]

    def rules(self, page: int, spend: Callable[[int], None]) -> list[Box]:
        """Every straight level or upright line that is painted on a page, and every side of a rectangle.

        Arguments:
            page: from 0.
            spend: takes the steps that this costs, and may stop it.
        """
        with _LOCK, guarded(self._path):
            return list(rules(self._page(page)[0].raw, spend))

    def render(self, page: int, dpi: float) -> Image:
        """A page as pixels, as shown on screen; a very large page gets fewer per inch."""
        with _LOCK, guarded(self._path):
            shown = self._page(page)[0]
            width, height = shown.get_size()
            scale = min(dpi / 72, (_LARGEST / max(1.0, width * height)) ** 0.5)
            image: Image = shown.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
            return image

    def to_pixels(self, page: int, area: Area, size: tuple[int, int]) -> Area:
        """A polygon of raw user space on a rendering of that size."""
        import pypdfium2.raw as raw

        with _LOCK, guarded(self._path):
            shown = self._page(page)[0]
            x, y = ctypes.c_int(), ctypes.c_int()
            corners = []
            for point in area:
                raw.FPDF_PageToDevice(shown, 0, 0, *size, 0, *point, x, y)
                corners.append((float(x.value), float(y.value)))
            return tuple(corners)

    def _page(self, page: int) -> tuple[Any, Any]:
        if self._open is None or self._open[0] != page:
            self._shut()
            shown = self._document[page]
            self._open = (page, shown, shown.get_textpage())
        return self._open[1], self._open[2]

    def _shut(self) -> None:
        if self._open:
            _, shown, text = self._open
            self._open = None
            text.close()
            shown.close()


def lines(spots: Sequence[Spot]) -> Iterator[tuple[Box, float]]:
    """Boxes around characters that stand beside each other, with the angle in which they are read."""
    box: Box | None = None
    angle = 0.0
    for spot in spots:
        if box is not None and abs(spot.angle - angle) < 0.02 and _beside(box, spot.box, angle):
            box = box.joined(spot.box)
            continue
        if box is not None:
            yield box, angle
        box, angle = spot.box, spot.angle
    if box is not None:
        yield box, angle


def picture(stream: Any, path: str, reading: Reading) -> Image:
    """The pixels of an image of a PDF as stored, without its masks; a stencil is black on white.

    Drawn one to one on a page of its own, which decodes every filter and colour space that pdfium knows.

    Raises:
        Damaged: pdfium cannot decode it.
        LimitExceeded: it is too large.
    """
    import pikepdf
    import pypdfium2

    with _LOCK, guarded(path):
        width, height = int(number(stream.get("/Width"))), int(number(stream.get("/Height")))
        if width < 1 or height < 1:
            raise Damaged("holds a picture without a size", path)
        reading.pixels(width, height, path)
        with pypdfium2.PdfDocument(_alone(pikepdf, stream, width, height)) as alone:
            page = alone[0]
            drawn = list(page.get_objects())
            if len(drawn) != 1:
                raise Damaged("holds a picture that cannot be decoded", path)
            drawn[0].get_bitmap(render=False)
            image: Image = page.render(scale=1, draw_annots=False).to_pil()
            return image.copy() if image.size == (width, height) else image.resize((width, height))


def _alone(pikepdf: Any, stream: Any, width: int, height: int) -> BytesIO:
    with pikepdf.new() as pdf:
        image = pdf.copy_foreign(stream)
        for key in ("/SMask", "/Mask", "/OC", "/Alternates", "/Metadata", "/SMaskInData"):
            if key in image:
                del image[key]
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        page = pdf.add_blank_page().obj
        page.MediaBox = pikepdf.Array([0, 0, width, height])
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
        page.Contents = pdf.make_stream(b"%d 0 0 %d 0 0 cm /I Do" % (width, height))
        out = BytesIO()
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none, static_id=True)
        out.seek(0)
        return out


def _plain(code: int) -> str:
    if code in (0x02, 0xFFFE):  # how pdfium marks the hyphen of a word that goes on in the next line
        return "\u00ad"
    return chr(code) if code and not 0xD800 <= code < 0xE000 else "\ufffd"


def _spot(text: Any, index: int) -> Spot | None:
    import pypdfium2.raw as raw

    if raw.FPDFText_IsGenerated(text, index) == 1:
        return None
    x, y, rect = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    if not raw.FPDFText_GetCharOrigin(text, index, x, y) or not raw.FPDFText_GetLooseCharBox(text, index, rect):
        return None
    left, right = sorted((rect.left, rect.right))
    bottom, top = sorted((rect.bottom, rect.top))
    angle = max(0.0, float(raw.FPDFText_GetCharAngle(text, index)))
    code = raw.FPDFText_GetUnicode(text, index)
    return Spot(_plain(code), (x.value, y.value), Box(left, bottom, right, top), angle)


def slanted(angle: float) -> bool:
    """Whether text at this angle stands neither level nor upright."""
    turn = angle % (math.pi / 2)
    return min(turn, math.pi / 2 - turn) >= _LEVEL


def _beside(box: Box, other: Box, angle: float) -> bool:
    """Whether a character continues a line of text: level with it, and not far away."""
    common = box.common(other)
    turn = angle % math.pi
    if slanted(angle):
        return False  # boxes along the axes then say little: each character keeps its own
    if min(turn, math.pi - turn) < _LEVEL:
        level, size, gap = (
            common.height / max(0.01, min(box.height, other.height)),
            box.height,
            common.left - common.right,
        )
    else:
        level, size, gap = common.width / max(0.01, min(box.width, other.width)), box.width, common.bottom - common.top
    return level >= 0.6 and gap < 2 * size
