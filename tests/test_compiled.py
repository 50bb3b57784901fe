"""What a user with a C compiler can have compiled is compiled, and is the source that is there."""

from __future__ import annotations

import os
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from tests.bench.pipeline import NAIVE, OURS, compare, is_compiled

REPOSITORY = Path(__file__).parent.parent


def listed() -> list[str]:
    """Return the paths that pyproject.toml gives to mypyc."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    return list(wheel["hooks"]["mypyc"]["include"])


@pytest.mark.parametrize("path", listed())
def test_a_module_that_is_to_be_compiled_is_there(path: str) -> None:
    """A name that fits no file would be passed over in silence."""
    assert (REPOSITORY / path).is_file()


@pytest.mark.parametrize("path", listed())
def test_a_compiled_module_is_no_older_than_its_source(path: str) -> None:
    """What is imported is what the source says; after a change, compile again or delete *.so."""
    source = REPOSITORY / path
    for made in source.parent.glob(f"{source.stem}.*.so"):
        assert made.stat().st_mtime >= source.stat().st_mtime


@pytest.mark.parametrize("path", listed())
def test_a_compiled_install_has_every_listed_module_compiled(path: str) -> None:
    """Where LD_CONVERT_REQUIRE_COMPILED says that all is compiled, nothing is left out."""
    if os.environ.get("LD_CONVERT_REQUIRE_COMPILED") != "1":
        pytest.skip("LD_CONVERT_REQUIRE_COMPILED is not set")
    name = path.removesuffix(".py").replace("/", ".")
    assert str(import_module(name).__file__).endswith((".so", ".pyd"))


@pytest.mark.bench
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_compiled_the_naive_pipeline_takes_thirty_times_as_long_at_least() -> None:
    """On pages like LEO's; a quiet machine shows more, see `python -m tests.bench`."""
    if not is_compiled():
        pytest.skip("the modules are not compiled")
    found = compare("LEO-like flight", rounds=3)
    assert found[NAIVE] >= 30 * found[OURS]
