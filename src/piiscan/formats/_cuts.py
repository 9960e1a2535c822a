"""Cuts written back into a tree: each run is an element's text, tail or attribute."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeAlias
from urllib.parse import quote

from lxml import etree

from piiscan.errors import CannotRedact
from piiscan.formats._xml import local
from piiscan.model import Cut, Text

__all__ = ["Writer", "apply"]

Writer: TypeAlias = Callable[[etree._Element, str], None]
"""Writes the new text of a run into its element."""

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NUMBERS = frozenset({"numCache", "numLit"})
_LINK = "/:?#@!$&'()*+,;=~-._"


class _Stretch(NamedTuple):
    start: int
    end: int
    new: str


def apply(
    answers: Iterable[tuple[Text, Sequence[Cut]]],
    path: str,
    writers: Mapping[str, Writer] = MappingProxyType({}),
) -> None:
    """Changes the trees that the texts were read from.

    A run that stands in several texts, or twice in one (before and after a change), gets the cuts of all of them.

    Arguments:
        answers: each text with its cuts, sorted and not overlapping.
        path: the blob's, for the error.
        writers: for sources of other kinds than an element's text, tail, mark or attribute.

    Raises:
        CannotRedact: a replacement cannot be written as XML.
    """
    stretches: dict[tuple[int, str], list[_Stretch]] = {}
    found: dict[tuple[int, str], tuple[etree._Element, str, str]] = {}
    for part, cuts in answers:
        for cut in cuts:
            for run, stretch in _runs(part, cut):
                element, where = part.sources[run]
                key = (id(element), where)
                found[key] = (element, where, _content(part, run))
                stretches.setdefault(key, []).append(stretch)
    for key, (element, where, text) in found.items():
        try:
            new = _replaced(text, stretches[key])
            if where in writers:
                writers[where](element, new)
            else:
                _write(element, where, new)
        except ValueError:
            raise CannotRedact("a replacement holds a character that XML does not allow", path) from None


def _runs(part: Text, cut: Cut) -> Iterable[tuple[int, _Stretch]]:
    """What a cut takes from each run; its replacement goes into the first that holds text."""
    new = cut.replacement
    for run in range(part.run(cut.span.start), len(part.starts)):
        start = part.starts[run]
        if start >= cut.span.end:
            return
        low, high = max(cut.span.start, start) - start, min(cut.span.end - start, len(_content(part, run)))
        if part.sources[run] is not None and high > low:
            is_mark = part.sources[run][1] == "mark"
            yield run, _Stretch(low, high, "" if is_mark else new)
            new = new if is_mark else ""


def _content(part: Text, run: int) -> str:
    end = part.starts[run + 1] if run + 1 < len(part.starts) else len(part.text)
    return part.text[part.starts[run] : end]


def _replaced(text: str, stretches: list[_Stretch]) -> str:
    pieces: list[str] = []
    position = 0
    for start, end, new in sorted(stretches, key=lambda stretch: (stretch.start, -stretch.end)):
        if start >= position:
            pieces += [text[position:start], new]
        position = max(position, end)
    return "".join([*pieces, text[position:]])


def _write(element: etree._Element, where: str, text: str) -> None:
    if where == "mark":
        parent = element.getparent()
        if not text and parent is not None:
            element.tail, tail = None, element.tail
            before = element.getprevious()
            parent.remove(element)
            _add_tail(parent, before, tail)
    elif where == "tail":
        element.tail = text or None
    elif where == "text":
        _write_text(element, text)
    else:
        _write_attribute(element, where[1:], text)


def _add_tail(parent: etree._Element, before: etree._Element | None, tail: str | None) -> None:
    """Characters after a removed element stay where they are."""
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail


def _write_text(element: etree._Element, text: str) -> None:
    tag, cache = local(element), next(element.iterancestors(*(f"{{*}}{name}" for name in _NUMBERS)), None)
    if tag == "f" and "chart" in str(element.tag):
        text = "#REF!"  # the cells that it names have another name now
    element.text = "0" if tag == "v" and cache is not None else text or None
    if tag == "t" and text != text.strip() and "wordprocessingml" in str(element.tag):
        element.set(_SPACE, "preserve")


def _write_attribute(element: etree._Element, name: str, text: str) -> None:
    """An attribute of which the form is fixed gets a value of that form."""
    tag, short = local(element), name.rpartition("}")[2]
    parent = element.getparent()
    if tag == "listItem":  # two choices of a list may not look the same
        if parent is not None:
            parent.remove(element)
        return
    if tag == "Relationship":
        text = quote(text, safe=_LINK)
    elif (tag, short) == ("sheet", "name"):
        text = re.sub(r"[\[\]:*?/\\']", "", text)[:31]
    elif short == "formatCode":
        text = "General"
    elif (tag, short) in (("bookmarkStart", "name"), ("hyperlink", "anchor")):
        text = "_" + re.sub(r"\W", "_", text)[:39]
    element.set(name, text)
