"""Words across a copy."""

import numpy as np
import pytest
from PIL import Image

from piiscan.idcopy.stamp import stamped

AREA = ((100.0, 50.0), (300.0, 50.0), (300.0, 150.0), (100.0, 150.0))


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "CMYK", "1"])
@pytest.mark.parametrize("size", [(400, 300), (300, 900)])
def test_words_are_everywhere_but_in_the_black(mode: str, size: tuple[int, int]) -> None:
    page = Image.new("RGB", size, "white").convert(mode)
    marked = stamped(page, "KOPIE · voor Voorbeeld B.V.", [AREA])
    assert (marked.mode, marked.size) == (mode, size)
    changed = np.asarray(marked.convert("L")) < np.asarray(page.convert("L"))
    assert not changed[50:151, 100:301].any()
    corners = (changed[:100, :90], changed[-100:, :90], changed[-100:, -90:])
    assert all(corner.mean() > 0.005 for corner in corners)
    assert changed.mean() < 0.3
