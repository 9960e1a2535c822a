"""What the commands share: the options of those that read files, and what is made of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from piiscan.baseline import Baseline
    from piiscan.config import Config

__all__ = ["baseline_of", "config_of", "key_of", "lines_of", "output_to", "reading_options", "say", "shown"]


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
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


def config_of(options: dict[str, Any], *names: str) -> Config:
    """The configuration of a command: its file, if there is one, and what the options change in it.

    Arguments:
        options: of `reading_options`, and others.
        names: further options that go by the name of their setting.
    """
    from dataclasses import replace

    from piiscan.config import Config

    config = Config.load(options["config_file"]) if options.get("config_file") else Config.full()
    changes = {name: options[name] for name in (*names, "ocr") if options.get(name) is not None}
    if options.get("entities") is not None:
        changes["entities"] = frozenset(filter(None, map(str.strip, options["entities"].split(","))))
    if options.get("password_file"):
        changes["passwords"] = tuple(lines_of(options["password_file"]))
    return replace(config, **changes)


def key_of(path: Path | None) -> bytes | None:
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


def baseline_of(options: dict[str, Any]) -> tuple[Baseline | None, bytes | None]:
    """The baseline of a command and the key of its fingerprints; without a baseline there is no key either."""
    if not options["baseline"]:
        return None, None
    from piiscan.baseline import load
    from piiscan.keyfile import load_key

    key = load_key(options["key"])
    return load(options["baseline"], key), key


def lines_of(path: Path | str | None) -> list[str]:
    """The lines of a file, or of stdin for ``-``, without blank ones; none where no file is given."""
    from piiscan.errors import ConfigError

    if path is None:
        return []
    try:
        text = sys.stdin.read() if str(path) == "-" else Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read ({type(error).__name__})", str(path)) from None
    return [line for line in text.splitlines() if line.strip()]


@contextmanager
def output_to(path: Path | None, force: bool) -> Iterator[TextIO]:
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


def shown(path: Path | str) -> str:
    """A path for the screen or a report: what is recognised in it masked, control characters escaped."""
    from piiscan.api import redact_text
    from piiscan.config import Config
    from piiscan.sources import printable

    text = redact_text(printable(str(path)), style="mask", config=Config.fast()).text
    return text if text.isprintable() else text.encode("unicode_escape").decode()


def say(text: str, quiet: bool) -> None:
    """A message on stderr."""
    if not quiet:
        click.echo(text, err=True)
