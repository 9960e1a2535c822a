"""The command line: parses, calls the public API, prints. The product goes to stdout, everything else to stderr.

A module per group of commands; what they share is in `options`.

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

import os
import sys
from collections.abc import Sequence

import click

from piiscan.cli import baseline, explain, redact, scan

__all__ = ["app", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="piiscan", message="piiscan %(version)s")
def app() -> None:
    """Finds personal data in Dutch texts, files and copies of identity documents, and removes it.

    Exit codes: 0 complete; 1 findings (with --fail-on); 2 usage; 3 incomplete, refused or needs review; 4 internal.
    """


for _command in (scan.scan, redact.redact, redact.idcopy, explain.explain, baseline.baseline):
    app.add_command(_command)


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
