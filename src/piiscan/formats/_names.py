"""Names of members: two of the same name are told apart, and none leads out of the folder it is unpacked in."""

from __future__ import annotations

import re

__all__ = ["Names", "harmless"]

_UNSAFE = re.compile(r"[\x00-\x1f\x7f]")


class Names:
    """Gives each name once; of a second one with the same name a variant with its number."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def distinct(self, name: str) -> str:
        """The name, or a variant where it was given before; letter case does not tell names apart.

        >>> names = Names()
        >>> names.distinct("a/brief.docx"), names.distinct("A/Brief.docx")
        ('a/brief.docx', 'A/Brief (2).docx')
        """
        variant = name
        while (number := self._seen.get(variant.casefold(), 0) + 1) > 1:
            self._seen[variant.casefold()] = number
            variant = _numbered(name, number)
        self._seen[variant.casefold()] = 1
        return variant


def harmless(name: str) -> str:
    r"""A relative path inside the folder it is unpacked in: no root, no drive, no step up, no control character.

    >>> harmless("../../etc/passwd"), harmless(r"C:\x\brief.txt"), harmless("..")
    ('etc/passwd', 'x/brief.txt', 'member')
    """
    steps = _UNSAFE.sub("_", name.replace("\\", "/")).split("/")
    kept = [step for step in steps if step.strip(" .") and not re.fullmatch(r"[A-Za-z]:", step)]
    return "/".join(kept) or "member"


def _numbered(name: str, number: int) -> str:
    folder, slash, last = name.rpartition("/")
    stem, dot, suffix = last.rpartition(".")
    return f"{folder}{slash}{stem} ({number}).{suffix}" if dot and stem else f"{folder}{slash}{last} ({number})"
