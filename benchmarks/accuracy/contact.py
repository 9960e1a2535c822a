"""Where fictitious people can be reached: telephone, e-mail, social media. Kinds work as in `identifiers`."""

from __future__ import annotations

from random import Random

from benchmarks.accuracy.identifiers import Kind, Value, digits, pick
from benchmarks.accuracy.people import WORDS, local_part

__all__ = ["KINDS"]

_AREAS = ("010", "020", "030", "040", "050", "070", "073", "038", "0342", "0592", "0475", "0113", "0229", "0528")
_MOBILE = (
    (26, "06-{1}{7}"), (24, "06{1}{7}"), (20, "06 {1}{1} {2} {2} {2}"), (8, "+316{1}{7}"), (5, "+31 6 {1}{7}"),
    (4, "06 - {1}{1} {2} {2} {2}"), (3, "06.{1}{1}.{2}.{2}.{2}"), (3, "+31 (0)6 {1}{3} {4}"), (2, "00316{1}{7}"),
    (3, "06 {1}{3} {4}"), (1, "(06) {1}{7}"), (1, "06/{1}{7}"),
)  # fmt: skip
_FIXED = (
    (30, "{a}-{r}"), (20, "{a} {g}"), (14, "{a} - {g}"), (10, "({a}) {g}"), (10, "{a}{r}"), (8, "+31 (0){b} {g}"),
    (8, "+31{b}{r}"),
)  # fmt: skip
_ABROAD = (
    "+32 4{2} {2} {2} {2}", "+49 17{2} {3}{4}", "0049 221 {3}{3}", "+44 7{3} {3}{3}", "+33 6 {2} {2} {2} {2}",
    "+32 2 {3} {2} {2}", "0032 475 {2} {2} {2}", "+48 5{2} {3} {3}", "+4917{2}{3}{4}",
)  # fmt: skip
_TOWNS = ("010", "020", "0521", "0548", "0412", "038", "030")
_ROLES = ("info", "administratie", "noreply", "secretariaat", "hr")
_DISGUISES = (
    (" [at] ", "."), ("(at)", "."), ("(at)", "(dot)"), (" apenstaartje ", " punt "), ("%40", "."), (" at ", " dot "),
    ("&#64;", "."),
)  # fmt: skip
_PROFILES = (
    "linkedin.com/in/{dashed}", "https://www.linkedin.com/in/{dashed}", "https://instagram.com/{name}",
    "facebook.com/{name}", "https://x.com/{low}", "www.facebook.com/{name}", "tiktok.com/@{name}",
    "https://github.com/{dashed}",
)  # fmt: skip


def _fill(value: Random, template: str) -> str:
    """The template with digits in it; ``{1}`` is one with which a mobile number goes on."""
    for size in (7, 4, 3, 2, 1):
        while f"{{{size}}}" in template:
            template = template.replace(f"{{{size}}}", digits(value, size, "123458" if size == 1 else "0123456789"), 1)
    return template


def mobile(value: Random, form: Random) -> Value:
    return Value(_fill(value, pick(form, _MOBILE)), "PHONE_NUMBER")


def fixed(value: Random, form: Random) -> Value:
    area = value.choice((*_AREAS, "088", "085"))
    rest = digits(value, 10 - len(area), "23456789")
    pairs = " ".join(rest[at : at + 2] for at in range(len(rest) % 2 and 3, len(rest), 2))
    group = f"{rest[:3]} {pairs}" if len(rest) % 2 else pairs
    return Value(pick(form, _FIXED).format(a=area, b=area[1:], r=rest, g=group), "PHONE_NUMBER")


def phone(value: Random, form: Random) -> Value:
    return mobile(value, form) if form.random() < 0.6 else fixed(value, form)


def phone_abroad(value: Random, form: Random) -> Value:
    return Value(_fill(value, value.choice(_ABROAD)), "PHONE_NUMBER")


def phone_town(value: Random, form: Random) -> Value:
    return Value(f"14 {value.choice(_TOWNS)}", "PHONE_NUMBER")


def email(value: Random, form: Random) -> Value:
    return Value(f"{local_part(value)}@{value.choice(WORDS['domain'])}", "EMAIL_ADDRESS")


def email_of_role(value: Random, form: Random) -> Value:
    return Value(f"{value.choice(_ROLES)}@{value.choice(WORDS['domain'])}", "EMAIL_ADDRESS")


def email_hidden(value: Random, form: Random) -> Value:
    at, dot = value.choice(_DISGUISES)
    domain = value.choice(("voorbeeld.nl", "familiepost.example", "debrug.example")).replace(".", dot)
    return Value(f"{local_part(value).replace('+', '.')}{at}{domain}", "EMAIL_ADDRESS")


def profile(value: Random, form: Random) -> Value:
    nick = local_part(value).partition("+")[0]
    dashed, low = nick.replace(".", "-").replace("_", "-"), nick.replace(".", "_")
    return Value(value.choice(_PROFILES).format(name=nick, dashed=dashed, low=low), "SOCIAL_PROFILE")


def handle(value: Random, form: Random) -> Value:
    return Value("@" + local_part(value).partition("+")[0], "SOCIAL_PROFILE")


KINDS: dict[str, Kind] = {
    "mobile": mobile, "fixed": fixed, "phone": phone, "abroad": phone_abroad, "14": phone_town, "email": email,
    "role": email_of_role, "hidden": email_hidden, "profile": profile, "handle": handle,
}  # fmt: skip
