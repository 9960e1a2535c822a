"""Keeps of a PDF only its pages and what they draw: no properties, forms, layers, scripts, files, bookmarks, tags.

Nothing stays but the keys that draw (`_pdf_names`), and no string but the few that are codes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from piiscan.formats._pdf_file import filters, inherited, word
from piiscan.formats._pdf_jpeg import stripped
from piiscan.formats._pdf_names import KEYS, MAPS

if TYPE_CHECKING:
    import pikepdf

__all__ = ["clean", "page_tree"]

_INHERITED = ("/MediaBox", "/CropBox", "/Rotate")
_PAGE = ("/Type", "/Parent", "/Contents", "/Resources", "/UserUnit", "/Group", *_INHERITED)
_CODES = {"/Registry", "/Ordering", "/Panose"}
"""Keys whose strings are codes, not words."""
_MOST = 5_000_000


def page_tree(pdf: pikepdf.Pdf) -> None:
    """Puts the pages, with nothing but what draws them, into a new catalogue."""
    import pikepdf

    pages = [page.obj for page in pdf.pages]
    kept = [{key: inherited(page, key) for key in _PAGE if inherited(page, key) is not None} for page in pages]
    node = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Pages, Kids=pikepdf.Array([]), Count=len(pages)))
    for page, values in zip(pages, kept, strict=True):
        for key in list(page.keys()):
            del page[key]
        for key, value in values.items():
            if key != "/Parent":
                page[key] = value
        page.Type, page.Parent = pikepdf.Name.Page, node
        node.Kids.append(page)
    for key in list(pdf.Root.keys()):
        if key != "/Type":
            del pdf.Root[key]
    pdf.Root.Pages = node
    for key in list(pdf.trailer.keys()):
        if key not in ("/Root", "/Size"):
            del pdf.trailer[key]


def clean(pdf: pikepdf.Pdf, rewrite: Callable[[Any, Any], bytes | None]) -> None:
    """Cleans everything that the pages reach.

    Arguments:
        pdf: with the tree that `page_tree` left.
        rewrite: content of a pattern, a glyph or a soft mask without marked content, given its stream and resources;
            None for what is to stay as it is.
    """
    import pikepdf

    seen: set[int] = set()
    stack: list[tuple[str, Any]] = [("", pdf.Root.Pages)]
    count = 0
    while stack:
        above, found = stack.pop()
        number = found.objgen[0]
        count += 1
        if count > _MOST:
            raise ValueError("too many objects")
        if number in seen:
            continue
        if number:
            seen.add(number)
        if isinstance(found, pikepdf.Array):
            _array(found)
            stack += [("", item) for item in found if isinstance(item, pikepdf.Object)]
        elif isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
            _dictionary(found, above)
            _content(found, rewrite)
            stack += [(k, v) for k, v in found.items() if k != "/Parent" and isinstance(v, pikepdf.Object)]


def _dictionary(found: Any, above: str) -> None:
    """Takes out every key that does not draw, and every string that is no code."""
    import pikepdf

    is_map = above in MAPS and "/ShadingType" not in found and "/Type" not in found
    page = found.get("/Type") == "/Page"
    for key in list(found.keys()):
        words = isinstance(found[key], pikepdf.String) and key not in _CODES
        if words or (key not in _PAGE if page else not is_map and key not in KEYS):
            del found[key]


def _content(found: Any, rewrite: Callable[[Any, Any], bytes | None]) -> None:
    import pikepdf

    if isinstance(found, pikepdf.Stream):
        kind = word(found.get("/Subtype"))
        if kind == "/Image":
            _image(found)
        elif kind == "/Form" or "/PatternType" in found:
            _rewrite(found, found.get("/Resources"), rewrite)
    glyphs = found.get("/CharProcs")
    for glyph in glyphs.values() if isinstance(glyphs, pikepdf.Dictionary) else ():
        if isinstance(glyph, pikepdf.Stream):
            _rewrite(glyph, found.get("/Resources"), rewrite)


def _rewrite(stream: Any, resources: Any, rewrite: Callable[[Any, Any], bytes | None]) -> None:
    data = rewrite(stream, resources)
    if data is not None:
        stream.write(data)


def _array(found: Any) -> None:
    """Takes the strings out of an array, but for the colours of an indexed colour space."""
    import pikepdf

    if len(found) and found[0] == "/Indexed":
        return
    for at in range(len(found) - 1, -1, -1):
        if isinstance(found[at], pikepdf.String):
            del found[at]


def _image(found: Any) -> None:
    if filters(found) in (["/DCTDecode"], ["/JPXDecode"]):
        data = found.read_raw_bytes()
        plain = stripped(data)
        if plain != data:
            found.write(plain, filter=found.get("/Filter"), decode_parms=found.get("/DecodeParms"), type_check=False)
