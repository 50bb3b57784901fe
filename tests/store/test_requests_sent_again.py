"""A request that a server did not answer is sent again, and leaves nothing behind."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest

from ld_convert.store import Access, open_store
from tests.support.graph_store import graph_store
from tests.support.proxy import proxied

if TYPE_CHECKING:
    from ld_convert.store.model import Store

ONE = b'<urn:a> <urn:p> "1" .\n'


class Held:
    """What a caller holds while it sends a request."""


def written_by_a_caller(store: Store) -> weakref.ref[Held]:
    """Write a graph; return a reference to what the caller held meanwhile."""
    held = Held()
    store.replace_graph("urn:g", [ONE])
    return weakref.ref(held)


@pytest.mark.sockets
@pytest.mark.parametrize("fault", ["reset", "slow"])
def test_what_a_caller_held_is_given_free_at_once(fault: str) -> None:
    """The history of the tries keeps no frame, which another thread would have to tidy up."""
    with graph_store() as server, proxied(server.url) as proxy:
        proxy.faults, proxy.slow_seconds = [fault], 0.4
        told: list[str] = []
        access = Access(backoff_seconds=0.01, timeout_seconds=0.2, tell=told.append)
        store = open_store(proxy.url, access)
        gc.disable()
        try:
            held = written_by_a_caller(store)
            assert held() is None
        finally:
            gc.enable()
        store.close()
        assert len(told) == 1
