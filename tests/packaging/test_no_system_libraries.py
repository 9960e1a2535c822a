"""Nothing that we ship or install needs a shared library of the system beyond the C and C++ run-time.

The dynamic linker itself is the witness: it lists every library that it loads and for whom, while everything is
imported and the native parts really run. What Python's own extension modules need is Python's business.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

RUN_TIME = {
    "libc",
    "libm",
    "libdl",
    "libpthread",
    "librt",
    "libutil",
    "libresolv",
    "libgcc_s",
    "libstdc++",
    "ld-linux-x86-64",
}
OPTIONAL = {"libfribidi"}
"""Pillow takes it for right-to-left text where the system has it, and draws without it elsewhere."""
EVERYTHING = """
import importlib, io, pkgutil
import piiscan, nl_recognizers
for package in (piiscan, nl_recognizers):
    for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not info.name.endswith("__main__"):
            importlib.import_module(info.name)
import click, cv2, google, jinja2, lxml.etree, lxml.html, numpy, onnxruntime, pdfplumber, pikepdf, pypdfium2, rapidocr
import re2, regex, rich, spacy, zxingcpp, presidio_analyzer
from PIL import Image, ImageFont
from piiscan import ocr
from piiscan.model import Picture
from piiscan.reading import Reading
from piiscan.specimen import specimen_passport
image = specimen_passport()
picture = Picture("image=1", lambda: image)
from piiscan import idcopy
text = ocr.read(picture, "specimen", Reading())
print(len(text.text), len(list(idcopy.detect(picture, text, "specimen", Reading()))))
zxingcpp.read_barcodes(image)
pdf = pikepdf.new(); pdf.add_blank_page(); out = io.BytesIO(); pdf.save(out)
pypdfium2.PdfDocument(out.getvalue())[0].render(scale=1).to_pil()
ImageFont.load_default(20)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the linker of Linux is the witness")
@pytest.mark.timeout(300)
def test_only_the_c_and_cpp_run_time_is_needed(tmp_path: Path) -> None:
    log = tmp_path / "ld"
    environment = {"LD_DEBUG": "files", "LD_DEBUG_OUTPUT": str(log), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", EVERYTHING], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = "".join(path.read_text(errors="replace") for path in tmp_path.glob("ld.*"))
    needs = re.findall(r"file=(\S+) \[\d+\];  needed by (\S+) \[\d+\]", lines)
    opened = re.findall(r"file=(\S+) \[\d+\];  dynamically loaded by (\S+)", lines)
    assert len(opened) > 100, "the linker's log was not understood"
    assert {"libc.so.6", "libstdc++.so.6"} <= {name for name, _ in needs}
    assert not {name for name, by in needs if not _ours(name) and not _of_python(by)}
    # what is tried for and not there is not needed
    loaded = {Path(path).name for path in re.findall(r"calling init: (\S+)", lines)}
    assert not {name for name, by in opened if not _ours(name) and Path(name).name in loaded}


def _ours(name: str) -> bool:
    """Whether a library came with a wheel or with Python, or is the C and C++ run-time."""
    inside = name.startswith((sys.prefix, sys.base_prefix)) or ".libs" in name
    # a wheel's private copies carry a hash in their names
    hashed = re.search(r"-[0-9a-f]{8}\.so|-[0-9a-f]{8}\.\d+\.", name)
    return inside or bool(hashed) or Path(name).name.partition(".so")[0] in RUN_TIME | OPTIONAL


def _of_python(path: str) -> bool:
    return (path.startswith(sys.base_prefix) and "site-packages" not in path) or Path(path).name.startswith(
        ("python", "libpython")
    )
