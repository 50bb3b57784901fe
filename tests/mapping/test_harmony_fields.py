"""What the Harmony catalogue knows beyond schema.org reaches HealthDCAT-AP, PROV and DCAT."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest
from rdflib import DCTERMS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import PROV, RDFS

from ld_convert import Settings, convert_page
from ld_convert.model import Capture
from ld_convert.vocab.namespaces import DCAT, EU

if TYPE_CHECKING:
    from rdflib.term import Node

    from ld_convert.model import Json

HEALTH = Namespace("http://healthdataportal.eu/ns/health#")
DPV = Namespace("https://w3id.org/dpv#")


def graph(profile: str = "health-dcat-ap", /, **extra: Json) -> Graph:
    """The catalogue made of one record of Harmony's search."""
    dataset = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": "A cohort",
        "description": "Children, followed",
        "url": ["https://a.example/cohort"],
        "distribution": [{"@type": "DataDownload", "contentUrl": "https://a.example/f.csv"}],
    }
    page = {"dataset_schema": dataset, "extra_data": extra}
    settings = Settings(profile=profile, keep_source=False)
    return convert_page(Capture("page.json", orjson.dumps(page), "json"), settings).graph


def values(found: Graph, predicate: URIRef) -> set[Node]:
    return set(found.objects(None, predicate))


def whole(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.nonNegativeInteger)


@pytest.mark.parametrize(
    ("key", "value", "predicate", "expected"),
    [
        ("age_lower", 5, HEALTH.minTypicalAge, whole(5)),
        ("age_upper", 17, HEALTH.maxTypicalAge, whole(17)),
        ("sample_size", 1200, HEALTH.numberOfUniqueIndividuals, whole(1200)),
        ("sex", "female", HEALTH.populationCoverage, Literal("female")),
    ],
)
def test_a_field_becomes_the_property_of_health_data(
    key: str, value: Json, predicate: URIRef, expected: Literal
) -> None:
    """Ages, people and sex have a place in HealthDCAT-AP."""
    assert values(graph(**{key: value}), predicate) == {expected}


@pytest.mark.parametrize("key", ["age_lower", "age_upper", "sample_size"])
@pytest.mark.parametrize("unknown", [0, 999])
def test_nought_and_999_mean_unknown(key: str, unknown: int) -> None:
    """Harmony writes them where it does not know."""
    found = graph(**{key: unknown})
    for name in ("minTypicalAge", "maxTypicalAge", "numberOfUniqueIndividuals"):
        assert values(found, HEALTH[name]) == set()


def test_genetic_data_are_personal_data_of_that_kind() -> None:
    """DPV names kinds of personal data; only true says something."""
    genetic = URIRef("https://w3id.org/dpv/pd#Genetic")
    assert values(graph(genetic_data_collected=True), DPV.hasPersonalData) == {genetic}
    assert values(graph(genetic_data_collected=False), DPV.hasPersonalData) == set()


@pytest.mark.parametrize("profile", ["dcat", "dcat-ap", "health-dcat-ap"])
def test_the_design_and_the_instruments_are_one_activity(profile: str) -> None:
    """The study that generated the data, in PROV, under every profile."""
    found = graph(profile, study_design=["longitudinal"], instruments=["SDQ", "GAD-7"])
    (study,) = values(found, PROV.wasGeneratedBy)
    assert set(found.objects(study, RDFS.label)) == {Literal("longitudinal")}
    used = {found.value(tool, RDFS.label) for tool in found.objects(study, PROV.used)}
    assert used == {Literal("SDQ"), Literal("GAD-7")}


def test_known_words_of_access_are_access_rights_and_others_rights_of_the_files() -> None:
    """`data_access` is read like schema.org's conditionsOfAccess."""
    assert values(graph(data_access="open"), DCTERMS.accessRights) == {EU["access-right/PUBLIC"]}
    found = graph(data_access="By application to the data owner")
    assert values(found, DCTERMS.accessRights) == set()
    (file,) = values(found, DCAT.distribution)
    rights = found.value(file, DCTERMS.rights)
    assert found.value(rights, RDFS.label) == Literal("By application to the data owner")
