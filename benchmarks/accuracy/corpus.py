"""Three sets of documents in unlike wording: to fit on, to calibrate on, to measure on.

Every family is written equally often and weighs as its share in a thousand documents of mixed office text: letters and
mail without much in them, lists of orders and logs, and now and then a payslip or a passport. The probabilities that a
fit gives are for that mix.
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from benchmarks.accuracy.grammar import Document, Gold, families, write

__all__ = ["HAND_WRITTEN", "SEEDS", "documents", "hand_written"]

SEEDS = {"fit": 20_001, "calibration": 20_002, "test": 20_003}
HAND_WRITTEN = Path(__file__).resolve().parents[3] / "shared" / "data" / "texts" / "dev.jsonl"
"""Documents by other hands than those that wrote the templates."""

_TEMPLATES = Path(__file__).parent / "templates"
_LABELS = {
    "TELEFOON": "PHONE_NUMBER", "EMAIL": "EMAIL_ADDRESS", "IBAN": "IBAN_CODE", "POSTCODE": "NL_POSTCODE",
    "BSN": "NL_BSN", "BTW_ID": "NL_BTW", "LOONHEFFINGSNUMMER": "NL_LOONHEFFINGSNUMMER", "MRZ": "MRZ",
    "KENTEKEN": "NL_KENTEKEN", "GEBOORTEDATUM": "DATE_OF_BIRTH", "KVK": "NL_KVK", "GESLACHT": "GENDER",
    "RIJBEWIJSNUMMER": "NL_RIJBEWIJSNUMMER", "PASPOORTNUMMER": "NL_DOCUMENTNUMMER", "INLOGGEGEVENS": "CREDENTIAL",
    "SOCIAL_PROFIEL": "SOCIAL_PROFILE",
}  # fmt: skip


def documents(split: str, each: int, seed: int | None = None) -> list[Document]:
    """The documents of a split.

    Arguments:
        split: ``fit``, ``calibration`` or ``test``.
        each: how many of every family.
        seed: another seed than the split's own.
    """
    found = families((_TEMPLATES / f"{split}.txt").read_text(encoding="utf-8"))
    rng = Random(SEEDS[split] if seed is None else seed)
    mean = sum(family.share for family in found) / len(found)
    return [
        write(family, Random(rng.randrange(1 << 60)), f"{family.name}-{number}", family.share / mean)
        for family in found
        for number in range(each)
    ]


def hand_written(path: Path = HAND_WRITTEN) -> list[Document]:
    """The labelled documents of a file; of the entities that it does not label nothing is judged."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        spans = [(s["start"], s["end"], _LABELS[s["label"]]) for s in data["spans"] if s["label"] in _LABELS]
        spans += [(s["start"], s["end"], "") for s in data["ignore"]]
        gold = tuple(Gold(*span, ()) for span in sorted(spans))
        found.append(Document(data["id"], "", data["text"], gold, 1.0, frozenset(_LABELS.values())))
    return found
