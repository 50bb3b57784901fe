"""Decide which web pages may use the end point, and put the headers on every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept, Origin",
}
METHODS = "GET, HEAD, POST, OPTIONS"
ANYBODY = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Type, Retry-After",
}
DAY_SECONDS = "86400"
OTHER_SITES = ("cross-site", "same-site")
"""What browsers say of a request from a page of another origin (Fetch Metadata, section 2.2)."""


class Visitors:
    """An application around another one: it answers for it, or adds headers to its answers.

    Without `cors`, a request that a page of another origin makes is refused: the page could not
    read the answer, but could keep the server busy, or learn from the time that an answer takes.
    With it, every page may ask (Fetch Standard, section 3.2), also from a public site to this
    machine (Private Network Access).
    """

    def __init__(self, app: ASGIApp, /, *, cors: bool) -> None:
        self.app, self.cors = app, cors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        own = HEADERS | (ANYBODY if self.cors else {})

        async def send_more(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(own)
            await send(message)

        answer: ASGIApp = self.app
        if not self.cors and _is_foreign(headers, scope):
            answer = PlainTextResponse("pages of other sites may not ask; see --cors\n", 403)
        elif scope["method"] == "OPTIONS":
            answer = _preflight(headers, cors=self.cors)
        await answer(scope, receive, send_more)


def _is_foreign(headers: Headers, scope: Scope) -> bool:
    """Return whether a request comes from a page of another origin; links to the page are none."""
    origin = headers.get("origin")
    if origin is not None:
        return origin.partition("://")[2] != headers.get("host")
    is_link = scope["path"] == "/" and headers.get("sec-fetch-mode") == "navigate"
    return headers.get("sec-fetch-site") in OTHER_SITES and not is_link


def _preflight(headers: Headers, *, cors: bool) -> Response:
    """Return the answer to OPTIONS; to a preflight, all that the page asks to send is allowed."""
    told = {"Allow": METHODS}
    if cors and "access-control-request-method" in headers:
        told |= {"Access-Control-Allow-Methods": METHODS, "Access-Control-Max-Age": DAY_SECONDS}
        wanted = headers.get("access-control-request-headers")
        if wanted:
            told["Access-Control-Allow-Headers"] = wanted
        if headers.get("access-control-request-private-network") == "true":
            told["Access-Control-Allow-Private-Network"] = "true"
    return Response(status_code=204, headers=told)
