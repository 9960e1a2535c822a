"""The command line: parses, calls the public API, prints. The product goes to stdout, everything else to stderr.

Exit codes, stable, the highest rule that applies in the order 2 > 4 > 3 > 1 > 0:

====  ==========================================================================================
 0    done and complete
 1    findings at or above ``--fail-on``
 2    usage, configuration, missing root, nothing matched
 3    incomplete (a file was not read whole), needs review, cannot redact, leak found
 4    internal error
130   interrupted (143: terminated)
====  ==========================================================================================
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from piiscan.config import Config
    from piiscan.progress import Bar
    from piiscan.scan import Item

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="piiscan", message="piiscan %(version)s")
def app() -> None:
    """Finds personal data in Dutch texts, files and copies of identity documents, and removes it.

    Exit codes: 0 complete; 1 findings (with --fail-on); 2 usage; 3 incomplete, refused or needs review; 4 internal.
    """


def _reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that reads files."""
    for option in (
        click.option("--config", "config_file", type=click.Path(path_type=Path), help="Settings, as TOML."),
        click.option("--entities", metavar="A,B", help="Only these kinds, such as NL_BSN,IBAN_CODE."),
        click.option("--password-file", type=click.Path(path_type=Path), help="Passwords to try, one per line."),
        click.option("--ocr", type=click.Choice(["auto", "always", "never"]), help="Whether to read pictures."),
        click.option("--quiet", "-q", is_flag=True, help="No progress and no messages."),
    ):
        command = option(command)
    return command


@app.command()
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--format", "form", default="text", help="text, jsonl or html.", show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write the report here instead of to stdout.")
@click.option("--profile", type=click.Choice(["fast", "full"]), help="fast: no pictures. Default: full.")
@click.option("--min-score", type=click.FloatRange(0, 1), metavar="P", help="Report from this score on (0.5).")
@click.option("--fail-on", type=click.FloatRange(0, 1), metavar="P", help="Exit with 1 where a finding scores this.")
@click.option("--key", type=click.Path(path_type=Path), help="Key file of the fingerprints; made at first use.")
@click.option("--jobs", "-j", type=click.IntRange(1), metavar="N", help="Worker processes. Default: one per processor.")
@click.option("--include", multiple=True, metavar="GLOB", help="Only files that fit.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="No files or folders that fit.")
@click.option("--max-size", type=click.IntRange(1), metavar="N", help="Leave out (and report) files of more bytes.")
@click.option("--files-from", type=click.Path(path_type=Path), help="Read paths from this file, one per line.")
@click.option("--show-values", is_flag=True, help="Show the data that was found. The report is then itself secret.")
@click.option("--show-paths", is_flag=True, help="Show paths whole, also where a name holds personal data.")
@click.option("--force", is_flag=True, help="Replace an existing report.")
@_reading_options
def scan(paths: Sequence[str], form: str, output: Path | None, fail_on: float | None, **options: Any) -> int:
    """Report the personal data in files and folders, and what could not be read."""
    import piiscan
    from piiscan import report
    from piiscan.report.record import Options
    from piiscan.scan import Scanner
    from piiscan.sources import walk

    roots = [*paths, *_lines(options["files_from"])]
    if not roots:
        raise click.UsageError("give at least one path, or --files-from")
    writer = report.find(form)
    config = _config(options, "profile", "min_score")
    sources = walk(roots, include=options["include"], exclude=options["exclude"], max_size=options["max_size"])
    tally = _Tally(fail_on)
    settings = Options(
        key=_key(options["key"]),
        show_values=options["show_values"],
        show_paths=options["show_paths"],
        color=output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR"),
        version=piiscan.__version__,
        unsought=Scanner(config).unsought,
    )
    with _bar(options["quiet"]) as bar, _output(output, options["force"]) as out:
        writer.write(tally.watch(bar.scan(sources, config, options["jobs"])), out, settings)
    if output and not options["quiet"]:
        click.echo(f"report: {output}", err=True)
    return 130 if bar.stopped else tally.code()


class _Tally:
    """Looks at every item on its way to the report, for the exit code."""

    def __init__(self, fail_on: float | None) -> None:
        self._fail_on = fail_on
        self._files = 0
        self._incomplete = self._found = False

    def watch(self, items: Iterator[Item]) -> Iterator[Item]:
        """The same items."""
        from piiscan.model import FileState, Finding, unread

        for item in items:
            if isinstance(item, FileState) and not item.member:
                self._files += 1
                self._incomplete |= unread(item.status, item.reason)
            elif isinstance(item, Finding) and self._fail_on is not None:
                self._found |= item.score >= self._fail_on
            yield item

    def code(self) -> int:
        """The exit code of a scan."""
        if not self._files:
            click.echo("piiscan: no file matched", err=True)
            return 2
        return 3 if self._incomplete else int(self._found)


@app.command()
@click.argument("path", metavar="PATH")
@click.option("--output", "-o", metavar="PATH", help="The copy; a folder where PATH is one.")
@click.option("--style", type=click.Choice(["label", "mask", "block"]), default="label", show_default=True)
@click.option("--value", "given", multiple=True, metavar="TEXT", help="Cut this too, wherever it stands.")
@click.option("--values-from", metavar="FILE", help="Cut these too, one per line; - for stdin.")
@click.option("--report", "report_file", type=click.Path(path_type=Path), help="What was done, as JSON.")
@click.option("--force", is_flag=True, help="Replace existing files.")
@_reading_options
def redact(path: str, output: str | None, style: str, given: Sequence[str], **options: Any) -> int:
    """Write a verified copy of a file or folder without the personal data.

    PATH may be - for text on stdin, which goes to stdout.
    """
    values = [*given, *_lines(options["values_from"])]
    config = _config(options)
    if path == "-":
        if output or options["report_file"]:
            raise click.UsageError("text on stdin goes to stdout; --output and --report are for files")
        from piiscan.redact import Redactor

        click.echo(Redactor(config).redact_text(sys.stdin.read(), style=style, values=values).text, nl=False)
        return 0
    if not output:
        raise click.UsageError("give the copy's path with --output")
    from piiscan.redact import redact_file

    def run(source: Path, target: Path) -> Any:
        return redact_file(source, target, values=values, style=style, config=config, force=options["force"])

    pairs = _pairs(Path(path), Path(output), config)
    return _each(pairs, run, options)


@app.command()
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
    pairs = _pairs(Path(path), Path(output), _config({}))
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
        name = _shown(source)
        try:
            _make_folder(target.parent)
            done = run(source, target)
            records.append(outcome.record(name, _shown(target), done))
            _say(outcome.sentence(name, _shown(target), done), options["quiet"])
        except PiiscanError as error:
            status = "review" if isinstance(error, NeedsReview) else "refused"
            records.append(outcome.refusal(name, status, error))
            error.path = error.path and _shown(error.path)
            click.echo(f"piiscan: {error}", err=True)
            codes.append(error.exit_code)
    if options["report_file"]:
        text = json.dumps(records[0] if len(records) == 1 else records, ensure_ascii=False, indent=2)
        with _output(options["report_file"], options["force"]) as out:
            out.write(text + "\n")
    return next(code for code in (2, 4, 3, 1, 0) if code in codes)


def _make_folder(folder: Path) -> None:
    from piiscan.errors import SourceError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourceError(f"cannot be made a folder ({type(error).__name__})", _shown(folder)) from None


def _shown(path: Path | str) -> str:
    """A path for the screen or a report: what is recognised in it masked, control characters escaped."""
    from piiscan.api import redact_text
    from piiscan.config import Config
    from piiscan.sources import printable

    text = redact_text(printable(str(path)), style="mask", config=Config.fast()).text
    return text if text.isprintable() else text.encode("unicode_escape").decode()


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


def _config(options: dict[str, Any], *names: str) -> Config:
    from dataclasses import replace

    from piiscan.config import Config

    config = Config.load(options["config_file"]) if options.get("config_file") else Config.full()
    changes = {name: options[name] for name in (*names, "ocr") if options.get(name) is not None}
    if options.get("entities"):
        changes["entities"] = frozenset(filter(None, map(str.strip, options["entities"].split(","))))
    if options.get("password_file"):
        changes["passwords"] = tuple(_lines(options["password_file"]))
    return replace(config, **changes)


def _key(path: Path | None) -> bytes | None:
    """The key of the fingerprints; none where the default one can be neither read nor made."""
    from piiscan.errors import ConfigError
    from piiscan.keyfile import load_key

    try:
        return load_key(path)
    except ConfigError as error:
        if path is not None:
            raise
        click.echo(f"piiscan: no fingerprints: {error}", err=True)
        return None


def _lines(path: Path | str | None) -> list[str]:
    from piiscan.errors import ConfigError

    if path is None:
        return []
    try:
        text = sys.stdin.read() if str(path) == "-" else Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read ({type(error).__name__})", str(path)) from None
    return [line for line in text.splitlines() if line.strip()]


@contextmanager
def _output(path: Path | None, force: bool) -> Iterator[TextIO]:
    """A text stream to stdout, or to a file that appears whole."""
    import io

    from piiscan.publish import publishing

    if path is None:
        yield sys.stdout
        return
    with publishing(path, force=force) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8", newline="", write_through=True)
        yield text
        text.flush()
        text.detach()


@contextmanager
def _bar(quiet: bool) -> Iterator[Bar]:
    from piiscan.progress import Bar

    with Bar(quiet=quiet) as bar:
        yield bar


def _say(text: str, quiet: bool) -> None:
    if not quiet:
        click.echo(text, err=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point of the command; ends the process with a documented code."""
    from piiscan.errors import PiiscanError

    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 - lives as long as the process
    try:
        code = _run(arguments)
    except click.exceptions.Abort:
        code = 130
    except click.ClickException as error:
        error.show()
        code = 2
    except PiiscanError as error:
        click.echo(f"piiscan: {error}", err=True)
        code = error.exit_code
    except KeyboardInterrupt:
        code = 130
    except OSError as error:
        click.echo(f"piiscan: cannot be written ({type(error).__name__}, {os.strerror(error.errno or 0)})", err=True)
        code = 4
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    """Runs a command; a reader of stdout that went away early has what it wanted."""
    try:
        with app.make_context("piiscan", list(sys.argv[1:] if arguments is None else arguments)) as context:
            code = app.invoke(context)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
