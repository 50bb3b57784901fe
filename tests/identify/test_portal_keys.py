"""How a portal's own keys name its records, and how captures meet by them."""

from __future__ import annotations

import hashlib
from collections import defaultdict

import pytest
from rdflib import DCTERMS, RDF, Graph, URIRef

from ld_convert import Settings, convert_pages
from ld_convert.identify.keys import redirect_keys
from ld_convert.model import Capture, Conversion, Json, Key, Page
from ld_convert.vocab.namespaces import DCAT
from tests.support.harmony import (
    ITEMS,
    SITE,
    STUDY,
    WAVE,
    json_ld,
    page,
    payload,
    record,
    script,
    view,
)

BY_UUID, BY_SLUG = f"{ITEMS}{WAVE}#dataset", f"{ITEMS}wave-one#dataset"
OWN = record("Wave One", uuid=WAVE, slug="wave-one")
DRAWER = ["$", "$L9", None, {"study": OWN, "studyDataComplete": True}]
VIEW = ["$", "$L9", None, {"dataset": view("Wave One")}]
PREVIEW = "https://discoverynext.vercel.app/items/wave-one"


def converted(*captures: Capture, **settings: Json) -> list[Conversion]:
    """The conversions of pages."""
    return convert_pages(list(captures), Settings(**settings))


def one(data: bytes, **settings: Json) -> Conversion:
    """The conversion of one payload."""
    return converted(page("page", data), **settings)[0]


def met(*conversions: Conversion) -> dict[str, str]:
    """The final name of each node that has keys, as a ledger over strong keys would give it."""
    keys = [key for conversion in conversions for key in conversion.keys]
    parent = {key.node: key.node for key in keys}

    def top(node: str) -> str:
        return node if parent[node] == node else top(parent[node])

    holders: dict[tuple[str, str], str] = {}
    for key in keys:
        if not key.is_weak or key.kind.endswith(("md5", "of-part")):
            first = holders.setdefault((key.kind, key.value), key.node)
            parent[top(key.node)] = top(first)
    groups: defaultdict[str, list[Key]] = defaultdict(list)
    for key in keys:
        groups[top(key.node)].append(key)
    best = {name: min((k.rank, k.iri) for k in found)[1] for name, found in groups.items()}
    return {node: best[top(node)] for node in parent}


FORMS = {
    "A": payload(f"/items/{WAVE}", {"slug": WAVE, "initialData": OWN}, og=f"{SITE}/"),
    "B by slug": payload("/items/wave-one", {"initialData": OWN}, og=f"{ITEMS}wave-one"),
    "B by uuid": payload(f"/items/{WAVE}", {"initialData": OWN}, og=ITEMS + WAVE),
    "C": payload(
        "/studies/wave-one/",
        [script(json_ld("Wave One", f"{SITE}/studies/wave-one")), DRAWER],
        og=f"{SITE}/studies/wave-one",
    ),
}
VIEWS = {
    "D": payload("/items/wave-one", [script(json_ld("Wave One", PREVIEW)), VIEW], og=PREVIEW),
    "D without JSON-LD": payload("/studies/wave-one", {"study": view("Wave One")}),
    "D on a preview host": payload("/items/wave-one", {"study": view("Wave One")}, base=""),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_record_is_named_by_its_uuid_in_each_form_of_its_page(form: str) -> None:
    """Whatever title, og:url and route the page has."""
    assert one(FORMS[form]).datasets == (BY_UUID,)


@pytest.mark.parametrize("form", VIEWS)
def test_a_view_model_is_named_by_the_slug_in_the_route(form: str) -> None:
    """It has no key of its own; the JSON-LD beside it is the same thing."""
    assert one(VIEWS[form]).datasets == (BY_SLUG,)


@pytest.mark.parametrize("form", VIEWS)
def test_a_view_model_and_the_record_share_a_key(form: str) -> None:
    """So the run gives both the IRI of the uuid."""
    found = met(one(VIEWS[form]), one(FORMS["A"]))
    assert found[BY_SLUG] == found[BY_UUID] == BY_UUID


def test_a_redirect_tells_that_a_uuid_and_a_slug_are_one() -> None:
    """It describes nothing; its address and its target are keys of one thing."""
    leads = {"__html": "location.replace('/items/wave-one')"}
    stub = ["$", "script", None, {"dangerouslySetInnerHTML": leads}]
    found = one(payload(f"/items/{WAVE}", [stub], og=ITEMS + WAVE))
    assert found.datasets == ()
    assert {(key.kind, key.value, key.is_described) for key in found.keys} == {
        ("harmony:uuid", WAVE, False),
        ("harmony:slug", "wave-one", False),
    }
    assert met(found, one(VIEWS["D"]))[BY_SLUG] == BY_UUID


OLD, NEW = "https://a.example/old", "https://a.example/new/"


def test_a_redirect_of_no_portal_names_both_pages_by_its_target() -> None:
    """The address to which it leads is the better key, and it describes neither page."""
    keys = list(redirect_keys(Page((), OLD, "redirect", NEW)))
    assert [key.value for key in keys] == ["a.example/old", "a.example/new"]
    assert {(key.node, key.kind, key.is_described) for key in keys} == {
        (f"{NEW}#dataset", "page", False)
    }
    assert [key.iri for key in keys] == [f"{OLD}#dataset", f"{NEW}#dataset"]
    assert keys[1].rank < keys[0].rank


@pytest.mark.parametrize(
    "page",
    [Page((), OLD, "record", NEW), Page((), None, "redirect", NEW), Page((), OLD, "redirect")],
)
def test_a_page_that_leads_nowhere_names_no_other(page: Page) -> None:
    """Both addresses of a redirect must be known."""
    assert list(redirect_keys(page)) == []


def test_an_ancestor_and_its_own_page_have_one_iri() -> None:
    """The ancestor has a uuid only, and another list of addresses and DOIs."""
    own = record("Study", kind="study", uuid=STUDY, slug="study")
    more = {"url": ["https://b.example/2"], "identifier": ["10.5555/1"]}
    above = record("Study", kind="study", uuid=STUDY, schema=more)
    child = OWN | {"ancestors": [above]}
    pages = (
        one(payload("/items/wave-one", {"initialData": child})),
        one(payload("/items/study", {"initialData": own})),
    )
    assert pages[1].datasets[0] in pages[0].datasets
    keys = {(k.kind, k.is_described) for k in pages[0].keys if k.node == pages[1].datasets[0]}
    assert ("harmony:uuid", False) in keys


def test_a_child_stub_with_a_slug_meets_its_page() -> None:
    """Stubs of the portal's studies have no uuid."""
    stub = record("Wave One", slug="wave-one")
    study = one(payload("/items/study", {"dataset": view("Study", child_datasets=[stub])}))
    assert met(study, one(FORMS["A"]))[BY_SLUG] == BY_UUID


def test_a_uuid_is_the_md5_of_the_harmony_id() -> None:
    """So a slug with the code of its source is a key that can be checked."""
    uuid = hashlib.md5(b"closer/whitehall-ii", usedforsecurity=False).hexdigest()
    by_uuid = record("Whitehall II", kind="study", uuid=uuid)
    child = one(payload("/items/p8", {"initialData": OWN | {"ancestors": [by_uuid]}}))
    study = one(payload("/items/whitehall-ii", {"dataset": view("Whitehall II")}))
    assert met(child, study)[f"{ITEMS}whitehall-ii#dataset"] == f"{ITEMS}{uuid}#dataset"


def test_one_part_of_two_studies_of_one_title_is_a_weak_key() -> None:
    """One side knows the study by uuid, the other by slug, and no md5 helps."""
    stub = record("Wave One", slug="wave-one")
    study = one(payload("/items/moved", {"dataset": view("Moved Study", child_datasets=[stub])}))
    above = record("Moved Study", kind="study", uuid=STUDY)
    child = one(payload("/items/wave-one", {"initialData": OWN | {"ancestors": [above]}}))
    shared = {(k.kind, k.value) for k in study.keys} & {
        (k.kind, k.value) for k in child.keys if k.node == f"{ITEMS}{STUDY}#dataset"
    }
    assert {kind for kind, _ in shared} == {"harmony:slug-of-part"}
    assert all(key.is_weak for key in study.keys if key.kind == "harmony:slug-of-part")


def test_a_page_with_the_record_of_another_thing_is_told() -> None:
    """The route says airwave, the record says Next Steps: it is named by its title."""
    data = payload("/studies/airwave-health-monitoring-study", {"study": view("Next Steps Study")})
    found = one(data)
    assert found.datasets[0].startswith("urn:ld-convert:dataset/")
    assert "LD308" in {finding.code for finding in found.findings}
    assert met(found, one(VIEWS["D"]))[found.datasets[0]] != BY_SLUG


def test_words_of_many_titles_do_not_make_a_page_that_of_a_record() -> None:
    """`study` in both says nothing; an accent that the slug lacks does not matter."""
    found = one(payload("/studies/grosse-und-kleine", {"study": view("Große und Kleine")}))
    assert found.datasets == (f"{ITEMS}grosse-und-kleine#dataset",)


def test_a_thing_that_is_said_to_be_its_own_part_is_told_and_kept() -> None:
    """Neither hasPart nor isPartOf leads from a thing to itself."""
    inner = OWN | {"child_datasets": [OWN], "ancestors": [OWN]}
    found = one(payload("/items/wave-one", {"initialData": inner}))
    assert found.datasets == (BY_UUID,)
    assert "LD315" in {finding.code for finding in found.findings}
    thing = URIRef(BY_UUID)
    assert not {(thing, p, thing) for p in found.graph.predicates(thing, thing)}


def test_two_titles_under_one_uuid_are_told() -> None:
    """Both stay in the graph; the warning names them."""
    stubs = [record("One", uuid=STUDY), record("Two", uuid=STUDY)]
    found = one(payload("/items/wave-one", {"initialData": OWN | {"child_datasets": stubs}}))
    (warning,) = [f for f in found.findings if f.code == "LD310"]
    assert "'One' and 'Two'" in warning.message


def test_the_record_of_a_search_names_its_study_by_uuid_alone() -> None:
    """`parent` holds no record there, and the top-level ancestor stands beside it."""
    data = record("Wave One", uuid=WAVE, top_level_ancestor_uuid=STUDY)
    found = one(payload("/items/w", {"initialData": data | {"parent": {"data": {"uuid": STUDY}}}}))
    study = URIRef(f"{ITEMS}{STUDY}#dataset")
    assert (URIRef(BY_UUID), DCTERMS.isPartOf, study) in found.graph
    assert found.datasets == (BY_UUID,)


def test_a_top_level_ancestor_that_is_the_thing_itself_is_left_out() -> None:
    """The portal writes a study's own uuid there."""
    data = record("Study", kind="study", uuid=STUDY, top_level_ancestor_uuid=STUDY)
    found = one(payload("/items/s", {"initialData": data}))
    assert not list(found.graph.objects(None, DCTERMS.isPartOf))


def test_the_user_s_policy_counts_more_than_the_portal_s_key() -> None:
    """Then the key leads to the IRI that the policy gives."""
    found = one(FORMS["B by slug"], iri_from=("page", "id", "url", "hash"))
    assert found.datasets == (BY_SLUG,)
    assert {key.iri for key in found.keys if not key.is_weak} == {BY_SLUG}
    assert min(key.rank for key in found.keys) < 0


def plain(url: str | None = None, /, **members: Json) -> Conversion:
    """A page of plain JSON-LD, captured at an address."""
    import json  # noqa: PLC0415

    head = {"@context": "https://schema.org/", "@type": "Dataset", "name": "Tides"}
    text = json.dumps({**head, **members})
    html = f'<!DOCTYPE html><script type="application/ld+json">{text}</script>'
    return converted(Capture("page.html", html.encode(), "html", url))[0]


def kinds(conversion: Conversion) -> set[tuple[str, str, bool]]:
    """Kind, value and weakness of the keys of a conversion."""
    return {(key.kind, key.value, key.is_weak) for key in conversion.keys}


def test_plain_pages_are_known_by_id_page_and_doi() -> None:
    """A DOI and an identifier never join alone, and an identifier holds on its host only."""
    found = plain("https://a.example/d/1", identifier=["10.5555/12345678", "T1"])
    assert kinds(found) == {
        ("page", "a.example/d/1", False),
        ("doi", "https://doi.org/10.5555/12345678", True),
        ("identifier", "a.example 10.5555/12345678", True),
        ("identifier", "a.example T1", True),
    }
    named = plain("https://a.example/d/1", **{"@id": "https://a.example/d/1#it"})
    assert ("id", "http://a.example/d/1#it", False) in kinds(named)


@pytest.mark.parametrize("member", ["isPartOf", "hasPart", "includedInDataCatalog"])
def test_a_reference_by_an_address_has_the_key_of_that_page(member: str) -> None:
    """So `isPartOf` by url leads to the dataset of the page."""
    found = plain("https://a.example/d/1", **{member: "https://a.example/d/2"})
    (key,) = [key for key in found.keys if key.value == "a.example/d/2"]
    assert (key.node, key.is_described) == ("https://a.example/d/2", False)
    other = plain("https://a.example/d/2")
    assert ("page", "a.example/d/2", False) in kinds(other)


def titles(graph: Graph) -> set[str]:
    """The titles of the datasets of a graph."""
    found = graph.subjects(RDF.type, DCAT.Dataset)
    return {str(title) for node in found for title in graph.objects(node, DCTERMS.title)}


def test_a_reference_to_a_page_of_the_portal_has_the_portal_s_key() -> None:
    """Also in the JSON-LD of another site."""
    found = plain("https://a.example/d/1", isPartOf=f"{SITE}/items/study")
    assert ("harmony:slug", "study", False) in kinds(found)
    assert titles(found.graph) == {"Tides"}


def test_a_reference_by_doi_or_identifier_has_that_key() -> None:
    """An identifier holds on the host of the page; both join weakly."""
    for whole, key in (
        ("https://doi.org/10.5555/12345678", ("doi", "https://doi.org/10.5555/12345678", True)),
        ({"@type": "Dataset", "identifier": "T2"}, ("identifier", "a.example T2", True)),
    ):
        assert key in kinds(plain("https://a.example/d/1", isPartOf=whole))


def test_a_catalogue_named_by_its_address_alone_meets_its_page() -> None:
    """The page of the catalogue gives it a name."""
    whole = {"@type": "DataCatalog", "url": "https://a.example/all"}
    found = plain("https://a.example/d/1", includedInDataCatalog=whole)
    own = plain("https://a.example/all", **{"@type": "DataCatalog", "name": "All"})
    assert met(found, own)["https://a.example/all#catalog"] == "urn:ld-convert:catalog/all"
