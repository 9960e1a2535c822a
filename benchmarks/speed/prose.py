"""Dutch prose: real text that is free to use, with one made-up personal datum in about every 20 KB.

The text comes from Debian's installation guide and manual pages in Dutch where these are installed or can be had with
``apt-get download``, else from the sentences of the Universal Dependencies corpora beside the project.
"""

from __future__ import annotations

import gzip
import html
import random
import re
import subprocess
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

__all__ = ["APART", "paragraphs", "personal", "pieces"]

APART = 20_000
"""Bytes of text for each personal datum."""

_PACKAGES = ("installation-guide-amd64", "manpages-nl")
_CORPORA = Path(__file__).resolve().parents[3] / "shared" / "data" / "corpora"


def paragraphs(work: Path) -> tuple[list[str], str]:
    """Paragraphs of Dutch, and where they come from; none where there is no source."""
    downloaded = work / "debian"
    for root, fetch in ((Path("/"), False), (downloaded, False), (downloaded, True)):
        if fetch:
            _download(downloaded)
        if guide := _guide(root):
            return guide + _manuals(root), "Debian installation guide and manual pages in Dutch"
    found = [line[9:] for path in sorted(_CORPORA.glob("ud_*/*.conllu")) for line in _lines(path, "# text = ")]
    return found, "sentences of Universal Dependencies, Dutch"


def pieces(texts: list[str], size: int, seed: int) -> Iterator[bytes]:
    """Paragraphs in random order, over and over, a personal datum after every `APART` bytes, until ``size`` bytes."""
    chance = random.Random(seed)
    wrapped = [textwrap.fill(text, 92).encode() + b"\n\n" for text in texts]
    written, due = 0, APART
    while written < size:
        for piece in chance.sample(wrapped, len(wrapped)):
            yield piece
            written += len(piece)
            if written >= due:
                sentence = f"{personal(chance)}\n\n".encode()
                yield sentence
                written, due = written + len(sentence), due + APART
            if written >= size:
                return


def personal(chance: random.Random) -> str:
    """A sentence with one personal datum, checksum-valid and made up."""
    return chance.choice(_SENTENCES)(chance)


def _guide(root: Path) -> list[str]:
    found = []
    for path in sorted(root.glob("usr/share/doc/installation-guide-*/nl/*.html")):
        page = path.read_text(encoding="utf-8", errors="replace")
        found += [html.unescape(re.sub(r"<[^>]+>", "", text)) for text in re.findall(r"<p>(.*?)</p>", page, re.DOTALL)]
    return _dutch(found)


def _manuals(root: Path) -> list[str]:
    found: list[str] = []
    for path in sorted(root.glob("usr/share/man/nl/man*/*.gz")):
        if not path.is_symlink():
            source = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
            source = re.sub(
                r"\\f[A-Z]|\\s[-+]?[0-9]|\\&|\\(?=-)", "", re.sub(r"^[.'].*$", "", source, flags=re.MULTILINE)
            )
            found += re.split(r"\n\s*\n", source)
    return _dutch(found)


def _dutch(texts: list[str]) -> list[str]:
    """Those long enough, in Dutch, and without marks of the typesetter."""
    tidy = (" ".join(text.split()) for text in texts)
    return [text for text in tidy if len(text) > 60 and _DUTCH.search(text) and not re.search(r"\\|[a-z]\([:'`]", text)]


_DUTCH = re.compile(r"\b(?:de|het|een|van|niet|wordt|voor) .*\b(?:de|het|een|van|niet|wordt|voor)\b")


def _download(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(["apt-get", "download", *_PACKAGES], cwd=folder, capture_output=True, timeout=60, check=True)
        for package in sorted(folder.glob("*.deb")):
            subprocess.run(["dpkg-deb", "-x", package, folder], capture_output=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return  # no Debian, or no network: there is another source


def _lines(path: Path, start: str) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(start)]


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choices("0123456789", k=count))


def _elfproef(chance: random.Random) -> str:
    while True:
        digits = _digits(chance, 8)
        last = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 1, -1), strict=True)) % 11
        if last < 10:
            return f"{digits}{last}"


def _iban(chance: random.Random) -> str:
    account = f"ABNA{_digits(chance, 10)}"
    number = "".join(str(int(character, 36)) for character in f"{account}NL00")
    return f"NL{98 - int(number) % 97:02}{account}"


_SENTENCES: tuple[Callable[[random.Random], str], ...] = (
    lambda chance: f"Het burgerservicenummer van de heer De Vries is {_elfproef(chance)}.",
    lambda chance: f"Mevrouw Jansen is bereikbaar op 06-{_digits(chance, 8)}.",
    lambda chance: f"Overmaken kan op {_iban(chance)} ten name van K. Bakker.",
    lambda chance: f"Vragen? Mail naar p.smit{_digits(chance, 3)}@voorbeeld.nl.",
    lambda chance: f"Zij woont op Dorpsstraat {_digits(chance, 2)}, 1{_digits(chance, 3)} AB te Voorbeelddam.",
    lambda chance: f"Het voertuig met kenteken {chance.randint(10, 99)}-XZ-{chance.randint(10, 99)} stond er nog.",
    lambda chance: (
        f"Geboortedatum: {chance.randint(1, 28):02}-{chance.randint(1, 12):02}-{chance.randint(1940, 2005)}."
    ),
    lambda chance: f"Zijn wachtwoord: Welkom{_digits(chance, 4)}!",
    lambda chance: f"Het loonheffingsnummer is {_elfproef(chance)}L01.",
)
