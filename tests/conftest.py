"""What holds for every test: its part of CI, the order, and where it finds what it needs."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.support.missing import missing
from tests.support.no_network import refused
from tests.support.places import CAPTURES, SHARED
from tests.support.servers import Pool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium import webdriver


ALONE = frozenset({"servers", "browser", "bench"})
"""Marks of tests that want the machine for themselves: they start servers or measure."""
LATER = ALONE | {"slow", "suites", "corpus", "field", "hostile", "fuzz"}
"""Marks of tests that are not among those of two minutes."""
NETWORK = ("servers", "browser", "sockets")
"""Marks of tests that may use the network of this machine; all others are refused it."""
SEED = 20261128

# A defect of the program is raised in tests, and not only reported as the finding of a page.
os.environ.setdefault("LD_CONVERT_STRICT", "1")

# Made-up values are the same in each run, so that CI fails for a change and not by chance.
hypothesis.settings.register_profile("repository", derandomize=True, deadline=None)
hypothesis.settings.load_profile("repository")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Mix the tests in one and the same way; `--randomly-seed` asks for another."""
    if getattr(config.option, "randomly_seed", None) == "default":
        config.option.randomly_seed = SEED


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test as `quick` or not, and as `alone` or not, by its other marks."""
    for item in items:
        marks = {mark.name for mark in item.iter_markers()}
        if not marks & LATER:
            item.add_marker(pytest.mark.quick)
        if marks & ALONE:
            item.add_marker(pytest.mark.alone)


@pytest.fixture(autouse=True)
def network(request: pytest.FixtureRequest) -> Iterator[None]:
    """Refuse sockets in this process, but to tests that are marked for them."""
    if any(request.node.get_closest_marker(mark) for mark in NETWORK):
        yield
        return
    with refused():
        yield


@pytest.fixture
def shared() -> Path:
    """The folder of real captures, suites and official shapes; skips where it is absent."""
    if not SHARED.is_dir():
        missing("SHARED", f"{SHARED} is not there; LD_CONVERT_SHARED names another place")
    return SHARED


@pytest.fixture
def captures() -> Path:
    """The small captures of our own."""
    return CAPTURES


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    """Stores on the network, each started when it is first asked for."""
    with ExitStack() as stack:
        yield Pool(tmp_path_factory.mktemp("servers"), stack)


ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """A browser; skips where there is none, unless LD_CONVERT_REQUIRE_BROWSER is set."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    driver = shutil.which("chromedriver")
    if program is None or driver is None:
        missing("BROWSER", "chromium and chromedriver are not installed")
    from selenium import webdriver  # noqa: PLC0415  slow to load, and seldom used
    from selenium.webdriver.chrome.options import Options  # noqa: PLC0415
    from selenium.webdriver.chrome.service import Service  # noqa: PLC0415

    options = Options()
    options.binary_location = program
    for argument in (*ARGUMENTS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    found = webdriver.Chrome(options=options, service=Service(driver))
    found.set_window_size(1280, 900)
    yield found
    found.quit()
