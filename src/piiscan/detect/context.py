"""What stands around a candidate, in log-odds: its label, the labels of others, words nearby.

The words come from the recognisers; one linear pass over a text finds them all. The label of a candidate is the caption
of its run (a column head, a JSON key), else the nearest word before it on its line or at the end of the line above. A
label of one recogniser counts against all others: of "bsn" and "kvk", the nearest wins.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import re2

from piiscan.detect.normalise import normalise
from piiscan.errors import ConfigError
from piiscan.model import Evidence, Span
from piiscan.recognizer import Recognizer

__all__ = ["Hit", "Lexicon", "Surroundings", "latin1"]

_NEAR = 60
"""Code points between a label and its value, at most."""
_WEAK = ((100, 2.0), (300, 1.0))
"""How much a word adds that is no label, within so many code points."""

FOREIGN = (
    "aanvraagnummer", "artikel", "artikelnr", "artikelnummer", "bestelling", "bestelnr", "bestelnummer", "bon", "bonnr",
    "case", "casenummer", "chassisnummer", "contractnr", "contractnummer", "debiteurnr", "dossier", "dossiernr",
    "dossiernummer", "ean", "factuur", "factuurnr", "factuurnummer", "gtin", "imei", "invoice", "isbn", "kenmerk",
    "lotnummer", "meldnummer", "meldingsnummer", "meterstand", "nota", "notanr", "notanummer", "offerte",
    "offertenummer", "onderdeelnr", "onderdeelnummer", "ons kenmerk", "order", "orderid", "ordernr", "ordernummer",
    "polis", "polisnr", "polisnummer", "projectnr", "projectnummer", "referentie", "registratienr",
    "registratienummer", "serienr", "serienummer", "ticket", "ticketnummer", "track trace", "trackingnummer",
    "transactie", "transactienummer", "uw kenmerk", "versie", "volgnummer", "zaak", "zaaknr", "zaaknummer",
    "zendingnummer",
)  # fmt: skip
"""Labels of numbers that are nobody's: they count against every recogniser that does not claim the word itself."""


def latin1(pattern: str, *, ignore_case: bool = False, longest: bool = False) -> Any:
    """An RE2 pattern over one-byte text.

    Raises:
        ConfigError: RE2 does not take the pattern: it is not linear, or too large.
    """
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.case_sensitive = not ignore_case
    options.longest_match = longest
    options.log_errors = False
    options.max_mem = 64 << 20
    try:
        return re2.compile(pattern.encode("latin-1"), options)
    except (re2.error, UnicodeEncodeError):
        raise ConfigError("a pattern is not linear, too large, or holds letters beyond Latin-1") from None


class Hit(NamedTuple):
    """A word of the lexicon in a text: where, and which."""

    start: int
    end: int
    term: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A text and the hits of the lexicon in it, ascending."""

    text: str
    hits: Sequence[Hit]
    ends: Sequence[int]


class Lexicon:
    """All context words of a set of recognisers.

    Arguments:
        recognizers: whose words.
    """

    def __init__(self, recognizers: Sequence[Recognizer]) -> None:
        spellings = {_key(word): word for word in FOREIGN}
        self._foreign = frozenset(spellings)
        self._owners: dict[str, set[str]] = {key: set() for key in spellings}
        self._against: dict[str, set[str]] = {}
        for recognizer in recognizers:
            for words, table in ((recognizer.context, self._owners), (recognizer.negative_context, self._against)):
                for word in words:
                    spellings[word] = word
                    table.setdefault(_key(word), set()).add(recognizer.entity)
        self._pattern = latin1(
            "|".join(sorted(set(map(_expression, spellings.values())))), ignore_case=True, longest=True
        )
        self.of_label = lru_cache(maxsize=4096)(self._of_label)

    def read(self, text: str, data: bytes) -> Surroundings:
        """Finds every context word of a normalised text."""
        hits = []
        for match in self._pattern.finditer(data):
            start, end = match.span()
            if _is_word(text, start, end):
                hits.append(Hit(start, end, _key(text[start:end])))
        return Surroundings(text, hits, [hit.end for hit in hits])

    def owners(self, around: Surroundings) -> frozenset[str]:
        """The entities of which some word stands in a text."""
        terms = {hit.term for hit in around.hits}
        return frozenset(entity for term in terms for entity in self._owners.get(term, ()))

    def owners_of(self, label: str) -> frozenset[str]:
        """The entities that a caption is a label of."""
        return frozenset(self._owners.get(self.of_label(label), ()))

    def weigh(
        self, recognizer: Recognizer, around: Surroundings, span: Span, label: str = "", since: int = 0
    ) -> list[Evidence]:
        """The evidence that the surroundings of a candidate give for or against a recogniser.

        Arguments:
            recognizer: whose candidate it is.
            around: the text and its words.
            span: the candidate, in code points of the normalised text.
            label: the caption of its run.
            since: where words begin to count as its label: in a table with a head, its cell.
        """
        start, end = span
        caption = self.of_label(label) if label else ""
        if caption:
            return self._judge(recognizer, caption, 1.0)
        for hit, share in self._before(around, start, since):
            found = self._judge(recognizer, hit.term, share)
            if found:
                return found if found[0].weight > 0 else [*found, *self._weak(recognizer, around, start, end)]
        after = self._after(around, end)
        if after:
            found = self._judge(recognizer, after.term, 0.6)
            if found and found[0].weight > 0:
                return found
        return self._weak(recognizer, around, start, end)

    def _of_label(self, label: str) -> str:
        normal = normalise(label)
        hits = self.read(normal.text, normal.data).hits
        return hits[-1].term if hits else ""

    def _judge(self, recognizer: Recognizer, term: str, share: float) -> list[Evidence]:
        owners = self._owners.get(term, set())
        against = self._against.get(term, set())
        if recognizer.entity in owners:
            return [Evidence(f"label: {term}", recognizer.label_weight * share)]
        if recognizer.negative_weight and (owners or recognizer.entity in against or term in self._foreign):
            return [Evidence(f"other label: {term}", recognizer.negative_weight * share)]
        return []

    def _before(self, around: Surroundings, start: int, since: int) -> Iterator[tuple[Hit, float]]:
        """The words that may be the label of a value, nearest first, and how much each then counts."""
        for index in range(bisect_left(around.ends, start + 1) - 1, -1, -1):
            hit = around.hits[index]
            gap = around.text[hit.end : start]
            if hit.start < since or len(gap) > _NEAR or not _joins(gap):
                return
            share = 1.0 if len(gap) <= 30 else 0.7
            yield hit, share * (0.5 if _OTHER_VALUE.search(gap) else 1.0)

    def _after(self, around: Surroundings, end: int) -> Hit | None:
        index = bisect_left(around.hits, (end, 0, ""))
        if index < len(around.hits):
            hit = around.hits[index]
            if re.fullmatch(r" ?[(\[] ?", around.text[end : hit.start]):
                return hit
        return None

    def _weak(self, recognizer: Recognizer, around: Surroundings, start: int, end: int) -> list[Evidence]:
        if recognizer.label_required:
            return []
        reach = _WEAK[-1][0]
        first = bisect_left(around.ends, start - reach)
        best: Evidence | None = None
        for hit in around.hits[first:]:
            if hit.start > end + reach:
                break
            if recognizer.entity not in self._owners.get(hit.term, ()):
                continue
            distance = max(start - hit.end, hit.start - end)
            weight = next((weight for limit, weight in _WEAK if distance <= limit), 0.0)
            if weight and (best is None or weight > best.weight):
                best = Evidence(f"context: {hit.term}", weight)
        return [best] if best else []


_OTHER_VALUE = re.compile(r"\d{3}")
_END_OF_SENTENCE = re.compile(r"[.!?;]\s+\w{3}|\n\s*\S.*\n|\n\s*\n", re.DOTALL)


def _joins(gap: str) -> bool:
    """Whether the stretch between a label and a value still belongs to both."""
    if "\n" not in gap and "\r" not in gap:
        return not _END_OF_SENTENCE.search(gap)
    # a label on the line above, with nothing but blanks and punctuation between
    return gap.strip(" \t\r\n:.-=_|") == "" and gap.count("\n") <= 2


def _key(word: str) -> str:
    """What all spellings of a word share: its letters and digits."""
    return "".join(filter(str.isalnum, word.lower()))


def _expression(term: str) -> str:
    pieces = [re.escape(piece) for piece in re.split(r"[ .\-_]+", term) if piece]
    return r"[ \t._\-/&]{0,3}".join(pieces) + (r"\.?" if term.endswith(".") else "")


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether a hit stands as a word; the humps of camelCase are word boundaries too."""
    before, after = text[start - 1 : start], text[end : end + 1]
    left = not before.isalpha() or (before.islower() and text[start].isupper())
    right = not after.isalpha() or (after.isupper() and text[end - 1].islower())
    return left and (right or text[end : end + 2] in ("en", "s ", "s:"))
