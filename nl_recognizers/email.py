"""E-mailadres: the address of a mailbox, plain or disguised against harvesters.

Form: local part, @, a domain of two labels or more, in any script; @ also as (at), [at], {at}, apenstaartje, %40 or
&#64;, and the dot as (dot), [punt] or a word between blanks. Mailboxes of a role (info@, administratie@) are addresses
too and are marked as such.

Worth of the check: the form is strong. What looks the same: packages (@types/node), images (foto@2x.png), and the user
of a repository (git@github.com:...).

Source: RFC 5321, 4.1.2 and 4.5.3.1; RFC 6531 for other scripts.
"""

from __future__ import annotations

import re

from piiscan.recognizer import Pattern, Recognizer, plain

__all__ = ["RECOGNIZER", "is_valid"]

_ADDRESS = re.compile(r"(?P<local>\w[\w.%+'&~-]{0,63})@(?P<domain>(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]*)")
_AT = re.compile(
    r" ?[\[({<] ?(?:at|apenstaartje|@) ?[\])}>] ?| apenstaart(?:je)? | -?at-? | ?@ |%40|&#0?64;|&#x40;|&commat;", re.I
)
_DOT = re.compile(r" ?[\[({<] ?(?:dot|punt) ?[\])}>] ?| (?:dot|punt) |&#46;|&#x2e;|&period;", re.IGNORECASE)
_FILES = frozenset({
    "png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "ico", "tif", "tiff", "pdf", "doc", "docx", "xls", "xlsx",
    "ppt", "pptx", "odt", "csv", "txt", "log", "xml", "json", "yaml", "yml", "toml", "css", "scss", "js", "jsx",
    "mjs", "ts", "tsx", "html", "htm", "php", "py", "rb", "sql", "sh", "bat", "exe", "dll", "zip", "gz", "tgz", "tar",
    "so", "service", "local", "lan", "dot", "reshape", "sum", "transpose", "values",
})  # fmt: skip
"""Endings of files, names inside a network, and what code writes behind a variable."""
_ROBOTS = frozenset({"git", "hg", "svn"})
_NO_MAILBOX = frozenset({
    "am", "are", "arrive", "available", "be", "buy", "eat", "find", "gather", "her", "here", "him", "is", "it", "live",
    "look", "me", "meet", "now", "only", "open", "order", "party", "see", "shop", "start", "stay", "that", "them",
    "this", "us", "visit", "was", "work",
})  # fmt: skip
"""Words before an English "at"."""
_ROLES = frozenset({
    "abuse", "administratie", "admin", "algemeen", "balie", "bestuur", "boekhouding", "contact", "facturen",
    "financien", "finance", "fg", "helpdesk", "hr", "info", "inkoop", "klantenservice", "klantcontact", "mail",
    "marketing", "noreply", "no-reply", "office", "onderhoud", "p&o", "personeelszaken", "planning", "post",
    "postmaster", "privacy", "receptie", "redactie", "sales", "secretariaat", "service", "servicedesk", "support",
    "verkoop", "vragen", "webmaster", "welkom",
})  # fmt: skip


def is_valid(text: str) -> bool:
    """Whether a written form is the address of a mailbox.

    >>> is_valid("jan(at)example(dot)nl"), is_valid("JAN_JANSEN@EXAMPLE.NL"), is_valid("jan&#64;example.nl")
    (True, True, True)
    >>> is_valid("foto@2x.png"), is_valid("git@github.com"), is_valid("user@localhost")
    (False, False, False)
    """
    local, domain = _parts(text)
    ending = domain.rpartition(".")[2].lower()
    named = local.lower() not in (_NO_MAILBOX if " at " in text else _ROBOTS) and not f"{local}{domain[:1]}".isdigit()
    return bool(local) and named and 2 <= len(ending) <= 24 and ending not in _FILES


def _parts(text: str) -> tuple[str, str]:
    """The local part and the domain of an address, disguised or not; empty where it is none."""
    address = _DOT.sub(".", _AT.sub("@", plain(text), count=1))
    match = _ADDRESS.fullmatch(address)
    if not match or ".." in address or match["local"].endswith("."):
        return "", ""
    return match["local"], match["domain"]


def _adjust(text: str) -> tuple[tuple[str, float], ...]:
    local, _ = _parts(text)
    found = [("mailbox of a role", 0.0)] if local.lower() in _ROLES else []
    if " @ " in text:
        found.append(("blanks around the sign", -2.5))
    return tuple(found)


_L = r"0-9A-Za-zÀ-ÖØ-öø-ÿ_"
_LOCAL = rf"[{_L}](?:[{_L}.%+'&~\-]{{0,62}}[{_L}+\-])?"
_LABELS = rf"(?:[{_L}][{_L}\-]{{0,62}}\.){{1,6}}[A-Za-zÀ-ÖØ-öø-ÿ][0-9A-Za-zÀ-ÖØ-öø-ÿ\-]{{0,22}}[0-9A-Za-zÀ-ÖØ-öø-ÿ]"
_CODED_AT = "%40|&#0?64;|&#x40;|&commat;"
_HIDDEN_AT = rf"(?: ?[\[({{<] ?(?:at|apenstaartje|@) ?[\])}}>] ?| apenstaart(?:je)? | @ | -at- |(?-i: AT )|{_CODED_AT})"
_HIDDEN_DOT = r"(?:\.| ?[\[({<] ?(?:dot|punt) ?[\])}>] ?| (?:dot|punt) |&#46;|&#x2e;|&period;)"
_NAME = rf"[{_L}][{_L}\-]{{0,30}}"
_SAID = rf"(?:[{_L}][{_L}\-]{{0,30}} (?:punt|dot) ){{0,3}}[{_L}](?:[{_L}.%+'&~\-]{{0,38}}[{_L}+\-])?"
_DISGUISED = (
    rf"{_SAID}(?:{_HIDDEN_AT}{_NAME}(?:{_HIDDEN_DOT}{_NAME}){{0,3}}{_HIDDEN_DOT}[A-Za-z]{{2,12}}"
    rf"| at (?:{_NAME}\.){{0,3}}{_NAME} (?:dot|punt) [A-Za-z]{{2,12}})"
)

RECOGNIZER = Recognizer(
    entity="EMAIL_ADDRESS",
    forms=(
        Pattern(
            rf"{_LOCAL}@{_LABELS}",
            left=rf"{_L}@",
            right=rf"{_L}@",
            anchor=rf"[{_L}+\-]@[{_L}][{_L}\-]{{0,62}}\.[{_L}]",
            reach=450,
        ),
        Pattern(
            rf"{_LOCAL}@[ \t]{{0,2}}\r?\n[ \t]{{0,4}}{_LABELS}",
            left=rf"{_L}@",
            right=rf"{_L}@",
            prior=-1.5,
            anchor=rf"[{_L}+\-]@[ \t]{{0,2}}\r?\n[ \t]{{0,4}}[{_L}]",
            reach=450,
        ),
        Pattern(
            _DISGUISED,
            ignore_case=True,
            left=rf"{_L}@",
            right=rf"{_L}@",
            prior=-1.0,
            anchor=(
                rf"[\[({{<] ?(?:at|apenstaartje|@) ?[\])}}>]| apenstaart| @ [{_L}]|[{_L}+\-](?:{_CODED_AT})"
                rf"| -at- |(?-i: AT )"
                rf"| at [{_L}][{_L}.\-]{{0,120}} (?:dot|punt) "
            ),
            reach=200,
        ),
    ),
    check=is_valid,
    prior=4.0,
    context=("e mail", "email", "e mailadres", "emailadres", "mailadres", "e mail address", "mail", "mailen", "mailto"),
    label_weight=3.0,
    negative_weight=0.0,
    adjust=_adjust,
    adjust_limit=0.0,
    examples=(
        "Opgeven bij Greetje: greetje.hofman@kpnmail.nl.",
        "jan(at)example(dot)nl",
        "jan apenstaartje example punt nl",
        "<JAN_JANSEN@EXAMPLE.NL>",
        "user=j.de-wit+x@sub.example.co.uk;",
        "jan@münchen.example",
    ),
    counterexamples=(
        "npm install @types/node",
        "git@github.com:a/b.git",
        "Zie foto@2x.png in de map.",
        "3 stuks @ 2,50 per stuk",
        "ssh user@localhost",
    ),
)
