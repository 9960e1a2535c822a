from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from piiscan.detect.resolve import resolve
from piiscan.model import Evidence, Match, Span

ENTITIES = ["NL_BSN", "NL_RSIN", "PHONE_NUMBER", "SALARY"]
MATCHES = st.lists(
    st.builds(
        lambda entity, start, length, score: Match(entity, Span(start, start + length), score),
        st.sampled_from(ENTITIES),
        st.integers(0, 40),
        st.integers(1, 12),
        st.floats(0, 1),
    ),
    max_size=30,
)


@given(MATCHES)
def test_values_never_overlap(matches: list[Match]) -> None:
    kept = [m.spot for m in resolve(matches, 0.1) if m.entity != "SALARY" and isinstance(m.spot, Span)]
    assert all(not a.overlaps(b) for i, a in enumerate(kept) for b in kept[i + 1 :])


@given(MATCHES)
def test_every_likely_match_is_covered(matches: list[Match]) -> None:
    kept = [m.spot for m in resolve(matches, 0.5) if isinstance(m.spot, Span)]
    for match in matches:
        if match.score >= 0.5 and isinstance(match.spot, Span):
            assert any(match.spot.overlaps(span) for span in kept)


@given(MATCHES)
def test_the_order_of_the_detectors_does_not_matter(matches: list[Match]) -> None:
    assert resolve(matches, 0.2) == resolve(matches[::-1], 0.2)


def test_what_is_inside_another_value_shares_its_span() -> None:
    span = Span(0, 14)
    inside = Match("NL_BSN", span, 0.9, (Evidence("inside NL_BTW", 0.0),))
    assert [m.entity for m in resolve([Match("NL_BTW", span, 0.9), inside], 0.5)] == ["NL_BSN", "NL_BTW"]


def test_meaning_may_contain_values() -> None:
    meaning, value = Match("SALARY", Span(0, 30), 0.9), Match("NL_BSN", Span(5, 14), 0.9)
    assert len(resolve([meaning, value], 0.5)) == 2
