from __future__ import annotations

import gc
import json
from pathlib import Path

from ld_convert import Settings, convert_page
from ld_convert.model import Capture, Detail, Finding, Json

BASE = {
    "@context": "https://schema.org/",
    "@type": "Dataset",
    "@id": "https://rivers.example/otters",
    "name": "Otters",
    "description": "Counts of otters",
}


def findings(**properties: Json) -> list[Finding]:
    """What validation says of a dataset with some more properties."""
    data = json.dumps(BASE | properties).encode()
    found = convert_page(Capture("otters.json", data, "json"), Settings()).findings
    return [finding for finding in found if finding.detail]


def of_shape(found: list[Finding], name: str) -> list[tuple[str, Detail]]:
    """The pointers and details of the findings of one shape."""
    return [
        (finding.place.pointer, finding.detail)
        for finding in found
        if finding.detail and finding.detail.shape.endswith(f"#{name}")
    ]


def test_a_missing_property_is_placed_at_its_node() -> None:
    """Not at the page: a record can hold many nodes that lack the same."""
    found = findings(
        distribution=[
            {"@type": "DataDownload", "contentUrl": "https://rivers.example/a.csv"},
            {"@type": "DataDownload", "name": "without address"},
        ]
    )
    ((pointer, detail),) = of_shape(found, "Distribution-accessURL-exists")
    assert pointer == "/distribution/1"
    assert detail.value == detail.rule == detail.stated == ""


def test_a_wrong_value_is_placed_at_its_index() -> None:
    """Of several publishers, the one that is wrong is named, not the property."""
    found = findings(
        publisher=[
            {"@type": "Organization", "name": "A", "@id": "https://rivers.example/a"},
            {"@type": "Organization", "name": "B", "@id": "https://rivers.example/b"},
        ],
        spatialCoverage=["DE", "the upper reaches"],
    )
    assert of_shape(found, "Dataset-spatial-vocabulary")[0][0] == "/spatialCoverage/1"
    assert of_shape(found, "Agent-type-recommended")[1][0] == "/publisher/1"


def test_a_finding_tells_the_rule_the_value_and_what_the_page_says() -> None:
    """All that a report needs to lead from the result back to the source is in the detail."""
    found = findings(spatialCoverage="the upper reaches")
    ((pointer, detail),) = of_shape(found, "Dataset-spatial-vocabulary")
    assert pointer == "/spatialCoverage"
    assert detail.focus == "https://rivers.example/otters"
    assert detail.path == "http://purl.org/dc/terms/spatial"
    assert detail.component == "http://www.w3.org/ns/shacl#OrConstraintComponent"
    assert detail.rule == "dataset-spatial"
    assert detail.stated == "the upper reaches"
    assert detail.clause.endswith("/releases/3.0.1/#Dataset.geographicalcoverage")


def test_a_message_names_no_blank_node() -> None:
    """The label of a blank node leads nowhere; the place does."""
    found = findings(creator={"@type": "Person", "email": "otters@rivers.example"})
    ((_, detail),) = of_shape(found, "Agent-name-exists")
    assert detail.focus
    assert ":" not in detail.focus  # an IRI has one
    assert not [finding.message for finding in found if detail.focus in finding.message]


def test_the_catalogue_that_is_written_lacks_nothing_by_fault_of_a_page() -> None:
    """Warnings about our own catalogue and records are no findings of the page."""
    catalogue = Settings().catalog
    assert not [f for f in findings() if f.detail and f.detail.focus.startswith(catalogue)]


def test_a_page_is_freed_as_soon_as_nobody_holds_it() -> None:
    """Findings know their page until they are looked at; a cycle would fill the memory."""
    capture = Capture("otters.json", json.dumps(BASE).encode(), "json")
    convert_page(capture, Settings())
    gc.collect()
    gc.disable()
    try:
        convert_page(capture, Settings())
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_a_shape_of_the_users_points_at_the_page_too(tmp_path: Path) -> None:
    """In SPARQL or not; one without a name is told by its property."""
    file = tmp_path / "house.ttl"
    file.write_text(
        """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dct: <http://purl.org/dc/terms/> .
        [] sh:targetClass <http://www.w3.org/ns/dcat#Dataset> ;
            sh:property [ sh:path dct:title ; sh:minLength 20 ; sh:message "too short" ] ;
            sh:sparql [ sh:message "{?value} is no title" ; sh:select '''SELECT $this
                (<http://purl.org/dc/terms/title> AS ?path) ?value
                { $this <http://purl.org/dc/terms/title> ?value }''' ] .""",
        "utf-8",
    )
    capture = Capture("otters.json", json.dumps(BASE).encode(), "json")
    found = convert_page(capture, Settings(shapes=(str(file),))).findings
    own = {(f.place.pointer, f.message) for f in found if f.detail}
    iri = BASE["@id"]
    assert ("/name", f"too short [title, {iri}]") in own
    assert ("/name", f"Otters is no title [title, {iri}]") in own
