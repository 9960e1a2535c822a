"""What a scan or a redaction is told: entities, thresholds, limits, own patterns, allowed values; from TOML or code.

Nothing is ever read from the scanned data, and no setting is global. ``examples/piiscan.toml`` shows every key. An
unknown key, or a value that cannot be used, is a `ConfigError` that names the file and the key, before a scan starts.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NoReturn, Self

from piiscan.allow import Allow
from piiscan.categories import ENTITIES, category
from piiscan.errors import ConfigError
from piiscan.own import OwnPattern, is_entity_name
from piiscan.table import Table, as_share, meant

__all__ = ["Allow", "Config", "Limits", "OwnPattern", "Threshold"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The budget of one top-level file, shared by everything inside it. A limit reached is never clean."""

    depth: int = 16
    members: int = 100_000
    produced: int = 4 << 30
    """Bytes really produced by unpacking."""
    ratio: int = 200
    """Produced bytes per byte of the file, looked at after ``ratio_after`` bytes."""
    ratio_after: int = 10 << 20
    part: int = 256 << 20
    """Bytes of one blob that a parser may need in memory at once."""
    pixels: int = 200_000_000
    pages: int = 20_000
    seconds: float = 3600.0
    """Wall time of one top-level file."""
    stall: float = 60.0
    """Wall time without any progress."""
    memory: int = 2 << 30
    """Address space of a worker."""
    findings: int = 100_000
    """Findings kept per file."""
    per_entity: int = 1000
    """Findings of one entity kept per file by a scan; those beyond are counted."""

    @classmethod
    def read(cls, table: Table) -> Limits:
        """Reads the table ``[limits]``.

        Raises:
            ConfigError: an unknown key, or a value that is no number above zero.
        """
        values: dict[str, Any] = {}
        for known in dataclasses.fields(cls):
            value = table.get(known.name)
            kinds = (int, float) if isinstance(known.default, float) else (int,)
            if value is not None and (isinstance(value, bool) or not isinstance(value, kinds) or not value > 0):
                table.fail(known.name, "is no number above zero" if len(kinds) > 1 else "is no whole number above zero")
            values |= {} if value is None else {known.name: value}
        table.end()
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which score on one entity counts, where that is not as for the others.

    Arguments:
        entity: the kind.
        min_score: the threshold of reporting; None for that of the others.
        redact_score: the threshold of redaction; None for that of the others.
    """

    entity: str
    min_score: float | None = None
    redact_score: float | None = None

    def __post_init__(self) -> None:
        for name in ("min_score", "redact_score"):
            if getattr(self, name) is not None:
                as_share(getattr(self, name), f"entities.{self.entity}.{name}")


_REPORT = 0.5
_REDACT = 0.2


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that a `Scanner` or a `Redactor` is told.

    Arguments:
        profile: ``"fast"`` (entities with a form, no OCR) or ``"full"``.
        entities: only these; None for all.
        min_score: the threshold of reporting.
        redact_score: the threshold of redaction, lower: missing costs more than cutting too much.
        ocr: ``"auto"``, ``"always"`` or ``"never"``; ``fast`` never does.
        allow: what is never reported (a company's own IBAN); a set of values, or an `Allow`.
        patterns: the user's own.
        packs: names of third-party recogniser packs to load beside our own.
        passwords: tried in turn on encrypted files.
        limits: the budget per top-level file.
        thresholds: those of single entities.
        path: the file that this was read from, for errors.

    Raises:
        ConfigError: a value that cannot be used.
    """

    profile: Literal["fast", "full"] = "full"
    entities: frozenset[str] | None = None
    min_score: float = _REPORT
    redact_score: float = _REDACT
    ocr: Literal["auto", "always", "never"] = "auto"
    allow: Allow | frozenset[str] = frozenset()
    patterns: tuple[OwnPattern, ...] = ()
    packs: tuple[str, ...] = ()
    passwords: tuple[str, ...] = field(default=(), repr=False)
    limits: Limits = Limits()
    thresholds: tuple[Threshold, ...] = ()
    path: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        for name in ("min_score", "redact_score"):
            as_share(getattr(self, name), name, self.path)
        if self.profile not in ("fast", "full"):
            self._fail("profile", "is neither fast nor full")
        if self.ocr not in ("auto", "always", "never"):
            self._fail("ocr", "is none of auto, always, never")
        if self.entities is not None:
            if not self.entities:
                self._fail("entities", "is empty; no entity is left to look for")
            if isinstance(self.entities, str) or not all(isinstance(entity, str) for entity in self.entities):
                self._fail("entities", "is no set of names")
            object.__setattr__(self, "entities", frozenset(self.entities))
        self._agree()
        if not isinstance(self.allow, Allow):
            Allow.of(self.allow)  # refuses what cannot be compared
        if not self.packs:  # what a pack looks for is known when it is loaded: `require`
            self._know(ENTITIES)

    @classmethod
    def full(cls, **changes: Any) -> Self:
        """Everything that is installed: forms, OCR, identity documents."""
        return cls(profile="full", **changes)

    @classmethod
    def fast(cls, **changes: Any) -> Self:
        """Only entities with a form; no model, no OCR."""
        return cls(profile="fast", ocr="never", **changes)

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Reads a TOML file.

        Raises:
            ConfigError: the file is missing, is no TOML, or holds an unknown key or a wrong value.
        """
        import tomllib

        try:
            data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            # the rest of its text may quote the file, which may hold passwords
            where = "".join(str(error).partition("(at ")[1:]).strip("()")
            raise ConfigError(f"is no TOML {where}".strip(), str(path)) from None
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"cannot be read ({type(error).__name__})", str(path)) from None
        return cls.from_dict(data, str(path))

    @classmethod
    def from_dict(cls, data: dict[str, Any], path: str = "") -> Self:
        """Builds a Config from plain data, as `to_dict` gives it.

        Raises:
            ConfigError: an unknown key or a wrong value; names the file and the key.
        """
        table = Table(data, path)
        values: dict[str, Any] = {
            "profile": table.text("profile", "full"),
            "min_score": table.share("min_score", _REPORT),
            "redact_score": table.share("redact_score", _REDACT),
            "ocr": table.text("ocr", "auto"),
            "allow": _allow(table),
            "patterns": tuple(map(OwnPattern.read, table.tables("patterns"))),
            "packs": table.texts("packs"),
            "passwords": table.texts("passwords"),
            "limits": Limits.read(table.table("limits")),
        }
        values["entities"], values["thresholds"] = _entities(_as_table(table, "entities", "only"))
        table.end()
        return cls(**values, path=path)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON: what a worker is given."""
        data = dataclasses.asdict(self)
        data["patterns"] = [pattern.to_dict() for pattern in self.patterns]
        own = {t.pop("entity"): {k: v for k, v in t.items() if v is not None} for t in data.pop("thresholds")}
        data["entities"] = {**({} if self.entities is None else {"only": sorted(self.entities)}), **own}
        data["allow"] = self.allow.to_dict() if isinstance(self.allow, Allow) else sorted(self.allow)
        del data["path"]
        return data

    @property
    def allowed(self) -> Allow:
        """What is never reported."""
        return self.allow if isinstance(self.allow, Allow) else Allow.of(self.allow)

    def category(self, entity: str) -> str:
        """The line of the privacy statement for an entity; that of a pattern of the user's own where it names one."""
        own = (pattern.category for pattern in self.patterns if pattern.entity == entity and pattern.category)
        return next(own, category(entity))

    def threshold(self, entity: str, *, redact: bool = False) -> float:
        """From which score on an entity is reported, or cut from a copy."""
        for own in self.thresholds:
            if own.entity == entity:
                score = own.redact_score if redact else own.min_score
                if score is not None:
                    return score
        return self.redact_score if redact else self.min_score

    def lowest(self, *, redact: bool = False) -> float:
        """The lowest threshold of any entity."""
        own = [self.threshold(threshold.entity, redact=redact) for threshold in self.thresholds]
        return min([self.redact_score if redact else self.min_score, *own])

    def require(self, sought: Collection[str]) -> None:
        """Refuses a configuration by which nothing would be found, or that names what nobody knows.

        Arguments:
            sought: every entity that some recogniser or detector can report.

        Raises:
            ConfigError: an entity is known to nobody, or nothing looks for any of the chosen ones.
        """
        self._know({*ENTITIES, *sought})
        if self.entities is not None and self.entities.isdisjoint(sought):
            self._fail("entities", f"nothing that is installed looks for {', '.join(sorted(self.entities))}")

    def _know(self, entities: Iterable[str]) -> None:
        known = {*entities, *(pattern.entity for pattern in self.patterns)}
        named = {
            "entities": {*(self.entities or ()), *(threshold.entity for threshold in self.thresholds)},
            "allow": self.allowed.entities,
        }
        for key, names in named.items():
            if unknown := sorted(names - known):
                self._fail(key, f"no entity is called {', '.join(unknown)}{meant(unknown[0], known)}")

    def _agree(self) -> None:
        """Refuses what is said twice, differently."""
        names = [threshold.entity for threshold in self.thresholds]
        if len(names) != len(set(names)):
            self._fail("entities", "one of them has two thresholds")
        lines: dict[str, str] = {}
        for pattern in self.patterns:
            if pattern.category and lines.setdefault(pattern.entity, pattern.category) != pattern.category:
                raise ConfigError(f"{pattern.where}.category: {pattern.entity} has another one above", pattern.path)
        if len(set(self.patterns)) != len(self.patterns):
            self._fail("patterns", "one of them stands there twice")

    def _fail(self, key: str, why: str) -> NoReturn:
        raise ConfigError(f"{key}: {why}", self.path)


def _allow(table: Table) -> Allow | frozenset[str]:
    value = table.get("allow")
    if isinstance(value, dict):
        return Allow.read(table.table("allow"))
    values = table.texts("allow")
    Allow.read(Table({"values": values}, table.path))
    return frozenset(values)


def _as_table(table: Table, key: str, listed: str) -> Table:
    """A table, for which a list is short: the list is its key ``listed``."""
    value = table.get(key)
    short = isinstance(value, (list, tuple, set, frozenset))
    return Table({listed: value} if short else value if value is not None else {}, table.path, key)


def _entities(table: Table) -> tuple[frozenset[str] | None, tuple[Threshold, ...]]:
    """Reads ``[entities]``: which ones, and the thresholds of single ones."""
    names = table.texts("only")
    only = frozenset(names) if "only" in table else None
    thresholds = []
    for entity in [name for name in table.unasked() if is_entity_name(name)]:
        value = table.get(entity)
        if not isinstance(value, dict):
            thresholds.append(Threshold(entity, as_share(value, f"entities.{entity}", table.path)))
            continue
        own = table.table(entity)
        scores = {name: own.share(name, 0.0) if name in own else None for name in ("min_score", "redact_score")}
        own.end()
        thresholds.append(Threshold(entity, **scores))
    table.end()
    return only, tuple(sorted(thresholds, key=lambda threshold: threshold.entity))
