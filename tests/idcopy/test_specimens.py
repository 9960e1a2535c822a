"""The specimen maker tells the truth: what it says stands somewhere stands there, and every number is right."""

import json
from collections import Counter
from pathlib import Path

import pytest

np = pytest.importorskip("numpy")
cv2 = pytest.importorskip("cv2", reason="needs the extra ocr")
zxingcpp = pytest.importorskip("zxingcpp", reason="needs the extra ocr")

from PIL import Image  # noqa: E402

from piiscan.checksums import mrz_digit  # noqa: E402
from piiscan.idcopy import layouts  # noqa: E402
from tests.specimens import CONDITIONS, MODELS, SPLITS, Document, Mark, Specimen, made, specimens  # noqa: E402
from tests.specimens.drawing import drawn, models  # noqa: E402
from tests.specimens.files import CONTAINERS, saved  # noqa: E402
from tests.specimens.style import UNSEEN  # noqa: E402
from tests.specimens.words import COUNTRIES  # noqa: E402

HIDING = ("glare", "fax", "blur")
"""Conditions after which what stood somewhere may be gone."""
FRONT = "nl passport 2024 front"


@pytest.fixture(scope="module")
def flats() -> dict[str, tuple[Document, tuple[Mark, ...]]]:
    """Every side once, flat."""
    drawings = {side.id: drawn(side, "test", 900_500, across=500) for side in models("test")}
    return {name: (flat.document, flat.marks) for name, flat in drawings.items()}


@pytest.fixture(scope="module")
def scan() -> Specimen:
    return made("dev", 42, model=FRONT, condition="clean")


def level(one: Specimen, mark: Mark) -> "np.ndarray":
    """What stands in the area of a mark, upright, grey, in a fixed size."""
    high = 60 if mark.name != "mrz" else 120
    size = (480, high)
    aim = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.array(mark.area, np.float32), aim)
    return cv2.GaussianBlur(cv2.warpPerspective(np.asarray(one.image.convert("L")), matrix, size), (0, 0), 2)


def alike(first: "np.ndarray", second: "np.ndarray") -> float:
    return float(np.corrcoef(first.ravel().astype(float), second.ravel().astype(float))[0, 1])


def test_the_same_arguments_make_the_same_specimen() -> None:
    first, second = made("dev", 5), made("dev", 5)
    assert np.array_equal(np.asarray(first.image), np.asarray(second.image))
    assert first.truth() == second.truth()
    others = [made("dev", 6, model=FRONT, condition="clean"), made("test", 900_005, model=FRONT, condition="clean")]
    one = made("dev", 5, model=FRONT, condition="clean")
    assert len({other.on("document number")[0].value for other in (one, *others)}) == 3


@pytest.mark.parametrize("condition", CONDITIONS)
def test_what_is_said_to_stand_somewhere_stands_there(condition: str, scan: Specimen) -> None:
    copy = made("dev", 42, model=FRONT, condition=condition)
    assert copy.conditions == (condition,)
    slack = 3 + (0.04 * max(copy.image.size) if condition == "cropped" else 0)
    for area in (*(mark.area for mark in copy.marks), *(document.area for document in copy.documents)):
        assert len(area) == 4
        assert all(
            -slack <= x <= copy.image.width + slack and -slack <= y <= copy.image.height + slack for x, y in area
        )
    for name in ("mrz", "document number", "surname"):
        (there,) = (mark for mark in copy.on(name) if mark.document == 0)
        (here,) = scan.on(name)
        assert there.value == here.value
        if condition not in HIDING:
            assert alike(level(scan, here), level(copy, there)) > (0.45 if condition == "small480" else 0.6), name


def test_the_stored_picture_is_turned_by_its_tag() -> None:
    copies = [made("dev", seed, model=FRONT, condition="exif") for seed in range(4)]
    assert len({copy.exif for copy in copies}) > 1
    for copy in copies:
        assert copy.exif in range(2, 9)
        turned = copy.image.height > copy.image.width
        assert turned is (copy.exif >= 5)


def test_zones_have_right_lengths_and_check_digits(flats: dict[str, tuple[Document, tuple[Mark, ...]]]) -> None:
    formats = {"TD1": (3, 30), "TD2": (2, 36), "TD3": (2, 44), "MRV-A": (2, 44), "MRV-B": (2, 36), "licence": (1, 30)}
    seen = set()
    for document, marks in flats.values():
        zone = [mark.value for mark in marks if mark.name == "mrz line"]
        assert tuple(zone) == document.lines
        if not document.mrz:
            assert not zone
            continue
        seen.add(document.mrz)
        count, length = formats[document.mrz]
        assert [len(line) for line in zone] == [length] * count
        for value, digit in checked(document.mrz, zone):
            assert str(mrz_digit(value)) == digit
    assert seen == set(formats)


def checked(form: str, zone: list[str]) -> list[tuple[str, str]]:
    """The values of a zone and their check digits (ICAO Doc 9303-4 to 9303-7)."""
    if form == "licence":
        return [(zone[0][:29], zone[0][29])]
    if form == "TD1":
        first, second, _ = zone
        number = [(first[5:14], first[14])] if first[14] != "<" else []
        composite = first[5:] + second[:7] + second[8:15] + second[18:29]
        return [*number, (second[:6], second[6]), (second[8:14], second[14]), (composite, second[29])]
    line = zone[1]
    pairs = [(line[:9], line[9]), (line[13:19], line[19]), (line[21:27], line[27])]
    if form.startswith("MRV"):
        return pairs
    end = len(line) - 1
    return [*pairs, (line[:10] + line[13:20] + line[21:end], line[end])]


def test_each_side_shows_what_is_published_of_it(flats: dict[str, tuple[Document, tuple[Mark, ...]]]) -> None:
    """Two sources, the drawings and the layouts, agree on what a side must have."""
    for document, marks in flats.values():
        known = [
            one
            for one in layouts.find(kind=document.kind, country=document.country, side=document.side)
            if one.country == layouts.ANY or one.model == document.model
        ]
        if one_format := document.mrz or {"TD1": "TD1", "TD2": "TD2", "TD3": "TD3"}.get(document.model, ""):
            known = [one for one in known if one.mrz == one_format]
        there = {mark.entity for mark in marks}
        for layout in known:
            needed = {item.entity for item in layout.required} - {"OTHER", "ORGANIZATION"}
            assert needed <= there, (layout.id, needed - there)


def test_the_bsn_stands_where_its_model_has_it(flats: dict[str, tuple[Document, tuple[Mark, ...]]]) -> None:
    for kind, side in (("passport", "front"), ("identity card", "back")):
        for year in ("2014", "2021", "2024"):
            back = flats[f"nl {kind} {year} back"][1]
            (bsn,) = (mark.value for mark in back if mark.name == "bsn")
            assert (
                sum(weight * int(digit) for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), bsn, strict=True)) % 11
                == 0
            )
            assert any(bsn in line for line in flats[f"nl {kind} {year} {side}"][0].lines) is (year == "2014")
            assert [mark.value for mark in back if mark.entity == "BARCODE"] == ([] if year == "2014" else [bsn])


def test_codes_can_be_read_and_say_what_they_are_said_to() -> None:
    kinds: Counter[str] = Counter()
    for one in specimens("dev", 7, condition="clean", model="back"):
        read = {code.text for code in zxingcpp.read_barcodes(np.asarray(one.image))}
        for mark in one.marks:
            if mark.entity == "BARCODE":
                kinds[mark.name] += 1
                assert mark.value in read
    assert kinds["qr"] >= 2


def test_a_face_detector_takes_the_faces_for_faces() -> None:
    from piiscan.idcopy import portrait

    found = 0
    for seed in range(6):
        one = made("dev", seed, model="passport 2021 front", condition="clean")
        (photo,) = one.on("portrait")
        across, down = [x for x, _ in photo.area], [y for _, y in photo.area]
        for face in portrait.find(np.asarray(one.image), 1 + 0j):
            x, y = (sum(point[axis] for point in face.area) / 4 for axis in (0, 1))
            if min(across) < x < max(across) and min(down) < y < max(down):
                found += 1
                break
    assert found >= 5


def test_what_goes_and_what_stays_are_apart() -> None:
    one = made("dev", 3, model=FRONT, condition="clean")
    names = {mark.name for mark in one.marks if mark.allowed}
    assert {"surname", "given names", "birth date", "expiry date", "country"} == names
    gone = {mark.name for mark in one.hidden}
    assert {"portrait", "ghost portrait", "mrz", "mrz line", "document number", "can"} <= gone
    assert not gone & names


def test_only_the_test_set_has_what_is_kept_for_it() -> None:
    unseen = {country.code for country in COUNTRIES.values() if country.unseen}
    assert unseen
    assert {side.id for side in MODELS.values() if side.unseen}
    for split in ("train", "dev"):
        assert not [side for side in models(split) if side.unseen]
        for seed in range(12):
            document = drawn(MODELS["td1 back"], split, seed, across=300).document
            assert document.country not in unseen
            assert document.style < UNSEEN
    styles = {drawn(MODELS["td1 back"], "test", seed, across=300).document.style for seed in range(900_000, 900_012)}
    assert styles & {UNSEEN, UNSEEN + 1}


def test_every_condition_comes_by_turns() -> None:
    from tests.specimens.making import _chosen

    chosen = Counter(
        name for seed in range(600) for name in _chosen(np.random.default_rng(seed), seed, 26, MODELS[FRONT])
    )
    assert set(chosen) == set(CONDITIONS)
    assert min(chosen.values()) >= 8


@pytest.mark.parametrize("arguments", [{"condition": "burnt"}, {"model": "library card"}])
def test_what_there_is_not_is_refused(arguments: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="no "):
        made("dev", 0, **arguments)
    with pytest.raises(ValueError, match="no split"):
        made("validation", 0)
    assert "validation" not in SPLITS


@pytest.mark.parametrize("container", CONTAINERS)
def test_every_container_holds_its_pictures(container: str, tmp_path: Path) -> None:
    count = 1 if container in ("png", "jpeg") else 2
    made_ones = [made("dev", seed, model=FRONT, condition="exif" if count == 1 else "clean") for seed in range(count)]
    path = saved(made_ones, tmp_path / "copy", container)
    truth = json.loads((tmp_path / "copy.json").read_text("utf-8"))
    assert [one["seed"] for one in truth["pictures"]] == list(range(count))
    if path.suffix == ".pdf":
        import pypdfium2

        document = pypdfium2.PdfDocument(path)
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
        assert len(document) == (1 if container == "pdf pictures" else 2)
        assert (made_ones[0].on("document number")[0].value in text) is (container == "pdf hidden")
        document.close()
        return
    with Image.open(path) as image:
        assert getattr(image, "n_frames", 1) == count
        assert image.size == made_ones[0].image.size == tuple(truth["pictures"][0]["size"])
        if count == 1:
            assert image.getexif()[0x0112] == made_ones[0].exif


def test_the_command_line_writes_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.specimens.__main__ import main

    monkeypatch.setattr("sys.argv", ["specimens", str(tmp_path / "out"), "--count", "2", "--condition", "small480"])
    main()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "dev-00000.json",
        "dev-00000.png",
        "dev-00001.json",
        "dev-00001.png",
    ]
