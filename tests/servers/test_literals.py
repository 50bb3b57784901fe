"""What each store makes of literals: measured, and written in `vocab/stores.toml`."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from ld_convert.store import open_store
from tests.support.servers import ACCESS, KINDS, Pool

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.servers

XSD = "http://www.w3.org/2001/XMLSchema#"
LITERALS = {
    "decimal 1.50": f'"1.50"^^<{XSD}decimal>',
    "leading zero": f'"01"^^<{XSD}integer>',
    "large integer": f'"123456789012345678901234567890"^^<{XSD}integer>',
    "nonNegativeInteger": f'"1"^^<{XSD}nonNegativeInteger>',
    "double": f'"1.0E0"^^<{XSD}double>',
    "boolean 1": f'"1"^^<{XSD}boolean>',
    "months": f'"P12M"^^<{XSD}duration>',
    "fraction of a second": f'"2024-01-31T10:00:00.1234567Z"^^<{XSD}dateTime>',
    "time zone": f'"2024-01-31T10:00:00+02:00"^^<{XSD}dateTime>',
    "no time zone": f'"2024-01-31T10:00:00"^^<{XSD}dateTime>',
    "date": f'"2024-01-31"^^<{XSD}date>',
    "year BC": f'"-0044-03-15"^^<{XSD}date>',
    "gYear": f'"2024"^^<{XSD}gYear>',
    "gYear BC": f'"-0044"^^<{XSD}gYear>',
    "no date": f'"last spring"^^<{XSD}date>',
    "language tag": '"a"@en-GB',
    "WKT": '"POINT(1.50 2)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>',
    "control character": '"\\u0001"',
    "emoji": '"\U0001f600"',
    "line end": '"a\\r\\nb"',
    "HTML": '"<b>&amp;</b>"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML>',
    "long": '"' + "x" * 20_000 + '"',
}
VALUES = {"decimal 1.50", "leading zero", "double"}
CHANGED = {
    "embedded": VALUES | {"nonNegativeInteger", "boolean 1", "months"},
    "oxigraph": VALUES | {"nonNegativeInteger", "boolean 1", "months"},
    "fuseki": VALUES | {"boolean 1"},
    "virtuoso": VALUES
    | {"large integer", "months", "fraction of a second", "year BC", "gYear BC", "WKT"},
}
"""What does not come back as it was sent, by store."""


@pytest.mark.cell("literals")
@pytest.mark.parametrize("kind", ["embedded", *KINDS])
def test_a_store_changes_what_is_known_of_it_and_says_so(
    servers: Pool, kind: str, tmp_path: Path
) -> None:
    """Everything else comes back as it was sent; a preset without `rewrites` changes nothing."""
    changed = set()
    url = servers.empty(kind).url if kind in KINDS else str(tmp_path / "store")
    with closing(open_store(url, ACCESS.get(kind))) as store:
        for name, literal in LITERALS.items():
            sent = f"<urn:a> <urn:p> {literal} .\n".encode()
            store.replace_graph("urn:g", [sent])
            if objects(store.get_graph("urn:g")) != objects(sent):
                changed.add(name)
        assert changed == CHANGED[kind]
        assert bool(store.rewrites) == bool(changed)


def test_no_decimal_of_the_old_content_stays(servers: Pool) -> None:
    """Fuseki's PUT leaves 1.50 there, which it reads as 1.5 and then does not find."""
    with closing(open_store(servers.empty("fuseki").url, ACCESS["fuseki"])) as store:
        for value in ("1.50", "10.00", "5.", "0.0", "-0.10", ".50", "7", "+1.0", "00.00"):
            store.replace_graph(
                "urn:g", [f'<urn:a> <urn:p> "{value}"^^<{XSD}decimal> .\n'.encode()]
            )
            assert store.counts() == {"urn:g": 1}, value
        text = b'<urn:a> <urn:p> "\\"1.50\\"^^<http://www.w3.org/2001/XMLSchema#decimal>" .\n'
        store.replace_graph("urn:g", [text])
        assert objects(store.get_graph("urn:g")) == objects(text)


def objects(text: bytes) -> list[str]:
    return [str(q.object) for q in pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_TRIPLES)]
