"""Level frames."""

import cmath

from hypothesis import given
from hypothesis import strategies as st

from piiscan.idcopy.geometry import Box, Frame, level_hull

_sizes = st.floats(1, 500)


@given(st.floats(0, 6.28), st.floats(-900, 900), st.floats(-900, 900), _sizes, _sizes)
def test_a_box_comes_back_from_the_picture(angle: float, left: float, top: float, width: float, height: float) -> None:
    frame = Frame(cmath.exp(1j * angle))
    box = Box(left, top, left + width, top + height)
    back = frame.box(frame.area(box))
    assert all(abs(a - b) < 1e-6 for a, b in zip(box, back, strict=True))


def test_text_that_runs_downwards_is_level_in_its_frame() -> None:
    frame = Frame(1j)
    box = frame.box([(100, 10), (100, 210), (80, 210), (80, 10)])
    assert (round(box.width), round(box.height)) == (200, 20)
    assert frame.area(box)[0] == (100, 10)


def test_a_level_hull_stays_in_the_picture() -> None:
    slanting = ((-5.0, 10.0), (50.0, -5.0), (60.0, 30.0), (5.0, 45.0))
    assert level_hull(slanting, (55, 40)) == ((0, 0), (55, 0), (55, 40), (0, 40))
