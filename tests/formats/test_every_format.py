"""The contract that a format keeps by being there."""

from __future__ import annotations

import importlib.util
import io
import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from piiscan import formats
from piiscan.config import Limits
from piiscan.errors import CannotRedact, ReadError
from piiscan.model import Area, Blob, Cut, Edit, Format, Picture, Problem, Span, Status, Text
from piiscan.reading import Reading

SECRET = "123456782"
FORMATS = {formats.name_of(form): form for form in formats.all_formats()}
SAMPLES = Path(__file__).parent / "samples"


@cache
def sample_module(name: str) -> ModuleType:
    path = SAMPLES / f"{name}.py"
    assert path.exists(), f"a format needs a sample: {path}"
    spec = importlib.util.spec_from_file_location(f"sample_{name}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def blob_of(data: bytes, path: str = "bestand") -> Blob:
    return Blob(path, lambda: io.BytesIO(data), len(data), path)


def readable(name: str) -> bool:
    return not (SAMPLES / f"{name}.py").exists() or bool(getattr(sample_module(name), "PLACES", 0))


ALL = pytest.mark.parametrize("name", sorted(FORMATS))
READABLE = pytest.mark.parametrize("name", [name for name in sorted(FORMATS) if readable(name)])
REDACTABLE = pytest.mark.parametrize("name", [name for name, form in sorted(FORMATS.items()) if form.REDACTABLE])


def parts_of(blob: Blob, reading: Reading) -> list[Text | Picture | Blob | Problem]:
    return list(formats.find(blob).parts(blob, reading))


def texts(blob: Blob, reading: Reading, depth: int = 0) -> list[str]:
    """Every text of a blob and its members, and their names."""
    found: list[str] = [blob.name]
    for part in parts_of(blob, reading):
        if isinstance(part, Text):
            found.append(part.text)
        elif isinstance(part, Blob) and depth < 8:
            found += texts(part, reading, depth + 1) if formats.head(part) else [part.name]
    return found


def shown(part: object) -> tuple[object, ...]:
    """What identifies a part: its kind, its place and what it holds."""
    if isinstance(part, Text):
        return ("text", part.base, part.text, tuple(part.places[:3]))
    if isinstance(part, Picture):
        return ("picture", part.at)
    if isinstance(part, Blob):
        return ("blob", part.path)
    return ("problem",)


class Recording(Edit):
    """Cuts the secret and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    def text(self, part: Text) -> Sequence[Cut]:
        self.asked.append(shown(part))
        cuts, start = [], part.text.find(SECRET)
        while start >= 0:
            if part.owns(start):
                cuts.append(Cut(Span(start, start + len(SECRET)), "NL_BSN", "[BSN]"))
            start = part.text.find(SECRET, start + len(SECRET))
        return cuts

    def picture(self, part: Picture) -> Sequence[Area]:
        self.asked.append(shown(part))
        return []

    def blob(self, part: Blob) -> Blob | None:
        self.asked.append(shown(part))
        nested = Recording()
        name = part.name.replace(SECRET, "[BSN]")
        if not formats.head(part):
            return Blob(part.path, part.open, part.size, name)
        form = formats.find(part)
        if not form.REDACTABLE:
            return None
        out = io.BytesIO()
        form.redact(part, nested, out, Reading())
        data = out.getvalue()
        return Blob(part.path, lambda: io.BytesIO(data), len(data), name)


@ALL
def test_the_module_has_the_five_names(name: str) -> None:
    form: Format = FORMATS[name]
    assert isinstance(form.SUFFIXES, tuple)
    assert isinstance(form.REDACTABLE, bool)
    assert form.sniff(b"") is False


@ALL
def test_the_type_is_decided_by_content(name: str) -> None:
    data = sample_module(name).sample(SECRET)
    for path in ("bestand", "verkeerd.pdf", "verkeerd.docx", f"goed{(*FORMATS[name].SUFFIXES, '')[0]}"):
        found = formats.name_of(formats.find(blob_of(data, path)))
        assert found == name, f"{path} is taken for {found}"


@READABLE
def test_a_secret_is_found_in_every_place(name: str) -> None:
    module = sample_module(name)
    count = sum(text.count(SECRET) for text in texts(blob_of(module.sample(SECRET)), Reading()))
    assert count >= module.PLACES


@READABLE
def test_the_same_bytes_give_the_same_parts(name: str) -> None:
    blob = blob_of(sample_module(name).sample(SECRET))
    assert list(map(shown, parts_of(blob, Reading()))) == list(map(shown, parts_of(blob, Reading())))


@READABLE
def test_places_are_well_formed(name: str) -> None:
    for part in parts_of(blob_of(sample_module(name).sample(SECRET)), Reading()):
        if isinstance(part, Text):
            for place in part.places:
                assert "!/" not in place
                assert all(step.count("=") <= 1 for step in place.split(";"))
            assert len(part.places) == len(part.starts)
            assert list(part.starts) == sorted(part.starts)


@REDACTABLE
def test_redact_asks_about_exactly_what_parts_yields(name: str) -> None:
    blob = blob_of(sample_module(name).sample(SECRET))
    edit = Recording()
    FORMATS[name].redact(blob, edit, io.BytesIO(), Reading())
    assert edit.asked == [shown(part) for part in parts_of(blob, Reading()) if not isinstance(part, Problem)]


@REDACTABLE
def test_a_cut_secret_is_gone(name: str) -> None:
    blob = blob_of(sample_module(name).sample(SECRET))
    out = io.BytesIO()
    FORMATS[name].redact(blob, Recording(), out, Reading())
    data = out.getvalue()
    assert SECRET.encode() not in data
    assert not [text for text in texts(blob_of(data), Reading()) if SECRET in text]


@REDACTABLE
def test_redaction_is_deterministic(name: str) -> None:
    blob = blob_of(sample_module(name).sample(SECRET))
    copies = []
    for _ in range(2):
        out = io.BytesIO()
        FORMATS[name].redact(blob, Recording(), out, Reading())
        copies.append(out.getvalue())
    assert copies[0] == copies[1]


@ALL
def test_what_cannot_be_redacted_refuses(name: str) -> None:
    if FORMATS[name].REDACTABLE:
        return
    blob = blob_of(sample_module(name).sample(SECRET))
    out = io.BytesIO()
    with pytest.raises(CannotRedact) as caught:
        FORMATS[name].redact(blob, Recording(), out, Reading())
    assert not out.getvalue()
    assert caught.value.path == blob.path


@ALL
def test_truncated_and_mutated_bytes_give_an_error_of_ours(name: str) -> None:
    data = sample_module(name).sample(SECRET)
    rnd = random.Random(name)
    for number in range(60):
        broken = bytearray(data)
        if number % 2:
            del broken[rnd.randrange(len(broken)) :]
        for _ in range(rnd.randrange(8)):
            if broken:
                broken[rnd.randrange(len(broken))] = rnd.randrange(256)
        blob = blob_of(bytes(broken))
        try:
            for part in FORMATS[name].parts(blob, Reading(Limits(seconds=20))):
                if isinstance(part, Picture):
                    part.load()
                elif isinstance(part, Problem):
                    assert part.status is not Status.OK
        except ReadError as error:
            assert SECRET not in str(error)


@ALL
def test_bytes_that_are_something_else_give_an_error_of_ours(name: str) -> None:
    for data in (
        b"",
        b"\0" * 1000,
        b"PK\x03\x04" + b"\xff" * 500,
        b"%PDF-1.7\n%%EOF",
        b"<" * 2000,
        bytes(range(256)) * 40,
    ):
        try:
            list(FORMATS[name].parts(blob_of(data), Reading(Limits(seconds=20))))
        except ReadError as error:
            assert error.path
