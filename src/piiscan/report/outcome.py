"""What a redaction did, as the record of ``--report`` and as a sentence for a person."""

from __future__ import annotations

from typing import Any

from piiscan.errors import PiiscanError

__all__ = ["record", "refusal", "sentence"]


def record(source: str, target: str, done: Any) -> dict[str, Any]:
    """The JSON record of a redaction or of a copy of an identity document.

    Arguments:
        source: the path that was read, as reports show it.
        target: the path that was written.
        done: a `piiscan.redact.Redaction` or a `piiscan.redact_idcopy.IdCopy`.
    """
    return {
        "source": source,
        "target": target,
        "status": done.status,
        "mode": getattr(done, "mode", None),
        "areas": [
            {"page": page, "entity": entity, "polygon": [list(point) for point in polygon], "score": round(score, 4)}
            for page, entity, polygon, score in getattr(done, "areas", ())
        ],
        "missing": list(getattr(done, "missing", ())),
        "doubts": list(getattr(done, "doubts", ())),
        "removed": dict(getattr(done, "removed", {})),
        "dropped": list(getattr(done, "dropped", ())),
        "uninspected": list(getattr(done, "uninspected", ())),
        "verified_by": list(done.verified_by),
    }


def refusal(source: str, status: str, error: PiiscanError) -> dict[str, Any]:
    """The JSON record of a file for which nothing was written.

    Arguments:
        source: the path that was read, as reports show it.
        status: ``"refused"`` or ``"review"``.
        error: why.
    """
    empty: dict[str, Any] = {"target": None, "status": status, "mode": None, "areas": [], "missing": []}
    missing = list(getattr(error, "missing", ()))
    tail: dict[str, Any] = {"removed": {}, "dropped": [], "uninspected": [], "verified_by": []}
    return {"source": source, **empty, "missing": missing, **tail, "reason": error.reason}


def sentence(source: str, target: str, done: Any) -> str:
    """One line for the terminal: what was removed, where the copy stands, how it was verified."""
    mode = getattr(done, "mode", "")
    doubts = f" ({'; '.join(done.doubts)})" if getattr(done, "doubts", ()) else ""
    what = "keep: all black but what may stay" if mode == "keep" else (mode and f"{mode}: ") + _counted(done)
    return f"{source} -> {target}: {what}{doubts}; verified by {', '.join(done.verified_by)}"


def _counted(done: Any) -> str:
    removed = dict(getattr(done, "removed", {}))
    for _, entity, _, _ in getattr(done, "areas", ()):
        removed[entity] = removed.get(entity, 0) + 1
    return ", ".join(f"{count} {entity}" for entity, count in sorted(removed.items())) or "nothing found"
