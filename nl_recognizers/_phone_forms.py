"""How a telephone number is written: the forms of `nl_recognizers.telefoon`."""

from __future__ import annotations

from nl_recognizers._number_words import FIRST_WORDS, SPOKEN
from nl_recognizers._numbering_plan import LONG_AREA, SHORT_AREA
from piiscan.recognizer import Digits, Form, Pattern

__all__ = ["FORMS"]

_GAP = r"[ .\-/_()]{0,3}"
_BREAK = r"[ .\-/_()]{1,3}"
_LINE = r"[ \-]{0,2}\r?\n ?"
_MORE = r"(?:,? ?\(? ?(?:tst|toestel|ext|x)\.? ?[0-9]{1,5}\)?| ?/ ?[1-9][0-9]{0,6})?"
_LONGER = r"(?:[0-9]{1,8}[/\-]|NL[0-9]{2} [A-Z]{4} )?"
"""Before it, digits make a reference (2023/06/12345678) and letters an IBAN: swallowed, so that no piece counts."""


def _rest(count: int, gap: str = _GAP) -> str:
    """So many digits, in any grouping."""
    return rf"[0-9](?:{gap}[0-9]){{{count - 1}}}"


def _broken(area: str, count: int) -> str:
    """An area code and so many digits, with the end of a line between groups."""
    later = [rf"{area}{_BREAK}{_rest(size)}{_LINE}{_rest(count - size)}" for size in range(2, count - 1)]
    return "|".join([rf"{area}{_LINE}{_rest(count)}", *later])


# a row of six pairs of digits is swallowed too
_GROUPED = (
    rf"06 [1-68][0-9](?: [0-9]{{2}}){{3}} [1-9][0-9]|06{_BREAK}[1-68](?:{_GAP}[0-9]){{7}}"
    rf"|{SHORT_AREA}{_BREAK}{_rest(7)}|{LONG_AREA}{_BREAK}{_rest(6)}|097{_GAP}0{_BREAK}{_rest(8)}|097{_BREAK}0{_GAP}{_rest(8)}"
)
_MOBILE = r"06[1-68][0-9](?:\.[0-9]{2}){3}|" + "|".join(
    rf"06[1-68][0-9]{{{size}}}[ \-/_]{{1,3}}{_rest(7 - size)}" for size in range(7)
)
_BOXES = rf"0{_BREAK}6(?:{_BREAK}[0-9]){{8}}"
_BRACKETS = rf"\((?:06\){_GAP}{_rest(8)}|{SHORT_AREA}\){_GAP}{_rest(7)}|{LONG_AREA}\){_GAP}{_rest(6)})"
_GLUED = rf"(?:tel|telnr|telefoon|mob|mobiel|gsm|fax|[tm]):?(?P<value>0[1-9][0-9]{{8}}|{_GROUPED})"
_HOME = r"(?:\((?:\+ ?|00 ?)31 ?\)|\+ ?\(31\)|(?:\+ ?|00 ?)31)[ .\-/]{0,3}(?:\( ?0 ?\)|0)?"
_AT_HOME = rf"{_HOME}{_GAP}(?:970{_GAP}{_rest(8)}|{_rest(9, rf'(?:{_GAP}|{_LINE})')})"
_ABROAD = (
    rf"(?:\(\+ ?[1-9][0-9]{{0,2}}\)|\+ ?[1-9]){_GAP}(?:[0-9]{_GAP}){{3,13}}[0-9]"
    rf"|(?:\(00 ?[1-9][0-9]{{0,2}}\)|00 ?[1-9][0-9]{{0,9}}{_BREAK})(?:[0-9]{_GAP}){{1,13}}[0-9]"
)
_FREE = r"(?:0(?:800|90[069])[ .\-]{0,3}(?:[0-9][ .\-]?){3,6}[0-9]|14 0[0-9]{3})"
_SHORT = r"14 0[0-9]{2}"
"""The short number of a municipality looks like an amount: it needs more than a word before it."""
_CUE = (
    r"(?:\b(?:via|bel|belt|bellen|gebeld|(?:informatie|service|nood|telefoon)?nummer|tel|contact op|terecht op|ons op"
    r"|bereik(?:baar|t|en)(?: [a-z]{1,12}){0,3} op|gratis)|telefoon|lijn|service|desk|punt)"
    r"(?:[ ,:(]{1,3}[a-z]{1,12}\)?){0,2}[ :(]{1,3}"
)
"""What stands before the number of a service where a text says to call it."""
_LABEL = (
    r"\b(?:tel|telnr|telefoon(?:nummer|nr)?|mob|mobiel(?:nummer|nr)?|gsm|fax|06[ \-]?nummer|bel)[ \t]{0,3}[.:]{0,2}"
    r"(?: (?:me|mij|ons|dan|is|op|naar|nr|nummer)[.:]?){0,2}[ \t]{0,3}"
)
_ODD = rf"{_LABEL}(?P<value>0(?:{_GAP}[0-9]){{9}}|31{_GAP}(?:\(0\))?{_rest(9)}|[1-9][0-9]{{8}})"
"""Groups that nobody uses, or without the zero that a spreadsheet lost: only directly behind a label."""

_FULL = (
    rf"\b(?:06{_BREAK}[1-68](?:{_GAP}[0-9]){{7}}|{SHORT_AREA}{_BREAK}{_rest(7)}|{LONG_AREA}{_BREAK}{_rest(6)}"
    rf"|097{_GAP}0|06[1-68][0-9](?:\.[0-9]{{2}}){{2}}"
    rf"|06[1-68][0-9]{{0,6}}[ \-/_]{{1,3}}[0-9]|0{_BREAK}6{_BREAK}[0-9]{_BREAK})|\(0[1-9][0-9]{{0,2}}\)"
)
"""Nearly whole, since dates begin alike."""
_AT_END = rf"\b(?:06|{SHORT_AREA}|{LONG_AREA})(?:[ \-]{{0,2}}|{_BREAK}[0-9][0-9 .\-/_()]{{1,40}})\r?\n ?[0-9]"
_CALLED = r"\b0(?:800|90[069])[ .\-]{0,3}[0-9][ .\-]?[0-9][ .\-]?[0-9][ .\-]?[0-9]|\b14 0[0-9]{2,3}\b"
"""The number of a service, nearly whole."""
_LEFT = "0-9A-Za-z_+."
_RIGHT = "0-9A-Za-z_@"
_FREE_LEFT = r"0-9A-Za-z_+.\-/"
_FREE_RIGHT = r"0-9A-Za-z_@\-/"

FORMS: tuple[Form, ...] = (
    Digits(lengths=(10, 12, 13, 14, 15), first="0"),
    Digits(lengths=(11,), first="03"),
    Pattern(
        rf"(?:(?:tel|telnr|mob|gsm|fax|nr|[tmf])\.)?"
        rf"(?P<value>{_LONGER}(?:{_GROUPED}|{_MOBILE}|{_BOXES}|{_BRACKETS}){_MORE})",
        ignore_case=True,
        left=_LEFT,
        right=_RIGHT,
        anchor=_FULL,
        reach=80,
    ),
    Pattern(
        _GLUED,
        ignore_case=True,
        left=_LEFT,
        right=_RIGHT,
        anchor=r"\b(?:tel|telnr|telefoon|mob|mobiel|gsm|fax|[tm]):?0[1-9]",
        reach=60,
    ),
    Pattern(
        f"{_broken('06', 8)}|{_broken(SHORT_AREA, 7)}|{_broken(LONG_AREA, 6)}",
        left=_FREE_LEFT,
        prior=-0.5,
        anchor=_AT_END,
        reach=60,
    ),
    Pattern(
        rf"(?:{_AT_HOME}){_MORE}",
        ignore_case=True,
        left=_LEFT,
        anchor=r"\+ ?\(?31|\b00 ?31[0-9(]{0,9}[ .\-/_()\r\n]",
        reach=80,
    ),
    Pattern(
        _ABROAD,
        left=r"0-9A-Za-z_+.\-",
        anchor=r"\+ ?[1-9](?:[ .\-/_()]{0,4}[0-9]){4}|\b00 ?[1-9][0-9]{0,9}[ .\-/_()]{1,4}[0-9]",
        reach=80,
    ),
    Pattern(SPOKEN, ignore_case=True, anchor=rf"\b{FIRST_WORDS}", reach=300),
    # the number of a service: beside words it is said to be called, alone it is below the threshold
    Pattern(
        rf"[a-zÀ-ÿ][\]).:,;?!|\t ]{{1,4}}(?P<value>{_FREE})",
        ignore_case=True,
        left="",
        right=_FREE_RIGHT,
        prior=3.0,
        anchor=_CALLED,
        reach=40,
    ),
    Pattern(
        rf"(?P<value>{_FREE})[ ,.(]{{1,3}}[a-zÀ-ÿ]",
        ignore_case=True,
        left=_FREE_LEFT,
        right="",
        prior=3.0,
        anchor=_CALLED,
        reach=40,
    ),
    Pattern(
        rf"{_CUE}(?P<value>{_FREE}|{_SHORT})",
        ignore_case=True,
        left="",
        prior=4.0,
        labelled=True,
        anchor=_CALLED,
        reach=80,
    ),
    Pattern(f"{_FREE}|{_SHORT}", left=_FREE_LEFT, right=_FREE_RIGHT, anchor=_CALLED, reach=40),
    Pattern(_ODD, ignore_case=True, left="", right=_FREE_RIGHT, labelled=True, anchor=f"{_LABEL}[0-9]", reach=60),
)
