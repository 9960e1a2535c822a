"""IBAN: the international number of a bank account.

Form: country, two check digits, and an account number of the length and make-up that the country registered; bare, in
groups of four, or grouped in any other way with blanks, dots or dashes, a character a box, over a line end, in small
letters, glued to the word IBAN before it or to letters behind it (NL91ABNA0417164300EUR in MT940). A Dutch one of which
a part is masked (NL91ABNA****4300) is reported as masked.

Worth of the check: mod 97 passes 1 in 97, and country, length and make-up make the shape rare, so that it needs no
label. Check digits are 02 to 98. A Dutch bank code is a bonus, no condition: banks come and go. Since 2020 the account
inside a Dutch IBAN need not pass the elfproef. A masked one has no check at all.

Source: ISO 13616-1 and the SWIFT IBAN registry, release 101, with the territories that it lists under their countries.
"""

from __future__ import annotations

import re

from piiscan.checksums import mod97
from piiscan.recognizer import Pattern, Recognizer, plain

__all__ = ["LENGTHS", "MAKE_UP", "RECOGNIZER", "is_valid"]

_REGISTRY = """
AD:8n12c AE:19n AL:8n16c AT:16n AX:14n AZ:4a20c BA:16n BE:12n BG:4a6n8c BH:4a14c BI:23n BL:10n11c2n BR:23n1a1c
BY:4c4n16c CH:5n12c CR:18n CY:8n16c CZ:20n DE:18n DJ:23n DK:14n DO:4c20n EE:16n EG:25n ES:20n FI:14n FK:2a12n FO:14n
FR:10n11c2n GB:4a14n GE:2a16n GF:10n11c2n GG:4a14n GI:4a15c GL:14n GP:10n11c2n GR:7n16c GT:24c HN:4a20n HR:17n HU:24n
IE:4a14n IL:19n IM:4a14n IQ:4a15n IS:22n IT:1a10n12c JE:4a14n JO:4a4n18c KW:4a22c KZ:3n13c LB:4n20c LC:4a24c LI:5n12c
LT:16n LU:3n13c LV:4a13c LY:21n MC:10n11c2n MD:20c ME:18n MF:10n11c2n MK:3n10c2n MN:16n MQ:10n11c2n MR:23n MT:4a5n18c
MU:4a19n3a NC:10n11c2n NI:4a20n NL:4a10n NO:11n OM:3n16c PF:10n11c2n PK:4a16c PL:24n PM:10n11c2n PS:4a21c PT:21n
QA:4a21c RE:10n11c2n RO:4a16c RS:18n RU:14n15c SA:2n18c SC:4a20n3a SD:14n SE:20n SI:15n SK:20n SM:1a10n12c SO:19n
ST:21n SV:4a20n TF:10n11c2n TL:19n TN:20n TR:6n16c UA:6n19c VA:18n VG:4a16n WF:10n11c2n XK:16n YE:4a4n18c YT:10n11c2n
"""
_DUTCH_BANKS = """
ABNA ABNC ADYB AEGO AINH ANDL ARBN ARSN ASNB BARC BCDM BCIT BICK BINK BITS BKCH BKMG BLGW BNDA BNGH BNPA BOFA BOFS
BOTK BUNQ BUUT CCBV CEPA CHAS CITC CITI CLRB COBA DELE DEUT DHBN DNIB EBPB EBUR FBHL FLOR FNOM FRNX FROM FVLB FXBB
GILL HAND HIFX HSBC HUSH ICBC ICBK ICEP INGB ISAE ISBK KABA KNAB KOEX KRED LOYD LPLN MHCB MLLE MODR NNBA NWAB PANX
PCBC PNOW RABO RBRB REVO SBOS SNSB SOGE SWNB TRIO UGBI VOWA VPAY VTPS WOFT YOUR ZWLB
"""
_DUTCH_BANK_CODES = frozenset(_DUTCH_BANKS.split())
_CLASSES = {"n": "[0-9]", "a": "[A-Z]", "c": "[0-9A-Z]"}
_BREAK = r"[ \t.\-\r\n]{0,3}"
_MASK = r"[*X#\xa4.]"
"""What stands for a character that is hidden; a bullet reaches a pattern as the stand-in for what is not Latin-1."""

MAKE_UP: dict[str, tuple[tuple[int, str], ...]] = {
    country: tuple((int(count), kind) for count, kind in re.findall(r"(\d+)([nac])", spec))
    for country, spec in (entry.split(":") for entry in _REGISTRY.split())
}
"""The account number of each country: ``(count, kind)`` of digits (n), capitals (a), either (c)."""

LENGTHS: dict[str, int] = {country: 4 + sum(count for count, _ in parts) for country, parts in MAKE_UP.items()}
"""The length of an IBAN of each country."""


def is_valid(text: str) -> bool:
    """Whether a written form is an IBAN: country, make-up, check digits from 02 to 98, mod 97.

    >>> is_valid("NL91 ABNA 041 71 64 300"), is_valid("be68539007547034"), is_valid("NL92ABNA0417164300")
    (True, True, False)
    """
    if not _WRITTEN.fullmatch(plain(text)):
        return False
    iban = _compact(text)
    kinds = _KINDS.get(iban[:2])
    if kinds is None or not re.fullmatch("".join(_CLASSES[kind] for kind in kinds), iban[4:]):
        return False
    return 2 <= int(iban[2:4]) <= 98 and mod97(iban[4:] + iban[:4]) == 1


def _is_masked(text: str) -> bool:
    code = re.sub(r"[^\x00-\xff]", "\xa4", plain(text).upper().replace(" ", ""))
    return len(code) >= 12 and bool(_HIDDEN.fullmatch(code))


def _check(text: str) -> bool:
    return is_valid(text) or _is_masked(text)


def _compact(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", plain(text)).upper()


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    found = [("masked", -3.0)] if not is_valid(text) else []
    iban = _compact(text)
    if iban.startswith("NL"):
        found.append(("Dutch bank", 1.0) if iban[4:8] in _DUTCH_BANK_CODES else ("no Dutch bank", -2.0))
    return tuple(found)


_KINDS = {country: "".join(kind * count for count, kind in parts) for country, parts in MAKE_UP.items()}
_WRITTEN = re.compile(rf"[A-Z] ?[A-Z](?:{_BREAK}[0-9]){{2}}(?:{_BREAK}[0-9A-Z]){{11,30}}", re.ASCII | re.IGNORECASE)
_HIDDEN = re.compile(
    rf"NL(?:[0-9]{{2}}|{_MASK}{{2}})(?:[A-Z]{{4}}|{_MASK}{{4}})(?:[0-9]{{0,6}}{_MASK}{{2,10}}[0-9]{{1,6}})"
)


def _characters(kinds: str) -> str:
    """A pattern for characters of these kinds, with a break before each."""
    runs = (match.group() for match in re.finditer("n+|a+|c+", kinds))
    return "".join(f"(?:{_BREAK}{_CLASSES[run[0]]}){{{len(run)}}}" for run in runs)


def _abroad(exact: int, *, whole: bool) -> str:
    """The IBANs of all countries but ours, with one alternative for those that begin alike and are as long.

    So that a word before an IBAN (``is 20 euro``) does not swallow its beginning, the first characters are those of the
    make-up; the check sees to the rest.

    Arguments:
        exact: how many characters of the account number have to be of their kind.
        whole: with the rest of the account number, of any kind; else without.
    """
    alike: dict[tuple[str, int], list[str]] = {}
    for country, kinds in _KINDS.items():
        if country != "NL":
            alike.setdefault((kinds[:exact], len(kinds) - exact if whole else 0), []).append(" ?".join(country))
    return "|".join(
        f"(?:{'|'.join(countries)}){_characters('nn' + kinds)}" + (f"(?:{_BREAK}[0-9A-Z]){{{rest}}}" if rest else "")
        for (kinds, rest), countries in alike.items()
    )


_LABEL = "(?:IBAN|REK(?:ENING)?(?:NR|NUMMER)?)?"
_FORMS = (
    Pattern(
        f"{_LABEL}(?P<value>N ?L{_characters('nn' + _KINDS['NL'])})",
        ignore_case=True,
        left="A-Za-z",
        right="0-9",
        anchor=f"N ?L{_characters('nnaaaann')}",
        reach=40,
    ),
    Pattern(
        f"{_LABEL}(?P<value>{_abroad(8, whole=True)})",
        ignore_case=True,
        left="A-Za-z",
        right="0-9",
        # inside a word only behind a label that is glued to it
        anchor=rf"(?:\b|IBAN|REK|REKENING|NR|NUMMER)(?:{_abroad(8, whole=False)})",
        reach=100,
    ),
    Pattern(
        rf"NL ?(?:[0-9]{{2}}|{_MASK}{{2}}) ?(?:[A-Z]{{4}}|{_MASK}{{4}}) ?(?:[0-9] ?){{0,6}}(?:{_MASK} ?){{2,10}}"
        r"(?:[0-9] ?){0,5}[0-9]",
        ignore_case=True,
        anchor=rf"NL ?[0-9*X#\xa4.]{{2}} ?[A-Z*#\xa4.]{{4}}[0-9 ]{{0,13}}{_MASK} ?{_MASK}",
        reach=32,
    ),
)

RECOGNIZER = Recognizer(
    entity="IBAN_CODE",
    forms=_FORMS,
    check=_check,
    prior=-0.6,
    check_name="mod 97",
    check_weight=4.6,
    context=(
        "iban",
        "iban nummer",
        "iban nr",
        "bankrekening",
        "bankrekeningnummer",
        "rekening",
        "rekeningnummer",
        "rekening nr",
        "tegenrekening",
        "t n v",
    ),
    negative_weight=0.0,
    adjust=_adjust,
    adjust_limit=1.0,
    examples=(
        "Overmaken naar NL91 ABNA 0417 1643 00 t.n.v. S. de Wit",
        "IBANNL91ABNA0417164300",
        "het is 20 euro NL20INGB0001234567",
        "rekening BE68539007547034",
        "nl02abna0123\n456789",
        "Afgeschreven van NL91ABNA****4300",
    ),
    counterexamples=(
        "NL92ABNA0417164300",
        "NL91ABNA04171643000",
        "IBAN NL01ABNA0417164300",
        "Incassant-ID NL98ZZZ404488120000",
        "XX91ABNA0417164300",
    ),
)
