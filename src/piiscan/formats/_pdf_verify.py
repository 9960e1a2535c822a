"""Reads a redacted PDF as the redaction did not: by pdfplumber, and by going through every string and stream in it.

Nothing here is used to locate what is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from piiscan.errors import Damaged, LimitExceeded, PiiscanError
from piiscan.formats._pdf_file import decoded, filters, guarded, instructions, opened
from piiscan.formats._pdf_names import KEYS, VALUES
from piiscan.formats._pdf_older import outside
from piiscan.formats._pdf_strings import wording
from piiscan.reading import Reading

__all__ = ["all_bytes", "second_text"]

_MOST_GLYPHS = 2_000_000
"""Glyphs of a page: pdfminer keeps an object for each."""
_LARGEST = 32 << 20
"""Bytes of content of a page, unpacked, that pdfminer is given."""
_PICTURE = ("/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode")
_SHOWN = re.compile(rb"(?<![A-Za-z0-9])(?:Tj|TJ)(?![A-Za-z0-9])|['\"]")


def second_text(stream: BinaryIO, path: str, reading: Reading) -> Iterator[tuple[str, str]]:
    """The text of each page as pdfplumber reads it, laid out in lines and once more in the order of the content.

    Arguments:
        stream: the copy.
        path: its path, for errors.
        reading: the budget; its clock is looked at before and after each page, whose content is bounded. Inside a
            page pdfminer cannot be stopped: only the supervisor of the process can do that.

    Yields:
        ``("page=1", text)``.

    Raises:
        LimitExceeded: a page is too large for pdfminer.
        Damaged: it cannot be read.
    """
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with guarded(path), pdfplumber.open(BytesIO(stream.read())) as pdf:
            for number, page in enumerate(pdf.pages, start=1):
                reading.page(path)
                yield from ((f"page={number}", text) for text in _page(page, path, reading))
                page.close()
    except PiiscanError:
        raise
    except (PDFException, PdfminerException, RecursionError, AssertionError, OSError) as error:
        raise Damaged(f"cannot be read a second time ({type(error).__name__})", path) from None


def _page(page: Any, path: str, reading: Reading) -> Iterator[str]:
    size = sum(len(content.get_data() or b"") for content in page.page_obj.contents if hasattr(content, "get_data"))
    if size > _LARGEST:
        raise LimitExceeded("content", path)
    reading.produced(size, path)
    characters = page.chars
    if len(characters) > _MOST_GLYPHS:
        raise LimitExceeded("glyphs", path)
    reading.tick(path)
    yield "".join(str(character["text"]) for character in characters)
    yield str(page.extract_text() or "")


def all_bytes(stream: BinaryIO, path: str, reading: Reading) -> Iterator[tuple[str, bytes]]:
    """Every string and name of every object, reachable or not, and every stream, packed and unpacked.

    Of a stream that shows text also the strings that it shows, joined, so that a value cut into pieces by kerning
    is seen; and what stands before and after the file.

    Arguments:
        stream: the copy.
        path: its path, for errors.
        reading: the budget.

    Yields:
        a place (``"object=12"``) and bytes.

    Raises:
        Damaged: an object cannot be read.
        LimitExceeded: it unpacks to more than the budget allows.
    """
    import pikepdf

    data = stream.read()
    yield from outside(data)
    pdf = opened(data, path, reading)
    with guarded(path):
        for number, found in enumerate((*pdf.objects, pdf.trailer)):
            if not number % 256:
                reading.tick(path)
            place = f"object={getattr(found, 'objgen', (0, 0))[0]}"
            if isinstance(found, pikepdf.Object):
                yield from ((place, text) for text in _strings(found))
            if isinstance(found, pikepdf.Stream):
                yield from ((place, text) for text in _stream(found, path, reading))


def _strings(root: Any) -> Iterator[bytes]:
    """The strings and names that stand in an object itself."""
    import pikepdf

    stack = [root]
    while stack:
        found = stack.pop()
        if isinstance(found, pikepdf.String):
            yield bytes(found)
            yield wording(found).encode("utf-8", "replace")
        elif isinstance(found, pikepdf.Name):
            yield from _unusual(bytes(found))
        elif isinstance(found, pikepdf.Array):
            stack += [item for item in found if _direct(item)]
        elif isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
            yield from (name for key in found for name in _unusual(str(key).encode("utf-8", "surrogateescape")))
            stack += [item for item in found.values() if _direct(item)]


def _unusual(name: bytes) -> Iterator[bytes]:
    """A name, unless it is one of the standard's own: /Root and /Parent are no persons here."""
    if name.decode("utf-8", "replace") not in KEYS | VALUES:
        yield name


def _direct(item: Any) -> bool:
    import pikepdf

    return isinstance(item, pikepdf.Object) and not item.is_indirect


def _stream(found: Any, path: str, reading: Reading) -> Iterator[bytes]:
    if found.get("/Type") in ("/ObjStm", "/XRef"):
        return  # how the file is packed; each object in it is looked at by itself
    raw = found.read_raw_bytes()
    yield raw
    if any(kind in _PICTURE for kind in filters(found)):
        return
    data = decoded(found, path, reading)
    yield data
    if found.get("/Subtype") != "/Image" and _SHOWN.search(data):
        yield from _shown(found)


def _shown(found: Any) -> Iterator[bytes]:
    """What a content stream shows: each string whole, and all of them joined."""
    import pikepdf

    pieces: list[bytes] = []
    try:
        for instruction in instructions(found, "Tj TJ ' \""):
            operand = instruction.operands[-1] if len(instruction.operands) else None
            items = operand if isinstance(operand, pikepdf.Array) else [operand]
            pieces.append(b"".join(bytes(item) for item in items if isinstance(item, pikepdf.String)))
    except pikepdf.PdfError:
        pass  # it only looked like content; its bytes were searched
    yield from pieces
    yield b"".join(pieces)
