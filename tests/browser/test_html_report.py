"""The HTML report in a real browser: Chromium without a window, driven by its own driver."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.common.exceptions import JavascriptException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from ld_convert.model import Detail, Excerpt, Finding, Place
from ld_convert.report import Overview, write_report
from ld_convert.score.census import Census, PageCensus, Score
from tests.support.cli import run

pytestmark = pytest.mark.browser

HOSTILE = "</script><script>hacked=1</script><img src=x onerror=hacked=1><b>bold</b> {{data}}"
CLAUSES = ("https://example.org/#clause", "javascript:hacked=1")


def finding(number: int) -> Finding:
    """Violations and warnings of forty portals, on pages with seven findings each."""
    place = Place(
        f"pages/p{number // 7}.html", number % 90 + 1, 5, f"/datasets/{number}/datePublished"
    )
    excerpt = Excerpt(f'"datePublished": "value {number}"', 17)
    if number % 3:
        return Finding("LD401", f"'value {number}' cannot be read as date", place, None, excerpt)
    detail = Detail(
        focus=f"https://h{number % 40}.example/{number}",
        shape="https://x.example/#Dataset-issued-date",
        clause=CLAUSES[0],
    )
    return Finding("LD501", f"date {number} is no date (Dataset)", place, detail, excerpt)


def hostile() -> Finding:
    detail = Detail(focus=HOSTILE, shape=f"https://x.example/#{HOSTILE}", clause=CLAUSES[1])
    place = Place(f"pages/{HOSTILE}\u202e.html", 1, 1, f"/{HOSTILE}", HOSTILE)
    return Finding("LD501", HOSTILE, place, detail, Excerpt(HOSTILE, 3))


def census() -> Census:
    counted = Census()
    for number in range(1500):
        dataset = f"https://h{number % 40}.example/{number}"
        title = HOSTILE if number == 0 else f"Dataset {number}"
        score = Score(dataset, title, frozenset({"keywordAvailability"}),
                      frozenset({"dct:title"}), ())  # fmt: skip
        counted.add_page(PageCensus(f"pages/p{number}.html", f"h{number % 40}.example", (score,)))
    return counted


@pytest.fixture(scope="session")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of 10,001 findings, one of them hostile."""
    path = tmp_path_factory.mktemp("report") / "big.html"
    write_report([hostile(), *map(finding, range(10_000))], str(path), Overview(census=census()))
    return path


@pytest.fixture
def page(chrome: webdriver.Chrome, big: Path) -> webdriver.Chrome:
    """The big report, freshly opened."""
    for kind in ("browser", "performance"):
        log(chrome, kind)
    chrome.get(big.as_uri())
    return chrome


def log(page: webdriver.Chrome, kind: str) -> list[dict[str, Any]]:
    """What the browser has written since it was asked last: browser is the console."""
    entries: list[dict[str, Any]] = page.get_log(kind)  # type: ignore[no-untyped-call]
    return entries


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


def status(page: webdriver.Chrome) -> str:
    return page.find_element(By.CSS_SELECTOR, "#findings [role=status]").text


def column(page: webdriver.Chrome, table: str, number: int) -> list[str]:
    cells = page.execute_script(
        "return [...document.querySelectorAll(`#${arguments[0]} tbody tr`)]"
        ".map(row => row.cells[arguments[1]].textContent)",
        table,
        number,
    )
    return [str(cell) for cell in cells]


def header(page: webdriver.Chrome, table: str, title: str) -> WebElement:
    return page.find_element(By.XPATH, f"//*[@id='{table}']//th/button[text()='{title}']")


def test_the_page_opens_without_an_error_and_asks_no_server(page: webdriver.Chrome) -> None:
    """Nothing in the console, and no address but the file's own and the empty icon."""
    box = page.find_element(By.ID, "words")
    box.send_keys("value 12")
    until(lambda: "of 10,001" not in status(page))
    assert log(page, "browser") == []
    messages = [json.loads(entry["message"])["message"] for entry in log(page, "performance")]
    asked = [m["params"]["request"]["url"] for m in messages
             if m["method"] == "Network.requestWillBeSent"]  # fmt: skip
    assert asked
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_no_text_of_a_page_acts(page: webdriver.Chrome) -> None:
    """Tags in titles, messages, shapes, files and pointers are text; javascript: is no link."""
    page.find_element(By.CSS_SELECTOR, "#findings button.open").click()
    assert page.execute_script("return typeof hacked") == "undefined"
    assert page.execute_script("return document.querySelectorAll('img, b b, bdi b').length") == 0
    assert HOSTILE in page.find_element(By.CSS_SELECTOR, "#findings tbody").text
    assert (
        page.execute_script("return document.querySelectorAll('a[href^=javascript]').length") == 0
    )
    assert log(page, "browser") == []


def test_the_policy_of_the_page_stops_what_is_written_into_it(page: webdriver.Chrome) -> None:
    """A script that got in all the same would not run, and an image would not be fetched."""
    for attack in (
        "document.body.innerHTML = '<p>'",
        "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))",
    ):
        with pytest.raises(JavascriptException, match=r"TrustedHTML|TrustedScript"):
            page.execute_script(attack)
    page.execute_script(
        "const s = new Image(); s.src = 'http://127.0.0.1:9/x'; document.body.append(s)"
    )
    until(lambda: any("img-src data:" in entry["message"] for entry in log(page, "browser")))
    assert page.execute_script("return typeof hacked") == "undefined"


def test_the_filter_finds_words_in_any_order(page: webdriver.Chrome) -> None:
    """Both words, in message, place, rule or portal."""
    page.find_element(By.ID, "words").send_keys("date p142.html 994", Keys.ENTER)
    assert status(page) == "1 row"
    assert column(page, "findings", 2) == ["'value 994' cannot be read as date"]


def test_a_severity_can_be_switched_off(page: webdriver.Chrome) -> None:
    """Without violations only warnings are left."""
    page.find_element(By.NAME, "violation").click()
    assert status(page) == "1 to 50 of 6,666"
    assert set(column(page, "findings", 0)) == {"warning"}


def test_a_portal_and_a_rule_are_filters_that_can_be_removed(page: webdriver.Chrome) -> None:
    """Choosing a portal shows its findings; a chip says so and takes it back."""
    portal = page.find_element(By.CSS_SELECTOR, "#portals tbody tr:nth-child(2) td button")
    name = portal.text
    portal.click()
    chip = page.find_element(By.CSS_SELECTOR, "#chips button")
    assert name in chip.text
    assert "of 10,001" not in status(page)
    assert page.execute_script("return document.activeElement.id") == "findings"
    chip.click()
    assert status(page) == "1 to 50 of 10,001"


def test_the_filter_stands_in_the_address(page: webdriver.Chrome, big: Path) -> None:
    """The same address shows the same findings in another window."""
    page.find_element(By.NAME, "violation").click()
    page.find_element(By.ID, "words").send_keys("value 99", Keys.ENTER)
    shown, address = status(page), page.current_url
    assert shown != "1 to 50 of 10,001"
    page.get("about:blank")
    page.get(address)
    assert status(page) == shown
    assert page.find_element(By.ID, "words").get_attribute("value") == "value 99"
    assert not page.find_element(By.NAME, "violation").is_selected()
    page.get(big.as_uri())


def test_what_is_shown_can_be_saved_as_a_table(page: webdriver.Chrome) -> None:
    """The rows of the filter, with headings; a text that begins a formula is defused."""
    page.execute_script(
        "window.saved = []; const make = URL.createObjectURL;"
        "URL.createObjectURL = (blob) => { blob.text().then((t) => saved.push(t)); "
        "return make(blob); }"
    )
    page.find_element(By.ID, "words").send_keys("994", Keys.ENTER)
    page.find_element(By.ID, "csv").click()
    until(lambda: bool(page.execute_script("return saved.length")))
    head, *rows = csv.reader(io.StringIO(page.execute_script("return saved[0]")))
    assert head == ["severity", "rule", "title", "owner", "problem", "to do", "place", "count"]
    assert [row[0] for row in rows] == column(page, "findings", 0)
    assert rows[0][3] == "(owner not known)"


def test_a_report_of_a_run_tells_owners_options_and_what_to_fix(
    chrome: webdriver.Chrome, captures: Path, tmp_path: Path
) -> None:
    """The title of the catalogue; the owner of a dataset is a filter."""
    report = tmp_path / "r.html"
    chosen = ("--catalog-title", "Tides <b>", "--report", str(report), "--date", "2026-03-01")
    run("-q", "convert", str(captures), "-o", str(tmp_path / "c.nt"), *chosen)
    chrome.get(report.as_uri())
    assert chrome.find_element(By.TAG_NAME, "h1").text == "Catalogue report: Tides <b>"
    options = chrome.find_element(By.CSS_SELECTOR, "header .note").text
    assert options == ("2026-03-01 · Options: --catalog-title 'Tides <b>' --date 2026-03-01")
    assert "a dataset has no theme (recommended)" in column(chrome, "fixes", 0)
    owners = chrome.find_elements(By.CSS_SELECTOR, "#owners tbody tr td:first-child button")
    next(owner for owner in owners if owner.text == "Harbour Office").click()
    assert "owner Harbour Office" in chrome.find_element(By.CSS_SELECTOR, "#chips button").text


def test_each_owner_has_pages_that_print_alone(chrome: webdriver.Chrome, tmp_path: Path) -> None:
    """One address leads to what one owner has to do; the paper holds nothing of another owner."""
    for number, owner in enumerate(("Harbour Office", "Harbour Office", "Lake Office")):
        record = {"@context": "https://schema.org", "@type": "Dataset", "name": f"Set {number}",
                  "@id": f"https://t.example/{number}", "publisher": {"name": owner}}  # fmt: skip
        (tmp_path / f"{number}.json").write_text(json.dumps(record))
    report = tmp_path / "r.html"
    run("-q", "convert", str(tmp_path), "-o", str(tmp_path / "c.nt"), "--report", str(report))
    chrome.get(f"{report.as_uri()}#findings?owner=Harbour+Office")
    assert chrome.find_element(By.ID, "owner-name").text == "Harbour Office"
    counts = chrome.find_element(By.ID, "owner-counts").text
    assert counts.startswith("2 datasets, 2 violations, ")
    assert column(chrome, "datasets", 0) == ["Set 0", "Set 1"]
    assert "a dataset has no description" in " ".join(column(chrome, "tasks", 0))
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    paper = chrome.find_element(By.TAG_NAME, "main").text
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert "Set 1" in paper
    assert "Lake Office" not in paper
    assert "Set 2" not in paper


def test_a_header_sorts_by_its_column_and_says_so(page: webdriver.Chrome) -> None:
    """Once descending for numbers, once more ascending; the state is told to screen readers."""
    button = header(page, "portals", "violations")
    button.click()
    cell = button.find_element(By.XPATH, "..")
    assert cell.get_attribute("aria-sort") == "descending"
    numbers = [int(text) for text in column(page, "portals", 1)]
    assert numbers == sorted(numbers, reverse=True)
    button.click()
    assert cell.get_attribute("aria-sort") == "ascending"
    numbers = [int(text) for text in column(page, "portals", 1)]
    assert numbers == sorted(numbers)


def test_pages_can_be_turned(page: webdriver.Chrome) -> None:
    """Fifty rows at a time, so that the browser never draws ten thousand."""
    assert len(column(page, "findings", 0)) == 50
    page.find_element(By.XPATH, "//*[@id='findings']//button[text()='Next']").click()
    assert status(page) == "51 to 100 of 10,001"


def test_a_finding_opens_and_shows_its_source(page: webdriver.Chrome) -> None:
    """The line, what to do, and the clause as a link."""
    page.find_element(By.ID, "words").send_keys("p0.html:4:5", Keys.ENTER)
    assert status(page) == "1 row"
    button = page.find_element(By.CSS_SELECTOR, "#findings button.open")
    button.click()
    detail = page.find_element(By.CSS_SELECTOR, "tr.detail")
    assert detail.find_element(By.TAG_NAME, "mark").text == '"value 3"'
    assert detail.find_element(By.TAG_NAME, "a").get_attribute("href") == CLAUSES[0]
    assert button.get_attribute("aria-expanded") == "true"
    button.click()
    assert page.find_elements(By.CSS_SELECTOR, "tr.detail") == []


def test_all_can_be_done_by_keyboard(page: webdriver.Chrome) -> None:
    """Skip link first; headers, rows and the filter are reached by Tab and act on Enter."""

    def active() -> WebElement:
        return page.switch_to.active_element

    active().send_keys(Keys.TAB)
    assert active().text == "Skip to the findings"
    assert page.execute_script("return document.activeElement.getBoundingClientRect().left") >= 0
    active().send_keys(Keys.ENTER)
    active().send_keys(Keys.TAB)
    assert active().get_attribute("id") == "words"
    assert page.execute_script("return getComputedStyle(document.activeElement).outlineStyle") != (
        "none"
    )
    for _ in range(4):
        active().send_keys(Keys.TAB)
    assert active().get_attribute("id") == "csv"
    for _ in range(2):
        active().send_keys(Keys.TAB)
    assert active().text == "severity"
    active().send_keys(Keys.ENTER)
    cell = page.execute_script("return document.activeElement.parentElement.ariaSort")
    assert cell == "ascending"
    for _ in range(5):
        active().send_keys(Keys.TAB)
    assert active().get_attribute("class") == "open"
    active().send_keys(Keys.SPACE)
    assert active().get_attribute("aria-expanded") == "true"


def test_everything_that_can_be_used_has_a_name(page: webdriver.Chrome) -> None:
    """Buttons, boxes and tables, for a screen reader."""
    nameless = page.execute_script(
        "return [...document.querySelectorAll('button, input, table, nav, form')]"
        ".filter(e => !(e.textContent.trim() || e.labels?.length || e.ariaLabel)).length"
    )
    assert nameless == 0


def test_ten_thousand_findings_are_quick(page: webdriver.Chrome) -> None:
    """Seconds to open, less than one to filter and to sort, on a slow machine."""
    opened_ms = page.execute_script(
        "const n = performance.getEntriesByType('navigation')[0]; return n.loadEventEnd"
    )
    filter_ms, sort_ms = page.execute_script(
        "const f = document.getElementById('filters'), words = document.getElementById('words');"
        "const timed = act => { const t = performance.now(); act(); document.body.offsetHeight;"
        " return performance.now() - t; };"
        "words.value = 'value 99';"
        "const filter = timed(() => f.dispatchEvent(new Event('submit', {cancelable: true})));"
        "words.value = ''; f.dispatchEvent(new Event('submit', {cancelable: true}));"
        "const sort = timed(() => document.querySelectorAll('#findings th button')[3].click());"
        "return [filter, sort]"
    )
    assert opened_ms < 5000
    assert filter_ms < 1000
    assert sort_ms < 1000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_light_and_in_dark(scheme: str, page: webdriver.Chrome) -> None:
    """Contrast of 4.5 at least, for each colour of text on both grounds (WCAG 2.2, 1.4.3)."""
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    names = ("text", "soft", "link", "violation", "warning", "info", "good", "ground", "raised")
    colours = page.execute_script(
        "const s = getComputedStyle(document.documentElement);"
        "const value = name => s.getPropertyValue(`--${name}`).trim();"
        "return Object.fromEntries(arguments[0].map(name => [name, value(name)]))",
        names,
    )
    dark = luminance(colours["ground"]) < 0.5
    assert dark == (scheme == "dark")
    for name in names[:-2]:
        for ground in names[-2:]:
            assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_narrow_screen_needs_no_scrolling_sideways(page: webdriver.Chrome) -> None:
    """Rows become cards on the screen of a phone."""
    phone = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    width = page.execute_script("return document.documentElement.scrollWidth")
    page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert width <= 390


def test_a_page_can_be_printed_with_its_findings(page: webdriver.Chrome) -> None:
    """More than one screen's worth of rows is on paper, and no filter box."""
    page.find_element(By.ID, "words").send_keys("value 99")
    until(lambda: "of 10,001" not in status(page))
    printed: dict[str, Any] = page.execute_cdp_cmd("Page.printToPDF", {})
    assert len(printed["data"]) > 50_000
    assert len(column(page, "findings", 0)) == 50


def test_a_report_of_real_pages_shows_where_each_finding_stands(
    chrome: webdriver.Chrome, captures: Path, tmp_path: Path
) -> None:
    """What the command line writes opens, with totals and the score."""
    report = tmp_path / "r.html"
    arguments = ["convert", str(captures), "-o", str(tmp_path / "c.ttl"), "--report", str(report)]
    run(*arguments)
    log(chrome, "browser")
    chrome.get(report.as_uri())
    assert chrome.find_element(By.CSS_SELECTOR, ".total b").text.isdigit()
    assert any(place.startswith("tide-gauge.html:") for place in column(chrome, "findings", 3))
    assert log(chrome, "browser") == []
