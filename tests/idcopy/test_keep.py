"""Everything but some holes, and dates in print."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from piiscan.idcopy import fields
from piiscan.idcopy.geometry import Box
from piiscan.idcopy.keep import all_but

_boxes = st.builds(
    lambda left, top, width, height: Box(left, top, left + width, top + height),
    st.integers(-5, 60),
    st.integers(-5, 40),
    st.integers(1, 30),
    st.integers(1, 20),
)


@given(st.lists(_boxes, max_size=6))
def test_everything_is_covered_but_the_holes(holes: list[Box]) -> None:
    canvas = Image.new("L", (64, 48))
    for area in all_but((64, 48), holes):
        (left, top), (right, bottom) = area[0], area[2]
        ImageDraw.Draw(canvas).rectangle((left, top, right - 1, bottom - 1), fill=255)
    open_ = np.zeros((48, 64), dtype=bool)
    for hole in holes:
        open_[max(0, int(hole.top)) : max(0, int(hole.bottom)), max(0, int(hole.left)) : max(0, int(hole.right))] = True
    assert ((np.asarray(canvas) == 0) == open_).all()


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("14 MAA/MAR 1985", "850314"),
        ("14.03.1985", "850314"),
        ("1985-03-14", "850314"),
        ("07 DEC /DEC 84", "841207"),
        ("12 AUGUST/AOUT 74", "740812"),
        ("21.121971", "711221"),
        ("22 FEB/FEB 78", "780222"),
        ("8 Août/Aug 2011", "110808"),
    ],
)
def test_a_date_is_known_however_it_is_printed(text: str, date: str) -> None:
    assert [text[slice(*span)] for span in fields.dates(f"Geboren {text} te", date)]
    assert not list(fields.dates(f"Geboren {text} te", "010101"))


@pytest.mark.parametrize("text", ["SPEC12345", "123456782", "14 MAA/MAR 1986", "1403198", "14.03"])
def test_what_is_no_such_date_is_not_taken_for_one(text: str) -> None:
    assert not list(fields.dates(text, "850314"))


@pytest.mark.parametrize("date", ["", "85O314", "851314", "<<<<<<"])
def test_a_date_that_is_none_is_nowhere(date: str) -> None:
    assert not list(fields.dates("14 MAA/MAR 1985", date))
