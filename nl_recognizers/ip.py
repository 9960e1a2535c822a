"""IP-adres: the address of a device on a network; with a time it leads to a subscriber.

Form: four numbers of 0 to 255 with dots (IPv4), or groups of hexadecimal digits with colons (IPv6).

Worth of the check: the form is strong, but version and section numbers (1.2.3.4) look the same. Private addresses name
a device inside one network only, those of documentation nobody's: both weigh less. Loopback, netmask and broadcast
addresses are never anybody's.

Source: RFC 791, RFC 4291; RFC 1918 and RFC 5737 for private and documentation ranges; HvJ EU C-582/14 (Breyer).
"""

from __future__ import annotations

import ipaddress
import re

from piiscan.recognizer import Digits, Pattern, Recognizer, plain

__all__ = ["RECOGNIZER", "is_valid"]

_DOCUMENTATION = tuple(
    map(ipaddress.ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"))
)


def is_valid(text: str) -> bool:
    """Whether a written form is the address of one device.

    >>> is_valid("84.104.22.9"), is_valid("2a02:a45f:1::17"), is_valid("256.1.1.1"), is_valid("127.0.0.1")
    (True, True, False, False)
    """
    address = _address(text)
    if address is None or address.is_loopback or address.is_multicast or address.is_unspecified:
        return False
    return not (address.version == 4 and text.startswith("255."))


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(plain(text))
    except ValueError:
        return None


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    address = _address(text)
    if address is None:
        return ()
    if any(address in network for network in _DOCUMENTATION if network.version == address.version):
        return (("documentation range", -1.5),)
    if address.version == 6:
        short = len(re.sub("[^0-9a-fA-F]", "", text)) < 7
        return (("short address", -3.5),) if short else ()
    if max(map(int, text.split("."))) < 64 and not text.startswith("10."):
        return (("small numbers", -4.0),)
    return (("private range", -1.0),) if address.is_private else ()


_V4 = r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?:\.[0-9]{1,9}){0,20}"
"""Longer rows of numbers with dots as well, so that no piece of one counts."""
_H = "[0-9A-Fa-f]{1,4}"
_TAIL = rf"(?:(?:[0-9]{{1,3}}\.){{3}}[0-9]{{1,3}}|{_H})"
# whole, or with a double colon: a time of day has neither
_V6 = rf"(?:(?:{_H}:){{1,7}}:(?:{_H}:){{0,6}}{_TAIL}?|::(?:{_H}:){{0,6}}{_TAIL}|(?:{_H}:){{6,7}}{_TAIL})"

RECOGNIZER = Recognizer(
    entity="IP_ADDRESS",
    forms=(
        Digits(lengths=tuple(range(4, 13)), groups=(((1, 3),) * 4,), separators=".", bare=False),
        # a log names what failed before the address: failed password for root from ...
        Pattern(
            rf"(?:from|rhost|client|vanaf)[ :=]{{1,2}}(?P<value>{_V4})",
            right="0-9A-Za-z_",
            labelled=True,
            anchor=r"(?:from|rhost|client|vanaf)[ :=]{1,2}[0-9]{1,3}\.[0-9]{1,3}\.",
            reach=240,
        ),
        Pattern(
            _V6,
            left=r"0-9A-Za-z_.:\-",
            right="0-9A-Za-z_:",
            anchor=r"\b[0-9A-Fa-f]{1,4}::|::[0-9A-Fa-f]{1,4}\b|\b(?:[0-9A-Fa-f]{1,4}:){6}",
            reach=60,
        ),
    ),
    check=is_valid,
    prior=3.0,
    context=("ip", "ip adres", "ip address", "ipv4", "ipv6", "client ip", "remote addr", "x forwarded for", "host"),
    negative_context=(
        "versie",
        "version",
        "firmware",
        "release",
        "build",
        "driver",
        "paragraaf",
        "hoofdstuk",
        "sectie",
        "section",
        "oid",
    ),
    label_weight=4.0,
    foreign_weight=0.0,
    adjust=_adjust,
    adjust_limit=0.0,
    examples=(
        '84.104.22.9 - - "GET /mijn/dossier HTTP/1.1" 200',
        "ingelogd vanaf 192.168.1.20",
        "IP-adres: 2a02:a45f:1:b::17",
        "verbinding van ::ffff:84.104.22.9",
        "ip 1.2.3.4",
    ),
    counterexamples=(
        "versie 84.104.22.9",
        "Zie paragraaf 1.2.3.4.",
        "firmware v10.20.30.40",
        "luistert op 127.0.0.1:8000",
        "om 12:30:45 uur",
    ),
)
