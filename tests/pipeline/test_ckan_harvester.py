"""The harvester that most European portals run, ckanext-dcat, reads what `convert` writes."""

from __future__ import annotations

import json
import re
import tomllib
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from rdflib import RDF, Graph

from ld_convert.vocab.namespaces import DCAT, DCT
from tests.support.cli import run, run_process_of
from tests.support.missing import missing
from tests.support.places import REPOSITORY

FIELDS = {DCT.title: "title", DCT.description: "notes", DCAT.keyword: "tags"}
"""Properties of a dataset, and the fields of CKAN that they become."""
LABEL = re.compile(r"^_:\S+|(?<= )_:\S+(?= \.$)", re.MULTILINE)


def relabelled(text: str) -> str:
    """The same triples, with other labels of blank nodes."""
    labels: dict[str, str] = {}
    return LABEL.sub(lambda found: labels.setdefault(found[0], f"_:again{len(labels)}"), text)


def test_a_second_harvest_with_other_labels_changes_nothing(shared: Path, tmp_path: Path) -> None:
    """All datasets of the field's cases with their texts and files, the same both times."""
    if find_spec("ckanext") is None or find_spec("ckanext.dcat") is None:  # it has other packages
        missing("CKANEXT", "ckanext-dcat is not installed; pip install ckanext-dcat simplejson")
    files: list[Path] = []
    for case in sorted((shared / "field").glob("*/*/expect.toml")):
        want = tomllib.loads(case.read_text("utf-8"))
        inputs = sorted(file for file in case.parent.iterdir() if file != case)
        file = tmp_path / f"{len(files)}.nt"
        options = [*want.get("args", []), "-f", "nt", "--date", "2026-01-01", "-j", "1"]
        run("-q", "convert", *map(str, inputs), "-o", str(file), *options)
        if file.exists():
            files.append(file)
            file.with_suffix(".again.nt").write_text(relabelled(file.read_text("utf-8")), "utf-8")
    again = [file.with_suffix(".again.nt") for file in files]
    done = run_process_of("tests.support.ckan", *map(str, (*files, *again)), cwd=REPOSITORY)
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(files) > 100
    for file, first, second in zip(files, found[: len(files)], found[len(files) :], strict=True):
        graph = Graph().parse(file)
        by_iri = {
            extra["value"]: d for d in first for extra in d["extras"] if extra["key"] == "uri"
        }
        assert by_iri.keys() == set(map(str, graph.subjects(RDF.type, DCAT.Dataset)))
        assert as_sets(first) == as_sets(second)
        for dataset in graph.subjects(RDF.type, DCAT.Dataset):
            said = by_iri[str(dataset)]
            for predicate, field in FIELDS.items():
                assert bool(said.get(field)) == ((dataset, predicate, None) in graph)
            uris = {resource["uri"] for resource in said["resources"]}
            assert uris == set(map(str, graph.objects(dataset, DCAT.distribution)))


def as_sets(value: object) -> object:
    """A value in which the order of a list makes no difference."""
    if isinstance(value, dict):
        return {key: as_sets(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return sorted(map(as_sets, value), key=repr)
    if isinstance(value, str) and value.startswith(("[", "{")):
        with suppress(ValueError):
            return as_sets(json.loads(value))
    return value
