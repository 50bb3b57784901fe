"""Lines of a dataset that several captures describe: whose they are, and what counts of them."""

from __future__ import annotations

import re

import pytest

from ld_convert.catalogue.aliases import aliases_of, same_as
from ld_convert.catalogue.keys import PlacedKey
from ld_convert.catalogue.merged import grouped, one_record
from ld_convert.model import Place
from ld_convert.vocab.namespaces import DCAT, DCT, FOAF, OWL

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
A, B, FILE, RECORD = (f"http://a/{name}" for name in ("a", "b", "a#file", "record"))
CATALOGUE = "http://a/catalogue"


def line(subject: str, predicate: object, value: str, graph: str = "") -> bytes:
    """A statement in N-Quads; a value that is no IRI and no label is a text."""
    terms = [one if one[0] in '"_' else f"<{one}>" for one in (subject, value)]
    end = f" <{graph}>" if graph else ""
    return f"{terms[0]} <{predicate}> {terms[1]}{end} .\n".encode()


def nameless(text: bytes) -> bytes:
    """A line whatever its nameless nodes are called."""
    return re.sub(rb"_:\w+", b"_:", text)


def owners(*lines: bytes) -> list[str]:
    """The IRIs under which lines about the dataset A are put, line by line."""
    chunks = grouped(list(lines), {A})
    found = {nameless(text): owner for owner, chunk in chunks for text in chunk.splitlines()}
    return [found[nameless(one.strip())] for one in lines]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([line(A, DCT.title, '"T"'), line(B, DCT.title, '"T"')], [A, B]),
        ([line(A, DCAT.distribution, FILE), line(FILE, DCT.title, '"F"')], [A, A]),
        ([line(B, DCAT.distribution, FILE), line(FILE, DCT.title, '"F"')], [B, FILE]),
        ([line(RECORD, FOAF.primaryTopic, A), line(RECORD, DCT.issued, '"1"')], [A, A]),
        ([line(RECORD, FOAF.primaryTopic, B), line(RECORD, DCT.issued, '"1"')], [RECORD, RECORD]),
        ([line(CATALOGUE, DCAT.dataset, A), line(CATALOGUE, DCAT.dataset, B)], [A, CATALOGUE]),
        (
            [line(RECORD, FOAF.primaryTopic, A), line(CATALOGUE, DCAT.record, RECORD)],
            [A, A],
        ),
        ([line(CATALOGUE, DCT.title, '"C"')], [CATALOGUE]),
        ([line(A, DCT.creator, "_:x"), line("_:x", FOAF.name, '"N"')], [A, A]),
        ([line(A, DCT.title, '"T"', "http://a/g"), line(B, DCT.title, '"T"', "http://a/g")],
         ["http://a/g", "http://a/g"]),
    ],
)  # fmt: skip
def test_a_dataset_is_followed_by_its_files_its_record_and_the_link_to_it(
    lines: list[bytes], found: list[str]
) -> None:
    """Lines that share a nameless node stay together, and those of quads with their graph."""
    assert owners(*lines) == found


def test_a_record_was_issued_first_and_changed_last() -> None:
    """Of the dates of its capture; those of the dataset itself all stay."""
    record = line(RECORD, TYPE, str(DCAT.CatalogRecord))
    issued = [line(RECORD, DCT.issued, f'"{year}"') for year in (2021, 2020, 2022)]
    modified = [line(RECORD, DCT.modified, f'"{year}"') for year in (2021, 2023, 2022)]
    own = [line(A, DCT.issued, f'"{year}"') for year in (2021, 2020)]
    chunks = [b"".join([record, issued[0], modified[0]]), *issued[1:], *modified[1:], *own]
    assert one_record(chunks) == [record, *own, issued[1], modified[1]]


def key(iri: str, kind: str = "harmony:slug", **more: bool) -> PlacedKey:
    known = {"is_described": True, "is_weak": False, **more}
    return PlacedKey("n", kind, "v", iri, 1, place=Place("p"), **known)


def test_a_dataset_has_an_alias_for_each_strong_key_of_a_portals_record() -> None:
    """In their order, each once; keys of schema.org, weak ones and mere references give none."""
    keys = [
        *(key("http://a/2"), key("http://a/1"), key("http://a/2")),
        *(key("http://a/3", "page"), key("http://a/4", is_weak=True)),
        *(key("http://a/5", is_described=False), key("http://a/6", "doi", is_described=False)),
    ]
    assert aliases_of(keys) == ("http://a/2", "http://a/1")


@pytest.mark.parametrize("graph", ["", "http://a/g"])
def test_an_alias_is_said_to_be_the_same_as_the_dataset_of_its_final_iri(graph: str) -> None:
    """Where the lines describe that dataset, in its graph; nothing is the same as itself."""
    lines = [line(A, TYPE, str(DCAT.Dataset), graph), line(B, DCT.title, '"T"', graph)]
    names = {"http://a/1": A, "http://a/2": A, "http://a/3": B}
    found = list(same_as(lines, ("http://a/1", A, "http://a/3", "http://a/2"), names))
    same = [line(A, OWL.sameAs, f"http://a/{number}", graph).rstrip(b"\n") for number in (1, 2)]
    assert [one.rstrip(b"\n") for one in found] == same
