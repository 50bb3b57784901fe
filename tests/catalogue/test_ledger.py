"""What the ledger makes of keys and references, whatever pages told them."""

from __future__ import annotations

from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from ld_convert.catalogue.keys import LedgerEntry, Named, PlacedKey, Reference
from ld_convert.catalogue.ledger import MOST_AT_ONCE, Ledger
from ld_convert.model import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.model import Finding

AT = Place("page")


def key(node: str, kind: str, value: str, rank: int = 1, *, weak: bool = False) -> PlacedKey:
    """A key of a thing that a capture describes; its place is named for the thing."""
    return PlacedKey(node, kind, value, node, rank, True, weak, Place(f"page of {node}"))  # noqa: FBT003


def joined(*keys: PlacedKey) -> tuple[dict[str, str], list[str]]:
    """What each thing is called that has another final IRI, and the findings."""
    with closing(Ledger(str)) as ledger:
        ledger.add(Named(keys=keys))
        told = [f"{finding.code} {finding.place}: {finding.message}" for finding in ledger.settle()]
        return ledger.renamed(sorted({key.node for key in keys})), told


def circles(*links: str, described: Iterable[LedgerEntry] = ()) -> list[Finding]:
    """The findings about links such as "ab": a is a part of b."""
    references = [Reference(link[1], link[0], link[1]) for link in links]
    with closing(Ledger(str)) as ledger:
        ledger.add(Named(tuple(described), references=tuple(references)))
        return list(ledger.settle())


def test_things_with_equal_keys_are_one_however_they_hang_together() -> None:
    """Two pairs are one thing by a third key; the name is that of the best key, then the first."""
    pairs = [key("b", "x", "1"), key("a", "x", "1"), key("c", "y", "1"), key("d", "y", "1")]
    assert joined(*pairs) == ({"b": "a", "d": "c"}, [])
    bridge = [key("b", "z", "1", 2), key("c", "z", "1", 2)]
    assert joined(*pairs, *bridge) == ({"b": "a", "c": "a", "d": "a"}, [])
    three = [key(name, "x", "1") for name in "efg"]
    both = joined(*pairs[2:], *three, key("c", "z", "1", 2), key("g", "z", "1", 2))
    assert both == ({"d": "c", "e": "c", "f": "c", "g": "c"}, [])
    assert joined(key("a", "x", "1", 2), key("b", "x", "1", 1)) == ({"a": "b"}, [])


def test_an_equal_key_does_not_join_things_that_a_better_key_tells_apart() -> None:
    """A finding says so at the second thing; what has no better key is joined with its like."""
    apart = [key("a", "x", "1"), key("b", "x", "2")]
    shared = [key(name, "z", "9", 2) for name in "abcd"]
    names, [told] = joined(*apart, *shared)
    assert names == {"d": "c"}
    assert told.startswith("LD635 page of b: ")
    assert joined(*apart, *shared[:2])[0] == {}


def test_a_weak_key_joins_with_a_warning_and_never_against_a_strong_one() -> None:
    """At the second thing, with the place of the first."""
    weak = [key(name, "doi", "10.1/x", 3, weak=True) for name in "ab"]
    names, [told] = joined(*weak)
    assert names == {"b": "a"}
    assert told.startswith("LD634 page of b: ")
    assert "page of a" in told
    assert joined(*weak, key("a", "x", "1", 9), key("b", "x", "2", 9)) == ({}, [])
    assert joined(*weak, key("a", "x", "1", 9), key("b", "x", "1", 9)) == ({"b": "a"}, [])


@pytest.mark.parametrize("kind", ["doi", "identifier"])
def test_versions_with_a_key_in_common_and_one_of_their_own_stay_apart(kind: str) -> None:
    """The one that both have may be that of all versions; what is known by less may be either."""
    one = [key("a", kind, "v1", weak=True), key("a", kind, "all", weak=True)]
    two = [key("b", kind, "v2", weak=True), key("b", kind, "all", weak=True)]
    assert joined(*one, *two) == ({}, [])
    again = [key("c", kind, "v1", weak=True), key("c", kind, "all", weak=True)]
    assert joined(*one, *two, *again)[0] == {"c": "a"}
    assert joined(*one, key("d", kind, "all", weak=True))[0] == {"d": "a"}
    assert joined(key("e", kind, "v2", weak=True), *two)[0] == {"e": "b"}


def test_a_thing_may_be_called_by_the_iri_of_a_key() -> None:
    """Also one that is alone, and the thing that has this IRI in another capture is the same."""
    assert joined(key("a", "x", "1")._replace(iri="n")) == ({"a": "n"}, [])
    led = [key("a", "x", "1")._replace(iri="n"), key("n", "y", "1", 2)]
    assert joined(*led) == ({"a": "n"}, [])
    other = [key("a", "y", "1"), key("n", "y", "2"), key("a", "x", "1", 2)._replace(iri="n")]
    assert joined(*other) == ({}, [])


def test_each_circle_of_parts_is_told_once_from_its_first_thing() -> None:
    """Circles that have nothing in common, whatever leads into them, are one finding each."""
    told = circles("yx", "xy", "zx", "cb", "bd", "dc", "ee", "ez")
    assert [finding.code for finding in told] == ["LD315", "LD636", "LD636"]
    assert [finding.about.dataset for finding in told if finding.about] == ["e", "b", "x"]
    way = "b is a part of d, which is a part of c, which is a part of b"
    assert told[1].message.startswith(way)


@pytest.mark.parametrize(
    ("length", "end"),
    [
        (5, "part of e, which is a part of a"),
        (6, "part of e, and so on over 1 more, which is a part of a"),
        (9, "part of e, and so on over 4 more, which is a part of a"),
    ],
)
def test_a_finding_names_five_things_of_a_circle(length: int, end: str) -> None:
    """And then how many more there are."""
    names = "abcdefghi"[:length]
    (told,) = circles(*(a + b for a, b in zip(names, names[1:] + names[0], strict=True)))
    assert told.message.startswith("a is a part of b, which is a part of c, which")
    assert told.message.endswith(end)


def test_a_chain_of_parts_is_no_circle_however_long_it_is() -> None:
    """Fifty levels are taken away from the top; of the rest each link is followed once."""
    names = [chr(1000 + number) for number in range(120)]
    links = [a + b for a, b in pairwise(names)]
    assert circles(*links) == []
    assert [finding.code for finding in circles(*links, names[20] + names[10])] == ["LD636"]


def test_a_circle_is_told_at_the_first_capture_of_one_of_its_first_two_things() -> None:
    """In the order of the captures; where none is known, at the catalogue."""
    entries = [LedgerEntry(name, Place(f"page of {name}"), {}) for name in "cba"]
    assert [str(finding.place) for finding in circles("ab", "bc", "ca")] == ["catalogue"]
    told = circles("ab", "bc", "ca", described=entries)
    assert [str(finding.place) for finding in told] == ["page of b"]


def test_a_dataset_of_several_partitions_is_known_to_be_spread() -> None:
    """Of several captures of one partition it is not; each is counted once."""
    one, two, three = (LedgerEntry(name, AT, {}) for name in "abc")
    with closing(Ledger(str.upper)) as ledger:
        ledger.add(Named((one, two, three), (key("a", "x", "1")._replace(iri="n"),)), 0)
        ledger.add(Named((one,)), 1)
        ledger.add(Named((two,)), 0)
        assert list(ledger.settle()) == []
        many = [f"no {number}" for number in range(2 * MOST_AT_ONCE)]
        assert ledger.renamed([*many, "a", "b"]) == {"a": "n"}
        assert ledger.several([*many, "n", "b", "c", "a"]) == {"n", "b"}
        assert ledger.spread([*many, "n", "b", "c", "a"]) == {"n"}
        assert (ledger.datasets(), ledger.is_changed) == (3, True)
        assert list(ledger.superseded()) == ["A"]
        assert ledger.renamed(["A"]) == {"A": "N"}


def test_a_run_of_different_datasets_changes_nothing() -> None:
    """Nothing is asked then."""
    with closing(Ledger(str)) as ledger:
        ledger.add(Named((LedgerEntry("a", AT, {}), LedgerEntry("b", AT, {}))))
        assert list(ledger.settle()) == []
        assert (ledger.is_changed, ledger.renamed("ab"), ledger.several("ab")) == (False, {}, set())


def test_references_are_counted_that_meet_a_described_dataset_and_those_that_lead_outside() -> None:
    """By the final IRI, once for each capture that refers; what is only named is outside."""
    named = LedgerEntry("c", AT, {}, is_described=False)
    with closing(Ledger(str)) as ledger:
        known = key("a", "x", "1")._replace(iri="n")
        keys = (known, known._replace(node="d", is_described=False))
        references = tuple(map(Reference, "ndcbz"))
        ledger.add(Named((LedgerEntry("b", AT, {}), named), keys, references))
        ledger.add(Named(references=(Reference("z"), Reference("a"))))
        list(ledger.settle())
        assert ledger.references() == (4, 3)
