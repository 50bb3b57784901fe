"""The pages of a site in a browser: search, facets, drawings, keyboard, themes and widths."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from ld_convert.site.preview import preview_server
from tests.support.accessibility import faults, look
from tests.support.pages import write_pages
from tests.support.places import CAPTURES
from tests.support.sites import dataset, made, page_of, pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium import webdriver

pytestmark = pytest.mark.browser

COUNT = 40


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of forty gauges and our capture."""
    folder = tmp_path_factory.mktemp("browser")
    made(folder / "site", write_pages(folder / "in", range(COUNT)), CAPTURES)
    with served(folder / "site") as address:
        yield address


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a site; gives its address."""
    with preview_server(str(folder), 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture(scope="module")
def tides(site: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the page of our capture, whose name depends on its IRI alone."""
    made(folder := tmp_path_factory.mktemp("name") / "site", CAPTURES)
    return f"{site}dataset/{dataset(folder).name}/"


@pytest.fixture
def results(chrome: webdriver.Chrome, site: str) -> Iterator[webdriver.Chrome]:
    """The first page, when its search is there; nothing was asked elsewhere or failed after it."""
    chrome.get_log("browser")  # type: ignore[no-untyped-call]
    chrome.get_log("performance")  # type: ignore[no-untyped-call]
    chrome.get(site)
    wait(chrome, f"{COUNT + 2} entries")
    yield chrome
    assert chrome.get_log("browser") == []  # type: ignore[no-untyped-call]
    for entry in chrome.get_log("performance"):  # type: ignore[no-untyped-call]
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            assert message["params"]["request"]["url"].startswith(site)


def wait(page: webdriver.Chrome, words: str) -> None:
    WebDriverWait(page, 10, 0.05).until(
        lambda _: page.find_element(By.ID, "count").text == words, f"no {words}"
    )


def test_a_search_finds_words_of_titles_descriptions_and_keywords(
    results: webdriver.Chrome, site: str
) -> None:
    """The address keeps it, so that it can be sent; going there shows it again."""
    results.find_element(By.ID, "q").send_keys("GAUGE 39 ten")
    wait(results, "1 entry")
    assert results.find_element(By.CSS_SELECTOR, "#results a").text == "Water level at gauge 39"
    address = results.current_url
    assert address == f"{site}?q=GAUGE+39+ten"
    results.get(address)
    wait(results, "1 entry")


def test_facets_narrow_what_is_found_and_say_how_many_are_left(results: webdriver.Chrome) -> None:
    """Values of one facet add up; the numbers are those of what would be found."""
    label = "//label[span[text()='gauge 3']]"
    assert results.find_element(By.XPATH, f"{label}/span[2]").text == "6"
    results.find_element(By.XPATH, f"{label}/input").click()
    wait(results, "6 entries")
    results.find_element(By.XPATH, "//label[span[text()='gauge 4']]/input").click()
    wait(results, "12 entries")
    assert results.current_url.endswith("?keyword=gauge+3&keyword=gauge+4")


def test_a_page_is_opened_by_keyboard_alone(results: webdriver.Chrome) -> None:
    """From the field to the first result by Tab, which Enter opens; focus can be seen."""
    field = results.find_element(By.ID, "q")
    field.send_keys("old harbour")
    wait(results, "1 entry")
    results.execute_script("document.getElementById('filters').open = false")
    for _ in range(80):
        active = results.switch_to.active_element
        if active.tag_name == "a" and active.text.startswith("Tide gauge"):
            break
        active.send_keys(Keys.TAB)
    outline = active.value_of_css_property("outline-style")
    active.send_keys(Keys.ENTER)
    WebDriverWait(results, 10, 0.05).until(lambda _: "/dataset/" in results.current_url)
    assert outline == "solid"
    assert results.find_element(By.TAG_NAME, "h1").text == "Tide gauge readings, Old Harbour"


def test_the_map_and_the_bar_can_be_seen(chrome: webdriver.Chrome, tides: str) -> None:
    """They have a size, and the land behind them was loaded."""
    chrome.get(tides)
    for selector in (".map .boxes circle", ".time .bar", ".map image"):
        size = chrome.find_element(By.CSS_SELECTOR, selector).size
        assert size["width"] > 3, selector
        assert size["height"] > 3, selector


def test_without_scripts_everything_is_there(chrome: webdriver.Chrome, site: str) -> None:
    """The list of titles stands in the first page; the search, which would do nothing, does not."""
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        chrome.get(site)
        assert len(chrome.find_elements(By.CSS_SELECTOR, "#static .rows > li")) == COUNT + 2
        assert not chrome.find_element(By.ID, "search").is_displayed()
    finally:
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_the_language_that_a_reader_opened_is_open_on_the_next_page(
    chrome: webdriver.Chrome, axe: str, tmp_path: Path
) -> None:
    """Opening another one closes it; it can be opened by keyboard, and without scripts, too."""
    said = {"@language": "de"}, {"@language": "fr"}
    for number in range(2):
        names = [{"@value": f"N {number}", **mark} for mark in ({"@language": "en"}, *said)]
        page = page_of(names, **{"@id": f"https://a.example/{number}"})
        (tmp_path / f"{number}.html").write_text(page, "utf-8")
    made(tmp_path / "site", *tmp_path.glob("*.html"))
    one, two = (f"dataset/{page.parent.name}/" for page in pages(tmp_path / "site"))
    with served(tmp_path / "site") as address:
        chrome.get(address + one)
        german, french = chrome.find_elements(By.CSS_SELECTOR, ".languages summary")
        assert [german.text, french.text] == ["Deutsch", "français"]
        german.send_keys(Keys.ENTER)
        french.click()
        opened = chrome.find_elements(By.CSS_SELECTOR, ".languages details[open]")
        assert [found.get_attribute("lang") for found in opened] == ["fr"]
        assert faults(chrome, axe) == []
        WebDriverWait(chrome, 5, 0.05).until(
            lambda page: page.execute_script("return localStorage.language") == "fr"
        )
        chrome.get(address + two)
        opened = chrome.find_elements(By.CSS_SELECTOR, ".languages details[open]")
        assert [found.get_attribute("lang") for found in opened] == ["fr"]
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        try:
            chrome.get(address + one)
            chrome.find_element(By.CSS_SELECTOR, ".languages summary").send_keys(Keys.ENTER)
            assert chrome.find_element(By.CSS_SELECTOR, ".languages .said-title").is_displayed()
        finally:
            chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("width", [360, 900, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_keeps_people_from_a_site(
    scheme: str, width: int, tides: str, axe: str, chrome: webdriver.Chrome
) -> None:
    """No serious or critical rule of axe is broken, and no page scrolls sideways."""
    site = tides.partition("dataset/")[0]
    more = (
        [f"{site}{name}/" for name in ("plots", "publishers", "all/1")]
        if (scheme, width) == ("dark", 900)
        else []
    )
    with look(chrome, scheme, width):
        for address in (site, tides, *more):
            chrome.get(address)
            if address == site:
                wait(chrome, f"{COUNT + 2} entries")
            assert faults(chrome, axe) == [], address
            assert chrome.execute_script("return document.documentElement.scrollWidth") <= width
