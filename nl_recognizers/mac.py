"""MAC-adres: the hardware address of a network card, so of a device and whoever carries it.

Form: six pairs of hexadecimal digits with colons or dashes, or three groups of four with dots.

Worth of the check: the form is strong. All zeros and all ones are nobody's; pairs without a letter may be any numbers.

Source: IEEE 802-2014, 8; AP, onderzoek wifi-tracking (a MAC address is personal data).
"""

from __future__ import annotations

import re

from piiscan.recognizer import Pattern, Recognizer, plain

__all__ = ["RECOGNIZER", "is_valid"]

_FORM = re.compile(r"[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}")


def is_valid(text: str) -> bool:
    """Whether a written form is the address of one device.

    >>> is_valid("3c:22:fb:9a:0e:41"), is_valid("3c22.fb9a.0e41"), is_valid("ff:ff:ff:ff:ff:ff")
    (True, True, False)
    """
    return bool(_FORM.fullmatch(plain(text))) and len(set(_digits(text))) > 1


def _digits(text: str) -> str:
    return re.sub("[^0-9a-f]", "", plain(text).lower())


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    return (("no letter in it", -4.0),) if _digits(text).isdigit() else ()


RECOGNIZER = Recognizer(
    entity="MAC_ADDRESS",
    forms=(
        Pattern(
            r"(?:[0-9A-F]{2}[:\-]){5}[0-9A-F]{2}|(?:[0-9A-F]{4}\.){2}[0-9A-F]{4}",
            ignore_case=True,
            left=r"0-9A-Za-z_.:\-",
            right=r"0-9A-Za-z_:\-",
            anchor=r"\b(?:[0-9A-F]{2}[:\-]){5}[0-9A-F]{2}\b|\b(?:[0-9A-F]{4}\.){2}[0-9A-F]{4}\b",
            reach=20,
        ),
    ),
    check=is_valid,
    prior=3.0,
    context=("mac", "mac adres", "mac address", "macadres", "hwaddr", "ether", "bssid", "wifi", "bluetooth"),
    label_weight=4.0,
    negative_weight=-1.0,
    adjust=_adjust,
    examples=("MAC 3c:22:fb:9a:0e:41", "3C-22-FB-9A-0E-41 kreeg adres", "switch 3c22.fb9a.0e41"),
    counterexamples=(
        "ff:ff:ff:ff:ff:ff",
        "12-34-56-78-90-12",
        "3c:22:fb:9a:0e:41:77:90:12:34",
        "00:00:00:00:00:00",
    ),
)
