from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ENTRY_POINTS = """[ld_convert.portals]
boxes = our_boxes
[ld_convert.profiles]
geo = our_boxes
[ld_convert.values]
acres = our_boxes.values:acres
"""
PORTAL = {
    "recognise": ["box_title", "box_area"],
    "add": {"": {"@type": "Dataset"}},
    "@context": [
        {"schema": "http://schema.org/", "Dataset": "schema:Dataset"},
        {"box_title": "schema:name", "box_area": "schema:size", "box_id": "@id"},
    ],
}
PROFILE = """title = "Boxes with an area"
extends = "dcat-ap"
shapes = ["dcat-ap", "geo"]
standard = "https://boxes.example/profile"
source = "https://boxes.example/"
"""
RULES = "view,source,target,as,id,from\ndataset,size,dct:extent,acres,geo-area,ours\n"
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dct: <http://purl.org/dc/terms/> .
<https://boxes.example/profile#Extent> a sh:NodeShape ; sh:targetSubjectsOf dct:extent ;
  sh:property [ sh:path dct:extent ; sh:minLength 99 ; sh:message "the area is too short" ] .
"""
VALUES = """from rdflib import Literal
def acres(value):
    return Literal(f"{value} acres")
"""
PAGE = {"box_id": "https://boxes.example/1", "box_title": "A field", "box_area": "12"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package that is installed, with a portal, a profile and a value function; and a page."""
    package, info = tmp_path / "our_boxes", tmp_path / "our_boxes-1.5.dist-info"
    package.mkdir()
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: our-boxes\nVersion: 1.5\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS)
    (package / "__init__.py").write_text("")
    (package / "values.py").write_text(VALUES)
    (package / "boxes.jsonld").write_text(json.dumps(PORTAL))
    (package / "geo.toml").write_text(PROFILE)
    (package / "geo.csv").write_text(RULES)
    (package / "geo.ttl").write_text(SHAPES)
    (tmp_path / "page.json").write_text(json.dumps(PAGE))
    return tmp_path


def convert(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, where the package is installed."""
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (root, str(folder), os.environ.get("PYTHONPATH"))))
    return subprocess.run(
        [sys.executable, "-m", "ld_convert", "convert", str(folder / "page.json"), *arguments],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_package_adds_a_portal_a_profile_and_a_value_function(folder: Path) -> None:
    """By entry points alone; its rules, shapes and functions are used like ours."""
    done = convert(folder, "--profile", "geo", "-f", "nt", "--fail-on", "never")
    assert done.returncode == 0, done.stderr
    extent = '<https://boxes.example/1> <http://purl.org/dc/terms/extent> "12 acres" .'
    assert extent in done.stdout
    assert "<https://boxes.example/profile>" in done.stdout
    assert "the area is too short" in done.stderr


def test_processes_find_it_too(folder: Path) -> None:
    """The same bytes as from one process."""
    more = ["--profile", "geo", "-f", "nt", "--fail-on", "never"]
    one, two = (convert(folder, *more, "-j", jobs) for jobs in ("1", "2"))
    assert one.stdout == two.stdout


@pytest.mark.parametrize(
    ("file", "content", "arguments", "words"),
    [
        ("__init__.py", "import no_such_module", "", "plug-in boxes of our-boxes 1.5"),
        ("boxes.jsonld", "{", "", "plug-in boxes of our-boxes 1.5"),
        ("boxes.jsonld", "[]", "", "plug-in boxes of our-boxes 1.5"),
        ("boxes.jsonld", None, "", "plug-in boxes of our-boxes 1.5"),
        ("geo.toml", "title =", "--profile geo", "plug-in geo of our-boxes 1.5"),
        ("geo.toml", None, "--profile geo", "plug-in geo of our-boxes 1.5"),
        ("geo.toml", PROFILE.replace('"geo"', '"gone"'), "--profile geo", "no shapes called gone"),
        ("geo.toml", PROFILE.replace("dcat-ap", "geo"), "--profile geo", "geo extends itself"),
        ("geo.csv", "a,b\n1\n", "--profile geo", "rules of the profile geo: 1 cells"),
        ("geo.csv", "a,b\n1,2\n", "--profile geo", "rules of the profile geo: is no table"),
        ("values.py", "acres = 7", "--profile geo", "plug-in acres of our-boxes 1.5"),
        ("values.py", "1 / 0", "--profile geo", "plug-in acres of our-boxes 1.5"),
    ],
)
def test_a_broken_plug_in_is_named(
    folder: Path, file: str, content: str | None, arguments: str, words: str
) -> None:
    """In one line, with status 2, before anything is written."""
    path = folder / "our_boxes" / file
    if content is None:
        path.unlink()
    else:
        path.write_text(content)
    done = convert(folder, *arguments.split(), "-f", "nt")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("ld-convert: ")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_two_plug_ins_of_one_name_are_an_error(folder: Path) -> None:
    """Which of them is used would depend on the order of directories."""
    other = folder / "other-2.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 2\n")
    (other / "entry_points.txt").write_text("[ld_convert.portals]\nboxes = other\n")
    done = convert(folder, "-f", "nt")
    assert done.returncode == 2
    assert "our-boxes 1.5" in done.stderr
    assert "other 2" in done.stderr
