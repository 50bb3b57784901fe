"""A running `ld-convert serve`, and requests to it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterator

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


class Answer(NamedTuple):
    """What a test looks at in an HTTP response."""

    status: int
    media_type: str
    body: str
    headers: dict[str, str]
    """By their names in lower case."""


class Server(NamedTuple):
    """A running server."""

    port: int

    def send(
        self,
        method: str,
        path: str,
        body: str | bytes = "",
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send a request, return its answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            data = body.encode() if isinstance(body, str) else body
            connection.request(method, path, data, headers or {})
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            media_type = told.get("content-type", "").partition(";")[0]
            return Answer(answer.status, media_type, answer.read().decode(), told)
        finally:
            connection.close()

    def ask(self, query: str, accept: str = "*/*") -> Answer:
        """Send a query by GET."""
        return self.send(
            "GET", f"/sparql?{urlencode({'query': query})}", headers={"Accept": accept}
        )


@contextmanager
def serving(store: Path, *options: str, yasgui: str = "") -> Iterator[Server]:
    """Serve a store at a free port, in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "ld_convert", "serve", str(store), "--port", str(port)]
    environment = os.environ | {"LD_CONVERT_YASGUI": yasgui}
    process = subprocess.Popen([*command, *options], stderr=subprocess.DEVNULL, env=environment)
    try:
        for _ in range(400):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield Server(port)
    finally:
        process.terminate()
        process.wait(10)


def free_port() -> int:
    """A port at which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
