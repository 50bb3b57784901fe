"""Each step of publishing by itself: lines, graphs, hashes, plans, batches, counts, the feed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat
from rdflib import DCTERMS, XSD

from ld_convert import Settings
from ld_convert.catalogue.event_stream import (
    CREATED,
    FOREIGN,
    GONE,
    KINDS,
    REFUSED,
    REMOVED,
    UNCHANGED,
    UPDATED,
    GraphChange,
    members,
    stream_head,
)
from ld_convert.catalogue.void import Addresses
from ld_convert.model import Finding
from ld_convert.publish import _Findings, _for_point, carry
from ld_convert.publish.carry import batches, clear_staging, is_done, lost, mend
from ld_convert.publish.changes import feed
from ld_convert.publish.digest import LABELS, RDFC, digest, is_tame, without_record_dates
from ld_convert.publish.graphs_on_disk import GraphsOnDisk
from ld_convert.publish.lines import read_lines, statements
from ld_convert.publish.manifest import Manifest, ManifestEntry, manifest_iri, read_manifest
from ld_convert.publish.plan import make_plan, summary
from ld_convert.publish.verify import verified
from ld_convert.publish.void import count, description
from ld_convert.run import Events
from ld_convert.store import Access, open_store
from ld_convert.store.model import Store
from ld_convert.store.texts import STAGING

Spool = Callable[[dict[str, list[bytes]]], GraphsOnDisk]
ONE, TWO = b"<urn:s> <urn:p> <urn:o>", b'<urn:s> <urn:p> "a"'


@pytest.fixture
def store() -> Store:
    return open_store("")


@pytest.fixture
def spool() -> Iterator[Spool]:
    """Makes graphs of a run."""
    with ExitStack() as stack:

        def made(graphs: dict[str, list[bytes]]) -> GraphsOnDisk:
            found = stack.enter_context(GraphsOnDisk())
            found.add({name.encode(): lines for name, lines in graphs.items()})
            return found

        yield made


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (b"<urn:s> <urn:p> <urn:o> .", (ONE, b"")),
        (b"<urn:s> <urn:p> <urn:o> <urn:g> .", (ONE, b"urn:g")),
        (b'<urn:s>  <urn:p>\t"a" .', (TWO, b"")),
        (b'<urn:s> <urn:p> "a"^^<http://www.w3.org/2001/XMLSchema#string> <urn:g> .',
         (TWO, b"urn:g")),
        (b'_:a <urn:p> "x\\ny"@en-GB .', (b'_:a <urn:p> "x\\ny"@en-GB', b"")),
        (b'_:a <urn:p> "\\u0001"^^<urn:t> _:g .', (b'_:a <urn:p> "\\u0001"^^<urn:t>', b"_:g")),
        (b"# a comment", None),
    ],
)  # fmt: skip
def test_a_statement_is_read_into_its_canonical_line(
    line: bytes, found: tuple[bytes, bytes] | None
) -> None:
    """Alone, and among others that need no parser; the graph stands apart."""
    expected = [found] if found else []
    assert list(statements([line])) == expected
    whole = read_lines(line + b"\n" + ONE + b" .")
    assert sorted(t for lines in whole.values() for t in lines) == sorted(
        [ONE, *(text for text, _ in expected)]
    )


def test_graphs_that_come_in_pieces_are_whole_and_have_each_line_once() -> None:
    """Names are sorted; a scope renames nameless nodes and no text that looks like one."""
    with GraphsOnDisk() as found:
        found.add({b"urn:b": [ONE], b"": [TWO, b'_:x <urn:p> "_:y"', b"<urn:s> <urn:p> _:x"]},
                  "urn:a", b"f1")  # fmt: skip
        found.add({b"urn:b": [TWO, ONE]})
        assert found.graphs() == ["urn:a", "urn:b"]
        assert found.triples("urn:b") == [ONE, TWO]
        assert found.triples("urn:a")[1:] == [b'_:f1x <urn:p> "_:y"', b"<urn:s> <urn:p> _:f1x"]
        assert found.body("urn:b") == ONE + b" .\n" + TWO + b" .\n"
        assert found.size_bytes("urn:b") == 2 * len(ONE) + len(TWO) + 1
    with GraphsOnDisk("urn:all") as found:
        found.add({b"urn:b": [ONE], b"": [TWO]}, "urn:a")
        assert found.graphs() == ["urn:all"]


RDF_TYPE = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
RECORD = b"<urn:r> " + RDF_TYPE + b" <http://www.w3.org/ns/dcat#CatalogRecord>"
DATED = [
    b'<urn:%s> <http://purl.org/dc/terms/%s> "2020"' % (node, name)
    for node in (b"r", b"d")
    for name in (b"issued", b"modified", b"created")
]


def test_only_the_dates_of_records_are_no_content() -> None:
    """Issued and modified of a dct:CatalogRecord; those of a dataset stay, and other dates."""
    assert without_record_dates([RECORD, *DATED]) == [RECORD, *DATED[2:]]
    assert without_record_dates(DATED) == DATED


def linked(*pairs: str) -> list[bytes]:
    """Statements between nameless nodes, whose labels are single letters."""
    return [f"_:{pair[0]} <urn:p> _:{pair[1]}".encode() for pair in pairs]


def test_the_hash_of_a_graph_is_that_of_what_it_says() -> None:
    """Not of labels, nor of the order; a text with a label in it is no label."""
    one = [*linked("ab", "bc"), TWO, b'<urn:s> <urn:p> "_:a"']
    two = [b'<urn:s> <urn:p> "_:a"', *linked("xy", "yz"), TWO]
    assert digest(one) == digest(two)
    assert digest(one).startswith(RDFC)
    others: tuple[list[bytes], ...] = (
        linked("ab", "ac"),
        linked("ab"),
        [TWO],
        [ONE],
        [b'<urn:s> <urn:p> "_:b"', TWO],
        [],
    )
    assert len({digest(o) for o in (one, *others)}) == len(others) + 1
    clique = [pair for a in "abcdefgh" for b in "abcdefgh" if a != b for pair in linked(a + b)]
    assert digest(clique).startswith(LABELS)
    assert digest(clique) != digest([line.replace(b"_:a", b"_:z") for line in clique])


@pytest.mark.parametrize(
    ("triples", "tame"),
    [
        ([pair for n in range(7) for pair in (f"_:h <urn:p> _:n{n}",)], True),
        ([pair for n in range(8) for pair in (f"_:h <urn:p> _:n{n}", f"_:n{n} <urn:q> _:m{n}")],
         True),
        ([f"_:{a}{x} <urn:p> _:{a}{y}" for a in "gh" for x in "abcd" for y in "abcd" if x != y],
         False),
        ([f"_:{x} <urn:p> _:{y}" for x in "abcd" for y in "abcd" if x != y], False),
        ([f"_:{x} <urn:p> {end}" for x in "abcdefgh" for end in ("_:i", "<urn:i>")], True),
        ([f"_:{x} <urn:p> _:{x}" for x in "abcdefgh"], True),
        ([f"_:{x} <urn:p> <urn:{x}>" for x in "abcdefgh"], True),
        ([f"_:l{n} <urn:p> _:l{(n + 1) % 100}" for n in range(100)], True),
        ([f"_:l{n} <urn:p> _:l{(n + 1) % 101}" for n in range(101)], False),
    ],
)  # fmt: skip
def test_the_algorithm_is_used_where_it_is_done_soon(triples: list[str], *, tame: bool) -> None:
    """What is tried are the orders of neighbours that look alike, and the steps along them."""
    quads = list(pyoxigraph.parse("".join(f"{t} .\n" for t in triples), RdfFormat.N_TRIPLES))
    assert is_tame(quads) is tame


OWN = digest([ONE])


@pytest.mark.parametrize(
    ("entry", "others", "there", "adopt", "kind"),
    [
        (None, {}, 0, False, CREATED),
        (None, {}, 3, False, FOREIGN),
        (None, {}, 3, True, UPDATED),
        ((OWN, 1), {}, 1, False, UNCHANGED),
        ((OWN, 1), {}, 2, False, UPDATED),
        ((OWN, 2), {}, 1, False, UPDATED),
        ((OWN, 1), {}, 0, False, CREATED),
        (("other", 1), {}, 1, False, UPDATED),
        (("", 0), {}, 1, False, UPDATED),
        (("", 0), {}, 0, False, CREATED),
        (None, {OWN}, 1, False, UNCHANGED),
        (None, {OWN}, 2, False, FOREIGN),
        (None, {"other"}, 1, False, FOREIGN),
        (None, {"other"}, 1, True, UPDATED),
        ((OWN, 1), {OWN}, 1, False, UNCHANGED),
        ((OWN, 1), {OWN, "other"}, 1, False, UPDATED),
    ],
)
def test_what_becomes_of_a_graph_of_the_run(  # noqa: PLR0913, PLR0917  one column each
    store: Store,
    spool: Spool,
    entry: tuple[str, int] | None,
    others: set[str],
    there: int,
    adopt: bool,  # noqa: FBT001
    kind: str,
) -> None:
    """By what the manifest knows of it, what other catalogues know, and the store's count."""
    known = {"urn:g": ManifestEntry("urn:g", *entry)} if entry else {}
    manifest = Manifest(store, "urn:m", [], known, {"urn:g": others} if others else {})
    (change,) = make_plan(
        spool({"urn:g": [ONE]}), manifest, {"urn:g": there}, prune=False, adopt=adopt
    )
    assert change == GraphChange(kind, "urn:g", there if kind == FOREIGN else 1, OWN)


def test_what_becomes_of_a_graph_that_the_run_does_not_have(spool: Spool, store: Store) -> None:
    """It is gone, or removed if it is pruned or what it held has another graph; in order."""
    known = {f"urn:{x}": ManifestEntry(f"urn:{x}", "d", 2) for x in "zab"}
    manifest, run = Manifest(store, "urn:m", [], known), spool({"urn:c": [ONE]})
    run.superseded.add("urn:a")
    found = make_plan(run, manifest, {"urn:z": 2, "urn:b": 5}, prune=False, adopt=False)
    assert [(c.kind, c.graph, c.triples) for c in found] == [
        (REMOVED, "urn:a", 0), (GONE, "urn:b", 5), (CREATED, "urn:c", 1), (GONE, "urn:z", 2)
    ]  # fmt: skip
    pruned = make_plan(run, manifest, {}, prune=True, adopt=False)
    assert [c.kind for c in pruned] == [REMOVED, REMOVED, CREATED, REMOVED]


def test_the_dates_of_records_change_no_graph_that_is_undated(spool: Spool, store: Store) -> None:
    """A new crawl has new dates; all triples are counted all the same."""
    run = spool({"urn:g": [RECORD, DATED[0]]})
    for undated, expected in ((set(), [RECORD, DATED[0]]), ({"urn:g"}, [RECORD])):
        run.undated = undated
        (change,) = make_plan(run, Manifest(store, "urn:m"), {}, prune=False, adopt=False)
        assert (change.triples, change.digest) == (2, digest(expected))


def test_a_plan_is_summed_up_by_kind() -> None:
    """The first four kinds always, the others where there are any."""
    assert summary([]) == (
        "0 created (0 triples), 0 updated (0 triples), 0 unchanged (0 triples), "
        "0 removed (0 triples)"
    )
    every = [GraphChange(kind, "urn:g", number) for number, kind in enumerate((*KINDS, CREATED))]
    assert summary(every) == (
        "2 created (7 triples), 1 updated (1 triples), 1 unchanged (2 triples), "
        "1 removed (3 triples), 1 gone (4 triples), 1 foreign (5 triples), 1 refused (6 triples)"
    )


def change(kind: str, graph: str = "urn:g", triples: int = 1) -> GraphChange:
    return GraphChange(kind, graph, triples, "d")


@pytest.mark.parametrize(
    ("kind", "known", "done"),
    [
        (CREATED, False, False), (UPDATED, True, False), (REMOVED, True, False),
        (FOREIGN, False, True), (GONE, True, True),
        (UNCHANGED, True, True), (UNCHANGED, False, False),
    ],
)  # fmt: skip
def test_a_plan_without_work_is_done(store: Store, kind: str, *, known: bool, done: bool) -> None:
    """What is unchanged and not in the manifest is another catalogue's, and is still recorded."""
    entries = {"urn:g": ManifestEntry("urn:g", "d", 1)} if known else {}
    assert is_done([change(kind)], Manifest(store, "urn:m", [], entries)) is done


def test_changes_are_sent_in_batches(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of so many bytes and of so many graphs; a larger graph is one of its own."""
    run = spool({f"urn:{n}": [b"x" * size] for n, size in enumerate((5, 5, 1, 20, 1, 1, 1, 1))})
    monkeypatch.setattr(carry, "BATCH_BYTES", 10)
    monkeypatch.setattr(carry, "BATCH_GRAPHS", 3)
    changes = [change(CREATED, graph) for graph in run.graphs()]
    found = [[c.graph[4:] for c in batch] for batch in batches(changes, run)]
    assert found == [["0", "1"], ["2"], ["3"], ["4", "5", "6"], ["7"]]
    assert list(batches([], run)) == []


def test_what_was_left_on_its_way_is_deleted_after_a_day(store: Store) -> None:
    """What is younger may be a neighbour's; a graph of another name is nobody's staging."""
    now = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
    names = {
        age: f"{STAGING}{now - timedelta(hours=age):%Y%m%dT%H%M}00-a" for age in (1, 23, 25, 100)
    }
    for graph in (*names.values(), "urn:a"):
        store.add(graph, ONE + b" .\n")
    clear_staging(Manifest(store, "urn:m"), store.counts(), now)
    assert set(store.counts()) == {names[1], names[23], "urn:a"}


class Rewriting:
    """A store that changes literals, as far as `lost` and `verified` ask it."""

    rewrites = "numbers"

    def __init__(self, text: bytes = b"") -> None:
        self.added: list[bytes] = []
        self.text = text

    def add(self, _graph: str, triples: bytes) -> None:
        """Keep what is added."""
        self.added.append(triples)

    def get_graph(self, _graph: str) -> bytes:
        """Return the one graph that there is."""
        return self.text


def test_a_graph_of_another_size_than_was_sent_is_lost(spool: Spool, store: Store) -> None:
    """What was not written is not looked at; what is lost is announced anew."""
    run = spool({"urn:g": [ONE, TWO], "urn:h": [ONE]})
    manifest = Manifest(store, "urn:m")
    plan = [change(CREATED, "urn:g", 2), change(UPDATED, "urn:h", 1), change(GONE, "urn:i", 9)]
    assert lost(plan, run, manifest, {"urn:g": 2, "urn:h": 1}) == []
    assert lost(plan, run, manifest, {"urn:g": 1}) == [(plan[0], 1), (plan[1], 0)]
    assert [e.digest for e in manifest.entries.values()] == ["", ""]


def test_literals_that_a_store_makes_equal_are_no_loss(spool: Spool) -> None:
    """Then its own number is remembered; another number is a loss all the same."""
    integers = [b'<urn:s> <urn:p> "%s"^^<http://www.w3.org/2001/XMLSchema#integer>' % n
                for n in (b"1", b"01")]  # fmt: skip
    run, manifest = spool({"urn:g": integers}), Manifest(Rewriting(), "urn:m")  # type: ignore[arg-type]
    plan = [change(CREATED, "urn:g", 2)]
    assert lost(plan, run, manifest, {"urn:g": 1}) == []
    assert manifest.entries["urn:g"] == ManifestEntry("urn:g", "d", 1, 1)
    assert lost(plan, run, manifest, {"urn:g": 3}) == [(plan[0], 3)]


def test_what_came_out_wrong_is_mended(
    spool: Spool, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written again as it should be, after a short pause, and nothing else is touched."""
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    run, manifest = spool({"urn:g": [ONE, TWO], "urn:h": [ONE]}), Manifest(store, "urn:m")
    store.add("urn:g", ONE + b" .\n")
    store.add("urn:h", ONE + b" .\n")
    plan = [change(CREATED, "urn:g", 2), change(CREATED, "urn:h", 1)]
    wrong, counts = mend(plan, run, manifest)
    assert (wrong, counts["urn:g"], counts["urn:h"]) == ([], 2, 1)
    assert manifest.entries["urn:g"] == ManifestEntry("urn:g", "d", 2, 1)
    assert mend(plan, run, manifest)[0] == []
    assert len(pauses) == 1


def test_what_a_neighbour_spoils_again_and_again_is_told_after_five_mendings(
    spool: Spool, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pauses are by chance, the longest twice as long each time, so that two get apart."""
    run, manifest = spool({"urn:g": [ONE]}), Manifest(store, "urn:m")
    pauses: list[float] = []
    replace = store.replace_graph

    def spoiling(graph: str, parts: Iterable[bytes]) -> None:
        replace(graph, [*parts, TWO + b" .\n"])

    monkeypatch.setattr(time, "sleep", pauses.append)
    monkeypatch.setattr(store, "replace_graph", spoiling)
    plan = [change(CREATED, "urn:g", 1)]
    for _ in range(4):  # that all of 20 are short has a chance of one in 10**12
        assert mend(plan, run, manifest)[0] == [(plan[0], 2)]
    assert len(pauses) == 20
    assert all(0 <= pauses[n] <= 0.2 * 2 ** (n % 5) for n in range(20))
    assert max(pauses) > 0.2


NUMBER = b'<urn:s> <urn:p> "%s"^^<http://www.w3.org/2001/XMLSchema#integer>'


@pytest.mark.parametrize(
    ("there", "rewrites", "kind"),
    [
        ([ONE, TWO, NUMBER % b"1"], False, UNCHANGED),
        ([TWO, NUMBER % b"1", ONE], False, UNCHANGED),
        ([ONE, TWO, NUMBER % b"01"], False, UPDATED),
        ([ONE, TWO, NUMBER % b"01"], True, UNCHANGED),
        ([ONE, b'<urn:s> <urn:p> "b"', NUMBER % b"1"], True, UPDATED),
        ([ONE, b'<urn:s> <urn:p> "a"@en', NUMBER % b"1"], True, UPDATED),
        ([TWO, NUMBER % b"1"], True, UPDATED),
        ([], False, UPDATED),
    ],
)
def test_a_graph_with_another_content_than_was_sent_is_found(
    spool: Spool, there: list[bytes], kind: str, *, rewrites: bool
) -> None:
    """Of a store that changes literals, only texts and IRIs are compared."""
    store = Rewriting(b"".join(line + b" .\n" for line in there))
    store.rewrites = "numbers" * rewrites
    plan = [change(UNCHANGED), change(GONE, "urn:x")]
    found = verified(plan, spool({"urn:g": [ONE, TWO, NUMBER % b"1"]}), store)  # type: ignore[arg-type]
    assert [c.kind for c in found] == [kind, GONE]


def test_tags_of_languages_are_compared_without_case_where_a_store_changes_them(
    spool: Spool,
) -> None:
    """RDF 1.1 Concepts, 3.3: a tag may be made lower case."""
    run, there = spool({"urn:g": [TWO + b"@en-GB"]}), TWO + b"@en-gb .\n"
    (found,) = verified([change(UNCHANGED)], run, Rewriting(there))  # type: ignore[arg-type]
    assert found.kind == UNCHANGED


def test_a_manifest_reads_back_what_a_run_wrote(store: Store) -> None:
    """Announced graphs are unknown, recorded ones known, forgotten ones gone; runs are numbered."""
    settings = Settings(base="https://b.example/", catalog_iri="https://b.example/c")
    first = read_manifest(store, settings, store.counts())
    assert (first.run, first.entries, first.root) == (1, {}, manifest_iri(settings))
    first.announce(["urn:a", "urn:b", "urn:c"])
    first.record([ManifestEntry("urn:a", "da", 3), ManifestEntry("urn:c", "dc", 1)])
    first.forget(["urn:c"])
    assert set(first.entries) == {"urn:a", "urn:b"}
    second = read_manifest(store, settings, store.counts())
    assert second.run == 2
    assert second.entries == {
        "urn:a": ManifestEntry("urn:a", "da", 3, 1),
        "urn:b": ManifestEntry("urn:b", "", 0, 1),
    }
    assert first.iri != second.iri
    other = read_manifest(store, Settings(base="https://b.example/", catalog_iri="urn:x"),
                          store.counts())  # fmt: skip
    assert (other.run, other.entries, other.others) == (1, {}, {"urn:a": {"da"}, "urn:b": {""}})
    elsewhere = Settings(base="https://c.example/", catalog_iri="https://b.example/c")
    assert read_manifest(store, elsewhere, store.counts()).others == {}


def test_a_manifest_is_written_anew_when_it_pays(store: Store) -> None:
    """After more than two entries a graph, or with eight logs; logs that still grow stay."""
    settings = Settings(base="https://b.example/")
    one = read_manifest(store, settings, store.counts())
    one.announce(["urn:a"])
    one.record([ManifestEntry("urn:a", "d", 1)])
    one.finish(store.counts())
    two = read_manifest(store, settings, store.counts())
    two.announce(["urn:a"])
    assert {one.iri, two.iri} <= set(store.counts())
    two.finish(store.counts())
    assert set(store.counts()) == {two.iri}
    three = read_manifest(store, settings, store.counts())
    assert (three.entries["urn:a"].digest, three.run) == ("", 3)


def terms(text: bytes) -> list[tuple[str, str, str]]:
    """The statements of a document, each term without the beginning of its name."""
    return [
        (quad.subject.value, quad.predicate.value.replace("/", "#").rpartition("#")[2],
         quad.object.value)
        for quad in pyoxigraph.parse(text, RdfFormat.N_TRIPLES)
    ]  # fmt: skip


def test_a_description_counts_what_is_published(spool: Spool) -> None:
    """Triples, subjects, classes, properties and the number of each; dumps and the end point."""
    kind = RDF_TYPE
    run = spool({
        "urn:g": [ONE, TWO, b"<urn:t> " + kind + b" <urn:C>"],
        "urn:h": [ONE, b"_:b " + kind + b" _:c", b"<urn:s> <urn:q> <urn:o>"],
    })  # fmt: skip
    found = count(run)
    assert (found.triples, found.subjects) == (6, 3)
    assert (found.classes, found.properties[b"<urn:p>"]) == ({b"<urn:C>": 1, b"_:c": 1}, 3)
    settings = Settings(base="https://b.example/", catalog_iri="urn:cat", catalog_title="T")
    told = Addresses(("urn:dump1", "urn:dump2"), "urn:sparql")
    name, text = description(run, settings, told)
    rows = terms(text)
    dataset = f"{name}#dataset"
    assert name.startswith("https://b.example/void/")
    about = {(p, o) for s, p, o in rows if s == dataset and not p.endswith("Partition")}
    assert about == {
        ("type", "http://rdfs.org/ns/void#Dataset"), ("title", "T"), ("topic", "urn:cat"),
        ("triples", "6"), ("distinctSubjects", "3"), ("classes", "2"), ("properties", "3"),
        ("dataDump", "urn:dump1"), ("dataDump", "urn:dump2"), ("sparqlEndpoint", "urn:sparql"),
    }  # fmt: skip
    assert {(p, o) for s, p, o in rows if s == name} == {
        ("type", "http://rdfs.org/ns/void#DatasetDescription"), ("primaryTopic", dataset)
    }  # fmt: skip
    parts = {o for s, p, o in rows if p.endswith("Partition")}
    inside = sorted((p, o) for s, p, o in rows if s in parts)
    assert inside == [
        ("class", "urn:C"), ("entities", "1"),
        ("property", kind.decode().strip("<>")), ("property", "urn:p"), ("property", "urn:q"),
        ("triples", "1"), ("triples", "2"), ("triples", "3"),
    ]  # fmt: skip
    plain = [p for _, p, _ in terms(description(run, settings, Addresses())[1])]
    assert not {"dataDump", "sparqlEndpoint"} & set(plain)


VOID, FOAF, DCT = "http://rdfs.org/ns/void#", "http://xmlns.com/foaf/0.1/", DCTERMS
AS, LDES = "https://www.w3.org/ns/activitystreams#", "https://w3id.org/ldes#"


def predicates(text: bytes) -> set[str]:
    return {quad.predicate.value for quad in pyoxigraph.parse(text, RdfFormat.N_TRIPLES)}


def test_what_is_published_beside_the_data_is_written_in_vocabularies_of_others(
    spool: Spool,
) -> None:
    """VoID and FOAF for the description, Activity Streams, LDES and TREE for the feed."""
    run = spool({"urn:g": [ONE, b"<urn:t> " + RDF_TYPE + b" <urn:C>"]})
    rdf_type = RDF_TYPE.decode().strip("<>")
    told = Addresses(("urn:dump",), "urn:sparql")
    _, text = description(run, Settings(base="https://b.example/"), told)
    names = (
        *("triples", "distinctSubjects", "classes", "properties", "dataDump", "sparqlEndpoint"),
        *("classPartition", "propertyPartition", "class", "property", "entities"),
    )
    foaf = {f"{FOAF}{name}" for name in ("primaryTopic", "topic")}
    assert predicates(text) == {VOID + name for name in names} | foaf | {rdf_type, str(DCT.title)}
    feed_of = members([change(CREATED)], "urn:run", "urn:root", "2026-01-01T00:00:00Z")
    said = {"https://w3id.org/tree#member", f"{VOID}triples", f"{AS}object", f"{AS}published"}
    assert predicates(feed_of) == {*said, rdf_type}
    head = {
        (quad.predicate.value, getattr(quad.object, "value", ""))
        for quad in pyoxigraph.parse(stream_head("urn:root"), RdfFormat.N_TRIPLES)
    }
    assert head == {
        (rdf_type, f"{LDES}EventStream"),
        (f"{LDES}versionOfPath", f"{AS}object"),
        (f"{LDES}timestampPath", f"{AS}published"),
    }


def test_a_change_is_told_with_its_kind_time_and_size() -> None:
    """What was only looked at is none."""
    kinds = [CREATED, UPDATED, REMOVED, UNCHANGED, GONE, FOREIGN, REFUSED]
    changes = [change(kind, f"urn:{kind}", n) for n, kind in enumerate(kinds)]
    text = members(changes, "urn:run", "urn:root", "2026-01-01T00:00:00Z")
    types = {
        quad.object.datatype.value
        for quad in pyoxigraph.parse(text, RdfFormat.N_TRIPLES)
        if isinstance(quad.object, pyoxigraph.Literal)
    }
    assert types == {str(XSD.dateTime), str(XSD.integer)}
    rows = terms(text)
    found = {o: s for s, p, o in rows if p == "object"}
    assert list(found) == ["urn:created", "urn:updated", "urn:removed"]
    for number, (graph, word) in enumerate(zip(found, ("Create", "Update", "Delete"), strict=True)):
        said = {(p, o) for s, p, o in rows if s == found[graph]}
        assert said == {
            ("type", f"https://www.w3.org/ns/activitystreams#{word}"), ("object", graph),
            ("published", "2026-01-01T00:00:00Z"), ("triples", str(number)),
        }  # fmt: skip
        assert ("urn:root#changes", "member", found[graph]) in rows
    assert len(set(found.values())) == 3
    assert all(name.startswith("urn:run#change-") for name in found.values())


def test_a_feed_has_its_head_once_and_times_that_do_not_go_back(
    store: Store, tmp_path: Path
) -> None:
    """Of Turtle also that it is a page; a time in the file that is later than now still holds."""
    manifest = Manifest(store, "urn:root", iri="urn:run")
    for name, has_view in (("f.ttl", True), ("f.nt", False)):
        file = tmp_path / name
        for _ in range(2):
            with feed(str(file), manifest) as tell:
                tell([change(CREATED)])
                tell([change(UPDATED)])
        text = file.read_text()
        assert text.count("EventStream") == text.count("versionOfPath") == 1
        assert text.count("timestampPath") == 1
        assert text.count("view> <>") == has_view
        assert text.count("#object> <urn:g>") == 4
        with file.open("a") as more:
            more.write(text.splitlines()[-2].replace('"20', '"29', 1) + "\n")
            more.write("#" * 1000 + "\n")
        with feed(str(file), manifest) as tell:
            tell([change(REMOVED)])
        assert 'published> "29' in file.read_text().splitlines()[-2]
    with feed("", manifest) as tell:
        tell([change(CREATED)])


TOKEN = Access(token="t")  # noqa: S106  opens nothing


@pytest.mark.parametrize(
    ("url", "access", "told"),
    [
        ("http://store.example/", TOKEN, ["store.example"]),
        ("sparql+http://store.example/", Access(user="u"), ["store.example"]),
        ("https://store.example/", TOKEN, []),
        ("http://store.example/", Access(), []),
        *((f"http://{host}:1/", TOKEN, []) for host in ("localhost", "127.0.0.1")),
        ("http://[::1]:1/", TOKEN, []),
    ],
)
def test_a_secret_that_goes_over_the_network_unencrypted_is_told(
    url: str, access: Access, told: list[str]
) -> None:
    """Not where it stays on the machine, and not where there is none."""
    shown: list[Finding] = []
    _Findings(Events(shown.extend), url).check_access(access)
    words = [f"the password or token goes to {host} unencrypted" for host in told]
    assert [(f.code, f.message) for f in shown] == [("LD625", word) for word in words]


def test_a_fair_data_point_gets_its_own_profile_unless_another_is_asked_for() -> None:
    """And nothing of the page's own words, which its shapes do not know."""
    for asked, used in (("", "fdp"), ("fdp", "fdp"), ("dcat-us", "dcat-us")):
        settings = Settings(profile=asked) if asked else Settings()
        made = _for_point(settings)
        assert (settings.keep_source, made.keep_source, made.profile) == (True, False, used)
