"""``piiscan explain``."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from piiscan.cli.options import baseline_of, config_of, reading_options

if TYPE_CHECKING:
    from piiscan.explain.words import Language

__all__ = ["explain"]


@click.command()
@click.argument("text", nargs=-1, metavar="[TEXT | -]")
@click.option("--file", type=click.Path(path_type=Path), help="Explain this file, as its format reads it.")
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Language of the words.")
@click.option("--label", default="", metavar="TEXT", help="The caption that the text stands under, such as a column's.")
@click.option("--profile", type=click.Choice(["fast", "full"]), help="fast: no pictures. Default: full.")
@click.option("--min-score", type=click.FloatRange(0, 1), metavar="P", help="Report from this score on (0.5).")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--show-values", is_flag=True, help="Show the data itself.")
@click.option("--baseline", type=click.Path(path_type=Path), help="What a review has rejected.")
@click.option("--key", type=click.Path(path_type=Path), help="Key file of the fingerprints of the baseline.")
@reading_options
def explain(text: Sequence[str], file: Path | None, lang: Language, form: str, **options: Any) -> int:
    """Say in words why something in a text is reported, and why something is not.

    TEXT stands on the command line, which others on this machine may see; - reads it from stdin.
    """
    if bool(text) == bool(file):
        raise click.UsageError("give a text, - for stdin, or --file")
    records = _records(" ".join(text), file, lang, options)
    if form == "json":
        click.echo(json.dumps({"lang": lang, "records": records}, ensure_ascii=True, indent=2))
        return 0
    from piiscan.explain.show import write

    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal that knows no "−" shows a question mark
    write(records, sys.stdout, lang)
    return 3 if any(record["type"] == "problem" for record in records) else 0


def _records(text: str, file: Path | None, lang: Language, options: dict[str, Any]) -> list[dict[str, Any]]:
    config = config_of(options, "profile", "min_score")
    baseline, key = baseline_of(options)
    if file:
        from piiscan.explain.file import explain_file

        return explain_file(
            file, config, lang=lang, show_values=options["show_values"], baseline=baseline, key=key or b""
        )
    from piiscan.explain import explain as run

    read = sys.stdin.read() if text == "-" else text
    told = run(read, label=options["label"], lang=lang, config=config, baseline=baseline, key=key or b"")
    return told.records(show_values=options["show_values"])
