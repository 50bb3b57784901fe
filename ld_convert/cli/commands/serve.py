"""The command `serve`."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from ld_convert.query.server import Bounds, make_app
from ld_convert.settings import UsageError
from ld_convert.store import merge

try:
    import uvicorn
except ImportError as error:
    raise UsageError(
        "to serve a store, install the extra: pip install 'ld-convert[serve]'"
    ) from error


def serve(  # noqa: PLR0913  one argument an option
    *, store: str, host: str, port: int, timeout: float, max_bytes: int, cors: bool
) -> int:
    """Serve a store until it is interrupted; return the exit status."""
    path = store.removeprefix("file:")
    if not merge.is_store(path):
        raise UsageError(f"{store}: not a store; ld-convert publish makes one")
    with tempfile.TemporaryDirectory(prefix="ld-convert-") as folder:
        if not merge.is_merged(path):
            click.echo("the store was not written by publish alone: a copy is made first", err=True)
            copy = str(Path(folder) / "store")
            merge.copy(path, copy)
            path = copy
        app = make_app(path, Bounds(timeout, max_bytes), host, cors=cors)
        shown = f"[{host}]" if ":" in host else host
        click.echo(
            f"http://{shown}:{port}/ asks the store, http://{shown}:{port}/sparql answers", err=True
        )
        try:
            uvicorn.run(app, host=host, port=port, log_level="warning")
        except SystemExit as error:  # it has said why it cannot listen there
            return 2 if error.code else 0
    return 0
