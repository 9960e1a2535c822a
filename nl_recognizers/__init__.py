"""Recognisers for Dutch personal data: a file per identifier, found by being here.

Where Presidio is installed, each file is also a Presidio class: ``nl_recognizers.NlBsnRecognizer()``.
"""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    if name.startswith("Nl") and name.endswith("Recognizer"):
        from piiscan.presidio import recognizer_class

        return recognizer_class(__name__, name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
