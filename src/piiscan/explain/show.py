"""An explanation for people at a terminal: each place, what it was taken for, and what added up to that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import TYPE_CHECKING, Any, TextIO

from piiscan.explain.words import Language, number, percent
from piiscan.report.visible import visible

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

__all__ = ["write"]

_WIDEST = 110
_MOST = 6
"""Readings of a place that never were candidates and are told one by one."""
_COLORS = {"reported": "green", "redaction": "yellow", "dropped": "red"}
_MARKS = {"reported": "●", "redaction": "◐", "dropped": "○"}
_VERDICTS = {
    "reported": ("gemeld", "reported"),
    "redaction": ("alleen weggelakt in een kopie", "only cut from a redacted copy"),
    "dropped": ("niet gemeld", "not reported"),
}
_KINDS = {
    "number": ("nummer", "number"),
    "address": ("woord met een @", "word with an @"),
    "code": ("code", "code"),
    "date": ("datum", "date"),
    "value": ("tekst", "text"),
}
_WHERE = ("regel {line}, teken {character}", "line {line}, character {character}")
_MORE = ("en nog {count}: {names}", "and {count} more: {names}")
_NOTHING = (
    "Niets in deze tekst lijkt op een gegeven waarnaar wordt gezocht: geen nummer van vijf cijfers of meer, geen @, "
    "geen kenteken, geen datum.",
    "Nothing in this text looks like anything that is looked for: no number of five digits or more, no @, no number "
    "plate, no date.",
)
_OMITTED = (
    "En nog {count} plekken; --entities of een kleiner stuk toont ze.",
    "And {count} places more; use --entities.",
)
_PROBLEM = ("Niet gelezen: {what}", "Not read: {what}")
_LEGEND = (
    "Elke regel telt een stukje bewijs op (log-odds); daarachter de kans tot en met die regel.",
    "Each line adds a piece of evidence (log-odds); next to it the probability up to that line.",
)
_PLACES = (("plek", "plekken"), ("place", "places"))


def write(records: Iterable[dict[str, Any]], out: TextIO, lang: Language, *, width: int | None = None) -> None:
    """Writes an explanation; colours where ``out`` is a terminal and NO_COLOR is not set.

    Arguments:
        records: places, problems and what was left out, as `piiscan.explain` gives them.
        out: a text stream.
        lang: ``"nl"`` or ``"en"``.
        width: columns; those of the terminal, and at most 110, where none are given.
    """
    from rich.console import Console

    # not straight to out, because Rich ends the process when a reader of it has gone away
    page = StringIO()
    console = Console(file=page, width=width, force_terminal=out.isatty(), highlight=False, markup=False, emoji=False)
    console.width = min(console.width, _WIDEST)
    counts: Counter[str] = Counter()
    for record in records:
        counts[record.get("verdict", record["type"])] += 1
        for line in _lines(record, lang):
            console.print(line)
    for line in _sum(counts, lang):
        console.print(line)
    out.write(page.getvalue())


def _lines(record: dict[str, Any], lang: Language) -> Iterator[RenderableType]:
    from rich.text import Text

    if record["type"] == "problem":
        what = ", ".join(filter(None, (record["status"], record["reason"], record["at"])))
        yield Text(_PROBLEM[lang == "en"].format(what=visible(what)), "yellow")
        yield ""
        return
    if record["type"] == "omitted":
        yield Text(_OMITTED[lang == "en"].format(count=record["count"]), "yellow")
        yield ""
        return
    yield _head(record, lang)
    told = [reading for reading in record["readings"] if reading["score"] is not None]
    for reading in told:
        yield from _reading(reading, lang)
    rest = [reading for reading in record["readings"] if reading["score"] is None]
    if record["why"]:
        yield _grid([(_mark("dropped"), Text(record["why"]))], 2)
    if rest:
        yield _rest(rest, lang, after=bool(told))
    yield ""


def _head(record: dict[str, Any], lang: Language) -> Text:
    from rich.text import Text

    where = _WHERE[lang == "en"].format_map(record) if "line" in record else visible(record["at"])
    shown = visible(record.get("value", record["preview"]))
    head = Text(overflow="fold")
    head.append(shown, "bold")
    head.append(f"  {_KINDS[record['kind']][lang == 'en']}, {where}" if where else "", "dim")
    return head


def _reading(reading: dict[str, Any], lang: Language) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    verdict = reading["verdict"]
    title = Text(reading["entity"], f"bold {_COLORS[verdict]}")
    title.append(f", {reading['category']}: ", "default not bold")
    title.append(f"{_VERDICTS[verdict][lang == 'en']}, {percent(reading['score'], lang)}", _COLORS[verdict])
    yield _grid([(_mark(verdict), title)], 2)
    if reading["why"]:
        yield Padding(Text(reading["why"]), (0, 0, 0, 4))
    rows = []
    for addend in reading["evidence"]:
        weight, share = addend["weight"], addend["probability"]
        color = "green" if weight > 0 else "red" if weight < 0 else "dim"
        shown = number(weight, lang, 1, sign=True) if weight else "0"
        rows.append((Text(shown, color), Text(percent(share, lang), "dim"), Text(addend["words"])))
    yield _grid(rows, 6)


def _rest(readings: list[dict[str, Any]], lang: Language, after: bool) -> RenderableType:
    """What never became a candidate, a line each; after a candidate, fewer of them."""
    from rich.text import Text

    most = _MOST // 2 if after else _MOST
    rows = [(_mark("dropped"), Text(reading["entity"], "red"), Text(reading["why"])) for reading in readings[:most]]
    if more := readings[most:]:
        names = ", ".join(reading["entity"] for reading in more)
        rows.append((Text(""), Text("…"), Text(_MORE[lang == "en"].format(count=len(more), names=names), "dim")))
    return _grid(rows, 2)


def _sum(counts: Counter[str], lang: Language) -> Iterator[RenderableType]:
    from rich.text import Text

    en = lang == "en"
    total = sum(counts[verdict] for verdict in _VERDICTS)
    if not total:
        yield Text(_NOTHING[en])
        return
    told = ", ".join(f"{counts[v]} {_VERDICTS[v][en]}" for v in _VERDICTS if counts[v])
    yield Text(f"{total} {_PLACES[en][total > 1]}: {told}.", "bold")
    yield Text(_LEGEND[en], "dim")


def _mark(verdict: str) -> Text:
    from rich.text import Text

    return Text(_MARKS[verdict], _COLORS[verdict])


def _grid(rows: Iterable[tuple[Text, ...]], indent: int) -> RenderableType:
    """Columns side by side, of which the last wraps."""
    from rich.padding import Padding
    from rich.table import Table

    rows = list(rows)
    grid = Table.grid(padding=(0, 2, 0, 0) if len(rows[0]) > 2 else (0, 1, 0, 0))
    numeric = len(rows[0]) == 3 and indent > 2
    for column in range(len(rows[0])):
        last = column == len(rows[0]) - 1
        grid.add_column(justify="right" if numeric and not last else "left", no_wrap=not last, overflow="fold")
    for row in rows:
        grid.add_row(*row)
    return Padding(grid, (0, 0, 0, indent))
