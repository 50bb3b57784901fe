"""Serve a store on disk: a read-only SPARQL 1.1 Protocol end point, and a query page."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

from ld_convert.query.accept import NotAcceptableError, choose
from ld_convert.query.ask import (
    LimitError,
    QueryAnswer,
    Request,
    Sources,
    job_of,
    said_by,
    too_slow,
)
from ld_convert.query.description import service_description
from ld_convert.query.page import EDITOR, QUERY, page, yasgui_files
from ld_convert.query.syntax import QueryError
from ld_convert.query.workers import Workers
from ld_convert.settings import UsageError

try:
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.requests import ClientDisconnect
    from starlette.responses import PlainTextResponse, Response
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles

    from ld_convert.query.visitors import Visitors
except ImportError as error:
    raise UsageError(
        "to serve a store, install the extra: pip install 'ld-convert[serve]'"
    ) from error

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request as HttpRequest

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
MAX_QUERY_BYTES = 1 << 20
MOST_FIELDS = 1_000
"""Of a form: a graph of the dataset is one, and more would keep others waiting."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class BusyServerError(UsageError):
    """All places for queries are taken."""


STATUS = {QueryError: 400, BusyServerError: 429, LimitError: 503}
"""From what went wrong to the status that says it (SPARQL 1.1 Protocol, section 2.1.6)."""

CLIENT_GONE = 499
"""Nobody reads an answer with this status."""


class Bounds(NamedTuple):
    """What one query may cost, and how many are evaluated at a time."""

    seconds: float = 60.0
    max_bytes: int = 32 << 20
    at_once: int = 4
    wait_seconds: float = 10.0
    """How long a query waits until another one is done."""
    memory_bytes: int = 4 << 30


def make_app(store: str, bounds: Bounds, host: str, *, cors: bool = False) -> Starlette:
    """Return the application that serves the store in a directory.

    It answers GET and POST at /sparql (SPARQL 1.1 Protocol, section 2.1), and describes itself
    there; updates are refused. Bound to a loopback address it answers only requests that name one,
    so that no page on the web can ask it (DNS rebinding).
    """
    endpoint = _Endpoint(store, bounds)
    files = yasgui_files()
    routes: list[Route | Mount] = [
        Route("/sparql", endpoint.ask, methods=["GET", "POST"]),
        Route("/", lambda _: page(QUERY, has_yasgui=files is not None), methods=["GET"]),
    ]
    if files is not None:
        routes.append(Route("/editor", lambda _: page(EDITOR, has_yasgui=True), methods=["GET"]))
        routes.append(Mount("/yasgui", StaticFiles(directory=files)))
    hosts = ["127.0.0.1", "localhost", "[::1]"] if host in LOOPBACK else ["*"]
    around = [Middleware(Visitors, cors=cors), Middleware(TrustedHostMiddleware, hosts)]
    return Starlette(routes=routes, middleware=around, lifespan=endpoint.at_work)


class _Endpoint:
    """The end point; each query is evaluated in another process, which can be ended."""

    def __init__(self, store: str, bounds: Bounds) -> None:
        self.sources = Sources(store=store)
        self.bounds = bounds
        self.free = asyncio.Semaphore(bounds.at_once)
        self.workers = Workers()

    @asynccontextmanager
    async def at_work(self, _: Starlette) -> AsyncIterator[None]:
        """Keep processes at hand as long as the server runs."""
        self.workers.start()
        try:
            yield
        finally:
            await self.workers.close()

    async def ask(self, http: HttpRequest) -> Response:
        """Return the answer to one request, or why there is none."""
        try:
            parameters = await _parameters(http)
        except ClientDisconnect:
            return Response(status_code=CLIENT_GONE)
        if isinstance(parameters, Response):
            return parameters
        try:
            chosen = choose(http.headers.get("accept", "*/*"))
        except NotAcceptableError as error:
            return PlainTextResponse(f"{error}\n", 406)
        texts = parameters.get("query", [])
        where = str(http.url.replace(query="", fragment=""))
        if http.method in ("GET", "HEAD") and not parameters:
            told = service_description(where, chosen.graph)
            return Response(told, media_type=chosen.graph_type)
        if len(texts) != 1:
            return PlainTextResponse("there must be exactly one query parameter\n", 400)
        request = Request(
            texts[0],
            chosen.results,
            chosen.graph,
            self.bounds.seconds,
            self.bounds.max_bytes,
            self.bounds.memory_bytes,
            default_graphs=tuple(parameters.get("default-graph-uri", [])),
            named_graphs=tuple(parameters.get("named-graph-uri", [])),
            base=where,
        )
        try:
            found = await self._answer(request, http)
        except UsageError as error:
            return self._refusal(error)
        if found is None:
            return Response(status_code=CLIENT_GONE)
        media_type = chosen.graph_type if found.kind == "graph" else chosen.results_type
        return Response(found.body, media_type=media_type)

    async def _answer(self, request: Request, http: HttpRequest) -> QueryAnswer | None:
        """Return the answer to a query, as soon as there is a place; None for a client who left."""
        try:
            await asyncio.wait_for(self.free.acquire(), self.bounds.wait_seconds)
        except TimeoutError as error:
            raise BusyServerError("others are asking; try again later") from error
        try:
            job = job_of(request, self.sources)
            ran = await self.workers.evaluate(job, request.seconds, _left(http))
        except TimeoutError as error:
            raise too_slow(request) from error
        finally:
            self.free.release()
        if ran is None:
            return None
        said, body = said_by(ran.output, b"", request, ran.status)
        return QueryAnswer(said["kind"], body)

    def _refusal(self, error: UsageError) -> Response:
        status = STATUS.get(type(error), 500)
        later = {"Retry-After": f"{self.bounds.seconds:.0f}"} if status in (429, 503) else None
        return PlainTextResponse(f"{error}\n", status, headers=later)


async def _left(http: HttpRequest) -> None:
    """Return when the client of a request is gone; its body has been read."""
    while (await http.receive())["type"] != "http.disconnect":
        pass


async def _parameters(http: HttpRequest) -> dict[str, list[str]] | Response:
    """Return the parameters of a request in one of the protocol's three forms."""
    pairs = list(http.query_params.multi_items())
    if http.method == "POST":
        body = bytearray()
        async for part in http.stream():
            body += part
            if len(body) > MAX_QUERY_BYTES:
                return PlainTextResponse("the query is too long\n", 413)
        media_type = http.headers.get("content-type", "").partition(";")[0].strip().lower()
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return PlainTextResponse("the query is not UTF-8\n", 400)
        if media_type == DIRECT:
            pairs.append(("query", text))
        elif media_type == FORM:
            try:
                pairs += parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
            except ValueError as error:
                return PlainTextResponse(f"{error}\n", 400)
        else:
            return PlainTextResponse(f"send {FORM} or {DIRECT}; updates are not taken\n", 415)
    if any(name == "update" for name, _ in pairs):
        return PlainTextResponse("this end point is read-only\n", 403)
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found
