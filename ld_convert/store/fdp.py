"""Speak to a FAIR Data Point: create, replace, publish and delete single descriptions.

Source: its reference implementation, commit 0d784eb of
https://github.com/FAIRDataTeam/FAIRDataPoint.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import orjson
import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat

from ld_convert.store.http import AGAIN, Client, location, same_host
from ld_convert.store.model import StoreError
from ld_convert.vocab.namespaces import prefixes

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Triple

    from ld_convert.store import Access

TURTLE = {"Content-Type": "text/turtle", "Accept": "text/turtle"}
JSON = {"Content-Type": "application/json", "Accept": "application/json"}
ROOTS = (prefixes()["fdp-o"] + "FAIRDataPoint", "http://www.re3data.org/schema/3-0#Repository")
TYPE = prefixes()["rdf"] + "type"
PUBLISHED = "PUBLISHED"
BAD_REQUEST, FORBIDDEN, NOT_FOUND = 400, 403, 404
UNREADABLE = (401, FORBIDDEN, NOT_FOUND)
TRIES = 5


def open_point(url: str, access: Access, *, read_only: bool) -> FairDataPoint:  # noqa: ARG001
    """Return the FAIR Data Point at a URL."""
    return FairDataPoint(url, access)


class FairDataPoint:
    """One FAIR Data Point, with the rights of a token or of a user whose name is an address."""

    def __init__(self, url: str, access: Access) -> None:
        self.url = url.removeprefix("fdp+").rstrip("/")
        self._access = access
        if access.user and not access.token:
            access = access._replace(token=self._token(access))
        self._client = Client(access)
        self.root = self._find_root()

    def get(self, iri: str) -> list[Triple]:
        """Return a description; empty where there is none, or a draft that others keep to them."""
        answer = self._client.send("GET", self._at(iri), None, TURTLE, allowed=UNREADABLE)
        if answer.status_code in UNREADABLE:
            return []
        quads = pyoxigraph.parse(answer.content, RdfFormat.TURTLE, base_iri=iri)
        return [quad.triple for quad in quads]

    def create(self, kind: str, body: bytes, find: Callable[[], str | None]) -> str:
        """Create a description below /catalog, /dataset or /distribution; return its IRI.

        A request that broke may have been carried out: `find` looks before it is sent again.
        """
        for last in range(TRIES):
            try:
                where = f"{self.url}/{kind}"
                answer = self._client.send("POST", where, body, TURTLE, idempotent=False)
            except StoreError as error:
                if last == TRIES - 1 or (error.status and error.status not in AGAIN):
                    raise
                self._access.tell(f"{error}; looked for, and sent again if it is not there")
                time.sleep(self._access.backoff_seconds * 2**last)
                if found := find():
                    return found
            else:
                return location(answer)
        raise AssertionError

    def replace(self, iri: str, body: bytes) -> None:
        """Give a description new content."""
        self._client.send("PUT", self._at(iri), body, TURTLE)

    def publish(self, iri: str) -> bool:
        """Make a description visible for everyone; return whether it was not so before."""
        meta = self._client.send("GET", f"{self._at(iri)}/meta", None, JSON)
        if orjson.loads(meta.content).get("state", {}).get("current") == PUBLISHED:
            return False
        body = orjson.dumps({"current": PUBLISHED})
        where = f"{self._at(iri)}/meta/state"
        answer = self._client.send("PUT", where, body, JSON, allowed=(BAD_REQUEST,))
        if answer.ok or "already" in answer.text.lower():  # another run was faster
            return answer.ok
        raise StoreError(f"{iri} cannot be published: {answer.text}", answer.status_code)

    def delete(self, iri: str) -> None:
        """Delete a description and what is below it; no error if there is none.

        Raises StoreError with the status 403 for a user who is no administrator.
        """
        allowed = (FORBIDDEN, NOT_FOUND)
        answer = self._client.send("DELETE", self._at(iri), None, JSON, allowed=allowed)
        if answer.status_code == FORBIDDEN:
            raise StoreError("only an administrator may delete there", FORBIDDEN)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _token(self, access: Access) -> str:
        client = Client(access._replace(user=""))
        body = orjson.dumps({"email": access.user, "password": access.password})
        answer = client.send("POST", f"{self.url}/tokens", body, JSON)
        client.close()
        return str(orjson.loads(answer.content)["token"])

    def _find_root(self) -> str:
        """Return the IRI by which the FAIR Data Point calls itself: not always its address."""
        answer = self._client.send("GET", self.url, None, TURTLE)
        for quad in pyoxigraph.parse(answer.content, RdfFormat.TURTLE, base_iri=f"{self.url}/"):
            is_root = isinstance(quad.object, NamedNode) and quad.object.value in ROOTS
            if quad.predicate.value == TYPE and is_root and isinstance(quad.subject, NamedNode):
                return quad.subject.value
        raise StoreError(f"{self.url} is no FAIR Data Point: it does not describe itself as one")

    def _at(self, iri: str) -> str:
        """Return the address of a description, below the one that the user named."""
        root = self.root.rstrip("/")
        if iri.startswith(root):
            return self.url + iri.removeprefix(root)
        if not same_host(iri, self.url):
            raise StoreError(f"{iri} lies on another host than {self.url}; nothing was sent there")
        return iri
