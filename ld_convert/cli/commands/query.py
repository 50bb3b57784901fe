"""The command `query`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ld_convert.cli.gate import FAILED
from ld_convert.cli.settings import make_settings
from ld_convert.query.ask import Request, answer
from ld_convert.query.forms import GRAPHS, RESULTS, TABLE
from ld_convert.query.ready import query_text, ready_queries
from ld_convert.query.sources import find_sources
from ld_convert.query.syntax import check_query
from ld_convert.query.table import table
from ld_convert.run.whole_file import check_apart
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.cli.console import Console
    from ld_convert.model import Finding, Json
    from ld_convert.query.ask import QueryAnswer


def query(  # noqa: PLR0913  one argument an option
    console: Console,
    *,
    sparql: str,
    inputs: tuple[str, ...],
    output: str,
    form: str,
    timeout: float | None,
    allow_service: bool,
    **mapping: Json,
) -> int:
    """Print the answer to a query; return the exit status."""
    check_apart(inputs, [("-o", output)])
    text = query_text(sparql)
    if not any("://" in name for name in inputs):  # a server may know more than SPARQL 1.1
        check_query(text)
    request = Request(
        text,
        results="json" if form == TABLE or form in GRAPHS else form,
        graph=form if form in GRAPHS else "turtle",
        seconds=timeout,
        allow_service=allow_service,
    )
    show = console.show if console.verbose or console.show_all else _ignore
    with tempfile.TemporaryDirectory() as folder:
        sources = find_sources(inputs, make_settings(**mapping), show, Path(folder))
        found = answer(request, sources)
    if found.kind != "graph" and form in GRAPHS:
        raise UsageError(f"{form} is for CONSTRUCT and DESCRIBE; write -f table, json, csv or tsv")
    if found.kind == "graph" and form in RESULTS:
        raise UsageError(f"{form} is for SELECT and ASK; write -f {', '.join(GRAPHS)}")
    _write(_shown(found, form, output), output)
    return FAILED if console.gate.bugs else 0


def _ignore(_: Iterable[Finding]) -> None:
    """Show nothing: who asks a question wants an answer, and -v shows the findings of pages."""


def list_queries() -> int:
    """Print the names of the ready queries and what they answer; return the exit status."""
    width = max(map(len, ready_queries()))
    for ready in ready_queries().values():
        click.echo(f"@{ready.name.ljust(width)}  {ready.about}")
    return 0


def _shown(found: QueryAnswer, form: str, output: str) -> bytes:
    if form != TABLE or found.kind == "graph":
        return found.body
    terminal = output == "-" and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else None
    return table(found.body, width).encode("utf-8", "replace")


def _write(body: bytes, output: str) -> None:
    if output == "-":
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()
    else:
        Path(output).write_bytes(body)
