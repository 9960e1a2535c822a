from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from piiscan.detect.normalise import normalise

ODD = st.text(alphabet=st.sampled_from("aZ1é９ \u00ad\u200b\ufeff€😀\ud800\n-‑"), max_size=60)


@given(ODD)
def test_there_is_one_byte_per_character(text: str) -> None:
    normal = normalise(text)
    assert len(normal.data) == len(normal.text)


@given(ODD)
def test_every_offset_finds_its_way_back(text: str) -> None:
    normal = normalise(text)
    for start in range(len(normal.text)):
        span = normal.original(start, start + 1)
        assert normalise(text[slice(*span)]).text == normal.text[start]


def test_a_hidden_number_is_seen_whole() -> None:
    text = "BSN\u200b 1２３\u00ad456\u2060782."
    normal = normalise(text)
    start = normal.text.index("123456782")
    assert text[slice(*normal.original(start, start + 9))] == "1２３\u00ad456\u2060782"
