"""The command line: each command parses its options and calls one function."""

from __future__ import annotations

import errno
import gc
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
import cloup

from ld_convert.cli import catalogue_commands, inside_commands, store_commands
from ld_convert.cli.config import CATALOGS, read_config
from ld_convert.cli.interrupt import end_at_sigterm, status_of
from ld_convert.cli.options import CONSOLE, examples
from ld_convert.cli.streams import stand_in
from ld_convert.rdf.own_process import take_over, working_directory
from ld_convert.settings import UsageError

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
WHERE = "on standard output, or for temporary files beside the output or in the folder of TMPDIR"
"""What an error of a file without a name cannot say."""


class Interruptible(cloup.Group):
    """Commands that exit with status 130, as in shells, when the user presses Ctrl-C."""

    def invoke(self, context: click.Context) -> Any:
        """Run the chosen command."""
        try:
            return super().invoke(context)
        except KeyboardInterrupt as error:
            sys.exit(status_of(error))


@cloup.group(
    cls=Interruptible,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "ld-convert convert pages/ -o catalogue.ttl --report findings.html",
        "ld-convert explain LD401",
    ),
)
@click.version_option(package_name="ld-convert", message="%(version)s")
@CONSOLE
@click.pass_context
def cli(context: click.Context) -> None:
    """Turn schema.org JSON-LD in captured web pages into a DCAT catalogue.

    INPUT is a file, a directory, a glob, or - for standard input. The content of a file tells what
    it is, not its name. Data goes to standard output, findings go to standard error.

    Exit status: 0 done; 1 done, but with findings as severe as --fail-on, or with inputs that could
    not be used; 2 could not run; 3 a defect of ld-convert lost a page; 130 or 143 interrupted.
    """
    from ld_convert.cli.console import Console

    context.ensure_object(Console)
    folder = working_directory()
    if not folder:
        raise UsageError("the working directory was deleted; change to one that is there")
    config = context.meta[CATALOGS] = read_config(cli.commands, Path(folder))
    context.default_map = {**config.defaults, **(context.default_map or {})}


for section in (catalogue_commands.SECTION, inside_commands.SECTION, store_commands.SECTION):
    cli.add_section(section)


def main() -> None:
    """Run the command line. A mistake of the user is one line and status 2."""
    take_over()
    stand_in()
    end_at_sigterm()
    try:
        cli()
    except (OSError, UsageError, MemoryError) as error:
        from ld_convert.findings.excerpt import printable

        with suppress(OSError):
            words = _words(error)
            lines = words.split("\n") if _has_lines(error) else [words]
            click.echo("ld-convert: " + "\n".join(map(printable, lines)), err=True)
        sys.unraisablehook = lambda _: None  # temporary files on the same full disk
        sys.exit(2)
    finally:
        gc.freeze()  # saves a tenth of a short run: the process ends anyway


def _has_lines(error: Exception) -> bool:
    return isinstance(error, UsageError) and error.has_lines


def _words(error: Exception) -> str:
    """Return the message of an error, without the errno number."""
    if isinstance(error, OSError) and error.strerror and error.filename is not None:
        return f"{os.fsdecode(error.filename)}: {error.strerror}"
    said = getattr(error, "strerror", None) or str(error) or "there was not enough memory"
    is_about_space = isinstance(error, OSError) and error.errno in NO_SPACE
    return f"{said}, {WHERE}" if is_about_space else said
