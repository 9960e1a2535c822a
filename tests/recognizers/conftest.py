"""What the tests of the recognisers share."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="module")
def _what_others_left_is_not_measured() -> Iterator[None]:
    """Keeps the collector from walking through what all tests before left, while these measure how time grows."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
