"""Keeps personal data out of logs: a filter that redacts a record before a handler sees it."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, TypeAlias

from piiscan.categories import kind
from piiscan.config import Config
from piiscan.detect.known import KnownValues, distinctive
from piiscan.model import Match, Span, Text
from piiscan.scan import Scanner
from piiscan.styles import replacement

__all__ = ["RedactingFilter"]

_Clean: TypeAlias = Callable[[str, str], str]
"""Takes a text and the caption it stands under; gives the text to show instead."""

_OF_THE_CODE = frozenset(
    {
        "asctime", "created", "filename", "funcName", "levelname", "levelno", "lineno", "module", "msecs", "pathname",
        "process", "relativeCreated", "thread",
    }
)  # fmt: skip
"""Fields that say where and when, and hold nothing that was logged."""
_NAMES = ("name", "processName", "taskName", "threadName")
"""Fields that name the same few things over and over."""
_WITHOUT_CAPTION = frozenset({*_NAMES, "args", "exc_info", "exc_text", "message", "stack_info"})
"""Fields of which the name says nothing about what stands in them."""
_WITHHELD: dict[str, Any] = {
    **dict.fromkeys(("args", "exc_info", "exc_text", "stack_info")),
    **dict.fromkeys(_NAMES, ""),
    "msg": "[log record withheld: it could not be redacted]",
}
_MOST_NAMES = 4096


class RedactingFilter(logging.Filter):
    """Redacts log records; stands on a handler, or on a logger for what is logged with that logger itself.

    The message, the traceback, the stack and every extra field are searched, each field under its name; a value that is
    found in one of them is cut from all. Template and arguments of a message are kept where, redacted one by one, they
    still give the redacted message; else the message is stored whole. An object that is no text, number or container
    is judged by what it prints. A live exception holds local variables, so only its text stays (``exc_text``), as
    `logging.handlers.QueueHandler` does it.

    It fails closed: a record that cannot be redacted goes on as one line that says so, and the caller never sees an
    error. A record in which nothing is found costs one search of each of its texts.

    Every handler that is to be safe needs the filter: a handler before it in line has seen the record already.

    >>> import sys
    >>> log, handler = logging.getLogger("voorbeeld"), logging.StreamHandler(sys.stdout)
    >>> handler.addFilter(RedactingFilter())
    >>> log.addHandler(handler)
    >>> log.warning("aangemeld: %s (BSN %d), poging %d", "jan@voorbeeld.nl", 123456782, 3)
    aangemeld: [E-MAIL] (BSN [BSN]), poging 3
    >>> log.removeHandler(handler)

    In the dictionary of `logging.config.dictConfig`: ``"filters": {"avg": {"()": "piiscan.logs.RedactingFilter"}}``.

    Arguments:
        config: what to look for, and the threshold (that of redaction); the ``fast`` profile where none is given.
        style: what stands instead of a value: ``label``, ``mask`` or ``block``.

    Raises:
        ConfigError: the configuration cannot be used, or no style has this name.
    """

    def __init__(self, config: Config | None = None, style: str = "label") -> None:
        super().__init__()
        replacement(style, "VALUE", "")
        self._config = config or Config.fast()
        self._scanner = Scanner(self._config)
        self._style = style
        self._clean_names: frozenset[str] = frozenset()

    def filter(self, record: logging.LogRecord) -> bool:
        """Redacts a record where it stands; always true."""
        redacted = _WITHHELD
        # Whatever fails in here, be it the ``__str__`` of an argument: the record must not pass as it is, and the
        # caller only wanted to log.
        with suppress(Exception):
            redacted = self._redacted(record)
        fields = vars(record)
        for name in fields.keys() - _OF_THE_CODE:
            del fields[name]
        fields.update(redacted)
        return True

    def _redacted(self, record: logging.LogRecord) -> dict[str, Any]:
        """All fields of a record, but for those of the code, without personal data."""
        message = record.getMessage()
        fields = {name: value for name, value in vars(record).items() if name not in _OF_THE_CODE | {"msg", "args"}}
        if record.exc_info and not record.exc_text:
            fields["exc_text"] = logging.Formatter().formatException(record.exc_info)
        fields["exc_info"] = None
        known = self._noted(message, fields, record.args)
        if not known:
            return {**fields, "msg": record.msg, "args": record.args}
        cut = partial(self._cut, KnownValues({value: known[value] for value in known if distinctive(value)}))
        msg, args = _message(record, cut(message, ""), cut)
        clean = {
            name if name in _WITHOUT_CAPTION else cut(name, ""): _inside(value, _caption(name), cut)
            for name, value in fields.items()
        }
        return {**clean, "msg": msg, "args": args}

    def _noted(self, message: str, fields: Mapping[str, Any], args: Any) -> dict[str, str]:
        """Every value in a record, and its entity. The names of fields, loggers and threads are searched once."""
        known: dict[str, str] = {}
        note = partial(self._note, known)
        names = {*(fields.keys() - _WITHOUT_CAPTION), *(str(fields.get(name) or "") for name in _NAMES)}
        for name in names - self._clean_names:
            note(name, "")
        if not known and len(self._clean_names) < _MOST_NAMES:
            self._clean_names |= names
        note(message, "")
        for name, value in (*fields.items(), ("args", args if isinstance(args, Mapping) else None)):
            if name not in _NAMES:
                _inside(value, _caption(name), note)
        return known

    def _note(self, known: dict[str, str], text: str, label: str) -> str:
        """Writes down what is found in a text, and leaves it as it is."""
        known.update((text[slice(*span)], entity) for span, entity in self._matches(text, label))
        return text

    def _cut(self, known: KnownValues, text: str, label: str) -> str:
        """A text with everything replaced that is found in it or known."""
        spans = [*self._matches(text, label), *known.find(text)]
        pieces, position = [], 0
        for span, entity in sorted(spans, key=lambda item: (item[0].start, -item[0].end)):
            if span.end > position:
                start = max(span.start, position)
                pieces += [text[position:start], replacement(self._style, entity, text[start : span.end])]
                position = span.end
        return "".join([*pieces, text[position:]]) if spans else text

    def _matches(self, text: str, label: str) -> list[tuple[Span, str]]:
        part = Text(text, labels=(label,) if label else ())
        found = self._scanner.matches(part, redact=True)
        return [(match.spot, match.entity) for match in found if isinstance(match.spot, Span) and self._is_cut(match)]

    def _is_cut(self, match: Match) -> bool:
        return kind(match.entity) == "value" or match.entity in (self._config.entities or ())


def _caption(name: str) -> str:
    return "" if name in _WITHOUT_CAPTION else name


def _inside(value: Any, caption: str, clean: _Clean, around: tuple[int, ...] = ()) -> Any:
    """A value with every text in it cleaned, a key being the caption of what stands under it; the same if all stay."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return clean(value, caption)
    if id(value) in around:
        return "[...]"
    around = (*around, id(value))
    if isinstance(value, Mapping):
        pairs = [
            (key, _inside(key, "", clean, around), _inside(held, str(key), clean, around))
            for key, held in value.items()
        ]
        return (
            value if all(new is key and held is value[key] for key, new, held in pairs) else {k: v for _, k, v in pairs}
        )
    if type(value) in (list, tuple, set, frozenset):
        items = [_inside(item, caption, clean, around) for item in value]
        return value if all(new is old for new, old in zip(items, value, strict=True)) else type(value)(items)
    printed = str(value)
    cleaned = clean(printed, caption)
    return value if cleaned == printed else cleaned


def _message(record: logging.LogRecord, message: str, clean: _Clean) -> tuple[Any, Any]:
    """A template and arguments that give a redacted message; the message itself where the redacted ones do not."""
    probe = copy.copy(record)
    for msg, args in ((_inside(record.msg, "", clean), _inside(record.args, "", clean)), (message, None)):
        probe.msg, probe.args = msg, args
        with suppress(TypeError, ValueError, LookupError):
            if probe.getMessage() == message:
                return msg, args
    raise ValueError
