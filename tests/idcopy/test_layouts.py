"""What stands where: every fact has a source, every malformed file is refused, and the right model is found."""

from datetime import date

import pytest

from piiscan.errors import ConfigError
from piiscan.idcopy.layouts import ANY, FORMATS, Layout, find, layouts, parsed

FILE = """
kinds = ["passport"]
country = "UTO"
model = "1"
size = [125.0, 88.0]
mrz = "TD3"
issued = [2014-01-01, ""]

[sources]
size = "somebody"
mrz = "somebody"
issued = "somebody"

[[side]]
side = "front"
called = "page"
items = [{ name = "portrait", entity = "FACE", required = true, zone = [0.0, 0.0, 0.5, 1.0], source = "somebody" }]
"""


def ids(found: tuple[Layout, ...]) -> set[str]:
    return {layout.id for layout in found}


def test_every_dutch_model_and_every_format_is_there() -> None:
    models = {(layout.kinds[0], layout.model, layout.side) for layout in layouts() if layout.country == "NLD"}
    for model in ("2014", "2021", "2024"):
        assert {("passport", model, "front"), ("passport", model, "back")} <= models
        assert {("identity card", model, "front"), ("identity card", model, "back")} <= models
    assert ("passport", "2024", "page 3") in models
    assert {("driving licence", "2014", "front"), ("driving licence", "2014", "back")} <= models
    assert {("residence permit", "2020", "front"), ("residence permit", "2020", "back")} <= models
    assert {layout.model for layout in layouts() if layout.country == ANY} == set(FORMATS) - {"licence"}


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.id)
def test_a_layout_is_sound(layout: Layout) -> None:
    width, height = layout.size
    assert 1.2 < width / height < 1.7
    assert layout.items
    for item in layout.items:
        assert len(item.source) > 20
        assert not (item.allowed and item.entity in ("FACE", "MRZ", "NL_BSN", "NL_DOCUMENTNUMMER", "BARCODE"))
        if item.name == "mrz":
            assert "NL_DOCUMENTNUMMER" in item.carries or "NL_RIJBEWIJSNUMMER" in item.carries
            if item.lines and item.lines.count * item.lines.length:
                text = item.lines.left + item.lines.length * item.lines.character
                assert text - item.lines.tolerance < width


def test_the_zone_carries_the_bsn_until_2021_and_the_code_since() -> None:
    for kind, side in (("passport", "front"), ("identity card", "back")):
        for model, in_zone in (("2014", True), ("2021", False), ("2024", False)):
            (layout,) = (one for one in find(kind=kind, country="NLD", side=side) if one.model == model)
            assert ("NL_BSN" in layout.named("mrz")[0].carries) is in_zone
        backs = find(kind=kind, country="NLD", side="back")
        assert {one.model: bool(one.named("qr")) for one in backs} == {"2014": False, "2021": True, "2024": True}
        assert all(one.named("bsn")[0].required for one in backs)


def test_dates_narrow_the_models_down() -> None:
    def models(**dates: date) -> set[str]:
        return {layout.model for layout in find(kind="passport", country="NLD", mrz="TD3", side="front", **dates)}

    assert models() == {"2014", "2021", "2024"}
    assert models(issued=date(2016, 5, 1)) == {"2014"}
    assert models(issued=date(2021, 8, 29)) == {"2014"}
    assert models(issued=date(2021, 8, 30)) == {"2021"}
    assert models(issued=date(2024, 10, 7)) == {"2021", "2024"}
    assert models(expires=date(2034, 12, 1)) == {"2024"}
    assert models(expires=date(2033, 1, 1)) == {"2021", "2024"}


def test_an_older_model_and_another_country_are_generic() -> None:
    assert ids(find(country="NLD", mrz="TD3", issued=date(2012, 1, 1), side="front")) == {"generic_td3/front"}
    assert ids(find(country="BEL", mrz="TD1")) == {"generic_td1/front", "generic_td1/back"}
    assert ids(find(country="USA", mrz="MRV-A")) == {"generic_mrv_a/front"}
    assert ids(find(kind="driving licence", country="BEL")) == set()


def test_a_file_that_is_sound_is_read() -> None:
    (layout,) = parsed("one.toml", FILE)
    assert (layout.id, layout.issued, layout.required) == ("one/front", (date(2014, 1, 1), None), layout.items)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('model = "1"', "", "model is missing"),
        ('model = "1"', "model = 1", "model is not a str"),
        ('model = "1"', 'model = "1"\ncolour = "red"', "colour is unknown"),
        ('["passport"]', '["pass"]', "kinds is none of"),
        ('"TD3"', '"TD4"', "mrz is none of"),
        ('mrz = "somebody"', "", "sources.mrz is missing"),
        ('mrz = "somebody"', 'mrz = " "', "sources.mrz is missing"),
        ("[125.0, 88.0]", "[125.0]", "size is not two lengths"),
        ('[2014-01-01, ""]', '["2014", ""]', "issued is not two dates"),
        ('side = "front"', 'side = "left"', "side 1.side is none of"),
        ("required = true", 'required = "yes"', "side 1.items[0].required is not a bool"),
        ("required = true, ", "", "side 1.items[0].required is missing"),
        (', source = "somebody" }', " }", "side 1.items[0].source is missing"),
        (', source = "somebody" }', ', source = "" }', "side 1.items[0].source is missing"),
        ("[0.0, 0.0, 0.5, 1.0]", "[0.0, 0.0, 0.5, 1.2]", "side 1.items[0].zone is not inside the side"),
        ("[0.0, 0.0, 0.5, 1.0]", "[0.5, 0.0, 0.5, 1.0]", "side 1.items[0].zone is not inside the side"),
        ("[0.0, 0.0, 0.5, 1.0]", "[0.0, 0.0, 0.5]", "side 1.items[0].zone is not four numbers"),
        ("[[side]]", "[other]", "other is unknown"),
        ("kinds", "kinds = [", "not TOML"),
    ],
)
def test_a_file_that_is_not_is_refused_by_name_and_key(old: str, new: str, key: str) -> None:
    assert old in FILE
    with pytest.raises(ConfigError) as caught:
        list(parsed("one.toml", FILE.replace(old, new, 1)))
    assert caught.value.path == "one.toml"
    assert key in caught.value.reason
