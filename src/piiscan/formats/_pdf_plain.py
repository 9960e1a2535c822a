"""Makes a PDF plain, so that both readers see the same and see it all.

Plain means: what annotations and form fields show is drawn on the page, every inline picture is an object like any
other, and no marked content says that the glyphs mean something else than they show. pikepdf (which cuts) and pdfium
(which locates) then read the same bytes, so they cannot disagree about what the file holds.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from piiscan.errors import Damaged
from piiscan.formats._pdf_file import content, decoded, guarded, instructions, resources
from piiscan.formats._pdf_strings import wording
from piiscan.reading import Reading

if TYPE_CHECKING:
    import pikepdf

__all__ = ["plain"]

_MOST = 1_000
"""Values that are looked at in the properties of one marked content; all strings are also read object by object."""
_STRING_OR_COMMENT = re.compile(rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\)|%([^\r\n]*)", re.DOTALL)
_WORD = re.compile(rb"[A-Za-z0-9]{4}")
_INLINE = re.compile(rb"\bID\s")


def plain(pdf: pikepdf.Pdf, path: str, reading: Reading) -> Iterator[tuple[int, str]]:
    """Makes a PDF plain, in place; what is broken stays as it is.

    Yields:
        the number of a page from 1, and what its content says but does not show: in marked content, in comments.
    """
    import pikepdf

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if isinstance(pdf.Root.get("/AcroForm"), pikepdf.Dictionary):
            pdf.generate_appearance_streams()
        if any("/Annots" in page.obj for page in pdf.pages):
            pdf.flatten_annotations("all")
    seen: set[int] = set()
    for number, page in enumerate(pdf.pages, start=1):
        reading.tick(path)
        page.obj.Resources = resources(page.obj)
        text = _Plainer(pdf, path, reading, seen).run(page.obj)
        if text.strip():
            yield number, text


class _Plainer:
    """Makes one page plain, and the forms that it uses and no page before it."""

    def __init__(self, pdf: pikepdf.Pdf, path: str, reading: Reading, seen: set[int]) -> None:
        self._pdf = pdf
        self._path = path
        self._reading = reading
        self._seen = seen
        self._texts: list[str] = []

    def run(self, page: Any) -> str:
        """What the content of the page says but does not show."""
        import pikepdf

        stack = [(page, page.Resources)]
        while stack:
            owner, above = stack.pop()
            own = owner.get("/Resources")
            own = own if isinstance(own, pikepdf.Dictionary) else above
            # what is broken stays as it is, and is a problem when the page is read
            with suppress(Damaged), guarded(self._path):
                self._one(owner, own)
            objects = owner.get("/Resources", own).get("/XObject")
            for used in objects.values() if isinstance(objects, pikepdf.Dictionary) else ():
                is_form = isinstance(used, pikepdf.Stream) and used.get("/Subtype") == "/Form"
                if is_form and used.objgen[0] not in self._seen:
                    self._seen.add(used.objgen[0])
                    stack.append((used, own))
        return "\n".join(self._texts)

    def _one(self, owner: Any, own: Any) -> None:
        import pikepdf

        is_form = isinstance(owner, pikepdf.Stream)
        data = (decoded if is_form else content)(owner, self._path, self._reading)
        comments = _STRING_OR_COMMENT.findall(data) if b"%" in data else []
        self._texts += [comment.decode("latin-1") for comment in comments if _WORD.search(comment)]
        if not _INLINE.search(data) and not any(self._said(i, own) for i in instructions(owner, "BDC DP")):
            return
        objects = own.get("/XObject")
        # the resources may be shared with another page, in which the new names would mean nothing
        objects = pikepdf.Dictionary(dict(objects.items()) if isinstance(objects, pikepdf.Dictionary) else {})
        before = instructions(owner)
        after = [self._changed(instruction, own, objects) for instruction in before]
        if all(new is old for new, old in zip(after, before, strict=True)):
            return
        owner.Resources = pikepdf.Dictionary({**dict(own.items()), "/XObject": objects})
        new = pikepdf.unparse_content_stream(after)
        if is_form:
            owner.write(new)
        else:
            owner.Contents = self._pdf.make_stream(new)

    def _changed(self, instruction: Any, own: Any, objects: Any) -> Any:
        import pikepdf

        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            name = f"/piiInline{len(objects)}"
            objects[name] = self._lifted(instruction.iimage, own)
            return pikepdf.ContentStreamInstruction([pikepdf.Name(name)], pikepdf.Operator("Do"))
        texts = self._said(instruction, own)
        if not texts:
            return instruction
        self._texts += texts
        operator = "BMC" if str(instruction.operator) == "BDC" else "MP"
        return pikepdf.ContentStreamInstruction([instruction.operands[0]], pikepdf.Operator(operator))

    def _said(self, instruction: Any, own: Any) -> list[str]:
        """The strings in the properties of marked content; of a layer only what it would have read instead."""
        import pikepdf

        operands = list(instruction.operands)
        if str(instruction.operator) not in ("BDC", "DP") or len(operands) != 2:
            return []
        tag, found = operands
        if isinstance(found, pikepdf.Name):
            named = own.get("/Properties")
            found = named.get(found) if isinstance(named, pikepdf.Dictionary) else None
        if tag == "/OC" and isinstance(found, pikepdf.Dictionary) and "/ActualText" not in found:
            return []
        return [wording(string) for string in _strings(found)]

    def _lifted(self, picture: Any, own: Any) -> Any:
        """An inline picture as an object."""
        import pikepdf

        stream = self._pdf.make_stream(b"")
        stream.write(picture.read_raw_bytes(), type_check=False)
        for key, value in picture.obj.items():
            if key != "/Length":
                stream[key] = value
        space, spaces = stream.get("/ColorSpace"), own.get("/ColorSpace")
        if isinstance(space, pikepdf.Name) and isinstance(spaces, pikepdf.Dictionary) and space in spaces:
            stream.ColorSpace = spaces[space]
        stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        return stream


def _strings(root: Any) -> Iterator[Any]:
    """The strings in the properties of marked content."""
    import pikepdf

    stack, count = [root], 0
    while stack and count < _MOST:
        found = stack.pop()
        count += 1
        if isinstance(found, pikepdf.String):
            yield found
        elif isinstance(found, pikepdf.Array):
            stack += list(found)
        elif isinstance(found, pikepdf.Dictionary) and found.get("/Type") not in ("/Page", "/Pages", "/Catalog"):
            stack += [value for key, value in found.items() if key not in ("/Parent", "/P", "/Pg")]
