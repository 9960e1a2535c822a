"""What a page of HTML says, collected while a parser tells its elements."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import count
from urllib.parse import unquote, unquote_to_bytes

from piiscan.errors import LimitExceeded
from piiscan.formats._grid import is_caption
from piiscan.formats._package import strings
from piiscan.formats._page_table import PageTable
from piiscan.model import Blob, Part, step
from piiscan.reading import Reading
from piiscan.runs import Runs

__all__ = ["UNFINISHED", "Page", "as_page"]

UNFINISHED = "'\"\ue000>"
"""Ends a tag that a page breaks off in, which a parser would drop; wherever else it turns up, it is left out."""

_WINDOW = 1 << 20
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|br|button|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption"
    "|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|label|legend|li|main|menu|nav|ol|optgroup|option|p|pre"
    "|section|select|summary|table|tbody|textarea|tfoot|thead|title|tr|ul"
)
_UNSEEN = frozenset(("script", "style", "template"))
_AS_IT_STANDS = frozenset(("pre", "textarea", "script", "style", "xmp", "plaintext"))
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|font-size\s*:\s*0", re.IGNORECASE)
_BLANKS = re.compile(r"[\t\r\n\f][ \t\r\n\f]*| [ \t\r\n\f]+")
_IN_STYLE = re.compile(r"data:([\w.+/-]{0,80})(?:;[\w.+=-]{1,80}){0,4}?;base64,([A-Za-z0-9+/=\s]+)", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*data:((?:[\w.+-]{1,40}/[\w.+-]{1,80})?(?:;[\w.+=\"'-]{1,80}){0,4}),", re.IGNORECASE)
_SUFFIX = re.compile(r"[\w.+-]*/([A-Za-z0-9]{1,8})")
_UNTOLD = re.compile(r"<(?:!doctype|/[a-z][^\s<>]*)\s+([^<>]+)", re.IGNORECASE)
_TELLING = re.compile(r"\d{3}|@")
"""What makes the name of an element or attribute worth a look."""
_DOCTYPE = re.compile(r"\s*<!doctype\b", re.IGNORECASE)
_NAMES = ("name", "property", "itemprop", "http-equiv", "aria-label", "placeholder", "id")
"""Attributes that say what the ``value`` or ``content`` beside them is, the best first."""
_ENDING = re.compile("['\"]*\ue000>?")
_LONGEST_NAME = 64


def as_page(text: str) -> bytes:
    """A fragment that is known to be HTML, as a page that every reader takes for one."""
    return ("\ufeff" + ("" if _DOCTYPE.match(text) else "<!DOCTYPE html>") + text).encode("utf-8", "replace")


class Page:
    """Is told the elements of a page, and has Texts and blobs ready.

    Arguments:
        path: the blob's.
        reading: the budget.
    """

    def __init__(self, path: str, reading: Reading) -> None:
        self._path = path
        self._reading = reading
        self._ready: list[Part] = []
        self._shown, self._unseen = Runs(), Runs()
        self._bases = [0, 0]
        self._open: list[tuple[str, bool]] = []  # the tag, and whether it hides what is inside
        self._hidden = 0
        self._verbatim = 0
        self._held: list[str] = []
        self._size = 0
        self._gap, self._unseen_gap = "\n", "\n"
        self._last, self._spoken = "", ""
        self._tables: list[PageTable] = []
        self._paragraphs = 0
        self._counts: dict[str, count[int]] = {}
        self._place = ""
        self._columns = count()
        self._heads: dict[int, str] = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._text()
        hides = tag in _UNSEEN or "hidden" in attributes or bool(_HIDING.search(attributes.get("style", "")))
        if hides and not self._hidden:
            self._place, self._unseen_gap = self._numbered(tag if tag in _UNSEEN else "hidden"), "\n"
        self._open.append((tag, hides))
        self._hidden += hides
        self._verbatim += tag in _AS_IT_STANDS
        self._break(tag)
        if tag == "table":
            self._tables.append(PageTable(next(self._counts.setdefault("table", count(1)))))
        elif self._tables:
            self._enter(self._tables[-1], tag, attributes)
        if _TELLING.search(tag):
            self._note(tag, self._where())
        for name, value in attributes.items():
            self._attribute(tag, name, value, attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        self._text()
        if not self._open:
            return
        tag, hid = self._open.pop()
        self._hidden -= hid
        self._verbatim -= tag in _AS_IT_STANDS
        if self._tables and tag in ("td", "th"):
            self._tables[-1].end_cell(tag)
        elif self._tables and tag == "table":
            self._tables.pop()
        self._break(tag)
        full = max(self._shown.length, self._unseen.length)
        if full > 2 * _WINDOW or (full > _WINDOW and self._gap == "\n"):
            self.flush()

    def data(self, text: str) -> None:
        """A piece of text."""
        self._held.append(text)
        self._size += len(text)
        if self._size > _WINDOW:
            self._text()
            if max(self._shown.length, self._unseen.length) > self._reading.limits.part:
                raise LimitExceeded("part", self._path)

    def comment(self, text: str) -> None:
        """A comment."""
        self._text()
        self._note(text, self._numbered("comment"))

    def pi(self, target: str, text: str | None = None) -> None:
        """A processing instruction."""
        self._text()
        self._note(f"{target} {text or ''}", self._numbered("instruction"))

    def look(self, piece: str) -> None:
        """Looks for what the parser tells nobody: document types wherever they stand, attributes of end tags."""
        for match in _UNTOLD.finditer(piece):
            self._note(match[1], "markup")

    def close(self) -> None:
        """The end of the page."""
        self._text()

    def flush(self) -> None:
        """Finishes the Texts."""
        self._text()
        for number, runs in enumerate((self._shown, self._unseen)):
            if runs.length:
                self._ready.append(runs.text(self._bases[number], heads=self._heads))
                self._bases[number] += runs.length
        self._shown, self._unseen = Runs(), Runs()

    def ready(self) -> Iterator[Part]:
        """The Texts that are finished, and what is embedded."""
        yield from self._ready
        self._ready.clear()

    def _text(self) -> None:
        """Takes the text since the last tag."""
        text = _without_ending("".join(self._held))
        self._held.clear()
        self._size = 0
        if self._hidden:
            self._say_unseen(text)
        elif text:
            self._say(text)

    def _say(self, text: str) -> None:
        if not self._verbatim:
            text = _BLANKS.sub(" ", text)
            if self._gap or self._last == " ":
                text = text.removeprefix(" ")
        if not text.strip() and (self._gap or not text):
            return
        table = self._tables[-1] if self._tables and self._tables[-1].column >= 0 else None
        if self._gap == "\n" and not table:
            self._paragraphs += 1
        between = self._gap if self._shown.length else ""
        column = self._column(table) if table else -1
        label = table.label() if table else ""
        label = "" if label == self._heads.get(column) else label
        self._shown.add(between + text, at=self._where(), label=label, column=column)
        if table:
            table.cell.append(text)
        self._gap, self._last, self._spoken = "", text[-1], text.strip() or self._spoken

    def _say_unseen(self, text: str) -> None:
        text = _IN_STYLE.sub(self._styled, text) if "base64" in text else text
        if text.strip():
            self._unseen.add((self._unseen_gap if self._unseen.length else "") + text, at=self._place)
            self._unseen_gap = ""

    def _where(self) -> str:
        if self._open and self._open[-1][0] == "title":
            return "title"
        if self._tables and self._tables[-1].column >= 0:
            return self._tables[-1].place()
        return f"paragraph={self._paragraphs}"

    def _column(self, table: PageTable) -> int:
        key = (table.column, table.above())
        if key not in table.numbers:
            table.numbers[key] = number = next(self._columns)
            if key[1]:
                self._heads[number] = key[1]
        return table.numbers[key]

    def _break(self, tag: str) -> None:
        """Before and after a block a line ends; what a cell begins with stays in the line of its row."""
        if _BLOCK.fullmatch(tag):
            self._unseen_gap = "\n"
            if self._gap != "\t" or tag in ("tr", "table"):
                self._gap = "\n"

    def _enter(self, table: PageTable, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "tr":
            table.begin_row()
        elif tag in ("td", "th"):
            table.begin_cell(attributes)
            self._gap = "\t" if table.column else "\n"

    def _attribute(self, tag: str, name: str, value: str, attributes: Mapping[str, str]) -> None:
        at = f"{self._where()};attribute={name[:_LONGEST_NAME]}"
        if _TELLING.search(name):
            self._note(name, at)
        address = _ADDRESS.match(value)
        if name == "srcdoc":
            self._embed("srcdoc", "html", as_page(value))
        elif address:
            self._note(address[0], at, name)
            self._unpack(address[1], value[address.end() :])
        else:
            value = _IN_STYLE.sub(self._styled, value) if "base64" in value else value
            plain = unquote(value) if "%" in value else value
            label = self._meant(tag, name, attributes)
            for text in dict.fromkeys((value, plain)):
                self._note(text, at, label)

    def _meant(self, tag: str, name: str, attributes: Mapping[str, str]) -> str:
        """The label of an attribute: its own name, or for a value what the element and the text before it say."""
        if name not in ("value", "content", "placeholder"):
            return name
        label = next((attributes[key] for key in _NAMES if key != name and attributes.get(key)), name)
        return f"{label} {self._spoken}" if tag == "input" and is_caption(self._spoken) else label

    def _note(self, text: str, at: str, label: str = "") -> None:
        text = _without_ending(text)
        if text.strip():
            self._unseen.add("\n" + text if self._unseen.length else text, at=at, label=label[:200])
            self._unseen_gap = "\n"

    def _styled(self, match: re.Match[str]) -> str:
        self._unpack(f"{match[1]};base64", match[2])
        return " "

    def _unpack(self, kind: str, content: str) -> None:
        """Takes what a ``data:`` address holds."""
        if kind.lower().endswith(";base64"):
            letters = re.sub(r"[^A-Za-z0-9+/]", "", unquote(content))
            # one letter too many is no byte
            data = base64.b64decode(letters[: len(letters) - (len(letters) % 4 == 1)] + "==")
        else:
            data = unquote_to_bytes(content)
        suffix = _SUFFIX.match(kind)
        if "font" in kind.lower():
            self._ready += strings(data, self._numbered("font"))
        else:
            kind = suffix[1].lower() if suffix else "plain"
            self._embed("data", "txt" if kind == "plain" else kind, data)

    def _embed(self, what: str, suffix: str, data: bytes) -> None:
        self._reading.produced(len(data), self._path)
        number = next(self._counts.setdefault(what, count(1)))
        self._ready.append(Blob(step(self._path, f"{what}-{number}.{suffix}"), lambda: BytesIO(data), len(data)))

    def _numbered(self, what: str) -> str:
        return f"{what}={next(self._counts.setdefault(what, count(1)))}"


def _without_ending(text: str) -> str:
    return _ENDING.sub("", text) if "\ue000" in text else text
