"""A store that loses triples: what came out wrong is written again, and what stays so is told."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ld_convert.publish import PublishTarget, carry
from ld_convert.publish.manifest import read_manifest
from ld_convert.store import open_store
from ld_convert.store.embedded import EmbeddedStore
from tests.support.pages import write_pages
from tests.support.published import SETTINGS, content, converted, run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    Lose = Callable[[int], None]

USUAL = EmbeddedStore.replace_graph


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "pages", range(6))


@pytest.fixture
def target(tmp_path: Path) -> PublishTarget:
    return PublishTarget(str(tmp_path / "store"))


@pytest.fixture
def lose(monkeypatch: pytest.MonkeyPatch) -> Lose:
    """Let the store lose a triple of the catalogue at each of its first writes."""

    def start(times: int) -> None:
        written = 0

        def replace_graph(self: EmbeddedStore, graph: str, parts: Sequence[bytes]) -> None:
            nonlocal written
            lines = b"".join(parts).splitlines(keepends=True)
            if graph == SETTINGS.catalog:
                written += 1
                lines = lines[written <= times :]
            USUAL(self, graph, [b"".join(lines)])

        def create_graphs(self: EmbeddedStore, graphs: Mapping[str, bytes]) -> None:
            for graph, text in graphs.items():
                replace_graph(self, graph, [text])

        monkeypatch.setattr(EmbeddedStore, "create_graphs", create_graphs)
        monkeypatch.setattr(EmbeddedStore, "replace_graph", replace_graph)
        monkeypatch.setattr(carry, "FIRST_PAUSE_SECONDS", 0.001)

    return start


@pytest.mark.parametrize("times", [1, carry.MENDINGS])
def test_what_came_out_wrong_is_written_again(
    pages: Path, target: PublishTarget, tmp_path: Path, lose: Lose, times: int
) -> None:
    """In the same run, as often as it takes; the user need not know."""
    lose(times)
    assert run(pages, target) == ({"created": 7}, ["LD621"])
    assert content(target.url) == converted(pages, tmp_path)
    assert run(pages, target) == ({"unchanged": 7}, [])


def test_triples_that_a_store_loses_are_told(
    pages: Path, target: PublishTarget, monkeypatch: pytest.MonkeyPatch, lose: Lose
) -> None:
    """When it loses them each time; what the graph holds is unknown, and the next run sends it."""
    lose(carry.MENDINGS + 1)
    kinds, findings = run(pages, target)
    assert kinds == {"created": 7}
    assert findings.count("LD622") == 1
    with closing(open_store(target.url)) as store:
        entries = read_manifest(store, SETTINGS, store.counts()).entries
    assert [graph for graph, entry in entries.items() if not entry.digest] == [SETTINGS.catalog]
    monkeypatch.undo()
    assert run(pages, target)[0] == {"unchanged": 6, "updated": 1}
    assert run(pages, target) == ({"unchanged": 7}, [])
