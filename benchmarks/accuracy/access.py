"""What lets somebody in, and from which device: passwords, PINs, users, tokens, addresses of machines.

Kinds work as in `identifiers`. Every secret is made up on the spot.
"""

from __future__ import annotations

from random import Random
from string import ascii_letters, ascii_uppercase
from string import digits as figures

from benchmarks.accuracy.identifiers import Kind, Value, digits, pick
from benchmarks.accuracy.people import WORDS, local_part

__all__ = ["KINDS"]

_PASSWORDS = ("{Word}{year}!", "{word}{two}", "W3lk0m-{word}", "{Word}#{three}", "{mixed}7", "{Word}_{Other}9")
_READABLE = "abcdefghkmnpqrstuvwxyzABCDEFGHKMNPQRSTUVWXYZ23456789"
_TOKENS = (
    ("ghp_", 36, ascii_letters + figures), ("AKIA", 16, ascii_uppercase + figures),
    ("sk-", 40, ascii_letters + figures), ("glpat-", 20, ascii_letters + figures),
)  # fmt: skip
_PROVIDERS = (77, 80, 81, 82, 83, 84, 85, 86, 87, 89, 92, 94, 143, 145, 178, 188, 212, 217, 10, 192)


def _run(value: Random, count: int, letters: str) -> str:
    return "".join(value.choice(letters) for _ in range(count))


def password(value: Random, form: Random) -> Value:
    word, other = value.choice(WORDS["word"]), value.choice(WORDS["word"])
    text = value.choice(_PASSWORDS).format(
        word=word, Word=word.title(), Other=other.title(), year=value.randrange(10, 2030),
        two=value.randrange(10, 99), three=digits(value, 3), mixed=_run(value, 10, _READABLE),
    )  # fmt: skip
    return Value(text, "CREDENTIAL")


def password_of_words(value: Random, form: Random) -> Value:
    return Value(value.choice(WORDS["word"]) + value.choice(WORDS["word"]), "CREDENTIAL")


def pin(value: Random, form: Random) -> Value:
    return Value(digits(value, value.choice((4, 4, 4, 5, 6)), "123456789"), "CREDENTIAL")


def user(value: Random, form: Random) -> Value:
    nick = local_part(value).partition("+")[0]
    return Value(value.choice((nick, nick.replace(".", ""), f"adm_{nick.replace('.', '')}")), "CREDENTIAL")


def token(value: Random, form: Random) -> Value:
    prefix, length, letters = value.choice(_TOKENS)
    return Value(prefix + _run(value, length, letters), "CREDENTIAL")


def secret(value: Random, form: Random) -> Value:
    """A key without a prefix that shows what it is."""
    return Value(_run(value, 32, "abcdef0123456789"), "CREDENTIAL")


def ip(value: Random, form: Random) -> Value:
    if form.random() < 0.12:
        parts = (value.randrange(4096, 65535), value.randrange(1, 999), value.randrange(1, 255))
        return Value("2a02:{:x}:{:x}::{:x}".format(*parts), "IP_ADDRESS")
    first = value.choice(_PROVIDERS)
    second = 168 if first == 192 else value.randrange(256)
    return Value(f"{first}.{second}.{value.randrange(256)}.{value.randrange(1, 255)}", "IP_ADDRESS")


def mac(value: Random, form: Random) -> Value:
    pairs = [f"{value.randrange(256):02x}" for _ in range(5)] + [value.choice("0a4e") + value.choice("abcdef")]
    style = pick(form, ((60, ":"), (28, "-"), (12, ".")))
    if style == ".":
        return Value(".".join(pairs[at] + pairs[at + 1] for at in (0, 2, 4)), "MAC_ADDRESS")
    return Value(style.join(pairs).upper() if form.random() < 0.4 else style.join(pairs), "MAC_ADDRESS")


KINDS: dict[str, Kind] = {
    "password": password, "passwordword": password_of_words, "pin": pin, "user": user, "token": token,
    "secret": secret, "ip": ip, "mac": mac,
}  # fmt: skip
