"""The wheel, installed in a fresh environment outside of the checkout, serves the three uses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LARGEST_CORE = 160_000_000
"""Bytes of the files that the core installs, without pip, setuptools and the byte code that Python caches beside them;
NumPy is 57 million of them."""

pytestmark = pytest.mark.timeout(900)

CORE = """
import piiscan
assert "site-packages" in piiscan.__file__, piiscan.__file__
found = piiscan.scan_text("BSN: 123456782")
assert [f.entity for f in found] == ["NL_BSN"], found
assert piiscan.redact_text("BSN: 123456782").text == "BSN: [BSN]"
"""


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel and its core dependencies."""
    folder = tmp_path_factory.mktemp("fresh")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "-w",
            str(folder),
            str(ROOT),
        ],
        check=True,
    )
    subprocess.run([sys.executable, "-m", "venv", str(folder / "env")], check=True)
    install(folder, "")
    return folder


def install(folder: Path, extras: str) -> None:
    wheel = next(folder.glob("piiscan-*.whl"))
    pip = [str(folder / "env/bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--constraint", str(ROOT / "constraints.txt"), f"{wheel}{extras}"], check=True)


def run(folder: Path, *arguments: str, expect: int = 0) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}
    environment.pop("PYTHONPATH", None)
    program = [str(folder / "env/bin" / arguments[0]), *arguments[1:]]
    done = subprocess.run(program, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == expect, (done.returncode, done.stdout[-1500:], done.stderr[-1500:])
    return done


def size_of(folder: Path) -> int:
    packages = next((folder / "env/lib").glob("python*/site-packages"))
    own = [
        path
        for path in packages.iterdir()
        if not path.name.startswith(("pip", "setuptools", "pkg_resources", "_distutils"))
    ]
    files = [
        file
        for path in own
        for file in ([path] if path.is_file() else path.rglob("*"))
        if file.is_file() and file.suffix != ".pyc"
    ]
    return sum(file.stat().st_size for file in files)


def test_the_core_is_light_and_serves_texts_and_files(fresh: Path) -> None:
    assert size_of(fresh) <= LARGEST_CORE
    run(fresh, "python", "-c", CORE)
    (fresh / "brief.txt").write_text("BSN: 123456782\n")
    records = [
        json.loads(line) for line in run(fresh, "piiscan", "scan", "brief.txt", "--format", "jsonl").stdout.splitlines()
    ]
    assert [r["entity"] for r in records if r["type"] == "finding"] == ["NL_BSN"]
    run(fresh, "piiscan", "redact", "brief.txt", "-o", "schoon.txt")
    assert (fresh / "schoon.txt").read_text() == "BSN: [BSN]\n"


def test_what_needs_an_absent_extra_names_it(fresh: Path) -> None:
    make = "from PIL import Image; Image.new('L', (200, 100), 255).save('foto.png')"
    run(fresh, "python", "-c", make)
    text = run(fresh, "piiscan", "scan", "foto.png", "--format", "jsonl", expect=3).stdout
    assert '"reason":"extra:ocr"' in text.replace(": ", ":")
    refused = run(fresh, "piiscan", "idcopy", "foto.png", "-o", "uit.png", expect=3)
    assert "[ocr]" in refused.stderr
    assert not (fresh / "uit.png").exists()


def test_with_ocr_it_redacts_a_copy_of_an_identity_document(fresh: Path) -> None:
    install(fresh, "[ocr]")
    run(fresh, "python", "-c", "from piiscan.specimen import specimen_passport as s; s().save('paspoort.png')")
    run(fresh, "piiscan", "idcopy", "paspoort.png", "-o", "kopie.png", "--report", "kopie.json")
    report = json.loads((fresh / "kopie.json").read_text())
    assert report["status"] == "done"
    assert {"FACE", "MRZ"} <= {area["entity"] for area in report["areas"]}
    assert (fresh / "kopie.png").exists()
