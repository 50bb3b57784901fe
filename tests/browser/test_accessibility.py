"""The pages that we make, checked by axe-core (npm), in light and dark, on three widths."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver

from tests.support.cli import run
from tests.support.missing import missing

pytestmark = pytest.mark.browser

CAPTURES = Path(__file__).parents[1] / "captures"

LEVELS = ["serious", "critical"]
"""Impacts that axe gives to what keeps people from using a page."""
CHECK = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then(
  found => done(found.violations.map(one => [one.impact, one.id, one.nodes[0].html])));
"""


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core; LD_CONVERT_AXE names its file."""
    path = os.environ.get("LD_CONVERT_AXE")
    if not path:
        missing("BROWSER", "LD_CONVERT_AXE names no axe.min.js of axe-core")
    return Path(path).read_text("utf-8")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an HTML report of our captures, at the pages of one owner."""
    folder = tmp_path_factory.mktemp("axe")
    file = folder / "report.html"
    run("convert", str(CAPTURES), "-o", str(folder / "c.ttl"), "--report", str(file))
    return f"{file.as_uri()}#findings?owner=Harbour+Office"


def faults(page: webdriver.Chrome, axe: str) -> list[list[str]]:
    """What axe finds that is serious: impact, rule and the first element."""
    page.execute_script(axe)
    found: list[list[str]] = page.execute_async_script(CHECK)
    return [fault for fault in found if fault[0] in LEVELS]


@pytest.mark.parametrize("width", [360, 900, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_keeps_people_from_the_report(
    scheme: str, width: int, report: str, axe: str, chrome: webdriver.Chrome
) -> None:
    """No serious or critical rule of axe is broken, nor does the page scroll sideways."""
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    size: dict[str, Any] = {
        "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600
    }  # fmt: skip
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        chrome.get(report)
        assert chrome.find_element("id", "owner").is_displayed()
        assert faults(chrome, axe) == []
        assert chrome.execute_script("return document.documentElement.scrollWidth") <= width
    finally:
        chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
        chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
