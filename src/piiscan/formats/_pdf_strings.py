"""Every text of a PDF outside its pages: properties, form fields, annotations, bookmarks, scripts, the rest.

Nothing is looked for by name alone: whatever string is left in any object, reachable or not, is shown in the end as
``object=17``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from piiscan.errors import Damaged, LimitExceeded
from piiscan.formats import _xml
from piiscan.formats._encoding import decode, looks_like_text
from piiscan.formats._pdf_file import decoded, word
from piiscan.model import Text, escape
from piiscan.reading import Reading
from piiscan.runs import Runs

if TYPE_CHECKING:
    import pikepdf

__all__ = ["Strings", "wording"]

_UP = {"/Parent", "/P", "/Popup", "/IRT", "/Dest", "/StructParent", "/AP", "/Pg", "/Prev", "/Next"}
"""Keys that lead away from the object that they stand in."""
_MACHINE = {
    "/ID",
    "/Lookup",
    "/Panose",
    "/CharSet",
    "/Registry",
    "/Ordering",
    "/O",
    "/U",
    "/OE",
    "/UE",
    "/Perms",
    "/DA",
}
"""Keys whose strings are codes, not words."""
_PLACES = (
    ({"/Title", "/Parent"}, "outline"),
    ({"/S", "/JS"}, "script"),
    ({"/FT"}, "form"),
    ({"/Rect", "/Subtype"}, "annotation"),
    ({"/EF"}, "attachment"),
)
_TYPES = {"/StructElem": "structure", "/OCG": "layer", "/Filespec": "attachment", "/Sig": "signature"}
_RUN = re.compile(rb"[\x20-\x7e\xa0-\xff]{5,}|(?:[\x20-\x7e]\x00){5,}|(?:\x00[\x20-\x7e]){5,}")
_DEEPEST = 200
_MOST_FIELDS = 100_000


class Strings:
    """Reads the strings of one PDF, each once.

    Arguments:
        pdf: the file, open.
        path: the blob.
        reading: the budget.
        prefix: before each place, for an older revision: ``"revision=1;"``.
    """

    def __init__(self, pdf: pikepdf.Pdf, path: str, reading: Reading, prefix: str = "") -> None:
        self._pdf = pdf
        self._path = path
        self._reading = reading
        self.prefix = prefix
        self._seen: set[int] = set()

    def texts(self) -> Iterator[Text]:
        """Properties, form fields, and the annotations of each page."""
        yield from self._one(self._properties())
        yield from self._one(self._fields())
        for number, page in enumerate(self._pdf.pages, start=1):
            self._reading.tick(self._path)
            yield from self._one(self._annotations(page.obj, number))

    def rest(self, wanted: set[int] | None = None) -> Iterator[Text]:
        """What `texts` left, in the order of the objects' numbers.

        Arguments:
            wanted: only these objects; None for all.
        """
        yield from self._one(self._others(wanted))

    def stream(self, stream: Any, number: int) -> Iterator[Text]:
        """The text of a stream that is neither content, font nor picture: a script, a form's XML, private data."""
        data = decoded(stream, self._path, self._reading)
        if stream.get("/Type") == "/Metadata":
            yield from self._one((f"{self.prefix}properties", label, text) for label, text in self._markup(data))
        else:
            place = f"{self.prefix}object={number}"
            yield from self._one((place, label, text) for label, text in self._markup(data))

    def _one(self, found: Iterator[tuple[str, str, str]]) -> Iterator[Text]:
        runs = Runs()
        for place, label, text in found:
            if text.strip():
                runs.add(text, at=place, label=label)
                runs.glue("\n")
        if runs.length:
            self._reading.produced(runs.length, self._path)
            yield runs.text()

    def _properties(self) -> Iterator[tuple[str, str, str]]:
        import pikepdf

        info = self._pdf.trailer.get("/Info")
        if isinstance(info, pikepdf.Dictionary):
            for key, text in self._walk(info):
                yield f"{self.prefix}properties", key, text

    def _fields(self) -> Iterator[tuple[str, str, str]]:
        import pikepdf

        form = self._pdf.Root.get("/AcroForm")
        fields = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
        stack = [(field, "") for field in reversed(list(fields))] if isinstance(fields, pikepdf.Array) else []
        count = 0
        while stack:
            field, above = stack.pop()
            count += 1
            if count > _MOST_FIELDS:
                raise LimitExceeded("fields", self._path)
            if not isinstance(field, pikepdf.Dictionary) or self._known(field):
                continue
            own = wording(field.get("/T"))
            name = ".".join(filter(None, (above, own)))
            label = wording(field.get("/TU")) or own or above
            place = f"{self.prefix}form={escape(name)}"
            for key, text in self._walk(field, skip={"/Kids"}):
                yield place, label if key in ("V", "DV", "RV", "Opt") else "", text
            value = field.get("/V")
            if isinstance(value, pikepdf.Name):
                yield place, label, word(value)[1:]
            kids = field.get("/Kids")
            if isinstance(kids, pikepdf.Array):
                stack += [(kid, name) for kid in reversed(list(kids))]

    def _annotations(self, page: Any, number: int) -> Iterator[tuple[str, str, str]]:
        import pikepdf

        found = page.get("/Annots")
        for count, annotation in enumerate(found if isinstance(found, pikepdf.Array) else (), start=1):
            # the look of a form field is an annotation too, and was read with its field
            if not isinstance(annotation, pikepdf.Dictionary) or self._known(annotation):
                continue
            for key, text in self._walk(annotation):
                if key == "RC":
                    text = " ".join(piece for _, piece in self._markup(text.encode()))
                label = "author" if key == "T" else ""
                yield f"{self.prefix}page={number};annotation={count}", label, text

    def _others(self, wanted: set[int] | None) -> Iterator[tuple[str, str, str]]:
        import pikepdf

        for count, found in enumerate(self._pdf.objects):
            if not count % 1024:
                self._reading.tick(self._path)
            number = getattr(found, "objgen", (0, 0))[0]
            if number in self._seen or (wanted is not None and number not in wanted) or not _has_string(found):
                continue
            place = f"{self.prefix}{_place(found) or f'object={number}'}"
            if isinstance(found, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)):
                for key, text in self._walk(found, skip={"/Annots"}, follow=False):
                    yield place, key if key in ("ActualText", "Alt", "E") else "", text
            else:
                yield place, "", wording(found)
        if wanted is None:
            for _, text in self._walk(self._pdf.trailer, follow=False):
                yield f"{self.prefix}trailer", "", text

    def _known(self, found: Any) -> bool:
        number = found.objgen[0]
        if number and number in self._seen:
            return True
        self._seen.add(number)
        return False

    def _walk(self, root: Any, *, skip: set[str] | None = None, follow: bool = True) -> Iterator[tuple[str, str]]:
        """The strings inside an object, each with its key, through what it points to."""
        import pikepdf

        self._seen.add(root.objgen[0])
        stack: list[tuple[str, Any, int]] = [("", root, 0)]
        while stack:
            key, found, depth = stack.pop()
            if isinstance(found, pikepdf.String):
                if f"/{key}" not in _MACHINE:
                    yield key, wording(found)
            elif depth > _DEEPEST:
                raise LimitExceeded("depth", self._path)
            elif isinstance(found, pikepdf.Array):
                stack += [(key, item, depth + 1) for item in reversed(list(found)) if self._enter(item, follow)]
            elif isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
                items = [(_key(k), v) for k, v in found.items() if k not in _UP and k not in (skip or ())]
                stack += [(k[1:], v, depth + 1) for k, v in reversed(items) if self._enter(v, follow)]

    def _enter(self, found: Any, follow: bool) -> bool:
        """Whether to go on into a value: everything direct, and what is pointed to only once and not into pages."""
        import pikepdf

        if not isinstance(found, pikepdf.Object) or not found.is_indirect:
            return isinstance(found, pikepdf.Object)
        if isinstance(found, pikepdf.Dictionary) and found.get("/Type") in ("/Page", "/Pages", "/Catalog"):
            return False
        return follow and not isinstance(found, pikepdf.Stream) and not self._known(found)

    def _markup(self, data: bytes) -> Iterator[tuple[str, str]]:
        """Label and text of each piece of XML; of anything else the text in it."""
        if not looks_like_text(data[: 1 << 16]):
            yield from (("", text) for text in _readable(data))
            return
        if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
            try:
                root = _xml.parse(data.strip(b"\0 \t\r\n"), self._path)
            except Damaged:
                root = None
            if root is not None:
                for element in root.iter():
                    yield from ((str(name).rpartition("}")[2], str(value)) for name, value in element.attrib.items())
                    yield _xml.local(element), element.text or ""
                    yield "", element.tail or ""
                return
        yield "", decode(data)


def _has_string(found: Any) -> bool:
    import pikepdf

    plain = found.stream_dict if isinstance(found, pikepdf.Stream) else found
    if not isinstance(plain, pikepdf.Object):
        return False
    raw = plain.unparse(resolved=True)
    return b"(" in raw or re.search(rb"(?<!<)<(?!<)", raw) is not None


def _key(key: str) -> str:
    """A key as text that can be written anywhere."""
    return key.encode("utf-8", "replace").decode()


def _place(found: Any) -> str:
    import pikepdf

    if not isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
        return ""
    kind = word(found.get("/Type"))
    if kind in _TYPES:
        return _TYPES[kind]
    return next((place for keys, place in _PLACES if all(key in found for key in keys)), "")


def wording(found: Any) -> str:
    """A string as text: by its own encoding, or what is readable in it."""
    import pikepdf

    if not isinstance(found, pikepdf.String):
        return ""
    raw = bytes(found)
    try:
        text = str(found)
    except (ValueError, RuntimeError):
        text = raw.decode("latin-1")
    control = sum(ord(character) < 32 and character not in "\t\n\r" for character in text)
    return text if control * 10 <= len(text) else "\n".join(_readable(raw))


def _readable(data: bytes) -> Iterator[str]:
    for match in _RUN.finditer(data):
        yield match.group().replace(b"\0", b"").decode("latin-1")
