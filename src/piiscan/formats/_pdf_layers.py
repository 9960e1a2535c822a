"""Which optional content is not shown: layers that are off (ISO 32000-2, 8.11)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from piiscan.formats._pdf_file import word

if TYPE_CHECKING:
    import pikepdf

__all__ = ["hidden_layers"]


def hidden_layers(pdf: pikepdf.Pdf) -> Callable[[Any], bool]:
    """A function that tells whether a group, or a membership in groups, is off when the file is opened."""
    import pikepdf

    properties: Any = pdf.Root.get("/OCProperties")
    default = properties.get("/D") if isinstance(properties, pikepdf.Dictionary) else None
    off: set[int] = set()
    if isinstance(default, pikepdf.Dictionary):
        off = _numbers(default.get("/OFF"))
        if default.get("/BaseState") == "/OFF":
            off = _numbers(properties.get("/OCGs")) - _numbers(default.get("/ON"))

    def hidden(found: Any) -> bool:
        if not isinstance(found, pikepdf.Dictionary):
            return False
        if found.get("/Type") != "/OCMD":
            return found.objgen[0] in off
        groups = found.get("/OCGs")
        numbers = [group.objgen[0] for group in groups] if isinstance(groups, pikepdf.Array) else []
        if isinstance(groups, pikepdf.Dictionary):
            numbers = [groups.objgen[0]]
        states = [number not in off for number in numbers]
        policy = word(found.get("/P", None))
        visible: dict[str, Callable[[list[bool]], bool]] = {
            "/AllOn": all,
            "/AnyOff": lambda on: not all(on),
            "/AllOff": lambda on: not any(on),
        }
        return bool(states) and not visible.get(policy, any)(states)

    return hidden


def _numbers(groups: Any) -> set[int]:
    import pikepdf

    if not isinstance(groups, pikepdf.Array):
        return set()
    return {group.objgen[0] for group in groups if isinstance(group, pikepdf.Dictionary)}
