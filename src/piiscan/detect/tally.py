"""What is remembered from one text of a file to the next: pass rates, findings counted, recognisers that failed.

One Tally serves one blob. Without one (a single text, a redaction) nothing is capped.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from piiscan.errors import RecognizerFailed

__all__ = ["Rate", "Tally"]


@dataclass(slots=True)
class Rate:
    """How many numbers of a column were tried against a check sum, how many passed, and how they follow each other."""

    tried: int = 0
    passed: int = 0
    steps: int = 0
    even_steps: int = 0

    @property
    def in_series(self) -> bool:
        """Whether nearly every number follows on the one before by the same small step, as those of invoices do."""
        return self.steps >= 4 and self.even_steps >= 0.8 * self.steps


@dataclass(slots=True)
class Tally:
    """The memory of one blob.

    Arguments:
        cap: how many findings of an entity are kept; those beyond are counted. None for all.
        kept: findings so far, per entity.
        beyond: candidates that passed their check after the cap was reached; they were not weighed one by one.
        rates: per form, table and column.
        failed: entities whose recogniser raised or ran out of time, and which of the two.
    """

    cap: int | None = None
    kept: Counter[str] = field(default_factory=Counter)
    beyond: Counter[str] = field(default_factory=Counter)
    rates: dict[tuple[int, str, int], Rate] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def is_full(self, entity: str) -> bool:
        """Whether no further finding of this entity is kept."""
        return self.cap is not None and self.kept[entity] >= self.cap

    def must_be_whole(self) -> None:
        """Raises `RecognizerFailed` where a recogniser failed."""
        for what in sorted(self.failed):
            raise RecognizerFailed(f"recognizer:{what}")

    def rate(self, form: int, table: str, column: int) -> Rate:
        """The rate of a column; a new one where none is known."""
        return self.rates.setdefault((form, table, column), Rate())
