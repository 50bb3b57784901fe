"""Clients from npm that others wrote: Comunica asks `serve`, an LDES client follows the feed.

`npm install @comunica/query-sparql@4 ldes-client` takes a minute and a half, which CI has not.
LD_CONVERT_CLIENTS names the `node_modules` in which both lie. Comunica 5 wants Node.js 22.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ld_convert.publish import PublishTarget
from tests.support.missing import missing
from tests.support.pages import page, write_pages
from tests.support.published import run
from tests.support.servers import binary
from tests.support.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.servers, pytest.mark.slow]

COUNT = """PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?d ?t WHERE { ?d a dcat:Dataset ; dct:title ?t } ORDER BY ?t"""
ACTIVITY = re.compile(r"<https://www\.w3\.org/ns/activitystreams#(Create|Update|Delete)>")


def said(client: str, *arguments: str) -> str:
    """What a client of npm writes to standard output."""
    folder = os.environ.get("LD_CONVERT_CLIENTS")
    if folder is None:
        missing("CLIENTS", "LD_CONVERT_CLIENTS names no node_modules with Comunica and ldes-client")
    program = Path(folder) / ".bin" / client
    command = [binary("node"), str(program), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=110)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("kind", ["sparql", "dynamic"])
def test_comunica_asks_the_end_point(tmp_path: Path, kind: str) -> None:
    """As an end point that it is told of, and as one that it finds out by what we describe."""
    run(write_pages(tmp_path / "pages", range(3)), PublishTarget(str(tmp_path / "store")))
    with serving(tmp_path / "store") as server:
        url = f"http://127.0.0.1:{server.port}/sparql"
        source = f"sparql@{url}" if kind == "sparql" else url
        rows = json.loads(said("comunica-sparql", source, "-q", COUNT, "-t", "application/json"))
    assert [row["t"] for row in rows] == [f'"Water level at gauge {i}"' for i in range(3)]


def test_an_ldes_client_follows_the_feed(tmp_path: Path) -> None:
    """It finds the view and each member: four created, one updated, one deleted."""
    pages, feed = write_pages(tmp_path / "pages", range(3)), tmp_path / "feed" / "changes.ttl"
    feed.parent.mkdir()
    target = PublishTarget(str(tmp_path / "store"), prune=True, changes=str(feed))
    run(pages, target)
    (pages / "00001.html").write_text(page(1, "Now in metres."))
    (pages / "00002.html").unlink()
    run(pages, target)
    with files(feed.parent) as url:
        found = ACTIVITY.findall(said("ldes-client", f"{url}/changes.ttl"))
    assert sorted(found) == ["Create"] * 4 + ["Delete", "Update"]


class Files(SimpleHTTPRequestHandler):
    """Files of a folder; Turtle with its media type."""

    def guess_type(self, path: object) -> str:
        """Return a media type."""
        return "text/turtle" if str(path).endswith(".ttl") else "text/plain"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def files(folder: Path) -> Iterator[str]:
    """The address at which the files of a folder are."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()
