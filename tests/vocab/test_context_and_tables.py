"""Tables of vocab/, our schema.org context, and what must stand beside an authority concept."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyld import jsonld
from rdflib import Graph, Literal, URIRef

from ld_convert.model import Json
from ld_convert.vocab.authority import CLASSES, describe, table
from ld_convert.vocab.files import data
from ld_convert.vocab.namespaces import (
    DCAT,
    DCT,
    EU,
    IANA,
    LICENCE_TYPE,
    PUBLISHER_TYPE,
    RDF,
    SKOS,
    curie,
    expand_curie,
    prefixes,
)
from ld_convert.vocab.schemaorg import is_term, suggest, terms

FACTS = {
    "access-right": "eu_access_right.tsv",
    "country": "eu_country.tsv",
    "data-theme": "eu_data_theme.tsv",
    "dataset-type": "eu_dataset_type.tsv",
    "distribution-status": "eu_distribution_status.tsv",
    "file-type": "eu_file_type.tsv",
    "frequency": "eu_frequency.tsv",
    "language": "eu_language.tsv",
    "licence": "licences.tsv",
    "planned-availability": "eu_planned_availability.tsv",
}
CONTEXT_NAMES = (
    "https://schema.org",
    "https://schema.org/",
    "http://schema.org",
    "http://schema.org/",
)
BASE = "https://example.org/page.html"


@cache
def context(path: str) -> Json:
    return json.loads(Path(path).read_bytes())


def expand(document: Json, path: str) -> Json:
    """Return a document expanded offline, with the context in `path` as that of schema.org."""

    def load(url: str, _options: Json) -> Json:
        if not url.lower().replace("www.", "").startswith(CONTEXT_NAMES):
            raise jsonld.JsonLdError("no such context", "loading document failed", code=url)
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": context(path),
            "tag": "static",
        }

    try:
        return jsonld.expand(document, {"documentLoader": load, "base": BASE})
    except (jsonld.JsonLdError, ValueError, TypeError, AttributeError) as error:
        return f"{type(error).__name__}: {getattr(error, 'code', '')}"


def ours() -> str:
    return str(data("vocab/contexts/schemaorg.jsonld"))


def official(shared: Path) -> str:
    return str(shared / "official" / "schemaorg-30.0-context.jsonld")


@pytest.mark.corpus
def test_our_context_expands_each_harvested_document_like_the_official_one(shared: Path) -> None:
    """Every .json and .jsonld file of the corpus expands to the same, errors included."""
    seen = expanded = 0
    for path in sorted((shared / "corpus").rglob("*.json*")):
        try:
            document = json.loads(path.read_bytes())
        except ValueError:
            continue
        result = expand(document, ours())
        assert result == expand(document, official(shared)), path
        seen += 1
        expanded += bool(result) and not isinstance(result, str)
    assert seen > 90
    assert expanded > 80


names = st.sampled_from(sorted(terms()))
keys = st.one_of(
    names,
    names.map("schema:{}".format),
    st.sampled_from(["id", "type", "notaterm", "dct:title", "dcat:theme", "skos:note", "x-y"]),
)
scalars = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["2020-01-01", "https://example.org/a", "data.csv", "CC BY 4.0", "schema:url"]),
    st.integers(-9, 9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
)
value_objects = st.one_of(
    st.builds(lambda v, c: {"@value": v, "@language": c}, st.text(max_size=8), st.just("de")),
    st.builds(lambda v, t: {"@value": v, "@type": t}, st.text(max_size=8), names),
    st.builds(lambda v: {"@list": v}, st.lists(st.text(max_size=8), max_size=3)),
)
identifiers = st.sampled_from(["#a", "https://example.org/b", "_:c", "dcat:d", "e f"])


def node(children: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    types = st.one_of(names, st.lists(names, min_size=1, max_size=2))
    return st.builds(
        lambda body, kind, name: body | {"@type": kind} | ({"@id": name} if name else {}),
        st.dictionaries(keys.filter(lambda k: k not in ("id", "type")), children, max_size=5),
        types,
        st.none() | identifiers,
    )


values = st.recursive(
    scalars | value_objects, lambda inner: node(inner) | st.lists(inner, max_size=3), max_leaves=12
)
contexts = st.sampled_from(
    ["https://schema.org/", ["https://schema.org", {"@language": "fr"}], "http://schema.org"]
)


@pytest.mark.slow
@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # the folder never changes
)
@given(body=node(values), context_value=contexts)
def test_our_context_expands_made_up_documents_like_the_official_one(
    shared: Path, body: Json, context_value: Json
) -> None:
    """Nested nodes, texts, numbers, lists, language tags and prefixes expand to the same."""
    document = {"@context": context_value, **body}
    assert expand(document, ours()) == expand(document, official(shared))


def test_our_context_is_that_of_the_vocabulary(shared: Path) -> None:
    """Its 204 entries follow from the ranges: URL, or else Date, without Text is coerced."""
    facts = json.loads((shared / "facts" / "schemaorg_terms.json").read_bytes())
    found = context(ours())["@context"]
    coerced = {
        key: entry["@type"] for key, entry in found.items() if "@type" in entry and key != "type"
    }
    expected = {}
    for name, entry in facts["terms"].items():
        kinds = set(entry.get("range", ())) if entry["kind"] == "property" else set()
        if kinds & {"URL", "Date"} and "Text" not in kinds:
            expected[name] = "@id" if "URL" in kinds else "Date"
    assert (len(found), coerced) == (204, expected)


@pytest.mark.parametrize("name", sorted(FACTS))
def test_each_code_of_an_authority_table_is_in_the_fact_table(shared: Path, name: str) -> None:
    """No code is invented, and none is listed twice."""
    lines = (shared / "facts" / FACTS[name]).read_text("utf-8").splitlines()
    facts = csv.DictReader(
        (li for li in lines if not li.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    column = {"licence": "eu_code", "country": "eu_code", "language": "eu_iri"}.get(name, "code")
    known = {row[column].rpartition("/")[2] for row in facts}
    codes = [row["code"] for row in table(name) if row["code"]]
    assert set(codes) <= known
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("column", ["extensions", "media_types"])
def test_a_suffix_or_media_type_leads_to_one_file_type(column: str) -> None:
    """No cell of the table stands in two rows."""
    cells = [cell for row in table("file-type") for cell in row[column].split("|") if cell]
    assert len(cells) == len(set(cells))


def test_each_media_type_of_a_file_type_is_registered() -> None:
    """IANA lists whatever we state as dcat:mediaType."""
    registered = {row["media_type"] for row in table("media-type")}
    assert {row["media_type"] for row in table("file-type")} - registered == {""}


def test_a_deprecated_licence_is_replaced_by_one_that_is_not() -> None:
    """The replacement is in the table, and not deprecated itself."""
    rows = {row["code"]: row for row in table("licence") if row["code"]}
    replaced = [row["replaced_by"] for row in rows.values() if row["replaced_by"]]
    assert replaced
    assert not [code for code in replaced if rows[code]["status"]]


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_each_authority_concept_has_a_class_and_a_scheme(name: str) -> None:
    """DCAT-AP rejects a code of a controlled vocabulary without them."""
    for row in table(name):
        if row["code"]:
            iri = EU[f"{name}/{row['code']}"]
            assert {(iri, RDF.type, CLASSES[name]), (iri, SKOS.inScheme, EU[name])} <= set(
                describe(iri)
            )


@pytest.mark.parametrize(
    "iri",
    [
        EU["language/ENG"],
        EU["country/SVN"],
        EU["data-theme"],
        EU["data-theme/ENVI"],
        EU["access-right/PUBLIC"],
        EU["frequency/ANNUAL"],
        EU["dataset-type/STATISTICAL"],
        EU["file-type/CSV"],
        EU["planned-availability/STABLE"],
        IANA["text/csv"],
        LICENCE_TYPE["Attribution"],
        PUBLISHER_TYPE["NationalAuthority"],
        PUBLISHER_TYPE["1.0"],
    ],
    ids=curie,
)
def test_a_concept_comes_with_what_the_clean_example_states(shared: Path, iri: URIRef) -> None:
    """Classes and schemes are those of a record that passes every shape; labels are in English."""
    example = Graph().parse(shared / "facts" / "example_clean.ttl")
    ours_too = set(describe(iri))
    for predicate in (RDF.type, SKOS.inScheme):
        for value in example.objects(iri, predicate):
            assert (iri, predicate, value) in ours_too
    for predicate in (SKOS.prefLabel, DCT.title):
        if (iri, predicate, None) in example:
            labels = [o for s, p, o in ours_too if (s, p) == (iri, predicate)]
            assert [o.language for o in labels if isinstance(o, Literal)] == ["en"]


def test_a_licence_comes_with_its_type_and_the_scheme_of_the_type() -> None:
    """CC BY 4.0 asks for attribution, and the type is a concept of the ADMS scheme."""
    found = set(describe(EU["licence/CC_BY_4_0"]))
    kind, scheme = LICENCE_TYPE["Attribution"], LICENCE_TYPE["1.0"]
    assert (EU["licence/CC_BY_4_0"], RDF.type, DCT.LicenseDocument) in found
    assert (EU["licence/CC_BY_4_0"], DCT.type, kind) in found
    assert (kind, SKOS.inScheme, scheme) in found
    assert (scheme, RDF.type, SKOS.ConceptScheme) in found


def test_a_creative_commons_licence_of_no_table_has_its_types() -> None:
    """The address itself says what the licence asks for."""
    iri = URIRef("https://creativecommons.org/licenses/by-nc/3.0/ec/")
    assert {o for _, p, o in describe(iri) if p == DCT.type} == {
        LICENCE_TYPE["Attribution"],
        LICENCE_TYPE["NonCommercialUseOnly"],
    }


@pytest.mark.parametrize("iri", ["https://example.org/", str(EU["language/NOPE"]), str(EU)])
def test_an_iri_of_no_table_has_no_description(iri: str) -> None:
    """Nothing is said about what we do not know."""
    assert describe(URIRef(iri)) == ()


@pytest.mark.parametrize("prefix", sorted(prefixes()))
def test_a_curie_leads_to_an_iri_and_back(prefix: str) -> None:
    """Each prefix has a namespace of its own."""
    assert curie(expand_curie(f"{prefix}:term")) == f"{prefix}:term"


def test_an_unknown_prefix_is_the_callers_mistake() -> None:
    """The mapping names only prefixes of the table."""
    with pytest.raises(KeyError):
        expand_curie("nope:term")


def test_the_longest_namespace_gives_the_curie() -> None:
    """An IRI that cannot be a CURIE is shown as it is."""
    assert curie(DCAT["Dataset"]) == "dcat:Dataset"
    assert curie("http://www.w3.org/ns/dcat#a b") == "http://www.w3.org/ns/dcat#a b"


@pytest.mark.parametrize(
    ("written", "kind", "meant"),
    [
        ("dataset", "class", "Dataset"),
        ("DataSet", None, "Dataset"),
        ("Organisation", "class", "Organization"),
        ("DataCatalogue", "class", "DataCatalog"),
        ("datePublised", "property", "datePublished"),
        ("Url", "property", "url"),
        ("zzzzzz", None, None),
    ],
)
def test_a_misspelt_term_is_told_from_a_strange_one(
    written: str, kind: str | None, meant: str | None
) -> None:
    """A suggestion is made only when one term is close."""
    assert not is_term(written, kind)
    assert suggest(written, kind) == meant


def test_terms_have_kinds() -> None:
    """The counts are those of schema.org 30.0."""
    kinds = list(terms().values())
    assert (kinds.count("property"), kinds.count("class")) == (1529, 923)
