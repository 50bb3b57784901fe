"""What tells two descriptions apart or joins them, each kind of evidence by itself."""

from __future__ import annotations

import pytest

from ld_convert.findings.report import Report
from ld_convert.identify.contradictions import contradict, descriptions, files, licences
from ld_convert.identify.distributions import name_distributions, without_signature
from ld_convert.identify.groups import MAX_ALIKE, MAX_COMPARED, group_things
from ld_convert.identify.siblings import content
from ld_convert.identify.things import (
    Thing,
    described_nodes,
    find_things,
    tagged_names,
    take_parts,
)
from ld_convert.model import Expanded, Json, Location
from ld_convert.vocab.records import RecordKey
from ld_convert.vocab.views import views

SCHEMA, DCT, DCAT = "http://schema.org/", "http://purl.org/dc/terms/", "http://www.w3.org/ns/dcat#"
TEXT, LICENCE, FILE = f"{SCHEMA}description", f"{SCHEMA}license", f"{SCHEMA}distribution"


def thing(*nodes: Json, at: str = "", fragment: int = 0, label: str = "_:a", **more: Json) -> Thing:
    """A dataset as a page describes it, at a pointer."""
    return Thing(
        label, views()["dataset"], Location("p", pointer=at), {fragment}, nodes=list(nodes), **more
    )


def said(key: str, *values: str) -> Json:
    """A node with the texts of one property."""
    return {"@id": "_:a", key: [{"@value": value} for value in values]}


@pytest.mark.parametrize(
    ("node", "texts"),
    [
        (said(TEXT, "Levels at the <b>pier</b>, each hour."), ["levels at the pier each hour"]),
        (said(TEXT, "A", " ", "", "B"), ["a", "b"]),
        (said(f"{DCT}description", "A<br/>B"), ["a b"]),
        ({TEXT: [{"@id": "http://a/text"}, {"@id": "_:b1"}, {"@value": 7}]}, ["http a text"]),
        (said(f"{SCHEMA}abstract", "A"), []),
    ],
)
def test_a_description_is_compared_by_its_words(node: Json, texts: list[str]) -> None:
    """Tags, case and punctuation differ between copies; an object says nothing by its label."""
    assert list(descriptions(thing(node))) == texts


@pytest.mark.parametrize(
    ("node", "texts"),
    [
        (said(LICENCE, " http://a.example/l/ "), ["https://a.example/l"]),
        ({f"{DCT}license": [{"@id": "https://a.example/l"}]}, ["https://a.example/l"]),
        (said(f"{SCHEMA}name", "A"), []),
    ],
)
def test_a_licence_is_compared_without_what_spells_the_same_address(
    node: Json, texts: list[str]
) -> None:
    """Of http and https, with a slash and without, there is one licence."""
    assert list(licences(thing(node))) == texts


@pytest.mark.parametrize("link", [FILE, f"{DCAT}distribution"])
@pytest.mark.parametrize(
    "address",
    [f"{SCHEMA}contentUrl", f"{DCAT}downloadURL", f"{SCHEMA}url", f"{DCAT}accessURL"],
)
def test_a_file_is_compared_by_each_of_its_addresses(link: str, address: str) -> None:
    """A text in place of a file has none, nor has another property an address of a file."""
    file = {"@id": "_:f", address: [{"@id": "http://a/f"}], f"{SCHEMA}name": [{"@value": "F"}]}
    assert list(files(thing({link: [file, {"@value": "F"}]}))) == ["http://a/f"]
    assert list(files(thing({f"{SCHEMA}hasPart": [file]}))) == []


def one_file(address: str) -> Json:
    return {FILE: [{"@id": "_:f", f"{SCHEMA}contentUrl": [{"@id": address}]}]}


SHORT, LONG = "Levels at the pier", "Levels at the pier, each hour"


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        (thing(said(TEXT, "A")), thing(said(TEXT, "B")), True),
        (thing(said(TEXT, "A", "B")), thing(said(TEXT, "C", "B")), False),
        (thing(said(TEXT, "A")), thing(), False),
        (thing(), thing(said(TEXT, "A")), False),
        (thing(said(TEXT, SHORT)), thing(said(TEXT, LONG)), False),
        (thing(said(TEXT, LONG)), thing(said(TEXT, SHORT)), False),
        (thing(said(TEXT, "pier")), thing(said(TEXT, SHORT)), True),
        (thing(said(LICENCE, "x")), thing(said(LICENCE, "y")), True),
        (thing(said(LICENCE, "x", "y")), thing(said(LICENCE, "y", "z")), False),
        (thing(said(LICENCE, "x")), thing(), False),
        (thing(), thing(said(LICENCE, "x")), False),
        (thing(one_file("http://a/1")), thing(one_file("http://a/2")), True),
        (thing(one_file("http://a/1")), thing(one_file("http://a/1")), False),
        (thing(one_file("http://a/1")), thing(), False),
        (thing(at="/@graph/0"), thing(at="/@graph/1"), True),
        (thing(at="/@graph/0"), thing(at="/@graph/0"), False),
        (thing(at="/@graph/0"), thing(at="/@graph/1", fragment=1), False),
        (thing(at="/a/0"), thing(at="/b/1"), False),
        (thing(at="/a"), thing(at="/b"), False),
        (thing(at="/a"), thing(at="/1"), False),
        (thing(at="/0"), thing(at="/b"), False),
    ],
)
def test_what_says_two_different_things_contradicts(
    one: Thing, two: Thing, *, differ: bool
) -> None:
    """Descriptions, licences, files, places in a list; silence is no contradiction."""
    assert contradict(one, two) is differ


def grouped(*things: Thing) -> tuple[list[list[str]], list[str]]:
    """The labels of each group, and the codes of findings."""
    report = Report()
    found = group_things(list(things), report)
    return [[one.id for one in group] for group in found], [f.code for f in report.findings]


def keyed(label: str, *keys: str, weak: bool = False, name: str = "") -> Thing:
    """A thing with keys of its portal, and with a name of its own."""
    known = tuple(RecordKey("uuid", key, "", 0, weak) for key in keys)
    return thing(label=label, keys=known, names=[name or label])


def test_things_with_a_strong_key_in_common_are_one_whatever_their_titles() -> None:
    """And a thing with the keys of two shows that they are one; a weak key joins nothing."""
    assert grouped(keyed("_:1", "a"), keyed("_:2", "a"), keyed("_:3", "b")) == (
        [["_:1", "_:2"], ["_:3"]],
        [],
    )
    joined = (keyed("_:1", "a"), keyed("_:2", "b"), keyed("_:3", "a", "b"), keyed("_:4", "b"))
    assert grouped(*joined)[0] == [["_:1", "_:2", "_:3", "_:4"]]
    assert len(grouped(keyed("_:1", "a", weak=True), keyed("_:2", "a", weak=True))[0]) == 2


def test_of_three_groups_that_turn_out_to_be_one_each_key_leads_to_it() -> None:
    """A group that was taken over leads to the one that took it, and that to the next."""
    apart = (keyed("_:1", "a"), keyed("_:2", "b"), keyed("_:3", "c"))
    joins = (keyed("_:4", "b", "c"), keyed("_:5", "a", "b"), keyed("_:6", "c"))
    (group,), _ = grouped(*apart, *joins)
    assert sorted(group) == [f"_:{n}" for n in range(1, 7)]


def test_a_title_joins_where_nothing_else_is_said_and_this_is_told() -> None:
    """One with an identifier or an address in common needs no word; another view has no key."""
    a, b = thing(label="_:1", names=["T"]), thing(label="_:2", names=[" t "])
    assert grouped(a, b) == ([["_:1", "_:2"]], ["LD309"])
    for more in ({"identifiers": {"7"}}, {"urls": ["http://www.a.example/x/"]}):
        two = thing(label="_:2", names=["T"], fragment=1, **more)
        assert grouped(thing(label="_:1", names=["T"], **more), two) == ([["_:1", "_:2"]], [])


def test_a_second_title_joins_too() -> None:
    """A page may name a thing in two languages, and another place in the second only."""
    a, b = thing(label="_:1", names=["T", "U"]), thing(label="_:2", names=["V", "u"])
    assert grouped(a, b)[0] == [["_:1", "_:2"]]


def test_the_work_of_comparing_is_bounded() -> None:
    """Of many equal titles the first groups are compared, and of a group the first descriptions."""
    many = [thing(label=f"_:{n}", at=f"/{n}", names=["T"]) for n in range(MAX_ALIKE + 1)]
    last = thing(label="_:x", at="/9/x", names=["T"], fragment=1, identifiers={"1"})
    same = thing(label="_:y", at="/9/y", names=["T"], fragment=2, identifiers={"1"})
    found = grouped(*many, last, same)[0]
    assert len(found) == MAX_ALIKE + 1
    assert [len(group) for group in found].count(3) == 1
    alike = [thing(said(TEXT, SHORT), names=["T"], label=f"_:{n}") for n in range(MAX_COMPARED)]
    other = thing(said(TEXT, "Other"), names=["T"], label="_:o")
    assert len(grouped(*alike, other)[0]) == 2
    silent = [thing(names=["T"], label=f"_:{n}") for n in range(MAX_COMPARED)]
    assert len(grouped(*silent, alike[0], other)[0]) == 1
    assert len(grouped(*silent[1:], alike[0], other)[0]) == 2


def names_of(*nodes: Json, known: dict[str, str] | None = None) -> dict[str, str]:
    """The names that the distributions of some nodes get."""
    names = dict(known or {})
    name_distributions([Expanded(list(nodes), {}, "")], names)
    return names


def dataset(link: str = FILE, *children: Json, iri: str = "http://a/d", cls: str = "") -> Json:
    return {"@id": iri, "@type": [cls or f"{SCHEMA}Dataset"], link: list(children)}


def part(label: str = "_:f", cls: str = "DataDownload", **said_of_it: str) -> Json:
    """A distribution, with texts under names of schema.org."""
    more = {f"{SCHEMA}{key}": [{"@value": value}] for key, value in said_of_it.items()}
    return {"@id": label, "@type": [f"{SCHEMA}{cls}"], **more}


@pytest.mark.parametrize(
    ("node", "is_named"),
    [
        (dataset(FILE, part(contentUrl="http://a/f")), True),
        (dataset(f"{SCHEMA}encoding", part(name="F")), True),
        (dataset(f"{SCHEMA}encodings", part(name="F")), True),
        (dataset(f"{SCHEMA}associatedMedia", part(name="F")), True),
        (dataset(f"{DCAT}distribution", part(name="F")), True),
        (dataset(FILE, {"@list": [part(name="F")]}), True),
        (dataset(FILE, part(name="F"), cls=f"{DCAT}Dataset"), True),
        (dataset(FILE, part(name="F"), cls=f"{SCHEMA}DataFeed"), True),
        (dataset(f"{SCHEMA}mainEntity", part(name="F")), True),
        (dataset(f"{SCHEMA}mainEntity", part(cls="Article", name="F")), False),
        (dataset(f"{SCHEMA}hasPart", part(cls="MediaObject", contentUrl="http://a/f")), True),
        (dataset(f"{SCHEMA}hasPart", part(cls="MediaObject", name="F")), False),
        (dataset(f"{SCHEMA}hasPart", part(contentUrl="http://a/f")), True),
        (dataset(f"{SCHEMA}hasPart", part(cls="Article", contentUrl="http://a/f")), False),
        (dataset(FILE, part(name="F"), cls=f"{SCHEMA}Book"), False),
        (dataset(FILE, part(cls="WebAPI", name="F")), False),
        (dataset(f"{SCHEMA}about", part(name="F")), False),
        (dataset(FILE, {"@id": "_:f"}), False),
        (dataset(FILE, part("http://a/f", name="F")), False),
        (dataset(FILE, part(name="F"), iri="_:d"), False),
        ({"@id": "_:c", f"{SCHEMA}dataset": [dataset(FILE, part(name="F"))]}, True),
    ],
)
def test_a_nameless_distribution_of_a_named_dataset_gets_a_name(
    node: Json, *, is_named: bool
) -> None:
    """By each property that leads to one; a service and a bare reference get none."""
    found = names_of(node)
    assert (list(found) == ["_:f"]) is is_named
    assert all(name.startswith("http://a/d#distribution-") for name in found.values())


def test_a_distribution_follows_the_new_name_of_its_dataset_and_of_itself() -> None:
    """Names that were given before hold: of the dataset, and of a label that is another's too."""
    node = dataset(FILE, part("_:f", name="F"), iri="_:d")
    found = names_of(node, known={"_:d": "http://b/d", "_:f": "_:g", "_:h": "_:g"})
    assert found["_:f"] == found["_:g"] == found["_:h"]
    assert found["_:f"].startswith("http://b/d#distribution-")
    assert found["_:d"] == "http://b/d"


@pytest.mark.parametrize(
    ("one", "two", "count"),
    [
        (part("_:1", contentUrl="http://a/f"), part("_:2", contentUrl="http://a/f"), 1),
        (part("_:1", contentUrl="http://a/f"), part("_:2", contentUrl="http://a/g"), 2),
        (part("_:1", contentUrl="http://a/f", name="A"), part("_:2", contentUrl="http://a/f"), 1),
        (part("_:1", contentUrl="http://a/f", name="A"),
         part("_:2", contentUrl="http://a/f", name="B"), 2),
        (part("_:1", contentUrl="http://a/f", url="http://a/1"),
         part("_:2", contentUrl="http://a/f", url="http://a/2"), 2),
        (part("_:1", url="http://a/f", name="A"), part("_:2", url="http://a/f"), 2),
        (part("_:1", url="http://a/f"), part("_:2", url="http://a/f"), 1),
        (part("_:1", url="http://a/f", name="A"), part("_:2", url="http://a/g", name="A"), 2),
        (part("_:1", identifier="1", name="A"), part("_:2", identifier="2", name="A"), 2),
        (part("_:1", name="A", contentSize="1"), part("_:2", name="A", contentSize="2"), 2),
        (part("_:1", contentSize="1"), part("_:2", contentSize="2"), 2),
        (part("_:1", contentUrl="http://a/f", contentSize="1"),
         part("_:2", contentUrl="http://a/f", contentSize="2"), 2),
    ],
)  # fmt: skip
def test_two_distributions_share_a_name_only_if_nothing_tells_them_apart(
    one: Json, two: Json, count: int
) -> None:
    """Files by address and by what contradicts; others are one only if they say the same."""
    assert len(set(names_of(dataset(FILE, one, two)).values())) == count


def test_the_first_address_that_there_is_makes_the_name() -> None:
    """What else is said of a file does not change it, nor does the order of its addresses."""
    by_file = part(contentUrl="http://a/f", url="http://a/p", identifier="7", name="N")
    assert names_of(dataset(FILE, by_file)) == names_of(
        dataset(FILE, part(contentUrl="http://a/f"))
    )
    by_page = part(url="http://a/p", identifier="7", name="N")
    assert names_of(dataset(FILE, by_page)) == names_of(dataset(FILE, part(url="http://a/p")))
    by_number = part(identifier="7", name="N")
    assert names_of(dataset(FILE, by_number)) == names_of(dataset(FILE, part(identifier="7")))
    key = f"{SCHEMA}contentUrl"
    one, two = [{"@id": "http://a/1"}, {"@id": "http://a/2"}], [{"@id": "http://a/2"}]
    there, back = {**part(), key: one}, {**part(), key: [*two, one[0], {"@value": ""}]}
    assert names_of(dataset(FILE, there)) == names_of(dataset(FILE, back))


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("http://a/f", "http://a/f"),
        ("http://a/f?v=3", "http://a/f?v=3"),
        ("http://a/f?v=3&x=&y", "http://a/f?v=3&x=&y"),
        ("http://a/f?sig=1", "http://a/f"),
        ("http://a/f?v=3&Signature=x&w=", "http://a/f&v=3&w="),
        ("http://a/f?v=3&X-Amz-Date=1#part", "http://a/f&v=3"),
        ("http://a/f?design=1", "http://a/f?design=1"),
        ("http://a/f?v=3#sig=1", "http://a/f?v=3#sig=1"),
    ],
)
def test_a_signature_is_left_out_of_an_address(address: str, clean: str) -> None:
    """Parameters whose name only begins like one stay, with or without a value."""
    assert without_signature(address) == clean


@pytest.mark.parametrize(
    ("one", "two", "equal"),
    [
        ({"@id": "_:1", "a": [1]}, {"a": [1], "@id": "_:2"}, True),
        ({"a": [{"@id": "_:1"}]}, {"a": [{"@id": "_:2"}]}, True),
        ({"@id": "http://a/1"}, {"@id": "http://a/2"}, False),
        ({"a": ["\ud800"]}, {"a": ["\ud800"]}, True),
        ({"a": 2**70, "b": 1}, {"b": 1, "a": 2**70}, True),
        ({"a": [1, 2]}, {"a": [2, 1]}, False),
    ],
)
def test_values_are_compared_without_the_labels_of_nameless_nodes(
    one: Json, two: Json, *, equal: bool
) -> None:
    """Also half a character and a number of more than 64 bits, which JSON writers refuse."""
    assert (content(one) == content(two)) is equal


@pytest.mark.parametrize(
    ("node", "names"),
    [
        (said(f"{SCHEMA}name", " A "), [("A", "")]),
        ({f"{SCHEMA}name": [{"@value": "A", "@language": "de"}]}, [("A", "de")]),
        ({f"{DCT}title": [{"@list": [{"@value": "A"}, {"@value": "B"}]}]}, [("A", ""), ("B", "")]),
        ({f"{SCHEMA}name": [{"@id": "_:n", f"{DCT}title": [{"@value": "A"}]}]}, [("A", "")]),
        ({f"{SCHEMA}name": [{"@id": "http://a/n"}]}, []),
        ({f"{SCHEMA}name": [{"@value": None}]}, []),
        (said(f"{SCHEMA}headline", "A"), []),
    ],
)
def test_a_thing_is_called_by_its_names_and_by_those_inside_them(
    node: Json, names: list[tuple[str, str]]
) -> None:
    """An address is nobody's name, and a language stays with its name."""
    assert list(tagged_names(node)) == names


def test_described_nodes_are_those_of_which_more_is_said() -> None:
    """The members of a list count in its place; a text and a bare address are none."""
    node, bare, text = {"@id": "_:n", "a": [1]}, {"@id": "_:b"}, {"@value": "x", "@language": "en"}
    assert described_nodes([text, bare, node]) == [node]
    assert described_nodes([{"@list": [text, bare, node]}]) == [node]


def test_a_part_that_is_the_thing_itself_is_taken_out_and_what_it_says_stays() -> None:
    """The bare reference goes; other parts stay."""
    own, bare, other = {"@id": "_:a", "b": [1]}, {"@id": "_:a"}, {"@id": "_:o"}
    node = {f"{SCHEMA}hasPart": [own, other], f"{SCHEMA}isPartOf": [bare]}
    assert take_parts(node, {"_:a"}) == ([own], True)
    assert node == {f"{SCHEMA}hasPart": [other], f"{SCHEMA}isPartOf": []}
    assert take_parts(node, {"_:a"}) == ([], False)


def found(*nodes: Json) -> dict[str, Thing]:
    """The things of one document, by their ids."""
    places: dict[str, Location] = {}

    def note(node: Json) -> None:
        if isinstance(node, dict):
            if "@id" in node:
                places[node["@id"]] = Location("p")
            for values in node.values():
                for value in values if isinstance(values, list) else ():
                    note(value)

    for node in nodes:
        note(node)
    expanded = Expanded(list(nodes), places, "")
    return {one.id: one for one in find_things([expanded], Report(), {})}


@pytest.mark.parametrize(
    ("key", "cls", "is_inside"),
    [
        (f"{SCHEMA}hasPart", "Dataset", True),
        (f"{SCHEMA}includedInDataCatalog", "Dataset", False),
        (f"{SCHEMA}includedDataCatalog", "Dataset", False),
        (f"{SCHEMA}catalog", "Dataset", False),
        (f"{SCHEMA}mainEntity", "WebPage", False),
        (f"{SCHEMA}mainEntity", "ItemPage", False),
        (f"{SCHEMA}mainEntity", "Dataset", True),
        (f"{SCHEMA}cache", "Dataset", False),
        ("urn:ld-convert:x:cache", "Dataset", False),
        ("http://other.example/part", "Dataset", True),
    ],
)
def test_a_thing_stands_inside_another_by_the_property_that_leads_to_it(
    key: str, cls: str, *, is_inside: bool
) -> None:
    """Not by one that leads up to a whole, from a page to what it is about, or to a copy."""
    inner = {"@id": "_:i", "@type": [f"{SCHEMA}Dataset"], f"{SCHEMA}name": [{"@value": "I"}]}
    outer = {"@id": "_:o", "@type": [f"{SCHEMA}{cls}"], key: [inner]}
    assert ("_:o" in found(outer)["_:i"].above) is is_inside


def test_a_thing_has_what_all_places_say_of_it() -> None:
    """Names, identifiers and addresses of schema.org and of DCAT; an object by its own."""
    node = {
        "@id": "_:a",
        "@type": [f"{DCAT}Dataset"],
        f"{DCT}title": [{"@value": " T "}],
        f"{DCT}identifier": [{"@value": " 1 "}],
        f"{SCHEMA}identifier": [
            {"@id": "_:p", f"{SCHEMA}identifier": [{"@value": "2"}]},
            {"@list": [{"@value": "3"}]},
        ],
        f"{DCAT}landingPage": [{"@id": "http://a/1"}],
        f"{SCHEMA}url": [{"@id": "http://a/2"}],
    }
    one = found(node)["_:a"]
    assert (one.view.name, one.names, one.identifiers) == ("dataset", ["T"], {"1", "2", "3"})
    assert one.urls == ["http://a/2", "http://a/1"]
    assert (one.is_outer, one.above, one.fragments, one.nodes) == (True, set(), {0}, [node])
