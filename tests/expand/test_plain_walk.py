"""The plain walk gives what marking, pyld and finishing give, or leaves the document to them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ld_convert import read_captures
from ld_convert.expand import _with_context, by_pyld, expand
from ld_convert.expand.active_context import MAX_CONTEXTS, NotPlain, _kept
from ld_convert.expand.node_names import Names
from ld_convert.expand.walk import Walk
from ld_convert.extract import extract
from ld_convert.findings.report import Report
from ld_convert.model import Expanded, Fragment, Json, Location, Origin, Text
from ld_convert.vocab.namespaces import NO_BASE
from tests.support.json_ld_suite import cases, folder

BASE = "https://w3c.github.io/json-ld-api/tests/"


def fragment(document: Json, base: str | None = "https://page.example/a/b") -> Fragment:
    text = Text.whole(json.dumps(document).encode())
    return Fragment(document, (Origin("document", Location("page", text)),), base)


def walked(found: Fragment) -> tuple[list[Json], dict[str, Location], list[tuple[str, str]]] | None:
    """What the walk gives, with its findings; None where it leaves the document to pyld."""
    report, names = Report(), Names(found, found.base or NO_BASE)
    try:
        nodes = Walk(names).document(_with_context(found, report))
    except NotPlain:
        return None
    names.report(report)
    return nodes, names.places, [(f.code, f.message) for f in report.findings]


def slowly(found: Fragment) -> tuple[Expanded, list[tuple[str, str]]]:
    """What pyld gives, with the findings."""
    report = Report()
    expanded = by_pyld(_with_context(found, report), found, report, {})
    return expanded, [(f.code, f.message) for f in report.findings]


def agrees(found: Fragment) -> bool:
    """Whether the walk takes a document; fails where it gives anything else than pyld."""
    ours = walked(found)
    if ours is None:
        return False
    theirs, findings = slowly(found)
    # As texts, so that the order of properties counts too: it is the order of the triples.
    assert json.dumps(ours[0]) == json.dumps(theirs.nodes)
    assert list(ours[1].items()) == list(theirs.places.items())
    assert ours[2] == findings
    return True


@pytest.mark.suites
def test_the_walk_agrees_with_pyld_on_the_suite(shared: Path) -> None:
    """Of the expansion tests each is left to pyld or expanded equally, and some are taken."""
    suites = folder()
    assert suites is not None, shared
    documents = [
        (test, json.loads((suites / test["input"]).read_text("utf-8"))) for test in cases("expand")
    ]
    taken = [
        test["@id"] for test, document in documents if agrees(fragment(document, BASE + "expand/x"))
    ]
    assert len(taken) > len(documents) // 6, len(taken)


@pytest.mark.corpus
def test_the_walk_takes_most_of_what_portals_write(shared: Path) -> None:
    """Each fragment of the corpus is expanded as by pyld, and pyld is asked for few."""
    taken = left = 0
    for capture in read_captures([str(shared / "corpus")]):
        if len(capture.data) > 200_000:
            continue
        for found in extract(capture, Report()).fragments:
            if agrees(found):
                taken += 1
            else:
                left += 1
    assert taken > 4 * left, (taken, left)


PLAIN = "name url creator keywords id type own tag nest count isPartOf dateCreated kind"
KEYWORDS = "@id @type @value @graph @list @set @language @index @reverse @included @nest @context"
ODD = "@foo @none _:p a/b a~b schema:name https://schema.org/x http://schema.org/y"
KEYS = st.sampled_from([*PLAIN.split(), *PLAIN.split(), *KEYWORDS.split(), *ODD.split(), "x y", ""])
WORDS = "a Dataset schema:Person http://a/b https://schema.org/T ../up #f _:b é EN-us :c ?q //h/p"
NAMES = "@id @foo @type urn:x:y mailto:a@b"
SPACED = ("", "a b", "https://page.example/a/some text", "x:y z")
TEXTS = st.sampled_from([*WORDS.split(), *NAMES.split(), *SPACED])
LOCAL = st.sampled_from(
    (
        "https://schema.org/",
        "http://schema.org",
        {"@vocab": "https://schema.org/"},
        {"@vocab": "http://a/", "own": "http://b/own", "tag": {"@id": "own", "@language": "en"}},
        ["https://schema.org", {"own": "schema:own", "nest": "@nest", "tag": None}],
        [
            "https://schema.org",
            {"kind": "@type", "count": {"@id": "schema:c", "@type": "http://t"}},
        ],
        {"@vocab": "http://a/", "@language": "de", "url": {"@type": "@id"}},
        {"@vocab": "http://a/", "own": {"@type": "@vocab"}, "tag": "own"},
        {"@base": "http://base/", "@vocab": "http://a/"},
        {"own": {"@id": "http://b/own", "@container": "@list"}, "tag": {"@id": "http://b/t"}},
        {"own": {"@id": "http://b/own", "@container": "@set"}},
        {"isPartOf": {"@reverse": "http://b/p"}, "@vocab": "http://a/"},
        {
            "own": {"@id": "http://b/own", "@context": {"@vocab": "http://c/"}},
            "@vocab": "http://a/",
        },
        {"@vocab": "", "name": "http://b/name"},
        {"@vocab": "http://a/", "creator": {"@type": "@json"}, "type": "@type"},
        {"@protected": True, "name": "http://b/name", "@version": 1.1},
        {},
        None,
        [],
        "https://unknown.example/context",
    )
)
SCALARS = st.one_of(TEXTS, st.none(), st.booleans(), st.integers(-3, 3), st.floats(0, 9, width=16))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(KEYS.filter(lambda key: key != "@context"), inner, max_size=4),
        st.tuples(LOCAL, st.dictionaries(KEYS, inner, max_size=3)).map(
            lambda pair: {**pair[1], "@context": pair[0]}
        ),
    ),
    max_leaves=12,
)
DOCUMENTS = st.one_of(
    st.tuples(LOCAL, st.dictionaries(KEYS, VALUES, max_size=5)).map(
        lambda pair: {"@context": pair[0], **{k: v for k, v in pair[1].items() if k != "@context"}}
    ),
    st.tuples(LOCAL, VALUES).map(lambda pair: {"@context": pair[0], "@graph": pair[1]}),
    VALUES,
)


@given(DOCUMENTS, st.sampled_from(("https://page.example/a/b", None)))
@settings(max_examples=int(os.environ.get("LD_CONVERT_EXAMPLES", "400")), deadline=None)
def test_the_walk_agrees_with_pyld_on_any_document(document: Json, base: str | None) -> None:
    """Nodes, their order, their names and places, and the findings are the same."""
    agrees(fragment(document, base))


def test_a_portals_record_is_walked(shared: Path) -> None:
    """The real page's two fragments, one with nested contexts and groups of keys, need no pyld."""
    (capture,) = read_captures([str(shared / "captures" / "harmony-leo.rsc.txt")])
    fragments = extract(capture, Report()).fragments
    assert len(fragments) > 1
    assert all(agrees(found) for found in fragments)


def test_contexts_of_many_pages_do_not_fill_the_memory() -> None:
    """A page's own context is kept for a while only."""
    for number in range(3 * MAX_CONTEXTS):
        context = {"@vocab": "http://a/", f"term{number}": "http://b/"}
        expand(fragment({"@context": context, "name": "n"}), Report())
    assert len(_kept) <= MAX_CONTEXTS
