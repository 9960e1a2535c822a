"""Stage one: where in a large text anything can stand at all.

One pass of RE2 looks for the anchors of all patterns, and for the context words of those forms that cannot be reported
without one; arrays find the digit runs, drop what fails a check sum, and tell the rest by its column. Nothing is done
in Python for what fails. It may only over-report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import re2

from piiscan.detect.context import NEAR, WEAK, Lexicon, latin1
from piiscan.detect.forms import QUAD, DigitsForm, Form
from piiscan.detect.numbers import LEAST
from piiscan.model import Span

__all__ = ["Sieve", "is_weak", "merged"]

_AFTER_LABEL = 64
"""Code points that a value may take after the label, beyond the gap between them."""


def is_weak(form: Form, limit: float) -> bool:
    """Whether a form stays below a limit of log-odds where no word, label or column speaks for it."""
    return not form.labelled and (form.recognizer.label_required or _most(form) < limit)


def _most(form: Form) -> float:
    """The log-odds that a form adds up to at most, by itself."""
    recognizer = form.recognizer
    return recognizer.prior + recognizer.check_weight + recognizer.adjust_limit + form.prior


class Sieve:
    """Looks for the hits of a set of forms.

    Arguments:
        forms: what to look for.
        lexicon: the context words.
        limit: the log-odds below which nothing is wanted.
    """

    def __init__(self, forms: Sequence[Form], lexicon: Lexicon, limit: float) -> None:
        self.weak = [form for form in forms if is_weak(form, limit)]
        strong = [form for form in forms if not is_weak(form, limit)]
        digits = [form for form in forms if isinstance(form, DigitsForm)]
        self.summed = [form for form in digits if form.is_summed]
        self.bare = [form for form in digits if form in strong and form.form.bare and not form.is_summed]
        self.celled = list({f.recognizer.entity: f for f in forms if f.recognizer.whole_cell}.values())
        self.quads = [form for form in digits if form in strong and form.has_quads]
        self._targets: dict[str, list[tuple[Form, int, int]]] = {}
        for form in strong:
            for anchor in _anchors(form):
                self._add(f"(?i:{anchor})" if _ignores_case(form) else anchor, form, form.before, form.reach)
        patterns = list(self._targets)
        self._first_word = len(patterns)
        for form in self.weak:
            self._add(lexicon.words({form.recognizer.entity}), form, *_reach(form, limit))
        words = lexicon.words({form.recognizer.entity for form in self.weak})
        whole = "|".join(f"(?:{anchor})" for anchor in [*patterns, words] if anchor)
        self._search = latin1(whole, longest=True).search if whole else None
        which = _set_of(list(self._targets))
        self._matched = lru_cache(maxsize=4096)(lambda hit: tuple(which.Match(hit) or ()))
        self._tried = list(self._targets.values())

    def windows(self, data: bytes) -> tuple[dict[Form, list[Span]], list[Span]]:
        """Where each form has to be tried, and where words stand that weak forms need; both in one-byte text.

        Returns:
            Windows, ascending and apart from each other, and the stretches with words.
        """
        hits: dict[int, list[Span]] = {}
        for hit in self._hits(data):
            for number in self._matched(data[hit.start : hit.end]):
                hits.setdefault(number, []).append(hit)
        found: dict[Form, list[Span]] = {}
        for number, spans in hits.items():
            for form, before, after in self._tried[number]:
                wide = [Span(max(0, start - before), min(len(data), end + after)) for start, end in spans]
                found.setdefault(form, []).extend(wide)
        words = merged(span for number, spans in hits.items() if number >= self._first_word for span in spans)
        return {form: merged(windows) for form, windows in found.items()}, words

    def _add(self, anchor: str, form: Form, before: int, after: int) -> None:
        if anchor:
            self._targets.setdefault(anchor, []).append((form, before, after))

    def _hits(self, data: bytes) -> Iterator[Span]:
        """The longest hit at every place where one begins, overlapping ones included."""
        if self._search is None:
            return
        match = self._search(data, 0)
        while match is not None:
            start, end = match.span()
            yield Span(start, end)
            match = self._search(data, start + 1)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch made one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _anchors(form: Form) -> Iterator[str]:
    """The expressions of which one stands in every match of a form, save what arrays find."""
    if not isinstance(form, DigitsForm):
        yield _free(form.form.anchor or form.form.regex, "" if form.form.anchor else form.form.left)
        return
    mark = f"(?:[{re.escape(form.form.separators)}]|[ \\t]{{1,3}}|\\r?\\n)"
    for sizes in form.form.groups:
        if sizes != QUAD:
            groups = mark.join(
                f"[0-9]{{{size if isinstance(size, int) else f'{size[0]},{size[1]}'}}}" for size in sizes
            )
            yield f"(?:^|[^0-9]){groups}(?:$|[^0-9])"
    for length in form.form.lengths if form.form.bare else ():
        if length < LEAST:  # the arrays know no shorter runs
            yield f"(?:^|[^0-9])[0-9]{{{length}}}(?:$|[^0-9])"


def _free(expression: str, left: str) -> str:
    """An expression before which none of these characters stands."""
    return f"(?:^|[^{left}])(?:{expression})" if left else expression


def _ignores_case(form: Form) -> bool:
    return not isinstance(form, DigitsForm) and form.form.ignore_case


def _reach(form: Form, limit: float) -> tuple[int, int]:
    """How far before and after a context word a form may begin and end."""
    enough = [distance for distance, weight in WEAK if _most(form) + weight >= limit]
    if enough and not form.recognizer.label_required:
        return max(enough) + form.reach, max(enough) + form.reach
    return min(form.reach, _AFTER_LABEL), NEAR + min(form.reach, _AFTER_LABEL)


def _set_of(anchors: Sequence[str]) -> Any:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.log_errors = False
    options.max_mem = 64 << 20
    found = re2.Set.SearchSet(options)
    for anchor in anchors:
        found.Add(anchor.encode("latin-1"))
    found.Compile()
    return found
