from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from piiscan.detect.resolve import resolve
from piiscan.model import Match, Span

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
    kept = [m.spot for m in resolve(matches) if m.entity != "SALARY" and isinstance(m.spot, Span)]
    assert all(not a.overlaps(b) for i, a in enumerate(kept) for b in kept[i + 1 :])


@given(MATCHES)
def test_every_likely_match_is_covered(matches: list[Match]) -> None:
    kept = [m.spot for m in resolve(matches) if isinstance(m.spot, Span)]
    for match in matches:
        if match.score >= 0.5 and isinstance(match.spot, Span):
            assert any(match.spot.overlaps(span) for span in kept)


@given(MATCHES)
def test_the_order_of_the_detectors_does_not_matter(matches: list[Match]) -> None:
    assert resolve(matches) == resolve(matches[::-1])


def test_one_number_is_one_finding_and_knows_its_other_readings() -> None:
    span = Span(0, 9)
    (kept,) = resolve([Match("NL_RSIN", span, 0.6), Match("NL_BSN", span, 0.9), Match("PHONE_NUMBER", Span(3, 9), 0.9)])
    assert kept.entity == "NL_BSN"
    assert {what for what, _ in kept.evidence} == {"also read as: NL_RSIN", "also read as: PHONE_NUMBER"}


def test_a_cut_covers_all_that_was_read() -> None:
    matches = [Match("PHONE_NUMBER", Span(0, 10), 0.9), Match("NL_BSN", Span(6, 15), 0.8)]
    assert [match.spot for match in resolve(matches)] == [Span(0, 10)]
    assert [match.spot for match in resolve(matches, cover=True)] == [Span(0, 15)]


@given(MATCHES)
def test_what_is_covered_holds_every_match_and_nothing_twice(matches: list[Match]) -> None:
    kept = [m.spot for m in resolve(matches, cover=True) if m.entity != "SALARY" and isinstance(m.spot, Span)]
    assert all(not a.overlaps(b) for i, a in enumerate(kept) for b in kept[i + 1 :])
    covered = {place for start, end in kept for place in range(start, end)}
    for match in matches:
        if match.entity != "SALARY" and isinstance(match.spot, Span):
            assert covered.issuperset(range(*match.spot))


def test_meaning_may_contain_values() -> None:
    meaning, value = Match("SALARY", Span(0, 30), 0.9), Match("NL_BSN", Span(5, 14), 0.9)
    assert len(resolve([meaning, value])) == 2
