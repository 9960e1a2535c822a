"""Documentnummer: the number of a Dutch passport, identity card or residence permit.

Form: nine characters. Passport and card: two letters, six letters or digits, one digit, never the letter O, since
December 2019 no zero either. The first letter tells the kind: I card, N national, B business, D diplomatic, S service,
R refugee, A alien. Residence permit (since October 2019): V and eight letters or digits without O and zero, in the
passports of refugees written behind the kind: III-V123AL568.

Worth of the check: there is no check digit outside the machine readable zone, and any capital word with a digit behind
it fits (FACTUUR12), so a label is needed, or a first letter of the table and a mixture that no word has.

Source: RvIG, kenmerken van reisdocumenten, categorie 12; Rijksoverheid on the letter O and the zero.
"""

from __future__ import annotations

import re

from nl_recognizers._letter_pairs import likeness
from piiscan.recognizer import Pattern, Recognizer, plain

__all__ = ["RECOGNIZER", "is_valid"]

_NUMBER = re.compile(r"[A-NP-Z]{2}[A-NP-Z0-9]{6}[0-9]|V[A-NP-Z1-9]{8}")
_KINDS = "INBDSRAV"
_BANK = re.compile(r"NL[0-9]{2}[A-Z]{4}[0-9]|NL[A-Z]{4}[0-9]{3}")
_CODES = frozenset({
    "ART", "BSN", "BTW", "CHG", "DIN", "EAN", "FAX", "INC", "INV", "ISBN", "ISO", "KVK", "MAX", "MIN", "NR",
    "PAG", "PIN", "PN", "REF", "REQ", "RFC", "SKU", "TEL", "TKT",
})  # fmt: skip
_SPECIMEN = "SPECI"
_SHORTEST, _WORDLIKE = 4, 0.3
"""Letters that a word has at least, and their likeness to one."""


def is_valid(text: str) -> bool:
    """Whether a token is a document number rather than a word with digits behind it or a piece of an IBAN.

    >>> is_valid("NX6P97571"), is_valid("V123AL568"), is_valid("FACTUUR12"), is_valid("nx1234567")
    (True, True, False, False)
    """
    return _has_form(text) and text == text.upper() and not _is_word(text)


def _has_form(text: str) -> bool:
    code = plain(text).upper()
    return bool(_NUMBER.fullmatch(code)) and not _BANK.fullmatch(code)


def _is_word(text: str) -> bool:
    """Whether letters that look like a word, or a known abbreviation, stand before nothing but digits."""
    letters = text.upper().rstrip("0123456789")
    if not letters.isalpha() or letters == _SPECIMEN:
        return False
    return letters in _CODES or (len(letters) >= _SHORTEST and likeness(letters) >= _WORDLIKE)


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    code = plain(text).upper()
    found = []
    if code[0] in _KINDS:
        found.append(("letter of a kind of document", 1.5))
    if _is_word(code):
        found.append(("word and digits", -8.0))
    elif re.search("[A-Z][0-9]+[A-Z]", code):
        found.append(("letters and digits mixed", 1.0))
    if text != text.upper():
        found.append(("lower case", -2.5))
    if code.startswith(_SPECIMEN):
        found.append(("test range", -3.0))
    return tuple(found)


RECOGNIZER = Recognizer(
    entity="NL_DOCUMENTNUMMER",
    forms=(Pattern(r"[A-NP-Z]{2}[A-NP-Z0-9]{6}[0-9]|V[A-NP-Z1-9]{8}", ignore_case=True, reach=9),),
    check=_has_form,
    prior=-4.5,
    context=(
        "paspoort",
        "paspoortnr",
        "paspoortnummer",
        "pasp",
        "paspnr",
        "documentnr",
        "documentnummer",
        "doc nr",
        "document no",
        "document number",
        "identiteitskaart",
        "identiteitsbewijs",
        "identiteitsdocument",
        "id kaart",
        "id kaart nummer",
        "identiteitskaart nummer",
        "id bewijs",
        "id nr",
        "id nummer",
        "nik",
        "legitimatie",
        "legitimatiebewijs",
        "legitimatienummer",
        "reisdocument",
        "reisdocumentnummer",
        "reisdocumentnr",
        "verblijfsdocument",
        "verblijfsvergunning",
        "verblijfstitel",
        "vreemdelingendocument",
        "passport",
        "passport no",
        "passport number",
        "identity card",
        "residence permit",
    ),
    negative_context=("boekingscode", "boekingsnummer", "licentie", "pnr", "reserveringscode", "reserveringsnummer"),
    adjust=_adjust,
    adjust_limit=2.5,
    examples=(
        "mijn identiteitskaart met documentnummer NX6P97571",
        "Paspoort: BX1234567",
        "verblijfsvergunning III-V123AL568",
        "MULDER/ROBERT MR geb 04APR1975 pasp BU5R26JF7",
    ),
    counterexamples=(
        "Zie bijlage FACTUUR12.",
        "NL91ABNA0417164300",
        "Serienummer XK12345678",
        "De code is KENTEKEN1",
        "Bestel artikel AB1234567 snel.",
        "Uw paspoort verlengen kan bij de balie.",
        "PASPOORT VERLENGEN",
        "documentnummer: zie BIJLAGE12",
    ),
)
