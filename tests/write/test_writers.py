from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from ld_convert.write import serialise, write

S = URIRef("http://a/s")


def graph(*triples: tuple[URIRef | BNode, URIRef, URIRef | BNode | Literal]) -> Graph:
    found = Graph()
    for triple in triples:
        found.add(triple)
    return found


def written(graphs: list[Graph], form: str) -> bytes:
    stream = io.BytesIO()
    write(graphs, stream, form)
    return stream.getvalue()


ODD = graph(
    (S, URIRef("http://unknown.example/ns#p"), Literal('quote " and \\ and\nnewline')),
    (S, URIRef("http://other.example/q"), Literal("1.50", datatype=URIRef("http://a/own"))),
    (S, URIRef("http://other.example/n"), Literal("1.0E0", datatype=XSD.double)),
    (S, URIRef("http://other.example/n"), Literal("1", datatype=XSD.boolean)),
    (S, URIRef("http://other.example/n"), Literal("007", datatype=XSD.integer)),
    (S, URIRef("http://other.example/n"), Literal("1.50", datatype=XSD.decimal)),
    (S, URIRef("http://other.example/n"), Literal("none", datatype=XSD.boolean)),
    (S, URIRef("http://other.example/1"), Literal("a", lang="en-GB")),
    (S, URIRef("dct:title"), Literal("\u2028\x85é😀")),
    (S, URIRef("http://other.example/node"), BNode("b1")),
    (BNode("b1"), RDF.type, URIRef("http://www.w3.org/ns/dcat#Distribution")),
)


@pytest.mark.parametrize("form", ["nt", "turtle"])
def test_what_is_written_is_read_back(form: str) -> None:
    """Unknown namespaces, odd literals and nested nodes survive."""
    assert isomorphic(Graph().parse(data=written([ODD], form), format=form), ODD)


@pytest.mark.parametrize("form", ["nt", "turtle"])
def test_parts_of_one_document_are_read_together(form: str) -> None:
    """A document is written page by page, with prefixes once."""
    second = graph((S, URIRef("http://second.example/p"), Literal("x")))
    found = Graph().parse(data=written([ODD, second], form), format=form)
    assert isomorphic(found, ODD + second)


def test_ntriples_are_sorted_and_each_stands_on_a_line_of_its_own() -> None:
    """Line ends inside literals are escaped."""
    lines = serialise(ODD, "nt").split(b"\n")[:-1]
    assert lines == sorted(lines)
    assert len(lines) == len(ODD)


def test_a_nameless_node_is_nested_in_turtle() -> None:
    """A reader sees it where it belongs."""
    assert b"[ a dcat:Distribution ]" in serialise(ODD, "turtle")


@pytest.mark.slow
@pytest.mark.parametrize("form", ["turtle", "nt"])
def test_the_bytes_do_not_depend_on_the_order_in_which_python_hashes(
    captures: Path, tmp_path: Path, form: str
) -> None:
    """Sets and dicts of strings have another order in each process."""
    odd = tmp_path / "odd.json"
    odd.write_text('{"@context":"https://schema.org","@type":"Dataset","name":"T","a:b":1,"c:d":2}')
    shutil.copy2(captures / "tide-gauge.html", tmp_path)
    outputs = set()
    for seed in ("1", "2", "3", "4"):
        command = "from ld_convert.cli import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", command, "-q", "convert", str(tmp_path), "-f", form],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert outputs != {b""}


@pytest.mark.parametrize("form", ["turtle", "nt", "rdf-xml"])
def test_blank_nodes_a_thousand_deep_are_written(form: str) -> None:
    """In brackets as far as a reader follows them, then under labels."""
    leads = URIRef("http://a/p")
    chain = [BNode(f"b{number}") for number in range(1_000)]
    found = graph((S, leads, chain[0]), *((a, leads, b) for a, b in pairwise(chain)))
    found.add((chain[-1], leads, Literal("end")))
    text = written([found], form)
    read = Graph().parse(data=text, format="xml" if form == "rdf-xml" else form)
    assert len(read) == len(found)
    assert Literal("end") in set(read.objects())
