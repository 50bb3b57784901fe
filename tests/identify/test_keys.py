"""The keys of one thing and the policies that name it, for each kind of statement."""

from __future__ import annotations

import pytest

from ld_convert.identify.keys import BY_ID, BY_PAGE, BY_TEXT, CHOSEN, REFERRED, keys_of
from ld_convert.identify.policies import Known, candidates, dataset_iri, is_own_page, order
from ld_convert.identify.things import Thing
from ld_convert.model import Json, Location
from ld_convert.vocab.records import RecordKey
from ld_convert.vocab.views import views
from tests.support.harmony import ITEMS

SCHEMA, DCT = "http://schema.org/", "http://purl.org/dc/terms/"
D, PAGE, DOI = "http://a.example/d#1", "https://www.a.example/d/", "10.5555/12345678"


def thing(label: str = "_:a", view: str = "dataset", *, outer: bool = True, **more: Json) -> Thing:
    """A thing of a page that says something of it."""
    more.setdefault("nodes", [{"@id": label, f"{SCHEMA}description": [{"@value": "D"}]}])
    return Thing(label, views()[view], Location("p"), is_outer=outer, **more)


def said(key: str, *values: Json) -> Json:
    return {"@id": "_:a", f"{SCHEMA}description": [{"@value": "D"}], SCHEMA + key: list(values)}


BOOK = {"@value": f"doi:{DOI}"}
"""A DOI as people write it."""
IRI = f"https://doi.org/{DOI}"


@pytest.mark.parametrize(
    ("one", "page", "keys"),
    [
        (thing(), None, []),
        (thing(D), None, [("id", D, BY_ID)]),
        (thing(IRI), None, [("id", IRI, BY_ID), ("doi", IRI, BY_TEXT)]),
        (thing(), PAGE, [("page", "a.example/d", BY_PAGE)]),
        (thing(urls=["http://b.example/"]), None, [("page", "b.example", BY_PAGE)]),
        (thing(urls=["http://b.example/", "http://b.example/"]), None,
         [("page", "b.example", BY_PAGE)]),
        (thing(urls=["http://b.example/", "http://c.example/"]), None, []),
        (thing(urls=["http://b.example/", "http://c.example/"]), PAGE,
         [("page", "a.example/d", BY_PAGE)]),
        (thing(urls=["http://b.example/"]), PAGE, [("page", "a.example/d", BY_PAGE)]),
        (thing(urls=["no address"]), None, []),
        (thing(urls=[f"{ITEMS}wave-one"]), None, [("harmony:slug", "wave-one", 1)]),
        (thing(nodes=[said("identifier", BOOK)]), None, [("doi", IRI, BY_TEXT)]),
        (thing(nodes=[said("sameAs", {"@id": IRI.upper().replace("HTTPS", "https")})]), None,
         [("doi", IRI, BY_TEXT)]),
        (thing(nodes=[said("identifier", {"@id": "_:v", f"{SCHEMA}value": [BOOK]})]), None,
         [("doi", IRI, BY_TEXT)]),
        (thing(nodes=[said("identifier", {"@value": "7"})], identifiers={"7"}), None, []),
        (thing(identifiers={"7", "8"}, urls=["http://www.b.example/x"]), None,
         [("page", "b.example/x", BY_PAGE), ("identifier", "b.example 7", BY_TEXT),
          ("identifier", "b.example 8", BY_TEXT)]),
        (thing(view="agent"), PAGE, []),
        (thing(view="catalog"), PAGE, [("catalog-page", "a.example/d", BY_PAGE)]),
        (thing(view="catalog", outer=False, names=["C"]), PAGE, []),
        (thing(view="catalog", outer=False, urls=["http://b.example/"]), None,
         [("catalog-page", "b.example", BY_PAGE)]),
    ],
)  # fmt: skip
def test_a_thing_is_known_by_what_schema_org_says_of_it(
    one: Thing, page: str | None, keys: list[tuple[str, str, int]]
) -> None:
    """By @id, page or only address; by DOI and by an identifier of its host, both weakly."""
    found = list(keys_of([one], "http://n/1", page, None, is_chosen=False))
    assert [(key.kind, key.value, key.rank) for key in found] == keys
    assert {(key.node, key.iri, key.is_described) for key in found} <= {
        ("http://n/1", "http://n/1", True)
    }
    assert {key.kind for key in found if key.is_weak} <= {"doi", "identifier"}
    assert not any(not key.is_weak for key in found if key.kind in ("doi", "identifier"))


def test_the_best_key_of_a_thing_is_what_the_user_chose_then_its_id_its_page_and_its_words() -> (
    None
):
    """A thing that is only referred to has the last word; a portal's own keys count from 0."""
    assert CHOSEN < 0 <= BY_ID < BY_PAGE < BY_TEXT < REFERRED


def test_an_identifier_holds_on_the_host_of_the_page() -> None:
    """Before that of the dataset's own addresses."""
    one = thing(identifiers={"7"}, urls=["http://b.example/1", "http://b.example/2"])
    (key,) = keys_of([one], D, None, "https://www.c.example/list", is_chosen=False)
    assert (key.value, key.is_weak) == ("c.example 7", True)


BARE = {"@id": "http://b.example/2", f"{SCHEMA}name": [{"@value": "N"}]}


@pytest.mark.parametrize("key", ["identifier", "name", "sameAs", "url"])
def test_what_a_reference_is_made_of_describes_nothing(key: str) -> None:
    """A thing inside another with an address and a name is only referred to."""
    node: Json = {"@id": "http://b.example/2", "@type": ["x"], SCHEMA + key: [{"@value": "N"}]}
    one = thing("http://b.example/2", outer=False, nodes=[node])
    found = list(keys_of([one], "n", None, None, is_chosen=False))
    assert {(k.kind, k.value, k.rank, k.is_described) for k in found} == {
        ("id", "http://b.example/2", REFERRED, False),
        ("page", "b.example/2", REFERRED, False),
    }
    one.nodes = [{**node, f"{SCHEMA}license": [{"@value": "L"}]}]
    (said_of, *_) = keys_of([one], "n", None, None, is_chosen=False)
    assert (said_of.kind, said_of.rank, said_of.is_described) == ("id", BY_ID, True)


@pytest.mark.parametrize("link", ["isPartOf", "hasPart", "includedInDataCatalog", "dataset"])
@pytest.mark.parametrize(
    ("value", "key"),
    [
        ({"@id": "http://b.example/2"}, ("page", "b.example/2", REFERRED, False)),
        ({"@value": "http://b.example/2"}, ("page", "b.example/2", REFERRED, False)),
        ({"@id": IRI}, ("doi", IRI, REFERRED, True)),
        ({"@id": f"{ITEMS}wave-one"}, ("harmony:slug", "wave-one", 1, False)),
        ({"@id": "urn:x:y"}, None),
        ({"@value": 7}, None),
        (BARE, None),
    ],
)
def test_a_bare_reference_has_the_key_of_what_it_names(
    link: str, value: Json, key: tuple[str, str, int, bool] | None
) -> None:
    """By page, DOI or a portal's key; what says more is a thing of its own."""
    one = thing(nodes=[said(link, value)])
    found = list(keys_of([one], "n", None, None, is_chosen=False))
    if link == "includedInDataCatalog" and key and key[0] == "page":
        key = ("catalog-page", *key[1:])
    assert [(k.kind, k.value, k.rank, k.is_weak) for k in found] == ([key] if key else [])
    assert all(
        not k.is_described and k.node == value.get("@id", value.get("@value")) for k in found
    )


STRONG = RecordKey("uuid", "u", "http://p/u", 0)
WEAK = RecordKey("slug", "s", "", 2, is_weak=True)


@pytest.mark.parametrize(
    ("keys", "kinds"),
    [
        ((STRONG, STRONG), ["uuid"]),
        ((STRONG, WEAK), ["uuid", "slug"]),
        ((RecordKey("slug", "t", "", 1), WEAK, WEAK._replace(value="t")), ["slug", "slug"]),
        ((RecordKey("other", "t", "", 1), WEAK), ["other", "slug"]),
    ],
)
def test_a_portal_s_keys_come_instead_of_all_others(
    keys: tuple[RecordKey, ...], kinds: list[str]
) -> None:
    """Each once; a guess is left out where one of its kind is what a sure key states."""
    found = list(keys_of([thing(D, keys=keys)], "n", PAGE, PAGE, is_chosen=False))
    assert [key.kind for key in found] == kinds


def test_a_policy_that_the_user_chose_comes_before_all_keys() -> None:
    """Each key leads to the IRI that it gives; a weak one keeps its rank."""
    found = list(keys_of([thing(D, keys=(STRONG, WEAK))], "n", PAGE, PAGE, is_chosen=True))
    assert [(key.iri, key.rank) for key in found] == [("n", CHOSEN), ("n", 2)]
    usual = list(keys_of([thing(D, keys=(STRONG, WEAK))], "n", PAGE, PAGE, is_chosen=False))
    assert [(key.iri, key.rank) for key in usual] == [("http://p/u", 0), ("n", 2)]
    plain = list(keys_of([thing(D)], "n", PAGE, PAGE, is_chosen=True))
    assert {(key.iri, key.rank) for key in plain} == {("n", CHOSEN)}


def known(*urls: str, ids: tuple[str, ...] = (), **more: Json) -> Known:
    return Known(ids, urls, more.get("nodes", []), more.get("page"), more.get("alone", False))


@pytest.mark.parametrize(
    ("about", "is_own"),
    [
        (known(page=PAGE), False),
        (known(page=PAGE, alone=True), True),
        (known("http://a.example/d", page=PAGE), True),
        (known("http://b.example/", "http://a.example/d", page=PAGE), True),
        (known("http://b.example/", page=PAGE), False),
        (known(alone=True), False),
    ],
)
def test_a_page_is_that_of_its_only_dataset_or_of_one_that_has_its_address(
    about: Known, *, is_own: bool
) -> None:
    """Without an address of the page there is none."""
    assert is_own_page(about) is is_own
    assert list(candidates(about, ["page"])) == (["https://www.a.example/d/#dataset"] * is_own)


@pytest.mark.parametrize(
    ("about", "source", "iris"),
    [
        (known(ids=("http://a/1", "http://a/2")), "id", ["http://a/1"]),
        (known(), "id", []),
        (known("http://b.example/1", "http://b.example/1"), "url", ["http://b.example/1#dataset"]),
        (known("http://b.example/1", "http://b.example/2"), "url", []),
        (known("b.example/1", "/x", "a b:c", "urn:x:y"), "url", ["urn:x:y#dataset"]),
        (known(nodes=[{"@id": "_:a", f"{DCT}identifier": [BOOK]}]), "doi", [IRI]),
        (known(nodes=[{"@id": IRI}]), "doi", [IRI]),
        (known(nodes=[{"@id": IRI, f"{SCHEMA}url": [{"@id": IRI}]}]), "doi", [IRI]),
        (known(nodes=[{"@id": IRI, f"{SCHEMA}url": [{"@id": IRI + "9"}]}]), "doi", []),
        (known(nodes=[{"@id": "_:a", f"{SCHEMA}identifier": [{"@value": 7}]}]), "doi", []),
        (known(ids=("http://a/1",)), "hash", []),
    ],
)
def test_a_policy_gives_an_iri_where_there_is_one_and_only_one(
    about: Known, source: str, iris: list[str]
) -> None:
    """An @id of several is the first; of addresses and DOIs there must be one."""
    assert list(candidates(about, [source])) == iris


def test_the_policies_are_tried_in_their_order_up_to_the_hash() -> None:
    """What the user names comes first, with commas or in several options, each once."""
    assert order(["doi, page", "", "url"]) == ("doi", "page", "url", "id", "hash")
    about = known("http://b.example/1", ids=("http://a/1",))
    assert list(candidates(about, ["url", "id"])) == ["http://b.example/1#dataset", "http://a/1"]
    assert list(candidates(about, ["url", "hash", "id"])) == ["http://b.example/1#dataset"]


def test_the_dataset_of_a_page_is_named_by_the_page_or_by_its_portal_s_key() -> None:
    """What names no other page is left out; what is no page keeps its address."""
    assert dataset_iri("https://a.example/x?utm_source=q#y") == "https://a.example/x#dataset"
    assert dataset_iri("urn:x:y") == "urn:x:y#dataset"
    assert dataset_iri(f"{ITEMS}wave-one/") == f"{ITEMS}wave-one#dataset"
