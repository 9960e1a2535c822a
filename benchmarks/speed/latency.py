"""How long one short text takes: warm, and in a process that has just begun."""

from __future__ import annotations

import resource
import subprocess
import sys
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from benchmarks.speed.worker import ENVIRONMENT

__all__ = ["TEXTS", "Latency", "fresh", "table", "warm"]

TEXTS = {
    "a letter, nothing to find": (
        "Geachte mevrouw, hartelijk dank voor uw bericht. Wij hebben uw vraag doorgestuurd naar de afdeling die erover "
        "gaat en hopen u binnen twee weken een antwoord te kunnen geven. Met vriendelijke groet"
    ),
    "a letter with a BSN and an IBAN": (
        "Uw aanvraag. Uw burgerservicenummer is 111222333 en het bedrag gaat naar rekening NL91 ABNA 0417 1643 "
        "00. Klopt dit niet, neem dan binnen twee weken contact op met de afdeling voorzieningen."
    ),
    "a signature with contact data": (
        "K. Bakker | Dorpsstraat 12, 1234 AB Voorbeelddam | tel. 020-1234567 | 06-12345678 | k.bakker@voorbeeld.nl | "
        "www.voorbeeld.nl | KvK 12345678 | Wij zijn bereikbaar van maandag tot en met donderdag."
    ),
    "a row of numbers": (
        "240100000;739828700;15-02-2025;13:50:35;32954021;9677242625;8779080995200;1175096002286767;1610641050514;1855;"
        "3665;74179,74;2164,45;3232,44;632963,25;5277746,03;97038,15;3709,69;9422,79;4872,57;86,573417"
    ),
    "a line of an access log": (
        '192.0.2.17 - - [01/Jan/2026:00:00:00 +0100] "GET /klant/85116/bijlage.pdf HTTP/1.1" 200 77143 '
        '"https://www.voorbeeld.nl/" "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"'
    ),
}
"""Texts of about 200 characters."""

_WARM, _RUNS = 50, 400


@dataclass(frozen=True, slots=True)
class Latency:
    """One text, or one start.

    Arguments:
        name: which.
        milliseconds: wall time, the median.
        slowest: the same, nineteen of twenty were faster.
        findings: how many.
        cpu: milliseconds of CPU time; None where only the wall was looked at.
    """

    name: str
    milliseconds: float
    slowest: float
    findings: int
    cpu: float | None = None


def warm(runs: int = _RUNS) -> list[Latency]:
    """`scan_text` of each text, after some that do not count."""
    import piiscan

    rows = []
    for name, text in TEXTS.items():
        found = [piiscan.scan_text(text) for _ in range(_WARM)][-1]
        times = sorted(_time(lambda text=text: piiscan.scan_text(text)) for _ in range(runs))
        rows.append(Latency(f"scan_text, {name}", median(times), times[int(0.95 * runs)], len(found)))
    return rows


def fresh(runs: int = 7) -> list[Latency]:
    """From the start of a process to its first answer, and a process that does nothing."""
    text = TEXTS["a letter with a BSN and an IBAN"]
    answer = f"import piiscan, sys; sys.exit(len(piiscan.scan_text({text!r})))"
    codes = {"a fresh process, nothing": "import sys; sys.exit(0)", "a fresh process, scan_text": answer}
    times: dict[str, list[tuple[float, float, int]]] = {name: [] for name in codes}
    for _ in range(runs + 1):
        for name, code in codes.items():
            times[name].append(_started(code))
    rows = []
    for name, all_runs in times.items():
        counted = sorted(all_runs[1:])  # the first one filled the disk cache
        walls, cpus = [run[0] for run in counted], [run[1] for run in counted]
        rows.append(Latency(name, median(walls), walls[-1], counted[0][2], median(cpus)))
    return rows


def table(rows: list[Latency]) -> str:
    """The rows, for people."""
    lines = [f"{'':<50}{'median':>11}{'95 %':>11}{'findings':>10}"]
    for row in rows:
        cpu = f"   {row.cpu:.0f} ms CPU" if row.cpu else ""
        lines.append(f"{row.name:<50}{row.milliseconds:>8.3f} ms{row.slowest:>8.3f} ms{row.findings:>10}{cpu}")
    return "\n".join(lines)


def _time(work: object) -> float:
    assert callable(work)
    start = perf_counter()
    work()
    return 1000 * (perf_counter() - start)


def _started(code: str) -> tuple[float, float, int]:
    """Milliseconds of wall and CPU time of a new interpreter, and its exit code."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    # warm byte code, as an installed package has
    environment = {name: value for name, value in ENVIRONMENT.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, stderr=subprocess.DEVNULL)
    wall, after = perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return 1000 * wall, 1000 * cpu, done.returncode
