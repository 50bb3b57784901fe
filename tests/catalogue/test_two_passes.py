from __future__ import annotations

import json
import random
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import RDF, SKOS, Literal, URIRef

from ld_convert import Settings, convert_page
from ld_convert.catalogue.document import Contribution, Document
from ld_convert.catalogue.graphs import capture_graphs
from ld_convert.catalogue.keys import named
from ld_convert.catalogue.ledger import Ledger, References
from ld_convert.catalogue.parts import written
from ld_convert.catalogue.records import record_iri
from ld_convert.catalogue.renames import SomeNames
from ld_convert.model import Capture, Conversion, Finding, Key
from ld_convert.rdf.index import new_graph
from ld_convert.vocab.namespaces import DCAT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.model import Json

SETTINGS = Settings(base="https://c.example/", date="2026-01-01", publisher_name="Office")
SITE = "https://a.example/"
FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "json-ld": ox.RdfFormat.JSON_LD,
    "rdf-xml": ox.RdfFormat.RDF_XML,
}


def by_uuid(value: str, node: str = "", *, described: bool = True) -> Key:
    iri = f"{SITE}uuid/{value}"
    return Key(node or iri, "uuid", value, iri, 0, described)


def by_slug(value: str, node: str = "", *, described: bool = True) -> Key:
    iri = f"{SITE}slug/{value}"
    return Key(node or iri, "slug", value, iri, 1, described)


def by_doi(value: str, node: str, *, described: bool = True) -> Key:
    return Key(node, "doi", value, node, 5, described, is_weak=True)


def page(iri: str, *keys: Key, source: str = "", **more: Json) -> Conversion:
    """The conversion of a dataset's page, with the keys that a portal's file would give it."""
    file = {"@type": "DataDownload", "contentUrl": f"{SITE}data.csv"}
    said = {"@type": "Dataset", "@id": iri, "name": "T", "distribution": file, **more}
    data = json.dumps({"@context": "https://schema.org", **said}).encode()
    capture = Capture(source or f"{iri.rpartition('/')[2]}.json", data, "json")
    return replace(convert_page(capture, SETTINGS), keys=keys)


class Run:
    """What a run over some conversions finds, and its document."""

    def __init__(self, conversions: Iterable[Conversion], form: str = "nt") -> None:
        ledger = Ledger(lambda iri: str(record_iri(iri, SETTINGS)))
        whole = Document(form, SETTINGS)
        for one in conversions:
            told = named(one)
            ledger.add(told)
            whole.add(written(capture_graphs(one, SETTINGS), form, SETTINGS.catalog), told)
        self.findings: list[Finding] = list(ledger.settle())
        self.references: References = ledger.references()
        self.data = b"".join(whole.pieces(ledger)) + whole.end()
        self.lines = self.data.decode().splitlines()
        whole.close()
        ledger.close()

    @property
    def codes(self) -> list[str]:
        """Of the findings, in order."""
        return [finding.code for finding in self.findings]


CHILD = page(f"{SITE}uuid/1", by_uuid("1"), by_slug("one", f"{SITE}uuid/1"))
PARENT = page(
    f"{SITE}uuid/2",
    by_uuid("2"),
    by_slug("one", described=False),
    name="P",
    hasPart={"@type": "Dataset", "@id": f"{SITE}slug/one"},
)


@pytest.mark.parametrize("pages", [(CHILD, PARENT), (PARENT, CHILD)])
@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_reference_by_one_key_meets_the_page_that_has_it(
    pages: tuple[Conversion, ...], form: str
) -> None:
    """The parent knows the child's slug only; the child's page has slug and uuid. In any order."""
    run = Run(pages, form)
    assert f"{SITE}slug/one" not in run.data.decode()
    quads = ox.parse(run.data, format=FORMATS[form])
    said = {(q.subject.value, q.predicate.value, str(q.object)) for q in quads}
    assert (f"{SITE}uuid/2", "http://purl.org/dc/terms/hasPart", f"<{SITE}uuid/1>") in said
    assert run.references == (1, 0)
    assert run.findings == []


def test_a_reference_that_no_page_answers_leads_outside() -> None:
    """It keeps the IRI of its only key."""
    run = Run([PARENT])
    assert run.references == (0, 1)
    assert f"<{SITE}slug/one>" in run.data.decode()


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_two_captures_of_one_thing_are_one_block_with_one_record(form: str) -> None:
    """One has the uuid and the slug, the other the slug; the record follows, and has one date."""
    other = page(f"{SITE}slug/one", by_slug("one"), source="other.json")
    run = Run([other, CHILD], form)
    quads = list(ox.parse(run.data, format=FORMATS[form]))
    records = {
        q.subject.value
        for q in quads
        if str(q.object) == "<http://www.w3.org/ns/dcat#CatalogRecord>"
    }
    assert records == {str(record_iri(f"{SITE}uuid/1", SETTINGS))}
    issued = [q for q in quads if q.predicate.value == "http://purl.org/dc/terms/issued"]
    assert len(issued) == 1
    assert len({str(q.triple) for q in quads}) == len(quads), "a statement stands twice"
    files = {q.object.value for q in quads if q.predicate.value.endswith("dcat#distribution")}
    assert len(files) == 1
    assert next(iter(files)).startswith(f"{SITE}uuid/1#distribution-")


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_the_order_of_the_captures_changes_no_statement(form: str) -> None:
    """Ten pages by uuid, by slug or by both, with references to each other, shuffled."""
    pages = []
    for number in range(10):
        node = f"{SITE}{'uuid' if number % 2 else 'slug'}/{number}"
        keys = [by_slug(str(number), node)] + ([by_uuid(str(number), node)] if number % 3 else [])
        part = {"@type": "Dataset", "@id": f"{SITE}slug/{(number + 1) % 10}"}
        other = by_slug(str((number + 1) % 10), described=False)
        pages.append(page(node, *keys, other, name=f"N{number}", hasPart=part))
    wanted = set(map(str, ox.parse(Run(pages, form).data, format=FORMATS[form])))
    for seed in range(5):
        random.Random(seed).shuffle(pages)  # noqa: S311  an order, no secret
        assert set(map(str, ox.parse(Run(pages, form).data, format=FORMATS[form]))) == wanted


def test_a_weak_key_joins_what_nothing_stronger_tells_apart_and_says_so() -> None:
    """The finding has both places."""
    run = Run(
        [page(f"{SITE}x", by_doi("d", f"{SITE}x")), page(f"{SITE}y", by_doi("d", f"{SITE}y"))]
    )
    (finding,) = run.findings
    assert (finding.code, finding.place.source) == ("LD634", "y.json")
    assert "x.json:1:1" in finding.message
    assert f"<{SITE}y>" not in run.data.decode()


def test_a_weak_key_joins_nothing_against_a_strong_one() -> None:
    """A study and its file share a DOI, and have two uuids."""
    one, two = (
        page(f"{SITE}uuid/{n}", by_uuid(n), by_doi("d", f"{SITE}uuid/{n}")) for n in ("1", "2")
    )
    run = Run([one, two])
    assert run.codes == []
    assert sum("<http://www.w3.org/ns/dcat#Dataset> ." in line for line in run.lines) == 2


def test_a_weak_key_joins_nothing_against_one_that_came_from_another_capture() -> None:
    """A page has a study's slug and DOI, another its slug and uuid; a file has the DOI too."""
    study, same = f"{SITE}slug/s", f"{SITE}uuid/1"
    pages = [
        page(study, by_slug("s", study), by_doi("d", study), source="a.json"),
        page(same, by_slug("s", same), by_uuid("1"), source="b.json"),
        page(f"{SITE}uuid/2", by_uuid("2"), by_doi("d", f"{SITE}uuid/2"), source="c.json"),
    ]
    run = Run(pages)
    assert run.codes == []
    assert sum("<http://www.w3.org/ns/dcat#Dataset> ." in line for line in run.lines) == 2


def test_a_slug_of_two_records_names_neither() -> None:
    """Two uuids and one slug: what has the slug alone is joined with none of them, and told."""
    pages = [page(f"{SITE}uuid/{n}", by_uuid(n), by_slug("s", f"{SITE}uuid/{n}")) for n in "12"]
    other = page(f"{SITE}uuid/3", by_uuid("3"), by_slug("s", described=False))
    run = Run([*pages, other])
    assert run.codes == ["LD635"]
    assert run.references == (0, 1)


def test_keys_that_lead_to_each_other_end() -> None:
    """Each names the other's IRI."""
    one = Key(f"{SITE}x", "a", "1", f"{SITE}y", 0, is_described=True)
    two = Key(f"{SITE}y", "a", "2", f"{SITE}x", 0, is_described=True)
    run = Run([page(f"{SITE}x", one), page(f"{SITE}y", two)])
    assert sum("<http://www.w3.org/ns/dcat#Dataset> ." in line for line in run.lines) >= 1


def test_a_part_of_its_own_part_is_told() -> None:
    """Two pages, each of which says that it is a part of the other."""
    pages = [
        page(f"{SITE}{one}", isPartOf={"@type": "Dataset", "@id": f"{SITE}{other}"})
        for one, other in ("xy", "yx")
    ]
    run = Run(pages)
    assert run.codes == ["LD636"]
    assert run.references == (2, 0)


def test_a_dataset_that_turns_out_to_be_its_own_part_is_told_at_its_first_place() -> None:
    """Its page knows the part by the slug, and another page says that the slug is its own."""
    whole = page(
        f"{SITE}uuid/1",
        by_uuid("1"),
        by_slug("one", described=False),
        hasPart={"@type": "Dataset", "@id": f"{SITE}slug/one"},
    )
    other = page(
        f"{SITE}uuid/1", by_uuid("1"), by_slug("one", f"{SITE}uuid/1"), source="other.json"
    )
    for first, pages in (("1.json", (whole, other)), ("other.json", (other, whole))):
        found = [f for f in Run(pages).findings if f.code == "LD315"]
        assert [f.place.source for f in found] == [first]
        assert f"{SITE}uuid/1 is said to be a part of itself" in found[0].message


def test_equal_keys_with_another_content_are_told_and_both_stay() -> None:
    """Two titles of one uuid."""
    two = page(f"{SITE}uuid/1", by_uuid("1"), source="b.json", name="U")
    run = Run([page(f"{SITE}uuid/1", by_uuid("1"), source="a.json"), two])
    assert run.codes == ["LD632"]
    assert {'"T"', '"U"'} <= {line.split(" ")[2] for line in run.lines if "terms/title>" in line}


def test_many_references_to_one_thing_are_counted_and_bounded() -> None:
    """Each capture's counts; the ledger keeps one key for all."""
    reference = replace(PARENT, datasets=(), keys=(by_slug("one", described=False),))
    run = Run([CHILD, *[reference] * 1000])
    assert run.references == (1000, 0)


def test_a_page_keeps_the_case_of_its_language_tags() -> None:
    """`@en-GB` and `@en-gb` are equal to rdflib, but each page's statements are written as its."""
    for tag in ("en-GB", "en-gb"):
        graph = new_graph()
        concept = URIRef(f"{SITE}concept")
        graph.add((concept, RDF.type, SKOS.Concept))
        graph.add((concept, SKOS.prefLabel, Literal("tide", lang=tag)))
        (block,) = written({"": graph}, "nt", SETTINGS.catalog).shared
        assert f"@{tag} .".encode() in block.lines


@pytest.mark.parametrize("form", ["turtle", "nt", "rdf-xml", "json-ld"])
def test_only_a_form_that_nests_has_the_links_of_the_catalogue_beside_each_page(form: str) -> None:
    """In all others the catalogue lists its entries once, before the pages."""
    part = written(capture_graphs(CHILD, SETTINGS), form, SETTINGS.catalog)
    links = [line for block in part.shared for line in block.lines.splitlines()
             if line.startswith(f"<{SETTINGS.catalog}> ".encode())]  # fmt: skip
    assert len(links) == (0 if form == "json-ld" else 2)
    whole = ox.parse(Run([CHILD], form).data, format=FORMATS[form])
    said = [quad for quad in whole if quad.subject.value == SETTINGS.catalog]
    assert (
        len({str(quad.predicate) for quad in said} & {f"<{DCAT.dataset}>", f"<{DCAT.record}>"}) == 2
    )


def in_partitions(groups: list[list[Conversion]], form: str) -> list[bytes]:
    """The documents of partitions, then that of what they have in common."""
    ledger = Ledger(lambda iri: str(record_iri(iri, SETTINGS)))
    known = [[named(one) for one in group] for group in groups]
    for number, told in enumerate(known):
        for about in told:
            ledger.add(about, number)
    assert list(ledger.settle()) == []
    found, left = [], list[Contribution]()
    for group, told in zip(groups, known, strict=True):
        things = [name for one in told for name in one.names()]
        new = ledger.renamed([*things, *(str(record_iri(name, SETTINGS)) for name in things)])
        final = {new.get(name, name) for name in things}
        spread = ledger.spread(final)
        records = {str(record_iri(name, SETTINGS)) for name in spread}
        names = SomeNames(new, frozenset(ledger.several(final)), frozenset(spread | records))
        with closing(Document(form, SETTINGS)) as part:
            for one, about in zip(group, told, strict=True):
                part.add(written(capture_graphs(one, SETTINGS), form, SETTINGS.catalog), about)
            pieces = list(part.pieces_apart(names, left.append))
            found += [b"".join(pieces) + part.end()] if pieces else []
    with closing(Document(form, SETTINGS)) as rest:
        for contribution in left:
            rest.add_contribution(contribution)
        found.append(b"".join(rest.pieces(SomeNames({}, frozenset()))) + rest.end())
    ledger.close()
    return found


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_partitions_say_together_what_one_document_says(form: str) -> None:
    """Things that several partitions describe stand in the common document, and nowhere else."""
    other = page(f"{SITE}slug/one", by_slug("one"), source="other.json")
    alone = [page(f"{SITE}uuid/{n}", by_uuid(str(n)), name=str(n)) for n in (7, 8)]
    double = page(f"{SITE}uuid/8", by_uuid("8"), source="z.json", name="8")
    groups = [
        [CHILD, alone[0]],
        [PARENT, other, alone[1], double],
        [page(f"{SITE}slug/one", by_slug("one"), source="last.json")],
    ]

    def said(data: bytes) -> list[str]:
        return [str(quad) for quad in ox.parse(data, format=FORMATS[form])]

    whole = said(Run([one for group in groups for one in group], form).data)
    *parts, common = filter(None, map(said, in_partitions(groups, form)))
    assert len(parts) == 2  # of the third, all stands elsewhere
    assert set(whole) == {*common, *parts[0], *parts[1]}
    about = f"<{SITE}uuid/1> <http://purl.org/dc/terms/title>"
    assert [sum(about in quad for quad in part) for part in (*parts, common)] == [0, 0, 1]
    eight = f"<{SITE}uuid/8> <http://purl.org/dc/terms/title>"
    assert [sum(eight in quad for quad in part) for part in (*parts, common)] == [0, 1, 0]
