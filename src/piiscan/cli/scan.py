"""``piiscan scan``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from piiscan.cli.options import baseline_of, config_of, key_of, lines_of, output_to, reading_options

if TYPE_CHECKING:
    from piiscan.baseline import Sift
    from piiscan.progress import Bar
    from piiscan.scan import Item

__all__ = ["scan"]


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--format", "form", default="text", help="text, jsonl or html.", show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write the report here instead of to stdout.")
@click.option("--profile", type=click.Choice(["fast", "full"]), help="fast: no pictures. Default: full.")
@click.option("--min-score", type=click.FloatRange(0, 1), metavar="P", help="Report from this score on (0.5).")
@click.option("--fail-on", type=click.FloatRange(0, 1), metavar="P", help="Exit with 1 where a finding scores this.")
@click.option("--baseline", type=click.Path(path_type=Path), help="Leave out (and count) what a review has rejected.")
@click.option("--key", type=click.Path(path_type=Path), help="Key file of the fingerprints; made at first use.")
@click.option("--jobs", "-j", type=click.IntRange(1), metavar="N", help="Worker processes. Default: one per processor.")
@click.option("--include", multiple=True, metavar="GLOB", help="Only files that fit.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="No files or folders that fit.")
@click.option("--max-size", type=click.IntRange(1), metavar="N", help="Leave out (and report) files of more bytes.")
@click.option("--files-from", type=click.Path(path_type=Path), help="Read paths from this file, one per line.")
@click.option("--show-values", is_flag=True, help="Show the data that was found. The report is then itself secret.")
@click.option("--show-paths", is_flag=True, help="Show paths whole, also where a name holds personal data.")
@click.option("--force", is_flag=True, help="Replace an existing report.")
@reading_options
def scan(paths: Sequence[str], form: str, output: Path | None, fail_on: float | None, **options: Any) -> int:
    """Report the personal data in files and folders, and what could not be read."""
    import piiscan
    from piiscan import report
    from piiscan.baseline import key_id
    from piiscan.report.record import Options
    from piiscan.scan import Scanner
    from piiscan.sources import walk

    roots = [*paths, *lines_of(options["files_from"])]
    if not roots:
        raise click.UsageError("give at least one path, or --files-from")
    writer = report.find(form)
    config = config_of(options, "profile", "min_score")
    sources = walk(roots, include=options["include"], exclude=options["exclude"], max_size=options["max_size"])
    tally, sift = _Tally(fail_on), _sift(options)
    told: dict[str, Any] = {"left_out": lambda: sift.left_out} if sift else {}
    key = key_of(options["key"])
    settings = Options(
        key=key,
        key_id=key_id(key) if key else "",
        show_values=options["show_values"],
        show_paths=options["show_paths"],
        color=output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR"),
        version=piiscan.__version__,
        unsought=Scanner(config).unsought,
        **told,
    )
    with _bar(options["quiet"]) as bar, output_to(output, options["force"]) as out:
        items = bar.scan(sources, config, options["jobs"])
        writer.write(tally.watch(sift.watch(items) if sift else items), out, settings)
    if output and not options["quiet"]:
        click.echo(f"report: {output}", err=True)
    return 130 if bar.stopped else tally.code()


def _sift(options: dict[str, Any]) -> Sift | None:
    rejected, key = baseline_of(options)
    if rejected is None or key is None:
        return None
    from piiscan.baseline import Sift

    return Sift(rejected, key)


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


@contextmanager
def _bar(quiet: bool) -> Iterator[Bar]:
    from piiscan.progress import Bar

    with Bar(quiet=quiet) as bar:
        yield bar
