"""What a number, address, code or date might have been that nothing took it for, and what was wanting.

The engine itself answers: a second detector has recognisers that pass every check and need no label, so that what only
this one finds failed on the check or for want of a label. What it finds in the number by itself, but not in the text,
was stopped by the characters that touch it.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from piiscan.config import Config
from piiscan.detect.forms import joined
from piiscan.detect.normalise import normalise
from piiscan.detect.patterns import PatternDetector
from piiscan.explain.place import Reading, span_of
from piiscan.explain.tokens import Token
from piiscan.model import Match, Span, Text
from piiscan.recognizer import Digits, Recognizer

__all__ = ["Missed", "word"]

_LIFT = 40.0
"""Log-odds that lift any form over every limit."""
_INNER = re.compile(r"[0-9](?:[ .\-/]?[0-9]){4,}")
_GAP = "\n\n\n"
"""Stands between what is looked at by itself; no form reaches over it."""
_SIGNS = {".": "dot", ",": "comma", "-": "dash", "/": "slash", "_": "underscore", "@": "at", "%": "percent"}


class Missed:
    """Looks for what tokens might have been, had one thing been otherwise.

    Arguments:
        recognizers: by entity.
        config: which entities are asked for.
    """

    def __init__(self, recognizers: Mapping[str, Sequence[Recognizer]], config: Config) -> None:
        self._config = config
        self._recognizers = {
            e: own for e, own in recognizers.items() if config.entities is None or e in config.entities
        }
        loose = [_loosened(one) for group in recognizers.values() for one in group]
        self._detector = PatternDetector(loose, config.entities)

    def forms(self, part: Text, told: Sequence[Token]) -> tuple[Forms, Forms]:
        """Every written form in a text, valid or not; and those in its tokens without what touches them."""
        return Forms(list(self._detector.detect(part, 0.0))), Forms(list(self._alone(part.text, told)))

    def readings(self, token: Token, forms: tuple[Forms, Forms], part: Text, known: set[str]) -> list[Reading]:
        """What a token might have been; spans count from the start of the logical part.

        Arguments:
            token: in offsets of the text.
            forms: of the same text.
            part: the text.
            known: entities that have been told about it already.
        """
        found: dict[str, Reading] = {}
        for match in (match for source in forms for match in source.over(token.span)):
            if match.entity not in known:
                found.setdefault(match.entity, self._failed(match, part))
        for reading in self._nearly(token, part) if token.kind == "number" else ():
            if reading.entity not in known:
                found.setdefault(reading.entity, reading)
        return self._nearest(found.values(), token, part.base)

    def _alone(self, text: str, told: Sequence[Token]) -> Iterator[Match]:
        """The written forms in tokens, and in the numbers inside them, each looked at by itself; without evidence."""
        found = ((token.start, piece) for token in told for piece in _pieces(text[slice(*token.span)]))
        spans = list(dict.fromkeys(Span(base + start, base + end) for base, (start, end) in found))
        pieces = [text[slice(*span)] for span in spans]
        starts = list(itertools.accumulate((len(piece) + len(_GAP) for piece in pieces), initial=0))
        for match in self._detector.detect(Text(_GAP.join(pieces)), 0.0):
            first, last = span_of(match)
            number = bisect_right(starts, first) - 1
            offset = spans[number].start - starts[number]
            if last <= starts[number] + len(pieces[number]):
                yield replace(match, spot=Span(first + offset, last + offset), evidence=())

    def _failed(self, match: Match, part: Text) -> Reading:
        """Which condition a written form does not keep."""
        span = span_of(match)
        value = part.text[slice(*span)]
        reading = self._reading(match.entity, span, part)
        own = self._recognizers[match.entity]
        written = joined(normalise(value).text)
        passing = [recognizer for recognizer in own if recognizer.check(written)]
        if not passing:
            return replace(reading, reason="check", about=(own[0].check_name,) if own[0].check_name else ())
        touching = _touching(part.text, span)
        if not match.evidence and any(touching):
            return replace(reading, reason="borders", about=touching)
        others = [what for what, weight in match.evidence if what.startswith("other label: ") and weight < 0]
        about = (others[0].partition(": ")[2],) if others else ()
        return replace(reading, reason="other label" if others else "label", about=about, label=word(passing[0]))

    def _nearly(self, token: Token, part: Text) -> Iterator[Reading]:
        """Numbers with a check that this one would be with one digit more or less."""
        text = part.text[slice(*token.span)]
        count = sum(character.isdigit() for character in text)
        if not set(text) <= set("0123456789 .-/"):
            return
        for entity, recognizers in self._recognizers.items():
            forms = [form for one in recognizers if one.check_name for form in one.forms if isinstance(form, Digits)]
            lengths = sorted({length for form in forms for length in form.lengths})
            if any(abs(count - length) == 1 for length in lengths) and count not in lengths:
                about = (str(count), *_ranges(lengths))
                yield replace(self._reading(entity, token.span, part), reason="length", about=about)

    def _nearest(self, readings: Iterable[Reading], token: Token, base: int) -> list[Reading]:
        """Without what only a piece of the token might have been, where all of it was nearly something with a check."""
        found = list(readings)
        size = token.end - token.start
        whole = [one for one in found if one.span.end - one.span.start >= 0.9 * size]
        sure = any(one.reason == "check" and one.about for one in whole)
        return whole if sure else found

    def _reading(self, entity: str, span: Span, part: Text) -> Reading:
        return Reading(
            entity=entity,
            category=self._config.category(entity),
            span=Span(span.start + part.base, span.end + part.base),
            value=part.text[slice(*span)],
            verdict="dropped",
            threshold=self._config.threshold(entity),
        )


class Forms:
    """Matches of a text, to be asked for by their place."""

    def __init__(self, matches: Sequence[Match]) -> None:
        self._matches = sorted(matches, key=span_of)
        self._starts = [span_of(match).start for match in self._matches]
        self._longest = max((span_of(match).end - span_of(match).start for match in self._matches), default=0)

    def over(self, span: Span) -> list[Match]:
        """Those that overlap a span, the longest first."""
        first = bisect_left(self._starts, span.start - self._longest)
        last = bisect_left(self._starts, span.end)
        found = [match for match in self._matches[first:last] if span_of(match).overlaps(span)]
        return sorted(found, key=lambda match: (span_of(match).start - span_of(match).end, match.entity))


def word(recognizer: Recognizer) -> str:
    """A context word that a reader knows: the first that is no abbreviation in pieces."""
    return next((word for word in recognizer.context if len(word) > 2 and " " not in word and "." not in word), "")


def _loosened(recognizer: Recognizer) -> Recognizer:
    """A recogniser to which every written form is good enough."""
    forms = tuple(
        replace(form, checksum=None, first="0123456789") if isinstance(form, Digits) else form
        for form in recognizer.forms
    )
    return replace(
        recognizer, forms=forms, check=bool, prior=_LIFT, check_weight=0.0, adjust=None, adjust_limit=0.0, derived=(),
        label_required=False, whole_cell=False,
    )  # fmt: skip


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    yield 0, len(text)
    yield from (match.span() for match in _INNER.finditer(text))


def _ranges(numbers: Sequence[int]) -> list[str]:
    """Numbers in order, those of a row as ``"12-19"``."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return [part for row in found for part in (map(str, row) if len(row) < 3 else (f"{row[0]}-{row[-1]}",))]


def _touching(text: str, span: Span) -> tuple[str, str]:
    """What kinds of characters stand before and behind a span; empty for blanks and the ends of the text."""
    return _sort(text[span.start - 1] if span.start else " "), _sort(text[span.end] if span.end < len(text) else " ")


def _sort(character: str) -> str:
    if character.isspace():
        return ""
    if character.isdigit() or character.isalpha():
        return "digit" if character.isdigit() else "letter"
    return _SIGNS.get(character, "sign")
