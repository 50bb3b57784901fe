"""Datasets as the harvester of ckanext-dcat reads them; CKAN itself is a stand-in.

`python -m tests.support.ckan FILE...` prints a JSON array of datasets for each file of N-Triples.
"""

from __future__ import annotations

import importlib.abc
import json
import logging
import sys
import types
import warnings
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock


class NotThereError(Exception):
    """What CKAN raises for things that it does not have."""


def absent(*_: object, **__: object) -> None:
    raise NotThereError


def action(name: str) -> Any:
    """No extension for schemas is installed, and no organisation is there."""
    if name.startswith("scheming"):
        raise KeyError(name)
    return absent


NAMES: dict[str, Any] = {
    **dict.fromkeys(("ObjectNotFound", "NotAuthorized", "HelperError", "Invalid"), NotThereError),
    "config": {},
    "asbool": bool,
    "aslist": list,
    "get_action": action,
    "resource_formats": dict,
    "munge_tag": str,
    "PluginImplementations": lambda _: [],
    "Interface": object,
    "LicenseRegister": lambda: {"cc-by": SimpleNamespace(url="https://l.example/", title="BY")},
}
"""What the parser uses of CKAN; all else that it imports does nothing."""


class StandIn(types.ModuleType):
    """A module of CKAN."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return NAMES[name] if name in NAMES else MagicMock(name=name)


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds a stand-in for each module of CKAN."""

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        """Return a module for a name of CKAN's."""
        is_ckan = fullname.partition(".")[0] in ("ckan", "ckantoolkit")
        return ModuleSpec(fullname, self, is_package=True) if is_ckan else None

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        """Return an empty module."""
        return StandIn(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """There is nothing to run."""


def main() -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    sys.meta_path.insert(0, Finder())
    from ckanext.dcat.processors import RDFParser  # noqa: PLC0415

    for path in sys.argv[1:]:
        parser = RDFParser(profiles=["euro_dcat_ap_3"])
        parser.parse(Path(path).read_text("utf-8"), "nt")
        print(json.dumps(list(parser.datasets()), default=str))  # noqa: T201


if __name__ == "__main__":
    main()
