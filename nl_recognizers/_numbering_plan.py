"""Numbering plans: which digits can be a telephone number, in the Netherlands and abroad.

Source: Nummerplan telefoon- en ISDN-diensten (ACM); ITU-T E.164 and its list of country codes; how many digits follow a
country code from the metadata of libphonenumber (Apache-2.0).
"""

from __future__ import annotations

import re

__all__ = ["LONG_AREA", "SHORT_AREA", "abroad", "area_length", "is_dutch", "is_service"]

_LONG = (
    "111", "113", "114", "115", "117", "118", "161", "162", "164", "165", "166", "167", "168", "172", "174", "180",
    "181", "182", "183", "184", "186", "187", "222", "223", "224", "226", "227", "228", "229", "251", "252", "255",
    "294", "297", "299", "313", "314", "315", "316", "317", "318", "320", "321", "341", "342", "343", "344", "345",
    "346", "347", "348", "411", "412", "413", "416", "418", "475", "478", "481", "485", "486", "487", "488", "492",
    "493", "495", "497", "499", "511", "512", "513", "514", "515", "516", "517", "518", "519", "521", "522", "523",
    "524", "525", "527", "528", "529", "541", "543", "544", "545", "546", "547", "548", "561", "562", "566", "570",
    "571", "572", "573", "575", "577", "578", "591", "592", "593", "594", "595", "596", "597", "598", "599",
)  # fmt: skip
_SHORT = (
    "10", "13", "15", "20", "23", "24", "26", "30", "33", "35", "36", "38", "40", "43", "45", "46", "50", "53", "55",
    "58", "70", "71", "72", "73", "74", "75", "76", "77", "78", "79",
)  # fmt: skip
_AREAS = frozenset(_LONG + _SHORT)
LONG_AREA = f"0(?:{'|'.join(_LONG)})"
"""A pattern for an area code after which six digits stand."""
SHORT_AREA = f"0(?:8[4578]|91|{'|'.join(_SHORT)})"
"""A pattern for an area code, or the code of a number without a place, after which seven digits stand."""

_NO_PLACE = re.compile(r"06[1-68]\d{7}|08[4578]\d{7}|091\d{7}|0970\d{8}")
_SERVICE = re.compile(r"0(?:800|90[069])(?:\d{4}|\d{7})")

_ABROAD = {
    code: (low, high)
    for low, high, codes in (
        (4, 5, "290"),
        (4, 7, "683 690"),
        (4, 11, "352"),
        (4, 12, "43"),
        (5, 8, "247 500 676 677 678 682 686 688"),
        (5, 10, "27 82 358 685"),
        (5, 12, "49"),
        (6, 7, "298 299 597 672 681 687"),
        (6, 9, "40 252 359 376 421 508"),
        (6, 10, "53 63 95 98 880"),
        (6, 12, "39"),
        (7, 7, "238 239 246 248 269 291 297 501 592 673 674 679 680 691 692 960"),
        (7, 8, "230 241 267 372 507 599 670 675 961 975"),
        (7, 9, "46 48 220 231 254 265 354 423 595 967"),
        (7, 10, "243 353"),
        (7, 12, "62 86 381"),
        (8, 8, "45 47 65 216 222 223 226 227 228 232 235 236 253 257 266 268 350 356 357 370 371 373 374 382 386 389"),
        (8, 8, "502 503 504 505 506 509 591 598 689 852 853 965 968 973 974 993"),
        (8, 9, "32 36 51 66 213 224 250 258 264 355 377 385 387 593 855 886 962 963 970 971"),
        (8, 10, "20 57 60 64 378 850 856 964 976 977"),
        (8, 12, "383 972"),
        (9, 9, "33 34 41 56 61 93 94 211 212 218 221 233 237 240 242 244 245 249 251 255 256 260 261 262 263 351 375"),
        (9, 9, "380 420 590 594 596 966 992 994 995 996 998"),
        (9, 10, "44 81 84 92"),
        (10, 11, "1 7 30 52 54 55 58 90 91 225 229 234"),
    )
    for code in codes.split()
}
_GLOBAL = frozenset({"800", "808", "870", "878", "881", "882", "883", "888", "979"})
_NEAR = frozenset(
    {"32", "33", "34", "39", "41", "44", "45", "48", "49", "90", "212", "297", "351", "352", "597", "599"}
)
"""The countries most called from the Netherlands."""


def is_dutch(digits: str) -> bool:
    """Whether ASCII digits with the leading zero are the number of a subscriber.

    >>> is_dutch("0201234567"), is_dutch("0612345678"), is_dutch("0211234567"), is_dutch("612345678")
    (True, True, False, False)
    """
    if digits[:1] != "0" or not (digits.isascii() and digits.isdigit()):
        return False
    fixed = len(digits) == 10 and (digits[1:3] in _AREAS or digits[1:4] in _AREAS)
    return fixed or bool(_NO_PLACE.fullmatch(digits))


def is_service(digits: str) -> bool:
    """Whether ASCII digits are the number of a service: 0800, 0900, 0906, 0909, or 14 and an area code.

    >>> is_service("09008844"), is_service("140548"), is_service("14099")
    (True, True, False)
    """
    return bool(_SERVICE.fullmatch(digits)) or (digits[:3] == "140" and digits[3:] in _AREAS)


def area_length(digits: str) -> int:
    """How many of the digits of a Dutch number are its area code, the zero included."""
    if digits.startswith("06"):
        return 2
    return 3 if digits[1:3] in _AREAS or digits[1:2] in ("8", "9") else 4


def abroad(digits: str) -> str:
    """What the digits after a plus are: "near" (a country often called), "usual", "odd" (of an unusual length) or "".

    >>> abroad("32475123456"), abroad("2348031234567"), abroad("3247512"), abroad("999123456789")
    ('near', 'usual', 'odd', '')
    """
    for size in (1, 2, 3):
        code, rest = digits[:size], digits[size:]
        if code in _GLOBAL or code in _ABROAD:
            low, high = _ABROAD.get(code, (7, 12))
            # a zero of the national form may stand in brackets: +49 (0)170
            if any(low <= size <= high for size in (len(rest), len(rest.removeprefix("0")))):
                return "near" if code in _NEAR else "usual"
            return "odd" if len(rest) >= 4 and len(digits) <= 15 else ""
    return ""
