"""``piiscan baseline``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from piiscan.cli.options import output_to, say

__all__ = ["baseline"]


@click.command()
@click.argument("reports", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="REPORT...")
@click.option("--output", "-o", required=True, type=click.Path(path_type=Path), help="The baseline to write.")
@click.option("--add-to", type=click.Path(path_type=Path), help="Keep what this baseline holds as well.")
@click.option("--per-file", is_flag=True, help="Reject a value only in the file in which it was found.")
@click.option("--key", type=click.Path(path_type=Path), help="Key file of the fingerprints.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("--quiet", "-q", is_flag=True, help="No messages.")
def baseline(
    reports: Sequence[Path], output: Path, add_to: Path | None, per_file: bool, key: Path | None, **options: bool
) -> int:
    """Make a baseline of what a review has rejected, for scan --baseline.

    REPORT is what scan --format jsonl wrote, in which the review has set "review": "rejected" on findings. The baseline
    holds no values, only fingerprints under the key file.
    """
    from piiscan.baseline import Baseline, from_records, load, write
    from piiscan.keyfile import load_key

    secret = load_key(key)
    made = load(add_to, secret) if add_to else Baseline()
    for report in reports:
        made |= from_records(report, secret, per_file=per_file)
    with output_to(output, options["force"]) as out:
        write(made, out, secret)
    say(f"baseline: {output}, {len(made.entries)} rejected", options["quiet"])
    return 0
