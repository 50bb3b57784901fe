from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ld_convert.expand import expand
from ld_convert.findings import Report
from ld_convert.identity import Group, Thing, identify
from ld_convert.model import Expanded, Fragment, Json, Location, Origin
from ld_convert.views import views

BASE = "https://data.example/"
PAGE = "https://portal.example/items/one"


def named(*documents: Json, page: str | None = None) -> tuple[list[Expanded], list[str], list[str]]:
    """The expanded documents, the name of each one's first node, and the codes of findings."""
    report = Report()
    found = [
        expand(Fragment({"@context": "https://schema.org", **document}, (origin(i),)), report, None)
        for i, document in enumerate(documents)
    ]
    names = identify(found, page, BASE, report)
    first = [expanded.nodes[0]["@id"] for expanded in found]
    return found, [names.get(i, i) for i in first], [f.code for f in report.findings]


def origin(number: int) -> Origin:
    return Origin("document", Location(f"page{number}"))


def dataset(name: str, **more: Json) -> Json:
    return {"@type": "Dataset", "name": name, **more}


def test_an_absolute_id_is_the_name() -> None:
    """Nothing replaces what the page says."""
    assert named(dataset("T", **{"@id": "http://a/1"}), page=PAGE)[1] == ["http://a/1"]


def test_a_page_that_is_the_datasets_own_gives_the_name() -> None:
    """The page's address is among the dataset's, with or without a final slash."""
    other = dataset("U", url="https://portal.example/items/two")
    _, names, _ = named(dataset("T", url=PAGE + "/"), other, page=PAGE)
    assert names == [f"{PAGE}#dataset", "https://portal.example/items/two#dataset"]


def test_the_only_dataset_of_a_page_is_named_by_the_page() -> None:
    """Its own url leads elsewhere, as in catalogues of catalogues."""
    assert named(dataset("T", url="http://source/1"), page=PAGE)[1] == [f"{PAGE}#dataset"]


def test_without_an_address_the_name_is_a_hash_of_what_is_said() -> None:
    """The same name for the same statements, in whatever page."""
    one, two = named(dataset("T"))[1], named(dataset("T"))[1]
    assert one == two
    assert one[0].startswith(f"{BASE}dataset/")
    assert named(dataset("U"))[1] != one


def test_two_records_of_one_name_in_two_fragments_are_one_dataset() -> None:
    """A page's JSON-LD and the record in a component's properties name it alike."""
    _, names, _ = named(dataset("T  x", url="http://a/1"), dataset("t X", url="http://b/2"))
    assert len(set(names)) == 1


def test_identifiers_that_differ_keep_two_records_apart() -> None:
    """A name is not enough against two identifiers."""
    _, names, _ = named(dataset("T", identifier="1"), dataset("T", identifier="2"))
    assert len(set(names)) == 2


def test_ids_that_differ_keep_two_records_apart() -> None:
    """Two IRIs are two things."""
    one, two = dataset("T", **{"@id": "http://a/1"}), dataset("T", **{"@id": "http://a/2"})
    assert named(one, two)[1] == ["http://a/1", "http://a/2"]


def test_a_dataset_is_not_one_with_a_part_of_the_same_name() -> None:
    """A study and its first wave often share a title."""
    found, names, _ = named(dataset("T", hasPart=dataset("T", url="http://a/part")))
    part = found[0].nodes[0]["http://schema.org/hasPart"][0]["@id"]
    assert names[0] != part


def test_two_datasets_with_one_address_are_reported_and_kept_apart() -> None:
    """The second is named by its content."""
    url = "http://a/list"
    _, names, codes = named(dataset("T", url=url), dataset("U", url=url))
    assert names[0] == f"{url}#dataset"
    assert names[1].startswith(f"{BASE}dataset/")
    assert codes == ["LD306"]


def test_agents_are_named_by_their_name() -> None:
    """Upper and lower case, spaces and punctuation do not make two."""
    _, names, _ = named(
        {"@type": "Organization", "name": "Office for  Statistics"},
        {"@type": "Organization", "name": "office for statistics"},
    )
    assert names == [f"{BASE}agent/office-for-statistics"] * 2


def test_an_agent_without_a_class_is_an_agent_by_its_property() -> None:
    """What stands under creator is an agent, whatever it says of itself."""
    found, _, _ = named(dataset("T", creator={"name": "Ada"}))
    report = Report()
    names = identify(found, None, BASE, report)
    assert f"{BASE}agent/ada" in names.values()


def test_one_id_for_a_dataset_and_a_catalogue_is_reported() -> None:
    """One IRI is one thing."""
    iri = {"@id": "http://a/1"}
    catalogue = {"@type": "DataCatalog", "name": "C", **iri}
    assert named(dataset("T", **iri), catalogue)[2] == ["LD307"]


def test_equal_nameless_nodes_under_one_property_are_one() -> None:
    """Two records that are one dataset bring each place twice."""
    place = {"@type": "Place", "name": "England"}
    found, _, _ = named(
        dataset("T", spatialCoverage=place), dataset("T", spatialCoverage=place, x="y")
    )
    names = identify(found, None, BASE, Report())
    first, second = (e.nodes[0]["http://schema.org/spatialCoverage"][0]["@id"] for e in found)
    assert names.get(second, second) == names.get(first, first)


def apart(one: Thing, other: Thing) -> bool:
    """The rule for two things: an IRI, identifier, address or place inside sets them apart."""
    if not one.blank and not other.blank:
        return True
    identified = one.identifiers and other.identifiers and not one.identifiers & other.identifiers
    inside = one.id in other.above or other.id in one.above
    addressed = one.urls and other.urls and not set(one.urls) & set(other.urls)
    return bool(identified or inside or (addressed and one.fragments & other.fragments))


FEW = st.sets(st.sampled_from("abc"), max_size=2)
MADE = st.tuples(st.sets(st.integers(0, 2), min_size=1), FEW, FEW, FEW, st.booleans())


@given(st.lists(MADE, min_size=1, max_size=6))
def test_a_group_takes_what_nothing_sets_apart_from_any_of_it(made: list[Json]) -> None:
    """What a group keeps of its things gives the same answer as comparing with each of them."""
    *things, last = [
        Thing(
            f"{'http:' if has_iri else '_:'}{number}",
            views()["agent"],
            Location("page"),
            fragments,
            {f"_:{'abc'.index(letter)}" for letter in above},
            [],
            identifiers,
            sorted(urls),
        )
        for number, (fragments, above, identifiers, urls, has_iri) in enumerate(made)
    ]
    group = Group()
    for thing in things:
        group.add(thing)
    assert group.takes(last) == (not any(apart(last, thing) for thing in things))
