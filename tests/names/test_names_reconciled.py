"""Answers of a reconciliation service, from one of our own on the loopback address."""

from __future__ import annotations

import csv
import io
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from ld_convert.run.names import reconcile
from ld_convert.settings import UsageError
from tests.support.cli import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLE = """kind,text as found,IRI,note
agent,Office for Tides,,mine
agent,Filled,https://a.example/f,
place,Bay of Nothing,,
"""
KNOWN = {
    "Office for Tides": [
        {"id": "Q1", "name": "Office", "score": 99, "match": False},
        {"id": "Q2", "name": "Office for Tides", "score": 90, "match": True},
    ]
}


class Service(BaseHTTPRequestHandler):
    """The manifest and the queries of the API, version 0.2."""

    asked: list[list[str]]
    busy: int

    def do_GET(self) -> None:
        """Give the manifest."""
        self.answer({"versions": ["0.2"], "identifierSpace": "https://b.example/", "batchSize": 1})

    def do_POST(self) -> None:
        """Give the candidates, or tell that the service is busy."""
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if type(self).busy:
            type(self).busy -= 1
            self.send_response(429)
            self.send_header("Retry-After", "7")
            self.end_headers()
            return
        queries = json.loads(form["queries"][0])
        self.asked.append([query["query"] for query in queries.values()])
        self.answer({k: {"result": KNOWN.get(q["query"], [])} for k, q in queries.items()})

    def answer(self, value: object) -> None:
        """Send a value as JSON."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def service(busy: int = 0) -> Iterator[tuple[str, type[Service]]]:
    """Address and class of a service that runs."""
    handler = type("Own", (Service,), {"asked": [], "busy": busy})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/reconcile", handler
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the program would have waited."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    return waited


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.mark.sockets
def test_empty_rows_are_asked_for_once_and_the_answers_kept(
    tmp_path: Path, pauses: list[float]
) -> None:
    """In batches as large as the service takes; the answer is a column, and fills no IRI in."""
    out = tmp_path / "names.csv"
    out.write_text(TABLE, "utf-8")
    with service(busy=1) as (url, asked):
        assert run("names", "-o", str(out), "--reconcile", url).exit_code == 0
        assert asked.asked == [["Office for Tides"], ["Bay of Nothing"]]
        assert run("names", "-o", str(out), "--reconcile", url).exit_code == 0
        assert len(asked.asked) == 2
    office, filled, bay = rows(out)
    cells = [office[name] for name in ("IRI", "answer", "answered label", "score", "asked", "note")]
    assert cells == ["", "https://b.example/Q2", "Office for Tides", "90", url, "mine"]
    assert (bay["answer"], bay["asked"]) == ("", url)
    assert filled["asked"] == ""
    assert 7.0 in pauses
    assert pauses.count(reconcile.INTERVAL_S) == 2


@pytest.mark.sockets
def test_a_service_may_be_asked_for_one_kind_only(tmp_path: Path, pauses: list[float]) -> None:
    """Places are no organisations."""
    out = tmp_path / "names.csv"
    out.write_text(TABLE, "utf-8")
    with service() as (url, asked):
        run("names", "-o", str(out), "--reconcile", f"place={url}")
        assert asked.asked == [["Bay of Nothing"]]
    assert pauses


@pytest.mark.sockets
def test_a_service_that_fails_loses_no_row(tmp_path: Path, pauses: list[float]) -> None:
    """The table is written, a line tells why, and the status is 1."""
    out = tmp_path / "names.csv"
    out.write_text(TABLE, "utf-8")
    with service(busy=9) as (url, _):
        done = run("names", "-o", str(out), "--reconcile", url)
    assert done.exit_code == 1
    assert f"--reconcile {url} answers 429" in done.output
    assert [row["text as found"] for row in rows(out)][:2] == ["Office for Tides", "Filled"]
    assert pauses.count(7.0) == reconcile.TRIES - 1


def test_what_is_no_web_address_is_told() -> None:
    """Before anything is read."""
    with pytest.raises(UsageError, match="no address"):
        run("names", "-o", "names.csv", "--reconcile", "file:///etc/passwd")
