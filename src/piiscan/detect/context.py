"""What stands around a candidate, in log-odds: its label, the labels of others, words nearby.

The words come from the recognisers; one linear pass over a text finds them all. The label of a candidate is the caption
of its run (a column head, a JSON key), else the nearest word before it on its line or at the end of the line above. A
label of one recogniser counts against all others: of "bsn" and "kvk", the nearest wins.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import re2
import regex

from piiscan.detect.normalise import Normalised, normalise
from piiscan.errors import ConfigError
from piiscan.model import Evidence, Span
from piiscan.recognizer import Digits, Recognizer

__all__ = ["NEAR", "WEAK", "Hit", "Lexicon", "Surroundings", "latin1"]

NEAR = 60
"""Code points between a label and its value, at most."""
WEAK = ((100, 2.0), (300, 1.0))
"""How much a word adds that is no label, within so many code points."""
_LONG, _VERY_LONG = 7, 12
"""Letters that a word needs to be known with one of them wrong, and with two."""
_SECONDS = 10.0
"""Time for the misread words of one region."""

FOREIGN = (
    "aanvraag", "aanvraagnummer", "artikel", "artikelcode", "artikelnr", "artikelnummer", "batch", "bestelling",
    "bestelnr", "bestelnummer", "bon", "bonnr", "case", "casenummer", "chassisnummer", "contract", "contractnr",
    "contractnummer", "debiteurnr", "dossier", "dossiernr", "dossiernummer", "ean", "factuur", "factuurnr",
    "factuurnummer", "gtin", "imei", "invoice", "isbn", "kenmerk", "lotnummer", "meldingsnummer", "meldnummer",
    "meterstand", "nota", "notanr", "notanummer", "offerte", "offertenummer", "onderdeelnr", "onderdeelnummer",
    "ons kenmerk", "order", "orderid", "ordernr", "ordernummer", "polis", "polisnr", "polisnummer", "productcode",
    "projectcode", "projectnr", "projectnummer", "record", "referentie", "registratienr", "registratienummer",
    "serienr", "serienummer", "sku", "ticket", "ticketnummer", "track trace", "trackingnummer", "transactie",
    "transactienummer", "uw kenmerk", "versie", "volgnummer", "zaak", "zaaknr", "zaaknummer", "zendingnummer",
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
    options.never_capture = True  # groups would have it work out where they stand, at ten times the cost of a hit
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
        self._words: dict[str, list[str]] = {}
        self._numbers = frozenset(recognizer.entity for recognizer in recognizers if _is_of_digits(recognizer))
        for recognizer in recognizers:
            self._words.setdefault(recognizer.entity, []).extend(recognizer.context)
            for words, table in ((recognizer.context, self._owners), (recognizer.negative_context, self._against)):
                for word in words:
                    spellings[word] = word
                    table.setdefault(_key(word), set()).add(recognizer.entity)
        self._pattern = latin1(
            "|".join(sorted(set(map(_expression, spellings.values())))), ignore_case=True, longest=True
        )
        self._spellings = spellings
        self.of_label = lru_cache(maxsize=4096)(self._of_label)

    def read(self, normal: Normalised, regions: Sequence[Span] | None = None, blurred: bool = False) -> Surroundings:
        """Finds the context words of a text.

        Arguments:
            normal: the text.
            regions: where to look, ascending and apart from each other; everywhere where none are given.
            blurred: the text was read from a picture, so a long word may have one or two letters wrong.
        """
        hits = []
        for start, end in (Span(0, len(normal.data)),) if regions is None else regions:
            for match in self._pattern.finditer(normal.data, start, end):
                first, last = match.span()
                # most hits are pieces of longer words
                if _is_word(normal.text, first, last):
                    hits.append(Hit(first, last, _term(normal.text[first:last])))
            if blurred:
                hits = sorted({*hits, *self._blurred(normal.text, Span(start, end), hits)})
        return Surroundings(normal.text, hits, [hit.end for hit in hits])

    def words(self, entities: Set[str]) -> str:
        """An expression, for one-byte text, that matches wherever a context word of one of these entities stands."""
        words = sorted(word for entity in entities for word in self._words.get(entity, ()))
        if not words:
            return ""
        plainly = "|".join(dict.fromkeys(map(_expression, words)))
        humps = "|".join(
            dict.fromkeys(f"{word[0].upper()}(?i:{_expression(word)[1:]})" for word in words if word[0].isalpha())
        )
        # the humps of camelCase: klantBsn, bsnNummer
        right = "(?:$|[^a-zà-ÿ]|en|s)"
        return f"(?:(?:^|[^A-Za-zÀ-ÿ])(?i:{plainly}){right}|[a-z](?:{humps}){right})"

    def _blurred(self, text: str, region: Span, sharp: Sequence[Hit]) -> Iterator[Hit]:
        """Long words that stand nearly as they should; each under its right spelling."""
        taken = [(hit.start, hit.end) for hit in sharp]
        for match in self._misread.finditer(text, *region, overlapped=False, timeout=_SECONDS):
            start, end = match.span()
            if not any(start < last and first < end for first, last in taken):
                yield Hit(start, end, _key(self._long_words[match.lastindex - 1]))

    @cached_property
    def _long_words(self) -> list[str]:
        return sorted({word for word in self._spellings.values() if len(_key(word)) >= _LONG})

    @cached_property
    def _misread(self) -> Any:
        words = (
            rf"(\b{_expression(word)}\b)" + ("{e<=2}" if len(_key(word)) >= _VERY_LONG else "{e<=1}")
            for word in self._long_words
        )
        return regex.compile("|".join(words), regex.IGNORECASE | regex.ENHANCEMATCH)

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
        unknown = self._unknown(recognizer, around, start, since)
        if unknown:
            return [*unknown, *self._weak(recognizer, around, span, since)]
        for hit, share in self._before(around, start, since):
            found = self._judge(recognizer, hit.term, share)
            if found and found[0].weight < 0 and _SERVED.match(around.text, hit.end, start):
                continue
            if found:
                return found if found[0].weight > 0 else [*found, *self._weak(recognizer, around, span, since)]
        after = self._after(around, end)
        if after:
            found = self._judge(recognizer, after.term, 0.6)
            if found and found[0].weight > 0:
                return found
        return self._weak(recognizer, around, span, since)

    def caption(self, recognizer: Recognizer, label: str) -> float:
        """The log-odds that a caption gives a recogniser, for or against."""
        term = self.of_label(label)
        return sum(weight for _, weight in self._judge(recognizer, term, 1.0)) if term else 0.0

    def _of_label(self, label: str) -> str:
        hits = self.read(normalise(label)).hits
        return hits[-1].term if hits else ""

    def _judge(self, recognizer: Recognizer, term: str, share: float) -> list[Evidence]:
        owners: Set[str] = self._owners.get(term, set())
        against = self._against.get(term, set())
        if recognizer.entity in owners:
            return [Evidence(f"label: {term}", recognizer.label_weight * share)]
        if recognizer.entity in self._numbers:
            owners = owners & self._numbers  # "auto" names a plate, never the telephone number behind it
        weight = recognizer.negative_weight if recognizer.entity in against else _foreign_weight(recognizer)
        if weight and (owners or recognizer.entity in against or term in self._foreign):
            return [Evidence(f"other label: {term}", weight * share)]
        return []

    def _before(self, around: Surroundings, start: int, since: int) -> Iterator[tuple[Hit, float]]:
        """The words that may be the label of a value, nearest first, and how much each then counts."""
        for index in range(bisect_left(around.ends, start + 1) - 1, -1, -1):
            hit = around.hits[index]
            gap = around.text[hit.end : start]
            if hit.start < since or len(gap) > NEAR or not _joins(gap):
                return
            if _CLOSING_TAG.search(around.text, max(0, hit.start - _TAG), hit.start):
                continue
            share = 1.0 if len(gap) <= 30 else 0.7
            other = _OTHER_VALUE.search(gap)
            if other and _OTHER_KEY.search(gap, other.end()):
                return
            yield hit, share * (1.0 if not other else 0.5 if _LIST.fullmatch(gap, other.start()) else 0.2)

    def _unknown(self, recognizer: Recognizer, around: Surroundings, start: int, since: int) -> list[Evidence]:
        """The evidence of a word directly before a value that names a number of a kind not known here.

        It counts against what needs support; a telephone number stands by itself behind "contactnummer".
        """
        weight = _foreign_weight(recognizer)
        if not weight or (recognizer.entity in self._numbers and recognizer.prior + recognizer.check_weight > 0):
            return []
        match = _NAMED_NUMBER.search(around.text[max(since, start - NEAR) : start])
        if not match or match[1].lower() in _ANY_NUMBER:
            return []
        word = max(since, start - NEAR) + match.start()
        index = bisect_left(around.ends, start + 1) - 1
        if index >= 0:
            hit = around.hits[index]
            owned = recognizer.entity in self._owners.get(hit.term, ())
            if hit.end > word or (owned and _COMPOUND.fullmatch(around.text, hit.end, word)):
                return []
        return [Evidence(f"other label: {match[2].lower()}", weight)]

    def _after(self, around: Surroundings, end: int) -> Hit | None:
        index = bisect_left(around.hits, (end, 0, ""))
        if index < len(around.hits):
            hit = around.hits[index]
            if re.fullmatch(r" ?[(\[] ?", around.text[end : hit.start]):
                return hit
        return None

    def _weak(self, recognizer: Recognizer, around: Surroundings, span: Span, since: int) -> list[Evidence]:
        (start, end), reach = span, WEAK[-1][0]
        if recognizer.label_required or _OWN_KEY.search(around.text[max(since, start - NEAR) : start]):
            return []
        first = bisect_left(around.ends, max(since, start - reach))
        best: Evidence | None = None
        for hit in around.hits[first:]:
            if hit.start > end + reach:
                break
            if recognizer.entity not in self._owners.get(hit.term, ()):
                continue
            distance = max(start - hit.end, hit.start - end)
            weight = next((weight for limit, weight in WEAK if distance <= limit), 0.0)
            if weight and (best is None or weight > best.weight):
                best = Evidence(f"context: {hit.term}", weight)
        return [best] if best else []


_TAG = 24
_CLOSING_TAG = re.compile(r"</[\w:.\-]*\Z")
"""Up to a word that ends an element of XML: it is no label of the next one."""
_OTHER_VALUE = re.compile(r"\d{3}")
_OTHER_KEY = re.compile(r"[^\W\d]\w*[\"']?\s{0,2}[:=]")
_OWN_KEY = re.compile(r"[\"'][ \t]?:[ \t]?[\"']?$|<[A-Za-z][\w:.\-]*>$")
"""Directly before a value: the key or the tag that says what it is, though to none of the recognisers."""
_NAMED_NUMBER = re.compile(
    r"(?<![^\W_])([^\W\d_]{2,30})(nummers?|nrs?|codes?|kenmerk|dossier|datum|contract|polis|order|factuur)\.?"
    r"[\"']?[ \t]{0,3}(?:[:=#]|is|was)?[ \t]{0,3}[\"']?$",
    re.IGNORECASE,
)
_SERVED = re.compile(r"[ \t:=]{1,3}[^\W\d]{0,12} ?\d{1,2},[ \t]")
"""Behind a word: a short value of its own, and a comma ("model 3, ...")."""
_COMPOUND = re.compile(r"[ \-/(]{0,2}")
_ANY_NUMBER = frozenset({"inschrijf", "inschrijvings", "registratie", "identificatie", "volg"})
"""Numbers of any kind: "KvK (inschrijfnummer ...)"."""
_LIST = re.compile(r"(?:[\W\d]|\b(?:en|of|and|or|resp|nr)\b)*")
"""What stands between the values of a list that one label introduces."""
_END_OF_SENTENCE = re.compile(r"(?<!\b[A-Z])[.!?;]\s+\w{3}|\n\s*\S.*\n|\n\s*\n", re.DOTALL)


_ANSWER = re.compile(r"[^\n?]{0,20}\?[ \t]*\r?\n(?:[\[(]?[\d:., \-]{4,20}[\])]?[ \-]{0,3})?[A-Z][\w .]{0,24}: ?")
"""From a question to its answer on the next line, behind the name of who answers."""


def _is_of_digits(recognizer: Recognizer) -> bool:
    """Whether a value may be written with digits alone: a number, or what has no form of its own but its label."""
    formless = recognizer.whole_cell and recognizer.label_required
    return formless or any(isinstance(form, Digits) for form in recognizer.forms)


def _foreign_weight(recognizer: Recognizer) -> float:
    """What a word adds that names something else."""
    return recognizer.negative_weight if recognizer.foreign_weight is None else recognizer.foreign_weight


def _joins(gap: str) -> bool:
    """Whether the stretch between a label and a value still belongs to both."""
    if "\n" not in gap and "\r" not in gap:
        return not _END_OF_SENTENCE.search(gap)
    if _ANSWER.fullmatch(gap):
        return True
    # a label on the line above, with nothing but blanks and punctuation between
    return gap.strip(" \t\r\n:.-=_|") == "" and gap.count("\n") <= 2


def _key(word: str) -> str:
    """What all spellings of a word share: its letters and digits."""
    return "".join(filter(str.isalnum, word.lower()))


_term = lru_cache(maxsize=4096)(_key)
"""The same for what was found in a text: one of the words, in some spelling."""


@lru_cache(maxsize=4096)
def _expression(term: str) -> str:
    pieces = [re.escape(piece) for piece in re.split(r"[ .\-_]+", term) if piece]
    return r"[ \t._\-/&]{0,3}".join(pieces) + (r"\.?" if term.endswith(".") else "")


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether a hit stands as a word; the humps of camelCase are word boundaries too."""
    before = text[start - 1] if start else " "
    if before.isalpha() and not (before.islower() and text[start].isupper()):
        return False
    after = text[end : end + 1]
    return not after.isalpha() or (after.isupper() and text[end - 1].islower()) or bool(_PLURAL.match(text, end))


_PLURAL = re.compile(r"(?:en|'?s)(?![^\W\d_])")
