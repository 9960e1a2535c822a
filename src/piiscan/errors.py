"""Every error that piiscan raises on purpose.

::

    PiiscanError                  exit code
     ├─ ConfigError               2   the configuration, a threshold, a key file
     ├─ SourceError               2   the root that was asked for cannot be opened
     ├─ ReadError                 3   one blob cannot be read whole
     │   ├─ UnsupportedFormat         no format reads it                (status unsupported)
     │   ├─ Damaged                   truncated or malformed            (status corrupt)
     │   ├─ Encrypted                 a password is needed              (status encrypted)
     │   ├─ LimitExceeded             a limit of the budget was reached (status limit)
     │   └─ RecognizerFailed          one raised or took too long       (status partial)
     ├─ RedactError               3   nothing was written
     │   ├─ CannotRedact              the format or a part of it cannot be cut safely
     │   ├─ LeakFound                 the verifier still found the data in the copy
     │   └─ NeedsReview               something expected was not found
     └─ ModelError                4   a model that ships with piiscan cannot be loaded

Each carries the path of the blob and a short reason code; none carries a value found in a file.
The exceptions of parsers often quote the bytes that they choke on, so they are wrapped at the border
of a format and only their class name is kept.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "CannotRedact",
    "ConfigError",
    "Damaged",
    "Encrypted",
    "LeakFound",
    "LimitExceeded",
    "ModelError",
    "NeedsReview",
    "PiiscanError",
    "ReadError",
    "RecognizerFailed",
    "RedactError",
    "SourceError",
    "UnsupportedFormat",
]


class PiiscanError(Exception):
    """The root: everything that piiscan raises on purpose.

    Arguments:
        reason: what went wrong, in a few words of our own; never text of the file.
        path: the blob, with ``!/`` for steps inside; empty where there is none.
    """

    exit_code: ClassVar[int] = 4
    advice: ClassVar[str] = ""

    def __init__(self, reason: str, path: str = "") -> None:
        super().__init__(reason, path)
        self.reason = reason
        self.path = path

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        advice = f" ({self.advice})" if self.advice else ""
        return f"{where}{self.reason}{advice}"


class ConfigError(PiiscanError):
    """The configuration cannot be used."""

    exit_code = 2


class SourceError(PiiscanError):
    """The root that was asked for cannot be opened."""

    exit_code = 2


class ReadError(PiiscanError):
    """One blob cannot be read whole; ``status`` is what its record says."""

    exit_code = 3
    status: ClassVar[str] = "error"


class UnsupportedFormat(ReadError):
    """No format reads this content."""

    status = "unsupported"


class Damaged(ReadError):
    """The content is truncated or malformed."""

    status = "corrupt"


class Encrypted(ReadError):
    """The content needs a password."""

    status = "encrypted"
    advice = "give the password with --password-file"


class LimitExceeded(ReadError):
    """A limit of the shared budget was reached; what was read before it is still reported."""

    status = "limit"


class RecognizerFailed(ReadError):
    """A recogniser raised or took too long, so what it looks for may have been missed."""

    status = "partial"


class RedactError(PiiscanError):
    """The redaction stopped and wrote nothing."""

    exit_code = 3


class CannotRedact(RedactError):
    """The format, or something inside it, cannot be cut safely."""


class LeakFound(RedactError):
    """The verifier still found the data in the copy; the copy was thrown away."""


class NeedsReview(RedactError):
    """Something that this document must have was not found; a person has to look."""

    advice = "nothing was written; redact it by hand or use another mode"

    @property
    def missing(self) -> tuple[str, ...]:
        """The entities that were not found, as the reason names them after ``not found:``."""
        return tuple(filter(None, self.reason.partition("not found: ")[2].split(", ")))


class ModelError(PiiscanError):
    """A model that ships with piiscan cannot be loaded."""
