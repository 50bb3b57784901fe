"""What each store does when things go wrong; `python -m tests.servers` prints the whole matrix."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph
import pytest

from ld_convert.publish import PublishTarget
from ld_convert.store import Access, StoreError, open_store
from tests.support.pages import page, write_pages
from tests.support.proxy import proxied
from tests.support.published import content, converted, run
from tests.support.servers import ACCESS, KINDS, Pool, Server, oxigraph, running

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.servers

DIRECTORY = "embedded"
VALUES = {DIRECTORY, "oxigraph"}
"""Stores that keep values of literals in the way of pyoxigraph."""
NO_SERVER = "a directory has no server"
NO_USERS = "it knows no users"


class Place(NamedTuple):
    """A store, with what is needed to reach it."""

    kind: str
    url: str
    access: Access
    server: Server | None
    folder: Path

    @property
    def pages(self) -> Path:
        """A few pages to publish."""
        return self.folder / "pages"

    def publish(self, url: str = "", access: Access | None = None) -> dict[str, int]:
        """Publish the pages; return how many graphs there are of each kind."""
        target = PublishTarget(url or self.url, prune=True)
        return run(self.pages, target, access=access or self.access)[0]

    def check(self) -> None:
        """The store holds what convert writes, graph by graph."""
        expected = converted(self.pages, self.folder, rewritten=self.kind in VALUES)
        assert content(self.url, self.access) == expected


@pytest.fixture(params=[DIRECTORY, *KINDS])
def place(request: pytest.FixtureRequest, servers: Pool, tmp_path: Path) -> Place:
    kind = request.param
    write_pages(tmp_path / "pages", range(3))
    if kind == DIRECTORY:
        return Place(kind, str(tmp_path / "store"), Access(), None, tmp_path)
    server = servers.empty(kind)
    return Place(kind, server.url, ACCESS[kind], server, tmp_path)


def change(place: Place) -> None:
    """Change a page, take one away and add one."""
    (place.pages / "00001.html").write_text(page(1, "Now in metres."))
    (place.pages / "00002.html").unlink()
    (place.pages / "00007.html").write_text(page(7))


@pytest.mark.cell("publish", "again", "change", "prune")
def test_a_store_follows_the_pages(place: Place) -> None:
    """Created; nothing to do; one updated, one removed, one created; the content is convert's."""
    assert place.publish() == {"created": 4}
    assert place.publish() == {"unchanged": 4}
    change(place)
    assert place.publish() == {"created": 1, "removed": 1, "unchanged": 2, "updated": 1}
    place.check()


KILLED = """
import os, signal, sys
from ld_convert import Settings
from ld_convert.publish import PublishTarget, publish
from ld_convert.run import Events
from ld_convert.store import Access, open_store

pages, url, user, password, most = sys.argv[1:]
access = Access(user, password)
store = open_store(url, access)
kind, done = type(store), 0
store.close()
del store
for name in ("create_graphs", "replace_graph", "add", "delete_graph"):
    def write(self, *given, usual=getattr(kind, name)):
        global done
        usual(self, *given)
        done += 1
        if done == int(most):
            os.kill(os.getpid(), signal.SIGKILL)
    setattr(kind, name, write)
settings = Settings(publisher_name="Water office")
publish([pages], PublishTarget(url, prune=True), settings, Events(lambda _: None), access)
"""


@pytest.mark.cell("kill")
def test_a_run_that_is_killed_in_the_middle_is_completed(place: Place) -> None:
    """After its third write, with graphs announced and not all of them written."""
    place.publish()
    change(place)
    user, password = place.access.user, place.access.password
    command = [sys.executable, "-c", KILLED, place.pages, place.url, user, password, "3"]
    done = subprocess.run([str(word) for word in command], check=False, timeout=60)
    assert done.returncode == -9
    place.publish()
    place.check()
    assert place.publish() == {"unchanged": 4}


@pytest.mark.slow
@pytest.mark.cell("restart")
def test_a_server_that_is_killed_comes_back_with_all_it_had(place: Place) -> None:
    """The run waits for it and goes on."""
    if place.server is None:
        pytest.skip(NO_SERVER)
    server = place.server
    place.publish()
    change(place)
    with proxied(place.url) as proxy:
        starts: list[threading.Thread] = []

        def restart(number: int) -> None:
            if number == 2:
                server.kill()
                starts.append(threading.Thread(target=server.start))
                starts[0].start()

        proxy.before = restart
        patient = place.access._replace(backoff_seconds=0.5, retries=12)
        place.publish(through(place, proxy.url), patient)
        starts[0].join()
    place.check()


@pytest.mark.cell("time-out")
def test_a_server_that_is_late_is_asked_again(place: Place) -> None:
    """The user is told, and nothing is there twice."""
    if place.server is None:
        pytest.skip(NO_SERVER)
    told: list[str] = []
    with proxied(place.url) as proxy:
        proxy.slow_seconds, proxy.faults = 1.6, ["slow", "pass", "slow"]
        hasty = place.access._replace(timeout_seconds=0.8, tell=told.append)
        place.publish(through(place, proxy.url), hasty)
    assert "no answer in time" in told[0]
    place.check()


def through(place: Place, proxy: str) -> str:
    """The address of a store behind a proxy."""
    return place.url.replace("http://" + place.url.split("/")[2], proxy)


def refused(place: Place, url: str, access: Access, record: Callable[[str, object], None]) -> str:
    """What the user reads when a store refuses to be written to; nothing is changed."""
    before = content(place.url, place.access, own=True)
    with pytest.raises(StoreError) as error:
        place.publish(url, access._replace(retries=0))
    assert content(place.url, place.access, own=True) == before
    record("refused", str(error.value))
    return str(error.value)


@pytest.mark.cell("wrong password")
def test_a_wrong_password_is_told(
    place: Place, record_property: Callable[[str, object], None]
) -> None:
    """With the names of the variables that hold the right one."""
    if place.kind in VALUES:
        pytest.skip(NO_USERS)
    url = place.url.replace("/ds", "/closed")
    user = "me" if place.kind == "fuseki" else "dba"
    wrong = refused(place, url, Access(user, "wrong"), record_property)
    assert "LD_CONVERT_PASSWORD" in wrong
    if place.kind == "fuseki":  # as user and with the right one it is the same store
        named = f"fuseki+{url}"  # it says what it is only to those it knows
        assert place.publish(named, Access("me", "secret")) == {"created": 4}


@pytest.mark.cell("read-only")
def test_a_store_that_may_only_be_read_is_told(
    place: Place, record_property: Callable[[str, object], None]
) -> None:
    """It can be asked, and what was to be written is refused."""
    if place.server is None:
        pytest.skip("whoever may write the directory may publish")
    if place.kind == "oxigraph":
        with running(read_only(place.server, place.folder)) as shown:
            said = refused(place, shown.url, place.access, record_property)
            assert "does not let this user write" in said
        return
    url, access = place.url.replace("/ds", "/shown"), Access()
    if place.kind == "virtuoso":  # who has not said a name may read
        assert "LD_CONVERT_USER" in refused(place, url, access, record_property)
        return
    assert "405" in refused(place, url, access, record_property)


def read_only(server: Server, folder: Path) -> Server:
    """The same database of Oxigraph at another address, for readers."""
    other = oxigraph(folder)
    command = [*other.command]
    command[1:4] = ["serve-read-only", "-l", server.command[3]]
    return Server(command, other.url, folder)


ODD = {
    "large literals": b'<urn:a> <urn:p> "' + b"x y " * 500_000 + b'" .\n',
    "blank nodes": b"<urn:a> <urn:p> _:x .\n_:x <urn:q> _:y .\n_:y <urn:r> _:x .\n",
    "language tags": b'<urn:a> <urn:p> "a"@en , "a"@en-gb , "a"@de .\n'.replace(
        b" , ", b" .\n<urn:a> <urn:p> "
    ),
    "odd IRIs": "".join(
        f"<{iri}> <urn:p> <{iri}> .\n"
        for iri in (
            "https://data.example/a%20b?c=d&e='(f)'#g",
            "https://data.example/\u00fc/\u4e2d/\U0001f600",
            "urn:x:a;b,c=d*e!f~g$h@i",
            "https://data.example/" + "a" * 1800,
        )
    ).encode(),
}


REFUSED = {("virtuoso", "large literals"): "unsupported type"}
"""Virtuoso guesses the syntax from the text, and not with 100,000 bytes in a literal."""


@pytest.mark.parametrize("case", [pytest.param(case, marks=pytest.mark.cell(case)) for case in ODD])
def test_odd_things_come_back_as_they_were_sent(
    place: Place, case: str, record_property: Callable[[str, object], None]
) -> None:
    """Whatever their length, their labels and their signs; or they are refused, with words."""
    sent = ODD[case]
    with closing(open_store(place.url, place.access._replace(retries=0))) as store:
        if why := REFUSED.get((place.kind, case)):
            with pytest.raises(StoreError, match=why) as error:
                store.replace_graph("urn:odd", [sent])
            record_property("refused", str(error.value))
            return
        store.replace_graph("urn:odd", [sent])
        found = store.get_graph("urn:odd")
    assert canonical(found) == canonical(sent)


def canonical(text: bytes) -> str:
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_TRIPLES))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return "\n".join(sorted(map(str, dataset)))
