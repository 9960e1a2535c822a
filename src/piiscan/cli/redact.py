"""``piiscan redact`` and ``piiscan idcopy``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from piiscan.cli.options import config_of, lines_of, output_to, reading_options, say, shown

if TYPE_CHECKING:
    from piiscan.config import Config

__all__ = ["idcopy", "redact"]


@click.command()
@click.argument("path", metavar="PATH")
@click.option("--output", "-o", metavar="PATH", help="The copy; a folder where PATH is one.")
@click.option("--style", type=click.Choice(["label", "mask", "block"]), default="label", show_default=True)
@click.option("--value", "given", multiple=True, metavar="TEXT", help="Cut this too, wherever it stands.")
@click.option("--values-from", metavar="FILE", help="Cut these too, one per line; - for stdin.")
@click.option("--report", "report_file", type=click.Path(path_type=Path), help="What was done, as JSON.")
@click.option("--force", is_flag=True, help="Replace existing files.")
@reading_options
def redact(path: str, output: str | None, style: str, given: Sequence[str], **options: Any) -> int:
    """Write a verified copy of a file or folder without the personal data.

    PATH may be - for text on stdin, which goes to stdout.
    """
    values = [*given, *lines_of(options["values_from"])]
    config = config_of(options)
    if path == "-":
        if output or options["report_file"]:
            raise click.UsageError("text on stdin goes to stdout; --output and --report are for files")
        from piiscan.redact import Redactor

        click.echo(Redactor(config).redact_text(sys.stdin.read(), style=style, values=values).text, nl=False)
        return 0
    if not output:
        raise click.UsageError("give the copy's path with --output")
    from piiscan.redact import Redactor, redact_file

    Redactor(config)  # what is wrong with the settings is told before any file is touched

    def run(source: Path, target: Path) -> Any:
        return redact_file(source, target, values=values, style=style, config=config, force=options["force"])

    pairs = _pairs(Path(path), Path(output), config)
    return _each(pairs, run, options)


@click.command()
@click.argument("path", metavar="PATH")
@click.option("--output", "-o", required=True, metavar="PATH", help="The copy; a folder where PATH is one.")
@click.option("--mode", type=click.Choice(["auto", "mask", "keep"]), default="auto", show_default=True)
@click.option("--profile", default="inzage", show_default=True, help="Which items have to go.")
@click.option("--recipient", metavar="TEXT", help="Written across the copy: for whom it is.")
@click.option("--purpose", metavar="TEXT", help="Written across the copy: what it is for.")
@click.option("--report", "report_file", type=click.Path(path_type=Path), help="What was done, as JSON.")
@click.option("--force", is_flag=True, help="Replace existing files.")
@click.option("--quiet", "-q", is_flag=True, help="No messages.")
def idcopy(path: str, output: str, **options: Any) -> int:
    """Paint over photo, MRZ, document number, BSN and codes on a copy of an identity document.

    Writes nothing where something that the document must have was not found.
    """
    from piiscan.redact_idcopy import redact_id_copy

    chosen = {name: options[name] for name in ("mode", "profile", "recipient", "purpose", "force")}
    pairs = _pairs(Path(path), Path(output), config_of({}))
    return _each(pairs, lambda source, target: redact_id_copy(source, target, **chosen), options)


def _each(pairs: list[tuple[Path, Path]], run: Callable[[Path, Path], Any], options: dict[str, Any]) -> int:
    """Runs a redaction on each file, says what became of it, and gives the exit code of the worst."""
    from piiscan.errors import NeedsReview, PiiscanError
    from piiscan.report import outcome

    if not pairs:
        click.echo("piiscan: no file matched", err=True)
        return 2
    records, codes = [], [0]
    for source, target in pairs:
        name = shown(source)
        try:
            _make_folder(target.parent)
            done = run(source, target)
            records.append(outcome.record(name, shown(target), done))
            say(outcome.sentence(name, shown(target), done), options["quiet"])
        except PiiscanError as error:
            status = "review" if isinstance(error, NeedsReview) else "refused"
            records.append(outcome.refusal(name, status, error))
            error.path = error.path and shown(error.path)
            click.echo(f"piiscan: {error}", err=True)
            codes.append(error.exit_code)
    if options["report_file"]:
        text = json.dumps(records[0] if len(records) == 1 else records, ensure_ascii=False, indent=2)
        with output_to(options["report_file"], options["force"]) as out:
            out.write(text + "\n")
    return next(code for code in (2, 4, 3, 1, 0) if code in codes)


def _make_folder(folder: Path) -> None:
    from piiscan.errors import SourceError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourceError(f"cannot be made a folder ({type(error).__name__})", shown(folder)) from None


def _pairs(source: Path, target: Path, config: Config) -> list[tuple[Path, Path]]:
    """Each file of a source and where its copy goes; in a mirrored folder, names are redacted too."""
    if source.is_dir() and target.resolve().is_relative_to(source.resolve()):
        raise click.UsageError("the target stands inside the source; choose another folder")
    if not source.is_dir():
        return [(source, target / source.name if target.is_dir() else target)]
    from piiscan.redact import Redactor
    from piiscan.sources import Source, walk

    redactor = Redactor(config)
    pairs: list[tuple[Path, Path]] = []
    taken: set[Path] = set()
    for entry in walk([source]):
        if isinstance(entry, Source):
            real = source / entry.name if not Path(entry.name).is_absolute() else Path(entry.name)
            clean = target / redactor.redact_text(str(real.relative_to(source))).text
            while clean in taken:
                clean = clean.with_name(f"{clean.stem}_{clean.suffix}")
            taken.add(clean)
            pairs.append((real, clean))
    return pairs
