"""Serve a store on disk: a read-only SPARQL 1.1 Protocol end point, and a query page."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

from ld_convert.query.accept import NotAcceptableError, choose
from ld_convert.query.ask import LimitError, Request, Sources, answer
from ld_convert.query.page import page, yasgui_files
from ld_convert.query.syntax import QueryError
from ld_convert.settings import UsageError

try:
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.responses import PlainTextResponse, Response
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles
except ImportError as error:
    raise UsageError(
        "to serve a store, install the extra: pip install 'ld-convert[serve]'"
    ) from error

if TYPE_CHECKING:
    from starlette.requests import Request as HttpRequest

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
MAX_QUERY_BYTES = 1 << 20
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
STATUS = {QueryError: 400, LimitError: 503}
"""From what went wrong to the status that says it (SPARQL 1.1 Protocol, section 2.1.6)."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept",
}


class Bounds(NamedTuple):
    """What one query may cost, and how many are evaluated at a time."""

    seconds: float = 60.0
    max_bytes: int = 32 << 20
    at_once: int = 4


def make_app(store: str, bounds: Bounds, host: str, *, cors: bool = False) -> Starlette:
    """Return the application that serves the store in a directory.

    It answers GET and POST at /sparql (SPARQL 1.1 Protocol, section 2.1); updates are refused.
    Bound to a loopback address it answers only requests that name one, so that no page on the web
    can ask it (DNS rebinding).
    """
    endpoint = _Endpoint(store, bounds, cors=cors)
    files = yasgui_files()
    routes: list[Route | Mount] = [
        Route("/sparql", endpoint.ask, methods=["GET", "POST", "OPTIONS"]),
        Route("/", lambda _: page(has_yasgui=files is not None), methods=["GET"]),
    ]
    if files is not None:
        routes.append(Mount("/yasgui", StaticFiles(directory=files)))
    hosts = ["127.0.0.1", "localhost", "[::1]"] if host in LOOPBACK else ["*"]
    return Starlette(routes=routes, middleware=[Middleware(TrustedHostMiddleware, hosts)])


class _Endpoint:
    """The end point; every query is evaluated in a process of its own, which can be ended."""

    def __init__(self, store: str, bounds: Bounds, *, cors: bool) -> None:
        self.sources = Sources(store=store)
        self.bounds = bounds
        self.free = asyncio.Semaphore(bounds.at_once)
        self.headers = HEADERS | ({"Access-Control-Allow-Origin": "*"} if cors else {})

    async def ask(self, http: HttpRequest) -> Response:
        """Return the answer to one request, or why there is none."""
        if http.method == "OPTIONS":
            return Response(status_code=204, headers=self.headers | {"Allow": "GET, POST, OPTIONS"})
        parameters = await _parameters(http)
        if isinstance(parameters, Response):
            return parameters
        texts = parameters.get("query", [])
        if len(texts) != 1:
            return self._refuse(400, "there must be exactly one query parameter")
        try:
            chosen = choose(http.headers.get("accept", "*/*"))
            request = Request(
                texts[0],
                chosen.results,
                chosen.graph,
                self.bounds.seconds,
                self.bounds.max_bytes,
                default_graphs=tuple(parameters.get("default-graph-uri", [])),
                named_graphs=tuple(parameters.get("named-graph-uri", [])),
            )
            async with self.free:
                found = await asyncio.to_thread(answer, request, self.sources)
        except NotAcceptableError as error:
            return self._refuse(406, str(error))
        except UsageError as error:
            return self._refuse(STATUS.get(type(error), 500), str(error))
        media_type = chosen.graph_type if found.kind == "graph" else chosen.results_type
        return Response(found.body, media_type=media_type, headers=self.headers)

    def _refuse(self, status: int, why: str) -> Response:
        return PlainTextResponse(f"{why}\n", status, headers=self.headers)


async def _parameters(http: HttpRequest) -> dict[str, list[str]] | Response:
    """Return the parameters of a request in one of the protocol's three forms."""
    pairs = list(http.query_params.multi_items())
    if http.method == "POST":
        body = b""
        async for part in http.stream():
            body += part
            if len(body) > MAX_QUERY_BYTES:
                return PlainTextResponse("the query is too long\n", 413)
        media_type = http.headers.get("content-type", "").partition(";")[0].strip().lower()
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return PlainTextResponse("the query is not UTF-8\n", 400)
        if media_type == QUERY:
            pairs.append(("query", text))
        elif media_type == FORM:
            pairs += parse_qsl(text, keep_blank_values=True)
        else:
            return PlainTextResponse(f"send {FORM} or {QUERY}; updates are not taken\n", 415)
    if any(name == "update" for name, _ in pairs):
        return PlainTextResponse("this end point is read-only\n", 403)
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found
