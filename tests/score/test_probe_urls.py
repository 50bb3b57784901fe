from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from ld_convert.score import Prober
from ld_convert.score.census import Offer, Score
from ld_convert.score.probe import is_public
from ld_convert.settings import UsageError
from tests.support.cli import run

pytestmark = pytest.mark.sockets


class Portal:
    """A server on the loopback interface, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                asked.append(f"HEAD {self.path}")
                self._answer(405 if self.path == "/no-head" else 200)

            def do_GET(self) -> None:
                asked.append(f"GET {self.path} {self.headers['Range']}")
                self._answer(206)

            def _answer(self, status: int) -> None:
                path, _, to = self.path.partition("?to=")
                statuses = {"/gone": 404, "/broken": 500, "/move": 302, "/loop": 302}
                self.send_response(statuses.get(path, status))
                if path == "/move":
                    self.send_header("Location", to)
                if path == "/loop":
                    self.send_header("Location", "/loop")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def portal() -> Iterator[Portal]:
    found = Portal()
    yield found
    found.server.shutdown()
    found.server.server_close()


def is_first_loopback(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """127.0.0.1 plays the public Internet; every other address is as refused as ever."""
    return str(address) == "127.0.0.1" or is_public(address)


def prober(**options: Any) -> Prober:
    return Prober(is_first_loopback, interval_s=options.pop("interval_s", 0.0), **options)


def test_an_address_that_answers_passes(portal: Portal) -> None:
    """HEAD is enough, and asks for no data."""
    assert prober().answers(f"{portal.url}/file.csv")
    assert portal.asked == ["HEAD /file.csv"]


@pytest.mark.parametrize("path", ["/gone", "/broken", "/loop"])
def test_an_address_that_fails_does_not_pass(path: str, portal: Portal) -> None:
    """Not found, a server's error, and redirects without end."""
    assert not prober().answers(portal.url + path)
    assert 0 < len(portal.asked) < 10


def test_a_server_without_head_is_asked_for_one_byte(portal: Portal) -> None:
    """GET with a range, where HEAD is refused."""
    assert prober().answers(f"{portal.url}/no-head")
    assert portal.asked == ["HEAD /no-head", "GET /no-head bytes=0-0"]


def test_loopback_is_never_asked_by_default(portal: Portal) -> None:
    """Without the test's seam nothing arrives at the server."""
    assert not Prober(interval_s=0).answers(f"{portal.url}/file.csv")
    name = portal.url.replace("127.0.0.1", "localhost")
    assert not Prober(interval_s=0).answers(f"{name}/file.csv")
    assert portal.asked == []


def test_a_redirect_to_an_address_that_is_not_public_is_not_followed(portal: Portal) -> None:
    """A page could lead us to a service of the local network."""
    inner = portal.url.replace("127.0.0.1", "127.0.0.2")
    assert not prober().answers(f"{portal.url}/move?to={inner}/secret")
    assert portal.asked == [f"HEAD /move?to={inner}/secret"]


def test_a_redirect_to_another_page_is_followed(portal: Portal) -> None:
    """What counts is the last answer."""
    assert prober().answers(f"{portal.url}/move?to=/file.csv")
    assert portal.asked[-1] == "HEAD /file.csv"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
     "0.0.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
     "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
     "2001:db8::1", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1",
     "198.51.100.1", "203.0.113.1", "240.0.0.1", "168.63.129.16", "100.100.100.200",
     "169.254.170.2", "fd00:ec2::254", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1",
     "::ffff:169.254.169.254",
     "::7f00:1", "100::1", "2001::1", "2001:2::1", "2001:20::1", "2002:a9fe:a9fe::1", "3fff::1",
     "5f00::1", "fec0::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "::ffff:0:127.0.0.1"],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    """Private, loopback, link-local, shared, multicast, examples, metadata; inside IPv6 too."""
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_a_public_address_is_allowed(address: str) -> None:
    """The rule does not refuse everything."""
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://a.example/x", "http://", "http://[", "http://127.0.0.1:99999/",
     "http://2130706433/", "http://0x7f.1/", "http://a..b/", "javascript:alert(1)", "\x00",
     "http://" + "a" * 300 + ".example/", "http://127.0.0.1:1/\r\nX: y"],
)  # fmt: skip
def test_what_is_no_web_address_is_not_asked(url: str) -> None:
    """Other schemes, broken addresses, numbers that mean loopback: no answer, no exception."""
    assert not Prober(interval_s=0).answers(url)


def test_an_address_cannot_write_into_the_request(portal: Portal) -> None:
    """Line ends and spaces are percent-encoded or dropped."""
    prober().answers(f"{portal.url}/a b\r\nX-Evil: 1")
    assert portal.asked == ["HEAD /a%20bX-Evil:%201"]


def test_requests_to_one_host_keep_their_distance(portal: Portal) -> None:
    """Three addresses take two intervals."""
    asker = prober(interval_s=0.05)
    start = time.monotonic()
    for number in range(3):
        asker.answers(f"{portal.url}/{number}")
    assert time.monotonic() - start >= 0.1


def test_an_address_is_asked_once(portal: Portal) -> None:
    """Thousands of datasets share one access page."""
    asker = prober()
    for _ in range(3):
        asker.answers(f"{portal.url}/file.csv")
    assert len(portal.asked) == 1


def test_a_server_that_never_answers_costs_the_timeout_only() -> None:
    """A socket that accepts and says nothing."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as silent:
        start = time.monotonic()
        url = f"http://127.0.0.1:{silent.server_port}/"
        assert not prober(timeout_s=0.2).answers(url)
        assert time.monotonic() - start < 5


def test_a_server_that_answers_bit_by_bit_costs_the_timeout_only() -> None:
    """Each byte comes in time, and the answer never ends."""
    with socket.create_server(("127.0.0.1", 0)) as slow:

        def drip() -> None:
            with suppress(OSError), slow.accept()[0] as connection:
                for _ in range(200):
                    connection.sendall(b"x")
                    time.sleep(0.05)

        Thread(target=drip, daemon=True).start()
        start = time.monotonic()
        assert not prober(timeout_s=0.2).answers(f"http://127.0.0.1:{slow.getsockname()[1]}/")
        assert time.monotonic() - start < 5


def test_a_name_that_leads_elsewhere_the_second_time_is_asked_where_it_was_checked(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS is asked once; what it would answer next is of no use. One private answer is enough."""
    port = int(portal.url.rpartition(":")[2])
    answers = [["127.0.0.1"], ["127.0.0.2"], ["127.0.0.1", "10.0.0.1"]]

    def resolve(host: str, *_: Any, **__: Any) -> list[Any]:
        found = answers.pop(0) if host == "name.example" else [host]
        return [(2, 1, 6, "", (address, port)) for address in found]

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    assert prober().answers(f"http://name.example:{port}/no-head")
    assert [line.split()[0] for line in portal.asked] == ["HEAD", "GET"]
    assert len(answers) == 2
    assert not prober().answers(f"http://name.example:{port}/second")
    assert not prober().answers(f"http://name.example:{port}/third")
    assert len(portal.asked) == 2


def test_answers_give_the_points_of_the_network(portal: Portal) -> None:
    """50 for an access URL, 30 for a download URL."""
    offer = Offer("", frozenset(), frozenset(), (f"{portal.url}/a",), (f"{portal.url}/broken",))
    score = Score("https://a.example/d", "D", frozenset(), frozenset(), (offer,))
    assert prober().probed(score).points == 50
    good = score._replace(offers=(offer._replace(download=(f"{portal.url}/f",)),))
    assert prober().probed(good).points == 80


def test_nothing_is_asked_unless_the_user_says_so(
    captures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--score alone opens no connection, and resolves no name."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a name was resolved")

    monkeypatch.setattr("socket.getaddrinfo", refuse)
    done = run("convert", str(captures / "tide-gauge.html"), "-o", str(tmp_path / "c.ttl"),
         "--score", str(tmp_path / "s.txt"))  # fmt: skip
    assert done.exit_code == 0


def test_addresses_are_not_probed_for_nothing(captures: Path) -> None:
    """Without a score or a page that shows one, the user has forgotten something."""
    with pytest.raises(UsageError, match="--probe-urls needs"):
        run("convert", str(captures), "--probe-urls")
