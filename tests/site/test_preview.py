"""The preview answers with the form that a client asks for, and only on this machine."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from ld_convert.site.preview import preview_server
from tests.support.places import CAPTURES
from tests.support.sites import dataset, made

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.sockets


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page of a dataset."""
    folder = tmp_path_factory.mktemp("preview") / "site"
    made(folder, CAPTURES)
    with preview_server(str(folder), 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        path = dataset(folder).relative_to(folder).as_posix()
        yield f"http://127.0.0.1:{server.server_address[1]}/{path}/"
        server.shutdown()


def ask(address: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    """Status, media type and headers of an answer."""
    try:
        with urlopen(Request(address, headers=headers), timeout=10) as answer:  # noqa: S310
            return answer.status, answer.headers["Content-Type"], dict(answer.headers)
    except HTTPError as error:
        return error.code, error.headers["Content-Type"], dict(error.headers)


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/n-triples", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml;q=0.9, text/html;q=0.1", "application/rdf+xml"),
    ],
)
def test_one_address_has_each_form(accept: str, wanted: str, address: str) -> None:
    """RFC 9110, section 12.5.1; caches are told that the header matters."""
    status, found, headers = ask(address, Accept=accept)
    assert (status, found, headers["Vary"]) == (200, wanted, "Accept")
    assert 'rel="linkset"' in headers["Link"]


def test_what_there_is_not_is_refused(address: str) -> None:
    """A form that nobody wrote, a folder above the site, a list of a folder, another host."""
    assert ask(address, Accept="image/png")[0] == 406
    top = address.partition("/dataset/")[0]
    assert ask(f"{top}/dataset/")[0] == 404
    assert ask(f"{top}/..%2f..%2fetc/passwd")[0] == 404
    assert ask(address, Host="evil.example")[0] == 421


def test_the_files_have_their_media_types(address: str) -> None:
    """JSON by name, the others by their ending."""
    assert ask(f"{address}linkset.json")[1] == "application/linkset+json"
    assert ask(f"{address}datacite.json")[1] == "application/vnd.datacite.datacite+json"
    assert ask(f"{address}cite.bib")[1] == "application/x-bibtex"
