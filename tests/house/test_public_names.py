from __future__ import annotations

import ld_convert
from tests.support.cli import run_python


def test_the_public_names_are_these() -> None:
    """A name that is added or lost is a decision, not an accident."""
    assert sorted(ld_convert.__all__) == [
        "Capture",
        "Catalogue",
        "Conversion",
        "Finding",
        "Place",
        "Settings",
        "UsageError",
        "__version__",
        "convert",
        "convert_page",
        "convert_pages",
        "read_captures",
    ]
    assert all(getattr(ld_convert, name) for name in ld_convert.__all__)


def test_importing_the_package_loads_nothing_heavy() -> None:
    """Rdflib and pyld are loaded when a name that needs them is used."""
    code = "import ld_convert, sys; print({'rdflib', 'pyld', 'pyshacl'} & sys.modules.keys())"
    done = run_python(code)
    assert done.stdout.strip() == "set()"
