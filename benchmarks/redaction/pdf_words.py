"""Redacts a few words that occur once in each real PDF, and looks for them again with every reader at hand.

    python benchmarks/redaction/pdf_words.py [--folder ../shared/data/documents] [--words 4] [--verbose]

One line per figure: files, words, leaks by reader, pages replaced by their picture, files refused, files that lost
other text, pixels that changed outside the boxes, seconds per page. Every file runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT = 120
DPI = 72
CHANGED = 40
"""Of 255: a pixel that differs by more than this has changed."""


class Words:
    """An edit that cuts given words, and nothing else."""

    def __init__(self, words: list[str]) -> None:
        self._pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
        self.areas: dict[int, list[Any]] = {}
        self.cuts = 0

    def text(self, part: Any) -> list[Any]:
        from piiscan.model import Cut, Span

        cuts = [Cut(Span(*match.span()), "WORD", "[W]") for match in self._pattern.finditer(part.text)]
        for cut in cuts:
            place = re.fullmatch(r"page=(\d+)", part.at(cut.span.start))
            if place and part.unit == "pt":
                self.areas.setdefault(int(place.group(1)) - 1, []).extend(part.areas(cut.span))
                self.cuts += 1
        return cuts

    def picture(self, part: Any) -> list[Any]:
        return []

    def blob(self, part: Any) -> None:
        return None


def one(path: Path, count: int) -> dict[str, Any]:
    from piiscan.errors import PiiscanError
    from piiscan.formats import pdf
    from piiscan.model import Blob
    from piiscan.reading import Reading

    data = path.read_bytes()
    blob = Blob(path.name, lambda: BytesIO(data), len(data))
    try:
        pages = texts(data)
    except PiiscanError as error:
        return {"unread": type(error).__name__}
    words = chosen("\n".join(pages), second(data), machinery(data), count, path.name)
    if not words:
        return {"unread": "no word"}
    edit, out, start = Words(words), BytesIO(), time.perf_counter()
    try:
        pdf.redact(blob, edit, out, Reading())
    except PiiscanError as error:
        return {"refused": f"{type(error).__name__}: {error.reason}", "words": len(words)}
    seconds = time.perf_counter() - start
    copy = out.getvalue()
    before, after = shown(data), shown(copy)
    return {
        "words": edit.cuts,
        "pages": len(before),
        "seconds": seconds,
        "pictured": pictured(copy),
        "leaks": leaks(copy, words),
        "lost": lost(pages, copy, words),
        "changed": changed(before, after, edit.areas),
        "ratio": len(copy) / len(data),
    }


def second(data: bytes) -> str:
    """The text as pdfplumber reads the source, so that a word is known to occur once for both readers."""
    from piiscan.errors import PiiscanError
    from piiscan.formats._pdf_verify import second_text
    from piiscan.reading import Reading

    try:
        return "\n".join(text for _, text in list(second_text(BytesIO(data), "x", Reading()))[::2])
    except PiiscanError:
        return ""


def machinery(data: bytes) -> bytes:
    """Fonts, their names and licences, colour profiles: a word that stands there anyway is no leak."""
    import pikepdf

    from piiscan.formats._pdf_file import opened
    from piiscan.reading import Reading

    pdf = opened(data, "x", Reading())
    found = []
    for item in pdf.objects:
        keys = ("/Length1", "/Length2", "/Length3", "/N")
        compact = isinstance(item, pikepdf.Stream) and item.get("/Subtype") in (
            "/Type1C",
            "/CIDFontType0C",
            "/OpenType",
        )
        if compact or (isinstance(item, pikepdf.Stream) and any(key in item for key in keys)):
            found.append(item.read_bytes())
        elif isinstance(item, pikepdf.Dictionary) and item.get("/Type") in ("/Font", "/FontDescriptor", "/Encoding"):
            found.append(item.unparse(resolved=True))
    return b"begincodespacerange".join(found).replace(b"\0", b"").lower()


def chosen(text: str, other: str, machine: bytes, count: int, seed: str) -> list[str]:
    words = Counter(re.findall(r"\w{5,}", text))
    low, far = text.casefold(), re.sub(r"\s", "", other).casefold()
    once = [w for w, n in words.items() if n == 1 and low.count(w.casefold()) == 1 and far.count(w.casefold()) <= 1]
    once = [word for word in once if word.lower().encode("cp1252", "replace") not in machine]
    return random.Random(seed).sample(sorted(once), min(count, len(once)))


def pictured(copy: bytes) -> int:
    import pikepdf

    with pikepdf.open(BytesIO(copy)) as pdf:
        found = [page.obj.Contents for page in pdf.pages]
        return sum(not isinstance(c, pikepdf.Array) and c.read_bytes().endswith(b"cm /X1 Do Q") for c in found)


def leaks(copy: bytes, words: list[str]) -> list[str]:
    import pypdfium2

    from piiscan.formats._pdf_verify import all_bytes, second_text
    from piiscan.reading import Reading

    found = set()
    document = pypdfium2.PdfDocument(copy)
    texts = [("pdfium", page.get_textpage().get_text_range()) for page in document]
    texts += [("pdfplumber", text) for _, text in second_text(BytesIO(copy), "x", Reading())]
    for reader, text in texts:
        found |= {f"{reader}: {word}" for word in words if word.casefold() in text.casefold()}
    for place, content in all_bytes(BytesIO(copy), "x", Reading()):
        for word in words:
            forms = (word.encode(), word.encode("utf-16-be"), word.encode("cp1252", "replace"))
            found |= {f"bytes {place}: {word}" for form in forms if form.lower() in content.lower()}
    return sorted(found)


def lost(pages: list[str], copy: bytes, words: list[str]) -> int:
    """How many characters that were to stay are gone."""
    old = Counter("".join("".join(pages).split()))
    new = Counter("".join("".join(texts(copy)).split()))
    for word in words:
        old -= Counter(word)
    return sum((old - new).values())


def texts(data: bytes) -> list[str]:
    """The text of each page as the format reads it."""
    from piiscan.formats import pdf
    from piiscan.model import Blob, Text
    from piiscan.reading import Reading

    blob = Blob("x", lambda: BytesIO(data), len(data))
    return [part.text for part in pdf.parts(blob, Reading()) if isinstance(part, Text) and part.unit == "pt"]


def shown(data: bytes) -> Any:
    """The file in pdfium, not encrypted, its form fields drawn on the page."""
    import pypdfium2

    from piiscan.formats._pdf_file import opened, saved
    from piiscan.formats._pdf_plain import plain
    from piiscan.reading import Reading

    pdf = opened(data, "x", Reading())
    list(plain(pdf, "x", Reading()))
    return pypdfium2.PdfDocument(saved(pdf))


def changed(before: Any, after: Any, areas: dict[int, list[Any]]) -> float:
    """Pixels, in a million, that changed outside the boxes."""
    from PIL import ImageChops, ImageDraw

    wrong = total = 0
    for index in areas:
        images = [document[index].render(scale=DPI / 72).to_pil().convert("L") for document in (before, after)]
        if images[0].size != images[1].size:
            images[1] = images[1].resize(images[0].size)
        difference = ImageChops.difference(*images).point([255 * (v > CHANGED) for v in range(256)])
        brush = ImageDraw.Draw(difference)
        for area in areas[index]:
            xs, ys = zip(*(pixel(before[index], point, difference.size) for point in area), strict=True)
            room = max(ys) - min(ys)  # a box may be wider than its word by up to half its height
            brush.rectangle((min(xs) - 2, min(ys) - 2, max(xs) + 2 + room / 2, max(ys) + 2), fill=0)
        wrong += sum(difference.histogram()[128:])
        total += difference.width * difference.height
    return 1e6 * wrong / max(1, total)


def pixel(page: Any, point: tuple[float, float], size: tuple[int, int]) -> tuple[int, int]:
    import ctypes

    import pypdfium2.raw as raw

    x, y = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, *size, 0, *point, x, y)
    return x.value, y.value


def table(rows: dict[str, dict[str, Any]]) -> str:
    done = [row for row in rows.values() if "leaks" in row]
    refused = {name: row["refused"] for name, row in rows.items() if "refused" in row}
    failed = [name for name, row in rows.items() if "failed" in row]
    figures = [
        ("files", len(rows)),
        ("redacted", len(done)),
        ("not readable, or no word that occurs once", sum("unread" in row for row in rows.values())),
        ("refused", len(refused)),
        ("timeout or crash", len(failed)),
        ("words cut", sum(row["words"] for row in done)),
        ("files with a leak", sum(bool(row["leaks"]) for row in done)),
        ("leaks seen by pdfium", sum(leak.startswith("pdfium") for row in done for leak in row["leaks"])),
        ("leaks seen by pdfplumber", sum(leak.startswith("pdfplumber") for row in done for leak in row["leaks"])),
        ("leaks seen in strings and streams", sum(leak.startswith("bytes") for row in done for leak in row["leaks"])),
        ("pages", sum(row["pages"] for row in done)),
        ("pages replaced by their picture", sum(row["pictured"] for row in done)),
        ("files without a changed pixel outside the boxes", sum(row["changed"] == 0 for row in done)),
        ("files with more than 1,000 ppm changed", sum(row["changed"] > 1000 for row in done)),
        ("files that lost other text", sum(row["lost"] > 0 and not row["pictured"] for row in done)),
    ]
    if done:
        figures.append(
            ("seconds per page, median", round(statistics.median(r["seconds"] / r["pages"] for r in done), 3))
        )
        figures.append(("size of the copy, median", f"{statistics.median(r['ratio'] for r in done):.2f} x"))
    return "\n".join(f"{name:<50}{value!s:>10}" for name, value in figures)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT.parent / "shared" / "data" / "documents")
    parser.add_argument("--words", type=int, default=4)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--one", type=Path)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(one(options.one, options.words)))
        return 0
    if not options.folder.is_dir():
        print(f"skipped: {options.folder} is not there")
        return 0
    rows: dict[str, dict[str, Any]] = {}
    for path in sorted(options.folder.rglob("*.pdf")):
        command = ["nice", sys.executable, __file__, "--words", str(options.words), "--one", str(path)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=TIMEOUT, check=True)
            rows[path.name] = json.loads(done.stdout)
        except (subprocess.SubprocessError, ValueError) as error:
            rows[path.name] = {"failed": type(error).__name__}
        if options.verbose:
            print(path.name, json.dumps(rows[path.name]), flush=True)
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
