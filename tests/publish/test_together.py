"""Several publish at once: nothing is stale, nothing is mixed, and nobody's work is cleared."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat

from ld_convert import Settings
from ld_convert.catalogue.outward_terms import TRIPLES
from ld_convert.publish import PublishTarget
from ld_convert.publish.carry import clear_staging
from ld_convert.publish.manifest import (
    NAME,
    Manifest,
    ManifestEntry,
    manifest_iri,
    read_manifest,
)
from ld_convert.store import Access, open_store
from ld_convert.store.model import BusyError
from ld_convert.store.texts import STAGING
from tests.support.pages import page, write_pages
from tests.support.published import SETTINGS, content, converted, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ld_convert.store.model import Store

G, H = "urn:ld-convert:g", "urn:ld-convert:h"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(str(tmp_path / "store"))
    yield store
    store.close()


def known(store: Store) -> Manifest:
    return read_manifest(store, SETTINGS, store.counts())


def test_two_runs_write_two_logs(store: Store) -> None:
    """The entries of one do not become part of the other's, whatever their numbers."""
    first, second = known(store), known(store)
    first.announce([G])
    second.announce([H])
    first.record([ManifestEntry(G, "a", 1)])
    second.record([ManifestEntry(H, "b", 2)])
    found = known(store).entries
    assert {graph: (e.digest, e.triples) for graph, e in found.items()} == {
        G: ("a", 1),
        H: ("b", 2),
    }


def test_what_two_runs_disagree_about_is_unknown(store: Store) -> None:
    """Nobody can say which of them wrote last, so the next run writes it again."""
    first, second = known(store), known(store)
    first.record([ManifestEntry(G, "a", 1), ManifestEntry(H, "same", 1)])
    second.record([ManifestEntry(G, "b", 1), ManifestEntry(H, "same", 1)])
    assert known(store).entries[G].digest == ""
    assert known(store).entries[H].digest == "same"
    third = known(store)
    third.record([ManifestEntry(G, "c", 1)])
    assert known(store).entries[G].digest == "c"


def test_what_a_run_writes_after_it_was_seen_counts(store: Store) -> None:
    """A slow run that was seen at work goes on and writes: then both have written."""
    slow = known(store)
    slow.announce([G])
    quick = known(store)
    quick.record([ManifestEntry(G, "quick", 1)])
    assert known(store).entries[G].digest == "quick"
    slow.record([ManifestEntry(G, "slow", 1)])
    assert known(store).entries[G].digest == ""


def test_a_log_that_grows_is_not_deleted(store: Store) -> None:
    """A run that writes all anew leaves a neighbour's log alone if he has written meanwhile."""
    slow = known(store)
    slow.announce([H])
    quick = known(store)
    for digest in "abcdef":
        quick.record([ManifestEntry(G, digest, 1)])
    slow.record([ManifestEntry(H, "slow", 1)])
    quick.finish(store.counts())
    assert slow.iri in store.counts()
    assert known(store).entries[G].digest == "f"
    assert known(store).entries[H].digest == "slow"


def test_old_logs_go_when_all_is_written_anew(store: Store) -> None:
    """The manifest does not grow with the number of runs, and what it says stays."""
    for turn in range(30):
        one = known(store)
        one.record([ManifestEntry(f"{G}{turn % 3}", str(turn), 1)])
        one.finish(store.counts())
    logs = [graph for graph in store.counts() if graph.startswith(manifest_iri(SETTINGS))]
    assert len(logs) < 10
    assert sorted(entry.digest for entry in known(store).entries.values()) == ["27", "28", "29"]


def test_a_deleted_graph_is_forgotten(store: Store) -> None:
    """Also before the logs are written anew."""
    one = known(store)
    one.record([ManifestEntry(G, "a", 1), ManifestEntry(H, "b", 1)])
    other = known(store)
    other.announce([G])
    other.forget([G])
    assert list(known(store).entries) == [H]


def test_a_manifest_of_before_is_read(store: Store) -> None:
    """It was one graph, and is replaced when all is written anew."""
    old = Manifest(store, manifest_iri(SETTINGS), iri=manifest_iri(SETTINGS))
    old.record([ManifestEntry(G, "a", 1)])
    assert known(store).entries[G].digest == "a"


LOG = """
ONE#1 rdf-syntax-ns#type sparql-service-description#NamedGraph
ONE#1 sparql-service-description#name urn:ld-convert:g
ONE#1 prov#wasGeneratedBy ONE#run-1
ONE#2 rdf-syntax-ns#type sparql-service-description#NamedGraph
ONE#2 sparql-service-description#name urn:ld-convert:g
ONE#2 prov#wasGeneratedBy ONE#run-1
ONE#2 spdx.org/rdf/terms#checksumValue sha:d
ONE#2 void#triples 3
ONE#run prov#wasGeneratedBy ONE#run-1
TWO#1 rdf-syntax-ns#type sparql-service-description#NamedGraph
TWO#1 sparql-service-description#name urn:ld-convert:h
TWO#1 prov#wasGeneratedBy TWO#run-2
TWO#1 spdx.org/rdf/terms#checksumValue e
TWO#1 void#triples 1
TWO#run prov#wasGeneratedBy TWO#run-2
TWO#run prov#wasInformedBy ONE#2
"""


def test_the_logs_of_two_runs_say_what_each_wrote_and_what_it_had_seen(store: Store) -> None:
    """In terms of SPARQL's service descriptions, PROV, VoID and SPDX, which later versions read."""
    one = known(store)
    one.announce([G])
    one.record([ManifestEntry(G, "sha:d", 3)])
    two = known(store)
    two.record([ManifestEntry(H, "e", 1)])
    assert one.iri.rpartition("/")[0] == two.iri.rpartition("/")[0] == manifest_iri(SETTINGS)
    said = set()
    for quad in pyoxigraph.parse(
        store.get_graph(one.iri) + store.get_graph(two.iri), RdfFormat.N_TRIPLES
    ):
        line = f"{quad.subject.value} {quad.predicate.value} {quad.object.value}"
        line = line.replace(one.iri, "ONE").replace(two.iri, "TWO")
        said.add(re.sub(r"http://(?:www\.w3\.org/(?:ns/|1999/02/22-)|rdfs\.org/ns/)?", "", line))
    assert said == set(LOG.strip().splitlines())


def test_an_entry_of_which_only_the_name_arrived_is_one_of_a_graph_on_its_way(
    store: Store,
) -> None:
    """A run that was killed while its log was sent leaves part of it."""
    log = f"{manifest_iri(SETTINGS)}/0"
    store.add(log, f'<{log}#1> {NAME} <{G}> .\n<{log}#2> {TRIPLES} "3" .\n'.encode())
    found = known(store)
    assert found.entries == {G: ManifestEntry(G)}
    assert found.run == 1


def test_staging_of_a_neighbour_is_left_alone(store: Store) -> None:
    """What is a day old is nobody's any more."""
    young, old = f"{STAGING}20260102T1000-ab-0", f"{STAGING}20251231T1000-ab-0"
    for graph in (young, old, f"{STAGING}0"):
        store.add(graph, b"<urn:a> <urn:b> <urn:c> .\n")
    clear_staging(known(store), store.counts(), datetime(2026, 1, 2, 11, tzinfo=UTC))
    assert set(store.counts()) == {young}


def test_two_publishers_of_one_directory_wait_for_each_other(tmp_path: Path) -> None:
    """The second is told, and what both wrote is what one would have written."""
    pages = write_pages(tmp_path / "pages", range(6))
    target, told = PublishTarget(str(tmp_path / "store")), list[str]()
    access = Access(backoff_seconds=0.05, tell=told.append)
    first = open_store(target.url)
    threads = [threading.Thread(target=run, args=(pages, target, SETTINGS, access)) for _ in "ab"]
    for thread in threads:
        thread.start()
    while len(told) < 2:
        pass
    first.close()
    for thread in threads:
        thread.join()
    assert "another process has it open; waiting" in told[0]
    assert content(target.url) == converted(pages, tmp_path)
    assert run(pages, target)[0] == {"unchanged": 7}


def test_who_waits_for_a_directory_asks_less_and_less_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each pause is twice as long as the one before, and none is longer than two seconds."""
    pages = write_pages(tmp_path / "pages", range(1))
    target, waited, told = PublishTarget(str(tmp_path / "store")), list[float](), list[str]()
    first = open_store(target.url)

    def pause(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 5:
            first.close()

    monkeypatch.setattr(time, "sleep", pause)
    access = Access(tell=told.append)
    assert run(pages, target, SETTINGS, access)[0] == {"created": 2}
    assert waited == [0.5, 1.0, 2.0, 2.0, 2.0]
    assert len(told) == 5
    again = open_store(target.url)
    with pytest.raises(BusyError, match="another process has it open"):
        run(pages, target, SETTINGS, access._replace(timeout_seconds=0.1))
    assert len(waited) == 5
    again.close()


def test_two_catalogues_may_hold_the_same_capture(tmp_path: Path) -> None:
    """The second shares its graph; what one prunes stays as long as the other has it."""
    pages = write_pages(tmp_path / "pages", range(3))
    target = PublishTarget(str(tmp_path / "store"), prune=True)
    second = replace(SETTINGS, catalog_iri="https://data.example/second")
    file = tmp_path / "shared.nq"
    file.write_text(f'<urn:a> <urn:p> "1" <{G}> .\n')
    run(file, target)
    assert run(file, target, second)[0] == {"unchanged": 1}
    run(pages, target)
    store = open_store(target.url)
    assert store.counts()[G] == 1
    store.close()
    run(pages, target, second)
    store = open_store(target.url)
    assert G not in store.counts()
    store.close()


def test_two_catalogues_with_other_contents_of_a_graph_are_told(tmp_path: Path) -> None:
    """The first one's is left alone."""
    target = PublishTarget(str(tmp_path / "store"))
    file = tmp_path / "shared.nq"
    file.write_text(f'<urn:a> <urn:p> "1" <{G}> .\n')
    run(file, target)
    file.write_text(f'<urn:a> <urn:p> "2" <{G}> .\n')
    second = Settings(publisher_name="x", catalog_iri="https://data.example/second")
    assert run(file, target, second) == ({"foreign": 1}, ["LD620"])
    assert content(target.url)[G].endswith(b'"1" .')


def test_overlapping_runs_leave_nothing_stale(tmp_path: Path) -> None:
    """A run over a part of the pages and one over another: all are known afterwards, in one log."""
    pages = write_pages(tmp_path / "pages", range(6))
    part = write_pages(tmp_path / "part", range(3))
    target = PublishTarget(str(tmp_path / "store"))
    run(part, target)
    run(pages, target)
    (pages / "00001.html").write_text(page(1, "Now in metres."))
    assert run(pages, target)[0]["updated"] == 1
    assert run(pages, target._replace(prune=True))[0] == {"unchanged": 7}
    assert len([graph for graph in content(target.url, own=True) if "manifest/" in graph]) == 1
