"""The four corpora, built into a folder and kept there: prose, number-dense CSV, access log, binary.

Everything but the binary is the same on every machine with the same sources; all numbers in them are random. A folder
holds one edition: the name of a corpus changes with the code that makes it.
"""

from __future__ import annotations

import hashlib
import itertools
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.speed import prose

__all__ = ["MB", "SEED", "Corpus", "build", "head", "size_text"]

MB = 1 << 20
SEED = 20261122
_ROWS = 20_000
"""Rows made at once."""

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Corpus:
    """One corpus, or why there is none.

    Arguments:
        name: ``"prose"``, ``"csv"``, ``"log"`` or ``"binary"``.
        path: its file.
        about: what it is made of.
        skipped: why it could not be built; empty where it was.
    """

    name: str
    path: Path
    about: str
    skipped: str = ""


def build(work: Path, size: int) -> list[Corpus]:
    """Makes what is not there yet.

    Arguments:
        work: a folder to keep them in.
        size: bytes of each, at least.
    """
    work.mkdir(parents=True, exist_ok=True)
    return [_prose(work, size), _csv(work, size), _log(work, size), _binary(work, size)]


def head(corpus: Corpus, size: int) -> Path:
    """The first ``size`` bytes, up to the end of a line, as a file of their own; the whole where it is no longer."""
    if corpus.path.stat().st_size <= size:
        return corpus.path
    path = corpus.path.with_name(f"{corpus.path.stem}-head{size}{corpus.path.suffix}")
    if not path.exists():
        with corpus.path.open("rb") as source:
            path.write_bytes(source.read(size) + source.readline(4096))
    return path


def size_text(size: int) -> str:
    """``"48 MB"``, ``"256 KB"``."""
    return f"{size / MB:.0f} MB" if size >= MB else f"{size / 1024:.0f} KB"


def _prose(work: Path, size: int) -> Corpus:
    texts, source = prose.paragraphs(work)
    about = f"{source}, one made-up personal datum in {prose.APART:,} bytes"
    path = _path(work, "prose", size, ".txt")
    if not texts:
        return Corpus("prose", path, about, "neither Debian's Dutch packages nor the Dutch corpora can be had here")
    return _written(Corpus("prose", path, about), lambda: prose.pieces(texts, size, SEED), size)


def _csv(work: Path, size: int) -> Corpus:
    path = _path(work, "csv", size, ".csv")
    about = "random numbers of 8, 9, 10, 13 and 16 digits, amounts, dates, times, a serial invoice number"
    return _written(Corpus("csv", path, about), csv_rows, size)


def _log(work: Path, size: int) -> Corpus:
    path = _path(work, "log", size, ".log")
    about = "access log, combined format, with identifiers in paths and some nine-digit request numbers"
    return _written(Corpus("log", path, about), log_lines, size)


def _binary(work: Path, size: int) -> Corpus:
    path = _path(work, "binary", size, ".bin")
    about = "executables and shared libraries of this machine, then one eighth of random bytes"
    return _written(Corpus("binary", path, about), lambda: _machine_code(size), size)


def _path(work: Path, name: str, size: int, suffix: str) -> Path:
    code = b"".join(Path(module).read_bytes() for module in (__file__, prose.__file__))
    return work / f"{name}-{size}-{hashlib.sha256(code).hexdigest()[:8]}{suffix}"


def _written(corpus: Corpus, pieces: Callable[[], Iterable[bytes]], size: int) -> Corpus:
    if not corpus.path.exists():
        temporary = corpus.path.with_suffix(".part")
        with temporary.open("wb") as out:
            for piece in pieces():
                missing = size - out.tell()
                if missing <= len(piece):
                    out.write(piece[: piece.find(b"\n", missing) + 1] or piece)
                    break
                out.write(piece)
        temporary.rename(corpus.path)
    return corpus


def csv_rows() -> Iterator[bytes]:
    """A head, then rows without end; every number random but the invoice number, which counts up."""
    chance = np.random.default_rng([SEED, 1])
    names = (
        "factuurnummer;ordernummer;datum;tijd;artikel;dossier;ean;transactie;moment;aantal;voorraad;prijs;korting;"
        "btw;totaal;saldo;gewicht;breedte;hoogte;breedtegraad;lengtegraad;gewijzigd;punten\n"
    )
    yield names.encode()
    for first in itertools.count(240_100_000, _ROWS):
        day = chance.integers(0, len(_DAYS), _ROWS)
        columns = [
            _text(np.arange(first, first + _ROWS)),
            _digits(chance, 9),
            _picked(_DAYS, day),
            _picked(_TIMES, chance.integers(0, len(_TIMES), _ROWS)),
            _digits(chance, 8),
            _digits(chance, 10),
            _ean(chance),
            _digits(chance, 16),
            _text(chance.integers(1_600_000_000_000, 1_800_000_000_000, _ROWS)),
            *(_number(chance, 4) for _ in range(2)),
            *(_decimal(chance, width, 2) for width in (5, 4, 4, 6, 7, 5, 4, 4)),
            *(_decimal(chance, 2, 6) for _ in range(2)),
            _text(chance.integers(1_600_000_000_000, 1_800_000_000_000, _ROWS)),
            _number(chance, 6),
        ]
        yield _joined(columns, b";")


def log_lines() -> Iterator[bytes]:
    """Lines of an access log in the combined format, without end."""
    chance = np.random.default_rng([SEED, 2])
    for first in itertools.count(0, _ROWS):
        octets = [_picked(_OCTETS, chance.integers(0, 256, _ROWS)) for _ in range(4)]
        seconds = (first + np.arange(_ROWS)) // 3
        identifier = np.where(chance.random(_ROWS) < 0.3, _nines(chance), chance.integers(1, 99_999, _ROWS))
        fields = [
            _joined_columns(octets, b"."),
            _all(b" - - ["),
            _picked(_LOG_DAYS, seconds // 86_400 % len(_LOG_DAYS)),
            _picked(_TIMES, seconds % 86_400),
            _all(b' +0100] "'),
            _picked(_REQUESTS, chance.integers(0, len(_REQUESTS), _ROWS)),
            _text(identifier),
            _picked(_TAILS, chance.integers(0, len(_TAILS), _ROWS)),
            _all(b' HTTP/1.1" '),
            _picked(_STATUS, chance.integers(0, len(_STATUS), _ROWS)),
            _text(chance.integers(100, 90_000, _ROWS)),
            _picked(_REFERERS, chance.integers(0, len(_REFERERS), _ROWS)),
            _picked(_AGENTS, chance.integers(0, len(_AGENTS), _ROWS)),
        ]
        yield _joined(fields, b"")


def _machine_code(size: int) -> Iterator[bytes]:
    folders = (("/usr/bin", "*"), ("/usr/lib", "*/*.so*"), (sys.prefix, "lib/python*/site-packages/**/*.so"))
    found = [path for folder, pattern in folders for path in sorted(Path(folder).glob(pattern))]
    files = [Path(sys.executable).resolve(), *(path for path in found if path.is_file() and not path.is_symlink())]
    left = size - size // 8
    for path in itertools.cycle(files):
        data = path.read_bytes()[: min(left, 4 * MB)]
        if b"\0" in data[:1024]:  # no script
            left -= len(data)
            yield data
        if left <= 0:
            break
    yield np.random.default_rng([SEED, 3]).bytes(size // 8 + 1)


def _digits(chance: np.random.Generator, width: int) -> Bytes:
    """Random digits, the first not 0: a matrix of characters, a row each."""
    found = chance.integers(48, 58, (_ROWS, width), dtype=np.uint8)
    found[:, 0] = chance.integers(49, 58, _ROWS, dtype=np.uint8)
    return found


def _nines(chance: np.random.Generator) -> NDArray[np.int64]:
    return chance.integers(100_000_000, 999_999_999, _ROWS)


def _ean(chance: np.random.Generator) -> Bytes:
    found = np.hstack([_all(b"87"), _digits(chance, 11)])
    weights = np.resize([1, 3], 12)
    found[:, 12] = 48 + -((found[:, :12].astype(np.int64) - 48) @ weights) % 10
    return found


def _number(chance: np.random.Generator, width: int) -> Bytes:
    """Up to so many digits; zeroes in front become the filler 0, which `_joined` drops."""
    found = chance.integers(48, 58, (_ROWS, width), dtype=np.uint8)
    leading = np.logical_and.accumulate(found[:, :-1] == 48, axis=1)
    found[:, :-1][leading] = 0
    return found


def _decimal(chance: np.random.Generator, width: int, places: int) -> Bytes:
    return np.hstack([_number(chance, width), _all(b","), chance.integers(48, 58, (_ROWS, places), dtype=np.uint8)])


def _text(numbers: NDArray[np.int64]) -> Bytes:
    return _matrix(numbers.astype("S"))


def _picked(values: NDArray[np.bytes_], index: NDArray[np.int64]) -> Bytes:
    return _matrix(values[index])


def _all(value: bytes) -> Bytes:
    return np.tile(np.frombuffer(value, np.uint8), (_ROWS, 1))


def _matrix(values: NDArray[np.bytes_]) -> Bytes:
    return np.ascontiguousarray(values).view(np.uint8).reshape(len(values), -1)


def _joined_columns(columns: list[Bytes], separator: bytes) -> Bytes:
    between = [_all(separator)] if separator else []
    return np.hstack([piece for column in columns for piece in (column, *between)][: None if not between else -1])


def _joined(columns: list[Bytes], separator: bytes) -> bytes:
    rows = np.hstack([_joined_columns(columns, separator), _all(b"\n")]).ravel()
    return bytes(rows[rows != 0])


def _array(values: Iterable[str]) -> NDArray[np.bytes_]:
    return np.array([value.encode() for value in values])


_DAYS = _array(
    f"{day:02}-{month:02}-{year}" for year in (2023, 2024, 2025) for month in range(1, 13) for day in range(1, 29)
)
_TIMES = _array(f"{h:02}:{m:02}:{s:02}" for h in range(24) for m in range(60) for s in range(60))
_LOG_DAYS = _array(f"{day:02}/{month}/2026:" for month in ("Jan", "Feb", "Mar", "Apr") for day in range(1, 29))
_OCTETS = _array(str(octet) for octet in range(256))
_REQUESTS = _array(
    f"{verb} {path}"
    for verb in ("GET", "GET", "GET", "POST")
    for path in (
        "/klant/", "/factuur/", "/static/js/app.", "/api/v2/orders/", "/zoeken?q=tuin+stoel&page=", "/img/producten/",
        "/winkelwagen?item=", "/blog/2025/11/onderhoud-van-houten-vloeren/", "/feed.xml?since=", "/login?next=/p/",
    )
)  # fmt: skip
_TAILS = _array(["", ".html", "?sort=prijs&richting=op", "/details", ".js", "/bijlage.pdf", "?utm_source=nieuwsbrief"])
_STATUS = _array(["200 ", "200 ", "200 ", "301 ", "304 ", "404 ", "500 "])
_REFERERS = _array(
    f' "{page}" "'
    for page in ("-", "https://www.voorbeeld.nl/", "https://www.voorbeeld.nl/aanbiedingen", "https://zoek.example/?q=1")
)
_AGENTS = _array(
    f'{agent}"'
    for agent in (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0",
        "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148",
        "Mozilla/5.0 (compatible; Voorbeeldbot/2.1; +https://www.voorbeeld.nl/bot)",
        "curl/8.9.1",
    )
)
