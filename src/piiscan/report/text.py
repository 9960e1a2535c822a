"""For people at a terminal: the findings of each file, the privacy statement, and what was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from piiscan.categories import CATEGORIES
from piiscan.model import Status
from piiscan.report.record import Item, Options, Tally, records
from piiscan.report.visible import visible

SUFFIX = ".txt"

_COLORS = {"high": "31", "medium": "33", "low": "36", "bold": "1", "dim": "2", "good": "32"}
_PATHS = 20
"""Files named per way of not being read."""
_WIDE = 40
"""Characters of a place or a preview."""


def write(items: Iterable[Item], out: TextIO, options: Options) -> None:
    """Writes the findings of each file as soon as it is done, then what they add up to."""
    paint = _Paint(options.color)
    tally, unread, last = Tally(), dict[tuple[str, str], list[str]](), ""
    for record in records(items, options, tally):
        if record["type"] == "finding":
            if record["path"] != last:
                out.write(("\n" if last else "") + paint("bold", visible(record["path"])) + "\n")
            last = record["path"]
            out.write(_finding(record, paint))
        elif record["type"] == "file" and not record["member"] and record["status"] != Status.OK:
            paths = unread.setdefault((record["status"], record["reason"] or ""), [])
            paths += [record["path"]] * (len(paths) < _PATHS)
    out.writelines(
        line + "\n"
        for line in [*[""] * bool(last), *_statement(tally, paint), *_coverage(tally, unread, paint, options)]
    )


def _finding(record: dict[str, Any], paint: _Paint) -> str:
    shown = record["value"] if "value" in record else record["preview"]
    cells = [
        f"{_short(record['at'] or '-'):<24}",
        f"{_short(record['entity']):<22}",
        f"{_short(shown or '-'):<24}",
        f"{record['score']:6.1%}",
        paint(record["severity"], f"{record['severity']:<6}"),
        visible(record["category"]),
    ]
    return "  " + "  ".join(cells) + "\n"


def _statement(tally: Tally, paint: _Paint) -> Iterator[str]:
    yield paint("bold", f"{'Category of the privacy statement':<46}{'findings':>10}{'files':>8}  severity")
    for category in (*CATEGORIES, *sorted(set(tally.categories) - set(CATEGORIES))):
        if count := tally.categories[category]:
            worst = tally.worst[category]
            more = f"  and {tally.more[category]} more, only counted" if tally.more[category] else ""
            yield f"{visible(category):<46}{count:>10}{tally.spread[category]:>8}  {paint(worst, worst)}{more}"
    if not tally.findings:
        yield "nothing found"


def _coverage(tally: Tally, unread: dict[tuple[str, str], list[str]], paint: _Paint, options: Options) -> Iterator[str]:
    yield ""
    yield paint("bold", "Coverage")
    yield f"{'files walked':<20}{tally.files:>10}   with {tally.members} more inside them"
    yield f"{'read whole':<20}{tally.statuses[Status.OK]:>10}"
    for (status, reason), count in sorted(tally.reasons.items(), key=lambda entry: (-entry[1], entry[0])):
        yield paint("medium", f"{status:<20}{count:>10}   {visible(reason)}")
        paths = unread.get((status, reason), [])
        yield from (f"    {visible(path)}" for path in paths)
        if count > len(paths):
            yield f"    and {count - len(paths)} more; --format jsonl names them all"
    if options.unsought:
        yield paint("medium", f"Not looked for, so their absence means nothing: {', '.join(options.unsought)}.")
    if not tally.files:
        yield paint("high", "There was no file to read.")
    elif tally.complete:
        yield paint("good", "Every file was read whole.")
    else:
        yield paint(
            "high",
            f"Not everything was read: {tally.unread} of {tally.files} files may hold more than this report says.",
        )


def _short(text: str) -> str:
    text = visible(text)
    return text if len(text) <= _WIDE else "…" + text[1 - _WIDE :]


class _Paint:
    """Wraps text in a colour of the terminal, or leaves it as it is."""

    def __init__(self, color: bool) -> None:
        self._color = color

    def __call__(self, style: str, text: str) -> str:
        return f"\x1b[{_COLORS[style]}m{text}\x1b[0m" if self._color else text
