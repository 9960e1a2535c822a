"""Recognisers for Dutch personal data: a file per identifier, found by being here.

Where Presidio is installed, each file is also a Presidio class: ``nl_recognizers.NlBsnRecognizer()``. With this package
and Presidio imported, in whatever order, a YAML file of Presidio finds them by name (``type: predefined``).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

_PRESIDIO = "presidio_analyzer"


def __getattr__(name: str) -> Any:
    if name.startswith("Nl") and name.endswith("Recognizer"):
        from piiscan.presidio import recognizer_class

        return recognizer_class(__name__, name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")


def _register() -> None:
    from piiscan.presidio import register

    register(__name__)


class _BesidePresidio:
    """Makes the classes when Presidio is imported: it looks a class up by name among those that exist.

    Importing Presidio from here instead would cost everybody a second who only scans.
    """

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname == _PRESIDIO else None
        if spec is None or spec.loader is None:
            return None
        execute = spec.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            execute(module)
            _register()

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


if sys.modules.get(_PRESIDIO):
    _register()
else:
    sys.meta_path.insert(0, _BesidePresidio())
