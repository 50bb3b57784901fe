"""What we say of a catalogue for want of better gives way to what another capture knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import URIRef

from ld_convert import Settings
from ld_convert.catalogue.stopgaps import stopgaps
from ld_convert.run.library import convert
from ld_convert.vocab.namespaces import DCT, FOAF, SKOS

SETTINGS = Settings(base="https://c.example/")
NOBODY = "<https://c.example/agent/unknown-publisher>"


def lines(name: str, *values: str) -> list[bytes]:
    return [f"<http://a/c> <{DCT[name]}> {value} .\n".encode() for value in values]


@pytest.mark.parametrize(
    ("name", "values", "needless"),
    [
        ("title", ['"https://a.example/c"', '"Tides"'], ['"https://a.example/c"']),
        ("title", ['"https://a.example/c"'], []),
        ("title", ['"http://a.example/c"', '"https://a.example/c"'], []),
        ("title", ['"https, a protocol"', '"Tides"'], []),
        ("title", ['"A"', '"B"'], []),
        ("publisher", [NOBODY, "<http://a/office>"], [NOBODY]),
        ("publisher", [NOBODY], []),
        ("publisher", ["<http://a/office>", "<http://a/other>"], []),
        ("license", ['"https://a.example/c"', '"Tides"'], []),
    ],
)
def test_a_stopgap_is_needless_beside_a_better_value_of_its_property(
    name: str, values: list[str], needless: list[str]
) -> None:
    """An address as a title and an unknown publisher; a title may begin like an address."""
    assert stopgaps(lines(name, *values), SETTINGS) == lines(name, *needless)


def test_a_title_as_a_description_is_needless_beside_another_description() -> None:
    """The only description stays, be it the title; all that is stated stays."""
    titles = lines("title", '"Tides"')
    assert stopgaps(titles + lines("description", '"Tides"'), SETTINGS) == []
    both = lines("description", '"Tides"', '"Heights of the tide"')
    assert stopgaps(titles + both, SETTINGS) == both[:1]
    assert stopgaps(both, SETTINGS) == []


def test_a_line_that_is_no_single_statement_is_no_stopgap() -> None:
    """Several lines in one piece are looked at by nobody."""
    first, second = lines("title", '"https://a.example/c"', '"Tides"')
    assert stopgaps([first + second, second], SETTINGS) == []
    assert stopgaps([first, second + first], SETTINGS) == []


@pytest.mark.parametrize("order", ["ab", "ba"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_thing_is_not_called_by_its_iri_where_another_page_names_it(
    tmp_path: Path, order: str, jobs: int
) -> None:
    """One page refers to a publisher, a theme and an author, the other names the first two."""
    office, ann, theme = (f"https://tides.example/{name}/1" for name in ("office", "ann", "theme"))
    refers = {
        "publisher": {"@id": office},
        "creator": {"@id": ann},
        "about": {"@type": "DefinedTerm", "@id": theme},
    }
    names = {
        "publisher": {"@type": "Organization", "@id": office, "name": "Office"},
        "about": {"@type": "DefinedTerm", "@id": theme, "name": "Tides"},
    }
    for name, said in (("a", refers), ("b", names)):
        known = {"@type": "Dataset", "@id": f"https://tides.example/{name}", "name": name}
        text = json.dumps({"@context": "https://schema.org", **known, **said})
        (tmp_path / f"{name}.json").write_text(text)
    graph = convert([tmp_path / f"{name}.json" for name in order], jobs=jobs).graph
    assert [*map(str, graph.objects(URIRef(office), FOAF.name))] == ["Office"]
    assert [*map(str, graph.objects(URIRef(theme), SKOS.prefLabel))] == ["Tides"]
    assert [*map(str, graph.objects(URIRef(ann), FOAF.name))] == [ann]
