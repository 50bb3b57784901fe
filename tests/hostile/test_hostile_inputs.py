"""Inputs that once broke a run, an output or a store, each between two good pages."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat

from tests.support.cases import expect, known_failures
from tests.support.forked import run_forked
from tests.support.places import SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.hostile

KNOWN = known_failures(__file__)
INPUTS = sorted((SHARED / "hostile" / "inputs").glob("*"))
FORMS = {"nt": RdfFormat.N_TRIPLES, "nquads": RdfFormat.N_QUADS, "turtle": RdfFormat.TURTLE}
MOST_SECONDS = 20
"""It should be 10; the rest is for what else runs on the machine."""
TITLES = {"before", "after"}
PAGE = """<!doctype html><link rel="canonical" href="https://good.example/{title}">
<script type="application/ld+json">{{"@context": "https://schema.org/", "@type": "Dataset",
"name": "{title}", "description": "Nothing is wrong here.", "url": "https://good.example/{title}"}}
</script>"""
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What moves the cursor or turns the direction of writing on a terminal."""
CHOSEN = re.compile(r"victim\.example|^urn:g$")
"""Graphs that the inputs ask for, and that a page has no right to write into."""


def faults(file: Path, form: str, work: Path) -> Iterator[str]:
    """What is wrong after a conversion of the input to a form."""
    pages = work / "pages"
    pages.mkdir(exist_ok=True)
    (pages / "a.html").write_text(PAGE.format(title="before"), "utf-8")
    (pages / "z.html").write_text(PAGE.format(title="after"), "utf-8")
    (pages / f"m-{file.name}").write_bytes(file.read_bytes())
    output = work / f"output.{form}"
    options = ["-f", form, "-o", str(output), "-j", "1", "--date", "2026-01-01"]
    ended = run_forked("convert", str(pages), *options, folder=work, most_seconds=MOST_SECONDS)
    if ended.status is None:
        yield f"not done after {MOST_SECONDS} s"
        return
    if ended.status not in (0, 1):
        yield f"exit status {ended.status}"
    if "Traceback" in ended.error or "Warning:" in ended.error:
        yield ended.error.strip().splitlines()[-1]
    if sign := CONTROL.search(ended.error):
        yield f"U+{ord(sign[0]):04X} on standard error"
    try:
        quads = list(pyoxigraph.parse(output.read_bytes(), FORMS[form]))
    except (OSError, SyntaxError, ValueError) as error:
        yield f"cannot be read: {error}"
        return
    texts = {quad.object.value for quad in quads if isinstance(quad.object, Literal)}
    if not texts >= TITLES:
        yield "a good page is lost"
    graphs = {q.graph_name.value for q in quads if isinstance(q.graph_name, NamedNode)}
    yield from (f"writes into {graph}" for graph in graphs if CHOSEN.search(graph))


@pytest.mark.parametrize("file", INPUTS, ids=lambda file: file.name)
def test_a_hostile_input_harms_nothing(shared: Path, tmp_path: Path, file: Path) -> None:
    """It ends soon with status 0 or 1, the others are converted, and every form can be read."""
    assert shared
    every = (f"{form}: {fault}" for form in FORMS for fault in faults(file, form, tmp_path))
    expect(file.name, list(islice(every, 1)), KNOWN)


def test_each_known_failure_is_an_input(shared: Path) -> None:
    """A name that is no input would hide nothing, and stay for ever."""
    assert shared
    assert {file.name for file in INPUTS} >= KNOWN
