"""What looks like personal data and is none: the numbers, dates and codes that offices are full of.

Kinds work as in `identifiers`; none has an entity. A plain nine-digit number passes the elfproef one time in eleven, as
in real life; ``elf9`` always does.
"""

from __future__ import annotations

from random import Random

from benchmarks.accuracy.identifiers import Kind, Value, digits, elf, grouped, pick
from benchmarks.accuracy.people import full_date

__all__ = ["KINDS"]


def number(*lengths: int, first: str = "123456789") -> Kind:
    """A number of so many digits."""

    def kind(value: Random, form: Random) -> Value:
        return Value(digits(value, form.choice(lengths), first))

    return kind


def passing(value: Random, form: Random) -> Value:
    return Value(elf(value, "123456789"))


def nine_grouped(value: Random, form: Random) -> Value:
    return Value(grouped(digits(value, 9, "123456789"), (3, 3, 3), form.choice(" .-")))


def shaped(*shapes: str) -> Kind:
    """A code: # is a digit, @ a capital, ^ a hexadecimal digit, anything else itself."""

    def kind(value: Random, form: Random) -> Value:
        draw = {"#": "0123456789", "@": "ABCDEFGHKLMNPRSTUVWXZ", "^": "0123456789abcdef"}
        return Value("".join(value.choice(draw.get(c, c)) for c in form.choice(shapes)))

    return kind


def counter(value: Random, form: Random) -> Value:
    """A serial number: a few steps on from the one that the form fixes."""
    return Value(str(form.randrange(100_000_000, 990_000_000) + value.randrange(0, 60)))


def date(value: Random, form: Random) -> Value:
    return Value(full_date(value, form, 2004, 2026, loose=False))


def old_date(value: Random, form: Random) -> Value:
    """A date that could be of a birth by its year, and is not."""
    return Value(full_date(value, form, 1948, 2003, loose=False))


def bare_date(value: Random, form: Random) -> Value:
    day, month, year = value.randrange(1, 29), value.randrange(1, 13), value.randrange(1998, 2027)
    return Value(
        form.choice((f"{year}{month:02}{day:02}", f"{day:02}{month:02}{year}", f"{day:02}{month:02}{year % 100:02}"))
    )


def year(value: Random, form: Random) -> Value:
    return Value(str(value.randrange(1990, 2027)))


def day(value: Random, form: Random) -> Value:
    return Value(str(value.randrange(1, 29)))


def time(value: Random, form: Random) -> Value:
    mark = form.choice(":.:")
    return Value(f"{value.randrange(24):02}{mark}{value.randrange(60):02}")


def stamp(value: Random, form: Random) -> Value:
    month, day = value.randrange(1, 13), value.randrange(1, 29)
    hour, minute, second = value.randrange(24), value.randrange(60), value.randrange(60)
    return Value(f"2025-{month:02}-{day:02}{form.choice('T ')}{hour:02}:{minute:02}:{second:02}")


def amount(value: Random, form: Random) -> Value:
    whole, cents = value.choice((value.randrange(1, 900), value.randrange(900, 99_000))), value.randrange(100)
    style = pick(form, ((40, "€ {d},{c:02}"), (20, "{d},{c:02}"), (14, "€ {d},-"), (10, "EUR {w},{c:02}"), (10, "€{d}"),
                        (6, "{w} euro")))  # fmt: skip
    return Value(style.format(d=f"{whole:,}".replace(",", "."), c=cents, w=whole))


def large_amount(value: Random, form: Random) -> Value:
    whole = value.randrange(100_000_000, 999_999_999)
    return Value(form.choice((f"€ {whole:,}".replace(",", "."), f"€ {whole},00", f"{whole} euro")))


def ean(value: Random, form: Random) -> Value:
    body = "87" + digits(value, 10)
    total = sum(int(d) * (1 + 2 * (i % 2)) for i, d in enumerate(body))
    return Value(f"{body}{-total % 10}")


def version(value: Random, form: Random) -> Value:
    """Three numbers, one time in five four; seldom large ones."""
    most = form.choices((10, 30, 200), (6, 3, 1))[0]
    return Value(".".join(str(value.randrange(most)) for _ in range(form.choices((3, 4), (4, 1))[0])))


def typo_iban(value: Random, form: Random) -> Value:
    return Value(f"NL{value.randrange(10, 99)}{value.choice(('ABNA', 'INGB', 'RABO'))}0{digits(value, 8)}")


def said(*texts: str) -> Kind:
    """One of these."""

    def kind(value: Random, form: Random) -> Value:
        return Value(value.choice(texts))

    return kind


def plate_like(value: Random, form: Random) -> Value:
    """Shaped like a plate: a date, a unit, a model."""
    shape = value.choice(
        ("#-MRT-2#", "1#-OKT-#", "16-GB-##", "64-GB-##", "GT-#00-X", "1#-HR-2#", "XL-#00-B", "R-123-SS")
    )
    return Value("".join(value.choice("123456789") if c == "#" else c for c in shape))


def postcode_like(value: Random, form: Random) -> Value:
    """A year or a number before a word or a unit."""
    year, number = value.randrange(1990, 2027), value.randrange(1000, 3000)
    words = ("EN", "IN", "OP", "en", "in", "is", "of", "te", "op", "NV")
    units = ("KG", "MM", "kg", "mm", "km", "GB", "cc", "ml", "PK")
    return Value(value.choice((f"{year} {value.choice(words)}", f"{number} {value.choice(units)}")))


KINDS: dict[str, Kind] = {
    "n4": number(4), "n5": number(5), "n6": number(6), "n7": number(7), "n8": number(8), "n9": number(9),
    "n10": number(10), "n11": number(11), "n12": number(12), "n16": number(16, first="0123456789"),
    "z10": number(10, first="0"), "n": number(1, 2, 3), "n6to10": number(6, 7, 8, 9, 10), "elf9": passing,
    "grouped9": nine_grouped, "counter": counter, "imei": number(15, first="3"),
    "date": date, "olddate": old_date, "baredate": bare_date, "year": year, "time": time, "day": day, "stamp": stamp,
    "amount": amount, "million": large_amount, "percent": shaped("#,#%", "##%", "#%"),
    "ean": ean, "chip": shaped("528############"), "version": version, "typoiban": typo_iban,
    "platelike": plate_like, "pclike": postcode_like,
    "masked": said("********", "xxxx", "••••••", "<leeg>", "${PASSWORD}", "n.v.t.", "(verborgen)", "[redacted]"),
    "package": said("@types/node", "logo@2x.png", "git@github.com:brink/portaal.git", "root@localhost", "@media",
                    "banner@3x.jpg", "react@18.2.0"),
    "company": said("linkedin.com/company/hoogland-techniek", "https://www.facebook.com/pages/debrug",
                    "https://www.facebook.com/sharer.php", "https://github.com/features",
                    "https://www.linkedin.com/jobs"),
    "service": said("0900-8844", "0800-0543", "0900 1450", "0800 - 1351", "112", "116117", "144"),
    "localip": said("127.0.0.1", "0.0.0.0", "255.255.255.0", "127.0.0.1:8080"),
    "invoice": shaped("2025-0####", "F2025####", "20250####", "25#####", "INV-#####"),
    "article": shaped("@@-####", "######", "#######", "@####-##", "###.###.###"),
    "case": shaped("Z/25/######", "2025-######", "Z25-#####", "25.####", "#########"),
    "ticket": shaped("INC0######", "#######", "TCK-#####", "CHG00#####", "SR ########"),
    "serial": shaped("SN########", "@@@#######", "########", "#########", "@#@#####@#"),
    "track": shaped("3S@@@@#########", "JVGL0#############", "RR#########NL"),
    "uuid": shaped("^^^^^^^^-^^^^-4^^^-a^^^-^^^^^^^^^^^^"), "hash": shaped("^" * 12, "^" * 40, "^" * 7),
    "lot": shaped("#########L##", "#########L##", "L#########", "#########B##"), "vatlike": shaped("NL#########B##"),
    "print": shaped(":".join(["^^"] * 16), ":".join(["^^"] * 20)),
    "sixpairs": shaped("##-##-##-##-##-##", "##:##:##:##:##:##"), "bag": shaped("0###010000######"),
    "shelf": shaped("##-@@-##", "@@-##-##", "@-###-@@", "#-@@@-##", "@@-###-@", "@-##-##", "##-##-@@"),
    "code": shaped("@@######", "@@@#####", "@######", "@@#####@#"),
}  # fmt: skip
