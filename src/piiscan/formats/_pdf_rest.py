"""What a PDF holds that no page shows: content of patterns, glyphs and unused forms, spare pictures, attached files.

Content is read like that of a page: put on a page of its own in a new file, and read by pdfium.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from piiscan.errors import Damaged, LimitExceeded
from piiscan.formats._pdf_cut import marks
from piiscan.formats._pdf_file import content, decoded, guarded, resources, word
from piiscan.formats._pdf_strings import wording
from piiscan.formats._pdf_view import View
from piiscan.model import Blob, step
from piiscan.reading import Reading

if TYPE_CHECKING:
    import pikepdf

__all__ = ["Rest", "numbers", "rest", "text_of"]

_SHOWS = re.compile(rb"(?<![A-Za-z0-9])(?:Tj|TJ)(?![A-Za-z0-9])")
_FONT_HEADS = (b"\0\1\0\0", b"OTTO", b"true\0", b"ttcf", b"%!PS-Adobe", b"%!Font", b"\1\0\4", b"\x80\1")
_MACHINE_KEYS = ("/FunctionType", "/ShadingType", "/HalftoneType", "/Length1", "/CIDSystemInfo")
_MACHINE_TYPES = {"/ObjStm", "/XRef", "/CMap"}
_MACHINE_SUBTYPES = {"/Type1C", "/CIDFontType0C", "/OpenType"}
_LARGEST = 1 << 26
"""Bytes of one stream that is searched for readable text."""


@dataclass(slots=True)
class Rest:
    """Objects by number, sorted by what they are.

    Arguments:
        content: what can be drawn: the unpacked operators and the resources.
        images: pictures that no page shows.
        streams: what may hold text: scripts, XML, private data.
        files: attached files and their names.
        broken: what cannot be unpacked.
    """

    content: dict[int, tuple[bytes, Any]] = field(default_factory=dict)
    images: dict[int, Any] = field(default_factory=dict)
    streams: dict[int, Any] = field(default_factory=dict)
    files: dict[int, tuple[Any, str]] = field(default_factory=dict)
    broken: list[int] = field(default_factory=list)

    def blobs(self, pdf: pikepdf.Pdf, path: str, reading: Reading) -> Iterator[Blob]:
        """The attached files."""
        for stream, name in self.files.values():
            yield Blob(step(path, name), partial(_file, pdf, stream, path, reading), None, name)


def rest(
    pdf: pikepdf.Pdf,
    shown: set[int],
    path: str,
    reading: Reading,
    wanted: set[int] | None = None,
    *,
    pages: bool = False,
) -> Rest:
    """Sorts every object that is not ``shown``.

    Arguments:
        pdf: the file.
        shown: the numbers of forms and images that the pages show.
        path: the blob.
        reading: the budget.
        wanted: of an older revision only these objects, and the pages made of them; None for all but the pages.
    """
    import pikepdf

    sorter = _Sorter(pdf, shown, path, reading)
    if wanted is not None:
        sorter.pages(wanted)
    objects = [
        found
        for found in pdf.objects
        if isinstance(found, pikepdf.Object) and (wanted is None or found.objgen[0] in wanted)
    ]
    for found in objects:
        sorter.structure(found)
    for found in objects:
        sorter.stream(found)
    return sorter.found


class _Sorter:
    def __init__(self, pdf: pikepdf.Pdf, shown: set[int], path: str, reading: Reading) -> None:
        self._path = path
        self._reading = reading
        self._done = set(shown)
        self._pages = [page.obj for page in pdf.pages]
        self._live = {page.objgen[0] for page in self._pages}
        self._glyphs: dict[int, Any] = {}
        self.found = Rest()
        for page in self._pages:
            self._done.update(numbers(page.get("/Contents")))

    def pages(self, wanted: set[int]) -> None:
        """Takes in the pages of which something is wanted."""
        for page in self._pages:
            number = page.objgen[0]
            if number in wanted or wanted.intersection(numbers(page.get("/Contents"))):
                self._content(number, content(page, self._path, self._reading), resources(page))

    def structure(self, found: Any) -> None:
        """Looks at what is no stream: pages that were taken out, fonts drawn by content, file specifications."""
        import pikepdf

        number = found.objgen[0]
        if not isinstance(found, (pikepdf.Dictionary, pikepdf.Array)):
            return
        self._reading.tick(self._path)
        if isinstance(found, pikepdf.Dictionary):
            if found.get("/Type") == "/Page" and number not in self._live:
                self._content(number, content(found, self._path, self._reading), resources(found))
                self._done.update(numbers(found.get("/Contents")))
            glyphs = found.get("/CharProcs")
            if isinstance(glyphs, pikepdf.Dictionary):
                self._glyphs |= {n: found.get("/Resources") for value in glyphs.values() for n in numbers(value)}
        if b"/EF" in found.unparse(resolved=True):
            for inner in _direct(found):
                self._specification(inner)

    def stream(self, found: Any) -> None:
        """Looks at a stream."""
        import pikepdf

        number = found.objgen[0]
        if not isinstance(found, pikepdf.Stream) or number in self._done or number in self.found.files:
            return
        self._reading.tick(self._path)
        kind, subtype = word(found.get("/Type")), word(found.get("/Subtype"))
        if subtype == "/Image" or ("/Width" in found and "/Height" in found):
            self.found.images[number] = found
        elif kind == "/EmbeddedFile":
            self.found.files[number] = (found, f"attachment-{number}")
        elif kind in _MACHINE_TYPES or subtype in _MACHINE_SUBTYPES or any(key in found for key in _MACHINE_KEYS):
            return
        else:
            self._unknown(found, number, subtype)

    def _unknown(self, found: Any, number: int, subtype: str) -> None:
        try:
            with guarded(self._path):
                data = decoded(found, self._path, self._reading)
        except Damaged:
            self.found.broken.append(number)
            return
        if len(data) > _LARGEST:
            raise LimitExceeded("part", self._path)
        if subtype == "/Form" or "/PatternType" in found:
            self._content(number, data, found.get("/Resources"))
        elif number in self._glyphs:
            self._content(number, data, self._glyphs[number])
        elif "/Subtype" not in found and b"BT" in data and _SHOWS.search(data):
            self._content(number, data, None)
        elif not data.startswith(_FONT_HEADS) and data[36:40] != b"acsp" and b"begincmap" not in data[:4096]:
            self.found.streams[number] = found

    def _content(self, number: int, data: bytes, own: Any) -> None:
        if marks(data):
            self.found.content[number] = (data, own)

    def _specification(self, found: Any) -> None:
        import pikepdf

        files = found.get("/EF")
        if not isinstance(files, pikepdf.Dictionary):
            return
        names = [
            wording(found[key])
            for key in ("/UF", "/F", "/Unix", "/DOS", "/Mac")
            if isinstance(found.get(key), pikepdf.String)
        ]
        for stream in files.values():
            if isinstance(stream, pikepdf.Stream):
                number = stream.objgen[0]
                self.found.files[number] = (stream, names[0] if names else f"attachment-{number}")


def text_of(item: tuple[bytes, Any], pdf: pikepdf.Pdf, path: str) -> str:
    """The text that content shows when it is drawn on a page of its own."""
    import pikepdf

    data, own = item
    with pikepdf.new() as alone:
        page = alone.add_blank_page(page_size=(2000, 2000)).obj
        form = alone.make_stream(data)
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox = pikepdf.Array([-20000, -20000, 20000, 20000])
        if isinstance(own, pikepdf.Dictionary):
            form.Resources = alone.copy_foreign(own if own.is_indirect else pdf.make_indirect(own))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
        page.Contents = alone.make_stream(b"/X Do")
        out = BytesIO()
        alone.save(out, static_id=True)
    view = View(out.getvalue(), path)
    try:
        return view.characters(0).text
    finally:
        view.close()


def _file(pdf: pikepdf.Pdf, stream: Any, path: str, reading: Reading) -> BytesIO:
    """An attached file; it is gone when ``pdf`` is, so that is held until then."""
    with guarded(path):
        return BytesIO(decoded(stream, path, reading))


def numbers(found: Any) -> Iterator[int]:
    """The numbers of a stream, or of the streams in an array."""
    import pikepdf

    if isinstance(found, pikepdf.Array):
        for item in found:
            yield from numbers(item) if isinstance(item, pikepdf.Stream) else ()
    if isinstance(found, pikepdf.Object) and found.is_indirect:
        yield found.objgen[0]


def _direct(found: Any) -> Iterator[Any]:
    """The dictionaries that stand inside an object itself."""
    import pikepdf

    stack = [found]
    while stack:
        item = stack.pop()
        if isinstance(item, pikepdf.Dictionary):
            yield item
            stack += [value for value in item.values() if _inside(value)]
        elif isinstance(item, pikepdf.Array):
            stack += [value for value in item if _inside(value)]


def _inside(value: Any) -> bool:
    import pikepdf

    return isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect
