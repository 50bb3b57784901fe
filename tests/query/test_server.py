from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import orjson
import pyoxigraph
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from ld_convert.query.accept import NotAcceptableError, choose
from ld_convert.query.server import Bounds, make_app
from ld_convert.store import open_store
from tests.support.missing import missing
from tests.support.places import COMPLETE
from tests.support.serving import DIRECT, FORM, Server, free_port, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium import webdriver
    from starlette.applications import Starlette
    from starlette.types import Message

TITLES = "SELECT ?t { ?d a dcat:Dataset ; dct:title ?t }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one graph."""
    path = tmp_path_factory.mktemp("served") / "store"
    made = pyoxigraph.Store(str(path))
    graph = pyoxigraph.NamedNode("urn:g")
    made.load(COMPLETE.read_bytes(), pyoxigraph.RdfFormat.TURTLE, to_graph=graph)
    made.flush()
    return path


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Server]:
    """A server with a limit of two seconds and 2,000 bytes."""
    with serving(store, "--timeout", "2", "--max-bytes", "2000") as running:
        yield running


@pytest.mark.servers
class TestServer:
    """What the end point answers over HTTP."""

    @pytest.mark.parametrize(
        ("accept", "media_type"),
        [
            ("*/*", "application/sparql-results+json"),
            ("text/csv", "text/csv"),
            ("text/html,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
            ("application/sparql-results+xml", "application/sparql-results+xml"),
        ],
    )
    def test_the_client_chooses_the_form(
        self, server: Server, accept: str, media_type: str
    ) -> None:
        """The answer to SELECT has the media type that was asked for."""
        answer = server.ask(TITLES, accept)
        assert (answer.status, answer.media_type) == (200, media_type)
        assert "Tide gauges" in answer.body

    def test_a_query_is_taken_in_all_three_ways(self, server: Server) -> None:
        """GET, a posted form and a posted query give one answer (Protocol, section 2.1)."""
        posted = server.send("POST", "/sparql", urlencode({"query": TITLES}), FORM)
        direct = server.send("POST", "/sparql", TITLES, DIRECT)
        assert server.ask(TITLES).body == posted.body == direct.body

    def test_the_request_names_the_graphs(self, server: Server) -> None:
        """default-graph-uri chooses the graph that a direct query is put to."""
        path = "/sparql?" + urlencode({"default-graph-uri": "urn:none"})
        assert not orjson.loads(server.send("POST", path, "ASK { ?s ?p ?o }", DIRECT).body)[
            "boolean"
        ]

    def test_a_graph_comes_as_turtle(self, server: Server) -> None:
        """CONSTRUCT without a wish gives Turtle."""
        answer = server.ask("CONSTRUCT WHERE { ?s a dcat:Catalog }")
        assert (answer.status, answer.media_type) == (200, "text/turtle")

    @pytest.mark.parametrize(
        ("status", "method", "path", "body", "headers"),
        [
            (400, "GET", "/sparql?other=1", "", {}),
            (400, "GET", "/sparql?query=SELEC", "", {}),
            (400, "GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", "", {}),
            (400, "POST", "/sparql", "SELECT * { SERVICE <urn:a> { ?s ?p ?o } }", DIRECT),
            (400, "POST", "/sparql", "DELETE WHERE { ?s ?p ?o }", DIRECT),
            (403, "POST", "/sparql", "update=DROP+ALL", FORM),
            (406, "GET", "/sparql?query=ASK%7B%7D", "", {"Accept": "image/png"}),
            (415, "POST", "/sparql", "DROP ALL", {"Content-Type": "application/sparql-update"}),
            (503, "POST", "/sparql", SLOW, DIRECT),
            (503, "POST", "/sparql", "SELECT * { ?s ?p ?o }", DIRECT),
            (405, "DELETE", "/sparql", "", {}),
            (413, "POST", "/sparql", "#" * 1_100_000, DIRECT),
            (400, "GET", "/", "", {"Host": "elsewhere.example"}),
        ],
    )
    def test_what_is_not_answered_is_refused_with_its_status(  # noqa: PLR0913, PLR0917
        self,
        server: Server,
        status: int,
        method: str,
        path: str,
        body: str,
        headers: dict[str, str],
    ) -> None:
        """No query, no SPARQL, two queries, SERVICE, updates, other forms, too slow, too large."""
        assert server.send(method, path, body, headers).status == status

    def test_a_refusal_changes_nothing(self, server: Server) -> None:
        """After updates and slow queries the store answers as before."""
        server.send("POST", "/sparql", "update=DROP+ALL", FORM)
        assert "Tide gauges" in server.ask(TITLES).body

    def test_the_page_brings_the_ready_queries(self, server: Server) -> None:
        """Nothing in it comes from another host."""
        answer = server.send("GET", "/")
        assert answer.status == 200
        assert "How many datasets each theme has" in answer.body
        assert 'src="http' not in answer.body


PREFLIGHT = {
    "Origin": "https://other.example",
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "content-type,x-own",
}


@pytest.mark.servers
class TestVisitors:
    """Which pages may ask, and what happens to those who ask much."""

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://other.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
            {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        ],
    )
    def test_a_page_of_another_site_may_not_ask(
        self, server: Server, headers: dict[str, str]
    ) -> None:
        """A web site cannot use the end point of whoever visits it."""
        assert server.send("GET", "/sparql?query=ASK%7B%7D", headers=headers).status == 403
        posted = server.send("POST", "/sparql", "ASK {}", DIRECT | headers)
        assert posted.status == 403

    def test_our_own_page_and_a_link_to_it_may(self, server: Server) -> None:
        """The browser says where the page is from."""
        own = {"Origin": f"http://127.0.0.1:{server.port}", "Sec-Fetch-Site": "same-origin"}
        assert server.send("POST", "/sparql", "ASK {}", DIRECT | own).status == 200
        link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
        assert server.send("GET", "/", headers=link).status == 200

    def test_with_cors_every_page_may_ask(self, store: Path) -> None:
        """Preflight, answers and errors alike carry what the browser wants to see."""
        with serving(store, "--cors") as open_server:
            preflight = open_server.send("OPTIONS", "/sparql", headers=PREFLIGHT)
            assert preflight.status == 204
            assert preflight.headers["access-control-allow-origin"] == "*"
            assert preflight.headers["access-control-allow-headers"] == "content-type,x-own"
            assert "POST" in preflight.headers["access-control-allow-methods"]
            origin = {"Origin": "https://other.example"}
            for path in (
                "/sparql?query=ASK%7B%7D",
                "/sparql?query=SELEC",
                "/none",
                "/sparql?update=x",
            ):
                found = open_server.send("GET", path, headers=origin)
                assert found.headers["access-control-allow-origin"] == "*", found

    def test_it_describes_itself(self, server: Server) -> None:
        """GET without a query gives a service description in the form that is asked for."""
        found = server.send("GET", "/sparql", headers={"Accept": "application/n-triples"})
        assert (found.status, found.media_type) == (200, "application/n-triples")
        triples = list(pyoxigraph.parse(found.body, pyoxigraph.RdfFormat.N_TRIPLES))
        told = {(str(t.predicate).rpartition("#")[2], str(t.object)) for t in triples}
        assert ("endpoint>", f"<http://127.0.0.1:{server.port}/sparql>") in told
        assert any("SPARQL11Query" in value for _, value in told)
        assert server.send("GET", "/sparql").media_type == "text/turtle"

    def test_a_slow_query_says_when_to_come_back(self, server: Server) -> None:
        """503 comes with Retry-After, and another client is answered meanwhile."""
        slow = server.send("POST", "/sparql", SLOW, DIRECT)
        assert slow.status == 503
        assert slow.headers["retry-after"] == "2"

    def test_others_are_answered_while_some_ask_much(self, store: Path) -> None:
        """The page comes at once, and who finds no place is told to come back."""
        with serving(store, "--timeout", "4") as busy:
            threads = [
                threading.Thread(target=busy.send, args=("POST", "/sparql", SLOW, DIRECT))
                for _ in range(4)
            ]
            for thread in threads:
                thread.start()
            time.sleep(1)
            start = time.monotonic()
            assert busy.send("GET", "/").status == 200
            assert time.monotonic() - start < 1
            for thread in threads:
                thread.join()
            assert busy.ask(TITLES).status == 200

    def test_who_finds_no_place_is_told_when_to_come_back(self, store: Path) -> None:
        """429 comes with Retry-After while all places are taken, and the next one is answered."""
        bounds = Bounds(seconds=2, at_once=1, wait_seconds=0.2)
        app = make_app(str(store), bounds, "127.0.0.1")

        async def meet() -> list[tuple[int, str]]:
            async with app.router.lifespan_context(app):
                slow = asyncio.create_task(asked_of(app, SLOW))
                await asyncio.sleep(0.1)
                return [await asked_of(app, "ASK {}"), await slow, await asked_of(app, "ASK {}")]

        assert asyncio.run(meet()) == [(429, "2"), (503, "2"), (200, "")]

    def test_the_query_of_a_client_who_left_ends(self, store: Path) -> None:
        """Its process does not go on for the rest of its time."""
        with serving(store, "--timeout", "300") as left:
            for _ in range(4):
                connection = HTTPConnection("127.0.0.1", left.port, timeout=30)
                connection.request("POST", "/sparql", SLOW.encode(), DIRECT)
                time.sleep(0.3)
                connection.close()
            assert "Tide gauges" in left.ask(TITLES).body


MEGABYTE = 1_000_000
LONG = {
    "digits": "SELECT * { ?s ?p " + "1" * MEGABYTE + " }",
    "open braces": "SELECT * " + "{" * MEGABYTE,
    "pairs of braces": "SELECT * { " + "{}" * (MEGABYTE // 2) + " }",
    "round brackets": "SELECT * { FILTER" + "(" * MEGABYTE,
    "spaces": "SELECT * {" + " " * MEGABYTE + "}",
    "SERVICE in a string": "SELECT * { ?s ?p '" + "SERVICE " * (MEGABYTE // 8) + "' }",
    "SERVICE in escapes": "ASK {} # " + "\\u0053ERVICE" * (MEGABYTE // 12),
}
AT_ONCE_SECONDS, ANSWERED_SECONDS, TRIES = 0.1, 1.0, 3


@pytest.mark.servers
class TestLongQueries:
    """A megabyte in one request, and who else is there."""

    @pytest.mark.parametrize("text", LONG.values(), ids=LONG)
    def test_it_is_answered_or_refused_while_others_are_answered_at_once(
        self, server: Server, text: str
    ) -> None:
        """In a second, and the others in a tenth: the median, of the best of three tries.

        On a machine that has more to do than it can, each waits for its turn.
        """
        server.ask("ASK {}")
        tries = []
        for _ in range(TRIES):
            whole, others = self.meet(server, text)
            tries.append((whole, median(others)))
            turn = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
            if whole < ANSWERED_SECONDS * turn and median(others) < AT_ONCE_SECONDS * turn:
                return
        pytest.fail(f"seconds of the long query and of others: {tries}")

    @staticmethod
    def meet(server: Server, text: str) -> tuple[float, list[float]]:
        """The seconds that a long query takes, and those of small ones meanwhile."""
        others: list[float] = []
        with ThreadPoolExecutor() as threads:
            long = threads.submit(seconds_of, server, text)
            while not long.done() or not others:
                others.append(seconds_of(server, "ASK {}"))
            return long.result(), others

    def test_a_form_of_many_fields_is_refused_at_once(self, server: Server) -> None:
        """To take it apart would keep all others waiting, since one thread speaks to all."""
        assert server.send("POST", "/sparql", "a=&" * (MEGABYTE // 3), FORM).status == 400

    def test_a_process_that_was_ended_is_replaced(self, server: Server) -> None:
        """Queries that end theirs leave the next ones as quick as before."""
        deep = "SELECT * { FILTER" + "(" * 49_000 + "1" + ")" * 49_000 + " }"
        for _ in range(3):
            assert "nested too deeply" in server.send("POST", "/sparql", deep, DIRECT).body
        taken = [seconds_of(server, "ASK {}") for _ in range(9)]
        assert median(taken) < AT_ONCE_SECONDS

    def test_a_store_that_changes_is_opened_anew(self, tmp_path: Path) -> None:
        """A process that has answered before sees what was published since."""
        with closing(open_store(str(tmp_path / "store"))) as first:
            first.replace_graph("urn:g", [b"<urn:a> <urn:p> <urn:b> .\n"])
        with serving(tmp_path / "store") as served:
            count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
            assert served.ask(count, "text/csv").body.split() == ["n", "1"]
            with closing(open_store(str(tmp_path / "store"))) as second:
                second.replace_graph("urn:h", [b"<urn:a> <urn:p> <urn:c> .\n"])
            assert served.ask(count, "text/csv").body.split() == ["n", "2"]


def seconds_of(server: Server, query: str) -> float:
    """How long an answer takes."""
    start = time.perf_counter()
    assert server.send("POST", "/sparql", query, DIRECT).status in (200, 400)
    return time.perf_counter() - start


async def asked_of(app: Starlette, query: str) -> tuple[int, str]:
    """The status of an application's answer to a query, and when to come back."""
    sent: list[Message] = []
    waiting = asyncio.Event()  # the client stays

    async def receive() -> Message:
        await waiting.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": "/sparql", "scheme": "http", "root_path": "",
        "query_string": urlencode({"query": query}).encode(), "server": ("127.0.0.1", 80),
        "headers": [(b"host", b"127.0.0.1")],
    }  # fmt: skip
    await app(scope, receive, send)
    headers = dict(sent[0]["headers"])
    return sent[0]["status"], headers.get(b"retry-after", b"").decode()


@pytest.mark.servers
def test_ctrl_c_in_a_terminal_ends_the_server_without_a_traceback(store: Path) -> None:
    """The terminal sends it to the processes that evaluate queries, too."""
    command = [sys.executable, "-m", "ld_convert", "serve", str(store), "--port", str(free_port())]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stderr is not None
    shown = process.stderr.readline()  # as soon as it says where it listens, it starts them
    time.sleep(3)
    os.killpg(process.pid, signal.SIGINT)
    assert "Traceback" not in shown + process.communicate(timeout=20)[1]


@pytest.mark.servers
def test_an_address_that_this_machine_has_not_is_no_defect(store: Path) -> None:
    """Status 3 would say that a page was lost."""
    command = [sys.executable, "-m", "ld_convert", "serve", str(store), "--host", "192.0.2.1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert "address" in done.stderr


def test_a_client_that_leaves_in_the_middle_of_its_query_is_no_error(store: Path) -> None:
    """Nobody reads the answer, and the log has no traceback."""
    scope = {
        "type": "http", "method": "POST", "path": "/sparql", "scheme": "http", "root_path": "",
        "query_string": b"", "server": ("127.0.0.1", 80), "headers": [(b"host", b"127.0.0.1")],
    }  # fmt: skip
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(make_app(str(store), Bounds(), "127.0.0.1")(scope, receive, send))
    assert sent[0]["status"] == 499


def choose_query(chrome: webdriver.Chrome, port: int, path: str = "/") -> None:
    """Open the page and choose a ready query, as a person does."""
    chrome.get_log("browser")  # type: ignore[no-untyped-call]  # of pages before this one
    chrome.get(f"http://127.0.0.1:{port}{path}")
    choices = Select(chrome.find_element(By.ID, "ready"))
    choices.select_by_visible_text("Every dataset with its title and publisher")


def wait_for(chrome: webdriver.Chrome, selector: str, text: str) -> None:
    WebDriverWait(chrome, 20).until(
        lambda page: any(text in e.text for e in page.find_elements(By.CSS_SELECTOR, selector))
    )


@pytest.fixture
def asked(store: Path, chrome: webdriver.Chrome) -> Iterator[webdriver.Chrome]:
    """The page, on which a person has chosen a ready query and pressed Ask."""
    with serving(store) as server:
        choose_query(chrome, server.port)
        chrome.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
        wait_for(chrome, "#answer td a", "Tide gauges")
        yield chrome
        assert chrome.get_log("browser") == []  # type: ignore[no-untyped-call]


@pytest.mark.browser
def test_a_person_sees_titles_and_gets_to_descriptions(asked: webdriver.Chrome) -> None:
    """A thing is shown by its title; its link tells all of it, and what refers to it."""
    dataset = asked.find_element(By.CSS_SELECTOR, "#answer td a")
    iri = dataset.get_attribute("title")
    assert dataset.text.startswith("Tide gauges")
    dataset.click()
    wait_for(asked, "#answer h2", "Tide gauges")
    wait_for(asked, "#answer h3", "What refers to it")
    assert asked.find_element(By.CSS_SELECTOR, "#answer p a").get_attribute("href") == iri
    rows = {row.text.split("\n")[0] for row in asked.find_elements(By.CSS_SELECTOR, "#answer th")}
    assert {"rdf:type", "dct:title", "dcat:distribution", "dct:publisher"} <= rows
    asked.back()
    wait_for(asked, "#answer th", "dataset")


@pytest.mark.browser
def test_a_person_saves_an_answer_as_csv(asked: webdriver.Chrome, tmp_path: Path) -> None:
    """The file is that of the protocol: IRIs, not titles, in the order of the answer."""
    where = {"behavior": "allow", "downloadPath": str(tmp_path)}
    asked.execute_cdp_cmd("Browser.setDownloadBehavior", where)
    asked.find_element(By.ID, "csv").click()
    file = tmp_path / "answer.csv"
    WebDriverWait(asked, 20).until(lambda _: file.exists())
    assert file.read_bytes().startswith(b"dataset,title,publisher\r\nhttps://")


@pytest.mark.browser
def test_a_person_asks_by_yasgui(store: Path, chrome: webdriver.Chrome) -> None:
    """With its npm package at hand the page leads to it, and its answers lead back to the page."""
    package = os.environ.get("LD_CONVERT_YASGUI")
    if package is None:
        missing("BROWSER", "LD_CONVERT_YASGUI names no build of @zazuko/yasgui")
    with serving(store, yasgui=package) as server:
        assert 'href="editor"' in server.send("GET", "/").body
        choose_query(chrome, server.port, "/editor")
        chrome.find_element(By.CSS_SELECTOR, ".tabPanel.active .yasqe_queryButton").click()
        wait_for(chrome, ".tabPanel.active .yasr_results", "Tide gauges")
        link = chrome.find_element(By.CSS_SELECTOR, ".tabPanel.active .yasr a.iri")
        assert "/#iri=https%3A" in str(link.get_attribute("href"))
        assert server.send("GET", "/yasgui/yasgui.min.js").status == 200
        assert chrome.get_log("browser") == []  # type: ignore[no-untyped-call]


def test_the_best_liked_form_is_chosen() -> None:
    """Weights count, then the order of ours; the most specific range decides."""
    assert choose("text/csv;q=0.5, application/*;q=0.4, */*;q=0.1").results == "csv"
    assert choose("application/rdf+xml, text/turtle;q=0.2").graph == "rdf-xml"
    assert choose("").results == "json"


def test_what_nobody_can_write_is_not_acceptable() -> None:
    """The message names what there is."""
    with pytest.raises(NotAcceptableError, match="text/turtle"):
        choose("image/png, text/html;q=0")
