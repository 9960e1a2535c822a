"""The tour: builds the example share, then runs the commands that a user would type, and says where to look."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

from piiscan.demo.share import build

_COPIES = (
    ("brieven/antwoord inzageverzoek.txt", "brief.txt", ()),
    ("klanten/klanten.csv", "klanten.csv", ("--style", "mask")),
    ("brieven/arbeidsovereenkomst.docx", "arbeidsovereenkomst.docx", ("--value", "J. Prins")),
    ("personeel/loonstrook maart.pdf", "loonstrook.pdf", ("--value", "F. Aydin")),
    ("brieven/gescande brief.png", "gescande brief.png", ()),
    ("archief/2025.zip", "2025.zip", ("--style", "block")),
)


def main(folder: Path) -> int:
    """Runs the tour in a folder, which is emptied first, and gives the number of steps that failed."""
    start = time.monotonic()
    if folder.exists():
        shutil.rmtree(folder)
    (folder / "redacted").mkdir(parents=True)
    share = folder / "share"
    files = build(share)
    _say(f"An example share of {len(files)} files, every person and number in it fictitious: {share}")
    _say("1. What personal data is in it?")
    failed = _run("scan", str(share), "-o", str(folder / "report.txt"), expect=0)
    _show_summary(folder / "report.txt")
    failed += _run("scan", str(share), "--format", "html", "-o", str(folder / "report.html"), expect=0)
    _say("2. Copies without it, each verified by a second reader before it appears:")
    for source, target, options in _COPIES:
        failed += _run("redact", str(share / source), "-o", str(folder / "redacted" / target), *options, expect=0)
    _say("A format that cannot be redacted yet is refused, never half done:")
    failed += _run("redact", str(share / "klanten/export.json"), "-o", str(folder / "redacted/export.json"), expect=3)
    _say("3. A copy of an identity document:")
    passport = str(share / "inzageverzoeken/paspoort.png")
    copy = str(folder / "redacted" / "paspoort.png")
    report = str(folder / "redacted" / "paspoort.json")
    failed += _run(
        "idcopy",
        passport,
        "-o",
        copy,
        "--report",
        report,
        "--recipient",
        "Voorbeeld B.V.",
        "--purpose",
        "inzage",
        expect=0,
    )
    _say(
        f"Done in {time.monotonic() - start:.0f} s. Look at:\n"
        f"  {folder / 'report.html'}   the report, in a browser\n"
        f"  {folder / 'report.txt'}    every finding and its place, values masked\n"
        f"  {folder / 'redacted'}/     the copies; compare them with {share}/\n"
        f"  {copy}   the passport"
    )
    return failed


def _run(*arguments: str, expect: int) -> int:
    """Runs one command as a user would, shown before it runs; 1 where it did not end as expected."""
    print(f"\n$ piiscan {shlex.join(arguments)}", flush=True)  # noqa: T201 - a tour talks
    code = subprocess.run([sys.executable, "-m", "piiscan", *arguments], check=False).returncode  # noqa: S603
    if code != expect:
        print(f"(ended with {code}, expected {expect})", flush=True)  # noqa: T201
    return int(code != expect)


def _show_summary(report: Path) -> None:
    """The end of a text report: what was found per category, and how much of the share was read."""
    text = report.read_text(encoding="utf-8") if report.exists() else ""
    _say(text[text.find("Category of the privacy statement") :].rstrip())


def _say(text: str) -> None:
    print(f"\n{text}", flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(min(1, main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo"))))
