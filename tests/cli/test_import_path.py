from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

MODULES = ("json", "ld_convert", "lxml", "pyld", "rdflib", "signal", "threading")
SCRIPT = "from ld_convert.cli import main\nif __name__ == '__main__':\n    main()\n"


@pytest.fixture
def folder(tmp_path: Path, captures: Path) -> Path:
    """Two pages, beside files named like modules of which each leaves a note if it is run."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "ld-convert").write_text(SCRIPT)
    pages = tmp_path / "pages"
    pages.mkdir()
    for name in ("a.html", "b.html"):
        (pages / name).write_bytes((captures / "tide-gauge.html").read_bytes())
    for name in MODULES:
        code = f"import os\nopen({str(pages / 'run')!r}, 'a').write('{name} ')\nos._exit(9)"
        (pages / f"{name}.py").write_text(code)
    return pages


@pytest.mark.parametrize(
    "arguments",
    [
        ["convert", "a.html", "b.html", "-j", "2", "-o", "c.nt"],
        ["query", "SELECT ?s WHERE { ?s a ?c }", "a.html"],
    ],
)
def test_a_file_beside_the_pages_is_never_run(folder: Path, arguments: list[str]) -> None:
    """Whatever module it is named like: neither the command nor its processes import it."""
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, str(folder.parent / "bin" / "ld-convert"), "-q", *arguments],
        env=os.environ | {"PYTHONPATH": path},
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert not (folder / "run").exists()
    assert done.returncode == 0, done.stderr
