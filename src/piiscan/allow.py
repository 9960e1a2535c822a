"""Values that are nobody's personal data: the company's own IBAN, KvK-nummer and telephone, its role mailboxes.

In a configuration it is the table ``[allow]``::

    [allow]
    IBAN_CODE = ["NL86 INGB 0002 4455 88"]       # exactly this value, where it is read as this entity
    PHONE_NUMBER = ["020 123 45 67"]             # +31 20 1234567 is the same number
    values = ["999990019"]                       # whatever it is read as
    regexes = ['2024[0-9]{5}']                   # RE2, over the whole value
    domains = ["voorbeeld.nl"]                   # the company's own domains,
    mailboxes = ["info", "administratie"]        # and the mailboxes there that are no person's; "*" for all
    redact = false

Values are compared without blanks, case and separators. What is allowed is not reported. It **is** removed from a
redacted copy all the same, because a copy that goes out fails closed: a person's number that happens to fit a pattern
of this list must not stand in it. ``redact = true`` leaves allowed values in copies too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from piiscan.errors import ConfigError
from piiscan.linear import compiled
from piiscan.own import is_entity_name
from piiscan.table import Table

__all__ = ["Allow", "AllowList"]

_ANY = ""
_DOMAIN = re.compile(r"[^\W_](?:[\w\-]*[^\W_])?(?:\.[^\W_](?:[\w\-]*[^\W_])?)+")
_ABROAD = re.compile(r"\(?(?:\+|00) ?31\)?")


@dataclass(frozen=True, slots=True)
class Allow:
    """What is never reported, as data.

    Arguments:
        values: pairs of an entity (empty for any) and a value.
        regexes: RE2 patterns; a value that one matches as a whole is allowed, whatever it is read as.
        domains: the company's own domains of mail.
        mailboxes: what stands before the @ in mail addresses of those domains that are no person's; ``"*"`` for all.
        redact: whether allowed values stay in redacted copies as well.

    Raises:
        ConfigError: a value without letters or digits, a pattern that cannot be used, domains without mailboxes.
    """

    values: frozenset[tuple[str, str]] = frozenset()
    regexes: tuple[str, ...] = ()
    domains: frozenset[str] = frozenset()
    mailboxes: frozenset[str] = frozenset()
    redact: bool = False

    def __post_init__(self) -> None:
        for entity, value in self.values:
            if not _bare(value):
                raise ConfigError(f"allow.{entity or 'values'}: holds a value without letters and digits")
        for regex in self.regexes:
            compiled(regex, "allow.regexes")
        if bool(self.domains) != bool(self.mailboxes):
            raise ConfigError('allow.mailboxes: domains and mailboxes need each other; all mailboxes are ["*"]')
        if any(not _DOMAIN.fullmatch(domain) for domain in self.domains):
            raise ConfigError("allow.domains: holds something that is no domain, such as voorbeeld.nl")
        if any("@" in mailbox.removesuffix("@") for mailbox in self.mailboxes):
            raise ConfigError("allow.mailboxes: only what stands before the @ belongs here")

    @classmethod
    def of(cls, values: Iterable[str]) -> Allow:
        """Allows values whatever they are read as."""
        return cls(values=frozenset((_ANY, value) for value in values))

    @classmethod
    def read(cls, table: Table) -> Allow:
        """Reads the table ``[allow]``.

        Raises:
            ConfigError: an unknown key or a wrong value; names the file and the key.
        """
        settings: dict[str, Any] = {
            "regexes": table.texts("regexes"),
            "domains": frozenset(table.texts("domains")),
            "mailboxes": frozenset(table.texts("mailboxes")),
            "redact": table.flag("redact"),
        }
        values = {(_ANY, value) for value in table.texts("values")}
        for entity in [key for key in table.unasked() if is_entity_name(key)]:
            values |= {(entity, value) for value in table.texts(entity)}
        table.end()
        try:
            return cls(values=frozenset(values), **settings)
        except ConfigError as error:
            raise ConfigError(error.reason, table.path) from None

    @property
    def entities(self) -> frozenset[str]:
        """The entities that are named."""
        return frozenset(entity for entity, _ in self.values if entity)

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as `read` takes it."""
        by_entity: dict[str, list[str]] = {}
        for entity, value in sorted(self.values):
            by_entity.setdefault(entity or "values", []).append(value)
        return {
            **by_entity,
            "regexes": list(self.regexes),
            "domains": sorted(self.domains),
            "mailboxes": sorted(self.mailboxes),
            "redact": self.redact,
        }


class AllowList:
    """Tells whether a value is allowed; made once, asked for every match.

    Arguments:
        allow: what is allowed.
    """

    def __init__(self, allow: Allow) -> None:
        self.redact = allow.redact
        self._values = frozenset((entity, form) for entity, value in allow.values for form in _forms(value))
        self._regexes = [compiled(regex, "allow.regexes") for regex in allow.regexes]
        self._domains = frozenset(map(str.casefold, allow.domains))
        self._mailboxes = frozenset(mailbox.casefold().removesuffix("@") for mailbox in allow.mailboxes)

    def __bool__(self) -> bool:
        return bool(self._values or self._regexes or self._domains)

    def has(self, entity: str, value: str) -> bool:
        """Whether a value that was read as this entity is allowed."""
        if not self:
            return False
        forms = _forms(value) if entity == "PHONE_NUMBER" else (_bare(value),)
        return (
            any((of, form) in self._values for form in forms for of in (_ANY, entity))
            or any(regex.fullmatch(_plain(value)) for regex in self._regexes)
            or self._is_role(_plain(value))
        )

    def _is_role(self, value: str) -> bool:
        mailbox, at, domain = value.casefold().rpartition("@")
        return bool(at) and domain in self._domains and not self._mailboxes.isdisjoint((mailbox, "*"))


def _forms(value: str) -> tuple[str, ...]:
    """What a value is compared by: bare, and a Dutch telephone number also as it is dialled inside the country.

    Source: ITU-T E.164; the trunk prefix 0 is left out, or put in brackets, behind the country code.
    """
    abroad = _ABROAD.match(_plain(value))
    if not abroad:
        return (_bare(value),)
    return _bare(value), "0" + _bare(_plain(value)[abroad.end() :]).removeprefix("0")


def _plain(value: str) -> str:
    return unicodedata.normalize("NFKC", value).strip()


def _bare(value: str) -> str:
    return "".join(filter(str.isalnum, _plain(value).casefold()))
