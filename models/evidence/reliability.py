"""Draws how often what was given a score was true: a small diagram per entity, before and after, as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.accuracy.scoring import Candidate, brier, calibration_error, steps

__all__ = ["diagram"]

_SIDE, _GAP, _ACROSS = 150, 34, 5
_BEFORE, _AFTER = "#c2410c", "#1d4ed8"


def diagram(before: Mapping[str, Sequence[Candidate]], after: Mapping[str, Sequence[Candidate]]) -> str:
    """One picture with a panel for each entity: score from left to right, share of true ones from bottom to top.

    A disc is a tenth of the scale, its area the share of the candidates in it. On the diagonal the scores are
    probabilities.
    """
    names = sorted({*before, *after})
    rows = -(-len(names) // _ACROSS)
    width, height = _ACROSS * (_SIDE + _GAP) + _GAP, rows * (_SIDE + 2 * _GAP) + 2 * _GAP
    panels = [
        _panel(name, before.get(name, ()), after.get(name, ()), _GAP + number % _ACROSS * (_SIDE + _GAP),
               2 * _GAP + number // _ACROSS * (_SIDE + 2 * _GAP))
        for number, name in enumerate(names)
    ]  # fmt: skip
    key = (
        f'<text x="{_GAP}" y="24" font-size="13">share of true candidates (up) by score (right): '
        f'<tspan fill="{_BEFORE}">before</tspan>, <tspan fill="{_AFTER}">after</tspan> fitting</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif">'
        f'<rect width="{width}" height="{height}" fill="white"/>{key}{"".join(panels)}</svg>\n'
    )


def _panel(name: str, before: Sequence[Candidate], after: Sequence[Candidate], x: int, y: int) -> str:
    pairs = [(what, of(before), of(after)) for what, of in (("Brier", brier), ("ECE", calibration_error))]
    figures = ", ".join(f"{what} {old:.3f} → {new:.3f}" for what, old, new in pairs)
    return (
        f'<g transform="translate({x},{y})"><text y="-16" font-size="11" font-weight="bold">{name}</text>'
        f'<text y="-5" font-size="7.5">{figures}</text>'
        f'<rect width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#999"/>'
        f'<path d="M0,{_SIDE}L{_SIDE},0" stroke="#bbb" stroke-dasharray="3"/>'
        f"{_discs(before, _BEFORE)}{_discs(after, _AFTER)}</g>"
    )


def _discs(found: Sequence[Candidate], colour: str) -> str:
    points = steps(found)
    total = sum(weight for weight, _, _ in points)
    line = " ".join(f"{score * _SIDE:.1f},{(1 - true) * _SIDE:.1f}" for _, score, true in points)
    discs = "".join(
        f'<circle cx="{score * _SIDE:.1f}" cy="{(1 - true) * _SIDE:.1f}" r="{2 + 9 * (weight / total) ** 0.5:.1f}" '
        f'fill="{colour}" fill-opacity="0.35" stroke="{colour}"/>'
        for weight, score, true in points
    )
    return f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-opacity="0.5"/>{discs}'
