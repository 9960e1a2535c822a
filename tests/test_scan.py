"""The scanner: one state per blob, problems instead of silence, places that can be found again."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import piiscan
from piiscan.config import Config, Limits
from piiscan.model import Blob, FileState, Finding, Match, Problem, Span, Status
from piiscan.scan import Item, Scanner, from_wire, to_wire

SCANNER = Scanner(Config.fast())


def blob(data: bytes, path: str = "bestand") -> Blob:
    return Blob(path, lambda: io.BytesIO(data), len(data), path)


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def scan(data: bytes, path: str = "bestand", config: Config | None = None) -> list[Item]:
    return list((Scanner(config) if config else SCANNER).scan(blob(data, path)))


def states(items: list[Item]) -> dict[str, FileState]:
    return {item.path: item for item in items if isinstance(item, FileState)}


def test_a_finding_says_where_it_stands() -> None:
    items = scan(b"regel een\nBSN: 123456782\n", "brief.txt")
    finding = next(item for item in items if isinstance(item, Finding))
    assert (finding.path, finding.at, finding.start, finding.end) == ("brief.txt", "line=2", 15, 24)
    assert finding.category == "burgerservicenummer"
    assert finding.severity == "low"  # of a test range


def test_the_last_item_is_the_state_of_the_file() -> None:
    last = scan(b"BSN: 123456782\n")[-1]
    assert isinstance(last, FileState)
    assert (last.status, last.format, last.bytes, last.findings, last.member) == (Status.OK, "txt", 15, 1, False)
    assert last.sha256


def test_members_have_states_and_paths_of_their_own() -> None:
    inner = zipped(**{"brief.txt": b"BSN 123456782"})
    items = scan(zipped(**{"binnen.zip": inner, "leeg.txt": b""}), "buiten.zip")
    found = states(items)
    assert set(found) == {
        "buiten.zip",
        "buiten.zip!/binnen.zip",
        "buiten.zip!/binnen.zip!/brief.txt",
        "buiten.zip!/leeg.txt",
    }
    assert all(state.status is Status.OK for state in found.values())
    assert found["buiten.zip!/leeg.txt"].reason == "empty"
    assert [item.path for item in items if isinstance(item, Finding)] == ["buiten.zip!/binnen.zip!/brief.txt"]


def test_names_are_read_too() -> None:
    items = scan(zipped(**{"map/BSN 123456782.txt": b"niets"}), "a.zip")
    assert [(item.at, item.value) for item in items if isinstance(item, Finding)] == [("name", "123456782")]


def test_a_container_with_a_bad_member_is_partial() -> None:
    found = states(scan(zipped(**{"a.bin": bytes(range(256)) * 9, "b.txt": b"BSN 123456782"}), "a.zip"))
    assert found["a.zip!/a.bin"].status is Status.UNSUPPORTED
    assert found["a.zip"].status is Status.PARTIAL
    assert found["a.zip!/b.txt"].findings == 1


def test_a_limit_is_never_clean_and_what_was_read_is_reported() -> None:
    data = zipped(**{"a.txt": b"BSN 123456782", "b.txt": b"0" * 40_000_000})
    items = scan(data, "a.zip", Config.fast(limits=Limits(produced=1 << 20)))
    assert states(items)["a.zip"].status is Status.LIMIT
    assert any(isinstance(item, Problem) and item.status is Status.LIMIT for item in items)
    assert any(isinstance(item, Finding) for item in items)


def test_too_many_findings_are_a_limit() -> None:
    items = scan(b"BSN 123456782\n" * 50, config=Config.fast(limits=Limits(findings=10)))
    assert states(items)["bestand"].status is Status.LIMIT


def test_only_the_entities_that_were_asked_for() -> None:
    text = b"BSN 123456782, IBAN NL91ABNA0417164300"
    items = scan(text, config=Config.fast(entities=frozenset({"IBAN_CODE"})))
    assert [item.entity for item in items if isinstance(item, Finding)] == ["IBAN_CODE"]


def test_an_unknown_entity_is_a_configuration_error() -> None:
    with pytest.raises(piiscan.PiiscanError):
        Config.fast(entities=frozenset({"BSN"}))


@given(
    st.one_of(
        st.builds(
            Finding,
            st.text(max_size=9),
            st.text(max_size=9),
            st.builds(Match, st.just("NL_BSN"), st.builds(Span, st.integers(0, 9), st.integers(0, 9)), st.floats(0, 1)),
            st.text(max_size=9),
        ),
        st.builds(Problem, st.text(max_size=9), st.sampled_from(Status), st.text(max_size=9)),
    )
)
def test_an_item_survives_the_wire(item: Item) -> None:
    back = from_wire(json.loads(json.dumps(to_wire(item))))
    assert back == item
    if isinstance(item, Finding) and isinstance(back, Finding):
        assert back.value == item.value


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_end_in_one_state(data: bytes) -> None:
    items = scan(data)
    own = [item for item in items if isinstance(item, FileState) and not item.member]
    assert own == [items[-1]]
    problems = [item for item in items if isinstance(item, Problem)]
    assert bool(problems) == (own[0].status is not Status.OK)


def test_a_second_encoding_further_on_is_not_read_whole() -> None:
    data = b"gewone regel tekst\n" * 500 + "BSN: 123456782\r\n".encode("utf-16-le")
    assert states(scan(data, "a.log"))["a.log"].status is Status.PARTIAL
