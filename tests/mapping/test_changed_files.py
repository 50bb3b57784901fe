from __future__ import annotations

import os
from pathlib import Path

import pytest
from rdflib import URIRef

from ld_convert import Capture, Settings, UsageError, convert_page
from tests.support.cli import run_python

PAGE = b'{"@context": "https://schema.org/", "@type": "Dataset", "name": "Otters", "@id": "urn:1"}'
RULES = "view,source,target,as,id,from\ndataset,name,dct:title,{way},own-title,test\n"
SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dct: <http://purl.org/dc/terms/> .
<urn:s> sh:targetSubjectsOf dct:title ; sh:property [ sh:path dct:title ; sh:maxLength {most} ;
    sh:message "the title is too long" ] ."""


def titles(settings: Settings) -> set[str]:
    graph = convert_page(Capture("p.json", PAGE, "json"), settings).graph
    return {str(o) for s, p, o in graph if str(p).endswith("terms/title") and str(s) == "urn:1"}


def test_a_table_of_rules_that_changed_is_read_again(tmp_path: Path) -> None:
    """In one process, with the same settings; a table that became wrong is said to be."""
    table = tmp_path / "rules.csv"
    settings = Settings(rules=str(table))
    table.write_text(RULES.format(way="text"))
    assert titles(settings) == {"Otters"}
    table.write_text(RULES.format(way="const:dcat:Dataset"))
    assert titles(settings) == {"Otters", "http://www.w3.org/ns/dcat#Dataset"}
    table.write_text(RULES.format(way="no_such_function"))
    with pytest.raises(UsageError, match="own-title"):
        titles(settings)


@pytest.mark.parametrize("in_a_directory", [True, False])
def test_shapes_that_changed_are_read_again(tmp_path: Path, *, in_a_directory: bool) -> None:
    """Also those of a directory, and where the size stays and only the time tells."""
    file = tmp_path / "own.ttl"
    settings = Settings(shapes=(str(tmp_path if in_a_directory else file),))
    found: list[bool] = []
    for most in (9, 2, 9):
        file.write_text(SHAPE.format(most=most))
        os.utime(file, ns=(0, len(found)))
        done = convert_page(Capture("p.json", PAGE, "json"), settings)
        found.append(any("too long" in finding.message for finding in done.findings))
    assert found == [False, True, False]


def test_two_settings_may_give_one_address_two_contexts() -> None:
    """What one conversion learned of a context is not told by another."""
    page = b'{"@context": "urn:c", "@type": "Dataset", "label": "Otters", "@id": "urn:1"}'
    capture = Capture("p.json", page, "json")
    for term in ("name", "description", "name"):
        base = {"@vocab": "http://schema.org/", "label": f"http://schema.org/{term}"}
        settings = Settings(contexts={"urn:c": {"@context": base}})
        stated = convert_page(capture, settings).stated
        assert stated is not None
        assert URIRef(f"http://schema.org/{term}") in stated.predicates()


HOST = """from pyld import jsonld
from ld_convert import Capture, Settings, convert_page
odd = b'{"@context": "https://schema.org/", "@type": "Dataset", "name": {"@list": ["a"]}}'
convert_page(Capture("p.json", odd, "json"), Settings())
def load(url, options):
    document = {"@context": {"name": "urn:name"}}
    return {"contextUrl": None, "documentUrl": url, "document": document}
print(jsonld.expand({"@context": "https://schema.org/", "name": "a"}, {"documentLoader": load}))
"""


def test_pyld_answers_others_with_their_own_contexts() -> None:
    """A program that loads schema.org's context itself does not get ours."""
    done = run_python(HOST)
    assert done.stdout == "[{'urn:name': [{'@value': 'a'}]}]\n", done.stderr
