from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rdflib import URIRef

from ld_convert import Settings, convert_page
from ld_convert.model import Capture
from ld_convert.vocab.namespaces import DCAT

if TYPE_CHECKING:
    from ld_convert.model import Json

IRI = "https://a.example/1"


def files(*distributions: Json, iri: str = IRI, source: str = "p.json") -> list[str]:
    """The names of the distributions of a dataset, sorted."""
    said = {"@type": "Dataset", "@id": iri, "name": "T", "distribution": list(distributions)}
    data = json.dumps({"@context": "https://schema.org", **said}).encode()
    graph = convert_page(Capture(source, data, "json"), Settings()).graph
    return sorted(map(str, graph.objects(URIRef(iri), DCAT.distribution)))


def file(**more: Json) -> Json:
    return {"@type": "DataDownload", **more}


def test_a_distribution_is_named_after_its_dataset_and_its_file() -> None:
    """The same in another capture, beside others, and with more said of it."""
    (name,) = files(file(contentUrl="https://a.example/1.csv"))
    assert name.startswith(f"{IRI}#distribution-")
    more = file(contentUrl="https://a.example/1.csv", encodingFormat="text/csv", name="N")
    assert name in files(file(contentUrl="https://a.example/2.csv"), more, source="q.html")


def test_a_fragment_of_the_dataset_stays() -> None:
    """Two datasets of one page do not share the names of their files."""
    one, two = (
        files(file(contentUrl="https://a.example/1.csv"), iri=f"{IRI}#{part}") for part in "ab"
    )
    assert one[0].startswith(f"{IRI}#a-distribution-")
    assert set(one).isdisjoint(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (file(url="https://a.example/x", encodingFormat="text/csv"),
         file(url="https://a.example/x", encodingFormat="application/json")),
        (file(contentUrl="https://a.example/x", name="A"),
         file(contentUrl="https://a.example/x", name="B")),
        (file(name="A"), file(name="B")),
        (file(name="A", contentSize="1 MB"), file(name="A", contentSize="2 MB")),
    ],
)  # fmt: skip
def test_what_tells_two_distributions_apart_keeps_them_apart(one: Json, two: Json) -> None:
    """One address with two formats, one file with two titles, titles alone."""
    assert len(files(one, two)) == 2


def test_two_records_of_one_file_that_do_not_contradict_are_one() -> None:
    """The JSON-LD of a page and its component's properties name it with more and less."""
    one = file(contentUrl="https://a.example/x.csv", encodingFormat="text/csv")
    assert len(files(one, file(contentUrl="https://a.example/x.csv", name="A"))) == 1


def test_a_signature_does_not_change_the_name() -> None:
    """A link that lets somebody in for an hour has another signature at each harvest."""
    address = "https://store.example/x.csv?versionId=3&X-Amz-Expires=60&X-Amz-Signature="
    assert files(file(contentUrl=address + "aa")) == files(file(contentUrl=address + "bb"))
    other = address.replace("versionId=3", "versionId=4")
    assert files(file(contentUrl=address)) != files(file(contentUrl=other))


def test_a_bare_address_is_a_distribution_with_a_name() -> None:
    """And no name of ours becomes an address to download."""
    (name,) = files("https://a.example/x.csv")
    assert name.startswith(f"{IRI}#distribution-")
    said = {"@type": "Dataset", "@id": IRI, "name": "T", "distribution": [file(name="A")]}
    data = json.dumps({"@context": "https://schema.org", **said}).encode()
    graph = convert_page(Capture("p.json", data, "json"), Settings()).graph
    assert not list(graph.objects(None, DCAT.downloadURL))
    assert not list(graph.objects(None, DCAT.accessURL))
