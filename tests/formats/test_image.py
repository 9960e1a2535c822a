"""Pictures: what is read beside the pixels, what is painted, and that nothing else goes along."""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from piiscan.config import Limits
from piiscan.errors import CannotRedact, Damaged, LimitExceeded
from piiscan.formats import _paint, image
from piiscan.model import Area, Blob, Cut, Edit, Picture, Problem, Text
from piiscan.reading import Reading

SECRET = "123456782"
AREA: Area = ((10.0, 20.0), (50.0, 20.0), (50.0, 40.0), (10.0, 40.0))
FORMS = {
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "JPEG": ("L", "RGB", "CMYK"),
    "TIFF": ("1", "L", "P", "RGB", "RGBA", "CMYK", "I;16", "F"),
    "WEBP": ("RGB", "RGBA"),
    "GIF": ("L", "P"),
    "BMP": ("1", "L", "P", "RGB"),
}


class Painter(Edit):
    """Paints the same areas on every frame and remembers what it was asked."""

    def __init__(self, areas: Sequence[Area] = (AREA,)) -> None:
        self.areas = areas
        self.places: list[str] = []

    def text(self, part: Text) -> list[Cut]:
        return []

    def picture(self, part: Picture) -> Sequence[Area]:
        self.places.append(part.at)
        return self.areas

    def blob(self, part: Blob) -> None:
        return None


def blob_of(data: bytes) -> Blob:
    return Blob("foto", lambda: io.BytesIO(data), len(data), "foto")


def parts_of(data: bytes, limits: Limits | None = None) -> list[object]:
    return list(image.parts(blob_of(data), Reading(limits)))


def words_of(data: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in parts_of(data):
        if isinstance(part, Text):
            ends = [*part.starts[1:], len(part.text)]
            for start, end, place, source in zip(part.starts, ends, part.places, part.sources, strict=True):
                if source is not None:
                    found[place] = found.get(place, "") + part.text[start:end]
    return found


def redacted(data: bytes, edit: Edit | None = None) -> bytes:
    out = io.BytesIO()
    image.redact(blob_of(data), edit or Painter(), out, Reading())
    return out.getvalue()


def saved(picture: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def noise(mode: str, size: tuple[int, int] = (80, 60)) -> Image.Image:
    values = np.random.default_rng(7).integers(60, 200, (size[1], size[0], 3), dtype=np.uint8)
    picture = Image.fromarray(values)
    if mode in ("I;16", "F"):
        return Image.fromarray(np.asarray(picture.convert("L"), dtype={"I;16": np.uint16, "F": np.float32}[mode]))
    return picture.convert(mode)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=list(FORMS))


@pytest.mark.parametrize(("form", "mode"), [(form, mode) for form, modes in FORMS.items() for mode in modes])
def test_an_area_is_black_and_the_rest_as_it_was(form: str, mode: str) -> None:
    before = opened(saved(noise(mode), form))
    copy = opened(redacted(saved(noise(mode), form)))
    assert copy.format == form
    assert copy.size == before.size
    pixels = np.asarray(copy.convert("RGB"), dtype=int)
    assert pixels[22:39, 12:49].max() <= (12 if form == "JPEG" else 0)
    if form in ("PNG", "TIFF", "WEBP", "BMP") and mode not in ("I;16", "F"):
        original = np.asarray(before.convert("RGB"), dtype=int)
        outside = np.ones(original.shape[:2], dtype=bool)
        outside[20:41, 10:51] = False
        assert (pixels[outside] == original[outside]).all()


@pytest.mark.parametrize("number", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_areas_are_in_pixels_as_stored_and_the_copy_is_upright(form: str, number: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = number
    data = saved(noise("RGB").point(lambda v: 128 + v // 4), form, exif=exif)
    (picture,) = [part for part in parts_of(data) if isinstance(part, Picture)]
    assert picture.load().size == (80, 60)
    copy = opened(redacted(data))
    assert 0x0112 not in copy.getexif()
    dark = np.asarray(copy.convert("L")) < 40
    turned = _paint.upright_area(AREA, (80, 60), number)
    xs, ys = [x for x, _ in turned], [y for _, y in turned]
    inner = dark[int(min(ys)) + 2 : int(max(ys)) - 2, int(min(xs)) + 2 : int(max(xs)) - 2]
    assert copy.size == ((60, 80) if number >= 5 else (80, 60))
    assert inner.all()
    assert dark.sum() < 1.6 * inner.size


@given(st.integers(1, 8), st.integers(0, 79), st.integers(0, 59))
@settings(max_examples=40, deadline=None)
def test_points_turn_as_pixels_do(number: int, x: int, y: int) -> None:
    picture = Image.new("L", (80, 60))
    picture.putpixel((x, y), 255)
    middle = ((x + 0.5, y + 0.5),)
    ((a, b),) = _paint.upright_area(middle, (80, 60), number)
    turned = _paint.upright(picture, number)
    assert turned.getpixel((int(a), int(b))) == 255
    assert _paint.stored(turned, number).getpixel((x, y)) == 255


def jpeg_with_everything() -> bytes:
    exif = Image.Exif()
    exif[0x013B] = f"maker {SECRET}"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 22.0, 11.5)})
    exif.get_ifd(0x8769).update({0x9286: b"ASCII\0\0\0noot " + SECRET.encode()})
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><d xmlns:p="p" p:owner="' + SECRET.encode() + b'"/></x:xmpmeta>'
    iptc = (
        b"8BIM\x04\x04\0\0" + struct.pack(">I", 20) + b"\x1c\x02\x50" + struct.pack(">H", 15) + b"auteur " + b"12345678"
    )
    data = saved(noise("RGB"), "JPEG", exif=exif, xmp=xmp)
    segments = [
        b"\xff\xfe" + struct.pack(">H", 2 + len(text)) + text
        for text in (b"eerste " + SECRET.encode(), b"tweede opmerking")
    ]
    photoshop = b"Photoshop 3.0\0" + iptc
    segments.append(b"\xff\xed" + struct.pack(">H", 2 + len(photoshop)) + photoshop)
    return data[:2] + b"".join(segments) + data[2:]


def test_every_word_of_a_jpeg_is_read() -> None:
    words = words_of(jpeg_with_everything())
    assert words["exif=Artist"] == f"maker {SECRET}"
    assert "52.0 22.0 11.5" in words["exif=GPSLatitude"]
    assert SECRET in words["exif=UserComment"]
    assert words["xmp=owner"] == SECRET
    assert words["iptc=By-line"] == "auteur 12345678"
    assert words["comment"] == f"eerste {SECRET}tweede opmerking"


def test_a_copy_of_a_jpeg_holds_no_word() -> None:
    copy = redacted(jpeg_with_everything() + b"achter het einde")
    assert not words_of(copy)
    assert [type(part) for part in parts_of(copy)] == [Picture]
    assert not any(word in copy for word in (b"maker", b"eerste", b"tweede", b"auteur", b"einde", SECRET.encode()))


def test_an_iptc_block_that_is_no_iptc_is_still_read() -> None:
    data = saved(noise("RGB"), "JPEG")
    odd = b"Photoshop 3.0\0 verborgen 123456782 tekst"
    data = data[:2] + b"\xff\xed" + struct.pack(">H", 2 + len(odd)) + odd + data[2:]
    assert "verborgen 123456782 tekst" in words_of(data)["iptc"]


def test_what_stands_behind_the_end_is_a_blob() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("geheim.txt", SECRET)
    for form in ("PNG", "JPEG", "WEBP", "GIF", "BMP"):
        blobs = [p for p in parts_of(saved(noise("RGB"), form) + b"\0\0" + inner.getvalue()) if isinstance(p, Blob)]
        assert [blob.path for blob in blobs] == ["foto!/trailing"], form
        assert blobs[0].open().read().startswith(b"PK")


def test_zeros_behind_the_end_are_nothing() -> None:
    assert [type(part) for part in parts_of(saved(noise("RGB"), "PNG") + b"\0" * 100)] == [Picture]


def test_a_second_picture_of_a_telephone_is_a_blob() -> None:
    data = saved(noise("RGB"), "MPO", save_all=True, append_images=[noise("RGB", (40, 30))])
    kinds = [type(part) for part in parts_of(data)]
    assert kinds.count(Picture) == 1
    assert kinds.count(Blob) == 1


def test_a_thumbnail_is_a_picture_of_its_own_and_does_not_go_along() -> None:
    small = saved(noise("RGB", (32, 24)), "JPEG")
    block = b"Exif\0\0MM\0*\0\0\0\x08\0\0" + small
    data = saved(noise("RGB"), "JPEG")
    data = data[:2] + b"\xff\xe1" + struct.pack(">H", 2 + len(block)) + block + data[2:]
    pictures = {part.at: part for part in parts_of(data) if isinstance(part, Picture)}
    assert pictures["thumbnail=1"].load().size == (32, 24)
    assert redacted(data).count(b"\xff\xd8\xff") == 1


def test_all_pages_of_a_tiff_are_painted() -> None:
    pages = [noise("1", (80, 60)), noise("L", (90, 70)), noise("RGB", (100, 80))]
    edit = Painter()
    copy = opened(redacted(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]), edit))
    assert edit.places == ["image=1", "image=2", "image=3"]
    assert getattr(copy, "n_frames", 1) == 3
    for number, page in enumerate(pages):
        copy.seek(number)
        assert (copy.mode, copy.size) == (page.mode, page.size)
        assert np.asarray(copy.convert("L"))[22:39, 12:49].max() == 0


def test_words_in_the_tags_of_each_page_are_read_and_dropped() -> None:
    tags = ImageFileDirectory_v2()
    tags[315] = "eerste maker"
    more = ImageFileDirectory_v2()
    more[270] = f"bladzijde twee {SECRET}"
    second = noise("L")
    second.encoderinfo = {"tiffinfo": more}
    data = saved(noise("L"), "TIFF", save_all=True, append_images=[second], tiffinfo=tags)
    words = words_of(data)
    assert words["exif=Artist"] == "eerste maker"
    assert words["image=2;exif=ImageDescription"] == f"bladzijde twee {SECRET}"
    assert not words_of(redacted(data))


def test_pictures_inside_a_tiff_page_are_a_problem() -> None:
    tags = ImageFileDirectory_v2()
    tags[330] = 8
    tags.tagtype[330] = 4
    data = saved(noise("L"), "TIFF", tiffinfo=tags)
    assert [part.reason for part in parts_of(data) if isinstance(part, Problem)] == ["sub-pictures"]
    with pytest.raises(CannotRedact):
        redacted(data)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_frames_of_an_animation_are_all_kept(form: str) -> None:
    frames = [Image.new("RGB", (80, 60), (90 * n + 60, 200, 100)) for n in range(3)]
    data = saved(frames[0], form, save_all=True, append_images=frames[1:], duration=100, lossless=True)
    copy = opened(redacted(data))
    assert getattr(copy, "n_frames", 1) == 3
    for number in range(3):
        copy.seek(number)
        assert np.asarray(copy.convert("L"))[22:39, 12:49].max() == 0


def test_an_animated_gif_is_refused() -> None:
    frames = [Image.new("L", (80, 60), 90 * n) for n in range(3)]
    with pytest.raises(CannotRedact):
        redacted(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))


def test_colour_under_full_transparency_is_gone() -> None:
    values = np.zeros((60, 80, 4), dtype=np.uint8)
    values[5:15, 5:75, :3] = 250  # what nobody sees
    values[30:, :, 3] = 255
    copy = opened(redacted(saved(Image.fromarray(values), "PNG"), Painter(())))
    assert copy.mode == "RGBA"
    assert np.asarray(copy)[:30].max() == 0


def test_a_transparent_colour_becomes_an_alpha_channel() -> None:
    picture = noise("P")
    copy = opened(redacted(saved(picture, "PNG", transparency=3)))
    assert copy.mode == "RGBA"
    assert not [part for part in parts_of(saved(copy, "PNG")) if not isinstance(part, Picture)]


def test_a_colour_profile_does_not_go_along() -> None:
    data = saved(noise("RGB"), "PNG", icc_profile=b"profiel van " + SECRET.encode())
    assert SECRET in words_of(data)["data=iCCP"]
    assert SECRET.encode() not in redacted(data)


def test_the_size_is_looked_at_before_anything_is_decoded() -> None:
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    )
    with pytest.raises(LimitExceeded) as caught:
        parts_of(data)
    assert caught.value.reason == "pixels"
    with pytest.raises(LimitExceeded):
        parts_of(saved(noise("RGB", (200, 200)), "PNG"), Limits(pixels=10_000))


def test_pages_count_against_the_budget() -> None:
    pages = [noise("1", (8, 8)) for _ in range(12)]
    with pytest.raises(LimitExceeded) as caught:
        parts_of(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]), Limits(pages=10))
    assert caught.value.reason == "pages"


def test_a_bomb_of_text_stops_at_the_budget() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "A" * 900_000, zip=True)
    data = saved(noise("RGB"), "PNG", pnginfo=info)
    with pytest.raises(LimitExceeded):
        parts_of(data, Limits(produced=100_000))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "TIFF"])
def test_a_truncated_picture_never_counts_as_read(form: str) -> None:
    data = saved(noise("RGB"), form)
    with pytest.raises((Damaged, CannotRedact)):
        redacted(data[: len(data) * 2 // 3])


@given(st.binary(max_size=400), st.sampled_from(sorted(FORMS)))
@settings(max_examples=60, deadline=None)
def test_any_bytes_after_a_magic_give_an_error_of_ours(rest: bytes, form: str) -> None:
    data = saved(noise("RGB", (16, 16)), form)[:24] + rest
    try:
        for part in parts_of(data):
            if isinstance(part, Picture):
                part.load()
    except (Damaged, LimitExceeded):
        pass


def test_resolution_is_kept_and_nothing_else_of_the_header() -> None:
    copy = opened(redacted(saved(noise("RGB"), "JPEG", dpi=(300, 300), comment=SECRET)))
    assert copy.info["dpi"] == (300, 300)
    assert "comment" not in copy.info
