"""What a scan or a redaction is told: entities, thresholds, limits, own patterns. From TOML, or built in code.

Nothing is ever read from the scanned data, and no setting is global.
"""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

from piiscan.categories import ENTITIES
from piiscan.errors import ConfigError

__all__ = ["Config", "Limits", "OwnPattern"]


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


@dataclass(frozen=True, slots=True)
class OwnPattern:
    """A pattern of the user's own: an employee number, a customer number.

    Arguments:
        entity: the kind to report.
        regex: RE2 syntax; the group ``value`` is the value where there is one.
        context: words that speak for it; without any, the pattern alone decides.
    """

    entity: str
    regex: str
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that a `Scanner` or a `Redactor` is told.

    Arguments:
        profile: ``"fast"`` (entities with a form, no OCR) or ``"full"``.
        entities: only these; None for all.
        min_score: the threshold of reporting.
        redact_score: the threshold of redaction, lower: missing costs more than cutting too much.
        ocr: ``"auto"``, ``"always"`` or ``"never"``; ``fast`` never does.
        allow: values that are never reported (a company's own IBAN), compared without blanks and case.
        patterns: the user's own.
        packs: names of third-party recogniser packs to load beside our own.
        passwords: tried in turn on encrypted files.
        limits: the budget per top-level file.
    """

    profile: Literal["fast", "full"] = "full"
    entities: frozenset[str] | None = None
    min_score: float = 0.5
    redact_score: float = 0.2
    ocr: Literal["auto", "always", "never"] = "auto"
    allow: frozenset[str] = frozenset()
    patterns: tuple[OwnPattern, ...] = ()
    packs: tuple[str, ...] = ()
    passwords: tuple[str, ...] = field(default=(), repr=False)
    limits: Limits = Limits()

    def __post_init__(self) -> None:
        for name in ("min_score", "redact_score"):
            if not 0 <= getattr(self, name) <= 1:
                raise ConfigError(f"{name} is not between 0 and 1")
        if self.profile not in ("fast", "full"):
            raise ConfigError("profile is neither fast nor full")
        if self.ocr not in ("auto", "always", "never"):
            raise ConfigError("ocr is none of auto, always, never")
        known = set(ENTITIES) | {pattern.entity for pattern in self.patterns}
        unknown = sorted((self.entities or frozenset()) - known)
        if unknown and not self.packs:
            raise ConfigError(f"no entity is called {', '.join(unknown)}")
        if self.entities is not None and not self.entities:
            raise ConfigError("no entity is left to look for")

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
        try:
            data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ConfigError(f"cannot be read as TOML ({type(error).__name__})", str(path)) from None
        return cls.from_dict(data, str(path))

    @classmethod
    def from_dict(cls, data: dict[str, Any], path: str = "") -> Self:
        """Builds a Config from plain data, as `to_dict` gives it.

        Raises:
            ConfigError: an unknown key or a wrong value.
        """
        unknown = sorted(set(data) - {f.name for f in dataclasses.fields(cls)})
        if unknown:
            raise ConfigError(f"unknown key {', '.join(unknown)}", path)
        values = dict(data)
        try:
            if values.get("entities") is not None:
                values["entities"] = frozenset(values["entities"])
            values["allow"] = frozenset(values.get("allow", ()))
            for name in ("packs", "passwords"):
                values[name] = tuple(values.get(name, ()))
            values["patterns"] = tuple(
                OwnPattern(p["entity"], p["regex"], tuple(p.get("context", ()))) for p in values.get("patterns", ())
            )
            values["limits"] = Limits(**values.get("limits", {}))
            return cls(**values)
        except (TypeError, KeyError, AttributeError):
            raise ConfigError("a value has the wrong type", path) from None

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON: what a worker is given."""
        data = dataclasses.asdict(self)
        data["entities"] = None if self.entities is None else sorted(self.entities)
        data["allow"] = sorted(self.allow)
        return data
