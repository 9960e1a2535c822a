"""Makes text safe to show: what a terminal or a browser would obey or hide is written out."""

from __future__ import annotations

import unicodedata

__all__ = ["visible"]

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def visible(text: str) -> str:
    r"""A text without control, direction, private and unassigned characters; each is shown by its number.

    >>> visible("a\x1b[31m\u202eb\nc")
    'a\\x1b[31m\\u202eb\\x0ac'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        _number(character) if unicodedata.category(character) in _HIDDEN else character for character in text
    )


def _number(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
