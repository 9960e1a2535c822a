"""Fictitious Dutch identifiers in the forms in which people write them: right check digits, nobody's.

A kind is a function of two sources of chance: ``value`` draws the number, ``form`` the way it is written, so that a
column of a table keeps one form. Written from the public rules, without the recognisers, so that both can be wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple, TypeAlias

__all__ = ["KINDS", "Kind", "Value", "digits", "elf", "grouped", "pick"]


class Value(NamedTuple):
    """What stands in a text: ``entity`` is the truth, None for a look-alike; ``inside`` what it gives away."""

    text: str
    entity: str | None = None
    inside: tuple[str, ...] = ()


Kind: TypeAlias = Callable[[Random, Random], Value]

_ELF = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_BANK = (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
_KENMERK = (2, 4, 8, 5, 10, 9, 7, 3, 6, 1)
_BANK_CODES = ["ABNA", "INGB", "RABO", "KNAB", "BUNQ", "SNSB", "ASNB", "RBRB", "TRIO", "ADYB", "FVLB", "HAND"]


def digits(rng: Random, count: int, first: str = "0123456789") -> str:
    """So many digits, the first of them out of ``first``."""
    return rng.choice(first) + "".join(rng.choice("0123456789") for _ in range(count - 1))


def pick(rng: Random, table: Sequence[tuple[float, str]]) -> str:
    """One of a table of shares and names."""
    return rng.choices([name for _, name in table], [share for share, _ in table])[0]


def grouped(number: str, sizes: Sequence[int], separator: str) -> str:
    """A number cut into groups."""
    pieces, at = [], 0
    for size in sizes:
        pieces.append(number[at : at + size])
        at += size
    return separator.join(pieces)


def elf(rng: Random, first: str = "123456789", prefix: str = "") -> str:
    """Nine digits that pass the elfproef of BSN and RSIN."""
    while True:
        body = prefix + digits(rng, 8 - len(prefix), first if not prefix else "0123456789")
        ninth = sum(int(d) * w for d, w in zip(body, _ELF[:8], strict=True)) % 11
        if ninth < 10:
            return f"{body}{ninth}"


def _nine(rng: Random) -> str:
    """Nine digits of a person: no prefix of an RSIN."""
    while True:
        number = elf(rng, "0123456799")
        if not number.startswith(("00", "8")):
            return number


_NINE_FORMS = ((72, "9"), (9, "4.2.3"), (9, "3 3 3"), (3, "3.3.3"), (2, "4-2-3"), (3, "4 2 3"), (2, "nbsp"))


def _write_nine(number: str, form: Random) -> str:
    name = pick(form, _NINE_FORMS)
    if name == "9":
        return number
    if name == "nbsp":
        return grouped(number, (3, 3, 3), "\u00a0")
    separator = name[1]
    return grouped(number, tuple(map(int, name.split(separator))), separator)


def bsn(value: Random, form: Random) -> Value:
    return Value(_write_nine(_nine(value), form), "NL_BSN")


def bsn_short(value: Random, form: Random) -> Value:
    """Eight digits: the leading zero lost in a spreadsheet."""
    return Value(elf(value, prefix="0" + value.choice("123456789"))[1:], "NL_BSN")


def bsn_boxes(value: Random, form: Random) -> Value:
    return Value(" ".join(_nine(value)), "NL_BSN")


def rsin(value: Random, form: Random) -> Value:
    return Value(_write_nine(elf(value, prefix=value.choice(("00", "8", "8", "8", "8"))), form), "NL_RSIN")


def _tax(value: Random, person: float) -> tuple[str, tuple[str, ...]]:
    if value.random() < person:
        return _nine(value), ("NL_BSN",)
    return elf(value, prefix=value.choice(("00", "8", "8", "8"))), ()


def lh(value: Random, form: Random) -> Value:
    number, inside = _tax(value, 0.15)
    sub = value.choice(("01", "01", "01", "01", "02", "03", f"{value.randrange(4, 30):02}"))
    text = pick(
        form, ((80, "{n}L{s}"), (6, "{n} L{s}"), (4, "{n} L {s}"), (5, "{d}.L.{s}"), (3, "{n}l{s}"), (2, "{d}L{s}"))
    )
    return Value(text.format(n=number, s=sub, d=grouped(number, (4, 2, 3), ".")), "NL_LOONHEFFINGSNUMMER", inside)


def _write_btw(nine: str, sub: str, form: Random) -> str:
    text = pick(
        form,
        (
            (76, "NL{n}B{s}"),
            (8, "NL {n} B{s}"),
            (6, "NL{d}.B{s}"),
            (4, "nl{n}b{s}"),
            (3, "NL.{n}.B.{s}"),
            (3, "NL {d} B {s}"),
        ),
    )
    return text.format(n=nine, s=sub, d=grouped(nine, (4, 2, 3), "."))


def btw(value: Random, form: Random) -> Value:
    """Of a company, of a sole trader since 2020 (mod 97), or of a sole trader before (with the BSN)."""
    kind = pick(value, ((70, "company"), (22, "new"), (8, "old")))
    if kind == "new":
        while True:
            nine = digits(value, 9, "000123456789")
            sub = next((s for s in range(1, 100) if _mod97(f"NL{nine}B{s:02}") == 1), 0)
            if sub and not _passes(nine):
                return Value(_write_btw(nine, f"{sub:02}", form), "NL_BTW")
    nine, inside = (_nine(value), ("NL_BSN",)) if kind == "old" else _tax(value, 0)
    return Value(_write_btw(nine, f"{value.choice((1, 1, 1, 2, value.randrange(1, 30))):02}", form), "NL_BTW", inside)


def ob(value: Random, form: Random) -> Value:
    """The omzetbelastingnummer: without NL."""
    nine, inside = _tax(value, 0.4)
    text = pick(form, ((85, "{n}B{s}"), (8, "{d}.B.{s}"), (7, "{n} B {s}")))
    return Value(
        text.format(n=nine, s=f"{value.choice((1, 1, 2)):02}", d=grouped(nine, (4, 2, 3), ".")), "NL_BTW", inside
    )


def _passes(nine: str) -> bool:
    return sum(int(d) * w for d, w in zip(nine, _ELF, strict=True)) % 11 == 0


def _mod97(text: str) -> int:
    return int("".join(str(int(c, 36)) for c in text)) % 97


def kvk(value: Random, form: Random) -> Value:
    number = digits(value, 8, "0123456789")
    form_name = pick(form, ((86, "8"), (6, "2 2 2 2"), (5, "4 4"), (3, "2.3.3")))
    if form_name == "8":
        return Value(number, "NL_KVK")
    return Value(grouped(number, tuple(map(int, form_name.split(form_name[1]))), form_name[1]), "NL_KVK")


def vestiging(value: Random, form: Random) -> Value:
    number = "0000" + digits(value, 8)
    return Value(number if form.random() < 0.85 else grouped(number, (4, 4, 4), " "), "NL_VESTIGINGSNUMMER")


def iban(value: Random, form: Random) -> Value:
    """Dutch nine times in ten, else of a neighbour."""
    land = pick(value, ((90, "NL"), (3, "BE"), (4, "DE"), (1, "FR"), (1, "LU"), (1, "GB")))
    body = {
        "NL": value.choice(_BANK_CODES) + "0" + digits(value, 9),
        "BE": "", "DE": digits(value, 18, "123456789"), "FR": digits(value, 21) + "25",
        "LU": "0" + digits(value, 15), "GB": value.choice(("NWBK", "BARC", "LOYD")) + digits(value, 14),
    }[land]  # fmt: skip
    if land == "BE":
        ten = digits(value, 10, "123456789")
        body = f"{ten}{int(ten) % 97 or 97:02}"
    check = 98 - _mod97(f"{body}{land}00")
    return Value(_write_iban(f"{land}{check:02}{body}", form), "IBAN_CODE")


def _write_iban(code: str, form: Random) -> str:
    fours = [code[at : at + 4] for at in range(0, len(code), 4)]
    name = pick(form, ((52, "bare"), (34, " "), (3, "-"), (3, "."), (3, "lower"), (3, "nbsp"), (2, "old")))
    if name == "bare":
        return code
    if name == "lower":
        return code.lower()
    if name == "old" and code.startswith("NL"):
        return f"{code[:4]} {code[4:8]} {grouped(code[8:], (3, 2, 2, 3), ' ')}"
    return ("\u00a0" if name == "nbsp" else " " if name == "old" else name).join(fours)


def _account(value: Random) -> str:
    while True:
        number = digits(value, 9, "123456789")
        if sum(int(d) * w for d, w in zip(number, _BANK[1:], strict=True)) % 11 == 0:
            return number


def bank(value: Random, form: Random) -> Value:
    number = _account(value)
    name = pick(form, ((45, "9"), (40, "2.2.2.3"), (15, "2 2 2 3")))
    return Value(number if name == "9" else grouped(number, (2, 2, 2, 3), name[1]), "NL_BANKREKENING")


def giro(value: Random, form: Random) -> Value:
    return Value(digits(value, form.choice((5, 6, 7, 7, 7)), "123456789"), "NL_BANKREKENING")


def _kenmerk_of(body: str) -> str:
    total = sum(int(d) * _KENMERK[i % 10] for i, d in enumerate(reversed(body)))
    check = 11 - total % 11
    return f"{ {10: 1, 11: 0}.get(check, check) }{body}"


def kenmerk(value: Random, form: Random) -> Value:
    number = _kenmerk_of(digits(value, 15))
    return Value(number if form.random() < 0.5 else grouped(number, (4, 4, 4, 4), " "), "NL_BETALINGSKENMERK")


def kenmerk_tax(value: Random, form: Random) -> Value:
    """Of the tax authority: income tax (0 at position 14) or an allowance (0 at 13), with a BSN inside."""
    if value.random() < 0.5:
        tail = value.choice(("70", "71", "73", "75")) + f"{value.randrange(10, 30)}0" + digits(value, 2)
    else:
        tail = value.choice(("23", "24", "26", "28")) + f"{digits(value, 1)}0" + digits(value, 3)
    number = _kenmerk_of(_nine(value)[:8] + tail)
    text = number if form.random() < 0.5 else grouped(number, (4, 4, 4, 4), " ")
    return Value(text, "NL_BETALINGSKENMERK", ("NL_BSN",))


def kenmerk_short(value: Random, form: Random) -> Value:
    """Nine to fourteen digits, their length in the second; most have the check digit in front as well."""
    length = form.choice((9, 10, 11, 12, 13, 14))
    number = digits(value, 1) + str((length - 2) % 10) + digits(value, length - 2)
    return Value(_kenmerk_of(number[1:]) if form.random() < 0.7 else number, "NL_BETALINGSKENMERK")


def card(value: Random, form: Random) -> Value:
    prefix, length, sizes = value.choice(
        (("4", 16, (4, 4, 4, 4)), ("4", 16, (4, 4, 4, 4)), ("5" + value.choice("12345"), 16, (4, 4, 4, 4)),
         ("37", 15, (4, 6, 5)), ("36", 14, (4, 6, 4)), ("67", 16, (4, 4, 4, 4)))
    )  # fmt: skip
    body = prefix + digits(value, length - 1 - len(prefix))
    number = body + next(d for d in "0123456789" if _luhn(body + d))
    name = pick(form, ((40, ""), (50, " "), (10, "-")))
    return Value(grouped(number, sizes, name) if name else number, "CREDIT_CARD")


def _luhn(number: str) -> bool:
    total = 0
    for at, digit in enumerate(reversed(number)):
        twice = int(digit) * (1 + at % 2)
        total += twice - 9 if twice > 9 else twice
    return total % 10 == 0


def onderwijs(value: Random, form: Random) -> Value:
    while True:
        number = "10" + digits(value, 7)
        if sum(int(d) * w for d, w in zip(number, _ELF, strict=True)) % 11 == 5:
            return Value(_write_nine(number, form), "NL_ONDERWIJSNUMMER")


def rijbewijs(value: Random, form: Random) -> Value:
    number = digits(value, 10, "3456")
    name = pick(form, ((88, ""), (6, "4 3 3"), (6, "3 3 4")))
    return Value(grouped(number, tuple(map(int, name.split())), " ") if name else number, "NL_RIJBEWIJSNUMMER")


def big(value: Random, form: Random) -> Value:
    code = value.choice(("01", "02", "03", "04", "16", "17", "25", "30"))
    return Value(value.choice("0126789") + digits(value, 8) + code, "NL_BIG")


def agb(value: Random, form: Random) -> Value:
    number = value.choice(("01", "03", "04", "07", "12", "18", "94", "84")) + digits(value, 6)
    return Value(number if form.random() < 0.8 else f"{number[:2]}-{number[2:]}", "NL_AGB")


def vnummer(value: Random, form: Random) -> Value:
    number = "2" + digits(value, 9)
    return Value(number if form.random() < 0.75 else grouped(number, (3, 3, 4), form.choice(" .")), "NL_VNUMMER")


def own_number(entity: str) -> Kind:
    """A number that an organisation hands out by its own rules."""

    def kind(value: Random, form: Random) -> Value:
        shape = pick(
            form,
            (
                (30, "#####"),
                (20, "######"),
                (14, "0000#"),
                (10, "@-#####"),
                (8, "@@####"),
                (8, "####-##"),
                (10, "#######"),
            ),
        )
        drawn = "".join(value.choice({"#": "123456789", "@": "DEKLMP"}.get(c, c)) for c in shape)
        return Value(drawn, entity)

    return kind


_LATE = "GHJKLNPRSTXZ"
_LAYOUTS = (
    (22, "L-999-LL"), (20, "LL-999-L"), (16, "9-LLL-99"), (12, "99-LLL-9"), (12, "99-LL-LL"), (5, "LL-LL-99"),
    (4, "LLL-99-L"), (3, "99-LL-99"), (3, "LL-99-LL"), (2, "LL-99-99"), (1, "V-999-LL"),
)  # fmt: skip


def kenteken(value: Random, form: Random) -> Value:
    layout = pick(value, _LAYOUTS)
    plate = "SS"
    while "SS" in plate or "000" in plate:  # never issued
        plate = "".join(value.choice({"L": _LATE, "9": "0123456789"}.get(c, c)) for c in layout)
    style = pick(form, ((74, "-"), (14, ""), (5, " "), (7, "lower")))
    if style == "lower":
        return Value(plate.lower(), "NL_KENTEKEN")
    return Value(plate.replace("-", style), "NL_KENTEKEN")


_DOC = "ABCDEFGHIJKLMNPQRSTUVWXYZ"


def document(value: Random, form: Random) -> Value:
    first = value.choice("NNNNIIIIBSRA") + value.choice(_DOC)
    middle = "".join(value.choice(_DOC + "123456789" * 2) for _ in range(6))
    text = first + middle + value.choice("123456789")
    return Value(text if form.random() < 0.96 else text.lower(), "NL_DOCUMENTNUMMER")


def permit(value: Random, form: Random) -> Value:
    return Value("V" + "".join(value.choice(_DOC + "123456789" * 4) for _ in range(8)), "NL_DOCUMENTNUMMER")


def _mrz_digit(field: str) -> str:
    return str(sum((0 if c == "<" else int(c, 36)) * (7, 3, 1)[i % 3] for i, c in enumerate(field)) % 10)


_SURNAMES = ("JANSEN", "DE<WIT", "VAN<DER<MEER", "YILMAZ", "BAKKER")


def mrz(value: Random, form: Random) -> Value:
    """A passport, an identity card or a licence; before August 2021 with the BSN."""
    number = document(value, Random(1)).text.upper()
    born = f"{value.randrange(30, 99)}{value.randrange(1, 13):02}{value.randrange(1, 29):02}"
    expires = f"{value.randrange(24, 34)}{value.randrange(1, 13):02}{value.randrange(1, 29):02}"
    names = value.choice(_SURNAMES) + "<<" + value.choice(("SANNE", "PIETER<JAN", "FATIMA", "LARS"))
    kind, old = pick(value, ((45, "TD3"), (40, "TD1"), (15, "DL"))), value.random() < 0.5
    inside: tuple[str, ...] = ("NL_DOCUMENTNUMMER", *(("NL_BSN",) if old else ()))
    if kind == "DL":
        row = "D1NLD1" + digits(value, 10, "3456") + "".join(value.choice("0123456789BCDFGHJK") for _ in range(13))
        return Value(row + _mrz_digit(row), "MRZ", ("NL_RIJBEWIJSNUMMER",))
    born, expires, checked = (field + _mrz_digit(field) for field in (born, expires, number))
    optional = (_nine(value) if old else "").ljust(14 if kind == "TD3" else 15, "<")
    sex = value.choice("FM")
    if kind == "TD3":
        tail = optional + (_mrz_digit(optional) if old else value.choice("0<"))
        rows = [f"P<NLD{names}".ljust(44, "<"), f"{checked}NLD{born}{sex}{expires}{tail}"]
        rows[1] += _mrz_digit(checked + born + expires + tail)
    else:
        rows = [f"I<NLD{checked}{optional}", f"{born}{sex}{expires}NLD".ljust(29, "<"), names.ljust(30, "<")]
        rows[1] += _mrz_digit(rows[0][5:30] + born + expires + "<" * 11)
    return Value("\n".join(rows), "MRZ", inside)


KINDS: dict[str, Kind] = {
    "bsn": bsn, "bsn8": bsn_short, "bsnboxes": bsn_boxes, "rsin": rsin, "lh": lh, "btw": btw, "ob": ob, "kvk": kvk,
    "vestiging": vestiging, "iban": iban, "bank": bank, "giro": giro, "kenmerk": kenmerk, "kenmerktax": kenmerk_tax,
    "kenmerkshort": kenmerk_short,
    "card": card, "onderwijs": onderwijs, "rijbewijs": rijbewijs, "big": big, "agb": agb, "vnummer": vnummer,
    "pers": own_number("NL_PERSONEELSNUMMER"), "klant": own_number("NL_KLANTNUMMER"), "kenteken": kenteken,
    "doc": document, "permit": permit, "mrz": mrz,
}  # fmt: skip
