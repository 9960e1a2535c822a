"""Telefoonnummer: a number under which a person can be called, Dutch or foreign.

Form: ten digits that begin with 0 (area code and subscriber, 06 mobile, 085 and 088 and the like), or +31, 0031, (+31)
and nine digits, with (0) or without; 097 numbers have twelve. Any usual grouping, also over the end of a line; an
extension and the other ending of a second line (020-5551234/35) belong to it. Foreign numbers as +CC or 00CC with at
most fifteen digits. Spoken out in words as well. Nine digits whose zero a spreadsheet lost may be a BSN: they need a
label, and so do groupings that nobody uses.

A service number (0800, 0900, 14 0xx) belongs to an organisation. Where a text says to call it, it is a telephone number
like any other; on its own it stays below the threshold of a report. 112, 116xxx and the like are nobody's.

Worth of the check: the numbering plan lets about half of all ten-digit numbers with a zero through, so a bare fixed
number is weak, a mobile or an international form strong.

Source: Nummerplan telefoon- en ISDN-diensten (ACM); ITU-T E.164 and its list of country codes.
"""

from __future__ import annotations

import re

from nl_recognizers._number_words import spoken_digits
from nl_recognizers._numbering_plan import abroad, area_length, is_dutch, is_service
from nl_recognizers._phone_forms import FORMS
from piiscan.recognizer import Recognizer, plain

__all__ = ["RECOGNIZER", "is_valid"]

_GAPS = re.compile(r"[ .\-/_()]+")
_DUTCH_PREFIX = re.compile(r"\(? ?(?:\+ ?|00 ?)\(?31 ?\)?[ .\-/]{0,3}(?:\( ?0 ?\)|0)?")
_DECIMALS = re.compile(r"\+ ?\d{4,}\.\d{1,3}")
_DATE = re.compile(r"0[1-9][ \-/.](?:0[1-9]|1[0-2])[ \-/.](?:19|20)\d\d(?!\d)")
_EXTENSION = re.compile(r",? ?\(? ?(?:tst|toestel|ext|x)\.? ?\d{1,5}\)?$", re.IGNORECASE)
_LETTER = re.compile("[a-z]", re.IGNORECASE)
_SPELLED = re.compile(r"\d(?: \d)+")


def is_valid(text: str) -> bool:
    """Whether a written form is a telephone number of a person or a company, not of a service.

    >>> is_valid("06-12345678"), is_valid("+31 (0)20 716 84 02"), is_valid("+32 475 12 34 56")
    (True, True, True)
    >>> is_valid("0900-8844"), is_valid("612345678"), is_valid("01-02-2023 14")
    (False, False, False)
    """
    return _kind(text) in ("plus", "zeros", "31", "spoken", "national") and not _is_odd(text)


def _kind(text: str) -> str:
    """In which way it is written: "plus", "zeros", "31", "spoken", "national", "short", "service"; "" for none."""
    if text.isascii() and text.isdigit():
        return _kind_of_digits(text)
    number = _bare(text)
    if number[:4].lower() in ("nul ", "nul,", "nul.", "nul-", "plus"):
        return "spoken" if _is_spoken(spoken_digits(number)) else ""
    prefix = _DUTCH_PREFIX.match(number)
    if _LETTER.search(number) or _DECIMALS.fullmatch(number):
        return ""
    if prefix or number.startswith(("+", "(+", "00", "(00")):
        is_one = is_dutch("0" + _digits(number[prefix.end() :])) if prefix else bool(_country(number))
        return ("plus" if "+" in number else "zeros") if is_one else ""
    kind = _kind_of_digits(_digits(number))
    return "" if kind == "short" or (kind == "national" and _DATE.match(number)) else kind


def _kind_of_digits(digits: str) -> str:
    if is_dutch(digits):
        return "national"
    if digits.startswith("00"):
        is_one = is_dutch("0" + digits[4:]) if digits.startswith("0031") else len(digits) > 10 and abroad(digits[2:])
        return "zeros" if is_one else ""
    if is_service(digits):
        return "service"
    if len(digits) == 11 and digits.startswith("31") and is_dutch("0" + digits[2:]):
        return "31"
    return "short" if len(digits) == 9 and is_dutch("0" + digits) else ""


def _is_spoken(digits: str) -> bool:
    return is_dutch(digits.replace("+31", "0", 1)) or is_service(digits)


def _bare(text: str) -> str:
    """A number without its extension and without the other ending of a second line."""
    number = _EXTENSION.sub("", plain(text).strip())
    first, _, _ = number.rpartition("/")
    return first.rstrip() if len(_digits(first)) >= 10 else number


def _digits(number: str) -> str:
    return re.sub("[^0-9]", "", number)


def _country(number: str) -> str:
    digits = _digits(number)
    return abroad(digits if "+" in number else digits[2:] if len(digits) > 10 else "")


def _is_odd(text: str) -> bool:
    """Whether a national number stands in groups that end nowhere near the end of its area code."""
    groups = [group for group in _GAPS.split(_bare(text)) if group]
    number = "".join(groups)
    if len(groups) == 1 or number.startswith("06") or not is_dutch(number):
        return False
    ends = [sum(map(len, groups[: count + 1])) for count in range(len(groups))]
    return area_length(number) not in ends


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    kind, number = _kind(text), _bare(text)
    if kind in ("plus", "zeros"):
        return (_international(kind, number),)
    if kind == "service":
        return (("service number", -2.3 if number.startswith("0") else -3.0),)
    if kind == "31":
        return (("country code without a plus", -5.0),)
    if kind == "short":
        return (("without the zero", -0.5),)
    if _SPELLED.fullmatch(number):
        return (("one digit at a time", -1.0 if number.startswith("0 6") else -2.5),)
    if number.startswith("06") or kind == "spoken":
        return (("mobile" if kind == "national" else "spoken out", 1.5),)
    return (("grouped", 1.0) if _GAPS.search(number.strip("(")) else ("bare digits", -1.2),)


def _international(kind: str, number: str) -> tuple[str, float]:
    home = bool(_DUTCH_PREFIX.match(number))
    country = _country(number)
    if kind == "plus":
        return "international form", -2.5 if country == "odd" and not home else 2.0
    grouped = bool(_GAPS.search(number))
    # 00 45 12 34 56 78 is a row of numbers, and 0012345678905 an article
    weight = {"near": -0.5, "usual": -1.0 if grouped else -3.0 if number.startswith("001") else -1.4}.get(country, -5.0)
    return "international form without a plus", 2.0 if home else min(weight, -4.0) if number[2:3] == " " else weight


RECOGNIZER = Recognizer(
    entity="PHONE_NUMBER",
    whole_cell=True,
    forms=FORMS,
    check=lambda text: bool(_kind(text)),
    prior=1.5,
    context=(
        "tel",
        "telnr",
        "tel nr",
        "telefoon",
        "telefoonnr",
        "telefoonnummer",
        "mobiel",
        "mobielnr",
        "mobiele nummer",
        "mobielnummer",
        "mob",
        "gsm",
        "06 nummer",
        "bel",
        "bellen",
        "belt",
        "gebeld",
        "terugbellen",
        "terugbelverzoek",
        "telefonisch",
        "bereikbaar op",
        "bereikbaar onder",
        "whatsapp",
        "appen",
        "sms",
        "fax",
        "faxnummer",
        "noodnummer",
        "noodcontact",
        "phone",
        "telephone",
        "mobile",
        "cell",
        "msisdn",
        "voip",
    ),
    negative_context=(
        "artikelcode",
        "bedrag",
        "barcode",
        "code",
        "saldo",
        "totaal",
        "rekening",
        "ean code",
        "lidnummer",
    ),
    adjust=_adjust,
    adjust_limit=2.0,
    examples=(
        "nr van haar zoon is 06 31775208",
        "Contactpersoon is nu Youssef (+31 (0)20 716 84 02).",
        "Terugbelverzoek op 0412-61 40 28 voor 16u.",
        "telefoon 0592-301187 -> 0592-310877",
        "bel me op nul zes twaalf achtenveertig zestig nul drie",
        "Mon numéro: +32 475 12 34 56",
        "Politie (geen spoed): bel 0900-8844.",
    ),
    counterexamples=(
        "0900-8844",
        "Bel 112.",
        "BSN 123456782",
        "op 06-12-2023 10:30 uur",
        "meterstand 0.612345678",
        "rekening 04171643",
    ),
)
