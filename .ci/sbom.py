#!/usr/bin/env python3
"""Write what the lock file names as a bill of materials: `.ci/sbom.py > .ci/sbom.cdx.json`.

The form is CycloneDX 1.6. The wheel holds it (PEP 770). What the program itself needs is
`required`; what its extras, its tests and those packages need in turn is `optional`.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
NAME = re.compile(r"[A-Za-z0-9._-]+")


def normal(name: str) -> str:
    """Return the one spelling of a package's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def bill(lock: str, project: dict[str, Any]) -> dict[str, Any]:
    """Return the bill of the packages that a lock file names, of a project of pyproject.toml."""
    wanted = {normal(found[0]) for text in project["dependencies"] if (found := NAME.match(text))}
    components = []
    for line in lock.splitlines():
        name, _, version = line.partition("==")
        if version:
            purl = f"pkg:pypi/{normal(name)}@{version}"
            scope = "required" if normal(name) in wanted else "optional"
            components.append(
                {
                    "type": "library",
                    "bom-ref": purl,
                    "name": name,
                    "version": version,
                    "scope": scope,
                    "purl": purl,
                }
            )
    own = {"type": "application", "name": project["name"], "version": project["version"]}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": own},
        "components": components,
    }


def main() -> None:
    """Print the bill of this checkout."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = bill((ROOT / "requirements-lock.txt").read_text("utf-8"), project)
    sys.stdout.write(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
