"""piiscan finds personal data in Dutch texts, files and copies of identity documents, and removes it.

The names below are the whole public interface; each is imported when it is first used, so that ``import piiscan`` stays
light.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from piiscan.api import redact, redact_id_copy, redact_text, scan, scan_text, scan_texts
    from piiscan.config import Config, Limits
    from piiscan.errors import PiiscanError
    from piiscan.explain import explain
    from piiscan.logs import RedactingFilter
    from piiscan.model import Finding, Problem, Status
    from piiscan.redact import Redacted, Redaction, Redactor
    from piiscan.redact_idcopy import IdCopy
    from piiscan.scan import Scanner

__version__ = "0.1.0"

_HOME = {
    "Config": "config",
    "Finding": "model",
    "IdCopy": "redact_idcopy",
    "Limits": "config",
    "PiiscanError": "errors",
    "Problem": "model",
    "Redacted": "redact",
    "RedactingFilter": "logs",
    "Redaction": "redact",
    "Redactor": "redact",
    "Scanner": "scan",
    "Status": "model",
    "explain": "explain",
    "redact": "api",
    "redact_id_copy": "api",
    "redact_text": "api",
    "scan": "api",
    "scan_text": "api",
    "scan_texts": "api",
}

__all__ = [
    "Config",
    "Finding",
    "IdCopy",
    "Limits",
    "PiiscanError",
    "Problem",
    "Redacted",
    "RedactingFilter",
    "Redaction",
    "Redactor",
    "Scanner",
    "Status",
    "__version__",
    "explain",
    "redact",
    "redact_id_copy",
    "redact_text",
    "scan",
    "scan_text",
    "scan_texts",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'piiscan' has no attribute '{name}'")
    value = getattr(import_module(f"piiscan.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    """Keeps ``piiscan.scan`` and ``piiscan.redact`` the functions, also after the modules of those names are loaded."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
