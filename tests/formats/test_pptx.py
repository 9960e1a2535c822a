"""PowerPoint presentations: every part, with the number of the slide as it is shown."""

from __future__ import annotations

import importlib.util
import io
import random
import zipfile
from pathlib import Path
from types import ModuleType

import pptx as python_pptx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from piiscan.errors import CannotRedact, ReadError
from piiscan.formats import pptx
from piiscan.model import Blob, Problem, Status, Text
from piiscan.reading import Reading

SECRET = "123456782"


def sample_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sample_pptx", Path(__file__).parent / "samples" / "pptx.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DATA = sample_module().sample(SECRET)


def blob_of(data: bytes) -> Blob:
    return Blob("praatje.pptx", lambda: io.BytesIO(data), len(data), "praatje.pptx")


def parts(data: bytes) -> list[object]:
    return list(pptx.parts(blob_of(data), Reading()))


def places(data: bytes) -> set[str]:
    found = set()
    for part in parts(data):
        if isinstance(part, Text):
            start = part.text.find(SECRET)
            while start >= 0:
                found.add(part.at(start))
                start = part.text.find(SECRET, start + 1)
    return found


@pytest.mark.parametrize(
    "place",
    [
        "slide=2",
        "slide=2;paragraph=1",
        "slide=2;paragraph=2",
        "slide=2;paragraph=6",
        "slide=1;paragraph=1",
        "slide=2;hyperlink=1",
        "notes=2;paragraph=1",
        "slide=2;comments=1",
        "comments=2;paragraph=1",
        "slide=2;chart=1;paragraph=1",
        "slide=2;diagramData;paragraph=1",
        "slideMaster;paragraph=1",
        "slideLayout;paragraph=1",
        "commentAuthors",
        "authors",
        "tags",
        "presentation",
        "properties;creator",
        "x-fontdata",
    ],
)
def test_a_secret_is_found_in_each_place(place: str) -> None:
    assert place in places(DATA)


def test_slides_notes_tables_and_charts_of_python_pptx_are_read() -> None:
    show = python_pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "Overzicht"
    table = slide.shapes.add_table(2, 2, 0, 0, Inches(4), Inches(1)).table
    for row, values in enumerate((("Naam", "Sanne"), ("BSN", SECRET))):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    data = CategoryChartData()
    data.categories = [f"BSN {SECRET}"]
    data.add_series("reeks", (1.0,))
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, 0, 0, Inches(2), Inches(2), data)
    slide.notes_slide.notes_text_frame.text = f"notitie {SECRET}"
    out = io.BytesIO()
    show.save(out)
    found = places(out.getvalue())
    assert "slide=1;paragraph=5" in found
    assert any(place.startswith("notes=1;") for place in found)
    assert any(place.startswith("slide=1;chart=1") for place in found)
    read = [part for part in parts(out.getvalue()) if isinstance(part, Text)]
    labels = [part.label(part.text.find(SECRET)) for part in read if f"\t{SECRET}" in part.text]
    assert [label.split()[-1] for label in labels] == ["BSN"]
    assert any(isinstance(part, Blob) and part.name.endswith(".xlsx") for part in parts(out.getvalue()))


def test_a_broken_slide_leaves_the_others() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(DATA)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            broken = info.filename == "ppt/slides/slide1.xml"
            target.writestr(info.filename, b"<p:sld>" if broken else source.read(info))
    problems = [part for part in parts(out.getvalue()) if isinstance(part, Problem)]
    assert problems == [Problem("praatje.pptx", Status.PARTIAL, "corrupt", "slide=2")]
    assert {"slide=1;paragraph=1", "notes=2;paragraph=1"} <= places(out.getvalue())


def test_redact_refuses() -> None:
    with pytest.raises(CannotRedact):
        pptx.redact(blob_of(DATA), None, io.BytesIO(), Reading())  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 1 << 30))
def test_broken_bytes_give_a_problem_or_an_error_of_ours(seed: int) -> None:
    rnd = random.Random(seed)
    broken = bytearray(DATA)
    if seed % 2:
        del broken[rnd.randrange(len(broken)) :]
    for _ in range(rnd.randrange(6)):
        broken[rnd.randrange(len(broken))] = rnd.randrange(256)
    try:
        parts(bytes(broken))
    except ReadError as error:
        assert SECRET not in str(error)
