"""What a site says in the forms of others, checked by their schemas and validators.

The schemas stand in packages of PyPI: datacite, ckanext-datajson (DCAT-US 1.1) and mlcroissant.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import pytest

from tests.support.missing import missing
from tests.support.places import CAPTURES, COMPLETE
from tests.support.sites import made, page_of

if TYPE_CHECKING:
    from ld_convert.model import Json

COVERAGE = "Coverage"
"""A kind of date that came with DataCite 4.6; the package may have the schema of 4.5."""
FILE = {
    "@type": "DataDownload",
    "contentUrl": "https://a.example/f.csv",
    "encodingFormat": "text/csv",
    "contentSize": "12 MB",
    "sha256": "ab" * 32,
}
RICH = page_of(
    [{"@value": "Tides", "@language": "en"}, {"@value": "Gezeiten", "@language": "de"}],
    **{
        "@id": "https://doi.org/10.5555/abc",
        "description": "Water levels of the Old Harbour, measured every ten minutes since 1995.",
        "datePublished": "2024-05-01",
        "dateModified": "2024-06-01T10:00:00Z",
        "creator": [
            {"@type": "Person", "@id": "https://orcid.org/0000-0002-1825-0097", "name": "Ada King"},
            {"@type": "Organization", "name": "Harbour Office"},
        ],
        "publisher": {"@type": "Organization", "name": "Harbour Office"},
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isAccessibleForFree": True,
        "keywords": ["tides", "levels"],
        "temporalCoverage": "1995/..",
        "spatialCoverage": {
            "@type": "Place",
            "name": "Fiji",
            "geo": {"@type": "GeoShape", "box": "-20 175 -12 -178"},
        },
        "contactPoint": {"@type": "ContactPoint", "name": "Desk", "email": "desk@a.example"},
        "distribution": [FILE, {**FILE, "contentUrl": "https://a.example/g.csv"}],
    },
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of our capture, a catalogue with every property, and a page that says much."""
    folder = tmp_path_factory.mktemp("others")
    (folder / "rich.html").write_text(RICH, "utf-8")
    made(folder / "site", folder / "rich.html", CAPTURES / "tide-gauge.html", COMPLETE)
    return folder / "site"


def errors(schema: Json, value: Json) -> list[str]:
    """What a value has that its schema does not allow, or lacks, each with its place."""
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.validators.validator_for(schema)(schema)
    return sorted(f"{one.json_path}: {one.message}" for one in validator.iter_errors(value))


def package(name: str) -> Path:
    """The folder of an installed package, which is not imported."""
    spec = find_spec(name) if find_spec(name.partition(".")[0]) else None
    if spec is None or not spec.submodule_search_locations:
        missing("SCHEMAS", f"{name} is not installed")
    return Path(next(iter(spec.submodule_search_locations)))


def test_datacite_takes_each_description(site: Path) -> None:
    """All but the year where no source states one, which is mandatory and is not made up."""
    folder = package("datacite") / "schemas"
    newest = max(folder.glob("datacite-v4.*.json"), key=lambda path: int(path.stem.split(".")[1]))
    schema = json.loads(newest.read_bytes())
    kinds = schema["definitions"]["dateType"]["enum"]
    kinds += [COVERAGE] if COVERAGE not in kinds else []
    found = {
        path.parent.name: errors(schema, json.loads(path.read_bytes()))
        for path in site.rglob("datacite.json")
    }
    assert len(found) > 3
    assert {one for wrong in found.values() for one in wrong} <= {
        "$: 'publicationYear' is a required property"
    }
    assert [] in found.values()


def test_project_open_data_takes_the_older_list(site: Path) -> None:
    """DCAT-US 1.1, but for contacts that no source names, which are not made up."""
    folder = package("ckanext.datajson") / "pod_schema" / "non-federal-v1.1"
    schema = json.loads((folder / "dataset-non-federal.json").read_bytes())
    found = {
        one["identifier"]: errors(schema, one)
        for one in json.loads((site / "data.json").read_bytes())["dataset"]
    }
    assert {one for wrong in found.values() for one in wrong} <= {
        "$: 'contactPoint' is a required property"
    }
    assert [] in found.values()


def test_croissant_takes_each_description_with_files(site: Path) -> None:
    """The validator of MLCommons names no error."""
    command = which("mlcroissant", path=str(Path(sys.executable).parent)) or which("mlcroissant")
    if command is None:
        missing("SCHEMAS", "mlcroissant is not installed")
    paths = sorted(site.rglob("croissant.json"))
    assert paths
    for path in paths:
        call = [command, "validate", f"--jsonld={path}"]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        assert "Done" in done.stderr + done.stdout, done.stderr
