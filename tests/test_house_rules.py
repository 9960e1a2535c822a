"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import nl_recognizers
import piiscan
from piiscan import errors
from piiscan.errors import PiiscanError

ROOT = Path(__file__).parents[1]
SOURCES = [*sorted((ROOT / "src").rglob("*.py")), *sorted((ROOT / "nl_recognizers").glob("*.py"))]


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_dangerous_is_called(path: Path) -> None:
    tree = ast.parse(path.read_text())
    for name, call in calls(tree):
        keywords = {keyword.arg for keyword in call.keywords}
        assert name not in ("eval", "exec", "yaml.load", "pickle.load", "pickle.loads", "os.system"), name
        assert name != "Image.open" or "formats" in keywords, "Image.open needs an allow-list of formats"
        assert not name.endswith(("etree.fromstring", "etree.parse")) or path.name == "_xml.py", "XML is parsed by _xml"
        assert "allow_pickle" not in keywords
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [alias.name for alias in node.names] + [getattr(node, "module", "") or ""]
            assert not {"pickle", "shelve", "marshal", "xml.etree.ElementTree"} & set(names)


def test_everything_is_caught_in_two_places_only() -> None:
    places = [
        path.name
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
        and not any(isinstance(inner, ast.Raise) and inner.exc is None for inner in ast.walk(node))
    ]
    assert sorted(places) == ["guard.py", "worker.py"]


def test_no_file_has_a_name_that_says_nothing() -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
    assert not {path.stem for path in SOURCES} & empty


def test_the_public_names_are_sorted_and_there() -> None:
    names = [name for name in piiscan.__all__ if name != "__version__"]
    assert names == sorted(names)
    for name in piiscan.__all__:
        assert getattr(piiscan, name) is not None
        assert name in dir(piiscan)
    assert callable(piiscan.scan)
    assert callable(piiscan.redact)


def test_the_error_tree_is_drawn_whole() -> None:
    classes = [value for value in vars(errors).values() if inspect.isclass(value) and issubclass(value, PiiscanError)]
    for kind in classes:
        assert kind.__name__ in errors.__all__
        assert kind.__name__ in (errors.__doc__ or "")
        error = kind("reden", "a.zip!/b.txt")
        assert (error.path, error.reason) == ("a.zip!/b.txt", "reden")
        assert "a.zip!/b.txt: reden" in str(error)
        assert error.exit_code in (2, 3, 4)


def modules() -> Iterator[str]:
    for package in (piiscan, nl_recognizers):
        for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if not info.name.endswith("__main__"):
                yield info.name


@pytest.mark.parametrize("name", sorted(modules()))
def test_the_examples_in_docstrings_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_examples_in_the_readme_hold() -> None:
    assert doctest.testfile(str(ROOT / "README.md"), module_relative=False).failed == 0


def test_every_dependency_has_its_reason() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    told = (ROOT / "docs" / "dependencies.md").read_text()
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    for requirement in wanted:
        name = requirement.partition(">")[0].partition("[")[0].strip()
        assert name == "piiscan" or name in told, f"{name} has no row in docs/dependencies.md"
