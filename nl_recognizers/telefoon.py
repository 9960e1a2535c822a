"""Telefoonnummer: a number under which a person can be called, Dutch or foreign.

Form: ten digits that begin with 0 (area code and subscriber, 06 mobile, 085 and 088 and the like), or +31, 0031, (+31)
and nine digits, with (0) or without; 097 numbers have twelve. Any usual grouping. Foreign numbers as +CC or 00CC with
at most fifteen digits. Spoken out in words as well. Service numbers (0800, 0900, 14 0xx) belong to organisations: they
count only beside a label; 112, 116xxx and the like never.

Worth of the check: the numbering plan lets about half of all ten-digit numbers with a zero through, so a bare fixed
number is weak, a mobile or an international form strong. Nine digits without the zero are no telephone number: they may
be a BSN.

Source: Nummerplan telefoon- en ISDN-diensten (ACM); ITU-T E.164 and its list of country codes.
"""

from __future__ import annotations

import re

from nl_recognizers._number_words import NUMBER_WORD, spoken_digits
from piiscan.recognizer import Pattern, Recognizer, plain

__all__ = ["RECOGNIZER", "is_valid"]

_AREAS = frozenset({
    "010", "013", "015", "020", "023", "024", "026", "030", "033", "035", "036", "038", "040", "043", "045", "046",
    "050", "053", "055", "058", "070", "071", "072", "073", "074", "075", "076", "077", "078", "079", "0111", "0113",
    "0114", "0115", "0117", "0118", "0161", "0162", "0164", "0165", "0166", "0167", "0168", "0172", "0174", "0180",
    "0181", "0182", "0183", "0184", "0186", "0187", "0222", "0223", "0224", "0226", "0227", "0228", "0229", "0251",
    "0252", "0255", "0294", "0297", "0299", "0313", "0314", "0315", "0316", "0317", "0318", "0320", "0321", "0341",
    "0342", "0343", "0344", "0345", "0346", "0347", "0348", "0411", "0412", "0413", "0416", "0418", "0475", "0478",
    "0481", "0485", "0486", "0487", "0488", "0492", "0493", "0495", "0497", "0499", "0511", "0512", "0513", "0514",
    "0515", "0516", "0517", "0518", "0519", "0521", "0522", "0523", "0524", "0525", "0527", "0528", "0529", "0541",
    "0543", "0544", "0545", "0546", "0547", "0548", "0561", "0562", "0566", "0570", "0571", "0572", "0573", "0575",
    "0577", "0578", "0591", "0592", "0593", "0594", "0595", "0596", "0597", "0598", "0599",
})  # fmt: skip
_OTHER = re.compile(r"06[1-68]\d{7}|08[4578]\d{7}|091\d{7}|0970\d{8}")
_SERVICE = re.compile(r"0(?:800|90[069])\d{4,7}|140\d{2,3}")

_DUTCH_PREFIX = re.compile(r"\(? ?(?:\+ ?|00 ?)31 ?\)?[ .\-/]{0,3}(?:\( ?0 ?\)|0)?")
_COUNTRY = (
    r"(?:1|7|2(?:0|7|1[1-368]|[2-4][0-9]|5[0-8]|6[0-9]|9[017-9])|3(?:[0-469]|5[0-9]|7[0-8]|8[0-35-79])|4(?:[013-9]|2[013])"
    r"|5(?:[1-8]|0[0-9]|9[0-9])|6(?:[0-6]|7[02-9]|8[0-35-9]|9[0-2])|8(?:[1246]|5[02356]|80|86)"
    r"|9(?:[0-58]|6[0-8]|7[0-79]|9[2-68]))"
)
_FOREIGN = re.compile(rf"\(? ?(?:\+ ?|00 ?)(?P<country>{_COUNTRY})(?P<rest>[0-9]{{4,14}})")
_LENGTHS = {
    "1": (10, 10),
    "32": (8, 9),
    "33": (9, 9),
    "34": (9, 9),
    "39": (6, 11),
    "41": (9, 9),
    "44": (9, 10),
    "45": (8, 8),
    "48": (9, 9),
    "49": (6, 11),
    "90": (10, 10),
    "212": (9, 9),
    "297": (7, 7),
    "351": (9, 9),
    "352": (4, 11),
    "597": (6, 7),
    "599": (7, 8),
}
"""How many digits follow the codes of the neighbours and the countries most called; elsewhere 5 to 12."""

_DATE = re.compile(r"(?:0[1-9])[ \-/.](?:0[1-9]|1[0-2])[ \-/.](?:19|20)\d\d(?!\d)")
_GAPS = re.compile(r"[ .\-/_()]+")


def is_valid(text: str) -> bool:
    """Whether a written form is a telephone number of a person or a company, not of a service.

    >>> is_valid("06-12345678"), is_valid("+31 (0)20 716 84 02"), is_valid("+32 475 12 34 56")
    (True, True, True)
    >>> is_valid("0900-8844"), is_valid("612345678"), is_valid("01-02-2023 14")
    (False, False, False)
    """
    return _is_subscriber(text) and not _is_service(text)


def _is_subscriber(text: str) -> bool:
    number = plain(text).strip()
    dutch = _DUTCH_PREFIX.match(number)
    if dutch:
        return _in_plan("0" + _digits(number[dutch.end() :]))
    if number.startswith(("+", "(+", "00", "(00")):
        return _is_foreign(number)
    if number[:3].lower() == "nul":
        return _in_plan(spoken_digits(number))
    if number.startswith("31") and len(number) == 11:
        return number[2:3] == "6" and _in_plan("0" + number[2:])
    return _in_plan(_digits(number)) and _is_grouped(number)


def _is_service(text: str) -> bool:
    return bool(_SERVICE.fullmatch(_digits(plain(text))))


def _in_plan(digits: str) -> bool:
    """Whether digits with the leading zero are of the Dutch plan."""
    fixed = len(digits) == 10 and (digits[:3] in _AREAS or digits[:4] in _AREAS)
    return digits.isascii() and digits.isdigit() and (fixed or bool(_OTHER.fullmatch(digits)))


def _is_grouped(number: str) -> bool:
    """Whether the groups of a national number end where the area code does, or are pairs, or single digits."""
    groups = [group for group in _GAPS.split(number) if group]
    sizes = {len(group) for group in groups}
    if _DATE.match(number):
        return False
    code, slash, rest = number.partition("/")
    if slash and ("/" in rest or len(_digits(code)) != _area(_digits(number))):  # dates have more, or elsewhere
        return False
    if len(groups) == 1 or sizes in ({1}, {2}):
        return True
    if any(len(group) == 1 for group in groups[:-1]):
        return False
    digits = "".join(groups)
    ends = [sum(map(len, groups[: count + 1])) for count in range(len(groups))]
    return _area(digits) in ends or (digits[1] == "6" and ends[0] in (3, 4))


def _area(digits: str) -> int:
    """How long the area code is, the zero included."""
    if digits.startswith("06"):
        return 2
    return 3 if digits[:3] in _AREAS or digits[1] in "89" else 4


def _is_foreign(number: str) -> bool:
    digits = _digits(number)
    long_enough = len(digits) > 10 or not digits.startswith("00")
    return bool(_abroad(number)) and 7 <= len(digits.removeprefix("00")) <= 15 and long_enough


def _abroad(number: str) -> re.Match[str] | None:
    return _FOREIGN.fullmatch(_GAPS.sub("", number))


def _is_usual_length(number: str) -> bool:
    match = _abroad(number)
    if match is None:
        return False
    low, high = _LENGTHS.get(match["country"], (5, 12))
    # a zero of the national form may stand in brackets: +49 (0)170
    return low <= len(match["rest"].removeprefix("0")) and len(match["rest"]) <= high + 1


def _is_called_often(number: str) -> bool:
    match = _abroad(number)
    return match is not None and match["country"] in _LENGTHS and _is_usual_length(number)


def _digits(number: str) -> str:
    return re.sub("[^0-9]", "", number)


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    number = plain(text).strip()
    if _is_service(number):
        return (("service number", -7.0),)
    if number.startswith(("+", "(+")) or _GAPS.sub("", number).startswith("0031"):
        usual = _DUTCH_PREFIX.match(number) or _is_usual_length(number)
        return (("international form", 2.0 if usual else -2.5),)
    if number.startswith("00"):
        return (("international form without a plus", -0.5 if _is_called_often(number) else -4.0),)
    if number.startswith("31"):
        return (("country code without a plus", -5.0),)
    if re.fullmatch(r"\d(?: \d)+", number):
        return (("one digit at a time", -1.0 if number.startswith("0 6") else -2.5),)
    if number.startswith("06") or number[:3].lower() == "nul":
        return (("mobile", 1.5),)
    groups = _GAPS.split(number.strip("("))
    if len(groups) == 1:
        return (("bare digits", -1.2),)
    odd = {len(group) for group in groups} in ({1}, {2}) and _area(_digits(number)) == 3
    return (("odd groups", -3.0),) if odd else (("grouped", 1.0),)


_S = r"[ .\-/_()]{0,3}"
_NATIONAL = rf"(?:9{_S}7{_S}0(?:{_S}[0-9]){{8}}|[1-9](?:{_S}[0-9]){{8}})"
_PREFIX = r"(?:\((?:\+ ?|00 ?)31 ?\)|(?:\+ ?|00 ?)31)[ .\-/]{0,3}(?:\( ?0 ?\)|0)?"
_AREA = rf"\(0(?:6\){_S}[0-9]{_S}[0-9]|[0-9]{{2}}\){_S}[0-9]|[0-9]{{3}}\))(?:{_S}[0-9]){{6}}"
"""An area code in brackets, which belong to the number only where both stand."""
_ABROAD = rf"(?:\((?:\+ ?|00 ?){_COUNTRY}\)|(?:\+ ?|00 ?){_COUNTRY}){_S}(?:[0-9]{_S}){{3,12}}[0-9]"
_SERVICES = r"0(?:800|90[069])(?:[ .\-]{0,3}[0-9]){4,7}|14 0[0-9]{2,3}"

RECOGNIZER = Recognizer(
    entity="PHONE_NUMBER",
    forms=(
        Pattern(
            rf"(?:(?:tel|telnr|mob|gsm|fax|nr)\.)?(?P<value>(?:{_PREFIX}|0){_S}{_NATIONAL}|{_AREA}|{_SERVICES})",
            ignore_case=True,
            left="0-9A-Za-z_+.",
            right="0-9A-Za-z_@",
        ),
        Pattern(f"{_ABROAD}|316[0-9]{{8}}", left="0-9A-Za-z_+."),
        Pattern(rf"nul(?:[ ,\-]{{1,2}}{NUMBER_WORD}){{4,11}}", ignore_case=True),
    ),
    check=lambda text: _is_subscriber(text) or _is_service(text),
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
    ),
    adjust=_adjust,
    examples=(
        "nr van haar zoon is 06 31775208",
        "Contactpersoon is nu Youssef (+31 (0)20 716 84 02).",
        "Terugbelverzoek op 0412-61 40 28 voor 16u.",
        "telefoon 0592-301187 -> 0592-310877",
        "bel me op nul zes twaalf achtenveertig zestig nul drie",
        "Mon numéro: +32 475 12 34 56",
    ),
    counterexamples=(
        "Het nummer is 0900-8844.",
        "Bel 112.",
        "BSN 123456782",
        "op 06-12-2023 10:30 uur",
        "meterstand 0.612345678",
        "rekening 04171643",
    ),
)
