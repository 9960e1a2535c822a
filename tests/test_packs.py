"""Packs of others: what is missing, empty or malformed stops a scan before it starts."""

from __future__ import annotations

import itertools
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from piiscan import packs
from piiscan.config import Config
from piiscan.errors import ConfigError
from piiscan.recognizer import Derived, Digits, Pattern, Recognizer
from piiscan.scan import Scanner
from piiscan.sound import sound
from piiscan.trial import recognizers_for

NAMES = itertools.count()
GOOD = """
    from piiscan.recognizer import Pattern, Recognizer
    RECOGNIZER = Recognizer(entity="ACME_BADGE", forms=(Pattern("AC-[0-9]{6}"),), check=bool, prior=3.0,
                            examples=("badge AC-123456",), counterexamples=("AC-1234567",))
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Installs a pack of these modules as a distribution of its own; gives its name."""

    def make(modules: dict[str, str], package: str = "package") -> str:
        name = f"acme{next(NAMES)}"
        folder = tmp_path / name
        (folder / f"{name}.dist-info").mkdir(parents=True)
        (folder / f"{name}.dist-info" / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        (folder / f"{name}.dist-info" / "entry_points.txt").write_text(f"[piiscan.recognizers]\n{name} = {name}\n")
        if package == "package":
            (folder / name).mkdir()
            (folder / name / "__init__.py").touch()
            for module, text in modules.items():
                (folder / name / f"{module}.py").write_text(textwrap.dedent(text))
        elif package == "module":
            (folder / f"{name}.py").write_text("x = 1\n")
        monkeypatch.syspath_prepend(str(folder))
        return name

    return make


def test_a_pack_that_is_well_is_used_where_it_is_named(install) -> None:
    name = install({"badge": GOOD, "_shared": "x = 1"})
    config = Config.fast(packs=(name,), entities=frozenset({"ACME_BADGE"}))
    assert "ACME_BADGE" in {recognizer.entity for recognizer in recognizers_for(config)}
    assert [finding.value for finding in Scanner(config).scan_text("zie AC-123456")] == ["AC-123456"]
    assert "ACME_BADGE" not in {recognizer.entity for recognizer in packs.load()}


@pytest.mark.parametrize(
    ("modules", "package", "told"),
    [
        ({}, "package", "pack {name}: holds no recogniser"),
        ({"_shared": GOOD}, "package", "pack {name}: holds no recogniser"),
        ({}, "module", "pack {name}: holds no recogniser"),
        ({}, "nothing", "pack {name}: cannot be imported (ModuleNotFoundError)"),
        ({"badge": "x = 1"}, "package", "pack {name}: {name}.badge: holds no RECOGNIZER"),
        ({"badge": "RECOGNIZER = {}"}, "package", "pack {name}: {name}.badge: holds no RECOGNIZER"),
        ({"badge": "import nergens"}, "package", "pack {name}: {name}.badge: cannot be imported (ModuleNotFoundError)"),
        ({"badge": "def"}, "package", "pack {name}: {name}.badge: cannot be imported (SyntaxError)"),
        ({"badge": "1 / 0"}, "package", "pack {name}: {name}.badge: cannot be imported (ZeroDivisionError)"),
        (
            {"badge": GOOD, "other": GOOD}, "package",
            "pack {name}: {name}.other: ACME_BADGE is already looked for by pack {name}: {name}.badge",
        ),
        (
            {"bsn": GOOD.replace("ACME_BADGE", "NL_BSN")}, "package",
            "pack {name}: {name}.bsn: NL_BSN is already looked for by the pack of piiscan",
        ),
        ({"badge": GOOD.replace('"ACME_BADGE"', "7")}, "package", "pack {name}: {name}.badge: entity: is no name"),
        ({"badge": GOOD.replace("AC-[0-9]{6}", "(AC")}, "package", "pack {name}: {name}.badge: forms[1].regex: no"),
    ],
    ids=range(13),
)  # fmt: skip
def test_a_pack_that_is_not_well_is_told(install, modules, package: str, told: str) -> None:
    name = install(modules, package)
    with pytest.raises(ConfigError) as caught:
        packs.load((name,))
    assert str(caught.value).startswith(told.format(name=name)), str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"badge AC-123456"', '"badge AB-123456"', "examples[1]: ACME_BADGE is not found in it"),
        ('"AC-1234567"', '"AC-123456"', "counterexamples[1]: ACME_BADGE is found in it"),
        ("check=bool", "check=lambda text: 1 / 0", "examples[1]: a check raises on it"),
        ("check=bool", "check=lambda text: False", "examples[1]: ACME_BADGE is not found in it"),
        ("check=bool", "check=lambda: True", "examples[1]: a check raises on it"),
        ("prior=3.0", "prior=3.0, adjust=lambda text: 1", "examples[1]: a check raises on it"),
    ],
    ids=range(6),
)
def test_a_pack_that_fails_on_its_own_examples_is_told(install, old: str, new: str, told: str) -> None:
    name = install({"badge": GOOD.replace(old, new)})
    with pytest.raises(ConfigError) as caught:
        recognizers_for(Config.fast(packs=(name,)))
    assert str(caught.value).startswith(f"pack {name}: {name}.badge.{told}"), str(caught.value)


def test_a_pack_that_nobody_has_is_told() -> None:
    with pytest.raises(ConfigError, match="no recogniser pack is called nergens"):
        packs.load(("nergens",))


RECOGNIZER = Recognizer(
    "ACME_BADGE", (Pattern("AC-[0-9]{6}"), Digits((9,), ((3, 3, 3),))), bool, 0.0, examples=("AC-123456",)
)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"entity": "nl_bsn"}, "entity: is no name"),
        ({"entity": ""}, "entity: is no name"),
        ({"entity": "BSN nummer"}, "entity: is no name"),
        ({"entity": None}, "entity: is no name"),
        ({"forms": ()}, "forms: there is none"),
        ({"forms": [Pattern("ab")]}, "forms: there is none"),
        ({"forms": ("AC-[0-9]{6}",)}, "forms: one is neither"),
        ({"forms": (Pattern(""),)}, r"forms\[1\].regex: the pattern is empty"),
        ({"forms": (Pattern("x*"),)}, r"forms\[1\].regex: the pattern matches the empty string"),
        ({"forms": (Pattern("ab"), Pattern(r"(a)\1"))}, r"forms\[2\].regex: no linear pattern"),
        ({"forms": (Pattern("ab", left="z-a"),)}, r"forms\[1\].left: no linear pattern"),
        ({"forms": (Pattern("ab", anchor="("),)}, r"forms\[1\].anchor: no linear pattern"),
        ({"forms": (Pattern(None),)}, r"forms\[1\].regex: is no text"),
        ({"forms": (Digits(()),)}, r"forms\[1\].lengths: is no tuple"),
        ({"forms": (Digits((0,)),)}, r"forms\[1\].lengths: is no tuple"),
        ({"forms": (Digits((9,), bare=False),)}, r"forms\[1\].groups: there is none"),
        ({"forms": (Digits((9,), ((3, 3),)),)}, r"forms\[1\].groups: one is as long as none"),
        ({"forms": (Digits((9,), first=""),)}, r"forms\[1\].first: holds no digits"),
        ({"check": None}, "check: cannot be called"),
        ({"check": "elfproef"}, "check: cannot be called"),
        ({"adjust": 3}, "check: cannot be called"),
        ({"prior": float("nan")}, "prior: is no number"),
        ({"prior": "high"}, "prior: is no number"),
        ({"check_weight": True}, "check_weight: is no number"),
        ({"context": "bsn"}, "context: is no tuple of texts"),
        ({"context": ("bsn", "")}, "context: is no tuple of texts"),
        ({"context": ("BSN",)}, "context: a word is not in lower case"),
        ({"label_required": True}, "context: is empty, but a label is required"),
        ({"examples": ()}, "examples: there is none"),
        ({"derived": (Derived("", str),)}, "derived: one names no entity"),
    ],
)
def test_a_malformed_recogniser_is_told(changes, told: str) -> None:
    with pytest.raises(ConfigError, match=f"^hier: {told}"):
        sound(replace(RECOGNIZER, **changes), "hier")


def test_our_own_recognisers_are_sound() -> None:
    sound(RECOGNIZER, "hier")
    for recognizer in packs.load():
        sound(recognizer, recognizer.entity)
