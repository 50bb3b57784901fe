"""The pages that we make, checked by axe-core (npm), in light and dark, on three widths."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium import webdriver

from tests.support.accessibility import faults, look
from tests.support.cli import run

pytestmark = pytest.mark.browser

CAPTURES = Path(__file__).parents[1] / "captures"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an HTML report of our captures, at the pages of one owner."""
    folder = tmp_path_factory.mktemp("axe")
    file = folder / "report.html"
    run("convert", str(CAPTURES), "-o", str(folder / "c.ttl"), "--report", str(file))
    return f"{file.as_uri()}#findings?owner=Harbour+Office"


@pytest.mark.parametrize("width", [360, 900, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_keeps_people_from_the_report(
    scheme: str, width: int, report: str, axe: str, chrome: webdriver.Chrome
) -> None:
    """No serious or critical rule of axe is broken, nor does the page scroll sideways."""
    with look(chrome, scheme, width):
        chrome.get(report)
        assert chrome.find_element("id", "owner").is_displayed()
        assert faults(chrome, axe) == []
        assert chrome.execute_script("return document.documentElement.scrollWidth") <= width
