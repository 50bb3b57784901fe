"""Payloads written by React's own server decode as React's own client decodes them."""

from __future__ import annotations

import base64
import json
import math
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from ld_convert.extract.flight.values import (
    AsyncIterator,
    Binary,
    Blob,
    Date,
    Error,
    FormData,
    Iterator,
    Map,
    Module,
    ReactElement,
    ServerReference,
    Set,
    Stream,
    Symbol,
)
from ld_convert.model import Json
from tests.support.flight import decode
from tests.support.places import GOLDENS

pytestmark = [pytest.mark.goldens, pytest.mark.usefixtures("deep_stack")]

NAMED = os.environ.get("LD_CONVERT_GOLDENS")
FOLDER = GOLDENS
PAYLOADS = [
    pytest.param(
        path.parent, path.name.removesuffix(".prod.rsc"), id=f"{path.parent.name}-{path.name}"
    )
    for path in sorted(FOLDER.glob("*/*.prod.rsc"))
]
"""The folder of each payload, one folder a version of React, and its name."""

WRAPPERS = ("$lazy", "$promise")
FAILED = ("$rejected", "$lazyrej")
LISTS = {
    Map: "$map",
    Set: "$set",
    FormData: "$form",
    Iterator: "$iter",
    Stream: "$stream",
    AsyncIterator: "$aiter",
}
NUMBERS = {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}
INT_OF_JSON = 2**53


@pytest.fixture
def deep_stack() -> Iterable[None]:
    """Make room for the recursion of this test; the golden `deep` nests 1,200 levels."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(before)


def expected(node: Json) -> Json:
    """Return what a golden says without portals, undefined and half surrogate pairs."""
    if isinstance(node, str):
        return re.sub("[\ud800-\udfff]", "\ufffd", node)
    if isinstance(node, list):
        return [expected(item) for item in node]
    if not isinstance(node, dict):
        return node
    if len(node) > 1:  # $bin and $blob have a second key beside the mark
        return node
    ((mark, inner),) = node.items()
    if mark in WRAPPERS:
        return expected(inner)
    if mark in FAILED:
        return {"$error": inner}
    if mark == "$error":
        return {"$error": ""}
    return None if mark == "$undef" else {mark: expected(inner)}


def written(value: Json, outer: tuple[int, ...] = ()) -> Json:
    """Return a decoded value in the form of the goldens."""
    if id(value) in outer and isinstance(value, (dict, list)):
        return {"$cycle": len(outer) - outer.index(id(value))}
    around = (*outer, id(value))
    if isinstance(value, dict):
        return {"$obj": [[key, written(item, around)] for key, item in value.items()]}
    if isinstance(value, ReactElement):
        return {"$el": [written(item, around) for item in value[1:4]]}
    if isinstance(value, list):
        items = [written(item, around) for item in value]
        return {LISTS[type(value)]: items} if type(value) in LISTS else items
    return scalar(value)


def scalar(value: Json) -> Json:
    """Return a decoded value that holds no other, in the form of the goldens."""
    if isinstance(value, Date):
        return {"$date": str(value)}
    if isinstance(value, float) and (not math.isfinite(value) or str(value) == "-0.0"):
        return {"$num": NUMBERS.get(str(value), "-0")}
    if isinstance(value, int) and abs(value) > INT_OF_JSON:
        return {"$bigint": str(value)}
    if isinstance(value, Symbol):
        return {"$sym": value.name}
    if isinstance(value, Error):
        return {"$error": value.digest}
    if isinstance(value, Binary):
        return {"$bin": value.type, "b64": base64.b64encode(value.data).decode()}
    if isinstance(value, Blob):
        return {"$blob": value.type, "text": value.data.decode()}
    return {"$fn": 1} if isinstance(value, (Module, ServerReference)) else value


@pytest.mark.skipif(bool(NAMED), reason="other payloads are named by LD_CONVERT_GOLDENS")
def test_payloads_of_two_versions_are_compared(shared: Path) -> None:
    """An empty folder compares nothing, and would pass."""
    assert shared / "goldens" / "flight" == FOLDER
    assert len(PAYLOADS) == 36


@pytest.mark.parametrize(("folder", "name"), PAYLOADS)
def test_a_production_payload_decodes_as_in_a_browser(folder: Path, name: str) -> None:
    """The root equals what React's client made of the same bytes."""
    payload = (folder / f"{name}.prod.rsc").read_bytes()
    told = json.loads((folder / f"{name}.prod.json").read_text("utf-8"))
    assert written(decode(payload).root) == expected(told)


@pytest.mark.parametrize(("folder", "name"), PAYLOADS)
def test_a_development_payload_has_no_row_twice(folder: Path, name: str) -> None:
    """Debug rows bear the ids of the rows they tell about, and are no duplicates of them."""
    found = decode((folder / f"{name}.dev.rsc").read_bytes())
    assert found.rows
    assert {problem.code for problem in found.findings} <= {"LD209", "LD216"}


@pytest.mark.parametrize(("folder", "name"), PAYLOADS)
def test_a_development_payload_holds_what_production_sends(folder: Path, name: str) -> None:
    """Both builds give the same root; only the error has more to say in development."""
    told = json.loads((folder / f"{name}.prod.json").read_text("utf-8"))
    found = decode((folder / f"{name}.dev.rsc").read_bytes())
    assert written(found.root) == expected(told)
