from __future__ import annotations

import gzip
import hashlib
import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from rdflib import DCAT, DCTERMS

from ld_convert import Settings, UsageError
from ld_convert.findings.codes import codes
from ld_convert.publish import Addresses, PublishTarget
from ld_convert.publish.digest import LABELS, RDFC, digest
from ld_convert.publish.manifest import Manifest, manifest_iri, read_manifest
from ld_convert.run import How
from ld_convert.store import open_store
from ld_convert.store.embedded import EmbeddedStore
from tests.support.cli import run_process
from tests.support.pages import page, write_pages
from tests.support.published import SETTINGS, content, converted, run

QUADS = '<urn:a> <urn:b> _:x <urn:ld-convert:g> .\n_:x <urn:c> "1" <urn:ld-convert:g> .\n'
XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">'
    '<rdf:Description rdf:about="urn:a"><u:b u:c="1"/></rdf:Description></rdf:RDF>'
)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "pages", range(6))


@pytest.fixture
def target(tmp_path: Path) -> PublishTarget:
    return PublishTarget(str(tmp_path / "store"))


def test_what_is_published_is_what_convert_writes(
    pages: Path, target: PublishTarget, tmp_path: Path
) -> None:
    """Graph by graph the same triples, after the store's own rewriting of literals."""
    assert run(pages, target)[0] == {"created": 7}
    assert content(target.url) == converted(pages, tmp_path)


def test_a_run_writes_no_file_but_those_that_are_asked_for(
    pages: Path, target: PublishTarget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a feed of changes nor anything else where it was started."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    run(pages, target)
    assert list(here.iterdir()) == []


def test_a_second_run_changes_nothing(pages: Path, target: PublishTarget) -> None:
    """Not even the manifest."""
    run(pages, target)
    before = content(target.url, own=True)
    assert run(pages, target) == ({"unchanged": 7}, [])
    assert content(target.url, own=True) == before


def test_a_changed_page_replaces_its_graph_alone(
    pages: Path, target: PublishTarget, tmp_path: Path
) -> None:
    """Nothing of the old content stays, and blank nodes do not multiply."""
    run(pages, target)
    (pages / "00003.html").write_text(page(3, "Now in metres."))
    assert run(pages, target)[0] == {"unchanged": 6, "updated": 1}
    assert content(target.url) == converted(pages, tmp_path)


def test_what_is_gone_is_kept_until_it_is_pruned(
    pages: Path, target: PublishTarget, tmp_path: Path
) -> None:
    """A run over a part of the pages says so and deletes nothing; --prune deletes."""
    run(pages, target)
    (pages / "00003.html").unlink()
    assert run(pages, target) == ({"gone": 1, "unchanged": 6}, ["LD623"])
    assert run(pages, target._replace(prune=True))[0] == {"removed": 1, "unchanged": 6}
    assert run(pages, target._replace(prune=True)) == ({"unchanged": 6}, [])
    assert content(target.url) == converted(pages, tmp_path)


def test_a_run_with_an_unusable_input_prunes_nothing(pages: Path, target: PublishTarget) -> None:
    """A page that cannot be read today is not gone."""
    run(pages, target)
    (pages / "00003.html").write_bytes(b"\x00\x01")
    kinds, findings = run(pages, target._replace(prune=True))
    assert kinds == {"gone": 1, "unchanged": 6}
    assert "LD624" in findings


def test_a_dry_run_changes_nothing(pages: Path, target: PublishTarget, tmp_path: Path) -> None:
    """It makes no directory either."""
    assert run(pages, target._replace(dry_run=True))[0] == {"created": 7}
    assert not (tmp_path / "store").exists()
    run(pages, target)
    before = content(target.url, own=True)
    (pages / "00003.html").write_text(page(3, "Now in metres."))
    assert run(pages, target._replace(dry_run=True))[0] == {"unchanged": 6, "updated": 1}
    assert content(target.url, own=True) == before


def test_a_graph_of_somebody_else_is_left_alone(pages: Path, target: PublishTarget) -> None:
    """It is a finding; --adopt replaces it."""
    store = open_store(target.url)
    store.replace_graph(SETTINGS.catalog, [b"<urn:theirs> <urn:p> <urn:o> .\n"])
    store.close()
    kinds, findings = run(pages, target)
    assert kinds == {"created": 6, "foreign": 1}
    assert "LD620" in findings
    assert b"urn:theirs" in content(target.url)[SETTINGS.catalog]
    assert run(pages, target._replace(adopt=True))[0] == {"unchanged": 6, "updated": 1}
    assert b"urn:theirs" not in content(target.url)[SETTINGS.catalog]


def test_two_catalogues_in_one_store_do_not_prune_each_other(
    pages: Path, target: PublishTarget, tmp_path: Path
) -> None:
    """Each has its manifest."""
    other = write_pages(tmp_path / "others", range(10, 12))
    second = Settings(publisher_name="x", base="https://other.example/")
    run(pages, target)
    assert run(other, target._replace(prune=True), second)[0] == {"created": 3}
    assert run(pages, target._replace(prune=True))[0] == {"unchanged": 7}


def test_everything_can_go_into_one_graph(pages: Path, target: PublishTarget) -> None:
    """It is replaced as a whole."""
    one = target._replace(graph="https://data.example/all")
    assert run(pages, one)[0] == {"created": 1}
    assert run(pages, one)[0] == {"unchanged": 1}
    store = open_store(target.url)
    graph, log = sorted(store.counts())
    assert graph == one.graph
    assert log.startswith(manifest_iri(SETTINGS))
    store.close()


def test_triples_that_somebody_deletes_are_sent_again(pages: Path, target: PublishTarget) -> None:
    """The store's counts are compared with the manifest's."""
    run(pages, target)
    store = open_store(target.url)
    store.delete_graph(SETTINGS.catalog)
    store.close()
    assert run(pages, target)[0] == {"created": 1, "unchanged": 6}


def test_a_store_that_changes_literals_is_said_once(pages: Path, target: PublishTarget) -> None:
    """One finding a run that sends something, however many literals there are."""
    assert run(pages, target)[1] == ["LD621"]
    assert codes()["LD621"].severity == "info"


def test_a_file_that_cannot_be_opened_is_told_and_takes_nothing_out_of_the_store(
    pages: Path, target: PublishTarget
) -> None:
    """A pipe would be waited for; its graph may have been published before, so nothing goes."""
    (pages / "00005.html").unlink()
    os.mkfifo(pages / "00005.html")
    assert run(pages, target._replace(prune=True)) == ({"created": 6}, ["LD108", "LD624", "LD621"])


def test_a_store_that_keeps_literals_is_not_spoken_of(
    pages: Path, target: PublishTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store of a preset that rewrites nothing."""
    monkeypatch.setattr(EmbeddedStore, "rewrites", "")
    assert run(pages, target) == ({"created": 7}, [])


def test_two_literals_that_become_one_are_no_loss(tmp_path: Path, target: PublishTarget) -> None:
    """The store holds fewer triples than were sent, and the next run is content with that."""
    file = tmp_path / "two.nq"
    xsd = "http://www.w3.org/2001/XMLSchema#"
    file.write_text(
        f'<urn:a> <urn:p> "1.0"^^<{xsd}decimal> <urn:g> .\n'
        f'<urn:a> <urn:p> "1.00"^^<{xsd}decimal> <urn:g> .\n'
    )
    assert run(file, target) == ({"created": 1}, ["LD621"])
    assert run(file, target) == ({"unchanged": 1}, [])


@pytest.mark.parametrize("cut", range(1, 9))
def test_a_run_that_is_cut_off_is_completed_by_the_next(
    pages: Path, target: PublishTarget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: int
) -> None:
    """After any number of writes, with graphs to create, to update and to delete."""
    run(pages, target)
    date = (pages / "00002.html").stat().st_mtime
    for number in (1, 2):
        (pages / f"0000{number}.html").write_text(page(number, "Now in metres."))
    (pages / "00004.html").unlink()
    (pages / "00009.html").write_text(page(9))
    opened = open_store(target.url)
    writes = 0

    def cut_off(name: str) -> None:
        usual = getattr(type(opened), name)

        def write(self: object, *args: object) -> None:
            nonlocal writes
            writes += 1
            if writes >= cut:
                raise KeyboardInterrupt
            usual(self, *args)

        monkeypatch.setattr(type(opened), name, write)

    opened.close()
    for name in ("create_graphs", "replace_graph", "add", "delete_graph"):
        cut_off(name)
    with pytest.raises(KeyboardInterrupt):
        run(pages, target._replace(prune=True))
    monkeypatch.undo()
    (pages / "00002.html").write_text(page(2))  # as it was before both runs
    os.utime(pages / "00002.html", (date, date))
    run(pages, target._replace(prune=True))
    assert content(target.url) == converted(pages, tmp_path)
    assert run(pages, target._replace(prune=True))[0] == {"unchanged": 7}


def test_the_description_counts_what_is_published(pages: Path, target: PublishTarget) -> None:
    """VoID: triples, classes, the dump and the end point, in a graph of its own."""
    addresses = Addresses(("https://data.example/all.nq",), "https://data.example/sparql")
    assert run(pages, target._replace(void=addresses))[0] == {"created": 8}
    assert run(pages, target._replace(void=addresses))[0] == {"unchanged": 8}
    store = open_store(target.url)
    counts = store.counts()
    (void,) = [graph for graph in counts if "void/" in graph]
    text = store.get_graph(void).decode()
    store.close()
    published = sum(n for graph, n in counts.items() if "manifest/" not in graph and graph != void)
    assert f'#dataset> <http://rdfs.org/ns/void#triples> "{published}"' in text
    assert "void#dataDump> <https://data.example/all.nq>" in text
    assert "void#sparqlEndpoint> <https://data.example/sparql>" in text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ttl", "@prefix : <urn:> . :a :b [ :c 1 ] ."),
        ("a.trig", "@prefix : <urn:> . <urn:ld-convert:g> { :a :b [ :c 1 ] }"),
        ("a.nt", '<urn:a> <urn:b> _:x .\n# remark\n_:x <urn:c> "1\\u0041" .\n'),
        (
            "a.nq",
            '<urn:a> <urn:b> _:x <urn:ld-convert:g> .\n_:x <urn:c> "1" <urn:ld-convert:g> .\n',
        ),
        ("a.rdf", XML),
        ("d.ttl", f"@prefix d: <{DCAT}> . <urn:d> a d:Dataset ; <{DCTERMS.title}> 'Tides' ."),
    ],
)
def test_an_rdf_file_is_published_as_it_is(
    tmp_path: Path, target: PublishTarget, name: str, text: str
) -> None:
    """Whatever its syntax, and a second time it is unchanged though its blank nodes are new."""
    (tmp_path / name).write_text(text)
    assert run(tmp_path / name, target)[0] == {"created": 1}
    assert run(tmp_path / name, target)[0] == {"unchanged": 1}
    (graph,) = content(target.url).values()
    assert len(graph.splitlines()) == 2


def test_blank_nodes_of_two_files_stay_two(tmp_path: Path, target: PublishTarget) -> None:
    """The label _:x of one file is not that of another."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.nt").write_text(f'_:x <urn:p> "{name}" .\n')
    run(folder, target._replace(graph="urn:ld-convert:all"))
    (graph,) = content(target.url).values()
    assert len({line.split()[0] for line in graph.splitlines()}) == 2


def test_a_broken_rdf_file_is_a_finding_and_the_others_are_published(
    tmp_path: Path, target: PublishTarget
) -> None:
    """Its name is among the rejected, with the parser's words."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.ttl").write_text("@prefix : <urn:> . :a :b :c .")
    (folder / "b.ttl").write_text("@prefix : <urn:> . :a :b ")
    kinds, findings = run(folder, target)
    assert kinds == {"created": 1}
    assert findings[0] == "LD626"


def test_an_xml_file_whose_entities_expand_to_too_much_is_not_parsed(
    tmp_path: Path, target: PublishTarget
) -> None:
    """One with a short name for a namespace is; the other is told, with the reason."""
    folder = tmp_path / "files"
    folder.mkdir()
    doctype = '<!DOCTYPE r [<!ENTITY u "urn:">{}]>'
    (folder / "a.rdf").write_text(doctype.format("") + XML.replace('"urn:a"', '"&u;a"'))
    long = f'<!ENTITY v "{"&u;" * 512}"><!ENTITY w "{"&v;" * 1024}">'
    (folder / "b.rdf").write_text(doctype.format(long) + XML.replace('"1"', '"&w;"'))
    kinds, findings = run(folder, target)
    assert (kinds, findings[0]) == ({"created": 1}, "LD626")


def test_a_graph_is_hashed_by_what_it_says() -> None:
    """Not by its labels; and two graphs that differ in one link differ."""
    one = [b"_:a <urn:p> _:b", b'_:b <urn:q> "x"']
    same = [b"_:z <urn:p> _:y", b'_:y <urn:q> "x"']
    other = [b"_:a <urn:p> _:b", b'_:a <urn:q> "x"']
    assert digest(one) == digest(same) != digest(other)
    assert digest(one).startswith(RDFC)


def test_the_hash_is_that_of_the_canonical_document() -> None:
    """RDFC-1.0: SHA-256 of the sorted lines, with the labels c14n0, c14n1, ..."""
    text = b'<urn:a> <urn:p> _:c14n0 .\n_:c14n0 <urn:q> "x" .\n'
    found = digest([b'_:k <urn:q> "x"', b"<urn:a> <urn:p> _:k"])
    assert found == f"{RDFC}:{hashlib.sha256(text).hexdigest()}"


def test_a_graph_made_to_stop_the_algorithm_is_hashed_at_once() -> None:
    """A clique of twelve blank nodes would take years; its labels are used."""
    nodes = range(12)
    clique = [f"_:b{i} <urn:p> _:b{j}".encode() for i in nodes for j in nodes if i != j]
    assert digest(clique).startswith(LABELS)


@pytest.mark.parametrize(("length", "algorithm"), [(90, RDFC), (5000, LABELS)])
def test_a_list_of_blank_nodes_is_hashed_soon(length: int, algorithm: str) -> None:
    """A chain of look-alikes is canonical up to the length at which that takes seconds."""
    chain = [f"_:b{i} <urn:rest> _:b{i + 1}".encode() for i in range(length)]
    assert digest(chain).startswith(algorithm)


def test_a_cut_file_is_told_though_its_statements_are_published(
    tmp_path: Path, target: PublishTarget
) -> None:
    """What was found while it was read, and nothing else."""
    file = tmp_path / "cut.nq.gz"
    file.write_bytes(gzip.compress(QUADS.encode())[:-8])
    assert run(file, target) == ({"created": 1}, ["LD102", "LD621"])


def test_a_manifest_that_was_cut_off_is_pending(tmp_path: Path) -> None:
    """An entry without its checksum counts as not written."""
    store = open_store(str(tmp_path / "store"))
    manifest = Manifest(store, manifest_iri(SETTINGS))
    manifest.announce(["urn:g"])
    known = read_manifest(store, SETTINGS, store.counts())
    assert known.entries["urn:g"].digest == ""
    store.close()


def test_one_graph_must_have_an_iri(pages: Path, target: PublishTarget) -> None:
    """What is none is said before anything is converted."""
    with pytest.raises(UsageError, match="not an absolute IRI"):
        run(pages, target._replace(graph="my graph"))


@pytest.mark.parametrize(
    "option",
    [{"graph": "urn:g"}, {"changes": "feed.ttl"}, {"adopt": True}, {"void": Addresses()}],
    ids=lambda option: next(iter(option)),
)
def test_what_a_fair_data_point_cannot_do_is_refused(pages: Path, option: dict[str, Any]) -> None:
    """It is said before anything is converted or sent."""
    with pytest.raises(UsageError, match="not for a FAIR Data Point"):
        run(pages, PublishTarget("fdp+https://a.example/", **option))


def test_defaults_of_datasets_are_for_a_fair_data_point(pages: Path, target: PublishTarget) -> None:
    """A store of graphs takes what the pages say."""
    with pytest.raises(UsageError, match="is for a FAIR Data Point"):
        run(pages, target._replace(defaults=("version=1",)))


def test_the_plan_is_printed_by_a_dry_run(pages: Path, target: PublishTarget) -> None:
    """One line a graph on standard output, the counts on standard error, which say what it was."""
    done = run_process("publish", str(pages), "--to", target.url, "--dry-run")
    assert len(done.stdout.splitlines()) == 7
    assert done.stdout.startswith("created\t")
    last = done.stderr.splitlines()[-1]
    assert last.startswith("dry run, nothing is changed: 7 created (")


def test_what_cannot_be_opened_in_a_directory_is_rejected_and_the_rest_published(
    pages: Path, target: PublishTarget
) -> None:
    """A pipe that nobody writes does not stop the run for ever, a dangling link does not end it."""
    os.mkfifo(pages / "pipe")
    (pages / "gone").symlink_to("nowhere")
    done = run_process("publish", str(pages), "--to", target.url)
    assert done.returncode == 1
    assert "LD108" in done.stderr
    assert "LD109" in done.stderr
    assert len(content(target.url)) == 7  # six pages and the catalogue


def test_rdf_is_published_as_it_is_from_any_container(tmp_path: Path) -> None:
    """No container makes a rule of ours read it; pages beside it are converted."""
    other = '<urn:x> <urn:p> "1" <urn:g> .\n'
    folder, store = tmp_path / "in", tmp_path / "store"
    folder.mkdir()
    (folder / "one.nq.gz").write_bytes(gzip.compress(QUADS.encode()))
    with zipfile.ZipFile(folder / "two.zip", "w") as archive:
        archive.writestr("two.nq", other)
        archive.writestr("page.html", page(1))
    assert "LD402" not in run(folder, PublishTarget(str(store)))[1]
    opened = open_store(str(store))
    assert opened.get_graph("urn:g") == b'<urn:x> <urn:p> "1" .\n'
    assert len(opened.get_graph("urn:ld-convert:g").splitlines()) == 2
    assert len([g for g in opened.counts() if g.startswith("urn:ld-convert:")]) == 4
    opened.close()


def test_a_har_file_with_rdf_in_it_is_published_as_rdf(tmp_path: Path) -> None:
    """Also a small one, which a run gives to another process whole."""
    entry = {
        "request": {"url": "https://data.example/a.nt"},
        "response": {
            "content": {"mimeType": "application/n-triples", "text": "<urn:a> <urn:b> <urn:c> .\n"}
        },
    }
    (tmp_path / "s.har").write_text(
        json.dumps({"log": {"version": "1.2", "entries": [entry, entry]}})
    )
    run(tmp_path / "s.har", PublishTarget(str(tmp_path / "store"), graph="urn:all", how=How(2)))
    opened = open_store(str(tmp_path / "store"))
    assert opened.get_graph("urn:all") == b"<urn:a> <urn:b> <urn:c> .\n"
    opened.close()


def test_a_new_crawl_of_the_same_pages_sends_nothing(pages: Path, target: PublishTarget) -> None:
    """The date of a file is no content; the record keeps the date of the last change."""
    run(pages, target)
    before = content(target.url, own=True)
    for file in pages.iterdir():
        os.utime(file, (2_000_000_000, 2_000_000_000))
    assert run(pages, target) == ({"unchanged": 7}, [])
    assert content(target.url, own=True) == before
    (pages / "00003.html").write_text(page(3, "Now in metres."))
    assert run(pages, target)[0] == {"unchanged": 6, "updated": 1}


def test_a_date_that_the_user_gives_is_content(pages: Path, target: PublishTarget) -> None:
    """Who says when the captures were made wants to read it in the store."""
    run(pages, target, replace(SETTINGS, date="2026-01-01"))
    kinds = run(pages, target, replace(SETTINGS, date="2026-02-01"))[0]
    assert kinds["updated"] >= 6


def test_a_store_among_the_pages_is_no_input(pages: Path) -> None:
    """Its files are neither rejected nor read, in this run and in the next."""
    target = PublishTarget(str(pages / "store"))
    for expected in ({"created": 7}, {"unchanged": 7}):
        kinds, findings = run(pages, target)
        assert kinds == expected
        assert not [code for code in findings if code.startswith("LD1")]


def test_a_directory_that_holds_something_else_is_no_store(pages: Path) -> None:
    """The user's files are left alone."""
    before = sorted(pages.iterdir())
    with pytest.raises(UsageError, match="no store"):
        run(pages, PublishTarget(str(pages)))
    assert sorted(pages.iterdir()) == before


def change_in_place(url: str, graph: str, old: bytes, new: bytes) -> None:
    """Change the content of a graph behind our back, with the same number of triples."""
    store = open_store(url)
    text = store.get_graph(graph)
    assert old in text
    store.replace_graph(graph, [text.replace(old, new)])
    store.close()


def test_verify_finds_a_change_that_no_count_shows(
    pages: Path, target: PublishTarget, tmp_path: Path
) -> None:
    """A title that somebody has changed in the store is put right; without --verify it stays."""
    run(pages, target)
    store = open_store(target.url)
    graph = next(g for g in store.counts() if b"level at gauge 3" in store.get_graph(g))
    store.close()
    change_in_place(target.url, graph, b"level at gauge 3", b"fire at gauge 3")
    assert run(pages, target)[0] == {"unchanged": 7}
    assert run(pages, target._replace(verify=True, dry_run=True))[0] == {
        "unchanged": 6,
        "updated": 1,
    }
    assert run(pages, target._replace(verify=True))[0] == {"unchanged": 6, "updated": 1}
    assert content(target.url) == converted(pages, tmp_path)
    assert run(pages, target._replace(verify=True))[0] == {"unchanged": 7}


def test_the_description_counts_each_class_and_each_property(
    tmp_path: Path, target: PublishTarget
) -> None:
    """VoID's partitions: entities of a class, triples of a property; what is no IRI has none."""
    (tmp_path / "a.nq").write_text(
        "<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:Big> <urn:g> .\n"
        "<urn:b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:Big> <urn:g> .\n"
        "<urn:b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> _:kind <urn:g> .\n"
        '<urn:b> <urn:p> "1" <urn:g> .\n'
    )
    run(tmp_path / "a.nq", target._replace(void=Addresses()))
    store = open_store(target.url)
    rows = store.query(
        "PREFIX void: <http://rdfs.org/ns/void#> SELECT ?what ?n { "
        "{ ?d void:classPartition ?part . ?part void:class ?what ; void:entities ?n } UNION "
        "{ ?d void:propertyPartition ?part . ?part void:property ?what ; void:triples ?n } UNION "
        "{ ?d void:distinctSubjects ?n BIND('subjects' AS ?what) } UNION "
        "{ ?d void:classes ?n BIND('classes' AS ?what) } UNION "
        "{ ?d void:properties ?n BIND('properties' AS ?what) } }"
    )
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    told = {row["what"].value.rpartition("#")[2]: int(row["n"].value) for row in rows}
    store.close()
    assert told == {
        "urn:Big": 2,
        "type": 3,
        "urn:p": 1,
        "subjects": 2,
        "classes": 2,
        "properties": 2,
    }
