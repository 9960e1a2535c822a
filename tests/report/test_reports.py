"""Every report: says everything, gives no value away, and is safe to open."""

import io
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from piiscan import report
from piiscan.errors import ConfigError
from piiscan.model import Evidence, FileState, Finding, Match, Problem, Span, Status, step
from piiscan.report.masks import preview
from piiscan.report.record import Options, Tally, fingerprint, records
from piiscan.report.visible import visible

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% raw %}",
    "\x1b]0;title\x07\x1b[31m",
    "\u202efdp.exe",
    "a\nb\r\nc\u2028d\0",
    "</style><style>*{display:none}",
    "javascript:alert(1)",
    "half \udcff",
    "=cmd|' /C calc'!A0",
)


def finding(path="a.txt", at="line=1", entity="NL_BSN", value="999990019", score=0.998, areas=()):
    evidence = (Evidence("prior", -4.6), Evidence("elfproef", 2.4), Evidence("label: bsn", 8.5))
    match = Match(entity, areas or Span(0, len(value)), score, evidence)
    return Finding(path, at, match, value, areas, "pt" if areas else None)


def state(path="a.txt", status=Status.OK, reason=None, member=False, findings=0):
    return FileState(path, member, status, reason, "txt", 10, "0" * 64, findings)


def made(items, **options):
    return list(records(items, Options(**options)))


def written(name, items, **options):
    out = io.StringIO()
    report.find(name).write(items, out, Options(**options))
    return out.getvalue()


def everything(text="x"):
    """One of each, with a piece of text in every place where a file can put one."""
    path = f"folder/{text}.zip"
    inner = step(path, f"{text}.txt")
    return [
        finding(path=inner, at=f"sheet={text};cell=B7"),
        finding(path=inner, at="image=1", entity="FACE", value="", areas=(((0.0, 0.0), (1.0, 0.0), (1.0, 2.5)),)),
        state(inner, member=True, findings=2),
        finding(path=path, entity="PERSON", value=f"Sanne de Wit {text}"),
        Problem(path, Status.PARTIAL, text, f"page={text}"),
        state(path, Status.PARTIAL, text, findings=1),
        state("b.txt", Status.CRASHED, "SIGSEGV"),
    ]


def test_reports_are_found_by_being_there():
    assert {"html", "jsonl", "text"} <= set(report.names())
    assert report.find("html").SUFFIX == ".html"
    with pytest.raises(ConfigError, match="no report is called docx"):
        report.find("docx")


def test_a_finding_s_record():
    record, _, _ = made([finding(), state(findings=1)], key=b"k" * 32)
    assert record == {
        "type": "finding",
        "path": "a.txt",
        "at": "line=1",
        "entity": "NL_BSN",
        "category": "burgerservicenummer",
        "kind": "value",
        "severity": "high",
        "start": 0,
        "end": 9,
        "areas": None,
        "unit": None,
        "score": 0.998,
        "preview": "*******19",
        "fingerprint": record["fingerprint"],
        "evidence": [["prior", -4.6], ["elfproef", 2.4], ["label: bsn", 8.5]],
    }
    assert re.fullmatch("k1:[0-9a-f]{64}", record["fingerprint"])


def test_what_is_seen_has_areas_and_no_preview():
    record = made(everything(), key=b"k")[1]
    assert (record["preview"], record["fingerprint"], record["start"], record["end"]) == (None, None, None, None)
    assert (record["areas"], record["unit"]) == ([[[0.0, 0.0], [1.0, 0.0], [1.0, 2.5]]], "pt")


def test_a_file_s_record_names_its_problems_once():
    items = [Problem("a.txt", Status.PARTIAL, "ocr:off", f"page={page}") for page in (1, 2, 3)]
    record, _ = made([*items, state(status=Status.PARTIAL)])
    assert (record["status"], record["reason"]) == ("partial", "ocr:off")
    assert record["problems"] == [{"status": "partial", "reason": "ocr:off", "at": "page=1", "count": 3}]


def test_the_summary_adds_up():
    tally = Tally()
    *_, summary = records(everything(), Options(version="1.2", started="today"), tally)
    assert summary == {
        "type": "summary",
        "version": "1.2",
        "started": "today",
        "complete": False,
        "files": 2,
        "members": 1,
        "bytes": 20,
        "statuses": {"crashed": 1, "partial": 1},
        "findings": 3,
        "entities": {"FACE": 1, "NL_BSN": 1, "PERSON": 1},
        "categories": {"burgerservicenummer": 1, "kopieën van legitimatiebewijzen": 1, "naam": 1},
        "unsought": [],
        "severities": {"high": 1, "medium": 2},
    }
    assert tally.spread == {"burgerservicenummer": 1, "kopieën van legitimatiebewijzen": 1, "naam": 1}
    assert made([state()])[-1]["complete"] is True
    assert made([])[-1]["complete"] is False


def test_what_an_interrupted_scan_left_is_still_written():
    assert [record["type"] for record in made([finding()])] == ["finding", "summary"]


@pytest.mark.parametrize(
    ("entity", "value", "shown"),
    [
        ("NL_BSN", "999990019", "*******19"),
        ("NL_BSN", "9999.90.019", "*********19"),
        ("NL_POSTCODE", "1234 AB", "*******"),
        ("PERSON", "Sanne de Wit", "S***********"),
        ("PERSON", "S", "S"),
        ("NL_KVK", "12345678", "******78"),
        ("HEALTH", "x" * 500, "*" * 62 + "xx"),
    ],
)
def test_a_preview_shows_little(entity, value, shown):
    assert preview(entity, value) == shown


def test_a_fingerprint_is_of_the_value_not_of_how_it_is_written():
    key = b"k" * 32
    assert fingerprint("1234.56.782", key) == fingerprint("123456782", key) == fingerprint("１２３４５６７８２", key)
    assert fingerprint("123456782", key) != fingerprint("123456782", b"l" * 32)
    assert fingerprint("123456782", key) != fingerprint("111222333", key)
    assert fingerprint("--", key) != fingerprint("..", key)
    assert fingerprint("\udcff", key)


def test_values_found_in_names_are_hidden_in_every_path():
    outer = "klanten/Sanne de Wit/999990019.zip"
    inner = step(outer, "Sanne de Wit; brief=1.docx")
    items = [
        finding(path=inner, at="name", entity="PERSON", value="Sanne de Wit; brief=1"),
        finding(path=inner, at="line=3"),
        state(inner, member=True),
        finding(path=outer, at="name", entity="PERSON", value="Sanne de Wit"),
        finding(path=outer, at="name", value="999990019"),
        state(outer, findings=2),
        state("klanten/Sanne de Wit/other.txt"),
    ]
    shown = [record["path"] for record in made(items) if "path" in record]
    hidden = "klanten/************/*********.zip"
    assert shown == [
        *[f"{hidden}!/{'*' * len('Sanne de Wit%3B brief%3D1')}.docx"] * 3,
        *[hidden] * 3,
        "klanten/Sanne de Wit/other.txt",  # nothing was found in this name
    ]
    assert [record["path"] for record in made(items, show_paths=True)[:-1]] == [item.path for item in items]


def test_a_short_value_hides_a_word_not_every_letter():
    items = [finding(path="man/m/team.txt", at="name", entity="GENDER", value="m"), state("man/m/team.txt")]
    assert made(items)[0]["path"] == "man/*/team.txt"
    stuck = [finding(path="bsn999990019x.txt", at="name"), state("bsn999990019x.txt")]
    assert made(stuck)[0]["path"] == "bsn*********x.txt"


def test_a_name_in_which_the_value_cannot_be_found_again_is_hidden_whole():
    items = [finding(path="a/b c.docx", at="name", entity="PERSON", value="Somebody Else"), state("a/b c.docx")]
    assert made(items)[0]["path"] == "*/***.docx"


def test_values_in_places_are_hidden():
    sheet = "sheet=Sanne de Wit 2024"
    items = [
        finding(at=f"{sheet};cell=B7", entity="PERSON", value="Sanne de Wit"),
        finding(at=f"{sheet};cell=C7"),
        Problem("a.txt", Status.PARTIAL, "formula", f"{sheet};cell=D1"),
        state(status=Status.PARTIAL),
    ]
    one, two, file, _ = made(items)
    assert one["at"] == "sheet=************ 2024;cell=B7"
    assert two["at"] == "sheet=************ 2024;cell=C7"
    assert file["problems"][0]["at"] == "sheet=************ 2024;cell=D1"
    assert made(items, show_paths=True)[0]["at"] == f"{sheet};cell=B7"


@pytest.mark.parametrize("name", report.names())
def test_no_report_holds_a_value_unless_asked(name):
    items = [
        finding(path="Sanne de Wit.zip", at="name", entity="PERSON", value="Sanne de Wit"),
        finding(path="Sanne de Wit.zip", at="sheet=Sanne de Wit", value="999990019"),
        finding(path="Sanne de Wit.zip", at="line=1", entity="HEALTH", value="Sanne is ziek gemeld"),
        state("Sanne de Wit.zip", Status.PARTIAL, "x", findings=3),
    ]
    text = written(name, items, key=b"k" * 32)
    for value in ("Sanne", "999990019", "99999", "ziek", "kkkkkkkk"):
        assert value not in text
    assert "999990019" in written(name, items, show_values=True)
    assert "Sanne de Wit.zip" in written(name, items, show_paths=True)


@pytest.mark.parametrize("name", report.names())
def test_every_report_is_the_same_for_the_same_scan(name):
    items = everything()
    assert written(name, items, key=b"k") == written(name, items, key=b"k")
    assert written(name, []).strip()


@pytest.mark.parametrize("name", report.names())
@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_report_lets_a_file_speak(name, hostile):
    text = written(name, everything(hostile), show_values=True, show_paths=True)
    text.encode("utf-8")
    assert not [character for character in text if character != "\n" and visible(character) != character]


def test_jsonl_comes_back_as_it_was():
    for hostile in HOSTILE:
        lines = written("jsonl", everything(hostile), show_values=True, show_paths=True).splitlines()
        back = [json.loads(line) for line in lines]
        assert back == made(everything(hostile), show_values=True, show_paths=True)
        assert back[0]["path"] == everything(hostile)[0].path
        assert all(line.isascii() for line in lines)


def test_jsonl_writes_as_it_goes():
    out = io.StringIO()

    def items():
        yield finding()
        yield state()
        assert out.getvalue().count("\n") == 2
        yield state("b.txt")

    report.find("jsonl").write(items(), out, Options())
    assert out.getvalue().count("\n") == 4


def page(items, **options):
    text = written("html", items, **options)
    return text, html.fromstring(text)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_the_page_runs_and_loads_nothing(hostile):
    _, tree = page(everything(hostile), show_values=True, show_paths=True)
    tags = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert tags.isdisjoint({"script", "img", "iframe", "link", "object", "embed", "form", "svg", "base"})
    assert len(tree.findall(".//style")) == 1
    for element in tree.iter():
        for attribute, value in element.items():
            assert not attribute.startswith("on")
            assert attribute != "style"
            assert attribute not in ("href", "src") or value.startswith("#")
    (policy,) = (meta.get("content") for meta in tree.iter("meta") if "Security" in (meta.get("http-equiv") or ""))
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_the_page_says_everything_in_dutch():
    _, tree = page(everything("odd"), show_paths=True)
    words = tree.text_content()
    assert tree.get("lang") == "nl"
    assert "Dit rapport is niet volledig." in words
    for word in ("burgerservicenummer", "kopieën van legitimatiebewijzen", "deels gelezen", "lezen brak af", "99,8 %"):
        assert word in words
    assert "folder/odd.zip" in words
    assert "odd.txt · sheet=odd;cell=B7" in words
    assert "elfproef +2,4" in words
    assert "Alle bestanden zijn volledig gelezen" in page([state()])[0]
    assert "geen bestanden doorlopen" in page([])[0]
    assert "voluit" in page([finding(), state()], show_values=True)[0]
    assert "4 mei 2026" in page([state()], started="4 mei 2026")[0]


def test_the_page_stays_small_and_counts_what_it_leaves_out(monkeypatch):
    monkeypatch.setattr("piiscan.report.html._FINDINGS_PER_FILE", 10)
    monkeypatch.setattr("piiscan.report.html._FILES", 5)
    monkeypatch.setattr("piiscan.report.html._UNREAD", 3)
    items = []
    for number in range(8):
        items += [finding(path=f"{number}.txt")] * 25
        items.append(state(f"{number}.txt", Status.CORRUPT, "zip", findings=25))
    text, tree = page(items)
    assert "En nog 15 in dit bestand" in text
    assert "Nog 3 bestanden met bevindingen" in text
    assert "En nog 5; het volledige overzicht" in text
    assert "200" in tree.text_content()


def test_text_tells_what_was_not_read():
    items = [state(f"{number}.txt", Status.TIMEOUT, "stall") for number in range(30)] + everything()
    text = written("text", items)
    assert "timeout                     30   stall" in text
    assert "and 10 more" in text
    assert "32 of 32 files may hold more" in text
    assert "burgerservicenummer" in text
    assert "Every file was read whole." in written("text", [state()])
    assert "There was no file to read." in written("text", [])


def test_text_has_colours_only_where_asked():
    assert "\x1b" not in written("text", everything())
    assert "\x1b[31m" in written("text", everything(), color=True)


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_whatever_is_shown_can_be_printed(text):
    shown = visible(text)
    shown.encode("utf-8")
    assert visible(shown) == shown
    assert not {"\n", "\r", "\x1b", "\0", "\u202e", "\u2066", "\u200b"} & set(shown)


@settings(max_examples=500, deadline=None)
@given(st.text(min_size=4, max_size=12), st.text(max_size=8), st.text(max_size=8))
def test_a_value_in_a_name_never_shows(value, before, after):
    path = step("outer.zip", before + value + after)
    items = [finding(path=path, at="name", entity="PERSON", value=value), state(path, member=True), state("outer.zip")]
    shown = made(items)[0]["path"].removeprefix("outer.zip!/")
    assert value not in shown or set(value) <= set("*")
