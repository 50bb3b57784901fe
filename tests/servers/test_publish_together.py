"""Two publishers at once, of one catalogue and of two, into real servers."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ld_convert.publish import PublishTarget
from ld_convert.store import Access, open_store
from tests.support.pages import page, write_pages
from tests.support.published import SETTINGS, content, converted, run
from tests.support.servers import ACCESS, KINDS, Pool, Server

if TYPE_CHECKING:
    from pathlib import Path

    from ld_convert import Settings

pytestmark = [pytest.mark.servers, pytest.mark.slow]

TURNS = int(os.environ.get("LD_CONVERT_TURNS", "3"))
"""How often the publishers meet; CI has no time for ten."""


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest, servers: Pool) -> tuple[Server, Access]:
    return servers.empty(request.param), ACCESS[request.param]


def together(*runs: tuple[Path, PublishTarget, Settings, Access]) -> None:
    """Publish several times at once."""
    threads = [threading.Thread(target=run, args=one) for one in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
        assert not thread.is_alive()


@pytest.mark.cell("two publishers")
def test_two_publishers_of_one_catalogue_leave_what_one_would(
    server: tuple[Server, Access], tmp_path: Path
) -> None:
    """Created, changed and deleted by both, again and again; then nothing is left to send."""
    there, access = server
    pages = write_pages(tmp_path / "pages", range(5))
    target = PublishTarget(there.url, prune=True)
    rewritten = "oxigraph" in str(there.command[0])
    for turn in range(TURNS):
        (pages / "00001.html").write_text(page(1, f"Turn {turn}."))
        (pages / f"{turn + 4:05}.html").unlink()
        (pages / f"{turn + 5:05}.html").write_text(page(turn + 5))
        one = (pages, target, SETTINGS, access)
        together(one, one)
        assert content(there.url, access) == converted(pages, tmp_path, rewritten=rewritten)
    run(pages, target, access=access)
    assert run(pages, target, access=access)[0] == {"unchanged": 6}


@pytest.mark.cell("two catalogues")
def test_two_catalogues_at_once_do_not_mix(server: tuple[Server, Access], tmp_path: Path) -> None:
    """Each prunes its own, and neither's staging is the other's."""
    there, access = server
    first = write_pages(tmp_path / "first", range(4))
    second = write_pages(tmp_path / "second", range(10, 14))
    other = replace(SETTINGS, catalog_iri="https://data.example/second")
    target = PublishTarget(there.url, prune=True)
    for turn in range(TURNS):
        (first / "00000.html").write_text(page(0, f"Turn {turn}."))
        (second / "00010.html").write_text(page(10, f"Turn {turn}."))
        together((first, target, SETTINGS, access), (second, target, other, access))
    assert run(first, target, access=access)[0] == {"unchanged": 5}
    assert run(second, target, other, access=access)[0] == {"unchanged": 5}
    store = open_store(there.url, access)
    assert not [graph for graph in store.counts() if "staging" in graph]
    store.close()
