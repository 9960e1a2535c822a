"""Recognisers with other weights than they declare, to try them in the engine itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from models.evidence.features import Key
from piiscan.recognizer import Digits, Form, Recognizer

__all__ = ["with_weights"]

Addends = tuple[tuple[str, float], ...]


def with_weights(recognizers: Sequence[Recognizer], weights: Mapping[Key, float]) -> list[Recognizer]:
    """The recognisers, with these weights where there are any.

    Arguments:
        recognizers: as declared.
        weights: by entity and name, as `features` names them; those of the engine itself (``*``) are left alone.
    """
    return [_changed(recognizer, weights) for recognizer in recognizers]


def _changed(recognizer: Recognizer, weights: Mapping[Key, float]) -> Recognizer:
    own = recognizer.entity
    adjust = recognizer.adjust
    return replace(
        recognizer,
        prior=weights.get((own, "prior"), recognizer.prior),
        label_weight=weights.get((own, "label"), recognizer.label_weight),
        negative_weight=weights.get((own, "negative"), recognizer.negative_weight),
        forms=tuple(_form(form, own, weights) for form in recognizer.forms),
        adjust=_adjust(adjust, own, weights) if adjust else None,
    )


def _form(form: Form, own: str, weights: Mapping[Key, float]) -> Form:
    def weight(what: str, declared: float) -> float:
        return weights.get((own, f"{what} {declared:+.1f}"), declared)

    if isinstance(form, Digits):
        bare = weight("written without separators", form.bare_prior)
        return replace(form, prior=weight("written in groups", form.prior), bare_prior=bare)
    return replace(form, prior=weight("form", form.prior))


def _adjust(adjust: Callable[[str], Addends], own: str, weights: Mapping[Key, float]) -> Callable[[str], Addends]:
    return lambda text: tuple(
        (what, weights.get((own, f"{what} {weight:+.1f}"), weight)) for what, weight in adjust(text)
    )
