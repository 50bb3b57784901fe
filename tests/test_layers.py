from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "ld_convert"

LAYERS = (
    {"model", "data", "offline", "triples"},
    {
        "settings",
        "locate",
        "quads",
        "tables",
        "contexts",
        "numbers",
        "indexed",
        "terms",
        "uncollected",
        "quality",
    },
    {"vocab", "profile", "census", "files"},
    {"findings", "views", "values", "reshape", "marks", "keywords"},
    {"addresses", "wrappers", "forms", "shared"},
    {"compiled", "naming"},
    {"walk"},
    {"rules"},
    {"reading", "coverage", "sssom"},
    {"ruletable"},
    {"plan"},
    # The stages: none of them knows another.
    {"read", "extract", "expand", "rdf", "identity", "graph", "passthrough", "mapping"}
    | {"validate", "write", "report", "gate", "score", "store"},
    {"account", "blame", "catalogue", "origins", "source_check", "spool", "unknown"},
    {"named", "parts"},
    {"document", "entries", "pipeline"},
    {"check", "explained", "run"},
    {"publish", "query"},
    {"serve"},
    {"console"},
    {"progress"},
    {"commands"},
    {"cli"},
    {"__main__"},
)
"""From the ground up. A module imports from layers below its own, and from its own package."""


def imports(file: Path) -> set[str]:
    """The modules of ld_convert, by their first name, that a file imports."""
    tree = ast.parse(file.read_text("utf-8"))
    names = [
        alias.name if isinstance(node, ast.Import) else f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    return {name.split(".")[1] for name in names if name.startswith("ld_convert.")}


def room(file: Path) -> str:
    """The first name of a file inside the package."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


FILES = sorted(file for file in PACKAGE.rglob("*.py") if file != PACKAGE / "__init__.py")


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_module_imports_only_from_the_layers_below(file: Path) -> None:
    """No stage imports another stage, and no lower module knows a higher one."""
    level = next((i for i, layer in enumerate(LAYERS) if room(file) in layer), None)
    assert level is not None, f"{room(file)} has no layer yet"
    allowed = set().union(*LAYERS[:level]) | {room(file)}
    assert imports(file) <= allowed
