"""BSN: the burgerservicenummer, formerly sofinummer, of every person in the Dutch population register.

Form: nine digits, or eight where a spreadsheet lost the leading zero; bare, or grouped 1234.56.782, 123.456.782 with
dots, blanks or dashes, or one digit in each box of a form. Seven or fewer is never a BSN. The number of a tax
assessment is a BSN (or RSIN), the letter of the tax, and the year: 1234.56.782.H.26.

Worth of the check: the elfproef passes 1 in 11 random numbers and every RSIN, so on its own it proves nothing. Numbers
that begin with 00 or 80 to 89 may be the RSIN of a company. Test ranges are contradictory between sources; they are
reported with low severity, never dropped.

Source: Wet algemene bepalingen burgerservicenummer; Logisch Ontwerp BSN (RvIG); Specificatie Betalingskenmerk v1.5, 2
(Belastingdienst) for the prefix of an RSIN.
"""

from __future__ import annotations

from piiscan.checksums import BSN_WEIGHTS, Checksum, weighted_sum
from piiscan.recognizer import Digits, Pattern, Recognizer

__all__ = ["RECOGNIZER", "is_valid"]

_ELFPROEF = Checksum(BSN_WEIGHTS, 11)
_FORM = Digits(lengths=(9, 8), groups=((4, 2, 3), (3, 3, 3)), separators=" .-", checksum=_ELFPROEF)
_DOTTED = Digits(lengths=(9,), groups=((4, 2, 3),), separators=".", bare=False, prior=2.0, checksum=_ELFPROEF)
_BOXES = Digits(lengths=(9,), groups=((1,) * 9,), separators=" ", bare=False, checksum=_ELFPROEF)
_TAXES = "(?:TBU|[AFHJKMNOPSTWYZ])"
"""The letter of a tax that a person may owe, in the number of an assessment; L and B have recognisers of their own."""
_ASSESSMENT = Pattern(
    rf"(?P<value>[0-9]{{4}}\.[0-9]{{2}}\.[0-9]{{3}})\.?{_TAXES}\.?[0-9]{{1,2}}(?:\.?[0-9]{{1,4}}){{0,2}}",
    ignore_case=True,
    prior=4.0,
    labelled=True,
    anchor=rf"\.[0-9]{{2}}\.[0-9]{{3}}\.?{_TAXES}\.?[0-9]",
    reach=16,
)
_NINE = r"[0-9]{9}|[0-9]{4}[ .\-][0-9]{2}[ .\-][0-9]{3}|[0-9]{3}[ .\-][0-9]{3}[ .\-][0-9]{3}"
_NAMED = Pattern(
    r"(?:aanslag|aangifte|beschikking)s?(?:biljet)?[ \-]?(?:nummer|nr|kenmerk)?[ .:\"'=]{1,4}"
    rf"(?P<value>{_NINE})[ .\-]?{_TAXES}[ .\-]?[0-9]{{1,2}}(?:[ .\-]?[0-9]{{1,4}}){{0,2}}",
    ignore_case=True,
    prior=6.2,
    labelled=True,
    anchor=r"(?:aanslag|aangifte|beschikking)[a-z \-]{0,16}[ .:\"'=]{1,4}[0-9]{3}",
    reach=32,
)
_IN_HL7 = Pattern(r"(?P<value>[0-9]{9})\^\^\^NLMINBIZA", prior=6.0, labelled=True)
"""In a message of a hospital (HL7 v2, PID-3): the ministry that issues it stands behind it."""
_TEST = ("9999", "000000")
_SPECIMENS = ("123456782", "111222333", "999999990")


def is_valid(text: str) -> bool:
    """Whether a written form is a BSN: its shape, the elfproef, and not the reserved nine zeros.

    >>> is_valid("1234.56.782"), is_valid("123456789"), is_valid("12")
    (True, False, False)
    """
    digits = _FORM.digits(text) or _BOXES.digits(text)
    if digits is None or not digits.strip("0"):
        return False
    return weighted_sum(digits.zfill(9), BSN_WEIGHTS) % 11 == 0


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    digits = _FORM.digits(text) or _BOXES.digits(text) or ""
    found = []
    if len(digits) == 8:
        found.append(("eight digits", -2.1))
    if digits.startswith(("00", *(str(n) for n in range(80, 90)))) and len(digits) == 9:
        found.append(("rsin prefix", -1.8))
    if digits.startswith(_TEST) or digits in _SPECIMENS:
        found.append(("test range", 0.0))
    return tuple(found)


RECOGNIZER = Recognizer(
    entity="NL_BSN",
    forms=(_FORM, _DOTTED, _BOXES, _ASSESSMENT, _NAMED, _IN_HL7),
    check=is_valid,
    prior=-4.3,
    check_name="elfproef",
    check_weight=2.4,
    context=(
        "bsn",
        "b.s.n",
        "bsnnr",
        "bsn nummer",
        "bsn of onderwijsnummer",
        "bsn onderwijsnummer",
        "burgerservicenr",
        "burgerservicenummer",
        "burger service nummer",
        "sofi",
        "sofinr",
        "sofinummer",
        "sociaal fiscaal nummer",
        "fiscaal nummer",
        "persoonsnummer",
        "personal number",
        "citizen service number",
        "tax id",
        "tin",
    ),
    label_weight=8.4,
    negative_weight=-4.1,
    negative_context=("order", "bestelnummer", "artikel", "polis", "dossier", "zaak", "serienummer", "ean"),
    adjust=_adjust,
    examples=(
        "BSN: 123456782",
        "Mijn sofinummer is 1112.22.333.",
        "burgerservicenummer 123 456 782",
        "Aanslag 9999.15.447.H.36.01",
        "aanslagnummer 999915447W36",
    ),
    counterexamples=("Bestelnummer 999989169", "€ 999.989.169,00", "BSN 123456789", "tel. 0999989169"),
)
