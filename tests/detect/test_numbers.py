"""Digit runs and check sums worked out on arrays are those worked out one by one."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.checksums import BSN_WEIGHTS, Checksum, luhn, weighted_sum
from piiscan.detect.numbers import Numbers

texts = st.text(alphabet="0123456789012345678901234567890123456789 .;-\nax_@", max_size=300)
BSN = Checksum(BSN_WEIGHTS, 11)
LUHN = Checksum((2, 1) * 8, 10, digit_sums=True)


@given(texts)
def test_long_runs_are_those_of_a_pattern(text: str) -> None:
    numbers = Numbers(text.encode())
    found = list(zip(numbers.starts.tolist(), numbers.ends.tolist(), strict=True))
    assert found == [match.span() for match in re.finditer("[0-9]{8,}", text)]
    assert numbers.lengths.tolist() == [end - start for start, end in found]


@given(texts)
def test_bare_numbers_touch_no_letter_after_them(text: str) -> None:
    numbers = Numbers(text.encode())
    found = {(int(numbers.starts[run]), int(numbers.ends[run])) for run in numbers.bare((9, 10), "0123")}
    wanted = re.finditer(r"(?<![0-9])[0-3][0-9]{8,9}(?![0-9A-Za-z_@%])", text)
    assert found == {match.span() for match in wanted}


@given(texts)
def test_groups_of_four_are_those_of_a_pattern(text: str) -> None:
    starts, ends = Numbers(text.encode()).quads(1, 3, ".")
    group = "[0-9]{1,3}"
    wanted = re.finditer(rf"(?<![0-9])(?=({group}\.{group}\.{group}\.{group})(?![0-9]))", text)
    assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == [match.span(1) for match in wanted]


@pytest.mark.parametrize(
    "checksum",
    [BSN, LUHN, Checksum((10, 9, 8, 7, 6, 5, 4, 3, 2, 1), 11), Checksum((1, *range(2, 17)), 11, (0, 2))],
    ids=["elfproef", "luhn", "bank", "two remainders"],
)
def test_a_sum_over_an_array_is_the_sum_over_each(checksum: Checksum) -> None:
    generator = random.Random(3)
    digits = [str(generator.randrange(10 ** (n - 1), 10**n)) for n in range(8, 17) for _ in range(200)]
    numbers = Numbers(" ".join(digits).encode())
    runs = np.arange(len(digits))
    assert numbers.holds(runs, checksum).tolist() == [checksum.holds(one) for one in digits]
    assert numbers.values(runs).tolist() == [int(one) for one in digits]


@given(st.text("0123456789", min_size=9, max_size=9), st.text("0123456789", min_size=12, max_size=16))
def test_the_sums_are_those_of_the_standards(nine: str, card: str) -> None:
    assert BSN.holds(nine) == (weighted_sum(nine, BSN_WEIGHTS) % 11 == 0)
    assert LUHN.holds(card) == luhn(card)


def test_what_stands_before_a_number_tells_lists_apart() -> None:
    numbers = Numbers(b"123456782\norder=111222333\norder=123456789;999990019\n111222333")
    first, order, other, second, last = numbers.before(np.arange(5)).tolist()
    assert order == other
    assert first == last
    assert len({first, order, second}) == 3


def test_nothing_and_the_borders_of_a_text() -> None:
    for text in (b"", b"1", b"12345678", b" 1.1.1.1", b"999999999"):
        numbers = Numbers(text)
        assert numbers.holds(np.arange(len(numbers.starts)), BSN).tolist() == [
            BSN.holds(text[start:end].decode()) for start, end in zip(numbers.starts, numbers.ends, strict=True)
        ]
    assert [place.tolist() for place in Numbers(b"1.1.1.1").quads(1, 3, ".")] == [[0], [7]]
