"""Signposts of a site as a client finds them that others wrote: `signposting`, of PyPI."""

from __future__ import annotations

import threading
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from ld_convert.site.preview import preview_server
from tests.support.missing import missing
from tests.support.places import CAPTURES
from tests.support.sites import dataset, made

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.sockets

FORMS = {"text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"}


def test_a_client_finds_the_same_in_the_page_and_in_the_linkset(tmp_path: Path) -> None:
    """FAIR Signposting, level 1 in the page and level 2 in the linkset, to which a header leads."""
    if find_spec("signposting") is None:
        missing("SCHEMAS", "signposting is not installed")
    client: Any = import_module("signposting")
    folder = tmp_path / "site"
    with preview_server(str(folder), 0) as server:
        url = f"http://127.0.0.1:{server.server_address[1]}/"
        made(folder, CAPTURES, url=url)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = f"{url}{dataset(folder).relative_to(folder).as_posix()}/"
        inside = client.find_signposting_html(page)
        (linkset,) = client.find_signposting_http(page).linksets
        beside = client.find_signposting_linkset(linkset.target)
        server.shutdown()
    assert str(inside.citeAs.target) == "https://doi.org/10.5555/tide-gauge"
    assert {str(one.target) for one in inside.types} == {
        *("https://schema.org/Dataset", "https://schema.org/AboutPage")
    }
    assert {one.type for one in inside.describedBy} > FORMS
    assert [one.type for one in inside.items] == ["text/csv"]
    assert all((inside.authors, inside.license, inside.collection))
    said = [
        {
            (str(one.rel), str(one.target), str(one.type))
            for one in found.signposts
            if str(one.context or page) == page and str(one.rel) != "linkset"
        }
        for found in (inside, beside)
    ]
    assert said[0] == said[1]
    back = {str(one.context) for one in beside.signposts if str(one.rel) == "describes"}
    assert back == {str(one.target) for one in inside.describedBy}
