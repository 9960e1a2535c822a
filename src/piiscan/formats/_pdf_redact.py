"""Writes the copy of a PDF: asks about every part, cuts, cleans, checks each page with the other reader, draws boxes.

A page that is not understood, or on which the check still sees something, is replaced by its picture with the places
painted; it then has no text any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

from piiscan.errors import CannotRedact, Damaged
from piiscan.formats._pdf_clean import clean, page_tree
from piiscan.formats._pdf_cut import Cutter
from piiscan.formats._pdf_file import filters, guarded, resources, saved
from piiscan.formats._pdf_fonts import NotUnderstood
from piiscan.formats._pdf_geometry import Box, Cuts, Matrix
from piiscan.formats._pdf_label import Label, draw, widened
from piiscan.formats._pdf_layers import hidden_layers
from piiscan.formats._pdf_paint import encode, fill, from_pixels, paint, under
from piiscan.formats._pdf_view import DPI, Spot, View, lines, slanted
from piiscan.formats._pdf_walk import Key, Open, walk
from piiscan.model import Area, Blob, Cut, Edit, Part, Picture, Problem, Text
from piiscan.reading import Reading

if TYPE_CHECKING:
    import pikepdf

__all__ = ["copy"]

_LOOK_DPI = 100
_INK = 0.12
"""The share of a box, once its text is gone, that may differ from its ground: a line through it, not a word."""
_LOST = 2
"""Characters that may go beside what was cut (a ligature, an accent) before the page is replaced by a picture."""


@dataclass(slots=True)
class _Plan:
    """What the edit wants: cuts per page (from 0), areas per image and per page seen as a whole, content to empty."""

    pages: dict[int, list[tuple[Text, Cut]]] = field(default_factory=dict)
    images: dict[int, list[tuple[tuple[int, int], list[Area]]]] = field(default_factory=dict)
    views: dict[int, list[Area]] = field(default_factory=dict)
    content: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Page:
    """What goes from one page: the cuts, the labels, and the characters that were there and are to stay."""

    cuts: Cuts
    labels: list[Label]
    stays: list[Spot]
    count: int


def copy(data: bytes, path: str, edit: Edit, reading: Reading) -> bytes:
    """The bytes of the redacted copy.

    Raises:
        CannotRedact: something that has to go cannot be taken out, or a part of the file could not be read.
    """
    files: list[Open] = []
    plan = _Plan()
    for part, key in walk(data, path, reading, files):
        _ask(part, key, edit, plan, path)
    file = files[0]
    try:
        with guarded(path):
            return _Copy(file, plan, path, reading).written()
    except Damaged as error:
        raise CannotRedact(f"cannot be written anew: {error.reason}", path) from None


def _ask(part: Part | Problem, key: Key, edit: Edit, plan: _Plan, path: str) -> None:
    if isinstance(part, Problem):
        raise CannotRedact(f"could not be read whole ({part.reason})", path)
    if isinstance(part, Text):
        cuts = edit.text(part)
        if cuts and key.kind == "page":
            plan.pages.setdefault(key.number, []).extend((part, cut) for cut in cuts)
        elif cuts and key.kind == "operands":
            plan.views.setdefault(key.number, [])
        elif cuts and key.kind == "content":
            plan.content.add(key.number)
    elif isinstance(part, Picture):
        areas = list(edit.picture(part))
        if areas and key.kind == "view":
            plan.views.setdefault(key.number, []).extend(areas)
        elif areas and key.kind == "image":
            plan.images.setdefault(key.number, []).append((part.load().size, areas))
    elif isinstance(part, Blob):
        with suppress(CannotRedact):  # it is left out of the copy in any case
            edit.blob(part)


class _Copy:
    """One file on its way to its copy."""

    def __init__(self, file: Open, plan: _Plan, path: str, reading: Reading) -> None:
        self._file = file
        self._pdf: pikepdf.Pdf = file.pdf
        self._plan = plan
        self._path = path
        self._reading = reading
        self._pages = {page: self._located(page, cuts) for page, cuts in plan.pages.items()}
        self._pictured: set[int] = set(plan.views)
        self._forms: dict[tuple[int, int], Any] = {}
        self._made: set[int] = set()
        self._hidden = hidden_layers(self._pdf)

    def written(self) -> bytes:
        self._fill()
        before = (
            self._file.view if not (self._plan.images or self._plan.content) else View(saved(self._pdf), self._path)
        )
        for index, page in enumerate(self._pdf.pages):
            self._reading.tick(self._path)
            if index not in self._pictured and not self._cut(index, page.obj):
                self._pictured.add(index)
        page_tree(self._pdf)
        clean(self._pdf, self._plain)
        self._check()
        for index, page in enumerate(self._pdf.pages):
            if index in self._pictured:
                self._picture(before, index, page.obj)
            elif index in self._pages:
                draw(self._pdf, page.obj, self._pages[index].labels)
        return self._written()

    def _located(self, page: int, cuts: Sequence[tuple[Text, Cut]]) -> _Page:
        """Where the cuts of a page stand."""
        view = self._file.view
        characters = view.characters(page)
        every = view.spots(page)
        gone: Counter[Spot] = Counter()
        found: list[tuple[Box, float, str]] = []
        for part, cut in cuts:
            spots = view.spots(page, characters.index, cut.span)
            if not spots and part.text[slice(*cut.span)].strip():
                raise CannotRedact("a place on a page is not known", self._path)
            gone.update(spots)
            for count, (box, angle) in enumerate(lines(spots)):
                found.append((box, angle, "" if count else cut.replacement))
        stays = [spot for spot in every if not gone[spot]]
        labels = [Label(widened(box, angle, stays), angle, text) for box, angle, text in found]
        boxes = [box.core(0.5) if slanted(angle) else box for box, angle, _ in found]
        cuts_ = Cuts.of(boxes, [box for box, _, _ in found], (spot.origin for spot in gone))
        return _Page(cuts_, labels, stays, sum(gone.values()))

    def _fill(self) -> None:
        """Paints what the edit wants painted in images, and empties content that is not drawn by a page itself."""
        import pikepdf

        wanted: dict[int, list[Area]] = {}
        for number, found in self._plan.images.items():
            for size, areas in found:
                wanted.setdefault(self._file.shapes.get(number, number), []).extend(from_pixels(areas, size))
        # of a picture that is packed twice, what the file inside says cannot be cut out: it is encoded anew
        wanted |= {
            image.objgen[0]: [] for image in filter(_packed_twice, self._pdf.objects) if image.objgen[0] not in wanted
        }
        for number, areas in wanted.items():
            fill(self._pdf, self._pdf.get_object(number, 0), areas, self._path, self._reading)
        for number in self._plan.content:
            stream = self._pdf.get_object(number, 0)
            if isinstance(stream, pikepdf.Stream):
                stream.write(b"")

    def _cut(self, index: int, page: Any) -> bool:
        """Rewrites a page; False where it is not understood."""
        cuts = self._pages[index].cuts if index in self._pages else Cuts()
        try:
            with guarded(self._path):
                cutter = self._cutter(cuts)
                data, own = cutter.content(page, resources(page))
        except (NotUnderstood, Damaged):
            return False
        page.Contents, page.Resources = self._pdf.make_stream(data), own
        if cutter.hid and cuts:
            self._pages[index].stays.clear()  # what was hidden went too, and nobody can say which of them that was
        return True

    def _cutter(self, cuts: Cuts) -> Cutter:
        return Cutter(self._pdf, cuts, self._hidden, self._paint, self._path, self._reading, self._forms, self._made)

    def _paint(self, stream: Any, matrix: Matrix, cuts: Cuts) -> Any:
        areas = under(matrix, cuts)
        return paint(self._pdf, stream, areas, self._path, self._reading) if areas else stream

    def _plain(self, stream: Any, own: Any) -> bytes | None:
        """Content of a pattern, a glyph or a soft mask without what nobody sees; empty where it is broken."""
        import pikepdf

        if stream.objgen[0] in self._made:
            return None
        own = own if isinstance(own, pikepdf.Dictionary) else pikepdf.Dictionary()
        try:
            with guarded(self._path):
                return self._cutter(Cuts()).stripped(stream, own)
        except (NotUnderstood, Damaged):
            return b""

    def _check(self) -> None:
        """Looks at every page from which something was cut, with the reader that did not cut it."""
        asked = [index for index in sorted(self._pages) if index not in self._pictured]
        if not asked:
            return
        view = View(saved(self._pdf), self._path)
        try:
            for index in asked:
                page = self._pages[index]
                if not _is_clean(page, view.spots(index)) or _inked(page, view, index):
                    self._pictured.add(index)
        finally:
            view.close()

    def _picture(self, view: View, index: int, page: Any) -> None:
        """Replaces a page by what it looks like, with everything painted that goes."""
        import pikepdf
        from PIL import ImageDraw

        image = view.render(index, DPI)
        brush = ImageDraw.Draw(image)
        for area in self._plan.views.get(index, ()):
            brush.polygon(list(area), fill=0, outline=0, width=3)
        for box in self._pages[index].cuts.ink if index in self._pages else ():
            corners = view.to_pixels(index, box.padded(0.5).area, image.size)
            brush.polygon(list(corners), fill=0, outline=0, width=3)
        drawn = encode(self._pdf, image)
        if len(drawn.read_raw_bytes()) > image.width * image.height // 4:
            drawn = encode(self._pdf, image, photo=True)
        width, height = view.size(index)
        for key in ("/Rotate", "/CropBox", "/Group"):
            if key in page:
                del page[key]
        page.MediaBox = pikepdf.Array([0, 0, round(width, 3), round(height, 3)])
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X1=drawn))
        page.Contents = self._pdf.make_stream(b"q %.3f 0 0 %.3f 0 0 cm /X1 Do Q" % (width, height))

    def _written(self) -> bytes:
        import pikepdf

        out = BytesIO()
        self._pdf.save(
            out,
            static_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
            encryption=False,
        )
        self._reading.tick(self._path)
        return out.getvalue()


def _packed_twice(found: Any) -> bool:
    import pikepdf

    if not isinstance(found, pikepdf.Stream) or found.get("/Subtype") != "/Image":
        return False
    kinds = filters(found)
    return len(kinds) > 1 and kinds[-1] in ("/DCTDecode", "/JPXDecode")


def _is_clean(page: _Page, left: Sequence[Spot]) -> bool:
    """Whether nothing that was cut is left, and nothing else went."""
    for spot in left:
        centre = ((spot.box.left + spot.box.right) / 2, (spot.box.bottom + spot.box.top) / 2)
        if not spot.character.isspace() and page.cuts.takes(spot.origin, centre):
            return False
    missing = _counted(page.stays) - _counted(left)
    return sum(missing.values()) <= max(_LOST, page.count // 2)


def _inked(page: _Page, view: View, index: int) -> bool:
    """Whether something is still drawn where a character was: an outline, a signature, a pattern."""
    grey = view.render(index, _LOOK_DPI).convert("L")
    for box in page.cuts.boxes:
        xs, ys = zip(*view.to_pixels(index, box.core(0.6).area, grey.size), strict=True)
        seen = grey.crop((int(min(xs)), int(min(ys)), int(max(xs)) + 1, int(max(ys)) + 1)).histogram()
        ground = max(range(256), key=lambda level: sum(seen[max(0, level - 8) : level + 9]))
        if sum(seen[: max(0, ground - 48)]) + sum(seen[ground + 49 :]) > _INK * sum(seen):
            return True
    return False


def _counted(spots: Sequence[Spot]) -> Counter[tuple[str, int, int]]:
    return Counter(
        (spot.character, round(spot.origin[0] / 2), round(spot.origin[1] / 2))
        for spot in spots
        if not spot.character.isspace()
    )
