"""Looks a recogniser over before it is used: a malformed one would find nothing, and nobody would notice."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from piiscan.errors import ConfigError
from piiscan.linear import compiled
from piiscan.own import is_entity_name
from piiscan.recognizer import Derived, Digits, Pattern, Recognizer

__all__ = ["sound"]

_NUMBERS = ("prior", "check_weight", "label_weight", "negative_weight", "adjust_limit")
_TEXTS = ("context", "negative_context", "examples", "counterexamples")


def sound(recognizer: Recognizer, where: str, *, patterns: bool = True) -> None:
    """Refuses a recogniser that cannot work.

    Arguments:
        recognizer: to be looked over; its check is not called.
        where: what errors call it.
        patterns: compile its patterns, which takes a while.

    Raises:
        ConfigError: the first thing that is wrong.
    """
    for why in _faults(recognizer):
        raise ConfigError(f"{where}: {why}")
    for number, form in enumerate(recognizer.forms, 1):
        if isinstance(form, Pattern) and patterns:
            _look_at_pattern(form, f"{where}: forms[{number}]")
        for why in _faults_of_digits(form) if isinstance(form, Digits) else ():
            raise ConfigError(f"{where}: forms[{number}].{why}")


def _faults(recognizer: Recognizer) -> Iterator[str]:
    if not is_entity_name(recognizer.entity):
        yield "entity: is no name of an entity: capitals, digits and underscores"
    if not isinstance(recognizer.forms, tuple) or not recognizer.forms:
        yield "forms: there is none"
    elif not all(isinstance(form, (Digits, Pattern)) for form in recognizer.forms):
        yield "forms: one is neither Digits nor Pattern"
    if not callable(recognizer.check) or not (recognizer.adjust is None or callable(recognizer.adjust)):
        yield "check: cannot be called"
    for name in _NUMBERS:
        value = getattr(recognizer, name)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            yield f"{name}: is no number"
    yield from _faults_of_texts(recognizer)
    if not all(isinstance(one, Derived) and is_entity_name(one.entity) for one in recognizer.derived):
        yield "derived: one names no entity"


def _faults_of_texts(recognizer: Recognizer) -> Iterator[str]:
    for name in _TEXTS:
        value = getattr(recognizer, name)
        if not isinstance(value, tuple) or not all(isinstance(text, str) and text.strip() for text in value):
            yield f"{name}: is no tuple of texts"
    if any(word != word.lower() for word in (*recognizer.context, *recognizer.negative_context)):
        yield "context: a word is not in lower case, and would never be found"
    if recognizer.label_required and not recognizer.context and not all(_is_labelled(f) for f in recognizer.forms):
        yield "context: is empty, but a label is required"
    if not recognizer.examples:
        yield "examples: there is none, so nothing shows that it finds anything"


def _faults_of_digits(form: Digits) -> Iterator[str]:
    if not form.lengths or not all(_is_count(length) for length in form.lengths):
        yield "lengths: is no tuple of numbers above zero"
    if not (form.bare or form.groups):
        yield "groups: there is none, and it is not written bare either"
    for group in form.groups:
        sizes = [(size, size) if isinstance(size, int) else tuple(size) for size in group]
        if not sizes or not all(len(size) == 2 and all(map(_is_count, size)) for size in sizes):
            yield "groups: one is no tuple of sizes"
        elif not any(sum(low for low, _ in sizes) <= n <= sum(high for _, high in sizes) for n in form.lengths):
            yield "groups: one is as long as none of lengths"
    if not form.first or not set(form.first) <= set("0123456789"):
        yield "first: holds no digits"


def _look_at_pattern(form: Pattern, where: str) -> None:
    for name in ("regex", "anchor", "left", "right"):
        value: Any = getattr(form, name)
        if not isinstance(value, str):
            raise ConfigError(f"{where}.{name}: is no text")
        if value or name == "regex":
            compiled(f"[{value}]" if name in ("left", "right") else value, f"{where}.{name}")


def _is_labelled(form: Digits | Pattern) -> bool:
    return isinstance(form, Pattern) and form.labelled


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
