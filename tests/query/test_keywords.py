"""SERVICE is refused however it is written, and nothing else is; no query opens a connection."""

from __future__ import annotations

import resource
import socket
import threading
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ld_convert.query.ask import Request, Sources, answer
from ld_convert.query.keywords import uses
from ld_convert.query.network import no_network
from ld_convert.query.syntax import QueryError
from ld_convert.vocab.namespaces import prefixes
from tests.support.places import COMPLETE

if TYPE_CHECKING:
    from collections.abc import Iterator

CATALOGUE = Sources(files=((str(COMPLETE), "ttl"),))
DISGUISES = (
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service<URL>{} }",
    "SELECT * { sErViCe silent <URL> {} }",
    "SELECT * { SERVICESILENT<URL>{} }",
    "PREFIX : <URL> SELECT * { SERVICE: { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { SERVICE:a { ?s ?p ?o } }",
    "PREFIX SERVICE: <URL> SELECT * { SERVICE SERVICE:a {} }",
    "PREFIX QQQQQQQ: <URL> SELECT * { SERVICE QQQQQQQ: {} }",
    "SELECT * { VALUES ?x { <URL> } SERVICE?x{} }",
    "SELECT * { ?s a ?t .SERVICE<URL>{} }",
    "SELECT * { VALUES ?v { 1 }SERVICE<URL>{} }",
    "SELECT * { OPTIONAL { ?s ?p 1 SERVICE <URL> {} } }",
    "SELECT * { ?s ?p ?o # SERVICE\n SERVICE # <urn:x>\n <URL> {} }",
    "SELECT * { ?s ?p ?o FILTER(?o != 'a#b') SERVICE <URL> {} }",
    "SELECT * { VALUES ?v { '''it's''' } SERVICE <URL> {} }",
    "SELECT * { FILTER(1<2) SERVICE<URL>{} FILTER(2>1) }",
    "SELECT * { FILTER EXISTS { SERVICE <URL> {} } }",
    "SELECT * { { SELECT * { SERVICE <URL> {} } } }",
    "SELECT (EXISTS { SERVICE <URL> {} } AS ?e) {}",
    "ASK { SERVICE <URL> {} }",
    "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o MINUS{SERVICE<URL>{ ?s ?p ?o }} }",
    "SELECT * { SERVIC\\u0045 <URL> {} }",
    "SELECT * { \\U00000053ERVICE <URL> {} }",
    "BASE <URL> SELECT * { SERVICE <> {} }",
)


@pytest.fixture
def visits() -> Iterator[tuple[str, list[object]]]:
    """The address of a listening socket, and who has come."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def wait() -> None:
            while True:
                try:
                    connection, peer = server.accept()
                except OSError:
                    return
                came.append(peer)
                connection.close()

        threading.Thread(target=wait, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", came


@pytest.mark.sockets
@pytest.mark.parametrize("text", DISGUISES)
def test_a_service_in_disguise_is_refused_and_reaches_nobody(
    visits: tuple[str, list[object]], text: str
) -> None:
    """No part of a query is sent elsewhere unless the user allows it."""
    url, came = visits
    with pytest.raises(QueryError):
        answer(Request(text.replace("URL", url)), CATALOGUE)
    assert came == []


@pytest.mark.sockets
def test_a_service_is_asked_where_the_user_allows_it(visits: tuple[str, list[object]]) -> None:
    """Then the connection is made: the test above could fail."""
    url, came = visits
    with pytest.raises(QueryError):  # who answers there closes at once
        answer(Request(DISGUISES[0].replace("URL", url), allow_service=True), CATALOGUE)
    assert came


@pytest.mark.sockets
def test_the_engine_cannot_connect_even_where_no_check_was_made(
    visits: tuple[str, list[object]],
) -> None:
    """A keyword that the check overlooked would still open no connection."""
    url, came = visits
    with no_network(), pytest.raises(OSError, match="files"):
        list(pyoxigraph.Store().query(f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
    assert came == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service a dcat:DataService }",
        "SELECT * { ?s <urn:SERVICE> 'SERVICE' } # SERVICE",
        'SELECT * { ?s <urn:p> """SERVICE "quoted" """@SERVICE }',
        "PREFIX SERVICE: <urn:> SELECT * { ?s SERVICE:a ?o ; ?SERVICE _:SERVICE }",
        "SELECT * { ?s dcat:accessService/dcat:servesDataset ?d }",
    ],
)
def test_a_name_with_that_word_is_no_service(text: str) -> None:
    """Strings, comments, IRIs, variables and prefixed names are not keywords."""
    assert not uses(text, "SERVICE", prefixes())
    answer(Request(text), CATALOGUE)


@settings(deadline=None)
@given(st.text(alphabet="SERVICE \"'\\#<>?:{}.1a@^_\n", max_size=40))
def test_whatever_reaches_another_end_point_has_the_word(text: str) -> None:
    """A query that the engine would send on is one that is refused."""
    query = f"PREFIX : <urn:nowhere> SELECT * {{ {text} SERVICE <urn:nowhere> {{ ?s ?p ?o }} }}"
    try:
        list(pyoxigraph.Store().query(query))  # type: ignore[arg-type]
    except SyntaxError:
        return
    except OSError:
        assert uses(query, "SERVICE", {})  # it was about to be sent where nobody is


def test_from_in_a_string_names_no_graph() -> None:
    """Only the keyword counts."""
    assert not uses("SELECT ?from { ?from ?p 'FROM' }", "FROM", {})
    assert uses("SELECT * FROM NAMED <urn:g> { ?s ?p ?o }", "FROM", {})


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p " + "1" * 1_000_000 + " }",
        "SELECT * " + "{" * 1_000_000,
        "SELECT * " + "{" * 500_000 + "}" * 500_000,
        "SELECT" + " " * 1_000_000 + "* { 'service' }",
        "SELECT * { FILTER" + "(" * 500_000,
        "SELECT * { # service " + "service" * 140_000,
        "SERVICE" * 140_000,
        '"' * 1_000_000 + "service",
        "\\u0053" * 160_000,
    ],
    ids=["digits", "open", "nested", "spaces", "round", "comment", "words", "quotes", "escapes"],
)
def test_a_megabyte_is_answered_or_refused_soon(text: str) -> None:
    """The time of the check grows with the length and not faster; depth is an error, no crash."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    message = ""
    try:
        answer(Request(text, seconds=60), CATALOGUE)
    except QueryError as error:
        message = str(error)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert len(message) < 1000
    assert after.ru_utime - usage.ru_utime < 3
