"""Real servers on loopback, each on a free port, for the tests that need one."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ld_convert.store import Access, open_store
from tests.support.missing import missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

START_SECONDS = 60.0

VIRTUOSO_INI = """\
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 20000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 20
[SPARQL]
ResultSetMaxRows = 10000
"""


def binary(name: str) -> str:
    """The path of a server's program; skips where it is not installed."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        missing("SERVERS", f"{name} is not installed")
    return found


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Server:
    """A process that answers at `url`; it can be killed and started again."""

    def __init__(self, command: Sequence[str], url: str, folder: Path, ready: str = "") -> None:
        self.command, self.url, self.folder, self.ready = command, url, folder, ready
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process and wait until it answers."""
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(self.command, cwd=self.folder, stdout=quiet, stderr=quiet)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            assert self.process.poll() is None, f"{self.command[0]} did not start"
            try:
                urllib.request.urlopen(self.url + self.ready, timeout=5).close()  # noqa: S310
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.05)
            else:
                return
        pytest.fail(f"{self.command[0]} does not answer")

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@contextmanager
def running(server: Server) -> Iterator[Server]:
    try:
        server.start()
        yield server
    finally:
        server.kill()


def oxigraph(folder: Path) -> Server:
    port = free_port()
    command = [binary("oxigraph"), "serve", "-l", str(folder / "ox"), "--bind", f"127.0.0.1:{port}"]
    return Server(command, f"http://127.0.0.1:{port}", folder)


POM = Path(__file__).parents[1] / "servers" / "pom.xml"
FUSEKI = "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"


@cache
def java_classes() -> str:
    """The class path of Fuseki, which Maven fetches once; skips where it cannot."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "classes"
        build = ["dependency:build-classpath", f"-Dmdep.outputFile={told}"]
        command = [binary("mvn"), "-B", "-q", "-f", str(POM), *build]
        done = subprocess.run(command, capture_output=True, timeout=600, check=False)
        if done.returncode:
            missing("SERVERS", "Maven cannot fetch Fuseki")
        return told.read_text("utf-8").strip()


FUSEKI_CONFIG = """\
PREFIX : <#>
PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX tdb2: <http://jena.apache.org/2016/tdb#>
[] a fuseki:Server ; fuseki:passwd "passwd" ; fuseki:auth "basic" ;
  fuseki:services ( :ds :closed :shown ) .
:store a tdb2:DatasetTDB2 ; tdb2:location "fuseki" .
:query fuseki:operation fuseki:query ; fuseki:name "query" .
:update fuseki:operation fuseki:update ; fuseki:name "update" .
:data fuseki:operation fuseki:gsp-rw ; fuseki:name "data" .
:read fuseki:operation fuseki:gsp-r ; fuseki:name "data" .
:ds a fuseki:Service ; fuseki:name "ds" ; fuseki:dataset :store ;
  fuseki:endpoint :query , :update , :data .
:closed a fuseki:Service ; fuseki:name "closed" ; fuseki:dataset :store ;
  fuseki:allowedUsers "me" ; fuseki:endpoint :query , :update , :data .
:shown a fuseki:Service ; fuseki:name "shown" ; fuseki:dataset :store ;
  fuseki:endpoint :query , :read .
"""
"""One database at three addresses: for all, for the user `me`, and for readers."""


def fuseki(folder: Path) -> Server:
    """Apache Jena Fuseki with a TDB2 database on disk: at /ds, /closed and /shown."""
    program, port = binary("java"), free_port()
    (folder / "fuseki").mkdir()
    (folder / "config.ttl").write_text(FUSEKI_CONFIG)
    (folder / "passwd").write_text("me: secret\n")
    options = ["--port", str(port), "--localhost", "--config=config.ttl"]
    command = [program, "-Xmx1g", "-cp", java_classes(), FUSEKI, *options]
    return Server(command, f"http://127.0.0.1:{port}/ds", folder, "/query?query=ASK%7B%7D")


def virtuoso(folder: Path) -> Server:
    """Virtuoso with its first user, dba, whose password is dba."""
    program, http = binary("virtuoso-t"), free_port()
    (folder / "v.ini").write_text(VIRTUOSO_INI.format(sql=free_port(), http=http))
    command = [program, "+foreground", "+configfile", "v.ini"]
    return Server(command, f"http://127.0.0.1:{http}", folder, "/sparql?query=ASK%7B%7D")


KINDS: dict[str, Callable[[Path], Server]] = {
    "oxigraph": oxigraph,
    "fuseki": fuseki,
    "virtuoso": virtuoso,
}
ACCESS = {
    "oxigraph": Access(backoff_seconds=0.05),
    "fuseki": Access(backoff_seconds=0.05),
    "virtuoso": Access("dba", "dba", backoff_seconds=0.05),
}


class Pool:
    """One server of each kind for all tests: to start one takes up to ten seconds."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self._running: dict[str, tuple[Server, set[str]]] = {}

    def empty(self, kind: str) -> Server:
        """Return the server of a kind of KINDS, with nothing in it but what is its own."""
        if kind not in self._running:
            folder = self._folder / kind
            folder.mkdir()
            server = self._stack.enter_context(running(KINDS[kind](folder)))
            with closing(open_store(server.url, ACCESS[kind])) as store:
                self._running[kind] = server, set(store.counts())
        server, own = self._running[kind]
        with closing(open_store(server.url, ACCESS[kind])) as store:
            for graph in store.counts().keys() - own:
                store.delete_graph(graph)
        return server
