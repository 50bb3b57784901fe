"""Serve a site on this machine with content negotiation, to look at it before others do."""

from __future__ import annotations

import socket
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ld_convert.query.accept import preferred
from ld_convert.site.signposts import LINKSET, LINKSET_TYPE, METADATA

if TYPE_CHECKING:
    from typing import Any

HOST = "127.0.0.1"
NAMES = frozenset({HOST, "localhost"})
"""Hosts that a request may name: no page on the web shall ask this server (DNS rebinding)."""
FORMS = {"text/html": "index.html"} | {
    media_type: name for name, media_type in METADATA.items() if name.startswith("index.")
}
"""By media type: the file that a request for a folder gets."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Nothing comes from elsewhere, and nothing goes there (Content Security Policy Level 3)."""


def preview_server(folder: str, port: int) -> ThreadingHTTPServer:
    """Return a server of a site on a port of the loopback address; 0 takes any that is free."""
    return _Server((HOST, port), partial(_Handler, directory=folder))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    address_family = socket.AF_INET


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".ttl": "text/turtle; charset=utf-8",
        ".nt": "application/n-triples",
        ".jsonld": "application/ld+json",
        ".rdf": "application/rdf+xml",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".bib": METADATA["cite.bib"],
        ".ris": METADATA["cite.ris"],
    }

    def send_head(self) -> Any:
        """Answer with a file, after choosing one for a folder by the Accept header."""
        host = urlsplit(f"//{self.headers.get('Host', '')}").hostname
        if host not in NAMES:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "name 127.0.0.1 or localhost")
            return None
        path = urlsplit(self.path).path
        place = Path(self.translate_path(path))
        if path.endswith("/") and (place / "index.html").is_file():
            there = {kind: name for kind, name in FORMS.items() if (place / name).is_file()}
            chosen = preferred(there, self.headers.get("Accept", "*/*"))
            if chosen is None:
                self.send_error(HTTPStatus.NOT_ACCEPTABLE, f"there are {', '.join(there)}")
                return None
            self.path = path + there[chosen]
        elif place.is_dir() and not (place / "index.html").is_file():
            self.send_error(HTTPStatus.NOT_FOUND)  # folders are not listed
            return None
        return super().send_head()

    def guess_type(self, path: Any) -> str:
        """Return the media type of a file; those of JSON differ by name."""
        name = Path(path).name
        if name == LINKSET:
            return LINKSET_TYPE
        known = METADATA.get(name, "") if name.endswith(".json") else ""
        return known or super().guess_type(path)

    def end_headers(self) -> None:
        """Add what holds for each answer."""
        self.send_header("Vary", "Accept")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", POLICY)
        folder = Path(self.translate_path(urlsplit(self.path).path)).parent
        if (folder / LINKSET).is_file():
            self.send_header("Link", f'<{LINKSET}>; rel="linkset"; type="{LINKSET_TYPE}"')
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name of the base
        """Say nothing of each request."""
