"""A server between a client and a real one, that counts, refuses, waits and breaks connections."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host"}
SLOW_SECONDS = 1.5
RETRY_AFTER = {"503": "0", "429": "0"}


class Proxy(ThreadingHTTPServer):
    """Passes requests on; `faults` says what becomes of the next writes instead."""

    daemon_threads = True

    def __init__(self, backend: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.backend = urlsplit(backend).netloc
        self.faults: list[str] = []
        """Consumed one a write: a status, slow, reset, lost (carried out, then reset) or pass."""
        self.writes: list[tuple[str, str]] = []
        """Method and path of each write that reached the backend."""
        self.before: Callable[[int], None] = lambda _: None
        """Called with the number of each write, counted from 1, before it is passed on."""
        self.after: Callable[[int], None] = lambda _: None
        self.arrived = 0
        self.slow_seconds = SLOW_SECONDS
        """How long the fault `slow` takes."""
        self.redirect = ""
        """Where writes are sent with 307, if anywhere."""

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: Proxy

    def handle_one_request(self) -> None:
        """Serve a request; a client that is gone is no error."""
        try:
            super().handle_one_request()
        except OSError:
            self.close_connection = True

    def serve(self) -> None:
        """Pass a request on, or do what the next fault says."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        is_write = self.command in ("PUT", "DELETE") or (
            self.command == "POST" and "/query" not in self.path
        )
        if is_write:
            self.server.arrived += 1
            self.server.before(self.server.arrived)
        number = self.server.arrived
        fault = self.server.faults.pop(0) if is_write and self.server.faults else "pass"
        if is_write and self.server.redirect:
            self.answer(307, {"Location": self.server.redirect + self.path}, b"")
        elif fault.isdigit():
            self.answer(int(fault), {"Retry-After": RETRY_AFTER.get(fault, "")}, b"")
        elif fault == "reset":
            self.reset()
        else:
            if fault == "slow":
                time.sleep(self.server.slow_seconds)
            self.forward(body, is_write=is_write, lose=fault == "lost")
            if is_write:
                self.server.after(number)

    def forward(self, body: bytes, *, is_write: bool, lose: bool) -> None:
        """Send a request to the backend and its answer back, unless it is to be lost."""
        backend = http.client.HTTPConnection(self.server.backend, timeout=60)
        kept = {n: v for n, v in self.headers.items() if n.lower() not in HOP_BY_HOP}
        try:
            backend.request(self.command, self.path, body, kept)
            found = backend.getresponse()
            content = found.read()
        except (OSError, http.client.HTTPException):
            self.reset()
            return
        finally:
            backend.close()
        if is_write:
            self.server.writes.append((self.command, self.path))
        if lose:
            self.reset()
        else:
            self.answer(found.status, dict(found.getheaders()), content)

    def answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
        """Send an answer."""
        self.send_response_only(status)
        for name, value in headers.items():
            if value and name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def reset(self) -> None:
        """Break the connection without a word (TCP RST)."""
        self.close_connection = True
        at_once = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        self.connection.close()

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    do_GET = do_PUT = do_POST = do_DELETE = serve  # noqa: N815  the library's names


@contextmanager
def proxied(backend: str) -> Iterator[Proxy]:
    """A running proxy before a server."""
    proxy = Proxy(backend)
    thread = threading.Thread(target=proxy.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()
