from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from ld_convert.publish import PublishTarget
from ld_convert.run import How
from ld_convert.store import Access
from tests.support.pages import page, write_pages
from tests.support.proxy import Proxy, proxied
from tests.support.published import content, converted, quads, run
from tests.support.servers import Server, oxigraph, running, virtuoso

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.servers

KILLS = 10
EAGER = Access(timeout_seconds=20, backoff_seconds=0.02)


class Scene(NamedTuple):
    """A server, a proxy before it, and pages to publish."""

    server: Server
    proxy: Proxy
    pages: Path
    folder: Path

    @property
    def how(self) -> How:
        """Conversions are kept: here only the way to the store counts."""
        return How(1, str(self.folder / "checkpoint"))

    @property
    def target(self) -> PublishTarget:
        """The proxy."""
        return PublishTarget(self.proxy.url, prune=True, how=self.how)

    def check(self) -> None:
        """The store holds what convert writes, graph by graph."""
        assert content(self.server.url) == converted(self.pages, self.folder, self.how)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with running(oxigraph(tmp_path)) as server, proxied(server.url) as proxy:
        yield Scene(server, proxy, tmp_path / "pages", tmp_path)


def graph_changes(proxy: Proxy) -> list[str]:
    """The methods of the writes to graphs that are not the manifest; clears them."""
    found = [method for method, path in proxy.writes if "manifest" not in path]
    proxy.writes.clear()
    return found


@pytest.mark.slow
def test_a_thousand_captures_are_pushed_once(scene: Scene) -> None:
    """Again: no request that changes; 10 changed and 5 removed: 15, and the content is right."""
    write_pages(scene.pages, range(1000))
    assert run(scene.pages, scene.target, access=EAGER)[0] == {"created": 1001}
    scene.check()
    graph_changes(scene.proxy)
    assert run(scene.pages, scene.target, access=EAGER)[0] == {"unchanged": 1001}
    assert scene.proxy.writes == []
    for number in range(10):
        (scene.pages / f"{number:05}.html").write_text(page(number, "Now in metres."))
    for number in range(500, 505):
        (scene.pages / f"{number:05}.html").unlink()
    kinds = {"removed": 5, "unchanged": 986, "updated": 10}
    assert run(scene.pages, scene.target, access=EAGER)[0] == kinds
    assert sorted(graph_changes(scene.proxy)) == ["DELETE"] * 5 + ["PUT"] * 10
    scene.check()


def command(scene: Scene, *more: str) -> subprocess.Popen[str]:
    """A publish of its own process."""
    program = str(Path(sys.executable).parent / "ld-convert")
    options = ["--publisher-name", "Water office", "--fail-on", "never", *more]
    checkpoint = ["--checkpoint", scene.how.checkpoint, "-j", "1", "--prune"]
    return subprocess.Popen(
        [program, "publish", str(scene.pages), "--to", scene.proxy.url, *checkpoint, *options],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"NO_PROXY": "127.0.0.1"},
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit status and what was said, without what concerns the pages."""
    said = process.communicate(timeout=60)[1]
    lines = (line for line in said.splitlines() if ".html" not in line and "LD601" not in line)
    return process.returncode, "\n".join(lines)


def change(pages: Path, turn: int) -> None:
    """Change twenty pages, take three away and add three."""
    for number in range(20):
        (pages / f"{number:05}.html").write_text(page(number, f"Turn {turn}."))
    for number in range(3):
        (pages / f"{25 + 3 * turn + number:05}.html").unlink()
        (pages / f"{200 + 3 * turn + number:05}.html").write_text(page(200 + 3 * turn + number))


@pytest.mark.slow
def test_a_client_that_is_killed_is_completed_by_the_next_run(scene: Scene) -> None:
    """Ten times, at a random write, before or after the server has carried it out."""
    write_pages(scene.pages, range(60))
    run(scene.pages, scene.target, access=EAGER)
    moments = random.Random(7)  # noqa: S311  moments, not secrets
    for turn in range(KILLS):
        change(scene.pages, turn)
        moment, is_after = moments.randint(1, 27), moments.random() < 0.5
        killed = threading.Event()
        scene.proxy.arrived = 0
        process = command(scene)

        def kill(number: int, process: subprocess.Popen[str] = process, at: int = moment) -> None:
            if number == at:
                process.kill()
                process.wait()
                killed.set()  # noqa: B023

        if is_after:
            scene.proxy.after = kill
        else:
            scene.proxy.before = kill
        assert finish(process)[0] == -9, f"turn {turn}, write {moment}"
        assert killed.is_set()
        scene.proxy.before = scene.proxy.after = lambda _: None
        run(scene.pages, scene.target, access=EAGER)
        scene.check()
    assert run(scene.pages, scene.target, access=EAGER)[0] == {"unchanged": 61}


@pytest.mark.slow
def test_a_server_that_is_killed_and_comes_back_is_waited_for(scene: Scene) -> None:
    """The run itself goes on, and what it wrote is right."""
    write_pages(scene.pages, range(60))
    run(scene.pages, scene.target, access=EAGER)
    change(scene.pages, 0)
    scene.proxy.arrived = 0

    def restart(number: int) -> None:
        if number == 10:
            scene.server.kill()
            threading.Timer(0.5, scene.server.start).start()

    scene.proxy.before = restart
    status, said = finish(command(scene))
    assert status == 0
    assert "sent again" in said
    scene.check()


@pytest.mark.slow
def test_a_server_in_trouble_is_told_of_and_nothing_is_lost(scene: Scene) -> None:
    """503 twice, slow, a reset, then 401: the user sees each, and the next run does the rest."""
    write_pages(scene.pages, range(20))
    scene.proxy.faults = ["503", "503", "slow", "reset", "pass", "pass", "401"]
    status, said = finish(command(scene, "--timeout", "1"))
    assert status == 2
    *waits, last = said.splitlines()[-5:]
    assert [re.sub(r"\d+\.\d s", "0 s", line) for line in waits] == [
        "the server answered 503; sent again in 0 s, try 1",
        "the server answered 503; sent again in 0 s, try 2",
        "no answer in time; sent again in 0 s, try 3",
        "Connection reset by peer; sent again in 0 s, try 4",
    ]
    assert "LD_CONVERT_USER and LD_CONVERT_PASSWORD, or LD_CONVERT_TOKEN" in last
    assert finish(command(scene))[0] == 0
    scene.check()


@pytest.mark.parametrize("fault", ["lost", "reset", "503", "slow"])
def test_a_batch_whose_answer_is_lost_is_not_there_twice(scene: Scene, fault: str) -> None:
    """It may have been carried out: then blank nodes would double. Each graph is replaced."""
    write_pages(scene.pages, range(20))
    scene.proxy.faults = ["pass", fault]
    run(scene.pages, scene.target, access=EAGER._replace(timeout_seconds=1))
    scene.check()


@pytest.mark.slow
def test_a_redirect_to_another_host_gets_nothing(scene: Scene) -> None:
    """Neither the data nor the password leaves for a host that the user has not named."""
    write_pages(scene.pages, range(2))
    with proxied(scene.server.url) as other:
        scene.proxy.redirect = other.url
        status, said = finish(command(scene))
    assert status == 2
    assert "redirects to" in said
    assert other.arrived == 0


def test_literals_of_convert_stay_exact(scene: Scene) -> None:
    """The store changes lexical forms, publish says so once, and convert's file has them all."""
    write_pages(scene.pages, range(3))
    findings = run(scene.pages, scene.target, access=EAGER)[1]
    assert findings == ["LD621"]
    file = quads(scene.pages, scene.folder)
    stored = b"".join(content(scene.server.url).values())
    assert b"#nonNegativeInteger" in file
    assert b"#nonNegativeInteger" not in stored


def test_virtuoso_holds_what_convert_writes(tmp_path: Path) -> None:
    """Created, unchanged, changed, removed; the very literals of convert's N-Quads."""
    access = Access("dba", "dba", timeout_seconds=60, backoff_seconds=0.1)
    pages, how = write_pages(tmp_path / "pages", range(60)), How(2, str(tmp_path / "checkpoint"))
    with running(virtuoso(tmp_path)) as server:
        target = PublishTarget(server.url, prune=True, how=how)
        assert run(pages, target, access=access)[0] == {"created": 61}
        assert run(pages, target, access=access)[0] == {"unchanged": 61}
        for number in range(5):
            (pages / f"{number:05}.html").write_text(page(number, "Now in metres."))
        (pages / "00030.html").unlink()
        kinds = {"removed": 1, "unchanged": 55, "updated": 5}
        assert run(pages, target, access=access)[0] == kinds
        exact = converted(pages, tmp_path, how, rewritten=False)
        assert content(server.url, access) == exact
