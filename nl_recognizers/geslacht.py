"""Geslacht: the sex of a person where a form, a table or a sentence says so.

Form: man, vrouw, m, v, x, male, female, V/F and M/M (travel documents), onbekend, and dhr. or mevr. where ticked or
under the head "aanhef".

Worth of the check: none; a letter alone means nothing, and "m/v" in a vacancy is nobody. So it counts only beside a
label, behind a ticked box, or beside a birth date.

Source: ICAO Doc 9303-4, 2.2, for V/F and M/M; Wet BRP, artikel 2.7, eerste lid, onder a.
"""

from __future__ import annotations

from piiscan.recognizer import Pattern, Recognizer, plain

__all__ = ["RECOGNIZER", "is_valid"]

_VALUES = frozenset({
    "m", "v", "x", "f", "man", "vrouw", "mannelijk", "vrouwelijk", "male", "female", "jongen", "meisje", "onbekend",
    "non-binair", "nonbinair", "genderneutraal", "dhr", "mevr", "mw", "meneer", "mevrouw", "heer",
}) | {"de heer", "v/f", "m/m", "m/h", "x/x"}  # fmt: skip


def is_valid(text: str) -> bool:
    """Whether a word or letter names one sex, not a choice between them.

    >>> is_valid("Vrouw"), is_valid("V/F"), is_valid("m/v"), is_valid("mens")
    (True, True, False, False)
    """
    return plain(text).lower().strip(_TICKS + " .") in _VALUES


_TICKS = "☑☒✓✔✗✘"
_WORD = (
    r"(?:vrouwelijk|mannelijk|vrouw|man|female|male|jongen|meisje|onbekend|non-?binair|genderneutraal|de heer|mevrouw"
    r"|meneer|heer|mevr|dhr|mw|m|v|x|f)"
)
_TICK = r"(?:\[ ?[xv] ?\]|\( ?x ?\))"
_MONTH = (
    "(?:jan(?:uari)?|feb(?:ruari)?|maart|mrt|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|sep(?:tember)?|okt(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = rf"[0-3]?[0-9](?:[\-/.][01]?[0-9][\-/.]| {_MONTH}\.? )(?:19|20)[0-9]{{2}}"
_PAST = r"[0-3]?[0-9][\-/.][01]?[0-9][\-/.](?:19[0-9]{2}|20(?:0[0-9]|1[0-2]))"
_BORN = r"(?:geb(?:\.| |oren|oorte|dat)|d\.d\. geb|date of birth)"
_AGE = rf"(?:[0-9]{{1,3}} ?(?:jr|jaar|j\.)|{_BORN})"
_WHOSE = r"(?:(?:mijn|zijn|haar|hun|uw|jouw|je|m'n|z'n|diens|wiens|onze) )?"
"""Before it, a man or woman is a spouse: swallowed, and then no valid form."""
_PERSON = r"(?:pt|pat(?:i[eë]nte?)?|cli[eë]nte?|verzekerde|bewoner|kind|baby)"
_CHOICE = rf"(?: ?/ ?(?:{_WORD}|h|anders)| (?:en|of|noch|&) {_WORD}| o {_WORD}| 0 {_WORD}| [mvx]\b)"
"""A choice between two, of which is said nothing: swallowed whole, and then no valid form."""

RECOGNIZER = Recognizer(
    entity="GENDER",
    forms=(
        Pattern(
            rf"(?:\[ ?\]|\( ?\)|¤) ?{_WORD}{_CHOICE}{{0,6}}|[0-9]{{1,3}}(?:[.,][0-9]{{1,3}})? m"
            rf"|(?:[0o] )?{_WORD}(?: ?¤|{_CHOICE}{{1,6}})?",
            ignore_case=True,
            left=r"0-9A-Za-zÀ-ÿ_/\[",
            right=r"0-9A-Za-zÀ-ÿ_/\]",
        ),
        Pattern(f"¤ ?{_WORD}", ignore_case=True, left="", prior=6.0, labelled=True),
        Pattern(
            rf"{_TICK} ?(?P<value>{_WORD})(?:\.?[ \t]{{0,4}}(?:[\[(¤,;|)]|[\r\n]|$)|\.?[ \t]{{2}})",
            ignore_case=True,
            left="",
            right="",
            prior=6.0,
            labelled=True,
            anchor=rf"{_TICK} ?[a-z]",
            reach=30,
        ),
        Pattern(
            rf"\b(?:m/v(?:/x)?|man/vrouw)[ \t]{{0,3}}[:=][ \t]{{0,3}}(?P<value>{_WORD})",
            ignore_case=True,
            prior=6.0,
            labelled=True,
        ),
        Pattern(
            rf"(?P<value>{_WHOSE}(?:man|vrouw|male|female))[ ,;|/\t]{{1,6}}{_DATE}",
            ignore_case=True,
            prior=6.0,
            labelled=True,
        ),
        Pattern(
            rf"{_DATE}(?: ?[,;|\t)] ?|,? \()(?P<value>man|vrouw|male|female|jongen|meisje|mannelijk|vrouwelijk|m|v)"
            r"(?: ?[,;|)\t]|[ \t]{0,3}[\r\n]|$)",
            ignore_case=True,
            right="",
            prior=6.0,
            labelled=True,
        ),
        Pattern(
            rf"[,;|/\t(] ?(?P<value>m|v|x) ?[,;|/\t] ?{_PAST}",
            ignore_case=True,
            left="",
            prior=6.0,
            labelled=True,
        ),
        Pattern(
            rf"[a-zÀ-ÿ.](?:,|:) (?P<value>man|vrouw|m|v), ?{_BORN}",
            ignore_case=True,
            left="",
            right="",
            prior=6.0,
            labelled=True,
            anchor=rf"[,:] (?:man|vrouw|m|v), ?{_BORN}",
            reach=2,
        ),
        Pattern(
            rf"\b{_PERSON}[.:, ]{{1,4}}{_DATE}[ ,]{{1,3}}(?P<value>man|vrouw|m|v)",
            ignore_case=True,
            prior=6.0,
            labelled=True,
            anchor=rf"{_DATE}[ ,]{{1,3}}(?:man|vrouw|m|v)\b",
            reach=24,
        ),
        Pattern(
            rf"(?:\(|\b{_PERSON}[.:, ]{{1,4}})(?P<value>m|v|x|man|vrouw|mannelijk|vrouwelijk)"
            rf"(?:[,;)/ ]{{1,3}})(?:{_DATE}|{_AGE})",
            ignore_case=True,
            left="",
            right="",
            prior=6.0,
            labelled=True,
            anchor=rf"[(.:, ](?:m|v|x|man|vrouw|mannelijk|vrouwelijk)[,;)/ ]{{1,3}}(?:{_DATE}|{_AGE})",
            reach=40,
        ),
    ),
    check=is_valid,
    prior=-5.0,
    context=(
        "geslacht",
        "geslachtscode",
        "geslachtsaanduiding",
        "sekse",
        "sexe",
        "gender",
        "sex",
        "kunne",
        "aanhef",
        "m/v",
    ),
    label_required=True,
    negative_weight=-2.0,
    examples=(
        "geboortedatum 09 NOV 2000 geslacht M lengte 1,83",
        '"geslacht": "v"',
        "Geslacht: vrouw",
        "Naam Kevin Oude Lohuis Man 18-08-1998",
        "[x] dhr [ ] mevr",
        "☐ man  ☒ vrouw",
    ),
    counterexamples=(
        "Wij zoeken een monteur (m/v).",
        "Geslacht: m / v",
        "geslacht: zie boven, lengte 1,68 m",
        "op naam van mijn vrouw, 16-02-1958",
        "een man met een hond",
        "maat M, 3 x per week",
        "• man zijn is niet nodig",
    ),
)
