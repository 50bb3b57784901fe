"""What a store knows of the graphs that runs have published, also of runs at the same time."""

from __future__ import annotations

import pytest

from ld_convert import Settings
from ld_convert.publish.manifest import (
    MOST_LOGS,
    Manifest,
    ManifestEntry,
    manifest_iri,
    read_manifest,
)
from ld_convert.store import open_store
from ld_convert.store.model import Store

SETTINGS = Settings(base="https://b.example/")
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SD = "http://www.w3.org/ns/sparql-service-description#"
PROV = "http://www.w3.org/ns/prov#"


@pytest.fixture
def store() -> Store:
    return open_store("")


def read(store: Store) -> Manifest:
    return read_manifest(store, SETTINGS, store.counts())


def entry(graph: str, digest: str = "d", triples: int = 1) -> ManifestEntry:
    return ManifestEntry(graph, digest, triples)


def known(store: Store) -> dict[str, str]:
    return {graph: one.digest for graph, one in read(store).entries.items()}


def test_a_log_says_in_the_terms_of_others_which_graphs_a_run_has_written(store: Store) -> None:
    """SPARQL Service Description, PROV-O, VoID and SPDX; without blank nodes."""
    manifest = Manifest(store, "urn:m", iri="urn:m/1", run=7)
    manifest.announce(["urn:a"])
    manifest.record([entry("urn:a", "sha256:0", 3)])
    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    about = [
        f"<urn:m/1#run> <{PROV}wasGeneratedBy> <urn:m/1#run-7> .",
        *(
            line
            for number in (1, 2)
            for line in (
                f"<urn:m/1#{number}> <{RDF}type> <{SD}NamedGraph> .",
                f"<urn:m/1#{number}> <{SD}name> <urn:a> .",
                f"<urn:m/1#{number}> <{PROV}wasGeneratedBy> <urn:m/1#run-7> .",
            )
        ),
        f'<urn:m/1#2> <http://rdfs.org/ns/void#triples> "3"^^{integer} .',
        '<urn:m/1#2> <http://spdx.org/rdf/terms#checksumValue> "sha256:0" .',
    ]
    assert sorted(store.get_graph("urn:m/1").decode().splitlines()) == sorted(about)


def test_a_log_says_how_much_of_other_logs_its_run_has_read(store: Store) -> None:
    """So that the later one of two entries of a graph is known."""
    first = read(store)
    first.record([entry("urn:a"), entry("urn:b")])
    second = read(store)
    second.record([entry("urn:a", "e")])
    line = f"<{second.iri}#run> <{PROV}wasInformedBy> <{first.iri}#2> ."
    assert line in store.get_graph(second.iri).decode().splitlines()
    assert known(store) == {"urn:a": "e", "urn:b": "d"}
    assert read(store).run == 3


def test_of_two_runs_at_the_same_time_neither_is_believed(store: Store) -> None:
    """Unless both wrote the same; a later run that has read both is."""
    one, two = read(store), read(store)
    one.record([entry("urn:a", "d"), entry("urn:b", "d"), entry("urn:c", "d")])
    two.record([entry("urn:a", "e"), entry("urn:b", "d")])
    assert known(store) == {"urn:a": "", "urn:b": "d", "urn:c": "d"}
    three = read(store)
    three.record([entry("urn:a", "f")])
    assert known(store)["urn:a"] == "f"


def test_a_graph_that_one_run_deletes_while_another_writes_it_is_unknown(store: Store) -> None:
    """One that is deleted afterwards is forgotten."""
    one, two = read(store), read(store)
    one.record([entry("urn:a"), entry("urn:b")])
    two.forget(["urn:a"])
    assert known(store) == {"urn:a": "", "urn:b": "d"}
    three = read(store)
    three.forget(["urn:a", "urn:b"])
    assert (known(store), three.entries) == ({}, {})


@pytest.mark.parametrize(
    ("graphs", "earlier", "logs"), [(2, 1, 2), (2, 2, 1), (3, 2, 2), (3, 3, 1)]
)
def test_logs_become_one_when_they_have_more_than_two_entries_a_graph(
    store: Store, graphs: int, earlier: int, logs: int
) -> None:
    """A run records each graph and announces one; those of an earlier run count too."""
    names = [f"urn:{number}" for number in range(graphs)]
    read(store).announce(names[:earlier])
    last = read(store)
    last.announce(["urn:0"])
    last.record([entry(name, triples=5) for name in names])
    last.finish(store.counts())
    assert len(store.counts()) == logs
    assert read(store).entries == {name: ManifestEntry(name, "d", 5, 2) for name in names}


@pytest.mark.parametrize(("others", "logs"), [(MOST_LOGS - 1, MOST_LOGS), (MOST_LOGS, 1)])
def test_logs_become_one_when_a_run_has_read_eight_of_them(
    store: Store, others: int, logs: int
) -> None:
    """However little they say; what is known of graphs stays the same."""
    for number in range(others):
        read(store).record([entry(f"urn:{number}")])
    last = read(store)
    last.record([entry("urn:last")])
    before = known(store)
    last.finish(store.counts())
    assert (len(store.counts()), MOST_LOGS) == (logs, 8)
    assert known(store) == before


def test_what_a_run_that_was_not_read_has_written_outlives_the_joining_of_logs(
    store: Store,
) -> None:
    """A copy of an older entry does not count against the run that wrote a newer one."""
    read(store).record([entry("urn:a", "old")])
    writing, joining = read(store), read(store)
    writing.record([entry("urn:a", "new"), entry("urn:b")])
    joining.announce(["urn:c", "urn:c", "urn:c"])
    joining.record([entry("urn:c")])
    counts = store.counts()
    joining.finish(counts)
    assert writing.iri in store.counts()
    assert known(store) == {"urn:a": "new", "urn:b": "d", "urn:c": "d"}


def test_two_catalogues_of_one_base_have_two_names() -> None:
    """And each always the same."""
    iris = [
        manifest_iri(Settings(base="https://b.example/", catalog_iri=f"urn:{c}")) for c in "xyx"
    ]
    assert iris[0] == iris[2] != iris[1]
    assert iris[0].startswith("https://b.example/manifest/")
