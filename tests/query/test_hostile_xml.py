from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cli import run_process

LAUGHS = '<!ENTITY a0 "lol">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
)
XML = f"""<?xml version="1.0"?><!DOCTYPE r [{LAUGHS}]><rdf:RDF
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:d="http://purl.org/dc/terms/">
<rdf:Description rdf:about="http://x.org/a"><d:title>&a9;</d:title></rdf:Description></rdf:RDF>"""


@pytest.mark.parametrize(
    "arguments", [["query", "ASK {}", "x.rdf"], ["publish", "x.rdf", "--to", "s"]]
)
def test_entities_do_not_fill_the_memory(tmp_path: Path, arguments: list[str]) -> None:
    """Neither a query nor a store reads a file that expands to gigabytes."""
    (tmp_path / "x.rdf").write_text(XML)
    done = run_process(*arguments, cwd=tmp_path)
    assert done.returncode in (1, 2)
    assert "expand to more than" in done.stderr
    assert "Traceback" not in done.stderr
