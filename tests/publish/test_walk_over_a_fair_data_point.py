"""What is written into a FAIR Data Point, description by description, without its server."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from ld_convert import UsageError
from ld_convert.publish.fdp import Visit, match, publish_catalogue
from ld_convert.publish.fdp_resources import (
    SELF,
    FdpDescription,
    FdpResource,
    catalogue,
    found,
    parts_of,
)
from ld_convert.publish.graphs_on_disk import GraphsOnDisk
from ld_convert.publish.lines import read_lines
from ld_convert.store.fdp import FairDataPoint
from ld_convert.store.model import StoreError

DCAT, DCT = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
FDP = "https://w3id.org/fdp/fdp-o#"
ROOT = "https://p.example"
UNDER = {"catalog": f"{FDP}metadataCatalog", "dataset": f"{DCAT}dataset",
         "distribution": f"{DCAT}distribution"}  # fmt: skip


def text(term: object) -> str:
    """The text or the IRI of a term."""
    return str(getattr(term, "value", term))


class Point:
    """Descriptions in memory; a description names its parts, as the server makes it do."""

    root = ROOT

    def __init__(self) -> None:
        self.there: dict[str, list[Triple]] = {ROOT: []}
        self.drafts: set[str] = set()
        self.calls: list[tuple[str, str]] = []
        self.fails: dict[str, StoreError] = {}

    def get(self, iri: str) -> list[Triple]:
        """Return a description; nothing for none."""
        return self.there.get(iri, [])

    def create(self, kind: str, body: bytes, _find: Callable[[], str | None]) -> str:
        """Put a description below its parent, as a draft."""
        iri = f"{ROOT}/{kind}/{len(self.there)}"
        self._may("create", kind)
        self._put(iri, body)
        (parent,) = (
            text(t.object)
            for t in self.there[iri]
            if t.predicate.value.endswith("PartOf") and text(t.subject) == iri
        )
        self.there[parent].append(Triple(NamedNode(parent), NamedNode(UNDER[kind]), NamedNode(iri)))
        self.drafts.add(iri)
        return iri

    def replace(self, iri: str, body: bytes) -> None:
        """Give a description new content."""
        self._may("replace", iri)
        self._put(iri, body)

    def publish(self, iri: str) -> bool:
        """Return whether it was a draft; it is none then."""
        is_new = iri in self.drafts
        self.drafts.discard(iri)
        return is_new

    def delete(self, iri: str) -> None:
        """Delete a description and the links to it."""
        self._may("delete", iri)
        del self.there[iri]
        for iri_of, triples in self.there.items():
            self.there[iri_of] = [t for t in triples if t.object != NamedNode(iri)]

    def _put(self, iri: str, body: bytes) -> None:
        quads = pyoxigraph.parse(body, RdfFormat.TURTLE, base_iri=iri)
        self.there[iri] = [quad.triple for quad in quads]

    def _may(self, what: str, iri: str) -> None:
        self.calls.append((what, iri))
        if what in self.fails:
            raise self.fails[what]


def told(key: str, title: str = "T") -> tuple[Triple, ...]:
    return (Triple(SELF, NamedNode(f"{DCT}title"), Literal(title + key)),)


def tree(datasets: dict[str, list[str]], title: str = "T") -> FdpResource:
    """A catalogue with datasets and the distributions of each."""
    parts = tuple(
        FdpResource("dataset", d, told(d, title),
                    tuple(FdpResource("distribution", f, told(f)) for f in files))
        for d, files in datasets.items()
    )  # fmt: skip
    return FdpResource("catalog", "urn:c", told("urn:c"), parts)


def run(point: Point, wanted: FdpResource, *, prune: bool = False, dry: bool = False,
        refused: list[str] | None = None) -> list[tuple[str, str]]:  # fmt: skip
    told_of = refused if refused is not None else []
    visit = Visit(cast("FairDataPoint", point), lambda key, why: told_of.append(f"{key}: {why}"),
                  [], prune, dry)  # fmt: skip
    return [(change.kind, change.graph) for change in publish_catalogue(wanted, visit)]


def test_each_description_is_created_published_and_then_left_alone() -> None:
    """From the catalogue down; the second run writes nothing."""
    point, wanted = Point(), tree({"urn:d": ["urn:f", "urn:g"], "urn:e": []})
    assert run(point, wanted) == [
        ("created", "urn:c"), ("created", "urn:d"), ("created", "urn:f"), ("created", "urn:g"),
        ("created", "urn:e"),
    ]  # fmt: skip
    assert (point.drafts, len(point.there)) == (set(), 6)
    point.calls.clear()
    assert {kind for kind, _ in run(point, wanted)} == {"unchanged"}
    assert point.calls == []


def known_as(key: str, *names: str) -> FdpResource:
    """A dataset with identifiers beside its key."""
    more = (Triple(SELF, NamedNode(f"{DCT}identifier"), Literal(name)) for name in names)
    return FdpResource("dataset", key, (*told(key), *more))


def there(iri: str, *names: str, digest: str = "") -> FdpDescription:
    return FdpDescription(iri, frozenset(names), digest)


@pytest.mark.parametrize(
    ("wanted", "known", "matched"),
    [
        ([known_as("k")], [there("1", "x"), there("2", "k")], {"k": "2"}),
        ([known_as("k", "doi")], [there("1", "doi")], {"k": "1"}),
        ([known_as("k", "doi")], [there("1", "doi"), there("2", "k")], {"k": "2"}),
        ([known_as("k", "doi")], [there("1", "doi", digest="d")], {}),
        ([known_as("k", "doi")], [there("1", "k", digest="d")], {"k": "1"}),
        ([known_as("k", "doi"), known_as("l", "doi")], [there("1", "doi")], {}),
        ([known_as("k", "doi")], [there("1", "doi"), there("2", "doi")], {}),
        ([known_as("k", "a", "b"), known_as("l", "a")], [there("1", "a"), there("2", "b")],
         {"k": "2"}),
        ([known_as("k")], [there("1", "x")], {}),
    ],
)  # fmt: skip
def test_a_description_is_known_by_our_key_else_by_a_name_that_only_one_has(
    wanted: list[FdpResource], known: list[FdpDescription], matched: dict[str, str]
) -> None:
    """Portals put one DOI on a study and on its files; what we wrote has its key."""
    assert {key: found.iri for key, found in match(wanted, known).items()} == matched


def test_a_draft_that_has_not_changed_is_published_and_counts_as_updated() -> None:
    """A run that was broken off has left it; its parts are what they were."""
    point, wanted = Point(), tree({"urn:d": ["urn:f", "urn:g"]})
    run(point, wanted)
    (draft,) = (iri for iri in point.there if "/dataset/" in iri)
    point.drafts.add(draft)
    assert run(point, wanted) == [
        ("unchanged", "urn:c"), ("updated", "urn:d"), ("unchanged", "urn:f"),
        ("unchanged", "urn:g"),
    ]  # fmt: skip
    assert {kind for kind, _ in run(point, wanted)} == {"unchanged"}


def test_a_dry_run_says_what_would_be_done_and_does_nothing() -> None:
    """Of a new catalogue and of one that is there, with what is gone."""
    point, wanted = Point(), tree({"urn:d": ["urn:f"]})
    assert [kind for kind, _ in run(point, wanted, dry=True)] == ["created"] * 3
    run(point, wanted)
    point.calls.clear()
    other = tree({"urn:d": [], "urn:e": []}, "U")
    assert run(point, other, dry=True, prune=True) == [
        ("unchanged", "urn:c"), ("updated", "urn:d"), ("removed", f"{ROOT}/distribution/3"),
        ("created", "urn:e"),
    ]  # fmt: skip
    assert (point.calls, len(point.there)) == ([], 4)


def test_what_has_changed_is_replaced_and_keeps_its_parts() -> None:
    """Under the IRI that it has; the parts below it are named again."""
    point = Point()
    run(point, tree({"urn:d": ["urn:f"]}))
    point.calls.clear()
    assert run(point, tree({"urn:d": ["urn:f"]}, "New ")) == [
        ("unchanged", "urn:c"), ("updated", "urn:d"), ("unchanged", "urn:f")
    ]  # fmt: skip
    assert point.calls == [("replace", f"{ROOT}/dataset/2")]
    own = point.there[f"{ROOT}/dataset/2"]
    assert parts_of(f"{ROOT}/dataset/2", "distribution", own) == [f"{ROOT}/distribution/3"]
    assert "New urn:d" in {text(t.object) for t in own}


def test_what_is_gone_is_pruned_if_that_is_asked_for_and_parts_in_any_case() -> None:
    """Datasets stay as gone without --prune; a file that is gone is a change of its dataset."""
    point = Point()
    run(point, tree({"urn:d": ["urn:f"], "urn:e": []}))
    less = tree({"urn:d": []})
    assert ("gone", f"{ROOT}/dataset/4") in run(point, less)
    assert f"{ROOT}/dataset/4" in point.there
    assert f"{ROOT}/distribution/3" not in point.there
    assert ("removed", f"{ROOT}/dataset/4") in run(point, less, prune=True)
    assert f"{ROOT}/dataset/4" not in point.there


def test_what_others_wrote_is_left_alone() -> None:
    """A dataset without our hash below our catalogue, and another catalogue."""
    point = Point()
    run(point, tree({"urn:d": []}))
    run(point, tree({})._replace(key="urn:other", triples=told("urn:other")))
    theirs = f"{ROOT}/dataset/9"
    point.there[theirs] = [Triple(NamedNode(theirs), NamedNode(f"{DCT}title"), Literal("X"))]
    catalog = NamedNode(f"{ROOT}/catalog/1")
    point.there[catalog.value].append(
        Triple(catalog, NamedNode(UNDER["dataset"]), NamedNode(theirs))
    )
    assert run(point, tree({"urn:d": []}), prune=True) == [
        ("unchanged", "urn:c"), ("unchanged", "urn:d")
    ]  # fmt: skip
    assert len(point.there) == 5


def test_a_draft_that_a_run_left_is_published_and_is_a_change() -> None:
    """It is as we wrote it, and only we could see it."""
    point, wanted = Point(), tree({"urn:d": []})
    run(point, wanted)
    point.drafts.add(f"{ROOT}/dataset/2")
    assert run(point, wanted) == [("unchanged", "urn:c"), ("updated", "urn:d")]


def test_a_description_that_the_shapes_refuse_is_told_with_each_reason() -> None:
    """Status 400; the run goes on, and any other failure ends it."""
    point, refused = Point(), list[str]()
    run(point, tree({"urn:d": []}))
    point.fails["create"] = StoreError("no", 400, ("no title", "no theme"))
    wanted = tree({"urn:e": ["urn:f"], "urn:d": []})
    assert run(point, wanted, refused=refused) == [
        ("unchanged", "urn:c"), ("refused", "urn:e"), ("unchanged", "urn:d")
    ]  # fmt: skip
    assert refused == ["urn:e: no title", "urn:e: no theme"]
    point.fails["create"] = StoreError("bad", 400)
    run(point, wanted, refused=refused)
    assert refused[2:] == ["urn:e: bad"]
    point.fails["create"] = StoreError("down", 503)
    with pytest.raises(StoreError, match="down"):
        run(point, wanted)


def test_a_user_who_may_not_delete_is_told_once() -> None:
    """Status 403; what is gone is kept then, and nothing more is tried."""
    point, refused = Point(), list[str]()
    run(point, tree({"urn:d": [], "urn:e": []}))
    point.fails["delete"] = StoreError("not yours", 403)
    point.calls.clear()
    kinds = [kind for kind, _ in run(point, tree({}), prune=True, refused=refused)]
    assert kinds == ["unchanged", "gone", "gone"]
    assert (len(refused), len(point.calls)) == (1, 1)
    assert refused[0].startswith(f"{ROOT}/dataset/2: not yours; ")
    point.fails["delete"] = StoreError("down", 500)
    with pytest.raises(StoreError, match="down"):
        run(point, tree({}), prune=True)


def test_a_creation_of_which_nobody_told_is_found_by_its_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Below the parent that it has, and by no other's key."""
    point = Point()
    run(point, tree({"urn:d": []}))
    looked: list[str | None] = []

    def create(kind: str, body: bytes, find: Callable[[], str | None]) -> str:
        assert (kind, bool(body)) == ("dataset", True)
        looked.append(find())
        other = f"{ROOT}/dataset/8"
        point.there[other] = [
            Triple(NamedNode(other), NamedNode(f"{DCT}identifier"), Literal("urn:e"))
        ]
        catalog = NamedNode(f"{ROOT}/catalog/1")
        link = Triple(catalog, NamedNode(UNDER["dataset"]), NamedNode(other))
        point.there[catalog.value].append(link)
        looked.append(find())
        return other

    monkeypatch.setattr(point, "create", create)
    run(point, tree({"urn:d": [], "urn:e": []}))
    assert looked == [None, f"{ROOT}/dataset/8"]


def made(text: str, *defaults: str) -> FdpResource:
    """The catalogue urn:c of a text in which `dcat:` and `dct:` begin names."""
    long = (
        text.replace("dcat:", f"<{DCAT}")
        .replace("dct:", f"<{DCT}")
        .replace(" a ", " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ")
    )
    lines = "".join(f"{line.strip()} .\n" for line in long.strip().splitlines())
    with GraphsOnDisk("urn:g") as spool:
        spool.add(read_lines(lines.encode()))
        return catalogue(spool, "urn:c", defaults)


def rows(one: FdpResource) -> set[str]:
    """What a description says of itself and of what it holds, in short."""
    short = (" ".join(str(t) for t in triple) for triple in one.triples)
    return {text.replace(DCAT, "").replace(DCT, "").replace(SELF.value, "SELF") for text in short}


TREE = """
<urn:c> dct:title> "C"
<urn:c> dcat:dataset> <urn:e>
<urn:c> dcat:dataset> <urn:d>
<urn:c> dcat:record> <urn:r>
<urn:d> dct:title> "D"
<urn:d> dct:publisher> <urn:p>
<urn:p> dct:title> "P"
<urn:d> dct:spatial> _:place
_:place dcat:bbox> "B"
_:place dct:relation> <urn:e>
<urn:d> dcat:distribution> <urn:f>
<urn:d> dcat:distribution> _:g
<urn:f> dct:title> "F"
_:g dcat:accessURL> <urn:address>
<urn:e> dct:title> "E"
<urn:e> dct:relation> <urn:d>
"""


def test_a_catalogue_is_split_into_what_is_said_of_each() -> None:
    """With what it refers to, up to other descriptions; links to parts are the server's."""
    one = made(TREE)
    assert [d.key for d in one.parts] == ["urn:d", "urn:e"]
    assert rows(one) == {'<SELF> <title> "C"', '<SELF> <version> "1.0"'}
    first, second = one.parts
    assert {r for r in rows(first) if "_:" not in r} == {
        '<SELF> <title> "D"', "<SELF> <publisher> <urn:p>", '<urn:p> <title> "P"'
    }  # fmt: skip
    assert {r.split()[-2] for r in rows(first) if "_:" in r} == {
        "<spatial>",
        "<bbox>",
        "<relation>",
    }
    assert rows(second) == {'<SELF> <title> "E"', "<SELF> <relation> <urn:d>"}
    by_iri, nameless = first.parts
    assert by_iri.key == "urn:f"
    assert rows(by_iri) == {
        '<SELF> <title> "F"',
        "<SELF> <publisher> <urn:p>",
        '<urn:p> <title> "P"',
    }
    assert nameless.key.startswith("urn:ld-convert:distribution:")
    assert '<SELF> <title> "D"' in rows(nameless)


def test_a_nameless_file_is_known_by_its_addresses_else_by_all_that_is_said() -> None:
    """One that stands twice is one part."""
    twice = TREE + "<urn:d> dcat:distribution> _:h\n_:h dcat:accessURL> <urn:address>"
    assert len(made(twice).parts[0].parts) == 2
    other = made(twice.replace("_:h dcat:accessURL>", "_:h dcat:downloadURL>")).parts[0].parts
    assert len(other) == 2
    without = TREE.replace("_:g dcat:accessURL> <urn:address>", '_:g dct:format> "x"')
    assert made(without).parts[0].parts[1].key != made(TREE).parts[0].parts[1].key


@pytest.mark.parametrize(
    ("default", "row"),
    [
        ("theme=urn:t", "<SELF> <theme> <urn:t>"),
        ("version=2", '<SELF> <version> "2"'),
        ("language=urn:en", "<SELF> <language> <urn:en>"),
        ("foaf:page=urn:x", "<SELF> <http://xmlns.com/foaf/0.1/page> <urn:x>"),
        ("creator=Ann", "<SELF> <creator> <SELF#creator>"),
        ("creator=Ann", '<SELF#creator> <http://xmlns.com/foaf/0.1/name> "Ann"'),
        ("creator=urn:ann", "<SELF> <creator> <urn:ann>"),
        ("rights=a=b", '<SELF> <rights> "a=b"'),
    ],
)
def test_a_default_is_given_to_each_dataset_that_does_not_say_it(default: str, row: str) -> None:
    """A text, an IRI or an agent; of the catalogue's own nothing changes."""
    one = made(TREE, default)
    assert all(row in rows(part) for part in one.parts)
    assert rows(one) == rows(made(TREE))


def test_what_two_captures_say_is_written_once() -> None:
    """A description is made of all graphs of a run."""
    lines = f'<urn:c> <{DCT}title> "C" .\n<urn:c> <{DCAT}dataset> <urn:d> .\n'.encode()
    lines += f'<urn:d> <{DCT}title> "D" .\n'.encode()
    found_in = []
    for graphs in (["urn:g"], ["urn:g", "urn:h"]):
        with GraphsOnDisk() as spool:
            for graph in graphs:
                spool.add(read_lines(lines), graph)
            found_in.append(catalogue(spool, "urn:c"))
    assert found_in[0] == found_in[1]


@pytest.mark.parametrize("default", ["theme", "theme=", "=urn:t", "nope:theme=urn:t", ":=x"])
def test_a_default_that_names_no_property_or_no_value_is_a_mistake_of_the_user(
    default: str,
) -> None:
    """It is shown as it was written, with how to write it."""
    with pytest.raises(UsageError, match=f"^--fdp-default {default}: write NAME=VALUE, as theme="):
        made(TREE, default)


def test_a_default_that_a_dataset_says_itself_is_not_given() -> None:
    """Nor is the agent that it would need; files get title, publisher and version only."""
    one = made(TREE, "publisher=Office", "title=X", "version=3", "theme=urn:t")
    first, second = one.parts
    assert '<SELF> <title> "X"' not in rows(first) | rows(second)
    assert not any("Office" in row for row in rows(first))
    assert any("Office" in row for row in rows(second))
    for file in first.parts:
        assert '<SELF> <version> "3"' in rows(file)
        assert not any("theme" in row or "Office" in row for row in rows(file))


def test_the_body_of_a_description_is_about_the_empty_address() -> None:
    """With its key, its parent, its parts, and the hash by which it is known again."""
    one = FdpResource("catalog", "urn:c", told("urn:c"))
    body = one.body("urn:parent", ["urn:x", "urn:y"])
    triples = [q.triple for q in pyoxigraph.parse(body, RdfFormat.TURTLE, base_iri="urn:at:1")]
    assert {text(t.subject) for t in triples} == {
        "urn:at:1", "urn:at:1#record", "urn:at:1#checksum"
    }  # fmt: skip
    there = found("urn:at:1", triples)
    assert there == FdpDescription("urn:at:1", frozenset({"urn:c"}), one.digest)
    assert parts_of("urn:at:1", "dataset", triples) == ["urn:x", "urn:y"]
    below = FdpResource("dataset", "urn:d", told("urn:d")).body("urn:parent", ["urn:x"])
    assert f"<> <{DCAT}distribution> <urn:x> .".encode() in below
    assert f"<> <{DCT}isPartOf> <urn:parent> .".encode() in below
    assert b"CatalogRecord" in below
    assert one.identifiers() == {"urn:c"}
    more = (*one.triples, Triple(SELF, NamedNode(f"{DCT}identifier"), Literal("doi")))
    assert one._replace(triples=more).identifiers() == {"urn:c", "doi"}
