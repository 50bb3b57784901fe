"""The rooms of the house: which package may know which, and what stands at the root."""

from __future__ import annotations

import ast
import shutil
import subprocess
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.places import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator


TOP = {
    *("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "CITATION.cff"),
    *("requirements-lock.txt", "ld_convert", "shapes", "tests", "vocab"),
}
"""What may stand at the top of the repository, but for dotfiles."""
FLOORS = (
    {"model", "settings"},
    {"vocab"},
    {"findings"},
    {"rdf", "values"},
    {"read", "extract", "expand", "identify", "mapping", "validate", "write"},  # the stages
    {"catalogue"},
    {"account"},
    {"score"},
    {"report"},
    {"pipeline"},
    {"run"},
    {"store"},
    {"publish", "query", "site"},
    {"cli", "__init__", "__main__"},
)
"""A room imports from lower floors only, and from no other room of its own floor."""

TOGETHER = {
    *(("settings", "model"), ("model", "settings"), ("__main__", "cli")),
    ("site", "query"),  # the preview chooses forms as the server of a store does
}
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def modules() -> dict[str, Path]:
    """Every module of the package, by its dotted name inside it."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)] = path
    return found


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Names inside the package that a module imports, and whether it does so as it is loaded."""
    tree = ast.parse(path.read_text("utf-8"))
    at_once = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ld_convert."):
            inner = str(node.module).removeprefix("ld_convert.")
            for alias in node.names:
                yield f"{inner}.{alias.name}", id(node) in at_once


def module_of(name: str, known: dict[str, Path]) -> str:
    """The module that a dotted name is, or is defined in."""
    while name not in known:
        name = name.rpartition(".")[0]
    return name


MODULES = modules()


def may_know(name: str, imported: str) -> bool:
    """Say whether a module may import a name: of its own room, or from a lower floor."""
    room, other = name.partition(".")[0], imported.partition(".")[0]
    return other == room or (room, other) in TOGETHER or FLOOR[other] < FLOOR[room]


def test_a_room_imports_from_lower_floors_only() -> None:
    """A stage knows no other stage; imports for annotations count as well."""
    known = [(name, imported) for name, path in MODULES.items() for imported, _ in imports(path)]
    assert [pair for pair in known if not may_know(*pair)] == []
    assert len(known) > len(MODULES)


def test_no_module_needs_itself_to_be_loaded() -> None:
    """Modules that import each other while they are loaded cannot be read one after the other."""
    needs = defaultdict(set)
    for name, path in MODULES.items():
        needs[name] = {module_of(i, MODULES) for i, at_once in imports(path) if at_once} - {name}
    while free := [name for name, needed in needs.items() if not needed & needs.keys()]:
        for name in free:
            del needs[name]
    assert not needs


def test_the_root_holds_six_files_at_most() -> None:
    """Everything else has a room."""
    assert len(list(PACKAGE.glob("*.py"))) <= 6


def test_no_two_public_classes_have_one_name() -> None:
    """One word for one thing: a reader who searches for a class finds one."""
    names = Counter(
        node.name
        for path in MODULES.values()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_nothing_else_stands_at_the_top_of_the_repository() -> None:
    """A store or a report that a trial has left there is not committed."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not here")
    listing = subprocess.run(
        [git, "ls-files"], cwd=PACKAGE.parent, capture_output=True, text=True, check=False
    ).stdout
    if not listing:
        pytest.skip("this is no checkout of git")
    top = {name.partition("/")[0] for name in listing.splitlines()}
    assert {name for name in top if not name.startswith(".")} <= TOP
